from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ..models.ips_client import SERVICE_PHASES
from ..tools.small_figures import SMALL, shown_with_sum
from .evidence_pack import Table


class EvidenceReport(models.AbstractModel):
    """How many people were in which phase, month by month.

    On the last day of every month and of the period. Where it leaves the team, figures
    under 5 are hidden within a day as in ``hidden_figures``, with one more where they
    would follow from the sum. Those who wait are apart: the sum is of those in the
    service, which quality criterion 1 shows as well. There are no sums over days, and
    nothing by coach.
    """

    _inherit = "ips.evidence.report"

    @api.model
    def _periods(self, pack):
        """Periods of people of the team that reach into the period, by rights."""
        return self.env["ips.client.period"].search_fetch(
            Domain("client_id.team_id", "=", pack.team_id.id)
            & Domain("phase", "in", ("waiting", *SERVICE_PHASES))
            & Domain("date_from", "<=", pack.date_to)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", pack.date_from)),
            ["client_id", "user_id", "phase", "entry_date", "date_from", "date_to"],
        )

    @api.model
    def _days(self, pack):
        """The last days of the months in the period, and its own last day."""
        days, day = [], pack.date_from
        while True:
            day = day + relativedelta(day=31)
            if day >= pack.date_to:
                return [*days, pack.date_to]
            days.append(day)
            day += timedelta(days=1)

    @api.model
    def _counts(self, pack):
        """Return [(day, people waiting, [people in each phase of the service])]."""
        rows = self._periods(pack)
        counts = []
        for day in self._days(pack):
            there = rows.filtered(
                lambda row, day=day: (
                    row.date_from <= day and (not row.date_to or row.date_to > day)
                )
            )
            phases = there.mapped("phase")
            counts.append(
                (
                    day,
                    phases.count("waiting"),
                    [phases.count(phase) for phase in SERVICE_PHASES],
                )
            )
        return counts

    @api.model
    def _has_hidden_phases(self, pack):
        """Whether a phase of the last day is hidden."""
        shown, _total = shown_with_sum(self._counts(pack)[-1][2])
        return None in shown

    @api.model
    def _caseload_table(self, pack):
        labels = dict(
            self.env["ips.client.period"]
            ._fields["phase"]
            ._description_selection(self.env)
        )
        rows = []
        for day, waiting, phases in self._counts(pack):
            total = sum(phases)
            if pack.leaves_team:
                phases, total = shown_with_sum(phases)
                waiting = waiting if waiting >= SMALL else None
            values = [*phases, total, waiting]
            rows.append(
                [
                    day,
                    *[
                        self._not_shown() if value is None else value
                        for value in values
                    ],
                ]
            )
        headings = [
            self.env._("On"),
            *[labels[phase] for phase in SERVICE_PHASES],
            self.env._("In the service"),
            labels["waiting"],
        ]
        return Table(self.env._("Caseload"), headings, rows, (self._about(pack),))

    @api.model
    def _periods_table(self, periods):
        rows = [
            [
                row.client_id.display_name,
                row.user_id.name or "",
                self._label(row, "phase"),
                row.date_from,
                row.date_to or None,
                row.entry_date,
            ]
            for row in periods.sorted(lambda row: (row.client_id.ref, row.date_from))
        ]
        headings = [
            self.env._("Code"),
            self.env._("Coach"),
            self.env._("Phase"),
            self.env._("From"),
            self.env._("Until"),
            self.env._("Entry"),
        ]
        notes = (self.env._("With codes: for the team alone."),)
        return Table(self.env._("Periods"), headings, rows, notes)
