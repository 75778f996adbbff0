from odoo import fields, models


class IpsContactOutcome(models.Model):
    """Outcome of an employer contact: a pick list that leaders keep.

    An outcome proposes the next step, which the coach takes, changes or drops.
    Coaches read, leaders and the administrator write.
    """

    _name = "ips.contact.outcome"
    _description = "Outcome of an Employer Contact"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    finds_lead = fields.Boolean(
        string="A Job Lead", help="The log offers to make a job opening of it."
    )
    next_step = fields.Char(
        string="Proposed Next Step",
        translate=True,
        help="Empty: this outcome proposes none.",
    )
    next_step_days = fields.Integer(
        string="Days Until Then", help="Days from the contact to the proposed step."
    )

    _next_step_days_positive = models.Constraint(
        "CHECK (next_step_days >= 0)", "Days until the next step cannot be negative."
    )
