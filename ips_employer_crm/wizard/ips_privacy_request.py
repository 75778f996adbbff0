import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

PRIVACY = "ips_employer_crm.group_ips_privacy"
FOUND = 20
TERM_FROM = 3


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

    # ACTIONS

    def action_find(self):
        """Find people by the term, and log that they were found.

        Raises a user error where the term is too short to mean one person.
        """
        self.ensure_one()
        self._check_officer()
        term = (self.term or "").strip()
        if len(re.sub(r"\W", "", term)) < TERM_FROM:
            raise UserError(
                self.env._("Type a code, a whole name, an e-mail address or a number.")
            )
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say what was asked: it goes into the log."))
        clients = self._find(term)
        self.env["ips.client.access"]._log(clients, "find", "request", self.reason)
        # sudo: only what was found and logged here; officers make no rows themselves
        lines = self.sudo().line_ids
        lines.unlink()
        lines.create(
            [{"request_id": self.id, "client_id": client.id} for client in clients]
        )
        # What was typed may be a name: it is not kept
        self.write({"searched": True, "term": False})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Requests about personal data"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    # BUSINESS

    @api.model
    def _check_officer(self):
        if not self.env.user.has_group(PRIVACY):
            raise AccessError(
                self.env._("Only the data protection officer may look for people.")
            )

    @api.model
    def _find(self, term):
        """Clients of the officer's companies that the term means, 20 at most."""
        # sudo: the role was checked, and what is found is logged
        clients = self.env["ips.client"].sudo()
        own = [("company_id", "in", self.env.companies.ids)]
        signs = re.sub(r"[\s-]", "", term).upper()
        if re.fullmatch(r"[0-9A-Z]{6}", signs):
            found = clients.search(
                [*own, ("ref", "=", f"{signs[:3]}-{signs[3:]}")], limit=FOUND
            )
            if found:
                return found
        if "@" in term:
            return clients.search([*own, ("email", "=ilike", term)], limit=FOUND)
        digits = re.sub(r"\D", "", term)
        if len(digits) > 4 and not re.search(r"[^\W\d_]", term):
            # 040 and +358 40 are the same number
            tail = re.sub(r"^(00358|358|0)", "", digits)
            return clients.search([*own, ("phone", "!=", False)]).filtered(
                lambda client: (
                    re.sub(r"^(00358|358|0)", "", re.sub(r"\D", "", client.phone))
                    == tail
                )
            )[:FOUND]
        words = re.split(r"[\s,;-]+", term.casefold())
        named = clients.search(
            [*own, *(("name", "ilike", word) for word in words)], limit=200
        )
        return named.filtered(
            lambda client: (
                set(words) <= set(re.split(r"[\s,;-]+", client.name.casefold()))
            )
        )[:FOUND]
