from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import format_date

from .res_partner import COACH


class ResPartner(models.Model):
    """The colleague before you, the employer's own wishes, and a soft claim.

    Before a coach approaches an employer it shows who met them last and what the
    shared note says, what is agreed next, who is working on it, and how often the
    employer wants to be approached. A claim is a courtesy: it expires by itself and
    hinders nobody.
    """

    _inherit = "res.partner"

    preferred_person_id = fields.Many2one(
        "res.partner",
        domain="[('is_company', '=', False), ('parent_id', 'child_of', id)]",
        groups=COACH,
        help="Whom the employer wants us to contact.",
    )
    claim_user_id = fields.Many2one("res.users", string="Claimed By", groups=COACH)
    claim_until = fields.Date(
        string="Claimed Until",
        groups=COACH,
        help="Until this day the coach works on this employer and asks others to wait.",
    )
    is_claimed = fields.Boolean(compute="_compute_is_claimed", groups=COACH)
    before_you = fields.Json(
        compute="_compute_before_you",
        groups="ips_employer_crm.group_ips_coach",
        export_string_translation=False,
    )
    employer_next_step = fields.Char(
        string="Next Step",
        compute="_compute_employer_next_step",
        groups="ips_employer_crm.group_ips_coach",
        help="The earliest promise to this employer, by whoever of the coaches.",
    )

    # COMPUTES

    @api.depends("claim_user_id", "claim_until")
    def _compute_is_claimed(self):
        today = self.env.company._ips_today()
        for partner in self:
            until = partner.claim_until
            partner.is_claimed = bool(
                partner.claim_user_id and until and until >= today
            )

    @api.depends("company_contact_ids", "claim_user_id", "claim_until")
    @api.depends_context("uid", "lang")
    def _compute_before_you(self):
        values = self._before_you_values()
        for partner in self:
            partner.before_you = values.get(partner._origin.id)

    @api.depends("company_contact_ids.activity_ids.date_deadline")
    @api.depends_context("lang")
    def _compute_employer_next_step(self):
        steps = self._next_steps()
        for partner in self:
            partner.employer_next_step = steps.get(partner._origin.id, {}).get("text")

    # BUSINESS

    def _before_you_values(self):
        """{id: what to know before approaching}: a fixed number of queries for all.

        Workplaces answer for their company: an employer is one relationship.
        """
        company_of = {
            partner.id: partner._employer_company() for partner in self._origin
        }
        companies = self.browse({company.id for company in company_of.values()})
        last = companies._last_contacts()
        steps = companies._next_steps()
        approaches = companies._approaches_this_month()
        channels = dict(
            companies._fields["preferred_channel"]._description_selection(self.env)
        )
        values = {}
        for company in companies:
            contact = last.get(company.id)
            preferred = company.preferred_person_id.filtered(
                lambda person: not person.do_not_contact
            )
            claimed = company.is_claimed and company.claim_user_id != self.env.user
            values[company.id] = {
                "last": contact
                and {
                    "coach": contact.user_id.name,
                    "mine": contact.user_id == self.env.user,
                    "date": format_date(self.env, contact.day),
                    "note": contact.shared_note or "",
                    "outcome": contact.outcome_id.name or "",
                },
                "next": steps.get(company.id),
                "claim": claimed
                and {
                    "coach": company.claim_user_id.name,
                    "until": format_date(self.env, company.claim_until),
                },
                "channel": channels.get(company.preferred_channel, ""),
                "person": preferred.name or "",
                "approaches": approaches.get(company.id, 0),
                "limit": company.max_contacts_per_month,
            }
        return {id_: values[company.id] for id_, company in company_of.items()}

    def _log_values(self):
        """These employers as the log screen shows them: a fixed number of queries."""
        companies = self._all_employer_places()
        people = self.search(
            [("parent_id", "child_of", companies.ids), ("is_company", "=", False)]
        )
        by_company = people.grouped(lambda person: person._employer_company())
        proposed = self._propose_people()
        before = self._before_you_values()
        planned = {
            contact.employer_id.id: contact
            for contact in self.env["ips.employer.contact"].search(
                [
                    ("state", "=", "planned"),
                    ("user_id", "=", self.env.uid),
                    ("employer_id", "in", self.ids),
                    ("day", "<=", self.env.company._ips_today()),
                ],
                order="date",
            )
        }
        return [
            {
                "id": place.id,
                "name": place.name,
                "company": place.parent_id.name or "",
                "municipality": place.municipality_id.name or "",
                "contact_id": planned[place.id].id if place.id in planned else False,
                "planned": planned[place.id]._planned_log_values()
                if place.id in planned
                else False,
                "people": [
                    {
                        "id": person.id,
                        "name": person.name,
                        "function": person.function or "",
                        "decides": person.decides_on_hiring,
                        "objects": person.do_not_contact,
                    }
                    for person in by_company.get(
                        place._employer_company(), self.browse()
                    )
                ],
                "proposed": proposed[place].ids,
                "before": before[place.id],
            }
            for place in self
        ]

    def _propose_people(self, exclude=()):
        """{place: people a coach is likely to meet there}, in a few queries for all.

        Whoever decides on hiring at the place, else at its company; where several do,
        those of the last contact with the place that took place.

        :param exclude: ids of contacts that are just being made
        """
        last = self._last_contacts("employer_id", exclude)
        deciders = self.search(
            [
                ("parent_id", "child_of", self._all_employer_places().ids),
                ("is_company", "=", False),
                ("decides_on_hiring", "=", True),
                ("do_not_contact", "=", False),
            ]
        )
        contacts = self.env["ips.employer.contact"]
        proposed = {}
        for place in self:
            company = place._employer_company()
            here = deciders.filtered(lambda p, place=place: p.parent_id == place)
            here = here or deciders.filtered(
                lambda p, company=company: p._employer_company() == company
            )
            if len(here) > 1:
                here &= last.get(place.id, contacts).person_ids
            proposed[place] = here
        return proposed

    def _all_employer_places(self):
        """The companies that these places belong to."""
        return self.browse({place._employer_company().id for place in self})

    def _last_contacts(self, link="company_partner_id", exclude=()):
        """{id: the last contact that took place}, of companies or of places.

        :param link: ``company_partner_id``, or ``employer_id`` for places
        """
        contacts = self.env["ips.employer.contact"]
        contacts.flush_model([link, "state", "date"])
        link = SQL.identifier(link)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (%(link)s) %(link)s, id
                  FROM ips_employer_contact
                 WHERE %(link)s IN %(ids)s AND state = 'done' AND id NOT IN %(exclude)s
                 ORDER BY %(link)s, date DESC, id DESC
                """,
                link=link,
                ids=tuple(self.ids) or (0,),
                exclude=tuple(exclude) or (0,),
            )
        )
        readable = contacts.browse(row[1] for row in rows)._filtered_access("read")
        found = {row[1]: row[0] for row in rows}
        return {found[contact.id]: contact for contact in readable}

    def _next_steps(self):
        """{company id: {text, date, coach}}: the earliest visit or promise."""
        planned = self.env["ips.employer.contact"].search(
            [("company_partner_id", "in", self.ids), ("state", "=", "planned")]
        )
        found = [
            (contact.day, contact.company_partner_id.id, contact.user_id, None)
            for contact in planned
        ]
        # The promises stand on contacts of these companies: search them together
        query = self.env["ips.employer.contact"]._search(
            [("company_partner_id", "in", self.ids)]
        )
        # sudo: Odoo shows activities to whoever may write the record; a promise to an
        # employer is every coach's to know, and the contacts were found by the rules
        activities = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [("res_model", "=", "ips.employer.contact"), ("res_id", "in", query)]
            )
        )
        contacts = self.env["ips.employer.contact"].browse(activities.mapped("res_id"))
        for activity, contact in zip(activities, contacts, strict=True):
            summary = activity.summary or activity.activity_type_id.name
            company = contact.company_partner_id
            found.append(
                (activity.date_deadline, company.id, activity.user_id, summary)
            )
        steps = {}
        for day, company_id, user, summary in sorted(found, key=lambda step: step[0]):
            text = summary or self.env._("Visit planned")
            steps.setdefault(
                company_id,
                {
                    "text": f"{text} · {format_date(self.env, day)}",
                    "coach": user.name,
                    "mine": user == self.env.user,
                },
            )
        return steps

    def _approaches_this_month(self, day=None):
        """{company id: contacts by coaches in the month of ``day``, planned ones too}.

        Contacts by the job seekers themselves are none of the coaches' approaches.
        """
        first = (day or self.env.company._ips_today()).replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return {
            company.id: count
            for company, count in self.env["ips.employer.contact"]._read_group(
                [
                    ("company_partner_id", "in", self.ids),
                    ("state", "in", ("planned", "done")),
                    ("made_by", "=", "coach"),
                    ("day", ">=", first),
                    ("day", "<", following),
                ],
                ["company_partner_id"],
                ["__count"],
            )
        }

    # ACTIONS

    def action_claim(self):
        """Tell colleagues that I am working on this employer, for a while.

        Raises a user error while a colleague's claim runs.
        """
        for company in {partner._employer_company() for partner in self}:
            if company.is_claimed and company.claim_user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(coach)s is working on %(employer)s until %(day)s.",
                        coach=company.claim_user_id.name,
                        employer=company.name,
                        day=format_date(self.env, company.claim_until),
                    )
                )
            days = self.env.company.ips_claim_days
            company.write(
                {
                    "claim_user_id": self.env.uid,
                    "claim_until": self.env.company._ips_today() + timedelta(days=days),
                }
            )

    def action_release(self):
        """Give my claim back before it expires; a colleague's is the colleague's."""
        for company in {partner._employer_company() for partner in self}:
            if company.is_claimed and company.claim_user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "This is the claim of %(coach)s.",
                        coach=company.claim_user_id.name,
                    )
                )
            company.write({"claim_user_id": False, "claim_until": False})
