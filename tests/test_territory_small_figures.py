"""No figure of under 5 people can be told from what the territory shows beside it."""

from collections import defaultdict
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from odoo.addons.ips_employer_crm.tools.small_figures import hidden_figures

from .common_territory import TerritoryCommon
from .test_match_suggestion import RUNS

SMALL_TEXT, AREA_TEXT = "under 5", "by area only"


def seen(counts):
    """What the screen shows of an area of several municipalities."""
    hidden, is_mixed = hidden_figures(counts)
    instead = AREA_TEXT if is_mixed else SMALL_TEXT
    shown = (instead if i in hidden else str(c) for i, c in enumerate(counts))
    return (str(sum(counts)), *shown)


def possible(view):
    """All that an area could be whose screen is this, for whoever knows the rule."""
    total, *shown = view
    closed = [i for i, text in enumerate(shown) if not text.isdigit()]
    known = [int(text) if text.isdigit() else 0 for text in shown]
    rest = int(total) - sum(known)
    for drawn in product(range(rest + 1), repeat=max(len(closed) - 1, 0)):
        if not closed or sum(drawn) > rest:
            continue
        counts = list(known)
        for index, count in zip(closed, [*drawn, rest - sum(drawn)], strict=True):
            counts[index] = count
        if seen(counts) == view:
            yield counts


def certain(view):
    """Positions of hidden figures that could be one number only."""
    values = defaultdict(set)
    closed = [i for i, text in enumerate(view[1:]) if not text.isdigit()]
    for counts in possible(view):
        for index in closed:
            values[index].add(counts[index])
        if all(len(values[index]) > 1 for index in closed):
            return []
    return [index for index in closed if len(values[index]) < 2]


@tagged("standard", "post_install", "-at_install")
class TestSmallFigures(BaseCase):
    """No figure of under 5 can be told from what is shown beside it."""

    def test_small_ones_are_hidden(self):
        for counts in product((0, 1, 4, 5, 6, 20), repeat=4):
            hidden, is_mixed = hidden_figures(counts)
            small = {index for index, count in enumerate(counts) if count < 5}
            self.assertLessEqual(small, hidden)
            # "under 5" is said of nothing else
            self.assertTrue(is_mixed or hidden == small, counts)
            self.assertFalse(hidden and not small, counts)
            self.assertNotEqual((len(hidden), len(counts)), (1, 4))

    def test_every_area_of_up_to_four(self):
        """All areas of two to four municipalities with up to 9 people in each.

        An area of nobody is the exception: there each has nobody, which names no one.
        """
        for size, most in ((2, 12), (3, 10), (4, 9)):
            views = defaultdict(list)
            for counts in product(range(most + 1), repeat=size):
                views[seen(counts)].append(counts)
            for view, assignments in views.items():
                if view[0] == "0":
                    continue
                for index, text in enumerate(view[1:]):
                    values = {counts[index] for counts in assignments}
                    if not text.isdigit() and len(values) < 2:
                        # Perhaps with a larger figure than were tried above
                        self.assertNotIn(index, certain(view), (view, assignments))

    @RUNS
    @given(st.lists(st.integers(0, 60), min_size=2, max_size=23))
    def test_two_hidden_ones_can_be_swapped(self, counts):
        """However large the area: some other one shows the same screen.

        Of the hidden figures any two can change places; where all are equal, one of
        them could be more and another less.
        """
        hidden, _is_mixed = hidden_figures(counts)
        if not hidden or not sum(counts):
            return
        for index in hidden:
            others = []
            for other in hidden - {index}:
                swapped = list(counts)
                swapped[index], swapped[other] = counts[other], counts[index]
                moved = list(counts)
                moved[index], moved[other] = counts[index] + 1, counts[other] - 1
                heap = [0 if i in hidden else c for i, c in enumerate(counts)]
                heap[other] = sum(counts[i] for i in hidden)
                others += [swapped, moved, heap]
            self.assertTrue(
                any(
                    min(other) >= 0
                    and other[index] != counts[index]
                    and seen(other) == seen(counts)
                    for other in others
                ),
                (counts, index),
            )


@tagged("standard", "post_install", "-at_install")
class TestSmallFiguresOfTerritory(TerritoryCommon):
    """Figures of under 5 people by employment area only."""

    def test_small_ones_by_area_only(self):
        self.settle(self.alpha, 6)
        self.settle(self.beta, 3)
        self.settle(self.gamma, 1)
        people = self.people()
        self.assertEqual(people["North"], "10")
        self.assertEqual(people["Alpha"], "6")
        self.assertEqual(people["Beta"], SMALL_TEXT)
        self.assertEqual(people["Gamma"], SMALL_TEXT)

    def test_a_single_small_one_takes_another_along(self):
        self.settle(self.alpha, 9)
        self.settle(self.beta, 3)
        self.settle(self.gamma, 7)
        people = self.people()
        self.assertEqual(people["North"], "19")
        self.assertEqual(people["Alpha"], "9")
        # Which of the two is the small one is not told either
        self.assertEqual({people["Beta"], people["Gamma"]}, {AREA_TEXT})

    def test_nobody_is_a_small_figure(self):
        self.settle(self.alpha, 9)
        people = self.people()
        shown = {people[name] for name in ("Alpha", "Beta", "Gamma")}
        self.assertEqual(shown, {AREA_TEXT})
        self.assertEqual(people["North"], "9")

    def test_an_area_of_one_municipality(self):
        """Its figure is hidden too, and no sum of the region gives it away."""
        for number in range(7):
            shown = str(number) if number >= 5 else SMALL_TEXT
            people = self.people()
            self.assertEqual((people["South"], people["Delta"]), (shown, shown))
            self.settle(self.delta, 1)
        self.assertEqual(
            set(self.env["ips.territory"]._fields) - set(models_fields(self.env)),
            {"line_ids"},
        )

    def test_what_is_hidden_is_nowhere(self):
        """Not in a field, not in the table, not in an export, not by grouping."""
        self.settle(self.delta, 3)
        line = self.line("Delta")
        figures = {name for name, field in line._fields.items() if field.type == "char"}
        self.assertEqual(line.people, SMALL_TEXT)
        self.assertEqual(figures, {"name", "people", "display_name"})
        numbers = {
            name
            for name, field in line._fields.items()
            if field.type in ("integer", "float", "json", "text") and name != "id"
        }
        # None of these is about people
        self.assertEqual(numbers, {"employers", "contacts"})
        self.env.cr.execute("SELECT * FROM ips_territory_line WHERE id = %s", line.ids)
        row = self.env.cr.dictfetchone()
        keys = {name for name in row if name.endswith("_id") or name.endswith("_uid")}
        values = {row[name] for name in row.keys() - keys - {"id"}}
        self.assertNotIn(3, values)
        self.assertNotIn("3", values)
        # Whoever is let export anything at all
        self.coach_a1.group_ids += self.env.ref("base.group_allow_export")
        exported = line.export_data([*line._fields])["datas"][0]
        index = [*line._fields].index("people")
        self.assertEqual(exported[index], SMALL_TEXT)
        groups = line._read_group([("id", "=", line.id)], ["people"], ["__count"])
        self.assertEqual(groups, [(SMALL_TEXT, 1)])

    def test_no_way_back(self):
        """From all that a reader sees no hidden figure of a municipality is certain.

        All areas that the lines could stand for are tried, by whoever knows the rule.
        People move about: those whom nobody counts live in an area of their own.
        """
        east = {"name": "Epsilon", "code": "806", "employment_area": "East"}
        elsewhere = self.Place.create(east)
        omega = self.Place.create({"name": "Omega", "code": "805"})
        crowd = self.settle(elsewhere, 54)

        @RUNS
        @given(
            counts=st.lists(st.integers(0, 9), min_size=6, max_size=6),
            is_alone=st.booleans(),
        )
        def check(counts, is_alone):
            homes = [self.alpha, self.beta, self.gamma, self.delta]
            homes += [omega.browse()] if is_alone else [omega, omega.browse()]
            homes = [
                home
                for home, count in zip(homes, counts, strict=False)
                for _person in range(count)
            ]
            homes += [elsewhere] * (len(crowd) - len(homes))
            omega.active = not is_alone
            moved = dict(zip(crowd, homes, strict=True))
            for home in set(homes):
                people = crowd.filtered(lambda one, home=home: moved[one] == home)
                people.municipality_id = home
            areas = []
            for line in self.lines():
                if line.is_area:
                    areas.append([line.people])
                else:
                    areas[-1].append(line.people)
            sizes = [2, 4, 2, 1 if is_alone else 3]
            self.assertEqual([len(area) for area in areas], sizes)
            alone = {0: homes.count(elsewhere), 2: counts[3], 3: counts[4]}
            for index, area in enumerate(areas):
                if len(area) < 3:
                    # One municipality: the figure itself, or only that it is small
                    number = alone[index]
                    shown = str(number) if number >= 5 else SMALL_TEXT
                    self.assertEqual(set(area), {shown})
                elif area[0] != "0":
                    self.assertEqual(certain(tuple(area)), [], area)

        check()


def models_fields(env):
    """What every model has."""
    return env["ips.match.coverage.line"]._fields.keys()
