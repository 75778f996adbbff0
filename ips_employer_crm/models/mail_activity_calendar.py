from odoo import models


class MailActivity(models.Model):
    """What an activity on a client says stays on it: the code, the words, the meeting.

    Odoo would call a meeting planned from it by the client's code and copy the note
    into it, for all who read the calendar and all who are invited.
    """

    _inherit = "mail.activity"

    def _compute_res_name(self):
        """Whoever may not read a client is not told the code, by no draft either."""
        secret = self.env["ips.client.access"]._models_of_clients()
        apart = self.filtered(lambda activity: activity.res_model in secret)
        for model, activities in apart.grouped("res_model").items():
            # Computed as superuser, for the user who asks
            records = self.env[model].sudo(False)
            names = {}
            if records.has_access("read"):
                found = records.search([("id", "in", activities.mapped("res_id"))])
                names = {record.id: record.display_name for record in found}
            for activity in activities:
                activity.res_name = names.get(activity.res_id)
        return super(MailActivity, self - apart)._compute_res_name()

    def action_create_calendar_event(self):
        """Open a new appointment, private and without a word about the client."""
        action = super().action_create_calendar_event()
        if self._is_about_clients():
            action["context"] |= {
                "default_name": self.env._("Appointment"),
                "default_description": False,
                "default_privacy": "private",
                "default_res_id": False,
                "default_res_model": False,
            }
            if not self.user_id:
                action["context"] |= {
                    "default_user_id": self.env.uid,
                    "default_partner_ids": self.env.user.partner_id.ids,
                }
        return action

    def _action_done(self, feedback=False, attachment_ids=False):
        # Odoo would write what was said into the notes of the meeting
        apart = self.filtered(lambda activity: activity._is_about_clients())
        quiet = {"ips_without_notes": apart.calendar_event_id.ids}
        return super(MailActivity, self.with_context(**quiet))._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )

    def _is_about_clients(self):
        """Whether any of these is on a model about clients."""
        secret = self.env["ips.client.access"]._models_of_clients()
        # sudo: the answer is about the model alone
        return any(activity.res_model in secret for activity in self.sudo())
