"""People at employers who look into the portal, and whom they may see there."""

import re
from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase
from odoo.tools import SQL, mute_logger

from .test_match_suggestion import SuggestionCommon

PORTAL = "base.group_portal"
# Ids that are found again in any text
FIRST_ID = 910_000_001
NAME = "Zyxwvu Salainen"
PURPOSE = "qwxtarkoitus"
OWN_WORDS = "qwxtoive"
TOKEN = re.compile(r"/my/candidates/([\w-]{20,})")
NOBODY = "There is nobody to show to you now."


class CandidatesCommon(SuggestionCommon):
    """``seeker`` looks for work with Aino; ``opening`` is at the workplace.

    ==============  ========================================================
    ``hr``          HR of the whole company: whom people agree to be shown to
    ``foreman``     works at the workplace; nobody has named them
    ``branch_hr``   HR of another workplace of the company
    ``stranger``    HR of another company
    ``accountant``  of a third company, and answers for the first one as well
    ==============  ========================================================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.ips_identify_clients = True
        for table in ("ips_client", "ips_match", "ips_disclosure", "ips_placement"):
            cls.env.cr.execute(
                SQL(
                    "ALTER SEQUENCE %s RESTART WITH %s",
                    SQL.identifier(f"{table}_id_seq"),
                    SQL(str(FIRST_ID)),
                )
            )
        cls.branch = cls.new_employer("Testilä, satama", parent_id=cls.company_e.id)
        cls.company_f = cls.new_employer("Toinen Oy")
        cls.company_g = cls.new_employer("Tilitoimisto Oy")
        cls.hr = cls.portal
        cls.hr.partner_id.informed_on = fields.Date.today()
        cls.foreman = cls.new_hr("foreman", "Feliks Foreman", cls.workplace)
        cls.branch_hr = cls.new_hr("branch", "Bella Branch", cls.branch)
        cls.stranger = cls.new_hr("stranger", "Sisko Stranger", cls.company_f)
        cls.accountant = cls.new_hr("accountant", "Arvo Accountant", cls.company_g)
        cls.accountant.partner_id.also_for_ids = cls.company_e
        cls.quiet = cls.env.ref("ips_employer_crm.work_condition_quiet")
        cls.licence = cls.env.ref("ips_employer_crm.licence_hygiene")
        cls.seeker = cls.new_seeker(name=NAME)
        cls.opening.portal_published = True

    # THE SCENE

    @classmethod
    def new_hr(cls, login, name, place, **vals):
        user = cls.new_user(f"hr_{login}", name, PORTAL, **vals)
        user.partner_id.write(
            {"parent_id": place.id, "informed_on": fields.Date.today()}
        )
        return user

    @classmethod
    def new_seeker(cls, **vals):
        seeker = cls.new_client(
            cls.coach_a1,
            email="zyxwvu@test.example.com",
            phone="+358 50 7654321",
            entry_date=fields.Date.today() - timedelta(days=23),
            municipality_id=cls.municipality.id,
            hours_min=10,
            hours_max=20,
            max_distance_km=33,
            condition_ids=cls.quiet.ids,
            licence_ids=cls.licence.ids,
            **vals,
        )
        cls.new_wish(seeker, own_words=OWN_WORDS)
        cls.new_wish(seeker, own_words="qwxvältä", kind="avoids")
        return seeker

    def agree(self, level="1", users=None, client=None, employer=None, **vals):
        """The person agrees that these may see it, at the company; HR by default."""
        persons = (self.hr if users is None else users).partner_id
        return self.new_disclosure(
            client or self.seeker,
            level=level,
            employer_id=(employer or self.company_e).id,
            person_ids=[Command.set(persons.ids)],
            purpose=PURPOSE,
            **vals,
        )

    def take_up(self, told="1", client=None, user=None, **vals):
        return (
            self.env["ips.match"]
            .with_user(user or self.coach_a1)
            .create(
                {
                    "client_id": (client or self.seeker).id,
                    "lead_id": self.opening.id,
                    "approach": "coach_speaks",
                    "told_level": told,
                    **vals,
                }
            )
        )

    def show(self, told="1", **vals):
        """The coach shows the pair in the portal."""
        match = self.take_up(told, **vals)
        match.action_release()
        return match.with_user(self.env.user)

    def seen(self, user, within=None):
        """{match: level} of what the user is shown, as any request finds it."""
        self.env.flush_all()
        self.env.invalidate_all()
        shown = self.env["ips.match"]._shown_to(user.partner_id, within)
        return {match: level for match, (level, _until) in shown.items()}


class PortalCandidatesCommon(CandidatesCommon, HttpCase):
    """Looking and answering as a browser does."""

    def token_of(self, response):
        """The only address of a candidate on the page."""
        self.assertEqual(response.status_code, 200)
        tokens = set(TOKEN.findall(response.text))
        self.assertEqual(len(tokens), 1, "one candidate on the page")
        return tokens.pop()

    def words_of(self, response):
        """What the page's own part says, in one line."""
        page = html.fromstring(response.text).xpath("//div[hasclass('o_ips_portal')]")
        return " ".join(page[0].text_content().split())

    def open_one(self, user=None):
        """Open the list and then the only candidate; return the address of it."""
        path = f"/my/candidates/{self.token_of(self.get(user or self.hr))}"
        self.assertEqual(self.look(path).status_code, 200)
        return path

    def errors_of(self, response):
        page = html.fromstring(response.text)
        return [
            " ".join(node.text_content().split())
            for node in page.xpath("//*[@role='alert']")
        ]

    def tasks(self, match):
        return self.env["mail.activity"].search(
            [("res_model", "=", match._name), ("res_id", "=", match.id)]
        )

    # OVER HTTP

    def get(self, user, path="/my/candidates"):
        """A page, in a new session of the user's."""
        self.authenticate(user.login, user.login)
        return self.look(path)

    def look(self, path="/my/candidates", **kwargs):
        """A page in the same session as before."""
        self.env.flush_all()
        with mute_logger("odoo.http"):
            return self.url_open(path, **kwargs)

    def answer(self, path, **data):
        """Send a form in the same session as before."""
        data = {"csrf_token": Request.csrf_token(self), **data}
        return self.look(path, data=data)
