from odoo import fields, models


class IpsMatchCoverageLine(models.TransientModel):
    """A question that was not asked of everyone, and of how many.

    Read by whoever opened the figures. Counts alone, of people within their reach.
    """

    _name = "ips.match.coverage.line"
    _description = "Question Not Asked"
    _order = "unknown desc, id"

    coverage_id = fields.Many2one(
        "ips.match.coverage", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="Question", required=True)
    unknown = fields.Integer(string="Not Known Of")
    share = fields.Float(help="Of the people in the search within your reach, 0 to 1.")
