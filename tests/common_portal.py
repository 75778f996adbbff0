"""HR of companies and workplaces, for the tests of the portal."""

from odoo.tests import HttpCase

from .common import IpsCommon


class IpsPortalCommon(IpsCommon, HttpCase):
    """People at employers who sign in to the portal.

    ==============  ========================================================
    ``hr``          HR of ``company_e``: answers for the company, all places
    ``hr_place``    of ``workplace`` only
    ``hr_other``    HR of ``company_o``, another employer
    ``stranger``    a portal login at a company that is no employer
    ==============  ========================================================

    All have read the information notice. Passwords are as ``new_test_user`` makes them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_e.coach_id = cls.coach_a1
        cls.coach_a1.partner_id.phone = "+358 40 555 1234"
        cls.company_o = cls.new_employer("Toinen Oy", coach_id=cls.coach_a2.id)
        cls.hr = cls.portal
        cls.hr_place = cls.new_hr("hr_place", "Viivi Vuoro", cls.workplace)
        cls.hr_other = cls.new_hr("hr_other", "Olli Outo", cls.company_o)
        no_employer = cls.env["res.partner"].create(
            {"name": "Ei työnantaja Oy", "is_company": True}
        )
        cls.stranger = cls.new_hr("stranger", "Siru Sivu", no_employer)
        people = (cls.hr | cls.hr_place | cls.hr_other | cls.stranger).partner_id
        people.informed_on = "2025-01-01"

    @classmethod
    def new_hr(cls, login, name, place, **vals):
        """Somebody at a company or workplace with a portal login."""
        user = cls.new_user(login, name, "base.group_portal")
        user.partner_id.write({"parent_id": place.id, **vals})
        return user

    def get(self, path, user=None, **kwargs):
        """Open a page, as ``user`` if given, as whoever is signed in otherwise."""
        if user:
            self.authenticate(user.login, user.login)
        return self.url_open(path, allow_redirects=True, **kwargs)

    def post(self, path, user=None, page=None, **data):
        """Send a form of ours, with the token that ``page`` gives."""
        if user:
            self.authenticate(user.login, user.login)
        data["csrf_token"] = self.csrf_token(page or "/my/company")
        return self.url_open(path, data=data)

    def csrf_token(self, page):
        """The token that the forms of this page carry."""
        text = self.url_open(page).text
        return text.split('name="csrf_token" value="')[1].split('"')[0]

    def activities(self, record):
        return self.env["mail.activity"].search(
            [("res_model", "=", record._name), ("res_id", "in", record.ids)]
        )
