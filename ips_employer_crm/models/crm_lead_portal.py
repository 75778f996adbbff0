from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .ips_placement import KINDS

OFFERED_KINDS = [*KINDS[:1], ("tasks", "Tasks to carve"), *KINDS[1:]]
# A work trial lasts six months at most
LONGEST_TRIAL = 26
# What the employer's own people said: written by the portal alone
SAID_FIELDS = frozenset({"offered_on", "offered_person_id", "employer_words"})


class CrmLead(models.Model):
    """What the employer's own people say of an opening in the portal.

    They offer a job, tasks to carve or a work trial, change the terms, pause and
    withdraw. ``employer_words`` are theirs alone: no coach writes there, and what
    coaches note is never shown in the portal. Whatever they say belongs to their
    employer: an opening that goes to another one leaves the portal, and the words stay
    in its log only.

    A paused opening stays where it is and gives no suggestions.

    Raises UserError where what was said would be written by hand, ValidationError for
    a work trial of no sensible length.
    """

    _inherit = "crm.lead"

    # A copy is somebody else's: held back until it is published in turn
    portal_published = fields.Boolean(copy=False)
    offered_kind = fields.Selection(
        OFFERED_KINDS,
        string="What Is Offered",
        help="A work trial is unpaid and never counts as a job. Empty: a job.",
    )
    trial_weeks = fields.Integer(
        string="Weeks of the Trial", help="0: not stated. 26 weeks at most."
    )
    offered_on = fields.Date(string="Offered in the Portal", readonly=True, copy=False)
    offered_person_id = fields.Many2one(
        "res.partner",
        string="Offered By",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    employer_words = fields.Text(
        string="The Employer's Own Words",
        readonly=True,
        copy=False,
        help="Written in the portal, and shown there. Yours go into the notes.",
    )
    paused_on = fields.Date(
        string="Paused by the Employer",
        copy=False,
        help="Since then it gives no suggestions. Empty: not paused.",
    )

    # CONSTRAINTS

    @api.constrains("trial_weeks")
    def _check_trial_weeks(self):
        for lead in self:
            if not 0 <= lead.trial_weeks <= LONGEST_TRIAL:
                raise ValidationError(
                    self.env._(
                        "A work trial lasts 1 to %(number)s weeks.",
                        number=LONGEST_TRIAL,
                    )
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            if any(SAID_FIELDS & vals.keys() for vals in vals_list):
                raise self._said_by_others()
            said = {f"default_{name}": False for name in SAID_FIELDS}
            if said.keys() & self.env.context.keys():
                self = self.with_context(**said)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and SAID_FIELDS & vals.keys():
            raise self._said_by_others()
        moved = self._moving_away(vals.get("employer_id"))
        res = super().write(vals)
        moved._leave_portal(vals.get("portal_published", False))
        return res

    def _said_by_others(self):
        return UserError(self.env._("This is kept as it was, and not written by hand."))

    # WHAT WAS SAID BELONGS TO THE EMPLOYER

    def _moving_away(self, employer_id):
        """Those that an employer knows from the portal and that go to another one."""
        if not employer_id:
            return self.browse()
        company = self.env["res.partner"].browse(employer_id)._employer_company()
        return self.filtered(
            lambda lead: (
                (lead.portal_published or lead.employer_words)
                and lead.employer_id
                and lead.employer_id._employer_company() != company
            )
        )

    def _leave_portal(self, published):
        """Another employer's people read nothing of what these said.

        :param bool published: whether it was published for the other ones on purpose
        """
        for lead in self:
            # sudo: the coach changes the employer; what was said is the code's to keep
            opening = lead.sudo()
            if opening.employer_words:
                lines = Markup("<br/>").join(opening.employer_words.splitlines())
                opening.message_post(
                    body=Markup("<p>%s</p><p>%s</p>")
                    % (self.env._("The words of the employer before"), lines),
                    subtype_xmlid="mail.mt_note",
                )
            opening.carved_task_ids.employer_text = False
            opening.write({"portal_published": published, "employer_words": False})

    # MERGE

    def _merge_dependences(self, opportunities):
        """What was said comes along, from openings of the same employer alone."""
        res = super()._merge_dependences(opportunities)
        # sudo: a merge moves what belongs to the openings, whoever entered it
        kept = self.sudo()
        own = opportunities.sudo().filtered(
            lambda lead: lead.employer_id == kept.employer_id
        )
        offered = own.filtered("offered_on")[:1]
        if offered and not kept.offered_on:
            kept.offered_on = offered.offered_on
            kept.offered_person_id = offered.offered_person_id
        if not kept.employer_words:
            kept.employer_words = own.filtered("employer_words")[:1].employer_words
        return res
