"""Saving what a phone may send twice."""

from contextlib import contextmanager

from psycopg2.errors import UniqueViolation

from odoo.exceptions import ConcurrencyError


@contextmanager
def saved_once(cr):
    """Save inside: where a twin request was committed meanwhile, Odoo begins anew.

    The next try finds the twin by its ``request_uuid``. Raises ConcurrencyError then,
    and whatever else is raised inside.
    """
    try:
        with cr.savepoint():
            yield
    except UniqueViolation as error:
        if "request_uniq" not in (error.diag.constraint_name or ""):
            raise
        raise ConcurrencyError(str(error)) from error
