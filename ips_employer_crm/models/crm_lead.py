from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class CrmLead(models.Model):
    """A job opening is an opportunity of a job coaching team.

    Stages: lead found, needs discussed, open, candidates introduced, interview, filled.
    It is won when as many positions are filled as there are, and not before; an opening
    that went away takes a reason. All coaches share all openings; nobody else sees one,
    and coaches see no lead of sales (record rules). An opening stays an opening: it
    moves between coaching teams only.

    Of the people served an opening knows a number, never who they are.
    """

    _name = "crm.lead"
    _inherit = ["crm.lead", "ips.work.terms", "ips.portal.heard"]

    is_job_opening = fields.Boolean(
        compute="_compute_is_job_opening", store=True, precompute=True, index=True
    )
    employer_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        check_company=True,
        domain="['|', ('is_employer', '=', True),"
        " '&', ('is_company', '=', True), ('parent_id.is_employer', '=', True)]",
        help="The workplace or company that has the job.",
    )
    person_id = fields.Many2one(
        "res.partner",
        string="Told By",
        domain="[('is_company', '=', False), ('parent_id', 'child_of', employer_id)]",
        help="Who at the employer told us about it.",
    )
    employer_contact_ids = fields.Many2many(
        "ips.employer.contact",
        "ips_employer_contact_lead_rel",
        "lead_id",
        "contact_id",
        string="From Contacts",
        copy=False,
        groups="ips_employer_crm.group_ips_coach",
    )
    occupation_id = fields.Many2one("ips.occupation", index="btree_not_null")
    municipality_id = fields.Many2one(
        "ips.municipality",
        compute="_compute_municipality_id",
        store=True,
        readonly=False,
        index="btree_not_null",
    )
    positions = fields.Integer(default=1)
    positions_filled = fields.Integer(string="Filled")
    introduced_count = fields.Integer(
        string="People Introduced",
        compute="_compute_introduced_count",
        help="How many people were introduced so far. A number, never names.",
    )
    is_open_market = fields.Boolean(
        string="Open Labour Market",
        default=True,
        help="Anyone can apply, and pay is what colleagues get.",
    )
    is_permanent = fields.Boolean(string="Permanent")
    is_subsidised = fields.Boolean(string="Subsidised")
    is_hidden_job = fields.Boolean(
        string="Hidden Job", help="Not advertised: the employer told us."
    )
    carved_task_ids = fields.One2many(
        "ips.carved.task",
        "lead_id",
        string="Carved Tasks",
        groups="ips_employer_crm.group_ips_coach",
    )
    portal_published = fields.Boolean(
        string="In the Portal",
        help="The employer's own people see it in the portal: title, terms, and the "
        "stage in plain words; no notes. Let the title hold nothing that is not for "
        "them to read.",
    )
    days_in_stage = fields.Integer(compute="_compute_days_in_stage")

    _positions_sane = models.Constraint(
        "CHECK (positions > 0 AND positions_filled >= 0)",
        "An opening has at least one position, and none filled less than none.",
    )

    def _auto_init(self):
        """Make the column FALSE at once: a database may hold many leads of sales."""
        if not column_exists(self.env.cr, "crm_lead", "is_job_opening"):
            create_column(self.env.cr, "crm_lead", "is_job_opening", "boolean")
            self.env.cr.execute(SQL("UPDATE crm_lead SET is_job_opening = FALSE"))
            # Leads of sales have no terms of work: nothing to compute for them
            create_column(self.env.cr, "crm_lead", "terms_key", "jsonb")
        return super()._auto_init()

    # COMPUTES

    @api.depends("team_id.use_job_openings")
    def _compute_is_job_opening(self):
        for lead in self:
            lead.is_job_opening = lead.team_id.use_job_openings

    @api.depends("employer_id")
    def _compute_municipality_id(self):
        for lead in self:
            lead.municipality_id = (
                lead.employer_id.municipality_id
                or lead.employer_id.parent_id.municipality_id
                or lead.municipality_id
            )

    @api.depends("date_last_stage_update")
    def _compute_days_in_stage(self):
        now = fields.Datetime.now()
        for lead in self:
            since = lead.date_last_stage_update
            lead.days_in_stage = (now - since).days if since else 0

    @api.depends("employer_id", "occupation_id")
    def _compute_name(self):
        """An opening without a name is called after its occupation and employer."""
        openings = self.filtered(lambda lead: lead._is_meant_as_opening())
        res = super(CrmLead, self - openings)._compute_name()
        for lead in openings:
            name = lead._compose_name(lead.occupation_id, lead.employer_id)
            lead.name = lead.name or name or False
        return res

    def _compute_team_id(self):
        """An opening goes to a coaching team; only coaches' teams are proposed."""
        openings = self.filtered(lambda lead: lead._is_meant_as_opening())
        res = super(CrmLead, self - openings)._compute_team_id()
        teams = self.env["crm.team"]._job_coaching_team_by_user(openings.user_id)
        for lead in openings:
            team = teams.get(lead.user_id.id) or lead.team_id
            if not team.use_job_openings:
                team = lead._opening_team(self.env.user)
            lead.team_id = team
        return res

    def _is_meant_as_opening(self):
        """Whether the lead is an opening, or is being entered on our screens.

        Its team decides: `is_job_opening` may be in recomputation when this is asked.
        """
        if self.team_id:
            return self.team_id.use_job_openings
        # While it is being entered only: no other team says what it is to be
        return not self._origin and self.is_job_opening

    # CONSTRAINTS

    @api.constrains("stage_id", "positions", "positions_filled", "is_job_opening")
    def _check_filled(self):
        """Filled is what is filled: all positions of it."""
        for lead in self.filtered("is_job_opening"):
            if lead.stage_id.is_won and lead.positions_filled < lead.positions:
                raise ValidationError(
                    self.env._(
                        "%(opening)s: %(filled)s of %(positions)s positions are "
                        "filled. It is filled when all are.",
                        opening=lead.name,
                        filled=lead.positions_filled,
                        positions=lead.positions,
                    )
                )

    @api.constrains("is_job_opening", "employer_id")
    def _check_employer(self):
        for lead in self:
            if lead.is_job_opening and not lead.employer_id:
                raise ValidationError(
                    self.env._(
                        "%(opening)s: choose the employer of the job opening.",
                        opening=lead.name,
                    )
                )

    @api.constrains("stage_id", "is_job_opening")
    def _check_stage_kind(self):
        for lead in self:
            if lead.stage_id and lead.stage_id.is_job_opening != lead.is_job_opening:
                raise ValidationError(
                    self.env._(
                        "%(lead)s cannot be in the stage %(stage)s: job openings and "
                        "sales have stages of their own.",
                        lead=lead.name,
                        stage=lead.stage_id.name,
                    )
                )

    @api.constrains("lost_reason_id", "is_job_opening")
    def _check_lost_reason_kind(self):
        for lead in self:
            reason = lead.lost_reason_id
            if reason and reason.is_job_opening != lead.is_job_opening:
                raise ValidationError(
                    self.env._(
                        '"%(reason)s" is no reason for %(lead)s: job openings and '
                        "sales have reasons of their own.",
                        reason=reason.name,
                        lead=lead.name,
                    )
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """What a coach makes, on our screens or by an import, is an opening."""
        makes_openings = self._makes_openings()
        users, teams = self.env["res.users"], self.env["crm.team"]
        partners, occupations = self.env["res.partner"], self.env["ips.occupation"]
        for vals in vals_list:
            if makes_openings and not vals.get("team_id"):
                user = users.browse(vals.get("user_id") or self.env.uid)
                vals["team_id"] = self._opening_team(user).id
            if teams.browse(vals.get("team_id")).use_job_openings:
                vals["type"] = "opportunity"
                occupation = occupations.browse(vals.get("occupation_id"))
                employer = partners.browse(vals.get("employer_id"))
                vals["name"] = (
                    vals.get("name")
                    or self._compose_name(occupation, employer)
                    or self.env._("Job opening")
                )
        return super().create(vals_list)

    def _makes_openings(self):
        if self.env.context.get("default_is_job_opening"):
            return True
        user = self.env.user
        return (
            not self.env.su
            and user.has_group("ips_employer_crm.group_ips_coach")
            and not user.has_group("sales_team.group_sale_salesman")
        )

    def _opening_team(self, user):
        """The coaching team of ``user``, else the reader's, else the first one."""
        teams = self.env["crm.team"]
        by_user = teams._job_coaching_team_by_user(user | self.env.user)
        return (
            by_user.get(user.id)
            or by_user.get(self.env.uid)
            or teams._all_job_coaching_teams().filtered("active")[:1]
        )

    @api.model
    def _compose_name(self, occupation, employer):
        """What an opening without a name is called; empty while both are unknown."""
        return ", ".join(filter(None, [occupation.name, employer.name]))

    def write(self, vals):
        if "team_id" in vals:
            self._check_team_kind(vals["team_id"])
        if vals.get("type") == "lead" and any(self.mapped("is_job_opening")):
            raise UserError(self.env._("A job opening is no lead of sales."))
        if "active" in vals and not vals["active"]:
            self._check_lost_reason(vals.get("lost_reason_id"))
        return super().write(vals)

    def _check_team_kind(self, team_id):
        """An opening stays an opening, and a lead of sales one of sales."""
        team = self.env["crm.team"].browse(team_id)
        for lead in self:
            kept = bool(team.use_job_openings) == lead.is_job_opening
            if lead.team_id and not kept:
                raise UserError(
                    self.env._(
                        "%(lead)s cannot go to the team %(team)s: job openings stay "
                        "with job coaching teams, and sales with sales teams.",
                        lead=lead.name,
                        team=team.name or "–",
                    )
                )

    def _check_lost_reason(self, reason):
        """An opening that goes away unfilled takes a reason."""
        for lead in self.filtered(lambda lead: lead.is_job_opening and lead.active):
            if not reason and not lead.lost_reason_id and not lead.stage_id.is_won:
                raise UserError(
                    self.env._(
                        "%(opening)s: say why the opening went away.", opening=lead.name
                    )
                )

    # ACTIONS

    def action_set_lost(self, **additional_values):
        openings = self.filtered("is_job_opening")
        reason = additional_values.get("lost_reason_id")
        openings._check_lost_reason(reason)
        if reason and openings:
            # Odoo archives first, and that asks for the reason
            openings.write({"lost_reason_id": reason})
        return super().action_set_lost(**additional_values)

    def get_formview_id(self, access_uid=None):
        if self.is_job_opening:
            return self.env.ref("ips_employer_crm.crm_lead_view_form_job_opening").id
        return super().get_formview_id(access_uid)

    def redirect_lead_opportunity_view(self):
        action = super().redirect_lead_opportunity_view()
        if self.is_job_opening:
            view_id = self.get_formview_id()
            action |= {
                "name": self.env._("Job opening"),
                "view_id": view_id,
                "views": [(view_id, "form")],
                "domain": [("is_job_opening", "=", True)],
                "context": {"default_is_job_opening": True},
            }
        return action

    def action_fill_position(self):
        """One more position is filled; the last one fills the opening."""
        for lead in self.filtered("is_job_opening"):
            if lead.positions_filled >= lead.positions:
                raise UserError(
                    self.env._(
                        "All positions of %(opening)s are filled.", opening=lead.name
                    )
                )
            lead.positions_filled += 1
            if lead.positions_filled == lead.positions:
                lead.action_set_won()
