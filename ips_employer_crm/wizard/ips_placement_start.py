from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.ips_placement import FOUND_BY, KINDS

# A name is known to the employer from this level on (design, disclosure in force)
NAMED = 2
# Proposed by what the opening says, and theirs to change
OF_THE_OPENING = {
    "compute": "_compute_from_opening",
    "store": True,
    "readonly": False,
    "precompute": True,
}


class IpsPlacementStart(models.TransientModel):
    """A job starts: from a match or directly.

    Where the disclosure in force reaches the employer, a position of the opening is
    filled; where it does not, nothing outside the client's readers changes. The match
    becomes hired, the person's phase "in work", or "agreed with an employer" until the
    first day comes. A full-time job beside another one is a question, never a wall. A
    work trial changes neither phase nor match.

    Raises UserError for people who are not in the service and for a match that is not
    theirs or has become a job, and whatever ``ips.placement`` refuses.
    """

    _name = "ips.placement.start"
    _description = "Start a Job"
    _inherit = ["ips.client.data"]
    _sighted_fields = frozenset({"employer_id", "lead_id"})

    client_id = fields.Many2one("ips.client", required=True, ondelete="cascade")
    match_id = fields.Many2one("ips.match", ondelete="cascade")
    lead_id = fields.Many2one(
        "crm.lead",
        string="Job Opening",
        domain="[('is_job_opening', '=', True)]",
        compute="_compute_from_match",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="cascade",
    )
    employer_id = fields.Many2one(
        "res.partner",
        required=True,
        domain="['|', ('is_employer', '=', True),"
        " '&', ('is_company', '=', True), ('parent_id.is_employer', '=', True)]",
        **OF_THE_OPENING,
        ondelete="cascade",
    )
    occupation_id = fields.Many2one(
        "ips.occupation",
        **OF_THE_OPENING,
    )
    kind = fields.Selection(KINDS, required=True, **OF_THE_OPENING)
    start_date = fields.Date(
        required=True, default=lambda self: self.env.company._ips_today()
    )
    hours_week = fields.Float(string="Hours a Week", digits=(4, 1))
    agreement_name = fields.Char(string="Collective Agreement")
    is_open_market = fields.Boolean(string="Open Labour Market", **OF_THE_OPENING)
    is_permanent = fields.Boolean(string="Permanent", **OF_THE_OPENING)
    is_subsidised = fields.Boolean(string="Subsidised", **OF_THE_OPENING)
    end_date = fields.Date(string="Last Day", help="Where it is known already.")
    found_by = fields.Selection(FOUND_BY, string="How It Was Found")
    overlap = fields.Char(compute="_compute_overlap")
    fills_position = fields.Boolean(compute="_compute_fills_position")

    # COMPUTES

    @api.depends("match_id")
    def _compute_from_match(self):
        for dialog in self:
            dialog.lead_id = dialog.match_id.lead_id or dialog.lead_id

    @api.depends("lead_id")
    def _compute_from_opening(self):
        for dialog in self:
            lead = dialog.lead_id
            trial = lead.offered_kind == "work_trial"
            proposed = dialog.kind if not lead else "work_trial" if trial else "job"
            dialog.kind = proposed or "job"
            dialog.employer_id = lead.employer_id or dialog.employer_id
            dialog.occupation_id = lead.occupation_id or dialog.occupation_id
            dialog.is_open_market = lead.is_open_market if lead else True
            dialog.is_permanent = lead.is_permanent
            dialog.is_subsidised = lead.is_subsidised

    @api.depends("client_id", "kind", "start_date", "end_date", "hours_week")
    @api.depends_context("lang")
    def _compute_overlap(self):
        for dialog in self:
            question = ""
            if dialog.kind == "job" and dialog.client_id and dialog.start_date:
                question = (
                    self.env["ips.placement"].new(dialog._placement_values()).overlap
                )
            dialog.overlap = question

    @api.depends("client_id", "employer_id", "lead_id", "kind")
    def _compute_fills_position(self):
        for dialog in self:
            dialog.fills_position = dialog._reaches_employer()

    # ACTIONS

    @api.model
    def _action_open(self, client=None, match=None):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Start a job"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_client_id": (client or match.client_id).id,
                "default_match_id": match.id if match else False,
            },
        }

    def action_apply(self):
        """Make the job; whatever follows from it follows."""
        self.ensure_one()
        if self.client_id.phase in ("waiting", "closed"):
            raise UserError(
                self.env._(
                    "%(client)s is not in the service. Take them into it first.",
                    client=self.client_id.ref,
                )
            )
        if self.match_id and self.match_id.client_id != self.client_id:
            raise UserError(self.env._("This was taken up with somebody else."))
        if self.match_id and self.match_id.lead_id != self.lead_id:
            raise UserError(self.env._("This was taken up for another opening."))
        jobs = self.env["ips.placement"]
        if self.match_id and jobs.search_count(
            [("match_id", "=", self.match_id.id), ("kind", "=", self.kind)], limit=1
        ):
            raise UserError(self.env._("The job that came of it has started already."))
        # Asked before anything changes: being hired may change what is in force
        fills = self._reaches_employer()
        placement = self.env["ips.placement"].create(self._placement_values())
        if self.kind == "job":
            coming = placement.state == "coming"
            if self.client_id.phase != "in_work":
                self.client_id.phase = "employer_agreed" if coming else "in_work"
            if self.match_id and self.match_id.state != "hired":
                self.match_id.write({"state": "hired", **self._told_values()})
            if fills:
                self.lead_id.action_fill_position()
        return {
            "type": "ir.actions.act_window",
            "res_model": placement._name,
            "res_id": placement.id,
            "views": [(False, "form")],
        }

    # BUSINESS

    def _reaches_employer(self):
        """Whether a position of the opening may be seen to be filled.

        Everyone who sees it filled and knows of a new colleague there knows who it is:
        so where the name may be told, and not where the person tells it alone.
        """
        self.ensure_one()
        lead, client = self.lead_id, self.client_id._origin
        if self.kind != "job" or not lead or not client:
            return False
        if not lead.active or lead.positions_filled >= lead.positions:
            return False
        if self.employer_id != lead.employer_id:
            return False
        row = self.env["ips.disclosure"]._in_force(client, lead.employer_id)[client]
        return int(row.level or "0") >= NAMED and row.told_by != "client"

    def _told_values(self):
        """Nothing more is told by being hired: without consent the person applied."""
        match, client = self.match_id, self.client_id
        row = self.env["ips.disclosure"]._in_force(client, match.employer_id)[client]
        if row and row.told_by != "client" and row.level >= match.told_level:
            return {}
        return {"approach": "person_applies"}

    def _placement_values(self):
        return {
            "client_id": self.client_id.id,
            "match_id": self.match_id.id,
            "lead_id": self.lead_id.id,
            "employer_id": self.employer_id.id,
            "occupation_id": self.occupation_id.id,
            "kind": self.kind,
            "start_date": self.start_date,
            "end_date": self.end_date if not self.is_permanent else False,
            "hours_week": self.hours_week,
            "agreement_name": self.agreement_name,
            "is_open_market": self.is_open_market,
            "is_permanent": self.is_permanent,
            "is_subsidised": self.is_subsidised,
            "found_by": self.found_by,
        }
