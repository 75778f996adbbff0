from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..tools.fidelity import Result, exact, middle, share
from .ips_client import JOB_SEEKER_PHASES

# A coach with fewer job seekers needs twice their number for a 5 (criterion 17 [M])
FEW_SEEKERS = 3
FOR_EACH_SEEKER = 2
# What a score cannot exceed by how often the log was signed (criterion 17 [M])
CAPS = {"weekly": 5, "monthly": 3, "seldom": 2}
FRIDAY = timedelta(days=4)
SUNDAY = timedelta(days=6)
WEEK = timedelta(days=7)


class CoachLog(NamedTuple):
    """A coach's log in the period of a review.

    ``weeks`` are those worked, as records of ``ips.coach.week``, rows or not; ``mean``
    is counted contacts a week for a full-time coach; ``needed`` what a 5 takes where
    job seekers are few, else None; ``rhythm`` how often the leader signed.
    """

    weeks: object
    mean: Fraction
    needed: Fraction | None
    rhythm: str


class IpsFidelityReview(models.Model):
    """Criteria 16-18 and 24: contacts with employers, and hours out of the office."""

    _inherit = "ips.fidelity.review"

    @api.model
    def _scorers(self):
        return super()._scorers() | {
            16: "_score_wishes",
            17: "_score_contacts",
            18: "_score_visits",
            24: "_score_community",
        }

    # CRITERIA

    def _score_wishes(self):
        """16: client-specific contacts that match the person's wishes, of all of them.

        A contact for two people is two. What nobody said matches, does not; where
        nobody said anything about any, there is no score.
        """
        contacts = self.env["ips.employer.contact"].search_fetch(
            self._of_team()
            & (
                Domain("is_client_specific", "=", True)
                | Domain("client_line_ids", "!=", False)
            ),
            ["team_id"],
        )
        if not contacts:
            return Result(note="no_specific")
        lines = self.env["ips.employer.contact.client"].search_fetch(
            [("contact_id", "in", contacts.ids)], ["contact_id", "matches_wishes"]
        )
        answers = lines.mapped("matches_wishes")
        if not any(answers):
            return Result(note="no_answers")
        total = len(lines) + len(contacts - lines.contact_id)
        yes = answers.count("yes")
        return Result(share(yes, total), Fraction(yes), Fraction(total), rows=contacts)

    def _score_contacts(self):
        """17: mean of the coaches' scores by their counted contacts a week.

        What counts is the log's own count. See ``_coach_log`` for whose weeks, and
        ``_coach_points`` for a coach's score.
        """
        if not self._threshold():
            return Result(note="no_threshold")
        log = [row for row in self._coach_log().values() if row.weeks]
        if not self._is_logged(log):
            return Result(note="no_log")
        weeks = self._join([row.weeks for row in log])
        scores = [self._coach_points(row) for row in log]
        if not scores:
            return Result(note="no_weeks")
        held = any(row.rhythm != "weekly" for row in log)
        return Result(
            Fraction(sum(scores), len(scores)),
            Fraction(sum(scores)),
            Fraction(len(scores)),
            note="capped" if held else "",
            score=middle(scores),
            rows=weeks.filtered("id"),
        )

    def _coach_points(self, row):
        """A coach's score: by the mean, by few job seekers, held back by the rhythm.

        A mean between two anchors takes the lower one, and exactly between as well.
        """
        score = self._threshold()._points(row.mean)
        if row.needed is not None and row.mean >= row.needed:
            score = 5
        return min(score, CAPS[row.rhythm])

    def _score_visits(self):
        """18: share of a coach's visits that are a second or later one to the employer.

        By coach, then the mean of their scores. What was talked about is the
        reviewer's to ask.
        """
        visits = self.env["ips.employer.contact"].search(
            self._of_team() & Domain("channel", "=", "in_person")
        )
        threshold = self._threshold()
        if not visits or not threshold:
            return Result(note="no_threshold" if visits else "no_log")
        # Read together: the groups would be read one coach at a time
        visits.mapped("visit_number")
        scores, later = [], 0
        for rows in visits.grouped("user_id").values():
            again = len(rows.filtered(lambda visit: visit.visit_number > 1))
            scores.append(threshold._points(share(again, len(rows))))
            later += again
        return Result(
            share(later, len(visits)),
            Fraction(later),
            Fraction(len(visits)),
            note="part",
            score=middle(scores),
            rows=visits,
        )

    def _score_community(self):
        """24: hours of visits and of the way there, of the hours worked.

        At least so many: hours of follow-along are not logged. Hours worked are those
        of the company's full-time week, by full-time share and days worked.
        """
        visits = self.env["ips.employer.contact"].search_fetch(
            self._of_team()
            & Domain("channel", "in", ("in_person", "event"))
            & Domain("made_by", "=", "coach"),
            ["duration", "travel_duration"],
        )
        members = {row.user_id: row for row in self._coaches_at(self.date_to)}
        hours = Fraction(0)
        for coach, row in self._coach_log().items():
            if coach not in members:
                continue
            part_time = exact(round(members[coach].fte, 2))
            worked = sum(exact(round(week.worked_share, 6)) for week in row.weeks)
            hours += worked * part_time * exact(self.company_id.ips_week_hours)
        if not visits or not hours:
            return Result(note="no_log")
        out = sum(
            exact(round(visit.duration + visit.travel_duration, 4)) for visit in visits
        )
        return Result(share(out, hours), out, hours, note="part", rows=visits)

    # SHARED

    def _of_team(self):
        """Domain: contacts of the team that took place in the period."""
        return (
            Domain("team_id", "=", self.team_id.id)
            & Domain("state", "=", "done")
            & self._within("day")
        )

    def _mondays(self):
        """Mondays of the weeks whose five working days lie in the period."""
        monday = self.date_from + timedelta(days=-self.date_from.weekday() % 7)
        mondays = []
        while monday + FRIDAY <= self.date_to:
            mondays.append(monday)
            monday += WEEK
        return mondays

    def _is_logged(self, log):
        """Whether the team keeps a log at all: a contact, or a week that was signed."""
        signed = any(row.weeks.filtered("review_date") for row in log)
        contacts = self.env["ips.employer.contact"]
        return signed or bool(contacts.search_count(self._of_team(), limit=1))

    def _join(self, weeks):
        return self.env["ips.coach.week"].concat(*weeks)

    def _coach_log(self):
        """Return {coach: ``CoachLog``} of the team's coaches, today's and former ones.

        Worked weeks are those with a day to work; one without contacts that has a
        reason is excused, one without a reason counts as 0, with or without a row.
        Former coaches have the weeks that they have rows of.
        """
        Week = self.env["ips.coach.week"]
        mondays = self._mondays()
        members = self._coaches_at(self.date_to)
        rows = Week.search(
            [("team_id", "=", self.team_id.id), ("week_start", "in", mondays)]
        )
        by_key = {(row.user_id, row.week_start): row for row in rows}
        weeks = {}
        for coach in (members.user_id | rows.user_id).sorted("id"):
            keys = [(coach, monday) for monday in mondays]
            if coach in members.user_id:
                own = [
                    by_key.get(key) or Week._new_week(self.team_id, *key)
                    for key in keys
                ]
            else:
                own = [by_key[key] for key in keys if key in by_key]
            weeks[coach] = own
        # Together, so that counts and targets cost the same for one week and for all
        every = self._join([week for own in weeks.values() for week in own])
        every.mapped("counted")
        every.mapped("worked_share")
        seekers = self._seekers(mondays)
        shares = {member.user_id: exact(round(member.fte, 2)) for member in members}
        return {
            coach: self._coach_row(coach, own, shares.get(coach, Fraction(1)), seekers)
            for coach, own in weeks.items()
        }

    def _coach_row(self, coach, weeks, part_time, seekers):
        there = [week for week in weeks if week.worked_share > 0]
        worked = [week for week in there if week.counted or not week.empty_reason_id]
        if not worked:
            return CoachLog(self._join([]), Fraction(0), None, "weekly")
        contacts = Fraction(sum(week.counted for week in worked), len(worked))
        mean = contacts / part_time
        # Of a full-time coach as well, so that it compares with the mean
        needed = [
            self._needed(seekers.get((coach.id, week.week_start), 0), part_time)
            for week in worked
        ]
        few = any(number is not None for number in needed)
        usual = exact(self._threshold().limit_5)
        needed = [usual if number is None else min(number, usual) for number in needed]
        return CoachLog(
            self._join(worked),
            mean,
            Fraction(sum(needed), len(needed)) if few else None,
            self._rhythm(there),
        )

    def _needed(self, seekers, part_time):
        """Contacts a week for a 5 where job seekers are few; None for the usual limit.

        With none at all the usual limits hold: the leader excuses such a week.
        """
        if not 0 < seekers < FEW_SEEKERS:
            return None
        return FOR_EACH_SEEKER * seekers / part_time

    def _seekers(self, mondays):
        """Return {(coach id, Monday): job seekers at the end of the working week}."""
        if not mondays:
            return {}
        rows = self.env["ips.client.period"].search_fetch(
            self._of_people()
            & Domain("phase", "in", JOB_SEEKER_PHASES)
            & Domain("user_id", "!=", False)
            & Domain("date_from", "<=", self.date_to)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", mondays[0])),
            ["user_id", "date_from", "date_to"],
        )
        seekers = {}
        for row in rows:
            for monday in mondays:
                friday = monday + FRIDAY
                if row.date_from <= friday and (
                    not row.date_to or row.date_to > friday
                ):
                    key = (row.user_id.id, monday)
                    seekers[key] = seekers.get(key, 0) + 1
        return seekers

    def _rhythm(self, weeks):
        """How often the log was signed: weekly, monthly or seldom.

        By the week that was signed last, in days after its Sunday (the company's
        settings); one whose days are not over yet is not asked. The first signature
        counts, a later one after a correction does not undo it.
        """
        company = self.company_id
        today = company._ips_today()
        allowed = [
            ("weekly", timedelta(days=company.ips_review_week_days)),
            ("monthly", timedelta(days=company.ips_review_month_days)),
        ]
        for rhythm, days in allowed:
            for week in weeks:
                due = week.week_start + SUNDAY + days
                signed = week._first_signed()
                if (signed or today) > due:
                    break
            else:
                return rhythm
        return "seldom"
