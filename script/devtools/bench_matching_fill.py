"""Fills the database of `script/bench matching`, inside `odoo shell`.

A region's worth of work: 2,000 coaches in teams of ten, 40,000 job seekers with three
wishes each and 5,000 openings. All figures follow from running numbers, none is random,
so that two databases hold the same. What people state goes in by plain SQL, and what
the add-on stores to compare it is left to the add-on's own code.
"""

from odoo.tools import SQL

from devtools import bench_matching_peer

COACHES, PEOPLE, OPENINGS = 2000, 40000, 5000
TEAM = 10
EMPLOYERS = 200
LEADER = "bench-leader"
#: Lists of terms, by the names of their models.
TERMS = ("work_condition", "licence", "language")
COACH_STATEMENTS = (
    """INSERT INTO res_partner (name, active, type, is_company, lang)
       SELECT 'Bench coach ' || n, TRUE, 'contact', FALSE, 'en_US'
         FROM generate_series(0, %(coaches)s - 1) n""",
    """INSERT INTO res_users (company_id, partner_id, login, notification_type,
                              active, share)
       SELECT %(company)s, id, 'bench-' || SUBSTRING(name FROM 13), 'email', TRUE, FALSE
         FROM res_partner WHERE name LIKE 'Bench coach %%'""",
    """INSERT INTO res_company_users_rel (cid, user_id)
       SELECT %(company)s, id FROM res_users WHERE login ~ '^bench-[0-9]'""",
    """INSERT INTO res_groups_users_rel (gid, uid)
       SELECT %(group)s, id FROM res_users WHERE login ~ '^bench-[0-9]'""",
    """INSERT INTO crm_team_member (crm_team_id, user_id, active, fte)
       SELECT (%(teams)s::int[])[1 + SUBSTRING(login FROM 7)::int / %(team)s], id,
              TRUE, 1
         FROM res_users WHERE login ~ '^bench-[0-9]'""",
)
PEOPLE_STATEMENT = """
    INSERT INTO ips_client (ref, user_id, team_id, company_id, phase,
           is_job_seeker, entry_date, municipality_id, max_distance_km,
           hours_min, hours_max, shift_day, shift_evening, shift_weekend,
           available_from)
    SELECT 'B' || n, member.user_id, member.crm_team_id, %(company)s,
           'searching', TRUE, CURRENT_DATE - (n %% 300),
           place.ids[1 + n %% CARDINALITY(place.ids)], (n %% 5) * 15,
           (n %% 4) * 10, CASE n %% 4 WHEN 0 THEN 0 ELSE (n %% 4) * 10 + 10 END,
           (ARRAY['yes', NULL, 'no'])[1 + n %% 3],
           (ARRAY['yes', NULL, 'no'])[1 + n / 3 %% 3],
           (ARRAY['yes', NULL, 'no'])[1 + n / 9 %% 3],
           CASE WHEN n / 7 %% 2 = 0 THEN CURRENT_DATE + n %% 90 END
      FROM generate_series(0, %(people)s - 1) n
      JOIN (SELECT user_id, crm_team_id,
                   ROW_NUMBER() OVER (ORDER BY user_id) - 1 AS number
              FROM crm_team_member
              JOIN res_users ON res_users.id = user_id
             WHERE login ~ '^bench-[0-9]') member
        ON member.number = n %% %(coaches)s
CROSS JOIN (SELECT ARRAY_AGG(id ORDER BY id) AS ids FROM ips_municipality) place
"""
# Two to want and every other time one to avoid; now and then an industry
WISHES_STATEMENT = """
    INSERT INTO ips_client_wish (client_id, company_id, kind, strength,
           occupation_id, industry_id, own_words)
    SELECT client.id, client.company_id,
           CASE WHEN k = 2 AND client.id %% 2 = 0 THEN 'avoids' ELSE 'wants' END,
           (1 + (client.id + k) %% 3)::text,
           CASE WHEN number.wish %% 10 > 0
                THEN (%(ids)s::int[])[1 + number.wish %% %(count)s] END,
           CASE WHEN number.wish %% 10 = 0
                THEN industry.ids[1 + client.id %% CARDINALITY(industry.ids)] END,
           CASE WHEN number.wish %% 4 = 0 THEN 'In own words ' || client.id END
      FROM ips_client client
CROSS JOIN generate_series(0, 2) k
CROSS JOIN LATERAL (SELECT client.id * 7 + k * 31 AS wish) number
CROSS JOIN (SELECT ARRAY_AGG(id ORDER BY id) AS ids FROM res_partner_industry) industry
     WHERE client.ref ~ '^B[0-9]+$'
"""
OPENINGS_STATEMENT = """
    INSERT INTO crm_lead (name, type, active, is_job_opening, team_id, stage_id,
           company_id, employer_id, municipality_id, occupation_id, positions,
           positions_filled, hours_min, hours_max, shift_day, shift_evening,
           available_from)
    SELECT 'Bench opening ' || n, 'opportunity', TRUE, TRUE,
           (%(teams)s::int[])[1 + n %% CARDINALITY(%(teams)s::int[])], %(stage)s,
           %(company)s,
           (%(employers)s::int[])[1 + n %% CARDINALITY(%(employers)s::int[])],
           place.ids[1 + n %% CARDINALITY(place.ids)],
           (%(ids)s::int[])[1 + n %% %(count)s], 1, 0, (n %% 3) * 10,
           (n %% 3) * 10 + 15, (ARRAY['yes', NULL])[1 + n %% 2],
           (ARRAY['yes', NULL])[1 + n / 2 %% 2], CURRENT_DATE + n %% 60
      FROM generate_series(0, %(openings)s - 1) n
CROSS JOIN (SELECT ARRAY_AGG(id ORDER BY id) AS ids FROM ips_municipality) place
"""


def fill(env):
    """Fill an empty database with all that is measured, and commit it."""
    company = env.company
    teams = _fill_coaches(env, company)
    occupations = env["ips.occupation"].search([("level", "in", ("3", "4"))])
    asked = {"ids": occupations.ids, "count": len(occupations)}
    values = {"company": company.id, "people": PEOPLE, "coaches": COACHES}
    env.cr.execute(PEOPLE_STATEMENT, values)
    env.cr.execute(WISHES_STATEMENT, asked)
    _fill_openings(env, company, teams, asked)
    # Everyone has one or two of each list; two openings in five ask for a licence
    _fill_terms(env, "ips_client", "TRUE", every=7)
    _fill_terms(env, "crm_lead", "record.name LIKE 'Bench opening %%'", every=20)
    bench_matching_peer.fill(env, company, PEOPLE)
    _compute(env)
    env.cr.commit()


def _fill_coaches(env, company):
    """Teams with their coaches; the first one has a leader who coaches nobody."""
    group = env.ref("ips_employer_crm.group_ips_coach")
    teams = env["crm.team"].create(
        [
            {"name": f"Bench {n}", "use_job_openings": True, "company_id": company.id}
            for n in range(COACHES // TEAM)
        ]
    )
    values = {"name": "Bench leader", "login": LEADER, "group_ids": group.ids}
    teams[0].user_id = env["res.users"].create(values)
    env.flush_all()
    for statement in COACH_STATEMENTS:
        env.cr.execute(
            statement,
            {
                "coaches": COACHES,
                "company": company.id,
                "group": group.id,
                "teams": teams.ids,
                "team": TEAM,
            },
        )
    return teams


def _fill_openings(env, company, teams, asked):
    """Openings of a few hundred employers, in all municipalities."""
    industries = env["res.partner.industry"].search([])
    employers = env["res.partner"].create(
        [
            {
                "name": f"Bench employer {n}",
                "is_company": True,
                "is_employer": True,
                "industry_id": industries[n % len(industries)].id,
            }
            for n in range(EMPLOYERS)
        ]
    )
    env.flush_all()
    stage = env["crm.stage"].search(
        [("is_job_opening", "=", True), ("is_won", "=", False)], limit=1
    )
    env.cr.execute(
        OPENINGS_STATEMENT,
        {
            **asked,
            "teams": teams.ids,
            "stage": stage.id,
            "company": company.id,
            "employers": employers.ids,
            "openings": OPENINGS,
        },
    )


def _fill_terms(env, table, condition, every):
    """Give records some values of each list of terms."""
    for kind in TERMS:
        env.cr.execute(
            SQL(
                """INSERT INTO %(relation)s (%(record_id)s, %(value_id)s)
                   SELECT record.id, value.id FROM %(table)s record
                     JOIN %(values)s value
                       ON (record.id + value.id) %% %(every)s = 0
                    WHERE %(condition)s""",
                relation=SQL.identifier(f"{table}_ips_{kind}_rel"),
                record_id=SQL.identifier(f"{table}_id"),
                value_id=SQL.identifier(f"ips_{kind}_id"),
                table=SQL.identifier(table),
                values=SQL.identifier(f"ips_{kind}"),
                every=every,
                condition=SQL(condition),
            )
        )


def _compute(env):
    """Let the add-on work out what it stores of that in order to compare."""
    env.invalidate_all()
    for model, names in env["ips.match.suggestion"]._depends.items():
        records = env[model]
        for field in map(records._fields.get, names):
            if not (field.store and field.compute):
                continue
            table, column = SQL.identifier(records._table), SQL.identifier(field.name)
            missing = SQL(
                "SELECT id FROM %s WHERE %s IS NULL ORDER BY id", table, column
            )
            ids = [row[0] for row in env.execute_query(missing)]
            env.add_to_compute(field, records.browse(ids))
        env.flush_all()
        env.invalidate_all()
