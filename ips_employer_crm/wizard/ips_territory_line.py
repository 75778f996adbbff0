from odoo import api, fields, models
from odoo.fields import Domain


class IpsTerritoryLine(models.TransientModel):
    """An employment area, or a municipality of it, in somebody's figures.

    ``people`` is a text, and the only place of that figure: where it is not shown it is
    in no field, so that no export, grouping or call can read it. ``municipality_ids``
    is the municipality itself, or all of the area; empty for what lies in none.

    Read by whoever opened the figures; written by nobody.
    """

    _name = "ips.territory.line"
    _description = "Area or Municipality of a Territory"
    _order = "id"

    territory_id = fields.Many2one(
        "ips.territory", required=True, index=True, ondelete="cascade", readonly=True
    )
    name = fields.Char(string="Area or Municipality", required=True, readonly=True)
    is_area = fields.Boolean(string="Employment Area", readonly=True)
    municipality_id = fields.Many2one(
        "ips.municipality", readonly=True, ondelete="cascade"
    )
    municipality_ids = fields.Many2many(
        "ips.municipality", string="Municipalities", readonly=True
    )
    is_elsewhere = fields.Boolean(readonly=True, export_string_translation=False)
    people = fields.Char(
        readonly=True,
        help="People in the service or waiting for it, within your reach, by home "
        "municipality. Under 5 they are shown by employment area only; so are others "
        "from which such a figure could be worked out.",
    )
    employers = fields.Integer(
        readonly=True,
        aggregator=None,
        help="A company counts in each municipality where it or one of its workplaces "
        "lies, and once in an area.",
    )
    contacts = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Contacts with employers here that took place in the last 90 days, by "
        "whoever of the coaches.",
    )
    last_contact = fields.Date(readonly=True)
    is_silent = fields.Boolean(
        string="No Contact for 90 Days",
        readonly=True,
        help="No contact with an employer here in the last 90 days, or ever.",
    )
    in_my_area = fields.Boolean(
        string="My Area",
        compute="_compute_in_my_area",
        help="Your own choice. It hides nothing from you and keeps nobody out.",
    )

    # COMPUTES

    @api.depends("municipality_ids.coach_ids")
    @api.depends_context("uid")
    def _compute_in_my_area(self):
        mine = self.env["ips.municipality"].search([("coach_ids", "in", self.env.uid)])
        for line in self:
            line.in_my_area = bool(line.municipality_ids & mine)

    # ACTIONS

    def action_toggle_my_area(self):
        """Take the municipality into the reader's own area, or out of it."""
        self.municipality_id.action_toggle_my_area()

    def action_view_employers(self):
        """The employers that were counted on this line."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.res_partner_action_employer"
        )
        action["domain"] = list(self._employers_domain())
        action["display_name"] = self.env._("Employers: %(place)s", place=self.name)
        return action

    # BUSINESS

    def _employers_domain(self):
        """Companies that lie here, and those that lie nowhere known if it says so."""
        Municipality = self.env["ips.municipality"]
        domain = self._lies_in(self.municipality_ids)
        if self.is_elsewhere:
            domain |= ~self._lies_in(Municipality.search([("active", "=", True)]))
        return self.env["ips.territory"]._company_domain() & domain

    @api.model
    def _lies_in(self, municipalities):
        """Companies of which a place is in one of ``municipalities``."""
        here = Domain("municipality_id", "in", municipalities.ids)
        workplace = Domain("is_company", "=", True) & here
        return here | Domain("child_ids", "any", workplace)
