"""The page of candidates over HTTP: what it says, and to whom."""

import re
from unittest.mock import patch

from lxml import html

from odoo.sql_db import Cursor
from odoo.tests import tagged

from .common_candidates import (
    FIRST_ID,
    NAME,
    NOBODY,
    OWN_WORDS,
    PURPOSE,
    TOKEN,
    PortalCandidatesCommon,
)


@tagged("standard", "post_install", "-at_install")
class TestCandidatePages(PortalCandidatesCommon):
    """What is on the page."""

    def show_more(self, number):
        for _seeker in range(number):
            seeker = self.new_client(self.coach_a1)
            self.agree("1", client=seeker)
            self.show(client=seeker)

    def pages(self):
        """The list and the page of the candidate, in a new session of HR's."""
        listed = self.get(self.hr)
        token = self.token_of(listed)
        return [listed, self.look(f"/my/candidates/{token}")], token

    def test_what_each_level_says(self):
        """On the page and in its source; never what is not for employers at all."""
        seeker = self.seeker
        never = [
            *(seeker.ref, seeker.email, seeker.phone, OWN_WORDS, "qwxvältä", PURPOSE),
            *(self.municipality.name, str(FIRST_ID)[:8], seeker.user_id.name),
        ]
        for level in "1234":
            with self.env.cr.savepoint() as savepoint:
                self.agree(level)
                self.show(level)
                for page in self.pages()[0]:
                    for word in never:
                        self.assertNotIn(word, page.text, (level, word))
                    words = self.words_of(page)
                    for word in ("33", "2025", "ZS", "Z.S."):
                        self.assertNotIn(word, words)
                    self.assertIn("Hours a week 10–20", words)
                    self.assertIn(self.licence.name, words)
                    self.assertIn("You see this until 03/04/2026", words)
                    self.assertEqual(NAME in page.text, level >= "2", level)
                    self.assertEqual("Zyxwvu" in page.text, level >= "2", level)
                    self.assertEqual(self.quiet.name in page.text, level >= "3", level)
                    self.assertEqual("ask your coach for more" in words, level == "4")
                    title = html.fromstring(page.text).findtext(".//title")
                    self.assertNotIn("Zyxwvu", title)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_without_names_the_coach_tells_it(self):
        self.seeker.write({"name": False})
        self.agree("2")
        self.show("2")
        self.assertIn(
            "Your coach tells you the name.", self.words_of(self.get(self.hr))
        )

    def test_nobody_in_particular(self):
        """At level 1 two people who offer the same look the same, source and all."""
        twin = self.new_seeker(name="Qwertz Toinen")
        twin.write({"entry_date": "2024-11-11", "email": "qwertz@test.example.com"})
        sources = set()
        for seeker in (self.seeker, twin):
            with self.env.cr.savepoint() as savepoint:
                self.agree("1", client=seeker)
                self.show(client=seeker)
                pages, token = self.pages()
                sources.add(
                    tuple(
                        re.sub(
                            r'(csrf_token"?:? ?(value=)?")[^"]+', r"\1", page.text
                        ).replace(token, "#")
                        for page in pages
                    )
                )
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(len(sources), 1)

    def test_nothing_stable_between_two_sessions(self):
        """The same person looks another way next time, down to the order."""
        self.agree("1")
        self.show()
        first, token = self.pages()
        again, another = self.pages()
        self.assertNotEqual(token, another)
        for page, word in [(p, token) for p in first] + [(p, another) for p in again]:
            part = html.fromstring(page.text).xpath("//div[hasclass('o_ips_portal')]")[
                0
            ]
            for field in part.xpath(".//input[@name='csrf_token']"):
                field.getparent().remove(field)
            source = html.tostring(part, encoding="unicode").replace(word, "")
            self.assertEqual(re.findall(r"[\w]{22,}|\d{5,}", source), [])
        # The address of the one session means nothing in the other
        self.assertEqual(self.look(f"/my/candidates/{token}").status_code, 404)
        self.assertEqual(self.look(f"/my/candidates/{another}").status_code, 200)

    def test_order_is_another_one_each_time(self):
        """By the opening, then at random: not by who was first."""
        for number in range(4):
            seeker = self.new_client(self.coach_a1, hours_min=20 + number)
            self.agree("1", client=seeker)
            self.show(client=seeker)
        orders = set()
        for _session in range(8):
            words = self.words_of(self.get(self.hr))
            orders.add(tuple(re.findall(r"Hours a week (\d+)", words)))
            # Steady while the session lasts: nothing jumps under a finger
            self.assertEqual(words, self.words_of(self.look()))
        self.assertGreater(len(orders), 1)

    def test_opening_by_the_coachs_words_only_where_published(self):
        self.agree("1")
        self.show()
        self.assertIn("Kitchen help", self.words_of(self.get(self.hr)))
        self.opening.portal_published = False
        words = self.words_of(self.get(self.hr))
        self.assertNotIn("Kitchen help ", words)
        self.assertIn(self.kitchen.name, words)
        self.opening.occupation_id = False
        self.assertIn("A job at your workplace", self.words_of(self.get(self.hr)))

    def test_whoever_is_not_named_sees_what_everybody_sees(self):
        """Where there is no candidate at all."""
        before = {}
        others = (self.foreman, self.branch_hr, self.stranger, self.accountant)
        for user in others:
            before[user] = self.words_of(self.get(user))
            self.assertIn(NOBODY, before[user])
        self.agree("3")
        self.show("3")
        for user in others:
            with self.subTest(user=user.name):
                page = self.get(user)
                self.assertEqual(self.words_of(page), before[user])
                self.assertFalse(TOKEN.search(page.text))
                self.assertNotIn("Zyxwvu", page.text)

    def test_home(self):
        """The card is always there; its number is the reader's own."""
        self.agree("1")
        self.show()

        def cards(user):
            page = html.fromstring(self.get(user, "/my/home").text)
            card = page.xpath("//a[@href='/my/candidates']")
            return " ".join(card[0].text_content().split())

        self.assertTrue(cards(self.hr).startswith("1 Candidates"))
        self.assertTrue(cards(self.foreman).startswith("Candidates"))
        self.assertFalse(self.looks(self.seeker, self.hr), "a number is no look")

    def test_every_look_is_written_down(self):
        """Whose it was, how much they saw, on what ground: for the person to hear."""
        self.agree("2")
        self.show("2")
        before = self.looks(self.seeker)
        path = self.open_one()
        rows = self.looks(self.seeker) - before
        self.assertEqual(len(rows), 2)
        for row in rows:
            self.assertRecordValues(
                row,
                [
                    {
                        "user_id": self.hr.id,
                        "operation": "portal",
                        "ground": "consent",
                        "told_level": "2",
                        "employer_name": "Testilä Oy",
                    }
                ],
            )
        self.get(self.foreman)
        self.look(path)
        self.assertEqual(self.looks(self.seeker) - before, rows, "they saw nobody")

    def test_what_one_reader_is_given(self):
        """The one who sees two people at two levels: each at the own one."""
        other = self.new_seeker(name="Qwertz Toinen")
        self.agree("1")
        self.agree("3", client=other)
        self.show("1")
        self.show("3", client=other)
        page = self.get(self.hr)
        self.assertIn("Qwertz", page.text)
        self.assertNotIn("Zyxwvu", page.text)
        self.assertEqual(self.looks(self.seeker, self.hr).told_level, "1")
        self.assertEqual(self.looks(other, self.hr).told_level, "3")

    def test_as_many_queries_for_many(self):
        def cost(number):
            self.show_more(number)
            # The first look fills caches
            self.get(self.hr)
            queries = []
            execute = Cursor.execute

            def counting(cursor, *args, **kwargs):
                queries.append(args)
                return execute(cursor, *args, **kwargs)

            self.env.invalidate_all()
            with patch.object(Cursor, "execute", counting):
                self.look()
            return len(queries)

        few = cost(3)
        self.assertLessEqual(cost(15), few)

    def test_pages_of_many(self):
        self.show_more(22)
        first = set(TOKEN.findall(self.get(self.hr).text))
        second = set(TOKEN.findall(self.look("/my/candidates/page/2").text))
        self.assertEqual((len(first), len(second)), (20, 2))
        self.assertFalse(first & second)
