from datetime import timedelta
from random import Random

from odoo import api, fields, models

KINDS_OF_CONTACT = ("client", "client", "client", "both")


class IpsDemo(models.AbstractModel):
    """Jobs of people at work, now and before, and how they are followed along."""

    _inherit = "ips.demo"

    @api.model
    def _load_placements(self):
        """A job for everyone in work, earlier jobs for every third, follow-along."""
        rng = Random("placements 2026")
        today = self.env.company._ips_today()
        employers = self.env["res.partner"].search(
            [("is_employer", "=", True), ("parent_id", "=", False)], order="name"
        )
        reasons = self.env["ips.placement.end.reason"].search([("active", "=", True)])
        clients = self.env["ips.client"].search(
            [("phase", "in", ("in_work", "searching", "employer_agreed"))], order="ref"
        )
        for number, client in enumerate(clients):
            wish = client.wish_ids.filtered(lambda wish: wish.kind == "wants")[:1]
            values = {
                "client_id": client.id,
                "occupation_id": wish.occupation_id.id,
                "hours_week": rng.choice((12, 18, 20, 25, 30, 37.5)),
                "is_permanent": rng.random() < 0.7,
                "is_subsidised": rng.random() < 0.2,
                "found_by": rng.choice(("coach_contact", "hidden", "advert")),
            }
            if number % 3 == 0:
                start = today - timedelta(days=rng.randrange(300, 500))
                self.env["ips.placement"].create(
                    {
                        **values,
                        "employer_id": rng.choice(employers).id,
                        "start_date": start,
                        "end_date": start + timedelta(days=rng.randrange(30, 200)),
                        "end_reason_id": rng.choice(reasons).id,
                    }
                )
            if client.phase == "employer_agreed":
                # Begins soon: time to meet before the first day
                self.env["ips.placement"].create(
                    {
                        **values,
                        "employer_id": rng.choice(employers).id,
                        "start_date": today + timedelta(days=rng.randrange(1, 12)),
                        "is_subsidised": False,
                    }
                )
            if client.phase == "in_work":
                self._load_job(
                    rng, today, {**values, "employer_id": rng.choice(employers).id}
                )

    def _load_job(self, rng, today, values):
        """A job that goes on, and meetings in its rhythm; one in five is late."""
        start = today - timedelta(days=rng.randrange(2, 250))
        job = self.env["ips.placement"].create(
            {
                **values,
                "start_date": start,
                "pay_subsidy": "granted" if values["is_subsidised"] else False,
                "pay_subsidy_decided_on": values["is_subsidised"]
                and start - timedelta(days=10),
                "first_hours_date": start,
            }
        )
        until = today - timedelta(days=45) if rng.random() < 0.2 else today
        day = start - timedelta(days=3)
        while day and day <= until:
            self.env["ips.support.contact"].create(
                {
                    "placement_id": job.id,
                    "date": day,
                    "user_id": job.client_id.user_id.id or self.env.uid,
                    "with_whom": rng.choice(KINDS_OF_CONTACT),
                    "channel": rng.choice(("in_person", "in_person", "phone")),
                }
            )
            day = fields.Date.to_date(job.next_support_date)
        self.env["ips.benefits.advice"].create(
            {
                "client_id": job.client_id.id,
                "offered_on": start - timedelta(days=20),
                "held_on": start - timedelta(days=12),
            }
        )
