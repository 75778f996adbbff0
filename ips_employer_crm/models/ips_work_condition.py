from odoo import fields, models


class IpsWorkCondition(models.Model):
    """What surroundings a job has and a person needs, in neutral workplace words.

    Such as "quiet" or "regular hours": never a diagnosis or a reason.

    All employees read, leaders and the administrator write.
    """

    _name = "ips.work.condition"
    _description = "Condition of Work"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    opposite_id = fields.Many2one(
        "ips.work.condition",
        ondelete="set null",
        help="What a job cannot have at the same time: lifting and no lifting.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
