from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

# By which visit: the field's own steps of a relationship (domain 3.1, S22)
VISITS = [
    ("0", "Not in person"),
    ("1", "First visit"),
    ("2", "Second visit"),
    ("3", "Third visit or later"),
]
# From so many visits on they are no longer told apart
LATER_VISIT = 3


def figure(label, **kwargs):
    """A column of 0 and 1, or of a few: groups add it up."""
    return fields.Integer(string=label, readonly=True, **kwargs)


def share(label, **kwargs):
    """A column of 0 and 1, empty where it does not apply: its mean is the share."""
    return fields.Float(string=label, readonly=True, aggregator="avg", **kwargs)


class IpsAnalysis(models.AbstractModel):
    """What the analyses have in common: computed by a query, nothing is stored.

    What a reader may not see is not in the query at all, so that neither a sum nor an
    id tells of it. Weeks are Mondays, months their first days: both are plain dates
    that no language or time zone of a reader moves.
    """

    _name = "ips.analysis"
    _description = "Analysis"
    _rec_name = "id"

    team_id = fields.Many2one("crm.team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    week_start = fields.Date(string="Week", readonly=True)
    month_start = fields.Date(string="Month", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", readonly=True)
    municipality_id = fields.Many2one("ips.municipality", readonly=True)

    # READING

    def _check_access(self, operation):
        """A row out of reach is no row: refused as one that never was."""
        if self.env.su or not self.ids:
            return super()._check_access(operation)
        if super(IpsAnalysis, self.browse())._check_access(operation):
            # No right to any of them: this says nothing about one
            return super()._check_access(operation)
        # Not Odoo's own way, which asks the rules as superuser: then a row out of
        # reach would be there
        refused = self - self.browse(self._search([("id", "in", self.ids)]))
        return (refused, refused._out_of_reach) if refused else None

    def _out_of_reach(self):
        return AccessError(
            self.env._("This is not there, or it is about somebody who is not yours.")
        )

    # QUERY

    @api.model
    def _week_sql(self, day):
        """Monday of the week of a day (PostgreSQL's weeks are those of ISO 8601)."""
        return SQL("date_trunc('week', %s::timestamp)::date", day)

    @api.model
    def _month_sql(self, day):
        """First day of the month of a day."""
        return SQL("date_trunc('month', %s::timestamp)::date", day)

    @api.model
    def _employer_sql(self, employer_id, company_id=None):
        """Joins of ``place``, the employer in that column, and ``whole``, its company.

        Columns that are not asked for take their joins with them.
        """
        return SQL(
            """
            LEFT JOIN res_partner AS place ON place.id = %s
            LEFT JOIN res_partner AS whole ON whole.id = %s
            """,
            employer_id,
            company_id or SQL("place.parent_id"),
        )

    @api.model
    def _place_sql(self):
        """Where and in which industry: the workplace's own, else its company's."""
        return SQL(
            """
            COALESCE(place.industry_id, whole.industry_id) AS industry_id,
            COALESCE(place.municipality_id, whole.municipality_id) AS municipality_id
            """
        )

    @api.model
    def _contact_reach_sql(self, contact):
        """Contacts of the reader's own and of the teams that the reader leads.

        :param SQL contact: alias of ``ips_employer_contact``
        """
        if self.env.su:
            return SQL("TRUE")
        return SQL(
            "(%(contact)s.user_id = %(uid)s OR %(contact)s.team_id = ANY (%(teams)s))",
            contact=contact,
            uid=self.env.uid,
            teams=self.env["crm.team"]._led_teams_sql(),
        )

    @api.model
    def _first_visits_sql(self, contact):
        """Join of ``visits``: ids of the first visits to the company of the contact.

        By whoever of the coaches. Found once for each company, and not at all where
        nobody asks which visit it was.

        :param SQL contact: alias of ``ips_employer_contact``
        """
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT ARRAY_AGG(first.id ORDER BY first.date, first.id) AS ids
                  FROM (SELECT id, date FROM ips_employer_contact AS visit
                         WHERE visit.company_partner_id = %(contact)s.company_partner_id
                           AND visit.state = 'done' AND visit.channel = 'in_person'
                      ORDER BY date, id
                         LIMIT %(told_apart)s) AS first) AS visits ON TRUE
            """,
            contact=contact,
            told_apart=LATER_VISIT - 1,
        )

    @api.model
    def _visit_sql(self, contact):
        """First, second or later visit to the company, with the join above.

        What ``visit_number`` of the contact says, up to the third.
        """
        return SQL(
            """
            CASE WHEN %(contact)s.channel = 'in_person'
                 THEN COALESCE(ARRAY_POSITION(visits.ids, %(contact)s.id),
                               %(later)s)::text
                 ELSE '0' END
            """,
            contact=contact,
            later=LATER_VISIT,
        )
