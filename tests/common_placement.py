"""People who start and end jobs, for the tests about them."""

from .test_match_suggestion import SuggestionCommon


class PlacementCommon(SuggestionCommon):
    """Starting and ending jobs as a coach does it. Today is the 5th of March 2025."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._ips_today()
        cls.reason = cls.env.ref("ips_employer_crm.placement_end_reason_contract_ended")

    def start_job(self, user=None, client=None, **vals):
        direct = {"employer_id": self.workplace.id}
        dialog = (
            self.env["ips.placement.start"]
            .with_user(user or self.coach_a1)
            .create(
                {
                    "client_id": (client or self.client_a1).id,
                    "hours_week": 20,
                    **({} if "match_id" in vals else direct),
                    **vals,
                }
            )
        )
        action = dialog.action_apply()
        return self.env["ips.placement"].browse(action["res_id"])

    def end_job(self, placement, user=None, **vals):
        return (
            self.env["ips.placement.end"]
            .with_user(user or self.coach_a1)
            .create(
                {
                    "placement_id": placement.id,
                    "end_reason_id": self.reason.id,
                    **vals,
                }
            )
            .action_apply()
        )

    def meet(self, placement, day, **vals):
        return (
            self.env["ips.support.contact"]
            .with_user(self.coach_a1)
            .create({"placement_id": placement.id, "date": day, **vals})
        )
