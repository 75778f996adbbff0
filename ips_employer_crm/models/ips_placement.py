from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..tools.formats import short_number

KINDS = [("job", "Job"), ("work_trial", "Work trial")]
# How the job was found (the field's pick list, domain 3.3)
FOUND_BY = [
    ("coach_contact", "Coach's employer contact"),
    ("hidden", "Hidden job"),
    ("advert", "Advert"),
    ("own_network", "Own network"),
    ("colleague", "A colleague's lead"),
    ("portal", "Portal"),
]
# A start is planned this far ahead at most: farther is a typing error
LATEST_START = relativedelta(years=1)
EARLIEST_START = relativedelta(years=50)
LATEST_END = relativedelta(years=10)
MOST_HOURS = 80
# From so many hours a week on a job is full-time; two at once are worth a question
FULL_TIME = 30
# Weeks of at least so many hours count for the 13 weeks
LEAST_HOURS = 7


class IpsPlacement(models.Model):
    """A job that a person holds or held, or a work trial, which never counts as one.

    States follow from the dates: *coming*, *running*, *ended*; *cancelled* is a job
    that was agreed and never began, which counts nowhere. Several run beside each
    other; ``job_number`` tells the first, second, third job apart. Nothing here is seen
    outside the client's readers: the employer has no field that leads here, and an
    opening's position is filled only where the disclosure in force reaches it.

    Hours are a week's. Read and written as the client; nobody deletes one.

    Raises ValidationError for dates and hours that cannot be.
    """

    _name = "ips.placement"
    _description = "Job Held"
    _inherit = ["ips.client.record"]
    _order = "start_date desc, id desc"
    _rec_names_search = ["client_id.ref"]
    _personal_fields = frozenset({"feedback", "employer_words"})
    _kept_fields = frozenset(
        {
            *{"employer_answer", "employer_words", "employer_call_wanted"},
            *{"employer_answered_on", "employer_person_id", "employer_person_name"},
            "wishes_updated_on",
        }
    )
    _sighted_fields = frozenset({"employer_id", "lead_id"})

    # Kept by name too: an employer who is deleted or renamed changes no history, and
    # no refusal to delete tells that somebody works there
    employer_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="['|', ('is_employer', '=', True),"
        " '&', ('is_company', '=', True), ('parent_id.is_employer', '=', True)]",
        help="The company or the workplace.",
    )
    employer_name = fields.Char(
        compute="_compute_employer_name", store=True, precompute=True, readonly=False
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Job Opening",
        index="btree_not_null",
        ondelete="set null",
        domain="[('is_job_opening', '=', True)]",
    )
    match_id = fields.Many2one("ips.match", string="Taken Up", ondelete="set null")
    # Set null: a refusal to delete it would tell that somebody works as that
    occupation_id = fields.Many2one("ips.occupation", ondelete="set null")
    kind = fields.Selection(KINDS, required=True, default="job")
    start_date = fields.Date(required=True)
    end_date = fields.Date(string="Last Day")
    hours_week = fields.Float(
        string="Hours a Week", digits=(4, 1), help="0: not stated."
    )
    agreement_name = fields.Char(
        string="Collective Agreement", help="Its name, such as the one of the branch."
    )
    is_open_market = fields.Boolean(
        string="Open Labour Market",
        default=True,
        help="Anyone could apply, and pay is what colleagues get.",
    )
    is_permanent = fields.Boolean(string="Permanent")
    is_subsidised = fields.Boolean(string="Subsidised")
    found_by = fields.Selection(FOUND_BY, string="How It Was Found")
    never_began = fields.Boolean(help="It was agreed, and came to nothing.")
    end_reason_id = fields.Many2one(
        "ips.placement.end.reason", string="Why It Ended", ondelete="restrict"
    )
    feedback = fields.Text(
        string="What Was Learnt", help="In the person's words. Nothing about health."
    )
    job_number = fields.Integer(
        compute="_compute_job_number",
        help="First, second, third job; a work trial has no number.",
    )
    state = fields.Selection(
        [
            ("coming", "Coming"),
            ("running", "Running"),
            ("ended", "Ended"),
            ("cancelled", "Never began"),
        ],
        compute="_compute_state",
        search="_search_state",
    )

    # Subsidies, as facts
    pay_subsidy = fields.Selection(
        [("applied", "Applied for"), ("granted", "Granted"), ("refused", "Refused")],
        help="Empty: none.",
    )
    pay_subsidy_applied_on = fields.Date()
    pay_subsidy_decided_on = fields.Date()
    pay_subsidy_from = fields.Date()
    pay_subsidy_to = fields.Date()
    arrangement_support = fields.Selection(
        [("applied", "Applied for"), ("granted", "Granted"), ("refused", "Refused")],
        help="For arrangements of working conditions. Empty: none.",
    )
    arrangement_applied_on = fields.Date(string="Arrangement Support Applied For On")
    arrangement_decided_on = fields.Date(string="Arrangement Support Decided On")
    arrangement_from = fields.Date(string="Arrangement Support From")
    arrangement_to = fields.Date(string="Arrangement Support To")
    starts_too_early = fields.Boolean(
        compute="_compute_starts_too_early",
        help="A subsidised job may not start before the decision on pay subsidy.",
    )
    overlap = fields.Char(
        compute="_compute_overlap",
        help="A question where another full-time job runs at the same time.",
    )

    _dates_order = models.Constraint(
        "CHECK (end_date IS NULL OR start_date <= end_date)",
        "The last day of a job is its first day or later.",
    )
    _subsidy_order = models.Constraint(
        "CHECK (pay_subsidy_from IS NULL OR pay_subsidy_to IS NULL"
        " OR pay_subsidy_from <= pay_subsidy_to)",
        "Pay subsidy ends on its first day or later.",
    )
    _arrangement_order = models.Constraint(
        "CHECK (arrangement_from IS NULL OR arrangement_to IS NULL"
        " OR arrangement_from <= arrangement_to)",
        "Support for arrangements ends on its first day or later.",
    )

    # COMPUTES

    @api.depends("employer_id")
    def _compute_employer_name(self):
        for placement in self:
            if placement.employer_id:
                placement.employer_name = placement.employer_id.display_name

    @api.depends(
        *["client_id.placement_ids.start_date", "client_id.placement_ids.kind"],
        "client_id.placement_ids.never_began",
    )
    def _compute_job_number(self):
        for client, placements in self.grouped("client_id").items():
            jobs = client.placement_ids.filtered(lambda job: job._is_job())
            ordered = jobs.sorted(lambda job: (job.start_date, job.id)).ids
            for placement in placements:
                known = placement._origin.id in ordered
                placement.job_number = (
                    ordered.index(placement._origin.id) + 1 if known else 0
                )

    @api.depends("start_date", "end_date", "never_began")
    def _compute_state(self):
        for placement in self:
            today = (placement.company_id or self.env.company)._ips_today()
            if placement.never_began:
                placement.state = "cancelled"
            elif placement.end_date and placement.end_date < today:
                placement.state = "ended"
            elif placement.start_date and placement.start_date > today:
                placement.state = "coming"
            else:
                placement.state = "running"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ips_today()
        began = Domain("never_began", "=", False)
        ended = Domain("end_date", "<", today)
        coming = Domain("start_date", ">", today) & ~ended
        domains = {
            "ended": began & ended,
            "coming": began & coming,
            "running": began & ~ended & ~coming,
            "cancelled": ~began,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("is_subsidised", "pay_subsidy", "pay_subsidy_decided_on", "start_date")
    def _compute_starts_too_early(self):
        for placement in self:
            asked = placement.pay_subsidy in ("applied", "granted")
            decided = placement.pay_subsidy_decided_on
            placement.starts_too_early = bool(
                (asked or placement.is_subsidised)
                and placement.start_date
                and (not decided or placement.start_date < decided)
            )

    @api.depends(
        *["client_id", "kind", "start_date", "end_date", "hours_week", "never_began"]
    )
    @api.depends_context("lang")
    def _compute_overlap(self):
        for placement in self:
            names = placement._overlapping().mapped("employer_name")
            placement.overlap = bool(names) and self.env._(
                "Another full-time job runs at the same time (%(employers)s). Is that "
                "meant?",
                employers=", ".join(names),
            )

    # CONSTRAINTS

    @api.constrains("start_date", "end_date", "company_id")
    def _check_dates(self):
        for placement in self:
            start, last_day = placement.start_date, placement.end_date
            if not start:
                raise ValidationError(self.env._("Give the first day of the job."))
            today = placement.company_id._ips_today()
            if start > today + LATEST_START:
                raise ValidationError(
                    self.env._(
                        "A job that starts on %(day)s: check the year. It starts "
                        "within a year from now.",
                        day=format_date(self.env, start),
                    )
                )
            if start < today - EARLIEST_START:
                raise ValidationError(
                    self.env._(
                        "A job that started on %(day)s: check the year.",
                        day=format_date(self.env, start),
                    )
                )
            if last_day and last_day < start:
                raise ValidationError(
                    self.env._("The last day of a job is its first day or later.")
                )
            if last_day and last_day > today + LATEST_END:
                raise ValidationError(
                    self.env._(
                        "A job that ends on %(day)s: check the year.",
                        day=format_date(self.env, last_day),
                    )
                )

    @api.constrains("hours_week")
    def _check_hours(self):
        for placement in self:
            if not 0 <= placement.hours_week <= MOST_HOURS:
                raise ValidationError(
                    self.env._(
                        "%(hours)s hours a week cannot be: they lie between 0 and "
                        "%(most)s.",
                        hours=short_number(self.env, placement.hours_week),
                        most=MOST_HOURS,
                    )
                )

    @api.constrains("employer_id", "employer_name")
    def _check_employer(self):
        for placement in self:
            if not (placement.employer_name or "").strip():
                raise ValidationError(self.env._("Say where the job is."))

    @api.constrains("employer_id")
    def _check_employer_active(self):
        """Asked when it is chosen: whoever closes later stays in the history."""
        for employer in self.employer_id:
            if not employer.active:
                raise ValidationError(
                    self.env._(
                        "%(employer)s is archived. Choose another one, or bring it "
                        "back first.",
                        employer=employer.display_name,
                    )
                )
            company = employer._employer_company()
            if not (employer.is_employer or company.is_employer):
                raise ValidationError(
                    self.env._(
                        "%(employer)s is no employer.", employer=employer.display_name
                    )
                )

    @api.constrains("lead_id")
    def _check_opening(self):
        if any(not lead.is_job_opening for lead in self.lead_id):
            raise ValidationError(self.env._("Choose a job opening."))

    @api.constrains("end_date", "end_reason_id", "never_began")
    def _check_end(self):
        for placement in self:
            if placement.end_reason_id and not (
                placement.end_date or placement.never_began
            ):
                raise ValidationError(self.env._("Give the last day of the job."))

    # CRUD

    def write(self, vals):
        if "client_id" in vals and not self.env.su:
            if any(job.client_id.id != vals["client_id"] for job in self):
                raise UserError(self.env._("A job stays with its person."))
        res = super().write(vals)
        if "start_date" in vals:
            self._begin()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        raise UserError(self.env._("A job is not deleted. Correct it, or end it."))

    # ACTIONS

    def action_log_support(self):
        """Open the log screen about this job."""
        self.ensure_one()
        return self.env["ips.support.contact"]._action_log(self)

    # BUSINESS

    def _is_job(self):
        """Whether it counts as one: no work trial, and none that never began."""
        self.ensure_one()
        return self.kind == "job" and not self.never_began

    @api.model
    def _cron_begin(self):
        """Whoever agreed with an employer is in work from the first day on.

        Of the jobs that began within a week, so that a night that was missed is made up
        for; a job beside, which ran before, moves nobody.
        """
        for company in self.env["res.company"].search([("active", "=", True)]):
            today = company._ips_today()
            lately = self.search(
                [
                    ("company_id", "=", company.id),
                    ("start_date", "<=", today),
                    ("start_date", ">", today - relativedelta(weeks=1)),
                ]
            )
            lately._begin()
            # Before the first day another meeting was due than after it
            self.env.add_to_compute(self._fields["next_support_date"], lately)

    def _begin(self):
        """Move people whose job has begun from "agreed with an employer" on."""
        begun = self.filtered(
            lambda job: (
                job._is_job()
                and job.state == "running"
                and job.client_id.phase == "employer_agreed"
            )
        )
        if begun:
            begun.client_id.write({"phase": "in_work"})

    def _overlapping(self):
        """Other full-time jobs at the same time, where this one is full-time as well.

        A question to ask, not a wall: two part-time jobs beside each other are fine,
        and of hours that are not stated nothing is known.
        """
        self.ensure_one()
        others = self.client_id.placement_ids - self._origin
        first, last = self.start_date, self.end_date
        if not self._is_job():
            return others.browse()
        return others.filtered(
            lambda job: (
                job._is_job()
                and (not last or job.start_date <= last)
                and (not job.end_date or not first or job.end_date >= first)
                and min(job.hours_week, self.hours_week) >= FULL_TIME
            )
        )
