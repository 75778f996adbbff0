import copy
import re

from odoo.tools import SQL, Query


class AnalysisQuery(Query):
    """A query over an analysis, whose groups cost what they are made of.

    Of two things that take longer than to add up a team's year:

    - Columns that nothing in the query names are not in it, nor what they alone need:
      the database would leave them out, too, but has to plan for all of them first.
    - Groups are added up first and put in order afterwards. Odoo joins what orders a
      group, such as the name of a coach, to every row, and sorts and groups by it.

    The groups, their figures and their order are Odoo's.
    """

    def __init__(self, model, query):
        # Takes the query over: nobody else goes on with it
        vars(self).update(vars(query))
        self._model = model
        # [(expression that groups, the model whose order it has or None, direction)]
        self.group_order = []

    def select(self, *args):
        """Rows as they are; groups with what they name, in their order."""
        if not self.groupby:
            return super().select(*args)
        groups = copy.copy(self)
        groups._tables = {self.table: self._rows_sql(args)}
        if not self.group_order:
            return Query.select(groups, *args)
        groups.limit = groups.offset = None
        names = [SQL.identifier(f"column_{number}") for number in range(len(args))]
        columns = [SQL("%s AS %s", *pair) for pair in zip(args, names, strict=True)]
        added_up = Query.select(groups, *columns)
        ordered = Query(self._env, "groups", SQL("(%s)", added_up))
        ordered.limit, ordered.offset = self.limit, self.offset
        ordered.order = SQL(", ").join(
            self._group_order_sql(ordered, names[args.index(expression)], *order)
            for expression, *order in self.group_order
        )
        return ordered.select(*names)

    def _rows_sql(self, args):
        """The rows of the analysis, with the columns that the query names."""
        query = copy.copy(self)
        query._tables = {self.table: SQL.identifier(self.table)}
        code = Query.select(query, *args).code
        names = set(re.findall(rf'"{self.table}"\."(\w+)"', code))
        rows = self._model._rows_sql(names)
        return SQL("(%s)%s", rows, SQL(to_flush=self._tables[self.table].to_flush))

    def _group_order_sql(self, ordered, name, comodel, direction):
        """The order of one column of groups."""
        if comodel is None:
            return SQL("%s %s", name, SQL(direction))
        comodel = self._env[comodel]
        alias = ordered.make_alias("groups", f"order_{len(ordered._joins)}")
        same = SQL("%s = %s", name, SQL.identifier(alias, "id"))
        ordered.add_join("LEFT JOIN", alias, comodel._table, same)
        return comodel._order_to_sql("", ordered, alias, direction == "DESC")
