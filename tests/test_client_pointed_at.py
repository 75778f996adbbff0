"""Somebody out of reach and somebody who never was, pointed at by the id."""

from odoo.tests import tagged

from .common import COACH
from .common_pointing import POINTING
from .common_ways import IpsWaysCommon

# The coach is not told either: of other roles; what there is not on clients; answers
# that say nothing; what Odoo itself refuses
NOT_FOR_COACHES = {
    *["dialog to move", "moved", "message", "draft of a message", "text message"],
    *["follower", "shared", "template previewed", "external id", "file", "meeting"],
    *["draft of a request", "draft of a request by default", "line of a request"],
    *["draft of a wish", "draft of a line", "message composed"],
    *["contacts, rules set aside", "suggestions, rules set aside"],
    "employers to approach, rules set aside",
}


@tagged("standard", "post_install", "-at_install")
class TestPointedAt(IpsWaysCommon):
    """Records, drafts and searches that point to a client by the id."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What others read leads to the person
        opening = cls.env["crm.lead"].create(
            {
                "name": "Opening",
                "is_job_opening": True,
                "employer_id": cls.workplace.id,
                "team_id": cls.team_a.id,
            }
        )
        for user in cls.far.values():
            if user.has_group(COACH):
                client = cls.new_client(user)
                cls.new_line(cls.log(user), client)
                cls.env["ips.match"].with_user(user).create(
                    {"client_id": client.id, "lead_id": opening.id}
                )

    def test_out_of_reach(self):
        for role, user in self.far.items():
            for way, call in POINTING.items():
                if user == self.privacy and "request" in way:
                    # The officer's own page, which shows codes
                    continue
                with self.subTest(role=role, way=way):
                    self.assert_told_alike(user, call, "ips.client")

    def test_officer_is_told_no_name_unasked(self):
        """A request that was typed and not searched shows nobody's name."""
        for way in ("draft of a request", "draft of a request by default"):
            said = self.told(self.privacy, POINTING[way], self.secret.id)
            self.assertNotRegex(said, "(?i)zyxwvu")

    def test_the_coach(self):
        for way in POINTING.keys() - NOT_FOR_COACHES:
            with self.subTest(way=way):
                there, never = self.told_twice(
                    self.coach_a1, POINTING[way], "ips.client"
                )
                self.assertNotEqual(there, never)

    def test_own_leader_moves(self):
        for way in ("dialog to move", "moved"):
            there, never = self.told_twice(self.leader_a, POINTING[way], "ips.client")
            self.assertNotEqual(there, never)
