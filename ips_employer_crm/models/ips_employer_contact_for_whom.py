from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from .ips_client import SERVICE_PHASES

# On a chip of the log: enough to tell people apart, not the whole of their wishes
WISHES_LENGTH = 60


class IpsEmployerContact(models.Model):
    """For whom a contact was made, on the log screen.

    The reader's own people and those covered today are offered, by their codes. What
    may be told to the employer is asked for those who are chosen, and for nobody else.

    Opening the screen shows codes, as lists do, and is not logged as a look at
    somebody: so words that were written about a person are not sent to it. A note
    typed here is added to the one that is kept.
    """

    _inherit = "ips.employer.contact"

    # OPENING

    @api.model
    @api.readonly
    def get_log_screen(self, contact_id=None, employer_id=None, placement_id=None):
        """Return what the log screen needs; ``clients``: people to log for;
        ``at_work``: people to log follow-along for instead.
        """
        screen = super().get_log_screen(contact_id, employer_id, placement_id)
        return {
            **screen,
            "clients": self._log_clients(contact_id),
            "at_work": self.env["ips.support.contact"].get_log_choices(placement_id),
        }

    @api.model
    def _log_clients(self, contact_id=None):
        """People of the reader's in the service, those covered today, and whoever is
        on a planned visit that the reader may complete.
        """
        uid = self.env.uid
        clients = self.env["ips.client"].search(
            Domain("phase", "in", SERVICE_PHASES)
            & (
                Domain("user_id", "=", uid)
                | Domain(
                    "cover_ids",
                    "any",
                    [("user_id", "=", uid), ("is_in_force", "=", True)],
                )
            )
            | Domain(
                "contact_line_ids",
                "any",
                [
                    ("contact_id.state", "=", "planned"),
                    "|",
                    ("contact_id", "=", contact_id or 0),
                    ("contact_id.user_id", "=", uid),
                ],
            ),
            order="is_job_seeker desc, ref",
        )
        return [
            {"id": client.id, "ref": client.ref, "wishes": self._short_wishes(client)}
            for client in clients
        ]

    def _short_wishes(self, client):
        wishes = client.wish_summary or ""
        if len(wishes) <= WISHES_LENGTH:
            return wishes
        return wishes[: WISHES_LENGTH - 1].rstrip(" ,") + "…"

    def _planned_log_values(self):
        lines = [
            {
                "client_id": line.client_id.id,
                # Empty is "not answered yet" on the screen
                "matches_wishes": line.matches_wishes or None,
                "client_present": line.client_present,
                "note": "",
                "has_note": bool(line.note),
            }
            for line in self.client_line_ids
        ]
        return {**super()._planned_log_values(), "client_lines": lines}

    @api.model
    @api.readonly
    def get_log_disclosures(self, client_ids, employer_id=None):
        """Return what this employer may be told today about each of these people.

        People whom the reader may not see are left out.

        :param employer_id: empty for an employer that is new: what was agreed for any
            employer counts then
        :returns: list of ``{"client_id", "level", "text"}``
        """
        clients = self.env["ips.client"].search([("id", "in", client_ids)])
        employer = self.env["res.partner"].browse(employer_id).exists()
        in_force = self.env["ips.disclosure"]._in_force(clients, employer)
        return [
            {
                "client_id": client.id,
                "level": int(row.level or "0"),
                "text": self._disclosure_sentence(client, row),
            }
            for client, row in in_force.items()
        ]

    def _disclosure_sentence(self, client, row):
        """What the coach reads before talking about the person."""
        until = row.valid_to and format_date(self.env, row.valid_to)
        match row.level:
            case "1":
                told = self.env._(
                    "Skills may be told until %(date)s, not whose they are.",
                    date=until,
                )
            case "2":
                told = self.env._(
                    "The name may be told until %(date)s, not why a coach is involved.",
                    date=until,
                )
            case "3":
                told = self.env._(
                    "The name and the support needed may be told until %(date)s.",
                    date=until,
                )
            case "4":
                told = self.env._(
                    "The name and other facts agreed on may be told until %(date)s.",
                    date=until,
                )
            case _:
                return self.env._(
                    "Nothing may be told about %(client)s here.", client=client.ref
                )
        teller = {
            "client": self.env._("The person tells it, not you."),
            "together": self.env._("You tell it together with the person."),
        }
        return " ".join(filter(None, [told, teller.get(row.told_by)]))

    # SAVING

    def _save_log(self, values):
        """Save for whom it was as well, where the screen says anything about it.

        ``client_lines`` of the values: ``[{client_id, matches_wishes, client_present,
        note}]``. Of a planned contact, people whom the reader may see and who are not
        among them any more are taken off.
        """
        if "client_lines" not in values:
            return super()._save_log(values)
        entries = {entry["client_id"]: entry for entry in values["client_lines"] or []}
        if entries:
            values = {**values, "is_client_specific": True}
        contact = super()._save_log(values)
        contact._save_client_lines(entries)
        return contact

    def _save_client_lines(self, entries):
        """Bring the lines that the reader may see in line with the screen."""
        self.ensure_one()
        lines = self.env["ips.employer.contact.client"].search(
            [("contact_id", "=", self.id)]
        )
        kept = lines.filtered(lambda line: line.client_id.id in entries)
        (lines - kept).unlink()
        added = entries.keys() - set(kept.client_id.ids)
        self._check_clients_to_add(added)
        for line in kept:
            entry = entries[line.client_id.id]
            vals = self._client_line_values(entry, line.note)
            changed = {key: val for key, val in vals.items() if line[key] != val}
            if changed:
                line.write(changed)
        lines.create(
            [
                {
                    **self._client_line_values(entries[client_id]),
                    "contact_id": self.id,
                    "client_id": client_id,
                }
                for client_id in entries
                if client_id in added
            ]
        )

    def _check_clients_to_add(self, ids):
        """The same answer for people of others, closed ones and none at all."""
        mine = self.env["ips.client"].search(
            [("id", "in", list(ids)), ("phase", "in", SERVICE_PHASES)]
        )
        if len(mine) != len(ids):
            raise UserError(
                self.env._(
                    "Somebody whom you chose is not among your people any more. "
                    "Choose again for whom this contact was."
                )
            )

    def _client_line_values(self, entry, note=False):
        """Values of a line; a new note comes after the one that is kept."""
        words = (entry.get("note") or "").strip()
        return {
            "matches_wishes": entry.get("matches_wishes") or False,
            "client_present": bool(entry.get("client_present")),
            "note": "\n".join(filter(None, [note, words])) or False,
        }
