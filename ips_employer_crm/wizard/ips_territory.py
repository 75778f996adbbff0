from collections import defaultdict
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.fields import Domain

from ..models.ips_client import SERVICE_PHASES
from ..tools.small_figures import SMALL, hidden_figures

# A municipality should not be without a contact for longer (days): "municipalities
# without a contact in 90 days", domain.md 6, from the deck [D]
SILENT_DAYS = 90


class IpsTerritory(models.TransientModel):
    """Where people, employers and contacts are: by employment area and municipality.

    Everything is counted with the reader's rights: a leader sees the team, a coach the
    people within the own reach. Only its maker reads it, and nobody writes it.

    Figures of under 5 people are shown by employment area only; what is hidden is not
    stored, see :mod:`..tools.small_figures`. For the same reason there is no sum of all
    areas: an area of a single municipality would follow from it. What has no
    municipality, none in use, or one without an area is the area "Not known".

    Areas are told apart by their names in the source language: a translation that is
    missing or differs does not split one.
    """

    _name = "ips.territory"
    _description = "Territory"
    _inherit = ["ips.figures"]

    line_ids = fields.One2many("ips.territory.line", "territory_id", readonly=True)

    # COMPUTES

    @api.depends_context("lang")
    def _compute_display_name(self):
        for territory in self:
            territory.display_name = self.env._("Territory")

    # ACTIONS

    @api.model
    def action_open(self):
        """Count anew and show it."""
        territory = self.create({})
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ips_employer_crm.ips_territory_line_action"
        )
        action["domain"] = [("territory_id", "=", territory.id)]
        return action

    # BUSINESS

    def _count(self):
        """Fill in the lines: each area, and its municipalities below it."""
        self.ensure_one()
        places = self.env["ips.municipality"].search_fetch(
            [], ["name", "employment_area"], order="employment_area, name, id"
        )
        people = self._people_by_place(places)
        employers = self._employers_by_place(places)
        contacts = self._contacts_by_place(places)
        lines = []
        for label, municipalities in self._areas(places):
            is_known = bool(label)
            # What lies in no municipality is one more of the last area
            cells = [*municipalities] + ([] if is_known else [places.browse()])
            shown, whole = self._people_texts([people[place.id] for place in cells])
            rows = [
                {
                    "name": label or self.env._("Not known"),
                    "is_area": True,
                    "people": whole,
                    **self._figures(cells, employers, contacts),
                }
            ]
            if municipalities:
                rows += [
                    {
                        "name": place.name or self.env._("No municipality"),
                        "municipality_id": place.id,
                        "people": text,
                        **self._figures([place], employers, contacts),
                    }
                    for place, text in zip(cells, shown, strict=True)
                ]
            lines += rows
        # sudo: nobody enters figures by hand; all were counted with the maker's rights
        self.sudo().line_ids = [Command.create(line) for line in lines]

    @api.model
    def _areas(self, places):
        """[(its name for the reader, its municipalities)], the one not known last."""
        labels, areas = {}, defaultdict(places.browse)
        # One area whatever the language: the source has its name
        for place, source in zip(places, places.with_context(lang=None), strict=True):
            area = source.employment_area or ""
            labels.setdefault(area, place.employment_area)
            areas[area] |= place
        elsewhere = areas.pop("", places.browse())
        return [(labels[area], areas[area]) for area in areas] + [("", elsewhere)]

    @api.model
    def _people_texts(self, counts):
        """What is shown for each of ``counts``, and for all of them together."""
        small = self.env._("under %(number)s", number=SMALL)
        hidden, is_mixed = hidden_figures(counts)
        instead = self.env._("by area only") if is_mixed else small
        texts = [
            instead if index in hidden else str(count)
            for index, count in enumerate(counts)
        ]
        # A single one is what the area is: its figure is nowhere
        return texts, texts[0] if len(counts) == 1 else str(sum(counts))

    @api.model
    def _figures(self, cells, employers, contacts):
        """What is not about people served, of these municipalities together."""
        ids = [place.id for place in cells]
        days = [contacts[place_id][1] for place_id in ids if contacts[place_id][1]]
        recent = sum(contacts[place_id][0] for place_id in ids)
        known = [place_id for place_id in ids if place_id]
        return {
            "municipality_ids": [Command.set(known)],
            "is_elsewhere": len(known) < len(ids),
            "employers": len(set().union(*(employers[place_id] for place_id in ids))),
            "contacts": recent,
            "last_contact": max(days, default=False),
            # Of what lies in no municipality nobody takes care
            "is_silent": not recent and bool(known),
        }

    @api.model
    def _people_by_place(self, places):
        """{municipality: how many live there}: in the service, or in the queue."""
        people = defaultdict(int)
        for home, count in self.env["ips.client"]._read_group(
            [("phase", "in", ("waiting", *SERVICE_PHASES))],
            ["municipality_id"],
            ["__count"],
        ):
            people[home.id if home in places else False] += count
        return people

    @api.model
    def _company_domain(self):
        """Companies, as the list of employers has them."""
        return Domain("is_employer", "=", True) & Domain("parent_id", "=", False)

    @api.model
    def _employers_by_place(self, places):
        """{municipality: companies of which a place lies there}."""
        Partner = self.env["res.partner"]
        companies = Partner.search_fetch(self._company_domain(), ["municipality_id"])
        workplaces = Partner.search_fetch(
            [
                ("is_company", "=", True),
                ("parent_id", "any", self._company_domain()),
            ],
            ["parent_id", "municipality_id"],
        )
        known = set(places.ids)
        employers = defaultdict(set)
        for place in companies | workplaces:
            if place.municipality_id.id in known:
                company = place.parent_id or place
                employers[place.municipality_id.id].add(company.id)
        employers[False] = set(companies.ids).difference(*employers.values())
        return employers

    @api.model
    def _contacts_by_place(self, places):
        """{municipality: (contacts of the last 90 days, day of the last one)}.

        Where the employer that was visited lies, or else its company. A contact of
        exactly 90 days ago is one of the last 90 days.
        """
        since = self.env.company._ips_today() - timedelta(days=SILENT_DAYS)
        known = set(places.ids)
        contacts = defaultdict(lambda: (0, False))
        for is_recent, domain in (
            (True, [("day", ">=", since)]),
            (False, [("day", "<", since)]),
        ):
            for place, company_place, count, day in self.env[
                "ips.employer.contact"
            ]._read_group(
                [("state", "=", "done"), *domain],
                ["employer_id.municipality_id", "company_partner_id.municipality_id"],
                ["__count", "day:max"],
            ):
                key = (place or company_place).id
                key = key if key in known else False
                recent, last = contacts[key]
                recent += count if is_recent else 0
                contacts[key] = recent, max(filter(None, (last, day)))
        return contacts
