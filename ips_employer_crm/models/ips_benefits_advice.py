from odoo import fields, models


class IpsBenefitsAdvice(models.Model):
    """Advice on benefits: when it was offered and held, and why. Dates only.

    Quality criterion 12: an individual plan before the start, and again at changes of
    hours or pay. What was said belongs to the advisor's own records.
    """

    _name = "ips.benefits.advice"
    _description = "Benefits Advice"
    _inherit = ["ips.client.record"]
    _order = "offered_on desc, id desc"

    offered_on = fields.Date(
        required=True, default=lambda self: self.env.company._ips_today()
    )
    held_on = fields.Date()
    occasion = fields.Selection(
        [
            ("before_start", "Before the start"),
            ("hours", "Hours change"),
            ("pay", "Pay changes"),
            ("other", "Other"),
        ],
        required=True,
        default="before_start",
    )

    _held_after = models.Constraint(
        "CHECK (held_on IS NULL OR offered_on <= held_on)",
        "Advice is held on the day it was offered or later.",
    )
