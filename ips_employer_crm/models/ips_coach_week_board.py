from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

HISTORY_WEEKS = 12


class IpsCoachWeek(models.Model):
    """What the screen My week shows, as plain values; Team week shares some of it.

    Each screen is one call with a number of queries that does not grow with contacts
    or coaches. Weeks without a row are shown as zero, without making one.
    """

    _inherit = "ips.coach.week"

    # MY WEEK

    @api.model
    @api.readonly
    def get_my_week(self, week_start=None):
        """Return the reader's own week: figures, contacts, visits and next steps.

        :param str week_start: Monday of the week, or of today's week if empty
        """
        user, company = self.env.user, self.env.company
        team = self._own_team()
        monday = self._to_monday(week_start)
        today = company._ips_today()
        mondays = [
            monday - timedelta(weeks=back) for back in range(HISTORY_WEEKS - 1, -1, -1)
        ]
        weeks = self._weeks_or_new(team, user, mondays)
        week = weeks[-1]
        contacts = self._contacts_of(user, monday)
        return {
            "week": self._week_values(monday, today),
            "user": {"id": user.id, "name": user.name},
            "team": team.name or "",
            "row": self._row_values(week),
            "days": self._day_values(monday, contacts),
            "contacts": [self._contact_values(contact) for contact in contacts],
            "planned": self._planned_values(user, today),
            "next_steps": self._next_step_values(user),
            "history": [
                {
                    "number": row.week_start.isocalendar().week,
                    "start": fields.Date.to_string(row.week_start),
                    "counted": row.counted,
                    "target": row.target,
                    "target_label": row._format_target(),
                }
                for row in weeks
            ],
            "reasons": self.env["ips.week.reason"].search_read(
                [("active", "=", True)], ["name"]
            ),
        }

    @api.model
    def action_enter_absence(self, week_start, days):
        """Enter the reader's own working days away in a week.

        Raises a user error if the reader is in no job coaching team.
        """
        self._own_row(week_start).absent_days = days

    @api.model
    def action_enter_empty_reason(self, week_start, reason_id):
        """Enter why the reader's own week had no contacts (empty: take it back)."""
        self._own_row(week_start).empty_reason_id = reason_id

    @api.model
    def _own_team(self):
        """The team in which the reader coaches, if any."""
        user = self.env.user
        teams = self.env["crm.team"]._job_coaching_team_by_user(user, leaders=False)
        return teams.get(user.id, self.env["crm.team"])

    def _own_row(self, week_start):
        user, monday = self.env.user, self._to_monday(week_start)
        team = self._own_team()
        if not team:
            raise UserError(
                self.env._("You are in no job coaching team yet. Ask your team leader.")
            )
        self._ensure_weeks({(user.id, team.id, monday)})
        return self.search(
            [
                ("user_id", "=", user.id),
                ("team_id", "=", team.id),
                ("week_start", "=", monday),
            ]
        )

    def _planned_values(self, user, today):
        """My planned visits: not logged yet, today's, and the next ones."""
        contacts = self.env["ips.employer.contact"].search(
            [("user_id", "=", user.id), ("state", "=", "planned")],
            order="date, id",
            limit=60,
        )
        groups = {"late": [], "today": [], "coming": []}
        for contact in contacts:
            key = "today"
            if contact.day != today:
                key = "late" if contact.day < today else "coming"
            groups[key].append(self._contact_values(contact))
        groups["coming"] = groups["coming"][:5]
        return groups

    def _next_step_values(self, user):
        """Activities of mine on contacts, oldest first: what was promised."""
        activities = self.env["mail.activity"].search(
            [
                ("user_id", "=", user.id),
                ("res_model", "=", "ips.employer.contact"),
                ("res_id", "!=", 0),
            ],
            order="date_deadline, id",
            limit=20,
        )
        contacts = self.env["ips.employer.contact"].browse(activities.mapped("res_id"))
        today = self.env.company._ips_today()
        return [
            {
                "id": activity.id,
                "contact_id": contact.id,
                "summary": activity.summary or activity.activity_type_id.name,
                "employer": contact.employer_id.name,
                "date": fields.Date.to_string(activity.date_deadline),
                "late": activity.date_deadline < today,
            }
            for activity, contact in zip(activities, contacts, strict=True)
        ]

    # SHARED

    @api.model
    def _to_monday(self, day):
        """Monday of the week of ``day``: a date, its text, or empty for today."""
        day = fields.Date.to_date(day) or self.env.company._ips_today()
        return day - timedelta(days=day.weekday())

    def _new_week(self, team, user, monday):
        return self.new(
            {
                "user_id": user.id,
                "team_id": team.id,
                "week_start": monday,
                "company_id": (team.company_id or self.env.company).id,
            }
        )

    def _weeks_or_new(self, team, user, mondays):
        rows = self.search([("user_id", "=", user.id), ("week_start", "in", mondays)])
        by_monday = {row.week_start: row for row in rows if row.team_id == team}
        weeks = [
            by_monday.get(monday) or self._new_week(team, user, monday)
            for monday in mondays
        ]
        return self.browse().concat(*weeks)

    def _contacts_of(self, user, monday):
        """Done contacts of the week, the reader's own and those gone along to."""
        return self.env["ips.employer.contact"].search(
            [
                ("week_start", "=", monday),
                ("state", "=", "done"),
                "|",
                ("user_id", "=", user.id),
                ("companion_ids", "in", user.id),
            ],
            order="date, id",
        )

    def _week_values(self, monday, today):
        number = monday.isocalendar()
        return {
            "start": fields.Date.to_string(monday),
            "end": fields.Date.to_string(monday + timedelta(days=6)),
            "previous": fields.Date.to_string(monday - timedelta(weeks=1)),
            "next": fields.Date.to_string(monday + timedelta(weeks=1)),
            "today": fields.Date.to_string(today),
            "number": number.week,
            "year": number.year,
            "is_current": monday <= today <= monday + timedelta(days=6),
            "is_future": monday > today,
        }

    def _row_values(self, week):
        state = "open"
        if week.review_date:
            state = "changed" if week.changed_after_review else "signed"
        review_user = week.review_user_id
        return {
            "counted": week.counted,
            "target": week.target,
            "target_label": week._format_target(),
            "few_job_seekers": (
                week.job_seekers if week.has_few_job_seekers else False
            ),
            "absent_days": week.absent_days,
            "absent_label": formatLang(
                self.env, week.absent_days, digits=1 if week.absent_days % 1 else 0
            ),
            "empty_reason": week.empty_reason_id.name or "",
            "empty_reason_id": week.empty_reason_id.id,
            "state": state,
            "remark": week.remark or "",
            "review_user": review_user.name if review_user else "",
            "review_date": fields.Datetime.to_string(week.review_date) or "",
            "reviewed_counted": week.reviewed_counted,
        }

    def _is_credited(self, contact):
        """Whether the reader's own week gets the contact."""
        own = contact.user_id == self.env.user
        return contact.is_counted and (own or contact.rule_id.counts_companions)

    def _day_values(self, monday, contacts):
        counted = Counter(c.day for c in contacts if self._is_credited(c))
        days = [monday + timedelta(days=index) for index in range(7)]
        return [
            {"date": fields.Date.to_string(day), "counted": counted[day]}
            for day in days
        ]

    def _contact_values(self, contact):
        reasons = dict(
            self.env["ips.employer.contact"]
            ._fields["count_reason"]
            ._description_selection(self.env)
        )
        reason = reasons.get(contact.count_reason, "")
        credited = self._is_credited(contact)
        if contact.is_counted and not credited:
            reason = self.env._("Counts for %(coach)s", coach=contact.user_id.name)
        return {
            "id": contact.id,
            "employer": contact.employer_id.name,
            "city": contact.employer_id.municipality_id.name or "",
            "date": fields.Datetime.to_string(contact.date),
            "purpose": contact.purpose_id.name or "",
            "outcome": contact.outcome_id.name or "",
            "is_counted": credited,
            "reason": reason,
        }
