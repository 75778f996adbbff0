from odoo import api, fields, models
from odoo.exceptions import AccessError


class IpsEvidencePack(models.TransientModel):
    """Asks for which team and period the evidence is wanted, and for whom.

    Without a review the criteria are counted now, for the team and the period given.
    With one, its own figures and the reviewers' scores are taken as they stand, and its
    team and period with them.

    What leaves the team has no codes, no words about a contact, and no figure under 5.
    For the team's leader and deputies; only its maker reads it.
    """

    _name = "ips.evidence.pack"
    _description = "Evidence Pack"

    review_id = fields.Many2one(
        "ips.fidelity.review",
        string="Quality Review",
        domain=lambda self: [("team_id", "in", self._led_teams().ids)],
        ondelete="cascade",
        help="Takes its figures and scores. Empty: the criteria are counted now.",
    )
    team_id = fields.Many2one(
        "crm.team",
        compute="_compute_from_review",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        domain=lambda self: [("id", "in", self._led_teams().ids)],
    )
    date_from = fields.Date(
        string="From",
        compute="_compute_from_review",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date_to = fields.Date(
        string="Last Day",
        compute="_compute_from_review",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    leaves_team = fields.Boolean(
        string="It Leaves the Team",
        default=True,
        help="No codes, and no figure under 5 or one that leads to it.",
    )

    _dates_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends on its first day or later."
    )

    # COMPUTES

    @api.depends("review_id")
    def _compute_from_review(self):
        Review = self.env["ips.fidelity.review"]
        for pack in self:
            review = pack.review_id
            pack.team_id = review.team_id or pack.team_id or self._led_teams()[:1]
            pack.date_from = (
                review.date_from or pack.date_from or Review._default_date_from()
            )
            pack.date_to = (
                review.date_to or pack.date_to or self.env.company._ips_today()
            )

    @api.depends("date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for pack in self:
            pack.display_name = pack._file_name()

    # ACTIONS

    def action_xlsx(self):
        """Download the workbook."""
        self._check_led()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ips/evidence/{self.id}.xlsx",
            "target": "self",
            "close": True,
        }

    def action_pdf(self):
        """Download the summary as PDF, or open the same page where none can be made."""
        self._check_led()
        report = self.env.ref("ips_employer_crm.ips_evidence_pack_report")
        return report._ips_print(self)

    # BUSINESS

    @api.model
    def _led_teams(self):
        return self.env["ips.coach.week"]._led_teams()

    def _check_led(self):
        """Refuse whoever does not lead the team, today, and another team's review."""
        self.ensure_one()
        if self.team_id not in self._led_teams() or (
            self.review_id and self.review_id.team_id != self.team_id
        ):
            raise AccessError(
                self.env._("Only the team's leader or a deputy gets its evidence.")
            )

    def _file_name(self):
        self.ensure_one()
        name = self.env._("evidence-pack")
        return f"{name}-{self.date_from}-{self.date_to}"

    def _review(self):
        """The review, or one of this team and period that is not kept."""
        self.ensure_one()
        if self.review_id:
            return self.review_id
        return self.review_id.new(
            {
                "team_id": self.team_id.id,
                "date_from": self.date_from,
                "date_to": self.date_to,
            }
        )
