"""People served, for the tests of the caseload."""

from datetime import timedelta

from odoo.fields import Command

from .common import IpsCommon

# What must reach nobody outside
NAMES = {
    "client_a1": "Aurora Asiakas",
    "client_a2": "Eemeli Etunimi",
    "client_b1": "Birgitta Bergman",
    "client_waiting": "Ville Vuorossa",
}


class IpsClientCommon(IpsCommon):
    """Two people in team A, one in team B, and one in the queue of team A.

    ==================  ====================================================
    ``client_a1``       searches with Aino, ``coach_a1`` of team A
    ``client_a2``       searches with Eero, ``coach_a2`` of team A
    ``client_b1``       searches with Bertta, ``coach_b1`` of team B
    ``client_waiting``  waits in team A; nobody is the coach yet
    ==================  ====================================================

    They are codes; ``identify`` gives them their names of ``NAMES``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.ips_identify_clients = False
        cls.Client = cls.env["ips.client"]
        cls.Access = cls.env["ips.client.access"]
        cls.client_a1 = cls.new_client(cls.coach_a1)
        cls.client_a2 = cls.new_client(cls.coach_a2)
        cls.client_b1 = cls.new_client(cls.coach_b1)
        cls.client_waiting = cls.new_client(
            cls.leader_a, user_id=False, phase="waiting"
        )
        cls.clients = cls.client_a1 | cls.client_a2 | cls.client_b1 | cls.client_waiting

    @classmethod
    def new_client(cls, user, **vals):
        """``user`` enters a person: theirs, and searching, if nothing else is said."""
        client = cls.Client.with_user(user).create(
            {"user_id": user.id, "phase": "searching", **vals}
        )
        return client.with_user(cls.env.user)

    @classmethod
    def new_wish(cls, client, **vals):
        """The person would like to bake bread."""
        return cls.env["ips.client.wish"].create(
            {"client_id": client.id, "own_words": "Leivän leipominen", **vals}
        )

    @classmethod
    def new_disclosure(cls, client, **vals):
        """Any employer may be told the name, from today on; nobody in the portal."""
        return cls.env["ips.disclosure"].create(
            {"client_id": client.id, "level": "2", **vals}
        )

    @classmethod
    def new_line(cls, contact, client, **vals):
        """The contact was made for the person."""
        return cls.env["ips.employer.contact.client"].create(
            {"contact_id": contact.id, "client_id": client.id, **vals}
        )

    @classmethod
    def cover(cls, client, user, date_from=None, date_to=None):
        """``user`` covers, from today for a week if nothing else is said."""
        today = cls.env.company._ips_today()
        date_from = date_from or today
        return cls.env["ips.client.cover"].create(
            {
                "client_id": client.id,
                "user_id": user.id,
                "date_from": date_from,
                "date_to": date_to or date_from + timedelta(days=6),
            }
        )

    @classmethod
    def identify(cls):
        """Let names be kept, and name the four."""
        cls.env.company.ips_identify_clients = True
        for attribute, name in NAMES.items():
            getattr(cls, attribute).write(
                {"name": name, "email": f"{attribute}@test.example.com"}
            )

    @classmethod
    def looks(cls, client=None, user=None):
        """Rows of the access log, the oldest first."""
        domain = []
        if client:
            domain.append(("client_id", "in", client.ids))
        if user:
            domain.append(("user_id", "in", user.ids))
        return cls.Access.search(domain, order="id")

    @classmethod
    def leave_role(cls, user, group):
        """Take a role away from the user."""
        cls.env.ref(group).user_ids = [Command.unlink(user.id)]
