from odoo import api, models
from odoo.tools import SQL

from .ips_match_pairs import HOURS_NEAR, PAIR

SHIFTS = ("day", "evening", "night", "weekend")


class IpsMatchSuggestion(models.Model):
    """The verdicts of suggestions, one named column each."""

    _inherit = "ips.match.suggestion"

    @api.model
    def _pairs_sql(self, columns, joins):
        """Every opening with every person within reach."""
        return SQL(
            """
            SELECT lead.id::bigint * %(pair)s + client.id AS id,
                   lead.id AS lead_id,
                   client.id AS client_id,
                   client.user_id,
                   client.company_id,
                   lead.employer_id,
                   lead.occupation_id,
                   lead.stage_id,
                   match.id AS match_id,
                   COALESCE(client.last_introduction_date, client.entry_date)
                       AS waiting_since
                   %(columns)s
              FROM (%(openings)s) AS lead
              JOIN ips_client AS client
                ON client.is_job_seeker
               AND (lead.company_id IS NULL OR lead.company_id = client.company_id)
               AND %(reach)s
         LEFT JOIN ips_match AS match
                ON match.lead_id = lead.id AND match.client_id = client.id
         %(joins)s
            """,
            pair=PAIR,
            openings=self._openings_sql(),
            reach=self._reach_sql(),
            columns=columns,
            joins=joins,
        )

    @api.model
    def _verdicts_sql(self):
        """All pairs with all verdicts, and what they rest on.

        ``OFFSET 0`` keeps the planner from dissolving a subquery: what is the same for
        a job is worked out once a job, a verdict once for itself and for the score.
        """
        verdicts = SQL(
            """
         LEFT JOIN LATERAL (
            SELECT %(km)s AS km
              FROM ips_municipality AS home, ips_municipality AS place
             WHERE home.id = client.municipality_id AND place.id = lead.municipality_id
            OFFSET 0) AS way ON TRUE
        CROSS JOIN LATERAL (
            SELECT wish.best_id AS best_wish_id,
                   wish.weight AS wish_weight,
                   way.km AS distance_km,
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
            OFFSET 0) AS verdict
            """,
            wish=self._wish_sql(),
            hours=self._hours_sql(),
            shift=self._shift_sql(),
            start=self._start_sql(),
            distance=self._distance_sql(),
            condition=self._condition_sql(),
            licence=self._holds_sql("licence"),
            language=self._holds_sql("language"),
            wishes=self._wishes_sql(),
            km=self._km_sql(),
        )
        return self._pairs_sql(SQL(", verdict.*"), verdicts)

    @api.model
    def _openings_sql(self):
        """Openings with a position to fill, and what pairs compare again and again."""
        return SQL(
            """
            SELECT lead.*, job.*
              FROM crm_lead AS lead
         LEFT JOIN crm_stage AS stage ON stage.id = lead.stage_id
        CROSS JOIN LATERAL (
            SELECT COALESCE(lead.terms_key ->> 'condition', '{}')::int[] AS conditions,
                   COALESCE(lead.terms_key ->> 'opposite', '{}')::int[] AS opposites,
                   COALESCE(lead.terms_key ->> 'licence', '{}')::int[] AS licences,
                   COALESCE(lead.terms_key ->> 'language', '{}')::int[] AS languages
            OFFSET 0) AS job
             WHERE lead.is_job_opening
               AND lead.active
               AND stage.is_won IS NOT TRUE
               AND COALESCE(lead.positions_filled, 0) < COALESCE(lead.positions, 1)
            """
        )

    @api.model
    def _wishes_sql(self):
        """The wishes of the person against the job.

        ``best`` is the wish with the highest strength times closeness, then the
        closest: its weight, closeness and id in one number. ``avoided`` says that
        something to avoid applies in full.
        """
        return SQL(
            """
            SELECT COALESCE(near.best / %(pair)s / 8, 0) AS weight,
                   COALESCE(near.best / %(pair)s %% 8, 0) AS closeness,
                   near.best %% %(pair)s AS best_id,
                   near.avoided
              FROM (SELECT MAX(CASE WHEN wish.kind = 'wants' THEN
                               %(closeness)s * (wish.strength_points * 8 + 1) * %(pair)s
                               + wish.id END) AS best,
                           BOOL_OR(wish.kind = 'avoids' AND %(closeness)s = 4)
                               AS avoided
                      FROM ips_client_wish AS wish
                     WHERE wish.client_id = client.id
                    OFFSET 0) AS near
            """,
            pair=PAIR,
            closeness=self._closeness_sql(SQL("lead")),
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
    def _condition_sql(self):
        """What the person needs, against what the job is known to have."""
        return SQL(
            """
            CASE WHEN lead.conditions = '{}' THEN 'unknown' ELSE (
                SELECT CASE WHEN person.needs = '{}' THEN 'unknown'
                            WHEN person.needs && lead.opposites THEN 'conflicts'
                            WHEN person.needs <@ lead.conditions THEN 'fits'
                            WHEN person.needs && lead.conditions THEN 'near'
                            ELSE 'unknown' END
                  FROM (SELECT COALESCE(client.terms_key ->> 'condition', '{}')::int[]
                               AS needs OFFSET 0) AS person) END
            """
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
