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

    @api.model
    def _rows_sql(self, names=None):
        """All steps, one below the other."""
        # Both are asked for once: to find them takes its time
        contacts = self._contact_reach_sql(by_number=names is not None)
        clients = self.env["ips.client"]._reach_sql(SQL("record.client_id"))
        steps = [
            self._contacts_sql(names, contacts),
            self._openings_sql(names, contacts),
            *(
                self._client_step_sql(names, clients, *step)
                for step in self._client_steps()
            ),
        ]
        return SQL(" UNION ALL ").join(steps)

    @api.model
    def _step_columns(self, step, record_id, **columns):
        """The columns of one step, of the same types and in one order for all."""
        number = [value for value, _label in STEPS].index(step)
        return {
            "id": SQL("%s::bigint * %s + %s", record_id, ID_STEP, number),
            "step": SQL("%s::text", step),
            **columns,
            **self._place_columns(),
        }

    @api.model
    def _contact_step_sql(self, names, condition, step, record_id, *joins):
        """A step that is the contact itself or what it brought to light."""
        contact, joins = SQL.identifier("contact"), [*joins]
        columns = self._step_columns(
            step,
            record_id,
            user_id=SQL("contact.user_id"),
            team_id=SQL("contact.team_id"),
            company_id=SQL("contact.company_id"),
            week_start=SQL("contact.week_start"),
            month_start=self._month_sql(SQL("contact.day")),
            visit=self._visit_sql(contact),
        )
        if self._needs(names, *self._place_columns()):
            joins.append(
                self._employer_sql(
                    SQL("contact.employer_id"), SQL("contact.company_partner_id")
                )
            )
        if self._needs(names, "visit"):
            joins.append(self._first_visits_sql(contact))
        return SQL(
            """
            SELECT %(columns)s
              FROM ips_employer_contact AS contact %(joins)s
             WHERE contact.state = 'done' AND %(condition)s
            """,
            columns=self._columns_sql(columns, names),
            joins=SQL(" ").join(joins),
            condition=condition,
        )

    @api.model
    def _contacts_sql(self, names, reach):
        return self._contact_step_sql(names, reach, "1_contact", SQL("contact.id"))

    @api.model
    def _openings_sql(self, names, reach):
        """Each opening once, with the first contact that brought it to light."""
        is_first = SQL(
            """
            NOT EXISTS (
                SELECT FROM ips_employer_contact_lead_rel AS known
                  JOIN ips_employer_contact AS earlier ON earlier.id = known.contact_id
                 WHERE known.lead_id = found.lead_id AND earlier.state = 'done'
                   AND (earlier.date, earlier.id) < (contact.date, contact.id))
            """
        )
        return self._contact_step_sql(
            names,
            SQL("%s AND %s", reach, is_first),
            "2_lead",
            SQL("found.lead_id"),
            SQL(
                """
                JOIN ips_employer_contact_lead_rel AS found
                  ON found.contact_id = contact.id
                """
            ),
        )

    @api.model
    def _client_steps(self):
        """[(step, table, its day, condition)] of those of clients; rows are ``record``.

        Pairs that were taken up, and jobs.
        """
        placements, record = self.env["ips.placement"], SQL.identifier("record")
        today = self.env["res.company"]._ips_today_sql(SQL("record.company_id"))
        introduced, interviewed = (
            SQL.identifier("record", day) for day in ("introduced_on", "interviewed_on")
        )
        start, lasting = SQL.identifier("record", "start_date"), "reached_13_weeks"
        lasted = placements._milestone_day_sql(lasting, record)
        is_job = SQL("record.kind = 'job' AND record.never_began IS NOT TRUE")
        return [
            (
                "3_introduced",
                "ips_match",
                introduced,
                SQL("%s IS NOT NULL", introduced),
            ),
            (
                "4_interview",
                "ips_match",
                interviewed,
                SQL("%s IS NOT NULL", interviewed),
            ),
            (
                "5_start",
                "ips_placement",
                start,
                SQL("%s AND %s <= %s", is_job, start, today),
            ),
            (
                "6_13_weeks",
                "ips_placement",
                lasted,
                placements._milestone_sql(lasting, record, today),
            ),
        ]

    @api.model
    def _client_step_sql(self, names, reach, step, table, day, condition):
        """A step of a client: the coach and the team are the client's."""
        columns = self._step_columns(
            step,
            SQL("record.id"),
            user_id=SQL("client.user_id"),
            team_id=SQL("client.team_id"),
            company_id=SQL("record.company_id"),
            week_start=self._week_sql(day),
            month_start=self._month_sql(day),
            visit=self._found_at_sql(SQL("record.lead_id")),
        )
        joins = []
        if self._needs(names, "user_id", "team_id"):
            joins.append(
                SQL("LEFT JOIN ips_client AS client ON client.id = record.client_id")
            )
        if self._needs(names, *self._place_columns()):
            employer = SQL("record.employer_id")
            if table == "ips_match":
                joins.append(
                    SQL("LEFT JOIN crm_lead AS lead ON lead.id = record.lead_id")
                )
                employer = SQL("lead.employer_id")
            joins.append(self._employer_sql(employer))
        return SQL(
            """
            SELECT %(columns)s
              FROM %(table)s AS record %(joins)s
             WHERE %(condition)s AND %(reach)s
            """,
            columns=self._columns_sql(columns, names),
            table=SQL.identifier(table),
            joins=SQL(" ").join(joins),
            condition=condition,
            reach=reach,
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
