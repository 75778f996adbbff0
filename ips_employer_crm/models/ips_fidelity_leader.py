from datetime import timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ..tools.fidelity import Result
from .ips_field_mentoring import MENTORING_EVERY, NEW_COACH

# One leader for so many full-time coaches at most (criterion 8, domain 1.4 [M])
MOST_COACHES = 10
# Whose contacts fall short of so many a week is struggling: the red light of domain 6,
# and the worked example of domain 1.4 [I]
STRUGGLING = 4
# Targets are reviewed at least so often (criterion 8, domain 1.4 [M])
QUARTER = relativedelta(months=3)
DAY = timedelta(days=1)
# Half a year back from the last day of a month is not to the day six months
UNEVEN = timedelta(days=3)


class IpsFidelityReview(models.Model):
    """Criterion 8: the leader's five roles (`domain.md` 1.4), a proposal."""

    _inherit = "ips.fidelity.review"

    @api.model
    def _scorers(self):
        return super()._scorers() | {8: "_score_leader_roles"}

    # CRITERIA

    def _score_leader_roles(self):
        """8: which of the five roles of the leader can be seen; at least so many.

        1. One leader for ten full-time coaches at most, and for no other coaching team.
           Whether the leader is there full time is the reviewer's to ask.
        2. Group supervision weekly, in as many weeks as criterion 7 asks.
        3. Liaison with the teams that refer people: not logged, so never seen here.
        4. Field mentoring monthly of new or struggling coaches.
        5. Targets reviewed at least quarterly, with each coach or for the team.

        Signing the weekly logs is none of them. Of what was never logged in this team
        nobody can say whether it is done; with nothing logged there is no score.
        """
        coaches = self._coaches_at(self._until())
        if not coaches:
            return Result(note="no_coaches")
        log = self._coach_log()
        supervisions = self._group_supervisions()
        parts = {
            "one_leader": self._is_one_leader(coaches),
            "supervision": self._is_supervised(log, supervisions),
            "liaison": None,
            "mentoring": self._is_mentored(coaches, log),
            "targets": self._are_targets_reviewed(coaches, log),
        }
        logged = ("supervision", "mentoring", "targets")
        if all(parts[code] is None for code in logged):
            return Result(note="no_leader_log", parts=parts)
        count = Fraction(sum(seen is True for seen in parts.values()))
        return Result(
            count,
            count,
            Fraction(len(parts)),
            note="part",
            parts=parts,
            rows=supervisions or None,
        )

    # ROLES

    def _is_one_leader(self, coaches):
        leader = self.team_id.user_id
        if not leader or sum(coaches.values()) > MOST_COACHES:
            return False
        others = self.env["crm.team"].search_count(
            [
                ("use_job_openings", "=", True),
                ("user_id", "=", leader.id),
                ("id", "!=", self.team_id.id),
            ],
            limit=1,
        )
        return not others

    def _is_supervised(self, log, supervisions):
        mondays = self._weeks_at_work(log)
        if supervisions is False or not mondays:
            return None
        return self._is_weekly(self._supervised(supervisions, mondays), mondays)

    def _is_mentored(self, coaches, log):
        """Each coach who was new or struggling, in each month of it.

        New is somebody for the first six months; struggling whose mean of counted
        contacts a week is under four, and who has job seekers enough for more. Where
        nobody was either, nobody had to be mentored.
        """
        mentoring = self.env["ips.field.mentoring"]
        own = Domain("team_id", "=", self.team_id.id)
        if not mentoring.search_count(own, limit=1):
            return None
        months = self._windows(MENTORING_EVERY)
        rows = mentoring.search_fetch(
            own
            & Domain("date", ">=", months[-1][0])
            & Domain("date", "<=", self._until()),
            ["user_id", "date"],
        ).grouped("user_id")
        for coach, since in self._since(coaches).items():
            row, days = log.get(coach), rows.get(coach, mentoring).mapped("date")
            struggles = self._is_struggling(row)
            for first, last in self._asked(months, since, row):
                is_new = since and last < since + NEW_COACH
                met = any(first <= day <= last for day in days)
                if (is_new or struggles) and not met:
                    return False
        return True

    def _is_struggling(self, row):
        if not row or not row.weeks or row.mean >= STRUGGLING:
            return False
        return row.needed is None or row.mean < row.needed

    def _are_targets_reviewed(self, coaches, log):
        """A row of the history of targets in each quarter, of the coach or the team.

        A target that stays as it is leaves one where the leader says so.
        """
        targets = self.env["ips.contact.target"].search_fetch(
            [("team_id", "=", self.team_id.id), ("valid_from", "!=", False)],
            ["user_id", "valid_from"],
        )
        if not targets:
            return None
        rows = targets.grouped("user_id")
        of_team = rows.get(targets.user_id.browse(), targets[:0])
        quarters = self._windows(QUARTER)
        for coach, since in self._since(coaches).items():
            days = (of_team + rows.get(coach, targets[:0])).mapped("valid_from")
            for first, last in self._asked(quarters, since, log.get(coach)):
                # Valid from the Monday of the week in which it was looked at
                monday = first - timedelta(days=first.weekday())
                if not any(monday <= day <= last for day in days):
                    return False
        return True

    # SHARED

    def _since(self, coaches):
        """Return {coach: first day in the team, None: always there} of these."""
        members = self._memberships()
        later = members.filtered(
            lambda member: (
                member.active
                and member.user_id in coaches
                and (member.start_date or self._is_later(member))
            )
        )
        first = self._first_days(later, self._came_back(members))
        return {coach: first.get(coach) for coach in coaches}

    def _windows(self, step):
        """Stretches of that length back from the last day, (first, last), the latest
        first.

        Those that lie in the period; one at least, so that a short one asks as well.
        """
        after, windows = self._until() + DAY, []
        while True:
            number = len(windows)
            first = after - step * (number + 1)
            if windows and first < self.date_from - UNEVEN:
                return windows
            windows.append((first, after - step * number - DAY))

    def _asked(self, windows, since, row):
        """Those stretches in which the coach was in the team all the time, and not away
        for all of it.

        :param row: the coach's ``CoachLog``, or None
        """
        asked = []
        for first, last in windows:
            weeks = [
                week
                for week in (row.asked if row else ())
                if first <= week.week_start <= last
            ]
            was_away = weeks and not any(week in row.there for week in weeks)
            if not (since and since > first) and not was_away:
                asked.append((first, last))
        return asked
