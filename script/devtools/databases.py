"""Databases: a template with the dependencies installed, and its copies.

A comment on each database says that it was made here; nothing else is ever
dropped.  Each database has a file store, which is copied and dropped with it.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil

import psycopg2
from psycopg2 import sql

from .common import ROOT, STATE, Failure, locked, need_space, say
from .odoo_env import DATA_DIR, manifest, run_odoo

LANGUAGES = ("en_US", "fi_FI", "sv_SE")
IDENTITY = STATE / "identity"
#: Part of the name of a template: raise it when templates are made differently.
TEMPLATE_FORMAT = 2


def identity():
    """A name for this `.odoo`: its databases may live on a shared server."""
    if not IDENTITY.exists():
        new = IDENTITY.with_suffix(f".{os.getpid()}")
        new.write_text(secrets.token_hex(8))
        with contextlib.suppress(FileExistsError):
            os.link(new, IDENTITY)
        new.unlink()
    return IDENTITY.read_text().strip()


def filestore(name):
    """The folder of a database's attachments."""
    return DATA_DIR / "filestore" / name


def execute(ctx, statement, *parameters, database="postgres"):
    """Run one statement by itself; give its rows, if any."""
    with contextlib.closing(ctx.server.connect(database)) as connection:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters or None)
            return cursor.fetchall() if cursor.description else []


def exists(ctx, name):
    """Whether there is such a database."""
    return bool(execute(ctx, "SELECT 1 FROM pg_database WHERE datname = %s", name))


def note(ctx, name):
    """What we noted about this database; None when another made it."""
    rows = execute(
        ctx,
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        "WHERE datname = %s",
        name,
    )
    try:
        found = json.loads(rows[0][0])
        return found if found["made_by"] == identity() else None
    except (IndexError, TypeError, ValueError, KeyError):
        return None


def set_note(ctx, name, **facts):
    """Note facts about a database that we made."""
    text = json.dumps({"made_by": identity(), **facts})
    statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
    execute(ctx, statement.format(sql.Identifier(name), sql.Literal(text)))


def ours(ctx):
    """Names and notes of all databases made here."""
    rows = execute(ctx, "SELECT datname FROM pg_database WHERE NOT datistemplate")
    notes = {name: note(ctx, name) for (name,) in rows}
    return {name: facts for name, facts in notes.items() if facts}


def drop(ctx, name):
    """Drop a database that was made here, with its file store."""
    if exists(ctx, name):
        if note(ctx, name) is None:
            raise Failure(f"The database {name} was not made here: it is left alone.")
        _disconnect(ctx, name)
        statement = sql.SQL("DROP DATABASE IF EXISTS {}")
        execute(ctx, statement.format(sql.Identifier(name)))
    # As Odoo does for a database of its own making: for searches by likeness. A server
    # without it still runs everything else.
    with contextlib.suppress(psycopg2.Error):
        execute(ctx, "CREATE EXTENSION IF NOT EXISTS pg_trgm", database=name)
    shutil.rmtree(filestore(name), ignore_errors=True)


def _disconnect(ctx, name):
    """End the connections to a database that is copied, renamed or dropped."""
    execute(
        ctx,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = %s AND pid <> pg_backend_pid()",
        name,
    )


def _create(ctx, name, template, **facts):
    """Make a database as a copy of another one, with a note."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    execute(ctx, statement.format(sql.Identifier(name), sql.Identifier(template)))
    set_note(ctx, name, **facts)


def copy(ctx, source, name, **facts):
    """Copy a database with its file store."""
    shutil.rmtree(filestore(name), ignore_errors=True)
    if filestore(source).is_dir():
        # Odoo never changes a stored file: copies can share it.
        shutil.copytree(filestore(source), filestore(name), copy_function=_link)
    _create(ctx, name, source, **facts)


def _link(source, target):
    """Link a file where the file system can, copy it elsewhere."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def template_name(ctx, demo, languages):
    """A name that changes with everything that the template depends on."""
    parts = [
        TEMPLATE_FORMAT,
        str(ROOT),
        ctx.odoo.version,
        str(ctx.odoo.python_path),
        sorted(manifest()["depends"]),
        demo,
        languages,
    ]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:10]
    return f"ips_template_{key}"


def template(ctx, demo=True, languages=LANGUAGES):
    """Name of a database with the add-on's dependencies, made when missing."""
    name = template_name(ctx, demo, languages)
    if note(ctx, name):
        return name
    with locked("template", "making a template database"):
        if note(ctx, name):
            return name
        if exists(ctx, name):
            # Its file store went with an older `.odoo`; the name holds this
            # folder's path, so it is nobody else's.
            set_note(ctx, name, stale=True)
            drop(ctx, name)
        need_space(1000, "a template database")
        depends = manifest()["depends"]
        kind = {"template": True, "demo": demo, "languages": list(languages)}
        with making(ctx, name, **kind) as unfinished:
            arguments = ["-d", unfinished, "-i", ",".join(depends)]
            arguments += demo_option(demo)
            if languages:
                arguments.append(f"--load-language={','.join(languages)}")
            what = f"Making a template database with {', '.join(depends)} (1-2 minutes)"
            run_odoo(ctx, arguments, what, "template")
        for other, facts in ours(ctx).items():
            if other != name and all(facts.get(key) == kind[key] for key in kind):
                say(f"Dropping the template {other}, which has become outdated.")
                drop(ctx, other)
    return name


def demo_option(demo):
    """Odoo's option for a database with or without demo data."""
    return ["--with-demo"] if demo else ["--without-demo=1"]


@contextlib.contextmanager
def making(ctx, name, source=None, **facts):
    """Make a database under another name first, so that none is half made.

    :param source: the database to copy; an empty one is made without it
    :param facts: what to note about the finished database
    """
    unfinished = f"{name}_making"
    if exists(ctx, unfinished) and note(ctx, unfinished) is None:
        # Left by a run that was broken off before it could note anything.
        set_note(ctx, unfinished, half_made=True)
    drop(ctx, unfinished)
    if source:
        copy(ctx, source, unfinished, half_made=True)
    else:
        _create_empty(ctx, unfinished)
        set_note(ctx, unfinished, half_made=True)
    try:
        yield unfinished
    except BaseException:
        drop(ctx, unfinished)
        raise
    _disconnect(ctx, unfinished)
    shutil.rmtree(filestore(name), ignore_errors=True)
    if filestore(unfinished).is_dir():
        filestore(unfinished).rename(filestore(name))
    set_note(ctx, unfinished, **facts)
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    execute(ctx, statement.format(sql.Identifier(unfinished), sql.Identifier(name)))


def _create_empty(ctx, name):
    """An empty database as Odoo makes it: sorted by code point."""
    statement = sql.SQL(
        "CREATE DATABASE {} ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0"
    )
    execute(ctx, statement.format(sql.Identifier(name)))
