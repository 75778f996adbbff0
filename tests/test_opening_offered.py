"""What employers say of an opening, on the coaches' side: kept, paused, merged."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common_opening import IpsOpeningCommon
from .common_placement import PlacementCommon

FORM = "ips_employer_crm.crm_lead_view_form_job_opening"


@tagged("standard", "post_install", "-at_install")
class TestOffered(IpsOpeningCommon):
    """What the employer's people said stays theirs, and their employer's alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_e.coach_id = cls.coach_a1
        cls.other_place = cls.env["res.partner"].create(
            {"name": "Harbour", "is_company": True, "parent_id": cls.company_e.id}
        )
        cls.company_b = cls.new_employer("Toinen Oy")
        cls.offered = cls.offer()

    @classmethod
    def offer(cls, place=None, tasks=("Dishes",), **vals):
        return (
            cls.Lead.with_user(cls.portal)
            .sudo()
            ._portal_offer(
                cls.portal.partner_id,
                place or cls.workplace,
                {
                    "name": "Help in the kitchen",
                    "offered_kind": "tasks",
                    "employer_words": "In our words",
                    **vals,
                },
                tasks,
            )
        )

    def seen(self, opening, place=None):
        """What somebody who answers for the place reads; nothing if not there."""
        openings = self.Lead.with_user(self.portal).sudo()
        domain = openings._portal_domain(place or self.workplace)
        found = openings.with_context(active_test=False).search(domain) & opening
        return found and found._portal_values()

    def test_written_by_nobody_else(self):
        """No coach puts words into an employer's mouth; their own fields they do."""
        opening = self.offered.with_user(self.coach_a1)
        for vals in (
            {"employer_words": "Ours"},
            {"offered_on": "2025-03-01"},
            {"offered_person_id": self.decider.id},
        ):
            with self.assert_refused(UserError, text="not written by hand"):
                opening.write(vals)
            with self.assert_refused(UserError, text="not written by hand"):
                self.new_opening(**vals)
        made = self.Lead.with_user(self.coach_a1).with_context(
            default_employer_words="Ours", default_offered_on="2025-03-01"
        )
        made = made.create({"name": "New", "employer_id": self.workplace.id})
        self.assertFalse(made.employer_words or made.offered_on)
        self.assertFalse(made.portal_published)
        opening.write({"offered_kind": "work_trial", "trial_weeks": 26})

    def test_weeks(self):
        for weeks in (-1, 27):
            with self.assert_refused(ValidationError, text="1 to 26 weeks"):
                self.offered.trial_weeks = weeks

    def test_form(self):
        """A coach sees who offered it, and takes a pause back after a call."""
        self.offered.paused_on = "2025-03-01"
        form = Form(self.offered.with_user(self.coach_a1), view=FORM)
        self.assertEqual(form.offered_person_id, self.portal.partner_id)
        self.assertEqual(form.employer_words, "In our words")
        form.paused_on = False
        form.save()
        self.assertFalse(self.offered.paused_on)

    def test_filters(self):
        """Each finds its own."""
        plain = self.new_opening()
        paused = self.new_opening(paused_on="2025-03-01")
        arch = self.env.ref("ips_employer_crm.crm_lead_view_search_job_opening").arch
        for name, found in (("offered", self.offered), ("paused", paused)):
            self.assertIn(f'name="{name}"', arch)
            field = {"offered": "offered_on", "paused": "paused_on"}[name]
            openings = self.offered | plain | paused
            domain = [(field, "!=", False), ("id", "in", openings.ids)]
            self.assertEqual(self.Lead.search(domain), found)

    def test_copy(self):
        """It is another opening: held back, and said by nobody."""
        self.offered.write({"paused_on": "2025-03-01", "offered_kind": "work_trial"})
        copied = self.offered.with_user(self.coach_a1).copy()
        self.assertRecordValues(
            copied,
            [
                {
                    "portal_published": False,
                    "offered_on": False,
                    "offered_person_id": False,
                    "employer_words": False,
                    "paused_on": False,
                    "offered_kind": "work_trial",
                }
            ],
        )

    def test_to_another_workplace(self):
        """The same employer: its people go on reading it."""
        self.offered.with_user(self.coach_a1).employer_id = self.other_place
        values = self.seen(self.offered, self.other_place)
        self.assertEqual(values["words"], "In our words")
        self.assertEqual(values["tasks"], ["Dishes"])

    def test_to_another_employer(self):
        """It leaves the portal; what was said stays in the log alone."""
        opening = self.offered.with_user(self.coach_a1)
        opening.employer_id = self.company_b
        self.assertFalse(opening.portal_published)
        self.assertFalse(self.seen(self.offered, self.company_b))
        self.assertIn("In our words", "".join(opening.message_ids.mapped("body")))
        # Published on purpose, for the other one
        opening.portal_published = True
        values = self.seen(self.offered, self.company_b)
        self.assertFalse(values["words"] or values["tasks"])
        self.assertEqual(self.offered.carved_task_ids.name, "Dishes")

    def test_published_for_another_employer(self):
        """In one step with the change."""
        self.offered.with_user(self.coach_a1).write(
            {"employer_id": self.company_b.id, "portal_published": True}
        )
        values = self.seen(self.offered, self.company_b)
        self.assertFalse(values["words"] or values["tasks"])

    def merge(self, first, *others):
        """A coach merges them; the first is the furthest, and stays."""
        first.stage_id = self.stages[2]
        openings = first.union(*others)
        self.env.flush_all()
        self.env.invalidate_all()
        merged = openings.with_user(self.coach_a1).merge_opportunity().sudo()
        self.assertEqual(merged, first)
        self.env.flush_all()
        self.env.invalidate_all()
        return merged

    def test_merge_into_a_coach_s(self):
        """What was said comes along; what was held back stays so."""
        own = self.new_opening(person_id=False).sudo()
        self.offered.write({"paused_on": "2025-03-01", "trial_weeks": 4})
        merged = self.merge(own, self.offered)
        self.assertRecordValues(
            merged,
            [
                {
                    "offered_on": self.offered_day(),
                    "offered_person_id": self.portal.partner_id.id,
                    "employer_words": "In our words",
                    "offered_kind": "tasks",
                    "trial_weeks": 4,
                    "paused_on": False,
                    "portal_published": False,
                }
            ],
        )
        self.assertEqual(merged.carved_task_ids.employer_text, "Dishes")

    def offered_day(self):
        return self.Lead._fields["offered_on"].to_date("2025-03-05")

    def test_merge_into_an_offered_one(self):
        """The first keeps its own words, kind, weeks and pause."""
        self.offered.write({"offered_kind": "job", "paused_on": "2025-03-01"})
        other = self.offer(
            offered_kind="work_trial", trial_weeks=9, employer_words="Others"
        )
        merged = self.merge(self.offered, other)
        self.assertRecordValues(
            merged,
            [
                {
                    "employer_words": "In our words",
                    "offered_kind": "job",
                    "trial_weeks": 0,
                    "paused_on": self.Lead._fields["paused_on"].to_date("2025-03-01"),
                    "portal_published": True,
                }
            ],
        )
        # Nothing of it is lost
        self.assertIn("Others", "".join(merged.message_ids.mapped("body")))

    def test_merge_of_two_employers(self):
        """No employer reads what another one said."""
        other = self.offer(self.company_b, employer_words="B alone", tasks=["B's"])
        # Further than the own one, so that Odoo takes what it says first
        other.stage_id = self.stages[1]
        first = self.new_opening(portal_published=True).sudo()
        merged = self.merge(first, other, self.offered)
        values = self.seen(merged)
        self.assertEqual(values["words"], "In our words")
        self.assertEqual(values["tasks"], ["Dishes"])
        self.assertEqual(set(merged.carved_task_ids.mapped("name")), {"B's", "Dishes"})
        self.assertEqual(merged.offered_person_id, self.portal.partner_id)

    def test_labels_of_stages(self):
        """A leader's new stage tells no more than that somebody is looked for."""
        stage = self.Stage.with_user(self.leader_a).create(
            {"name": "Second interview", "is_job_opening": True}
        )
        self.offered.stage_id = stage
        label = "Open: we are looking for somebody"
        self.assertEqual(self.offered._portal_stage(), label)


@tagged("standard", "post_install", "-at_install")
class TestPaused(PlacementCommon):
    """A paused opening gives no suggestions; a work trial is no job."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_wish(cls.client_a1, occupation_id=cls.kitchen.id)

    def new_openings(self):
        week = self.env["ips.coach.week"].with_user(self.coach_a1)
        ids = {row["id"] for row in week._new_openings_values()}
        return ids & set(self.opening.ids)

    def open_count(self):
        self.env.flush_all()
        self.env.invalidate_all()
        row = (
            self.env["ips.employer.suggestion"]
            .with_user(self.coach_a1)
            .search(
                [
                    ("client_id", "=", self.client_a1.id),
                    ("employer_id", "=", self.company_e.id),
                ]
            )
        )
        return row.opening_count, row.open_count

    def coverage(self):
        figures = self.env["ips.match.coverage"].with_user(self.coach_a1)
        return self.opening in figures._open_openings()

    def test_no_suggestions(self):
        """On no screen, until it goes on; all of them without one."""
        self.assertTrue(self.suggest())
        self.assertTrue(self.new_openings())
        self.assertTrue(self.coverage())
        self.assertEqual(self.open_count(), (1, 1))
        self.opening.paused_on = self.today
        self.assertFalse(self.suggest())
        self.assertFalse(self.new_openings())
        self.assertFalse(self.coverage())
        self.assertEqual(self.open_count(), (1, 0))
        self.opening.paused_on = False
        self.assertTrue(self.suggest())

    def test_what_was_taken_up_stays(self):
        match = self.env["ips.match"].create(
            {"client_id": self.client_a1.id, "lead_id": self.opening.id}
        )
        self.opening.paused_on = self.today
        self.assertEqual(match.state, "considered")
        match.state = "agreed"

    def test_withdrawn_as_any_that_went_away(self):
        """Matches keep their state, as after a coach's own closing."""
        matches = []
        for opening in (self.opening, self.new_opening()):
            match = self.env["ips.match"].create(
                {"client_id": self.client_a1.id, "lead_id": opening.id}
            )
            match.state = "agreed"
            matches.append(match)
        self.opening._portal_withdraw(self.decider)
        reason = self.opening.lost_reason_id
        matches[1].lead_id.action_set_lost(lost_reason_id=reason.id)
        self.assertEqual(matches[0].state, matches[1].state)

    def test_kind_of_the_start(self):
        """The dialog proposes what the opening is; the coach decides."""
        trial = self.new_opening(offered_kind="work_trial", trial_weeks=8)
        dialogs = self.env["ips.placement.start"].with_user(self.coach_a1)
        for opening, kind in (
            (self.opening, "job"),
            (trial, "work_trial"),
            (self.new_opening(offered_kind="tasks"), "job"),
        ):
            with self.subTest(kind=opening.offered_kind):
                match = self.env["ips.match"].create(
                    {"client_id": self.client_a1.id, "lead_id": opening.id}
                )
                form = Form(
                    dialogs.with_context(
                        default_client_id=self.client_a1.id,
                        default_match_id=match.id,
                    )
                )
                self.assertEqual(form.kind, kind)
                match.unlink()
        form = Form(dialogs.with_context(default_client_id=self.client_a1.id))
        self.assertEqual(form.kind, "job")
        form.kind = "work_trial"
        form.employer_id = self.workplace
        self.assertEqual(form.save().kind, "work_trial")

    def test_a_trial_is_no_job(self):
        """Neither phase nor match move, and no position is filled."""
        trial = self.new_opening(offered_kind="work_trial", portal_published=True)
        self.new_disclosure(self.client_a1, level="4")
        placement = self.start_job(lead_id=trial.id, employer_id=self.workplace.id)
        self.assertEqual(placement.kind, "work_trial")
        self.assertEqual(trial.positions_filled, 0)
        self.assertEqual(self.client_a1.phase, "searching")
        self.assertFalse(placement.job_number)
