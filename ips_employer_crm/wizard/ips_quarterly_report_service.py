from collections import Counter
from datetime import timedelta
from statistics import median

from odoo import models
from odoo.fields import Domain

from .ips_territory import SILENT_DAYS


class IpsQuarterlyReport(models.TransientModel):
    """How fast the search begins, where contacts are made, and how the queue moves.

    Contacts with employers are no figures about people served: they are all shown.
    """

    _inherit = "ips.quarterly.report"

    # SECTIONS

    def _section_first_contact(self, shown):
        """By the rules of quality criterion 15 (domain 1.5)."""
        first, last = self._bounds()
        # sudo: no rights, a number in the settings of the team's company
        allowed = self.env.company.sudo().ips_first_contact_days
        days = self._days_to_first_contact(first, last)
        group = self._stays_group(days)
        early = {key: group[key] for key, count in days.items() if count <= allowed}
        late = {key: person for key, person in group.items() if key not in early}
        counts = list(days.values())
        rows = self._number_rows(
            shown,
            group,
            [
                (self.env._("Mean"), self._mean(counts), self._days_unit),
                (
                    self.env._("Median"),
                    median(counts) if counts else 0,
                    self._days_unit,
                ),
            ],
            self._stays_unit,
        )
        rows.append(
            self._rate_row(
                shown,
                self.env._("Within %(days)s days", days=allowed),
                early,
                late,
                self._stays_unit,
            )
        )
        return self._section(
            "first_contact",
            self.env._("Days to the first employer contact"),
            self.env._(
                "From the first day of the service to the first contact with an "
                "employer in person, by the coach or the job seeker, for services "
                "whose first contact came from %(days)s. A contact before the service "
                "is day 0. Whoever has no contact yet is not in it.",
                days=self._days_text(first, last),
            ),
            rows,
        )

    def _section_coverage(self, _shown):
        first, last = self._bounds()
        since = last - timedelta(days=SILENT_DAYS)
        places = self.env["ips.municipality"].search_fetch(
            [], ["name", "employment_area"], order="employment_area, name, id"
        )
        areas = self.env["ips.territory"]._areas(places)
        contacts = self._contacts_by_place(places, first, last)
        recent = self._contacts_by_place(places, since, last)
        rows = []
        for label, municipalities in areas:
            # What lies in no municipality is one more of the last area
            ids = [*municipalities.ids] + ([] if label else [False])
            count = sum(contacts[place_id] for place_id in ids)
            if label or count:
                rows.append(
                    {
                        "label": label or self.env._("Not known"),
                        "figure": self.env._("%(count)s contacts", count=count),
                        "counted": self._silent_text(municipalities, recent),
                        "width": count,
                    }
                )
        most = max((row["width"] for row in rows), default=0)
        for row in rows:
            row["width"] = round(100 * row["width"] / most) if most else 0
        section = self._section(
            "coverage",
            self.env._("Coverage of the region"),
            self.env._(
                "Contacts of the team with employers from %(days)s by employment area, "
                "and how many of its municipalities had none in the %(number)s days up "
                "to %(day)s.",
                days=self._days_text(first, last),
                number=SILENT_DAYS,
                day=self._day_text(last),
            ),
            rows,
            remarks=[self._silent_remark(places, recent)],
        )
        # The fullest area fills its bar
        return {**section, "scale": ""}

    def _section_queue(self, shown):
        first, last = self._bounds()
        waiting = self._waiting(last)
        waits = [max((last - day).days, 0) for day in waiting.values()]
        people = self._people(waiting)
        capacity = self.env["ips.capacity"]
        starts, ends = capacity._moves(self.team_id, first, last)
        rows = [
            self._count_row(
                shown, self.env._("People waiting"), people, self._people_unit
            ),
            *self._number_rows(
                shown,
                people,
                [
                    (
                        self.env._("Median wait"),
                        median(waits) if waits else 0,
                        self._days_unit,
                    )
                ],
                self._people_unit,
            ),
            self._count_row(
                shown,
                self.env._("Services started"),
                self._stays_group(starts),
                self._stays_unit,
            ),
            self._count_row(
                shown,
                self.env._("Services ended"),
                self._stays_group(ends),
                self._stays_unit,
            ),
        ]
        return self._section(
            "queue",
            self.env._("Queue"),
            self.env._(
                "People who waited for the service at the end of %(day)s, with days "
                "from their entry, and services that started and ended from %(days)s.",
                day=self._day_text(last),
                days=self._days_text(first, last),
            ),
            rows,
        )

    # BUSINESS

    @staticmethod
    def _stays_group(keys):
        """A group of stays (client id, entry), see :class:`ShownGroups`."""
        return {key: key[0] for key in keys}

    def _days_to_first_contact(self, first, last):
        """Return {(client id, entry): days} of first contacts in these days alone.

        Days as quality criterion 15 counts them, which takes everybody served.
        """
        stays = self._review(first, last)._stays()
        clients = self.env["ips.client"].browse(
            sorted({client.id for client, _entry in stays})
        )
        contacts = self.env["ips.client.period"]._first_contacts(clients)
        days = {}
        for client, entry in stays:
            day = contacts.get((client.id, entry))
            reached = day and max(day, entry)
            if reached and first <= reached <= last:
                days[client.id, entry] = (reached - entry).days
        return days

    def _contacts_by_place(self, places, first, last):
        """{municipality id: the team's contacts}; False: of none that is in use.

        Where the employer that was met lies, or else its company.
        """
        counts = Counter()
        for place, company_place, count in self.env["ips.employer.contact"]._read_group(
            [
                ("team_id", "=", self.team_id.id),
                ("state", "=", "done"),
                ("day", ">=", first),
                ("day", "<=", last),
            ],
            ["employer_id.municipality_id", "company_partner_id.municipality_id"],
            ["__count"],
        ):
            where = place or company_place
            counts[where.id if where in places else False] += count
        return counts

    def _silent_text(self, municipalities, recent):
        """How many of these had no contact lately."""
        silent = [place for place in municipalities if not recent[place.id]]
        return self.env._(
            "%(count)s of %(all)s municipalities without a contact",
            count=len(silent),
            all=len(municipalities),
        )

    def _silent_remark(self, places, recent):
        """The municipalities that had no contact lately, by name."""
        names = sorted(place.name for place in places if not recent[place.id])
        if not names:
            return self.env._(
                "Each municipality had a contact in the %(number)s days.",
                number=SILENT_DAYS,
            )
        return self.env._(
            "Without a contact for %(number)s days: %(places)s.",
            number=SILENT_DAYS,
            places=", ".join(names),
        )

    def _waiting(self, day):
        """{person: entry} of those who were in the queue in the evening of that day."""
        rows = self.env["ips.client.period"].search_fetch(
            self._of_team()
            & Domain("phase", "=", "waiting")
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", day)),
            ["client_id", "entry_date"],
        )
        return {row.client_id.id: row.entry_date for row in rows}
