from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..tools.fidelity import exact
from ..tools.weeks import WORKDAYS, day_of
from .ips_coach_week_signed import FRIDAY

SUNDAY = timedelta(days=6)
WEEK = timedelta(days=7)


class Roster(NamedTuple):
    """Who coaches or coached in the team: ``members`` {coach: membership, the last
    one}, ``active`` today's coaches, ``back`` those who had left once and come back,
    ``first`` {coach of today: the day from which on contacts are asked for}, ``left``
    {former coach: Monday of the last row, so of the week in which they left}.
    """

    members: dict
    active: object
    back: object
    first: dict
    left: dict


class IpsFidelityReview(models.Model):
    """Whose work a review counts: the team's coaches, since when, and their weeks.

    A coach without a start date is asked from the first trace on: the membership, a
    row of ``ips.coach.week`` or a contact. Memberships that were made together with
    the team say nothing about the coach: then the team's first trace counts, so that
    the weeks before the team used this log are nobody's empty weeks, and whoever logs
    nothing is not left out.

    Former coaches, whose membership is archived or gone, are known by their rows of
    ``ips.coach.week``: nobody is lost, and whoever has come back is one person.
    """

    _inherit = "ips.fidelity.review"

    # DAYS

    def _until(self):
        """The last day that can be counted: of a period under way, today."""
        self.ensure_one()
        return min(self.date_to, self.company_id._ips_today())

    def _mondays(self):
        """Mondays of the weeks whose five working days lie in the period, and are
        over.
        """
        monday = self.date_from + timedelta(days=-self.date_from.weekday() % 7)
        today, mondays = self.company_id._ips_today(), []
        while monday + FRIDAY <= self.date_to and monday + FRIDAY < today:
            mondays.append(monday)
            monday += WEEK
        return mondays

    # COACHES

    def _memberships(self):
        """All memberships of the team, a coach's active one after former ones."""
        return (
            self.env["crm.team.member"]
            .with_context(active_test=False)
            .search([("crm_team_id", "=", self.team_id.id)], order="active, id")
        )

    def _coaches_at(self, day):
        """Return {coach: full-time share} of those who were in the team on that day.

        Without a start date a coach was always there, unless the membership was made
        after the team and after that day, with nothing to show from before. A former
        coach was there who has a row of that week, and whose membership was archived
        later.
        """
        members = self._memberships()
        active = members.filtered("active")
        there = self._already_there(active, self._came_back(members), day)
        monday = day - timedelta(days=day.weekday())
        others = self.env["res.users"]
        # Whoever is no coach today was none today
        if day < self.company_id._ips_today():
            rows = self.env["ips.coach.week"].search(
                [("team_id", "=", self.team_id.id), ("week_start", "=", monday)]
            )
            former, tz = members - active, self.company_id._ips_tz()
            gone = former.filtered(lambda row: day_of(row.write_date, tz) <= day)
            # Nor is it a former coach who has come since for the first time
            new = active.user_id - former.user_id
            others = rows.user_id - there - gone.user_id - new
        by_user = {member.user_id: member for member in members}
        shares = self._full_time_shares(
            [(coach, monday) for coach in there | others], by_user
        )
        return {coach: share for (coach, _monday), share in shares.items()}

    def _already_there(self, active, back, day):
        """Those of today's coaches who had come by that day, for good."""
        unknown = active.filtered(
            lambda member: (
                not member.start_date
                and self._is_later(member)
                and self._entered(member) > day
            )
        )
        there = (
            (active - unknown)
            .filtered(lambda member: not member.start_date or member.start_date <= day)
            .user_id
        )
        if not unknown:
            return there
        first = self._first_days(unknown, back)
        # Whoever had people then was there, too
        busy = self._people_at(day).user_id
        return there | unknown.user_id.filtered(
            lambda coach: coach in busy or first[coach] <= day
        )

    def _team_coaches(self):
        """Everybody who coaches or coached in the team: not its leader as such."""
        rows = self.env["ips.coach.week"]._read_group(
            [
                ("team_id", "=", self.team_id.id),
                ("week_start", ">=", self.date_from - SUNDAY),
                ("week_start", "<=", self.date_to),
            ],
            ["user_id"],
        )
        coaches = self._memberships().user_id
        return coaches.union(*[user for (user,) in rows])

    def _full_time_shares(self, keys, members):
        """Return {(coach, Monday): full-time share agreed for it}; 1 if not known.

        :param members: {coach: membership}
        """
        # sudo: only the shares of the team's own coaches, whose weeks these are
        targets = self.env["ips.contact.target"].sudo()
        history = targets._histories(
            self.team_id.ids, [coach.id for coach, _monday in keys]
        )
        shares = {}
        for coach, monday in keys:
            member = members.get(coach)
            agreed = history.agreed(self.team_id, member, monday)[2]
            shares[coach, monday] = exact(round(agreed, 2)) if member else Fraction(1)
        return shares

    # SINCE WHEN

    def _entered(self, record):
        return day_of(record.create_date, self.company_id._ips_tz())

    def _is_later(self, member):
        """Whether somebody came to a team that was there already."""
        return self._entered(member) > self._entered(self.team_id)

    def _came_back(self, members):
        """Those who have more than one membership."""
        last = {member.user_id: member.id for member in members}
        return members.filtered(lambda row: row.id != last[row.user_id]).user_id

    def _first_days(self, members, back):
        """Return {coach: the day from which on contacts are asked for}: see above.

        :param back: those who had left and came back: traces of before say nothing
        """
        first = {row.user_id: row.start_date for row in members if row.start_date}
        unknown = members.filtered(lambda member: not member.start_date)
        if not unknown:
            return first
        begun = self._entered(self.team_id)
        traces = self._first_traces()
        for member in unknown:
            entered = self._entered(member)
            if self._is_later(member) and member.user_id in back:
                own = []
            elif self._is_later(member):
                own = [traces.get(member.user_id.id, {})]
            else:
                own, entered = traces.values(), begun
            first[member.user_id] = self._first_of(entered, own)
        return first

    def _first_of(self, entered, traces):
        """The first of the day of entry, rows and contacts.

        A row of the week of the entry was made by it, and is no trace of more.
        """
        monday = entered - timedelta(days=entered.weekday())
        days = [entered]
        for trace in traces:
            if trace.get("contact"):
                days.append(trace["contact"])
            if trace.get("row") and trace["row"] < monday:
                days.append(trace["row"])
        return min(days)

    def _first_traces(self):
        """Return {user id: {"row", "contact": Monday of the first one in the team}}."""
        self.env["ips.coach.week"].flush_model(["user_id", "team_id", "week_start"])
        self.env["ips.employer.contact"].flush_model(
            ["user_id", "team_id", "week_start", "state"]
        )
        self.env["crm.team.member"].flush_model(["user_id", "crm_team_id"])
        # Mondays alone, of the reader's own team, whose contacts all coaches read
        rows = self.env.execute_query(
            SQL(
                """
                SELECT user_id, 'row', min(week_start)
                  FROM ips_coach_week WHERE team_id = %(team)s GROUP BY user_id
                 UNION ALL
                SELECT member.user_id, 'contact', contact.week_start
                  FROM (SELECT DISTINCT user_id FROM crm_team_member
                         WHERE crm_team_id = %(team)s) AS member
                 CROSS JOIN LATERAL (
                   SELECT week_start FROM ips_employer_contact
                    WHERE user_id = member.user_id AND state = 'done'
                      AND team_id = %(team)s
                    ORDER BY week_start LIMIT 1
                 ) AS contact
                """,
                team=self.team_id.id,
            )
        )
        traces = defaultdict(dict)
        for user_id, kind, monday in rows:
            traces[user_id][kind] = monday
        return traces

    # WEEKS

    def _roster(self):
        members = self._memberships()
        active = members.filtered("active")
        back = self._came_back(members)
        left = self.env["ips.coach.week"]._read_group(
            [
                ("team_id", "=", self.team_id.id),
                ("user_id", "not in", active.user_id.ids),
            ],
            ["user_id"],
            ["week_start:max"],
        )
        return Roster(
            {member.user_id: member for member in members},
            active.user_id,
            back,
            self._first_days(active, back),
            dict(left),
        )

    def _weeks_by_coach(self, roster):
        """Return {coach: [weeks]} of the period, rows of ``ips.coach.week`` or not.

        Of today's coaches all since they came, and whatever has a row.
        """
        Week = self.env["ips.coach.week"]
        mondays = self._mondays()
        rows = Week.search(
            [("team_id", "=", self.team_id.id), ("week_start", "in", mondays)]
        )
        by_key = {(row.user_id, row.week_start): row for row in rows}
        weeks = {}
        for coach in (roster.active | rows.user_id).sorted("id"):
            since = roster.first.get(coach)
            own = [
                by_key.get((coach, monday))
                or Week._new_week(self.team_id, coach, monday)
                for monday in mondays
                if (coach, monday) in by_key or (since and since <= monday)
            ]
            if own:
                weeks[coach] = own
        # Together, so that counts and targets cost the same for one week and for all
        every = self._join([week for own in weeks.values() for week in own])
        every.mapped("counted")
        every.mapped("worked_share")
        return weeks

    def _join(self, weeks):
        return self.env["ips.coach.week"].concat(*weeks)

    def _worked_share(self, roster, week):
        """Share of the week that could be worked, and whether the coach was there from
        its Monday on.

        The last start date says nothing about weeks of the time before it, of somebody
        who had left and came back.
        """
        member = roster.members.get(week.user_id)
        since = roster.first.get(week.user_id) or (member and member.start_date)
        share = exact(round(week.worked_share, 6))
        if not since or since <= week.week_start:
            return share, True
        if week.user_id in roster.back and week.week_start + SUNDAY < since:
            return 1 - exact(round(week.absent_days, 2)) / WORKDAYS, True
        return share, False
