"""Coaches are reminded of consent that ends, and of what was never talked about."""

from datetime import timedelta

from odoo.tests import tagged
from odoo.tools.translate import code_translations

from .common_disclosure import TODAY, DisclosureCommon


@tagged("standard", "post_install", "-at_install")
class TestReminders(DisclosureCommon):
    """Coaches are reminded, once, without a name, and nobody is mailed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails = cls.env["mail.mail"].search_count([])

    def remind(self, days=0):
        """The cron runs, so many days from today; returns what was new."""
        self.freeze(f"{TODAY + timedelta(days)} 04:00:00")
        before = self.activities()
        job = self.env.ref("ips_employer_crm.ir_cron_disclosures")
        job.ir_actions_server_id.with_user(job.user_id).run()
        self.env.invalidate_all()
        return self.activities() - before

    def activities(self):
        return self.env["mail.activity"].search([("res_model", "=", "ips.client")])

    def to_search(self, days=-90, **vals):
        """Somebody of coach A1 who has searched for so long."""
        return self.new_client(
            self.coach_a1, entry_date=TODAY + timedelta(days), **vals
        )

    # BEFORE THE END

    def test_30_days_before_the_end_once(self):
        record = self.say(valid_to=TODAY + timedelta(50))
        self.assertFalse(self.remind(19))
        activity = self.remind(20)
        self.assertRecordValues(
            activity,
            [
                {
                    "res_id": self.client_a1.id,
                    "user_id": self.coach_a1.id,
                    "date_deadline": record.valid_to,
                }
            ],
        )
        self.assertFalse(self.remind(20))
        self.assertFalse(self.remind(21))
        self.assertFalse(self.remind(50))

    def test_days_of_notice_are_a_setting(self):
        self.env.company.ips_disclosure_remind_days = 10
        self.say(valid_to=TODAY + timedelta(50))
        self.assertFalse(self.remind(39))
        self.assertTrue(self.remind(40))

    def test_cron_that_missed_a_day(self):
        self.say(valid_to=TODAY + timedelta(50))
        self.assertTrue(self.remind(33))

    def test_no_reminder_of_what_does_not_end(self):
        soon = {"valid_to": TODAY + timedelta(10)}
        self.say(self.company_e, **soon).action_withdraw()
        self.exclude(self.company_e)
        self.exclude(self.company_f, **soon)
        # Replaced by a longer one
        self.say(**soon)
        self.say()
        # Ended already, and agreed for later
        self.say(self.branch, first=-9, valid_to=TODAY - timedelta(1))
        self.say(self.workplace, first=5, valid_to=TODAY + timedelta(12))
        self.assertFalse(self.remind())

    def test_none_for_whom_nobody_searches(self):
        for phase in ("closed", "waiting"):
            client = self.new_client(self.coach_a1, phase=phase)
            self.say(client=client, valid_to=TODAY + timedelta(10))
        self.say(client=self.client_waiting, valid_to=TODAY + timedelta(10))
        self.assertFalse(self.remind())

    def test_somebody_in_work(self):
        """Consent of people in work ends too."""
        client = self.new_client(self.coach_a1, phase="in_work")
        self.say(client=client, valid_to=TODAY + timedelta(10))
        self.assertTrue(self.remind())

    # AFTER 60 DAYS

    def test_after_60_days_of_search_once(self):
        client = self.to_search(-55)
        self.assertFalse(self.remind(4))
        activity = self.remind(5)
        self.assertRecordValues(
            activity, [{"res_id": client.id, "user_id": self.coach_a1.id}]
        )
        self.assertFalse(self.remind(6))
        # The others of the cast have searched for 60 days since
        self.assertNotIn(client.id, self.remind(200).mapped("res_id"))

    def test_60_days_are_of_search(self):
        """Not of the service: profiling does not count."""
        self.to_search(phase="profiling")
        self.assertFalse(self.remind())

    def test_search_given_up(self):
        """60 days after one day of search, and not searching now: nothing to ask."""
        client = self.to_search(-90)
        self.freeze("2025-01-01 10:00:00")
        client.phase = "profiling"
        self.assertFalse(self.remind())

    def test_moved_coach_does_not_begin_anew(self):
        client = self.to_search(-70)
        self.freeze("2025-03-01 10:00:00")
        client.user_id = self.coach_a2
        activity = self.remind()
        self.assertEqual(activity.user_id, self.coach_a2)

    def test_none_for_closed_or_waiting(self):
        for phase in ("closed", "waiting", "in_work"):
            client = self.to_search()
            client.phase = phase
        client = self.to_search()
        client.write({"phase": "waiting", "user_id": False})
        self.assertFalse(self.remind())

    def test_once_per_stay(self):
        client = self.to_search()
        self.assertTrue(self.remind())
        client.phase = "closed"
        self.freeze("2025-04-01 10:00:00")
        client.action_return()
        client.phase = "searching"
        self.assertFalse(self.remind(80).filtered(lambda row: row.res_id == client.id))
        self.assertTrue(self.remind(100).filtered(lambda row: row.res_id == client.id))

    # HOW

    def due(self):
        """One of each kind, due today."""
        client = self.to_search()
        self.say(client=client, valid_to=TODAY + timedelta(10))
        return client

    def test_text_names_nobody(self):
        self.identify()
        client = self.due()
        client.name = "Aurora Asiakas"
        activities = self.remind()
        self.assertEqual(len(activities), 2)
        for activity in activities:
            text = f"{activity.summary} {activity.note or ''}"
            self.assertNotIn(client.ref, text)
            self.assertNotIn("Aurora", text)
            self.assertNotIn("Testilä", text)
            self.assertEqual(activity.res_name, client.ref)

    def test_language_of_the_coach(self):
        self.due()
        self.coach_a1.lang = "fi_FI"
        finnish = code_translations.get_python_translations("ips_employer_crm", "fi_FI")
        activities = self.remind()
        for source in (
            "What may be told to employers ends. Talk about it again.",
            "Searching for 60 days: what may employers be told now?",
        ):
            self.assertIn(source, finnish, "Not translated yet")
            self.assertIn(finnish[source], activities.mapped("summary"))

    def test_nobody_is_mailed_or_follows(self):
        client = self.due()
        messages = self.env["mail.message"].search_count([])
        self.assertEqual(len(self.remind()), 2)
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails)
        self.assertEqual(self.env["mail.message"].search_count([]), messages)
        followers = self.env["mail.followers"].search_count(
            [("res_model", "=", "ips.client"), ("res_id", "=", client.id)]
        )
        self.assertFalse(followers)

    def test_coach_whose_account_is_closed(self):
        """The reminder waits for the next coach, and nothing fails for others."""
        client = self.due()
        self.coach_a1.active = False
        self.assertFalse(self.remind().filtered(lambda row: row.res_id == client.id))
        client.user_id = self.coach_a2
        self.assertEqual(len(self.remind(1)), 2)

    def test_each_company_by_its_own_days(self):
        other = self.env["res.company"].create({"name": "Another county"})
        other.ips_disclosure_remind_days = 5
        self.leader_a.company_ids |= other
        team = self.new_team("Team O", self.leader_a, [], company_id=other.id)
        client = self.Client.create({"user_id": self.leader_a.id, "team_id": team.id})
        self.say(client=client, valid_to=TODAY + timedelta(20))
        self.assertFalse(self.remind(14))
        self.assertEqual(self.remind(15).user_id, self.leader_a)
