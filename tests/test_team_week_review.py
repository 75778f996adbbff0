import json
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import COACH, LAST_TUESDAY, MONDAY, TUESDAY
from .common_client import NAMES, IpsClientCommon
from .common_placement import PlacementCommon
from .common_queries import IpsQueriesCommon


class ReviewCommon(IpsClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._ips_today()

    def team_week(self, user=None, week_start=MONDAY, team=None):
        self.env.flush_all()
        self.env.invalidate_all()
        team = team or self.team_a
        Week = self.Week.with_user(user or self.leader_a)
        return Week.get_team_week(week_start, team.id)

    def row(self, coach=None, **kwargs):
        rows = {row["id"]: row for row in self.team_week(**kwargs)["coaches"]}
        return rows[(coach or self.coach_a1).id]

    def new_lead(self, **vals):
        return self.env["crm.lead"].create(
            {
                "name": "Kitchen help",
                "employer_id": self.workplace.id,
                "team_id": self.team_a.id,
                **vals,
            }
        )

    def lose(self, lead):
        reason = self.env["crm.lost.reason"].search(
            [("is_job_opening", "=", True)], limit=1
        )
        lead.action_set_lost(lost_reason_id=reason.id)


@tagged("standard", "post_install", "-at_install")
class TestTeamWeekMix(ReviewCommon):
    """What kind of contacts each coach had, counted by hand."""

    def test_visits_by_whole_employer(self):
        """A first visit last week; this week the second, third and one elsewhere."""
        self.log(self.coach_a2, date=LAST_TUESDAY)
        self.log(self.coach_a1)
        self.log(self.coach_a1, employer_id=self.company_e.id)
        other = self.new_employer("Toinen Oy")
        self.log(self.coach_a1, employer_id=other.id, person_ids=False)
        self.log(self.coach_a1, channel="phone", person_ids=False)
        self.log(self.coach_a2, state="cancelled")
        self.plan(self.coach_a1)
        expected = {
            **{"first": 1, "second": 1, "later": 1, "done": 4, "planned": 1},
            **{"in_person": 3, "decision_maker": 2, "counted": 2},
        }
        row = self.row()
        self.assertEqual({name: row[name] for name in expected}, expected)
        other = self.row(self.coach_a2)
        self.assertEqual((other["first"], other["done"]), (0, 0))

    def test_matching_wishes(self):
        """Three for somebody: one wanted by one of two, one not wanted, one unknown."""
        mixed, unwanted, unknown = (self.log(self.coach_a1) for _number in range(3))
        self.log(self.coach_a1)
        self.new_line(mixed, self.client_a1, matches_wishes="yes")
        self.new_line(mixed, self.client_a2, matches_wishes="no")
        self.new_line(unwanted, self.client_a1, matches_wishes="no")
        self.new_line(unknown, self.client_a1)
        row = self.row()
        self.assertEqual((row["client_specific"], row["matching"]), (3, 1))

    def test_matching_only_of_people_the_leader_may_see(self):
        """A line about somebody of another team says nothing to this leader."""
        contact = self.log(self.coach_a1, is_client_specific=True)
        self.new_line(contact, self.client_b1, matches_wishes="yes")
        row = self.row()
        self.assertEqual((row["client_specific"], row["matching"]), (1, 0))

    def test_leads(self):
        """An opening of two contacts is one lead; a contact may bring two; an outcome
        without an opening is one. What is planned is none, what was lost again is one.
        """
        one, two = self.new_lead(), self.new_lead(name="Cleaning")
        found = self.env.ref("ips_employer_crm.outcome_lead")
        other = self.env.ref("ips_employer_crm.outcome_later")
        self.log(self.coach_a1, lead_ids=[Command.set((one | two).ids)])
        self.log(self.coach_a1, lead_ids=[Command.set(one.ids)], outcome_id=found.id)
        self.log(self.coach_a1, outcome_id=found.id)
        self.log(self.coach_a1, outcome_id=other.id)
        self.plan(self.coach_a1, lead_ids=[Command.set(self.new_lead().ids)])
        self.log(self.coach_a1, date=LAST_TUESDAY, outcome_id=found.id)
        self.assertEqual(self.row()["leads"], 3)
        self.assertEqual(self.row(self.coach_a2)["leads"], 0)
        self.lose(two)
        self.assertEqual(self.row()["leads"], 3)

    def test_objections(self):
        """Met in person all the same, or objecting since: each contact once."""
        self.log(self.coach_a1)
        phone = self.log(self.coach_a1, channel="phone")
        self.log(self.coach_a1, state="cancelled")
        self.log(self.coach_a1, date=LAST_TUESDAY)
        self.assertEqual(self.row()["objections"], 0)
        self.decider.do_not_contact = True
        self.assertEqual(self.row()["objections"], 2)
        phone.person_ids = self.clerk
        self.assertEqual(self.row()["objections"], 1)

    def test_empty_week_without_a_reason(self):
        self.assertTrue(self.row()["is_empty"])
        week = self.week(self.coach_a1)
        week.empty_reason_id = self.env.ref("ips_employer_crm.week_reason_training")
        self.assertFalse(self.row()["is_empty"])
        week.empty_reason_id = False
        week.absent_days = 5
        self.assertFalse(self.row()["is_empty"])
        week.absent_days = 4.5
        self.assertTrue(self.row()["is_empty"])
        self.log(self.coach_a1)
        self.assertFalse(self.row()["is_empty"])

    def test_no_job_seekers_asks_for_no_reason(self):
        self.client_a1.period_ids.sudo().write({"phase": "in_work"})
        row = self.row()
        self.assertEqual((row["target"], row["few_job_seekers"]), (0, 0))
        self.assertFalse(row["is_empty"])

    def test_few_job_seekers(self):
        self.assertEqual(self.row()["few_job_seekers"], 1)
        for _number in range(2):
            self.new_client(self.coach_a1)
        self.assertIs(self.row()["few_job_seekers"], False)

    def test_changed_after_signing(self):
        self.log(self.coach_a1)
        self.sign(self.coach_a1)
        self.assertEqual(self.row()["state"], "signed")
        self.log(self.coach_a1)
        row = self.row(user=self.deputy_a)
        self.assertEqual(row["state"], "changed")
        self.assertEqual((row["reviewed_counted"], row["counted"]), (1, 2))

    def test_more_than_ten_coaches(self):
        """Ten are fine, the eleventh is not; over all teams of the same leader."""
        self.assertFalse(self.team_week()["too_many_coaches"])
        team = self.new_team("Team C", self.leader_a, self.env["res.users"])

        def join(number, team):
            coach = self.new_user(f"more{number}", f"More {number}", COACH)
            return self.env["crm.team.member"].create(
                {"user_id": coach.id, "crm_team_id": team.id}
            )

        for number in range(8):
            join(number, team if number % 2 else self.team_a)
        self.assertFalse(self.team_week()["too_many_coaches"])
        self.assertFalse(self.team_a.has_too_many_coaches)
        last = join(8, team)
        self.assertEqual(self.team_week()["too_many_coaches"], 10)
        self.assertEqual(self.team_week(self.deputy_a)["too_many_coaches"], 10)
        self.team_a.invalidate_recordset()
        self.assertTrue(self.team_a.with_user(self.leader_a).has_too_many_coaches)
        self.assertFalse(
            self.team_week(self.leader_b, team=self.team_b)["too_many_coaches"]
        )
        last.active = False
        self.assertFalse(self.team_week()["too_many_coaches"])


@tagged("standard", "post_install", "-at_install")
class TestTeamWeekPeople(ReviewCommon, PlacementCommon):
    """Whom to talk about: by their codes, of the own team only."""

    def test_past_the_days_allowed(self):
        self.client_a1.entry_date = self.today - timedelta(days=30)
        self.assertEqual(self.row()["late"], [])
        self.client_a1.entry_date = self.today - timedelta(days=31)
        older = self.new_client(
            self.coach_a1, entry_date=self.today - timedelta(days=40)
        )
        row = self.row()
        self.assertEqual(row["late"], [older.ref, self.client_a1.ref])
        self.assertEqual(row["late_ids"], [older.id, self.client_a1.id])
        self.assertEqual(self.row(self.coach_a2)["late"], [])
        self.new_line(self.log(self.coach_a1), older)
        self.assertEqual(self.row()["late"], [self.client_a1.ref])

    def test_silent_placements(self):
        """Due yesterday is late, due today is not."""
        job = self.start_job(start_date=self.today - timedelta(days=8))
        self.meet(job, self.today - timedelta(days=7))
        self.assertEqual(job.next_support_date, self.today)
        self.assertEqual(self.row()["silent"], [])
        job.support_ids.date = self.today - timedelta(days=8)
        self.assertEqual(job.next_support_date, self.today - timedelta(days=1))
        row = self.row()
        self.assertEqual(
            (row["silent"], row["silent_ids"]), ([self.client_a1.ref], job.ids)
        )

    def test_people_with_nobody_of_these(self):
        """The leader's own people are not lost sight of."""
        client = self.new_client(
            self.leader_a, entry_date=self.today - timedelta(days=31)
        )
        payload = self.team_week()
        self.assertEqual(payload["others"]["late"], [client.ref])
        self.assertNotIn(client.ref, json.dumps(payload["coaches"]))

    def test_other_teams_people_are_not_shown(self):
        self.client_b1.entry_date = self.today - timedelta(days=60)
        for user in self.leader_a | self.deputy_a:
            self.assertNotIn(self.client_b1.ref, json.dumps(self.team_week(user)))
        payload = self.team_week(self.leader_b, team=self.team_b)
        self.assertIn(self.client_b1.ref, json.dumps(payload))

    def test_codes_never_names(self):
        self.identify()
        self.client_a1.entry_date = self.today - timedelta(days=60)
        self.new_wish(self.client_a1)
        before = len(self.looks())
        payloads = [
            self.team_week(),
            self.Week.with_user(self.leader_a).get_team_agenda(MONDAY, self.team_a.id),
        ]
        for payload in payloads:
            text = json.dumps(payload, default=str, ensure_ascii=False)
            self.assertIn(self.client_a1.ref, text)
            for words in (*NAMES.values(), "client_a1@", "Leivän"):
                self.assertNotIn(words, text)
        self.assertEqual(len(self.looks()), before)


@tagged("standard", "post_install", "-at_install")
class TestTeamAgenda(ReviewCommon):
    """The agenda of the group supervision, for whoever gets Team week."""

    def agenda(self, user=None, team=None):
        self.env.invalidate_all()
        Week = self.Week.with_user(user or self.leader_a)
        return Week.get_team_agenda(MONDAY, (team or self.team_a).id)

    def test_leads_to_share(self):
        lead = self.new_lead()
        found = self.env.ref("ips_employer_crm.outcome_lead")
        for _number in range(2):
            self.log(self.coach_a1, lead_ids=[Command.set(lead.ids)])
        for _number in range(2):
            self.log(self.coach_a1, outcome_id=found.id)
        self.lose(lead)
        employer = self.workplace.name
        self.assertEqual(
            self.agenda()["leads"],
            {
                self.coach_a1.id: [
                    {"name": "Kitchen help", "employer": employer},
                    {"name": "", "employer": employer},
                    {"name": "", "employer": employer},
                ]
            },
        )
        self.assertEqual(self.row()["leads"], 3)

    def test_who_gets_it(self):
        self.assertEqual(self.agenda(self.deputy_a)["team"], "Team A")
        for user in self.coach_a1 | self.leader_b | self.ips_admin | self.outsider:
            with self.subTest(user=user.name), self.assert_refused(AccessError):
                self.agenda(user)
        with self.assert_refused(AccessError):
            self.Week.with_user(self.coach_a1).get_team_agenda(MONDAY)


@tagged("standard", "post_install", "-at_install")
class TestTeamAgendaPage(HttpCase, ReviewCommon):
    """The page itself."""

    def page(self, user, query=""):
        user.password = "a long password of tests"
        self.authenticate(user.login, user.password)
        return self.url_open(f"/ips/team-week/agenda{query}")

    def test_page(self):
        self.identify()
        self.client_a1.entry_date = self.today - timedelta(days=60)
        lead = self.new_lead()
        self.log(self.coach_a1, lead_ids=[Command.set(lead.ids)])
        response = self.page(
            self.leader_a, f"?team_id={self.team_a.id}&week_start={MONDAY}"
        )
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        text = " ".join(response.text.split())
        self.assertIn(f"Kitchen help · {self.workplace.name}", text)
        self.assertIn('<html lang="en">', text)
        self.assertIn(self.client_a1.ref, text)
        self.assertIn("No counted contact and no reason yet.", text)
        for name in NAMES.values():
            self.assertNotIn(name, text)

    def test_out_of_reach(self):
        team = f"?team_id={self.team_a.id}"
        for user, query in [
            (self.coach_a1, team),
            (self.coach_a1, ""),
            (self.leader_b, team),
            (self.outsider, team),
            (self.portal, team),
            (self.leader_a, "?team_id=x"),
            (self.leader_a, "?team_id=99999999999999"),
            (self.leader_a, "?week_start=soon"),
        ]:
            with self.subTest(user=user.name, query=query):
                self.assertEqual(self.page(user, query).status_code, 404)


@tagged("standard", "post_install", "-at_install")
class TestTeamWeekQueries(IpsQueriesCommon, ReviewCommon):
    """10 coaches: 15 queries at most, and no more for more of anything."""

    def test_ten_coaches(self):
        found = self.env.ref("ips_employer_crm.outcome_lead")
        reason = self.env.ref("ips_employer_crm.week_reason_training")
        self.week(self.coach_a2).empty_reason_id = reason
        self.new_line(self.log(self.coach_a1, outcome_id=found.id), self.client_a1)
        self.sign(self.coach_a2)

        def call():
            self.Week.with_user(self.leader_a).get_team_week(MONDAY, self.team_a.id)

        # Rules of companies are read by the first call that finds none in the cache
        self.cost(call)
        few = self.cost(call)
        self.assertLessEqual(few, 15)
        for number in range(8):
            coach = self.new_user(f"many{number}", f"Coach {number}", COACH)
            self.env["crm.team.member"].create(
                {
                    "user_id": coach.id,
                    "crm_team_id": self.team_a.id,
                    "start_date": MONDAY - timedelta(weeks=4),
                }
            ).fte = 0.8
            client = self.new_client(coach, entry_date=self.today - timedelta(days=50))
            for date in (TUESDAY, LAST_TUESDAY):
                self.log(coach, date=date, lead_ids=[Command.set(self.new_lead().ids)])
                self.new_line(self.log(coach, date=date, channel="phone"), client)
            self.env["ips.field.mentoring"].create(
                {"user_id": coach.id, "mentor_id": self.leader_a.id}
            )
            self.week(coach).empty_reason_id = reason
            self.sign(coach)
        self.cost(call)
        self.assertLessEqual(self.cost(call), few)
