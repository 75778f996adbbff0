"""Criteria 1, 3, 4, 7, 9, 10 and 12-15: people and what was agreed with them."""

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_fidelity import FIRST, LAST, IpsFidelityCommon

DAY = timedelta(days=1)


@tagged("standard", "post_install", "-at_install")
class TestCaseload(IpsFidelityCommon):
    """1: people in the service for one full-time coach, unrounded, on the last day."""

    def test_every_limit(self):
        """Of ten full-time coaches: 200 people are 20, 201 are 20.1."""
        self.full_time_shares(0.5, 0.5)
        clients = self.people(20)
        self.assert_score(1, 5, 20)
        for more, score in ((1, 4), (4, 4), (1, 3), (4, 3), (1, 2), (9, 2), (1, 1)):
            clients |= self.people(more)
            self.assert_score(1, score, len(clients))

    def test_a_little_beyond(self):
        """20.1: with one decimal beyond the limit, with none on it."""
        for index in range(8):
            coach = self.new_user(f"c{index}", f"Coach {index}", self.coach_group())
            self.team_c.crm_team_member_ids = [(0, 0, {"user_id": coach.id})]
        self.people(201)
        row = self.assert_score(1, 4, 20.1)
        self.assertIn("201 / 10", row.figure_text)

    def test_part_time(self):
        """0.8 + 0.6 are 1.4 exactly: 28 people are 20 for one."""
        self.full_time_shares(0.8, 0.6)
        self.people(28)
        self.assert_score(1, 5, 20)
        self.person()
        self.assert_score(1, 4)

    def test_share_of_the_last_day(self):
        """What is agreed from this week on changes nothing of a period that is over."""
        self.people(40)
        self.team_c.crm_team_member_ids.fte = 0.5
        self.assert_score(1, 5, 20)
        self.assert_score(1, 2, 40, date_to=self.env.company._ips_today())

    def test_who_is_in_the_service_on_the_last_day(self):
        """By the history: in work too, nobody who waits, came later or has left."""
        members = self.team_c.crm_team_member_ids
        members[1].start_date = LAST + DAY
        self.people(18)
        self.person(phase="in_work")
        last = self.person(entry=LAST)
        self.assert_score(1, 5, 20)
        self.person(phase="waiting")
        self.person(entry=LAST + DAY)
        gone = self.person()
        gone.write({"phase": "closed", "end_reason_id": self.reason().id})
        # Closed on the last day: not there any more
        gone.period_ids.filtered("date_to").date_to = LAST
        gone.period_ids.filtered(lambda row: not row.date_to).date_from = LAST
        row = self.assert_score(1, 5, 20)
        evidence = row.action_view_evidence()
        shown = self.Client.search(evidence["domain"])
        self.assertEqual(len(shown), 20)
        self.assertIn(last, shown)
        # Closed a day later: still there
        gone.period_ids.filtered(lambda row: not row.date_to).date_from = LAST + DAY
        gone.period_ids.filtered("date_to").date_to = LAST + DAY
        self.assert_score(1, 4, 21)
        members[1].start_date = LAST
        self.assert_score(1, 5, 10.5)

    def test_no_data(self):
        self.assert_no_score(1, "no_people")
        self.person()
        self.team_c.crm_team_member_ids.unlink()
        self.assert_no_score(1, "no_coaches")

    def reason(self):
        return self.env["ips.client.end.reason"].search([], limit=1)


@tagged("standard", "post_install", "-at_install")
class TestOrganization(IpsFidelityCommon):
    """Criteria 3, 4, 7, 9 and 10."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Source = cls.env["ips.referral.source"]
        cls.sources = Source.create([{"name": f"Team {index}"} for index in range(4)])
        cls.alone = Source.create({"name": "Alone", "is_partner_team": False})

    def from_sources(self, *numbers):
        for source, number in zip(self.sources, numbers, strict=False):
            self.people(number, referral_source_id=source.id)

    def test_team_assignment_limits(self):
        """4: of 40 people from the two biggest teams of four."""
        for first, score in (
            (16, 5),
            (15, 4),
            (10, 4),
            (9, 3),
            (0, 3),
        ):
            with self.subTest(first=first), self.env.cr.savepoint() as savepoint:
                # Two teams of 20 + first, the others share the rest evenly
                rest = 20 - first
                self.from_sources(10 + first, 10, rest // 2, rest - rest // 2)
                biggest = 20 + first
                self.assert_score(4, score, biggest * 100 / 40)
                savepoint.rollback()

    def test_half_of_the_caseload(self):
        """Four teams alike are half from two; one who came alone makes it less."""
        self.from_sources(5, 5, 5, 5)
        self.assert_score(4, 3, 50)
        self.person(referral_source_id=self.alone.id)
        self.assert_score(4, 2)

    def test_apart_from_all_teams(self):
        self.assert_no_score(4, "no_people")
        self.people(3)
        self.assert_no_score(4, "no_source")
        self.person(referral_source_id=self.alone.id)
        self.assert_score(4, 1, 0, "no_team_source")
        self.person(referral_source_id=self.sources[0].id)
        self.assert_score(4, 2, 20)

    def test_unit(self):
        """7: no data until group supervision is logged; then weekly is a 5."""
        self.assert_no_score(7, "no_supervision")
        meetings = self.env["ips.group.supervision"]
        meet = {"team_id": self.team_c.id}
        # Logged, but before the period
        meetings.create({**meet, "date": FIRST - timedelta(days=1)})
        self.assert_score(7, 2, 0, "part")
        for monday, score in zip(self.mondays(), (2, 3, 4, 4, 4, 5), strict=True):
            # Twice in a week is one week
            for day in (monday, monday + timedelta(days=1)):
                meetings.create({**meet, "date": day})
            self.assert_score(7, min(score, 4), note="part")
        # A 5 also takes leads that were shared, and mutual cover
        meetings.search([("team_id", "=", self.team_c.id)], limit=1).leads_shared = 2
        self.assert_score(7, 4, note="part")
        self.env["ips.client.cover"].create(
            {
                "client_id": self.person().id,
                "user_id": self.coach_c2.id,
                "date_from": LAST,
                "date_to": LAST + timedelta(days=3),
            }
        )
        self.assert_score(7, 5)
        self.team_c.crm_team_member_ids[0].unlink()
        self.assert_score(7, 1, note="no_unit")

    def test_sources(self):
        """9: from one source a 4, from three a 5."""
        self.assert_no_score(9, "no_entries")
        self.person()
        self.assert_no_score(9, "no_source")
        for source, score in zip(self.sources, (4, 4, 5), strict=False):
            self.person(phase="waiting", referral_source_id=source.id)
            self.assert_score(9, score)

    def test_phases(self):
        """3: what leaves traces in the period."""
        self.assert_no_score(3, "no_people")
        self.person(entry=FIRST - DAY)
        client = self.person(phase="profiling")
        self.assert_score(3, 3, 2)
        job = self.job(client)
        self.assert_score(3, 3, 3)
        self.meet(job, FIRST + 29 * DAY)
        self.assert_score(3, 3, 4)
        self.meet(job, FIRST + 30 * DAY)
        self.assert_score(3, 4, 5)

    def test_work_focus_has_a_rate_and_no_score(self):
        self.job()
        self.person()
        row = self.assert_score(10, 0, 50)
        self.assertEqual(row.note_code, "part")


@tagged("standard", "post_install", "-at_install")
class TestSupport(IpsFidelityCommon):
    """Criteria 12-14."""

    def advise(self, client, day, occasion="before_start"):
        return self.env["ips.benefits.advice"].create(
            {"client_id": client.id, "offered_on": day, "occasion": occasion}
        )

    def test_benefits(self):
        """12: before the start, not on it; again at changes for a 5."""
        self.assert_no_score(12, "no_starts")
        start = FIRST + 7 * DAY
        jobs = [self.job(start=start) for _index in range(4)]
        self.assert_no_score(12, "no_advice")
        first = self.advise(jobs[0].client_id, start)
        self.assert_score(12, 2, 0)
        first.offered_on = start - DAY
        self.assert_score(12, 2, 25)
        year = start - relativedelta(years=1)
        # 2024 had a day more
        self.assertEqual((start - year).days, 366)
        self.advise(jobs[1].client_id, year)
        self.assert_score(12, 3, 50)
        old = self.advise(jobs[2].client_id, year - DAY)
        self.advise(jobs[3].client_id, start - DAY)
        self.assert_score(12, 3, 75)
        old.offered_on = start - DAY
        self.assert_score(12, 4, 100, "no_advice_again")
        change = self.advise(jobs[0].client_id, FIRST - DAY, "hours")
        self.assert_score(12, 4)
        change.offered_on = FIRST
        self.assert_score(12, 5, note="")
        change.offered_on = LAST + DAY
        self.assert_score(12, 4)

    def test_starts_of_the_period(self):
        for start in (FIRST - DAY, LAST + DAY):
            self.job(start=start)
        self.job(start=FIRST, kind="work_trial")
        self.assert_no_score(12, "no_starts")
        for start in (FIRST, LAST):
            self.advise(self.job(start=start).client_id, FIRST - DAY)
        self.assert_score(12, 4, 100)

    def agree(self, client, day, **vals):
        return self.new_disclosure(client, valid_from=day, **vals)

    def test_disclosure(self):
        """13: one feature is how it is built, the others by dates."""
        self.assert_no_score(13, "no_people")
        client = self.person(entry=FIRST - 90 * DAY)
        self.assert_no_score(13, "no_disclosure")
        visit = self.visits(self.coach_c1, FIRST, 1)
        self.new_line(visit, client)
        told = self.agree(client, FIRST + 2 * DAY, valid_to=LAST - DAY)
        # After the first contact, ended before the last day, once
        self.assert_score(13, 2, 1)
        told.valid_to = LAST - DAY
        earlier = self.agree(client, FIRST + DAY, valid_to=LAST - DAY)
        self.assert_score(13, 4, 3)
        late = self.agree(client, LAST)
        self.assert_score(13, 5, 4)
        late.withdrawn_at = datetime(2025, 3, 2, 12)
        self.assert_score(13, 4, 3)
        self.assertTrue(earlier)

    def test_disclosure_of_half(self):
        """A feature holds when it does for half of those it is asked of."""
        new = self.person()
        old = self.person(entry=LAST - 60 * DAY)
        self.agree(new, FIRST)
        self.agree(new, FIRST + DAY)
        # Agreed by one of two; again asked of whoever has searched for two months
        self.assert_score(13, 4, 3)
        old.entry_date = LAST - 59 * DAY
        self.assert_score(13, 5, 4)
        self.people(1)
        self.assert_score(13, 2, 1)

    def test_talks_of_an_earlier_stay(self):
        """13: only what was said since then; talks in the queue are of this stay."""
        client = self.person(entry=FIRST - 400 * DAY)
        self.agree(client, FIRST - 300 * DAY)
        self.agree(client, FIRST - 200 * DAY)
        left = FIRST - 100 * DAY
        client.phase = "closed"
        rows = client.period_ids.sorted("id")
        rows[0].date_to = rows[1].date_from = left
        client.phase = "waiting"
        client.entry_date = FIRST - 20 * DAY
        client.phase = "searching"
        client.entry_date = FIRST
        self.assert_no_score(13, "no_disclosure")
        # On the day on which it ended is not since then
        talk = self.agree(client, left)
        self.assert_no_score(13, "no_disclosure")
        self.agree(client, left + DAY)
        row = self.assert_score(13, 4, 3)
        self.agree(client, FIRST - DAY)
        row = self.assert_score(13, 5, 4)
        shown = talk.search(row.action_view_evidence()["domain"])
        self.assertEqual(set(shown.mapped("valid_from")), {left + DAY, FIRST - DAY})

    def test_withdrawn_late_on_the_last_day(self):
        """13: days are the company's: 23:30 UTC is the next one in Helsinki."""
        client = self.person()
        self.agree(client, FIRST)
        talk = self.agree(client, FIRST + DAY)
        self.assert_score(13, 5, 4)
        self.env["ips.disclosure"].search(
            [("client_id", "=", client.id)]
        ).withdrawn_at = datetime(LAST.year, LAST.month, LAST.day, 23, 30)
        self.assertTrue(talk.withdrawn_at)
        self.assert_score(13, 5, 4)

    def test_profile(self):
        """14: nine of ten with a profile; a 5 takes a change after every job."""
        self.assert_no_score(14, "no_profile")
        self.person(phase="profiling")
        self.assert_no_score(14, "no_profile")
        clients = self.people(10)
        for client in clients[:8]:
            self.new_wish(client)
        self.assert_score(14, 3, 80)
        wish = self.new_wish(clients[8])
        self.assert_score(14, 4, 90, "no_update")
        self.job(clients[8], end_date=LAST - DAY)
        self.written(wish, LAST - DAY)
        self.assert_score(14, 5, note="")
        for day in (LAST - 2 * DAY, LAST + DAY):
            self.written(wish, day)
            self.assert_score(14, 4, note="no_update")

    def test_profile_after_each_job(self):
        """14: by the last day, after each, and whatever is changed again later."""
        client = self.person()
        wish = self.new_wish(client)
        first = self.job(client, end_date=FIRST + 10 * DAY)
        self.on(FIRST + 9 * DAY, lambda: wish.write({"strength": "3"}))
        self.assert_score(14, 4, note="no_update")
        self.on(FIRST + 10 * DAY, lambda: wish.write({"strength": "2"}))
        self.on(LAST + 2 * DAY, lambda: wish.write({"strength": "1"}))
        self.assertEqual(first.wishes_updated_on, FIRST + 10 * DAY)
        self.assert_score(14, 5)
        # Another job asks for another change
        second = self.job(client, end_date=FIRST + 30 * DAY)
        self.assert_score(14, 4)
        other = self.on(FIRST + 31 * DAY, lambda: self.new_wish(client))
        self.assertEqual(first.wishes_updated_on, FIRST + 10 * DAY)
        self.assertEqual(second.wishes_updated_on, FIRST + 31 * DAY)
        self.assert_score(14, 5)
        # One that was taken away is a change as well
        third = self.job(client, end_date=LAST - DAY)
        self.on(LAST, other.unlink)
        self.assert_score(14, 5)
        third.sudo().wishes_updated_on = LAST + DAY
        self.assert_score(14, 4)

    def test_profile_when_the_end_was_heard_of(self):
        """14: the dialog that ends a job offers the wishes at once."""
        client = self.person()
        wish = self.new_wish(client)
        job = self.job(client, end_date=LAST, heard_on=LAST - 9 * DAY)
        self.on(LAST - 10 * DAY, lambda: wish.write({"strength": "3"}))
        self.assert_score(14, 4)
        self.on(LAST - 9 * DAY, lambda: wish.write({"strength": "2"}))
        self.assert_score(14, 5)
        # Nobody writes it by hand
        with self.assert_refused(UserError):
            job.with_user(self.coach_c1).wishes_updated_on = LAST

    def on(self, day, deed):
        """Do it on that day."""
        self.freeze(f"{day} 10:00:00")
        result = deed()
        self.env.flush_all()
        self.freeze("2025-03-05 10:00:00")
        return result

    def written(self, wish, day):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ips_client_wish SET write_date = %s WHERE id = %s", [day, wish.id]
        )


@tagged("standard", "post_install", "-at_install")
class TestFirstContact(IpsFidelityCommon):
    """15: mean days from the start of the service to the first employer contact."""

    def met_after(self, days, entry=FIRST, **vals):
        client = self.person(entry=entry)
        self.contact_on(client, entry + days * DAY, **vals)
        return client

    def contact_on(self, client, day, **vals):
        moment = datetime(day.year, day.month, day.day, 10)
        contact = self.log(self.coach_c1, date=moment, **vals)
        return self.new_line(contact, client)

    def test_every_limit(self):
        """Mean of two; half a day beyond is beyond."""
        for days, score in ((30, 5), (60, 4), (150, 3), (270, 2)):
            for more in (0, 1):
                with self.subTest(days=days, more=more):
                    with self.env.cr.savepoint() as savepoint:
                        entry = LAST - (days + 1) * DAY
                        self.met_after(days, entry)
                        self.met_after(days + more, entry)
                        self.assert_score(15, score - more, days + more / 2)
                        savepoint.rollback()

    def test_before_the_service_is_day_0(self):
        self.met_after(-40)
        self.assert_score(15, 5, 0)
        self.met_after(41)
        self.assert_score(15, 5, 20.5)

    def test_in_the_queue_is_day_0(self):
        """What was done while the person waited is there when the service begins."""
        client = self.person(phase="waiting", entry=FIRST)
        self.contact_on(client, FIRST + 3 * DAY)
        self.assert_no_score(15, "no_first_contact")
        client.phase = "searching"
        today = self.env.company._ips_today()
        self.assert_score(15, 5, 0, date_to=today)

    def test_only_in_person_and_done(self):
        """By coach or job seeker; what is planned or by phone is none."""
        client = self.person()
        self.contact_on(client, FIRST + DAY, channel="phone")
        self.contact_on(client, FIRST + DAY, state="planned")
        self.assert_no_score(15, "no_first_contact")
        self.contact_on(client, FIRST + 9 * DAY, made_by="client")
        self.contact_on(client, FIRST + 8 * DAY, person_ids=False)
        self.assert_score(15, 5, 8)

    def test_edges_of_the_period(self):
        """All who were served in it and had a first contact by its last day."""
        long_ago = self.met_after(50, FIRST - 90 * DAY)
        self.assert_score(15, 4, 50)
        # Left on the first day: not served in the period any more
        long_ago.phase = "closed"
        ended = long_ago.period_ids.filtered("date_to")
        (long_ago.period_ids - ended).date_from = FIRST
        ended.date_to = FIRST
        self.assert_no_score(15, "no_first_contact")
        ended.date_to = FIRST + DAY
        self.assert_score(15, 4, 50)
        # On the last day, and a day later
        last = self.met_after(41)
        self.assert_score(15, 4, 45.5)
        self.met_after(42)
        row = self.assert_score(15, 4, 45.5)
        shown = self.Client.search(row.action_view_evidence()["domain"])
        self.assertEqual(shown, long_ago | last)

    def test_on_the_day_of_the_start(self):
        """Is day 0, and so is the day before; the day after is day 1."""
        for days, figure in ((-1, 0), (0, 0), (1, 1)):
            with self.subTest(days=days), self.env.cr.savepoint() as savepoint:
                self.met_after(days)
                self.assert_score(15, 5, figure)
                savepoint.rollback()

    def test_without_a_contact(self):
        """Out of the mean; listed once past 30 days, until the contact."""
        self.met_after(20)
        late = self.person(entry=LAST - 31 * DAY)
        self.person(entry=LAST - 30 * DAY)
        self.person(entry=LAST - 90 * DAY, phase="in_work")
        row = self.assert_score(15, 5, 20)
        self.assertEqual(row.left_count, 1)
        self.assertIn(": 1", row.note)
        shown = self.Client.search(row.action_view_left()["domain"])
        self.assertEqual(shown, late)
        # Only on the day after the last one
        self.contact_on(late, LAST + DAY)
        self.assertEqual(self.assert_score(15, 5, 20).left_count, 1)

    def test_by_phone_is_none(self):
        """Nobody was met: out of the mean, and listed."""
        client = self.person(entry=LAST - 60 * DAY)
        self.contact_on(client, LAST - 50 * DAY, channel="phone")
        row = self.assert_score(15, 0, note="no_first_contact")
        self.assertEqual(row.left_count, 1)

    def test_with_another_coach(self):
        """The contact is the person's, whoever is the coach now."""
        client = self.met_after(12)
        client.user_id = self.coach_c2
        self.assert_score(15, 5, 12)

    def test_two_stays_in_the_period(self):
        """Each has its own days, and a contact between them is day 0 of the second."""
        client = self.met_after(10)
        client.write({"phase": "closed"})
        rows = client.period_ids.sorted("id")
        rows[0].date_to = rows[1].date_from = FIRST + 20 * DAY
        client.phase = "agreed"
        client.entry_date = FIRST + 30 * DAY
        row = self.assert_score(15, 5, 10)
        self.assertEqual(row.denominator, 1)
        self.contact_on(client, FIRST + 25 * DAY)
        row = self.assert_score(15, 5, 5)
        self.assertEqual(row.denominator, 2)

    def test_stays_are_apart(self):
        """Whoever comes back has a first contact of that stay."""
        client = self.met_after(10, LAST - relativedelta(years=1))
        client.write({"phase": "closed"})
        self.env.flush_all()
        closed = client.period_ids.filtered(lambda row: not row.date_to)
        closed.date_from = FIRST - 20 * DAY
        client.period_ids.filtered("date_to").date_to = FIRST - 20 * DAY
        client.phase = "agreed"
        client.entry_date = FIRST
        self.contact_on(client, FIRST + 5 * DAY)
        self.assert_score(15, 5, 5)
