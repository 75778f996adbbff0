from odoo import fields, models

from .ips_disclosure import LEVELS


class IpsMatchPortalLog(models.Model):
    """What happened to a match in the portal: shown, taken back, what was answered.

    Rows are made by the code alone, and stay: what an employer could see from when on,
    by whose act, and what its people said. Words of theirs are kept as they were
    written. Read as the client; nobody writes or deletes one.
    """

    _name = "ips.match.portal.log"
    _description = "Match in the Portal"
    _inherit = ["ips.client.record"]
    _order = "date desc, id desc"
    _personal_fields = frozenset({"text"})

    match_id = fields.Many2one(
        "ips.match", required=True, readonly=True, index=True, ondelete="cascade"
    )
    client_id = fields.Many2one(
        related="match_id.client_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    date = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    kind = fields.Selection(
        [
            ("released", "Shown in the portal"),
            ("taken_back", "Taken back"),
            ("ended", "Shown no longer: the match went on"),
            ("yes", "Says yes to an interview"),
            ("question", "Asks"),
            ("no", "Declines"),
        ],
        string="What",
        required=True,
        readonly=True,
    )
    # By name too: whoever is deleted later did it all the same
    person_id = fields.Many2one(
        "res.partner", string="Contact", readonly=True, ondelete="set null"
    )
    person_name = fields.Char(string="Who", readonly=True)
    told_level = fields.Selection(LEVELS[1:], string="What Is Shown", readonly=True)
    until = fields.Date(string="Last Day", readonly=True)
    reason_id = fields.Many2one("ips.match.reason", readonly=True, ondelete="restrict")
    text = fields.Text(string="In Their Words", readonly=True)
    proposed_1 = fields.Datetime(string="Proposed Time", readonly=True)
    proposed_2 = fields.Datetime(string="Another Proposed Time", readonly=True)
