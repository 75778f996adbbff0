from odoo import api, fields, models
from odoo.exceptions import ValidationError


class IpsClientWish(models.Model):
    """A stated interest, or what to avoid, in the person's own words.

    An occupation or an industry makes it searchable; the words alone are enough. Only
    what the person said belongs here. Read and written as the client.
    """

    _name = "ips.client.wish"
    _description = "Job Wish"
    _inherit = ["ips.client.record", "ips.occupation.levels"]
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
    # Twice what it multiplies the points of a wish by: once, one and a half, twice. So
    # whatever fits in full counts no less than what is only near, however strong
    strength_points = fields.Integer(
        compute="_compute_strength_points",
        store=True,
        precompute=True,
        aggregator=None,
        export_string_translation=False,
    )
    own_words = fields.Char(help="As the person said it.")

    # All that suggestions ask of a wish, so that they read the index alone
    _suggestions_idx = models.Index(
        "(client_id) INCLUDE (id, kind, strength_points, industry_id,"
        " occupation_code_1, occupation_code_2, occupation_code_3, occupation_code_4)"
    )

    # COMPUTES

    @api.depends("strength")
    def _compute_strength_points(self):
        for wish in self:
            wish.strength_points = int(wish.strength or 0) + 1

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

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        wishes = super().create(vals_list)
        self.env["ips.placement"]._keep_wishes_updated(wishes.client_id)
        return wishes

    def write(self, vals):
        res = super().write(vals)
        self.env["ips.placement"]._keep_wishes_updated(self.client_id)
        return res

    def unlink(self):
        clients = self.client_id
        res = super().unlink()
        self.env["ips.placement"]._keep_wishes_updated(clients)
        return res

    # BUSINESS

    def _label(self):
        """The wish in short: own words first, for they are the person's."""
        self.ensure_one()
        return (
            self.own_words or self.occupation_id.name or self.industry_id.name or ""
        ).strip()
