from odoo import api, fields, models
from odoo.exceptions import UserError


class IpsPlacementEnd(models.TransientModel):
    """A job ends: when, why (no health), what was learnt, and what comes next.

    Back to the search, staying in work (another job runs), or the support steps down
    and the service is closed by its own dialog later. The wishes are offered for an
    update at once.
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
        if self.next_step != "search" or placement.kind != "job":
            return {"type": "ir.actions.act_window_close"}
        running = client.placement_ids.filtered(
            lambda job: job.kind == "job" and job.state == "running"
        )
        if client.phase == "in_work" and not running - placement:
            client.phase = "searching"
        return client.action_open_wishes()
