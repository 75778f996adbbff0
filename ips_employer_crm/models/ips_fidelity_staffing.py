from fractions import Fraction

from odoo import api, models
from odoo.fields import Domain

from ..tools.fidelity import Result
from .ips_client import SERVICE_PHASES
from .ips_placement_support import FIRST_MONTH


class IpsFidelityReview(models.Model):
    """Criteria 1-3: caseload, employment services alone, all phases.

    Also what the other criteria share: the team's people and jobs. People are those of
    the team today: whoever has moved to another team is counted there, with all of the
    history, and is not the former leader's to see.
    """

    _inherit = "ips.fidelity.review"

    @api.model
    def _scorers(self):
        return super()._scorers() | {
            1: "_score_caseload",
            2: "_score_other_duties",
            3: "_score_phases",
        }

    # CRITERIA

    def _score_caseload(self):
        """1: people in the service on the last day, for one full-time coach.

        By the coaches of that day, and by the full-time share agreed for its week.
        """
        people = self._people_at(self._until())
        coaches = sum(self._coaches_at(self._until()).values(), Fraction(0))
        if not coaches:
            return Result(note="no_coaches")
        count = len(people.client_id)
        if not count:
            return Result(note="no_people")
        return Result(count / coaches, Fraction(count), coaches, rows=people.client_id)

    def _score_other_duties(self):
        """2: what else coaches do is not logged."""
        return Result(note="no_worktime")

    def _score_phases(self):
        """3: in which of the six phases the team itself was at work in the period.

        Intake, profiling, placement, coaching in the first month, and follow-along
        after it leave traces; engagement does not, so that five of six can be seen.
        """
        periods = self.env["ips.client.period"]
        within = self._within("date_from")
        stays = periods.search_fetch(
            self._of_people() & within & Domain("phase", "in", SERVICE_PHASES),
            ["phase", "date_from", "entry_date"],
        )
        supports = self.env["ips.support.contact"].search_fetch(
            self._of_people() & self._within("date"), ["date", "placement_id"]
        )
        jobs = self._jobs().filtered(lambda job: job.start_date >= self.date_from)
        early = {
            support.date < support.placement_id.start_date + FIRST_MONTH
            for support in supports
        }
        seen = [
            any(stay.date_from == stay.entry_date for stay in stays),
            "profiling" in stays.mapped("phase"),
            bool(jobs),
            True in early,
            False in early,
        ]
        if not any(seen):
            return Result(note="no_people")
        return Result(
            Fraction(sum(seen)),
            Fraction(sum(seen)),
            Fraction(6),
            note="part",
            rows=stays.client_id,
        )

    # SHARED

    def _of_people(self, path="client_id"):
        """Domain: records of people of this team."""
        return Domain(f"{path}.team_id", "=", self.team_id.id)

    def _within(self, name):
        """Domain: a day in the period, its first and last day included, up to today."""
        return Domain(name, ">=", self.date_from) & Domain(name, "<=", self._until())

    def _people_at(self, day):
        """Rows of history of the people who were in the service on that day."""
        rows = self.env["ips.client.period"].search_fetch(
            self._of_people()
            & Domain("phase", "in", SERVICE_PHASES)
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", day)),
            ["client_id", "user_id", "phase", "entry_date", "date_from", "date_to"],
        )
        return rows

    def _jobs(self):
        """Jobs that started or were running in the period. Work trials are none."""
        return self.env["ips.placement"].search(
            self._of_people()
            & Domain("kind", "=", "job")
            & Domain("never_began", "=", False)
            & Domain("start_date", "<=", self._until())
            & (
                Domain("end_date", "=", False)
                | Domain("end_date", ">=", self.date_from)
            )
        )
