from odoo import api, fields, models
from odoo.tools import SQL

from .ips_match_rule import VERDICTS

# Ids of a pair: both fit, and JavaScript still counts them exactly
PAIR = 4294967296
# What record rules and the access log ask of a row
RULED = ("client_id", "company_id")
# Hours a week that a wish and an offer may be apart and still be near
HOURS_NEAR = 5
# Share of the reach beyond which a distance is no longer near
REACH_NEAR = 1.5
EARTH_KM = 6371
# Straight line to road, as in the kilometre proposals
ROAD = 1.25


def verdict(label):  # one column a rule
    return fields.Selection(VERDICTS, string=label, readonly=True)


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
    _inherit = ["ips.client.data"]
    _auto = False
    _order = "score desc, waited_days desc, id"
    _rec_name = "client_id"

    lead_id = fields.Many2one("crm.lead", string="Job Opening", readonly=True)
    client_id = fields.Many2one("ips.client", readonly=True)
    user_id = fields.Many2one("res.users", string="Coach", readonly=True)
    employer_id = fields.Many2one("res.partner", readonly=True)
    occupation_id = fields.Many2one("ips.occupation", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    score = fields.Integer(readonly=True, aggregator="max")
    closeness = fields.Integer(
        readonly=True,
        aggregator=None,
        help="How far the best wish and the occupation are the same, in digits.",
    )
    verdict_wish = verdict("Wish")
    verdict_avoid = verdict("What to Avoid")
    verdict_hours = verdict("Hours")
    verdict_shift = verdict("Times of Day")
    verdict_start = verdict("Start")
    verdict_distance = verdict("Distance")
    verdict_condition = verdict("Surroundings")
    verdict_licence = verdict("Licences")
    verdict_language = verdict("Languages")
    distance_km = fields.Integer(
        string="Kilometres", readonly=True, aggregator=None, help="By road, one way."
    )
    waited_days = fields.Integer(
        string="Days Waited",
        readonly=True,
        aggregator="max",
        help="Since the last introduction, or since the entry.",
    )
    match_id = fields.Many2one("ips.match", string="Taken Up", readonly=True)

    _depends = {
        "crm.lead": [
            *["active", "is_job_opening", "stage_id", "positions", "positions_filled"],
            *["occupation_id", "employer_id", "municipality_id", "company_id"],
            *["hours_min", "hours_max", "available_from", "terms_key"],
            *["shift_day", "shift_evening", "shift_night", "shift_weekend"],
        ],
        "ips.client": [
            *["is_job_seeker", "user_id", "company_id", "municipality_id"],
            *["entry_date", "last_introduction_date", "max_distance_km"],
            *["hours_min", "hours_max", "available_from", "terms_key"],
            *["shift_day", "shift_evening", "shift_night", "shift_weekend"],
        ],
        "ips.client.wish": [
            *["client_id", "kind", "strength", "industry_id", "occupation_id"],
            *["code_1", "code_2", "code_3", "code_4"],
        ],
        "ips.match": ["client_id", "lead_id"],
        "ips.match.rule": ["code", "points"],
        "ips.municipality": ["latitude", "longitude"],
        "crm.stage": ["is_won"],
        "res.partner": ["industry_id", "parent_id"],
        "ips.occupation": ["code"],
    }

    # READING

    def _check_access(self, operation):
        """A pair is within reach where its person is; searches ask that themselves."""
        result = super()._check_access(operation)
        if self.env.su or not self.ids:
            return result
        persons = {pair: pair % PAIR for pair in self.ids}
        clients = self.env["ips.client"]
        mine = set()
        if clients.has_access("read"):
            mine = set(clients.search([("id", "in", list(persons.values()))]).ids)
        refused = self.browse(pair for pair in self.ids if persons[pair] not in mine)
        if not refused:
            return result
        return (refused | result[0] if result else refused), self._out_of_reach

    def _fetch_query(self, query, fields):
        """Find pairs by their opening and person: by id alone all would be computed."""
        if self.ids:
            pairs = [divmod(pair, PAIR) for pair in self.ids]
            for position, name in enumerate(("lead_id", "client_id")):
                ids = tuple({pair[position] for pair in pairs})
                column = SQL.identifier(query.table, name)
                query.add_where(SQL("%s IN %s", column, ids))
        return super()._fetch_query(query, fields)

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """What the rules look at comes along, so that nothing is computed twice."""
        names = None if field_names is None else {*field_names, *RULED}
        return super().search_fetch(domain, names, offset, limit, order)

    # QUERY

    @property
    def _table_query(self):
        """Pairs with their verdicts; the score adds up what the rules say."""
        return SQL(
            """
            SELECT verdicts.*,
                   %(score)s AS score
              FROM (%(verdicts)s) AS verdicts
            """,
            score=self._score_sql(),
            verdicts=self._verdicts_sql(),
        )

    @api.model
    def _score_sql(self):
        """Points of the rules, by verdict: uncorrelated, so read once a query."""

        def points(code):
            return SQL(
                "COALESCE((SELECT points FROM ips_match_rule WHERE code = %s), 0)", code
            )

        def by_verdict(code, lowers=True):
            return SQL(
                "CASE %s WHEN 'fits' THEN 2 WHEN 'near' THEN 1"
                " WHEN 'conflicts' THEN %s ELSE 0 END * %s",
                SQL.identifier(f"verdict_{code}"),
                -2 if lowers else 0,
                points(code),
            )

        plain = ["avoid", "hours", "shift", "start", "condition", "licence", "language"]
        parts = [
            # 4 and 3 digits count in full, 2 half, 1 a quarter; by strength
            SQL("wish_weight * %s / 2", points("wish")),
            by_verdict("distance", lowers=False),
            *(by_verdict(code) for code in plain),
        ]
        return SQL("((%s) / 2)::int", SQL(" + ").join(parts))
