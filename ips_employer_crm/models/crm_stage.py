from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmStage(models.Model):
    """Stages of job openings stand apart from the stages of sales.

    They belong to every job coaching team; a team that joins later gets them too. No
    sales pipeline shows them, and no opening shows a stage of sales.
    """

    _inherit = "crm.stage"

    is_job_opening = fields.Boolean(
        string="Stage of Job Openings", help="Used by job coaching teams only."
    )
    portal_label = fields.Selection(
        [
            ("learning", "We are getting to know the job"),
            ("open", "Open: we are looking for somebody"),
        ],
        string="In the Portal",
        default="open",
        required=True,
        help="What the employer's people read. No more than this: whether somebody was "
        "introduced is told to nobody but whoever is named in the consent. The last "
        'stage reads "Filled".',
    )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        openings = stages.filtered("is_job_opening")
        if openings:
            # sudo: the leader's stage is for all coaching teams
            teams = self.env["crm.team"].sudo()._all_job_coaching_teams()
            teams._add_opening_stages(openings)
        return stages

    def write(self, vals):
        if "is_job_opening" in vals:
            self._check_unused(bool(vals["is_job_opening"]))
        if vals.get("is_won"):
            self._check_filled()
        res = super().write(vals)
        if "is_job_opening" in vals:
            # Odoo checks the rules before a write: check again what it became
            self.check_access("write")
        return res

    def _check_unused(self, opening):
        """A stage in use keeps its kind: a change would mix openings and sales."""
        changing = self.filtered(lambda stage: stage.is_job_opening != opening)
        # sudo: a count only, so that leads the user may not read still protect
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        if leads.search_count([("stage_id", "in", changing.ids)], limit=1):
            raise UserError(
                self.env._(
                    "%(stages)s is in use, so it stays the kind of stage that it is.",
                    stages=", ".join(changing.mapped("name")),
                )
            )

    def _check_filled(self):
        """No stage becomes the last one over openings with open positions."""
        ours = self.filtered("is_job_opening")
        # sudo: see above
        openings = self.env["crm.lead"].sudo().search([("stage_id", "in", ours.ids)])
        openings = openings.filtered(lambda o: o.positions_filled < o.positions)
        if openings:
            raise UserError(
                self.env._(
                    "%(opening)s has positions that are not filled.",
                    opening=openings[0].name,
                )
            )
