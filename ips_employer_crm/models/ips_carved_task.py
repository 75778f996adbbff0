from odoo import api, fields, models
from odoo.exceptions import ValidationError


class IpsCarvedTask(models.Model):
    """A task that an employer could hand over, carved out of other people's work.

    An opening can be made of carved tasks alone, with no vacancy at all. Adjustments
    are what the employer grants, in workplace words. Read and written by all coaches,
    as the opening is.
    """

    _name = "ips.carved.task"
    _description = "Carved Task"
    _order = "lead_id, sequence, id"
    _check_company_auto = True

    lead_id = fields.Many2one(
        "crm.lead", string="Job Opening", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="lead_id.company_id", store=True)
    name = fields.Char(string="Task", required=True)
    employer_text = fields.Char(
        string="As the Employer Put It",
        readonly=True,
        copy=False,
        help="Offered in the portal, and shown there in these words.",
    )
    sequence = fields.Integer(default=10)
    time_of_day = fields.Selection(
        [
            ("any", "Any time"),
            ("morning", "Morning"),
            ("day", "Daytime"),
            ("evening", "Evening"),
            ("night", "Night"),
        ],
        default="any",
        required=True,
    )
    hours_week = fields.Float(
        string="Hours a Week", digits=(4, 1), help="0: not stated."
    )
    condition_ids = fields.Many2many("ips.work.condition", string="Surroundings")
    adjustments = fields.Char(
        string="Adjustments Granted",
        help="What the employer agrees to change for this task.",
    )

    _hours_positive = models.Constraint(
        "CHECK (hours_week >= 0 AND hours_week <= 168)",
        "Hours a week of a task lie between 0 and 168.",
    )

    @api.constrains("lead_id")
    def _check_lead(self):
        # sudo: the coach sees no lead of sales, and must not learn of one here
        if any(not task.sudo().lead_id.is_job_opening for task in self):
            raise ValidationError(
                self.env._("Tasks are carved out for job openings only.")
            )
