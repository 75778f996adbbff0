from datetime import timedelta

from odoo import models
from odoo.fields import Command

QUIET = {
    # Odoo mails every attendee of a future event, now and when it moves; a visit
    # mails nobody
    "no_mail_to_attendees": True,
    "skip_attendee_notification": True,
    # Nor does whoever plans a colleague's visit follow the private event
    "mail_create_nosubscribe": True,
    # Odoo writes phone and e-mail of the organiser into the description
    "skip_contact_description": True,
    # The event must not become an activity on anything
    "default_res_model": False,
    "default_res_id": False,
    "default_activity_ids": [Command.clear()],
}


class IpsEmployerContact(models.Model):
    """The one calendar event of a planned contact.

    The contact owns the event: private, called "Employer visit", without place or
    text unless the coach opts in, mailing nobody. One idempotent method brings the
    event in line with the contact, its twin on `calendar.event` brings the contact in
    line with the event. Each writes only what differs, so neither can set off a loop.
    """

    _inherit = "ips.employer.contact"

    def _sync_calendar_event(self):
        """Bring the events in line with the planned contacts, whichever changed."""
        planned = self.filtered(lambda contact: contact.state == "planned")
        # sudo: whoever may write the contact may move its visit, though the event is
        # private to the coach it belongs to
        events = self.sudo().event_id.with_context(**QUIET)
        (self - planned).filtered(
            lambda contact: contact.state == "cancelled"
        )._archive_calendar_event()
        missing = planned.browse()
        for contact in planned:
            values = contact._prepare_event_values()
            event = contact.sudo().event_id & events
            if not event:
                missing += contact
                continue
            current = event._employer_visit_values()
            changed = {key: val for key, val in values.items() if current[key] != val}
            if changed:
                if "partner_ids" in changed:
                    changed["partner_ids"] = [Command.set(changed["partner_ids"])]
                event.with_context(**QUIET).write(changed)
        missing._create_calendar_event()

    def _create_calendar_event(self):
        if not self:
            return
        values_list = []
        for contact in self:
            values = contact._prepare_event_values()
            values["partner_ids"] = [Command.set(values["partner_ids"])]
            values_list.append({**values, "privacy": "private", "show_as": "busy"})
        # sudo: a coach may plan a visit for a colleague, see above
        events = self.env["calendar.event"].sudo().with_context(**QUIET)
        for contact, event in zip(self, events.create(values_list), strict=True):
            contact.sudo().event_id = event.sudo(False).id

    def _archive_calendar_event(self):
        # sudo: see _sync_calendar_event
        events = self.sudo().filtered(lambda contact: contact.state != "done").event_id
        events = events.filtered("active")
        if events:
            events.with_context(**QUIET).write({"active": False})

    def _prepare_event_values(self):
        """The event as the contact wants it: neutral unless the coach opted in."""
        self.ensure_one()
        # The coach's language: the event is read in the coach's calendar
        lang = self.env["res.lang"]._get_code(self.user_id.lang)
        env = self.with_context(lang=lang).env
        name, location = env._("Employer visit"), False
        if self.show_in_calendar:
            employer = self.employer_id
            name = env._("Employer visit: %(employer)s", employer=employer.name)
            location = ", ".join(filter(None, [employer.street, employer.city]))
        people = self.user_id.partner_id | self.companion_ids.partner_id
        return {
            "name": name,
            "location": location or False,
            "start": self.date,
            "stop": self.date + timedelta(hours=self.duration or 0.5),
            "allday": False,
            "user_id": self.user_id.id,
            "partner_ids": sorted(people.ids),
            "active": True,
        }
