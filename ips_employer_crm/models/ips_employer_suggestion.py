from odoo import api, fields, models
from odoo.tools import SQL

from .ips_match_pairs import PAIR
from .res_partner import EMPLOYER_STAGES


class IpsEmployerSuggestion(models.Model):
    """Employers to approach for a person, without any opening: computed, not stored.

    Every employer with every job seeker within the reader's reach, sorted and never
    cut; of equal ones, whoever was contacted longest ago comes first. A wish is
    compared with the employer's industry and with the occupations of all openings that
    it or its workplaces ever had; the distance is that of the nearest workplace. When
    the employer was contacted last, by whom it is claimed and how many openings it had
    is told, and weighs nothing.

    Read as the client. Always read with a person in the domain.
    """

    _name = "ips.employer.suggestion"
    _description = "Employer to Approach"
    _inherit = ["ips.match.pairs"]
    _auto = False
    _order = "score desc, last_contact_date nulls first, id"
    _rec_name = "employer_id"

    _pair_fields = ("employer_id", "client_id")

    employer_id = fields.Many2one("res.partner", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", readonly=True)
    employer_stage = fields.Selection(EMPLOYER_STAGES, readonly=True)
    last_contact_date = fields.Date(string="Last Contact", readonly=True)
    days_since_contact = fields.Integer(
        compute="_compute_days_since_contact",
        exportable=False,
        help="0 where nobody was there yet, too: see the last contact.",
    )
    claim_user_id = fields.Many2one("res.users", string="Claimed By", readonly=True)
    opening_count = fields.Integer(
        string="Openings So Far", readonly=True, aggregator=None
    )
    open_count = fields.Integer(string="Open Now", readonly=True, aggregator=None)
    is_excluded = fields.Boolean(
        string="To Be Told Nothing",
        compute="_compute_is_excluded",
        help="The person wants this employer to be told nothing: they may still apply.",
    )

    _depends = {
        "res.partner": [
            *["is_employer", "parent_id", "active", "is_company", "municipality_id"],
            *["industry_id", "employer_stage", "last_contact_date"],
            *["claim_user_id", "claim_until", "company_id"],
        ],
        "crm.lead": [
            *["is_job_opening", "employer_id", "active", "stage_id", "paused_on"],
            *["occupation_code_1", "occupation_code_2", "occupation_code_3"],
            *["occupation_code_4", "positions", "positions_filled"],
        ],
        "ips.client": [
            *["is_job_seeker", "user_id", "company_id", "municipality_id"],
            *["max_distance_km"],
        ],
        "ips.client.wish": [
            *["client_id", "kind", "strength_points", "industry_id", "own_words"],
            *["occupation_code_1", "occupation_code_2", "occupation_code_3"],
            *["occupation_code_4", "occupation_id"],
        ],
        "ips.match.rule": ["code", "points"],
        "ips.occupation": ["name"],
        "res.partner.industry": ["name"],
        "ips.municipality": ["earth_x", "earth_y", "earth_z"],
        "crm.stage": ["is_won"],
    }

    # COMPUTES

    @api.depends("last_contact_date")
    def _compute_days_since_contact(self):
        self._fill_days_since("last_contact_date", "days_since_contact")

    @api.depends("client_id", "employer_id")
    def _compute_is_excluded(self):
        excluded = self.env["ips.disclosure"]._excluded(self.client_id)
        for pair in self:
            pair.is_excluded = pair.employer_id in excluded[pair.client_id]

    # ACTIONS

    def action_log_contact(self):
        """Open the log for a contact with this employer, for this person."""
        self.ensure_one()
        return self.env["ips.employer.contact"]._action_log(
            employer_id=self.employer_id.id, client_id=self.client_id.id
        )

    def action_plan_contact(self):
        """Open the form to plan a visit to this employer."""
        self.ensure_one()
        return self.employer_id.action_plan_contact()

    # QUERY

    @property
    def _table_query(self):
        """Pairs with their verdicts; the score adds up what the rules say."""
        return self._scored_sql(self._verdicts_sql())

    @api.model
    def _verdicts_sql(self):
        """All pairs with their verdicts, and what is told beside them."""
        return SQL(
            """
            SELECT employer.id::bigint * %(pair)s + client.id AS id,
                   employer.id AS employer_id,
                   client.id AS client_id,
                   client.user_id,
                   client.company_id,
                   employer.industry_id,
                   employer.employer_stage,
                   employer.last_contact_date,
                   CASE WHEN employer.claim_until >= %(today)s
                        THEN employer.claim_user_id END AS claim_user_id,
                   (SELECT COUNT(*) FROM (%(jobs)s) AS job) AS opening_count,
                   (SELECT COUNT(*) FROM (%(jobs)s) AS job WHERE job.is_open)
                       AS open_count,
                   verdict.*
              FROM res_partner AS employer
              JOIN ips_client AS client
                ON client.is_job_seeker
               AND (employer.company_id IS NULL
                    OR employer.company_id = client.company_id)
               AND %(reach)s
        CROSS JOIN LATERAL (
            SELECT %(shared)s
              FROM (%(wishes)s) AS wish,
                   (SELECT MIN(%(km)s) AS km
                      FROM ips_municipality AS home, res_partner AS workplace
                      JOIN ips_municipality AS place
                        ON place.id = workplace.municipality_id
                     WHERE home.id = client.municipality_id
                       AND (workplace.id = employer.id
                            OR workplace.parent_id = employer.id
                               AND workplace.is_company AND workplace.active)) AS way
            OFFSET 0) AS verdict
             WHERE employer.is_employer AND employer.active
               AND employer.parent_id IS NULL
            """,
            pair=PAIR,
            today=self.env.company._ips_today(),
            jobs=self._jobs_sql(),
            reach=self._reach_sql(),
            shared=self._shared_verdicts_sql(),
            km=self._km_sql(),
            wishes=self._wishes_sql(SQL("job"), self._known_jobs_sql()),
        )

    @api.model
    def _jobs_sql(self):
        """The openings that the employer and its workplaces ever had."""
        return SQL(
            """
            SELECT lead.*, %(is_open)s AS is_open
              FROM crm_lead AS lead
         LEFT JOIN crm_stage AS stage ON stage.id = lead.stage_id
             WHERE lead.is_job_opening
               AND lead.employer_id IN (
                   SELECT place.id FROM res_partner AS place
                    WHERE place.id = employer.id OR place.parent_id = employer.id)
            """,
            is_open=self._is_open_sql(),
        )

    @api.model
    def _known_jobs_sql(self):
        """What wishes are compared with: the industry, and jobs that were there."""
        return SQL(
            """
            SELECT 0 AS occupation_code_1, 0 AS occupation_code_2,
                   0 AS occupation_code_3, 0 AS occupation_code_4,
                   employer.industry_id AS employer_industry_id
             UNION
            SELECT lead.occupation_code_1, lead.occupation_code_2,
                   lead.occupation_code_3, lead.occupation_code_4, NULL
              FROM (%s) AS lead
             WHERE lead.occupation_code_1 <> 0
            """,
            self._jobs_sql(),
        )
