from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# Only the client itself keeps these
KEPT_FIELDS = {"ref", "company_id", "period_ids", "disclosure_reminded_on"}


def kind_of_stay(phase):
    """Waiting, in the service, or neither: a change of it begins a new stay."""
    return phase if phase in ("waiting", "closed") else "service"


class IpsClient(models.Model):
    """History of phase and coach, and moving a person to another coach.

    Whatever way the phase or the coach changes, the period follows; and whatever way
    the coach changes, open activities and future visits go along and the former
    coach's cover ends, so that nothing is left to read.
    """

    _inherit = "ips.client"

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        context = {**self.env.context, "tracking_disable": True}
        if not self.env.su:
            # What a caller proposes is as little theirs to choose as what they write
            context = {
                name: value
                for name, value in context.items()
                if name.removeprefix("default_") not in KEPT_FIELDS
            }
        # Not by keywords: what was proposed has to go
        # pylint: disable-next=context-overridden
        quiet = self.with_context(context)
        clients = super(IpsClient, quiet).create(
            [self._without_kept(vals) for vals in vals_list]
        )
        clients = clients.with_env(self.env)
        clients._open_periods()
        return clients

    def write(self, vals):
        vals = self._without_kept(vals)
        if not vals.keys() & {"phase", "user_id", "team_id", "entry_date"}:
            return super().write(vals)
        if "phase" in vals and "entry_date" in vals:
            # A form saves both: the stay begins first, then its entry is put right
            entry = {"entry_date": vals["entry_date"]}
            day = fields.Date.to_date(vals["entry_date"]) or False
            corrected = self.filtered(lambda client: client.entry_date != day)
            rest = {name: vals[name] for name in vals if name != "entry_date"}
            return self.write(rest) and corrected.write(entry)
        before = {client: (client.phase, client.user_id) for client in self}
        entries = {client: client.entry_date for client in self}
        for name in {"user_id", "team_id"} & vals.keys():
            self.filtered(
                lambda client, name=name: client[name].id != (vals[name] or False)
            )._check_may_move()
        if vals.get("phase", "closed") != "closed":
            vals = {**vals, "end_reason_id": False}
        elif "phase" in vals and not vals.get("end_reason_id"):
            self._check_closed_for_a_reason()
        res = super().write(vals)
        if "phase" in vals:
            self._begin_stay(before)
        if "entry_date" in vals:
            self._correct_entry(entries)
        self._follow_history(before)
        for user, clients in self.grouped(lambda client: before[client][1]).items():
            clients.filtered(
                lambda client, user=user: client.user_id != user
            )._hand_over(user)
        return res

    def _without_kept(self, vals):
        if self.env.su:
            return vals
        return {key: value for key, value in vals.items() if key not in KEPT_FIELDS}

    def _check_closed_for_a_reason(self):
        """A card dropped on *Closed* would leave refusals that nobody can count."""
        if not self.env.su and any(client.phase != "closed" for client in self):
            raise UserError(
                self.env._(
                    'Use "Close the service": it asks why the person leaves, and that '
                    "is counted."
                )
            )

    def _check_may_move(self):
        """Only leaders move a person: the coach would give away what others read."""
        if self.env.su:
            return
        if not self.team_id._is_led_by(self.env.user):
            raise AccessError(
                self.env._(
                    "Your team leader moves people to another coach. For a holiday, "
                    "give a colleague cover."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_served(self):
        raise UserError(
            self.env._("A person's data are not deleted by hand. Close the service.")
        )

    # HISTORY

    def _open_periods(self):
        # sudo: rows of these very clients, which the writer was allowed to make
        self.env["ips.client.period"].sudo().create(
            [
                {
                    "client_id": client.id,
                    "phase": client.phase,
                    "user_id": client.user_id.id,
                    "date_from": client.entry_date,
                    "entry_date": client.entry_date,
                }
                for client in self
            ]
        )

    def _recent_rows(self):
        """Return {client: (current row, rows that ended today), the newest last}."""
        # sudo: rows of these very clients, which the writer was allowed to change
        periods = self.env["ips.client.period"].sudo()
        days = {company._ips_today() for company in self.company_id}
        rows = periods.search(
            [("client_id", "in", self.ids), ("date_to", "in", [False, *days])],
            order="date_from, id",
        ).grouped("client_id")
        recent = {}
        for client in self:
            today = client.company_id._ips_today()
            own = rows.get(client, periods)
            recent[client] = (
                own.filtered(lambda row: not row.date_to),
                own.filtered(lambda row, today=today: row.date_to == today),
            )
        return recent

    # The plain write: an entry that begins is none that is corrected
    # pylint: disable=missing-return, super-method-mismatch
    def _begin_stay(self, before):
        """A new kind of stay begins today; one that ended today goes on.

        So a slip of the finger costs nobody the place in the queue.
        """
        returned = self.filtered(
            lambda client: (
                kind_of_stay(client.phase)
                not in ("closed", kind_of_stay(before[client][0]))
            )
        )
        entries = {}
        for client, (_current, ended) in returned._recent_rows().items():
            kind = kind_of_stay(client.phase)
            same = ended.filtered(
                lambda row, kind=kind: kind_of_stay(row.phase) == kind
            )
            entries[client] = same[-1:].entry_date or client.company_id._ips_today()
        for entry, clients in returned.grouped(entries.get).items():
            super(IpsClient, clients).write({"entry_date": entry})

    def _follow_history(self, before):
        """Close the current row of whoever changed, and open the next one.

        A change on the day on which the row began corrects it, unless it closes the
        service or opens it again: that stays on record. What is as it was before that
        day leaves no row.
        """
        changed = self.filtered(
            lambda client: (client.phase, client.user_id) != before[client]
        )
        if not changed:
            return
        # sudo: rows of these very clients, which the writer was allowed to change
        periods = self.env["ips.client.period"].sudo()
        new = []
        for client, (row, ended) in changed._recent_rows().items():
            today = client.company_id._ips_today()
            values = {
                "phase": client.phase,
                "user_id": client.user_id.id,
                "entry_date": client.entry_date,
            }
            if row.date_from != today or "closed" in (row.phase, client.phase):
                closes = client.phase == "closed" != row.phase
                reason = client.end_reason_id.id if closes else False
                row.write({"date_to": today, "end_reason_id": reason})
                new.append({**values, "client_id": client.id, "date_from": today})
                continue
            last = ended[-1:]
            if (last.phase, last.user_id, last.entry_date) == (
                client.phase,
                client.user_id,
                client.entry_date,
            ):
                row.unlink()
                last.date_to = False
            else:
                row.write(values)
        # The database allows one current row only: the old ones end first
        periods.flush_model(["date_to"])
        periods.create(new)

    def _correct_entry(self, entries):
        """A corrected entry moves the first day of the stay, where the former ends."""
        changed = self.filtered(lambda client: client.entry_date != entries[client])
        # sudo: rows of these very clients, which the writer was allowed to change
        periods = self.env["ips.client.period"].sudo()
        rows = periods.search(
            [("client_id", "in", changed.ids)], order="date_from, id"
        ).grouped("client_id")
        for client in changed:
            day, own = client.entry_date, rows[client]
            stay = own.filtered(
                lambda row, client=client: row.entry_date == entries[client]
            )
            former = own.filtered(lambda row, stay=stay: row.id < stay[0].id)[-1:]
            if (stay[0].date_to and day > stay[0].date_to) or (
                former and day < former.date_from
            ):
                raise UserError(
                    self.env._(
                        "The history of %(client)s does not allow this entry: another "
                        "period lies in the way.",
                        client=client.ref,
                    )
                )
            former.date_to = day
            stay[0].date_from = day
            stay.write({"entry_date": day})

    # MOVING

    def _hand_over(self, former):
        """Take along what the former coach still has of these people.

        Open activities and planned visits go to the new coach. A visit that is also
        for people who stay, stays. The former coach's cover ends.
        """
        if not self or not former:
            return
        # sudo: only what belongs to these very clients, which the writer may move;
        # the former coach's activities and cover are nobody's else to write
        env = self.sudo().env
        env["ips.client.cover"].search(
            [("client_id", "in", self.ids), ("user_id", "=", former.id)]
        ).unlink()
        for user, clients in self.grouped("user_id").items():
            about = Domain.OR(
                Domain("res_model", "=", records._name)
                & Domain("res_id", "in", records.ids)
                for records in clients.sudo()._with_activities()
            )
            activities = env["mail.activity"].search(
                Domain("user_id", "=", former.id) & about
            )
            # Nobody left to do them: the next coach finds them on the client
            quiet = {"mail_activity_quick_update": True}
            activities.with_context(**quiet).write(
                {"user_id": user.id or self.env.user.id}
            )
            if user:
                visits = clients._future_visits(former)
                visits.write({"user_id": user.id})

    def _future_visits(self, former):
        """Planned visits of the former coach that are for these people alone."""
        # sudo: lines of all people of those visits, to see whether somebody stays
        lines = self.env["ips.employer.contact.client"].sudo()
        visits = lines.search(
            [
                ("client_id", "in", self.ids),
                ("contact_id.user_id", "=", former.id),
                ("contact_id.state", "=", "planned"),
            ]
        ).contact_id
        return visits.filtered(lambda visit: visit.client_line_ids.client_id <= self)

    # ACTIVITIES

    def _with_activities(self):
        """The clients, and whatever of theirs an activity can be on, by model."""
        held = [self]
        for name in self.env["ips.client.access"]._models_with_activities():
            if name != self._name:
                domain = [("client_id", "in", self.ids)]
                held.append(self.env[name].search(domain))
        return held

    def _remind(self, summary, day):
        """Schedule an activity of the coach, without mailing anybody.

        :param str summary: names nobody: activities travel
        """
        self.ensure_one()
        quiet = self.with_context(mail_activity_quick_update=True)
        quiet.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=summary,
            user_id=self.user_id.id,
        )

    # ACTIONS

    def action_return(self):
        """Back to the search, by someone whose service was closed."""
        self.write({"phase": "agreed"})

    def action_open_wishes(self):
        """Open the screen on which coach and person fill in the wishes together."""
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "ips_employer_crm.ips_wishes_action"
            ),
            "params": {"client_id": self.id},
        }

    def action_remove_names(self):
        """Remove names and contact data, for instance before the setting is turned off.

        Offered to leaders; the codes stay.
        """
        self.write({"name": False, "email": False, "phone": False})
