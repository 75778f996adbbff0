from odoo import api, models
from odoo.tools import SQL

from .ips_match_pairs import HOURS_NEAR, PAIR
from .ips_work_terms import SHIFTS


class IpsMatchSuggestion(models.Model):
    """The verdicts of suggestions, one named column each."""

    _inherit = "ips.match.suggestion"

    @api.model
    def _pairs_sql(self, columns, joins, source=None):
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
                   match.id AS match_id,
                   GREATEST(client.last_introduction_date, client.entry_date)
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
            openings=self._openings_sql(source or SQL("crm_lead")),
            reach=self._reach_sql(),
            columns=columns,
            joins=joins,
        )

    @api.model
    def _verdicts_sql(self, source=None, columns=None):
        """All pairs with all verdicts, and what they rest on.

        ``OFFSET 0`` keeps the planner from dissolving a subquery: what is the same for
        a job is worked out once a job, a verdict once for itself and for the score.
        """
        verdicts = SQL(
            """
        CROSS JOIN LATERAL (
            SELECT lead.terms_key -> 'condition' AS conditions,
                   %(conditions)s AS condition_list,
                   %(opposites)s AS opposite_list,
                   NULLIF(lead.terms_key -> 'licence', '[]') AS licences,
                   NULLIF(lead.terms_key -> 'language', '[]') AS languages,
                   %(asked)s
            OFFSET 0) AS job
         LEFT JOIN LATERAL (
            SELECT %(km)s AS km
              FROM ips_municipality AS home, ips_municipality AS place
             WHERE home.id = client.municipality_id AND place.id = lead.municipality_id
            OFFSET 0) AS way ON TRUE
        CROSS JOIN LATERAL (
            SELECT %(shared)s,
                   %(hours)s AS verdict_hours,
                   %(shift)s AS verdict_shift,
                   %(start)s AS verdict_start,
                   %(condition)s AS verdict_condition,
                   %(licence)s AS verdict_licence,
                   %(language)s AS verdict_language
              FROM (%(wishes)s) AS wish
            OFFSET 0) AS verdict
            """,
            conditions=self._list_sql("condition"),
            opposites=self._list_sql("opposite"),
            asked=SQL(", ").join(
                SQL(
                    "COALESCE(lead.%s = 'yes', FALSE) AS %s",
                    SQL.identifier(shift),
                    SQL.identifier(f"asks_{shift}"),
                )
                for shift in SHIFTS
            ),
            shared=self._shared_verdicts_sql(),
            hours=self._hours_sql(),
            shift=self._shift_sql(),
            start=self._start_sql(),
            condition=self._condition_sql(),
            licence=self._holds_sql("licence"),
            language=self._holds_sql("language"),
            wishes=self._wishes_sql(SQL("lead")),
            km=self._km_sql(),
        )
        columns = columns or SQL(", verdict.*")
        return self._pairs_sql(columns, verdicts, source)

    @api.model
    def _list_sql(self, kind):
        """Ids that the opening has of a kind, as an array of strings."""
        return SQL(
            """
            CASE WHEN lead.terms_key -> %(kind)s = '[]' THEN '{}' ELSE ARRAY(
                SELECT JSONB_ARRAY_ELEMENTS_TEXT(lead.terms_key -> %(kind)s)) END
            """,
            kind=kind,
        )

    @api.model
    def _openings_sql(self, source):
        """Openings with a position to fill, and what pairs compare again and again."""
        return SQL(
            """
            SELECT lead.*
              FROM %(source)s AS lead
         LEFT JOIN crm_stage AS stage ON stage.id = lead.stage_id
             WHERE lead.is_job_opening AND %(is_open)s
            """,
            source=source,
            is_open=self._is_open_sql(),
        )

    @api.model
    def _hours_sql(self):
        """Hours overlap, lie near each other, or not; an open end reaches anywhere."""
        gap = SQL(
            """
            GREATEST(
                COALESCE(lead.hours_min, 0)
                    - COALESCE(NULLIF(client.hours_max, 0), 168),
                COALESCE(client.hours_min, 0)
                    - COALESCE(NULLIF(lead.hours_max, 0), 168))
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

        def any_shift(condition):
            return SQL(" OR ").join(
                SQL(
                    condition,
                    job=SQL.identifier("job", f"asks_{shift}"),
                    person=SQL.identifier("client", shift),
                )
                for shift in SHIFTS
            )

        return SQL(
            """
            CASE WHEN %(refused)s THEN 'conflicts'
                 WHEN %(open)s THEN 'unknown'
                 WHEN %(asked)s THEN 'fits'
                 ELSE 'unknown' END
            """,
            refused=any_shift("(%(job)s AND %(person)s = 'no')"),
            open=any_shift("(%(job)s AND %(person)s IS NULL)"),
            asked=any_shift("%(job)s"),
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
            CASE WHEN job.condition_list = '{}' THEN 'unknown'
                 WHEN COALESCE(%(needs)s, '[]') = '[]' THEN 'unknown'
                 WHEN %(needs)s ?| job.opposite_list THEN 'conflicts'
                 WHEN %(needs)s <@ job.conditions THEN 'fits'
                 WHEN %(needs)s ?| job.condition_list THEN 'near'
                 ELSE 'unknown' END
            """,
            needs=SQL("(client.terms_key -> 'condition')"),
        )

    @api.model
    def _holds_sql(self, kind):
        """What the job asks for, against what the person said to have.

        Whoever said nothing, or something else, is not known to have it: that is a
        question to ask, not a no.
        """
        return SQL(
            "CASE WHEN client.terms_key -> %(kind)s @> job.%(asked)s THEN 'fits'"
            " ELSE 'unknown' END",
            asked=SQL.identifier(f"{kind}s"),
            kind=kind,
        )
