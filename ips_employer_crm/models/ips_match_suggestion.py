from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .ips_match_pairs import verdict

# Columns of a pair without its verdicts
COUNTED = {"id", "lead_id", "client_id", "user_id", "company_id", "employer_id"}
COUNTED |= {"occupation_id", "match_id", "waiting_since"}
# Counting alone needs no verdicts. An object: nobody sends one in a context
PAIRS_ONLY = object()


class IpsMatchSuggestion(models.Model):
    """Every open opening with every active job seeker: computed, nothing is stored.

    One row a pair, sorted and never cut: whoever is within the reader's reach is there
    for every opening. Each verdict is one column of one query, which also feeds the
    explanation; the points come from ``ips.match.rule``.

    Unknown is neutral. Only what the person stated lowers a score; distance never does.
    Ties go to whoever waited longest without an introduction. Always read with an
    opening or a person in the domain: all pairs of a region are millions. Ids exceed
    32 bits, so there is no form: a pair is taken up by its opening and client.

    Read as the client.
    """

    _name = "ips.match.suggestion"
    _description = "Suggestion"
    _inherit = ["ips.match.pairs"]
    _auto = False
    _order = "score desc, waiting_since, id"
    _rec_name = "client_id"

    lead_id = fields.Many2one("crm.lead", string="Job Opening", readonly=True)
    employer_id = fields.Many2one("res.partner", readonly=True)
    occupation_id = fields.Many2one("ips.occupation", readonly=True)
    verdict_hours = verdict("Hours")
    verdict_shift = verdict("Times of Day")
    verdict_start = verdict("Start")
    verdict_condition = verdict("Surroundings")
    verdict_licence = verdict("Licences")
    verdict_language = verdict("Languages")
    waiting_since = fields.Date(
        readonly=True, help="Since the last introduction, or since the entry."
    )
    waited_days = fields.Integer(string="Days Waited", compute="_compute_waited_days")
    match_id = fields.Many2one("ips.match", string="Taken Up", readonly=True)

    _depends = {
        "crm.lead": [
            *["active", "is_job_opening", "stage_id", "positions", "positions_filled"],
            "paused_on",
            *["occupation_id", "employer_id", "municipality_id", "company_id"],
            *["hours_min", "hours_max", "available_from", "terms_key"],
            *["shift_day", "shift_evening", "shift_night", "shift_weekend"],
            *["occupation_code_1", "occupation_code_2", "occupation_code_3"],
            *["occupation_code_4", "employer_industry_id"],
        ],
        "ips.client": [
            *["is_job_seeker", "user_id", "company_id", "municipality_id"],
            *["entry_date", "last_introduction_date", "max_distance_km"],
            *["hours_min", "hours_max", "available_from", "terms_key"],
            *["shift_day", "shift_evening", "shift_night", "shift_weekend"],
        ],
        "ips.client.wish": [
            *["client_id", "kind", "strength", "industry_id", "occupation_id"],
            *["own_words"],
            *["occupation_code_1", "occupation_code_2", "occupation_code_3"],
            *["occupation_code_4", "strength_points"],
        ],
        "ips.match": ["client_id", "lead_id"],
        "ips.match.rule": ["code", "points"],
        "ips.occupation": ["name"],
        "res.partner.industry": ["name"],
        "ips.municipality": ["earth_x", "earth_y", "earth_z"],
        "crm.stage": ["is_won"],
    }

    # COMPUTES

    @api.depends("waiting_since")
    def _compute_waited_days(self):
        self._fill_days_since("waiting_since", "waited_days")

    # BUSINESS

    def _is_asked(self, code):
        """Licences and languages matter where the opening asks for some."""
        if code in ("licence", "language"):
            return bool((self.lead_id.terms_key or {}).get(code))
        return super()._is_asked(code)

    # ACTIONS

    def action_take_up(self):
        """Take the pair up, once, and open it."""
        self.ensure_one()
        match = self.match_id or self.env["ips.match"].create(
            {"client_id": self.client_id.id, "lead_id": self.lead_id.id}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ips.match",
            "res_id": match.id,
            "views": [(False, "form")],
        }

    # READING

    @api.model
    def search_count(self, domain, limit=None):
        """Count pairs without working out verdicts that the domain does not ask for."""
        asked = {condition.field_expr for condition in Domain(domain).iter_conditions()}
        if asked <= COUNTED:
            self = self.with_context(ips_suggestions=PAIRS_ONLY)
        return super().search_count(domain, limit)

    # QUERY

    @property
    def _table_query(self):
        """Pairs with their verdicts; the score adds up what the rules say."""
        if self.env.context.get("ips_suggestions") is PAIRS_ONLY:
            return self._pairs_sql(SQL(), SQL())
        codes = ("hours", "shift", "start", "condition", "licence", "language")
        return self._scored_sql(self._verdicts_sql(), *codes)
