from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

# What a coach may enter about an own week; the rest is the leader's
COACH_FIELDS = {"absent_days", "absent_reason_id", "empty_reason_id"}


class IpsCoachWeek(models.Model):
    """A coach's week: target, live count, and the leader's review of it.

    A week is *open* until the leader or a deputy signs it, then *signed*: the figures
    are kept as they were (``reviewed_*``). A later change of a contact or an absence
    sets ``changed_after_review`` and the week is the leader's to look at again.

    ``counted`` and ``target`` are computed when read, so that an entry made in this
    very transaction shows. Rows are made by the Monday job, on joining a team and
    with the first contact; a missing row means nothing counted and not reviewed.

    A coach reads own weeks and enters own absences; leader and deputies read and
    write those of their team. ``week_start`` is a Monday in the company's time zone.
    """

    _name = "ips.coach.week"
    _description = "Coach's Week"
    _order = "week_start desc, user_id, id"
    _rec_name = "week_start"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users", string="Coach", required=True, index=True, ondelete="restrict"
    )
    team_id = fields.Many2one(
        "crm.team", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    week_start = fields.Date(string="Week", required=True, index=True)

    # Target
    absent_days = fields.Float(
        string="Days Away",
        digits=(3, 1),
        help="Working days away in this week, whatever the cause.",
    )
    absent_reason_id = fields.Many2one("ips.week.reason", string="Away Because")

    # Count
    counted = fields.Integer(compute="_compute_counted")
    empty_reason_id = fields.Many2one("ips.week.reason", string="No Contacts Because")

    # Review
    review_user_id = fields.Many2one("res.users", string="Signed By", readonly=True)
    review_date = fields.Datetime(string="Signed On", readonly=True)
    reviewed_counted = fields.Integer(string="Counted When Signed", readonly=True)
    reviewed_target = fields.Float(string="Target When Signed", readonly=True)
    remark = fields.Text(help="The leader's word to the coach, who sees it.")
    changed_after_review = fields.Boolean(readonly=True)

    _week_uniq = models.Constraint(
        "UNIQUE (user_id, team_id, week_start)",
        "The coach has this week in the team already.",
    )
    _monday = models.Constraint(
        "CHECK (extract(isodow FROM week_start) = 1)", "A week starts on a Monday."
    )
    _absent_days_range = models.Constraint(
        "CHECK (absent_days >= 0 AND absent_days <= 5)",
        "A working week has five days: days away lie between 0 and 5.",
    )
    _to_review_idx = models.Index("(team_id, week_start) WHERE changed_after_review")

    # COMPUTES

    def _compute_counted(self):
        """Counted contacts of the week from the log, in one query for all."""
        own, along = self._count_contacts()
        for week in self:
            key = (week.user_id.id, week.team_id.id, week.week_start)
            week.counted = own.get(key, 0) + along.get(key, 0)

    def _count_contacts(self):
        """Return ({key: own}, {key: gone along to}), of contacts the reader may see."""
        contacts = self.env["ips.employer.contact"]
        counts = {"own": {}, "along": {}}
        if not self.user_id.ids or not self.team_id.ids:
            return counts["own"], counts["along"]
        contacts.flush_model(["user_id", "team_id", "week_start", "companion_ids"])
        self.env["ips.contact.rule"].flush_model(["counts_companions"])
        counted = contacts._search(
            [
                ("state", "=", "done"),
                ("is_counted", "=", True),
                ("week_start", "in", self.mapped("week_start")),
                ("team_id", "in", self.team_id.ids),
            ]
        )
        columns = ("id", "user_id", "team_id", "week_start", "rule_id")
        for kind, user_id, team_id, monday, count in self.env.execute_query(
            SQL(
                """
                WITH contact AS (%(counted)s)
                SELECT 'own', user_id, team_id, week_start, count(*)
                  FROM contact
                 WHERE user_id IN %(users)s
                 GROUP BY user_id, team_id, week_start
                 UNION ALL
                SELECT 'along', companion.user_id, contact.team_id,
                       contact.week_start, count(*)
                  FROM contact
                  JOIN ips_employer_contact_companion_rel AS companion
                    ON companion.contact_id = contact.id
                   AND companion.user_id != contact.user_id
                  JOIN ips_contact_rule AS rule
                    ON rule.id = contact.rule_id AND rule.counts_companions
                 WHERE companion.user_id IN %(users)s
                 GROUP BY companion.user_id, contact.team_id, contact.week_start
                """,
                counted=counted.select(
                    *(SQL.identifier("ips_employer_contact", name) for name in columns)
                ),
                users=tuple(self.user_id.ids),
            )
        ):
            counts[kind][user_id, team_id, monday] = count
        return counts["own"], counts["along"]

    # CRUD

    def write(self, vals):
        self._check_own_fields(vals)
        signed = (
            self.filtered("review_date") if COACH_FIELDS & vals.keys() else self[:0]
        )
        before = {
            week: (week.absent_days, week.absent_reason_id, week.empty_reason_id)
            for week in signed
        }
        res = super().write(vals)
        changed = signed.filtered(
            lambda week: (
                before[week]
                != (week.absent_days, week.absent_reason_id, week.empty_reason_id)
            )
        )
        if changed and not vals.get("review_date"):
            super(IpsCoachWeek, changed).write({"changed_after_review": True})
        return res

    def _check_own_fields(self, vals):
        """Only leader and deputies write more than a coach's own absences."""
        if self.env.su or vals.keys() <= COACH_FIELDS:
            return
        if not self.team_id._is_led_by(self.env.user):
            raise AccessError(
                self.env._("Only the team's leader or a deputy reviews a week.")
            )

    # ACTIONS

    def action_sign(self, remark=None):
        """Sign the weeks as they stand now, with a remark for the coach if given.

        Raises an access error for anyone but the teams' leaders and deputies.
        """
        self.check_access("write")
        if not self.team_id._is_led_by(self.env.user):
            raise AccessError(
                self.env._("Only the team's leader or a deputy signs a week.")
            )
        today = {c: c._ips_today() for c in self.company_id}
        if any(week.week_start > today[week.company_id] for week in self):
            raise UserError(self.env._("A week that has not begun cannot be signed."))
        for week in self:
            week.write(
                {
                    "review_user_id": self.env.uid,
                    "review_date": fields.Datetime.now(),
                    "reviewed_counted": week.counted,
                    "reviewed_target": week.target,
                    "changed_after_review": False,
                    **({} if remark is None else {"remark": remark}),
                }
            )

    def action_view_contacts(self):
        """Open the contacts behind the figures, each with its reason."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_employer_contact_action"
        )
        action["domain"] = [
            ("week_start", "=", fields.Date.to_string(self.week_start)),
            ("state", "=", "done"),
            "|",
            ("user_id", "=", self.user_id.id),
            ("companion_ids", "in", self.user_id.ids),
        ]
        action["context"] = {}
        return action

    # BUSINESS

    @api.model
    def _ensure_weeks(self, keys):
        """Open the rows of ``keys``, (user id, team id, Monday), that are missing.

        Only for coaches of the team, today's and former ones: a leader who logs, or a
        companion from another team, is nobody to review in it.
        One statement, so that two first contacts saved at once do not collide.
        """
        keys = sorted(key for key in keys if all(key))
        if not keys:
            return
        users, teams, mondays = zip(*keys, strict=True)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ips_coach_week
                       (user_id, team_id, week_start, company_id, absent_days,
                        create_uid, write_uid, create_date, write_date)
                SELECT key.user_id, key.team_id, key.week_start,
                       COALESCE(team.company_id, %(company)s), 0, %(uid)s, %(uid)s,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM unnest(%(users)s::int[], %(teams)s::int[], %(mondays)s::date[])
                       AS key (user_id, team_id, week_start)
                  JOIN crm_team AS team ON team.id = key.team_id
                 WHERE team.use_job_openings
                   AND EXISTS (
                     SELECT FROM crm_team_member AS member
                      WHERE member.user_id = key.user_id
                        AND member.crm_team_id = key.team_id
                   )
                ON CONFLICT (user_id, team_id, week_start) DO NOTHING
                """,
                users=list(users),
                teams=list(teams),
                mondays=list(mondays),
                company=self.env.company.id,
                uid=self.env.uid,
            )
        )

    @api.model
    def _mark_changed(self, keys):
        """Put signed weeks among ``keys`` back on the leader's list."""
        if not keys:
            return
        # sudo: the coach may not write the review, yet an own edit must show there
        signed = self.sudo().search(
            [
                ("user_id", "in", [user for user, _team, _monday in keys]),
                ("week_start", "in", [monday for _user, _team, monday in keys]),
                ("review_date", "!=", False),
                ("changed_after_review", "=", False),
            ]
        )
        signed.filtered(
            lambda week: (week.user_id.id, week.team_id.id, week.week_start) in keys
        ).write({"changed_after_review": True})

    @api.model
    def _week_of(self, contact):
        """The week of the contact's coach that it falls into, if there is one."""
        return self.search(
            [
                ("user_id", "=", contact.user_id.id),
                ("team_id", "=", contact.team_id.id),
                ("week_start", "=", contact.week_start),
            ]
        )

    # CRON

    @api.model
    def _cron_open_weeks(self):
        """Monday morning: a row of the new week for every coach."""
        members = self.env["crm.team.member"].search(
            [("crm_team_id.use_job_openings", "=", True)]
        )
        members._open_current_week()
