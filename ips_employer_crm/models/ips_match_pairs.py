from odoo import api, fields, models
from odoo.tools import SQL

from .ips_match_rule import VERDICTS
from .ips_municipality import EARTH_KM

# Ids of a pair: both fit, and JavaScript still counts them exactly
PAIR = 4294967296
# Hours a week that a wish and an offer may be apart and still be near
HOURS_NEAR = 5
# Share of the reach beyond which a distance is no longer near
REACH_NEAR = 1.5
# Straight line to road, as in the kilometre proposals
ROAD = 1.25


def verdict(label):  # one column a rule
    return fields.Selection(VERDICTS, string=label, readonly=True)


class IpsMatchPairs(models.AbstractModel):
    """What suggestions are made of: people in somebody's reach, and the other side.

    A model of pairs is computed by a query and stores nothing. Its id holds both sides
    (the other one times 2^32 plus the person), it reads only people whom the reader may
    see, and compares by the same wishes, kilometres and points as its siblings.

    Closeness of a wish: 4 same minor group, all that the wish names, or the industry;
    2 same sub-major group; 1 same major group; 0 none (ISCO-08).
    """

    _name = "ips.match.pairs"
    _description = "Pairs of a Person and a Job"
    _inherit = ["ips.client.data"]

    _personal_fields = frozenset({"wish_words"})
    # The two sides of a pair, in the order of its id
    _pair_fields = ("lead_id", "client_id")

    client_id = fields.Many2one("ips.client", readonly=True)
    user_id = fields.Many2one("res.users", string="Coach", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    score = fields.Integer(readonly=True, aggregator="max")
    verdict_wish = verdict("Wish")
    verdict_avoid = verdict("What to Avoid")
    verdict_distance = verdict("Distance")
    distance_km = fields.Integer(
        string="Kilometres", readonly=True, aggregator=None, help="By road, one way."
    )
    wish_words = fields.Char(
        readonly=True,
        translate=True,
        help="The closest wish, in the person's own words.",
    )

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
            # With what is shown of them, which saves asking once more
            mine = clients.search_fetch(
                [("id", "in", list(persons.values()))], ["ref", "max_distance_km"]
            )
            mine = set(mine.ids)
        refused = self.browse(pair for pair in self.ids if persons[pair] not in mine)
        if not refused:
            return result
        return (refused | result[0] if result else refused), self._out_of_reach

    def _fetch_query(self, query, fields):
        """Find pairs by their two sides: by id alone all would be computed."""
        if self.ids:
            pairs = [divmod(pair, PAIR) for pair in self.ids]
            for position, name in enumerate(self._pair_fields):
                ids = tuple({pair[position] for pair in pairs})
                column = SQL.identifier(query.table, name)
                query.add_where(SQL("%s IN %s", column, ids))
        return super()._fetch_query(query, fields)

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """What the rules look at comes along, so that nothing is computed twice."""
        names = field_names
        if names is not None:
            names = {*names, "client_id", "company_id"}
        return super().search_fetch(domain, names, offset, limit, order)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """However a list is sorted, ties are broken alike and no pair falls between two
        pages.
        """
        if order and order != self._order:
            order = f"{order}, {self._order}"
        return super()._search(domain, offset, limit, order, **kwargs)

    # BUSINESS

    def _fill_days_since(self, since, days):
        """Days from the date in one field to today, into another; 0 without a date."""
        for company, pairs in self.grouped("company_id").items():
            today = company._ips_today()
            for pair in pairs:
                pair[days] = (today - pair[since]).days if pair[since] else 0

    # QUERY

    @api.model
    def _reach_sql(self):
        """Only people whom the reader may see: the rules of clients, asked first.

        As an array, so that the database finds those few before it compares anyone, and
        no pair of others is ever computed. Superusers reach everyone.
        """
        if self.env.su:
            return SQL("TRUE")
        seekers = self.env["ips.client"]._reach_query([("is_job_seeker", "=", True)])
        return SQL("client.id = ANY (ARRAY(%s))", seekers.select())

    @api.model
    def _closeness_sql(self, job):
        """How close ``wish`` is to a job: by occupation, or by industry."""
        # A wish for a broad group is fulfilled by anything in it
        return SQL(
            """
            CASE WHEN wish.industry_id = %(job)s.employer_industry_id THEN 4
                 WHEN wish.occupation_code_1 = 0 THEN 0
                 WHEN wish.occupation_code_1 <> %(job)s.occupation_code_1 THEN 0
                 WHEN wish.occupation_code_2 = 0 THEN 4
                 WHEN wish.occupation_code_2 <> %(job)s.occupation_code_2 THEN 1
                 WHEN wish.occupation_code_3 = 0 THEN 4
                 WHEN wish.occupation_code_3 <> %(job)s.occupation_code_3 THEN 2
                 WHEN wish.kind = 'wants' OR wish.occupation_code_4 = 0 THEN 4
                 WHEN wish.occupation_code_4 = %(job)s.occupation_code_4 THEN 4
                 ELSE 2 END
            """,
            job=job,
        )

    @api.model
    def _wishes_sql(self, job, jobs=None):
        """The wishes of the person against a job, or the best of several ``jobs``.

        ``best`` is the wish with the highest strength times closeness, then the
        closest: its weight, closeness and id in one number. ``avoided`` says that
        something to avoid applies in full; to several jobs only by their industry, for
        one of them to avoid is not all of them.
        """
        closeness = self._closeness_sql(job)
        avoided = SQL("%s = 4", closeness)
        if jobs:
            avoided = SQL("wish.industry_id = %s.employer_industry_id", job)
        return SQL(
            """
            SELECT COALESCE(near.best / %(pair)s / 8, 0) AS weight,
                   COALESCE(near.best / %(pair)s %% 8, 0) AS closeness,
                   near.best %% %(pair)s AS best_id,
                   near.avoided
              FROM (SELECT MAX(CASE WHEN wish.kind = 'wants' THEN
                               %(closeness)s * (wish.strength_points * 8 + 1) * %(pair)s
                               + wish.id END) AS best,
                           BOOL_OR(wish.kind = 'avoids' AND %(avoided)s)
                               AS avoided
                      FROM ips_client_wish AS wish %(jobs)s
                     WHERE wish.client_id = client.id
                    OFFSET 0) AS near
            """,
            pair=PAIR,
            closeness=closeness,
            avoided=avoided,
            jobs=SQL("CROSS JOIN (%s) AS %s", jobs, job) if jobs else SQL(),
        )

    @api.model
    def _wish_sql(self):
        return SQL(
            """
            CASE WHEN wish.closeness = 4 THEN 'fits'
                 WHEN wish.closeness > 0 THEN 'near'
                 ELSE 'unknown' END
            """
        )

    @api.model
    def _km_sql(self):
        """Kilometres by road between home and place: centres of municipalities."""
        return SQL(
            """
            CASE WHEN home.id = place.id THEN 0
                 WHEN home.earth_x <> 0 AND place.earth_x <> 0 THEN
                     (%(road)s * %(earth)s * 2 * ASIN(LEAST(1, SQRT(
                         (home.earth_x - place.earth_x) * (home.earth_x - place.earth_x)
                       + (home.earth_y - place.earth_y) * (home.earth_y - place.earth_y)
                       + (home.earth_z - place.earth_z) * (home.earth_z - place.earth_z)
                     ) / %(earth)s / 2)))::int END
            """,
            road=ROAD,
            earth=EARTH_KM,
        )

    @api.model
    def _distance_sql(self):
        return SQL(
            """
            CASE WHEN way.km IS NULL OR COALESCE(client.max_distance_km, 0) = 0
                      THEN 'unknown'
                 WHEN way.km <= client.max_distance_km THEN 'fits'
                 WHEN way.km <= client.max_distance_km * %(near)s THEN 'near'
                 ELSE 'conflicts' END
            """,
            near=REACH_NEAR,
        )

    @api.model
    def _points_sql(self, code):
        """Points of a rule: uncorrelated, so read once a query; 0 without the rule."""
        return SQL(
            "COALESCE((SELECT points FROM ips_match_rule WHERE code = %s), 0)", code
        )

    @api.model
    def _doubled_sql(self, code, lowers=True):
        """Twice the points that the verdict of a rule adds or takes away."""
        return SQL(
            "CASE %s WHEN 'fits' THEN 2 WHEN 'near' THEN 1"
            " WHEN 'conflicts' THEN %s ELSE 0 END * %s",
            SQL.identifier(f"verdict_{code}"),
            -2 if lowers else 0,
            self._points_sql(code),
        )

    @api.model
    def _scored_sql(self, verdicts, *codes):
        """Pairs with their score: what all of them are compared by, and more rules."""
        parts = [
            # Closeness 4 counts in full, 2 half, 1 a quarter; by strength 1 to 2 times
            SQL("wish_weight * %s / 4", self._points_sql("wish")),
            self._doubled_sql("distance", lowers=False),
            *(self._doubled_sql(code) for code in ("avoid", *codes)),
        ]
        return SQL(
            """
            SELECT verdicts.*,
                   ((%(doubled)s) / 2)::int AS score,
                   %(words)s AS wish_words
              FROM (%(verdicts)s) AS verdicts
            """,
            doubled=SQL(" + ").join(parts),
            words=self._words_sql(),
            verdicts=verdicts,
        )

    @api.model
    def _shared_verdicts_sql(self):
        """Verdicts that all pairs have, from ``wish`` and ``way``."""
        return SQL(
            """
                   wish.best_id AS best_wish_id,
                   wish.weight AS wish_weight,
                   way.km AS distance_km,
                   %(wish)s AS verdict_wish,
                   CASE WHEN wish.avoided THEN 'conflicts' ELSE 'unknown' END
                       AS verdict_avoid,
                   %(distance)s AS verdict_distance
            """,
            wish=self._wish_sql(),
            distance=self._distance_sql(),
        )

    @api.model
    def _is_open_sql(self):
        """Whether ``lead``, in ``stage``, has a position to fill now.

        One that its employer paused has none; see also ``_open_openings`` of
        ``ips.match.coverage``.
        """
        return SQL(
            "lead.active AND stage.is_won IS NOT TRUE AND lead.paused_on IS NULL"
            " AND COALESCE(lead.positions_filled, 0) < COALESCE(lead.positions, 1)"
        )

    @api.model
    def _words_sql(self):
        """The closest wish, in all languages: own words first, as its label has it."""
        return SQL(
            """
            (SELECT COALESCE(
                        CASE WHEN TRIM(wish.own_words) <> '' THEN
                            JSONB_BUILD_OBJECT('en_US', TRIM(wish.own_words)) END,
                        occupation.name, industry.name)
               FROM ips_client_wish AS wish
          LEFT JOIN ips_occupation AS occupation ON occupation.id = wish.occupation_id
          LEFT JOIN res_partner_industry AS industry ON industry.id = wish.industry_id
              WHERE wish.id = verdicts.best_wish_id)
            """
        )
