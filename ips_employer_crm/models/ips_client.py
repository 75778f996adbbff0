import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# No vowels, in Finnish neither (Y), and nothing that looks like another sign: a code
# spells no word
REF_SIGNS = "23456789BCDFGHJKMNPQRTVWXZ"
JOB_SEEKER_PHASES = ("agreed", "profiling", "searching", "employer_agreed")
SERVICE_PHASES = (*JOB_SEEKER_PHASES, "in_work")
PHASES = [
    ("waiting", "Waiting"),
    ("agreed", "Service agreed"),
    ("profiling", "Profiling"),
    ("searching", "Searching"),
    ("employer_agreed", "Agreed with an employer"),
    ("in_work", "In work"),
    ("closed", "Closed"),
]
COACH = "ips_employer_crm.group_ips_coach"


class IpsClient(models.Model):
    """A person served: a code, wishes, consent and links. No health, no record proper.

    That someone is a client is itself secret (Act 812/2000). So the display name is
    the random code for everyone, always; nobody follows a client and no message is
    kept on one; names exist only where the company setting *Identify clients* is on,
    and are columns of their own.

    Phases: *waiting* (in the queue), the five of THL's process (*agreed*,
    *profiling*, *searching*, *employer_agreed*, *in_work*) and *closed*. People in the
    first four of the five are job seekers. The history of phase and coach is in
    ``period_ids``; ``phase``, ``user_id`` and ``entry_date`` are its current row.

    ``entry_date`` is the day on which the present stay began: in the queue while
    waiting, in the service afterwards; it starts anew for someone who returns.

    Read and written by the coach, by colleagues whose cover is in force, and by the
    team's leader and deputies. Every look is logged, see ``ips.client.access``.
    Distances are kilometres, hours are a week.
    """

    _name = "ips.client"
    _description = "Client"
    _inherit = ["ips.client.data", "ips.work.terms", "ips.client.activity"]
    _order = "entry_date desc, id desc"
    _rec_name = "ref"
    _rec_names_search = ["ref", "name"]
    _check_company_auto = True
    _client_field = "id"
    _personal_fields = frozenset({"name", "email", "phone"})

    # Who
    ref = fields.Char(
        string="Client Reference",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self._new_ref(),
        help="Drawn at random. Stands for the person everywhere.",
    )
    name = fields.Char(groups=COACH, copy=False)
    email = fields.Char(string="E-mail", groups=COACH, copy=False)
    phone = fields.Char(groups=COACH, copy=False)

    # With whom
    user_id = fields.Many2one(
        "res.users",
        string="Coach",
        default=lambda self: self._default_user_id(),
        index=True,
        ondelete="restrict",
        domain=lambda self: self.env["res.partner"]._domain_coach_id(),
        help="Empty while nobody has been found yet: only leaders see the person then.",
    )
    team_id = fields.Many2one(
        "crm.team",
        compute="_compute_team_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('use_job_openings', '=', True)]",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        required=True,
        precompute=True,
    )
    cover_ids = fields.One2many("ips.client.cover", "client_id")

    # Where in the service
    phase = fields.Selection(
        PHASES, required=True, default="agreed", index=True, group_expand=True
    )
    is_job_seeker = fields.Boolean(
        string="Job Seeker", compute="_compute_is_job_seeker", store=True, index=True
    )
    entry_date = fields.Date(
        string="Entry",
        required=True,
        default=lambda self: self.env.company._ips_today(),
        help="First day of the present stay: in the queue while waiting, in the "
        "service afterwards.",
    )
    days_since_entry = fields.Integer(
        string="Days", compute="_compute_days_since_entry", help="Since the entry."
    )
    referral_source_id = fields.Many2one("ips.referral.source", ondelete="restrict")
    end_reason_id = fields.Many2one(
        "ips.client.end.reason",
        string="Reason for Leaving",
        ondelete="restrict",
        readonly=True,
    )
    period_ids = fields.One2many(
        "ips.client.period", "client_id", string="History", readonly=True
    )

    # What the person wants; the terms of work are those of ips.work.terms
    wish_ids = fields.One2many("ips.client.wish", "client_id", string="Wishes")
    wish_summary = fields.Char(string="Wants", compute="_compute_wish_summary")
    municipality_id = fields.Many2one(
        "ips.municipality", string="Home Municipality", ondelete="restrict"
    )
    max_distance_km = fields.Integer(
        string="At Most Kilometres", help="One way. 0: not asked."
    )
    travel_mode = fields.Selection(
        [
            ("foot", "On foot"),
            ("bicycle", "By bicycle"),
            ("bus", "By bus or train"),
            ("car", "Own car"),
            ("lift", "Gets a lift"),
        ],
        string="Way of Travelling",
        help="Empty: not asked.",
    )

    # What may be told, and what was done
    disclosure_ids = fields.One2many(
        "ips.disclosure", "client_id", string="What May Be Told"
    )
    disclosure_summary = fields.Char(
        string="May Be Told",
        compute="_compute_disclosure_summary",
        help="To employers in general, and how many are named apart.",
    )
    disclosure_reminded_on = fields.Date(export_string_translation=False, copy=False)
    contact_line_ids = fields.One2many(
        "ips.employer.contact.client", "client_id", string="Employer Contacts"
    )
    first_employer_contact_date = fields.Date(
        string="First Employer Contact",
        compute="_compute_first_employer_contact_date",
        store=True,
        help="The first one in person, by the coach or by the person, for this stay.",
    )
    is_contact_late = fields.Boolean(
        string="No Employer Contact in Time",
        compute="_compute_is_contact_late",
        search="_search_is_contact_late",
        help="A job seeker for more days than the company allows (30 by default, "
        "quality criterion 15) without an employer contact in person.",
    )

    _ref_uniq = models.Constraint("UNIQUE (ref)", "This code is taken.")
    _max_distance_positive = models.Constraint(
        "CHECK (max_distance_km >= 0)", "The distance cannot be negative."
    )
    _search_start = models.Index(
        "(entry_date) WHERE is_job_seeker AND first_employer_contact_date IS NULL"
    )

    # DEFAULTS

    @api.model
    def _new_ref(self):
        """Draw a code that is free."""
        while True:
            signs = "".join(secrets.choice(REF_SIGNS) for _sign in range(6))
            ref = f"{signs[:3]}-{signs[3:]}"
            # sudo: whether the code is taken, nothing more
            taken = self.sudo().with_context(active_test=False)
            if not taken.search_count([("ref", "=", ref)], limit=1):
                return ref

    @api.model
    def _default_user_id(self):
        user = self.env.user
        return user if user.has_group(COACH) else False

    # COMPUTES

    @api.depends("ref")
    def _compute_display_name(self):
        """The code, for everyone, always: names would travel in activities."""
        for client in self:
            client.display_name = client.ref

    @api.depends("user_id")
    def _compute_team_id(self):
        users = self.user_id | self.env.user
        teams = self.env["crm.team"]._job_coaching_team_by_user(users)
        for client in self:
            user, team = client.user_id, client.team_id
            belongs = user in team.member_ids | team.user_id | team.deputy_ids
            if team and (belongs or not user):
                client.team_id = team
            else:
                client.team_id = teams.get((user or self.env.user).id) or team

    @api.depends("team_id")
    def _compute_company_id(self):
        for client in self:
            client.company_id = (
                client.team_id.company_id or client.company_id or self.env.company
            )

    @api.depends("phase")
    def _compute_is_job_seeker(self):
        for client in self:
            client.is_job_seeker = client.phase in JOB_SEEKER_PHASES

    @api.depends("entry_date")
    def _compute_days_since_entry(self):
        for client in self:
            today = (client.company_id or self.env.company)._ips_today()
            entry = client.entry_date or today
            client.days_since_entry = max((today - entry).days, 0)

    @api.depends("wish_ids.kind", "wish_ids.own_words", "wish_ids.strength")
    @api.depends_context("lang")
    def _compute_wish_summary(self):
        for client in self:
            wants = client.wish_ids.filtered(lambda wish: wish.kind == "wants")
            client.wish_summary = " · ".join(
                filter(None, (wish._label() for wish in wants))
            )

    @api.depends("disclosure_ids.state", "disclosure_ids.level")
    @api.depends_context("lang")
    def _compute_disclosure_summary(self):
        levels = self._labels("ips.disclosure", "level")
        for client in self:
            rows = client.disclosure_ids.filtered(lambda row: row.state == "in_force")
            general = rows.filtered(lambda row: not row.employer_id)
            summary = levels[general[:1].level or "0"]
            named = len(rows - general)
            if named:
                summary += " " + self.env._("(named apart: %(count)s)", count=named)
            client.disclosure_summary = summary

    @api.depends(
        "entry_date",
        "period_ids.entry_date",
        "period_ids.date_to",
        "contact_line_ids.contact_id.day",
        "contact_line_ids.contact_id.state",
        "contact_line_ids.contact_id.channel",
    )
    def _compute_first_employer_contact_date(self):
        first = self.env["ips.client.period"]._first_contacts(self)
        for client in self:
            client.first_employer_contact_date = first.get(
                (client._origin.id, client.entry_date)
            )

    @api.depends("is_job_seeker", "entry_date", "first_employer_contact_date")
    def _compute_is_contact_late(self):
        for client in self:
            company = client.company_id or self.env.company
            client.is_contact_late = (
                client.is_job_seeker
                and not client.first_employer_contact_date
                and client.days_since_entry > company.ips_first_contact_days
            )

    def _search_is_contact_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(
                "entry_date",
                "<",
                company._ips_today() - timedelta(days=company.ips_first_contact_days),
            )
            for company in self.env.companies
        )
        late &= Domain("is_job_seeker", "=", True)
        late &= Domain("first_employer_contact_date", "=", False)
        return Domain.OR(late if asked else ~late for asked in value)

    # CONSTRAINTS

    # The company follows from the team, the team from the coach
    @api.constrains("name", "email", "phone", "user_id", "team_id")
    def _check_identify(self):
        for client in self:
            if client.company_id.ips_identify_clients:
                continue
            if client.name or client.email or client.phone:
                raise ValidationError(
                    self.env._(
                        "Names and contact data of clients are not kept here. The code "
                        "stands for the person."
                    )
                )

    @api.constrains("entry_date")
    def _check_entry_date(self):
        for client in self:
            if not client.entry_date:
                raise ValidationError(self.env._("The entry needs a day."))
            if client.entry_date > client.company_id._ips_today():
                raise ValidationError(self.env._("The entry lies in the future."))

    @api.constrains("user_id")
    def _check_coach(self):
        for client in self:
            user = client.user_id
            if user and not user.has_group(COACH):
                raise ValidationError(
                    self.env._(
                        "%(name)s is no job coach and cannot have a caseload.",
                        name=user.name,
                    )
                )

    # VIEWS

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self.env.company.ips_identify_clients)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Where clients are not identified, no screen asks for a name."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if not self.env.company.ips_identify_clients:
            for name in self._personal_fields:
                for node in arch.xpath(f"//field[@name='{name}']"):
                    node.getparent().remove(node)
        return arch, view
