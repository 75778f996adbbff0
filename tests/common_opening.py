"""Job openings beside a stock sales team, for the tests of both."""

from odoo.fields import Command
from odoo.tools.safe_eval import safe_eval

from .common import COACH, IpsCommon

SALESMAN = "sales_team.group_sale_salesman"
STAGES = ("lead", "needs", "open", "introduced", "interview", "filled")


class IpsOpeningCommon(IpsCommon):
    """``salesman`` sells in ``sales_team``; ``both`` sells there and coaches in B.

    ``stages`` are the six of ours in their order, ``lost_reason`` is one of ours.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Lead = cls.env["crm.lead"]
        cls.Stage = cls.env["crm.stage"]
        cls.salesman, cls.both = cls.new_users(
            ("salesman", "Sami Salesman", SALESMAN),
            ("both", "Bo Both", f"{SALESMAN},{COACH}"),
        )
        cls.sales_team = cls.env["crm.team"].create(
            {
                "name": "Sales",
                "sequence": 1,
                "company_id": cls.env.company.id,
                "use_opportunities": True,
                "use_leads": True,
                "crm_team_member_ids": [
                    Command.create({"user_id": user.id})
                    for user in (cls.salesman, cls.both)
                ],
            }
        )
        # A second team takes a setting, as where sales and coaching share people
        cls.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        cls.team_b.crm_team_member_ids = [Command.create({"user_id": cls.both.id})]
        cls.stages = cls.Stage.union(
            *(cls.env.ref(f"ips_employer_crm.crm_stage_opening_{s}") for s in STAGES)
        )
        cls.first, cls.filled = cls.stages[0], cls.stages[-1]
        cls.sales_stage = cls.Stage.create({"name": "General stage", "sequence": 1})
        cls.team_stage = cls.Stage.create(
            {
                "name": "Stage of the sales team",
                "sequence": 2,
                "team_ids": [Command.set(cls.sales_team.ids)],
            }
        )
        cls.lost_reason = cls.env.ref(
            "ips_employer_crm.crm_lost_reason_opening_withdrawn"
        )

    @classmethod
    def new_opening(cls, user=None, **vals):
        """An opening at the workplace, entered by Aino or another coach."""
        return cls.Lead.with_user(user or cls.coach_a1).create(
            {"name": "Kitchen help", "employer_id": cls.workplace.id, **vals}
        )

    @classmethod
    def new_sale(cls, user=None, **vals):
        """An opportunity of sales, entered by the salesman or another."""
        user = user or cls.salesman
        return cls.Lead.with_user(user).create(
            {
                "name": "Big deal",
                "type": "opportunity",
                "team_id": cls.sales_team.id,
                "user_id": user.id,
                **vals,
            }
        )

    @classmethod
    def our_context(cls):
        """Context of the page of job openings."""
        action = cls.env.ref("ips_employer_crm.crm_lead_action_job_opening")
        return safe_eval(action.context)
