from odoo import api, models
from odoo.fields import Command

# What is shown to HR of each employer: level, and how far it has got
SHOWN = {
    "portal_saarijarvi": (("1", "introduced"), ("3", "introduced"), ("1", "interview")),
    "portal_kuokkala": (("2", "introduced"),),
    "portal_pikkuharju": (("4", "offered"),),
}


class IpsDemo(models.AbstractModel):
    """Candidates shown to HR in the portal, at all levels, and a job to ask about."""

    _inherit = "ips.demo"

    @api.model
    def _load_candidates(self):
        """Show people to the HR users, by their consent: once for a database."""
        matches = self.env["ips.match"]
        if matches.search_count([("released_on", "!=", False)], limit=1):
            return
        free = self.env["ips.client"].search(
            [
                ("phase", "=", "searching"),
                ("user_id", "!=", False),
                ("disclosure_ids", "not any", [("employer_id", "!=", False)]),
            ],
            order="ref",
        )
        taken = self.env["ips.client"]
        for login, wanted in SHOWN.items():
            hr = self._ref(f"user_{login}").partner_id
            opening = self.env["crm.lead"].search(
                [
                    ("is_job_opening", "=", True),
                    ("employer_id", "child_of", hr._employer_company().id),
                    ("stage_id.is_won", "!=", True),
                ],
                order="id",
                limit=1,
            )
            if not opening:
                continue
            busy = matches.search([("lead_id", "=", opening.id)]).client_id
            for level, state in wanted:
                client = (free - taken - busy)[:1]
                if not client:
                    continue
                taken |= client
                self._agree(client, hr, level)
                self._show(client, opening, level, state)
        self._add_question(taken)

    def _agree(self, client, hr, level):
        """The person agrees that HR may see it; no day before the service began."""
        self.env["ips.disclosure"].create(
            {
                "client_id": client.id,
                "employer_id": hr._employer_company().id,
                "person_ids": [Command.set(hr.ids)],
                "level": level,
                "told_by": "coach",
                "given_how": "written",
            }
        )

    def _show(self, client, opening, level, state):
        """The coach takes the pair up and shows it."""
        env = self.env(
            user=client.user_id.id,
            context={**self.env.context, "lang": client.user_id.lang},
        )
        match = env["ips.match"].create(
            {
                "client_id": client.id,
                "lead_id": opening.id,
                "approach": "coach_speaks",
                "state": "agreed",
                "told_level": level,
            }
        )
        match.action_release()
        if state != "introduced":
            match.write({"state": state})

    def _add_question(self, taken):
        """Somebody has been at work at the first employer for more than 13 weeks."""
        hr = self._ref("user_portal_saarijarvi").partner_id
        jobs = self.env["ips.placement"].search(
            [("kind", "=", "job"), ("end_date", "=", False)], order="start_date, id"
        )
        known = self.env["ips.disclosure"].search([("employer_id", "!=", False)])
        job = jobs.filtered(
            lambda job: (
                job.reached_13_weeks
                and job.client_id.phase == "in_work"
                and job.client_id not in known.client_id | taken
            )
        )[-1:]
        if job:
            baker = self._ref("occupation_7512")
            job.write(
                {"employer_id": hr._employer_company().id, "occupation_id": baker.id}
            )
            self._agree(job.client_id, hr, "2")
