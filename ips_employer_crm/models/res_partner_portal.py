from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .res_partner import COACH


class ResPartner(models.Model):
    """Whom an employer's own people answer for, and their coach, in the portal.

    HR of a company answers for all its workplaces, HR of a workplace for that one;
    ``also_for_ids`` adds others, as for an accountant of several companies. Portal
    users read none of our models: controllers ask ``_answered_places`` and go on from
    there, with plain values.
    """

    _inherit = "res.partner"

    also_for_ids = fields.Many2many(
        "res.partner",
        "ips_partner_also_for_rel",
        "person_id",
        "place_id",
        string="Also Answers For",
        domain="['|', ('is_employer', '=', True),"
        " '&', ('is_company', '=', True), ('parent_id.is_employer', '=', True)]",
        groups=COACH,
        help="Other companies or workplaces whose visits and openings this person sees "
        "and answers in the portal.",
    )

    has_portal_login = fields.Boolean(
        string="Has a Portal Login", compute="_compute_has_portal_login", groups=COACH
    )

    # COMPUTES

    def _compute_has_portal_login(self):
        # sudo: coaches do not read portal users; that there is a login is all
        users = (
            self.env["res.users"]
            .sudo()
            .search([("partner_id", "in", self.ids), ("share", "=", True)])
        )
        with_login = users.filtered(lambda user: user._is_portal()).partner_id
        for partner in self:
            partner.has_portal_login = partner._origin in with_login

    # ACTIONS

    def action_portal_access(self):
        """Open Odoo's dialog for portal logins on the people at this employer."""
        self.ensure_one()
        people = self if not self.is_company else self._people_below()
        if not people:
            raise UserError(
                self.env._("Add the people at %(employer)s first.", employer=self.name)
            )
        wizard = self.env["portal.wizard"].create({"partner_ids": people.ids})
        return wizard._action_open_modal()

    def action_ask_by_link(self):
        """Open the dialog for a link by which somebody here offers an opening."""
        self.ensure_one()
        return self.env["ips.portal.link"]._action_open(
            task="opening", employer_id=self.id
        )

    def action_left_employer(self):
        """The person has left: the login and the links end, the past stays.

        :raises UserError: for a company, or for a colleague
        """
        self.check_access("write")
        for person in self:
            # sudo: coaches do not read other users' logins; only portal logins of
            # people at employers are ended, and the caller may write the person
            users = person.sudo().with_context(active_test=False).user_ids
            colleague = any(user._is_internal() for user in users)
            at_employer = person.parent_id and person._employer_company().is_employer
            if person.is_company or colleague or not at_employer:
                raise UserError(
                    self.env._("%(name)s is nobody at an employer.", name=person.name)
                )
            users.filtered("active").action_archive()
            person.sudo().signup_type = None
        self._end_portal_links()
        self.action_archive()

    def _people_below(self):
        """People at this company and its workplaces."""
        return self.search([("id", "child_of", self.id), ("is_company", "=", False)])

    def _end_portal_links(self):
        """Links without a password end with a person's time at the employer."""
        # sudo: whoever ends a login may end the links that colleagues made
        links = self.env["ips.portal.link"].sudo()
        links.search([("person_id", "in", self.ids)]).action_withdraw()

    # BUSINESS

    def _answered_places(self):
        """Companies and workplaces of employers that the person answers for.

        With all workplaces below them. Empty for whoever is nobody at an employer.
        """
        self.ensure_one()
        # sudo: HR reads neither the list of the others nor who is an employer; what is
        # returned is what the person itself answers for
        person = self.sudo()
        own = person if person.is_company else person.parent_id
        tops = (own | person.also_for_ids).filtered(
            lambda place: place.active and place._employer_company().is_employer
        )
        if not tops:
            return tops
        return person.search(
            Domain("id", "child_of", tops.ids) & Domain("is_company", "=", True),
            order="parent_id NULLS FIRST, name, id",
        )

    def _answers_for(self, place):
        """Whether the person answers for this company or workplace.

        Somebody of a workplace does not answer for the whole company.
        """
        return bool(place) and place in self._answered_places()

    def _portal_coaches(self):
        """Name, phone and e-mail of the coach of each company, for portal pages.

        Empty for whoever is nobody at an employer. Where a company has no coach, the
        organisation's own phone and e-mail stand there.
        """
        if not self.env.user._is_portal():
            return []
        places = self._answered_places()
        if not places:
            return []
        companies = places.browse(
            dict.fromkeys(place._employer_company().id for place in places)
        )
        coaches = companies.coach_id.filtered("active").partner_id
        office = self.env.company.sudo().partner_id
        return [
            {
                "name": partner.name,
                "phone": partner.phone or office.phone,
                "email": partner.email,
            }
            for partner in coaches or office
        ]

    def _portal_told(self):
        """The company in the language of its coach: what the coach is told is in it."""
        self.ensure_one()
        # sudo: HR does not read who the coach is; only the language is taken
        coach = self.sudo()._employer_company().coach_id
        return self.with_context(lang=coach.lang or self.env.lang)

    def _portal_heard_of(self, person, summary, text=""):
        """Tell the coach of this company something that is about no visit or opening.

        It goes on the last contact with the company, so that it stands in its log.
        Without any contact it is an activity of the coach's own.
        """
        self.ensure_one()
        company = self.sudo()._employer_company()
        # sudo: the controller has checked that it is the person's own company
        contact = (
            self.env["ips.employer.contact"]
            .sudo()
            .search(
                [("company_partner_id", "=", company.id), ("state", "!=", "cancelled")],
                order="date desc, id desc",
                limit=1,
            )
        )
        if contact:
            contact._portal_heard(person, summary, text)
        elif company.coach_id:
            self.env["mail.activity"].sudo().with_context(
                mail_activity_quick_update=True
            ).create(
                {
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "summary": f"{company.name}: {summary}",
                    "note": text,
                    "date_deadline": self.env.company._ips_today(),
                    "user_id": company.coach_id.id,
                }
            )
