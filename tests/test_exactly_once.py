"""However often one entry of the log is sent, it becomes one contact."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from uuid import uuid4

from odoo import api
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, HttpCase, get_db_name, tagged
from odoo.tools import mute_logger

from .common import IpsCommon
from .test_log_screen import IpsLogScreenCommon

# Long before anything else in any database: no week of somebody's real work is touched
LONG_AGO = "2001-01-03 09:00:00"
WEEK_LONG_AGO = "2001-01-01"


@tagged("standard", "post_install", "-at_install")
class TestSameRequest(IpsLogScreenCommon):
    """A second save with the same mark returns the first one's result."""

    def test_saved_twice(self):
        values = {
            "employer_id": False,
            "new_employer": {"name": "Zyxala Oy"},
            "new_people": [{"name": "Zyx", "decides": True}],
            "next_step": "Call",
            "request_uuid": "one",
        }
        first = self.save(**values)
        answer = self.answer
        second = self.save(**{**values, "shared_note": "Changed meanwhile"})
        self.assertEqual(second, first)
        self.assertEqual(self.answer["id"], answer["id"])
        self.assertEqual(self.answer["title"], answer["title"])
        self.assertFalse(first.shared_note)
        self.assertEqual(len(first.activity_ids), 1)
        partners = self.env["res.partner"].search([("name", "=", "Zyxala Oy")])
        self.assertEqual(len(partners), 1)
        self.assertEqual(len(partners.child_ids), 1)
        self.assertEqual(self.counted(self.coach_a1), 1)

    def test_planned_visit_saved_twice(self):
        visit = self.plan(self.coach_a1)
        for _time in range(2):
            contact = self.save(contact_id=visit.id, request_uuid="one")
            self.assertEqual(contact, visit)
        self.assertEqual(self.workplace.employer_contact_ids, visit)

    def test_two_coaches_with_one_mark(self):
        """Each coach has marks of their own; nobody learns of another's."""
        contacts = [
            self.save(user, request_uuid="one")
            for user in (self.coach_a1, self.coach_a2)
        ]
        self.assertNotEqual(contacts[0], contacts[1])
        self.assertEqual(contacts[1].user_id, self.coach_a2)

    def test_without_a_mark(self):
        self.assertNotEqual(self.save(), self.save())
        self.assertNotEqual(self.save(request_uuid=""), self.save(request_uuid=""))

    def test_refused_then_corrected(self):
        """What was refused has used up nothing."""
        with self.assert_refused(Exception, text="future"):
            self.save(request_uuid="one", date="2025-03-07 09:00:00")
        contact = self.save(request_uuid="one", date="2025-03-05 09:00:00")
        self.assertEqual(contact.request_uuid, "one")

    def test_mark_of_a_visit_for_a_colleague(self):
        """Completing a colleague's visit twice is one completion too."""
        visit = self.plan(self.leader_a, user_id=self.coach_a1.id)
        for _time in range(2):
            self.save(self.leader_a, contact_id=visit.id, request_uuid="one")
        self.assertEqual(self.workplace.employer_contact_ids, visit)


@tagged("standard", "post_install", "-at_install")
class TestSameRequestOverHttp(IpsCommon, HttpCase):
    """The client's own call, repeated as after a time-out.

    The tests' web server works in one transaction, so that two requests never really
    meet in it: see `TestRealConcurrency` for that.
    """

    freeze_time = None

    def test_posted_twice(self):
        self.coach_a1.password = "test_coach_a1"
        self.authenticate(self.coach_a1.login, "test_coach_a1")
        values = {"employer_id": self.workplace.id, "request_uuid": uuid4().hex}
        params = {
            "model": "ips.employer.contact",
            "method": "log_contact",
            "args": [values],
            "kwargs": {},
        }
        ids = {
            self.make_jsonrpc_request("/web/dataset/call_kw", params)["id"]
            for _time in range(2)
        }
        found = self.Contact.search([("request_uuid", "=", values["request_uuid"])])
        self.assertEqual(ids, set(found.ids))
        self.assertEqual(len(found), 1)
        self.assertEqual(found.user_id, self.coach_a1)


@tagged("standard", "post_install", "-at_install")
class TestRealConcurrency(BaseCase):
    """Two transactions of two connections save the same entry.

    Unlike all other tests these commit, for one transaction sees the other's row in no
    other way. What they make is found by a name of its own, dated long before any real
    entry, and removed afterwards.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def setUp(self):
        super().setUp()
        self.uuid = uuid4().hex
        self.addCleanup(self.remove)
        with self.connection() as env:
            self.coach_uid = env.ref("base.user_admin").id
            week = [
                ("user_id", "=", self.coach_uid),
                ("week_start", "=", WEEK_LONG_AGO),
            ]
            self.weeks_before = env["ips.coach.week"].search(week).ids

    @contextmanager
    def connection(self, uid=api.SUPERUSER_ID):
        """An environment with a connection of its own, rolled back unless committed."""
        with db_connect(get_db_name()).cursor() as cr:
            yield api.Environment(cr, uid, {}, su=True)
            cr.rollback()

    def values(self):
        return {
            "new_employer": {"name": f"Twice {self.uuid}"},
            "new_people": [{"name": f"Twice {self.uuid}", "decides": True}],
            "date": LONG_AGO,
            "request_uuid": self.uuid,
        }

    def save(self, env):
        return env["ips.employer.contact"].log_contact(self.values())["id"]

    def made(self, env):
        """(contacts, partners) of this test that are in the database."""
        mark = [("request_uuid", "=", self.uuid)]
        name = [("name", "=", f"Twice {self.uuid}")]
        partners = env["res.partner"].with_context(active_test=False)
        return env["ips.employer.contact"].search(mark), partners.search(name)

    def remove(self):
        """Take out all that the test committed."""
        with self.connection() as env:
            contacts, partners = self.made(env)
            week = [
                ("user_id", "=", self.coach_uid),
                ("week_start", "=", WEEK_LONG_AGO),
                ("id", "not in", self.weeks_before),
            ]
            contacts.unlink()
            partners.sorted("parent_id", reverse=True).unlink()
            env["ips.coach.week"].search(week).unlink()
            env.flush_all()
            env.cr.commit()
            self.assertFalse(any(self.made(env)))

    def assert_one(self, *ids):
        """One contact, one employer, one person; everyone was told the same."""
        with self.connection() as env:
            contacts, partners = self.made(env)
            self.assertEqual(len(contacts), 1)
            self.assertEqual(len(partners), 2, "the employer and the person")
            self.assertEqual(set(ids), set(contacts.ids))

    def test_the_other_was_committed_meanwhile(self):
        """The index notices what the transaction cannot see; looking again finds it."""
        with self.connection(self.coach_uid) as late:
            # The transaction's view of the database begins with its first query
            late.cr.execute("SELECT 1")
            with self.connection(self.coach_uid) as early:
                first = self.save(early)
                early.flush_all()
                early.cr.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError):
                self.save(late)
            late.cr.rollback()
            self.assertEqual(self.save(late), first)
        self.assert_one(first)

    def test_retried_as_requests_are(self):
        """What Odoo does around each request turns the error into the first result."""
        with self.connection(self.coach_uid) as late:
            late.cr.execute("SELECT 1")
            with self.connection(self.coach_uid) as early:
                first = retrying(lambda: self.save(early), early)
            with mute_logger("odoo.sql_db", "odoo.service.model"):
                second = retrying(lambda: self.save(late), late)
        self.assert_one(first, second)

    def test_at_the_same_time(self):
        """Two threads start together, each with a connection of its own."""
        barrier = Barrier(2, timeout=30)

        def save():
            with self.connection(self.coach_uid) as env:
                env.cr.execute("SELECT 1")
                barrier.wait()
                return retrying(lambda: self.save(env), env)

        with (
            mute_logger("odoo.sql_db", "odoo.service.model"),
            ThreadPoolExecutor(2) as pool,
        ):
            ids = [future.result(60) for future in [pool.submit(save) for _ in "ab"]]
        self.assert_one(*ids)
