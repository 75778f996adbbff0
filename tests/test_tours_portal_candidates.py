"""HR answers about candidates on a phone, in each language."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .test_tours import TourCase


@tagged("standard", "post_install", "-at_install")
class TestPortalCandidatesOnPhone(TourCase):
    """Somebody is shown for an opening, and somebody has worked there for long."""

    browser_size = "360x740"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.ips_identify_clients = True
        cls.employer = cls.employers[0]
        cls.employer.coach_id = cls.coach
        cls.hr = new_test_user(
            cls.env, "tour.hr", name="Tour Hr", groups="base.group_portal"
        )
        cls.hr.partner_id.write(
            {"parent_id": cls.employer.id, "informed_on": "2025-01-01"}
        )

    def new_client(self, phase):
        """Somebody who may be shown to HR by name."""
        client = self.env["ips.client"].create(
            {
                "name": "Tour Seeker",
                "user_id": self.coach.id,
                "team_id": self.team.id,
                "phase": phase,
                "entry_date": fields.Date.today() - timedelta(days=200),
            }
        )
        self.env["ips.disclosure"].create(
            {
                "client_id": client.id,
                "employer_id": self.employer.id,
                "person_ids": [(4, self.hr.partner_id.id)],
                "level": "2",
            }
        )
        return client

    def show(self):
        """The coach shows somebody for an opening."""
        opening = self.env["crm.lead"].create(
            {
                "name": "Tour job",
                "employer_id": self.employer.id,
                "team_id": self.team.id,
                "portal_published": True,
            }
        )
        match = self.env["ips.match"].create(
            {
                "client_id": self.new_client("searching").id,
                "lead_id": opening.id,
                "approach": "coach_speaks",
                "told_level": "2",
            }
        )
        match.action_release()
        return match

    def work(self):
        """Somebody has been at work for half a year."""
        return self.env["ips.placement"].create(
            {
                "client_id": self.new_client("in_work").id,
                "employer_id": self.employer.id,
                "start_date": fields.Date.today() - timedelta(days=180),
                "hours_week": 20,
            }
        )

    def test_answers(self):
        for lang in ("en_US", "fi_FI", "sv_SE"):
            with self.subTest(lang):
                self.env["res.lang"]._activate_lang(lang)
                self.hr.lang = lang
                match, job = self.show(), self.work()
                self.env.flush_all()
                self.start_tour(
                    f"/{lang[:2]}/my/candidates",
                    "ips_portal_candidates",
                    login="tour.hr",
                )
                self.env.invalidate_all()
                self.assertEqual(match.declined_by, "employer")
                self.assertTrue(match.reason_id.for_employer)
                kinds = match.portal_log_ids.sorted("id").mapped("kind")
                self.assertEqual(kinds, ["released", "yes", "question", "no"])
                self.assertEqual(job.employer_answer, "partly")
                self.assertTrue(job.employer_call_wanted)
                self.assertEqual(len(match.activity_ids), 3)
                self.assertEqual(job.activity_ids.user_id, self.coach)
