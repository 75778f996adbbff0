"""The main job in a real browser, as the people who do it."""

from odoo.tests import HttpCase, new_test_user, tagged


class TourCase(HttpCase):
    """A small team of its own and six employers with someone who decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The shared database may speak any language; the tours read English
        cls.env["res.lang"]._activate_lang("en_US")
        common = {"lang": "en_US", "tz": "Europe/Helsinki"}
        cls.leader = new_test_user(
            cls.env,
            "tour.leader",
            name="Tour Leader",
            groups="base.group_user",
            **common,
        )
        cls.coach = new_test_user(
            cls.env,
            "tour.coach",
            name="Tour Coach",
            groups="ips_employer_crm.group_ips_coach",
            **common,
        )
        cls.team = cls.env["crm.team"].create(
            {
                "name": "Tour Team",
                "use_job_openings": True,
                "user_id": cls.leader.id,
                "crm_team_member_ids": [(0, 0, {"user_id": cls.coach.id})],
            }
        )
        cls.employers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Tour Employer {number}",
                    "is_company": True,
                    "is_employer": True,
                    "child_ids": [
                        (0, 0, {"name": f"Boss {number}", "decides_on_hiring": True})
                    ],
                }
                for number in range(1, 7)
            ]
        )


@tagged("standard", "post_install", "-at_install")
class TestCoachWeekOnPhone(TourCase):
    """A coach with a phone logs six contacts; the leader signs; an edit comes back."""

    browser_size = "360x740"
    touch_enabled = True

    def test_six_contacts_to_signed_week_and_back(self):
        self.start_tour("/odoo/my-week", "ips_coach_logs_six", login="tour.coach")
        contacts = self.env["ips.employer.contact"].search(
            [("user_id", "=", self.coach.id)]
        )
        self.assertEqual(len(contacts), 6)
        self.assertEqual(set(contacts.mapped("count_reason")), {"counted"})
        self.assertEqual(len(contacts.mapped("event_id")), 1, "one was planned")
        monday = contacts[0].week_start

        path = f"/odoo/team-week?week_start={monday}"
        self.start_tour(path, "ips_leader_signs", login="tour.leader")
        week = self.env["ips.coach.week"].search([("user_id", "=", self.coach.id)])
        self.assertRecordValues(
            week,
            [
                {
                    "week_start": monday,
                    "reviewed_counted": 6,
                    "reviewed_target": 6.0,
                    "review_user_id": self.leader.id,
                    "remark": "Well done",
                    "changed_after_review": False,
                }
            ],
        )
        self.start_tour("/odoo/my-week", "ips_coach_sees_remark", login="tour.coach")

        contacts[0].with_user(self.coach).channel = "phone"
        self.start_tour(path, "ips_leader_sees_change", login="tour.leader")
        self.assertRecordValues(
            week, [{"reviewed_counted": 5, "changed_after_review": False}]
        )


@tagged("standard", "post_install", "-at_install")
class TestLogOnPhone(TourCase):
    """Logging costs few taps and two calls, and what was typed is not lost."""

    browser_size = "360x740"
    touch_enabled = True

    def setUp(self):
        super().setUp()
        boss = self.employers[0].child_ids
        self.first = (
            self.env["ips.employer.contact"]
            .with_user(self.coach)
            .create({"employer_id": self.employers[0].id, "person_ids": boss.ids})
        )

    def logged(self):
        contacts = self.env["ips.employer.contact"].search(
            [("user_id", "=", self.coach.id)]
        )
        return contacts - self.first

    def test_known_employer_in_five_taps_and_two_calls(self):
        self.start_tour("/odoo/my-week", "ips_log_known_employer", login="tour.coach")
        contact = self.logged()
        self.assertRecordValues(
            contact,
            [
                {
                    "employer_id": self.employers[0].id,
                    "count_reason": "counted",
                    "state": "done",
                    "next_step": "Call back",
                }
            ],
        )

    def test_new_employer_in_eight_taps(self):
        self.start_tour("/odoo/my-week", "ips_log_new_employer", login="tour.coach")
        employer = self.logged().employer_id
        self.assertRecordValues(
            employer,
            [
                {
                    "name": "Uusi Kahvila Oy",
                    "is_employer": True,
                    "coach_id": self.coach.id,
                    "employer_stage": "introduced",
                }
            ],
        )

    def test_draft_survives_a_closed_tab(self):
        self.start_tour("/odoo/my-week", "ips_log_draft_is_kept", login="tour.coach")
        self.assertEqual(self.logged().shared_note, "Palataan tammikuussa")
