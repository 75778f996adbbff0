from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..tools.fidelity import LOWEST, Result, exact, middle, share
from ..tools.weeks import CONTACTS_PER_JOB_SEEKER
from .ips_fidelity_coaches import SUNDAY

CONTACTS = 17
# What a score cannot exceed by how often the log was signed (criterion 17 [M])
CAPS = {"weekly": 5, "monthly": 3, "seldom": 2}


class CoachLog(NamedTuple):
    """A coach's log in the period of a review.

    ``asked`` are all weeks, as records of ``ips.coach.week``, rows or not; ``there``
    those with a day to work, excused ones too, and ``weeks`` those worked; ``mean`` is
    counted contacts a week for a full-time coach; ``needed`` what a 5 takes where job
    seekers are few, else None; ``hours`` full-time weeks worked; ``rhythm`` how often
    the leader signed.
    """

    asked: object
    there: object
    weeks: object
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
            CONTACTS: "_score_contacts",
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

        What counts is the log's own count. See ``_coach_log`` for whose weeks,
        ``_coach_points`` for a coach's score and ``_rhythm`` for what holds it back.

        Without any log, which is neither a contact nor a signature, nothing is known
        but that nobody tracks it: the scale gives a 2 at most, and of two anchors that
        fit the lower one is taken, a 1. Where every week is excused, or none is over,
        there is nothing to score.
        """
        if not self._threshold():
            return Result(note="no_threshold")
        if not self._mondays():
            return Result(note="no_weeks")
        log = self._coach_log()
        rows = [row for row in log.values() if row.weeks]
        if not self._is_logged(log):
            if rows or (not log and self._coaches_at(self._until())):
                return Result(note="no_tracking", score=LOWEST)
            return Result(note="no_weeks" if log else "no_coaches")
        weeks = self._join([row.weeks for row in rows])
        scores = [self._coach_points(row) for row in rows]
        if not scores:
            return Result(note="no_weeks")
        held = any(row.rhythm != "weekly" for row in rows)
        return Result(
            Fraction(sum(scores), len(scores)),
            Fraction(sum(scores)),
            Fraction(len(scores)),
            note="capped" if held else "",
            score=middle(scores),
            rows=weeks.filtered("id"),
            coaches=len(scores),
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
        reviewer's to ask. Visits of job seekers, and of a leader who coaches nobody,
        are none of a coach; they are visits to the employer all the same, so that the
        coach's next one is not the first.
        """
        coaches = self._team_coaches()
        visits = self.env["ips.employer.contact"].search(
            self._of_team()
            & Domain("channel", "=", "in_person")
            & Domain("made_by", "=", "coach")
            & Domain("user_id", "in", coaches.ids)
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
            coaches=len(scores),
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
        return Result(
            share(out, hours),
            out,
            hours,
            note="part",
            rows=visits,
            coaches=sum(bool(row.hours) for row in log.values()),
        )

    # SHARED

    def _of_team(self):
        """Domain: contacts of the team that took place in the period."""
        return (
            Domain("team_id", "=", self.team_id.id)
            & Domain("state", "=", "done")
            & self._within("day")
        )

    def _is_logged(self, log):
        """Whether the team keeps a log at all: a contact, or a week that was signed."""
        signed = any(row.there.filtered("review_date") for row in log.values())
        contacts = self.env["ips.employer.contact"]
        return signed or bool(contacts.search_count(self._of_team(), limit=1))

    def _coach_log(self):
        """Return {coach: ``CoachLog``} of the team's coaches, today's and former ones.

        A worked week is one with a day to work; the mean takes it as one week, however
        many days the coach was away. Left out are weeks

        - without contacts that have a reason, the coach's or the leader's: the leader
          accepts it by signing the week, and one that is not signed holds the score
          back;
        - without contacts in which nobody of the coach's was searching: twice nobody
          is no contact at all;
        - in which the coach began, later than on Monday, or left without a contact:
          no whole week either.

        One without contacts and without a reason counts as 0, with or without a row.
        The full-time share is the one of each week.
        """
        roster = self._roster()
        weeks = self._weeks_by_coach(roster)
        shares = self._full_time_shares(
            [(coach, week.week_start) for coach, own in weeks.items() for week in own],
            roster.members,
        )
        usual = self._usual_contacts()
        return {
            coach: self._coach_row(own, shares, roster, usual)
            for coach, own in weeks.items()
        }

    def _coach_row(self, weeks, shares, roster, usual):
        share_of, there, whole, hours = {}, [], [], Fraction(0)
        for week in weeks:
            part, is_whole = self._worked_share(roster, week)
            share_of[week] = full = shares[week.user_id, week.week_start]
            if part * full > 0:
                there.append(week)
                hours += part * full
                whole.extend([week] if is_whole else [])
        left = roster.left.get(weeks[0].user_id)
        worked = [
            week
            for week in whole
            if self._is_worked(week) and (week.counted or week.week_start != left)
        ]
        # Of a full-time coach, so that it compares with the mean
        needed = [
            min(CONTACTS_PER_JOB_SEEKER * week.job_seekers / share_of[week], usual)
            if week.has_few_job_seekers
            else usual
            for week in worked
        ]
        counted = [Fraction(week.counted) / share_of[week] for week in worked]
        few = any(week.has_few_job_seekers for week in worked)
        return CoachLog(
            self._join(weeks),
            self._join(there),
            self._join(worked),
            Fraction(sum(counted), len(counted)) if worked else Fraction(0),
            Fraction(sum(needed), len(needed)) if few else None,
            hours,
            self._rhythm(whole),
        )

    def _usual_contacts(self):
        """What a 5 of criterion 17 takes, whichever criterion asks for the log."""
        threshold = self._threshold()
        if threshold.item_id.number != CONTACTS:
            threshold = threshold.search(
                [
                    ("item_id.number", "=", CONTACTS),
                    ("valid_from", "<=", self.date_to),
                ],
                order="valid_from desc, id desc",
                limit=1,
            )
        return exact(threshold.limit_5)

    def _is_worked(self, week):
        """Whether a week asks for contacts: see ``_coach_log``."""
        nobody = week.has_few_job_seekers and not week.job_seekers
        return week.counted or not (week.empty_reason_id or nobody)

    def _rhythm(self, weeks):
        """How often the log was signed: weekly, monthly or seldom.

        Weekly, where so many of the weeks as the company says (nine of ten: one that
        slipped in a holiday does not undo half a year, and in a period of up to nine
        weeks every one is asked) were signed within the days of a weekly sign-off after
        their Sunday; monthly likewise.

        A week whose days are not over yet is not asked. The first signature counts, a
        later one after a correction does not undo it.
        """
        company = self.company_id
        today, least = company._ips_today(), exact(company.ips_weekly_share)
        for rhythm, days in (
            ("weekly", timedelta(days=company.ips_review_week_days)),
            ("monthly", timedelta(days=company.ips_review_month_days)),
        ):
            asked = in_time = 0
            for week in weeks:
                due, signed = week.week_start + SUNDAY + days, week._first_signed()
                if signed or today > due:
                    asked += 1
                    in_time += bool(signed and signed <= due)
            if not asked or share(in_time, asked) >= least:
                return rhythm
        return "seldom"
