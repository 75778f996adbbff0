from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessDenied, UserError, ValidationError
from odoo.tools import consteq, hmac
from odoo.tools.misc import format_date

SCOPE = "ips_portal_link"


class IpsPortalLink(models.Model):
    """A link without a password: one task of one company, for one person there.

    Tasks: answer a planned visit, or offer an opening. A coach makes it on purpose and
    sends it. Opening it only shows, for mail scanners open links too; a button acts,
    once. States: *open*, *used*, *expired*, *withdrawn*. It ends with its person's time
    at the employer as well, and a visit's link with the visit.

    The address holds a signature (database secret), never stored: it cannot be guessed
    or made to fit another link. It is shown to whoever made it.

    Read by coaches, written by whoever made it and the leaders of that coach's team;
    the employer's people reach it through the controller alone.
    Raises UserError where somebody does not want to be contacted, ValidationError
    where the person does not answer for the employer.
    """

    _name = "ips.portal.link"
    _description = "Link Without a Password"
    _order = "id desc"
    _check_company_auto = True

    task = fields.Selection(
        [("visit", "Answer a visit"), ("opening", "Offer a job opening")],
        required=True,
        readonly=True,
        default="opening",
    )
    contact_id = fields.Many2one(
        "ips.employer.contact",
        string="Visit",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    employer_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="cascade"
    )
    person_id = fields.Many2one(
        "res.partner",
        string="For",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_company', '=', False), ('do_not_contact', '=', False), '|',"
        " ('parent_id', 'parent_of', employer_id),"
        " ('also_for_ids', 'parent_of', employer_id)]",
        help="Somebody who answers for this workplace or its company.",
    )
    email = fields.Char(related="person_id.email")
    user_id = fields.Many2one(
        "res.users",
        string="Coach",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )
    team_id = fields.Many2one(
        "crm.team", compute="_compute_team_id", store=True, precompute=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    expires_on = fields.Date(
        string="Last Day",
        required=True,
        default=lambda self: self._default_expires_on(),
    )
    used_on = fields.Datetime(string="Used", readonly=True, copy=False)
    withdrawn_on = fields.Datetime(string="Withdrawn", readonly=True, copy=False)
    sent_on = fields.Datetime(string="Sent by E-mail", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("used", "Used"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        compute="_compute_state",
    )
    url = fields.Char(string="Link", compute="_compute_url")

    _visit_of_task = models.Constraint(
        "CHECK ((task = 'visit') = (contact_id IS NOT NULL))",
        "A link to answer a visit belongs to a visit.",
    )

    # DEFAULTS

    def _default_expires_on(self):
        company = self.env.company
        return company._ips_today() + timedelta(days=company.ips_link_days)

    # COMPUTES

    @api.depends("user_id")
    def _compute_team_id(self):
        teams = self.env["crm.team"]._job_coaching_team_by_user(self.user_id)
        for link in self:
            link.team_id = teams.get(link.user_id.id)

    @api.depends("used_on", "withdrawn_on", "expires_on")
    def _compute_state(self):
        for link in self:
            today = (link.company_id or self.env.company)._ips_today()
            if link.used_on:
                link.state = "used"
            elif link.withdrawn_on:
                link.state = "withdrawn"
            elif link.expires_on and link.expires_on < today:
                link.state = "expired"
            else:
                link.state = "open"

    @api.depends("state", "user_id", "person_id.lang")
    @api.depends_context("uid")
    def _compute_url(self):
        """The address, for whoever made the link and while it is open."""
        for link in self:
            own = link.user_id == self.env.user
            ready = own and link._origin.id and link.state == "open"
            link.url = link._address() if ready else False

    # CONSTRAINTS

    @api.constrains("contact_id", "employer_id")
    def _check_contact(self):
        for link in self:
            if link.contact_id and link.contact_id.employer_id != link.employer_id:
                raise ValidationError(self.env._("The visit goes to another employer."))

    @api.constrains("person_id", "employer_id")
    def _check_person(self):
        for link in self:
            if not link.person_id._answers_for(link.employer_id):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not answer for %(employer)s.",
                        person=link.person_id.name,
                        employer=link.employer_id.name,
                    )
                )

    @api.constrains("expires_on")
    def _check_expires_on(self):
        for link in self:
            latest = link.company_id._ips_today() + timedelta(days=60)
            if link.expires_on > latest:
                raise ValidationError(
                    self.env._(
                        "A link lasts 60 days at most, here until %(date)s.",
                        date=format_date(self.env, latest),
                    )
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Who sends it and what became of it is nobody's to say
            kept = {"user_id", "used_on", "withdrawn_on", "sent_on", "team_id"}
            vals_list = [
                {name: val for name, val in vals.items() if name not in kept}
                for vals in vals_list
            ]
        links = super().create(vals_list)
        for person in links.person_id.filtered("do_not_contact")[:1]:
            raise UserError(
                self.env._(
                    "%(person)s does not want to be contacted. Choose somebody else.",
                    person=person.name,
                )
            )
        for link in links.filtered("contact_id"):
            link.contact_id.check_access("write")
        return links

    def write(self, vals):
        if not self.env.su and vals.keys() - {"expires_on"}:
            raise UserError(
                self.env._("A link stays what it is. Withdraw it and make another one.")
            )
        return super().write(vals)

    # ACTIONS

    def action_make(self):
        """Keep the dialog open on the link that has just been made."""
        self.ensure_one()
        return self._action_open(self.id)

    def action_email(self):
        """Send it to its person: neutral, in their language, from the coach.

        Nobody becomes a follower, and no answer comes by mail.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "open" or self.user_id != self.env.user:
            raise UserError(self.env._("Only whoever made an open link sends it."))
        if not self.person_id.email:
            raise UserError(
                self.env._(
                    "%(person)s has no e-mail address. Add it, or copy the link.",
                    person=self.person_id.name,
                )
            )
        template = self.env.ref("ips_employer_crm.mail_template_portal_link")
        template.send_mail(self.id, email_layout_xmlid="mail.mail_notification_light")
        # sudo: kept by the code alone; write access was checked above
        self.sudo().sent_on = fields.Datetime.now()
        return self._action_open(self.id)

    def action_withdraw(self):
        """End the link at once."""
        self.check_access("write")
        # sudo: kept by the code alone; write access was checked above
        self.sudo().filtered(
            lambda link: link.state == "open"
        ).withdrawn_on = fields.Datetime.now()

    @api.model
    def _action_open(self, link_id=False, **defaults):
        """The dialog to make a link, or to see one."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Link without a password"),
            "res_model": self._name,
            "res_id": link_id,
            "views": [
                (self.env.ref("ips_employer_crm.ips_portal_link_view_form").id, "form")
            ],
            "target": "new",
            "context": {f"default_{name}": value for name, value in defaults.items()},
        }

    # BUSINESS

    @api.model
    def _token(self, link_id):
        """The signature that the address of this number needs."""
        # sudo: the database secret; nothing else is read
        return hmac(self.env(su=True), SCOPE, link_id)

    def _address(self):
        """The address, in the language of its person."""
        self.ensure_one()
        lang = self.env["res.lang"]._get_data(code=self.person_id.lang)
        language = f"/{lang.url_code}" if lang else ""
        return (
            f"{self.get_base_url()}{language}/ips/link/{self.id}/{self._token(self.id)}"
        )

    @api.model
    def _found_by(self, link_id, token):
        """The link of this address.

        A number that does not exist and a wrong signature look the same, and are
        counted as Odoo counts failed sign-ins: too many from one place and nothing is
        answered for a while.

        :raises AccessDenied: when there is none, or after too many tries
        """
        with self.env["res.users"]._assert_can_auth(user=SCOPE):
            # sudo: the signature is the right to this one link
            link = self.sudo().browse(link_id).exists()
            # As bytes: anything may stand in an address
            known = consteq(token.encode(), self._token(link_id).encode())
            if not known or not link:
                raise AccessDenied()
        return link

    def _standing(self):
        """Where the link stands for whoever opens it.

        *open*, *used*, *expired*, *withdrawn*, or *over*: the visit has been moved to
        the past, called off or goes to another workplace.
        """
        self.ensure_one()
        if self.state != "open":
            return self.state
        person = self.person_id
        if not person.active or not person._answers_for(self.employer_id):
            return "withdrawn"
        visit = self.contact_id
        if visit and (
            visit.state != "planned"
            or visit.date < fields.Datetime.now()
            or visit.employer_id != self.employer_id
        ):
            return "over"
        return "open"

    def _use(self):
        """Take the one time that a link acts.

        :raises UserError: where it has been used meanwhile or has ended
        """
        self.ensure_one()
        # Two that press the button at once: the second one waits, and finds it used
        self.lock_for_update()
        if self._standing() != "open":
            raise UserError(self.env._("This link has been used already or has ended."))
        self.used_on = fields.Datetime.now()
