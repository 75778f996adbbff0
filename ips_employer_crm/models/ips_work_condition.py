from odoo import api, fields, models


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

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        conditions = super().create(vals_list)
        conditions.filtered("opposite_id")._pair_up()
        return conditions

    def write(self, vals):
        before = self.opposite_id if "opposite_id" in vals else self.browse()
        res = super().write(vals)
        if "opposite_id" in vals:
            (before - self.opposite_id).filtered(
                lambda other: other.opposite_id in self
            ).opposite_id = False
            self._pair_up()
        return res

    # BUSINESS

    def _pair_up(self):
        """Opposites name each other, so that the comparison works both ways."""
        for condition in self:
            other = condition.opposite_id
            if other and other.opposite_id != condition:
                other.opposite_id = condition
