"""Which of several agreements counts: by cases, by brute force, and what it costs."""

from collections import namedtuple
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import tagged

from .common_disclosure import TODAY, DisclosureCommon
from .common_queries import IpsQueriesCommon

# What somebody said: the oracle below knows nothing else
Word = namedtuple("Word", "number place excludes level persons first last withdrawn")


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
class TestWhichOneCounts(DisclosureCommon, IpsQueriesCommon):
    """Of an exclusion, the employer's own and the general one; old and new."""

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

    # WHATEVER WAS SAID, IN WHATEVER ORDER

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
    def test_whatever_was_said(self, drawn, day):
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

    # WHOLE CASELOADS

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
