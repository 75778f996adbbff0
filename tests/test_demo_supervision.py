"""Group supervision and field mentoring of the demo region."""

from datetime import timedelta

import pytz

from odoo.tests import TransactionCase, tagged

NEW = "hanna_niemi"
NEWEST = "mika_tuominen"


@tagged("standard", "post_install", "-at_install")
class TestDemoSupervision(TransactionCase):
    """Twelve weeks of both, on whatever day the demo data were installed."""

    def setUp(self):
        super().setUp()
        if not self.env.ref("ips_employer_crm.user_minna_aho", False):
            self.skipTest("The database was made without demo data.")
        self.team = self.env.ref("ips_employer_crm.crm_team_job_coaching")
        self.meetings = self.made("ips.group.supervision")
        self.mentoring = self.made("ips.field.mentoring")
        made = pytz.utc.localize(self.meetings[:1].create_date)
        self.today = made.astimezone(self.team.company_id._ips_tz()).date()

    def made(self, model):
        """What the installation made: all at one moment, the earliest."""
        rows = self.env[model].search([("team_id", "=", self.team.id)], order="id")
        return rows.filtered(lambda row: row.create_date == rows[:1].create_date)

    def test_weekly_but_for_a_few_weeks(self):
        monday = self.today - timedelta(days=self.today.weekday())
        weeks = {
            self.env["ips.coach.week"]._to_monday(day)
            for day in self.meetings.mapped("date")
        }
        past = {monday - timedelta(weeks=back) for back in range(1, 13)}
        self.assertEqual(len(self.meetings), len(weeks), "once a week")
        self.assertIn(len(past - weeks), (1, 2, 3))
        self.assertLess(max(self.meetings.mapped("date")), self.today)
        self.assertTrue(any(self.meetings.mapped("leads_shared")))
        self.assertTrue(all(self.meetings.mapped("notes")))

    def test_who_was_there(self):
        """Members of the team by then, not all of them each time, and who led."""
        starts = {
            row.user_id: row.start_date
            for row in self.team.crm_team_member_ids
            if row.start_date
        }
        leaders = self.team.user_id | self.team.deputy_ids
        full = len(self.team.crm_team_member_ids) + 1
        for meeting in self.meetings:
            there = meeting.participant_ids
            self.assertTrue(there & leaders)
            self.assertGreater(len(there), full / 2)
            for coach in there:
                self.assertGreaterEqual(meeting.date, starts.get(coach, meeting.date))
        self.assertLess(min(len(row.participant_ids) for row in self.meetings), full)

    def test_new_coaches_monthly(self):
        """At visits of their own; the newest coach is due again today."""
        for row in self.mentoring:
            self.assertEqual(row.contact_id.user_id, row.user_id)
            self.assertEqual(row.contact_id.day, row.date)
            self.assertTrue(row.observed and row.agreed_next and row.next_date)
        by_coach = self.mentoring.grouped("user_id")
        Mentoring = self.env["ips.field.mentoring"]
        for login, is_due in ((NEW, False), (NEWEST, True)):
            member = self.env.ref(f"ips_employer_crm.member_{login}")
            days = sorted(by_coach[member.user_id].mapped("date"))
            self.assertGreaterEqual(days[0], member.start_date)
            for before, after in zip(days, days[1:], strict=False):
                self.assertLessEqual((after - before).days, 35)
            # 31 days in the shortest month but one are no month yet
            if not is_due or (self.today - days[-1]).days > 31:
                due = Mentoring._is_due(member.start_date, days[-1], self.today)
                self.assertEqual(due, is_due)

    def test_loading_again_adds_nothing(self):
        counts = [
            self.env[model].search_count([])
            for model in ("ips.group.supervision", "ips.field.mentoring")
        ]
        self.env["ips.demo"]._load_supervision()
        self.assertEqual(
            [
                self.env[model].search_count([])
                for model in ("ips.group.supervision", "ips.field.mentoring")
            ],
            counts,
        )
