"""Territory: people, employers and contacts by area; small figures; one's own area."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import BaseCase
from odoo.tools.safe_eval import safe_eval

from odoo.addons.ips_employer_crm.tools.small_figures import hidden_figures

from .common import NOW
from .common_client import IpsClientCommon
from .common_queries import IpsQueriesCommon
from .test_match_suggestion import RUNS

DAY = timedelta(days=1)
# Of the day on which the tests stand still
NOON = datetime.fromisoformat(NOW)
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


class TerritoryCommon(IpsClientCommon):
    """Two areas: North with three municipalities, South with one; nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Place = cls.env["ips.municipality"]
        cls.Place.search([]).active = False
        # Those of the demo region belong to another team, and nobody here sees them
        cls.teams = cls.team_a | cls.team_b
        cls.Client.search([("team_id", "in", cls.teams.ids)]).phase = "closed"
        cls.Contact.search([]).unlink()
        cls.env["res.partner"].search([("is_employer", "=", True)]).active = False
        cls.alpha, cls.beta, cls.gamma, cls.delta = cls.Place.create(
            [
                {"name": name, "code": code, "employment_area": area}
                for name, code, area in (
                    ("Alpha", "801", "North"),
                    ("Beta", "802", "North"),
                    ("Gamma", "803", "North"),
                    ("Delta", "804", "South"),
                )
            ]
        )
        cls.company = cls.new_employer("Kahvila Oy", municipality_id=cls.alpha.id)
        cls.today = cls.env.company._ips_today()

    @classmethod
    def new_workplace(cls, company, municipality, **vals):
        return cls.new_employer(
            "Toimipaikka",
            parent_id=company.id,
            municipality_id=municipality and municipality.id,
            **vals,
        )

    def settle(self, place, number, coach=None, **vals):
        """That many people live there."""
        coach = coach or self.coach_a1
        return self.Client.create(
            [
                {
                    "user_id": coach.id,
                    "phase": "searching",
                    "municipality_id": place and place.id,
                    **vals,
                }
                for _person in range(number)
            ]
        )

    def visit(self, employer, days_ago, user=None, **vals):
        """A visit so many days ago, at noon."""
        return self.log(
            user or self.coach_a1,
            date=NOON - days_ago * DAY,
            employer_id=employer.id,
            person_ids=False,
            **vals,
        )

    def lines(self, user=None, lang=None):
        """The lines as the user's menu opens them."""
        user = user or self.coach_a1
        self.env.flush_all()
        self.env.invalidate_all()
        Territory = self.env["ips.territory"].with_user(user)
        if lang:
            Territory = Territory.with_context(lang=lang)
        action = Territory.action_open()
        self.assertEqual(action["res_model"], "ips.territory.line")
        return Territory.env["ips.territory.line"].search(action["domain"])

    def line(self, name, user=None, is_area=False):
        lines = self.lines(user).filtered(
            lambda line: line.name == name and line.is_area == is_area
        )
        lines.ensure_one()
        return lines

    def people(self, user=None):
        return {line.name: line.people for line in self.lines(user)}


@tagged("standard", "post_install", "-at_install")
class TestTerritory(TerritoryCommon):
    """What is counted, where, and for whom."""

    def test_areas_and_their_municipalities(self):
        """Each area, then its municipalities by name; what is not known comes last."""
        lines = self.lines()
        self.assertEqual(
            [(line.name, line.is_area) for line in lines],
            [
                ("North", True),
                ("Alpha", False),
                ("Beta", False),
                ("Gamma", False),
                ("South", True),
                ("Delta", False),
                ("Not known", True),
            ],
        )
        lone = self.Place.create({"name": "Omega", "code": "805"})
        self.beta.active = False
        names = self.lines().mapped("name")
        self.assertNotIn("Beta", names)
        self.assertEqual(names[-3:], ["Not known", "Omega", "No municipality"])
        self.assertEqual(self.line("Omega").municipality_id, lone)

    def test_languages_do_not_split_areas(self):
        """Translated for one municipality only: one area, in the reader's words."""
        self.env["res.lang"]._activate_lang("fi_FI")
        for place in self.alpha | self.beta | self.gamma:
            place.with_context(lang="fi_FI").name = f"Äyräs {place.name}"
        self.alpha.with_context(lang="fi_FI").employment_area = "Pohjoinen"
        self.beta.with_context(lang="fi_FI").employment_area = "Pohjoinen alue"
        for lang, first in (("fi_FI", "Äyräs Alpha"), ("en_US", "Alpha")):
            lines = self.lines(lang=lang)
            self.assertEqual(len(lines.filtered("is_area")), 3)
            area = lines.filtered(lambda line: self.alpha in line.municipality_ids)
            self.assertEqual(len(area.filtered("is_area").municipality_ids), 3)
            self.assertIn(first, lines.mapped("name"))

    def test_people_who_count(self):
        """Everyone in the service and in the queue; nobody who left."""
        phases = ("waiting", "agreed", "profiling", "searching", "employer_agreed")
        for phase in (*phases, "in_work"):
            self.settle(self.delta, 1, phase=phase)
        gone = self.settle(self.delta, 1)
        self.assertEqual(self.line("South", is_area=True).people, "7")
        gone.phase = "closed"
        self.assertEqual(self.line("South", is_area=True).people, "6")

    def test_people_of_nowhere(self):
        """Without a municipality, or in one that is not in use: of the last area."""
        self.settle(False, 4)
        self.settle(self.beta, 5)
        self.beta.active = False
        self.assertEqual(self.line("Not known", is_area=True).people, "9")

    def test_a_company_counts_where_it_and_its_workplaces_lie(self):
        self.new_workplace(self.company, self.beta)
        self.new_workplace(self.company, self.beta)
        self.new_workplace(self.company, self.delta)
        self.new_workplace(self.company, False)
        counts = {line.name: line.employers for line in self.lines()}
        expected = {"North": 1, "Alpha": 1, "Beta": 1, "Gamma": 0, "South": 1}
        self.assertEqual(counts, {**expected, "Delta": 1, "Not known": 0})

    def test_employers_of_nowhere_and_others(self):
        """Whoever is no employer, archived or a person counts nowhere."""
        nowhere = self.new_employer("Jossain Oy")
        placed = self.new_employer("Toisaalla Oy")
        self.new_workplace(placed, self.gamma)
        self.new_employer("Lopetti Oy", municipality_id=self.gamma.id, active=False)
        self.new_employer("Muu Oy", municipality_id=self.gamma.id, is_employer=False)
        self.new_person("Pekka", self.company, municipality_id=self.gamma.id)
        self.assertEqual(self.line("Gamma").employers, 1)
        self.assertEqual(self.line("Not known", is_area=True).employers, 1)
        nowhere.municipality_id = self.gamma
        self.assertEqual(self.line("Gamma").employers, 2)

    def test_lines_open_the_employers_they_count(self):
        self.Place.create({"name": "Omega", "code": "805"})
        other = self.new_employer("Jossain Oy")
        self.new_workplace(other, self.delta)
        self.new_workplace(self.company, self.beta)
        self.new_employer("Ei missään Oy")
        for line in self.lines():
            action = line.action_view_employers()
            found = self.env["res.partner"].search(action["domain"])
            with self.subTest(line=line.name):
                self.assertEqual(len(found), line.employers)
        found = self.line("Beta").action_view_employers()
        self.assertEqual(self.env["res.partner"].search(found["domain"]), self.company)

    def test_contacts_where_the_employer_lies_that_was_visited(self):
        """Its own municipality, or else that of its company."""
        workplace = self.new_workplace(self.company, self.beta)
        unplaced = self.new_workplace(self.company, False)
        nowhere = self.new_employer("Jossain Oy")
        for employer in (self.company, workplace, unplaced, nowhere):
            self.visit(employer, 3, user=self.coach_b1)
        self.visit(workplace, 100)
        self.visit(workplace, 5, state="cancelled")
        lines = {line.name: line for line in self.lines()}
        counts = {name: line.contacts for name, line in lines.items()}
        expected = {"North": 3, "Alpha": 2, "Beta": 1, "Gamma": 0, "South": 0}
        self.assertEqual(counts, {**expected, "Delta": 0, "Not known": 1})
        self.assertEqual(lines["Beta"].last_contact, self.today - 3 * DAY)
        self.assertFalse(lines["Gamma"].last_contact)

    def test_silent_after_90_days(self):
        """Exactly 90 days ago is still a contact; never is none."""
        self.assertTrue(self.line("Alpha").is_silent)
        contact = self.visit(self.company, 200)
        for days, is_silent in ((200, True), (91, True), (90, False), (89, False)):
            contact.date = NOON - days * DAY
            with self.subTest(days=days):
                line = self.line("Alpha")
                self.assertEqual(line.is_silent, is_silent)
                self.assertEqual(line.contacts, not is_silent)
                self.assertEqual(line.last_contact, self.today - days * DAY)
                area = self.line("North", is_area=True)
                self.assertEqual(area.is_silent, is_silent)
        self.assertFalse(self.line("Not known", is_area=True).is_silent)

    def test_a_planned_visit_is_no_contact(self):
        self.plan(self.coach_a1, employer_id=self.company.id, person_ids=False)
        self.assertTrue(self.line("Alpha").is_silent)

    def test_people_within_reach(self):
        """A coach counts the own and covered ones, leader and deputy the team's."""
        for coach, number in ((self.coach_a1, 5), (self.coach_a2, 6)):
            self.settle(self.delta, number, coach)
        covered = self.settle(self.delta, 7, self.coach_b1)
        for user, number in (
            (self.coach_a1, "5"),
            (self.coach_a2, "6"),
            (self.leader_a, "11"),
            (self.deputy_a, "11"),
            (self.coach_b1, "7"),
            (self.leader_b, "7"),
        ):
            with self.subTest(user=user.name):
                self.assertEqual(self.people(user)["South"], number)
        self.cover(covered[0], self.coach_a1)
        self.assertEqual(self.people(self.coach_a1)["South"], "6")

    def test_figures_are_counted_and_not_given(self):
        Territory = self.env["ips.territory"].with_user(self.coach_a1)
        line = {"name": "Given", "people": "99"}
        territory = Territory.create({"line_ids": [Command.create(line)]})
        self.assertNotIn("Given", territory.line_ids.mapped("name"))
        with self.assertRaises(AccessError):
            territory.line_ids.create({"name": "Given", "territory_id": territory.id})
        with self.assertRaises(AccessError):
            territory.line_ids.write({"people": "99"})
        with self.assertRaises(AccessError):
            territory.write({"line_ids": [Command.clear()]})

    def test_only_its_maker_reads_it(self):
        line = self.lines()
        everyone = (self.coach_a2, self.leader_a, self.deputy_a, self.coach_b1)
        everyone += (self.leader_b, self.ips_admin, self.privacy, self.manager)
        self.assertTrue(line.read())
        for user in (*everyone, self.outsider, self.portal):
            for records in (line, line.territory_id):
                with self.subTest(user=user.name, model=records._name):
                    self.env.invalidate_all()
                    theirs = records.with_user(user)
                    with self.assertRaises(AccessError):
                        theirs.read()
                    try:
                        found = theirs.search([("id", "in", records.ids)])
                    except AccessError:
                        continue
                    self.assertFalse(found)

    def test_it_is_for_coaches(self):
        others = self.outsider | self.manager | self.ips_admin | self.privacy
        for user in others | self.portal:
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.lines(user)


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


@tagged("standard", "post_install", "-at_install")
class TestMyArea(TerritoryCommon):
    """A coach's own area: a choice of their own, and no fence."""

    def test_in_and_out(self):
        """Nobody but the caller is added or taken away."""
        self.alpha.coach_ids = self.coach_b1
        mine = self.line("Alpha")
        self.assertFalse(mine.in_my_area)
        mine.action_toggle_my_area()
        self.assertEqual(self.alpha.coach_ids, self.coach_b1 | self.coach_a1)
        lines = self.lines().filtered("in_my_area")
        self.assertEqual(lines.mapped("name"), ["North", "Alpha"])
        self.assertFalse(self.lines(self.coach_a2).filtered("in_my_area"))
        self.assertEqual(len(self.lines(self.coach_b1).filtered("in_my_area")), 2)
        mine.action_toggle_my_area()
        self.assertEqual(self.alpha.coach_ids, self.coach_b1)
        self.assertFalse(mine.in_my_area)

    def test_several_at_once(self):
        places = (self.alpha | self.beta).with_user(self.coach_a1)
        self.alpha.coach_ids = self.coach_a1
        places.action_toggle_my_area()
        self.assertFalse(self.alpha.coach_ids)
        self.assertEqual(self.beta.coach_ids, self.coach_a1)

    def test_coaches_only(self):
        for user in self.ips_admin | self.privacy | self.outsider | self.manager:
            with self.subTest(user=user.name):
                place = self.alpha.with_user(user)
                with self.assert_refused(AccessError, text="Only coaches"):
                    place.action_toggle_my_area()
                with self.assertRaises(AccessError):
                    place.read(["coach_ids"])
                with self.assertRaises(AccessError):
                    place.search([("coach_ids", "in", self.coach_a1.ids)])
                self.assertNotIn("coach_ids", place.fields_get())
        with self.assertRaises(AccessError):
            self.alpha.with_user(self.portal).action_toggle_my_area()
        self.assertFalse(self.alpha.coach_ids)
        for user in self.coach_a1 | self.leader_a:
            self.alpha.with_user(user).action_toggle_my_area()
            with self.assertRaises(AccessError):
                self.alpha.with_user(user).coach_ids = [Command.clear()]
        self.assertEqual(self.alpha.coach_ids, self.coach_a1 | self.leader_a)

    def filtered(self, model, view, name="my_area", user=None):
        """What the filter of the search view finds."""
        user = user or self.coach_a1
        Model = self.env[model].with_user(user)
        arch = Model.get_view(self.env.ref(f"ips_employer_crm.{view}").id, "search")
        node = etree.fromstring(arch["arch"]).find(f".//filter[@name='{name}']")
        if node is None:
            return None
        domain = safe_eval(node.get("domain"), {"uid": user.id})
        return Model.search(domain).with_env(self.env)

    def test_filters(self):
        """Employers by themselves or a workplace, openings, and lines."""
        other = self.new_employer("Toisaalla Oy", municipality_id=self.delta.id)
        self.new_workplace(other, self.beta)
        far = self.new_employer("Kaukana Oy", municipality_id=self.delta.id)
        openings = self.env["crm.lead"].create(
            [
                {
                    "name": "An opening",
                    "employer_id": employer.id,
                    "team_id": self.team_a.id,
                }
                for employer in (self.company, far)
            ]
        )
        (self.alpha | self.beta).with_user(self.coach_a1).action_toggle_my_area()
        partners = self.filtered("res.partner", "res_partner_view_search_employer")
        self.assertEqual(partners & (self.company | other | far), self.company | other)
        leads = self.filtered("crm.lead", "crm_lead_view_search_job_opening")
        self.assertEqual(leads & openings, openings[:1])
        self.lines()
        lines = self.filtered("ips.territory.line", "ips_territory_line_view_search")
        self.assertEqual(set(lines.mapped("name")), {"North", "Alpha", "Beta"})
        silent = self.filtered(
            "ips.territory.line", "ips_territory_line_view_search", "silent"
        )
        self.assertEqual(len(silent), 4)
        # The administrator lists employers too, and has no area
        view = "res_partner_view_search_employer"
        self.assertIsNone(self.filtered("res.partner", view, user=self.ips_admin))

    def test_it_is_no_fence(self):
        """Outside the own area everything is there as before."""
        self.alpha.with_user(self.coach_a1).action_toggle_my_area()
        far = self.new_employer("Kaukana Oy", municipality_id=self.delta.id)
        employers = self.env["res.partner"].with_user(self.coach_a1)
        self.assertTrue(employers.search([("id", "=", far.id)]))
        self.assertEqual(len(self.lines()), 7)
        for name in ("res_partner_action_employer", "crm_lead_action_job_opening"):
            action = self.env.ref(f"ips_employer_crm.{name}")
            self.assertNotIn("my_area", action.context)
            self.assertNotIn("coach_ids", action.domain)
        rules = self.env["ir.rule"].search([("domain_force", "ilike", "municipality")])
        self.assertFalse(rules)


@tagged("standard", "post_install", "-at_install")
class TestTerritoryQueries(TerritoryCommon, IpsQueriesCommon):
    """Counting costs the same for one place and for a region."""

    def test_cost_does_not_grow(self):
        def call():
            self.lines(self.leader_a).mapped("in_my_area")

        self.settle(self.alpha, 1)
        self.visit(self.company, 3)
        few = self.cost(call)
        places = self.Place.create(
            [
                {
                    "name": f"Place {number}",
                    "code": str(820 + number),
                    "employment_area": f"Area {number % 5}",
                }
                for number in range(20)
            ]
        )
        for place in places:
            company = self.new_employer("Yritys Oy", municipality_id=place.id)
            self.visit(self.new_workplace(company, self.beta), 3)
            self.visit(company, 120)
            self.settle(place, 15)
        places.coach_ids = self.leader_a
        people = self.Client.search_count(
            [("phase", "!=", "closed"), ("team_id", "in", self.teams.ids)]
        )
        self.assertEqual(people, 301)
        self.assertEqual(self.cost(call), few)
        self.assertLessEqual(few, 35)
