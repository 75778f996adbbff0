from odoo import models


class IpsClientEndReason(models.Model):
    """Why a person left the queue or the service: a pick list."""

    _name = "ips.client.end.reason"
    _description = "Reason for Leaving"
    _inherit = ["ips.inclusive.reason"]
