from odoo import fields, models
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
        contact = self.env["ips.employer.contact"].sudo().search(
            [("company_partner_id", "=", company.id), ("state", "!=", "cancelled")],
            order="date desc, id desc",
            limit=1,
        )
        if contact:
            contact._portal_heard(person, summary, text)
        elif company.coach_id:
            self.env["mail.activity"].sudo().with_context(
                mail_activity_quick_update=True
            ).create(
                {
                    "activity_type_id": self.env.ref(
                        "mail.mail_activity_data_todo"
                    ).id,
                    "summary": f"{company.name}: {summary}",
                    "note": text,
                    "date_deadline": self.env.company._ips_today(),
                    "user_id": company.coach_id.id,
                }
            )
