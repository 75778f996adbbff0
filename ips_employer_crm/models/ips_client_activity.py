from markupsafe import Markup

from odoo import models


class IpsClientActivity(models.AbstractModel):
    """Activities on a client, or on a record that belongs to one.

    They go by the code, are read by the client's readers alone (``mail.activity``) and
    go along to the next coach. Nobody follows such a record, no message is kept on one
    and nobody is mailed. For models of ``ips.client.data``.
    """

    _name = "ips.client.activity"
    _description = "Activities about a Client"
    _inherit = ["mail.activity.mixin", "ips.portal.heard"]

    # MESSAGES: NONE

    def message_post_with_source(self, *args, **kwargs):
        """A done activity leaves no message on a client: there are none."""
        return self.env["mail.message"]

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Nobody follows a client."""
        return True

    # HEARD IN THE PORTAL

    def _portal_coach(self):
        """The client's coach, else whoever leads the team."""
        self.ensure_one()
        # sudo: HR reads no client; nothing but whom to tell is taken
        client = self.sudo()._looked_at()
        coach = client.user_id.filtered("active") or client.team_id.user_id
        return coach.filtered("active")

    def _portal_heard(self, person, summary, text=""):
        """Tell the coach by an activity alone: no message is kept on a client."""
        self.ensure_one()
        coach = self._portal_coach()
        if not coach:
            return
        note = Markup("<p>%s</p>") % person.name
        if text:
            lines = Markup("<br/>").join(text.splitlines())
            note += Markup("<blockquote>%s</blockquote>") % lines
        # sudo: the caller has checked that the record is shown to the person; by the
        # coach, who may read the code that Odoo puts on it
        record = self.with_user(coach).sudo()
        quiet = record.with_context(mail_activity_quick_update=True)
        activity = quiet.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=record._looked_at().company_id._ips_today(),
            summary=summary,
            note=note,
            user_id=coach.id,
        )
        # Not later, by whoever looks
        activity.flush_recordset()
