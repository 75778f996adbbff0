from collections import namedtuple
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools.translate import code_translations

from .common_client import IpsClientCommon
from .common_queries import IpsQueriesCommon

TODAY = date(2025, 3, 5)

# What somebody said: the oracle below knows nothing else
Word = namedtuple("Word", "number place excludes level persons first last withdrawn")


class DisclosureCommon(IpsClientCommon):
    """A company with two workplaces and people, and another company.

    ``company_e`` has ``workplace``, where ``decider`` works, and ``branch``; ``hr``
    works for the whole company. ``company_f`` has ``stranger``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Disclosure = cls.env["ips.disclosure"]
        cls.branch = cls.env["res.partner"].create(
            {
                "name": "Testilä, satama",
                "is_company": True,
                "is_employer": True,
                "parent_id": cls.company_e.id,
            }
        )
        cls.hr = cls.new_person("Helmi HR", cls.company_e)
        cls.company_f = cls.new_employer("Toinen Oy")
        cls.stranger = cls.new_person("Sisko Stranger", cls.company_f)
        cls.nowhere = cls.env["res.partner"]

    def say(self, employer=None, level="2", first=0, client=None, **vals):
        """The person says what that employer, or any, may be told from a day on."""
        return self.new_disclosure(
            client or self.client_a1,
            employer_id=employer.id if employer else False,
            level=level,
            valid_from=TODAY + timedelta(first),
            **vals,
        )

    def exclude(self, employer, first=0, **vals):
        return self.say(employer, "0", first, excludes=True, **vals)

    def level(self, employer=None, person=None, days=0, client=None):
        """What the coach may tell, so many days from today."""
        client = client or self.client_a1
        self.env.flush_all()
        self.env.invalidate_all()
        levels = self.Disclosure.with_user(self.leader_a)._levels(
            client.with_user(self.leader_a),
            employer if employer is not None else self.nowhere,
            person,
            TODAY + timedelta(days),
        )
        return levels[client]


@tagged("standard", "post_install", "-at_install")
class TestDisclosure(DisclosureCommon):
    """What may be told, until when, and what happens to it."""

    def test_nothing_said(self):
        self.assertEqual(self.level(), 0)
        self.assertEqual(self.level(self.company_e), 0)
        self.assertEqual(self.level(self.workplace, self.decider), 0)

    def test_levels(self):
        for level in range(5):
            self.say(self.company_e, str(level))
            self.assertEqual(self.level(self.company_e), level)

    def test_level_5_does_not_exist(self):
        with self.assert_refused(ValueError):
            self.say(level="5")

    def test_defaults(self):
        """By the coach, in writing, nothing, to nobody in the portal."""
        record = self.Disclosure.with_user(self.coach_a1).create(
            {"client_id": self.client_a1.id}
        )
        self.assertRecordValues(
            record,
            [
                {
                    "level": "0",
                    "told_by": "coach",
                    "given_how": "written",
                    "valid_from": TODAY,
                    "valid_to": date(2026, 3, 4),
                    "person_ids": [],
                    "excludes": False,
                    "state": "in_force",
                }
            ],
        )

    # VALIDITY

    def test_twelve_months_and_not_more(self):
        record = self.say()
        self.assertEqual(record.valid_to, date(2026, 3, 4))
        # Twelve months as people say it: from the 5th to the 5th
        self.say(valid_to=date(2026, 3, 5))
        with self.assert_refused(ValidationError, text="12 months"):
            self.say(valid_to=date(2026, 3, 6))

    def test_months_are_a_setting(self):
        self.env.company.ips_disclosure_months = 3
        self.assertEqual(self.say().valid_to, date(2025, 6, 4))
        with self.assert_refused(ValidationError, text="3 months"):
            self.say(valid_to=date(2025, 6, 6))

    def test_leap_day(self):
        self.freeze("2024-02-29 10:00:00")
        record = self.say(first=(date(2024, 2, 29) - TODAY).days)
        self.assertEqual(record.valid_to, date(2025, 2, 27))

    def test_first_and_last_day_count(self):
        self.say(level="3", first=2, valid_to=TODAY + timedelta(5))
        levels = [self.level(days=days) for days in (1, 2, 5, 6)]
        self.assertEqual(levels, [0, 3, 3, 0])

    def test_ends_before_it_begins(self):
        with self.assert_refused(CheckViolation):
            self.say(valid_to=TODAY - timedelta(1))

    def test_last_day_is_needed(self):
        with self.assert_refused(CheckViolation):
            self.say(valid_to=False)

    def test_exclusion_has_no_last_day(self):
        record = self.exclude(self.company_e)
        self.assertFalse(record.valid_to)
        self.say(self.company_e, "4", 100)
        self.assertEqual(self.level(self.company_e, days=101), 0)
        with self.assert_refused(CheckViolation):
            self.say(excludes=True)
        with self.assert_refused(ValidationError, text="level 0"):
            self.say(self.company_e, "2", excludes=True)

    def test_form_proposes_the_last_day(self):
        with Form(
            self.Disclosure.with_user(self.coach_a1).with_context(
                default_client_id=self.client_a1.id
            )
        ) as form:
            form.valid_from = date(2025, 3, 10)
            self.assertEqual(form.valid_to, date(2026, 3, 9))
            form.employer_id = self.company_e
            form.excludes = True
            self.assertFalse(form.valid_to)
            form.excludes = False
            form.level = "1"
        self.assertEqual(form.record.valid_to, date(2026, 3, 9))

    def test_day_of_the_company(self):
        """Just after midnight in Helsinki the day has begun."""
        self.say(level="3", first=1)
        coach = self.Disclosure.with_user(self.coach_a1)
        mine = self.client_a1.with_user(self.coach_a1)
        for now, level in [
            ("2025-03-05 21:59:00", 0),
            ("2025-03-05 22:01:00", 3),
        ]:
            self.freeze(now)
            self.env.invalidate_all()
            self.assertEqual(coach._levels(mine, self.nowhere)[mine], level)

    # STATES

    def test_states(self):
        old = self.say(first=-10)
        new = self.say()
        later = self.say(first=10)
        ended = self.say(self.company_f, first=-20, valid_to=TODAY - timedelta(1))
        gone = self.say(self.company_f)
        gone.action_withdraw()
        self.env.invalidate_all()
        states = [record.state for record in (old, new, later, ended, gone)]
        self.assertEqual(
            states, ["replaced", "in_force", "later", "ended", "withdrawn"]
        )

    def test_state_agrees_with_what_is_told(self):
        """What the list shows in force is what ``_in_force`` finds."""
        self.say(level="1", first=-3)
        self.say(level="2")
        self.say(self.company_e, "3")
        self.exclude(self.company_f)
        self.env.invalidate_all()
        records = self.client_a1.disclosure_ids
        shown = records.filtered(lambda record: record.state == "in_force")
        found = self.Disclosure
        for employer in (self.nowhere, self.company_e, self.company_f):
            found |= found._in_force(self.client_a1, employer)[self.client_a1]
        self.assertEqual(shown, found)

    def test_summary_on_the_client(self):
        self.assertIn("0", self.client_a1.disclosure_summary)
        self.say(level="2")
        self.say(self.company_e, "3")
        self.exclude(self.company_f)
        self.env.invalidate_all()
        self.assertRegex(self.client_a1.disclosure_summary, r"^2: .*: 2\)$")

    # WITHDRAWAL

    def test_withdrawn_at_once(self):
        record = self.say(level="4")
        self.assertEqual(self.level(), 4)
        record.with_user(self.coach_a1).action_withdraw()
        self.assertEqual(self.level(), 0)
        self.assertTrue(record.withdrawn_at)

    def test_withdrawal_brings_nothing_back(self):
        self.say(level="4", first=-10)
        record = self.say(level="1")
        record.action_withdraw()
        self.assertEqual(self.level(), 0)

    def test_end_brings_nothing_back(self):
        self.say(level="4", first=-10)
        self.say(level="1", first=-5, valid_to=TODAY - timedelta(1))
        self.assertEqual(self.level(), 0)

    def test_withdrawal_never_raises_what_is_told(self):
        """Level 1 here, level 3 in general: with the 1 withdrawn, nothing here."""
        self.say(level="3")
        record = self.say(self.company_e, "1")
        self.assertEqual(self.level(self.workplace), 1)
        record.action_withdraw()
        self.assertEqual(self.level(self.company_e), 0)
        self.assertEqual(self.level(self.workplace), 0)
        self.assertEqual(self.level(self.company_f), 3)
        # Until the person says something new about this employer
        self.say(level="2", first=1)
        self.assertEqual(self.level(self.company_e, days=1), 0)
        self.say(self.company_e, "2", first=1)
        self.assertEqual(self.level(self.company_e, days=1), 2)

    def test_withdrawn_stays_withdrawn(self):
        record = self.say()
        record.action_withdraw()
        moment = record.withdrawn_at
        self.freeze("2025-04-01 10:00:00")
        record.action_withdraw()
        self.assertEqual(record.withdrawn_at, moment)
        for value in (False, "2030-01-01 00:00:00"):
            with self.assert_refused(UserError, text="stays withdrawn"):
                record.withdrawn_at = value

    def test_withdrawn_exclusion(self):
        """The person changes their mind: what was agreed otherwise holds again."""
        self.say(level="2")
        record = self.exclude(self.company_e)
        self.assertEqual(self.level(self.company_e), 0)
        record.action_withdraw()
        self.assertEqual(self.level(self.company_e), 2)

    # WHAT WAS AGREED STAYS

    def test_nothing_is_reworded(self):
        record = self.say(self.company_e, "1").with_user(self.coach_a1)
        other = self.new_client(self.coach_a1)
        self.env.invalidate_all()
        for vals in (
            {"level": "4"},
            {"level": "0"},
            {"employer_id": False},
            {"employer_id": self.company_f.id},
            {"client_id": other.id},
            {"excludes": True},
            {"told_by": "client"},
            {"valid_from": TODAY - timedelta(1)},
            {"given_how": "spoken"},
        ):
            with (
                self.subTest(vals=vals),
                self.assert_refused(UserError, text="stays as it was said"),
            ):
                record.write(vals)
        # The same values again, as a form or an import sends them
        record.write({"level": "1", "employer_id": self.company_e.id})
        record.write({"valid_from": str(TODAY), "excludes": False})

    def test_made_shorter_never_longer(self):
        record = self.say(valid_to=TODAY + timedelta(30)).with_user(self.coach_a1)
        record.valid_to = TODAY + timedelta(20)
        for until in (TODAY + timedelta(21), False):
            with self.assert_refused(UserError, CheckViolation):
                record.valid_to = until

    def test_persons_leave_and_none_join(self):
        clerk, decider = self.clerk, self.decider
        record = self.say(self.company_e, person_ids=[Command.link(decider.id)])
        record = record.with_user(self.coach_a1)
        for command in (Command.link(clerk.id), Command.set([clerk.id])):
            with self.assert_refused(UserError, text="agreed anew"):
                record.person_ids = [command]
        record.person_ids = [Command.unlink(decider.id)]
        self.assertFalse(record.person_ids)
        with self.assert_refused(UserError, text="agreed anew"):
            record.person_ids = [Command.link(decider.id)]

    def test_nobody_deletes(self):
        record = self.say()
        for user in self.coach_a1 | self.leader_a:
            with self.assert_refused(AccessError, UserError):
                record.with_user(user).unlink()
            with self.assert_refused(AccessError, UserError):
                self.client_a1.with_user(user).disclosure_ids = [Command.clear()]
        with self.assert_refused(UserError, text="Withdraw"):
            record.unlink()

    def test_new_entry_from_this_one(self):
        """The form opens with what was said, and without the date."""
        record = self.say(
            self.company_e, "3", -10, person_ids=[Command.link(self.decider.id)]
        )
        action = record.with_user(self.coach_a1).action_replace()
        form = Form(
            self.Disclosure.with_user(self.coach_a1).with_context(**action["context"])
        )
        form.level = "1"
        new = form.save()
        self.assertRecordValues(
            new,
            [
                {
                    "employer_id": self.company_e.id,
                    "person_ids": self.decider.ids,
                    "valid_from": TODAY,
                }
            ],
        )
        self.assertEqual(self.level(self.company_e), 1)
        self.assertEqual(record.state, "replaced")

    def test_two_entries_of_one_day(self):
        """Two coaches at once, or a correction: the later entry counts."""
        self.say(level="4")
        self.say(level="1")
        self.assertEqual(self.level(), 1)

    # WHO

    def test_persons_belong_to_the_employer(self):
        for vals in (
            {"employer_id": self.company_e.id, "person_ids": self.stranger.ids},
            {"employer_id": self.company_e.id, "person_ids": self.company_f.ids},
            {"employer_id": False, "person_ids": self.company_e.ids},
        ):
            vals["person_ids"] = [Command.set(vals["person_ids"])]
            with self.subTest(vals=vals), self.assert_refused(ValidationError):
                self.new_disclosure(self.client_a1, **vals)

    def test_persons_must_be_named(self):
        record = self.say(
            self.company_e, "2", person_ids=[Command.link(self.decider.id)]
        )
        self.assertEqual(self.level(self.company_e, self.decider), 2)
        self.assertEqual(self.level(self.workplace, self.decider), 2)
        self.assertEqual(self.level(None, self.decider), 2)
        self.assertEqual(self.level(self.company_e, self.clerk), 0)
        self.assertEqual(self.level(self.company_e, self.hr), 0)
        record.person_ids = False
        self.assertEqual(self.level(self.company_e, self.decider), 0)
        self.assertEqual(self.level(self.company_e), 2)

    def test_person_of_a_workplace(self):
        """Asked without the employer: where the person works."""
        self.say(self.workplace, "2", person_ids=[Command.link(self.decider.id)])
        self.assertEqual(self.level(None, self.decider), 2)
        self.exclude(self.branch)
        self.assertEqual(self.level(None, self.decider), 2)
        self.exclude(self.company_e)
        self.assertEqual(self.level(None, self.decider), 0)

    def test_person_who_works_elsewhere_now(self):
        """Named as somebody at the employer: with another job it means nothing."""
        self.say(self.company_e, "2", person_ids=[Command.link(self.decider.id)])
        self.decider.parent_id = self.company_f
        self.assertEqual(self.level(self.company_e, self.decider), 0)
        self.assertEqual(self.level(self.company_f, self.decider), 0)
        self.assertEqual(self.level(None, self.decider), 0)

    def test_person_archived(self):
        self.say(self.company_e, "2", person_ids=[Command.link(self.decider.id)])
        self.decider.active = False
        self.assertEqual(self.level(self.company_e, self.decider), 0)

    def test_other_clients_change_nothing(self):
        """Nobody's level rises by what others agreed to."""
        other = self.new_client(self.coach_a1)
        for employer in (None, self.company_e, self.workplace):
            self.say(employer, "4", client=other)
        self.assertEqual(self.level(self.company_e, client=other), 4)
        for place in (self.nowhere, self.company_e, self.workplace):
            self.assertEqual(self.level(place), 0)
        self.say(level="1")
        self.assertEqual(self.level(self.workplace), 1)

    def test_whoever_may_not_see_the_client_is_told_nothing(self):
        self.say(level="4")
        self.env.invalidate_all()
        coach = self.Disclosure.with_user(self.coach_a2)
        with self.assert_refused(AccessError):
            coach._levels(self.client_a1.with_user(self.coach_a2), self.company_e)

    # WHICH ONE COUNTS

    def test_precedence(self):
        self.say(level="1")
        self.assertEqual(self.level(self.company_e), 1)
        self.say(self.company_e, "4")
        self.assertEqual(self.level(self.company_e), 4)
        self.say(self.company_e, "2")
        self.assertEqual(self.level(self.company_e), 2)
        self.exclude(self.company_e)
        self.assertEqual(self.level(self.company_e), 0)
        self.assertEqual(self.level(self.company_f), 1)
        # Newer than the exclusion, and yet it holds
        self.say(self.company_e, "4", 1)
        self.assertEqual(self.level(self.company_e, days=1), 0)

    def test_named_nothing_beats_the_general_one(self):
        self.say(level="4", first=-1)
        self.say(self.company_e, "0", first=-2)
        self.assertEqual(self.level(self.company_e), 0)

    def test_company_and_workplaces(self):
        self.say(self.company_e, "3")
        for place in self.company_e | self.workplace | self.branch:
            self.assertEqual(self.level(place), 3)
        self.assertEqual(self.level(self.company_f), 0)
        self.assertEqual(self.level(), 0)

    def test_workplace_alone(self):
        self.say(self.workplace, "3")
        self.assertEqual(self.level(self.workplace), 3)
        self.assertEqual(self.level(self.branch), 0)
        self.assertEqual(self.level(self.company_e), 0)

    def test_newest_of_company_and_workplace(self):
        """Both name the workplace: the newest counts, neither nearest nor highest."""
        self.say(self.company_e, "3", -2)
        self.say(self.workplace, "1", -1)
        self.assertEqual(self.level(self.workplace), 1)
        self.say(self.company_e, "2")
        self.assertEqual(self.level(self.workplace), 2)
        self.say(self.company_e, "0")
        self.assertEqual(self.level(self.workplace), 0)

    def test_excluded_workplace(self):
        """The company is not told either, for it may pass it on; a sibling is."""
        self.say(self.company_e, "3")
        self.exclude(self.workplace)
        self.assertEqual(self.level(self.workplace), 0)
        self.assertEqual(self.level(self.company_e), 0)
        self.assertEqual(self.level(self.branch), 3)

    def test_excluded_company(self):
        self.say(self.workplace, "3")
        self.exclude(self.company_e)
        for place in self.company_e | self.workplace | self.branch:
            self.assertEqual(self.level(place), 0)

    # THE EMPLOYER CHANGES

    def test_employer_archived(self):
        """What was excluded stays so, whether the employer is in use or not."""
        self.say(level="3")
        self.exclude(self.company_e)
        (self.company_e | self.workplace).active = False
        self.assertEqual(self.level(self.company_e), 0)
        self.assertEqual(self.level(self.workplace), 0)

    def test_employer_deleted(self):
        """Consent to one company never becomes consent to any."""
        record = self.say(self.company_f, "4")
        (self.company_f | self.stranger).unlink()
        self.env.invalidate_all()
        self.assertFalse(record.exists())
        self.assertEqual(self.level(), 0)

    def test_employer_merged(self):
        """Duplicates of an employer: an exclusion goes along."""
        twin = self.new_employer("Toinen Oy (kaksonen)")
        self.say(level="3")
        self.exclude(twin)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((twin | self.company_f).ids, self.company_f)
        self.assertEqual(self.level(self.company_f), 0)

    def test_workplace_moves_to_another_company(self):
        self.say(self.company_e, "3")
        self.branch.parent_id = self.company_f
        self.assertEqual(self.level(self.branch), 0)


def newest(words):
    """The later day counts; of one day, what was entered later."""
    return max(words, key=lambda word: (word.first, word.number), default=None)


def may_be_told(words, place, person, day, whole):
    """Brute force over the text of the design: level that may be told.

    :param dict whole: {place: the company it belongs to, itself for a company}
    """

    def scope(word):
        return word.place, word.excludes

    said = [word for word in words if word.first <= day]
    # A newer record ends older ones of its scope for good
    said = [
        word
        for word in said
        if word == newest(other for other in said if scope(other) == scope(word))
    ]
    withdrawn = [word for word in said if word.withdrawn]
    said = [
        word
        for word in said
        if not word.withdrawn and (word.last is None or day <= word.last)
    ]
    for word in said:
        if not word.excludes or not place:
            continue
        # The place itself; a workplace of an excluded company; the company as a whole
        if word.place in (place, whole[place]) or whole[word.place] == place:
            return 0
    # What names the place, or the company for its workplaces
    named = [
        word
        # Withdrawn or not: what was said of this employer, the general word yields to
        for word in said + withdrawn
        if place and not word.excludes and word.place in (place, whole[place])
    ]
    general = [word for word in said if not word.place]
    word = newest(named) or newest(general)
    if not word or word.withdrawn or (person and person not in word.persons):
        return 0
    return word.level


PLACES = ["", "company_e", "workplace", "branch", "company_f"]
# Mostly about one company, within days, and in force: there the order decides
SELDOM = st.sampled_from([False, False, False, True])
WORDS = st.lists(
    st.builds(
        dict,
        place=st.sampled_from([*PLACES, "", "company_e", "workplace", "workplace"]),
        excludes=SELDOM,
        level=st.integers(0, 4),
        named=st.booleans(),
        first=st.integers(-4, 2),
        days=st.sampled_from([None, None, None, 0, 3, 6]),
        withdrawn=SELDOM,
    ),
    max_size=7,
)


@tagged("standard", "post_install", "-at_install")
class TestDisclosureProperties(DisclosureCommon):
    """Whatever was said, in whatever order."""

    def words(self, drawn):
        """Enter what was drawn, for one client; return it as the oracle reads it."""
        words = []
        for number, said in enumerate(drawn):
            place, excludes = said["place"], said["excludes"] and said["place"]
            first, days = said["first"], said["days"]
            named = (
                said["named"] and not excludes and place in ("company_e", "workplace")
            )
            last = (
                first + days if days is not None else None if excludes else first + 365
            )
            record = self.say(
                getattr(self, place) if place else None,
                "0" if excludes else str(said["level"]),
                first,
                excludes=bool(excludes),
                person_ids=[Command.link(self.decider.id)] if named else [],
                valid_to=last is not None and TODAY + timedelta(last),
            )
            if said["withdrawn"]:
                record.action_withdraw()
            words.append(
                Word(
                    number,
                    place,
                    bool(excludes),
                    0 if excludes else said["level"],
                    {"decider"} if named else set(),
                    first,
                    last,
                    said["withdrawn"],
                )
            )
        return words

    @settings(
        max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(WORDS, st.integers(-2, 4))
    def test_precedence(self, drawn, day):
        whole = {place: place for place in PLACES}
        whole |= {"workplace": "company_e", "branch": "company_e"}
        with self.env.cr.savepoint() as savepoint:
            words = self.words(drawn)
            questions = [(place, "") for place in PLACES]
            questions += [("company_e", "decider"), ("workplace", "decider")]
            questions += [("company_e", "hr"), ("workplace", "clerk")]
            for place, person in questions:
                told = self.level(
                    getattr(self, place) if place else None,
                    getattr(self, person) if person else None,
                    day,
                )
                expected = may_be_told(words, place, person, day, whole)
                self.assertEqual(told, expected, (place, person, words))
            savepoint.rollback()
        self.env.invalidate_all()


@tagged("standard", "post_install", "-at_install")
class TestDisclosureQueries(DisclosureCommon, IpsQueriesCommon):
    """The question is asked about whole caseloads."""

    def test_in_force(self):
        """10 people or 200, each with an employer of their own excluded."""

        def cost(number):
            clients = self.Client.create(
                [{"user_id": self.coach_a1.id} for _number in range(number)]
            )
            for client in clients:
                company = self.new_employer("Suljettu Oy")
                place = self.new_employer("Toimipaikka", parent_id=company.id)
                self.exclude(place, client=client)
                self.say(
                    self.company_e,
                    "2",
                    client=client,
                    person_ids=[Command.link(self.decider.id)],
                )
                self.say(level="1", client=client)
            mine = clients.with_user(self.coach_a1)
            records = self.Disclosure.with_user(self.coach_a1)
            workplace = self.workplace.with_user(self.coach_a1)
            person = self.decider.with_user(self.coach_a1)
            levels = records._levels(mine, workplace, person)
            self.assertEqual(set(levels.values()), {2})
            return self.cost(lambda: records._levels(mine, workplace, person))

        cost(2)
        few = cost(10)
        self.assertEqual(cost(200), few)
        self.assertLessEqual(few, 12)


@tagged("standard", "post_install", "-at_install")
class TestReminders(DisclosureCommon):
    """Coaches are reminded, once, without a name, and nobody is mailed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails = cls.env["mail.mail"].search_count([])

    def remind(self, days=0):
        """The cron runs, so many days from today; returns what was new."""
        self.freeze(f"{TODAY + timedelta(days)} 04:00:00")
        before = self.activities()
        job = self.env.ref("ips_employer_crm.ir_cron_disclosures")
        job.ir_actions_server_id.with_user(job.user_id).run()
        self.env.invalidate_all()
        return self.activities() - before

    def activities(self):
        return self.env["mail.activity"].search([("res_model", "=", "ips.client")])

    def to_search(self, days=-90, **vals):
        """Somebody of coach A1 who has searched for so long."""
        return self.new_client(
            self.coach_a1, entry_date=TODAY + timedelta(days), **vals
        )

    # BEFORE THE END

    def test_30_days_before_the_end_once(self):
        record = self.say(valid_to=TODAY + timedelta(50))
        self.assertFalse(self.remind(19))
        activity = self.remind(20)
        self.assertRecordValues(
            activity,
            [
                {
                    "res_id": self.client_a1.id,
                    "user_id": self.coach_a1.id,
                    "date_deadline": record.valid_to,
                }
            ],
        )
        self.assertFalse(self.remind(20))
        self.assertFalse(self.remind(21))
        self.assertFalse(self.remind(50))

    def test_days_of_notice_are_a_setting(self):
        self.env.company.ips_disclosure_remind_days = 10
        self.say(valid_to=TODAY + timedelta(50))
        self.assertFalse(self.remind(39))
        self.assertTrue(self.remind(40))

    def test_cron_that_missed_a_day(self):
        self.say(valid_to=TODAY + timedelta(50))
        self.assertTrue(self.remind(33))

    def test_no_reminder_of_what_does_not_end(self):
        soon = {"valid_to": TODAY + timedelta(10)}
        self.say(self.company_e, **soon).action_withdraw()
        self.exclude(self.company_e)
        self.exclude(self.company_f, **soon)
        # Replaced by a longer one
        self.say(**soon)
        self.say()
        # Ended already, and agreed for later
        self.say(self.branch, first=-9, valid_to=TODAY - timedelta(1))
        self.say(self.workplace, first=5, valid_to=TODAY + timedelta(12))
        self.assertFalse(self.remind())

    def test_none_for_whom_nobody_searches(self):
        for phase in ("closed", "waiting"):
            client = self.new_client(self.coach_a1, phase=phase)
            self.say(client=client, valid_to=TODAY + timedelta(10))
        self.say(client=self.client_waiting, valid_to=TODAY + timedelta(10))
        self.assertFalse(self.remind())

    def test_somebody_in_work(self):
        """Consent of people in work ends too."""
        client = self.new_client(self.coach_a1, phase="in_work")
        self.say(client=client, valid_to=TODAY + timedelta(10))
        self.assertTrue(self.remind())

    # AFTER 60 DAYS

    def test_after_60_days_of_search_once(self):
        client = self.to_search(-55)
        self.assertFalse(self.remind(4))
        activity = self.remind(5)
        self.assertRecordValues(
            activity, [{"res_id": client.id, "user_id": self.coach_a1.id}]
        )
        self.assertFalse(self.remind(6))
        # The others of the cast have searched for 60 days since
        self.assertNotIn(client.id, self.remind(200).mapped("res_id"))

    def test_60_days_are_of_search(self):
        """Not of the service: profiling does not count."""
        self.to_search(phase="profiling")
        self.assertFalse(self.remind())

    def test_search_given_up(self):
        """60 days after one day of search, and not searching now: nothing to ask."""
        client = self.to_search(-90)
        self.freeze("2025-01-01 10:00:00")
        client.phase = "profiling"
        self.assertFalse(self.remind())

    def test_moved_coach_does_not_begin_anew(self):
        client = self.to_search(-70)
        self.freeze("2025-03-01 10:00:00")
        client.user_id = self.coach_a2
        activity = self.remind()
        self.assertEqual(activity.user_id, self.coach_a2)

    def test_none_for_closed_or_waiting(self):
        for phase in ("closed", "waiting", "in_work"):
            client = self.to_search()
            client.phase = phase
        client = self.to_search()
        client.write({"phase": "waiting", "user_id": False})
        self.assertFalse(self.remind())

    def test_once_per_stay(self):
        client = self.to_search()
        self.assertTrue(self.remind())
        client.phase = "closed"
        self.freeze("2025-04-01 10:00:00")
        client.action_return()
        client.phase = "searching"
        self.assertFalse(self.remind(80).filtered(lambda row: row.res_id == client.id))
        self.assertTrue(self.remind(100).filtered(lambda row: row.res_id == client.id))

    # HOW

    def due(self):
        """One of each kind, due today."""
        client = self.to_search()
        self.say(client=client, valid_to=TODAY + timedelta(10))
        return client

    def test_text_names_nobody(self):
        self.identify()
        client = self.due()
        client.name = "Aurora Asiakas"
        activities = self.remind()
        self.assertEqual(len(activities), 2)
        for activity in activities:
            text = f"{activity.summary} {activity.note or ''}"
            self.assertNotIn(client.ref, text)
            self.assertNotIn("Aurora", text)
            self.assertNotIn("Testilä", text)
            self.assertEqual(activity.res_name, client.ref)

    def test_language_of_the_coach(self):
        self.due()
        self.coach_a1.lang = "fi_FI"
        finnish = code_translations.get_python_translations("ips_employer_crm", "fi_FI")
        activities = self.remind()
        for source in (
            "What may be told to employers ends. Talk about it again.",
            "Searching for 60 days: what may employers be told now?",
        ):
            self.assertIn(source, finnish, "Not translated yet")
            self.assertIn(finnish[source], activities.mapped("summary"))

    def test_nobody_is_mailed_or_follows(self):
        client = self.due()
        messages = self.env["mail.message"].search_count([])
        self.assertEqual(len(self.remind()), 2)
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails)
        self.assertEqual(self.env["mail.message"].search_count([]), messages)
        followers = self.env["mail.followers"].search_count(
            [("res_model", "=", "ips.client"), ("res_id", "=", client.id)]
        )
        self.assertFalse(followers)

    def test_coach_whose_account_is_closed(self):
        """The reminder waits for the next coach, and nothing fails for others."""
        client = self.due()
        self.coach_a1.active = False
        self.assertFalse(self.remind().filtered(lambda row: row.res_id == client.id))
        client.user_id = self.coach_a2
        self.assertEqual(len(self.remind(1)), 2)

    def test_each_company_by_its_own_days(self):
        other = self.env["res.company"].create({"name": "Another county"})
        other.ips_disclosure_remind_days = 5
        self.leader_a.company_ids |= other
        team = self.new_team("Team O", self.leader_a, [], company_id=other.id)
        client = self.Client.create({"user_id": self.leader_a.id, "team_id": team.id})
        self.say(client=client, valid_to=TODAY + timedelta(20))
        self.assertFalse(self.remind(14))
        self.assertEqual(self.remind(15).user_id, self.leader_a)
