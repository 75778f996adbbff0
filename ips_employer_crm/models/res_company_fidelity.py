from odoo import api, fields, models
from odoo.exceptions import ValidationError

BANDS = ("ips_band_exemplary", "ips_band_good", "ips_band_fair")
# What figures and scores of reviews follow from
COUNTED_BY = (
    *("ips_job_type_digits", "ips_review_week_days", "ips_review_month_days"),
    *("ips_weekly_share", "ips_week_hours", "ips_first_contact_days", "ips_timezone"),
)


class ResCompany(models.Model):
    """Company: what the quality criteria take as given.

    Limits of the bands: 100 and 74 are read in sources, 115 is from memory (`domain.md`
    1.1). Days of the weekly and the monthly sign-off are ours (`design.md` 3), and so
    is the share of weeks that makes it weekly: nine of ten, as with the other criteria
    that ask for nearly all.

    A change counts reviews anew that are under way; those that are done stay as they
    were.
    """

    _inherit = "res.company"

    ips_band_exemplary = fields.Integer(
        string="Exemplary From", default=115, help="Points of 125."
    )
    ips_band_good = fields.Integer(
        string="Good From", default=100, help="Points of 125."
    )
    ips_band_fair = fields.Integer(
        string="Fair From",
        default=74,
        help="Points of 125. Below, it is not IPS supported employment.",
    )
    ips_job_type_digits = fields.Integer(
        string="Digits of a Job Type",
        default=4,
        help="How many digits of the occupation's code make another job type (quality "
        "criterion 19): 1 to 4.",
    )
    ips_review_week_days = fields.Integer(
        string="Days of a Weekly Sign-Off",
        default=7,
        help="A week signed within so many days of its end was reviewed weekly "
        "(quality criterion 17).",
    )
    ips_review_month_days = fields.Integer(
        string="Days of a Monthly Sign-Off",
        default=31,
        help="A week signed within so many days of its end was reviewed monthly.",
    )
    ips_weekly_share = fields.Integer(
        string="Percent of Weeks for Weekly",
        default=90,
        help="Logs are signed weekly, and group supervision is held weekly, where it "
        "was so in this share of the weeks (quality criteria 7, 8 and 17). 100: in "
        "every single one.",
    )
    ips_week_hours = fields.Float(
        string="Hours of a Full-Time Week",
        digits=(4, 2),
        default=37.5,
        help="What hours out of the office are compared with (quality criterion 24).",
    )

    @api.constrains("ips_band_exemplary", "ips_band_good", "ips_band_fair")
    def _check_ips_bands(self):
        for company in self:
            if not (
                company.ips_band_exemplary
                > company.ips_band_good
                > company.ips_band_fair
                > 0
            ):
                raise ValidationError(
                    self.env._("A better band begins with more points than the next.")
                )

    @api.constrains(
        *["ips_job_type_digits", "ips_review_week_days", "ips_review_month_days"],
        *["ips_weekly_share", "ips_week_hours"],
    )
    def _check_ips_fidelity(self):
        for company in self:
            if not 1 <= company.ips_job_type_digits <= 4:
                raise ValidationError(self.env._("A job type has 1 to 4 digits."))
            if not 0 < company.ips_review_week_days <= company.ips_review_month_days:
                raise ValidationError(
                    self.env._("A monthly sign-off has more days than a weekly one.")
                )
            if not 50 < company.ips_weekly_share <= 100:
                raise ValidationError(
                    self.env._(
                        "Weekly is in more than half of the weeks: between 51 and 100 "
                        "percent."
                    )
                )
            if not 0 < company.ips_week_hours <= 168:
                raise ValidationError(
                    self.env._("A full-time week has between 1 and 168 hours.")
                )

    # CRUD

    def write(self, vals):
        names = [name for name in (*BANDS, *COUNTED_BY) if name in vals]
        before = {company: [company[name] for name in names] for company in self}
        res = super().write(vals)
        changed = self.filtered(
            lambda company: before[company] != [company[name] for name in names]
        )
        if changed:
            changed._ips_count_reviews()
        return res

    # BUSINESS

    def _ips_count_reviews(self):
        """Count reviews under way anew, by the settings of now."""
        # sudo: whoever keeps the settings reads no review; only figures and the band
        # change, and only those that follow from the settings
        reviews = self.env["ips.fidelity.review"].sudo()
        drafts = reviews.search(
            [("state", "=", "draft"), ("company_id", "in", self.ids)]
        )
        self.env.add_to_compute(reviews._fields["band"], drafts)
        drafts._count()

    def _ips_fidelity_band(self, total):
        """The band of a whole review's points."""
        self.ensure_one()
        for band in ("exemplary", "good", "fair"):
            if total >= self[f"ips_band_{band}"]:
                return band
        return "not_ips"
