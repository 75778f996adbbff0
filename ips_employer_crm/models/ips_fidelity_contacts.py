from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..tools.fidelity import Result, exact, middle, share
from ..tools.weeks import CONTACTS_PER_JOB_SEEKER
from .ips_coach_week_signed import FRIDAY

# What a score cannot exceed by how often the log was signed (criterion 17 [M])
CAPS = {"weekly": 5, "monthly": 3, "seldom": 2}
SUNDAY = timedelta(days=6)
WEEK = timedelta(days=7)


class CoachLog(NamedTuple):
    """A coach's log in the period of a review.

    ``weeks`` are those worked, as records of ``ips.coach.week``, rows or not, and
    ``there`` those with a day to work, excused ones too; ``mean`` is counted contacts a
    week for a full-time coach; ``needed`` what a 5 takes where job seekers are few,
    else None; ``hours`` full-time weeks worked; ``rhythm`` how often the leader signed.
    """

    weeks: object
    there: object
    mean: Fraction
    needed: Fraction | None
    hours: Fraction
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
        # sudo: bare answers about contacts of the reader's own team are counted; a
        # person who has moved to another team meanwhile is not shown
        lines = (
            self.env["ips.employer.contact.client"]
            .sudo()
            .search_fetch(
                [("contact_id", "in", contacts.ids)], ["contact_id", "matches_wishes"]
            )
        )
        answers = lines.mapped("matches_wishes")
        if not any(answers):
            return Result(note="no_answers")
        total = len(lines) + len(set(contacts.ids) - set(lines.contact_id.ids))
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
        of the company's full-time week, by full-time share and days worked; a week of
        training is worked as well.
        """
        visits = self.env["ips.employer.contact"].search_fetch(
            self._of_team()
            & Domain("channel", "in", ("in_person", "event"))
            & Domain("made_by", "=", "coach"),
            ["duration", "travel_duration", "user_id", "week_start"],
        )
        log = self._coach_log()
        weeks = {
            (coach, week.week_start) for coach, row in log.items() for week in row.there
        }
        # The same coaches and weeks on both sides
        visits = visits.filtered(
            lambda visit: (visit.user_id, visit.week_start) in weeks
        )
        hours = sum((row.hours for row in log.values()), Fraction(0))
        hours *= exact(self.company_id.ips_week_hours)
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
        Former coaches have the weeks that they have rows of. The full-time share is
        the one of each week.
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
        shares = self._full_time_shares(every)
        return {coach: self._coach_row(own, shares) for coach, own in weeks.items()}

    def _full_time_shares(self, weeks):
        """Return {week: full-time share agreed for it}; 1 where none is known."""
        members = weeks._members()
        # sudo: only the shares of the team's own coaches, whose weeks these are
        targets = self.env["ips.contact.target"].sudo()
        history = targets._histories(self.team_id.ids, weeks.user_id.ids)
        shares = {}
        for week in weeks:
            member = members.get((week.user_id.id, week.team_id.id))
            agreed = history.agreed(week.team_id, member, week.week_start)
            shares[week] = exact(round(agreed[2], 2)) if member else Fraction(1)
        return shares

    def _coach_row(self, weeks, shares):
        there = [week for week in weeks if week.worked_share > 0]
        worked = [week for week in there if week.counted or not week.empty_reason_id]
        hours = sum(
            (exact(round(week.worked_share, 6)) * shares[week] for week in there),
            Fraction(0),
        )
        if not worked:
            nothing = self._join([])
            return CoachLog(
                nothing, self._join(there), Fraction(0), None, hours, "weekly"
            )
        mean = sum(Fraction(week.counted) / shares[week] for week in worked)
        # Of a full-time coach as well, so that it compares with the mean
        usual = exact(self._threshold().limit_5)
        few = any(week.has_few_job_seekers for week in worked)
        needed = [
            min(CONTACTS_PER_JOB_SEEKER * week.job_seekers / shares[week], usual)
            if week.has_few_job_seekers
            else usual
            for week in worked
        ]
        return CoachLog(
            self._join(worked),
            self._join(there),
            mean / len(worked),
            Fraction(sum(needed), len(needed)) if few else None,
            hours,
            self._rhythm(there),
        )

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
