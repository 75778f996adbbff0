import re
import unicodedata

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.mail import email_normalize_all

PRIVACY = "ips_employer_crm.group_ips_privacy"
FOUND = 20
TERM_FROM = 3
PHONE_FROM = 5


# How a term is compared with what is kept: all of its parts must be there


def words(text):
    """Whole words of a name, in any case, without signs between them."""
    return set(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold()))


def addresses(text):
    """E-mail addresses, in any case."""
    found = email_normalize_all(text) or [text.strip()]
    return {address.casefold() for address in found}


def numbers(text):
    """Phone numbers by their digits: 040 and +358 40 are the same."""
    digits = (re.sub(r"\D", "", part) for part in re.split(r"[,;/]", text))
    found = {re.sub(r"^(00358|358)?0*", "", part) for part in digits}
    return {part for part in found if len(part) >= PHONE_FROM}


class IpsPrivacyRequest(models.TransientModel):
    """The data protection officer's page: find a person, hand out what is held.

    The officer has no caseload and no access to clients. This page reads as superuser
    after asking for the role, and writes each look to the access log with the reason
    given: that somebody was found, that everything was handed out, that the log was
    read. A request and its rows are read by whoever made them, and by nobody else.

    Odoo's own Privacy Lookup finds no client, see ``privacy.lookup.wizard``.
    """

    _name = "ips.privacy.request"
    _description = "Request about Personal Data"
    _rec_name = "reason"

    reason = fields.Char(
        string="What Was Asked",
        required=True,
        help="Such as the day and the register number of the request. It goes into the "
        "access log: name nobody here.",
    )
    term = fields.Char(
        string="Code, Name, E-Mail or Phone",
        help="A code in any spelling, a name in whole words, an e-mail address or a "
        "phone number.",
    )
    line_ids = fields.One2many("ips.privacy.request.line", "request_id", readonly=True)
    searched = fields.Boolean()
    has_more = fields.Boolean()
    has_names = fields.Boolean(compute="_compute_has_names")

    # COMPUTES

    @api.depends("line_ids")
    def _compute_has_names(self):
        for row in self:
            row.has_names = any(line.name for line in row.line_ids)

    # CONSTRAINTS

    @api.constrains("reason")
    def _check_reason(self):
        for row in self:
            if not row.reason.strip():
                raise ValidationError(
                    self.env._("Say what was asked: it goes into the log.")
                )

    # ACTIONS

    def action_find(self):
        """Find people by the term, and log that they were found.

        Raises a user error where the term is too short to mean one person.
        """
        self.ensure_one()
        self._check_officer()
        term = (self.term or "").strip()
        if len("".join(words(term))) < TERM_FROM:
            raise UserError(
                self.env._("Type a code, a whole name, an e-mail address or a number.")
            )
        found = self._find(term)
        clients = found[:FOUND]
        self.env["ips.client.access"]._log(clients, "find", "request", self.reason)
        # sudo: only what was found and logged here; officers make no rows themselves
        lines = self.sudo().line_ids
        lines.unlink()
        lines.create(
            [{"request_id": self.id, "client_id": client.id} for client in clients]
        )
        # What was typed may be a name: it is not kept
        self.write({"searched": True, "has_more": len(found) > FOUND, "term": False})

    # BUSINESS

    @api.model
    def _check_officer(self):
        if not self.env.user.has_group(PRIVACY):
            raise AccessError(
                self.env._("Only the data protection officer may look for people.")
            )

    @api.model
    def _find(self, term):
        """Clients of the officer's companies that the term means.

        What is kept is compared here, not by SQL: a part of a word or a wildcard must
        find nobody, and different spellings must.
        """
        # sudo: the role was checked, and what is found is logged
        clients = self.env["ips.client"].sudo()
        own = [("company_id", "in", self.env.companies.ids)]
        signs = re.sub(r"[\W_]", "", term).upper()
        if re.fullmatch(r"[0-9A-Z]{6}", signs):
            ref = f"{signs[:3]}-{signs[3:]}"
            if found := clients.search([*own, ("ref", "=", ref)]):
                return found
        if "@" in term:
            name, spell = "email", addresses
        elif numbers(term) and not re.search(r"[^\W\d_]", term):
            name, spell = "phone", numbers
        else:
            name, spell = "name", words
        asked = spell(term)
        kept = clients.search_fetch([*own, (name, "!=", False)], [name])
        return kept.filtered(lambda client: asked <= spell(client[name]))
