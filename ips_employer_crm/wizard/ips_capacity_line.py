from odoo import fields, models


class IpsCapacityLine(models.TransientModel):
    """A coach's places: people in the service, the limit, and what is free.

    In alphabetical order, never by result. Read by whoever opened the figures. Counts
    alone. Somebody who coaches in two of the teams has one row.
    """

    _name = "ips.capacity.line"
    _description = "Places of a Coach"
    _order = "name, id"

    capacity_id = fields.Many2one(
        "ips.capacity", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="Coach", required=True)
    caseload = fields.Integer(string="People in the Service")
    caseload_limit = fields.Float(
        string="Limit",
        digits=(5, 1),
        help="The company's limit for a full-time coach, by the full-time share.",
    )
    free_places = fields.Float(
        digits=(5, 1), help="0 beyond the limit and before the coach's first day."
    )
    whole_places = fields.Integer(
        string="Whole Free Places",
        help="Rounded down: 0.4 of a place takes nobody.",
    )
    remark = fields.Char()
