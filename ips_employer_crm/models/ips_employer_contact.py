import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

CHANNELS = [
    ("in_person", "In person"),
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("remote", "Remote meeting"),
    ("event", "Event"),
    ("letter", "Letter"),
]

# What the weekly sign-off rests on: a change of one of these after it is shown to
# the leader. Notes are not among them.
REVIEWED_FIELDS = {
    "employer_id",
    "user_id",
    "team_id",
    "companion_ids",
    "made_by",
    "date",
    "channel",
    "state",
    "person_ids",
    "decision_maker_met",
    "is_client_specific",
}

# What follows from the rest and what the calendar keeps: nobody writes it from outside
DERIVED_FIELDS = {
    "company_partner_id",
    "company_id",
    "day",
    "week_start",
    "rule_id",
    "is_counted",
    "count_reason",
    "event_id",
}


class IpsEmployerContact(models.Model):
    """One contact with an employer: the entry of the coach's log.

    States: *planned* (a visit agreed; owns a private calendar event), *done* (it took
    place; only these can count), *cancelled*. Done stays done: neither the calendar
    nor time undoes it.

    Whether a contact counts towards the weekly target, and why, follows from fields
    of the contact alone and from the rule that was valid on its day. Nothing on this
    model says who is a client: contacts are read by all coaches.

    Read by all coaches of the company; written by the coach it belongs to, by whoever
    entered it, and by the team's leader and deputies. Times are UTC, ``day`` and
    ``week_start`` are dates in the company's time zone; durations are hours.
    """

    _name = "ips.employer.contact"
    _description = "Employer Contact"
    _inherit = ["mail.thread", "mail.activity.mixin", "ips.portal.heard"]
    _order = "date desc, id desc"
    _check_company_auto = True

    # Whom and when
    employer_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="['|', ('is_employer', '=', True),"
        " '&', ('is_company', '=', True), ('parent_id.is_employer', '=', True)]",
        help="The workplace or company that was contacted.",
    )
    company_partner_id = fields.Many2one(
        "res.partner",
        string="Whole Employer",
        compute="_compute_company_partner_id",
        store=True,
        index=True,
        help="The company that the workplace belongs to: contacts roll up to it.",
    )
    person_ids = fields.Many2many(
        "res.partner",
        "ips_employer_contact_person_rel",
        "contact_id",
        "partner_id",
        string="People Met",
        compute="_compute_person_ids",
        store=True,
        readonly=False,
        domain="[('is_company', '=', False), ('parent_id', 'child_of', employer_id)]",
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    day = fields.Date(compute="_compute_week_start", store=True)
    week_start = fields.Date(
        string="Week",
        compute="_compute_week_start",
        store=True,
        index=True,
        help="Monday of the week in which the contact took place.",
    )
    duration = fields.Float(default=0.5, help="Hours.")
    travel_duration = fields.Float(string="Travel Time", help="Hours, both ways.")
    distance_km = fields.Integer(string="Kilometres", help="Both ways.")

    # Who
    user_id = fields.Many2one(
        "res.users",
        string="Coach",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        domain=lambda self: self.env["res.partner"]._domain_coach_id(),
    )
    companion_ids = fields.Many2many(
        "res.users",
        "ips_employer_contact_companion_rel",
        "contact_id",
        "user_id",
        string="Colleagues Along",
        domain=lambda self: self.env["res.partner"]._domain_coach_id(),
    )
    made_by = fields.Selection(
        [("coach", "Coach"), ("client", "Job seeker")],
        default="coach",
        required=True,
        help="A contact that a job seeker made is logged, and never counts towards "
        "the coach's target.",
    )
    team_id = fields.Many2one(
        "crm.team",
        compute="_compute_team_id",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        check_company=True,
        domain="[('use_job_openings', '=', True)]",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        required=True,
        precompute=True,
    )

    # What
    channel = fields.Selection(
        CHANNELS, string="Way of Contact", required=True, default="in_person"
    )
    purpose_id = fields.Many2one("ips.contact.purpose", index=True)
    outcome_id = fields.Many2one("ips.contact.outcome", index=True)
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")],
        default="done",
        required=True,
        index=True,
        copy=False,
    )
    lead_ids = fields.Many2many(
        "crm.lead",
        "ips_employer_contact_lead_rel",
        "contact_id",
        "lead_id",
        string="Job Openings",
        domain="[('is_job_opening', '=', True)]",
        help="Openings that this contact brought to light.",
    )
    decision_maker_met = fields.Boolean(
        string="Met Someone Who Decides on Hiring",
        compute="_compute_decision_maker_met",
        store=True,
        readonly=False,
    )
    is_client_specific = fields.Boolean(
        string="About a Particular Job Seeker",
        help="The contact was made with one person's wishes in mind. Who that is does "
        "not belong here.",
    )
    # The lines carry the rules of their clients; nothing here is computed from them
    client_line_ids = fields.One2many(
        "ips.employer.contact.client",
        "contact_id",
        string="For Whom",
        groups="ips_employer_crm.group_ips_coach",
        copy=False,
    )
    shared_note = fields.Text(
        help="What was agreed. The employer may see this in the portal: write no "
        "names of job seekers.",
    )
    internal_note = fields.Text(
        help="For coaches only. Write no names of job seekers: all coaches read it.",
    )

    # Calendar and replay
    event_id = fields.Many2one(
        "calendar.event",
        string="Calendar Event",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups="ips_employer_crm.group_ips_coach",
    )
    over_limit_reason = fields.Char(
        string="Approached All the Same Because",
        help="The employer had set how often it wants to be approached in a month, and "
        "this contact went beyond it.",
    )
    is_over_limit = fields.Boolean(
        compute="_compute_is_over_limit", export_string_translation=False
    )
    show_in_calendar = fields.Boolean(
        string="Name and Place in My Calendar",
        help="The event stays private. Without this it says no more than "
        '"Employer visit".',
    )
    # Makes a repeated save one record
    request_uuid = fields.Char(copy=False, export_string_translation=False)

    _event_uniq = models.UniqueIndex(
        "(event_id) WHERE event_id IS NOT NULL",
        "This calendar event belongs to another contact.",
    )
    _request_uniq = models.UniqueIndex(
        "(user_id, request_uuid) WHERE request_uuid IS NOT NULL",
        "This contact has been saved already.",
    )
    _duration_positive = models.Constraint(
        "CHECK (duration >= 0 AND travel_duration >= 0 AND distance_km >= 0)",
        "Duration, travel time and kilometres cannot be negative.",
    )

    # COMPUTES

    @api.depends("employer_id", "employer_id.parent_id.parent_id")
    def _compute_company_partner_id(self):
        for contact in self:
            employer = contact.employer_id
            contact.company_partner_id = employer and employer._employer_company()

    @api.depends("employer_id")
    def _compute_person_ids(self):
        """Propose whom the coach is likely to meet; keep people of that company."""
        proposed = self.employer_id._origin._propose_people(self._origin.ids)
        for contact in self:
            place = contact.employer_id._origin
            met = contact.person_ids
            if not place:
                contact.person_ids = False
            elif met and all(
                person._employer_company() == place._employer_company()
                for person in met
            ):
                contact.person_ids = met
            else:
                contact.person_ids = proposed[place]

    # Only the people are a dependency: whether one of them decides on hiring is kept
    # as it was known when the contact was logged
    @api.depends("person_ids")
    def _compute_decision_maker_met(self):
        for contact in self:
            contact.decision_maker_met = any(
                contact.person_ids.mapped("decides_on_hiring")
            )

    @api.depends("date", "company_id")
    def _compute_week_start(self):
        for contact in self:
            if not contact.date:
                contact.day = contact.week_start = False
                continue
            company = contact.company_id or self.env.company
            moment = pytz.utc.localize(contact.date)
            contact.day = moment.astimezone(company._ips_tz()).date()
            contact.week_start = company._ips_monday(contact.date)

    @api.depends("user_id")
    def _compute_team_id(self):
        teams = self.env["crm.team"]._job_coaching_team_by_user(self.user_id)
        for contact in self:
            contact.team_id = teams.get(contact.user_id.id)

    @api.depends("team_id")
    def _compute_company_id(self):
        for contact in self:
            contact.company_id = (
                contact.team_id.company_id or contact.company_id or self.env.company
            )

    @api.depends("employer_id", "date", "state")
    def _compute_is_over_limit(self):
        """Whether this contact is one more than the employer wants in the month."""
        for contact in self:
            company = contact.company_partner_id._origin
            limit = company.max_contacts_per_month
            if not limit or not contact.day or contact.state == "cancelled":
                contact.is_over_limit = False
                continue
            others = company._approaches_this_month(contact.day).get(company.id, 0)
            old = contact._origin
            counted = (
                old.company_partner_id == company
                and old.state in ("planned", "done")
                and (old.day.year, old.day.month)
                == (contact.day.year, contact.day.month)
            )
            contact.is_over_limit = others - counted >= limit

    @api.depends("employer_id", "date")
    def _compute_display_name(self):
        for contact in self:
            day = contact.day and format_date(self.env, contact.day)
            contact.display_name = " · ".join(
                filter(None, [contact.employer_id.name, day])
            )

    # CONSTRAINTS

    @api.constrains("state", "date")
    def _check_done_in_past(self):
        for contact in self.filtered(lambda contact: contact.state == "done"):
            if contact.day > contact.company_id._ips_today():
                raise ValidationError(
                    self.env._(
                        "%(contact)s lies in the future. Plan it as a visit, or "
                        "correct the date.",
                        contact=contact.display_name,
                    )
                )

    @api.constrains("state", "person_ids", "channel")
    def _check_objection(self):
        """An objection stops approaches to that person; a chance meeting is a fact."""
        for contact in self:
            met = contact.state == "done" and contact.channel in ("in_person", "event")
            if contact.state == "cancelled" or met:
                continue
            for person in contact.person_ids.filtered("do_not_contact")[:1]:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not want to be contacted. Choose somebody "
                        "else at %(employer)s.",
                        person=person.name,
                        employer=contact.employer_id.name,
                    )
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # Nobody follows a contact and nobody is mailed about one
        quiet = self.with_context(tracking_disable=True)
        contacts = super(IpsEmployerContact, quiet).create(
            [self._without_derived(vals) for vals in vals_list]
        )
        contacts = contacts.with_env(self.env)
        contacts._sync_calendar_event()
        contacts._touch_weeks(contacts._week_keys())
        contacts._advance_employer_stage()
        return contacts

    def write(self, vals):
        vals = self._without_derived(vals)
        watched = sorted(REVIEWED_FIELDS & vals.keys())
        before = {
            contact: ([contact[name] for name in watched], contact._week_keys())
            for contact in self
            if watched
        }
        res = super().write(vals)
        if watched or {"duration", "show_in_calendar"} & vals.keys():
            self._sync_calendar_event()
        keys = set()
        for contact, (values, old_keys) in before.items():
            # The same value written again, as imports do, is no change
            if values != [contact[name] for name in watched]:
                keys |= old_keys | contact._week_keys()
        if keys:
            self._touch_weeks(keys)
        if {"state", "channel", "purpose_id", "employer_id"} & vals.keys():
            self._advance_employer_stage()
        return res

    def _without_derived(self, vals):
        """Drop what is not for the writer to decide, such as whether it counts."""
        if self.env.su:
            return vals
        return {key: val for key, val in vals.items() if key not in DERIVED_FIELDS}

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Nobody follows a contact: not even whoever gets its next step."""
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_release(self):
        """Take a planned visit out of the calendar and tell the weeks."""
        self._archive_calendar_event()
        self._touch_weeks(self._week_keys())

    # ACTIONS

    def action_done(self):
        """Record that planned contacts took place: now, where planned for later."""
        now = fields.Datetime.now()
        for contact in self.filtered(lambda contact: contact.state != "done"):
            contact.write({"state": "done", "date": min(contact.date, now)})

    def action_cancel(self):
        """Cancel the contact: it leaves the calendar and does not count."""
        self.write({"state": "cancelled"})

    def action_replan(self):
        """Open the planning form on this contact."""
        self.ensure_one()
        return {**self._action_plan(), "res_id": self.id}

    def action_ask_by_link(self):
        """Open the dialog for a link by which the employer answers this visit."""
        self.ensure_one()
        met = self.person_ids.filtered(
            lambda person: person._answers_for(self.employer_id)
        )
        return self.env["ips.portal.link"]._action_open(
            task="visit",
            contact_id=self.id,
            employer_id=self.employer_id.id,
            person_id=met[:1].id,
        )

    def action_log(self):
        """Open the log screen on this planned contact, to complete it."""
        self.ensure_one()
        return self._action_log(contact_id=self.id)

    @api.model
    def _action_plan(self, **context):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_employer_contact_action_plan"
        )
        action["context"] = {"default_state": "planned", **context}
        return action

    def _advance_employer_stage(self):
        """What took place may bring the company a stage further."""
        done = self.filtered(lambda contact: contact.state == "done")
        # sudo: a coach writes employers anyway; whoever syncs a calendar may not
        done.company_partner_id.sudo()._advance_stage()

    # WEEKS

    def _week_keys(self):
        """(user, team, Monday) of every coach's week in which these took place."""
        return {
            (user.id, contact.team_id.id, contact.week_start)
            for contact in self
            if contact.state == "done" and contact.team_id
            for user in contact.user_id | contact.companion_ids
        }

    def _touch_weeks(self, keys):
        """Open the weeks of ``keys`` where missing; mark those signed already."""
        weeks = self.env["ips.coach.week"]
        # The count is computed when read: drop what was read before this change
        weeks.invalidate_model(["counted"])
        weeks._ensure_weeks(keys)
        weeks._mark_changed(keys)
