import json

from odoo import api, models
from odoo.tools import SQL


class IpsMatchSuggestion(models.Model):
    """Whom an opening would suit if something about it were different."""

    _inherit = "ips.match.suggestion"

    @api.model
    def _count_suited(self, opening, changes):
        """How many people within the reader's reach each changed opening would suit.

        It suits whoever wants that kind of work, avoids nothing in it, has said no to
        neither its hours nor its times of day nor its start, and gets all the
        surroundings that they need. Surroundings that are not known give nobody what
        they need.

        :param changes: for each variant, {column of the opening: value}
        :returns: a number for each variant, from one query
        """
        opening.flush_model()
        self.env["ips.client"].flush_model()
        self.env["ips.client.wish"].flush_model()
        variants = SQL(", ").join(
            SQL("(%s, %s::jsonb)", number, json.dumps(vals))
            for number, vals in enumerate(changes)
        )
        source = SQL(
            """
            (SELECT variant.number AS variant, changed.*
               FROM crm_lead AS original
         CROSS JOIN (VALUES %(variants)s) AS variant (number, vals)
         CROSS JOIN LATERAL JSONB_POPULATE_RECORD(original, variant.vals) AS changed
              WHERE original.id = %(opening)s)
            """,
            variants=variants,
            opening=opening.id,
        )
        met = SQL(
            """
            , lead.variant,
            COALESCE(client.terms_key -> 'condition', '[]') <@ job.conditions
                AS surroundings_met,
            verdict.*
            """
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT variant, COUNT(*)
                  FROM (%s) AS pair
                 WHERE verdict_wish IN ('fits', 'near')
                   AND verdict_avoid <> 'conflicts'
                   AND verdict_hours <> 'conflicts'
                   AND verdict_shift <> 'conflicts'
                   AND verdict_start <> 'conflicts'
                   AND surroundings_met
              GROUP BY variant
                """,
                self._verdicts_sql(source, met),
            )
        )
        counts = dict(rows)
        return [counts.get(number, 0) for number in range(len(changes))]
