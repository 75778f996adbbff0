from collections import Counter
from fractions import Fraction

from odoo import api, models
from odoo.fields import Domain

from ..tools.fidelity import Result, exact, share
from .ips_client import SERVICE_PHASES

# A unit takes two coaches and a leader (criterion 7, domain 1.2 [M])
LEAST_COACHES = 2
# So many of the biggest referring teams are looked at (criterion 4, domain 1.2 [M])
BIGGEST_TEAMS = 2
FOUR_WEEKS = 4


class IpsFidelityReview(models.Model):
    """Criteria 4-7, 9 and 10: how the service is organised.

    5 and 11 are the reviewer's; 8 is the leader's.
    """

    _inherit = "ips.fidelity.review"

    @api.model
    def _scorers(self):
        return super()._scorers() | {
            4: "_score_referring_teams",
            6: "_score_authority",
            7: "_score_unit",
            9: "_score_zero_exclusion",
            10: "_score_work_focus",
        }

    # CRITERIA

    def _score_referring_teams(self):
        """4: share of the caseload that comes from the two biggest referring teams.

        Of the whole caseload on the last day: whose source is not entered, or who came
        on their own, is from no team.
        """
        clients = self._people_at(self._until()).client_id
        if not clients:
            return Result(note="no_people")
        sources = [client.referral_source_id for client in clients]
        if not any(sources):
            return Result(note="no_source")
        teams = Counter(source for source in sources if source.is_partner_team)
        biggest = sum(count for _team, count in teams.most_common(BIGGEST_TEAMS))
        result = Result(
            share(biggest, len(clients)),
            Fraction(biggest),
            Fraction(len(clients)),
            rows=clients,
        )
        if not biggest:
            # Apart from all other services
            return result._replace(score=1, note="no_team_source")
        return result

    def _score_authority(self):
        """6: contacts with the employment authority are no contacts with employers."""
        return Result(note="no_authority")

    def _score_unit(self):
        """7: weeks with a group supervision, of four weeks that lie in the period.

        Weekly is what the company says, nine of ten weeks; weeks in which no coach had
        a day to work are not asked. A 5 also takes job leads that were shared, and
        colleagues who covered.
        """
        coaches = self._coaches_at(self._until())
        if len(coaches) < LEAST_COACHES or not self.team_id.user_id:
            return Result(note="no_unit", score=1)
        supervisions = self._group_supervisions()
        if supervisions is False:
            return Result(note="no_supervision")
        mondays = self._weeks_at_work(self._coach_log())
        if not mondays:
            return Result(note="no_weeks")
        held = self._supervised(supervisions, mondays)
        shared = any(supervisions.mapped("leads_shared")) and self._is_covered()
        cap = 5 if shared else 4
        weeks = Fraction(len(mondays), FOUR_WEEKS)
        return Result(
            len(held) / weeks,
            Fraction(len(held)),
            weeks,
            note="" if shared else "part",
            score=cap if self._is_weekly(held, mondays) else None,
            cap=cap,
            rows=supervisions,
        )

    def _is_covered(self):
        """Whether colleagues covered for each other in the period."""
        covers = self.env["ips.client.cover"]
        return bool(
            covers.search_count(
                [
                    ("client_id.team_id", "=", self.team_id.id),
                    ("date_from", "<=", self._until()),
                    ("date_to", ">=", self.date_from),
                ],
                limit=1,
            )
        )

    def _score_zero_exclusion(self):
        """9: from how many sources people came in the period, to the queue or service.

        Nobody can be refused for not being ready: there is no such reason. Whether
        anybody was, in fact, is the reviewer's to ask.
        """
        stays = self.env["ips.client.period"].search_fetch(
            self._of_people()
            & self._within("entry_date")
            & Domain("phase", "!=", "closed"),
            ["client_id"],
        )
        clients = stays.client_id
        if not clients:
            return Result(note="no_entries")
        sources = clients.referral_source_id
        if not sources:
            return Result(note="no_source")
        count = Fraction(len(sources))
        return Result(count, count, note="part", rows=clients)

    def _score_work_focus(self):
        """10: who held a competitive job in the period, of those served in it.

        The rate is one of five elements, and whether it is shared is not logged: there
        is no score.
        """
        served = self.env["ips.client.period"].search_fetch(
            self._of_people()
            & Domain("phase", "in", SERVICE_PHASES)
            & Domain("date_from", "<=", self._until())
            & (Domain("date_to", "=", False) | Domain("date_to", ">", self.date_from)),
            ["client_id"],
        )
        clients = served.client_id
        if not clients:
            return Result(note="no_people")
        jobs = self._jobs().filtered("is_open_market")
        working = jobs.client_id & clients
        return Result(
            share(len(working), len(clients)),
            Fraction(len(working)),
            Fraction(len(clients)),
            note="part",
            rows=working,
        )

    # SHARED

    def _group_supervisions(self):
        """Group supervisions of the team in the period; False while none was ever
        logged.
        """
        supervisions = self.env["ips.group.supervision"]
        own = Domain("team_id", "=", self.team_id.id)
        if not supervisions.search_count(own, limit=1):
            return False
        return supervisions.search(own & self._within("date"))

    def _weeks_at_work(self, log):
        """Mondays of the weeks in which some coach had a day to work.

        Where nobody left any trace in the log, all weeks of the period.
        """
        mondays = {week.week_start for row in log.values() for week in row.there}
        return mondays if log else set(self._mondays())

    def _supervised(self, supervisions, mondays):
        """Those of the weeks in which the group met."""
        monday_of = self.env["ips.coach.week"]._to_monday
        return mondays & {monday_of(row.date) for row in supervisions}

    def _is_weekly(self, held, mondays):
        """Whether it was so in as many of the weeks as the company calls weekly."""
        least = exact(self.company_id.ips_weekly_share)
        return share(len(held), len(mondays)) >= least
