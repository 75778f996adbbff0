"""When somebody's clients are theirs, and when not any more."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from devtools.roles import NOTHING

from .common import COACH, MONDAY, NOW
from .common_role import CAST, IpsRoleCommon
from .test_role_table import TABLE

DAY = timedelta(days=1)
ACCESS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


class IpsScopeCommon(IpsRoleCommon):
    """``cells``: of each stored model about clients, what the table gives each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        secret = cls.env["ips.client.access"]._models_of_clients()
        cls.rows = [row for row in TABLE if row.model in secret]
        cls.dialogs = [row.model for row in cls.rows if row.is_dialog]
        cls.rows = [row for row in cls.rows if not row.is_dialog]
        cls.records = {row.model: cls.record_of(row.model) for row in cls.rows}
        cls.cover_row = cls.records["ips.client.cover"]

    def assert_scope(self, user, role=None, gone=()):
        """``user`` may do what the table gives the role; without one: nothing.

        Of models that are ``gone`` there is nothing left to do, whoever it is.
        """
        self.assertGreaterEqual(len(self.rows), 7)
        expected = {
            row.model: row.cells[role] if role and row.model not in gone else NOTHING
            for row in self.rows
        }
        found = {row.model: self._letters(user, row) for row in self.rows}
        # To create is tried with the table: it means another record
        expected = {
            model: cell.replace("c", "") or NOTHING for model, cell in expected.items()
        }
        self.assertEqual(found, expected, user.name)

    def _letters(self, user, row):
        """What the user may do with the record that the row means."""
        record = self.records[row.model].with_user(user)
        letters = ""
        for letter in "rwd":
            self.env.invalidate_all()
            letters += letter if record.has_access(ACCESS[letter]) else ""
        self.env.invalidate_all()
        try:
            found = bool(record.search([("id", "in", record.ids)]))
            read = bool(record.read())
        except AccessError:
            found = read = False
        self.assertEqual(found and read, "r" in letters, f"{user.name}: {row.model}")
        return letters or NOTHING

    def assert_nothing(self, user):
        self.assert_scope(user)


@tagged("standard", "post_install", "-at_install")
class TestCoverDays(IpsScopeCommon):
    """Cover gives what the table says on its days, and nothing on others."""

    def set_cover(self, date_from, date_to):
        self.cover_row.write({"date_from": date_from, "date_to": date_to})

    def test_the_table_s_own_cover(self):
        self.assert_scope(self.coach_a3, "Coach: covering")

    def test_before_its_first_day(self):
        today = fields.Date.to_date(NOW)
        self.set_cover(today + DAY, today + 8 * DAY)
        self.assert_nothing(self.coach_a3)

    def test_first_and_last_day(self):
        today = fields.Date.to_date(NOW)
        for first, last in ((0, 7), (-7, 0), (0, 0)):
            self.set_cover(today + first * DAY, today + last * DAY)
            self.assert_scope(self.coach_a3, "Coach: covering")

    def test_after_its_last_day(self):
        today = fields.Date.to_date(NOW)
        self.set_cover(today - 7 * DAY, today - DAY)
        self.assert_nothing(self.coach_a3)

    def test_time_alone_ends_it(self):
        """The rules are cached; the day is not."""
        self.assert_scope(self.coach_a3, "Coach: covering")
        self.freeze(f"{MONDAY + 7 * DAY} 10:00:00")
        self.assert_nothing(self.coach_a3)

    def test_the_day_is_ours(self):
        """Just after midnight in Helsinki, it is still yesterday in Greenwich."""
        sunday = MONDAY + 6 * DAY
        self.freeze(f"{sunday} 22:30:00")
        self.assertEqual(self.env.company._ips_today(), sunday + DAY)
        self.assert_nothing(self.coach_a3)

    def test_nobody_chooses_the_time_zone_of_the_day(self):
        """Somewhere it is always yesterday, but the caller does not say where."""
        self.freeze(f"{MONDAY + 7 * DAY} 05:00:00")
        for tz in ("Etc/GMT+12", "Pacific/Kiritimati"):
            self.env.invalidate_all()
            client = self.client_a1.with_user(self.coach_a3).with_context(tz=tz)
            with self.subTest(tz=tz):
                self.assertFalse(client.has_access("read"))
                self.assertFalse(client.search([("id", "=", client.id)]))

    def test_ground_of_the_first_hours(self):
        """A look in the first hours of the first day is logged as cover."""
        sunday = MONDAY - DAY
        self.freeze(f"{sunday} 22:30:00")
        self.client_a1.with_user(self.coach_a3).read(["phase"])
        self.assertEqual(self.looks(user=self.coach_a3).mapped("ground"), ["cover"])

    def test_a_covered_client_only(self):
        """Cover for one person opens no other of the same coach."""
        other = self.new_client(self.coach_a1)
        self.assertFalse(other.with_user(self.coach_a3).has_access("read"))

    def test_cover_ends_with_being_a_coach(self):
        self.leave_role(self.coach_a3, COACH)
        self.assert_nothing(self.coach_a3)

    def test_nobody_gives_cover_to_themselves(self):
        for user in self.coach_a2 | self.leader_b | self.ips_admin | self.privacy:
            with self.subTest(user=user.name), self.assert_refused(AccessError):
                self.env["ips.client.cover"].with_user(user).create(
                    {
                        "client_id": self.client_a1.id,
                        "user_id": user.id,
                        "date_to": MONDAY + 6 * DAY,
                    }
                )

    def test_who_covers_does_not_give_more(self):
        cover = self.cover_row.with_user(self.coach_a3)
        with self.assert_refused(AccessError):
            cover.date_to = MONDAY + 60 * DAY
        with self.assert_refused(AccessError):
            cover.create(
                {
                    "client_id": self.client_a1.id,
                    "user_id": self.coach_a2.id,
                    "date_to": MONDAY + 6 * DAY,
                }
            )
        with self.assert_refused(AccessError):
            self.client_a1.with_user(self.coach_a3).user_id = self.coach_a3


@tagged("standard", "post_install", "-at_install")
class TestChanges(IpsScopeCommon):
    """What a role, a post, a team or the service's end changes."""

    def test_role_taken_away(self):
        """Still named as the coach, but no coach any more."""
        self.assert_scope(self.coach_a1, "Coach: own")
        self.leave_role(self.coach_a1, COACH)
        self.assertEqual(self.client_a1.user_id, self.coach_a1)
        self.assert_nothing(self.coach_a1)

    def test_left_the_team(self):
        """The caseload stays until the leader has moved it: nobody is left alone."""
        self.record_crm_team_member().unlink()
        self.assert_scope(self.coach_a1, "Coach: own")
        self.assert_scope(self.leader_a, "Leader")
        self.assert_nothing(self.coach_a2)

    def test_joined_another_team(self):
        """The leader of the coach's new team gets no people with the coach."""
        self.record_crm_team_member().unlink()
        self.team_b.crm_team_member_ids = [
            Command.create({"user_id": self.coach_a1.id})
        ]
        self.assert_scope(self.coach_a1, "Coach: own")
        self.assert_nothing(self.leader_b)

    def test_new_leader(self):
        self.team_a.user_id = self.newcomer
        self.assert_scope(self.newcomer, "Leader")
        self.assert_nothing(self.leader_a)

    def test_deputy_no_more(self):
        self.team_a.deputy_ids = self.newcomer
        self.assert_scope(self.newcomer, "Deputy")
        self.assert_nothing(self.deputy_a)

    def test_leader_without_the_role(self):
        """Leading on paper opens nothing without being a coach."""
        self.env.ref("ips_employer_crm.group_ips_leader").user_ids = [
            Command.unlink(self.leader_a.id)
        ]
        self.leave_role(self.leader_a, COACH)
        self.assertEqual(self.team_a.user_id, self.leader_a)
        self.assert_nothing(self.leader_a)

    def test_another_coach(self):
        """The former coach reads nothing, the new one all, cover stays."""
        self.client_a1.with_user(self.leader_a).user_id = self.coach_a2
        self.records["ips.client.period"] = self.client_a1.period_ids
        self.assert_nothing(self.coach_a1)
        self.assert_scope(self.coach_a2, "Coach: own")
        self.assert_scope(self.coach_a3, "Coach: covering")
        self.assert_scope(self.leader_a, "Leader")

    def test_moved_to_another_team(self):
        self.client_a1.write({"team_id": self.team_b.id, "user_id": self.coach_b1.id})
        self.records["ips.client.period"] = self.client_a1.period_ids
        self.assert_scope(self.coach_b1, "Coach: own")
        self.assert_scope(self.leader_b, "Leader")
        for user in self.coach_a1 | self.leader_a | self.deputy_a:
            self.assert_nothing(user)

    def test_closed_service(self):
        """The end of the service changes no rights: returning is a right as well.

        Nobody is suggested any more.
        """
        self.client_a1.write(
            {
                "phase": "closed",
                "end_reason_id": self.env["ips.client.end.reason"]
                .search([], limit=1)
                .id,
            }
        )
        computed = [row.model for row in self.rows if self.is_computed(row.model)]
        for role, name in CAST.items():
            with self.subTest(role=role):
                self.assert_scope(getattr(self, name), role, gone=computed)

    def test_waiting_without_a_coach(self):
        """Who has no coach yet is the leader's and the deputy's alone."""
        readers = self.leader_a | self.deputy_a
        for name in CAST.values():
            user = getattr(self, name)
            self.env.invalidate_all()
            may = self.client_waiting.with_user(user).has_access("read")
            with self.subTest(user=user.name):
                self.assertEqual(may, user in readers)

    def test_another_company(self):
        """Nobody reads on while working in another company alone."""
        company = self.env["res.company"].create({"name": "Another region"})
        users = self.coach_a1 | self.leader_a | self.coach_a3 | self.privacy
        users.company_ids = [Command.link(company.id)]
        for user in users:
            for row in self.rows:
                self.env.invalidate_all()
                record = self.records[row.model].with_user(user)
                record = record.with_context(allowed_company_ids=company.ids)
                with self.subTest(model=row.model, user=user.name):
                    self.assertFalse(record.has_access("read"))


@tagged("standard", "post_install", "-at_install")
class TestDialogs(IpsScopeCommon):
    """A dialog about people is its opener's alone: Odoo leaves dialogs open to all."""

    def test_dialogs(self):
        self.assertIn("ips.client.reassign", self.dialogs)
        for model in self.dialogs:
            values = self.method_of("values", model)()
            dialog = self.env[model].with_user(self.leader_a).create(values)
            self.env.flush_all()
            for name in CAST.values():
                user = getattr(self, name)
                letters = ""
                for letter in "rwd":
                    self.env.invalidate_all()
                    may = dialog.with_user(user).has_access(ACCESS[letter])
                    letters += letter if may else ""
                with self.subTest(model=model, user=user.name):
                    self.assertEqual(letters, "rw" if user == self.leader_a else "")
