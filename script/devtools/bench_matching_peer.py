"""The peer of `script/bench matching`: Odoo's own match scores, inside `odoo shell`.

Its app for recruitment (hr_recruitment_skills) has two of them: that of applicants for
a job, and that of jobs for an applicant. Both compare skills alone, record by record.
"""

JOBS, JOB_SKILLS, APPLICANT_SKILLS, SKILLS = 80, 5, 3, 300


def fill(env, company, count):
    """Make applicants with three skills each, and jobs that ask for five."""
    kind = env["hr.skill.type"].create({"name": "Bench"})
    level = env["hr.skill.level"].create(
        {"name": "Good", "level_progress": 50, "skill_type_id": kind.id}
    )
    skills = env["hr.skill"].create(
        [{"name": f"Bench {n}", "skill_type_id": kind.id} for n in range(SKILLS)]
    )
    jobs = env["hr.job"].create([{"name": f"Bench {n}"} for n in range(JOBS)])
    env["hr.job.skill"].create(
        [
            {
                "job_id": job.id,
                "skill_id": skills[(number * JOB_SKILLS + k) % SKILLS].id,
                "skill_level_id": level.id,
                "skill_type_id": kind.id,
            }
            for number, job in enumerate(jobs)
            for k in range(JOB_SKILLS)
        ]
    )
    env.flush_all()
    env.cr.execute(
        """INSERT INTO hr_applicant (partner_name, active, company_id, kanban_state)
           SELECT 'Bench ' || n, TRUE, %s, 'normal' FROM generate_series(1, %s) n""",
        [company.id, count],
    )
    env.cr.execute(
        """INSERT INTO hr_applicant_skill (applicant_id, skill_id, skill_level_id,
                                           skill_type_id, valid_from)
           SELECT applicant.id,
                  (%s::int[])[1 + (applicant.id * 7 + k * 31) %% %s], %s, %s,
                  CURRENT_DATE
             FROM hr_applicant applicant CROSS JOIN generate_series(1, %s) k
            WHERE applicant.partner_name LIKE 'Bench %%'""",
        [skills.ids, SKILLS, level.id, kind.id, APPLICANT_SKILLS],
    )


def score_applicants(env, count):
    """Score so many applicants for a job."""
    job = env["hr.job"].search([("name", "=", "Bench 0")], limit=1)
    applicants = env["hr.applicant"].with_context(matching_job_id=job.id)
    found = applicants.search([("partner_name", "=like", "Bench %")], limit=count)
    return found.mapped("matching_score")


def score_jobs(env, count):
    """Score so many jobs for an applicant."""
    applicant = env["hr.applicant"].search([("partner_name", "=", "Bench 1")], limit=1)
    jobs = env["hr.job"].with_context(active_applicant_id=applicant.id)
    found = jobs.search([("name", "=like", "Bench %")], limit=count)
    return found.mapped("applicant_matching_score")
