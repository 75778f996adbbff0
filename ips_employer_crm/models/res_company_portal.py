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
    ips_link_days = fields.Integer(
        string="Days of a Link Without a Password",
        default=14,
        help="How long a link that a coach sends to an employer works, unless the "
        "coach says otherwise: 60 days at most.",
    )

    _ips_link_days_sane = models.Constraint(
        "CHECK (ips_link_days BETWEEN 1 AND 60)",
        "A link without a password lasts from 1 to 60 days.",
    )
