import json
from datetime import timedelta

from odoo.tests import tagged

from .common import FRIDAY, TUESDAY
from .common_client import NAMES, IpsClientCommon
from .common_queries import IpsQueriesCommon


class WeekClientsCommon(IpsClientCommon):
    """People of Aino's and her week."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._ips_today()

    def since(self, days, user=None, **vals):
        """Somebody who entered so many days ago."""
        return self.new_client(
            user or self.coach_a1, entry_date=self.today - timedelta(days=days), **vals
        )

    def my_week(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Week.with_user(user or self.coach_a1).get_my_week()

    def listed(self, user=None):
        return [row["ref"] for row in self.my_week(user)["without_contact"]]


@tagged("standard", "post_install", "-at_install")
class TestWithoutContact(WeekClientsCommon):
    """Own people whose first employer contact is due, in time to do something."""

    def test_from_the_twentieth_day(self):
        """Warned on day 20, late from day 31 on, the oldest first."""
        expected = []
        for days, late in ((31, True), (30, False), (20, False)):
            client = self.since(days)
            row = {"id": client.id, "ref": client.ref, "days": days, "late": late}
            expected.append(row)
        self.since(19)
        self.assertEqual(self.my_week()["without_contact"], expected)
        for row in expected:
            client = self.Client.browse(row["id"])
            self.assertEqual(client.is_contact_late, row["late"])

    def test_the_company_s_days(self):
        """With 60 days allowed, the warning comes on day 40."""
        self.env.company.ips_first_contact_days = 60
        client, late = self.since(40), self.since(61)
        self.since(39)
        rows = self.my_week()["without_contact"]
        self.assertEqual([row["id"] for row in rows], [late.id, client.id])
        self.assertEqual([row["late"] for row in rows], [True, False])

    def test_ten_at_most(self):
        clients = [self.since(20 + number) for number in range(12)]
        oldest = [client.ref for client in reversed(clients)]
        self.assertEqual(self.listed(), oldest[:10])

    def test_who_is_not_listed(self):
        """Others' people, covered ones, those waiting, at work and gone."""
        self.since(40, self.coach_a2)
        self.cover(self.since(40, self.coach_a2), self.coach_a1)
        for phase in ("waiting", "in_work", "closed"):
            self.since(40, phase=phase)
        self.assertFalse(self.listed())
        self.assertFalse(self.listed(self.leader_a))

    def test_contact_takes_off(self):
        """In person and done, made by whoever; a call or a plan does not."""
        client = self.since(40)
        for contact in (
            self.log(self.coach_a1, channel="phone"),
            self.plan(self.coach_a1, date=FRIDAY),
        ):
            self.new_line(contact, client)
            self.assertEqual(self.listed(), [client.ref])
        self.new_line(self.log(self.coach_a1, date=TUESDAY, made_by="client"), client)
        self.assertFalse(self.listed())

    def test_codes_never_names(self):
        self.client_a1.entry_date = self.today - timedelta(days=40)
        self.identify()
        before = len(self.looks())
        payload = json.dumps(self.my_week(), default=str)
        self.assertIn(self.client_a1.ref, payload)
        for words in (*NAMES.values(), "client_a1@"):
            self.assertNotIn(words, payload)
        self.assertEqual(len(self.looks()), before)

    def test_moved_to_another_coach(self):
        client = self.since(40)
        client.with_user(self.leader_a).user_id = self.coach_a2
        self.assertFalse(self.listed())
        self.assertEqual(self.listed(self.coach_a2), [client.ref])


@tagged("standard", "post_install", "-at_install")
class TestCaseloadLine(WeekClientsCommon):
    """The caseload against the limit by the own full-time share."""

    def member(self, user=None):
        user = user or self.coach_a1
        return self.team_a.crm_team_member_ids.filtered(lambda row: row.user_id == user)

    def caseload(self, user=None):
        return self.my_week(user)["caseload"]

    def test_people_in_the_service(self):
        """At work or not; the queue, those who left and covered ones do not count."""
        for phase in ("agreed", "in_work", "waiting", "closed"):
            self.new_client(self.coach_a1, phase=phase)
        self.cover(self.client_a2, self.coach_a1)
        self.assertEqual(
            self.caseload(),
            {"count": 3, "limit": 20.0, "limit_label": "20", "over": False},
        )

    def test_part_time_and_the_company_s_limit(self):
        self.member().fte = 0.75
        self.env.company.ips_caseload_limit = 2.0
        values = {"limit": 1.5, "limit_label": "1.5"}
        self.assertEqual(self.caseload(), {"count": 1, "over": False, **values})
        self.new_client(self.coach_a1)
        self.assertEqual(self.caseload(), {"count": 2, "over": True, **values})

    def test_agrees_with_what_the_leader_sees(self):
        self.new_client(self.coach_a1, phase="in_work")
        self.member().fte = 0.8
        seen = self.member().with_user(self.leader_a)
        self.assertEqual(self.caseload()["count"], seen.caseload)
        self.assertEqual(self.caseload()["limit"], seen.caseload_limit)

    def test_in_no_team(self):
        """A leader who coaches nobody has no limit to be shown."""
        self.assertFalse(self.caseload(self.leader_a))


@tagged("standard", "post_install", "-at_install")
class TestWeekClientsQueries(IpsQueriesCommon, WeekClientsCommon):
    """2 people or 40: the same number of queries."""

    def test_my_week(self):
        call = self.Week.with_user(self.coach_a1).get_my_week
        for _number in range(2):
            self.new_line(self.log(self.coach_a1, channel="phone"), self.since(40))
        few = self.cost(call)
        for number in range(38):
            self.new_wish(self.since(20 + number))
        self.assertLessEqual(self.cost(call), few)
