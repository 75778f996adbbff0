from datetime import timedelta

from odoo import api, models

from ..tools.formats import short_number

WITHOUT_CONTACT = 10


class IpsCoachWeek(models.Model):
    """The reader's own people in My week: codes only, so that no look is logged."""

    _inherit = "ips.coach.week"

    # MY WEEK

    @api.model
    @api.readonly
    def get_my_week(self, week_start=None):
        """Return the reader's own week, with the own people who have no employer
        contact yet and the caseload against its limit.
        """
        return {
            **super().get_my_week(week_start),
            "without_contact": self._without_contact_values(),
            "caseload": self._caseload_values(),
        }

    @api.model
    def _without_contact_values(self):
        """Own job seekers without a first employer contact, the oldest first.

        From two thirds of the time allowed on (day 20 of 30), so that there is time
        left to do something about it.
        """
        company = self.env.company
        soon = timedelta(days=company.ips_first_contact_days * 2 // 3)
        clients = self.env["ips.client"].search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", company.id),
                ("is_job_seeker", "=", True),
                ("first_employer_contact_date", "=", False),
                ("entry_date", "<=", company._ips_today() - soon),
            ],
            order="entry_date, id",
            limit=WITHOUT_CONTACT,
        )
        return [
            {
                "id": client.id,
                "ref": client.ref,
                "days": client.days_since_entry,
                "late": client.is_contact_late,
            }
            for client in clients
        ]

    @api.model
    def _caseload_values(self):
        """People in the service with the reader, and how many there may be.

        False for whoever coaches in no team.
        """
        team = self._own_team()
        # sudo: the reader's own membership; the full-time share is the leader's to
        # read, the number of people that follows from it is the coach's
        member = (
            self.env["crm.team.member"]
            .sudo()
            .search(
                [("crm_team_id", "=", team.id), ("user_id", "=", self.env.uid)], limit=1
            )
        )
        if not member:
            return False
        limit = member.caseload_limit
        return {
            "count": member.caseload,
            "limit": limit,
            "limit_label": short_number(self.env, limit),
            "over": member.is_over_caseload,
        }
