"""What people agree to have told, and the question of what may be told today."""

from datetime import date, timedelta

from .common_client import IpsClientCommon

TODAY = date(2025, 3, 5)


class DisclosureCommon(IpsClientCommon):
    """A company with two workplaces and people, and another company.

    ``company_e`` has ``workplace``, where ``decider`` works, and ``branch``; ``hr``
    works for the whole company. ``company_f`` has ``stranger``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Disclosure = cls.env["ips.disclosure"]
        cls.branch = cls.env["res.partner"].create(
            {
                "name": "Testilä, satama",
                "is_company": True,
                "is_employer": True,
                "parent_id": cls.company_e.id,
            }
        )
        cls.hr = cls.new_person("Helmi HR", cls.company_e)
        cls.company_f = cls.new_employer("Toinen Oy")
        cls.stranger = cls.new_person("Sisko Stranger", cls.company_f)
        cls.nowhere = cls.env["res.partner"]

    def say(self, employer=None, level="2", first=0, client=None, **vals):
        """The person says what that employer, or any, may be told from a day on."""
        return self.new_disclosure(
            client or self.client_a1,
            employer_id=employer.id if employer else False,
            level=level,
            valid_from=TODAY + timedelta(first),
            **vals,
        )

    def exclude(self, employer, first=0, **vals):
        return self.say(employer, "0", first, excludes=True, **vals)

    def level(self, employer=None, person=None, days=0, client=None):
        """What the coach may tell, so many days from today."""
        client = client or self.client_a1
        self.env.flush_all()
        self.env.invalidate_all()
        levels = self.Disclosure.with_user(self.leader_a)._levels(
            client.with_user(self.leader_a),
            employer if employer is not None else self.nowhere,
            person,
            TODAY + timedelta(days),
        )
        return levels[client]
