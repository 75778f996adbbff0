from stdnum.fi import ytunnus

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .ips_employer_contact import CHANNELS

COACH = "ips_employer_crm.group_ips_coach,ips_employer_crm.group_ips_admin"

EMPLOYER_STAGES = [
    ("prospect", "Prospect"),
    ("introduced", "Introduced"),
    ("needs_known", "Needs known"),
    ("candidate_discussed", "Candidate discussed"),
    ("partner", "Active partner"),
    ("dormant", "Dormant"),
    ("declined", "Declined"),
]


class ResPartner(models.Model):
    """Employers on Odoo's own contacts: company, workplace, person.

    * Company: ``is_company`` without a parent. Owns the business ID, the stage, the
      owner and the limits; contacts with its workplaces and people roll up to it.
    * Workplace: an ``is_company`` child with its own address and municipality.
    * Person: a child that is no company.

    Every employee reads every partner, so all that we add carries ``groups=`` coach,
    except ``is_employer`` and ``municipality_id``, and nothing of it is free text.
    ``employer_stage`` moves by contacts and by hand only, never by what happens to a
    person served: in a small company that would name them.
    """

    _inherit = "res.partner"

    is_employer = fields.Boolean(
        string="Employer",
        index="btree_not_null",
        help="A company that job coaches keep contact with.",
    )
    municipality_id = fields.Many2one("ips.municipality", index="btree_not_null")

    # Relationship, on the company
    employer_stage = fields.Selection(
        EMPLOYER_STAGES,
        string="Stage of Cooperation",
        compute="_compute_employer_stage",
        store=True,
        readonly=False,
        group_expand=True,
        groups=COACH,
    )
    coach_id = fields.Many2one(
        "res.users",
        string="Responsible Coach",
        domain=lambda self: self._domain_coach_id(),
        index="btree_not_null",
        groups=COACH,
        help="Who keeps up the relationship. All coaches see and log contacts.",
    )
    preferred_channel = fields.Selection(
        CHANNELS,
        string="Preferred Way of Contact",
        groups=COACH,
    )
    max_contacts_per_month = fields.Integer(
        string="Approaches a Month at Most",
        groups=COACH,
        help="The employer's own wish, across all coaches. 0: no limit stated.",
    )

    # Person
    decides_on_hiring = fields.Boolean(
        groups=COACH,
        help="Has a say in who is hired: owner, manager or HR. A contact counts when "
        "such a person was met.",
    )
    do_not_contact = fields.Boolean(
        string="Does Not Want to Be Contacted",
        groups=COACH,
        help="The person objects to being approached (GDPR article 21).",
    )
    data_source = fields.Char(
        string="Source of the Data",
        groups=COACH,
        help="Where this person's contact data came from, such as the company's web "
        "site or the person.",
    )
    informed_on = fields.Date(
        groups=COACH,
        help="When the person was told that the data is kept (GDPR articles 13-14).",
    )

    # Below the company
    workplace_ids = fields.One2many(
        "res.partner",
        "parent_id",
        string="Workplaces",
        domain=[("is_company", "=", True)],
        groups=COACH,
    )
    employer_person_ids = fields.One2many(
        "res.partner",
        "parent_id",
        string="People",
        domain=[("is_company", "=", False)],
        groups=COACH,
    )

    # The log
    employer_contact_ids = fields.One2many(
        "ips.employer.contact",
        "employer_id",
        string="Contacts at This Place",
        groups="ips_employer_crm.group_ips_coach",
    )
    company_contact_ids = fields.One2many(
        "ips.employer.contact",
        "company_partner_id",
        string="Employer Contacts",
        groups="ips_employer_crm.group_ips_coach",
    )
    last_contact_date = fields.Date(
        compute="_compute_contact_figures",
        store=True,
        groups=COACH,
        help="Day of the last contact that took place, by whoever of the team.",
    )
    next_contact_date = fields.Date(
        compute="_compute_contact_figures",
        store=True,
        groups=COACH,
        help="Day of the earliest contact that is planned.",
    )
    visit_count = fields.Integer(
        string="Visits",
        compute="_compute_contact_figures",
        store=True,
        aggregator="sum",
        groups=COACH,
        help="Contacts in person that took place.",
    )
    days_since_contact = fields.Integer(
        compute="_compute_days_since_contact", groups=COACH
    )

    _employer_registry_uniq = models.UniqueIndex(
        "(company_registry) WHERE is_employer IS TRUE AND parent_id IS NULL"
        " AND company_registry IS NOT NULL AND company_registry != ''",
        "An employer with this business ID is there already.",
    )

    # DEFAULTS

    @api.model
    def _domain_coach_id(self):
        coach = self.env.ref("ips_employer_crm.group_ips_coach", False)
        return [("all_group_ids", "in", coach.ids)] if coach else []

    # VIEWS

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Take the lookup at an outside service out of our forms.

        Odoo's `partner_autocomplete` puts it on the name of every contact form.
        """
        arch, view = super()._get_view(view_id, view_type, **options)
        if "o_ips_employer" in (arch.get("class") or ""):
            for node in arch.xpath("//field[@widget='field_partner_autocomplete']"):
                del node.attrib["widget"]
        return arch, view

    # COMPUTES

    @api.depends("is_employer")
    def _compute_employer_stage(self):
        """A new employer starts as a prospect; all later moves are deliberate."""
        for partner in self:
            if partner.is_employer and not partner.employer_stage:
                partner.employer_stage = "prospect"
            else:
                partner.employer_stage = partner.employer_stage

    @api.depends(
        "company_contact_ids.state",
        "company_contact_ids.date",
        "company_contact_ids.channel",
        "employer_contact_ids.state",
        "employer_contact_ids.date",
        "employer_contact_ids.channel",
    )
    def _compute_contact_figures(self):
        """Companies: all contacts of the company; workplaces: their own."""
        Contact = self.env["ips.employer.contact"]
        figures = {}
        for link in ("company_partner_id", "employer_id"):
            for partner, state, channel, first, last, count in Contact._read_group(
                [(link, "in", self.ids), ("state", "in", ("planned", "done"))],
                [link, "state", "channel"],
                ["day:min", "day:max", "__count"],
            ):
                # A company's own row of the second round repeats a part of the first
                if link == "employer_id" and not partner.parent_id:
                    continue
                last_day, next_day, visits = figures.get(partner.id, (None, None, 0))
                if state == "planned":
                    next_day = min(next_day, first) if next_day else first
                else:
                    last_day = max(last_day, last) if last_day else last
                    visits += count if channel == "in_person" else 0
                figures[partner.id] = (last_day, next_day, visits)
        for partner in self:
            last_day, next_day, visits = figures.get(partner._origin.id, (0, 0, 0))
            partner.last_contact_date = last_day or False
            partner.next_contact_date = next_day or False
            partner.visit_count = visits

    @api.depends("last_contact_date")
    @api.depends_context("company")
    def _compute_days_since_contact(self):
        today = self.env.company._ips_today()
        for partner in self:
            last_day = partner.last_contact_date
            partner.days_since_contact = (today - last_day).days if last_day else 0

    def _get_company_registry_labels(self):
        labels = super()._get_company_registry_labels()
        labels["FI"] = self.env._("Business ID")
        return labels

    # CONSTRAINTS

    @api.constrains("company_registry", "is_employer", "country_id")
    def _check_employer_registry(self):
        """A Finnish business ID of an employer must be one that can exist."""
        for partner in self:
            number = partner.company_registry
            if not number or not partner.is_employer:
                continue
            if partner.commercial_partner_id != partner:
                continue
            if partner.country_id.code in (False, "FI") and not ytunnus.is_valid(
                number
            ):
                raise ValidationError(
                    self.env._(
                        "%(number)s is not a valid business ID (%(company)s): the "
                        "check digit does not match. Compare it with the company's "
                        "own papers, or leave it empty for now.",
                        number=number,
                        company=partner.name,
                    )
                )

    @api.constrains("name", "is_employer")
    def _check_employer_imported_twice(self):
        """On import, a name that is an employer already is taken for the same one.

        Legal form, case and marks make no difference.
        By hand a second "Pizzeria Roma" may be right: there the user decides.
        """
        if not self.env.context.get("import_file"):
            return
        new = self.filtered(
            lambda p: p.is_employer and not p.parent_id and not p.company_registry
        )
        keys = [key for key in new.mapped("employer_name_key") if key]
        twins = self._search_employer_twins("employer_name_key", keys)
        for partner in new:
            for twin in twins - partner:
                if twin.employer_name_key == partner.employer_name_key:
                    raise ValidationError(
                        self.env._(
                            "%(name)s is there already as an employer, %(twin)s. Give "
                            "its business ID if this is another company.",
                            name=partner.name,
                            twin=twin.name,
                        )
                    )

    def _check_registry_free(self, vals_list):
        """Name the employer that has the business ID already.

        The unique index would refuse it too, but cannot tell whose it is.
        """
        numbers = [
            vals["company_registry"]
            for vals in vals_list
            if vals.get("company_registry") and not vals.get("parent_id")
        ]
        for twin in self._search_employer_twins("company_registry", numbers) - self:
            raise ValidationError(
                self.env._(
                    "%(number)s: an employer with this business ID is there already, "
                    "%(twin)s.",
                    number=twin.company_registry,
                    twin=twin.name,
                )
            )

    def _search_employer_twins(self, field_name, values):
        """Employers, archived ones too, that share one of ``values``."""
        if not values:
            return self.browse()
        # sudo: the twin may belong to another company of the organisation; nothing
        # but its name and business ID is told, and both are public
        return (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("is_employer", "=", True),
                    ("parent_id", "=", False),
                    (field_name, "in", values),
                ]
            )
        )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        employers = []
        for index, vals in enumerate(vals_list):
            if vals.get("is_employer", self.env.context.get("default_is_employer")):
                # Odoo gives a "contact" below a company the company's own address
                if vals.get("is_company") and vals.get("parent_id"):
                    vals = {"type": "other", **vals}
                vals_list[index] = self._normalise_registry(vals)
                employers.append(vals_list[index])
        self._check_registry_free(employers)
        return super().create(vals_list)

    def write(self, vals):
        if not vals.keys() & {"company_registry", "is_employer", "parent_id"}:
            return super().write(vals)
        others = self.browse()
        for partner in self:
            future = {
                "company_registry": partner.company_registry,
                "is_employer": partner.is_employer,
                "parent_id": partner.parent_id.id,
                "country_id": partner.country_id.id,
                **vals,
            }
            number = future["company_registry"]
            if not future["is_employer"] or not number:
                others += partner
                continue
            normal = self._normalise_registry(future)["company_registry"]
            partner._check_registry_free([{**future, "company_registry": normal}])
            if normal == number:
                others += partner
            else:
                super(ResPartner, partner).write({**vals, "company_registry": normal})
        return super(ResPartner, others).write(vals)

    @api.model
    def _normalise_registry(self, vals):
        """Return ``vals`` with a Finnish business ID as 1234567-8, however typed."""
        number = vals.get("company_registry")
        country = self.env["res.country"].browse(vals.get("country_id"))
        if number and country.code in (False, "FI") and ytunnus.is_valid(number):
            return {**vals, "company_registry": ytunnus.format(ytunnus.compact(number))}
        return vals

    def _employer_company(self):
        """The company that a workplace or person belongs to (itself for a company).

        Not ``commercial_partner_id``: a workplace is its own commercial entity there.
        """
        self.ensure_one()
        company = self
        while company.parent_id:
            company = company.parent_id
        return company

    # ACTIONS

    def action_log_contact(self):
        """Open the log for a contact with this employer."""
        self.ensure_one()
        planned = self.env["ips.employer.contact"]._planned_with(self)
        return self.env["ips.employer.contact"]._action_log(
            contact_id=planned.id, employer_id=self.id
        )

    def action_plan_contact(self):
        """Open the form to plan a visit to this employer."""
        self.ensure_one()
        return self.env["ips.employer.contact"]._action_plan(
            default_employer_id=self.id,
        )

    def action_view_employer_contacts(self):
        """Open the contacts of this company and all its workplaces."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_employer_contact_action"
        )
        action["domain"] = [("company_partner_id", "=", self._employer_company().id)]
        action["context"] = {"default_employer_id": self.id}
        return action
