from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

# The employer has heard of somebody, and nothing is settled yet
SHOWN_STATES = ("introduced", "interview", "offered")
# Phases of people who look for a job: who has agreed with an employer is shown to none
LOOKING_PHASES = ("agreed", "profiling", "searching")


class IpsMatch(models.Model):
    """A match that the coach shows to people at the employer, in the portal.

    Showing is an act of the coach's, with a day on which it began and, if wanted, its
    last one. What is seen is worked out anew at every look, by ``_shown_to``: those
    named in the disclosure in force, at what that allows, and nobody else. So a word
    that is withdrawn, ends or is replaced needs no act here to count at once.

    It ends for good where the match goes on (hired, declined, taken up again), where
    the person applies alone, or where the opening moves to another employer; then it
    takes a new act. ``ips.match.portal.log`` keeps what was shown when, and by whom.

    Raises UserError where something is missing for it: one sentence that says what.
    """

    _name = "ips.match"
    _inherit = ["ips.match", "ips.client.activity"]

    released_on = fields.Date(
        string="In the Portal Since",
        readonly=True,
        copy=False,
        help="The employer's own people see it who are named in what was agreed.",
    )
    released_until = fields.Date(
        string="In the Portal Until",
        copy=False,
        help="The last day. Empty: as long as what was agreed holds. Never longer.",
    )
    # For whom the coach did it: an opening may get another employer
    released_employer_id = fields.Many2one(
        "res.partner",
        string="In the Portal Of",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    portal_log_ids = fields.One2many(
        "ips.match.portal.log", "match_id", string="In the Portal", readonly=True
    )
    portal_summary = fields.Text(
        string="Who Sees It",
        compute="_compute_portal_summary",
        help="In the portal, now. Follows what has been agreed and is in force.",
    )

    _released = models.Index("(released_employer_id) WHERE released_on IS NOT NULL")

    # COMPUTES

    @api.depends("released_on", "released_until", "state", "approach", "told_level")
    @api.depends_context("lang", "uid")
    def _compute_portal_summary(self):
        levels = dict(self._fields["told_level"]._description_selection(self.env))
        released = self._origin.filtered("released_on")
        agreed = released._agreed_at()
        seen = {}
        for person in self.env["ips.disclosure"].union(*agreed.values()).person_ids:
            for match, (level, until) in self._shown_to(person, released).items():
                seen.setdefault(match.id, []).append(
                    self.env._(
                        '%(person)s sees "%(level)s" until %(day)s.',
                        person=person.name,
                        level=levels[str(level)],
                        day=format_date(self.env, until),
                    )
                )
        for match in self:
            origin = match._origin
            match.portal_summary = origin in released and (
                "\n".join(seen.get(origin.id, ()))
                or self.env._(
                    "Nobody sees it now. %(reason)s",
                    reason=origin._release_problem(agreed[origin]) or "",
                )
            )

    # CRUD

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"state", "approach", "lead_id"}:
            gone = self.filtered("released_on").filtered(
                lambda match: (
                    match.state not in SHOWN_STATES
                    or match.approach != "coach_speaks"
                    or match.lead_id.employer_id != match.released_employer_id
                )
            )
            gone._end_release("ended")
        if vals.keys() & {"told_level", "released_until"} and not self.env.su:
            # Shown another way from now on
            agreed = self._agreed_at()
            for match in self.filtered("released_on"):
                match._check_until(agreed[match])
                match._log_release(agreed[match])
        return res

    # ACTIONS

    def action_release(self):
        """Show it to those at the employer who are named in what was agreed.

        A match that the employer has not heard of yet becomes *introduced* by it.
        """
        self.check_access("write")
        for match in self:
            agreed = match._agreed_at()[match]
            problem = match._release_problem(agreed)
            if problem:
                raise UserError(problem)
            match._check_until(agreed)
            if match.state not in SHOWN_STATES:
                match.write({"state": "introduced"})
            # sudo: kept by the code alone; the right to write was checked above
            match.sudo().write(
                {
                    "released_on": match.released_on or match.company_id._ips_today(),
                    "released_employer_id": match.lead_id.employer_id.id,
                }
            )
            match._log_release(agreed)

    def action_take_back(self):
        """Show it to nobody any more, from the next look on."""
        self.check_access("write")
        self.filtered("released_on")._end_release("taken_back")

    # BUSINESS

    def _end_release(self, kind=None):
        """Show them to nobody any more; ``kind`` of what happened, to be kept."""
        for match in self:
            # sudo: kept by the code alone; the caller has changed these or may
            match.sudo().write(
                {
                    "released_on": False,
                    "released_until": False,
                    "released_employer_id": False,
                }
            )
            if kind:
                match._log_portal(kind, self.env.user.partner_id)

    def _log_release(self, agreed):
        """Keep what is shown from now on, and until when."""
        self._log_portal(
            "released",
            self.env.user.partner_id,
            told_level=self.told_level,
            until=self.released_until or agreed.valid_to,
        )

    def _log_portal(self, kind, person, **values):
        """Keep what happened."""
        # sudo: rows are made by the code alone, for matches that it has checked
        self.env["ips.match.portal.log"].sudo().create(
            {
                "match_id": self.id,
                "kind": kind,
                "person_id": person.id,
                "person_name": person.name,
                **values,
            }
        )

    def _take_over(self, others):
        """Keep what was said about matches that become one with this one."""
        others.portal_log_ids.match_id = self
        # sudo: of matches that the caller is about to merge
        self.env["mail.activity"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", others.ids)]
        ).write({"res_id": self.id})

    def _agreed_at(self):
        """Return {match: what is in force for its employer}."""
        asked = {
            employer: matches.client_id
            for employer, matches in self.grouped("employer_id").items()
        }
        agreed = self.env["ips.disclosure"]._in_force_at(asked)
        return {match: agreed[match.employer_id][match.client_id] for match in self}

    def _release_problem(self, agreed):
        """What stands in the way of showing it, in a sentence; False where nothing.

        :param agreed: what is in force for the employer
        """
        self.ensure_one()
        env, lead, client = self.env, self.lead_id, self.client_id
        names = {"client": client.ref, "employer": lead.employer_id.name or ""}
        if self.approach != "coach_speaks":
            return env._(
                "The portal is for matches in which the coach speaks. Here %(client)s "
                "applies alone.",
                **names,
            )
        if self.state in ("hired", "declined"):
            return env._("This match has come to its end. Take it up again first.")
        if not lead.active or lead.stage_id.is_won:
            return env._("The opening is not open any more.")
        if client.phase not in LOOKING_PHASES:
            return env._("%(client)s is not looking for a job now.", **names)
        try:
            self._check_told(agreed, lead.employer_id)
        except UserError as error:
            return error.args[0]
        if not any(
            self._portal_users(person) and person._answers_for(lead.employer_id)
            for person in agreed.person_ids
        ):
            return env._(
                "Nobody with a portal account at %(employer)s is named in what "
                "%(client)s agreed to. Agree with the person on who may see it, and "
                "invite them to the portal.",
                **names,
            )
        if self.released_on and lead.employer_id != self.released_employer_id:
            return env._("The opening has another employer now. Show it there anew.")
        if self.released_until and self.released_until < self.company_id._ips_today():
            return env._("The last day has passed. Choose another one, or none.")
        return False

    def _check_until(self, agreed):
        """Refuse a last day beyond what was agreed."""
        self.ensure_one()
        until, limit = self.released_until, agreed.valid_to
        if until and limit and until > limit:
            raise UserError(
                self.env._(
                    "What %(client)s agreed to holds until %(day)s. The portal cannot "
                    "show it longer.",
                    client=self.client_id.ref,
                    day=format_date(self.env, limit),
                )
            )

    @api.model
    def _portal_users(self, person):
        """The person's logins to the portal."""
        # sudo: whether there is one, and of which companies; nothing is shown
        users = person.sudo().user_ids
        return users.filtered(lambda user: user.active and user._is_portal())

    @api.model
    def _shown_to(self, person, within=None):
        """What somebody at an employer may see in the portal now, and how much of it.

        The one place that decides it; pages, counts and answers all ask here. Shown is
        what the coach has released, of an opening that is open, at a place that the
        person answers for, of somebody who looks for a job; to whoever is named in the
        disclosure in force for that very place, at its level or the match's own,
        whichever is lower, and never where the client wants to tell it alone.

        An opening need not be published: that says who sees the opening, and showing
        somebody for it is an act of its own, for people who are named.

        :param person: ``res.partner``
        :param within: only these matches
        :returns: ``{match: (level, last day)}``; the matches as superuser
        """
        users = self._portal_users(person)
        places = person._answered_places() if users else person.browse()
        if not places:
            return {}
        domain = Domain(
            [
                ("released_on", "!=", False),
                ("released_employer_id", "in", places.ids),
                ("state", "in", SHOWN_STATES),
                ("approach", "=", "coach_speaks"),
                ("client_id.phase", "in", LOOKING_PHASES),
                ("lead_id.is_job_opening", "=", True),
                ("lead_id.active", "=", True),
                ("lead_id.stage_id.is_won", "!=", True),
                ("lead_id.employer_id", "in", places.ids),
                ("company_id", "in", users.company_ids.ids),
            ]
        )
        if within is not None:
            domain &= Domain("id", "in", within.ids)
        # sudo: HR reads no match; what is found lies at places of the person's own,
        # and what may be told of it is asked below
        matches = self.sudo().search(domain, order="id")
        by_place = matches.grouped(lambda match: match.lead_id.employer_id)
        asked = {employer: rows.client_id for employer, rows in by_place.items()}
        agreed = matches.env["ips.disclosure"]._in_force_at(asked, person)
        shown = {}
        for match in matches:
            employer = match.lead_id.employer_id
            row = agreed[employer][match.client_id]
            level = min(int(row.level or "0"), int(match.told_level))
            if level < 1 or row.told_by == "client":
                continue
            until = min(filter(None, (match.released_until, row.valid_to)))
            if (
                match.released_employer_id == employer
                and until >= match.company_id._ips_today()
            ):
                shown[match] = (level, until)
        return shown
