from odoo import fields, models

# What the officer sees of somebody found: read as superuser, kept nowhere
SHOWN = {"compute": "_compute_shown", "compute_sudo": True}


class IpsPrivacyRequestLine(models.TransientModel):
    """Somebody found by a request about personal data.

    Only the link is stored; name and coach are read when the officer looks.
    """

    _name = "ips.privacy.request.line"
    _description = "Person Found by a Request"

    request_id = fields.Many2one(
        "ips.privacy.request", required=True, ondelete="cascade", index=True
    )
    client_id = fields.Many2one(
        "ips.client", required=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char(**SHOWN)
    phase = fields.Selection(
        selection=lambda self: (
            self.env["ips.client"]._fields["phase"]._description_selection(self.env)
        ),
        **SHOWN,
    )
    user_id = fields.Many2one("res.users", string="Coach", **SHOWN)
    entry_date = fields.Date(string="Entry", **SHOWN)

    # COMPUTES

    def _compute_shown(self):
        for line in self:
            client = line.client_id
            line.name = client.name
            line.phase = client.phase
            line.user_id = client.user_id
            line.entry_date = client.entry_date

    # ACTIONS

    def action_report(self):
        """Open everything that is held, to read and print."""
        return self._open("html")

    def action_report_json(self):
        """Download everything that is held, for a machine to read."""
        return self._open("json")

    def action_log(self):
        """Open the person's access log."""
        self.ensure_one()
        request = self.request_id
        request._check_officer()
        # sudo: the role was checked; the officer has no access to clients
        client = self.sudo().client_id
        self.env["ips.client.access"]._log(client, "log", "request", request.reason)
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_client_access_action"
        )
        action["domain"] = [("client_id", "=", client.id)]
        action["display_name"] = client.ref
        return action

    def _open(self, kind):
        self.ensure_one()
        self.request_id._check_officer()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ips/privacy/{self.id}/data.{kind}",
            "target": "new" if kind == "html" else "download",
        }
