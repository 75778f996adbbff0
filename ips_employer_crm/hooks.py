"""What has to be there before the add-on's tables are."""

import logging

import psycopg2

from odoo.modules import db
from odoo.tools import mute_logger

_logger = logging.getLogger(__name__)


def pre_init_hook(env):
    """See to it that names can be compared by likeness.

    Odoo makes the extension in databases of its own; one that was made by hand may lack
    it. It is a trusted one, so the database's owner may add it. Without it employers
    are found by exact words only.
    """
    if env.registry.has_trigram:
        return
    try:
        with mute_logger("odoo.sql_db"), env.cr.savepoint():
            env.cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except psycopg2.Error as error:
        _logger.info("No search by likeness, pg_trgm cannot be added: %s", error)
    env.registry.has_trigram = db.has_trigram(env.cr)
