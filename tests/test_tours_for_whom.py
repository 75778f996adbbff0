"""For whom a contact was made, on a phone in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .test_tours import TourCase


@tagged("standard", "post_install", "-at_install")
class TestForWhomOnPhone(TourCase):
    """The coach has two people: one wants to bake, the other likes gardens."""

    browser_size = "360x740"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = cls.env.company._ips_today()
        clients = cls.env["ips.client"].with_user(cls.coach)
        cls.baker = clients.create(
            {
                "phase": "searching",
                "entry_date": today - timedelta(days=41),
                "wish_ids": [fields.Command.create({"own_words": "Leipominen"})],
                "disclosure_ids": [fields.Command.create({"level": "2"})],
            }
        )
        cls.gardener = clients.create(
            {
                "phase": "searching",
                "wish_ids": [fields.Command.create({"own_words": "Puutarha"})],
            }
        )
        # Known to the coach, so that the log offers it first
        cls.first = cls.visit(date=fields.Datetime.now() - timedelta(days=9))

    @classmethod
    def visit(cls, **vals):
        employer = cls.employers[0]
        return (
            cls.env["ips.employer.contact"]
            .with_user(cls.coach)
            .create(
                {
                    "employer_id": employer.id,
                    "person_ids": employer.child_ids.ids,
                    **vals,
                }
            )
        )

    def tour(self, name):
        self.start_tour("/odoo/my-week", name, login="tour.coach")

    def logged(self):
        self.env.invalidate_all()
        return self.env["ips.employer.contact"].search(
            [("user_id", "=", self.coach.id), ("id", "!=", self.first.id)]
        )

    def test_from_my_week_to_a_contact_for_somebody(self):
        self.tour("ips_log_for_somebody")
        contact = self.logged()
        self.assertTrue(contact.is_client_specific)
        self.assertRecordValues(
            contact.client_line_ids.sorted("id"),
            [
                {
                    "client_id": self.baker.id,
                    "matches_wishes": "yes",
                    "client_present": True,
                    "note": "Halusi nähdä keittiön",
                },
                {
                    "client_id": self.gardener.id,
                    "matches_wishes": False,
                    "client_present": False,
                    "note": False,
                },
            ],
        )

    def test_verdict_follows(self):
        """Where general contacts do not count, choosing somebody makes it count."""
        self.env["ips.contact.rule"].create(
            {
                "name": "For somebody",
                "team_id": self.team.id,
                "valid_from": "2001-01-01",
                "counts_generic": False,
            }
        )
        self.tour("ips_verdict_follows_for_whom")
        contact = self.logged()
        self.assertEqual(contact.count_reason, "client")
        self.assertEqual(contact.client_line_ids.client_id.ids, self.baker.ids)

    def test_planned_visit(self):
        visit = self.visit(state="planned")
        visit.client_line_ids = [
            fields.Command.create(
                {
                    "client_id": self.baker.id,
                    "matches_wishes": "no",
                    "note": "Ennen käyntiä",
                }
            )
        ]
        self.tour("ips_complete_for_somebody")
        self.assertEqual(self.logged(), visit)
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.client_line_ids.client_id, self.gardener)

    def test_draft_keeps_no_notes_on_people(self):
        self.tour("ips_draft_without_notes_on_people")
        line = self.logged().client_line_ids
        self.assertRecordValues(
            line,
            [
                {
                    "client_id": self.baker.id,
                    "matches_wishes": "yes",
                    "client_present": True,
                    "note": False,
                }
            ],
        )
