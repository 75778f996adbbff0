from datetime import time

from odoo import api, models
from odoo.fields import Command

from . import scenario

#: Working days from today, and what HR answers; nothing: the visit waits for it.
AHEAD = {
    "portal_saarijarvi": [
        (9, "confirm"),
        (12, "propose"),
        (16, "cancel"),
        (20, None),
    ],
    "portal_kuokkala": [(9, "confirm"), (20, None)],
    "portal_pikkuharju": [(12, "propose"), (20, None)],
}
REASON = "Henkilöstöpäivä samaan aikaan. Sovitaan uusi aika tammikuulle."
WORDS = "Saimme selkeän kuvan siitä, mitä osa-aikainen työ voisi meillä olla."


class IpsDemo(models.AbstractModel):
    """Visits of the employers whose HR has a login, and what HR answered."""

    _inherit = "ips.demo"

    @api.model
    def _load_visits(self):
        """Plan the visits and answer them, as HR would: once for a database."""
        contacts = self.env["ips.employer.contact"]
        if contacts.search_count([("employer_answer", "!=", False)], limit=1):
            return
        today = self._ref("crm_team_job_coaching").company_id._ips_today()
        for login, plans in AHEAD.items():
            person = self._ref(f"user_{login}").partner_id
            coach = person.parent_id.coach_id
            visits = contacts.with_user(coach).create(
                [
                    {
                        "employer_id": person.parent_id.id,
                        "date": self._to_utc(scenario.workday(today, days), time(10)),
                        "state": "planned",
                        "channel": "in_person",
                        "person_ids": [Command.set(person.ids)],
                        "purpose_id": self._ref("purpose_needs").id,
                        "duration": 1.0,
                    }
                    for days, _answer in plans
                ]
            )
            for visit, (days, answer) in zip(visits.sudo(), plans, strict=True):
                if answer == "confirm":
                    visit._employer_confirm(person, visit.date)
                elif answer == "propose":
                    later = [scenario.workday(today, days + step) for step in (1, 4)]
                    visit._employer_propose(
                        person, [self._to_utc(day, time(13)) for day in later]
                    )
                elif answer == "cancel":
                    visit._employer_cancel(person, REASON)
            places = person._answered_places()
            done = contacts.search(
                contacts._portal_past(places), order="date desc, id desc", limit=2
            )
            # The last one waits for the answer
            done[1:].sudo()._employer_tell(person, "yes", WORDS)
