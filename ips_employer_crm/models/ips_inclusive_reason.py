import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Quality criterion 9: nobody is turned away as not ready, and health is no reason
REFUSED_WORDS = re.compile(
    r"\b(not|never|no|\w+n[’']t)\b[\w\s-]{0,20}\bready\b|\bunready|readiness|\bunfit"
    r"|\b(ei|eivät)\b[\w\s-]{0,25}(valmis\b|valmiita\b|työkyky)|epävalmi|valmiu"
    r"|työkyvyt|työkun(to|non)"
    r"|\b(inte|ej|icke)\b[\w\s-]{0,25}\b(redo|färdig|arbetsför)\b|\boredo"
    r"|arbetsoför",
    re.IGNORECASE,
)


class IpsInclusiveReason(models.AbstractModel):
    """Base of pick lists that say why something came to an end for a person.

    "Not ready for work" does not exist: everyone who wants to work is included
    (quality criterion 9, zero exclusion), and neither does a reason of health. Read by
    coaches, written by leaders and the administrator.
    """

    _name = "ips.inclusive.reason"
    _description = "Reason Without Exclusion"
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

    # CRUD

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        """Odoo checks no constraint on what the translation dialog writes."""
        res = super()._update_field_translations(
            field_name, translations, digest, source_lang
        )
        for lang in translations:
            self.with_context(lang=lang)._check_inclusion()
        return res
