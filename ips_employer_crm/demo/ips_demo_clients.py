from datetime import time, timedelta
from random import Random

from odoo import api, models
from odoo.fields import Command

from ..models.ips_client import REF_SIGNS, SERVICE_PHASES
from . import caseload, scenario, wishes
from .ips_demo import PORTAL

HOURS = ((10, 20), (15, 25), (0, 20), (20, 30), (25, 37.5), (30, 0))
# How often each answer is given where it was asked: yes, no
SHIFTS = {"day": (9, 1), "evening": (5, 5), "night": (1, 6), "weekend": (5, 4)}
LANGUAGES = ("fi", "fi", "fi", "fi en", "fi sv", "fi ru", "fi uk", "fi ar", "en", "sv")


class IpsDemo(models.AbstractModel):
    """The caseload: 60 people by their codes, what they want, and what may be told.

    Drawn with a fixed seed, codes included. Where each stands and how they got there
    is in ``caseload.py``, their words are in ``wishes.py``. For whom contacts were
    made follows from the contacts of :meth:`_load_log`. No names: the company does not
    identify clients.
    """

    _inherit = "ips.demo"

    @api.model
    def _load_clients(self):
        """Make people, history, consent and what was done: once for a database."""
        team = self._ref("crm_team_job_coaching")
        # sudo: demo data, loaded by the system only; history lies in the past
        clients = self.env["ips.client"].sudo().with_context(active_test=False)
        if clients.search_count([("team_id", "=", team.id)], limit=1):
            return
        rng = Random("clients 2026")
        today = team.company_id._ips_today()
        people = caseload.draw_people(rng, today)
        self._give_wishes(people)
        rows = [self._client_values(rng, team, person, today) for person in people]
        for person, client in zip(people, clients.create(rows), strict=True):
            person["client"] = client
        self._write_history(people)
        self._add_client_lines(rng, people)
        self._add_disclosures(rng, people, today)
        self._add_portal_disclosures(rng, people, today)
        self._add_cover(people, today)
        self._add_client_activities(people, today)

    # PEOPLE

    def _give_wishes(self, people):
        """Spread the wishes: whoever has just come has none yet."""
        left = wishes.people()
        for person in people:
            new = person["phase"] == "agreed" and person["login"] != "sari_laine"
            unasked = person["phase"] == "waiting" and person["login"] is None
            blank = new or unasked or not left
            person["wants"] = ([], "", "") if blank else left.pop(0)
            person["industries"] = {
                industry
                for mark, _code, industry, _words in person["wants"][0]
                if mark != "x" and industry
            }

    def _client_values(self, rng, team, person, today):
        """Values of one person, as they stand today."""
        wanted, conditions, licences = person["wants"]
        asked = person["phase"] not in ("waiting", "agreed")
        values = {
            "ref": self._draw_ref(rng),
            "team_id": team.id,
            "user_id": self._coach(person["login"]),
            "phase": person["phase"],
            "entry_date": person["entry"],
            "end_reason_id": person["reason"]
            and self._ref(f"end_reason_{person['reason']}").id,
            "referral_source_id": self._ref(
                f"referral_{self._draw(rng, caseload.SOURCES)}"
            ).id,
            "municipality_id": self._ref(
                f"municipality_{self._draw(rng, caseload.MUNICIPALITIES)}"
            ).id,
            "wish_ids": [Command.create(self._wish_values(wish)) for wish in wanted],
            "condition_ids": self._links("work_condition", conditions),
            "licence_ids": self._links("licence", licences),
        }
        if not asked:
            return values
        if rng.random() < 0.7:
            values["hours_min"], values["hours_max"] = rng.choice(HOURS)
        for shift, weights in SHIFTS.items():
            if rng.random() < 0.45:
                answer = rng.choices(("yes", "no"), weights)[0]
                values[f"shift_{shift}"] = answer
        if rng.random() < 0.7:
            car = "driving_b" in licences
            values["travel_mode"] = rng.choice(
                ("car", "car", "lift") if car else ("bus", "bus", "bicycle", "foot")
            )
            far = {"car": (30, 50), "lift": (20, 30), "bus": (15, 25, 40)}
            near = {"bicycle": (5, 10), "foot": (3, 5)}
            values["max_distance_km"] = rng.choice(
                (0, *(far | near)[values["travel_mode"]])
            )
        if rng.random() < 0.6:
            values["language_ids"] = self._links("language", rng.choice(LANGUAGES))
        if rng.random() < 0.2:
            values["available_from"] = today + timedelta(days=rng.randint(7, 45))
        return values

    def _wish_values(self, wish):
        mark, code, industry, words = wish
        return {
            "kind": "avoids" if mark == "x" else "wants",
            "strength": "2" if mark == "x" else mark,
            "occupation_id": code and self._ref(f"occupation_{code}").id,
            "industry_id": industry
            and self.env.ref(f"base.res_partner_industry_{industry}").id,
            "own_words": words,
        }

    def _write_history(self, people):
        """Turn the one row that each got into all that led there."""
        earlier = []
        for person in people:
            rows = caseload.periods(person["rows"])
            current = person["client"].period_ids
            current.date_from = rows.pop()[0]["day"]
            earlier += [
                {
                    "client_id": person["client"].id,
                    "phase": row["phase"],
                    "user_id": self._coach(row["login"]),
                    "date_from": row["day"],
                    "date_to": date_to,
                    "entry_date": row["entry"],
                    "end_reason_id": reason and self._ref(f"end_reason_{reason}").id,
                }
                for row, date_to, reason in rows
            ]
        # sudo: demo data, loaded by the system only
        self.env["ips.client.period"].sudo().create(earlier)

    # WHAT WAS DONE FOR WHOM

    def _add_client_lines(self, rng, people):
        """Say for whom contacts about somebody were made, and plan some visits."""
        logins = {self._coach(login): login for login in scenario.RHYTHM}
        contacts = self._done([("is_client_specific", "=", True)], order="date, id")
        shared = caseload.share_contacts(
            rng,
            people,
            [
                (
                    contact.day,
                    logins.get(contact.user_id.id),
                    contact.channel == "in_person",
                    self._industry(contact.company_partner_id),
                )
                for contact in contacts
            ],
        )
        rows = [
            self._line_values(rng, contacts[index], person, fits)
            for index, person, fits in shared
        ]
        rows += self._planned_lines(people)
        # sudo: demo data, loaded by the system only
        self.env["ips.employer.contact.client"].sudo().create(rows)

    def _line_values(self, rng, contact, person, fits):
        own = contact.made_by == "client"
        meeting = contact.channel == "in_person" and contact.purpose_id == self._ref(
            "purpose_candidate"
        )
        notes = wishes.NOTES_CLIENT if own else wishes.NOTES
        person.setdefault("met", []).append(contact)
        return {
            "contact_id": contact.id,
            "client_id": person["client"].id,
            "matches_wishes": "yes"
            if fits
            else rng.choice(("yes", "yes", "no", False)),
            "client_present": own or (meeting and rng.random() < 0.5),
            "note": (own or rng.random() < 0.3) and rng.choice(notes),
        }

    def _planned_lines(self, people):
        """Each coach's next visit about a candidate is for one of their people."""
        plans = self.env["ips.employer.contact"].search(
            [
                ("team_id", "=", self._ref("crm_team_job_coaching").id),
                ("state", "=", "planned"),
                ("purpose_id", "=", self._ref("purpose_candidate").id),
            ],
            order="date, id",
        )
        by_coach = plans.grouped("user_id")
        rows = []
        for coach, visits in by_coach.items():
            seekers = [
                person["client"].id
                for person in people
                if person["client"].user_id == coach
                and person["phase"] in ("searching", "employer_agreed")
                and "unmet" not in person["marks"]
            ]
            if seekers:
                rows.append({"contact_id": visits[0].id, "client_id": seekers[-1]})
        return rows

    # WHAT MAY BE TOLD

    def _add_disclosures(self, rng, people, today):
        """Most who search have said what may be told: some much, some little."""
        served = [
            person
            for person in people
            if person["phase"] in SERVICE_PHASES and (today - person["entry"]).days > 9
        ]
        rows = []
        for number, person in enumerate(served):
            rows += self._disclosure_rows(rng, number, person, today)
        # Had its time: agreed long ago, and not talked about again
        old = max(served, key=lambda one: today - one["entry"])
        rows = [row for row in rows if row["client_id"] != old["client"].id]
        begun = old["entry"] + timedelta(days=14)
        rows.append(
            {
                **self._told(rng, old, "2", begun),
                "valid_to": today - timedelta(days=15),
            }
        )
        # sudo: demo data, loaded by the system only
        made = self.env["ips.disclosure"].sudo().create(rows)
        # Changed their mind the other day
        gone = made.filtered(
            lambda row: (
                not row.excludes
                and row.employer_id
                and row.valid_from < today - timedelta(days=8)
            )
        )
        yesterday = caseload.workday(today, 1)
        gone[-1:].withdrawn_at = self._to_utc(yesterday, time(13, 20))

    def _disclosure_rows(self, rng, number, person, today):
        """What one person agreed to; every sixth has agreed to nothing yet."""
        if number % 6 == 5:
            return []
        level = rng.choices("01234", (2, 7, 9, 7, 3))[0]
        age = (today - person["entry"]).days
        begun = caseload.workday(today, rng.randint(1, min(age - 4, 300)))
        general = self._told(rng, person, level, begun)
        rows = [general]
        if number % 7 == 1:
            # Until a day that the person named
            general["valid_to"] = today + timedelta(days=5 + number % 24)
        if number % 9 == 2:
            before = begun - timedelta(days=min(21, (begun - person["entry"]).days))
            rows.insert(0, self._told(rng, person, "0", before))
        if number == 12:
            rows.append(self._told(rng, person, "3", today + timedelta(days=7)))
        met = person.get("met", [])
        if met and number % 3 != 2:
            more = str(min(int(level) + 1, 4))
            day = max(met[-1].day, begun)
            named = self._told(rng, person, more, day)
            # The whole company in every other case, else the workplace
            contact = met[-1]
            place = contact.company_partner_id if number % 2 else contact.employer_id
            named["employer_id"] = place.id
            named["purpose"] = rng.choice(wishes.PURPOSE_EMPLOYER)
            people = contact.person_ids.filtered("decides_on_hiring")
            named["person_ids"] = [Command.set(people.ids)]
            rows.append(named)
        if len({contact.company_partner_id for contact in met}) > 1 and number % 5 == 0:
            first = met[0].company_partner_id
            if first != met[-1].company_partner_id:
                rows.append(
                    {
                        "client_id": person["client"].id,
                        "employer_id": first.id,
                        "excludes": True,
                        "valid_from": begun,
                        "given_how": "spoken",
                    }
                )
        return rows

    def _told(self, rng, person, level, day):
        """Values of what one person agreed to, for any employer."""
        return {
            "client_id": person["client"].id,
            "level": level,
            "purpose": rng.choice(wishes.PURPOSES[level]),
            "told_by": rng.choice(("coach", "coach", "client", "together")),
            "valid_from": day,
            "given_how": rng.choice(("written", "written", "spoken", "electronic")),
        }

    def _add_portal_disclosures(self, rng, people, today):
        """Somebody whom HR at each employer with a portal account may see."""
        seekers = [
            person
            for person in people
            if person["phase"] in ("searching", "employer_agreed")
            and "unmet" not in person["marks"]
        ]
        for person in seekers:
            met = person.get("met", [])
            person["employers"] = {contact.company_partner_id for contact in met}
        rows = []
        for number, login in enumerate(PORTAL):
            hr = self._ref(f"user_{login}").partner_id
            company = hr._employer_company()
            industry = self._industry(company)
            person = max(
                seekers,
                key=lambda one, company=company, industry=industry: (
                    company in one["employers"],
                    industry in one["industries"],
                    one["client"].user_id == company.coach_id,
                ),
            )
            day = caseload.workday(today, 2)
            rows.append(
                {
                    **self._told(rng, person, str(number + 2), day),
                    "employer_id": company.id,
                    "person_ids": [Command.set(hr.ids)],
                    "purpose": wishes.PURPOSE_EMPLOYER[0],
                }
            )
            seekers.remove(person)
        # sudo: demo data, loaded by the system only
        self.env["ips.disclosure"].sudo().create(rows)

    # COLLEAGUES AND NEXT STEPS

    def _add_cover(self, people, today):
        """Minna has two people of a colleague this week; one of hers was covered."""
        monday = today - timedelta(days=today.weekday())
        clients = {
            login: [one["client"] for one in people if one["login"] == login]
            for login in ("hanna_niemi", "minna_aho")
        }
        rows = [
            {
                "client_id": client.id,
                "user_id": self._coach("minna_aho"),
                "date_from": monday,
                "date_to": monday + timedelta(days=6),
            }
            for client in clients["hanna_niemi"][:2]
        ]
        rows.append(
            {
                "client_id": clients["minna_aho"][2].id,
                "user_id": self._coach("sari_laine"),
                "date_from": monday - timedelta(weeks=6),
                "date_to": monday - timedelta(weeks=6, days=-4),
            }
        )
        # sudo: demo data, loaded by the system only
        self.env["ips.client.cover"].sudo().create(rows)

    def _add_client_activities(self, people, today):
        """Coaches remind themselves: something late, something today, some to come."""
        step = 0
        for login in sorted(scenario.RHYTHM):
            own = [
                person["client"]
                for person in people
                if person["login"] == login and person["phase"] in SERVICE_PHASES
            ]
            days = (-2, 0, 3) if login == "minna_aho" else (step % 5 - 1, 6)
            for client, ahead in zip(own, days, strict=False):
                summary = wishes.TO_DO[step % len(wishes.TO_DO)]
                day = today + timedelta(days=ahead)
                client.with_user(client.user_id)._remind(summary, day)
                step += 1

    # HELPERS

    def _coach(self, login):
        return login and self._ref(f"user_{login}").id

    def _draw(self, rng, weights):
        return rng.choices(list(weights), list(weights.values()))[0]

    def _draw_ref(self, rng):
        signs = "".join(rng.choice(REF_SIGNS) for _sign in range(6))
        return f"{signs[:3]}-{signs[3:]}"
