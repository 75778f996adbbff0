"""Job openings in the portal: what HR offers, changes, pauses and withdraws."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import tagged

from .common_portal_opening import IpsPortalOpeningCommon

NEW = "/my/openings/new?kind="
HEALTH = "This seems to be about somebody's health"
RUNS = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
# What nobody may say of a job: field, what was typed, part of the answer
WRONG = (
    ("name", "  ", "in a few words what you offer"),
    ("name", "x" * 101, "100 characters"),
    ("place", "", "Choose for which"),
    ("positions", "0", "from 1 to 99"),
    ("positions", "100", "from 1 to 99"),
    ("positions", "two", "from 1 to 99"),
    ("positions", "-1", "from 1 to 99"),
    ("hours_min", "169", "from 0 to 168"),
    ("hours_min", "1e3", "from 0 to 168"),
    ("hours_min", "nan", "from 0 to 168"),
    ("hours_min", "40", "the first number is the smaller"),
    ("available_from", "tomorrow", "a date, or nothing"),
    ("available_from", "0025-03-10", "a date, or nothing"),
    ("advertised", "", "advertised elsewhere"),
    ("employer_words", "x" * 2001, "2000 characters"),
)


@tagged("standard", "post_install", "-at_install")
class TestOffer(IpsPortalOpeningCommon):
    """What is offered becomes an opening, and the coach hears of it."""

    def offer(self, kind="job", user=None, **data):
        """Send the form; return the opening that is new and the page."""
        known = self.offered()
        page = self.send(user or self.portal, NEW + kind, **self.job(**data))
        return self.offered() - known, page

    def test_job(self):
        opening, page = self.offer(
            hours_min="20",
            hours_max="37,5",
            shift_day="yes",
            shift_night="no",
            available_from="2025-05-01",
            employer_words="Early mornings.\nA small team.",
        )
        self.assertRecordValues(
            opening,
            [
                {
                    "name": "Baker",
                    "is_job_opening": True,
                    "type": "opportunity",
                    "employer_id": self.workplace.id,
                    "person_id": self.portal.partner_id.id,
                    "user_id": self.coach_a1.id,
                    "team_id": self.team_a.id,
                    "stage_id": self.first.id,
                    "positions": 2,
                    "positions_filled": 0,
                    "hours_min": 20,
                    "hours_max": 37.5,
                    "shift_day": "yes",
                    "shift_evening": False,
                    "shift_night": "no",
                    "available_from": self.date("2025-05-01"),
                    "is_hidden_job": True,
                    "is_open_market": True,
                    "portal_published": True,
                    "offered_kind": "job",
                    "offered_on": self.date("2025-03-05"),
                    "offered_person_id": self.portal.partner_id.id,
                    "employer_words": "Early mornings.\nA small team.",
                    "description": False,
                    "partner_id": False,
                    "paused_on": False,
                }
            ],
        )
        self.assertIn(f"/my/openings/{opening.id}", self.sent_to)
        self.assertIn("Your coach has got it", self.text_of(page))
        self.assertEqual(self.told(opening), ["The employer offers a job"])
        self.assertRecordValues(
            opening.activity_ids,
            [{"user_id": self.coach_a1.id, "date_deadline": self.date("2025-03-05")}],
        )
        self.assertIn("A small team.", opening.activity_ids.note)
        self.assertIn("Early mornings.", "".join(self.notes(opening)))

    def date(self, text):
        return self.env["crm.lead"]._fields["paused_on"].to_date(text)

    def test_quietly(self):
        """Nobody of the employer follows it, and nothing is sent to anybody."""
        mails = self.env["mail.mail"].search_count([])
        opening, _page = self.offer(employer_words="Hello")
        self.assertFalse(opening.message_partner_ids & self.portal.partner_id)
        self.assertLessEqual(opening.message_partner_ids, self.coach_a1.partner_id)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertFalse(opening.message_ids.notified_partner_ids)
        self.assertFalse(opening.message_ids.partner_ids)

    def test_advertised(self):
        opening, _page = self.offer(advertised="yes")
        self.assertFalse(opening.is_hidden_job)

    def test_tasks(self):
        """Each line a task, to be renamed by the coach without the employer seeing."""
        opening, page = self.offer(
            "tasks", tasks="- Sort bread\r\n\r\n • Coffee \r\n3 baskets"
        )
        tasks = opening.carved_task_ids
        self.assertEqual(tasks.mapped("name"), ["Sort bread", "Coffee", "3 baskets"])
        self.assertEqual(tasks.mapped("employer_text"), tasks.mapped("name"))
        self.assertRecordValues(
            opening,
            [{"offered_kind": "tasks", "positions": 1, "is_hidden_job": True}],
        )
        self.assertEqual(self.told(opening), ["The employer offers tasks"])
        self.assertIn("Coffee", self.text_of(page))
        for typed in ("", " \n-\n", "\n".join(["x"] * 21), "x" * 101):
            with self.subTest(tasks=typed):
                opening, page = self.offer("tasks", tasks=typed)
                self.assertFalse(opening)
                self.assertTrue(self.alert_of(page))

    def test_work_trial(self):
        """It has weeks, and is no job on the open market."""
        opening, page = self.offer("work_trial", trial_weeks="8")
        self.assertRecordValues(
            opening,
            [
                {
                    "offered_kind": "work_trial",
                    "trial_weeks": 8,
                    "is_open_market": False,
                    "is_hidden_job": True,
                    "positions": 1,
                }
            ],
        )
        self.assertIn("Weeks 8", self.text_of(page))
        for typed in ("", "0", "27", "8.5", "-3", "²"):
            with self.subTest(weeks=typed):
                opening, page = self.offer("work_trial", trial_weeks=typed)
                self.assertFalse(opening)
                self.assertIn("from 1 to 26", self.alert_of(page))

    def test_no_such_kind(self):
        for kind in ("", "placement", "job'--"):
            page = self.visit(self.portal, NEW + kind)
            self.assertIn("What would you like to offer?", self.text_of(page))
        self.send(self.portal, NEW + "gift", **self.job())
        self.assertFalse(self.offered())

    def test_own_places_only(self):
        """No number in the form leads to another place."""
        for user, place in (
            (self.portal, self.company_b),
            (self.portal, self.clerk),
            (self.portal, self.portal.partner_id),
            (self.site_hr, self.company_e),
            (self.site_hr, self.other_place),
            (self.foreman, self.workplace),
        ):
            with self.subTest(user=user.name, place=place.name):
                opening, page = self.offer(user=user, place=str(place.id))
                self.assertFalse(opening)
                self.assertIn("Choose for which", self.alert_of(page))
        page = self.visit(self.site_hr, NEW + "job")
        options = page.xpath("//select[@name='place']/option/@value")
        self.assertEqual(options, [str(self.workplace.id)])

    def test_wrong(self):
        """A sentence, the words that were typed, and nothing is made."""
        typed = {
            "hours_max": "30",
            "shift_evening": "yes",
            "advertised": "yes",
            "employer_words": "Keep my words",
        }
        for name, value, answer in WRONG:
            with self.subTest(name=name, value=value[:12]):
                data = self.job(**{**typed, name: value})
                page = self.send(self.portal, NEW + "job", **data)
                self.assertIn(answer, self.alert_of(page))
                back = self.form_of(page)
                for field in data.keys() - {"place", name}:
                    self.assertEqual(back.get(field), data[field], field)
        self.assertFalse(self.offered())

    def test_no_text(self):
        """A file and characters that no database keeps end in no error page."""
        page = self.send(self.portal, NEW + "job", **self.job(name="Ba\x00ker"))
        self.assertIn("Your coach has got it", self.text_of(page))
        self.assertEqual(self.offered().name, "Baker")
        response = self.url_open(
            NEW + "job",
            data=self.job(csrf_token=Request.csrf_token(self)),
            files={"employer_words": ("a.txt", b"x")},
        )
        self.assertEqual(response.status_code, 200)

    def test_health(self):
        """Asked about first, in every text; sent once it was looked at."""
        for kind, name in (
            ("job", "name"),
            ("job", "employer_words"),
            ("tasks", "tasks"),
        ):
            with self.subTest(name=name):
                text = "No depression, please"
                data = {"tasks": "Coffee", name: text}
                opening, page = self.offer(kind, **data)
                self.assertFalse(opening)
                self.assertIn(HEALTH, self.alert_of(page))
                self.assertIn("depression", self.alert_of(page))
                self.assertEqual(self.form_of(page)[name], text)
                opening, _page = self.offer(kind, **data, words_confirmed="1")
                self.assertTrue(opening)

    def test_twenty_a_day(self):
        """The next one is refused kindly; tomorrow it is not. Others may go on."""
        for _number in range(20):
            self.Lead.with_user(self.portal).sudo()._portal_offer(
                self.portal.partner_id,
                self.workplace,
                {"name": "Baker", "offered_kind": "job"},
            )
        opening, page = self.offer()
        self.assertFalse(opening)
        self.assertIn("you have offered 20 openings today", self.alert_of(page))
        opening, _page = self.offer(user=self.site_hr)
        self.assertTrue(opening)
        self.freeze("2025-03-06 10:00:00")
        opening, _page = self.offer()
        self.assertTrue(opening)

    def test_whose_it_becomes(self):
        """Of the company's coach; else of whoever leads the team of that area."""
        municipality = self.company_b.municipality_id = self.municipality
        data = {"user": self.stranger, "place": str(self.company_b.id)}
        municipality.coach_ids = self.coach_b1
        opening, _page = self.offer(**data)
        self.assertRecordValues(
            opening, [{"team_id": self.team_b.id, "user_id": self.leader_b.id}]
        )
        municipality.coach_ids = False
        self.coach_a1.active = False
        opening, _page = self.offer()
        self.assertTrue(opening.team_id.use_job_openings)
        self.assertEqual(opening.user_id, opening.team_id.user_id)
        self.assertTrue(opening.activity_ids)

    def test_in_the_coach_s_language(self):
        """What the coach reads is in the coach's own, whatever HR's is."""
        self.env["res.lang"]._activate_lang("fi_FI")
        self.coach_a1.lang = "fi_FI"
        self.published.hours_max = 20
        self.published.with_user(self.portal).sudo()._portal_edit(
            self.portal.partner_id, {"hours_max": 25.5}
        )
        note = "".join(self.notes(self.published))
        label = self.Lead.with_context(lang="fi_FI").fields_get(["hours_max"])
        self.assertIn(f"{label['hours_max']['string']}: 20 → 25,5", note)


@tagged("standard", "post_install", "-at_install")
class TestChange(IpsPortalOpeningCommon):
    """Terms, a pause and the end: whoever looks after it hears each of them."""

    def edit(self, user=None, opening=None, **data):
        """Change these on the page as it stands now, and send it."""
        url = f"/my/openings/{(opening or self.published).id}/edit"
        form = self.form_of(self.visit(user or self.portal, url))
        return self.send(user or self.portal, url, **{**form, **data})

    def act(self, act, opening=None, **data):
        url = f"/my/openings/{(opening or self.published).id}/{act}"
        return self.send(self.portal, url, **data)

    def test_edit(self):
        self.published.write({"hours_min": 10, "hours_max": 20, "shift_day": "yes"})
        page = self.edit(
            name="Dishwasher, mornings",
            positions="3",
            hours_min="",
            hours_max="25,5",
            shift_day="no",
            available_from="2025-04-07",
            employer_words="Two lines",
        )
        self.edit(employer_words="Two\nlines")
        self.assertRecordValues(
            self.published,
            [
                {
                    "name": "Dishwasher, mornings",
                    "positions": 3,
                    "hours_min": 0,
                    "hours_max": 25.5,
                    "shift_day": "no",
                    "employer_words": "Two\nlines",
                    "offered_on": False,
                }
            ],
        )
        self.assertIn("Saved", self.text_of(page))
        self.assertEqual(
            self.told(self.published), ["The employer changed the terms"] * 2
        )
        note = "".join(self.notes(self.published))
        for change in (
            *("Dishwasher → Dishwasher, mornings", "1 → 3", "10 → –", "20 → 25.5"),
            *("Yes → No", "– → 04/07/2025", "– → Two"),
        ):
            self.assertIn(change, note)

    def test_nothing_changed(self):
        """The coach has nothing to read."""
        self.edit()
        self.assertFalse(self.told(self.published))

    def test_coach_s_correction_stays(self):
        """What HR did not touch is not written back, though the page was old."""
        self.published.write({"hours_max": 20, "shift_day": "yes"})
        url = f"/my/openings/{self.published.id}/edit"
        form = self.form_of(self.visit(self.portal, url))
        self.published.write({"hours_max": 15, "name": "Dishwasher, 15 hours"})
        page = self.send(self.portal, url, **{**form, "hours_max": ""})
        self.assertIn("Saved", self.text_of(page))
        self.assertRecordValues(
            self.published,
            [{"name": "Dishwasher, 15 hours", "hours_max": 0, "shift_day": "yes"}],
        )
        # What was the coach's is told
        self.assertIn("15 → –", self.notes(self.published)[-1])

    @RUNS
    @given(
        st.dictionaries(
            st.sampled_from(["hours_min", "hours_max", "shift_night", "name"]),
            st.sampled_from(["5", "15", "30", "yes", "no", ""]),
        )
    )
    def test_only_what_was_changed(self, changes):
        """Every other column of the opening keeps its value."""
        opening = self.published
        opening.write(
            {"name": "A", "hours_min": 10, "hours_max": 20, "shift_night": False}
        )
        before = opening.read()[0]
        self.edit(**changes)
        after = opening.read()[0]
        free = {*changes, "display_name", "message_ids", "activity_ids", "write_date"}
        for name in before.keys() - free:
            if not name.startswith(("activity_", "message_", "write_", "my_activity")):
                self.assertEqual(after[name], before[name], name)

    def test_whitelist(self):
        """Nothing else is written, whatever is sent."""
        before = self.published.copy_data()[0]
        self.edit(
            employer_id=str(self.company_b.id),
            user_id=str(self.coach_b1.id),
            stage_id=str(self.filled.id),
            portal_published="0",
            positions_filled="1",
            description="x",
            offered_kind="work_trial",
            is_hidden_job="1",
            probability="100",
            active="0",
        )
        self.published._portal_edit(self.clerk, {"portal_published": False})
        self.assertEqual(self.published.copy_data()[0], before)
        self.assertTrue(self.published.active and self.published.portal_published)
        self.assertEqual(self.published.positions_filled, 0)

    def test_no_fewer_than_are_filled(self):
        self.published.write({"positions": 3, "positions_filled": 2})
        page = self.edit(positions="1")
        self.assertIn("More positions than that are filled", self.alert_of(page))
        self.edit(positions="2")
        self.assertEqual(self.published.positions, 2)

    def test_wrong(self):
        """The words come back, and what the page was made from with them."""
        page = self.edit(name="New name", hours_max="x")
        self.assertIn("from 0 to 168", self.alert_of(page))
        back = self.form_of(page)
        self.assertEqual(back["name"], "New name")
        self.assertEqual(back["seen_name"], "Dishwasher")
        page = self.send(
            self.portal,
            f"/my/openings/{self.published.id}/edit",
            **{**back, "hours_max": "12"},
        )
        self.assertEqual(self.published.name, "New name")

    def test_health(self):
        for page in (
            self.edit(employer_words="No depression"),
            self.act("withdraw", text="No depression"),
        ):
            self.assertIn(HEALTH, self.alert_of(page))
        self.assertFalse(self.told(self.published))
        self.assertTrue(self.published.active)
        # What was looked at once is not asked about with each other change
        self.edit(employer_words="No depression", words_confirmed="1")
        page = self.edit(hours_max="12")
        self.assertFalse(self.alert_of(page))
        self.assertEqual(self.published.hours_max, 12)
        self.act("withdraw", text="No depression", words_confirmed="1")
        self.assertFalse(self.published.active)

    def test_pause(self):
        """Once; and the day when it was."""
        page = self.act("pause")
        self.assertIn("Paused", self.text_of(page))
        self.act("pause")
        self.assertEqual(str(self.published.paused_on), "2025-03-05")
        self.act("resume")
        self.act("resume")
        self.assertFalse(self.published.paused_on)
        self.assertEqual(
            self.told(self.published),
            ["Paused by the employer", "Open again: the employer goes on"],
        )

    def test_withdraw(self):
        self.published.paused_on = "2025-03-01"
        page = self.act("withdraw", text="We found somebody")
        self.assertRecordValues(
            self.published,
            [
                {
                    "active": False,
                    "lost_reason_id": self.lost_reason.id,
                    "won_status": "lost",
                    "paused_on": False,
                }
            ],
        )
        self.assertIn("Closed", self.text_of(page))
        self.assertEqual(self.told(self.published), ["Withdrawn by the employer"])
        self.assertIn("We found somebody", "".join(self.notes(self.published)))

    def test_withdraw_without_the_reason(self):
        """An administrator may have deleted it."""
        names = self.env["ir.model.data"]
        names.search([("name", "=", "crm_lost_reason_opening_withdrawn")]).unlink()
        self.act("withdraw")
        self.assertFalse(self.published.active)
        self.assertNotEqual(self.published.lost_reason_id, self.lost_reason)
        self.assertEqual(self.published.lost_reason_id.name, "The employer withdrew it")

    def test_closed_stays_so(self):
        """Neither a withdrawn nor a filled one is changed any more."""
        gone, filled = self.new_published(), self.new_published()
        gone.action_set_lost(lost_reason_id=self.lost_reason.id)
        filled.action_fill_position()
        for opening in gone | filled:
            before = opening.copy_data()[0]
            for act in ("edit", "pause", "resume", "withdraw"):
                with self.subTest(opening=opening.id, act=act):
                    page = self.act(act, opening, **self.job(text="x"))
                    self.assertIn("This is closed already", self.text_of(page))
            self.visit(self.portal, f"/my/openings/{opening.id}/edit")
            page = self.visit(self.portal, f"/my/openings/{opening.id}")
            self.assertNotIn("Withdraw", self.text_of(page))
            # As when it is closed while HR writes
            for call in (
                lambda lead: lead._portal_edit(self.clerk, {"name": "x"}),
                lambda lead: lead._portal_pause(self.clerk, True),
                lambda lead: lead._portal_withdraw(self.clerk),
            ):
                with self.assert_refused(UserError, text="This is closed already"):
                    call(opening)
            self.assertEqual(opening.copy_data()[0], before)
            self.assertFalse(self.told(opening))

    def test_leaver(self):
        """Whoever is no longer at the company reaches nothing with an old page."""
        url = f"/my/openings/{self.published.id}/edit"
        form = self.form_of(self.visit(self.portal, url))
        self.portal.partner_id.parent_id = self.company_b
        self.send(self.portal, url, 404, **{**form, "name": "Mine"})
        self.assertEqual(self.published.name, "Dishwasher")
