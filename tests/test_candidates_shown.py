"""Who at an employer sees whom, how much, and until when: as it was agreed."""

from collections import namedtuple
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_candidates import CandidatesCommon
from .common_queries import IpsQueriesCommon


@tagged("standard", "post_install", "-at_install")
class TestShown(CandidatesCommon):
    """One match, and whatever changes around it."""

    def assert_gone(self, match, change):
        """The change makes it disappear; without it it was there."""
        self.assertEqual(self.seen(self.hr), {match: 1})
        change()
        self.assertFalse(self.seen(self.hr))
        self.assertFalse(self.seen(self.hr, match), "nor by its number")

    def test_nobody_else_at_the_company(self):
        self.agree("2")
        match = self.show("2")
        self.assertEqual(self.seen(self.hr), {match: 2})
        for user in (self.foreman, self.branch_hr, self.stranger, self.accountant):
            with self.subTest(user=user.name):
                self.assertFalse(self.seen(user))
        for user in (self.outsider, self.coach_a1, self.leader_a):
            user.partner_id.parent_id = self.company_e
            self.assertFalse(self.seen(user), "no door for employees of ours")

    def test_an_employee_of_ours_is_never_named_to_see(self):
        """Even where somebody entered them as a person at the employer."""
        self.outsider.partner_id.parent_id = self.company_e
        self.agree("2", self.hr | self.outsider)
        self.show("2")
        self.assertFalse(self.seen(self.outsider))

    def test_the_lower_of_two_levels(self):
        for agreed in "1234":
            for told in "1234":
                if told > agreed:
                    continue
                with self.subTest(agreed=agreed, told=told):
                    with self.env.cr.savepoint() as savepoint:
                        self.agree(agreed)
                        match = self.show(told)
                        self.assertEqual(self.seen(self.hr), {match: int(told)})
                        # Less is agreed now: the newer word counts at once
                        self.agree("1")
                        self.assertEqual(self.seen(self.hr), {match: 1})
                        savepoint.rollback()
                    self.env.invalidate_all()

    # WHAT MAKES IT DISAPPEAR

    def test_withdrawn(self):
        agreed = self.agree("1")
        self.assert_gone(self.show(), agreed.action_withdraw)

    def test_replaced_by_a_word_that_names_another(self):
        self.agree("1")
        self.assert_gone(self.show(), lambda: self.agree("1", self.foreman))

    def test_excluded(self):
        self.agree("1")
        for place in (self.company_e, self.workplace):
            with self.subTest(place=place.name), self.env.cr.savepoint() as savepoint:
                self.assert_gone(
                    self.show(),
                    lambda place=place: self.new_disclosure(
                        self.seeker, level="0", employer_id=place.id, excludes=True
                    ),
                )
                savepoint.rollback()
            self.env.invalidate_all()

    def test_ended(self):
        agreed = self.agree("1")
        agreed.valid_to = self.env.company._ips_today() + timedelta(days=2)
        match = self.show()
        self.freeze("2025-03-07 10:00:00")
        self.assert_gone(match, lambda: self.freeze("2025-03-08 10:00:00"))

    def test_the_coachs_last_day(self):
        self.agree("1")
        today = self.env.company._ips_today()
        match = self.show(released_until=today + timedelta(days=2))
        shown = self.env["ips.match"]._shown_to(self.hr.partner_id)
        self.assertEqual(shown, {match: (1, today + timedelta(days=2))})
        self.freeze("2025-03-07 10:00:00")
        self.assert_gone(match, lambda: self.freeze("2025-03-07 22:30:00"))

    def test_the_person_wants_to_tell_it(self):
        self.agree("1")
        self.assert_gone(self.show(), lambda: self.agree("1", told_by="client"))

    def test_the_person_has_another_job_or_has_left(self):
        self.agree("1")
        reason = self.env["ips.client.end.reason"].search([], limit=1)
        for values in (
            {"phase": "in_work"},
            {"phase": "employer_agreed"},
            {"phase": "waiting"},
            {"phase": "closed", "end_reason_id": reason.id},
        ):
            with self.subTest(values=values), self.env.cr.savepoint() as savepoint:
                # sudo: whatever way it came about
                seeker = self.seeker.sudo()
                self.assert_gone(self.show(), lambda s=seeker, v=values: s.write(v))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_the_opening_is_filled_or_went_away(self):
        self.agree("1")
        reason = self.env.ref("ips_employer_crm.crm_lost_reason_opening_withdrawn")
        for change in (
            lambda: self.opening.action_set_lost(lost_reason_id=reason.id),
            self.opening.action_fill_position,
        ):
            with self.env.cr.savepoint() as savepoint:
                self.assert_gone(self.show(), change)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_whoever_left_or_answers_for_less(self):
        self.agree("1")
        hr = self.hr.partner_id
        for place in (self.company_f, self.branch, self.env["res.partner"]):
            with self.subTest(place=place.name), self.env.cr.savepoint() as savepoint:
                self.assert_gone(
                    self.show(), lambda place=place: hr.write({"parent_id": place.id})
                )
                savepoint.rollback()
            self.env.invalidate_all()
        self.assert_gone(self.show(), lambda: self.hr.write({"active": False}))

    def test_the_company_is_no_employer_any_more(self):
        self.agree("1")
        self.assert_gone(
            self.show(), lambda: self.company_e.write({"is_employer": False})
        )

    def test_another_organisation(self):
        """HR of an employer of this company's, with a login to another one only."""
        self.agree("1")
        other = self.env["res.company"].create({"name": "Other county"})
        self.assert_gone(
            self.show(),
            lambda: self.hr.write(
                {"company_id": other.id, "company_ids": [Command.set(other.ids)]}
            ),
        )

    def test_an_opening_that_is_not_published(self):
        """To show somebody is an act of its own."""
        self.agree("1")
        match = self.show()
        self.opening.portal_published = False
        self.assertEqual(self.seen(self.hr), {match: 1})

    # SOMEBODY OF SEVERAL COMPANIES

    def test_who_answers_for_it_as_well(self):
        person = self.accountant.partner_id
        agreed = self.agree("2", self.accountant)
        match = self.show("2")
        self.assertEqual(self.seen(self.accountant), {match: 2})
        # For a workplace alone: that one, and no other
        person.also_for_ids = self.workplace
        self.assertEqual(self.seen(self.accountant), {match: 2})
        person.also_for_ids = self.branch
        self.assertFalse(self.seen(self.accountant))
        person.also_for_ids = False
        self.assertFalse(self.seen(self.accountant))
        # Nor as the coach asks it
        levels = self.env["ips.disclosure"]._levels(self.seeker, self.workplace, person)
        self.assertEqual(levels, {self.seeker: 0})
        self.assertEqual(agreed.state, "in_force")

    def test_not_the_company_of_a_workplace(self):
        """Who answers for a workplace is not told what is for the company."""
        person = self.accountant.partner_id
        person.also_for_ids = self.workplace
        self.agree("2", self.accountant)
        levels = self.env["ips.disclosure"]._levels
        self.assertEqual(levels(self.seeker, self.workplace, person)[self.seeker], 2)
        self.assertEqual(levels(self.seeker, self.company_e, person)[self.seeker], 0)
        self.assertEqual(levels(self.seeker, self.branch, person)[self.seeker], 0)

    def test_whose_own_company_is_excluded(self):
        """They would know it there, too."""
        self.agree("2", self.hr | self.accountant)
        match = self.show("2")
        self.assertEqual(self.seen(self.accountant), {match: 2})
        self.new_disclosure(
            self.seeker, level="0", employer_id=self.company_g.id, excludes=True
        )
        self.assertFalse(self.seen(self.accountant))
        self.assertEqual(self.seen(self.hr), {match: 2}, "nothing of theirs changed")

    def test_who_may_be_named(self):
        self.agree("1", self.accountant)
        self.agree("1", self.accountant, employer=self.workplace)
        with self.assert_refused(ValidationError, text="is nobody at"):
            self.agree("1", self.accountant, employer=self.company_f)
        with self.assert_refused(ValidationError, text="is nobody at"):
            self.agree("1", self.stranger)


# What somebody said; about whom; when; and what the coach and the world did
Word = namedtuple("Word", "number place excludes level persons told_by first last gone")
PLACES = ("", "company_e", "workplace", "branch", "company_f", "company_g")
WHOLE = {
    "workplace": "company_e",
    "branch": "company_e",
    **{place: place for place in ("company_e", "company_f", "company_g")},
}
# Where each of them is, and what they answer for
PEOPLE = {
    "hr": ("company_e", {"company_e", "workplace", "branch"}),
    "foreman": ("workplace", {"workplace"}),
    "branch_hr": ("branch", {"branch"}),
    "stranger": ("company_f", {"company_f"}),
    "accountant": ("company_g", {"company_g", "company_e", "workplace", "branch"}),
}
SELDOM = st.sampled_from([False] * 9 + [True])
NAMED = [{"hr", "accountant"}, {"hr"}, {"hr", "foreman"}, {"accountant"}, set()]
# Mostly about the company, in force and the coach's to tell: there the order decides
SAID = st.builds(
    dict,
    place=st.sampled_from([*["company_e", "workplace"] * 4, *PLACES]),
    excludes=SELDOM,
    level=st.sampled_from("3412340"),
    persons=st.sampled_from(NAMED),
    told_by=st.sampled_from(["coach"] * 6 + ["together", "client"]),
    first=st.sampled_from([0, -1, -2, -3, -1, -2, -3, 1]),
    days=st.sampled_from([None] * 6 + [1, 3]),
    gone=SELDOM,
)


def recount(words, person, told, until):
    """What is seen of one match at the workplace, counted from the text of the rules.

    :returns: the level; 0: nothing
    """
    own, answered = PEOPLE[person]
    if "workplace" not in answered or (until is not None and until < 0):
        return 0
    begun = [word for word in words if word.first <= 0]
    newest = {}
    for word in sorted(begun, key=lambda word: (word.first, word.number)):
        newest[word.place, word.excludes] = word
    held = [
        word
        for word in newest.values()
        if not word.gone and (word.last is None or word.last >= 0)
    ]
    forbidden = {word.place for word in held if word.excludes}
    if forbidden & {"workplace", "company_e"}:
        return 0
    elsewhere = {place for place in answered | {own} if WHOLE[place] != "company_e"}
    if forbidden & (elsewhere | {WHOLE[place] for place in elsewhere}):
        return 0
    about = [
        word
        for word in newest.values()
        if not word.excludes
        and word.place in ("workplace", "company_e")
        and (word in held or word.gone)
    ]
    about = about or [w for w in held if not w.excludes and not w.place]
    if not about:
        return 0
    word = max(about, key=lambda word: (word.first, word.number))
    if word.gone or word.told_by == "client" or person not in word.persons:
        return 0
    return min(int(word.level), int(told))


@tagged("standard", "post_install", "-at_install")
class TestShownProperties(CandidatesCommon):
    """Whatever was said, whoever looks."""

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
    )
    @given(
        drawn=st.lists(SAID, min_size=1, max_size=4),
        told=st.sampled_from("4321"),
        until=st.sampled_from([None, None, None, 0, 2, -1]),
    )
    def test_exactly_what_was_agreed(self, drawn, told, until):
        today = self.env.company._ips_today()
        with self.env.cr.savepoint() as savepoint:
            words = []
            for number, word in enumerate(drawn):
                words.append(self.enter(number, today, **word))
            # As the coach left it long ago; what was said since decides
            match = self.take_up(told, approach="person_applies", state="introduced")
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE ips_match SET approach = 'coach_speaks', released_on = %s,"
                " released_employer_id = %s, released_until = %s WHERE id = %s",
                [
                    today - timedelta(days=3),
                    self.workplace.id,
                    until is not None and today + timedelta(until) or None,
                    match.id,
                ],
            )
            self.env.flush_all()
            self.env.invalidate_all()
            for person in PEOPLE:
                user = getattr(self, person)
                seen = self.env["ips.match"]._shown_to(user.partner_id)
                expected = recount(words, person, told, until)
                self.assertEqual(
                    {row.id: level for row, (level, _until) in seen.items()},
                    {match.id: expected} if expected else {},
                    (person, told, until, words),
                )
            savepoint.rollback()
        self.env.invalidate_all()

    def enter(self, number, today, place, excludes, persons, days, **word):
        """Enter what was said; return it as the recount reads it."""
        excludes = bool(excludes and place)
        # Who may be named there at all
        persons = {
            person
            for person in persons
            if not excludes
            and (not place or {WHOLE[p] for p in PEOPLE[person][1]} & {WHOLE[place]})
        }
        first = word["first"]
        last = first + days if days is not None else None if excludes else first + 364
        record = self.new_disclosure(
            self.seeker,
            level="0" if excludes else word["level"],
            employer_id=getattr(self, place).id if place else False,
            excludes=excludes,
            told_by=word["told_by"],
            person_ids=[
                Command.set([getattr(self, person).partner_id.id for person in persons])
            ],
            valid_from=today + timedelta(first),
            valid_to=last is not None and today + timedelta(last),
        )
        if word["gone"]:
            record.action_withdraw()
        return Word(
            number,
            place,
            excludes,
            word["level"],
            persons,
            word["told_by"],
            first,
            last,
            word["gone"],
        )


@tagged("standard", "post_install", "-at_install")
class TestShownQueries(CandidatesCommon, IpsQueriesCommon):
    """Many people, many places: as many queries as for few."""

    def test_queries(self):
        def cost(number):
            # As many places as people
            for position in range(number):
                place = self.new_employer(
                    f"Place {position}", parent_id=self.company_e.id
                )
                opening = self.new_opening(employer_id=place.id)
                seeker = self.new_client(self.coach_a1)
                self.agree("1", self.hr | self.accountant, seeker)
                self.show(client=seeker, lead_id=opening.id)
            counts = []
            for user in (self.hr, self.accountant):
                person = user.partner_id
                counts.append(
                    self.cost(lambda p=person: self.env["ips.match"]._shown_to(p))
                )
            return counts

        few = cost(3)
        self.assertEqual(cost(27), few)
