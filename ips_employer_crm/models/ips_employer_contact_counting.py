from odoo import api, fields, models
from odoo.tools import SQL

COUNT_REASONS = [
    ("counted", "Counts: in person with someone who decides on hiring"),
    ("counted_by_rule", "Counts by the team's rule"),
    ("planned", "Does not count yet: planned"),
    ("cancelled", "Does not count: cancelled"),
    ("client", "Does not count: made by the job seeker"),
    ("channel", "Does not count: this way of contact is logged only"),
    ("no_decision_maker", "Does not count: nobody who decides on hiring was met"),
    ("generic", "Does not count: not about a particular job seeker"),
    ("no_rule", "Does not count: no counting rule was valid on that day"),
]


class IpsEmployerContact(models.Model):
    """Whether a contact counts, why, and which visit to the company it was.

    The verdict rests on fields of the contact and on the rule valid on its day, never
    on other contacts: repeat visits count (item 17 of the quality criteria).
    """

    _inherit = "ips.employer.contact"

    visit_number = fields.Integer(
        compute="_compute_visit_number",
        help="First, second, ... visit in person to this company, by whoever of the "
        "coaches. 0: not a visit that took place.",
    )
    rule_id = fields.Many2one(
        "ips.contact.rule", compute="_compute_rule_id", store=True, index=True
    )
    is_counted = fields.Boolean(
        string="Counts", compute="_compute_is_counted", store=True
    )
    count_reason = fields.Selection(
        COUNT_REASONS, string="Why", compute="_compute_is_counted", store=True
    )

    # Of a coach and of a team, in a week or a year
    _user_week_idx = models.Index("(user_id, week_start) WHERE state = 'done'")
    _team_week_idx = models.Index("(team_id, week_start) WHERE state = 'done'")
    _visit_idx = models.Index(
        "(company_partner_id, date, id) WHERE state = 'done' AND channel = 'in_person'"
    )

    # COMPUTES

    @api.depends("day", "team_id")
    def _compute_rule_id(self):
        rules = self.env["ips.contact.rule"].search(
            [("team_id", "in", [*self.team_id.ids, False])]
        )
        for contact in self:
            contact.rule_id = contact.day and rules._rule_for(
                contact.team_id, contact.day
            )

    @api.depends(
        "state",
        "channel",
        "made_by",
        "decision_maker_met",
        "is_client_specific",
        "rule_id",
    )
    def _compute_is_counted(self):
        for contact in self:
            contact.count_reason = reason = contact._get_count_reason()
            contact.is_counted = reason in ("counted", "counted_by_rule")

    def _get_count_reason(self):
        """The first reason against counting, or the one for it."""
        self.ensure_one()
        rule = self.rule_id
        if self.state != "done":
            return self.state
        if self.made_by == "client":
            return "client"
        if not rule:
            return "no_rule"
        if self.channel not in rule._channel_codes():
            return "channel"
        if rule.requires_decision_maker and not self.decision_maker_met:
            return "no_decision_maker"
        if not rule.counts_generic and not self.is_client_specific:
            return "generic"
        if self.channel == "in_person" and self.decision_maker_met:
            return "counted"
        return "counted_by_rule"

    @api.depends("company_partner_id", "date", "state", "channel")
    def _compute_visit_number(self):
        """Rank among the company's visits that took place: one query for all."""
        self.visit_number = 0
        if not self.ids:
            return
        self.flush_model(["company_partner_id", "date", "state", "channel"])
        numbers = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT id, number
                      FROM (
                        SELECT id, row_number() OVER (
                                 PARTITION BY company_partner_id ORDER BY date, id
                               ) AS number
                          FROM ips_employer_contact
                         WHERE state = 'done' AND channel = 'in_person'
                           AND company_partner_id IN (
                             SELECT company_partner_id FROM ips_employer_contact
                              WHERE id IN %(ids)s
                           )
                      ) AS visit
                     WHERE id IN %(ids)s
                    """,
                    ids=tuple(self.ids),
                )
            )
        )
        for contact in self:
            contact.visit_number = numbers.get(contact._origin.id, 0)
