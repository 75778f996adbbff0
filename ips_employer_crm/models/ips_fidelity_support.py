from datetime import timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ..tools.fidelity import Result, share
from ..tools.weeks import day_of
from .ips_client import JOB_SEEKER_PHASES, SERVICE_PHASES

# Advice older than this was for another job (criterion 12 [I])
ADVICE_KEPT = relativedelta(years=1)
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
            self._of_people() & Domain("offered_on", "<=", self._until()),
            ["client_id", "offered_on", "occasion"],
        )
        if not starts:
            return Result(note="no_starts")
        if not advice:
            return Result(note="no_advice")
        by_client = advice.grouped("client_id")
        offered = starts.filtered(
            lambda job: any(
                job.start_date - ADVICE_KEPT <= row.offered_on < job.start_date
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

        By what was said since the last stay in the service ended, so that talks in the
        queue count, and those of an earlier search do not.
        """
        until = self._until()
        people = self._people_at(until).filtered(
            lambda row: row.phase in JOB_SEEKER_PHASES
        )
        if not people:
            return Result(note="no_people")
        rows = self.env["ips.disclosure"].search_fetch(
            Domain("client_id", "in", people.client_id.ids)
            & Domain("valid_from", "<=", until),
            ["client_id", "valid_from", "valid_to", "withdrawn_at"],
        )
        former = self._former_ends(people)
        rows = rows.filtered(
            lambda row: (
                row.client_id not in former or row.valid_from > former[row.client_id]
            )
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
            if person.entry_date + SEARCH_DAYS <= until:
                long.append(len(days) > 1)
        features = [True]
        for seen in (before, agreed, long or again):
            features.append(share(sum(seen), len(seen)) >= FEATURE_SHARE)
        count = Fraction(sum(features))
        return Result(count, count, Fraction(len(features)), rows=rows)

    def _former_ends(self, people):
        """Return {client: day on which the service before this stay ended}.

        :param people: rows of history of this stay
        """
        entries = {row.client_id: row.entry_date for row in people}
        rows = self.env["ips.client.period"].search_fetch(
            Domain("client_id", "in", people.client_id.ids)
            & Domain("phase", "in", SERVICE_PHASES)
            & Domain("date_to", "!=", False),
            ["client_id", "entry_date", "date_to"],
            order="date_to, id",
        )
        return {
            row.client_id: row.date_to
            for row in rows
            if row.entry_date < entries[row.client_id]
        }

    def _is_agreed(self, row):
        """Whether it is in force on the last day."""
        until, tz = self._until(), self.company_id._ips_tz()
        withdrawn = row.withdrawn_at and day_of(row.withdrawn_at, tz) <= until
        return not withdrawn and (not row.valid_to or row.valid_to >= until)

    def _score_profile(self):
        """14: people past profiling who have a profile, and its change after jobs.

        A profile is at least one wish, as it is when counted: a wish keeps no history.
        A 5 takes a change of the wishes after each job that ended in the period, by the
        last day, of people who are still in the service; from the day on that its end
        was heard of, for the dialog that ends a job offers it at once. How many
        sessions a profile took is not logged.
        """
        until = self._until()
        people = self._people_at(until).filtered(
            lambda row: row.phase in PAST_PROFILING
        )
        clients = people.client_id
        if not clients:
            return Result(note="no_profile")
        wishes = self.env["ips.client.wish"].search_fetch(
            [("client_id", "in", clients.ids)],
            ["client_id", "create_date", "write_date"],
        )
        by_client = wishes.grouped("client_id")
        ended = self._jobs().filtered(
            lambda job: (
                job.client_id in clients
                and job.end_date
                and self.date_from <= job.end_date <= until
            )
        )
        updated = [
            self._is_profile_updated(job, by_client.get(job.client_id, wishes[:0]))
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

    def _is_profile_updated(self, job, wishes):
        """Whether a wish was changed after this job, by the last day.

        The job keeps the first day of it; a wish of today that was made or changed in
        these days says so as well.
        """
        tz, until = self.company_id._ips_tz(), self._until()
        days = {job.wishes_updated_on} - {False}
        for wish in wishes:
            days |= {day_of(wish.create_date, tz), day_of(wish.write_date, tz)}
        return any(job._begins_profile() <= day <= until for day in days)

    def _score_first_contact(self):
        """15: mean days from the start of the service to the first employer contact.

        In person, by coach or job seeker (``_first_contacts``), over all stays that
        reach into the period and have a first contact by the last day; one that was
        made before the service began is day 0. Whoever has none yet stays out, and is
        listed when past the company's days. A contact by phone is none here, in no
        band, and the log is what tracks it, so that a 5 needs nothing else.
        """
        stays, until = self._stays(), self._until()
        clients = self.env["ips.client"].browse(
            sorted({client.id for client, _entry in stays})
        )
        first = self.env["ips.client.period"]._first_contacts(clients)
        days, met, late = [], set(), set()
        allowed = self.company_id.ips_first_contact_days
        for (client, entry), searching in stays.items():
            day = first.get((client.id, entry))
            if day and day <= until:
                days.append(max((day - entry).days, 0))
                met.add(client.id)
            elif searching and (until - entry).days > allowed:
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
            & Domain("date_from", "<=", self._until())
            & (Domain("date_to", "=", False) | Domain("date_to", ">", self.date_from)),
            ["client_id", "entry_date", "phase", "date_to"],
        )
        stays = {}
        for row in rows:
            key = (row.client_id, row.entry_date)
            goes_on = not row.date_to or row.date_to > self._until()
            searching = goes_on and row.phase in JOB_SEEKER_PHASES
            stays[key] = stays.get(key, False) or searching
        return stays
