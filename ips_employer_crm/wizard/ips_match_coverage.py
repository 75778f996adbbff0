from datetime import timedelta

from odoo import Command, api, fields, models

# A person should not be without a suggestion taken up for longer (days)
SILENT_DAYS = 30
# What suggestions compare, as fields of a person; "wish" stands for any wish
KNOWN_FIELDS = {
    "municipality_id": ["municipality_id"],
    "max_distance_km": ["max_distance_km"],
    "hours": ["hours_min", "hours_max"],
    "shift": ["shift_day", "shift_evening", "shift_night", "shift_weekend"],
    "available_from": ["available_from"],
    "wish_ids": ["wish_ids"],
    "condition_ids": ["condition_ids"],
    "licence_ids": ["licence_ids"],
    "language_ids": ["language_ids"],
}


class IpsMatchCoverage(models.TransientModel):
    """Whom suggestions do not reach: people, openings and questions not asked.

    People in the search with nothing taken up for 30 days, openings that were never
    discussed with anyone, and the share of people about whom something is not known
    that suggestions compare. Within the reader's reach; only its maker reads it.
    """

    _name = "ips.match.coverage"
    _description = "Coverage of Suggestions"
    _inherit = ["ips.figures"]

    people_count = fields.Integer(string="People in the Search", readonly=True)
    silent_count = fields.Integer(
        string="Nothing Taken Up for 30 Days",
        readonly=True,
        help="People in the search for whom nothing was taken up for 30 days.",
    )
    opening_count = fields.Integer(string="Open Job Openings", readonly=True)
    untouched_count = fields.Integer(
        string="Never Discussed With Anyone",
        readonly=True,
        help="Openings that nobody took up with anyone yet.",
    )
    line_ids = fields.One2many("ips.match.coverage.line", "coverage_id", readonly=True)

    # COMPUTES

    @api.depends_context("lang")
    def _compute_display_name(self):
        for coverage in self:
            coverage.display_name = self.env._("Coverage")

    # ACTIONS

    def action_view_silent(self):
        """People in the search for whom nothing was taken up for 30 days."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_client_action"
        )
        action["domain"] = self._silent_domain()
        action["display_name"] = self.env._("Nothing taken up for 30 days")
        action["context"] = {}
        return action

    def action_view_untouched(self):
        """Openings that were never discussed with anyone."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.crm_lead_action_job_opening"
        )
        action["domain"] = self._untouched_domain()
        action["display_name"] = self.env._("Never discussed with anyone")
        action["context"] = {}
        return action

    # BUSINESS

    @api.model
    def _silent_domain(self):
        since = fields.Datetime.now() - timedelta(days=SILENT_DAYS)
        entered = self.env.company._ips_today() - timedelta(days=SILENT_DAYS)
        return [
            ("is_job_seeker", "=", True),
            ("entry_date", "<=", entered),
            ("match_ids", "not any", [("create_date", ">=", since)]),
        ]

    @api.model
    def _untouched_domain(self):
        return [("id", "in", self._open_openings().ids), ("is_discussed", "=", False)]

    @api.model
    def _open_openings(self):
        """Openings with a position to fill, as suggestions take them."""
        openings = self.env["crm.lead"].search_fetch(
            [
                ("is_job_opening", "=", True),
                ("stage_id.is_won", "!=", True),
                ("paused_on", "=", False),
            ],
            ["positions", "positions_filled"],
        )
        return openings.filtered(lambda lead: lead.positions_filled < lead.positions)

    def _count(self):
        """Fill in the figures."""
        self.ensure_one()
        clients, openings = self.env["ips.client"], self.env["crm.lead"]
        people = clients.search_fetch(
            [("is_job_seeker", "=", True)],
            [name for names in KNOWN_FIELDS.values() for name in names],
        )
        labels = {
            "hours": self.env._("Hours a week"),
            "shift": self.env._("Times of day"),
        }
        lines = []
        for key, names in KNOWN_FIELDS.items():
            unknown = people.filtered(
                lambda person, names=names: not any(person[name] for name in names)
            )
            label = labels.get(key) or clients._fields[key]._description_string(
                self.env
            )
            lines.append(
                {
                    "name": label,
                    "unknown": len(unknown),
                    "share": len(unknown) / len(people) if people else 0,
                }
            )
        lines.sort(key=lambda line: -line["unknown"])
        # sudo: nobody enters figures by hand; all are counted with the maker's rights
        self.sudo().write(
            {
                "people_count": len(people),
                "silent_count": clients.search_count(self._silent_domain()),
                "opening_count": len(self._open_openings()),
                "untouched_count": openings.search_count(self._untouched_domain()),
                "line_ids": [Command.create(line) for line in lines],
            }
        )
