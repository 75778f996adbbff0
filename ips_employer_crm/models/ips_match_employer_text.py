from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..tools.formats import short_number


class IpsMatch(models.Model):
    """What the coach may say to the employer about a match, and nothing else.

    Made from the lowest of two levels: what the coach wants to tell and what the
    disclosure in force allows. 1: skills and terms of work, without a name, a code or a
    place; 2: the name too; 3: what helps at work too; 4: that more may be asked. Never
    the person's own words, wishes to avoid, or anything about health.
    """

    _inherit = "ips.match"

    employer_text = fields.Text(
        string="What May Be Said",
        compute="_compute_employer_text",
        help="To copy or to read out. Follows what has been agreed and is in force.",
    )

    # COMPUTES

    @api.depends("told_level", "approach", "client_id", "lead_id")
    @api.depends_context("lang", "uid")
    def _compute_employer_text(self):
        levels = {}
        disclosures = self.env["ips.disclosure"]
        for employer, matches in self.grouped("employer_id").items():
            agreed = disclosures._in_force(matches.client_id._origin, employer)
            for match in matches:
                row = agreed.get(match.client_id._origin, disclosures)
                # Where the person wants to tell, nobody else does
                told = row.told_by != "client"
                levels[match] = int(row.level or "0") if told else 0
        for match in self:
            level = min(levels[match], int(match.told_level or "1"))
            speaks = match.approach == "coach_speaks"
            match.employer_text = match._employer_lines(level) if speaks else False

    def _employer_values(self, level):
        """What may be told at a level, as plain values; None where nothing may.

        The one place that says what a level holds: the coach's text and the portal
        are made of it.
        """
        self.ensure_one()
        if level < 1:
            return None
        client, env = self.client_id, self.env
        hours = [
            short_number(env, number)
            for number in (client.hours_min, client.hours_max)
            if number
        ]
        start = client.available_from
        return {
            "is_named": level >= 2,
            "name": level >= 2 and client.name or "",
            "hours": "–".join(hours),
            "start": format_date(env, start) if start else "",
            "licences": ", ".join(client.licence_ids.mapped("name")),
            "languages": ", ".join(client.language_ids.mapped("name")),
            "helps": ", ".join(client.condition_ids.mapped("name"))
            if level >= 3
            else "",
            "more": level >= 4,
        }

    def _employer_lines(self, level):
        """The text for a level, as the coach says it; False where nothing may be."""
        values, env = self._employer_values(level), self.env
        if not values:
            return False
        lines = []
        if values["name"]:
            lines.append(
                env._("%(name)s would like to work for you.", name=values["name"])
            )
        elif values["is_named"]:
            lines.append(env._("(Say the name here.) would like to work for you."))
        else:
            lines.append(env._("I know somebody who would like this kind of work."))
        occupation = self.lead_id.occupation_id.name or self.lead_id.name
        if occupation:
            lines.append(env._("The job: %(job)s.", job=occupation))
        if values["hours"]:
            lines.append(env._("Hours a week: %(hours)s.", hours=values["hours"]))
        if values["start"]:
            lines.append(env._("Can start: %(day)s.", day=values["start"]))
        for label, words in (
            (env._("Licences"), values["licences"]),
            (env._("Languages"), values["languages"]),
        ):
            if words:
                lines.append(f"{label}: {words}.")
        if values["helps"]:
            lines.append(env._("What helps at work: %(helps)s.", helps=values["helps"]))
        if values["more"]:
            lines.append(env._("You may ask me for more: that has been agreed."))
        return "\n".join(lines)
