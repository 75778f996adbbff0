"""The pivots of `script/bench leader`, each with the bare SQL of the same figures.

The SQL is written by hand against the tables, in the fastest way that was found, for
what the reader gets to see: the rows within reach, with the teams, the people covered
and the companies as plain numbers; groups that are told from their sums; in the order
of the screen.
"""

from dataclasses import dataclass

CONTACTS, JOBS, FUNNEL = (
    f"ips.{name}.report" for name in ("contact", "placement", "funnel")
)
# Who reads, as plain numbers
CONTACT_READER = """(c.user_id = %(uid)s OR c.team_id = ANY (%(teams)s))
           AND c.company_id = ANY (%(companies)s)"""
CLIENT_READER = """(client.user_id = %(uid)s OR client.team_id = ANY (%(teams)s)
                OR client.id = ANY (%(covered)s))
           AND client.company_id = ANY (%(companies)s)"""
BARE_CONTACTS = f"""
    SELECT figures.* FROM (
        SELECT GROUPING ({{keys}}), {{columns}}, COUNT(*), {{figures}}
          FROM ips_employer_contact AS c {{joins}}
         WHERE c.state = 'done' AND c.week_start >= %(since)s AND {CONTACT_READER}
      GROUP BY GROUPING SETS ({{sets}})) AS figures {{names}}
  ORDER BY {{order}}"""
BARE_JOBS = f"""
    SELECT GROUPING ({{key}}), {{key}}, COUNT(*), {{figures}}
      FROM ips_placement AS p
      JOIN ips_client AS client ON client.id = p.client_id
     WHERE p.kind = 'job' AND p.never_began IS NOT TRUE
       AND p.start_date BETWEEN %(since)s AND %(today)s AND {CLIENT_READER}
  GROUP BY GROUPING SETS ((), ({{key}}))
  ORDER BY {{key}}"""
PLACE = """
      LEFT JOIN res_partner AS place ON place.id = c.employer_id
      LEFT JOIN res_partner AS whole ON whole.id = c.company_partner_id"""
# As the analyses have it: all visits ranked by a window take longer
VISITS = """
      LEFT JOIN LATERAL (
           SELECT ARRAY_AGG(first.id ORDER BY first.date, first.id) AS ids
             FROM (SELECT id, date FROM ips_employer_contact AS visit
                    WHERE visit.company_partner_id = c.company_partner_id
                      AND visit.state = 'done' AND visit.channel = 'in_person'
                 ORDER BY date, id
                    LIMIT 2) AS first) AS visits ON TRUE"""
VISIT = """CASE WHEN c.channel = 'in_person'
           THEN COALESCE(ARRAY_POSITION(visits.ids, c.id), 3) ELSE 0 END"""
# As the analyses have it: people joined to the lines take four times as long
FITTING = f"""
      LEFT JOIN (SELECT DISTINCT line.contact_id
                   FROM ips_employer_contact_client AS line
                  WHERE line.matches_wishes = 'yes' AND line.client_id = ANY (ARRAY(
                        SELECT id FROM ips_client AS client WHERE {CLIENT_READER}))
                ) AS fitting ON fitting.contact_id = c.id"""
BARE_FUNNEL = f"""
    SELECT GROUPING (step), step, COUNT(*) FROM (
        SELECT 1 AS step FROM ips_employer_contact AS c
         WHERE c.state = 'done' AND c.week_start >= %(since)s AND {CONTACT_READER}
     UNION ALL
        SELECT 2 FROM ips_employer_contact AS c
          JOIN ips_employer_contact_lead_rel AS found ON found.contact_id = c.id
         WHERE c.state = 'done' AND c.week_start >= %(since)s AND {CONTACT_READER}
           AND NOT EXISTS (
               SELECT FROM ips_employer_contact_lead_rel AS known
                 JOIN ips_employer_contact AS earlier ON earlier.id = known.contact_id
                WHERE known.lead_id = found.lead_id AND earlier.state = 'done'
                  AND (earlier.date, earlier.id) < (c.date, c.id))
     UNION ALL
        SELECT step FROM ips_match AS m
          JOIN ips_client AS client ON client.id = m.client_id
    CROSS JOIN LATERAL (VALUES (3, m.introduced_on), (4, m.interviewed_on))
               AS event (step, day)
         WHERE event.day >= %(since)s AND {CLIENT_READER}
     UNION ALL
        SELECT step FROM ips_placement AS p
          JOIN ips_client AS client ON client.id = p.client_id
    CROSS JOIN LATERAL (VALUES
               (5, p.start_date, TRUE),
               (6, p.start_date + 90, p.hours_week >= 7 AND
                   (p.end_date IS NULL OR p.end_date >= p.start_date + 90))
               ) AS event (step, day, holds)
         WHERE p.kind = 'job' AND p.never_began IS NOT TRUE AND event.holds
           AND event.day BETWEEN %(since)s AND %(today)s AND {CLIENT_READER}
    ) AS steps
  GROUP BY GROUPING SETS ((), (step))
  ORDER BY step"""


@dataclass
class Pivot:
    """One pivot, and the bare SQL of the same figures.

    ``row`` and ``column`` are groups of the browser's; ``figures`` are its measures.
    """

    title: str
    model: str
    row: str
    column: str
    figures: list
    bare: str
    domain: tuple = (("week_start", ">=", "today -monday -357d"),)

    @property
    def groupbys(self):
        """All that is grouped by."""
        return [name for name in (self.row, self.column) if name]

    def sets(self):
        """Groups of rows, of columns and of both, as the browser asks for them."""
        one = [[], [self.row]]
        both = [*one, [self.column], [self.row, self.column]]
        return both if self.column else one


@dataclass(frozen=True)
class Group:
    """What rows or columns are grouped by, in SQL, and the order that it has there."""

    key: str
    order: str = ""
    #: Of ``order``; ``{key}`` is the column of the groups
    join: str = ""


def records_of(table, key, order):
    """Groups of records, in the order that these have everywhere."""
    order = ", ".join(f"{table}.{column}" for column in order)
    return Group(key, order, f"LEFT JOIN {table} ON {table}.id = {{key}}")


COACHES = Group(
    "c.user_id",
    "person.name, coach.login",
    "LEFT JOIN res_users AS coach ON coach.id = {key}"
    " LEFT JOIN res_partner AS person ON person.id = coach.partner_id",
)
TEAMS = records_of("crm_team", "c.team_id", ["sequence", "create_date DESC", "id DESC"])
MONTHS = Group("date_trunc('month', c.day::timestamp)::date")


def contacts(title, row, column, figures, bare_row, bare_column, bare, joins=""):
    """A pivot of contacts with its SQL."""
    groups = [group for group in (bare_row, bare_column) if group]
    keys = [group.key for group in groups]
    columns = [f"key_{number}" for number in range(len(keys))]
    text = BARE_CONTACTS.format(
        keys=", ".join(keys),
        columns=", ".join(map("{} AS {}".format, keys, columns)),
        figures=bare,
        joins=joins,
        sets=", ".join(f"({k})" for k in dict.fromkeys(["", *keys, ", ".join(keys)])),
        names=" ".join(
            group.join.format(key=name)
            for group, name in zip(groups, columns, strict=True)
        ),
        order=", ".join(
            group.order or name for group, name in zip(groups, columns, strict=True)
        ),
    )
    return Pivot(title, CONTACTS, row, column, figures, text)


def pivots(row, row_group):
    """Those that people open: the default ones, and each kind of column once.

    :param str row: the coach for a leader; the team for whoever has sixty of them
    :param row_group: the same for the SQL by hand
    """
    counted = "SUM(c.is_counted::int)"
    quarter = "date_trunc('quarter', p.start_date::timestamp)::date"
    return [
        contacts(
            "counted by week",
            row,
            "week_start:day",
            ["counted:sum"],
            row_group,
            Group("c.week_start"),
            counted,
        ),
        contacts(
            "shares by month",
            row,
            "month_start:month",
            ["share_in_person:avg", "share_decision_maker:avg", "duration:sum"],
            row_group,
            MONTHS,
            "AVG((c.channel = 'in_person')::int), AVG(c.decision_maker_met::int),"
            " SUM(c.duration)",
        ),
        contacts(
            "by visit",
            row,
            "visit",
            ["contacts:sum", "leads_found:sum"],
            row_group,
            Group(VISIT),
            "COUNT(*), SUM((SELECT COUNT(*) FROM ips_employer_contact_lead_rel AS rel"
            " WHERE rel.contact_id = c.id))",
            VISITS,
        ),
        contacts(
            "matching wishes",
            row,
            "",
            ["client_specific:sum", "matching:sum"],
            row_group,
            None,
            "SUM(c.is_client_specific::int), SUM((c.is_client_specific"
            " AND fitting.contact_id IS NOT NULL)::int)",
            FITTING,
        ),
        contacts(
            "industry by municipality",
            "industry_id",
            "municipality_id",
            ["counted:sum"],
            records_of(
                "res_partner_industry",
                "COALESCE(place.industry_id, whole.industry_id)",
                ["name->>'en_US'", "id"],
            ),
            records_of(
                "ips_municipality",
                "COALESCE(place.municipality_id, whole.municipality_id)",
                ["name->>'en_US'", "id"],
            ),
            counted,
            PLACE,
        ),
        contacts(
            "purpose by outcome",
            "purpose_id",
            "outcome_id",
            ["contacts:sum"],
            records_of("ips_contact_purpose", "c.purpose_id", ["sequence", "id"]),
            records_of("ips_contact_outcome", "c.outcome_id", ["sequence", "id"]),
            "COUNT(*)",
        ),
        Pivot(
            "jobs by quarter of the start",
            JOBS,
            "month_start:quarter",
            "",
            ["starts:sum", "running:sum", "reached_13_weeks:sum"],
            BARE_JOBS.format(
                key=quarter,
                figures="COUNT(*), SUM((p.end_date IS NULL OR p.end_date >="
                " %(today)s)::int), SUM((p.hours_week >= 7 AND p.start_date + 90 <="
                " LEAST(%(today)s, p.end_date))::int)",
            ),
            domain=(
                ("kind", "=", "job"),
                ("week_start", ">=", "today -monday -357d"),
                ("week_start", "<=", "today"),
                ("starts", "=", 1),
            ),
        ),
        Pivot("the funnel", FUNNEL, "step", "", [], BARE_FUNNEL),
    ]
