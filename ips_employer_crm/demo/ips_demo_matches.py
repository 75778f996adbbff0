from random import Random

from odoo import api, models

STATES = ("considered", "agreed", "introduced", "interview", "offered", "declined")


class IpsDemo(models.AbstractModel):
    """What coaches took up: the best suggestions of two people out of three."""

    _inherit = "ips.demo"

    @api.model
    def _load_matches(self):
        """Take up suggestions, in all states but hired, told where it was agreed."""
        # Translations come after the demo; the reasons are put into words here and kept
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        self.env["ir.module.module"]._load_module_terms(["ips_employer_crm"], languages)
        rng = Random("matches 2026")
        clients = self.env["ips.client"].search(
            [("is_job_seeker", "=", True), ("user_id", "!=", False)], order="ref"
        )
        reasons = self.env["ips.match.reason"].search([("active", "=", True)])
        disclosures = self.env["ips.disclosure"]
        for number, client in enumerate(clients):
            if number % 3 == 2:
                continue
            # The reasons are kept in the language of whoever takes the pair up
            env = self.env(context={**self.env.context, "lang": client.user_id.lang})
            pairs = env["ips.match.suggestion"].search(
                [("client_id", "=", client.id)], limit=1 + number % 2
            )
            for pair in pairs:
                state = STATES[rng.randrange(len(STATES))]
                employer = pair.lead_id.employer_id
                row = disclosures._in_force(client, employer)[client]
                told = (row.level or "0") > "0" and row.told_by != "client"
                values = {
                    "client_id": client.id,
                    "lead_id": pair.lead_id.id,
                    "approach": "coach_speaks" if told else "person_applies",
                    "state": state,
                }
                if state == "declined":
                    values["declined_by"] = rng.choice(("client", "employer"))
                    values["reason_id"] = rng.choice(reasons.ids)
                env["ips.match"].create(values)
