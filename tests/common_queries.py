"""Counting SQL queries, for the tests of what screens cost."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.sql_db import Cursor

from .common import IpsCommon


class IpsQueriesCommon(IpsCommon):
    """Counts the queries of a block or call, with warm caches of the registry."""

    @contextmanager
    def count_queries(self):
        """Queries of the block, as the first request of a process with warm caches."""
        self.env.flush_all()
        self.env.invalidate_all()
        queries = []
        execute = Cursor.execute

        def counting(cursor, query, *args, **kwargs):
            if not str(getattr(query, "code", query)).startswith(
                ("SAVEPOINT", "RELEASE", "ROLLBACK")
            ):
                queries.append(query)
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", counting):
            yield queries
            self.env.flush_all()

    def cost(self, call):
        """Queries of the second call: the first fills the caches of the registry."""
        call()
        with self.count_queries() as queries:
            call()
        return len(queries)
