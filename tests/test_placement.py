"""Jobs held: how they start and end."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common_placement import PlacementCommon


@tagged("standard", "post_install", "-at_install")
class TestStart(PlacementCommon):
    """From a match or directly; what shows outside depends on consent."""

    def match(self, **vals):
        return (
            self.env["ips.match"]
            .with_user(self.coach_a1)
            .create(
                {"client_id": self.client_a1.id, "lead_id": self.opening.id, **vals}
            )
        )

    def outside(self):
        """All that somebody outside the client's readers can see of it."""
        self.env.flush_all()
        self.env.invalidate_all()
        opening = self.opening.with_user(self.coach_b1)
        workplace = self.workplace.with_user(self.coach_b1)
        return (
            opening.stage_id,
            opening.positions_filled,
            opening.introduced_count,
            opening.write_date,
            opening.message_ids,
            workplace.employer_stage,
            workplace.write_date,
            workplace.employer_contact_ids,
        )

    def test_from_a_match_with_consent(self):
        self.new_disclosure(self.client_a1, level="2")
        match = self.match(approach="coach_speaks", state="offered")
        placement = self.start_job(match_id=match.id)
        self.assertEqual(placement.employer_id, self.workplace)
        self.assertEqual(placement.lead_id, self.opening)
        self.assertEqual(placement.occupation_id, self.kitchen)
        self.assertEqual(match.state, "hired")
        self.assertEqual(self.client_a1.phase, "in_work")
        self.assertEqual(self.opening.positions_filled, 1)
        self.assertTrue(self.opening.stage_id.is_won)

    def test_without_consent_no_trace_outside(self):
        match = self.match(state="offered")
        before = self.outside()
        placement = self.start_job(match_id=match.id)
        self.assertEqual(match.state, "hired")
        self.assertEqual(self.outside(), before)
        for user in self.coach_a2 | self.coach_b1 | self.leader_b | self.ips_admin:
            theirs = placement.with_user(user)
            self.env.invalidate_all()
            self.assertFalse(theirs._filtered_access("read"))
        self.assertTrue(placement.with_user(self.leader_a).has_access("write"))

    def test_told_too_little_no_trace_outside(self):
        """Skills alone are told, or the person tells it alone."""
        for vals in ({"level": "1"}, {"level": "4", "told_by": "client"}):
            self.new_disclosure(self.client_a1, **vals)
            before = self.outside()
            with self.subTest(vals=vals):
                self.start_job(lead_id=self.opening.id)
                self.assertEqual(self.outside(), before)

    def test_of_the_opening(self):
        """What the opening says is proposed."""
        self.opening.write(
            {"is_permanent": True, "is_subsidised": True, "is_open_market": False}
        )
        placement = self.start_job(lead_id=self.opening.id)
        self.assertTrue(placement.is_permanent and placement.is_subsidised)
        self.assertFalse(placement.is_open_market)
        direct = self.start_job(hours_week=5)
        self.assertFalse(direct.is_permanent or direct.is_subsidised)
        self.assertTrue(direct.is_open_market)

    def test_a_known_last_day(self):
        last_day = self.today + timedelta(days=100)
        placement = self.start_job(end_date=last_day)
        self.assertEqual(placement.end_date, last_day)
        self.assertEqual(placement.state, "running")

    def test_a_job_ahead(self):
        """Agreed with an employer until it begins; a job beside moves nobody."""
        small = self.start_job(start_date=self.today - timedelta(days=60), hours_week=5)
        self.client_a1.phase = "searching"
        day = self.today + timedelta(days=9)
        placement = self.start_job(start_date=day)
        self.assertEqual(self.client_a1.phase, "employer_agreed")
        self.assertEqual((placement.state, small.state), ("coming", "running"))
        self.env["ips.placement"]._cron_begin()
        self.assertEqual(self.client_a1.phase, "employer_agreed")
        with freeze_time(f"{day} 02:00:00"):
            self.env.invalidate_all()
            self.env["ips.placement"]._cron_begin()
            self.assertEqual(self.client_a1.phase, "in_work")

    def test_a_job_ahead_begins_earlier(self):
        placement = self.start_job(start_date=self.today + timedelta(days=9))
        placement.start_date = self.today
        self.assertEqual(self.client_a1.phase, "in_work")

    def test_excluded_employer(self):
        """Told nothing: an exclusion beats the general consent."""
        self.new_disclosure(self.client_a1, level="3")
        self.env["ips.disclosure"].create(
            {
                "client_id": self.client_a1.id,
                "employer_id": self.company_e.id,
                "excludes": True,
            }
        )
        before = self.outside()
        self.start_job(lead_id=self.opening.id)
        self.assertEqual(self.outside(), before)

    def test_directly(self):
        placement = self.start_job(occupation_id=self.kitchen.id, found_by="advert")
        self.assertFalse(placement.match_id or placement.lead_id)
        self.assertEqual(placement.job_number, 1)
        self.assertEqual(placement.state, "running")

    def test_work_trial_is_no_job(self):
        self.new_disclosure(self.client_a1, level="4")
        placement = self.start_job(kind="work_trial", lead_id=self.opening.id)
        self.assertEqual(self.client_a1.phase, "searching")
        self.assertEqual(self.opening.positions_filled, 0)
        self.assertEqual(placement.job_number, 0)
        placement.start_date = self.today - timedelta(days=300)
        self.assertFalse(placement.reached_90_days or placement.reached_13_weeks)

    def test_first_second_third(self):
        second = self.start_job(start_date=date(2025, 2, 1))
        first = self.start_job(start_date=date(2024, 5, 1))
        third = self.start_job(start_date=date(2025, 3, 1))
        self.env.invalidate_all()
        numbers = [job.job_number for job in first | second | third]
        self.assertEqual(numbers, [1, 2, 3])

    def test_full_time_beside_full_time_is_a_question(self):
        self.start_job(hours_week=37.5)
        dialog = self.env["ips.placement.start"].new(
            {
                "client_id": self.client_a1.id,
                "employer_id": self.company_e.id,
                "start_date": self.today,
                "hours_week": 37.5,
            }
        )
        self.assertTrue(dialog.overlap)
        dialog.hours_week = 15
        self.assertFalse(dialog.overlap)
        self.start_job(hours_week=37.5)
        self.assertEqual(len(self.client_a1.placement_ids), 2)

    def test_bad_input(self):
        bad = (
            {"hours_week": 200},
            {"hours_week": -1},
            {"start_date": self.today + timedelta(days=3650)},
            {"start_date": date(1925, 3, 5)},
        )
        for vals in bad:
            with self.subTest(vals=vals), self.assert_refused(ValidationError):
                self.start_job(**vals)
        self.assertFalse(self.client_a1.placement_ids)
        self.assertEqual(self.client_a1.phase, "searching")
        self.workplace.active = False
        with self.assert_refused(UserError, text="archived"):
            self.start_job()

    def test_last_days_that_cannot_be(self):
        placement = self.start_job()
        for day, text in (
            (self.today - timedelta(days=1), "first day or later"),
            (self.today + relativedelta(years=10, days=1), "check the year"),
        ):
            with self.assert_refused(ValidationError, text=text):
                placement.end_date = day
        placement.end_date = self.today + relativedelta(years=10)
        placement.first_hours_date = self.today
        with self.assert_refused(ValidationError, text="first day of the job"):
            placement.write({"start_date": False})

    def test_what_the_writer_does_not_see(self):
        """A lead that is no opening, and nothing at all, in the same words."""
        lead = self.env["crm.lead"].create({"name": "Secret deal"})
        for number in (lead.id, 2**30):
            with self.assert_refused(AccessError, text="^This is not there"):
                self.start_job(lead_id=number)
        placement = self.start_job()
        with self.assert_refused(AccessError, text="^This is not there"):
            placement.with_user(self.coach_a1).lead_id = lead.id

    def test_occupation_deleted(self):
        group = self.kitchen.parent_id
        occupation = group.create(
            {"code": f"{group.code}8", "name": "Odd", "parent_id": group.id}
        )
        placement = self.start_job(occupation_id=occupation.id)
        occupation.with_user(self.ips_admin).unlink()
        self.env.invalidate_all()
        self.assertFalse(placement.occupation_id)

    def test_edges_of_the_start(self):
        self.start_job(start_date=self.today + relativedelta(years=1))
        with self.assert_refused(ValidationError, text="check the year"):
            self.start_job(start_date=self.today + relativedelta(years=1, days=1))

    def test_a_job_stays_with_its_person(self):
        other = self.new_client(self.coach_a1)
        placement = self.start_job()
        with self.assert_refused(UserError, text="stays with its person"):
            placement.with_user(self.coach_a1).client_id = other

    def test_once_from_a_match(self):
        match = self.match(state="offered")
        self.start_job(match_id=match.id)
        with self.assert_refused(UserError, text="started already"):
            self.start_job(match_id=match.id)

    def test_of_whom_the_match_is(self):
        match = self.match(state="offered")
        other = self.new_client(self.coach_a1)
        with self.assert_refused(UserError, text="somebody else"):
            self.start_job(client=other, match_id=match.id)
        with self.assert_refused(UserError, text="another opening"):
            self.start_job(match_id=match.id, lead_id=self.opening.copy().id)

    def test_not_in_the_service(self):
        self.client_a1.sudo().phase = "waiting"
        with self.assert_refused(UserError, text="not in the service"):
            self.start_job()

    def test_nobody_else_starts_one(self):
        for user in self.coach_a2 | self.coach_b1:
            with self.assert_refused(AccessError):
                self.start_job(user)

    def test_employer_deleted_or_renamed(self):
        employer = self.new_employer("Katoava Oy")
        placement = self.start_job(employer_id=employer.id)
        employer.unlink()
        self.env.invalidate_all()
        self.assertFalse(placement.employer_id)
        self.assertEqual(placement.employer_name, "Katoava Oy")
        with self.assert_refused(UserError, text="not deleted"):
            placement.unlink()

    def test_subsidised_not_before_the_decision(self):
        placement = self.start_job(is_subsidised=True)
        self.assertTrue(placement.starts_too_early)
        placement.pay_subsidy_decided_on = placement.start_date + timedelta(days=1)
        self.assertTrue(placement.starts_too_early)
        placement.pay_subsidy_decided_on = placement.start_date
        self.assertFalse(placement.starts_too_early)
        plain = self.start_job()
        self.assertFalse(plain.starts_too_early)
        plain.pay_subsidy = "applied"
        self.assertTrue(plain.starts_too_early)


@tagged("standard", "post_install", "-at_install")
class TestEnd(PlacementCommon):
    """Ending, and what comes next."""

    def test_back_to_the_search(self):
        for days, act in ((7, self.start_job), (27, None)):
            with freeze_time(f"{self.today + timedelta(days=days)} 10:00:00"):
                self.env.invalidate_all()
                if act:
                    placement = act()
                else:
                    action = self.end_job(placement, feedback="Mornings are best")
        self.assertEqual(placement.feedback, "Mornings are best")
        self.assertEqual(placement.end_date, self.today + timedelta(days=27))
        self.assertEqual(self.client_a1.phase, "searching")
        self.assertTrue(self.client_a1.is_job_seeker)
        self.assertEqual(action["type"], "ir.actions.client")
        # The history stays
        phases = self.client_a1.period_ids.sorted("id").mapped("phase")
        self.assertEqual(phases, ["searching", "in_work", "searching"])
        with self.assert_refused(UserError, text="ended already"):
            self.end_job(placement)

    def test_stays_in_work(self):
        placement = self.start_job()
        self.start_job(hours_week=10)
        action = self.end_job(placement, next_step="stay")
        self.assertEqual(self.client_a1.phase, "in_work")
        # The wishes are offered for an update all the same
        self.assertEqual(action["tag"], "ips_wishes")

    def test_nothing_to_stay_in(self):
        placement = self.start_job()
        with self.assert_refused(UserError, text="No other job"):
            self.end_job(placement, next_step="stay")
        self.assertFalse(placement.end_date)

    def test_what_was_learnt_before_is_kept(self):
        placement = self.start_job()
        placement.feedback = "Mornings are best"
        self.end_job(placement)
        self.assertEqual(placement.feedback, "Mornings are best")

    def test_heard_of(self):
        """Today if nothing is said, an earlier day, or none; not a day to come."""
        heard = self.today - timedelta(days=2)
        for vals, expected in (
            ({}, self.today),
            ({"end_date": self.today + timedelta(days=30)}, self.today),
            ({"heard_on": heard}, heard),
            ({"heard_on": False}, False),
        ):
            placement = self.start_job(start_date=heard, hours_week=5)
            self.end_job(placement, **vals)
            self.assertEqual(placement.heard_on, expected)
        placement = self.start_job(start_date=heard, hours_week=5)
        for day in (self.today + timedelta(days=1), heard - timedelta(days=1)):
            with self.assert_refused(ValidationError):
                self.end_job(placement, heard_on=day)

    def test_never_began(self):
        """Agreed, and came to nothing: it counts nowhere."""
        placement = self.start_job(start_date=self.today + timedelta(days=9))
        self.end_job(placement)
        self.assertEqual(placement.state, "cancelled")
        self.assertFalse(placement.end_date or placement.heard_on)
        self.assertEqual(self.client_a1.phase, "searching")
        with freeze_time(f"{self.today + timedelta(days=400)} 10:00:00"):
            self.env.invalidate_all()
            self.env["ips.placement"]._cron_begin()
            self.assertEqual(self.client_a1.phase, "searching")
            self.assertEqual(placement.state, "cancelled")
            self.assertFalse(placement.reached_12_months)
            self.assertFalse(placement.next_support_date)
        self.assertFalse(self.client_a1.placement_count)
        self.assertEqual(self.start_job().job_number, 1)
        running = self.env["ips.placement"].search([("state", "=", "running")])
        self.assertNotIn(placement, running)
        with self.assert_refused(UserError, text="ended already"):
            self.end_job(placement)

    def test_a_trial_that_ends_moves_nobody(self):
        trial = self.start_job(kind="work_trial")
        self.client_a1.phase = "in_work"
        self.end_job(trial)
        self.assertEqual(self.client_a1.phase, "in_work")

    def test_another_job_goes_on(self):
        """Whoever asks to search beside the other job stays in work."""
        placement = self.start_job()
        self.start_job(hours_week=10)
        self.end_job(placement)
        self.assertEqual(self.client_a1.phase, "in_work")

    def test_a_trial_goes_on(self):
        placement = self.start_job()
        self.start_job(kind="work_trial")
        self.end_job(placement)
        self.assertEqual(self.client_a1.phase, "searching")

    def test_support_steps_down(self):
        placement = self.start_job()
        action = self.end_job(placement, next_step="step_down")
        self.assertEqual(placement.state, "running")
        self.assertEqual(self.client_a1.phase, "in_work")
        closing = self.env[action["res_model"]].with_user(self.coach_a1)
        dialog = closing.with_context(**action["context"]).create(
            {"end_reason_id": self.env.ref("ips_employer_crm.end_reason_moved").id}
        )
        dialog.action_apply()
        self.assertEqual(self.client_a1.phase, "closed")

    def test_end_before_start(self):
        placement = self.start_job()
        with self.assert_refused(Exception):
            self.end_job(placement, end_date=self.today - timedelta(days=1))

    def test_a_reason_needs_a_last_day(self):
        placement = self.start_job()
        with self.assert_refused(ValidationError, text="last day"):
            placement.end_reason_id = self.reason

    def test_reasons_know_no_health(self):
        for reason in self.env["ips.placement.end.reason"].search([]):
            self.assertNotRegex(reason.name.lower(), r"\b(health|ill|sick|ready)")
        with self.assert_refused(ValidationError):
            self.env["ips.placement.end.reason"].create({"name": "Not ready"})
