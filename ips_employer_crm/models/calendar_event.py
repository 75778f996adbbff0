from odoo import fields, models


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

    def write(self, vals):
        moved = {"start", "stop", "active", "user_id", "start_date", "allday"}
        if not moved & vals.keys():
            return super().write(vals)
        contacts = self._planned_contacts()
        res = super().write(vals)
        self._sync_employer_contact(contacts)
        return res

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

    def _sync_employer_contact(self, contacts):
        """Bring the contacts of these events in line with them, where they differ."""
        for contact in contacts.exists():
            event = contact.event_id
            values = {}
            state = "planned" if event.active else "cancelled"
            if contact.state != state and contact.state != "done":
                values["state"] = state
            if event.active and not event.allday:
                hours = (event.stop - event.start).total_seconds() / 3600
                if contact.date != event.start:
                    values["date"] = event.start
                if abs(contact.duration - hours) > 0.01 and contact.duration:
                    values["duration"] = hours
                if event.user_id and contact.user_id != event.user_id:
                    values["user_id"] = event.user_id.id
            if values:
                contact.write(values)

    def _employer_visit_values(self):
        """The event's values in the form that a contact prepares them."""
        self.ensure_one()
        return {
            "name": self.name,
            "location": self.location or False,
            "start": self.start,
            "stop": self.stop,
            "user_id": self.user_id.id,
            "partner_ids": self.partner_ids.ids,
            "active": self.active,
        }
