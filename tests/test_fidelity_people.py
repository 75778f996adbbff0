"""Criteria 1, 3, 4, 7, 9 and 10: people, and where they came from."""

from datetime import timedelta

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
