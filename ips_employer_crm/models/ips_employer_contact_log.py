import itertools

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.exactly_once import saved_once
from ..tools.weeks import local_midnight
from .ips_employer_contact import CHANNELS

RECENT_EMPLOYERS = 6
FOUND_EMPLOYERS = 8

# What the log screen may set; the rest follows from the model
LOGGED_FIELDS = {
    "channel",
    "purpose_id",
    "outcome_id",
    "date",
    "duration",
    "travel_duration",
    "distance_km",
    "companion_ids",
    "made_by",
    "is_client_specific",
    "shared_note",
    "internal_note",
    "over_limit_reason",
    "next_step",
    "next_step_date",
}


class IpsEmployerContact(models.Model):
    """The log screen: one call to open it, one to save.

    The next step is an activity of the coach on the contact; the two fields here are
    its short form, so that nothing is kept twice.
    """

    _inherit = "ips.employer.contact"

    next_step = fields.Char(
        compute="_compute_next_step",
        inverse="_inverse_next_step",
        help="What was promised: a reminder for the coach.",
    )
    next_step_date = fields.Date(
        string="Next Step On",
        compute="_compute_next_step",
        inverse="_inverse_next_step_date",
    )

    before_you = fields.Json(
        related="employer_id.before_you", export_string_translation=False
    )

    # COMPUTES

    @api.depends("activity_ids.summary", "activity_ids.date_deadline")
    def _compute_next_step(self):
        for contact in self:
            activity = contact._next_activity()
            contact.next_step = activity.summary
            contact.next_step_date = activity.date_deadline

    def _inverse_next_step(self):
        """Schedule the reminder, reword it, or drop it where the text is emptied."""
        for contact in self:
            activity, step = contact._next_activity(), contact.next_step
            if activity and step:
                activity.summary = step
            elif activity:
                activity.unlink()
            elif step:
                contact._schedule_step(step, contact.next_step_date)
        self.invalidate_recordset(["next_step_date"])

    def _inverse_next_step_date(self):
        """Move the reminder; a day without a text is a reminder too."""
        for contact in self:
            activity, day = contact._next_activity(), contact.next_step_date
            if activity and day:
                activity.date_deadline = day
            elif day:
                contact._schedule_step(False, day)
        self.invalidate_recordset(["next_step_date"])

    def _next_activity(self):
        # Not [:1]: a slice loses the prefetch, and lists would query by row
        return next(iter(self.activity_ids), self.env["mail.activity"])

    def _schedule_step(self, step, day):
        # Quick: a step for a colleague waits in My week and is not mailed
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day or self.company_id._ips_today(),
            summary=step,
            user_id=self.user_id.id,
        )

    # OPENING

    @api.model
    @api.readonly
    def get_log_screen(self, contact_id=None, employer_id=None, placement_id=None):
        """Return all that the log screen needs, for one round trip.

        :param int contact_id: a planned contact to complete
        :param int employer_id: an employer to start with; a visit of the reader's that
            is planned with it for today or before is completed
        :param int placement_id: a job to log follow-along for instead
        """
        contact = self.browse(contact_id).exists()
        contact.check_access("read")
        partners = self.env["res.partner"]
        chosen = contact.employer_id or partners.browse(employer_id).exists()
        recent = self._recent_employers()
        employers = (chosen | recent)._log_values()
        by_id = {employer["id"]: employer for employer in employers}
        last = self.search(
            [("user_id", "=", self.env.uid), ("state", "=", "done")],
            order="date desc, id desc",
            limit=1,
        )
        return {
            "user_id": self.env.uid,
            "today": fields.Date.to_string(self.env.company._ips_today()),
            "channels": self._fields["channel"]._description_selection(self.env),
            "purposes": self._pick_list("ips.contact.purpose", ["name"]),
            "outcomes": self._pick_list(
                "ips.contact.outcome",
                ["name", "finds_lead", "next_step", "next_step_days"],
            ),
            "colleagues": self._colleagues(),
            "municipalities": self._pick_list("ips.municipality", ["name"]),
            "verdicts": self._verdicts(),
            "recent": [by_id[employer.id] for employer in recent],
            "employer": by_id.get(chosen.id),
            "contact": contact._planned_log_values() if contact else False,
            "defaults": {
                "duration": last.duration or 0.5,
                "travel_duration": 0.0,
                "distance_km": 0,
            },
        }

    @api.model
    @api.readonly
    def search_log_employers(self, name):
        """Return employers for what was typed: those with it, then similar ones."""
        partners = self.env["res.partner"]
        domain = [
            ("name", "ilike", name),
            "|",
            ("is_employer", "=", True),
            "&",
            ("is_company", "=", True),
            ("parent_id.is_employer", "=", True),
        ]
        found = partners.search(domain, limit=FOUND_EMPLOYERS)
        if len(found) < FOUND_EMPLOYERS:
            found |= partners._search_similar_employers(name, part=True)
        return found[:FOUND_EMPLOYERS]._log_values()

    def _recent_employers(self):
        """Today's visits first, then the employers of the reader's last contacts."""
        today = self.env.company._ips_today()
        mine = self.search(
            [("user_id", "=", self.env.uid), ("state", "!=", "cancelled")],
            order="date desc, id desc",
            limit=40,
        )
        planned = mine.filtered(lambda c: c.state == "planned" and c.day == today)
        done = mine.filtered(lambda contact: contact.state == "done")
        return (planned.sorted("date") | done).employer_id[:RECENT_EMPLOYERS]

    def _pick_list(self, model, names):
        return self.env[model].search_read([("active", "=", True)], names)

    def _colleagues(self):
        users = self.env["res.users"].search(
            [
                *self.env["res.partner"]._domain_coach_id(),
                ("id", "!=", self.env.uid),
                ("company_ids", "in", self.env.company.ids),
            ]
        )
        return [{"id": user.id, "name": user.name} for user in users]

    def _verdicts(self):
        """{"channel|decides|specific": whether and why it would count now}.

        Asked from the rule itself, so that the screen cannot disagree with it.
        """
        reasons = dict(self._fields["count_reason"]._description_selection(self.env))
        sample = self.new({"state": "done", "user_id": self.env.uid})
        verdicts = {}
        for (channel, _label), decides, specific in itertools.product(
            CHANNELS, (False, True), (False, True)
        ):
            sample.channel = channel
            sample.decision_maker_met = decides
            sample.is_client_specific = specific
            reason = sample._get_count_reason()
            verdicts[f"{channel}|{int(decides)}|{int(specific)}"] = {
                "counts": reason in ("counted", "counted_by_rule"),
                "text": reasons[reason],
            }
        return verdicts

    def _planned_log_values(self):
        self.ensure_one()
        return {
            "id": self.id,
            "date": fields.Datetime.to_string(self.date),
            "channel": self.channel,
            "purpose_id": self.purpose_id.id,
            "person_ids": self.person_ids.ids,
            "companion_ids": self.companion_ids.ids,
            "duration": self.duration,
            "shared_note": self.shared_note or "",
            "internal_note": self.internal_note or "",
            "is_client_specific": self.is_client_specific,
        }

    # SAVING

    @api.model
    def log_contact(self, values):
        """Save what the log screen holds, once, and return the week it moved.

        The same ``request_uuid`` sent again, by a double tap or after a time-out,
        returns the first result and saves nothing.

        Raises a user error that names what is missing.
        :param dict values: fields of the contact, and ``contact_id`` of a planned one,
            ``employer_id`` or ``new_employer``, ``person_ids``, ``new_people``,
            ``decider_ids`` (people found to decide on hiring), ``decision_maker_met``
        :returns: ``{"id", "counts", "title", "message", "week"}``
        """
        uuid = values.get("request_uuid")
        contact = (
            self.search(
                [
                    ("request_uuid", "=", uuid),
                    "|",
                    ("user_id", "=", self.env.uid),
                    # A colleague's visit that the reader completed
                    ("id", "=", values.get("contact_id") or 0),
                ],
                limit=1,
            )
            if uuid
            else self.browse()
        )
        if not contact:
            with saved_once(self.env.cr):
                contact = self._save_log(values)
                contact.flush_recordset()
        week = self.env["ips.coach.week"].get_my_week(contact.week_start)
        return {"id": contact.id, **contact._feedback(week), "week": week}

    def _save_log(self, values):
        planned = self.browse(values.get("contact_id")).exists()
        if planned.state == "done":
            raise UserError(
                self.env._(
                    "%(visit)s has been logged already.", visit=planned.display_name
                )
            )
        employer = self._log_employer(values, planned)
        people = self._log_people(values, employer)
        vals = {key: values[key] for key in LOGGED_FIELDS & values.keys()}
        vals |= {
            "employer_id": employer.id,
            "person_ids": [Command.set(people.ids)],
            "decision_maker_met": bool(
                values.get("decision_maker_met")
                or any(people.mapped("decides_on_hiring"))
            ),
            "state": "done",
            "request_uuid": values.get("request_uuid") or False,
        }
        if "companion_ids" in vals:
            vals["companion_ids"] = [Command.set(vals["companion_ids"])]
        if planned:
            date = fields.Datetime.to_datetime(vals.get("date")) or planned.date
            vals["date"] = min(date, fields.Datetime.now())
            planned.write(vals)
            if values.get("opening"):
                planned._make_opening(values["opening"])
            return planned
        contact = self.create({**vals, "user_id": self.env.uid})
        if contact.is_over_limit and not (contact.over_limit_reason or "").strip():
            raise UserError(
                self.env._(
                    "%(employer)s wants to be approached at most %(limit)s times a "
                    "month. Say why this contact was needed all the same.",
                    employer=employer.name,
                    limit=contact.company_partner_id.max_contacts_per_month,
                )
            )
        if values.get("opening"):
            contact._make_opening(values["opening"])
        return contact

    def _make_opening(self, opening):
        """The job lead of this contact becomes an opening, with what is known.

        :param dict opening: ``name``: what the job is, in the coach's words
        """
        self.ensure_one()
        values = {
            "name": (opening.get("name") or "").strip() or self.env._("Job lead"),
            "type": "opportunity",
            "employer_id": self.employer_id.id,
            "person_id": self.person_ids[:1].id,
            "user_id": self.user_id.id,
            "team_id": self.team_id.id,
            "is_hidden_job": True,
        }
        self.lead_ids = [Command.create(values)]

    def _log_employer(self, values, planned):
        """The employer of the entry, made on the spot where it is new."""
        partners = self.env["res.partner"]
        new = values.get("new_employer") or {}
        chosen = partners.browse(values.get("employer_id")).exists()
        employer = planned.employer_id or chosen.filtered("active")
        if not employer and (new.get("name") or "").strip():
            employer = partners.create(
                {
                    "name": new["name"].strip(),
                    "municipality_id": new.get("municipality_id"),
                    "is_company": True,
                    "is_employer": True,
                    "coach_id": self.env.uid,
                }
            )
        if not employer:
            raise UserError(
                self.env._("Choose the employer, or type a new one's name.")
            )
        company = employer._employer_company()
        if not company.is_employer or not (employer.is_company or employer == company):
            raise UserError(self.env._("%(name)s is no employer.", name=employer.name))
        return employer

    def _log_people(self, values, employer):
        """The people met, new ones made, with what was learnt about who decides."""
        partners = self.env["res.partner"]
        people = partners.browse(values.get("person_ids") or []).exists()
        people |= partners.create(
            [
                {
                    "name": person["name"].strip(),
                    "function": person.get("function"),
                    "decides_on_hiring": bool(person.get("decides")),
                    "parent_id": employer.id,
                    "is_company": False,
                    "data_source": self.env._("Met in person"),
                }
                for person in values.get("new_people") or []
                if (person.get("name") or "").strip()
            ]
        )
        for person in people:
            if person._employer_company() != employer._employer_company():
                raise UserError(
                    self.env._(
                        "%(person)s does not work for %(employer)s.",
                        person=person.name,
                        employer=employer.name,
                    )
                )
        known = set(values.get("decider_ids") or []) & set(people.ids)
        people.filtered(lambda p: p.id in known and not p.decides_on_hiring).write(
            {"decides_on_hiring": True}
        )
        return people

    def _feedback(self, week):
        """What the coach gets back: whether it counted, and where the week stands.

        :param dict week: the reader's week as My week shows it
        """
        self.ensure_one()
        reasons = dict(self._fields["count_reason"]._description_selection(self.env))
        title = self.env._("Saved")
        if week["team"] and self.user_id == self.env.user:
            title = self.env._(
                "Week %(number)s: %(counted)s of %(target)s",
                number=week["week"]["number"],
                counted=week["row"]["counted"],
                target=week["row"]["target_label"],
            )
        return {
            "counts": self.is_counted,
            "title": title,
            "message": reasons[self.count_reason],
        }

    # ACTIONS

    @api.model
    def _action_log(self, **params):
        """Open the log screen, on a planned contact or an employer if named."""
        return {
            "type": "ir.actions.client",
            "tag": "ips_log_contact",
            "name": self.env._("Log a contact"),
            "params": params,
        }

    def _planned_with(self, employer):
        """My visit planned with that employer for today or before, if any."""
        company = self.env.company
        tomorrow = fields.Date.add(company._ips_today(), days=1)
        return self.search(
            [
                ("state", "=", "planned"),
                ("user_id", "=", self.env.uid),
                ("date", "<", local_midnight(tomorrow, company._ips_tz())),
                "|",
                ("employer_id", "=", employer.id),
                ("company_partner_id", "=", employer.id),
            ],
            order="date desc",
            limit=1,
        )
