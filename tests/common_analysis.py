"""Asking the analyses what the browser asks, for the tests of their figures."""

from ast import literal_eval
from collections import Counter
from itertools import product

from lxml import etree

from odoo.exceptions import AccessError

from .common_queries import IpsQueriesCommon
from .test_placement import PlacementCommon

REPORTS = ("ips.contact.report", "ips.placement.report", "ips.funnel.report")


class AnalysisCommon(PlacementCommon, IpsQueriesCommon):
    """Figures of ``model`` as somebody gets them. Today is Wednesday, 5 March 2025."""

    model = None

    def report(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[self.model].with_user(user or self.leader_a)

    def groups(self, user, groupby, *names, domain=()):
        """{key: (figures)}, as a pivot of these groups has them."""
        report = self.report(user)
        aggregates = [
            "__count"
            if name == "__count"
            else f"{name}:{report._fields[name].aggregator}"
            for name in names
        ]
        [[total], rows] = report.formatted_read_grouping_sets(
            list(domain), [[], [groupby]], aggregates
        )
        found = {}
        for row in rows:
            key = row[groupby]
            key = key[0] if isinstance(key, tuple) else key
            found[key] = tuple(row[name] for name in aggregates)
        # Parts and the whole are of one and the same
        for position, name in enumerate(names):
            if name == "__count" or report._fields[name].aggregator == "sum":
                parts = sum(figures[position] or 0 for figures in found.values())
                whole = total[aggregates[position]] or 0
                self.assertAlmostEqual(parts, whole, msg=f"{name} by {groupby}")
        return found

    def total(self, user, *names, domain=()):
        """One figure, or several, of all rows that the user reads."""
        report = self.report(user)
        aggregates = [
            "__count"
            if name == "__count"
            else f"{name}:{report._fields[name].aggregator}"
            for name in names
        ]
        [row] = report.formatted_read_group(list(domain), [], aggregates)
        figures = [row[name] for name in aggregates]
        return figures[0] if len(figures) == 1 else tuple(figures)

    def dimensions(self):
        """What can be grouped by: all but figures and the id."""
        fields = self.env[self.model]._fields.values()
        return [
            f"{field.name}:day" if field.type == "date" else field.name
            for field in fields
            if field.store and field.name != "id"
            if field.type in ("many2one", "selection", "date", "boolean", "char")
        ]

    def figures(self):
        """What groups add up or average."""
        fields = self.env[self.model]._fields.values()
        return [
            field.name
            for field in fields
            if field.store and field.type in ("integer", "float") and field.name != "id"
        ]

    # WHAT HOLDS OF EACH OF THEM

    def assert_parts_are_the_whole(self, users):
        """By whatever it is grouped, nothing is lost and nothing counted twice."""
        for user in users:
            for groupby in self.dimensions():
                if groupby == "user_id" and user != self.leader_a:
                    continue
                self.groups(user, groupby, "__count", *self.figures())

    def assert_alone_as_among_others(self, users):
        """What is asked for alone comes as it does among all that can be asked for."""
        for user in users:
            report = self.report(user)
            figures = [
                f"{name}:{report._fields[name].aggregator}" for name in self.figures()
            ]
            groupbys = [
                name
                for name in self.dimensions()
                if name.partition(":")[0] in report.fields_get()
            ]
            found = report.formatted_read_grouping_sets(
                [], [[name] for name in groupbys], figures
            )
            for name, groups in zip(groupbys, found, strict=True):
                with self.subTest(user=user.name, groupby=name):
                    [alone] = report.formatted_read_grouping_sets([], [[name]])
                    self.assertEqual(
                        [group[name] for group in alone],
                        [group[name] for group in groups],
                    )
            for figure in figures:
                with self.subTest(user=user.name, figure=figure):
                    [alone] = report.formatted_read_grouping_sets(
                        [], [[groupbys[0]]], [figure]
                    )
                    self.assertEqual(
                        [group[figure] for group in alone],
                        [group[figure] for group in found[0]],
                    )

    def assert_order_is_odoos(self, user, *groupbys):
        """Groups come as Odoo orders them, which it does when asked where nulls go."""
        sets = [[], *[[name] for name in groupbys], list(groupbys)]
        directions = {"asc": "asc nulls last", "desc": "desc nulls first"}
        for lang, names, (ours, odoos) in product(
            ("en_US", "fi_FI"), (groupbys, groupbys[::-1]), directions.items()
        ):
            report = self.report(user).with_context(lang=lang)
            pivots, tables = [], []
            for direction in (ours, odoos):
                order = ", ".join(f"{name} {direction}" for name in names)
                pivots.append(
                    report.formatted_read_grouping_sets(
                        [], sets, ["__count"], order=order
                    )
                )
                tables.append(
                    report.formatted_read_group(
                        [], groupbys, ["__count"], order=order, limit=3, offset=1
                    )
                )
            with self.subTest(names=names, direction=ours, lang=lang):
                self.assertEqual(*pivots)
                self.assertEqual(*tables)

    def assert_told_to(self, rows, readers):
        """These rows are the readers' alone; to others they are as if never there."""
        everyone = [self.coach_a1, self.coach_a2, self.leader_a, self.deputy_a]
        everyone += [self.coach_b1, self.leader_b, self.outsider, self.manager]
        everyone += [self.ips_admin, self.privacy, self.portal]
        never = self.env[self.model].browse(max(rows.ids) + 8_000_000)
        for user in everyone:
            with self.subTest(user=user.name):
                theirs = self.report(user).browse(rows.ids)
                if user in readers:
                    self.assertEqual(theirs.search([("id", "in", rows.ids)]), theirs)
                    self.assertEqual(len(theirs.read()), len(rows))
                    continue
                try:
                    self.assertFalse(theirs.search([("id", "in", rows.ids)]))
                    self.assertFalse(
                        theirs.search_count([("id", "in", rows.ids)], limit=1)
                    )
                except AccessError:
                    # No right to the analysis at all
                    self.assertFalse(theirs.browse().has_access("read"))
                said = []
                for record in (theirs[0], never.with_user(user)):
                    self.assertFalse(record.has_access("read"))
                    try:
                        self.assertEqual(record.read(), [])
                        text = ""
                    except AccessError as error:
                        text = str(error).replace(str(record.id), "#")
                    said.append(text)
                self.assertEqual(*said)

    def assert_without(self, *models):
        """No field leads to such a model, by whatever kind of relation."""
        for field in self.env[self.model]._fields.values():
            target = field.comodel_name or ""
            with self.subTest(field=field.name):
                self.assertFalse(target.startswith(models), target)
                self.assertNotIn("client_id", field.name)

    def assert_read_only(self):
        for user in (self.coach_a1, self.leader_a):
            for operation in ("create", "write", "unlink"):
                report = self.env[self.model].with_user(user)
                self.assertFalse(report.has_access(operation))

    # SCREENS

    def arch(self, view_type, user=None):
        report = self.env[self.model].with_user(user or self.leader_a)
        return etree.fromstring(report.get_view(view_type=view_type)["arch"])

    def filters(self, user=None):
        """{name: (domain, groupby)} of the search view, as the user gets it."""
        found = {}
        for node in self.arch("search", user).iter("filter"):
            context = literal_eval(node.get("context") or "{}")
            domain = literal_eval(node.get("domain") or "[]")
            found[node.get("name")] = (domain, context.get("group_by"))
        return found

    def assert_screens(self):
        """Filters and groups work; a chart is one figure by one thing."""
        for user in (self.leader_a, self.coach_a1):
            report = self.report(user)
            for name, (domain, groupby) in self.filters(user).items():
                with self.subTest(user=user.name, name=name):
                    report.formatted_read_group(
                        domain, [groupby] if groupby else [], ["__count"]
                    )
                    # Grouped by weeks as they are stored only
                    self.assertFalse((groupby or "").endswith(":week"))
        kinds = Counter(
            node.get("type") or "row" for node in self.arch("graph").iter("field")
        )
        self.assertEqual(kinds["row"], 1)
        self.assertLessEqual(kinds["measure"], 1)
        self.assertEqual(self.arch("graph").get("type"), "bar")
        action = self.env.ref(f"ips_employer_crm.{self.model.replace('.', '_')}_action")
        self.assertEqual(action.view_mode, "pivot,graph,list")
        defaults = {
            name.removeprefix("search_default_")
            for name in literal_eval(action.context)
        }
        self.assertTrue(defaults)
        self.assertLessEqual(defaults, self.filters().keys())
