from datetime import timedelta
from math import ceil
from random import Random

from odoo import api, models
from odoo.fields import Command

from . import scenario, texts


class IpsDemo(models.AbstractModel):
    """Twelve weeks of group supervision, and leaders who go along to employers."""

    _inherit = "ips.demo"

    @api.model
    def _load_supervision(self):
        """Make both: once for a database."""
        team = self._ref("crm_team_job_coaching")
        meetings = self.env["ips.group.supervision"]
        if meetings.search_count([("team_id", "=", team.id)], limit=1):
            return
        today = team.company_id._ips_today()
        monday = today - timedelta(days=today.weekday())
        self._add_group_supervisions(team, monday, today)
        self._add_field_mentoring(team, monday)

    def _add_group_supervisions(self, team, monday, today):
        """On Wednesdays: whoever was not away, and what came of it."""
        rng = Random("supervision 2026")
        strategies = iter(rng.sample(texts.STRATEGIES, len(texts.STRATEGIES)))
        leader, deputy = self._ref("user_leena_virtanen"), team.deputy_ids[:1]
        meetings = self.env["ips.group.supervision"]
        for back in range(scenario.WEEKS, -1, -1):
            day = monday - timedelta(weeks=back, days=-scenario.SUPERVISION_DAY)
            if back in scenario.NO_SUPERVISION or day >= today:
                continue
            led_by = deputy if back in scenario.LED_BY_DEPUTY else leader
            there = self._coaches_there(rng, back, day) | led_by
            meetings.with_user(led_by).create(
                {
                    "team_id": team.id,
                    "date": day,
                    "participant_ids": [Command.set(there.ids)],
                    "leads_shared": rng.choice((0, 1, 1, 2, 2, 3, 4)),
                    "notes": next(strategies),
                }
            )

    def _coaches_there(self, rng, back, day):
        """Coaches of the team by then who were at work; now and then one is missing."""
        there = self.env["res.users"]
        for login in sorted(scenario.RHYTHM):
            start = self._ref(f"member_{login}").start_date
            away = ceil(scenario.AWAY.get((login, back), (0, None))[0])
            is_missing = rng.random() < 0.08
            if (start and day < start) or day.weekday() >= 5 - away or is_missing:
                continue
            there |= self._ref(f"user_{login}")
        return there

    def _add_field_mentoring(self, team, monday):
        """At one of the coach's visits of that week."""
        rng = Random("mentoring 2026")
        words = iter(rng.sample(texts.MENTORING, len(texts.MENTORING)))
        leader, deputy = self._ref("user_leena_virtanen"), team.deputy_ids[:1]
        coaches = {login: self._ref(f"user_{login}") for login in scenario.MENTORED}
        visits = self._done(
            [
                ("channel", "=", "in_person"),
                ("user_id", "in", [coach.id for coach in coaches.values()]),
            ],
            order="date, id",
        ).grouped(lambda contact: (contact.user_id, contact.week_start))
        for login, weeks in scenario.MENTORED.items():
            for back in weeks:
                of_week = visits.get((coaches[login], monday - timedelta(weeks=back)))
                if not of_week:
                    continue
                visit = rng.choice(of_week)
                observed, agreed_next = next(words)
                by_deputy = (login, back) in scenario.MENTORED_BY_DEPUTY
                mentor = deputy if by_deputy else leader
                self.env["ips.field.mentoring"].with_user(mentor).create(
                    {
                        "user_id": visit.user_id.id,
                        "team_id": team.id,
                        "date": visit.day,
                        "contact_id": visit.id,
                        "observed": observed,
                        "agreed_next": agreed_next,
                        "next_date": visit.day + timedelta(weeks=4),
                    }
                )
