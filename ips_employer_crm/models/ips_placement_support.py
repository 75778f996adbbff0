from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# Quality criterion 23 (domain 1.2): within a week before the start, within 3 days after
# it, weekly in the first month, then monthly; within 3 days after the job was lost
BEFORE = timedelta(days=7)
AFTER = timedelta(days=3)
FIRST_MONTH = timedelta(days=30)
WEEKLY = timedelta(days=7)
MONTHLY = relativedelta(months=1)
# A job that ended longer ago, such as history entered afterwards, raises no alarm
ENDED_LATELY = timedelta(days=30)


class IpsPlacement(models.Model):
    """When to meet next, and whether that was missed.

    The alarm is about contact that is missing, never about health. After a job that is
    lost the three days run from the day on which that was heard of (``heard_on``),
    which may lie before or after its last day; where nobody entered one, from the last
    day.
    """

    _inherit = "ips.placement"

    heard_on = fields.Date(
        string="Heard of the End On",
        help="The person is met within three days after it. Empty: the last day of the "
        "job is taken for it.",
    )
    support_ids = fields.One2many(
        "ips.support.contact", "placement_id", string="Follow-Along"
    )
    support_interval_days = fields.Integer(
        string="Days Between Meetings",
        help="As the person wishes. 0: weekly in the first month, then monthly.",
    )
    last_support_date = fields.Date(
        string="Last Met", compute="_compute_support_dates", store=True
    )
    next_support_date = fields.Date(
        string="Meet By", compute="_compute_support_dates", store=True
    )
    is_support_late = fields.Boolean(
        compute="_compute_is_support_late", search="_search_is_support_late"
    )

    _interval_positive = models.Constraint(
        "CHECK (support_interval_days >= 0 AND support_interval_days <= 366)",
        "Days between meetings lie between 0 and 366.",
    )

    # CONSTRAINTS

    @api.constrains("heard_on", "end_date", "start_date", "never_began", "company_id")
    def _check_heard_on(self):
        for placement in self.filtered("heard_on"):
            heard = placement.heard_on
            if heard > placement.company_id._ips_today():
                raise ValidationError(
                    self.env._(
                        "Nobody has heard of it yet: choose today or an earlier day."
                    )
                )
            if not placement.end_date and not placement.never_began:
                raise ValidationError(self.env._("Give the last day of the job."))
            if heard < placement.start_date and not placement.never_began:
                raise ValidationError(
                    self.env._(
                        "The end of a job is heard of on its first day or later."
                    )
                )

    # COMPUTES

    @api.depends(
        *["start_date", "end_date", "heard_on", "never_began", "support_interval_days"],
        *["support_ids.date", "support_ids.next_date", "support_ids.with_whom"],
    )
    def _compute_support_dates(self):
        for placement in self:
            placement.last_support_date = placement._met()[-1:].date
            placement.next_support_date = placement._next_support_date()

    @api.depends("next_support_date", "end_date", "heard_on", "client_id.phase")
    def _compute_is_support_late(self):
        for placement in self:
            today = (placement.company_id or self.env.company)._ips_today()
            due, last_day = placement.next_support_date, placement.end_date
            lately = today - ENDED_LATELY
            asked = placement.client_id.phase != "closed" and (
                not last_day or max(last_day, placement.heard_on or last_day) >= lately
            )
            placement.is_support_late = bool(due and due < today and asked)

    def _search_is_support_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ips_today()
        late = Domain("next_support_date", "<", today) & self._asked_domain()
        return Domain.OR(late if asked else ~late for asked in value)

    # BUSINESS

    @api.model
    def _asked_domain(self):
        """Jobs to follow along: of people in the service, running, ended lately or
        heard lately to have ended.
        """
        lately = self.env.company._ips_today() - ENDED_LATELY
        return Domain("client_id.phase", "!=", "closed") & (
            Domain("end_date", "=", False)
            | Domain("end_date", ">=", lately)
            | Domain("heard_on", ">=", lately)
        )

    def _next_support_date(self):
        """Until when to meet next: the one method that knows the rhythm.

        A last contact that says when overrides the rhythm. A job that ends is followed
        by one more meeting, within three days after that was heard of, or else after
        its last day; after it, and without a first day, False.
        """
        self.ensure_one()
        due = self.start_date and not self.never_began and self._rhythm()
        last_day = self.end_date
        if not due or not last_day:
            return due
        lost = self.heard_on or last_day
        met = self._met().filtered(lambda contact: contact.date >= lost)
        # Nobody is asked to meet about the end before the end is there, unless somebody
        # has heard of it
        after = not met and (self.heard_on or due > last_day) and lost + AFTER
        dates = [day for day in (due if due <= last_day else False, after) if day]
        return min(dates, default=False)

    def _supported(self):
        """Follow-along of this job, the latest last."""
        return self.support_ids.filtered("date").sorted(
            lambda contact: (contact.date, contact._origin.id or 0)
        )

    def _met(self):
        """Meetings with the person, the latest last: the employer's word is none."""
        return self._supported().filtered(
            lambda contact: contact.with_whom in ("client", "both")
        )

    def _rhythm(self):
        """When to meet next if the job goes on.

        Before the first day it is asked for by that day; once it has passed, the three
        days after it count, whether that meeting took place or not.
        """
        start = self.start_date
        latest = self._supported()[-1:]
        last = self._met().filtered(lambda contact: contact.date >= start - BEFORE)[-1:]
        if latest.next_date and (not last or latest.date >= last.date):
            return latest.next_date
        if not last:
            today = (self.company_id or self.env.company)._ips_today()
            return start if today <= start else start + AFTER
        if last.date < start:
            return start + AFTER
        if self.support_interval_days:
            return last.date + timedelta(days=self.support_interval_days)
        return last.date + (WEEKLY if last.date < start + FIRST_MONTH else MONTHLY)
