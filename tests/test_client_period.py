from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.ips_employer_crm.models.ips_client import PHASES

from .common_client import IpsClientCommon

TODAY = date(2025, 3, 5)
PHASE_NAMES = [name for name, _label in PHASES]


def noon(day):
    """12:00 in Helsinki on that day, as the database keeps it."""
    return datetime(day.year, day.month, day.day, 10)


class HistoryCommon(IpsClientCommon):
    """The words of a person's history."""

    def served(self, **vals):
        """Somebody of coach A1 whose service began 20 days ago."""
        values = {"phase": "agreed", "entry_date": TODAY - timedelta(20), **vals}
        return self.new_client(self.coach_a1, **values)

    def on(self, days):
        """Let it be so many days after today, for the rest of the test."""
        self.freeze(noon(TODAY + timedelta(days)))

    def history(self, client):
        """[(phase, coach, first day, end, entry)], days counted from today."""
        rows = client.sudo().period_ids.sorted(lambda row: (row.date_from, row.id))

        def days(day):
            return day and (day - TODAY).days

        return [
            (
                row.phase,
                row.user_id,
                days(row.date_from),
                days(row.date_to),
                days(row.entry_date),
            )
            for row in rows
        ]

    def assert_sound(self, client):
        """No gap and no overlap; each stay begins with its entry; one current row,
        which says what the client says.
        """
        self.env.flush_all()
        self.env.invalidate_all()
        rows = client.sudo().period_ids.sorted(lambda row: (row.date_from, row.id))
        story = "\n".join(map(str, self.history(client)))
        for row, following in pairwise(rows):
            self.assertEqual(row.date_to, following.date_from, story)
            self.assertLessEqual(row.date_from, row.date_to, story)
        current = rows.filtered(lambda row: not row.date_to)
        self.assertEqual(current, rows[-1], story)
        self.assertRecordValues(
            current,
            [
                {
                    "phase": client.phase,
                    "user_id": client.user_id.id,
                    "entry_date": client.entry_date,
                }
            ],
        )
        for entry, stay in rows.grouped("entry_date").items():
            self.assertEqual(min(stay.mapped("date_from")), entry, story)


@tagged("standard", "post_install", "-at_install")
class TestHistory(HistoryCommon):
    """Phase and coach leave a history without gaps."""

    def test_new_person(self):
        client = self.served()
        self.assertEqual(
            self.history(client), [("agreed", self.coach_a1, -20, False, -20)]
        )

    def test_phase_and_coach(self):
        client = self.served()
        client.phase = "searching"
        self.on(10)
        client.with_user(self.leader_a).user_id = self.coach_a2
        self.assertEqual(
            self.history(client),
            [
                ("agreed", self.coach_a1, -20, 0, -20),
                ("searching", self.coach_a1, 0, 10, -20),
                ("searching", self.coach_a2, 10, False, -20),
            ],
        )
        self.assert_sound(client)

    def test_written_by_a_coach(self):
        client = self.served()
        self.env.invalidate_all()
        client.with_user(self.coach_a1).phase = "profiling"
        self.assertEqual(len(client.period_ids), 2)
        self.assert_sound(client)

    def test_same_value_again_is_no_change(self):
        client = self.served()
        client.write({"phase": "agreed", "user_id": self.coach_a1.id})
        self.assertEqual(len(client.period_ids), 1)

    def test_rows_are_not_written_by_hand(self):
        client = self.served().with_user(self.coach_a1)
        self.env.invalidate_all()
        for command in (
            Command.clear(),
            Command.create({"phase": "agreed", "date_from": TODAY}),
        ):
            client.write({"period_ids": [command]})
        self.assertEqual(len(self.history(client)), 1)

    def test_correction_on_the_same_day(self):
        """A second change on one day puts the first one right."""
        client = self.served()
        client.phase = "in_work"
        client.phase = "searching"
        self.assertEqual(
            self.history(client),
            [
                ("agreed", self.coach_a1, -20, 0, -20),
                ("searching", self.coach_a1, 0, False, -20),
            ],
        )

    def test_taken_back_on_the_same_day(self):
        """A slip of the finger leaves nothing."""
        client = self.served()
        client.phase = "in_work"
        client.phase = "agreed"
        self.assertEqual(
            self.history(client), [("agreed", self.coach_a1, -20, False, -20)]
        )

    def test_slip_does_not_cost_the_place_in_the_queue(self):
        """Waiting, by mistake in the service, waiting again: the wait goes on."""
        client = self.served(phase="waiting")
        client.phase = "agreed"
        self.assertEqual(client.entry_date, TODAY)
        client.phase = "waiting"
        self.assertEqual(client.entry_date, TODAY - timedelta(20))
        self.assertEqual(
            self.history(client), [("waiting", self.coach_a1, -20, False, -20)]
        )

    def test_slip_does_not_begin_a_stay(self):
        """In the service, by mistake in the queue, in the next phase: one stay."""
        client = self.served()
        client.phase = "waiting"
        client.phase = "profiling"
        self.assertEqual(client.entry_date, TODAY - timedelta(20))
        self.assertEqual(
            self.history(client),
            [
                ("agreed", self.coach_a1, -20, 0, -20),
                ("profiling", self.coach_a1, 0, False, -20),
            ],
        )

    def test_from_the_queue_into_the_service(self):
        client = self.served(phase="waiting")
        client.phase = "agreed"
        self.assertEqual(
            self.history(client),
            [
                ("waiting", self.coach_a1, -20, 0, -20),
                ("agreed", self.coach_a1, 0, False, 0),
            ],
        )

    def test_return_after_closing(self):
        """Who returns begins anew; what was before stays."""
        client = self.served()
        reason = self.env.ref("ips_employer_crm.end_reason_moved")
        client.write({"phase": "closed", "end_reason_id": reason.id})
        self.on(30)
        client.action_return()
        self.assertEqual(client.entry_date, TODAY + timedelta(30))
        self.assertFalse(client.end_reason_id)
        self.assertEqual(
            self.history(client),
            [
                ("agreed", self.coach_a1, -20, 0, -20),
                ("closed", self.coach_a1, 0, 30, -20),
                ("agreed", self.coach_a1, 30, False, 30),
            ],
        )
        first = client.period_ids.sorted("id")[0]
        self.assertEqual(first.end_reason_id, reason)

    def test_closed_and_opened_again_on_one_day(self):
        """Closing stays on record, and the stay goes on."""
        client = self.served()
        client.phase = "closed"
        client.action_return()
        self.assertEqual(client.entry_date, TODAY - timedelta(20))
        self.assertEqual(
            self.history(client),
            [
                ("agreed", self.coach_a1, -20, 0, -20),
                ("closed", self.coach_a1, 0, 0, -20),
                ("agreed", self.coach_a1, 0, False, -20),
            ],
        )
        self.assert_sound(client)

    def test_reason_is_told_once(self):
        """A coach who leaves takes over nobody's reason: the closed row has none."""
        reason = self.env.ref("ips_employer_crm.end_reason_moved")
        client = self.served()
        client.write({"phase": "closed", "end_reason_id": reason.id})
        self.on(5)
        client.user_id = self.coach_a2
        rows = client.period_ids.filtered("end_reason_id")
        self.assertEqual(rows.mapped("phase"), ["agreed"])
        self.assertEqual(client.end_reason_id, reason)

    # CORRECTED ENTRY

    def test_corrected_entry(self):
        client = self.served()
        client.phase = "searching"
        client.entry_date = TODAY - timedelta(40)
        self.assertEqual(
            self.history(client),
            [
                ("agreed", self.coach_a1, -40, 0, -40),
                ("searching", self.coach_a1, 0, False, -40),
            ],
        )

    def test_corrected_entry_moves_the_end_of_the_wait(self):
        """The service began some days before it was entered, or after."""
        client = self.served(phase="waiting")
        client.phase = "agreed"
        self.on(10)
        for day in (-3, 4):
            client.entry_date = TODAY + timedelta(day)
            self.assertEqual(
                self.history(client),
                [
                    ("waiting", self.coach_a1, -20, day, -20),
                    ("agreed", self.coach_a1, day, False, day),
                ],
            )

    def test_entry_with_the_phase(self):
        """The form saves both at once, when a button of the phase is pressed."""
        client = self.served(phase="waiting")
        client.write({"phase": "agreed", "entry_date": TODAY - timedelta(2)})
        self.assertEqual(
            self.history(client),
            [
                ("waiting", self.coach_a1, -20, -2, -20),
                ("agreed", self.coach_a1, -2, False, -2),
            ],
        )

    def test_unchanged_entry_with_the_phase(self):
        """An import writes all columns, the old entry too: a new stay begins today."""
        client = self.served(phase="waiting")
        client.write({"phase": "agreed", "entry_date": str(client.entry_date)})
        self.assertEqual(client.entry_date, TODAY)

    def test_entry_before_what_was_before(self):
        client = self.served(phase="waiting")
        client.phase = "agreed"
        with self.assert_refused(UserError, text=client.ref):
            client.entry_date = TODAY - timedelta(21)

    def test_entry_after_the_stays_first_row(self):
        client = self.served()
        client.phase = "searching"
        self.on(10)
        with self.assert_refused(UserError, text=client.ref):
            client.entry_date = TODAY + timedelta(1)

    def test_entry_in_the_future(self):
        with self.assert_refused(ValidationError, text="future"):
            self.served().entry_date = TODAY + timedelta(1)
        with self.assert_refused(ValidationError, text="future"):
            self.served(entry_date=TODAY + timedelta(1))

    def test_entry_is_needed(self):
        """An import with an empty column is told what is missing."""
        with self.assert_refused(ValidationError, text="(?i)entry"):
            self.served().entry_date = False

    def test_entry_is_a_day_of_the_company(self):
        """Just after midnight in Helsinki it is still yesterday in UTC."""
        self.freeze("2025-03-05 22:30:00")
        client = self.Client.with_user(self.coach_a1).create({})
        self.assertEqual(client.entry_date, date(2025, 3, 6))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 40)),
        st.tuples(st.just("phase"), st.sampled_from(PHASE_NAMES)),
        st.tuples(st.just("coach"), st.sampled_from(["coach_a1", "coach_a2", ""])),
        st.tuples(st.just("entry"), st.integers(-50, 1)),
        st.tuples(st.just("both"), st.sampled_from(PHASE_NAMES), st.integers(-20, 1)),
    ),
    min_size=1,
    max_size=12,
)


@tagged("standard", "post_install", "-at_install")
class TestHistoryProperties(HistoryCommon):
    """Whatever happens, in whatever order: the history holds together."""

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(st.sampled_from(PHASE_NAMES), STEPS)
    def test_history_holds_together(self, phase, steps):
        with self.env.cr.savepoint() as savepoint:
            client = self.served(phase=phase)
            day = TODAY
            for step, *values in steps:
                if step == "wait":
                    day += timedelta(values[0])
                    continue
                with freeze_time(noon(day)):
                    self.step(client, step, values, day)
                    self.assert_sound(client)
            savepoint.rollback()
        self.env.invalidate_all()

    def step(self, client, step, values, day):
        """A change, unless the history refuses it."""
        vals = {}
        if step in ("phase", "both"):
            vals["phase"] = values[0]
        if step == "coach":
            vals["user_id"] = values[0] and getattr(self, values[0]).id
        if step in ("entry", "both"):
            vals["entry_date"] = day + timedelta(values[-1])
        try:
            with self.env.cr.savepoint():
                client.write(vals)
        except UserError:
            self.assertIn("entry_date", vals)


@tagged("standard", "post_install", "-at_install")
class TestFirstContact(HistoryCommon):
    """Days to the first employer contact, as quality criterion 15 counts them."""

    def met(self, client, days, user=None, **vals):
        """A visit for that person, so many days from today."""
        self.env.invalidate_all()
        return self.log(
            user or self.coach_a1,
            date=noon(TODAY + timedelta(days)),
            client_line_ids=[Command.create({"client_id": client.id})],
            **vals,
        )

    def assert_days(self, client, *days):
        """Days to the first contact by stay; None where there was none."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = {}
        rows = client.sudo().period_ids.filtered(lambda row: row.phase != "closed")
        for row in rows.sorted(lambda row: (row.date_from, row.id)):
            first = row.first_employer_contact_date
            value = row.days_to_first_contact if first else None
            self.assertEqual(found.setdefault(row.entry_date, value), value)
        self.assertEqual(list(found.values()), list(days))

    def test_none_yet(self):
        client = self.served()
        self.assert_days(client, None)
        self.assertFalse(client.first_employer_contact_date)

    def test_days(self):
        client = self.served()
        self.met(client, -3)
        self.met(client, -8)
        self.assert_days(client, 12)
        self.assertEqual(client.first_employer_contact_date, TODAY - timedelta(8))

    def test_same_day(self):
        client = self.served()
        self.met(client, -20)
        self.assert_days(client, 0)

    def test_before_the_entry(self):
        client = self.served()
        self.met(client, -25)
        self.assert_days(client, 0)

    def test_made_by_the_person(self):
        client = self.served()
        self.met(client, -5, made_by="client")
        self.assert_days(client, 15)

    def test_made_by_a_colleague(self):
        """Whoever met the employer: it was for this person."""
        client = self.served()
        contact = self.log(self.coach_a2, date=noon(TODAY - timedelta(5)))
        self.env.invalidate_all()
        self.env["ips.employer.contact.client"].with_user(self.coach_a1).create(
            {"contact_id": contact.id, "client_id": client.id}
        )
        self.assert_days(client, 15)

    def test_what_is_no_contact_in_person(self):
        client = self.served()
        for channel in ("phone", "email", "remote", "event", "letter"):
            self.met(client, -10, channel=channel)
        self.met(client, -10, state="cancelled")
        self.met(client, 2, state="planned")
        self.log(self.coach_a1)
        self.assert_days(client, None)

    def test_planned_then_done_then_cancelled(self):
        client = self.served()
        visit = self.met(client, -4, state="planned")
        self.assert_days(client, None)
        visit.action_done()
        self.assert_days(client, 16)
        visit.write({"state": "cancelled"})
        self.assert_days(client, None)

    def test_corrected_contact(self):
        client = self.served()
        contact = self.met(client, -4)
        contact.date = noon(TODAY - timedelta(6))
        self.assert_days(client, 14)
        contact.channel = "phone"
        self.assert_days(client, None)

    def test_contact_that_goes(self):
        client = self.served()
        contact = self.met(client, -4)
        self.met(client, -2).sudo().client_line_ids.unlink()
        self.assert_days(client, 16)
        contact.sudo().unlink()
        self.assert_days(client, None)
        self.assertFalse(client.first_employer_contact_date)

    def test_line_that_moves_to_another_person(self):
        client, other = self.served(), self.served()
        contact = self.met(client, -4)
        contact.client_line_ids.client_id = other
        self.assert_days(client, None)
        self.assert_days(other, 16)

    def test_day_of_the_company(self):
        """A visit at 00:30 in Helsinki is not the evening before."""
        client = self.served(entry_date=TODAY - timedelta(2))
        contact = self.met(client, -1)
        contact.date = datetime(2025, 3, 4, 22, 30)
        self.assert_days(client, 2)

    def test_second_stay_begins_anew(self):
        client = self.served()
        self.met(client, -8)
        client.phase = "closed"
        self.on(30)
        client.action_return()
        self.assert_days(client, 12, None)
        self.assertFalse(client.first_employer_contact_date)
        self.on(40)
        self.met(client, 37)
        self.assert_days(client, 12, 7)

    def test_between_two_stays(self):
        """It belongs to the stay that follows, as day 0."""
        client = self.served()
        client.phase = "closed"
        self.on(30)
        client.action_return()
        self.met(client, 20)
        self.assert_days(client, None, 0)

    def test_on_the_last_day(self):
        """It belongs to the stay that ends."""
        client = self.served()
        client.phase = "closed"
        self.met(client, 0)
        self.on(30)
        client.action_return()
        self.assert_days(client, 20, None)

    def test_after_closing_for_good(self):
        client = self.served()
        client.phase = "closed"
        self.on(30)
        self.met(client, 20)
        self.assert_days(client, None)

    def test_waiting_then_service(self):
        """Contacts during the wait are day 0 of the service that follows."""
        client = self.served(phase="waiting")
        self.met(client, -8)
        client.phase = "agreed"
        self.assert_days(client, 12, 0)

    def test_waiting_without_a_contact(self):
        client = self.served(phase="waiting")
        client.phase = "agreed"
        self.on(10)
        self.met(client, 4)
        self.assert_days(client, None, 4)

    def test_moved_coach_keeps_the_stay(self):
        client = self.served()
        self.on(5)
        client.user_id = self.coach_a2
        self.on(10)
        self.met(client, 8, self.coach_a2)
        self.assert_days(client, 28)

    def test_corrected_entry(self):
        client = self.served()
        self.met(client, -8)
        client.entry_date = TODAY - timedelta(30)
        self.assert_days(client, 22)
        self.assertEqual(client.first_employer_contact_date, TODAY - timedelta(8))

    # LATE

    def late(self):
        """Who is late, asked twice: the search and the field must agree."""
        self.env.flush_all()
        self.env.invalidate_all()
        clients = self.Client.with_user(self.leader_a)
        everyone = clients.search([])
        late = clients.search([("is_contact_late", "=", True)])
        self.assertEqual(late, everyone.filtered("is_contact_late"))
        self.assertEqual(
            clients.search([("is_contact_late", "=", False)]), everyone - late
        )
        self.assertEqual(
            clients.search([("is_contact_late", "!=", True)]), everyone - late
        )
        both = [("is_contact_late", "in", [True, False])]
        self.assertEqual(clients.search(both), everyone)
        return late.sudo()

    def test_late_at_31_days(self):
        at_30 = self.served(entry_date=TODAY - timedelta(30))
        at_31 = self.served(entry_date=TODAY - timedelta(31))
        self.assertNotIn(at_30, self.late())
        self.assertIn(at_31, self.late())
        self.met(at_31, -1, channel="phone")
        self.assertIn(at_31, self.late())
        self.met(at_31, -1)
        self.assertNotIn(at_31, self.late())

    def test_late_by_phase(self):
        """Only job seekers are late."""
        client = self.served(entry_date=TODAY - timedelta(90))
        seeking = ("agreed", "profiling", "searching", "employer_agreed")
        for phase in ("agreed", "profiling", "searching", "employer_agreed", "in_work"):
            with self.subTest(phase=phase):
                client.phase = phase
                self.assertEqual(client in self.late(), phase in seeking)
        waiting = self.served(entry_date=TODAY - timedelta(90), phase="waiting")
        closed = self.served(entry_date=TODAY - timedelta(90), phase="closed")
        self.assertFalse(self.late() & (waiting | closed))

    def test_late_by_setting(self):
        client = self.served()
        self.assertNotIn(client, self.late())
        self.env.company.ips_first_contact_days = 19
        self.assertIn(client, self.late())
        self.env.company.ips_first_contact_days = 20
        self.assertNotIn(client, self.late())

    def test_late_tomorrow(self):
        client = self.served(entry_date=TODAY - timedelta(30))
        self.assertNotIn(client, self.late())
        self.on(1)
        self.assertIn(client, self.late())

    def test_late_by_company(self):
        """Each company has its own limit."""
        other = self.env["res.company"].create({"name": "Other county"})
        other.ips_first_contact_days = 5
        both = self.env.company | other
        self.leader_a.company_ids = both
        team = self.new_team("Team O", self.leader_a, [], company_id=other.id)
        client = self.Client.create(
            {
                "user_id": self.leader_a.id,
                "team_id": team.id,
                "entry_date": TODAY - timedelta(20),
            }
        )
        self.assertEqual(client.company_id, other)
        clients = self.Client.with_user(self.leader_a)
        clients = clients.with_context(allowed_company_ids=both.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        late = clients.search([("is_contact_late", "=", True)])
        self.assertIn(client, late.sudo())
        self.assertEqual(late, clients.search([]).filtered("is_contact_late"))
