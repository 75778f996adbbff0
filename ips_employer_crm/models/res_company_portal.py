from odoo import fields, models


class ResCompany(models.Model):
    """Company: on what legal ground it keeps data of the employers' people.

    A wellbeing services county and other public bodies: a task in the public interest
    (GDPR article 6(1)(e), Data Protection Act 1050/2018 section 4). Legitimate interest
    is not open to them; a private provider may choose it.
    """

    _inherit = "res.company"

    ips_legal_basis = fields.Selection(
        [
            ("public_task", "Task in the public interest (article 6(1)(e))"),
            ("legitimate_interest", "Legitimate interest (article 6(1)(f))"),
        ],
        string="Ground for Keeping Data of Contact Persons",
        default="public_task",
        required=True,
        help="Told to the employers' people when they first open the portal. Ask your "
        "data protection officer.",
    )
