from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .crm_team_target import MAX_COACHES
from .ips_coach_week_board import HISTORY_WEEKS


class IpsCoachWeek(models.Model):
    """The screen Team week: the leader's review, for all coaches of the week at once.

    For leaders and deputies, of the teams they lead. Coaches come in alphabetical
    order, and nothing sorts them by their figures. People served are named by their
    codes alone, so that no look at somebody is logged. What is late or missing is so
    today, whichever week is shown.
    """

    _inherit = "ips.coach.week"

    # TEAM WEEK

    @api.model
    @api.readonly
    def get_team_week(self, week_start=None, team_id=None):
        """Return the week of all coaches of a team that the reader leads.

        Coaches come in alphabetical order. Without a team the payload has an empty
        list of teams.

        :param str week_start: Monday of the week; empty: last week until Tuesday is
            over, for that is the week under review then, else this week
        :param int team_id: one of the reader's teams; the first by default
        """
        today = self.env.company._ips_today()
        if not week_start:
            week_start = today - timedelta(days=7 if today.weekday() < 2 else 0)
        monday = self._to_monday(week_start)
        teams = self._led_teams()
        team = teams.filtered(lambda team: team.id == team_id) or teams[:1]
        payload = {
            "week": self._week_values(monday, today),
            "teams": [{"id": team.id, "name": team.name} for team in teams],
            "team_id": team.id,
            "coaches": [],
            "to_review": [],
            "too_many_coaches": False,
            "supervision": "",
            "others": self._attention_values({}),
        }
        if team:
            rows = self._rows_of_team(team, monday, today)
            members = self.env["crm.team.member"].search_fetch(
                team._domain_members_of_leaders(),
                ["user_id", "crm_team_id", "start_date"],
            )
            own = members.filtered(lambda member: member.crm_team_id == team)
            shown = rows.filtered(lambda row: row.week_start == monday)
            coaches = self._coaches_of(own, shown)
            attention = self._team_attention(team, monday)
            payload["coaches"] = self._coach_rows(
                team, coaches, shown, own, attention, today
            )
            payload["to_review"] = self._to_review_values(rows - shown)
            if team._is_beyond_coaches(members):
                payload["too_many_coaches"] = MAX_COACHES
            payload["supervision"] = attention["supervision"]
            payload["others"] = self._attention_values(
                {
                    kind: [
                        person
                        for user_id, people in attention[kind].items()
                        if user_id not in coaches.ids
                        for person in people
                    ]
                    for kind in ("late", "silent")
                }
            )
        return payload

    @api.model
    def action_sign_coaches(self, team_id, week_start, user_ids, remark=None):
        """Sign a week of some coaches of a team, rows or not.

        :param str remark: for all of them; empty leaves the remarks as they are
        Raises an access error for anyone but the team's leader and deputies.
        """
        team = self.env["crm.team"].browse(team_id)
        if team not in self._led_teams():
            raise AccessError(
                self.env._("Only the team's leader or a deputy signs a week.")
            )
        monday = self._to_monday(week_start)
        rows = self.search([("team_id", "=", team.id), ("week_start", "=", monday)])
        coaches = self._coaches_of(team.crm_team_member_ids, rows)
        if not set(user_ids) <= set(coaches.ids):
            raise UserError(
                self.env._("A coach of another team cannot be signed here.")
            )
        self._ensure_weeks({(user_id, team.id, monday) for user_id in user_ids})
        self.search(
            [
                ("team_id", "=", team.id),
                ("week_start", "=", monday),
                ("user_id", "in", user_ids),
            ]
        ).action_sign(remark=remark)

    @api.model
    def action_view_coach_contacts(self, team_id, week_start, user_id):
        """Open the contacts behind one coach's week, row or not."""
        return self.new(
            {
                "user_id": user_id,
                "team_id": team_id,
                "week_start": self._to_monday(week_start),
            }
        ).action_view_contacts()

    @api.model
    def _led_teams(self):
        uid = self.env.uid
        return self.env["crm.team"].search_fetch(
            [
                ("use_job_openings", "=", True),
                "|",
                ("user_id", "=", uid),
                ("deputy_ids", "in", uid),
            ],
            ["name", "user_id", "company_id", "contact_target"],
        )

    def _rows_of_team(self, team, monday, today):
        """Rows of the week shown, and of weeks gone by that wait for the leader:
        changed since, or never signed.
        """
        this_monday = today - timedelta(days=today.weekday())
        since = this_monday - timedelta(weeks=HISTORY_WEEKS)
        waiting = (
            Domain("week_start", "<", this_monday)
            & Domain("week_start", ">=", since)
            & (
                Domain("review_date", "=", False)
                | Domain("changed_after_review", "=", True)
            )
        )
        names = ["user_id", "team_id", "company_id", "week_start", "absent_days"]
        names += ["empty_reason_id", "review_user_id", "review_date", "remark"]
        names += ["reviewed_counted", "changed_after_review"]
        return self.search_fetch(
            Domain("team_id", "=", team.id)
            & (Domain("week_start", "=", monday) | waiting),
            names,
            order="week_start desc, id",
        )

    def _coaches_of(self, members, rows):
        """Today's coaches of the team, and those who had this week in it, by name.

        :param members: memberships of the team
        :param rows: rows of the week in the team
        """
        users = members.user_id | rows.user_id
        # Read together with whoever signed
        (users | rows.review_user_id).mapped("name")
        return users.sorted("name")

    def _coach_rows(self, team, coaches, rows, members, attention, today):
        monday = attention["monday"]
        by_user = {row.user_id: row for row in rows}
        starts = {member.user_id.id: member.start_date for member in members}
        weeks = [
            by_user.get(coach) or self._new_week(team, coach, monday)
            for coach in coaches
        ]
        weeks = self.browse().concat(*weeks)
        mix = self._team_mix(team, monday)
        result = []
        for week, coach in zip(weeks, coaches, strict=True):
            row = self._row_values(week)
            result.append(
                {
                    "id": coach.id,
                    "name": coach.name,
                    **row,
                    **mix[coach.id],
                    "is_empty": bool(
                        not row["counted"]
                        and row["target"] > 0
                        and not row["empty_reason_id"]
                    ),
                    **self._attention_values(
                        {
                            kind: attention[kind].get(coach.id, [])
                            for kind in ("late", "silent")
                        }
                    ),
                    "mentoring_due": self.env["ips.field.mentoring"]._is_due(
                        starts.get(coach.id), attention["mentored"].get(coach.id), today
                    ),
                }
            )
        return result

    @api.model
    def _attention_values(self, people):
        """Codes and ids, of people without an employer contact and not followed."""
        values = {}
        for kind in ("late", "silent"):
            rows = people.get(kind, [])
            values[kind] = [ref for _id, ref in rows]
            values[f"{kind}_ids"] = [row_id for row_id, _ref in rows]
        return values

    @api.model
    def _to_review_values(self, rows):
        """Other weeks that wait for the leader, the latest first."""
        weeks = defaultdict(lambda: {"changed": 0, "open": 0})
        for row in rows:
            kind = "changed" if row.changed_after_review else "open"
            weeks[row.week_start][kind] += 1
        return [
            {
                "start": fields.Date.to_string(monday),
                "number": monday.isocalendar().week,
                **counts,
            }
            for monday, counts in sorted(weeks.items(), reverse=True)
        ]
