from odoo import fields, models


class IpsMatchReason(models.Model):
    """Why a match came to nothing: a pick list, a part of it for employers as well."""

    _name = "ips.match.reason"
    _description = "Reason a Match Came to Nothing"
    _inherit = ["ips.inclusive.reason"]

    for_employer = fields.Boolean(
        string="Employers Choose It",
        help="Employers may give this reason in the portal.",
    )
