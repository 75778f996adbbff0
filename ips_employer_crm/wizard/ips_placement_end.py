from odoo import api, fields, models
from odoo.exceptions import UserError


class IpsPlacementEnd(models.TransientModel):
    """A job ends: when, why (no health), what was learnt, and what comes next.

    Back to the search, staying in work (another job runs), or the support steps down:
    then the dialog that closes the service opens, for now or later. Else the wishes are
    offered for an update at once, whatever was learnt (quality criterion 14).

    A last day ahead is fine: the search may begin before the job is over. The day on
    which the end was heard of is today at the latest, and today if nothing else is
    said: the person is met within three days after it (quality criterion 23). A job
    that has not begun yet is cancelled instead: it counts nowhere, and the opening is
    left as it is, for whoever looks after it.

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
        compute="_compute_from_job",
        store=True,
        readonly=False,
        precompute=True,
    )
    heard_on = fields.Date(
        string="Heard of the End On",
        compute="_compute_from_job",
        store=True,
        readonly=False,
        precompute=True,
        help="When you heard that the job ends, or has ended. Meet within three days "
        "after it.",
    )
    end_reason_id = fields.Many2one(
        "ips.placement.end.reason", string="Reason", required=True
    )
    feedback = fields.Text(
        string="What Was Learnt",
        compute="_compute_from_job",
        store=True,
        readonly=False,
        precompute=True,
    )
    is_coming = fields.Boolean(compute="_compute_is_coming")
    has_opening = fields.Boolean(compute="_compute_is_coming")
    next_step = fields.Selection(
        [
            ("search", "Back to the search"),
            ("stay", "Stays in work"),
            ("step_down", "Support steps down, the service ends"),
        ],
        required=True,
        default="search",
    )

    # COMPUTES

    @api.depends("placement_id")
    def _compute_from_job(self):
        for dialog in self:
            job = dialog.placement_id
            today = self.env.company._ips_today()
            dialog.end_date = job.end_date or today
            dialog.heard_on = job.heard_on or today
            dialog.feedback = job.feedback

    @api.depends("placement_id")
    def _compute_is_coming(self):
        for dialog in self:
            dialog.is_coming = dialog.placement_id.state == "coming"
            dialog.has_opening = bool(dialog.placement_id.lead_id)

    # ACTIONS

    def action_apply(self):
        """End it, and open the wishes where the search goes on."""
        self.ensure_one()
        placement = self.placement_id
        if placement.never_began or (placement.end_date and placement.end_reason_id):
            raise UserError(self.env._("This job has ended already."))
        if self.next_step == "stay" and not self._other_jobs():
            raise UserError(
                self.env._("No other job goes on. Choose what comes next instead.")
            )
        placement.write(
            {
                "end_reason_id": self.end_reason_id.id,
                "feedback": self.feedback,
                **(
                    {"never_began": True}
                    if self.is_coming
                    else {"end_date": self.end_date, "heard_on": self.heard_on}
                ),
            }
        )
        return self._go_on()

    def _go_on(self):
        """The step after it."""
        client = self.placement_id.client_id
        if self.next_step == "step_down":
            action = self.env["ir.actions.actions"]._for_xml_id(
                "ips_employer_crm.ips_client_close_action"
            )
            action["context"] = {"active_ids": client.ids}
            return action
        was_a_job = self.placement_id.kind == "job"
        if self.next_step == "search" and was_a_job and not self._other_jobs():
            if client.phase in ("employer_agreed", "in_work"):
                client.phase = "searching"
        return client.action_open_wishes()

    def _other_jobs(self):
        """Jobs of the person that run or are to begin, beside this one."""
        jobs = self.placement_id.client_id.placement_ids - self.placement_id
        return jobs.filtered(
            lambda job: job._is_job() and job.state in ("coming", "running")
        )
