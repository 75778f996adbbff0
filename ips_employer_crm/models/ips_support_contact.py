from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

# Farther from the job or from today a day is a typing error
EARLIEST = relativedelta(years=1)
FARTHEST = relativedelta(years=2)


class IpsSupportContact(models.Model):
    """Follow-along: meeting a person at work, or, at their request, the employer.

    Never an employer contact: what is written here is about somebody and stays with
    the client's readers. ``next_date`` is when to meet next, proposed by
    ``_next_support_date`` of the placement and theirs to change.
    """

    _name = "ips.support.contact"
    _description = "Follow-Along"
    _inherit = ["ips.client.record"]
    _order = "date desc, id desc"
    _personal_fields = frozenset({"note"})
    _leading_fields = frozenset({"placement_id"})
    # Follows the job
    _kept_fields = frozenset({"client_id"})

    placement_id = fields.Many2one(
        "ips.placement",
        string="Job",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    client_id = fields.Many2one(
        related="placement_id.client_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    employer_name = fields.Char(related="placement_id.employer_name")
    user_id = fields.Many2one(
        "res.users", string="Coach", required=True, default=lambda self: self.env.user
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._ips_today()
    )
    with_whom = fields.Selection(
        [
            ("client", "The person"),
            ("employer", "The employer, at the person's request"),
            ("both", "Both"),
            ("other", "Somebody else"),
        ],
        required=True,
        default="client",
    )
    channel = fields.Selection(
        [
            ("in_person", "In person"),
            ("phone", "By phone"),
            ("video", "By video"),
            ("message", "By message"),
        ],
        required=True,
        default="in_person",
    )
    note = fields.Text(help="For the person's own coaches. Nothing about health.")
    next_date = fields.Date(
        string="Next Time", help="Empty: the rhythm of follow-along decides."
    )

    # CONSTRAINTS

    @api.constrains("date", "next_date")
    def _check_dates(self):
        for contact in self:
            if not contact.date:
                raise ValidationError(self.env._("Say when you met."))
            today = contact.company_id._ips_today()
            if contact.date > today:
                raise ValidationError(
                    self.env._(
                        "%(day)s is yet to come: log it when you have met.",
                        day=format_date(self.env, contact.date),
                    )
                )
            start = contact.placement_id.start_date
            if contact.date < start - EARLIEST:
                raise ValidationError(
                    self.env._(
                        "%(day)s is long before the job: check the year.",
                        day=format_date(self.env, contact.date),
                    )
                )
            if contact.next_date and contact.next_date > today + FARTHEST:
                raise ValidationError(
                    self.env._(
                        "The next time is %(day)s: check the year.",
                        day=format_date(self.env, contact.next_date),
                    )
                )
            if contact.next_date and contact.next_date <= contact.date:
                raise ValidationError(self.env._("The next time comes after this one."))
