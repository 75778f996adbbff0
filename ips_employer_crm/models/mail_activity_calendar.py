from odoo import models


class MailActivity(models.Model):
    """A meeting planned from an activity on a client says nothing about the client.

    Odoo would call it by the client's code and copy the note into it, for all who read
    the calendar and all who are invited. What is said about people stays on the
    activity.
    """

    _inherit = "mail.activity"

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
