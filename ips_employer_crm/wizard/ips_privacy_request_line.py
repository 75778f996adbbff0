from odoo import api, fields, models

# What the officer sees of somebody found: read as superuser, kept nowhere
SHOWN = {"compute": "_compute_shown", "compute_sudo": True}


class IpsPrivacyRequestLine(models.TransientModel):
    """Somebody found by a request about personal data.

    Only the link is stored; name and coach are read when the officer looks. They are
    shown of rows that the search has made, for then the look was logged: not of what a
    form sends along, and not of what another officer found.
    """

    _name = "ips.privacy.request.line"
    _description = "Person Found by a Request"
    _rec_name = "client_id"

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
    team_id = fields.Many2one("crm.team", **SHOWN)
    user_id = fields.Many2one("res.users", string="Coach", **SHOWN)
    entry_date = fields.Date(string="Entry", **SHOWN)

    # COMPUTES

    @api.depends("client_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """The code, as of everything about a client."""
        shown, nobody = self._found(), self.env["ips.client"]
        for line in self:
            line.display_name = shown.get(line._origin.id, nobody).ref

    @api.depends("client_id")
    @api.depends_context("uid")
    def _compute_shown(self):
        shown, nobody = self._found(), self.env["ips.client"]
        for line in self:
            client = shown.get(line._origin.id, nobody)
            line.name = client.name
            line.phase = client.phase
            line.team_id = client.team_id
            line.user_id = client.user_id
            line.entry_date = client.entry_date

    def _found(self):
        """Return {line id: client} of the stored rows that the reader has made."""
        lines = self.sudo(False)._origin._filtered_access("read")
        # sudo: the reader's own rows, and the look was logged when they were made
        return {line.id: line.client_id for line in lines.sudo()}

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
        cards = self.env.ref("ips_employer_crm.ips_privacy_request_view_log_kanban")
        action["views"] = [(False, "list"), (cards.id, "kanban")]
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
