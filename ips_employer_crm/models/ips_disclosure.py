from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

LEVELS = [
    ("0", "0: Nothing"),
    ("1", "1: Skills, without saying whose"),
    ("2", "2: The name, not why a coach is involved"),
    ("3", "3: The name, support and adjustments needed"),
    ("4", "4: The name and other facts agreed on"),
]

# What the person agreed to stays as it was said: a new record replaces it
AGREED_FIELDS = {
    "client_id",
    "employer_id",
    "excludes",
    "level",
    "told_by",
    "valid_from",
    "given_how",
}
# What decides which record counts: fetched at once for whole caseloads
IN_FORCE_FIELDS = [
    "client_id",
    "company_id",
    "employer_id",
    "excludes",
    "level",
    "person_ids",
    "valid_from",
    "valid_to",
    "withdrawn_at",
]


class IpsDisclosure(models.Model):
    """What may be told about a client to whom, until when: the person's consent.

    Levels: 0 nothing, 1 skills without saying whose they are, 2 the name without why a
    coach is involved, 3 support and adjustments too, 4 other facts agreed on. Consent
    is given for 12 months at most (a setting), can be withdrawn at once, and what was
    agreed is never reworded: a new record replaces it.

    In force on a day: an exclusion beats everything, else the record naming the
    employer, else the general one; of several the newest counts, never the highest.
    A newer record ends the older ones of the same scope for good, so that its
    withdrawal brings nothing back; nor does a word about one employer that was
    withdrawn give way to the general one: nothing is told there until a new entry
    names that employer. ``_in_force`` is the one place that knows this.

    An exclusion has no last day unless one is given: it holds until it is withdrawn.

    States follow from dates: agreed for later, in force, ended, withdrawn. Read and
    written as the client; no one deletes one.
    """

    _name = "ips.disclosure"
    _description = "What May Be Told"
    _inherit = ["ips.client.record"]
    _order = "valid_from desc, id desc"
    _personal_fields = frozenset({"purpose"})

    # Cascade: with the company gone, its consent is moot; set null would widen it
    employer_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="['|', ('is_employer', '=', True),"
        " '&', ('is_company', '=', True), ('parent_id.is_employer', '=', True)]",
        help="The company, with all its workplaces, or one workplace. Empty: any "
        "employer.",
    )
    person_ids = fields.Many2many(
        "res.partner",
        "ips_disclosure_person_rel",
        "disclosure_id",
        "partner_id",
        string="Who May See It in the Portal",
        domain="[('is_company', '=', False), '|', '|',"
        " ('parent_id', 'child_of', employer_id),"
        " ('also_for_ids', 'child_of', employer_id),"
        " ('also_for_ids', 'parent_of', employer_id)]",
        help="People there, or who answer for it as well. Empty: nobody.",
    )
    excludes = fields.Boolean(
        string="Nothing to This Employer",
        help="This employer is told nothing, whatever else has been agreed.",
    )
    level = fields.Selection(
        LEVELS,
        required=True,
        default="0",
        compute="_compute_level",
        store=True,
        readonly=False,
        precompute=True,
    )
    purpose = fields.Char(help="What for, in the person's words. Nothing about health.")
    told_by = fields.Selection(
        [
            ("coach", "The coach"),
            ("client", "The person"),
            ("together", "Both together"),
        ],
        string="Who Tells",
        required=True,
        default="coach",
    )
    scope_label = fields.Char(string="To Whom", compute="_compute_scope_label")
    valid_from = fields.Date(
        required=True, default=lambda self: self.env.company._ips_today()
    )
    valid_to = fields.Date(
        string="Last Day",
        compute="_compute_valid_to",
        store=True,
        readonly=False,
        precompute=True,
        help="12 months from the beginning at most (a setting). Empty for an employer "
        "that is told nothing: that holds until it is withdrawn.",
    )
    given_how = fields.Selection(
        [
            ("written", "In writing"),
            ("spoken", "Spoken, in person"),
            ("phone", "By phone"),
            ("electronic", "Electronically"),
        ],
        string="How It Was Given",
        required=True,
        default="written",
    )
    withdrawn_at = fields.Datetime(string="Withdrawn", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("later", "Agreed for later"),
            ("in_force", "In force"),
            ("replaced", "Replaced by a newer one"),
            ("ended", "Ended"),
            ("withdrawn", "Withdrawn"),
        ],
        compute="_compute_state",
    )
    expiry_reminded = fields.Boolean(copy=False, export_string_translation=False)

    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from <= valid_to)",
        "Consent ends on its first day or later.",
    )
    # An exclusion that lapsed would let the general consent in. Not "excludes OR": a
    # boolean that nobody set is NULL, and a check that is unknown passes
    _dates_end = models.Constraint(
        "CHECK (excludes IS TRUE OR valid_to IS NOT NULL)", "Consent needs a last day."
    )
    _excluded_employer = models.Constraint(
        "CHECK (NOT excludes OR employer_id IS NOT NULL)",
        "Name the employer that is to be told nothing.",
    )

    # COMPUTES

    @api.depends("employer_id")
    @api.depends_context("lang")
    def _compute_scope_label(self):
        for disclosure in self:
            disclosure.scope_label = disclosure.employer_id.display_name or self.env._(
                "Any employer"
            )

    @api.depends("excludes")
    def _compute_level(self):
        for disclosure in self:
            disclosure.level = "0" if disclosure.excludes else disclosure.level or "0"

    @api.depends("valid_from", "excludes")
    def _compute_valid_to(self):
        for disclosure in self:
            disclosure.valid_to = (
                False if disclosure.excludes else disclosure._latest_end()
            )

    @api.depends(
        *["client_id.disclosure_ids.valid_from", "client_id.disclosure_ids.valid_to"],
        *["client_id.disclosure_ids.withdrawn_at", "employer_id", "excludes"],
    )
    def _compute_state(self):
        """Where each one stands today; the newest of its scope replaces the others."""
        replaced = self.client_id.disclosure_ids._replaced()
        for disclosure in self:
            today = (disclosure.company_id or self.env.company)._ips_today()
            if disclosure.withdrawn_at:
                disclosure.state = "withdrawn"
            elif disclosure.valid_to and disclosure.valid_to < today:
                disclosure.state = "ended"
            elif disclosure.valid_from and disclosure.valid_from > today:
                disclosure.state = "later"
            else:
                gone = disclosure._origin in replaced
                disclosure.state = "replaced" if gone else "in_force"

    def _latest_end(self):
        """Last day that consent from ``valid_from`` on can reach."""
        company = self.company_id or self.env.company
        start = self.valid_from or company._ips_today()
        months = company.ips_disclosure_months
        return start + relativedelta(months=months) - relativedelta(days=1)

    # CONSTRAINTS

    @api.constrains("valid_from", "valid_to")
    def _check_validity(self):
        for disclosure in self:
            # A whole year, given as a year: 1.1.-1.1. is meant as 12 months too
            limit = disclosure._latest_end() + relativedelta(days=1)
            until = disclosure.valid_to
            if not disclosure.excludes and until and until > limit:
                raise ValidationError(
                    self.env._(
                        "Consent is for %(months)s months at most, here until "
                        "%(date)s. Talk about it again then.",
                        months=disclosure.company_id.ips_disclosure_months,
                        date=format_date(self.env, limit),
                    )
                )

    @api.constrains("excludes", "level")
    def _check_exclusion(self):
        for disclosure in self:
            if disclosure.excludes and disclosure.level != "0":
                raise ValidationError(
                    self.env._("An employer that is told nothing has level 0.")
                )

    @api.constrains("person_ids", "employer_id")
    def _check_persons(self):
        for disclosure in self:
            employer = disclosure.employer_id
            company = employer and employer._employer_company()
            for person in disclosure.person_ids:
                if person.is_company or (
                    employer and not disclosure._is_at(person, company)
                ):
                    raise ValidationError(
                        self.env._(
                            "%(person)s is nobody at %(employer)s.",
                            person=person.name,
                            employer=company.name or self.env._("any employer"),
                        )
                    )

    @api.model
    def _is_at(self, person, company):
        """Whether the person works at the company, or answers for a place of it."""
        return person._employer_company() == company or any(
            place._employer_company() == company for place in person._answered_places()
        )

    # CRUD

    def write(self, vals):
        agreed = AGREED_FIELDS & vals.keys()
        for disclosure in self if agreed else ():
            for name in agreed:
                field = self._fields[name]
                value = field.convert_to_cache(vals[name], disclosure)
                if value != field.convert_to_cache(disclosure[name], disclosure):
                    raise UserError(
                        self.env._(
                            "What was agreed stays as it was said. Make a new entry: "
                            "the newest one counts."
                        )
                    )
        before = {row: row.person_ids for row in self} if "person_ids" in vals else {}
        if "valid_to" in vals:
            until = fields.Date.to_date(vals["valid_to"])
            ends = [row.valid_to for row in self if row.valid_to]
            if any(not until or until > end for end in ends):
                raise UserError(
                    self.env._("Consent is not made longer. Make a new entry.")
                )
        if "withdrawn_at" in vals and any(self.mapped("withdrawn_at")):
            raise UserError(self.env._("What was withdrawn stays withdrawn."))
        res = super().write(vals)
        if any(row.person_ids - persons for row, persons in before.items()):
            raise UserError(
                self.env._("Who else may see it is agreed anew. Make a new entry.")
            )
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        raise UserError(
            self.env._("Consent is not deleted. Withdraw it, or make a new entry.")
        )

    # ACTIONS

    def action_withdraw(self):
        """Withdraw consent: it ends at once."""
        self.filtered(lambda row: not row.withdrawn_at).write(
            {"withdrawn_at": fields.Datetime.now()}
        )

    def action_replace(self):
        """Open a new entry that starts from this one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_client_id": self.client_id.id,
                "default_employer_id": self.employer_id.id,
                "default_person_ids": self.person_ids.ids,
                "default_excludes": self.excludes,
                "default_level": self.level,
                "default_purpose": self.purpose,
                "default_told_by": self.told_by,
            },
        }

    # BUSINESS

    def _scope(self):
        return (self.client_id.id, self.employer_id.id, self.excludes)

    def _replaced(self, day=None):
        """Those among these records that a newer one of the same scope replaces."""
        newest, replaced = set(), self.browse()
        for row in self._origin.sorted(lambda row: (row.valid_from, row.id), True):
            begun = row.valid_from <= (day or row.company_id._ips_today())
            if begun and row._scope() in newest:
                replaced += row
            elif begun:
                newest.add(row._scope())
        return replaced

    @api.model
    def _in_force(self, clients, employer, person=None, day=None):
        """What may we tell this employer, or this person there, today?

        The one place that decides it. The record that counts is returned; where
        nothing may be told it is empty or has level 0. Read with the caller's rights.

        :param clients: ``ips.client`` records
        :param employer: company or workplace; empty: any employer, so that only what
            holds for all may be told
        :param person: somebody there, who must be named in the record to be told;
            ``None``: the employer as such, which the coach talks to
        :param date day: today in the company's time zone by default
        :returns: ``{client: record of ips.disclosure}``
        """
        return self._in_force_at({employer: clients}, person, day)[employer]

    @api.model
    def _in_force_at(self, asked, person=None, day=None):
        """What ``_in_force`` says, of several employers at once.

        :param asked: ``{employer: clients}``
        :returns: ``{employer: {client: record of ips.disclosure}}``
        """
        clients = self.env["ips.client"].union(*asked.values())
        rows = self.search_fetch([("client_id", "in", clients.ids)], IN_FORCE_FIELDS)
        # All that they are part of, at once: below it is asked one by one
        self._places(rows.employer_id)
        answered = at = self.env["res.partner"]
        if person is not None:
            answered = person._answered_places()
            at = self._places(answered | person.parent_id)
        result = {}
        for employer, clients in asked.items():
            company = employer and employer._employer_company()
            other = at.filtered(
                lambda place, company=company: place._employer_company() != company
            )
            if person is None or not employer:
                other = at.browse()
            elif person._employer_company() != company and employer not in answered:
                # Whoever has left the employer since is told nothing about its consent
                result[employer] = dict.fromkeys(clients, self.browse())
                continue
            result[employer] = self._decide(employer, clients, rows, person, day, other)
        return result

    @api.model
    def _decide(self, employer, clients, rows, person, day, other):
        """See ``_in_force``; ``rows`` holds all words of the clients.

        :param other: places of other companies that the person is at as well: where one
            is excluded, nothing is told there by way of this employer either
        """
        nothing = self.browse()
        if person is not None and not employer:
            employer = person.parent_id or person
        # The employer and what it is part of: a word about the company holds for its
        # workplaces. A workplace that is excluded excludes the company as a whole,
        # for whoever is told there may pass it on.
        above = self._places(employer)
        by_client = rows.grouped("client_id")
        result = {}
        for client in clients:
            today = day or client.company_id._ips_today()
            own = by_client.get(client, nothing)
            own -= own._replaced(today)
            begun = own.filtered(lambda row, today=today: row.valid_from <= today)
            own = begun.filtered(
                lambda row, today=today: (
                    not row.withdrawn_at and (not row.valid_to or today <= row.valid_to)
                )
            )
            excluded = own.filtered(
                lambda row: (
                    row.excludes
                    and (
                        row.employer_id in above
                        or row.employer_id in other
                        or (employer and employer in self._places(row.employer_id))
                    )
                )
            )
            # A withdrawn word is still the person's word about this employer: a "no"
            # that raised what is told to the general level would be no withdrawal
            named = begun.filtered(
                lambda row, own=own: (
                    not row.excludes
                    and row.employer_id
                    and row.employer_id in above
                    and (row in own or row.withdrawn_at)
                )
            )
            general = own.filtered(lambda row: not row.excludes and not row.employer_id)
            row = (excluded or named or general)[:1]
            unnamed = person is not None and person not in row.person_ids
            if row.withdrawn_at or unnamed:
                row = nothing
            # Callers read on, for all of them at once
            result[client] = row.with_prefetch(rows.ids)
        return result

    @api.model
    def _places(self, employers):
        """The companies or workplaces, and what they are part of."""
        places = employers
        while employers.parent_id:
            employers = employers.parent_id
            places |= employers
        return places

    @api.model
    def _excluded(self, clients):
        """Return {client: employers that are to be told nothing today}.

        Companies and workplaces by name, and the companies of excluded workplaces; not
        the other workplaces of an excluded company: ask ``_in_force`` for those.
        """
        rows = self.search_fetch(
            [
                ("client_id", "in", clients.ids),
                ("excludes", "=", True),
            ],
            IN_FORCE_FIELDS,
        ).filtered(lambda row: row.state == "in_force")
        by_client = rows.grouped("client_id")
        return {
            client: self._places(by_client.get(client, self.browse()).employer_id)
            for client in clients
        }

    @api.model
    def _levels(self, clients, employer, person=None, day=None):
        """Return {client: level 0-4 that may be told}, see ``_in_force``."""
        rows = self._in_force(clients, employer, person, day)
        return {client: int(row.level or "0") for client, row in rows.items()}
