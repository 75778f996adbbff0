"""Territory: people, employers and contacts by area."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_territory import DAY, NOON, TerritoryCommon


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
