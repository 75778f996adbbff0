"""What `script/bench portal` measures: HR's pages, as the web server answers them.

Each round asks every page once through Odoo's own WSGI application, so that nothing but
the network and the browser is left out. Beside them, in the same rounds, the peer:
Odoo's own page of security settings for the same user.
"""

import threading
import time

from werkzeug.test import Client
from werkzeug.wrappers import Response

from odoo import http

from devtools.bench_figures import Figures
from devtools.bench_portal_fill import COACH, HR, OPENINGS, VISITS

LIMIT = 300  # milliseconds of server time, each page
PEER = "/my/security"


def run(env, rounds):
    """Print the table; give the number of pages beyond the limit."""
    env.cr.commit()
    client = _signed_in(env)
    pages = [*_pages(env), PEER]
    figures = {path: Figures() for path in pages}
    for number in range(rounds + 1):
        for path in pages:
            seconds, statements = _ask(env, client, path)
            # The first round fills caches
            if number:
                figures[path].add(seconds, statements)
    missed = 0
    print(f"{VISITS} visits and {OPENINGS} openings of one company, {rounds} rounds")
    for path in pages:
        late = path != PEER and figures[path].median > LIMIT
        missed += late
        verdict = "Odoo's own" if path == PEER else f"limit {LIMIT} ms"
        print(f"{path:32} {figures[path]}   {verdict}{'  MISSED' if late else ''}")
    return missed


def _pages(env):
    visits = env["ips.employer.contact"].search(
        [("user_id.login", "=", COACH)], order="date, id"
    )
    opening = env["crm.lead"].search([("user_id.login", "=", COACH)], limit=1)
    return [
        "/my/home",
        "/my/visits",
        "/my/visits/page/400",
        f"/my/visits/{visits[0].id}",
        f"/my/visits/{visits[-1].id}",
        "/my/openings",
        "/my/openings/page/40",
        f"/my/openings/{opening.id}",
        f"/my/openings/{opening.id}/edit",
        "/my/openings/new?kind=job",
        "/my/candidates",
        "/my/company",
        "/my/message",
    ]


def _signed_in(env):
    """A client of the web server with HR's session."""
    user = env["res.users"].search([("login", "=", HR)])
    session = http.root.session_store.new()
    session.update(http.get_default_session(), db=env.cr.dbname)
    session.uid = user.id
    session.login = user.login
    session.session_token = user._compute_session_token(session.sid)
    session.context = dict(user.context_get(), lang="en_US")
    http.root.session_store.save(session)
    client = Client(http.root, Response)
    client.set_cookie("session_id", session.sid)
    client.set_cookie("frontend_lang", "en_US")
    return client


def _ask(env, client, path):
    statements = []
    thread = threading.current_thread()
    thread.query_hooks = [lambda _cr, query, *_rest: statements.append(query)]
    try:
        start = time.perf_counter()
        answer = client.get(path)
        answer.get_data()
        seconds = time.perf_counter() - start
    finally:
        del thread.query_hooks
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return seconds, statements
