from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

LEADER = "ips_employer_crm.group_ips_leader"


class CrmTeam(models.Model):
    """A team of job coaches is a sales team with ``use_job_openings``.

    Leader is Odoo's own ``user_id``; deputies may do all that the leader may.
    Whoever leads or deputises holds the leader's role: it is given with the post and
    taken back with the last one.
    """

    _inherit = "crm.team"

    use_job_openings = fields.Boolean(
        string="Job Coaching Team",
        help="The team works with employers and job openings, not with sales. Fixed "
        "once the team has leads or contacts.",
    )
    deputy_ids = fields.Many2many(
        "res.users",
        "crm_team_deputy_rel",
        "team_id",
        "user_id",
        string="Deputies",
        domain="[('share', '=', False)]",
        help="May do all that the team leader may.",
    )
    contact_target = fields.Float(
        string="Weekly Contacts",
        digits=(4, 1),
        default=6.0,
        help="Counted employer contacts a week for a full-time coach. The quality "
        "criteria ask for six (item 17).",
    )

    _contact_target_positive = models.Constraint(
        "CHECK (contact_target >= 0)", "The weekly target cannot be negative."
    )

    # CONSTRAINTS

    def _check_use_job_openings_fixed(self, value):
        changing = self.filtered(lambda team: team.use_job_openings != value)
        if not changing:
            return
        # sudo: a count only, so that records the user may not read still protect
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        contacts = self.env["ips.employer.contact"].sudo()
        domain = [("team_id", "in", changing.ids)]
        if leads.search_count(domain, limit=1) or contacts.search_count(
            domain, limit=1
        ):
            raise ValidationError(
                self.env._(
                    "%(teams)s has leads or employer contacts already, so it stays the "
                    "kind of team that it is. Make a new team instead.",
                    teams=", ".join(changing.mapped("name")),
                )
            )

    def _check_may_staff(self):
        """Leaders' posts open contacts and weeks: a sales manager cannot give them,
        not even by making a team of the own.
        """
        user = self.env.user
        if not self or self.env.su or user.has_group("base.group_system"):
            return
        if user.has_group("ips_employer_crm.group_ips_admin"):
            return
        if not user.has_group(LEADER):
            raise AccessError(
                self.env._(
                    "Job coaching teams are made and staffed by their leaders and by "
                    "the administrator of employer relations."
                )
            )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("use_job_openings"):
                vals.setdefault("use_opportunities", False)
                vals.setdefault("use_leads", False)
        teams = super().create(vals_list)
        teams.filtered("use_job_openings")._check_may_staff()
        teams._sync_leader_role(self.env["res.users"])
        teams.filtered("use_job_openings")._add_opening_stages()
        return teams

    def write(self, vals):
        if "use_job_openings" in vals:
            self._check_use_job_openings_fixed(bool(vals["use_job_openings"]))
        if not vals.keys() & {"user_id", "deputy_ids", "use_job_openings", "active"}:
            return super().write(vals)
        before = self._leaders()
        self.filtered("use_job_openings")._check_may_staff()
        res = super().write(vals)
        self.filtered("use_job_openings")._check_may_staff()
        self._sync_leader_role(before)
        if vals.get("use_job_openings"):
            self._add_opening_stages()
        return res

    # BUSINESS

    @api.model
    def _led_teams_sql(self):
        """Ids of the teams that the reader leads or deputises, as an array in SQL."""
        return SQL(
            """
            ARRAY(SELECT id FROM crm_team WHERE user_id = %(uid)s
                   UNION
                  SELECT team_id FROM crm_team_deputy_rel WHERE user_id = %(uid)s)
            """,
            uid=self.env.uid,
            to_flush=[self._fields["user_id"], self._fields["deputy_ids"]],
        )

    @api.model
    def _job_coaching_team_by_user(self, users, leaders=True):
        """Return {user id: team} of the team in which each user coaches, or leads.

        :param bool leaders: whether leading a team is enough
        """
        teams = {}
        if not users.ids:
            return teams
        led = [
            ("use_job_openings", "=", True),
            "|",
            ("user_id", "in", users.ids),
            ("deputy_ids", "in", users.ids),
        ]
        for team in self.search(led) if leaders else ():
            for user in team.deputy_ids | team.user_id:
                teams[user.id] = team
        for member in self.env["crm.team.member"].search(
            [
                ("user_id", "in", users.ids),
                ("crm_team_id.use_job_openings", "=", True),
            ],
            order="id desc",
        ):
            teams[member.user_id.id] = member.crm_team_id
        return teams

    @api.model
    def _all_job_coaching_teams(self):
        return self.with_context(active_test=False).search(
            [("use_job_openings", "=", True)]
        )

    def _add_opening_stages(self, stages=None):
        """Let these coaching teams have the stages of job openings."""
        # sudo: stages are the leader's to keep, and a new team needs them at once
        stages = stages or self.env["crm.stage"].sudo().search(
            [("is_job_opening", "=", True)]
        )
        if self and stages:
            stages.sudo().write({"team_ids": [(4, team.id) for team in self]})

    @api.model
    def _get_default_team_id(self, user_id=False, domain=False):
        """A coaching team is nobody's default team of sales.

        Odoo takes any of the person's teams before it takes another that fits.
        """
        team = super()._get_default_team_id(user_id, domain)
        if not team.use_job_openings:
            return team
        user = self.env["res.users"].browse(user_id or self.env.uid)
        sales = self.search([("use_job_openings", "=", False)])
        own = sales.filtered(lambda team: user in team.user_id | team.member_ids)
        return (own or sales)[:1]

    def _action_assign_leads(self, force_quota=False, creation_delta_days=7):
        """Odoo hands out leads of sales: none to coaches."""
        sales = self.filtered(lambda team: not team.use_job_openings)
        return super(CrmTeam, sales)._action_assign_leads(
            force_quota, creation_delta_days
        )

    def _is_led_by(self, user):
        """Whether ``user`` is the leader or a deputy of every one of these teams."""
        return all(user in team.user_id | team.deputy_ids for team in self)

    def _leaders(self):
        """Leaders and deputies of the job coaching teams among these."""
        teams = self.filtered("use_job_openings")
        return teams.user_id | teams.deputy_ids

    def _sync_leader_role(self, before):
        """Give the role to new leaders; take it from ``before`` who lead no more."""
        # sudo: only who may write a team's leader or deputies gets here, and the
        # role alone opens nothing: every rule asks for the team as well
        group = self.env.ref(LEADER).sudo()
        now = self._leaders()
        gone = before - now
        if gone:
            still = self.sudo().search(
                [
                    ("use_job_openings", "=", True),
                    "|",
                    ("user_id", "in", gone.ids),
                    ("deputy_ids", "in", gone.ids),
                ]
            )
            gone -= still._leaders()
        new = now.filtered(lambda user: group not in user.sudo().all_group_ids)
        if new or gone:
            group.write(
                {
                    "user_ids": [(4, user.id) for user in new]
                    + [(3, user.id) for user in gone]
                }
            )
