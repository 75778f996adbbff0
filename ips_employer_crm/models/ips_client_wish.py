from odoo import api, fields, models
from odoo.exceptions import ValidationError

CODE = {
    "compute": "_compute_codes",
    "store": True,
    "aggregator": None,
    "export_string_translation": False,
}


class IpsClientWish(models.Model):
    """A stated interest, or what to avoid, in the person's own words.

    An occupation or an industry makes it searchable; the words alone are enough. Only
    what the person said belongs here. Read and written as the client.
    """

    _name = "ips.client.wish"
    _description = "Job Wish"
    _inherit = ["ips.client.record"]
    _order = "kind desc, strength desc, id"
    _personal_fields = frozenset({"own_words"})

    kind = fields.Selection(
        [("wants", "Wants"), ("avoids", "Wants to avoid")],
        required=True,
        default="wants",
    )
    occupation_id = fields.Many2one("ips.occupation", index=True, ondelete="restrict")
    industry_id = fields.Many2one("res.partner.industry", ondelete="restrict")
    strength = fields.Selection(
        [("1", "Would do"), ("2", "Would like"), ("3", "Dream")],
        default="2",
        required=True,
        help="How much it matters to the person.",
    )
    # The levels of the occupation's code, for comparing many people with an opening
    code_1 = fields.Integer(**CODE)
    code_2 = fields.Integer(**CODE)
    code_3 = fields.Integer(**CODE)
    code_4 = fields.Integer(**CODE)
    strength_points = fields.Integer(**CODE)
    own_words = fields.Char(help="As the person said it.")

    @api.depends("occupation_id.code", "strength")
    def _compute_codes(self):
        for wish in self:
            code = wish.occupation_id.code or ""
            for level in range(1, 5):
                # A leading 1 keeps the zeros of the armed forces; 0 is no such level
                prefix = "1" + code[:level]
                wish[f"code_{level}"] = int(prefix) if len(code) >= level else 0
            wish.strength_points = int(wish.strength or 0)

    # CONSTRAINTS

    # The client stands for "always": a wish may come without any of the others
    @api.constrains("client_id", "occupation_id", "industry_id", "own_words")
    def _check_stated(self):
        for wish in self:
            words = (wish.own_words or "").strip()
            if not (wish.occupation_id or wish.industry_id or words):
                raise ValidationError(
                    self.env._(
                        "A wish needs an occupation, an industry or the person's own "
                        "words."
                    )
                )

    # BUSINESS

    def _label(self):
        """The wish in short: own words first, for they are the person's."""
        self.ensure_one()
        return (
            self.own_words or self.occupation_id.name or self.industry_id.name or ""
        ).strip()
