"""Timing a step inside `odoo shell`, for the benches."""

import contextlib
import gc
import statistics
import threading
import time


class Figures:
    """Times of one step, and how many queries it takes at most."""

    def __init__(self):
        self.times, self.queries = [], 0

    def add(self, seconds, statements):
        """Add those of one round."""
        self.times.append(seconds * 1000)
        self.queries = max(self.queries, len(statements))

    @property
    def median(self):
        """In milliseconds."""
        return statistics.median(self.times)

    @property
    def p95(self):
        """In milliseconds."""
        return sorted(self.times)[int(len(self.times) * 0.95)]

    def __str__(self):
        return (
            f"median {self.median:8.1f} ms   p95 {self.p95:8.1f} ms"
            f"   queries {self.queries:2}"
        )


@contextlib.contextmanager
def recorded():
    """Record the statements of this thread, by Odoo's own hook."""
    statements = []
    thread = threading.current_thread()
    thread.query_hooks = [
        lambda _cr, query, params, _start, _delay: statements.append((query, params))
    ]
    try:
        yield statements
    finally:
        del thread.query_hooks


def timed(env, step):
    """Take a step and roll it back; give its seconds and statements."""
    env.flush_all()
    env.cr.execute("SAVEPOINT bench")
    env.invalidate_all()
    gc.collect()  # nobody pays for what the step before has left
    with recorded() as statements:
        start = time.perf_counter()
        step()
        env.flush_all()
        seconds = time.perf_counter() - start
    env.cr.execute("ROLLBACK TO SAVEPOINT bench")
    env.clear()
    return seconds, statements
