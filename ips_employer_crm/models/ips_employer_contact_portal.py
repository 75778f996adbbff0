from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.formats import day_and_time

ANSWER_FIELDS = {
    "employer_answer",
    "employer_answer_on",
    "employer_answer_person_id",
    "proposed_date_1",
    "proposed_date_2",
}
FEEDBACK_FIELDS = {
    "employer_feedback",
    "employer_feedback_text",
    "employer_feedback_on",
    "employer_feedback_person_id",
}


class IpsEmployerContact(models.Model):
    """What the employer's own people answer about a visit, and whether it was useful.

    An answer belongs to a planned visit at its time and place: it suits, another time
    is proposed, or the employer cancels. A later answer replaces it. When the coach
    moves the visit it is dropped, unless to a time that was proposed: that is settled
    then. Feedback is given once, about a visit that took place.

    Only the employer's people give them (``_employer_*``, for controllers): no coach
    writes these fields. Times are UTC.

    Raises a user error for an answer that comes too late, and for feedback that was
    given already.
    """

    _inherit = "ips.employer.contact"

    # Answer
    employer_answer = fields.Selection(
        [
            ("confirmed", "Confirmed"),
            ("other_time", "Proposes another time"),
            ("cancelled", "Cancelled by the employer"),
        ],
        string="Employer's Answer",
        readonly=True,
        copy=False,
    )
    employer_answer_on = fields.Datetime(
        string="Answered On", readonly=True, copy=False
    )
    employer_answer_person_id = fields.Many2one(
        "res.partner",
        string="Answered By",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    proposed_date_1 = fields.Datetime(
        string="First Proposed Time", readonly=True, copy=False
    )
    proposed_date_2 = fields.Datetime(
        string="Second Proposed Time", readonly=True, copy=False
    )
    employer_answer_text = fields.Char(
        string="Answer in Words",
        compute="_compute_employer_answer_text",
        help="Who answered what, with the times that were proposed.",
    )
    can_take_time = fields.Boolean(
        compute="_compute_can_take_time", export_string_translation=False
    )

    # Feedback
    employer_feedback = fields.Selection(
        [("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
        string="Useful to the Employer",
        readonly=True,
        copy=False,
        help="What the employer's own people answered in the portal after the visit.",
    )
    employer_feedback_text = fields.Text(
        string="In the Employer's Words", readonly=True, copy=False
    )
    employer_feedback_on = fields.Datetime(
        string="Feedback On", readonly=True, copy=False
    )
    employer_feedback_person_id = fields.Many2one(
        "res.partner",
        string="Feedback By",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )

    # COMPUTES

    @api.depends(
        "date",
        "employer_answer",
        "employer_answer_person_id.name",
        "proposed_date_1",
        "proposed_date_2",
    )
    @api.depends_context("lang")
    def _compute_employer_answer_text(self):
        for contact in self:
            answer = contact.employer_answer
            # sudo: only who answered; whoever reads the contact reads that as well
            name = contact.sudo().employer_answer_person_id.name
            words = {"person": name or self.env._("The employer")}
            text = ""
            if answer == "confirmed":
                text = self.env._("Confirmed by %(person)s", **words)
            elif answer == "cancelled":
                text = self.env._("Cancelled by %(person)s", **words)
            elif answer == "other_time":
                text = self.env._(
                    "%(person)s proposes %(times)s",
                    times=contact._proposed_times(),
                    **words,
                )
            contact.employer_answer_text = text

    @api.depends("state", "employer_answer")
    @api.depends_context("uid")
    def _compute_can_take_time(self):
        asked = self.filtered(
            lambda contact: (
                contact.state == "planned" and contact.employer_answer == "other_time"
            )
        )
        own = asked._origin._filtered_access("write")
        for contact in self:
            contact.can_take_time = contact._origin in own

    # CRUD

    @api.model
    def default_get(self, fields):
        """No answer comes with a context either."""
        values = super().default_get(fields)
        return values if self.env.su else self._without_derived(values)

    def write(self, vals):
        before = {}
        if {"date", "employer_id", "state"} & vals.keys():
            before = {
                contact: (contact.date, contact.employer_id, contact.state)
                for contact in self
                if contact.employer_answer
            }
        res = super().write(vals)
        for contact, old in before.items():
            contact._review_answer(*old)
        return res

    def _without_derived(self, vals):
        vals = super()._without_derived(vals)
        if self.env.su:
            return vals
        theirs = ANSWER_FIELDS | FEEDBACK_FIELDS
        return {key: val for key, val in vals.items() if key not in theirs}

    def _review_answer(self, date, employer, state):
        """Drop the answer where it was about another time or place.

        What was answered stays with a visit that took place or was cancelled.
        """
        moved = (date, employer, state) != (self.date, self.employer_id, self.state)
        if not moved or self.state != "planned":
            return
        values = dict.fromkeys(ANSWER_FIELDS, False)
        proposed = filter(None, (self.proposed_date_1, self.proposed_date_2))
        if state == "planned" and employer == self.employer_id:
            if self.employer_answer == "other_time" and self.date in proposed:
                values = {
                    "employer_answer": "confirmed",
                    "proposed_date_1": False,
                    "proposed_date_2": False,
                }
        # sudo: nobody writes an answer; this one follows from the move
        self.sudo().write(values)

    # ACTIONS

    def action_take_first_time(self):
        """Move the visit to the first time that the employer proposed."""
        self._take_time("proposed_date_1")

    def action_take_second_time(self):
        """Move the visit to the second time that the employer proposed."""
        self._take_time("proposed_date_2")

    def _take_time(self, name):
        for contact in self:
            moment = contact[name]
            if contact.state != "planned" or not moment:
                raise UserError(
                    self.env._("This time is not proposed any more. Please look again.")
                )
            if moment <= fields.Datetime.now():
                raise UserError(
                    self.env._("This time has passed. Agree on another one.")
                )
            contact.date = moment

    # BUSINESS

    def _proposed_times(self):
        """The proposed times in words, in the language of the context."""
        self.ensure_one()
        times = [
            day_and_time(self.env, moment, self.company_id._ips_tz())
            for moment in (self.proposed_date_1, self.proposed_date_2)
            if moment
        ]
        return self.env._(" or ").join(times)

    def _is_answerable(self):
        """Whether the employer can still answer: planned, and not begun."""
        self.ensure_one()
        return self.state == "planned" and self.date > fields.Datetime.now()

    def _check_answerable(self):
        if self.state == "cancelled":
            raise UserError(
                self.env._("This visit has been cancelled. Write to your coach.")
            )
        if not self._is_answerable():
            raise UserError(
                self.env._("This visit has begun or is over. Call your coach.")
            )

    def _answer_values(self, person, answer, moments=()):
        first, second = [*moments, False, False][:2]
        return {
            "employer_answer": answer,
            "employer_answer_on": fields.Datetime.now(),
            "employer_answer_person_id": person.id,
            "proposed_date_1": first,
            "proposed_date_2": second,
        }

    def _employer_confirm(self, person, date):
        """The visit suits the employer.

        :param person: ``res.partner`` who says so; the caller has checked that it
            answers for the place
        :param datetime date: the time of the visit that ``person`` was shown
        """
        self._check_answerable()
        if date != self.date:
            raise UserError(
                self.env._("The visit has been moved meanwhile. Please look again.")
            )
        if self.employer_answer == "confirmed":
            return
        # sudo: HR has no access line; see the parameters
        self.sudo().write(self._answer_values(person, "confirmed"))
        told = self._for_coach()
        told._portal_heard(person, told.env._("Visit confirmed"))

    def _employer_propose(self, person, moments):
        """The employer proposes one or two other times.

        :param person: see ``_employer_confirm``
        :param list moments: naive UTC datetimes that lie ahead
        """
        self._check_answerable()
        moments = list(dict.fromkeys(moments))
        if not moments or len(moments) > 2:
            raise UserError(self.env._("Propose one time or two."))
        now = fields.Datetime.now()
        for moment in moments:
            if moment <= now:
                raise UserError(self.env._("Propose a time that lies ahead."))
            if moment > fields.Datetime.add(now, years=1):
                raise UserError(self.env._("Propose a time within a year."))
            if moment == self.date:
                raise UserError(self.env._("The visit is planned for that time."))
        now_proposed = [self.proposed_date_1, self.proposed_date_2]
        if (
            self.employer_answer == "other_time"
            and now_proposed
            == [
                *moments,
                False,
            ][:2]
        ):
            return
        # sudo: HR has no access line; see the parameters
        self.sudo().write(self._answer_values(person, "other_time", moments))
        told = self._for_coach()
        told._portal_heard(
            person,
            told.env._(
                "Another time proposed: %(times)s", times=told._proposed_times()
            ),
        )

    def _employer_cancel(self, person, reason):
        """The employer cancels the visit; it leaves the coach's calendar.

        :param person: see ``_employer_confirm``
        :param str reason: a word of why, for the coach
        """
        if self.state == "cancelled" and self.employer_answer == "cancelled":
            return
        self._check_answerable()
        if not reason:
            raise UserError(self.env._("Say in a few words why you cancel."))
        # sudo: HR has no access line; see the parameters
        contact = self.sudo()
        contact.write(self._answer_values(person, "cancelled"))
        contact.action_cancel()
        told = self._for_coach()
        told._portal_heard(
            person, told.env._("Visit cancelled by the employer"), reason
        )

    def _employer_tell(self, person, feedback, text=""):
        """The employer says whether the visit was useful: once.

        :param person: see ``_employer_confirm``
        :param str feedback: yes, partly, no
        :param str text: words of their own, if any
        """
        if self.employer_feedback:
            raise UserError(
                self.env._("Your company has answered this already. Thank you.")
            )
        if not self._takes_feedback():
            raise UserError(self.env._("This visit cannot be answered any more."))
        if feedback not in self._fields["employer_feedback"].get_values(self.env):
            raise UserError(self.env._("Choose one of the answers."))
        # sudo: HR has no access line; see the parameters
        self.sudo().write(
            {
                "employer_feedback": feedback,
                "employer_feedback_text": text or False,
                "employer_feedback_on": fields.Datetime.now(),
                "employer_feedback_person_id": person.id,
            }
        )
        told = self._for_coach()
        label = dict(
            told._fields["employer_feedback"]._description_selection(told.env)
        )[feedback]
        told._portal_heard(
            person, told.env._("Was the visit useful? %(answer)s", answer=label), text
        )
