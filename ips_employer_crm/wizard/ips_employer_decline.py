from odoo import fields, models
from odoo.exceptions import ValidationError


class IpsEmployerDecline(models.TransientModel):
    """Asks why an employer declined and when to ask again, then marks it so."""

    _name = "ips.employer.decline"
    _description = "Mark an Employer as Declined"

    employer_id = fields.Many2one("res.partner", required=True, readonly=True)
    reason_id = fields.Many2one("ips.decline.reason", required=True)
    retry_date = fields.Date(
        string="Ask Again On", help="Empty: the employer does not want to be asked."
    )

    def action_apply(self):
        """Mark the employer as declined.

        Raises a validation error for whatever is no employer.
        """
        for wizard in self:
            employer = wizard.employer_id
            if not employer.is_employer or employer.parent_id:
                raise ValidationError(
                    self.env._("%(name)s is no employer.", name=employer.name)
                )
            wizard.employer_id.write(
                {
                    "employer_stage": "declined",
                    "decline_reason_id": wizard.reason_id.id,
                    "decline_retry_date": wizard.retry_date,
                }
            )
