from odoo import models


class IpsPlacementEndReason(models.Model):
    """Why a job came to an end: a pick list."""

    _name = "ips.placement.end.reason"
    _description = "Reason a Job Ended"
    _inherit = ["ips.inclusive.reason"]
