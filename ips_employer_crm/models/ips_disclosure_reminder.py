from datetime import timedelta

from odoo import api, models

# Quality criterion 13: telling is talked about more than once, as after two months
TALK_AGAIN_DAYS = 60


class IpsDisclosure(models.Model):
    """Reminders: consent that ends soon, and telling to be talked about again.

    Each is an activity of the coach on the client, whose text names nobody, and comes
    once: for each consent, and for each stay of a person.
    """

    _inherit = "ips.disclosure"

    # CRON

    @api.model
    def _cron_remind(self):
        """Remind coaches, in all companies."""
        for company in self.env["res.company"].search([("ips_timezone", "!=", False)]):
            today = company._ips_today()
            self._remind_of_expiry(company, today)
            self._remind_to_talk(company, today)

    def _remind_of_expiry(self, company, today):
        soon = today + timedelta(days=company.ips_disclosure_remind_days)
        rows = self.search(
            [
                ("company_id", "=", company.id),
                ("valid_from", "<=", today),
                ("valid_to", ">=", today),
                ("valid_to", "<=", soon),
                ("withdrawn_at", "=", False),
                ("excludes", "=", False),
                ("expiry_reminded", "=", False),
                ("client_id.phase", "not in", ("waiting", "closed")),
                # Nobody, or an account that is closed: the next coach is reminded
                ("client_id.user_id.active", "=", True),
            ]
        )
        due = rows - rows.client_id.disclosure_ids._replaced(today)
        for row in due:
            speaking = self.with_context(lang=row.client_id.user_id.lang)
            row.client_id._remind(
                speaking.env._(
                    "What may be told to employers ends. Talk about it again."
                ),
                row.valid_to,
            )
        due.write({"expiry_reminded": True})

    def _remind_to_talk(self, company, today):
        periods = self.env["ips.client.period"].search(
            [
                ("company_id", "=", company.id),
                ("phase", "=", "searching"),
                ("date_from", "<=", today - timedelta(days=TALK_AGAIN_DAYS)),
                ("client_id.phase", "=", "searching"),
                ("client_id.user_id.active", "=", True),
            ]
        )
        due = self.env["ips.client"]
        for period in periods:
            client = period.client_id
            reminded = client.disclosure_reminded_on
            if period.entry_date == client.entry_date and (
                not reminded or reminded < client.entry_date
            ):
                due |= client
        for client in due:
            speaking = self.with_context(lang=client.user_id.lang)
            client._remind(
                speaking.env._(
                    "Searching for 60 days: what may employers be told now?"
                ),
                today,
            )
        due.write({"disclosure_reminded_on": today})
