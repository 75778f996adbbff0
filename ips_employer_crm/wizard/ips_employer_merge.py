from odoo import api, fields, models
from odoo.exceptions import UserError


class IpsEmployerMerge(models.TransientModel):
    """Merges employers that turned out to be the same one; for leaders.

    Every contact, person, workplace and opening goes to the employer that is kept.
    Odoo's own merge does the work; it stays closed to leaders for other contacts.
    """

    _name = "ips.employer.merge"
    _description = "Merge Employers"

    employer_ids = fields.Many2many("res.partner", required=True)
    keep_id = fields.Many2one(
        "res.partner",
        required=True,
        compute="_compute_keep_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', employer_ids)]",
        help="Its name and data stay; what is empty is filled from the others.",
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "employer_ids" in fields and not values.get("employer_ids"):
            values["employer_ids"] = self.env.context.get("active_ids", [])
        return values

    @api.depends("employer_ids")
    def _compute_keep_id(self):
        """Propose the employer with the most visits, the oldest among equals."""
        for wizard in self:
            wizard.keep_id = wizard.employer_ids._origin.sorted(
                lambda partner: (-partner.visit_count, partner.id)
            )[:1]

    def action_merge(self):
        """Merge and open the employer that is kept.

        Raises a user error for fewer than two or more than three employers, for
        workplaces and people, and for anything that is no employer.
        """
        self.ensure_one()
        employers = self.employer_ids
        employers.check_access("write")
        if not 2 <= len(employers) <= 3:
            raise UserError(self.env._("Choose two or three employers to merge."))
        if any(not p.is_employer or p.parent_id for p in employers):
            raise UserError(
                self.env._(
                    "Only employers can be merged here, not people or workplaces."
                )
            )
        if self.keep_id not in employers:
            raise UserError(self.env._("Choose which of the employers to keep."))
        # sudo: the right to merge was given by this wizard's access line and the
        # records checked above; Odoo's wizard is closed to leaders
        merger = self.env["base.partner.merge.automatic.wizard"].sudo()
        merger._merge(employers.ids, self.keep_id.sudo(), extra_checks=False)
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.res_partner_action_employer"
        )
        form = [view for view in action["views"] if view[1] == "form"]
        return {**action, "views": form, "res_id": self.keep_id.id}
