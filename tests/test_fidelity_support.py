"""Criteria 12-15: benefits, disclosure, profile, first employer contact."""

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_fidelity import FIRST, LAST, IpsFidelityCommon

DAY = timedelta(days=1)


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
