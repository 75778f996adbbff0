from odoo import fields, models


class IpsContactPurpose(models.Model):
    """Purpose of an employer contact: a pick list that leaders keep.

    ``reaches_stage`` tells how far the relationship is once such a contact took
    place. Coaches read, leaders and the administrator write.
    """

    _name = "ips.contact.purpose"
    _description = "Purpose of an Employer Contact"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    reaches_stage = fields.Selection(
        [
            ("needs_known", "Needs known"),
            ("candidate_discussed", "Candidate discussed"),
        ],
        help="A contact with this purpose that took place brings the employer to this "
        "stage of cooperation.",
    )
