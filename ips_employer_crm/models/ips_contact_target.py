from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.tools.misc import format_date


class TargetHistory:
    """What was agreed when, for some teams and coaches: plain values.

    A week gets what was agreed for it; without a history, what is agreed now.
    """

    def __init__(self, rows):
        self._rows = defaultdict(list)
        for row in rows:
            self._rows[row.team_id.id, row.user_id.id].append(
                (row.valid_from or date.min, row.contact_target, row.fte)
            )
        for values in self._rows.values():
            values.sort()

    def _at(self, team, user, monday):
        """(target, fte) agreed for the week, or None where nothing ever changed."""
        agreed = None
        for valid_from, target, fte in self._rows.get((team.id, user and user.id), ()):
            if monday and valid_from <= monday:
                agreed = target, fte
        return agreed

    def agreed(self, team, member, monday):
        """Return (team's target, own target or 0, full-time share) of that week.

        :param member: membership of the coach, or None: there is no own target then
        """
        team_target, _fte = self._at(team, False, monday) or (team.contact_target, 1.0)
        if not member:
            return team_target, 0.0, 0.0
        own = self._at(team, member.user_id, monday)
        return team_target, *(own or (member.contact_target, member.fte))


class IpsContactTarget(models.Model):
    """A weekly target, or a full-time share, and from which week on it was valid.

    What is valid now is kept on the team and on the membership. Each change of it
    leaves a row from the Monday of the current week on, and the first change one more
    for what was before, so that weeks gone by keep the target they had. A second change
    in the same week corrects the row. A missing row means that nothing ever changed.

    Written by those changes alone, and where the leader says that the targets were
    looked at and stay: then with the values they have (quality criterion 8 asks for it
    every quarter). Read by the team's leader and deputies and by the administrator.
    Targets are full-time contacts a week, 0: as the team.
    """

    _name = "ips.contact.target"
    _description = "Weekly Target"
    _order = "valid_from desc nulls last, id desc"
    _rec_name = "valid_from"
    _check_company_auto = True

    team_id = fields.Many2one(
        "crm.team", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Coach",
        ondelete="cascade",
        help="Empty: the team's own target.",
    )
    valid_from = fields.Date(help="A Monday. Empty: from the beginning.")
    contact_target = fields.Float(
        string="Weekly Contacts",
        digits=(4, 1),
        help="Counted employer contacts a week for a full-time coach. 0 for a coach: "
        "as the team.",
    )
    fte = fields.Float(string="Full-Time Share", digits=(3, 2), default=1.0)
    whose = fields.Char(compute="_compute_labels")
    valid_from_label = fields.Char(string="Valid from Day", compute="_compute_labels")

    _monday = models.Constraint(
        "CHECK (valid_from IS NULL OR extract(isodow FROM valid_from) = 1)",
        "A target is valid from a Monday on.",
    )
    _valid_uniq = models.UniqueIndex(
        "(team_id, COALESCE(user_id, 0), COALESCE(valid_from, '-infinity'))",
        "There is a target from this Monday on already.",
    )

    # COMPUTES

    @api.depends("user_id", "valid_from")
    @api.depends_context("lang")
    def _compute_labels(self):
        """In words what an empty coach or day means."""
        for target in self:
            day = target.valid_from
            target.whose = target.user_id.name or self.env._("The team")
            target.valid_from_label = (
                self.env._("From %(day)s", day=format_date(self.env, day))
                if day
                else self.env._("From the beginning")
            )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        self.env["ips.coach.week"]._invalidate_targets()
        return targets

    def write(self, vals):
        res = super().write(vals)
        self.env["ips.coach.week"]._invalidate_targets()
        return res

    def unlink(self):
        res = super().unlink()
        self.env["ips.coach.week"]._invalidate_targets()
        return res

    # BUSINESS

    @api.model
    def _histories(self, team_ids, user_ids):
        """Return the history of these teams and of these coaches in them."""
        return TargetHistory(
            self.search_fetch(
                [("team_id", "in", team_ids), ("user_id", "in", [*user_ids, False])],
                ["team_id", "user_id", "valid_from", "contact_target", "fte"],
            )
        )

    @api.model
    def _keep_changes(self, changes, reviewed=False):
        """Keep what changed, valid from the current week on.

        :param list changes: (team, user or none, values before, values now), where
            values are ``{"contact_target", "fte"}``
        :param bool reviewed: keep what stays as it is as well
        """
        changes = [change for change in changes if reviewed or change[2] != change[3]]
        if not changes:
            return
        # sudo: only who was allowed to change the target itself gets here
        targets = self.sudo()
        team_ids = [team.id for team, _user, _before, _now in changes]
        rows = targets.search([("team_id", "in", team_ids)]).grouped(
            lambda row: (row.team_id.id, row.user_id.id)
        )
        new = []
        for team, user, before, now in changes:
            company = team.company_id or self.env.company
            monday = company._ips_monday()
            whose = {
                "team_id": team.id,
                "user_id": user.id if user else False,
                "company_id": company.id,
            }
            known = rows.get((team.id, whose["user_id"]), targets)
            this_week = known.filtered(lambda row, day=monday: row.valid_from == day)
            if not known:
                new.append({**whose, **before, "valid_from": False})
            if this_week:
                this_week.write(now)
            else:
                new.append({**whose, **now, "valid_from": monday})
        targets.create(new)
