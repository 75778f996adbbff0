from odoo import api, models
from odoo.tools import SQL

from .ips_match_suggestion import EARTH_KM, HOURS_NEAR, PAIR, REACH_NEAR, ROAD

SHIFTS = ("day", "evening", "night", "weekend")


class IpsMatchSuggestion(models.Model):
    """The verdicts of suggestions, one named column each."""

    _inherit = "ips.match.suggestion"

    @api.model
    def _verdicts_sql(self):
        """All pairs with all verdicts, and what they rest on."""
        today = self.env.company._ips_today()
        return SQL(
            """
            SELECT lead.id::bigint * %(pair)s + client.id AS id,
                   lead.id AS lead_id,
                   client.id AS client_id,
                   client.user_id,
                   client.company_id,
                   lead.employer_id,
                   lead.occupation_id,
                   match.id AS match_id,
                   %(today)s::date
                       - COALESCE(client.last_introduction_date, client.entry_date)
                       AS waited_days,
                   verdict.*
              FROM (%(openings)s) AS lead
              JOIN ips_client AS client
                ON client.is_job_seeker
               AND client.company_id = COALESCE(lead.company_id, client.company_id)
               AND %(reach)s
         LEFT JOIN ips_match AS match
                ON match.lead_id = lead.id AND match.client_id = client.id
         LEFT JOIN ips_municipality AS home ON home.id = client.municipality_id
        CROSS JOIN LATERAL (
            -- OFFSET 0: each verdict is worked out once, for itself and for the score
            SELECT wish.closeness,
                   COALESCE(wish.weight, 0) AS wish_weight,
                   way.km::int AS distance_km,
                   %(wish)s AS verdict_wish,
                   CASE WHEN wish.avoided THEN 'conflicts' ELSE 'unknown' END
                       AS verdict_avoid,
                   %(hours)s AS verdict_hours,
                   %(shift)s AS verdict_shift,
                   %(start)s AS verdict_start,
                   %(distance)s AS verdict_distance,
                   %(condition)s AS verdict_condition,
                   %(licence)s AS verdict_licence,
                   %(language)s AS verdict_language
              FROM (%(wishes)s) AS wish
        CROSS JOIN LATERAL (%(way)s) AS way
            OFFSET 0) AS verdict
            """,
            reach=self._reach_sql(),
            pair=PAIR,
            today=today,
            wish=self._wish_sql(),
            hours=self._hours_sql(),
            shift=self._shift_sql(),
            start=self._start_sql(),
            distance=self._distance_sql(),
            condition=self._condition_sql(),
            licence=self._holds_sql("licence"),
            language=self._holds_sql("language"),
            openings=self._openings_sql(),
            wishes=self._wishes_sql(),
            way=self._way_sql(),
        )

    @api.model
    def _reach_sql(self):
        """Only people whom the reader may see: the rules of clients, asked first.

        So the database compares those few with the openings, and no pair of others is
        ever computed. Superusers reach everyone.
        """
        if self.env.su:
            return SQL("TRUE")
        seekers = self.env["ips.client"].search_fetch(
            [("is_job_seeker", "=", True)], ["id"], order="id"
        )
        return SQL("client.id = ANY (%s)", list(seekers.ids))

    @api.model
    def _openings_sql(self):
        """Openings with a position to fill, and what pairs compare again and again."""
        return SQL(
            """
            SELECT lead.*,
                   %(code_1)s AS code_1,
                   %(code_2)s AS code_2,
                   %(code_3)s AS code_3,
                   %(code_4)s AS code_4,
                   COALESCE(employer.industry_id, whole.industry_id) AS industry_id,
                   place.latitude, place.longitude,
                   COALESCE(lead.terms_key ->> 'condition', '{}')::int[] AS conditions,
                   COALESCE(lead.terms_key ->> 'opposite', '{}')::int[] AS opposites,
                   COALESCE(lead.terms_key ->> 'licence', '{}')::int[] AS licences,
                   COALESCE(lead.terms_key ->> 'language', '{}')::int[] AS languages
              FROM crm_lead AS lead
         LEFT JOIN crm_stage AS stage ON stage.id = lead.stage_id
         LEFT JOIN ips_occupation AS occupation ON occupation.id = lead.occupation_id
         LEFT JOIN res_partner AS employer ON employer.id = lead.employer_id
         LEFT JOIN res_partner AS whole ON whole.id = employer.parent_id
         LEFT JOIN ips_municipality AS place ON place.id = lead.municipality_id
             WHERE lead.is_job_opening
               AND lead.active
               AND NOT COALESCE(stage.is_won, FALSE)
               AND COALESCE(lead.positions_filled, 0) < COALESCE(lead.positions, 1)
            """,
            **{f"code_{level}": self._code_sql(level) for level in range(1, 5)},
        )

    @api.model
    def _code_sql(self, level):
        """A level of the opening's occupation as the wishes store it; 0: none."""
        return SQL(
            "CASE WHEN LENGTH(occupation.code) >= %(level)s"
            " THEN ('1' || LEFT(occupation.code, %(level)s))::int ELSE 0 END",
            level=level,
        )

    @api.model
    def _wishes_sql(self):
        """The best wish for the opening, and whether something to avoid applies.

        ``weight`` is strength (1-3) times 4, 2 or 1: same minor group or all that the
        wish names, same sub-major group or industry, same major group.
        """
        # A wish for a broad group is fulfilled by anything in it
        closeness = SQL(
            """
            CASE WHEN wish.code_1 = 0 OR wish.code_1 <> lead.code_1 THEN 0
                 WHEN wish.code_2 = 0 THEN 4
                 WHEN wish.code_2 <> lead.code_2 THEN 1
                 WHEN wish.code_3 = 0 THEN 4
                 WHEN wish.code_3 <> lead.code_3 THEN 2
                 WHEN wish.code_4 = 0 THEN 4
                 WHEN wish.code_4 <> lead.code_4 THEN 3
                 ELSE 4 END
            """
        )
        return SQL(
            """
            SELECT MAX(CASE WHEN near.kind = 'wants' THEN near.closeness END)
                       AS closeness,
                   MAX(CASE WHEN near.kind = 'wants' THEN near.strength * CASE
                       WHEN near.closeness >= 3 OR near.industry THEN 4
                       WHEN near.closeness = 2 THEN 2
                       WHEN near.closeness = 1 THEN 1 ELSE 0 END END) AS weight,
                   BOOL_OR(near.kind = 'avoids'
                           AND (near.closeness = 4 OR near.industry)) AS avoided,
                   BOOL_OR(near.kind = 'wants' AND near.industry) AS industry
              FROM (SELECT wish.kind, wish.strength_points AS strength,
                           %(closeness)s AS closeness,
                           COALESCE(wish.industry_id = lead.industry_id, FALSE)
                               AS industry
                      FROM ips_client_wish AS wish
                     WHERE wish.client_id = client.id) AS near
            """,
            closeness=closeness,
        )

    @api.model
    def _wish_sql(self):
        return SQL(
            """
            CASE WHEN wish.closeness >= 3 OR wish.industry THEN 'fits'
                 WHEN wish.closeness >= 1 THEN 'near'
                 ELSE 'unknown' END
            """
        )

    @api.model
    def _hours_sql(self):
        """Hours overlap, lie near each other, or not; an open end reaches anywhere."""
        gap = SQL(
            """
            GREATEST(
                COALESCE(NULLIF(lead.hours_min, 0), lead.hours_max)
                    - COALESCE(NULLIF(client.hours_max, 0), 168),
                client.hours_min
                    - COALESCE(NULLIF(lead.hours_max, 0), lead.hours_min))
            """
        )
        return SQL(
            """
            CASE WHEN COALESCE(lead.hours_min, 0) = 0
                  AND COALESCE(lead.hours_max, 0) = 0 THEN 'unknown'
                 WHEN COALESCE(client.hours_min, 0) = 0
                  AND COALESCE(client.hours_max, 0) = 0 THEN 'unknown'
                 WHEN %(gap)s <= 0 THEN 'fits'
                 WHEN %(gap)s <= %(near)s THEN 'near'
                 ELSE 'conflicts' END
            """,
            gap=gap,
            near=HOURS_NEAR,
        )

    @api.model
    def _shift_sql(self):
        """Times of day that the job has, against what the person said to them."""
        names = [SQL.identifier(f"shift_{shift}") for shift in SHIFTS]
        refused = SQL(" OR ").join(
            SQL("(lead.%s = 'yes' AND client.%s = 'no')", name, name) for name in names
        )
        open_ = SQL(" OR ").join(
            SQL("(COALESCE(lead.%s, '') = 'yes' AND client.%s IS NULL)", name, name)
            for name in names
        )
        asked = SQL(" OR ").join(SQL("lead.%s = 'yes'", name) for name in names)
        return SQL(
            """
            CASE WHEN %(refused)s THEN 'conflicts'
                 WHEN %(open)s THEN 'unknown'
                 WHEN %(asked)s THEN 'fits'
                 ELSE 'unknown' END
            """,
            refused=refused,
            open=open_,
            asked=asked,
        )

    @api.model
    def _start_sql(self):
        return SQL(
            """
            CASE WHEN client.available_from IS NULL OR lead.available_from IS NULL
                      THEN 'unknown'
                 WHEN client.available_from <= lead.available_from THEN 'fits'
                 WHEN client.available_from <= lead.available_from + 30 THEN 'near'
                 ELSE 'conflicts' END
            """
        )

    @api.model
    def _way_sql(self):
        """Kilometres by road between the centres of the two municipalities."""
        return SQL(
            """
            SELECT CASE
                   WHEN client.municipality_id = lead.municipality_id THEN 0
                   WHEN COALESCE(home.latitude, 0) = 0
                     OR COALESCE(lead.latitude, 0) = 0 THEN NULL
                   ELSE %(road)s * 2 * %(earth)s * ASIN(SQRT(
                       POWER(SIN(RADIANS(lead.latitude - home.latitude) / 2), 2)
                       + COS(RADIANS(home.latitude)) * COS(RADIANS(lead.latitude))
                       * POWER(SIN(RADIANS(lead.longitude - home.longitude) / 2), 2)))
                   END AS km
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
    def _condition_sql(self):
        """What the person needs, against what the job is known to have."""
        return SQL(
            """
            CASE WHEN lead.conditions = '{}' OR %(needs)s = '{}' THEN 'unknown'
                 WHEN %(needs)s && lead.opposites THEN 'conflicts'
                 WHEN %(needs)s <@ lead.conditions THEN 'fits'
                 WHEN %(needs)s && lead.conditions THEN 'near'
                 ELSE 'unknown' END
            """,
            needs=SQL("COALESCE(client.terms_key ->> 'condition', '{}')::int[]"),
        )

    @api.model
    def _holds_sql(self, kind):
        """What the job asks for, against what the person said to have.

        Whoever said nothing is not known. Something else than what is asked for is
        near: it is a question to ask, not a no.
        """
        return SQL(
            """
            CASE WHEN lead.%(asked)s = '{}' THEN 'unknown'
                 WHEN (client.terms_key ->> %(kind)s)::int[] @> lead.%(asked)s
                      THEN 'fits'
                 ELSE 'unknown' END
            """,
            asked=SQL.identifier(f"{kind}s"),
            kind=kind,
        )
