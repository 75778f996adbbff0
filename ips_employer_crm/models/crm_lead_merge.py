from odoo import models
from odoo.exceptions import UserError

# Of the first, whether or not it says anything: what it does not say was not meant
OF_THE_FIRST = [
    "is_open_market",
    "is_permanent",
    "is_subsidised",
    "is_hidden_job",
    "portal_published",
    "paused_on",
]

OPENING_FIELDS_TO_MERGE = [
    "employer_id",
    "municipality_id",
    "person_id",
    "occupation_id",
    "hours_min",
    "hours_max",
    "shift_day",
    "shift_evening",
    "shift_night",
    "shift_weekend",
    "available_from",
    "positions",
    "positions_filled",
    "is_open_market",
    "is_permanent",
    "is_subsidised",
    "is_hidden_job",
    "portal_published",
    "offered_kind",
    "trial_weeks",
    "paused_on",
]


class CrmLead(models.Model):
    """Merging job openings: what belongs to them comes along.

    The first opening, by Odoo's order, keeps its own terms; conditions, carved tasks
    and contacts are united.
    """

    _inherit = "crm.lead"

    # MERGE

    def _merge_opportunity(
        self, user_id=False, team_id=False, auto_unlink=True, max_length=5
    ):
        """Merge openings with openings only, in a stage of ours."""
        openings = self.filtered("is_job_opening")
        if openings and openings != self:
            raise UserError(
                self.env._("Job openings cannot be merged with leads of sales.")
            )
        if openings:
            if team_id:
                self._check_team_kind(team_id)
            # Odoo takes a stage of everybody's where the team lacks the opening's
            teams = openings.team_id | self.env["crm.team"].browse(team_id or [])
            teams._add_opening_stages()
        return super()._merge_opportunity(user_id, team_id, auto_unlink, max_length)

    def _merge_get_fields(self):
        return super()._merge_get_fields() + OPENING_FIELDS_TO_MERGE

    def _merge_get_fields_specific(self):
        specific = super()._merge_get_fields_specific()
        if not any(self.mapped("is_job_opening")):
            return specific
        for name in ("condition_ids", "licence_ids", "language_ids"):
            specific[name] = lambda fname, leads: leads.mapped(fname)
        for name in OF_THE_FIRST:
            # Not the first that is true: a merge must not publish what was held back
            specific[name] = lambda fname, leads: leads[0][fname]
        # A kind and its weeks are one thing
        specific["trial_weeks"] = lambda fname, leads: (
            leads.filtered("offered_kind")[:1] or leads[0]
        )[fname]
        specific["positions_filled"] = lambda fname, leads: min(
            max(leads.mapped(fname)), leads[0].positions
        )
        return specific

    def _merge_dependences(self, opportunities):
        res = super()._merge_dependences(opportunities)
        openings = opportunities.filtered("is_job_opening")
        if openings:
            # sudo: a merge moves what belongs to the openings, whoever entered it
            kept, gone = self.sudo(), openings.sudo()
            # What one employer called a task is not for another one to read
            others = gone.filtered(lambda lead: lead.employer_id != kept.employer_id)
            others.carved_task_ids.employer_text = False
            gone.carved_task_ids.write({"lead_id": kept.id})
            contacts = gone.employer_contact_ids
            kept.employer_contact_ids = [(4, contact.id) for contact in contacts]
            kept.env["ips.match"]._move_to(kept, gone)
            placements = kept.env["ips.placement"]
            placements.search([("lead_id", "in", gone.ids)]).lead_id = kept
        return res
