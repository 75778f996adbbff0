from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from ..tools.fidelity import HIGHEST, Result

NOTES = [
    ("reviewer", "For the reviewer to judge"),
    ("part", "Only what is logged: the rest is for the reviewer"),
    ("no_threshold", "No limits are valid on the last day"),
    ("no_people", "No data: nobody is in the service"),
    ("no_coaches", "No data: the team has no coaches"),
    ("no_source", "No data: who referred people is not entered"),
    ("no_team_source", "Nobody was referred by a team or service"),
    ("no_authority", "No data: contacts with the employment authority are not logged"),
    ("no_unit", "Fewer than two coaches, or no leader"),
    ("no_supervision", "No data: group supervision is not logged"),
    ("no_worktime", "No data: other duties of coaches are not logged"),
    ("no_entries", "No data: nobody came into the service"),
    ("no_starts", "No data: nobody started a job"),
    ("no_advice", "No data: advice on benefits is not logged"),
    ("no_advice_again", "No advice at changes of hours or pay"),
    ("no_disclosure", "No data: what may be told is not entered"),
    ("no_profile", "No data: nobody is past profiling"),
    ("no_update", "A job ended without a change of the profile, or none ended"),
    ("no_first_contact", "No data: nobody had a first employer contact"),
    (
        "no_tracking",
        "Nothing is logged: a 2 at most, and nothing shows more than a 1",
    ),
    ("no_leader_log", "No data: the leader's work is not logged"),
    ("no_specific", "Not rated: no contact was about a particular job seeker"),
    ("no_answers", "No data: nobody said whether contacts match the wishes"),
    ("no_log", "No data: no employer contacts are logged"),
    ("no_weeks", "No data: no week was worked to its end"),
    ("capped", "Held back: the log was not signed weekly"),
    ("no_jobs", "No data: nobody held a job"),
    ("too_few", "Too few for a share"),
    ("no_employers", "No follow-along with employers, or by one coach alone"),
]
# Rows that are read as cards on a phone: no board with columns
HAVE_CARDS = {"ips.employer.contact", "ips.placement", "ips.group.supervision"}
REVIEWER_FIELDS = {"score", "rating", "remark"}
# Of fewer coaches a figure tells each of them about the other
FEW_COACHES = 3


class IpsFidelityScore(models.Model):
    """A criterion in a review: what data say, and what the reviewer says beside it.

    ``auto_score`` follows from the unrounded ``figure`` by the limits valid on the
    review's last day; 0 means none, and ``note`` says why. ``score`` (1-5, 0: not
    rated yet) is the reviewer's own and alone makes the total. Figures are numbers of
    the whole team: no row here leads to a client.

    The evidence opens the rows counted, counted again now, with the reader's own
    rights, for the team's leader and deputies. Read as the review, but for criteria
    that are made of the work of fewer than three coaches (``few_coaches``): with the
    own figure in mind each coach would know the other's, so that those are the
    leader's. Leader and deputies write score and remark while it is under way.
    """

    _name = "ips.fidelity.score"
    _description = "Score of a Quality Criterion"
    _order = "review_id desc, number"
    _check_company_auto = True

    review_id = fields.Many2one(
        "ips.fidelity.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, precompute=True
    )
    team_id = fields.Many2one(related="review_id.team_id", store=True, precompute=True)
    date_to = fields.Date(related="review_id.date_to", store=True, precompute=True)
    state = fields.Selection(related="review_id.state")
    item_id = fields.Many2one(
        "ips.fidelity.item",
        string="Criterion",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    number = fields.Integer(
        related="item_id.number", store=True, precompute=True, aggregator=None
    )
    section = fields.Selection(related="item_id.section", store=True, precompute=True)
    kind = fields.Selection(related="item_id.kind")
    counted = fields.Text(related="item_id.counted")
    official_text = fields.Text(related="item_id.official_text")

    # From data
    auto_score = fields.Integer(
        string="Score from Data", readonly=True, aggregator=None, help="0: none."
    )
    figure = fields.Float(
        readonly=True, aggregator=None, help="Unrounded, as it is compared."
    )
    has_figure = fields.Boolean(readonly=True, export_string_translation=False)
    numerator = fields.Float(
        readonly=True, aggregator=None, export_string_translation=False
    )
    denominator = fields.Float(
        readonly=True, aggregator=None, export_string_translation=False
    )
    figure_text = fields.Char(string="What Data Say", compute="_compute_texts")
    note_code = fields.Selection(NOTES, readonly=True, string="Remark on Data")
    left_count = fields.Integer(
        string="No Contact Yet",
        readonly=True,
        aggregator=None,
        help="People left out of the figure, to be looked at.",
    )
    note = fields.Text(string="Note on the Data", compute="_compute_texts")
    few_coaches = fields.Boolean(readonly=True, export_string_translation=False)
    parts = fields.Json(readonly=True, export_string_translation=False)
    threshold_id = fields.Many2one(
        "ips.fidelity.threshold", string="Limits", readonly=True, ondelete="set null"
    )

    # The reviewer's
    score = fields.Integer(aggregator="avg", help="1-5; 0: not rated yet.")
    rating = fields.Selection(
        [(str(number), str(number)) for number in range(1, HIGHEST + 1)],
        string="Own Score",
        compute="_compute_rating",
        inverse="_inverse_rating",
    )
    remark = fields.Text(help="The team reads it: write nothing about a client.")
    previous_score = fields.Integer(
        string="Last Time",
        compute="_compute_previous_score",
        aggregator=None,
        help="The score in the team's last review that is done.",
    )

    _item_uniq = models.Constraint(
        "UNIQUE (review_id, item_id)", "A review has each criterion once."
    )
    _score_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND 5)", "A score lies between 1 and 5."
    )

    # COMPUTES

    @api.depends("item_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for score in self:
            score.display_name = score.item_id.display_name

    @api.depends("score")
    def _compute_rating(self):
        for score in self:
            score.rating = str(score.score) if score.score else False

    def _inverse_rating(self):
        for score in self:
            score.score = int(score.rating or 0)

    @api.depends_context("lang")
    @api.depends(
        *["figure", "has_figure", "numerator", "denominator", "note_code"],
        *["left_count", "parts", "item_id.unit", "threshold_id.minimum"],
    )
    def _compute_texts(self):
        labels = dict(self._fields["note_code"]._description_selection(self.env))
        for score in self:
            score.figure_text = score._figure_text()
            notes = [labels.get(score.note_code)]
            if score.note_code == "too_few":
                notes = [
                    self.env._(
                        "%(count)s jobs: too few for a share, which takes %(least)s",
                        count=int(score.denominator),
                        least=score.threshold_id.minimum,
                    )
                ]
            notes.extend(score._part_texts())
            if score.left_count:
                notes.append(
                    self.env._(
                        "No employer contact for too long: %(count)s people",
                        count=score.left_count,
                    )
                )
            score.note = ". ".join(filter(None, notes))

    def _part_texts(self):
        """Which of the things looked for were seen, which not, and which are not known:
        a sentence each.
        """
        self.ensure_one()
        if not self.parts:
            return []
        labels = {
            "one_leader": self.env._("one leader for ten coaches at most"),
            "supervision": self.env._("weekly group supervision"),
            "liaison": self.env._("liaison with the teams that refer people"),
            "mentoring": self.env._("monthly field mentoring of who needs it"),
            "targets": self.env._("targets reviewed every quarter"),
        }
        seen, missing, unknown = (
            "; ".join(
                label
                for code, label in labels.items()
                if code in self.parts and self.parts[code] is answer
            )
            for answer in (True, False, None)
        )
        return [
            seen and self.env._("Seen: %(parts)s", parts=seen),
            missing and self.env._("Not seen: %(parts)s", parts=missing),
            unknown and self.env._("Not known: %(parts)s", parts=unknown),
        ]

    def _figure_text(self):
        """The figure with one decimal, and the numbers that it is made of."""
        self.ensure_one()
        if not self.has_figure:
            return ""
        figure, part, whole = (
            formatLang(self.env, number, digits=0 if number == int(number) else 1)
            for number in (self.figure, self.numerator, self.denominator)
        )
        if self.item_id.unit == "percent":
            return f"{figure} % ({part} / {whole})"
        if self.item_id.unit == "days":
            return self.env._(
                "%(days)s days (%(count)s people)", days=figure, count=whole
            )
        if self.item_id.unit == "count":
            return f"{part} / {whole}" if self.denominator else part
        return f"{figure} ({part} / {whole})"

    @api.depends("review_id.team_id", "review_id.date_to")
    def _compute_previous_score(self):
        for review, scores in self.grouped("review_id").items():
            last = review._previous() if review.team_id and review.date_to else review
            known = {}
            if last != review:
                known = {row.item_id: row.score for row in last.score_ids}
            for score in scores:
                score.previous_score = known.get(score.item_id, 0)

    # CRUD

    def write(self, vals):
        if not self.env.su:
            self.review_id._check_under_way()
            if not vals.keys() <= REVIEWER_FIELDS:
                raise UserError(
                    self.env._("Figures follow from the data, and are not written.")
                )
        return super().write(vals)

    def _keep(self, result, threshold):
        """Store what data say: figure, automatic score and why there is none."""
        self.ensure_one()
        self.write(self._values_of(self.item_id, result, threshold))

    @api.model
    def _values_of(self, item, result, threshold):
        """What data say about the criterion ``item``, as values of a row."""
        result = result or Result(note="reviewer")
        score, note, figure = result.score or 0, result.note, result.figure
        few = threshold.minimum and 0 < result.denominator < threshold.minimum
        if figure is not None and few:
            score, note, figure = result.below or 0, "too_few", None
        elif figure is not None and not score:
            if threshold:
                score = min(threshold._points(figure), result.cap)
            elif item.threshold_ids:
                note = "no_threshold"
        return {
            "auto_score": score,
            "has_figure": figure is not None,
            "figure": float(figure or 0),
            "numerator": float(result.numerator),
            "denominator": float(result.denominator),
            "note_code": note or False,
            "left_count": len(result.left or ()),
            "few_coaches": bool(result.coaches and result.coaches < FEW_COACHES),
            "parts": result.parts or False,
            "threshold_id": threshold.id,
        }

    # ACTIONS

    def action_view_evidence(self):
        """Open the rows counted, as they are now. Only what the reader may read."""
        return self._open(lambda result: result.rows)

    def action_view_left(self):
        """Open those who are left out of the figure."""
        return self._open(lambda result: result.left)

    def _open(self, choose):
        self.ensure_one()
        review = self.review_id
        review._check_evidence_access()
        rows = choose(review._result(self.item_id, self.threshold_id) or Result())
        if not rows:
            raise UserError(self.env._("There are no rows to show."))
        cards = ["kanban"] if rows._name in HAVE_CARDS else []
        views = ["list", *cards, "form"]
        return {
            "type": "ir.actions.act_window",
            "name": self.item_id.display_name,
            "res_model": rows._name,
            "views": [(False, view) for view in views],
            "mobile_view_mode": views[-2],
            "domain": [("id", "in", rows.ids)],
            "context": {"create": False, "active_test": False},
        }
