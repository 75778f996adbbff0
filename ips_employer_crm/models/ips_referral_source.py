from odoo import fields, models


class IpsReferralSource(models.Model):
    """Who a person came from: a pick list.

    Kinds of health services are not told apart: which one it was would say what the
    person is treated for. Read by coaches, written by leaders and the administrator.
    """

    _name = "ips.referral.source"
    _description = "Referral Source"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    is_partner_team = fields.Boolean(
        string="Team or Service",
        default=True,
        help="Counts as a team that people come from (quality criterion 4). Not so: "
        "people who came on their own.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
