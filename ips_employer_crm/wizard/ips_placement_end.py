from odoo import api, fields, models
from odoo.exceptions import UserError


class IpsPlacementEnd(models.TransientModel):
    """A job ends: when, why (no health), what was learnt, and what comes next.

    Back to the search, staying in work (another job runs), or the support steps down:
    then the dialog that closes the service opens, for now or later. Else the wishes are
    offered for an update at once, whatever was learnt (quality criterion 14).

    Raises UserError for a job that has ended already, and whatever ``ips.placement``
    refuses.
    """

    _name = "ips.placement.end"
    _description = "End a Job"
    _inherit = ["ips.client.data"]
    # Follows the job
    _kept_fields = frozenset({"client_id"})

    placement_id = fields.Many2one("ips.placement", required=True, ondelete="cascade")
    client_id = fields.Many2one(related="placement_id.client_id", store=True)
    end_date = fields.Date(
        string="Last Day",
        required=True,
        compute="_compute_end_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    end_reason_id = fields.Many2one(
        "ips.placement.end.reason", string="Reason", required=True
    )
    feedback = fields.Text(string="What Was Learnt")
    next_step = fields.Selection(
        [
            ("search", "Back to the search"),
            ("stay", "Stays in work"),
            ("step_down", "Support steps down"),
        ],
        required=True,
        default="search",
    )

    # COMPUTES

    @api.depends("placement_id")
    def _compute_end_date(self):
        for dialog in self:
            known = dialog.placement_id.end_date
            dialog.end_date = known or self.env.company._ips_today()

    # ACTIONS

    def action_apply(self):
        """End it, and open the wishes where the search goes on."""
        self.ensure_one()
        placement = self.placement_id
        if placement.end_date and placement.end_reason_id:
            raise UserError(self.env._("This job has ended already."))
        placement.write(
            {
                "end_date": self.end_date,
                "end_reason_id": self.end_reason_id.id,
                "feedback": self.feedback or placement.feedback,
            }
        )
        client = placement.client_id
        if self.next_step == "step_down":
            action = self.env["ir.actions.actions"]._for_xml_id(
                "ips_employer_crm.ips_client_close_action"
            )
            action["context"] = {"active_ids": client.ids}
            return action
        others = client.placement_ids.filtered(
            lambda job: job.kind == "job" and job.state != "ended"
        )
        if self.next_step == "search" and not others - placement:
            if client.phase in ("employer_agreed", "in_work"):
                client.phase = "searching"
        return client.action_open_wishes()
