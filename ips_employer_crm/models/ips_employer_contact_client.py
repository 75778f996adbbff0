from odoo import api, fields, models


class IpsEmployerContactClient(models.Model):
    """For whom an employer contact was made: the only link between the two.

    It lives beside the contact, which all coaches read, and carries the client's
    rules: whoever may not see the client sees no line. The note is the only place for
    words about a client. Whether the contact matches the person's wishes feeds quality
    criterion 16, whether it was in person criterion 15.

    Read and written as the client.
    """

    _name = "ips.employer.contact.client"
    _description = "Contact for a Client"
    _inherit = ["ips.client.record"]
    _order = "id desc"
    _personal_fields = frozenset({"note"})
    _leading_fields = frozenset({"client_id", "contact_id"})

    contact_id = fields.Many2one(
        "ips.employer.contact",
        string="Employer Contact",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    client_id = fields.Many2one(
        "ips.client",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('phase', 'not in', ('waiting', 'closed'))]",
    )
    matches_wishes = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        help="Whether the job or workplace is what the person wants. Empty: not known.",
    )
    client_present = fields.Boolean(string="Was There")
    note = fields.Text(help="Read by those who may see this person only.")
    contact_day = fields.Date(
        related="contact_id.day", string="Day", export_string_translation=False
    )
    employer_id = fields.Many2one(
        related="contact_id.employer_id", export_string_translation=False
    )

    _client_uniq = models.Constraint(
        "UNIQUE (contact_id, client_id)", "This person is on the contact already."
    )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._mark_specific()
        return lines

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & self._leading_fields:
            self._mark_specific()
        return res

    def _mark_specific(self):
        """A contact for somebody is about a particular job seeker; which one, it does
        not say.
        """
        contacts = self.contact_id.filtered(lambda row: not row.is_client_specific)
        # Whoever may not write the contact leaves it as it is
        contacts._filtered_access("write").write({"is_client_specific": True})
