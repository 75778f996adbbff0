from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .ips_employer_contact import CHANNELS


class IpsContactRule(models.Model):
    """What counts as an employer contact, from a date on.

    The rule of a contact is the newest one valid on its day: the team's own before
    the general one (no team). A contact keeps the rule it was counted by, so the
    terms of a rule in use are fixed: another wording is a new rule from a new date.

    The shipped rule is item 17 of the quality criteria as the manual reads it
    (`domain.md` 1.3): in person, with someone who decides on hiring; general and
    client-specific contacts count alike, companions are not credited.
    All coaches read, the administrator writes.
    """

    _name = "ips.contact.rule"
    _description = "Counting Rule for Employer Contacts"
    _order = "valid_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    team_id = fields.Many2one(
        "crm.team",
        domain="[('use_job_openings', '=', True)]",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for all teams without a rule of their own.",
    )
    company_id = fields.Many2one(related="team_id.company_id", store=True)
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    channels = fields.Char(
        string="Ways That Count",
        required=True,
        default="in_person",
        help="Codes of the ways of contact that count, separated by commas: "
        "in_person, phone, email, remote, event, letter.",
    )
    requires_decision_maker = fields.Boolean(
        default=True, help="Only with someone who has a say in hiring."
    )
    counts_generic = fields.Boolean(
        string="General Contacts Count",
        default=True,
        help="Contacts that are not about one particular job seeker count as well.",
    )
    counts_companions = fields.Boolean(
        string="Companions Are Credited",
        help="Colleagues who came along get the contact in their own week too.",
    )

    @api.constrains("channels")
    def _check_channels(self):
        known = [code for code, _label in CHANNELS]
        for rule in self:
            unknown = rule._channel_codes() - set(known)
            if unknown or not rule._channel_codes():
                raise ValidationError(
                    self.env._(
                        "Ways that count: give one or more of %(known)s, separated by "
                        "commas.",
                        known=", ".join(known),
                    )
                )

    def write(self, vals):
        terms = {
            "team_id",
            "valid_from",
            "channels",
            "requires_decision_maker",
            "counts_generic",
            "counts_companions",
        }
        if terms & vals.keys():
            self._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused()

    def _check_unused(self):
        # sudo: an administrator reads no contacts, and only whether there are any
        # matters here
        used = self.env["ips.employer.contact"].sudo()
        if used.search_count([("rule_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Contacts have been counted by this rule, so it stays as it is. "
                    "Make a new rule that is valid from a later date."
                )
            )

    # BUSINESS

    def _channel_codes(self):
        self.ensure_one()
        return {code.strip() for code in (self.channels or "").split(",")} - {""}

    @api.model
    def _rule_for(self, team, day):
        """Return the rule of ``team`` on ``day``, among these records.

        Call it on all rules at once (they are few and sorted newest first), so that a
        batch of contacts costs one query.
        """
        valid = self.filtered(lambda rule: rule.valid_from <= day)
        own = valid.filtered(lambda rule: rule.team_id == team) if team else valid[:0]
        return own[:1] or valid.filtered(lambda rule: not rule.team_id)[:1]
