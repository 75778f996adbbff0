from odoo import Command, api, fields, models

from ..models.ips_work_terms import SHIFTS, as_key
from ..tools.small_figures import SMALL

# What a part-time job is in the change of hours
PART_TIME = 20
# Times of day of a carved task, as times of day of an opening
TASK_SHIFTS = {
    "morning": "shift_day",
    "day": "shift_day",
    "evening": "shift_evening",
    "night": "shift_night",
}


class IpsOpeningWhatIf(models.TransientModel):
    """Which change to an opening would suit how many more people?

    Counts people within the reader's reach, see ``_count_suited``. For the employer
    there is a text with counts of five and more: smaller ones could point to somebody.
    Made anew at each opening of the dialog; only its maker reads it.
    """

    _name = "ips.opening.what.if"
    _description = "What Would Suit More People"

    lead_id = fields.Many2one(
        "crm.lead",
        string="Job Opening",
        required=True,
        ondelete="cascade",
        domain="[('is_job_opening', '=', True)]",
    )
    suited = fields.Integer(
        string="Suits As It Is", readonly=True, help="People within your reach."
    )
    line_ids = fields.One2many("ips.opening.what.if.line", "what_if_id", readonly=True)
    employer_text = fields.Text(
        string="For the Employer",
        compute="_compute_employer_text",
        help="Counts of five and more only.",
    )

    # COMPUTES

    @api.depends("line_ids.more")
    @api.depends_context("lang")
    def _compute_employer_text(self):
        for dialog in self:
            # Fewer could point to somebody
            lines = dialog.line_ids.filtered(lambda line: line.more >= SMALL)
            dialog.employer_text = "\n".join(
                self.env._(
                    "%(change)s: %(count)s more people we know of could be interested.",
                    change=line.name,
                    count=line.more,
                )
                for line in lines
            )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(
            [
                {name: vals[name] for name in vals if name == "lead_id"}
                for vals in vals_list
            ]
        )
        for dialog in dialogs:
            dialog.lead_id.check_access("read")
            dialog._count()
        return dialogs

    # BUSINESS

    def _count(self):
        """Fill in the counts, the change that helps most first."""
        self.ensure_one()
        changes = self._changes()
        now, *then = self.env["ips.match.suggestion"]._count_suited(
            self.lead_id, [{}, *(vals for _name, vals in changes)]
        )
        lines = [
            {"name": name, "suited": count, "more": count - now}
            for (name, _vals), count in zip(changes, then, strict=True)
            if count > now
        ]
        lines.sort(key=lambda line: -line["more"])
        # sudo: nobody enters counts by hand; counted above with the rights of the maker
        self.sudo().write(
            {"suited": now, "line_ids": [Command.create(line) for line in lines]}
        )

    def _changes(self):
        """Return [(what would be different, {column: value})]."""
        lead = self.lead_id
        changes = []
        if lead.hours_min or lead.hours_max:
            changes.append(
                (
                    self.env._("Hours are agreed on with each"),
                    {"hours_min": 0, "hours_max": 0},
                )
            )
        if not lead.hours_max or lead.hours_max > PART_TIME:
            changes.append(
                (
                    self.env._(
                        "Part time, at most %(hours)s hours a week", hours=PART_TIME
                    ),
                    {"hours_min": 1, "hours_max": PART_TIME},
                )
            )
        if lead.available_from:
            changes.append(
                (
                    self.env._("The start is agreed on with each"),
                    {"available_from": None},
                )
            )
        for shift in SHIFTS:
            if lead[shift] == "yes":
                label = lead._fields[shift]._description_string(self.env)
                changes.append(
                    (self.env._("Without: %(time)s", time=label), {shift: "no"})
                )
        changes += self._surroundings_changes() + self._task_changes()
        return changes

    def _surroundings_changes(self):
        """One more of the surroundings that people need, with its opposite gone."""
        lead, changes = self.lead_id, []
        for condition in self.env["ips.work.condition"].search(
            [("id", "not in", lead.condition_ids.ids)]
        ):
            conditions = lead.condition_ids - condition.opposite_id + condition
            changes.append((condition.name, self._with_conditions(conditions)))
        return changes

    def _task_changes(self):
        """The opening made of one carved task alone."""
        changes = []
        for task in self.lead_id.carved_task_ids:
            # Hours that were not stated are not those of the whole job
            vals = {"hours_min": task.hours_week, "hours_max": task.hours_week}
            if task.time_of_day in TASK_SHIFTS:
                at = TASK_SHIFTS[task.time_of_day]
                vals |= {shift: "yes" if shift == at else "no" for shift in SHIFTS}
            else:
                vals |= dict.fromkeys(SHIFTS)
            wanted = task.condition_ids
            conditions = self.lead_id.condition_ids - wanted.opposite_id | wanted
            vals |= self._with_conditions(conditions)
            name = self.env._("Only the task: %(task)s", task=task.name)
            changes.append((name, vals))
        return changes

    def _with_conditions(self, conditions):
        key = {
            **(self.lead_id.terms_key or {}),
            "condition": as_key(conditions),
            "opposite": as_key(conditions.opposite_id),
        }
        return {"terms_key": key}
