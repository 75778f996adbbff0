import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..tools.formats import short_number
from .ips_work_terms import SHIFTS

# Offers of one person on one day, and months for which a closed opening is shown
OFFERS_A_DAY = 20
MONTHS_SHOWN = 12
# What the employer's people may change; the order is that of the page
EDITED_FIELDS = (
    *("name", "positions", "hours_min", "hours_max", *SHIFTS),
    *("available_from", "employer_words"),
)
# States of an opening in the portal, in the order of the list
OPEN, PAUSED, GONE = "open", "paused", "gone"
# No mail, no follower, and no second note about what the portal tells anyway
QUIETLY = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_post_autofollow": False,
}


class CrmLead(models.Model):
    """What the portal's pages read of openings, and what they do to them.

    Called with sudo by controllers, which have asked ``_answered_places`` first. Plain
    values alone leave these methods, and coarse ones on purpose: from the stage, from
    dates and from the order of the list nobody can tell that somebody was introduced.
    So nothing here comes of ``write_date``, of the time in a stage or of matches.

    Raises UserError, in a sentence for the employer's people, for what cannot be done.
    """

    _inherit = "crm.lead"

    # READING

    @api.model
    def _portal_domain(self, places):
        """Openings that somebody who answers for ``places`` sees: theirs, published.

        With those that were closed in the last twelve months.
        """
        today = self.env.company._ips_today()
        return (
            Domain("is_job_opening", "=", True)
            & Domain("portal_published", "=", True)
            & Domain("employer_id", "in", places.ids)
            & Domain("company_id", "in", [*self.env.user.company_ids.ids, False])
            & (
                self._portal_state_domain(OPEN)
                | self._portal_state_domain(PAUSED)
                | Domain(
                    "date_closed", ">=", today - relativedelta(months=MONTHS_SHOWN)
                )
            )
        )

    @api.model
    def _portal_state_domain(self, state):
        gone = Domain("active", "=", False) | Domain("stage_id.is_won", "=", True)
        if state == GONE:
            return gone
        return ~gone & Domain("paused_on", "=" if state == OPEN else "!=", False)

    @api.model
    def _portal_search(self, places, offset=0, limit=None):
        """A page of the list and how many there are in all.

        Open ones first, then paused ones, then closed ones; the newest first in each.
        """
        openings = self.with_context(active_test=False)
        found, total = openings.browse(), 0
        for state in (OPEN, PAUSED, GONE):
            domain = self._portal_domain(places) & self._portal_state_domain(state)
            number = openings.search_count(domain)
            start, room = max(0, offset - total), limit and limit - len(found)
            if start < number and room != 0:
                found += openings.search(
                    domain, offset=start, limit=room, order="id desc"
                )
            total += number
        return found, total

    def _portal_state(self):
        self.ensure_one()
        if not self.active or self.stage_id.is_won:
            return GONE
        return PAUSED if self.paused_on else OPEN

    def _portal_stage(self):
        """The stage in plain words, the same before and after an introduction."""
        self.ensure_one()
        state = self._portal_state()
        if self.stage_id.is_won:
            return self.env._("Filled")
        if state == GONE:
            return self.env._("Closed")
        if state == PAUSED:
            return self.env._("Paused")
        labels = self.env["crm.stage"]._fields["portal_label"]
        return dict(labels._description_selection(self.env))[self.stage_id.portal_label]

    def _portal_since(self):
        """The day of its state: offered or heard of, paused, closed."""
        self.ensure_one()
        state = self._portal_state()
        if state == PAUSED:
            return self.paused_on
        if state == OPEN and self.offered_on:
            return self.offered_on
        moment = self.date_closed if state == GONE else self.create_date
        if not moment:
            return False
        company = self.company_id or self.env.company
        return pytz.utc.localize(moment).astimezone(company._ips_tz()).date()

    def _portal_since_text(self):
        day = self._portal_since()
        if not day:
            return ""
        return self.env._("Since %(date)s", date=format_date(self.env, day))

    def _portal_rows(self):
        """What the list shows of each, as plain values."""
        kinds = dict(self._fields["offered_kind"]._description_selection(self.env))
        return [
            {
                "id": lead.id,
                "title": lead.name,
                "place": lead.employer_id.name,
                "kind": kinds[lead.offered_kind or "job"],
                "state": lead._portal_state(),
                "stage": lead._portal_stage(),
                "since": lead._portal_since_text(),
            }
            for lead in self
        ]

    def _portal_values(self):
        """What the page of one opening shows, as plain values."""
        self.ensure_one()
        answers = dict(self._fields["shift_day"]._description_selection(self.env))
        tasks = self.carved_task_ids.filtered("employer_text")
        coach = self._portal_coach()
        return {
            **self._portal_rows()[0],
            "offered_kind": self.offered_kind or "job",
            "hours": self._portal_hours(),
            "shifts": [
                {
                    "label": self._fields[name]._description_string(self.env),
                    "answer": answers.get(self[name]) or self.env._("Not stated"),
                }
                for name in SHIFTS
            ],
            "starts": format_date(self.env, self.available_from),
            "positions": self.positions,
            "weeks": self.trial_weeks,
            "words": self.employer_words or "",
            "tasks": tasks.mapped("employer_text"),
            "coach": coach.name or "",
            "phone": coach.partner_id.phone or "",
        }

    def _portal_hours(self):
        """Hours a week in words; empty where they are not stated."""
        low, high = self.hours_min, self.hours_max
        words = {
            "low": short_number(self.env, low),
            "high": short_number(self.env, high),
        }
        if low and high and low != high:
            return self.env._("%(low)s to %(high)s hours a week", **words)
        if low and not high:
            return self.env._("%(low)s hours a week or more", **words)
        if high and not low:
            return self.env._("%(high)s hours a week at most", **words)
        return self.env._("%(low)s hours a week", **words) if low else ""

    # OFFERING

    @api.model
    def _portal_offer(self, person, place, vals, tasks=()):
        """Make an opening of what ``person`` offers at ``place``, and tell the coach.

        :param dict vals: checked by the caller: name, offered_kind, terms, words
        :param tasks: what could be carved out, in the employer's words
        """
        self._portal_check_number(person)
        # sudo: whom to tell; HR reads neither teams nor their members
        team, coach = self.sudo()._portal_team(place)
        opening = (
            self.sudo()
            .with_context(**QUIETLY)
            .create(
                {
                    **vals,
                    "employer_id": place.id,
                    "person_id": person.id,
                    "team_id": team.id,
                    "user_id": coach.id,
                    "portal_published": True,
                    "offered_on": self.env.company._ips_today(),
                    "offered_person_id": person.id,
                    "is_open_market": vals["offered_kind"] != "work_trial",
                    "carved_task_ids": [
                        Command.create({"name": task, "employer_text": task})
                        for task in tasks
                    ],
                }
            )
        )
        told = opening._for_coach()
        summary = {
            "job": told.env._("The employer offers a job"),
            "tasks": told.env._("The employer offers tasks"),
            "work_trial": told.env._("The employer offers a work trial"),
        }[opening.offered_kind]
        words = [opening.employer_words] if opening.employer_words else []
        told._portal_heard(person, summary, "\n".join([*words, *tasks]))
        return opening

    @api.model
    def _portal_check_number(self, person):
        # sudo: a count of the person's own offers
        offered = self.sudo().with_context(active_test=False)
        number = offered.search_count(
            [
                ("offered_person_id", "=", person.id),
                ("offered_on", "=", self.env.company._ips_today()),
            ]
        )
        if number >= OFFERS_A_DAY:
            raise UserError(
                self.env._(
                    "Thank you: you have offered %(number)s openings today, and that "
                    "is as much as we can take in. Please write to your coach about "
                    "more, or come back tomorrow.",
                    number=number,
                )
            )

    @api.model
    def _portal_team(self, place):
        """Team and coach for what is offered at ``place``.

        The company's coach; else a team that has its municipality as own area, or the
        first one, and who leads it.
        """
        companies = self.env.user.company_ids
        teams = self.env["crm.team"]
        company = place._employer_company()
        coach = company.coach_id.filtered(
            lambda user: user.active and user.company_ids & companies
        )
        municipality = place.municipality_id or company.municipality_id
        area = municipality.coach_ids.filtered("active")
        by_user = teams._job_coaching_team_by_user(coach | area)
        ours = teams._all_job_coaching_teams().filtered(
            lambda team: (
                team.active and (not team.company_id or team.company_id in companies)
            )
        )
        wanted = [by_user.get(user.id, teams) for user in (*coach, *area)]
        team = next((team for team in [*wanted, *ours] if team in ours), teams)
        if not team:
            raise UserError(
                self.env._("Nobody can take this in at the moment. Please call us.")
            )
        return team, coach or team.user_id.filtered("active")

    # CHANGING

    def _portal_check_open(self):
        if self._portal_state() == GONE:
            raise UserError(
                self.env._("This is closed already. Please write to your coach.")
            )

    def _portal_edit(self, person, vals):
        """Change the terms, and tell the coach what they were."""
        self._portal_check_open()
        vals = {name: vals[name] for name in EDITED_FIELDS if name in vals}
        if vals.get("positions", self.positions_filled) < self.positions_filled:
            raise UserError(self.env._("More positions than that are filled already."))
        told = self._for_coach()
        before = {name: told._portal_told_value(name) for name in vals}
        # sudo: the controller has checked that it is the person's company's
        self.sudo().write(vals)
        lines = []
        for name, old in before.items():
            new = told._portal_told_value(name)
            if new != old:
                label = self._fields[name]._description_string(told.env)
                lines.append(f"{label}: {old} → {new}")
        if lines:
            summary = told.env._("The employer changed the terms")
            told._portal_heard(person, summary, "\n".join(lines))

    def _portal_told_value(self, name):
        """A term as the coach reads it in the log."""
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            value = dict(field._description_selection(self.env)).get(value)
        elif field.type == "date":
            value = format_date(self.env, value)
        elif field.type == "float":
            value = value and short_number(self.env, value)
        return str(value) if value else "–"

    def _portal_pause(self, person, paused):
        """Pause it or go on; nothing where that is so already."""
        self._portal_check_open()
        if bool(self.paused_on) == paused:
            return
        # sudo: the controller has checked that it is the person's company's
        self.sudo().paused_on = paused and self.env.company._ips_today()
        told = self._for_coach()
        told._portal_heard(
            person,
            told.env._("Paused by the employer")
            if paused
            else told.env._("Open again: the employer goes on"),
        )

    def _portal_withdraw(self, person, text=""):
        """Close it: the employer withdrew it."""
        self._portal_check_open()
        # sudo: the controller has checked that it is the person's company's
        opening = self.sudo()
        opening.paused_on = False
        opening.action_set_lost(lost_reason_id=opening._portal_withdrawn_reason().id)
        told = opening._for_coach()
        told._portal_heard(person, told.env._("Withdrawn by the employer"), text)

    @api.model
    def _portal_withdrawn_reason(self):
        """The reason "The employer withdrew it", made anew where it was deleted."""
        reason = self.env.ref(
            "ips_employer_crm.crm_lost_reason_opening_withdrawn",
            raise_if_not_found=False,
        )
        return reason or self.env["crm.lost.reason"].create(
            {"name": self.env._("The employer withdrew it"), "is_job_opening": True}
        )
