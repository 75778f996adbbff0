"""Fills the database of `script/bench portal`, inside `odoo shell`.

One large company: 40 workplaces, 300 people, 10,000 visits in three years (60 of them
planned), 1,000 openings in the portal, and HR that answers for all of it. Nothing is
random. Visits go in by plain SQL, the rest through the add-on itself.
"""

import datetime

WORKPLACES, PEOPLE, VISITS, PLANNED, OPENINGS = 40, 300, 10_000, 60, 1_000
HR, COACH = "bench-hr", "bench-coach"

# As the add-on would have computed it; the newest ones lie ahead
VISIT_STATEMENT = """
    INSERT INTO ips_employer_contact (
           employer_id, company_partner_id, user_id, team_id, company_id, date, day,
           week_start, channel, state, made_by, shared_note, duration, create_date)
    SELECT (%(places)s::int[])[1 + n %% CARDINALITY(%(places)s::int[])], %(employer)s,
           %(coach)s, %(team)s, %(company)s, moment, moment::date,
           DATE_TRUNC('week', moment)::date, 'in_person',
           CASE WHEN moment > NOW() THEN 'planned' ELSE 'done' END, 'coach',
           'Agreed: we come back in spring. ' || n, 0.5, NOW()
      FROM generate_series(0, %(visits)s - 1) n,
           LATERAL (SELECT DATE_TRUNC('day', NOW()) + interval '9 hours'
                           + (%(planned)s - n) * interval '3 hours' AS moment) AS day
"""


def fill(env):
    """Make the company and commit."""
    env = env(context={**env.context, "tracking_disable": True, "lang": "en_US"})
    users = env["res.users"].with_context(no_reset_password=True)
    coach = users.create(
        {
            "name": "Bench coach",
            "login": COACH,
            "group_ids": [(4, env.ref("ips_employer_crm.group_ips_coach").id)],
        }
    )
    team = env["crm.team"].create(
        {
            "name": "Bench team",
            "use_job_openings": True,
            "company_id": env.company.id,
            "crm_team_member_ids": [(0, 0, {"user_id": coach.id})],
        }
    )
    partners = env["res.partner"]
    employer = partners.create(
        {
            "name": "Bench company",
            "is_company": True,
            "is_employer": True,
            "coach_id": coach.id,
        }
    )
    places = partners.create(
        [
            {
                "name": f"Bench workplace {number}",
                "is_company": True,
                "is_employer": True,
                "parent_id": employer.id,
            }
            for number in range(WORKPLACES)
        ]
    )
    partners.create(
        [
            {"name": f"Bench person {number}", "parent_id": places[number % 40].id}
            for number in range(PEOPLE)
        ]
    )
    users.create(
        {
            "name": "Bench HR",
            "login": HR,
            "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
        }
    ).partner_id.write({"parent_id": employer.id, "informed_on": datetime.date.today()})
    env["crm.lead"].with_user(coach).create(
        [
            {
                "name": f"Bench opening {number}",
                "employer_id": places[number % WORKPLACES].id,
                "team_id": team.id,
                "user_id": coach.id,
                "portal_published": True,
                "hours_min": 10 + number % 20,
            }
            for number in range(OPENINGS)
        ]
    )
    env.flush_all()
    env.cr.execute(
        VISIT_STATEMENT,
        {
            "places": places.ids,
            "employer": employer.id,
            "coach": coach.id,
            "team": team.id,
            "company": env.company.id,
            "visits": VISITS,
            "planned": PLANNED,
        },
    )
    env.cr.commit()
