from datetime import timedelta
from fractions import Fraction

from odoo import api, models
from odoo.fields import Domain

from ..tools.fidelity import Result, share
from .ips_client import JOB_SEEKER_PHASES, SERVICE_PHASES

# Advice older than this was for another job (criterion 12 [I])
ADVICE_DAYS = timedelta(days=365)
# Two months of search: time to talk about disclosure again (criterion 13 [M])
SEARCH_DAYS = timedelta(days=60)
# A feature of criterion 13 is there when it holds for so many of the people [I]
FEATURE_SHARE = 50
PAST_PROFILING = ("searching", "employer_agreed", "in_work")


class IpsFidelityReview(models.Model):
    """Criteria 12-15: benefits, disclosure, profile, first employer contact."""

    _inherit = "ips.fidelity.review"

    @api.model
    def _scorers(self):
        return super()._scorers() | {
            12: "_score_benefits",
            13: "_score_disclosure",
            14: "_score_profile",
            15: "_score_first_contact",
        }

    # CRITERIA

    def _score_benefits(self):
        """12: job starts of the period before which advice on benefits was offered.

        Within the year before the first day. A 5 takes advice at changes of hours or
        pay in the period as well; help with reporting income is not logged.
        """
        starts = self._jobs().filtered(lambda job: job.start_date >= self.date_from)
        advice = self.env["ips.benefits.advice"].search_fetch(
            self._of_people() & Domain("offered_on", "<=", self.date_to),
            ["client_id", "offered_on", "occasion"],
        )
        if not starts:
            return Result(note="no_starts")
        if not advice:
            return Result(note="no_advice")
        by_client = advice.grouped("client_id")
        offered = starts.filtered(
            lambda job: any(
                job.start_date - ADVICE_DAYS <= row.offered_on < job.start_date
                for row in by_client.get(job.client_id, ())
            )
        )
        again = advice.filtered(
            lambda row: (
                row.occasion in ("hours", "pay") and row.offered_on >= self.date_from
            )
        )
        return Result(
            share(len(offered), len(starts)),
            Fraction(len(offered)),
            Fraction(len(starts)),
            note="" if again else "no_advice_again",
            cap=5 if again else 4,
            rows=starts,
        )

    def _score_disclosure(self):
        """13: which of four features hold, of the people searching on the last day.

        That the service never requires disclosure is how it is built. The others by
        dates, for half of the people at least: talked through before the first
        employer contact; what may be told is agreed, in force; talked about more than
        once, asked of those who have searched for two months.
        """
        people = self._people_at(self.date_to).filtered(
            lambda row: row.phase in JOB_SEEKER_PHASES
        )
        if not people:
            return Result(note="no_people")
        rows = self.env["ips.disclosure"].search_fetch(
            Domain("client_id", "in", people.client_id.ids)
            & Domain("valid_from", "<=", self.date_to),
            ["client_id", "valid_from", "valid_to", "withdrawn_at"],
        )
        if not rows:
            return Result(note="no_disclosure")
        by_client = rows.grouped("client_id")
        first = self.env["ips.client.period"]._first_contacts(people.client_id)
        before, agreed, again, long = [], [], [], []
        for person in people:
            own = by_client.get(person.client_id, rows.browse())
            days = {row.valid_from for row in own}
            met = first.get((person.client_id.id, person.entry_date))
            before.append(bool(days) and (not met or min(days) <= met))
            agreed.append(any(self._is_agreed(row) for row in own))
            again.append(len(days) > 1)
            if person.entry_date + SEARCH_DAYS <= self.date_to:
                long.append(len(days) > 1)
        features = [True]
        for seen in (before, agreed, long or again):
            features.append(share(sum(seen), len(seen)) >= FEATURE_SHARE)
        count = Fraction(sum(features))
        return Result(count, count, Fraction(len(features)), rows=rows)

    def _is_agreed(self, row):
        """Whether it is in force on the last day."""
        until = self.date_to
        withdrawn = row.withdrawn_at and row.withdrawn_at.date() <= until
        return not withdrawn and (not row.valid_to or row.valid_to >= until)

    def _score_profile(self):
        """14: people past profiling who have a profile, and its change after jobs.

        A profile is at least one wish. A 5 takes a change of the wishes after every job
        that ended in the period, by people who are still in the service. How many
        sessions a profile took is not logged.
        """
        people = self._people_at(self.date_to).filtered(
            lambda row: row.phase in PAST_PROFILING
        )
        clients = people.client_id
        if not clients:
            return Result(note="no_profile")
        wishes = self.env["ips.client.wish"].search_fetch(
            [("client_id", "in", clients.ids)], ["client_id", "write_date"]
        )
        by_client = wishes.grouped("client_id")
        ended = self._jobs().filtered(
            lambda job: (
                job.client_id in clients
                and job.end_date
                and self.date_from <= job.end_date <= self.date_to
            )
        )
        updated = [
            any(
                wish.write_date.date() >= job.end_date
                for wish in by_client.get(job.client_id, ())
            )
            for job in ended
        ]
        kept = bool(updated) and all(updated)
        return Result(
            share(len(by_client), len(clients)),
            Fraction(len(by_client)),
            Fraction(len(clients)),
            note="" if kept else "no_update",
            cap=5 if kept else 4,
            rows=clients,
        )

    def _score_first_contact(self):
        """15: mean days from the start of the service to the first employer contact.

        In person, by coach or job seeker (``_first_contacts``), over the stays whose
        first contact was in the period, or had been made when they began in it: those
        count as day 0. Whoever has none yet stays out, and is listed when past the
        company's days. The log is what tracks it, so that a 5 needs nothing else.
        """
        stays = self._stays()
        clients = self.env["ips.client"].browse(
            sorted({client.id for client, _entry in stays})
        )
        first = self.env["ips.client.period"]._first_contacts(clients)
        days, met, late = [], set(), set()
        allowed = self.company_id.ips_first_contact_days
        for (client, entry), searching in stays.items():
            day = first.get((client.id, entry))
            reached = day and max(day, entry)
            if reached and self.date_from <= reached <= self.date_to:
                days.append((reached - entry).days)
                met.add(client.id)
            none_yet = not reached or reached > self.date_to
            if searching and none_yet and (self.date_to - entry).days > allowed:
                late.add(client.id)
        left = clients.filtered(lambda client: client.id in late)
        if not days:
            return Result(note="no_first_contact", left=left)
        return Result(
            Fraction(sum(days), len(days)),
            Fraction(sum(days)),
            Fraction(len(days)),
            rows=clients.filtered(lambda client: client.id in met),
            left=left,
        )

    # SHARED

    def _stays(self):
        """Return {(client, entry): whether searching on the last day}.

        Stays in the service that reach into the period; waiting is none.
        """
        rows = self.env["ips.client.period"].search_fetch(
            self._of_people()
            & Domain("phase", "in", SERVICE_PHASES)
            & Domain("date_from", "<=", self.date_to)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", self.date_from)),
            ["client_id", "entry_date", "phase", "date_to"],
        )
        stays = {}
        for row in rows:
            key = (row.client_id, row.entry_date)
            goes_on = not row.date_to or row.date_to > self.date_to
            searching = goes_on and row.phase in JOB_SEEKER_PHASES
            stays[key] = stays.get(key, False) or searching
        return stays
