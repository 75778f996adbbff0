from datetime import timedelta

from odoo import api, fields, models

# A visit mails nobody, neither when it is made nor when it moves
MUTE = {"no_mail_to_attendees": True, "skip_attendee_notification": True}

FOLLOWED_FIELDS = {
    "active",
    "allday",
    "recurrency",
    "start",
    "start_date",
    "stop",
    "user_id",
}


class CalendarEvent(models.Model):
    """Calendar events that belong to a planned employer contact.

    Moving, cancelling or restoring the event does the same to a *planned* contact.
    A contact that took place is never undone, and further events that Odoo makes from
    one, such as the occurrences of a recurrence, carry no contact: the link is on the
    contact, one event each.
    """

    _inherit = "calendar.event"

    employer_contact_ids = fields.One2many(
        "ips.employer.contact",
        "event_id",
        groups="ips_employer_crm.group_ips_coach",
    )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(self._without_clients(vals_list))
        events._hide_opening()
        return events

    @api.model
    def _without_clients(self, vals_list):
        """An appointment made from a client is private and names nobody.

        Odoo would call it by the client's code and link it, for every employee to see.
        """
        secret = self.env["ips.client.access"]._models_of_clients()
        ids = self.env["ir.model"]._get_id
        secret_ids = {ids(name) for name in secret}
        context = self.env.context
        from_client = context.get("default_res_model") in secret
        result = []
        for vals in vals_list:
            about = vals.get("res_model_id", context.get("default_res_model_id"))
            if from_client or about in secret_ids or vals.get("res_model") in secret:
                vals = {
                    **vals,
                    "name": self.env._("Appointment"),
                    "res_model_id": False,
                    "res_id": False,
                    "privacy": "private",
                }
                vals.pop("res_model", None)
            result.append(vals)
        return result

    def write(self, vals):
        if "res_model_id" in vals or "res_model" in vals:
            vals = self._without_clients([vals])[0]
        contacts = self.env["ips.employer.contact"]
        if FOLLOWED_FIELDS & vals.keys():
            contacts = self._planned_contacts()
        planned = contacts.filtered(lambda contact: contact.state == "planned")
        recurs = bool(contacts) and vals.get("recurrency")
        # sudo: only which recurrences this very write makes is looked up
        recurrences = self.env["calendar.recurrence"].sudo()
        newest = recurs and recurrences.search(
            [("id", "!=", 0)], order="id desc", limit=1
        )
        links_lead = bool(vals.get("opportunity_id"))
        quiet = MUTE if contacts else {}
        res = super(CalendarEvent, self.with_context(**quiet)).write(vals)
        if recurs:
            made = recurrences.search([("id", ">", newest.id or 0)])
            self._follow_recurrence(planned, made)
        self._sync_employer_contact(contacts)
        if links_lead:
            self._hide_opening()
        return res

    def _hide_opening(self):
        """A meeting about an opening is private: its name shows that of the opening."""
        # sudo: every employee may make a meeting, few may read the lead
        meetings = self.sudo().filtered(
            lambda event: (
                event.opportunity_id.is_job_opening and event.privacy != "private"
            )
        )
        if meetings:
            meetings.write({"privacy": "private"})

    def unlink(self):
        contacts = self._planned_contacts()
        res = super().unlink()
        contacts = contacts.filtered(lambda contact: contact.state == "planned")
        if contacts:
            contacts.write({"state": "cancelled"})
        return res

    # ACTIONS

    def action_log_employer_contact(self):
        """Complete the planned contact of this event: open its log."""
        self.ensure_one()
        return self.employer_contact_ids.action_log()

    # BUSINESS

    def _planned_contacts(self):
        """Contacts that follow these events: planned, or cancelled with the event."""
        if not self.ids:
            return self.env["ips.employer.contact"]
        # sudo: whoever may write the event, by Odoo's rules for calendars, moves the
        # visit with it; nothing of the contact is told
        return (
            self.env["ips.employer.contact"]
            .sudo()
            .search(
                [
                    ("event_id", "in", self.ids),
                    ("state", "in", ("planned", "cancelled")),
                ]
            )
        )

    def _follow_recurrence(self, contacts, recurrences):
        """Take contacts to the first occurrence where Odoo put their event away.

        It does so when an event becomes recurrent on other weekdays than its own.
        """
        for contact in contacts.filtered(lambda contact: not contact.event_id.active):
            occurrences = recurrences.calendar_event_ids.filtered(
                lambda event, contact=contact: (
                    event.active and event.user_id == contact.user_id
                )
            )
            if occurrences:
                contact.event_id = occurrences.sorted("start")[0]

    def _sync_employer_contact(self, contacts):
        """Bring the contacts of these events in line with them, where they differ."""
        for contact in contacts.exists():
            event = contact.event_id
            values = {}
            state = "planned" if event.active else "cancelled"
            if contact.state not in (state, "done"):
                values["state"] = state
            if event.active:
                values |= event._contact_time_values(contact)
                if contact.user_id != event.user_id and event._is_coachs():
                    values["user_id"] = event.user_id.id
            if values:
                contact.write(values)

    def _contact_time_values(self, contact):
        """What of the contact's time differs from this event's."""
        if self.allday:
            # An event of whole days has a day and no time: the visit keeps its own
            days = (self.start_date - contact.day).days
            return {"date": contact.date + timedelta(days=days)} if days else {}
        values = {}
        hours = (self.stop - self.start).total_seconds() / 3600
        if contact.date != self.start:
            values["date"] = self.start
        if contact.duration and abs(contact.duration - hours) > 0.01:
            values["duration"] = hours
        return values

    def _is_coachs(self):
        """Whether the organiser is a coach: only then the visit is handed on too."""
        # sudo: another user's groups are not every employee's to read
        organiser = self.user_id.sudo()
        return organiser and organiser.has_group("ips_employer_crm.group_ips_coach")

    def _employer_visit_values(self):
        """The event's values in the form that a contact prepares them."""
        self.ensure_one()
        return {
            "name": self.name,
            "location": self.location or False,
            "start": self.start,
            "stop": self.stop,
            "user_id": self.user_id.id,
            "partner_ids": sorted(self.partner_ids.ids),
            "allday": self.allday,
            "active": self.active,
        }
