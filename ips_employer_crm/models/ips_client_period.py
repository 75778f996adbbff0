from collections import defaultdict

from odoo import api, fields, models

from .ips_client import PHASES


class IpsClientPeriod(models.Model):
    """History of a client's phase and coach, one row for each stretch of time.

    Rows follow each other: ``date_to`` is the day on which the next one begins, and is
    empty on the current row. Rows of one stay share its ``entry_date``. Made by the
    client alone, never written by hand. Read as the client.

    Days to the first employer contact follow quality criterion 15: in person, made by
    the coach or by the person, counted from the entry; a contact before it is day 0.
    """

    _name = "ips.client.period"
    _description = "Period of a Client"
    _inherit = ["ips.client.record"]
    _order = "date_from desc, id desc"

    phase = fields.Selection(PHASES, required=True)
    user_id = fields.Many2one("res.users", string="Coach", ondelete="restrict")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", help="The day on which the next one begins.")
    entry_date = fields.Date(
        string="Entry", required=True, help="First day of the stay."
    )
    end_reason_id = fields.Many2one(
        "ips.client.end.reason", string="Reason for Leaving", ondelete="restrict"
    )
    first_employer_contact_date = fields.Date(
        string="First Employer Contact", compute="_compute_first_contact"
    )
    days_to_first_contact = fields.Integer(
        compute="_compute_first_contact",
        help="From the entry to the first employer contact of the stay. Means nothing "
        "while there is no such contact.",
    )

    _current_uniq = models.UniqueIndex(
        "(client_id) WHERE date_to IS NULL", "A client has one current period."
    )
    _dates_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "A period ends on its first day or later.",
    )

    # Job seekers of a coach in a week: see the weekly target
    _coach_idx = models.Index("(user_id, date_from) WHERE user_id IS NOT NULL")

    # COMPUTES

    @api.depends("entry_date", "client_id.first_employer_contact_date")
    def _compute_first_contact(self):
        first = self._first_contacts(self.client_id)
        for period in self:
            day = first.get((period.client_id.id, period.entry_date))
            period.first_employer_contact_date = day
            period.days_to_first_contact = (
                max((day - period.entry_date).days, 0) if day else 0
            )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        periods = super().create(vals_list)
        periods._invalidate_targets()
        return periods

    def write(self, vals):
        res = super().write(vals)
        self._invalidate_targets()
        return res

    def unlink(self):
        res = super().unlink()
        self._invalidate_targets()
        return res

    def _invalidate_targets(self):
        """Few job seekers lower a weekly target, within this very transaction."""
        self.env["ips.coach.week"]._invalidate_targets()

    # BUSINESS

    @api.model
    def _first_contacts(self, clients):
        """Return {(client id, entry date): day of the first employer contact}.

        Of contacts between two stays, the later one gets them; a stay that was only
        waiting gives its contacts on to the service that follows.
        """
        ids = clients._origin.ids
        if not ids:
            return {}
        days = defaultdict(list)
        lines = self.env["ips.employer.contact.client"].search_fetch(
            [
                ("client_id", "in", ids),
                ("contact_id.state", "=", "done"),
                ("contact_id.channel", "=", "in_person"),
            ],
            ["client_id", "contact_id"],
        )
        for line in lines:
            days[line.client_id.id].append(line.contact_id.day)
        # In order of time; an entry without an end is still under way
        stays = defaultdict(dict)
        for row in self.search_fetch(
            [("client_id", "in", ids), ("phase", "!=", "closed")],
            ["client_id", "phase", "entry_date", "date_to"],
            order="client_id, date_from, id",
        ):
            stay = stays[row.client_id.id].setdefault(row.entry_date, [None, False])
            stay[0] = row.date_to
            stay[1] = stay[1] or row.phase != "waiting"
        first = {}
        for client_id, met in days.items():
            floor = None
            for entry, (end, served) in stays[client_id].items():
                found = min(
                    (
                        day
                        for day in met
                        if (floor is None or day > floor) and (not end or day <= end)
                    ),
                    default=None,
                )
                if found:
                    first[client_id, entry] = found
                if served:
                    floor = end
        return first
