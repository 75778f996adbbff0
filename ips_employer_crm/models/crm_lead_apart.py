from odoo import api, models


class CrmLead(models.Model):
    """What keeps job openings and sales apart on the same table.

    Stages, scoring and probabilities of sales never touch an opening, and boards of
    sales never show a stage of ours, nor ours one of theirs.
    """

    _inherit = "crm.lead"

    # STAGES

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Columns of a board: our stages on ours, all others on the others."""
        if self.env.context.get("default_is_job_opening"):
            ours = self.env["crm.stage"].search([("is_job_opening", "=", True)])
            return ours | stages.filtered("is_job_opening")
        columns = super()._read_group_stage_ids(stages, domain)
        # A stage with records stays: the records were asked for
        return columns.filtered(lambda s: not s.is_job_opening or s in stages)

    def _stage_find(self, team_id=False, domain=None, order="sequence, id", limit=1):
        """Stages of the lead's own kind only."""
        team = self.env["crm.team"].browse(team_id) if team_id else self.team_id
        opening = bool(team) and all(team.mapped("use_job_openings"))
        own = [("is_job_opening", "=", opening)]
        if opening:
            return self.env["crm.stage"].search(
                own + list(domain or []), order=order, limit=limit
            )
        return super()._stage_find(team_id, own + list(domain or []), order, limit)

    @api.depends("team_id", "type")
    def _compute_stage_id(self):
        """A stage of the other kind, such as a default of sales, is replaced."""
        openings = self.filtered(lambda lead: lead.team_id.use_job_openings)
        for lead in openings:
            if not lead.stage_id.is_job_opening:
                lead.stage_id = lead._stage_find(domain=[("fold", "=", False)])
        for lead in self - openings:
            if lead.stage_id.is_job_opening:
                lead.stage_id = False
        return super(CrmLead, self - openings)._compute_stage_id()

    # DUPLICATES: an opening and a sale with the same e-mail are two things

    def _same_kind(self, leads):
        opening = bool(self[:1].is_job_opening)
        return leads.filtered(lambda lead: lead.is_job_opening == opening)

    def _get_lead_duplicates(self, partner=None, email=None, include_lost=False):
        leads = super()._get_lead_duplicates(partner, email, include_lost)
        return self._same_kind(leads)

    def _compute_potential_lead_duplicates(self):
        res = super()._compute_potential_lead_duplicates()
        for lead in self.filtered("duplicate_lead_ids"):
            # sudo: the kind decides, whether or not the reader may see them
            same = lead._same_kind(lead.duplicate_lead_ids.sudo())
            lead.duplicate_lead_ids = same.sudo(False)
            lead.duplicate_lead_count = len(same)
        return res

    # MESSAGES

    def _creation_message(self):
        if self.is_job_opening:
            return self.env._("Job opening created")
        return super()._creation_message()

    # SCORING: predictions are about sales; people's jobs are not to be predicted

    def _sales_only(self):
        return self.filtered(lambda lead: not lead.is_job_opening)

    def _compute_probabilities(self):
        """An opening has no probability but the 0 and 100 that Odoo's states need."""
        sales = self._sales_only()
        for opening in self - sales:
            opening.automated_probability = 0
            opening.probability = 100 if opening.stage_id.is_won else 0
        # Odoo's own cannot do with none
        return super(CrmLead, sales)._compute_probabilities() if sales else None

    def _pls_increment_frequencies(self, from_state=None, to_state=None):
        sales = self._sales_only()
        if self and not sales:
            return None
        return super(CrmLead, sales)._pls_increment_frequencies(from_state, to_state)

    def _pls_get_naive_bayes_probabilities(self, batch_mode=False, is_tooltip=False):
        sales = self._sales_only()
        if self and not sales:
            return {}, {}
        return super(CrmLead, sales)._pls_get_naive_bayes_probabilities(
            batch_mode, is_tooltip
        )

    def _pls_get_lead_pls_values(self, domain=None):
        if domain:
            domain = [("is_job_opening", "=", False), *domain]
        return super(CrmLead, self._sales_only())._pls_get_lead_pls_values(domain)

    def prepare_pls_tooltip_data(self):
        if self.is_job_opening:
            return {
                "low_3_data": [],
                "probability": 0,
                "team_name": self.team_id.display_name,
                "top_3_data": [],
            }
        return super().prepare_pls_tooltip_data()
