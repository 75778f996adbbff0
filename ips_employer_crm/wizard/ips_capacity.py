from datetime import timedelta
from math import floor
from statistics import median

from odoo import Command, api, fields, models
from odoo.tools.misc import format_date, formatLang

from ..models.ips_client import SERVICE_PHASES

# What is called the last quarter: so many full weeks, up to yesterday. Long enough for
# a team of ten to see ends, short enough to be today's pace
QUARTER_WEEKS = 13
QUARTER_DAYS = 7 * QUARTER_WEEKS
# 13 weeks are a quarter of a year: x / 13 * 52 / 12 is x / 3
QUARTER_MONTHS = 3
# 16.0 out of 20 x 0.8 may come as 15.999...
TINY = 1e-6


def whole_places(places):
    """Places that take somebody: rounded down, for 0.4 of a place takes nobody."""
    return max(floor(places + TINY), 0)


def weeks_until_place(position, places, ends):
    """Weeks until whoever stands at this position of the queue gets a place.

    :param int position: 1 is the first one waiting
    :param int places: whole places that are free at once
    :param int ends: services that ended in ``QUARTER_WEEKS`` weeks
    :return: 0.0 where the free places are enough; None where nobody's service ended,
        so that nothing can be said
    """
    missing = position - places
    if missing <= 0:
        return 0.0
    return missing * QUARTER_WEEKS / ends if ends else None


class IpsCapacity(models.TransientModel):
    """How long is the queue, how fast does it move, and what would one coach add?

    Counted over all teams that the reader leads or deputises for, with the reader's
    rights, when the screen opens. Leaders and deputies only; only its maker reads it.

    *Waiting*: people of these teams in the phase *waiting*, days from their entry.

    *Flow*: the 13 weeks (91 days) up to yesterday, for today is not over. A start is
    the first day of a stay in a phase of the service; an end is the day on which a stay
    that had one was closed, or went back to the queue. Each stay counts once: moves
    between coaches are neither, nor is whoever leaves the queue. Somebody who returns
    has another stay; a service closed and opened again on the same day never ended.
    Rows have no team: people count where they are today.

    *Places*: the limit of each coach less the people in the service; 0 beyond the
    limit, and before the coach's first day. Rounded down for each coach.

    *Weeks until a place*: (position in the queue - free places) / ends a week.
    """

    _name = "ips.capacity"
    _description = "Queue and Capacity"
    _inherit = ["ips.figures"]

    team_names = fields.Char(string="Teams", readonly=True)

    # The queue
    waiting_count = fields.Integer(string="People Waiting", readonly=True)
    waiting_median = fields.Float(
        string="Median Wait in Days",
        digits=(6, 1),
        readonly=True,
        help="Half of the people have waited longer, half of them shorter.",
    )
    waiting_longest = fields.Integer(string="Longest Wait in Days", readonly=True)

    # The flow
    date_from = fields.Date(string="From", readonly=True)
    date_to = fields.Date(string="Until", readonly=True, help="Yesterday.")
    start_count = fields.Integer(
        string="Services Started",
        readonly=True,
        help="People who entered the service, each stay once.",
    )
    end_count = fields.Integer(
        string="Services Ended",
        readonly=True,
        help="People whose service was closed or who went back to the queue, each stay "
        "once. Leaving the queue is no end.",
    )
    starts_month = fields.Float(
        string="Started a Month",
        digits=(6, 1),
        readonly=True,
        help="A third of the 13 weeks.",
    )
    ends_month = fields.Float(
        string="Ended a Month",
        digits=(6, 1),
        readonly=True,
        help="A third of the 13 weeks.",
    )

    # The places
    free_places = fields.Float(
        digits=(6, 1), readonly=True, help="Of all coaches together, unrounded."
    )
    whole_places = fields.Integer(
        string="Whole Free Places",
        readonly=True,
        help="Rounded down for each coach: 0.4 of a place takes nobody.",
    )
    extra_places = fields.Integer(
        string="Places of One More Coach",
        readonly=True,
        help="The company's limit for a full-time coach, rounded down.",
    )
    line_ids = fields.One2many("ips.capacity.line", "capacity_id", readonly=True)

    # The answers, in words of the maker's language
    wait_new = fields.Char(string="Who Joins the Queue Now", readonly=True)
    formula_new = fields.Char(readonly=True)
    wait_last = fields.Char(string="The Last One Waiting", readonly=True)
    formula_last = fields.Char(readonly=True)
    wait_new_extra = fields.Char(
        string="Who Joins Now, With One More Coach", readonly=True
    )
    formula_new_extra = fields.Char(readonly=True)
    wait_last_extra = fields.Char(
        string="The Last One, With One More Coach", readonly=True
    )
    formula_last_extra = fields.Char(readonly=True)

    # COMPUTES

    @api.depends_context("lang")
    def _compute_display_name(self):
        for capacity in self:
            capacity.display_name = self.env._("Queue and capacity")

    # ACTIONS

    def action_view_waiting(self):
        """The people who wait, of the teams that the reader leads."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_client_action_waiting"
        )
        action["domain"] = self._waiting_domain(self._teams())
        return action

    def action_view_caseloads(self):
        """The caseloads of the coaches of these teams."""
        return self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.crm_team_member_action_caseload"
        )

    # BUSINESS

    @api.model
    def _teams(self):
        """The coaching teams that the reader leads or deputises for."""
        return self.env["ips.coach.week"]._led_teams()

    @api.model
    def _waiting_domain(self, teams):
        return [("team_id", "in", teams.ids), ("phase", "=", "waiting")]

    def _count(self):
        """Fill in the figures."""
        self.ensure_one()
        teams = self._teams()
        # Teams of one company go by its clock and limit, whichever is chosen above
        company = teams.company_id
        company = company if len(company) == 1 else self.env.company
        today = company._ips_today()
        waits = self._waits(teams, today)
        first, last = today - timedelta(days=QUARTER_DAYS), today - timedelta(days=1)
        starts, ends = self._flow(teams, first, last)
        lines = self._places(teams, today)
        places = sum(line["whole_places"] for line in lines)
        extra = whole_places(company.ips_caseload_limit)
        values = {
            "team_names": ", ".join(teams.sorted("name").mapped("name")),
            "waiting_count": len(waits),
            "waiting_median": median(waits) if waits else 0,
            "waiting_longest": max(waits, default=0),
            "date_from": first,
            "date_to": last,
            "start_count": starts,
            "end_count": ends,
            "starts_month": starts / QUARTER_MONTHS,
            "ends_month": ends / QUARTER_MONTHS,
            "free_places": sum(line["free_places"] for line in lines),
            "whole_places": places,
            "extra_places": extra,
            "line_ids": [Command.create(line) for line in lines],
        }
        for suffix, more in (("", 0), ("_extra", extra)):
            for name, joins in (("new", True), ("last", False)):
                wait, formula = self._answer(len(waits), joins, places, more, ends)
                values[f"wait_{name}{suffix}"] = wait
                values[f"formula_{name}{suffix}"] = formula
        # sudo: nobody enters figures by hand; all are counted with the maker's rights
        self.sudo().write(values)

    @api.model
    def _waits(self, teams, today):
        """Return the days that each person in the queue has waited."""
        people = self.env["ips.client"].search_fetch(
            self._waiting_domain(teams), ["entry_date"]
        )
        return [max((today - person.entry_date).days, 0) for person in people]

    @api.model
    def _flow(self, teams, first, last):
        """Return (services started, services ended) from day to day, both included."""
        starts, ends = self._moves(teams, first, last)
        return len(starts), len(ends)

    @api.model
    def _moves(self, teams, first, last):
        """Return the stays (client id, entry) that started, and those that ended."""
        # All rows of whoever had one that began then: the rest of a stay says whether
        # it began before, and whether it was a stay in the service at all
        rows = self.env["ips.client.period"].search_fetch(
            [
                ("client_id.team_id", "in", teams.ids),
                (
                    "client_id.period_ids",
                    "any",
                    [("date_from", ">=", first), ("date_from", "<=", last)],
                ),
            ],
            ["client_id", "phase", "date_from", "entry_date"],
            order="date_from, id",
        )
        starts, ends = [], []
        for own in rows.grouped("client_id").values():
            for entry, stay in own.grouped("entry_date").items():
                served = stay.filtered(lambda row: row.phase in SERVICE_PHASES)
                if not served:
                    continue
                key = (served[0].client_id.id, entry)
                if first <= served[0].date_from <= last:
                    starts.append(key)
                # Closed, or back in the queue: either way the place is free
                after = own[own.ids.index(served[-1].id) + 1 :][:1]
                ended = after and after.phase not in SERVICE_PHASES
                if ended and first <= after.date_from <= last:
                    ends.append(key)
        return starts, ends

    @api.model
    def _places(self, teams, today):
        """Return the values of a line for each coach of these teams."""
        members = self.env["crm.team.member"].search(
            [("crm_team_id", "in", teams.ids), ("user_id.active", "=", True)]
        )
        # Read together: the groups would be read one coach at a time
        members.mapped("caseload")
        members.user_id.mapped("name")
        lines = []
        for coach, own in members.grouped("user_id").items():
            there = own.filtered(
                lambda member: not member.start_date or member.start_date <= today
            )
            # The caseload is the coach's, whichever team it is in
            caseload = own[0].caseload
            limit = sum((there or own).mapped("caseload_limit"))
            free, remark = max(limit - caseload, 0), False
            if not there:
                free = 0
                remark = self.env._(
                    "Starts on %(date)s",
                    date=format_date(self.env, min(own.mapped("start_date"))),
                )
            elif caseload > limit + TINY:
                remark = self.env._("Beyond the limit")
            lines.append(
                {
                    "name": coach.name,
                    "caseload": caseload,
                    "caseload_limit": limit,
                    "free_places": free,
                    "whole_places": whole_places(free),
                    "remark": remark,
                }
            )
        return sorted(lines, key=lambda line: line["name"].casefold())

    def _answer(self, waiting, joins, places, more, ends):
        """Return (the wait in words, how it was worked out with its numbers).

        :param bool joins: whether it is about somebody who joins behind them all
        :param int more: places of one more coach
        """
        if not waiting and not joins:
            return self.env._("Nobody waits"), False
        people = self.env._("%(count)s waiting", count=waiting)
        if joins:
            people = self.env._("%(count)s waiting + 1", count=waiting)
        free = self.env._("%(count)s free", count=places)
        if more:
            free = self.env._(
                "%(count)s free + %(more)s of the new coach", count=places, more=more
            )
        weeks = weeks_until_place(waiting + joins, places + more, ends)
        if weeks == 0:
            return (
                self.env._("A place at once"),
                self.env._(
                    "Enough for %(people)s: %(places)s", people=people, places=free
                ),
            )
        if weeks is None:
            return (
                self.env._("Cannot be said"),
                self.env._(
                    "Not enough for %(people)s: %(places)s. And nobody's service ended "
                    "in the %(weeks)s weeks, so there is no pace to go by.",
                    people=people,
                    places=free,
                    weeks=QUARTER_WEEKS,
                ),
            )
        number = formatLang(self.env, weeks, digits=1)
        return (
            self.env._("%(number)s weeks", number=number),
            self.env._(
                "(%(people)s - %(places)s) / (%(ends)s ended / %(weeks)s weeks) = "
                "%(number)s weeks",
                people=people,
                places=f"({free})" if more else free,
                ends=ends,
                weeks=QUARTER_WEEKS,
                number=number,
            ),
        )
