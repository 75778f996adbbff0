"""HR at the pages of job openings, on a phone, in the three languages."""

from odoo.tests import tagged

from .test_tours import TourCase


@tagged("standard", "post_install", "-at_install")
class TestPortalOpenings(TourCase):
    """From an offer to its end."""

    browser_size = "360x740"
    touch_enabled = True

    def test_languages(self):
        employer = self.employers[0]
        employer.coach_id = self.coach
        self.env["res.partner"].create(
            {"name": "Tour site", "is_company": True, "parent_id": employer.id}
        )
        hr = self.env["res.users"].create(
            {
                "name": "Tour HR",
                "login": "tour.hr",
                "password": "tour.hr",
                "partner_id": employer.child_ids[0].id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        hr.partner_id.informed_on = "2025-03-01"
        for lang in ("en_US", "fi_FI", "sv_SE"):
            self.env["res.lang"]._activate_lang(lang)
            with self.subTest(lang=lang):
                hr.lang = lang
                self.start_tour("/my/openings", "ips_portal_openings", login=hr.login)
        openings = self.env["crm.lead"].with_context(active_test=False)
        openings = openings.search([("offered_person_id", "=", hr.partner_id.id)])
        self.assertEqual(
            openings.mapped("lost_reason_id"),
            self.env.ref("ips_employer_crm.crm_lost_reason_opening_withdrawn"),
        )
        self.assertEqual(openings.mapped("hours_max"), [10] * 3)
        self.assertEqual(openings.mapped("user_id"), self.coach)
