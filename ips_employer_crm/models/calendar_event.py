from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

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
        vals_list = self._without_clients(vals_list)
        # What was taken away must not come back as a default
        context = self._context_without_clients()
        # pylint: disable-next=context-overridden
        silent = self.with_context(context)
        events = super(CalendarEvent, silent).create(vals_list)
        events = events.with_env(self.env)
        events._hide_opening()
        return events

    @api.model
    def _without_clients(self, vals_list, making=True):
        """An appointment made from a client is private and names nobody.

        Odoo would call it by the client's code and link it, for every employee to see.
        From an activity on a client it would copy the note as well.
        """
        secret = self.env["ips.client.access"]._models_of_clients()
        ids = self.env["ir.model"]._get_id
        secret_ids = {ids(name) for name in secret}
        context = self.env.context
        from_client = secret & {
            context.get("default_res_model"),
            context.get("active_model"),
        } or self._are_about_clients(context.get("default_activity_ids"))
        result = []
        for vals in vals_list:
            about = vals.get("res_model_id", context.get("default_res_model_id"))
            if (
                from_client
                or about in secret_ids
                or vals.get("res_model") in secret
                or self._are_about_clients(vals.get("activity_ids"))
            ):
                vals = {
                    **vals,
                    "name": self.env._("Appointment"),
                    "description": False,
                    "res_model_id": False,
                    "res_id": False,
                    "privacy": "private",
                }
                vals.pop("res_model", None)
                if making and not vals.get("user_id", context.get("default_user_id")):
                    # An activity may be nobody's, a private appointment may not
                    vals["user_id"] = self.env.uid
            result.append(vals)
        return result

    def _context_without_clients(self):
        """The context, unless it leads to a client: then without what leads there."""
        context = self.env.context
        secret = self.env["ips.client.access"]._models_of_clients()
        ids = self.env["ir.model"]._get_id
        if not (
            secret & {context.get("default_res_model"), context.get("active_model")}
            or context.get("default_res_model_id") in {ids(name) for name in secret}
        ):
            return context
        leads = ("default_res_model", "default_res_model_id", "default_res_id")
        leads += ("active_model", "active_id", "active_ids")
        return {name: value for name, value in context.items() if name not in leads}

    @api.model
    def _are_about_clients(self, commands):
        """Whether commands link activities on clients, or make some."""
        activities = self.env["mail.activity"]
        for command in commands or ():
            if command[0] == Command.SET:
                activities |= activities.browse(command[2])
            elif command[0] in (Command.LINK, Command.UPDATE):
                activities |= activities.browse(command[1])
            elif command[0] == Command.CREATE:
                activities |= activities.new(
                    {
                        name: command[2][name]
                        for name in ("res_model_id", "res_id")
                        if name in command[2]
                    }
                )
        return activities._is_about_clients()

    def write(self, vals):
        if vals.keys() & {"res_model_id", "res_model", "activity_ids"}:
            vals = self._without_clients([vals], making=False)[0]
        if "notes" in vals and set(self.ids) <= set(
            self.env.context.get("ips_without_notes") or ()
        ):
            vals = {name: value for name, value in vals.items() if name != "notes"}
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

    def _sync_activities(self, fields):
        """What the activity on a client is called and says stays as it is."""
        apart = self.filtered(lambda event: event.activity_ids._is_about_clients())
        super(CalendarEvent, apart)._sync_activities(fields - {"name", "description"})
        return super(CalendarEvent, self - apart)._sync_activities(fields)

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
