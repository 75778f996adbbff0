"""Jobs held: starting, lasting, ending, and following along."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .test_match_suggestion import SuggestionCommon


class PlacementCommon(SuggestionCommon):
    """Starting and ending jobs as a coach does it. Today is the 5th of March 2025."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._ips_today()
        cls.reason = cls.env.ref("ips_employer_crm.placement_end_reason_contract_ended")

    def start_job(self, user=None, client=None, **vals):
        direct = {"employer_id": self.workplace.id}
        dialog = (
            self.env["ips.placement.start"]
            .with_user(user or self.coach_a1)
            .create(
                {
                    "client_id": (client or self.client_a1).id,
                    "hours_week": 20,
                    **({} if "match_id" in vals else direct),
                    **vals,
                }
            )
        )
        action = dialog.action_apply()
        return self.env["ips.placement"].browse(action["res_id"])

    def end_job(self, placement, user=None, **vals):
        return (
            self.env["ips.placement.end"]
            .with_user(user or self.coach_a1)
            .create(
                {
                    "placement_id": placement.id,
                    "end_reason_id": self.reason.id,
                    **vals,
                }
            )
            .action_apply()
        )

    def meet(self, placement, day, **vals):
        return (
            self.env["ips.support.contact"]
            .with_user(self.coach_a1)
            .create({"placement_id": placement.id, "date": day, **vals})
        )


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
        self.assertEqual(action["type"], "ir.actions.act_window_close")

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


@tagged("standard", "post_install", "-at_install")
class TestMilestones(PlacementCommon):
    """Each at its edges, and corrected by late entries."""

    EDGES = (
        ("reached_13_weeks", timedelta(days=91)),
        ("reached_90_days", timedelta(days=90)),
        ("reached_26_weeks", timedelta(days=182)),
        ("reached_12_months", relativedelta(months=12)),
    )

    def test_edges(self):
        placement = self.start_job(start_date=date(2024, 1, 31))
        for name, after in self.EDGES:
            day = placement.start_date + after
            for days, reached in ((-1, False), (0, day), (1, day)):
                with (
                    self.subTest(name=name, days=days),
                    freeze_time(f"{day + timedelta(days=days)} 10:00:00"),
                ):
                    self.env.invalidate_all()
                    self.assertEqual(placement[name], reached)

    def test_ended_before(self):
        placement = self.start_job(start_date=date(2024, 1, 31))
        for name, after in self.EDGES:
            day = placement.start_date + after
            placement.end_date = day - timedelta(days=1)
            self.assertFalse(placement[name], name)
            placement.end_date = day
            self.assertEqual(placement[name], day, name)

    def test_seven_hours(self):
        placement = self.start_job(start_date=date(2024, 1, 31), hours_week=6.9)
        self.assertFalse(placement.reached_13_weeks)
        self.assertTrue(placement.reached_90_days)
        placement.hours_week = 7
        self.assertTrue(placement.reached_13_weeks)

    def test_late_entry(self):
        placement = self.start_job()
        self.assertFalse(placement.reached_90_days)
        placement.start_date = self.today - timedelta(days=90)
        self.assertEqual(placement.reached_90_days, self.today)


@tagged("standard", "post_install", "-at_install")
class TestFollowAlong(PlacementCommon):
    """One method gives the next due date; what is missing is contact."""

    def test_rhythm(self):
        start = date(2025, 2, 3)
        placement = self.start_job(start_date=start)
        self.assertEqual(placement.next_support_date, start)
        self.meet(placement, start - timedelta(days=8))
        self.assertEqual(placement.next_support_date, start)
        self.meet(placement, start - timedelta(days=7))
        self.assertEqual(placement.next_support_date, start + timedelta(days=3))
        self.meet(placement, start)
        self.assertEqual(placement.next_support_date, start + timedelta(days=7))
        self.meet(placement, start + timedelta(days=29))
        self.assertEqual(placement.next_support_date, start + timedelta(days=36))

    def test_monthly_after_the_first_month(self):
        start = date(2025, 1, 1)
        placement = self.start_job(start_date=start)
        self.meet(placement, date(2025, 1, 31))
        self.assertEqual(placement.next_support_date, date(2025, 2, 28))

    def test_as_the_person_wishes(self):
        placement = self.start_job(start_date=date(2025, 1, 1))
        placement.support_interval_days = 14
        contact = self.meet(placement, date(2025, 2, 3))
        self.assertEqual(placement.next_support_date, date(2025, 2, 17))
        contact.next_date = date(2025, 3, 20)
        self.assertEqual(placement.next_support_date, date(2025, 3, 20))

    def test_late(self):
        placement = self.start_job(start_date=self.today)
        self.assertFalse(placement.is_support_late)
        placement.start_date = self.today - timedelta(days=1)
        self.env.flush_all()
        self.assertTrue(placement.is_support_late)
        found = self.env["ips.placement"].search([("is_support_late", "=", True)])
        self.assertIn(placement, found)
        self.end_job(placement, end_date=self.today - timedelta(days=1))
        self.assertFalse(placement.is_support_late)
        found = self.env["ips.placement"].search([("is_support_late", "=", True)])
        self.assertNotIn(placement, found)

    def test_a_known_last_day_stops_nothing(self):
        """A fixed-term job is followed along until its last day."""
        start = self.today - timedelta(days=40)
        placement = self.start_job(start_date=start)
        placement.end_date = self.today + timedelta(days=60)
        self.meet(placement, self.today - timedelta(days=1))
        self.assertTrue(placement.next_support_date)
        placement.end_date = self.today
        self.assertFalse(placement.next_support_date)

    def test_drafts_tell_nobody_a_code(self):
        """The client follows the job, whatever a caller says."""
        for model in ("ips.support.contact", "ips.placement.end"):
            records = self.env[model].with_user(self.coach_a1)
            spec = {"client_id": {"fields": {"display_name": {}}}}
            values = {"client_id": self.client_b1.id}
            self.env.invalidate_all()
            with self.subTest(model=model):
                try:
                    told = str(records.onchange(values, ["client_id"], spec))
                except AccessError as error:
                    told = str(error)
                self.assertNotIn(self.client_b1.ref, told)

    def test_bad_input(self):
        placement = self.start_job()
        with self.assert_refused(ValidationError, text="yet to come"):
            self.meet(placement, self.today + timedelta(days=1))
        with self.assert_refused(ValidationError, text="after this one"):
            self.meet(placement, self.today, next_date=self.today)

    def test_stays_with_the_readers(self):
        placement = self.start_job()
        contact = self.meet(placement, self.today, with_whom="employer", note="Well")
        self.env.flush_all()
        for user in self.coach_a2 | self.coach_b1 | self.leader_b | self.outsider:
            self.env.invalidate_all()
            self.assertFalse(contact.with_user(user)._filtered_access("read"))
        employer = self.workplace.with_user(self.coach_b1)
        self.assertFalse(employer.employer_contact_ids)
        self.assertFalse(employer.last_contact_date)

    def test_of_nobody_else(self):
        theirs = self.start_job(self.coach_a2, self.client_a2)
        with self.assert_refused(AccessError):
            self.meet(theirs, self.today)
