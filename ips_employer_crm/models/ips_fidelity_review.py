from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import format_date

from .ips_fidelity_item import ITEM_COUNT

# Reviews come every six months until 100 points, then yearly (domain 1.1)
RHYTHM = relativedelta(months=6)
BANDS = [
    ("exemplary", "Exemplary"),
    ("good", "Good"),
    ("fair", "Fair"),
    ("not_ips", "Not IPS supported employment"),
]
# What follows from the rest, and what actions alone change
KEPT_FIELDS = {"state", "total", "band", "rated_count", "counted_at", "company_id"}


class IpsFidelityReview(models.Model):
    """A review of a team by the 25 quality criteria, over a period.

    States: *draft*, figures are counted anew whenever asked; *done*, everything stays
    as it is. The reviewer's own scores make the total, which exists only when all 25
    are rated, and with it the band (limits in the company's settings). Guidance, not a
    promise: the scale is related to results, r = .34 (`domain.md` 1.1).

    What is counted is counted for the team named here, with the reader's own rights,
    up to today where the period goes on. Read and written by the team's leader and
    deputies; its coaches read those that are done, without the criteria that are made
    of the work of fewer than three of them. No client, and no words about one, belongs
    here.
    """

    _name = "ips.fidelity.review"
    _description = "Quality Review"
    _inherit = ["ips.team.record"]
    _order = "date_to desc, id desc"

    team_id = fields.Many2one(
        "crm.team",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_team_id(),
        domain="[('use_job_openings', '=', True),"
        " '|', ('user_id', '=', uid), ('deputy_ids', 'in', uid)]",
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._default_date_from()
    )
    date_to = fields.Date(
        string="Last Day",
        required=True,
        default=lambda self: self.env.company._ips_today(),
    )
    reviewer = fields.Char(
        string="Reviewers",
        default=lambda self: self.env.user.name,
        help="Who reviewed, from inside or outside.",
    )
    is_self_assessment = fields.Boolean(
        string="Self-Assessment", help="The team reviewed itself."
    )
    state = fields.Selection(
        [("draft", "Under way"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    counted_at = fields.Datetime(string="Counted", readonly=True, copy=False)
    score_ids = fields.One2many(
        "ips.fidelity.score", "review_id", string="Scores", copy=False
    )
    staffing_score_ids = fields.One2many(
        "ips.fidelity.score",
        "review_id",
        string="Staffing",
        copy=False,
        domain=[("section", "=", "staffing")],
    )
    organization_score_ids = fields.One2many(
        "ips.fidelity.score",
        "review_id",
        string="Organization",
        copy=False,
        domain=[("section", "=", "organization")],
    )
    services_score_ids = fields.One2many(
        "ips.fidelity.score",
        "review_id",
        string="Services",
        copy=False,
        domain=[("section", "=", "services")],
    )
    rated_count = fields.Integer(
        string="Rated", compute="_compute_total", store=True, aggregator=None
    )
    rated_label = fields.Char(
        string="Rated So Far",
        compute="_compute_rated_label",
    )
    # Never summed up or averaged: the 0 of a review that is not complete is no total
    total = fields.Integer(
        compute="_compute_total",
        store=True,
        aggregator=None,
        help="Of 125. Empty until all 25 criteria are rated.",
    )
    # The same for charts, which take nothing without a way to add up
    total_in_chart = fields.Integer(
        related="total",
        string="Total of 125",
        aggregator="avg",
    )
    band = fields.Selection(BANDS, compute="_compute_total", store=True)
    has_hidden_scores = fields.Boolean(
        compute="_compute_has_hidden_scores", export_string_translation=False
    )

    _dates_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends on its first day or later."
    )

    # DEFAULTS

    @api.model
    def _default_team_id(self):
        return self.env["ips.coach.week"]._led_teams()[:1]

    @api.model
    def _default_date_from(self):
        return self.env.company._ips_today() - RHYTHM + relativedelta(days=1)

    # COMPUTES

    @api.depends("team_id", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            days = [
                format_date(self.env, day)
                for day in (review.date_from, review.date_to)
                if day
            ]
            review.display_name = " · ".join(
                filter(None, [review.team_id.name, " – ".join(days)])
            )

    # Not the limits of the bands: what is done keeps its band
    @api.depends("score_ids.score", "state")
    def _compute_total(self):
        for review in self:
            scores = [score for score in review.score_ids.mapped("score") if score]
            review.rated_count = len(scores)
            complete = len(scores) == ITEM_COUNT
            review.total = sum(scores) if complete else 0
            review.band = complete and review.company_id._ips_fidelity_band(sum(scores))

    @api.depends("rated_count")
    @api.depends_context("lang")
    def _compute_rated_label(self):
        for review in self:
            review.rated_label = self.env._(
                "%(count)s of %(all)s rated", count=review.rated_count, all=ITEM_COUNT
            )

    @api.depends("score_ids.few_coaches", "team_id")
    @api.depends_context("uid")
    def _compute_has_hidden_scores(self):
        """Whether there are criteria that this reader, a coach, does not see."""
        # sudo: that there are some, and nothing of them
        scores = self.env["ips.fidelity.score"].sudo()
        few = scores.search_fetch(
            [("review_id", "in", self.ids), ("few_coaches", "=", True)], ["review_id"]
        ).review_id
        for review in self:
            led = review.team_id._is_led_by(self.env.user)
            review.has_hidden_scores = not led and review._origin.id in few.ids

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        self._check_kept(vals_list)
        reviews = super().create(vals_list)
        items = self.env["ips.fidelity.item"].search([("number", "<=", ITEM_COUNT)])
        # sudo: one row for each criterion of reviews that the writer may make
        self.env["ips.fidelity.score"].sudo().create(
            [
                {"review_id": review.id, "item_id": item.id}
                for review in reviews
                for item in items
            ]
        )
        reviews._count()
        return reviews

    def write(self, vals):
        self._check_kept([vals])
        self._check_under_way()
        res = super().write(vals)
        if vals.keys() & {"team_id", "date_from", "date_to"}:
            self._count()
        return res

    def _check_kept(self, vals_list):
        """Totals and states are nobody's to write by hand."""
        if not self.env.su and any(KEPT_FIELDS & vals.keys() for vals in vals_list):
            raise UserError(
                self.env._("Totals follow from the scores, and are not written.")
            )

    def _check_under_way(self):
        """Refuse a change to what is done."""
        if not self.env.su and any(review.state == "done" for review in self):
            raise UserError(
                self.env._("This review is done and stays as it is. Make a new one.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self._check_under_way()

    def copy_data(self, default=None):
        """Another review starts with its own figures."""
        return [
            {key: val for key, val in vals.items() if key not in KEPT_FIELDS}
            for vals in super().copy_data(default)
        ]

    # ACTIONS

    def action_count(self):
        """Count the figures anew, as the data are now."""
        self._check_led()
        self._check_under_way()
        self._count()

    def action_take_over(self):
        """Fill in scores that follow from data, where the reviewer gave none.

        Only of criteria that are scored from data: proposals are the reviewer's.
        """
        self._check_led()
        self._check_under_way()
        for score in self.score_ids:
            if score.kind == "a" and score.auto_score and not score.score:
                score.score = score.auto_score

    def action_done(self):
        """Close the review: counted once more, and then it stays as it is."""
        self._check_led()
        self._check_under_way()
        for review in self:
            if review.date_to > review.company_id._ips_today():
                raise UserError(
                    self.env._("The period has not ended: close the review then.")
                )
        self._count()
        # sudo: the state is written here alone, by whoever leads the team
        self.sudo().write({"state": "done"})
        # By the limits of today, before anybody changes them
        self.flush_recordset(["total", "band"])

    def action_view_trend(self):
        """Open the totals of the team's reviews over time."""
        return self._open_trend("ips_fidelity_review_action_trend")

    def action_view_criteria(self):
        """Open the scores of the team's reviews, criterion by criterion."""
        return self._open_trend("ips_fidelity_score_action", "review_id.")

    def _open_trend(self, name, path=""):
        """Open what was complete: the team's reviews that are done, and this one.

        :param name: of the action
        :param path: from its records to the review
        """
        self.ensure_one()
        xml_id = f"ips_employer_crm.{name}"
        action = self.env["ir.actions.actions"]._for_xml_id(xml_id)
        action["domain"] = [
            (f"{path}team_id", "=", self.team_id.id),
            (f"{path}total", ">", 0),
            "|",
            (f"{path}id", "=", self.id),
            (f"{path}state", "=", "done"),
        ]
        return action

    def action_evidence_pack(self):
        """Ask how the evidence of this review is wanted."""
        self.ensure_one()
        self._check_evidence_access()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_evidence_pack_action"
        )
        return {**action, "context": {"default_review_id": self.id}}

    def _check_led(self):
        self.check_access("write")
        if not self.env.su and not self.team_id._is_led_by(self.env.user):
            raise AccessError(
                self.env._("Only the team's leader or a deputy reviews its quality.")
            )

    def _check_evidence_access(self):
        """The team's leader and deputies alone: coaches read results."""
        self.check_access("read")
        if not self.team_id._is_led_by(self.env.user):
            raise AccessError(
                self.env._("Only the team's leader or a deputy sees the rows.")
            )

    # BUSINESS

    @api.model
    def _scorers(self):
        """Return {number of a criterion: name of the method that gives its ``Result``}.

        Each method reads the figures of one review, in a number of queries that does
        not grow with the records. Criteria without one are the reviewer's.
        """
        return {}

    def _result(self, item, threshold):
        """What the data say about one criterion now; None where only people judge."""
        self.ensure_one()
        name = self._scorers().get(item.number)
        limited = self.with_context(ips_fidelity_threshold=threshold.id)
        return getattr(limited, name)() if name else None

    def _count(self):
        """Fill in figures and automatic scores of reviews under way."""
        thresholds = self.env["ips.fidelity.threshold"]
        for review in self:
            if review.state != "draft":
                continue
            valid = thresholds._valid_on(review.date_to)
            for row in review.score_ids:
                threshold = valid.get(row.item_id, thresholds)
                result = review._result(row.item_id, threshold)
                # sudo: figures are kept by the code alone, of a review that the
                # reader may write
                row.sudo()._keep(result, threshold)
            # sudo: as above
            review.sudo().counted_at = fields.Datetime.now()

    def _threshold(self):
        """The limits by which the criterion under way is scored."""
        return self.env["ips.fidelity.threshold"].browse(
            self.env.context.get("ips_fidelity_threshold") or []
        )

    def _previous(self):
        """The team's last review before this one that is done."""
        self.ensure_one()
        return self.search(
            [
                ("team_id", "=", self.team_id.id),
                ("state", "=", "done"),
                ("date_to", "<", self.date_to),
            ],
            limit=1,
        )
