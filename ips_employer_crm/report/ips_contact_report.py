from odoo import api, fields, models
from odoo.tools import SQL

from ..models.ips_employer_contact import CHANNELS
from ..models.ips_employer_contact_counting import COUNT_REASONS
from .ips_analysis import VISITS, figure, share

# Columns of the contact itself
OWN_COLUMNS = [
    *["id", "user_id", "team_id", "company_id", "week_start"],
    *["employer_id", "company_partner_id", "channel", "purpose_id", "outcome_id"],
    *["made_by", "is_counted", "count_reason", "rule_id"],
    *["duration", "travel_duration", "distance_km"],
]


class IpsContactReport(models.Model):
    """Analysis of employer contacts: one row for each that took place.

    A coach reads rows of the own contacts, leader and deputies those of their team's,
    though coaches read all contacts: figures of a colleague's work are the leader's.
    Whoever only came along has no row of it.

    Nothing says who is a client. ``client_specific`` is what the contact tells every
    coach. ``matching`` comes from lines that carry the rules of clients, so only lines
    about people within the reader's reach make it 1: on a contact that somebody else
    made use of for another one's client, the coach sees no more than on the contact.

    Durations are hours, ``distance_km`` is both ways. Shares are means of 0 and 1.
    """

    _name = "ips.contact.report"
    _description = "Analysis of Contacts"
    _inherit = ["ips.analysis"]
    _auto = False
    _order = "week_start desc, id desc"

    # Dimensions
    user_id = fields.Many2one("res.users", string="Coach", readonly=True)
    employer_id = fields.Many2one("res.partner", string="Workplace", readonly=True)
    company_partner_id = fields.Many2one(
        "res.partner", string="Whole Employer", readonly=True
    )
    employment_area = fields.Char(translate=True, readonly=True)
    channel = fields.Selection(CHANNELS, string="Way of Contact", readonly=True)
    purpose_id = fields.Many2one("ips.contact.purpose", readonly=True)
    outcome_id = fields.Many2one("ips.contact.outcome", readonly=True)
    visit = fields.Selection(VISITS, string="Which Visit", readonly=True)
    made_by = fields.Selection(
        [("coach", "Coach"), ("client", "Job seeker")], readonly=True
    )
    is_counted = fields.Boolean(string="Counts", readonly=True)
    count_reason = fields.Selection(COUNT_REASONS, string="Why", readonly=True)
    rule_id = fields.Many2one("ips.contact.rule", readonly=True)

    # Figures (domain 6)
    contacts = figure("Contacts")
    counted = figure("Contacts That Count")
    in_person = figure("In Person")
    decision_maker = figure("Met Someone Who Decides")
    client_specific = figure("About a Job Seeker")
    matching = figure(
        "Matching Wishes",
        help="Contacts about a particular job seeker that match the wishes of one of "
        "your people.",
    )
    leads_found = figure("Openings Found")
    duration = fields.Float(string="Hours", readonly=True)
    travel_duration = fields.Float(string="Hours of Travel", readonly=True)
    distance_km = fields.Integer(string="Kilometres", readonly=True)
    share_counted = share("Share That Counts")
    share_in_person = share("Share in Person")
    share_decision_maker = share("Share With Someone Who Decides")
    share_client_specific = share("Share About a Job Seeker")
    share_matching = share(
        "Share Matching Wishes",
        help="Of the contacts about a particular job seeker (quality criterion 16).",
    )

    _depends = {
        "ips.employer.contact": [
            *["employer_id", "company_partner_id", "date", "day", "week_start"],
            *["user_id", "team_id", "company_id", "made_by", "channel", "state"],
            *["purpose_id", "outcome_id", "lead_ids", "decision_maker_met"],
            *["is_client_specific", "duration", "travel_duration", "distance_km"],
            *["rule_id", "is_counted", "count_reason"],
        ],
        "ips.employer.contact.client": ["contact_id", "client_id", "matches_wishes"],
        "res.partner": ["industry_id", "municipality_id", "parent_id"],
        "ips.municipality": ["employment_area"],
        "crm.team": ["user_id", "deputy_ids"],
        "ips.client": ["user_id", "team_id", "company_id"],
        "ips.client.cover": ["client_id", "user_id", "date_from", "date_to"],
    }

    # ACTIONS

    def action_open_contact(self):
        """Open the contact of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ips.employer.contact",
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # QUERY

    @api.model
    def _rows_sql(self, names=None):
        """One row a contact."""
        contact = SQL.identifier("contact")
        columns = {
            **{name: SQL.identifier("contact", name) for name in OWN_COLUMNS},
            **self._place_columns(),
            **self._figures(),
            "month_start": self._month_sql(SQL("contact.day")),
            "employment_area": SQL("area.employment_area"),
            "visit": self._visit_sql(contact),
        }
        joins = []
        if self._needs(names, "industry_id", "municipality_id", "employment_area"):
            joins.append(
                self._employer_sql(
                    SQL("contact.employer_id"), SQL("contact.company_partner_id")
                )
            )
        if self._needs(names, "employment_area"):
            joins.append(
                SQL(
                    "LEFT JOIN ips_municipality AS area ON area.id = %s",
                    columns["municipality_id"],
                )
            )
        if self._needs(names, "visit"):
            joins.append(self._first_visits_sql(contact))
        if self._needs(names, "matching", "share_matching"):
            joins.append(
                SQL(
                    "LEFT JOIN (%s) AS fitting ON fitting.contact_id = contact.id",
                    self._fitting_sql(),
                )
            )
        return SQL(
            """
            SELECT %(columns)s
              FROM ips_employer_contact AS contact %(joins)s
             WHERE contact.state = 'done' AND %(reach)s
            """,
            columns=self._columns_sql(columns, names),
            joins=SQL(" ").join(joins),
            reach=self._contact_reach_sql(by_number=names is not None),
        )

    @api.model
    def _figures(self):
        """{name: SQL} of all that is added up or averaged and is no column itself."""
        counts = {
            "counted": SQL("contact.is_counted"),
            "in_person": SQL("(contact.channel = 'in_person')"),
            "decision_maker": SQL("COALESCE(contact.decision_maker_met, FALSE)"),
            "client_specific": SQL("COALESCE(contact.is_client_specific, FALSE)"),
        }
        return {
            "contacts": SQL("1"),
            **{name: SQL("%s::int", holds) for name, holds in counts.items()},
            **{
                f"share_{name}": SQL("%s::int::float", holds)
                for name, holds in counts.items()
            },
            "matching": SQL(
                """
                (contact.is_client_specific IS TRUE
                 AND fitting.contact_id IS NOT NULL)::int
                """
            ),
            "share_matching": SQL(
                """
                CASE WHEN contact.is_client_specific
                     THEN (fitting.contact_id IS NOT NULL)::int::float END
                """
            ),
            "leads_found": SQL(
                """
                (SELECT COUNT(*) FROM ips_employer_contact_lead_rel AS found
                  WHERE found.contact_id = contact.id)::int
                """
            ),
        }

    @api.model
    def _fitting_sql(self):
        """Contacts that match the wishes of somebody within reach, once each.

        To be joined, so that they are found together.
        """
        return SQL(
            """
            SELECT DISTINCT line.contact_id
              FROM ips_employer_contact_client AS line
             WHERE line.matches_wishes = 'yes' AND %s
            """,
            self.env["ips.client"]._reach_sql(SQL("line.client_id")),
        )
