from odoo import fields, models


class IpsOpeningWhatIfLine(models.TransientModel):
    """A change to an opening, and how many more people it would suit.

    Read by whoever opened the dialog. Counts alone, of people within their reach.
    """

    _name = "ips.opening.what.if.line"
    _description = "Change to an Opening"
    _order = "more desc, id"

    what_if_id = fields.Many2one(
        "ips.opening.what.if", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="What Would Be Different", required=True)
    suited = fields.Integer(string="Suits Then")
    more = fields.Integer(string="More People")
