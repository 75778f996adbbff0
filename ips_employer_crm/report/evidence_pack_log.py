from bisect import bisect_left
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..tools import weeks
from ..tools.small_figures import SMALL, hidden_figures
from .evidence_pack import Table


class EvidenceReport(models.AbstractModel):
    """The log and its weeks.

    What the log leaves out where it leaves the team: which contacts were about a
    particular job seeker, and those that a job seeker made. An employer's name is no
    secret, and stays; but where a contact counts only if it was about somebody, the
    verdict tells as much, and then the log has neither employer nor day. Visits are
    numbered without those of job seekers, whose gap would show.
    """

    _inherit = "ips.evidence.report"

    # LOG

    @api.model
    def _contacts(self, review):
        return self.env["ips.employer.contact"].search(
            review._of_team(), order="date, id"
        )

    @api.model
    def _log_tables(self, pack, review):
        contacts = self._contacts(review)
        if not pack.leaves_team:
            about = self._about_somebody(contacts)
            return [self._log_inside(pack, contacts, about)]
        by_coach = contacts.filtered(lambda contact: contact.made_by == "coach")
        return [
            self._log_outside(pack, by_coach),
            self._log_totals(contacts, by_coach),
        ]

    @api.model
    def _about_somebody(self, contacts):
        """Those about a particular job seeker, said so or by the people named."""
        lines = self.env["ips.employer.contact.client"].search_fetch(
            [("contact_id", "in", contacts.ids)], ["contact_id"]
        )
        return contacts.filtered("is_client_specific") | lines.contact_id

    @api.model
    def _log_headings(self):
        return [
            self.env._("Week"),
            self.env._("Day"),
            self.env._("Coach"),
            self.env._("Employer"),
            self.env._("Way of contact"),
            self.env._("Visit number"),
            self.env._("Met who decides on hiring"),
            self.env._("Counts"),
            self.env._("Why"),
        ]

    @api.model
    def _log_row(self, contact, visit_number):
        return [
            contact.week_start,
            contact.day,
            contact.user_id.name,
            contact.employer_id.name or "",
            self._label(contact, "channel"),
            visit_number or None,
            self._yes_no(contact.decision_maker_met),
            self._yes_no(contact.is_counted),
            self._label(contact, "count_reason"),
        ]

    @api.model
    def _log_inside(self, pack, contacts, about):
        rows = [
            [
                *self._log_row(contact, contact.visit_number),
                self._yes_no(contact in about),
            ]
            for contact in contacts
        ]
        headings = [*self._log_headings(), self.env._("About a particular job seeker")]
        return Table(self.env._("Contact log"), headings, rows, (self._about(pack),))

    @api.model
    def _log_outside(self, pack, contacts):
        numbers = self._visit_numbers(contacts)
        rows = [self._log_row(contact, numbers[contact]) for contact in contacts]
        headings = self._log_headings()
        notes = [self._about(pack)]
        if any(not rule.counts_generic for rule in contacts.rule_id):
            left = (1, 3)
            headings, *rows = [
                [value for column, value in enumerate(row) if column not in left]
                for row in (headings, *rows)
            ]
            # Whoever knows the visits of one employer knows them by their number
            notes.append(
                self.env._(
                    "Without day and employer: what counts would tell which contacts "
                    "were about a particular job seeker."
                )
            )
        return Table(self.env._("Contact log"), headings, rows, tuple(notes))

    @api.model
    def _visit_numbers(self, contacts):
        """{contact: its number among the visits of coaches}."""
        own = self.env["ips.employer.contact"].search_fetch(
            Domain("company_partner_id", "in", contacts.company_partner_id.ids)
            & Domain("state", "=", "done")
            & Domain("channel", "=", "in_person")
            & Domain("made_by", "=", "client"),
            ["company_partner_id", "date"],
            order="date, id",
        )
        before = defaultdict(list)
        for visit in own:
            before[visit.company_partner_id].append((visit.date, visit.id))
        return {
            contact: contact.visit_number
            and contact.visit_number
            - bisect_left(
                before[contact.company_partner_id], (contact.date, contact.id)
            )
            for contact in contacts
        }

    @api.model
    def _log_totals(self, contacts, by_coach):
        """How many were about somebody, and made by somebody: no number under 5."""
        about = len(self._about_somebody(by_coach))
        counts = [about, len(by_coach) - about]
        hidden, _mixed = hidden_figures(counts)
        shown = [
            self._not_shown() if position in hidden else count
            for position, count in enumerate(counts)
        ]
        made = len(contacts) - len(by_coach)
        return Table(
            self.env._("Totals"),
            [self.env._("Contacts"), self.env._("How many")],
            [
                [self.env._("About a particular job seeker"), shown[0]],
                [self.env._("About the employer in general"), shown[1]],
                [
                    self.env._("Made by job seekers, not in the log"),
                    made if made >= SMALL else self._not_shown(),
                ],
            ],
        )

    # WEEKS

    @api.model
    def _weeks(self, review):
        """Weeks of the team's coaches in the period, rows or not."""
        by_coach = review._weeks_by_coach(review._roster())
        coaches = sorted(by_coach, key=lambda coach: coach.name or "")
        return review._join([week for coach in coaches for week in by_coach[coach]])

    @api.model
    def _weeks_table(self, pack, review):
        every = self._weeks(review)
        plain = self._plain_targets(every)
        tz = review.company_id._ips_tz()
        rows = []
        for week in every:
            signed = weeks.day_of(week.review_date, tz) if week.review_date else None
            target = plain[week] if pack.leaves_team else week.target
            values = [
                week.user_id.name,
                week.week_start,
                week.counted,
                target,
                week.review_user_id.name or "",
                signed,
                week.reviewed_counted if signed else None,
            ]
            if not pack.leaves_team:
                values.append(week.reviewed_target if signed else None)
            values.append(self._yes_no(week.changed_after_review) if signed else "")
            rows.append(values)
        headings = [
            self.env._("Coach"),
            self.env._("Week"),
            self.env._("Counted"),
            self.env._("Target"),
            self.env._("Signed by"),
            self.env._("Signed on"),
            self.env._("Counted when signed"),
        ]
        if not pack.leaves_team:
            headings.append(self.env._("Target when signed"))
        headings.append(self.env._("Changed after signing"))
        notes = [
            self._about(pack),
            self.env._("Weeks whose five working days lie in the period."),
        ]
        if pack.leaves_team:
            notes.append(
                self.env._("Targets do not take into account who has few job seekers.")
            )
        return Table(self.env._("Weeks"), headings, rows, tuple(notes))

    @api.model
    def _plain_targets(self, every):
        """{week: weekly contacts x part time x share worked}, and nothing else.

        However many job seekers a coach has: a lower target would tell.
        """
        members = every._members()
        targets = {}
        for week in every:
            member = members.get((week.user_id.id, week.team_id.id))
            full_time = member and (
                member.contact_target or week.team_id.contact_target
            )
            targets[week] = weeks.weekly_target(
                full_time or 0.0, member.fte if member else 0.0, week.worked_share
            )
        return targets
