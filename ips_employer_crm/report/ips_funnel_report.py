from odoo import api, fields, models
from odoo.tools import SQL

from .ips_analysis import VISITS

# In their order: the numbers keep it in every chart and table
STEPS = [
    ("1_contact", "Employer contact"),
    ("2_lead", "Opening found"),
    ("3_introduced", "Introduced to the employer"),
    ("4_interview", "Interview"),
    ("5_start", "Job started"),
    ("6_13_weeks", "13 weeks at work"),
]
# Ids of the steps lie beside each other: so many numbers for each record
ID_STEP = 8


class IpsFunnelReport(models.Model):
    """From the employer contact to 13 weeks at work: one row for each step taken.

    Each step stands on its own day and counts once: a contact that took place; an
    opening, with the first contact that brought it to light; a pair that the employer
    heard of, on the day of its last introduction, and that got as far as an interview
    or beyond; a job that has started, and one that has lasted 13 weeks at 7 hours or
    more (as ``ips_placement_milestone.py`` has it). Work trials are no step.

    ``visit`` of the first two is the visit itself, of the others the one that brought
    the opening to light; without an opening it is empty.

    Contacts and openings found are read as in the analysis of contacts: own ones, and
    those of a team that one leads. The other steps are about clients and read as these:
    own caseload, cover, led teams. Neither client nor employer is in it; by coach it is
    told to leaders alone.
    """

    _name = "ips.funnel.report"
    _description = "Analysis of the Way to Work"
    _inherit = ["ips.analysis"]
    _auto = False
    _order = "week_start desc, step, id desc"

    step = fields.Selection(STEPS, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Coach",
        readonly=True,
        groups="ips_employer_crm.group_ips_leader",
    )
    visit = fields.Selection(VISITS, string="Which Visit", readonly=True)

    _depends = {
        "ips.employer.contact": [
            *["employer_id", "company_partner_id", "date", "day", "week_start"],
            *["user_id", "team_id", "company_id", "channel", "state", "lead_ids"],
        ],
        "crm.lead": ["employer_id", "is_job_opening"],
        "ips.match": [
            *["client_id", "company_id", "lead_id", "introduced_on", "interviewed_on"],
        ],
        "ips.placement": [
            *["client_id", "company_id", "employer_id", "lead_id", "kind"],
            *["start_date", "end_date", "hours_week"],
            "never_began",
        ],
        "res.partner": ["industry_id", "municipality_id", "parent_id"],
        "crm.team": ["user_id", "deputy_ids"],
        "ips.client": ["user_id", "team_id", "company_id"],
        "ips.client.cover": ["client_id", "user_id", "date_from", "date_to"],
    }

    # QUERY

    @property
    def _table_query(self):
        """All steps, one below the other."""
        return SQL(" UNION ALL ").join(
            [
                self._contacts_sql(),
                self._openings_sql(),
                self._matches_sql("3_introduced", "introduced_on"),
                self._matches_sql("4_interview", "interviewed_on"),
                self._starts_sql(),
                self._lasting_sql(),
            ]
        )

    @api.model
    def _columns_sql(self, step, **columns):
        """The columns of one step, of the same types in all of them."""
        number = [value for value, _label in STEPS].index(step)
        return SQL(
            """
            %(id)s::bigint * %(ids)s + %(number)s AS id,
            %(step)s::text AS step,
            %(user)s AS user_id,
            %(team)s AS team_id,
            %(company)s AS company_id,
            %(week)s AS week_start,
            %(month)s AS month_start,
            %(visit)s AS visit,
            %(place)s
            """,
            ids=ID_STEP,
            number=number,
            step=step,
            month=self._month_sql(columns.pop("day")),
            place=self._place_sql(),
            **columns,
        )

    @api.model
    def _contact_columns_sql(self, step, number):
        """Columns of a step that is the contact itself or what it brought to light."""
        return self._columns_sql(
            step,
            id=number,
            user=SQL("contact.user_id"),
            team=SQL("contact.team_id"),
            company=SQL("contact.company_id"),
            week=SQL("contact.week_start"),
            day=SQL("contact.day"),
            visit=self._visit_sql(SQL.identifier("contact")),
        )

    @api.model
    def _contacts_sql(self):
        return SQL(
            """
            SELECT %(columns)s
              FROM ips_employer_contact AS contact
                   %(employer)s
                   %(visits)s
             WHERE contact.state = 'done' AND %(reach)s
            """,
            columns=self._contact_columns_sql("1_contact", SQL("contact.id")),
            employer=self._employer_sql(
                SQL("contact.employer_id"), SQL("contact.company_partner_id")
            ),
            visits=self._first_visits_sql(SQL.identifier("contact")),
            reach=self._contact_reach_sql(SQL.identifier("contact")),
        )

    @api.model
    def _openings_sql(self):
        """Each opening once, with the first contact that brought it to light."""
        return SQL(
            """
            SELECT %(columns)s
              FROM ips_employer_contact AS contact
              JOIN ips_employer_contact_lead_rel AS found
                ON found.contact_id = contact.id
                   %(employer)s
                   %(visits)s
             WHERE contact.state = 'done' AND %(reach)s
               AND NOT EXISTS (
                   SELECT FROM ips_employer_contact_lead_rel AS known
                     JOIN ips_employer_contact AS earlier
                       ON earlier.id = known.contact_id
                    WHERE known.lead_id = found.lead_id AND earlier.state = 'done'
                      AND (earlier.date, earlier.id) < (contact.date, contact.id))
            """,
            columns=self._contact_columns_sql("2_lead", SQL("found.lead_id")),
            employer=self._employer_sql(
                SQL("contact.employer_id"), SQL("contact.company_partner_id")
            ),
            visits=self._first_visits_sql(SQL.identifier("contact")),
            reach=self._contact_reach_sql(SQL.identifier("contact")),
        )

    @api.model
    def _client_columns_sql(self, step, record, day):
        """Columns of a step of a client: the coach and the team are the client's."""
        return self._columns_sql(
            step,
            id=SQL("%s.id", record),
            user=SQL("client.user_id"),
            team=SQL("client.team_id"),
            company=SQL("%s.company_id", record),
            week=self._week_sql(day),
            day=day,
            visit=self._found_at_sql(SQL("%s.lead_id", record)),
        )

    @api.model
    def _found_at_sql(self, lead_id):
        """The visit that brought the opening to light; empty where none did."""
        return SQL(
            """
            (SELECT %(visit)s
               FROM ips_employer_contact_lead_rel AS found
               JOIN ips_employer_contact AS origin ON origin.id = found.contact_id
                    %(visits)s
              WHERE found.lead_id = %(lead)s AND origin.state = 'done'
           ORDER BY origin.date, origin.id
              LIMIT 1)
            """,
            visit=self._visit_sql(SQL.identifier("origin")),
            visits=self._first_visits_sql(SQL.identifier("origin")),
            lead=lead_id,
        )

    @api.model
    def _matches_sql(self, step, day):
        column = SQL.identifier("match", day)
        return SQL(
            """
            SELECT %(columns)s
              FROM ips_match AS match
         LEFT JOIN ips_client AS client ON client.id = match.client_id
         LEFT JOIN crm_lead AS lead ON lead.id = match.lead_id
                   %(employer)s
             WHERE %(day)s IS NOT NULL AND %(reach)s
            """,
            columns=self._client_columns_sql(step, SQL.identifier("match"), column),
            employer=self._employer_sql(SQL("lead.employer_id")),
            day=column,
            reach=self.env["ips.client"]._reach_sql(SQL("match.client_id")),
        )

    @api.model
    def _placements_sql(self, step, day, condition):
        return SQL(
            """
            SELECT %(columns)s
              FROM ips_placement AS placement
         LEFT JOIN ips_client AS client ON client.id = placement.client_id
                   %(employer)s
             WHERE placement.never_began IS NOT TRUE AND %(condition)s
               AND %(reach)s
            """,
            columns=self._client_columns_sql(step, SQL.identifier("placement"), day),
            employer=self._employer_sql(SQL("placement.employer_id")),
            condition=condition,
            reach=self.env["ips.client"]._reach_sql(SQL("placement.client_id")),
        )

    @api.model
    def _today_sql(self):
        return self.env["res.company"]._ips_today_sql(SQL("placement.company_id"))

    @api.model
    def _starts_sql(self):
        day = SQL("placement.start_date")
        started = SQL("placement.kind = 'job' AND %s <= %s", day, self._today_sql())
        return self._placements_sql("5_start", day, started)

    @api.model
    def _lasting_sql(self):
        placements, placement = self.env["ips.placement"], SQL.identifier("placement")
        name = "reached_13_weeks"
        return self._placements_sql(
            "6_13_weeks",
            placements._milestone_day_sql(name, placement),
            placements._milestone_sql(name, placement, self._today_sql()),
        )
