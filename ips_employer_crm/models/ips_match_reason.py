from odoo import models


class IpsMatchReason(models.Model):
    """Why a match came to nothing: a pick list."""

    _name = "ips.match.reason"
    _description = "Reason a Match Came to Nothing"
    _inherit = ["ips.inclusive.reason"]
