from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .ips_disclosure import LEVELS

STATES = [
    ("considered", "Considered"),
    ("agreed", "Agreed with the person"),
    ("introduced", "Introduced"),
    ("interview", "Interview"),
    ("offered", "Offered"),
    ("hired", "Hired"),
    ("declined", "Declined"),
]
ORDER = [state for state, _label in STATES]
# From here on the employer has heard of somebody
TOLD_STATES = ("introduced", "interview", "offered", "hired")
# From here on they have met: who is offered a job without more was not less far
MET_STATES = ("interview", "offered", "hired")


class IpsMatch(models.Model):
    """A pair of a person and an opening that someone took up.

    States: *considered*, *agreed* with the person, *introduced* to the employer,
    *interview*, *offered*, *hired*, or *declined* by one side with a reason that knows
    no health. One pair once. Score and explanation are kept as they were when the pair
    was taken up.

    ``approach`` decides who speaks. Where the coach does, introducing needs a
    disclosure in force that reaches this employer, at the level of ``told_level`` or
    above; what is missing is said. ``employer_text`` holds what may be told then and
    nothing else. Where the person applies alone, every state can be recorded without
    any: not disclosing never costs a person a job.

    Raises UserError where more would be told than was agreed or a pair would become
    another one, ValidationError where a declined match does not say by whom.

    Read and written as the client; the opening knows a number only.
    """

    _name = "ips.match"
    _description = "Match"
    _inherit = ["ips.client.record"]
    _order = "write_date desc, id desc"
    _personal_fields = frozenset({"explanation", "person_explanation"})
    _kept_fields = frozenset(
        {
            *{"introduced_on", "interviewed_on", "score"},
            *{"explanation", "person_explanation"},
            *{"disclosure_id", "agreed_level"},
            *{"released_on", "released_employer_id"},
        }
    )

    # Domain only: a rule of the opening's must not tell that a match holds it
    lead_id = fields.Many2one(
        "crm.lead",
        string="Job Opening",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('is_job_opening', '=', True)]",
    )
    employer_id = fields.Many2one(related="lead_id.employer_id")
    approach = fields.Selection(
        [
            ("coach_speaks", "The coach speaks"),
            ("person_applies", "The person applies"),
        ],
        required=True,
        default="person_applies",
    )
    state = fields.Selection(
        STATES, required=True, default="considered", index=True, group_expand=True
    )
    told_level = fields.Selection(
        LEVELS[1:],
        string="What We Tell",
        required=True,
        default="1",
        help="The least that the introduction needs. No more than was agreed.",
    )
    declined_by = fields.Selection(
        [("client", "The person"), ("employer", "The employer")]
    )
    reason_id = fields.Many2one("ips.match.reason", ondelete="restrict")
    introduced_on = fields.Date(readonly=True, copy=False)
    interviewed_on = fields.Date(
        string="Interview On",
        readonly=True,
        copy=False,
        help="The day on which the pair first got as far as an interview, or beyond.",
    )
    score = fields.Integer(readonly=True, aggregator="max")
    explanation = fields.Text(string="Reasons", readonly=True)
    person_explanation = fields.Text(string="Reasons for the Person", readonly=True)
    # Set null: the company may go, and its consent with it; that it was told stays
    disclosure_id = fields.Many2one(
        "ips.disclosure",
        string="Told On the Ground Of",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    agreed_level = fields.Selection(
        LEVELS[1:],
        string="Agreed On",
        readonly=True,
        copy=False,
        help="The level that was in force when the employer was told.",
    )

    _pair_uniq = models.Constraint(
        "UNIQUE (client_id, lead_id)", "This pair has been taken up already."
    )

    # CONSTRAINTS

    @api.constrains("state", "declined_by", "reason_id")
    def _check_declined(self):
        for match in self:
            if match.state == "declined" and not match.declined_by:
                raise ValidationError(
                    self.env._("Say who declined: the person or the employer.")
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        matches = super().create(vals_list)
        matches._check_openings()
        matches._keep_explanation()
        told = matches.filtered(lambda match: match.state in TOLD_STATES)
        told._tell(told)
        return matches

    def write(self, vals):
        if not self.env.su:
            for name in vals.keys() & {"client_id", "lead_id"}:
                if any(match[name].id != vals[name] for match in self):
                    raise UserError(
                        self.env._("A pair stays the pair it is. Take up another one.")
                    )
        if vals.get("state", "declined") != "declined":
            vals = {**vals, "declined_by": False, "reason_id": False}
        untold = self.filtered(lambda match: match.state not in TOLD_STATES)
        res = super().write(vals)
        if vals.keys() & {"state", "approach", "told_level"}:
            told = self.filtered(lambda match: match.state in TOLD_STATES)
            told._tell(told & untold)
        return res

    # ACTIONS

    def action_decline_client(self):
        """The person says no; the reason can be added."""
        self.write({"state": "declined", "declined_by": "client"})

    def action_decline_employer(self):
        """The employer says no; the reason can be added."""
        self.write({"state": "declined", "declined_by": "employer"})

    def action_start_job(self):
        """Open the dialog for the job that comes of it."""
        self.ensure_one()
        return self.env["ips.placement.start"]._action_open(match=self)

    def action_reopen(self):
        """Back to where it began; what was told stays on record."""
        self.write({"state": "considered"})

    # BUSINESS

    def _check_openings(self):
        """Only openings are taken up, and only those that the caller sees."""
        leads = self.lead_id
        seen = self.env["crm.lead"].search_count(
            [("id", "in", leads.ids), ("is_job_opening", "=", True)]
        )
        if seen < len(leads):
            raise UserError(self.env._("Choose a job opening."))

    @api.model
    def _move_to(self, opening, openings):
        """Matches of merged openings go to the one that stays; a pair stays one.

        Of two matches with the same person the one that got further stays, and keeps
        what the employer was told in either.
        """
        matches = self.search([("lead_id", "in", (opening | openings).ids)])
        for pair in matches.grouped("client_id").values():
            best = pair.sorted(
                lambda match: (
                    match.state != "declined",
                    ORDER.index(match.state),
                    match.id,
                )
            )[-1:]
            told = pair.filtered("introduced_on").sorted("introduced_on")[-1:]
            kept = ("introduced_on", "disclosure_id", "agreed_level")
            values = told._read_format(kept, load=None)[0] if told else {}
            values.pop("id", None)
            met = pair.filtered("interviewed_on").mapped("interviewed_on")
            if met:
                values["interviewed_on"] = min(met)
            placements = self.env["ips.placement"].sudo()
            placements.search([("match_id", "in", (pair - best).ids)]).match_id = best
            best._take_over(pair - best)
            (pair - best).unlink()
            if best.lead_id != opening:
                values["lead_id"] = opening.id
                self.flush_model()
            if values:
                best.write(values)

    def _keep_explanation(self):
        """Score and explanation as they are now, from the running rules."""
        suggestions = self.env["ips.match.suggestion"].search(
            [
                ("client_id", "in", self.client_id.ids),
                ("lead_id", "in", self.lead_id.ids),
            ]
        )
        by_pair = {(row.client_id, row.lead_id): row for row in suggestions}
        for match in self:
            row = by_pair.get((match.client_id, match.lead_id))
            if row:
                # sudo: kept by the code alone; read above with the caller's rights
                match.sudo().write(
                    {
                        "score": row.score,
                        "explanation": row.explanation,
                        "person_explanation": row.person_explanation,
                    }
                )

    def _tell(self, anew):
        """The employer hears of the person: note it, or refuse what is not agreed.

        Asked again at every step that the coach speaks for: consent may have been taken
        back meanwhile. ``anew`` are those that the employer hears of now.
        """
        disclosures = self.env["ips.disclosure"]
        for match in self:
            values = {}
            today = match.company_id._ips_today()
            if match in anew:
                values["introduced_on"] = today
            if match.state in MET_STATES and not match.interviewed_on:
                values["interviewed_on"] = today
            if match.approach == "coach_speaks":
                employer = match.lead_id.employer_id
                row = disclosures._in_force(match.client_id, employer)[match.client_id]
                match._check_told(row, employer)
                values |= {"disclosure_id": row.id, "agreed_level": row.level}
            # sudo: kept by the code alone; what may be told was checked just above
            match.sudo().write(values)

    def _check_told(self, disclosure, employer):
        """Refuse to tell more than was agreed, and say what is missing."""
        self.ensure_one()
        names = {
            "client": self.client_id.ref,
            "employer": employer.name or self.env._("this employer"),
        }
        if int(disclosure.level or "0") < 1:
            raise UserError(
                self.env._(
                    "%(client)s has not agreed that %(employer)s is told anything. "
                    "Agree on at least level 1 first, or let the person apply.",
                    **names,
                )
            )
        if disclosure.told_by == "client":
            raise UserError(
                self.env._(
                    "%(client)s wants to tell %(employer)s in person. Let the person "
                    "apply.",
                    **names,
                )
            )
        if int(disclosure.level) < int(self.told_level):
            labels = dict(self._fields["told_level"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    'What %(client)s has agreed to for %(employer)s is "%(agreed)s". '
                    'To tell "%(told)s", agree on it with the person first, or tell '
                    "less.",
                    agreed=labels[disclosure.level],
                    told=labels[self.told_level],
                    **names,
                )
            )
