"""script/bench matching: people for an opening and openings for a person, at scale.

Run by `odoo shell`, which defines `env`, in a database of its own that this fills once:
2,000 coaches in teams of ten, 40,000 job seekers with three wishes each and 5,000
openings; and for the peer 40,000 applicants with three skills each. The peer is Odoo's
own match score (hr_recruitment_skills); the floor is the bare SQL of the same rows.
"""
# ruff: noqa: F821  `env` is odoo shell's

import os
import statistics
import time

from odoo.sql_db import Cursor
from odoo.tools import SQL

ROUNDS = int(os.environ["BENCH_ROUNDS"])
COACHES, PEOPLE, OPENINGS = 2000, 40000, 5000
TEAM = 10


def fill():
    """Fill the database with plain SQL; the figures are spread by hashes, not random."""
    company = env.company
    teams = env["crm.team"].create(
        [
            {"name": f"Bench {n}", "use_job_openings": True, "company_id": company.id}
            for n in range(COACHES // TEAM)
        ]
    )
    group = env.ref("ips_employer_crm.group_ips_coach")
    env.flush_all()
    run = env.cr.execute
    run(
        """INSERT INTO res_partner (name, company_id, active, type, is_company, lang)
           SELECT 'Bench coach ' || n, NULL, TRUE, 'contact', FALSE, 'en_US'
             FROM generate_series(0, %s) n""",
        [COACHES - 1],
    )
    run(
        """INSERT INTO res_users (company_id, partner_id, login, notification_type,
                                  active, share)
           SELECT %s, id, 'bench-' || SUBSTRING(name FROM 13), 'email', TRUE, FALSE
             FROM res_partner WHERE name LIKE 'Bench coach %%'""",
        [company.id],
    )
    run(
        """INSERT INTO res_company_users_rel (cid, user_id)
           SELECT %s, id FROM res_users WHERE login LIKE 'bench-%%'""",
        [company.id],
    )
    run(
        """INSERT INTO res_groups_users_rel (gid, uid)
           SELECT %s, id FROM res_users WHERE login LIKE 'bench-%%'""",
        [group.id],
    )
    run(
        """INSERT INTO crm_team_member (crm_team_id, user_id, active, fte)
           SELECT (%s::int[])[1 + SUBSTRING(login FROM 7)::int / %s], id, TRUE, 1
             FROM res_users WHERE login LIKE 'bench-%%'""",
        [teams.ids, TEAM],
    )
    run(
        """INSERT INTO ips_client (ref, user_id, team_id, company_id, phase,
               is_job_seeker, entry_date, municipality_id, max_distance_km,
               hours_min, hours_max, shift_day, shift_evening, shift_weekend)
           SELECT 'B' || n, member.user_id, member.crm_team_id, %(company)s,
               'searching', TRUE, CURRENT_DATE - (n %% 300),
               place.ids[1 + n %% CARDINALITY(place.ids)], (n %% 5) * 15,
               (n %% 4) * 10, CASE n %% 4 WHEN 0 THEN 0 ELSE (n %% 4) * 10 + 10 END,
               (ARRAY['yes', NULL, 'no'])[1 + n %% 3],
               (ARRAY['yes', NULL, 'no'])[1 + n / 3 %% 3],
               (ARRAY['yes', NULL, 'no'])[1 + n / 9 %% 3]
             FROM generate_series(0, %(people)s - 1) n
             JOIN (SELECT user_id, crm_team_id,
                          ROW_NUMBER() OVER (ORDER BY user_id) - 1 AS number
                     FROM crm_team_member
                     JOIN res_users ON res_users.id = user_id
                    WHERE login LIKE 'bench-%%') member
               ON member.number = n %% %(coaches)s
       CROSS JOIN (SELECT ARRAY_AGG(id ORDER BY id) AS ids FROM ips_municipality) place
        """,
        {"company": company.id, "people": PEOPLE, "coaches": COACHES},
    )
    occupations = env["ips.occupation"].search([("level", "in", ("3", "4"))])
    run(
        """INSERT INTO ips_client_wish (client_id, company_id, kind, strength,
               strength_points, occupation_id, code_1, code_2, code_3, code_4)
           SELECT client.id, client.company_id,
               CASE WHEN k = 2 AND client.id %% 2 = 0 THEN 'avoids' ELSE 'wants' END,
               (1 + (client.id + k) %% 3)::text, 1 + (client.id + k) %% 3,
               occupation.id, ('1' || LEFT(occupation.code, 1))::int,
               ('1' || LEFT(occupation.code, 2))::int,
               ('1' || LEFT(occupation.code, 3))::int,
               CASE WHEN LENGTH(occupation.code) = 4
                    THEN ('1' || occupation.code)::int ELSE 0 END
             FROM ips_client client
       CROSS JOIN generate_series(0, 2) k
             JOIN ips_occupation occupation ON occupation.id =
                  (%(ids)s::int[])[1 + (client.id * 7 + k * 31) %% %(count)s]
            WHERE client.ref LIKE 'B%%' AND client.ref NOT LIKE '%%-%%'""",
        {"ids": occupations.ids, "count": len(occupations)},
    )
    for kind in ("work_condition", "licence", "language"):
        run(
            SQL(
                """INSERT INTO %(table)s (ips_client_id, %(column)s)
                   SELECT client.id, value.id FROM ips_client client
                     JOIN %(values)s value ON (client.id + value.id) %% 7 = 0
                    WHERE client.ref NOT LIKE '%%-%%'""",
                table=SQL.identifier(f"ips_client_ips_{kind}_rel"),
                column=SQL.identifier(f"ips_{kind}_id"),
                values=SQL.identifier(f"ips_{kind}"),
            )
        )
    employers = env["res.partner"].create(
        [
            {"name": f"Bench employer {n}", "is_company": True, "is_employer": True}
            for n in range(200)
        ]
    )
    env.flush_all()
    stage = env["crm.stage"].search(
        [("is_job_opening", "=", True), ("is_won", "=", False)], limit=1
    )
    run(
        """INSERT INTO crm_lead (name, type, active, is_job_opening, team_id, stage_id,
               company_id, employer_id, municipality_id, occupation_id, positions,
               positions_filled, hours_min, hours_max, shift_day, shift_evening,
               available_from)
           SELECT 'Bench opening ' || n, 'opportunity', TRUE, TRUE,
               (%(teams)s::int[])[1 + n %% CARDINALITY(%(teams)s::int[])], %(stage)s,
               %(company)s, (%(employers)s::int[])[1 + n %% 200],
               place.ids[1 + n %% CARDINALITY(place.ids)],
               (%(ids)s::int[])[1 + n %% %(count)s], 1, 0, (n %% 3) * 10,
               (n %% 3) * 10 + 15, (ARRAY['yes', NULL])[1 + n %% 2],
               (ARRAY['yes', NULL])[1 + n / 2 %% 2], CURRENT_DATE + n %% 60
             FROM generate_series(0, %(openings)s - 1) n
       CROSS JOIN (SELECT ARRAY_AGG(id ORDER BY id) AS ids FROM ips_municipality) place
        """,
        {
            "teams": teams.ids,
            "stage": stage.id,
            "company": company.id,
            "employers": employers.ids,
            "ids": occupations.ids,
            "count": len(occupations),
            "openings": OPENINGS,
        },
    )
    run(
        """INSERT INTO crm_lead_ips_work_condition_rel (crm_lead_id,
                                                        ips_work_condition_id)
           SELECT lead.id, value.id FROM crm_lead lead
             JOIN ips_work_condition value ON (lead.id + value.id) % 6 = 0
            WHERE lead.name LIKE 'Bench opening %'""",
    )
    for table in ("ips_client", "crm_lead"):
        run(
            SQL(
                """UPDATE %(table)s AS terms
                      SET terms_key = JSONB_BUILD_OBJECT(%(keys)s)
                    WHERE terms.id IN (SELECT id FROM %(table)s WHERE %(label)s)""",
                table=SQL.identifier(table),
                keys=SQL(", ").join(key_sql(table)),
                label=SQL("ref NOT LIKE '%%-%%'")
                if table == "ips_client"
                else SQL("name LIKE 'Bench opening %%'"),
            )
        )
    fill_peer(company)
    env.cr.commit()
    run("ANALYZE")
    env.cr.commit()


def key_sql(table):
    """Name and value of the lists that the add-on keeps in one column."""
    for kind in ("work_condition", "licence", "language"):
        rows = SQL(
            "SELECT %s FROM %s WHERE %s = terms.id",
            SQL.identifier(f"ips_{kind}_id"),
            SQL.identifier(f"{table}_ips_{kind}_rel"),
            SQL.identifier(f"{table}_id"),
        )
        yield SQL("%s, ARRAY(%s)::text", kind.removeprefix("work_"), rows)
    yield SQL(
        """'opposite', (ARRAY(
            SELECT condition.opposite_id FROM %s rel
              JOIN ips_work_condition condition
                ON condition.id = rel.ips_work_condition_id
             WHERE rel.%s = terms.id AND condition.opposite_id IS NOT NULL))::text""",
        SQL.identifier(f"{table}_ips_work_condition_rel"),
        SQL.identifier(f"{table}_id"),
    )


def fill_peer(company):
    """Applicants with three skills each, and a job that asks for five."""
    run = env.cr.execute
    kind = env["hr.skill.type"].create({"name": "Bench"})
    level = env["hr.skill.level"].create(
        {"name": "Good", "level_progress": 50, "skill_type_id": kind.id}
    )
    skills = env["hr.skill"].create(
        [{"name": f"Bench {n}", "skill_type_id": kind.id} for n in range(300)]
    )
    job = env["hr.job"].create({"name": "Bench"})
    env["hr.job.skill"].create(
        [
            {
                "job_id": job.id,
                "skill_id": skill.id,
                "skill_level_id": level.id,
                "skill_type_id": kind.id,
            }
            for skill in skills[:5]
        ]
    )
    env.flush_all()
    run(
        """INSERT INTO hr_applicant (partner_name, active, company_id,
                                     kanban_state)
           SELECT 'Bench ' || n, TRUE, %s, 'normal' FROM generate_series(1, %s) n""",
        [company.id, PEOPLE],
    )
    run(
        """INSERT INTO hr_applicant_skill (applicant_id, skill_id, skill_level_id,
                                           skill_type_id, valid_from)
           SELECT applicant.id,
                  (%s::int[])[1 + (applicant.id * 7 + k * 31) %% 300], %s, %s,
                  CURRENT_DATE
             FROM hr_applicant applicant CROSS JOIN generate_series(0, 2) k
            WHERE applicant.partner_name LIKE 'Bench %%'""",
        [skills.ids, level.id, kind.id],
    )


if not env["ips.client"].search_count([("ref", "=", "B1")], limit=1):
    fill()

COLUMNS = {
    "score": {},
    "client_id": {"fields": {"display_name": {}}},
    "lead_id": {"fields": {"display_name": {}}},
    "waited_days": {},
    "distance_km": {},
    **{
        name: {}
        for name in env["ips.match.suggestion"]._fields
        if name.startswith("verdict_")
    },
}
coach = env["res.users"].search([("login", "=", "bench-7")])
team = env["crm.team.member"].search([("user_id", "=", coach.id)]).crm_team_id
leader = env["res.users"].search([("login", "=", f"bench-{COACHES - 1}")])
team.user_id = leader
env.flush_all()
env.cr.commit()
openings = env["crm.lead"].search([("name", "=like", "Bench opening %")], limit=60)
opening = openings[0]
client = env["ips.client"].search([("user_id", "=", coach.id)], limit=1)
job = env["hr.job"].search([("name", "=", "Bench")], limit=1)
everyone = env["ips.match.suggestion"].sudo()


def suggest(user, domain, limit=None):
    """What a screen asks for, as that user."""
    rows = everyone if user is None else everyone.with_user(user)
    return rows.web_search_read(domain, COLUMNS, limit=limit)["records"]


def bare(domain, user):
    """The same rows by SQL alone, without rules, records or labels."""
    query = everyone.with_user(user or env.user)._search(domain, bypass_access=True)
    names = [SQL.identifier(query.table, name) for name in COLUMNS]
    env.cr.execute(query.select(*names))
    return env.cr.fetchall()


def peer(count):
    """Odoo's own score of as many applicants for one job."""
    applicants = env["hr.applicant"].with_context(matching_job_id=job.id)
    rows = applicants.search([("partner_name", "=like", "Bench %")], limit=count)
    return rows.mapped("matching_score")


FOR_OPENING = [("lead_id", "=", opening.id)]
MINE = [*FOR_OPENING, ("user_id", "=", coach.id)]
FOR_PERSON = [("client_id", "=", client.id)]
TEAMS = [("lead_id", "in", openings.ids)]
STEPS = {
    "a coach's people for an opening": lambda: suggest(coach, FOR_OPENING),
    "  bare SQL of the same": lambda: bare(MINE, None),
    "  peer: score of 20 applicants": lambda: peer(20),
    "openings for a person, first 80": lambda: suggest(coach, FOR_PERSON, 80),
    "a leader's 200 people for 60 openings, first 80": lambda: suggest(
        leader, TEAMS, 80
    ),
    "  peer: score of 200 applicants": lambda: peer(200),
    "everyone for one opening, first 80": lambda: suggest(None, FOR_OPENING, 80),
    "  bare SQL of the same, all 40,000": lambda: bare(FOR_OPENING, None),
}
times = {name: [] for name in STEPS}
queries = {}
execute = Cursor.execute
for number in range(ROUNDS + 1):
    for name, step in STEPS.items():
        env.invalidate_all()
        counted = []

        def counting(cursor, query, *args, counted=counted, **kwargs):
            counted.append(query)
            return execute(cursor, query, *args, **kwargs)

        Cursor.execute = counting
        start = time.perf_counter()
        step()
        elapsed = (time.perf_counter() - start) * 1000
        Cursor.execute = execute
        if number:  # the first round fills the caches
            times[name].append(elapsed)
            queries[name] = len(counted)
for name, values in times.items():
    values.sort()
    p95 = values[int(len(values) * 0.95)]
    print(
        f"BENCH {name:50} median {statistics.median(values):7.1f} ms"
        f"   p95 {p95:7.1f} ms   queries {queries[name]}"
    )
start = time.perf_counter()
peer(PEOPLE)
elapsed = time.perf_counter() - start
print(f"BENCH {'  peer: score of 40,000 applicants, once':50} {elapsed * 1000:14.1f} ms")
env.cr.rollback()
