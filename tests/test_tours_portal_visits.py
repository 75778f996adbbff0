"""HR answers visits on a phone, in each language."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .test_tours import TourCase


@tagged("standard", "post_install", "-at_install")
class TestPortalVisitsOnPhone(TourCase):
    """Employer 1 has a coach with a phone, a visit ahead and one last week."""

    browser_size = "360x740"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employer = cls.employers[0]
        cls.employer.coach_id = cls.coach
        cls.coach.partner_id.phone = "+358 40 555 0101"
        cls.hr = new_test_user(
            cls.env, "tour.hr", name="Tour Hr", groups="base.group_portal"
        )
        cls.hr.partner_id.write(
            {"parent_id": cls.employer.id, "informed_on": "2025-01-01"}
        )

    def visit(self, days, state):
        """A visit so many days from now."""
        return self.env["ips.employer.contact"].create(
            {
                "employer_id": self.employer.id,
                "user_id": self.coach.id,
                "date": fields.Datetime.now() + timedelta(days=days),
                "state": state,
            }
        )

    def test_answers(self):
        for lang in ("en_US", "fi_FI", "sv_SE"):
            code = lang[:2]
            with self.subTest(lang):
                self.env["res.lang"]._activate_lang(lang)
                self.hr.lang = lang
                ahead, past = self.visit(7, "planned"), self.visit(-7, "done")
                self.env.flush_all()
                self.start_tour(
                    f"/{code}/my/home", f"ips_portal_visits_{code}", login="tour.hr"
                )
                self.env.invalidate_all()
                self.assertEqual(ahead.state, "cancelled")
                self.assertEqual(ahead.employer_answer, "cancelled")
                self.assertEqual(past.employer_feedback, "partly")
                summaries = (ahead | past).activity_ids.mapped("summary")
                self.assertEqual(len(summaries), 4, summaries)
                # The next language starts with these two out of the way
                (ahead | past).unlink()
