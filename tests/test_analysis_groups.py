"""Groups of contacts: cheaper to read than Odoo's own, and the very same."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import TUESDAY
from .test_contact_report import ContactReportCommon


@tagged("standard", "post_install", "-at_install")
class TestContactGroups(ContactReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coach_a1.name, cls.coach_a2.name = "Öivi Coach", "Aava Coach"
        cls.purposes = cls.env["ips.contact.purpose"].search([], limit=3)[::-1]
        for number, purpose in enumerate(cls.purposes):
            purpose.sequence = number
        industries = cls.env["res.partner.industry"].search([], limit=3)
        for number, coach in enumerate(3 * [cls.coach_a1, cls.coach_a2]):
            place = cls.new_employer(
                f"{number} Oy", industry_id=industries[number % 3].id
            )
            contact = cls.log(
                coach,
                TUESDAY - timedelta(weeks=number // 2),
                channel="phone" if number == 5 else "in_person",
                employer_id=place.id,
                person_ids=[Command.clear()],
                purpose_id=cls.purposes[number % 3].id,
            )
        cls.new_line(contact, cls.client_a2, matches_wishes="yes")
        cls.log(cls.leader_a, purpose_id=False)

    def test_alone(self):
        self.assert_alone_as_among_others((self.leader_a, self.coach_a1))

    def test_order(self):
        """Coaches by name, purposes by sequence, places as the reader reads them."""
        found = self.groups(self.leader_a, "user_id", "contacts")
        coaches = self.coach_a2 + self.leader_a + self.coach_a1
        self.assertEqual(list(found), coaches.ids)
        found = self.groups(self.leader_a, "purpose_id", "contacts")
        self.assertEqual([key for key in found if key], self.purposes.ids)
        for groupbys in (
            ["user_id", "week_start:day"],
            ["purpose_id", "user_id"],
            ["industry_id", "municipality_id"],
            ["team_id", "month_start:month", "industry_id"],
        ):
            self.assert_order_is_odoos(self.leader_a, *groupbys)

    def test_order_by_a_figure(self):
        found = self.report().formatted_read_group(
            [], ["user_id"], ["contacts:sum"], order="contacts:sum desc, user_id desc"
        )
        coaches = self.coach_a1 + self.coach_a2 + self.leader_a
        self.assertEqual([group["user_id"][0] for group in found], coaches.ids)

    def test_a_leader_no_more(self):
        """Figures are those of the teams that one leads at that moment."""

        def count(user):
            report = self.env[self.model].with_user(user)
            [groups] = report.formatted_read_grouping_sets(
                [], [["user_id"]], ["__count"]
            )
            return sum(group["__count"] for group in groups)

        self.assertEqual((count(self.leader_a), count(self.deputy_a)), (7, 7))
        self.team_a.deputy_ids -= self.deputy_a
        self.assertEqual((count(self.leader_a), count(self.deputy_a)), (7, 0))
        self.team_a.user_id = self.leader_b
        # One's own stays
        self.assertEqual((count(self.leader_a), count(self.leader_b)), (1, 7))
