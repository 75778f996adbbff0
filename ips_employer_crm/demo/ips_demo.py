from collections import defaultdict
from datetime import datetime, time, timedelta
from math import ceil
from random import Random

import pytz

from odoo import api, models
from odoo.fields import Command

from . import scenario, texts

OFFICE = ("leena_virtanen", "pekka_salo")
PORTAL = ("portal_saarijarvi", "portal_kuokkala", "portal_pikkuharju")


class IpsDemo(models.AbstractModel):
    """Makes the part of the demo data that has to move with today's date.

    The history is drawn with a fixed seed: the same day gives the same data, so that
    screenshots and tests can rely on it. Contacts follow one another as in real work:
    an introduction, then needs, then candidates, with the same employers coming
    round again. Nothing done lies on today, whatever the hour of installation.
    """

    _name = "ips.demo"
    _description = "Demo data of employer relations"

    # ENTRY POINTS, called from ips_demo.xml

    @api.model
    def _load_passwords(self):
        """Give everybody the password "demo".

        Not in the file of users: to hash it 14 times would take half of all the time.
        """
        users = self.env["res.users"]
        hashed = users._crypt_context().hash("demo")
        for login in (*OFFICE, *scenario.RHYTHM, *PORTAL):
            users._set_encrypted_password(self._ref(f"user_{login}").id, hashed)

    @api.model
    def _load_languages(self):
        """Give the team its languages, as far as they are installed.

        May be called again after a language was added.
        """
        installed = dict(self.env["res.lang"].get_installed())
        for login in (*OFFICE, *scenario.RHYTHM):
            lang = "sv_SE" if login == "sofia_nyberg" else "fi_FI"
            if lang in installed:
                self._ref(f"user_{login}").lang = lang
        if "fi_FI" in installed:
            for login in PORTAL:
                self._ref(f"user_{login}").lang = "fi_FI"

    @api.model
    def _load_log(self):
        """Make contacts, plans, absences and reviews: once for a database."""
        team = self._ref("crm_team_job_coaching")
        contacts = self.env["ips.employer.contact"].with_context(tracking_disable=True)
        if contacts.search_count([("team_id", "=", team.id)], limit=1):
            return
        today = team.company_id._ips_today()
        monday = today - timedelta(days=today.weekday())
        for index, login in enumerate(sorted(scenario.RHYTHM)):
            coach = self._ref(f"user_{login}")
            rng = Random(f"{login} 2026")
            employers = self._employers_of(coach, index)
            slots = self._draw_slots(rng, login, team, monday, today)
            rows = self._draw_history(rng, employers, slots)
            rows += self._draw_plans(rng, index, employers, rows, today)
            # By the coach: who entered a contact may change it
            contacts.with_user(coach).create(rows)
        self._add_companions()
        self._add_absences(team, monday)
        self._add_next_steps(team, today)
        self._add_reviews(team, monday)

    # EMPLOYERS

    def _employers_of(self, coach, index):
        """The coach's own employers, and a share of those that nobody owns."""
        partners = self.env["res.partner"]
        domain = [("is_employer", "=", True), ("parent_id", "=", False)]
        own = partners.search([*domain, ("coach_id", "=", coach.id)], order="id")
        shared = partners.search([*domain, ("coach_id", "=", False)], order="id")
        # Only those of this add-on: other demo data may hold employers too
        shared = shared.filtered("company_registry")[index :: len(scenario.RHYTHM)]
        return list(own | shared)

    def _places_of(self, employer):
        """(place, its people) for the company and its workplaces that have people."""
        people = self.env["res.partner"].search(
            [
                ("parent_id", "child_of", employer.id),
                ("is_company", "=", False),
                ("do_not_contact", "=", False),
            ],
            order="id",
        )
        by_place = people.grouped("parent_id")
        places = employer | employer.child_ids.filtered("is_company")
        none = people.browse()
        return [(place, by_place.get(place, none)) for place in places.sorted("id")]

    # WHEN

    def _draw_slots(self, rng, login, team, monday, today):
        """The moments of the coach's contacts, oldest first: [(day, time)]."""
        member = self._ref(f"member_{login}")
        slots = []
        for back in range(scenario.WEEKS, -1, -1):
            start = monday - timedelta(weeks=back)
            if (login, back) in scenario.EMPTY:
                continue
            if member.start_date and start < member.start_date:
                continue
            away = ceil(scenario.AWAY.get((login, back), (0, None))[0])
            days = [start + timedelta(days=day) for day in range(5 - away)]
            share = (5 - away) / 5
            number = round(scenario.RHYTHM[login] * member.fte * share)
            number = min(max(number + rng.choice((-2, -1, 0, 0, 1)), 3 - away // 3), 8)
            if back == 0:
                days = [day for day in days if day < today]
                number = round(number * len(days) / 5)
            moments = [(day, moment) for day in days for moment in scenario.TIMES]
            slots += sorted(rng.sample(moments, number))
        return slots

    def _draw_history(self, rng, employers, slots):
        """Fill the slots: every employer comes round at intervals of its own."""
        wanted = []
        weights = [scenario.WEIGHTS[employer.employer_stage] for employer in employers]
        quotas = scenario.share_out(len(slots), weights)
        for employer, quota in zip(employers, quotas, strict=True):
            start, end = scenario.window(rng, employer.employer_stage)
            offset = rng.random()
            wanted += [
                (start + (visit + offset) / quota * (end - start), employer.id, visit)
                for visit in range(quota)
            ]
        by_id = {employer.id: employer for employer in employers}
        places = {employer: self._places_of(employer) for employer in employers}
        return [
            self._draw_contact(rng, by_id[key], places[by_id[key]], visit, slot)
            for slot, (_when, key, visit) in zip(slots, sorted(wanted), strict=True)
        ]

    # WHAT

    def _draw_contact(self, rng, employer, places, visit, slot):
        """Values of one contact that took place."""
        stage = employer.employer_stage
        path = texts.PATHS[stage]
        tail = path[-3:]
        purpose = path[visit] if visit < len(path) else tail[visit % len(tail)]
        if visit > 2 and rng.random() < 0.03:
            purpose = "complaint"
        place, people = places[visit % len(places)]
        deciders = people.filtered("decides_on_hiring")
        channel, met = scenario.draw_way(rng, stage, deciders, people - deciders)
        outcome = rng.choice(texts.OUTCOMES[purpose])
        notes = texts.SHARED_NOTES[purpose]
        if stage == "declined" and visit:
            outcome = "refused"
        if channel != "in_person":
            notes = texts.NOTES_ELSEWHERE[channel]
        elif not met & deciders:
            outcome, notes = "no_authority", texts.NOTES_NO_DECIDER
        about_somebody = purpose in ("needs", "candidate", "advert")
        # Contacts that job seekers made themselves are rare, and never count
        by_coach = rng.random() > 0.02 or purpose != "advert"
        town = place.municipality_id
        travels = channel in ("in_person", "event") and town
        kilometres, hours = (
            scenario.travel(town.latitude, town.longitude) if travels else (0, 0)
        )
        return {
            "employer_id": place.id,
            "date": self._to_utc(*slot),
            "state": "done",
            "channel": channel,
            "person_ids": [Command.set(met.ids)],
            "purpose_id": self._ref(f"purpose_{purpose}").id,
            "outcome_id": self._ref(f"outcome_{outcome}").id,
            "made_by": "coach" if by_coach else "client",
            "is_client_specific": about_somebody and rng.random() < 0.55,
            "distance_km": kilometres,
            "travel_duration": hours,
            "duration": rng.choice((0.5, 0.5, 0.75, 1.0))
            if channel in ("in_person", "remote")
            else 0.25,
            "shared_note": rng.random() < 0.8 and rng.choice(notes),
            "internal_note": rng.random() < 0.15 and rng.choice(texts.INTERNAL_NOTES),
        }

    # PLANS

    def _draw_plans(self, rng, index, employers, rows, today):
        """Visits late to be logged, today's, coming ones, and cancelled ones.

        Minna Aho has two today, weekend or not: her screens show every state.
        """
        minna = index == sorted(scenario.RHYTHM).index("minna_aho")
        when = [(scenario.workday(today, -1), time(15, 0))] * (minna or index % 4 == 0)
        when += [(scenario.workday(today, -3), time(15, 0))] * (index % 5 == 3)
        when += [(today, time(9, 30))] * (minna or index % 2)
        when += [(today, time(13, 0))] * minna
        when += [
            (scenario.workday(today, step), rng.choice(scenario.TIMES))
            for step in (1, 2, 4, 6)
        ]
        recent = {row["employer_id"] for row in rows[-6:]}
        pool = [
            (place, people)
            for employer in employers
            if employer.employer_stage not in ("prospect", "dormant", "declined")
            for place, people in self._places_of(employer)
            if people
        ]
        rng.shuffle(pool)
        pool.sort(key=lambda item: item[0].id in recent)
        plans = []
        for slot, (place, people) in zip(when, pool, strict=False):
            purpose = rng.choice(("needs", "candidate", "thanks"))
            plans.append(
                {
                    "employer_id": place.id,
                    "date": self._to_utc(*slot),
                    "state": "planned",
                    "channel": "in_person",
                    "person_ids": [Command.set(people[:1].ids)],
                    "purpose_id": self._ref(f"purpose_{purpose}").id,
                    "duration": 1.0,
                    # One coach wants name and place in the calendar
                    "show_in_calendar": index == 2,
                }
            )
        if index % 4 == 1:
            plans[-1]["state"] = "cancelled"
        return plans

    # RECORDS

    def _done(self, domain=(), **options):
        return self.env["ips.employer.contact"].search(
            [
                ("team_id", "=", self._ref("crm_team_job_coaching").id),
                ("state", "=", "done"),
                *domain,
            ],
            **options,
        )

    def _add_companions(self):
        """Now and then a colleague comes along, the newest coach most often."""
        newest = self._ref("user_mika_tuominen")
        start = self._ref("member_mika_tuominen").start_date
        visits = self._done(
            [
                ("channel", "=", "in_person"),
                ("user_id", "!=", newest.id),
                ("day", ">=", start),
            ],
            order="date, id",
        )
        visits[5::23].companion_ids = newest

    def _add_absences(self, team, monday):
        """Days away and empty weeks, as the coaches entered them."""
        mondays = [monday - timedelta(weeks=back) for back in range(scenario.WEEKS + 1)]
        keys = set()
        for login in scenario.RHYTHM:
            start = self._ref(f"member_{login}").start_date
            coach = self._ref(f"user_{login}")
            keys |= {(coach.id, team.id, m) for m in mondays if not start or m >= start}
        self.env["ips.coach.week"]._ensure_weeks(keys)
        for (login, back), (days, reason) in scenario.AWAY.items():
            self._week(team, login, mondays[back]).write(
                {"absent_days": days, "absent_reason_id": self._ref(reason).id}
            )
        for (login, back), reason in scenario.EMPTY.items():
            if reason:
                week = self._week(team, login, mondays[back])
                week.empty_reason_id = self._ref(reason)

    def _week(self, team, login, monday):
        return self.env["ips.coach.week"].search(
            [
                ("user_id", "=", self._ref(f"user_{login}").id),
                ("team_id", "=", team.id),
                ("week_start", "=", monday),
            ]
        )

    def _add_next_steps(self, team, today):
        """What was promised, due around today: one late, one today, two to come."""
        by_coach = defaultdict(list)
        for contact in self._done(order="date desc, id desc"):
            by_coach[contact.user_id].append(contact)
        due = [today + timedelta(days=days) for days in (-1, 0, 1, 5)]
        steps = texts.NEXT_STEPS
        for number, (coach, contacts) in enumerate(by_coach.items()):
            for step, (contact, day) in enumerate(zip(contacts, due, strict=False)):
                kind, summary = steps[(number + step) % len(steps)]
                contact.with_user(coach).activity_schedule(
                    kind, date_deadline=day, summary=summary, user_id=coach.id
                )

    def _add_reviews(self, team, monday):
        """The leader has signed all weeks but the last one, which is under way."""
        leader = self._ref("user_leena_virtanen")
        rng = Random("reviews 2026")
        weeks = self.env["ips.coach.week"].search(
            [("team_id", "=", team.id), ("week_start", "<", monday)],
            order="week_start, user_id",
        )
        last = monday - timedelta(weeks=1)
        for start, rows in weeks.grouped("week_start").items():
            if start == last:
                rows = rows[:3]
            rows.with_user(leader).action_sign()
            for row in rows:
                if rng.random() < 0.15:
                    row.remark = rng.choice(texts.REMARKS)
            if start != last:
                # Signed on the Monday after, not at the hour of installation
                after = start + timedelta(weeks=1)
                rows.review_date = self._to_utc(after, time(9, rng.randrange(60)))
        # Corrected after the sign-off: back on the leader's list
        sari = self._ref("user_sari_laine")
        week = monday - timedelta(weeks=3)
        changed = self._done(
            [
                ("user_id", "=", sari.id),
                ("week_start", "=", week),
                ("is_counted", "=", True),
            ]
        )[-1:]
        changed.with_user(changed.user_id).decision_maker_met = False

    # HELPERS

    def _ref(self, name):
        return self.env.ref(f"ips_employer_crm.{name}")

    @api.model
    def _to_utc(self, day, moment):
        """A local moment as Odoo stores it."""
        tz = self._ref("crm_team_job_coaching").company_id._ips_tz()
        local = tz.localize(datetime.combine(day, moment))
        return local.astimezone(pytz.utc).replace(tzinfo=None)
