"""Job openings in the portal: who sees which, and what of them."""

import re
import time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common_portal_opening import IpsPortalOpeningCommon
from .common_queries import IpsQueriesCommon

LEARNING = "We are getting to know the job"
OPEN = "Open: we are looking for somebody"
# What differs from one answer to the next, whatever is on the page
CHANGING = re.compile(r'csrf_token[^>]*>|nonce-\w+|"registry_hash": "\w+"')
PAGES = ("", "/edit", "/withdraw")
ACTS = ("/edit", "/pause", "/resume", "/withdraw")


@tagged("standard", "post_install", "-at_install")
class TestWhatIsSeen(IpsPortalOpeningCommon):
    """The company's own published openings, in plain and coarse words."""

    def test_list(self):
        """Open ones first, then paused ones, then those of the last twelve months."""
        self.new_published(name="Held back", portal_published=False)
        old = self.new_published(name="Long gone")
        gone = self.new_published(name="Gone")
        for opening in old | gone:
            opening.action_set_lost(lost_reason_id=self.lost_reason.id)
        old.date_closed = "2024-03-04 10:00:00"
        filled = self.new_published(name="All found")
        filled.action_fill_position()
        self.new_published(name="On hold", paused_on="2025-03-01")
        self.new_published(name="Newest")
        page = self.visit(self.portal, "/my/openings")
        self.assertEqual(
            self.titles(page),
            ["Newest", "Dishwasher", "On hold", "All found", "Gone"],
        )
        text = self.text_of(page)
        for stage in (LEARNING, "Paused", "Filled", "Closed"):
            self.assertIn(stage, text)
        self.visit(self.portal, f"/my/openings/{old.id}", 404)
        self.visit(self.portal, f"/my/openings/{gone.id}")

    def test_whose(self):
        """HR of the company sees all workplaces, others their own."""
        self.new_published(name="At the harbour", employer_id=self.other_place.id)
        self.new_published(name="At head office", employer_id=self.company_e.id)
        self.new_published(name="Elsewhere", employer_id=self.company_b.id)
        for user, titles in (
            (self.portal, ["At head office", "At the harbour", "Dishwasher"]),
            (self.site_hr, ["Dishwasher"]),
            (self.foreman, ["At the harbour"]),
            (self.stranger, ["Elsewhere"]),
        ):
            with self.subTest(user=user.name):
                page = self.visit(user, "/my/openings")
                self.assertEqual(self.titles(page), titles)
        self.stranger.partner_id.also_for_ids = self.workplace
        page = self.visit(self.stranger, "/my/openings")
        self.assertEqual(self.titles(page), ["Elsewhere", "Dishwasher"])

    def test_stage_in_plain_words(self):
        """Open, introduced and interview read the same."""
        labels = [LEARNING, LEARNING, OPEN, OPEN, OPEN, "Filled"]
        self.published.positions_filled = 1
        for stage, label in zip(self.stages, labels, strict=True):
            with self.subTest(stage=stage.name):
                self.published.stage_id = stage
                self.assertEqual(self.published._portal_stage(), label)

    def test_introduction_leaves_no_trace(self):
        """Not one letter of any page changes, nor the order of the list."""
        self.new_published(name="Cleaner").stage_id = self.stages[2]
        self.published.stage_id = self.stages[2]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2025-02-03', write_date = '2025-02-03',"
            " date_last_stage_update = '2025-02-03' WHERE id = %s",
            [self.published.id],
        )
        self.env.invalidate_all()
        paths = ("/my/openings", f"/my/openings/{self.published.id}")
        before = self.bodies(paths)
        client = self.env["ips.client"].create(
            {
                "user_id": self.coach_a1.id,
                "team_id": self.team_a.id,
                "phase": "searching",
            }
        )
        self.env["ips.disclosure"].create({"client_id": client.id, "level": "2"})
        match = (
            self.env["ips.match"]
            .with_user(self.coach_a1)
            .create(
                {
                    "client_id": client.id,
                    "lead_id": self.published.id,
                    "approach": "coach_speaks",
                }
            )
        )
        self.freeze("2025-03-06 10:00:00")
        for state, stage in (("introduced", 3), ("interview", 4)):
            match.state = state
            self.published.stage_id = self.stages[stage]
            self.assertEqual(self.bodies(paths), before)
        self.assertEqual(self.published.introduced_count, 1)

    def bodies(self, paths):
        self.env.flush_all()
        self.authenticate(self.portal.login, self.portal.login)
        texts = [self.url_open(path).text for path in paths]
        # The day in the clock of a form's token is no trace
        return [CHANGING.sub("", re.sub(r'csrf_token: "[^"]*"', "", t)) for t in texts]

    def test_nothing_internal(self):
        """Of a coach's opening plain fields alone, whatever was noted about it."""
        secret = "Zxqv"
        self.carve(self.published, f"{secret} task")
        self.published.write(
            {
                "description": f"<p>{secret} note</p>",
                "priority": "3",
                "tag_ids": [Command.create({"name": f"{secret} tag"})],
                "occupation_id": self.env["ips.occupation"].search([], limit=1).id,
                "positions": 3,
                "positions_filled": 1,
                "hours_min": 20,
                "hours_max": 25.5,
                "shift_evening": "no",
                "available_from": "2025-04-01",
            }
        )
        self.published.carved_task_ids.adjustments = f"{secret} adjustment"
        self.published.message_post(body=f"{secret} message")
        self.published.activity_schedule(summary=f"{secret} activity")
        page = self.visit(self.portal, f"/my/openings/{self.published.id}")
        text = self.text_of(page)
        for words in (
            *("Dishwasher", self.workplace.name, LEARNING, "Since "),
            *("20 to 25.5 hours a week", "Evening: No", "Night: Not stated"),
            *("04/01/2025", "How many people 3", "Aino Coach"),
        ):
            self.assertIn(words, text)
        for path in ("/my/openings", *self.paths(self.published)):
            body = self.visit(self.portal, path)
            whole = body.text_content() + str(body.xpath("//@*"))
            self.assertNotIn(secret, whole, path)

    def paths(self, opening, ends=PAGES):
        return [f"/my/openings/{opening.id}{end}" for end in ends]

    def test_employer_s_own_words(self):
        """What came from the employer is shown, in its words, and nothing runs."""
        self.published.employer_words = "<script>alert(1)</script>\nTwo lines"
        self.carve(self.published, "Sort bread", "Ours alone")
        self.published.carved_task_ids[0].employer_text = "Sorting the bread"
        page = self.visit(self.portal, f"/my/openings/{self.published.id}")
        text = self.text_of(page)
        self.assertIn("Sorting the bread", text)
        self.assertNotIn("Sort bread", text)
        self.assertNotIn("Ours alone", text)
        self.assertIn("<script>alert(1)</script> Two lines", text)
        part = page.find_class("o_ips_portal")[0]
        self.assertEqual(len(part.xpath(".//dd/ul[contains(@class, 'ps-3')]/li")), 1)
        self.assertFalse(part.xpath(".//script"))

    def test_card(self):
        page = self.visit(self.portal, "/my/home")
        (card,) = page.xpath("//a[@href='/my/openings']")
        self.assertRegex(" ".join(card.text_content().split()), "^1 Job openings")

    def test_nothing_yet(self):
        page = self.visit(self.stranger, "/my/openings")
        self.assertIn("Nothing is open here yet", self.text_of(page))

    def test_stale_page_number(self):
        page = self.visit(self.portal, "/my/openings/page/99999999999999999999")
        self.assertEqual(self.titles(page), ["Dishwasher"])


@tagged("standard", "post_install", "-at_install")
class TestStrangers(IpsPortalOpeningCommon):
    """What is not one's own and what is not there look the same, on every way."""

    def targets(self):
        """{what it is: its number}, out of reach for HR of the company."""
        return {
            "of another company": self.new_published(employer_id=self.company_b.id).id,
            "not published": self.new_published(portal_published=False).id,
            "a sale": self.new_sale(portal_published=True).id,
            "nothing": 2147483647,
            "no number of a record": 99999999999999999999,
        }

    def answers(self, user, number, status=404):
        """Every way to an opening, with what it says."""
        url = f"/my/openings/{number}"
        said = [self.visit(user, f"{url}{end}", status) for end in PAGES]
        data = self.job(text="x")
        said += [self.send(user, f"{url}{end}", status, **data) for end in ACTS]
        said = [" ".join(page.text_content().split()) for page in said]
        return [
            CHANGING.sub("", re.sub(r'csrf_token: "[^"]*"', "", text)).replace(
                str(number), "#"
            )
            for text in said
        ]

    def test_ids(self):
        before = self.state()
        targets = self.targets()
        known = self.answers(self.portal, targets.pop("nothing"))
        for name, number in targets.items():
            with self.subTest(target=name):
                self.assertEqual(self.answers(self.portal, number), known)
        self.assertEqual(self.state(), before)

    def state(self):
        return (self.published.active, self.published.name, self.published.paused_on)

    def test_people(self):
        """A foreman of another workplace, another company's HR, and no HR at all."""
        number = self.published.id
        for user in (self.foreman, self.stranger, self.outsider, self.coach_a1):
            with self.subTest(user=user.name):
                self.answers(user, number)
                if not user.share:
                    self.visit(user, "/my/openings", 404)
                    self.visit(user, "/my/openings/new?kind=job", 404)
        self.assertEqual(self.state(), (True, "Dishwasher", False))

    def test_nobody(self):
        """Whoever is not signed in is led to do so."""
        self.authenticate(None, None)
        for path in ("/my/openings", f"/my/openings/{self.published.id}"):
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])
        response = self.url_open("/my/openings/new", data=self.job())
        self.assertIn("/web/login", response.url)
        self.assertFalse(self.offered())

    def test_without_a_token(self):
        """No other page can act in somebody's name."""
        for path in ("new?kind=job", f"{self.published.id}/pause"):
            self.send(*(self.portal, f"/my/openings/{path}", 400, "x"), **self.job())
        self.assertFalse(self.offered())
        self.assertFalse(self.published.paused_on)

    def test_a_look_changes_nothing(self):
        """A link with everything in it only shows the form."""
        query = "&".join(f"{name}={value}" for name, value in self.job().items())
        self.visit(self.portal, f"/my/openings/new?kind=job&{query}")
        self.visit(self.portal, f"/my/openings/{self.published.id}/withdraw?text=x")
        self.visit(self.portal, f"/my/openings/{self.published.id}/edit?name=x")
        self.visit(self.portal, f"/my/openings/{self.published.id}/pause", 405)
        self.assertFalse(self.offered())
        self.assertEqual(self.state(), (True, "Dishwasher", False))

    def test_methods(self):
        """Nothing that the pages call can be called from outside."""
        for name in dir(type(self.Lead)):
            if "portal" in name and callable(getattr(type(self.Lead), name)):
                self.assertTrue(name.startswith("_"), name)

    def test_other_companies_of_ours(self):
        """HR of one of our companies reads nothing that another one keeps."""
        other = self.env["res.company"].create({"name": "Elsewhere county"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET company_id = %s WHERE id = %s",
            [other.id, self.published.id],
        )
        self.env.invalidate_all()
        self.visit(self.portal, f"/my/openings/{self.published.id}", 404)


@tagged("standard", "post_install", "-at_install")
class TestCost(IpsPortalOpeningCommon, IpsQueriesCommon):
    """Pages cost the same, however many openings there are."""

    def many(self, number):
        for state in ("open", "paused", "gone"):
            openings = self.Lead.create(
                [
                    {
                        "name": f"Job {index}",
                        "employer_id": self.workplace.id,
                        "team_id": self.team_a.id,
                        "portal_published": True,
                        "paused_on": state == "paused" and fields.Date.today(),
                    }
                    for index in range(number)
                ]
            )
            if state == "gone":
                openings.action_set_lost(lost_reason_id=self.lost_reason.id)

    def queries(self, path):
        self.authenticate(self.portal.login, self.portal.login)
        return self.cost(lambda: self.url_open(path))

    def test_queries(self):
        """3 and 30, on the list and at home; the page of one too."""
        paths = ("/my/openings", "/my/home", f"/my/openings/{self.published.id}")
        self.many(1)
        few = [self.queries(path) for path in paths]
        self.many(9)
        many = [self.queries(path) for path in paths]
        for path, before, after in zip(paths, few, many, strict=True):
            # A page with rows of one kind asks for the others in vain
            self.assertLessEqual(after, before, path)

    def test_a_thousand(self):
        """Fifty pages, each once and in one order, and none of them slow."""
        self.many(330)
        user = self.portal.with_user(self.portal)
        places = user.partner_id._answered_places()
        openings = self.Lead.with_user(self.portal).sudo()
        whole, total = openings._portal_search(places)
        self.assertEqual(total, 991)
        pages = self.Lead.browse()
        for offset in range(0, 1000, 20):
            rows, _total = openings._portal_search(places, offset, 20)
            pages += rows
        self.assertEqual(pages.ids, whole.ids)
        self.queries("/my/openings/page/25")
        start = time.perf_counter()
        page = self.url_open("/my/openings/page/25")
        self.assertLess(time.perf_counter() - start, 1)
        self.assertIn("Page 25 of 50", " ".join(page.text.split()))
