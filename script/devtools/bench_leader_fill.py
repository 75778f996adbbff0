"""Fills the database of `script/bench leader`, inside `odoo shell`.

A large region after four years: 60 teams of ten coaches, 1,000,000 employer contacts
with 12,000 companies and their workplaces (about eight a week for each coach), 500,000
of them for somebody, 100,000 openings, 12,000 people, 40,000 pairs taken up and 20,000
jobs. All figures follow from running numbers, none is random. It goes in by plain SQL;
what the add-on would have computed is compared with its own code at the end.
"""

import sys

CONTACTS, TEAMS, TEAM, WEEKS = 1_000_000, 60, 10, 208
COMPANIES, CASELOAD, PAIRS, JOBS = 12_000, 20, 40_000, 20_000
COACHES = TEAMS * TEAM
# Leads the first team; is a deputy of all
LEADER, REGION = "bench-leader", "bench-region"

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
    # Coaches by their numbers, for all that follows
    """CREATE TEMPORARY TABLE coach AS
       SELECT SUBSTRING(login FROM 7)::int AS n, user_id, crm_team_id AS team_id
         FROM res_users
         JOIN crm_team_member AS member ON member.user_id = res_users.id
        WHERE login ~ '^bench-[0-9]'""",
    """CREATE UNIQUE INDEX ON coach (n)""",
)
# Every company has a workplace in another municipality
EMPLOYER_STATEMENTS = (
    """INSERT INTO res_partner (name, active, type, is_company, is_employer, lang,
                                employer_stage, industry_id, municipality_id)
       SELECT 'Bench company ' || n, TRUE, 'contact', TRUE, TRUE, 'en_US', 'introduced',
              (%(industries)s::int[])[1 + n %% CARDINALITY(%(industries)s::int[])],
              (%(places)s::int[])[1 + n %% CARDINALITY(%(places)s::int[])]
         FROM generate_series(0, %(companies)s - 1) n""",
    """INSERT INTO res_partner (name, active, type, is_company, is_employer, lang,
                                parent_id, municipality_id)
       SELECT 'Bench workplace ' || SUBSTRING(name FROM 15), TRUE, 'contact', TRUE,
              TRUE, 'en_US', id,
              (%(places)s::int[])[1 + id %% CARDINALITY(%(places)s::int[])]
         FROM res_partner WHERE name LIKE 'Bench company %%'""",
    """UPDATE res_partner SET commercial_partner_id = id
        WHERE name LIKE 'Bench company %%' OR name LIKE 'Bench workplace %%'""",
    """CREATE TEMPORARY TABLE employer AS
       SELECT SUBSTRING(company.name FROM 15)::int AS n, company.id AS company_id,
              workplace.id AS workplace_id
         FROM res_partner AS company
         JOIN res_partner AS workplace ON workplace.parent_id = company.id
        WHERE company.name LIKE 'Bench company %%'""",
    """CREATE UNIQUE INDEX ON employer (n)""",
)
# A coach has 20 employers, and now and then those of a colleague of the team
CONTACT_STATEMENT = """
    INSERT INTO ips_employer_contact (
           employer_id, company_partner_id, user_id, team_id, company_id, date, day,
           week_start, channel, state, made_by, decision_maker_met, is_client_specific,
           purpose_id, outcome_id, duration, travel_duration, distance_km, rule_id,
           is_counted, count_reason, create_date)
    SELECT place, company_id, user_id, team_id, %(company)s,
           day + time '09:00' + k %% 5 * interval '1 hour', day, monday, channel,
           'done', 'coach', decides, specific,
           (%(purposes)s::int[])[1 + k %% CARDINALITY(%(purposes)s::int[])],
           (%(outcomes)s::int[])[1 + k / 2 %% CARDINALITY(%(outcomes)s::int[])],
           0.25 + k %% 4 * 0.25, 0.5, k %% 40, %(rule)s,
           channel = 'in_person' AND decides,
           CASE WHEN channel <> 'in_person' THEN 'channel'
                WHEN decides THEN 'counted' ELSE 'no_decision_maker' END,
           now()
      FROM (
    SELECT CASE WHEN k %% 2 = 0 THEN employer.company_id ELSE employer.workplace_id END
               AS place,
           employer.company_id, coach.user_id, coach.team_id, week.monday, one.k,
           week.monday + one.k %% 5 AS day,
           (ARRAY['in_person', 'in_person', 'in_person', 'in_person', 'phone',
                  'in_person', 'email', 'in_person', 'remote'])[1 + one.k %% 9]
               AS channel,
           one.k %% 7 <> 0 AS decides,
           one.k %% 2 = 0 AS specific
      FROM generate_series(0, %(contacts)s - 1) number (n)
CROSS JOIN LATERAL (SELECT number.n / %(coaches)s AS k) one
CROSS JOIN LATERAL (
           SELECT date_trunc('week', CURRENT_DATE)::date - 7 * (one.k %% %(weeks)s)
               AS monday) week
      JOIN coach ON coach.n = number.n %% %(coaches)s
      JOIN employer
        ON employer.n = (coach.n * 20 + one.k * 7 %% 23) %% %(companies)s
           ) AS contact
"""
REST_STATEMENTS = (
    """INSERT INTO ips_coach_week (user_id, team_id, company_id, week_start,
                                   absent_days, review_date, reviewed_counted)
       SELECT user_id, team_id, %(company)s,
              date_trunc('week', CURRENT_DATE)::date - 7 * week, week %% 3,
              CASE WHEN week > 2 THEN now() END, 6
         FROM coach, generate_series(0, %(weeks)s - 1) week
           ON CONFLICT DO NOTHING""",
    """INSERT INTO ips_client (ref, user_id, team_id, company_id, phase, is_job_seeker,
                               entry_date, municipality_id)
       SELECT 'B' || client.n, user_id, team_id, %(company)s, 'searching', TRUE,
              CURRENT_DATE - client.n %% 300,
              (%(places)s::int[])[1 + client.n %% CARDINALITY(%(places)s::int[])]
         FROM generate_series(0, %(coaches)s * %(caseload)s - 1) client(n)
         JOIN coach ON coach.n = client.n %% %(coaches)s""",
    """CREATE TEMPORARY TABLE client AS
       SELECT id, user_id, company_id,
              ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY id) - 1 AS k,
              SUBSTRING(ref FROM 2)::int AS n
         FROM ips_client WHERE ref ~ '^B[0-9]+$'""",
    """CREATE INDEX ON client (user_id, k)""",
    """INSERT INTO ips_employer_contact_client (contact_id, client_id, company_id,
                                                matches_wishes)
       SELECT contact.id, client.id, %(company)s,
              (ARRAY['yes', 'yes', 'yes', 'no', NULL])[1 + contact.id %% 5]
         FROM ips_employer_contact AS contact
         JOIN client ON client.user_id = contact.user_id
                    AND client.k = contact.id %% %(caseload)s
        WHERE contact.is_client_specific""",
    # One opening of every tenth contact, and its number is that of the contact
    """CREATE TEMPORARY TABLE opening AS
       SELECT nextval('crm_lead_id_seq') AS id, contact.id AS contact_id,
              contact.employer_id, contact.team_id, contact.user_id,
              ROW_NUMBER() OVER (ORDER BY contact.id) - 1 AS n
         FROM ips_employer_contact AS contact
         JOIN coach ON coach.user_id = contact.user_id
        WHERE contact.id %% 10 = 0""",
    """INSERT INTO crm_lead (id, name, type, active, is_job_opening, team_id, stage_id,
                             company_id, employer_id, positions, positions_filled)
       SELECT id, 'Bench opening ' || n, 'opportunity', TRUE, TRUE, team_id, %(stage)s,
              %(company)s, employer_id, 1, 0
         FROM opening""",
    """INSERT INTO ips_employer_contact_lead_rel (contact_id, lead_id)
       SELECT contact_id, id FROM opening""",
    """INSERT INTO ips_match (client_id, company_id, lead_id, approach, told_level,
                              state, introduced_on, interviewed_on, create_date,
                              write_date)
       SELECT client.id, %(company)s, opening.id, 'person_applies', '1',
              (ARRAY['considered', 'introduced', 'interview',
                     'hired'])[1 + pair.n %% 4],
              CASE WHEN pair.n %% 4 > 0 THEN CURRENT_DATE - pair.n %% 1400 END,
              CASE WHEN pair.n %% 4 > 1 THEN CURRENT_DATE - pair.n %% 1400 + 3 END,
              now(), now()
         FROM generate_series(0, %(pairs)s - 1) pair (n)
         JOIN opening ON opening.n = pair.n * 2
         JOIN client ON client.user_id = opening.user_id
                    AND client.k = pair.n %% %(caseload)s""",
    """INSERT INTO ips_placement (client_id, company_id, employer_id, employer_name,
                                  lead_id, kind, start_date, end_date, hours_week,
                                  occupation_id, is_open_market, is_permanent,
                                  is_subsidised, found_by, create_date)
       SELECT client.id, %(company)s, opening.employer_id, 'Bench', opening.id,
              CASE WHEN job.n %% 10 = 0 THEN 'work_trial' ELSE 'job' END,
              CURRENT_DATE - job.n %% 1400,
              CASE WHEN job.n %% 3 = 0
                   THEN CURRENT_DATE - job.n %% 1400 + job.n %% 400 END,
              job.n %% 9 * 5,
              (%(jobs)s::int[])[1 + job.n %% CARDINALITY(%(jobs)s::int[])],
              job.n %% 20 > 0, job.n %% 4 > 0, job.n %% 6 = 0,
              'coach_contact', now()
         FROM generate_series(0, %(held)s - 1) job (n)
         JOIN opening ON opening.n = job.n * 4
         JOIN client ON client.user_id = opening.user_id
                    AND client.k = job.n %% %(caseload)s""",
)


def fill(env):
    """Fill an empty database with all that is measured, and commit it."""
    values = _fill_coaches(env)
    for statement in (*EMPLOYER_STATEMENTS, CONTACT_STATEMENT, *REST_STATEMENTS):
        env.cr.execute(statement, values)
    env.invalidate_all()
    _check(env)
    env.cr.commit()


def _fill_coaches(env):
    """Teams with their coaches; give what the statements refer to."""
    group = env.ref("ips_employer_crm.group_ips_coach")
    users = env["res.users"].create(
        [
            {"name": login, "login": login, "group_ids": group.ids}
            for login in (LEADER, REGION)
        ]
    )
    teams = env["crm.team"].create(
        [
            {
                "name": f"Bench {n}",
                "use_job_openings": True,
                "company_id": env.company.id,
                "user_id": users[0].id if n == 0 else False,
                "deputy_ids": users[1].ids,
            }
            for n in range(TEAMS)
        ]
    )
    env.flush_all()
    values = {
        "contacts": CONTACTS,
        "coaches": COACHES,
        "weeks": WEEKS,
        "team": TEAM,
        "companies": COMPANIES,
        "caseload": CASELOAD,
        "pairs": PAIRS,
        "held": JOBS,
        "company": env.company.id,
        "group": group.id,
        "teams": teams.ids,
        "industries": env["res.partner.industry"].search([]).ids,
        "places": env["ips.municipality"].search([]).ids,
        "purposes": env["ips.contact.purpose"].search([]).ids,
        "outcomes": env["ips.contact.outcome"].search([]).ids,
        "jobs": env["ips.occupation"].search([("level", "=", "4")]).ids,
        "rule": env.ref("ips_employer_crm.contact_rule_default").id,
        "stage": env["crm.stage"]
        .search([("is_job_opening", "=", True), ("is_won", "=", False)], limit=1)
        .id,
    }
    for statement in COACH_STATEMENTS:
        env.cr.execute(statement, values)
    return values


def _check(env):
    """What was filled in is what the add-on would have made of it."""
    contacts = env["ips.employer.contact"].search([], limit=400, order="id")
    contacts += env["ips.employer.contact"].search([], limit=400, order="id desc")
    names = ("count_reason", "is_counted", "week_start", "day", "company_partner_id")
    stored = [[contact[name] for name in names] for contact in contacts]
    # A rule is only as old as the installation
    rules = {contact.id: contact.rule_id for contact in contacts}
    for name in names:
        env.add_to_compute(contacts._fields[name], contacts)
    computed = [[contact[name] for name in names] for contact in contacts]
    if stored != computed or not all(rules.values()):
        sys.exit("error: the contacts are not what the add-on makes of them")
    env.cr.execute("SELECT COUNT(*) FROM ips_employer_contact")
    if env.cr.fetchone()[0] < CONTACTS:
        sys.exit("error: contacts are missing")
