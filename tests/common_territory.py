"""Two employment areas with people, employers and contacts."""

from datetime import datetime, timedelta

from .common import NOW
from .common_client import IpsClientCommon

DAY = timedelta(days=1)
# Of the day on which the tests stand still
NOON = datetime.fromisoformat(NOW)


class TerritoryCommon(IpsClientCommon):
    """Two areas: North with three municipalities, South with one; nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Place = cls.env["ips.municipality"]
        cls.Place.search([]).active = False
        # Those of the demo region belong to another team, and nobody here sees them
        cls.teams = cls.team_a | cls.team_b
        cls.Client.search([("team_id", "in", cls.teams.ids)]).phase = "closed"
        cls.Contact.search([]).unlink()
        cls.env["res.partner"].search([("is_employer", "=", True)]).active = False
        cls.alpha, cls.beta, cls.gamma, cls.delta = cls.Place.create(
            [
                {"name": name, "code": code, "employment_area": area}
                for name, code, area in (
                    ("Alpha", "801", "North"),
                    ("Beta", "802", "North"),
                    ("Gamma", "803", "North"),
                    ("Delta", "804", "South"),
                )
            ]
        )
        cls.company = cls.new_employer("Kahvila Oy", municipality_id=cls.alpha.id)
        cls.today = cls.env.company._ips_today()

    @classmethod
    def new_workplace(cls, company, municipality, **vals):
        return cls.new_employer(
            "Toimipaikka",
            parent_id=company.id,
            municipality_id=municipality and municipality.id,
            **vals,
        )

    def settle(self, place, number, coach=None, **vals):
        """That many people live there."""
        coach = coach or self.coach_a1
        return self.Client.create(
            [
                {
                    "user_id": coach.id,
                    "phase": "searching",
                    "municipality_id": place and place.id,
                    **vals,
                }
                for _person in range(number)
            ]
        )

    def visit(self, employer, days_ago, user=None, **vals):
        """A visit so many days ago, at noon."""
        return self.log(
            user or self.coach_a1,
            date=NOON - days_ago * DAY,
            employer_id=employer.id,
            person_ids=False,
            **vals,
        )

    def lines(self, user=None, lang=None):
        """The lines as the user's menu opens them."""
        user = user or self.coach_a1
        self.env.flush_all()
        self.env.invalidate_all()
        Territory = self.env["ips.territory"].with_user(user)
        if lang:
            Territory = Territory.with_context(lang=lang)
        action = Territory.action_open()
        self.assertEqual(action["res_model"], "ips.territory.line")
        return Territory.env["ips.territory.line"].search(action["domain"])

    def line(self, name, user=None, is_area=False):
        lines = self.lines(user).filtered(
            lambda line: line.name == name and line.is_area == is_area
        )
        lines.ensure_one()
        return lines

    def people(self, user=None):
        return {line.name: line.people for line in self.lines(user)}
