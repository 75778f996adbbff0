from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

# Columns of a coach's mix in the order of the query
MIX = ("done", "planned", "first", "second", "later", "in_person", "decision_maker")
MIX += ("client_specific", "matching", "leads", "objections")


class IpsCoachWeek(models.Model):
    """Figures of Team week, each from one query for all coaches.

    Every query goes over records that the reader may see: rules apply to contacts, to
    the lines that say for whom they were, to clients and jobs held.
    """

    _inherit = "ips.coach.week"

    # TEAM WEEK

    @api.model
    def _team_mix(self, team, monday):
        """Return {user id: what kind of contacts they were}: numbers of a week.

        *Done* and *planned* are contacts; *first*, *second*, *later* visits in person
        to the whole employer; *matching* contacts for somebody, at least one of whom
        wants such work; *leads* openings that came to light, and contacts whose outcome
        is a lead without an opening yet; *objections* contacts with somebody who does
        not want to be contacted.
        """
        contacts = self.env["ips.employer.contact"]
        columns = ("id", "user_id", "state", "channel", "decision_maker_met")
        columns += ("is_client_specific", "outcome_id", "company_partner_id", "date")
        contacts.flush_model([*columns[1:], "lead_ids", "person_ids"])
        lines = self.env["ips.employer.contact.client"]
        lines.flush_model(["contact_id", "matches_wishes"])
        self.env["ips.contact.outcome"].flush_model(["finds_lead"])
        self.env["res.partner"].flush_model(["do_not_contact"])
        week = [("team_id", "=", team.id), ("week_start", "=", monday)]
        matching = lines._search(
            [
                ("matches_wishes", "=", "yes"),
                ("contact_id.team_id", "=", team.id),
                ("contact_id.week_start", "=", monday),
            ]
        )
        rows = self.env.execute_query(
            SQL(
                """
                WITH contact AS MATERIALIZED (%(contacts)s),
                lead AS (
                  SELECT contact.user_id,
                         count(DISTINCT found.lead_id)
                         + count(*) FILTER (
                           WHERE found.lead_id IS NULL AND outcome.finds_lead
                         ) AS number
                    FROM contact
                    LEFT JOIN ips_employer_contact_lead_rel AS found
                      ON found.contact_id = contact.id
                    LEFT JOIN ips_contact_outcome AS outcome
                      ON outcome.id = contact.outcome_id
                   WHERE contact.state = 'done'
                   GROUP BY contact.user_id
                )
                SELECT contact.user_id,
                       count(*) FILTER (WHERE done),
                       count(*) FILTER (WHERE state = 'planned'),
                       count(*) FILTER (WHERE visit.number = 1),
                       count(*) FILTER (WHERE visit.number = 2),
                       count(*) FILTER (WHERE visit.number > 2),
                       count(*) FILTER (WHERE done AND channel = 'in_person'),
                       count(*) FILTER (WHERE done AND decision_maker_met),
                       count(*) FILTER (WHERE done AND is_client_specific),
                       count(*) FILTER (
                         WHERE done AND is_client_specific
                           AND contact.id IN (%(matching)s)
                       ),
                       COALESCE(min(lead.number), 0),
                       count(*) FILTER (
                         WHERE state != 'cancelled' AND EXISTS (
                           SELECT FROM ips_employer_contact_person_rel AS met
                             JOIN res_partner AS person ON person.id = met.partner_id
                            WHERE met.contact_id = contact.id
                              AND person.do_not_contact
                         )
                       )
                  FROM contact
                 CROSS JOIN LATERAL (SELECT contact.state = 'done' AS done) AS taken
                  LEFT JOIN LATERAL (
                    SELECT count(*) AS number
                      FROM (
                        SELECT FROM ips_employer_contact AS earlier
                         WHERE earlier.company_partner_id = contact.company_partner_id
                           AND earlier.state = 'done'
                           AND earlier.channel = 'in_person'
                           AND (earlier.date, earlier.id) <= (contact.date, contact.id)
                         LIMIT 3
                      ) AS until
                  ) AS visit ON done AND contact.channel = 'in_person'
                  LEFT JOIN lead ON lead.user_id = contact.user_id
                 GROUP BY contact.user_id
                """,
                contacts=contacts._search(week).select(
                    *(SQL.identifier("ips_employer_contact", name) for name in columns)
                ),
                matching=matching.select(
                    SQL.identifier("ips_employer_contact_client", "contact_id")
                ),
            )
        )
        mix = defaultdict(lambda: dict.fromkeys(MIX, 0))
        for user_id, *numbers in rows:
            mix[user_id] = dict(zip(MIX, numbers, strict=True))
        return mix

    @api.model
    def _team_attention(self, team, monday):
        """Return what asks for the leader's eye, in one query.

        ``late`` {user id: [(client id, code)]}: job seekers past the days allowed
        without an employer contact; ``silent`` {user id: [(job id, code)]}: jobs whose
        next meeting was missed; ``mentored`` {user id: last field mentoring};
        ``supervision``: day of the group supervision in the week shown, or empty.
        """
        team_of = ("team_id", "=", team.id)
        clients, jobs = self.env["ips.client"], self.env["ips.placement"]
        mentoring = self.env["ips.field.mentoring"]
        meetings = self.env["ips.group.supervision"]
        clients.flush_model(["ref", "user_id", "entry_date"])
        jobs.flush_model(["client_id", "next_support_date"])
        mentoring.flush_model(["user_id", "date"])
        meetings.flush_model(["date"])
        week = [
            ("date", ">=", monday),
            ("date", "<", fields.Date.add(monday, weeks=1)),
        ]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT 'late' AS kind, user_id, id, ref, entry_date AS day
                  FROM ips_client WHERE id IN (%(late)s)
                 UNION ALL
                SELECT 'silent', client.user_id, job.id, client.ref,
                       job.next_support_date
                  FROM ips_placement AS job
                  JOIN ips_client AS client ON client.id = job.client_id
                 WHERE job.id IN (%(silent)s)
                 UNION ALL
                SELECT 'mentored', user_id, NULL, NULL, max(date)
                  FROM ips_field_mentoring WHERE id IN (%(mentored)s)
                 GROUP BY user_id
                 UNION ALL
                SELECT 'supervision', NULL, NULL, NULL, max(date)
                  FROM ips_group_supervision WHERE id IN (%(meetings)s)
                 ORDER BY kind, day, ref
                """,
                late=clients._search(
                    [team_of, ("is_contact_late", "=", True)]
                ).select(),
                silent=jobs._search(
                    [
                        ("client_id.team_id", "=", team.id),
                        ("is_support_late", "=", True),
                    ]
                ).select(),
                mentored=mentoring._search([team_of]).select(),
                meetings=meetings._search([team_of, *week]).select(),
            )
        )
        found = {
            "monday": monday,
            "late": defaultdict(list),
            "silent": defaultdict(list),
            "mentored": {},
            "supervision": "",
        }
        for kind, user_id, record_id, ref, day in rows:
            match kind:
                case "mentored":
                    found[kind][user_id] = day
                case "supervision":
                    found[kind] = fields.Date.to_string(day) or ""
                case _:
                    found[kind][user_id].append((record_id, ref))
        return found
