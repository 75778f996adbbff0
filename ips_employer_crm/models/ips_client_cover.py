from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class IpsClientCover(models.Model):
    """A colleague's access to a client for a time: holidays, absence, a shared search.

    From the first to the last day the colleague may do all that the coach may, except
    give cover or move the person to another coach. Given by the client's coach and the
    team's leader or deputies. Read as the client.
    """

    _name = "ips.client.cover"
    _description = "Cover for a Client"
    _inherit = ["ips.client.record"]
    _order = "date_from desc, id desc"
    _leading_fields = frozenset({"client_id", "user_id"})

    user_id = fields.Many2one(
        "res.users",
        string="Colleague",
        required=True,
        index=True,
        ondelete="cascade",
        domain=lambda self: self.env["res.partner"]._domain_coach_id(),
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env.company._ips_today(),
    )
    date_to = fields.Date(string="Last Day", required=True)
    is_in_force = fields.Boolean(
        compute="_compute_is_in_force",
        search="_search_is_in_force",
        help="Today, in the company's time zone, whatever the reader's.",
    )

    # CONSTRAINTS

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for cover in self:
            if cover.date_to < cover.date_from:
                raise ValidationError(
                    self.env._("Cover ends on its first day or later, not before.")
                )

    @api.constrains("user_id")
    def _check_coach(self):
        for cover in self:
            if not cover.user_id.has_group("ips_employer_crm.group_ips_coach"):
                raise ValidationError(
                    self.env._(
                        "%(name)s is no job coach and cannot cover.",
                        name=cover.user_id.name,
                    )
                )

    # COMPUTES

    @api.depends("date_from", "date_to")
    def _compute_is_in_force(self):
        for cover in self:
            today = (cover.company_id or self.env.company)._ips_today()
            begun = cover.date_from and cover.date_from <= today
            cover.is_in_force = begun and cover.date_to and today <= cover.date_to

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        days = self.env["res.company"]._ips_companies_by_today()
        in_force = Domain.OR(
            Domain("company_id", "in", ids)
            & Domain("date_from", "<=", today)
            & Domain("date_to", ">=", today)
            for today, ids in days.items()
        )
        return Domain.OR(in_force if asked else ~in_force for asked in value)
