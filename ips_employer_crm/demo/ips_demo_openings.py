from collections import Counter
from datetime import time, timedelta
from random import Random

from odoo import api, models
from odoo.fields import Command

from . import jobs

CARVED = 8


class IpsDemo(models.AbstractModel):
    """Job openings, each from a contact in which a job lead was found.

    Drawn with a fixed seed from the contacts of :meth:`_load_log`; the dates follow
    those of the contacts.
    """

    _inherit = "ips.demo"

    @api.model
    def _load_openings(self):
        """Make 40 openings in all stages: once for a database."""
        team = self._ref("crm_team_job_coaching")
        leads = self.env["crm.lead"].with_context(
            active_test=False, tracking_disable=True, mail_create_nosubscribe=True
        )
        if leads.search_count([("team_id", "=", team.id)], limit=1):
            return
        rng = Random("openings 2026")
        today = team.company_id._ips_today()
        drawn = self._draw_openings(rng, today)
        openings = leads.browse()
        by_coach = {}
        for contact, stage, day in drawn:
            by_coach.setdefault(contact.user_id, []).append((contact, stage, day))
        known = [contact for contact, stage, _day in drawn if stage != "lead"]
        carved = set(known[2 :: len(known) // CARVED][:CARVED])
        for coach, rows in by_coach.items():
            openings |= leads.with_user(coach).create(
                [
                    self._opening_values(rng, contact, stage, day, contact in carved)
                    for contact, stage, day in rows
                ]
            )
        self._close_openings(
            [
                (opening, stage, day)
                for opening, (_contact, stage, day) in zip(
                    openings, sum(by_coach.values(), []), strict=True
                )
            ]
        )
        self._link_later_contacts(openings)

    def _draw_openings(self, rng, today):
        """[(contact, stage or reason, day since when)], spread over the coaches."""
        contacts = self._done(
            [("outcome_id.finds_lead", "=", True)], order="date desc, id"
        )
        free, load, drawn = list(contacts), Counter(), []
        for stage, number, ages, stays in jobs.PLAN:
            for _opening in range(number):
                if not free:
                    break
                low, high = (today - timedelta(days=age) for age in reversed(ages))
                fits = [contact for contact in free if low <= contact.day <= high]
                contact = min(fits or free, key=lambda c: (load[c.user_id], c.id))
                load[contact.user_id] += 1
                # One opening a company, as long as there are companies enough
                company = contact.company_partner_id
                rest = [c for c in free if c.company_partner_id != company]
                free = rest or [c for c in free if c != contact]
                since = today - timedelta(days=rng.randint(*stays))
                if stage == "lead":
                    since = contact.day
                drawn.append((contact, stage, max(since, contact.day)))
        return drawn

    def _opening_values(self, rng, contact, stage, since, carved):
        """Values of one opening; of a carved one no more than its tasks are known."""
        company = contact.company_partner_id
        industry = self._industry(company)
        title, code, (low, high), shifts, conditions, licences = self._draw_job(
            rng, company, industry
        )
        known = stage != "lead"
        met = stage in ("introduced", "interview", "filled")
        positions = rng.choice((1, 1, 1, 2, 3)) if stage != "filled" else 1
        values = {
            "name": title,
            "type": "opportunity",
            "employer_id": contact.employer_id.id,
            "person_id": contact.person_ids[:1].id,
            "user_id": contact.user_id.id,
            "team_id": contact.team_id.id,
            "employer_contact_ids": [Command.link(contact.id)],
            "stage_id": self._ref(
                f"crm_stage_opening_{'open' if stage.startswith('lost') else stage}"
            ).id,
            "date_last_stage_update": self._to_utc(since, time(9, 0)),
            "positions": positions,
            "positions_filled": positions
            if stage == "filled"
            else int(met and positions > 1),
            "is_hidden_job": rng.random() < 0.6,
            "is_permanent": known and rng.random() < 0.4,
            "is_subsidised": known and rng.random() < 0.2,
            "portal_published": bool(company.child_ids.user_ids) or rng.random() < 0.1,
        }
        occupation = self.env.ref(f"ips_employer_crm.occupation_{code}", False)
        if occupation:
            values["occupation_id"] = occupation.id
        if carved:
            tasks = rng.sample(pool := self._tasks(industry), min(len(pool), 3))
            return values | {
                "name": f"{jobs.WORDS_FOR_CARVED}: {tasks[0][0].lower()}",
                "is_hidden_job": True,
                "carved_task_ids": [
                    Command.create(self._task_values(task)) for task in tasks
                ],
                "hours_max": sum(task[2] for task in tasks),
            }
        if not known:
            return values
        for letter, name in jobs.SHIFTS.items():
            if letter in shifts or letter.upper() in shifts:
                values[f"shift_{name}"] = "yes" if letter in shifts else "no"
        today = contact.company_id._ips_today()
        return values | {
            "hours_min": low,
            "hours_max": high,
            "condition_ids": self._links("work_condition", conditions),
            "licence_ids": self._links("licence", licences),
            "language_ids": self._links(
                "language", rng.choice(("fi", "fi", "fi", "fi en", "sv", ""))
            ),
            "date_deadline": rng.random() < 0.4
            and today + timedelta(days=rng.randint(3, 40)),
            "available_from": rng.random() < 0.5
            and today + timedelta(days=rng.randint(7, 60)),
            "description": rng.random() < 0.5 and f"<p>{rng.choice(jobs.NOTES)}</p>",
        }

    def _close_openings(self, rows):
        """Let those that went away go, on the day when they did."""
        for opening, stage, day in rows:
            if stage.startswith("lost"):
                reason = self._ref(f"crm_lost_reason_opening_{stage[5:]}")
                opening.action_set_lost(lost_reason_id=reason.id)
            if stage.startswith("lost") or stage == "filled":
                opening.date_closed = self._to_utc(day, time(9, 0))

    def _link_later_contacts(self, openings):
        """Interviews and offers that followed at the same workplace belong to it."""
        outcomes = self._ref("outcome_interview") | self._ref("outcome_offer")
        followed = self._done([("outcome_id", "in", outcomes.ids)], order="date, id")
        by_place = followed.grouped("employer_id")
        # sudo: demo data, loaded by the system only
        for opening in openings.sudo():
            first = opening.employer_contact_ids[:1]
            later = by_place.get(opening.employer_id, followed.browse())
            later = later.filtered(lambda c, first=first: c.date > first.date)
            opening.employer_contact_ids = [Command.link(c.id) for c in later[:2]]

    # HELPERS

    def _industry(self, company):
        """The tail of the industry's xml id, such as "I"."""
        xml_id = company.industry_id.get_external_id().get(company.industry_id.id)
        return (xml_id or "").rsplit("_", 1)[-1]

    def _draw_job(self, rng, company, industry):
        offered = jobs.JOBS.get(industry, jobs.OTHER_JOBS)
        name = company.name.lower()
        titles = [title for part, title in jobs.BY_NAME if part in name][:1]
        return rng.choice([job for job in offered if job[0] in titles] or offered)

    def _tasks(self, industry):
        return jobs.TASKS.get(industry, []) + jobs.OTHER_TASKS

    def _task_values(self, task):
        name, moment, hours, surroundings, adjustment = task
        return {
            "name": name,
            "time_of_day": moment,
            "hours_week": hours,
            "condition_ids": self._links("work_condition", surroundings),
            "adjustments": adjustment,
        }

    def _links(self, list_name, tails):
        return [
            Command.link(self._ref(f"{list_name}_{tail}").id) for tail in tails.split()
        ]
