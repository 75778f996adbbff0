import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Quality criterion 9: nobody is turned away as not ready, and health is no reason
REFUSED_WORDS = re.compile(
    r"not\s+(yet\s+)?(job\s+)?ready|readiness|unfit"
    r"|ei\s+(ole\s+)?(vielä\s+)?valmis|valmiu|työkyvyt|työkunto|ei-työkyky"
    r"|inte\s+(ännu\s+)?(redo|färdig)|oredo|arbetsoförm",
    re.IGNORECASE,
)


class IpsClientEndReason(models.Model):
    """Why a person left the queue or the service: a pick list.

    "Not ready for work" does not exist: everyone who wants to work is included
    (quality criterion 9, zero exclusion), and neither does a reason of health. Read by
    coaches, written by leaders and the administrator.
    """

    _name = "ips.client.end.reason"
    _description = "Reason for Leaving"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    # CONSTRAINTS

    @api.constrains("name")
    def _check_inclusion(self):
        for reason in self:
            if REFUSED_WORDS.search(reason.name or ""):
                raise ValidationError(
                    self.env._(
                        '"%(name)s" is no reason: everyone who wants to work is '
                        "included (quality criterion 9).",
                        name=reason.name,
                    )
                )
