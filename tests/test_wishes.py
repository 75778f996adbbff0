"""The screen on which coach and person fill in the wishes together."""

import json
from datetime import date, timedelta
from pathlib import Path

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger
from odoo.tools.json import json_default

from odoo.addons.ips_employer_crm.models.ips_client_wishes import (
    WISH_FIELDS,
    WISHES_FIELDS,
)

from .common_client import NAMES, IpsClientCommon
from .common_queries import IpsQueriesCommon

NOT_SAID = {
    "shift_day": False,
    "shift_evening": False,
    "shift_night": False,
    "shift_weekend": False,
    "available_from": False,
    "hours_min": 0,
    "hours_max": 0,
    "municipality_id": False,
    "max_distance_km": 0,
    "travel_mode": False,
    "condition_ids": [],
    "licence_ids": [],
    "language_ids": [],
}
TEMPLATE = (
    Path(__file__).parents[1] / "ips_employer_crm/static/src/wishes/wishes.xml"
).read_text(encoding="utf-8")


class IpsWishesCommon(IpsClientCommon):
    """The calls of the screen, made as the browser makes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quiet = cls.env.ref("ips_employer_crm.work_condition_quiet")
        cls.outdoors = cls.env.ref("ips_employer_crm.work_condition_outdoors")
        cls.hygiene = cls.env.ref("ips_employer_crm.licence_hygiene")
        cls.finnish = cls.env.ref("ips_employer_crm.language_fi")
        cls.baker = cls.env["ips.occupation"].search([("code", "=", "7512")])
        cls.industry = cls.env["res.partner.industry"].search([], limit=1)
        cls.said = {
            "shift_day": "yes",
            "shift_evening": "no",
            "shift_night": "no",
            "shift_weekend": "yes",
            "available_from": "2025-04-01",
            "hours_min": 7.5,
            "hours_max": 20,
            "municipality_id": cls.municipality.id,
            "max_distance_km": 25,
            "travel_mode": "bus",
            "condition_ids": cls.quiet.ids,
            "licence_ids": cls.hygiene.ids,
            "language_ids": cls.finnish.ids,
        }

    def call(self, method, *args, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        user = user or self.coach_a1
        clients = self.Client.with_user(user).with_context(lang=user.lang)
        answer = getattr(clients, method)(*args)
        self.env.flush_all()
        self.env.invalidate_all()
        return json.loads(json.dumps(answer, default=json_default))

    def screen(self, client=None, user=None):
        client = client or self.client_a1
        return self.call("get_wishes_screen", client.id, user=user)

    def save(self, client=None, user=None, **changes):
        client = client or self.client_a1
        return self.call("save_wishes", client.id, changes, user=user)

    def save_wish(self, client=None, user=None, **wish):
        client = client or self.client_a1
        saved = self.call("save_wish", client.id, wish, user=user)
        return self.env["ips.client.wish"].browse(saved["id"])


@tagged("standard", "post_install", "-at_install")
class TestWishesScreen(IpsWishesCommon):
    """What the screen opens with."""

    def test_nothing_is_said_beforehand(self):
        screen = self.screen()
        self.assertEqual(screen["ref"], self.client_a1.ref)
        self.assertEqual(screen["answers"], NOT_SAID)
        self.assertEqual(screen["wishes"], [])

    def test_everything_to_choose_from(self):
        screen = self.screen()
        for name, record in (
            ("conditions", self.quiet),
            ("licences", self.hygiene),
            ("languages", self.finnish),
            ("municipalities", self.municipality),
            ("industries", self.industry),
        ):
            self.assertIn({"id": record.id, "name": record.name}, screen[name])
        names = {
            name: [row["name"] for row in screen[name]]
            for name in ("shifts", "yes_no", "strengths")
        }
        self.assertEqual(
            names,
            {
                "shifts": ["Day", "Evening", "Night", "Weekend"],
                "yes_no": ["Yes", "No"],
                "strengths": ["Would do", "Would like", "Dream"],
            },
        )
        self.assertEqual(len(screen["travel_modes"]), 5)

    def test_labels_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("fi_FI")
        self.coach_a1.lang = "fi_FI"
        self.quiet.with_context(lang="fi_FI").name = "Rauhallinen paikka"
        names = [row["name"] for row in self.screen()["conditions"]]
        self.assertIn("Rauhallinen paikka", names)

    def test_what_was_said_before(self):
        self.new_wish(self.client_a1, occupation_id=self.baker.id, strength="3")
        self.new_wish(
            self.client_a1, kind="avoids", own_words=False, industry_id=self.industry.id
        )
        self.client_a1.write(
            {
                "shift_night": "no",
                "hours_max": 20,
                "condition_ids": [Command.set(self.quiet.ids)],
            }
        )
        screen = self.screen()
        self.assertEqual(
            screen["answers"],
            {
                **NOT_SAID,
                "shift_night": "no",
                "hours_max": 20,
                "condition_ids": self.quiet.ids,
            },
        )
        wanted, avoided = screen["wishes"]
        self.assertEqual(wanted["own_words"], "Leivän leipominen")
        self.assertEqual(wanted["strength"], "3")
        self.assertEqual(
            wanted["occupation_id"],
            {"id": self.baker.id, "name": self.baker.display_name},
        )
        self.assertEqual(avoided["kind"], "avoids")
        self.assertEqual(avoided["industry_id"], self.industry.id)
        self.assertEqual(avoided["own_words"], "")

    def test_what_left_the_list_stays_with_whom_it_was_said(self):
        self.client_a1.condition_ids = self.quiet
        self.quiet.active = False
        screen = self.screen()
        self.assertEqual(screen["answers"]["condition_ids"], self.quiet.ids)
        self.assertIn(self.quiet.id, [row["id"] for row in screen["conditions"]])
        others = self.screen(self.client_a2, self.coach_a2)
        self.assertNotIn(self.quiet.id, [row["id"] for row in others["conditions"]])
        self.save(condition_ids=[self.quiet.id, self.outdoors.id])
        chosen = self.client_a1.with_context(active_test=False).condition_ids
        self.assertEqual(chosen, self.quiet | self.outdoors)

    def test_no_name_and_nobody_else(self):
        """The tablet lies between two people: it names neither of them, nor others."""
        self.identify()
        self.new_wish(self.client_a2, own_words="Salainen haave")
        text = json.dumps(self.screen(), ensure_ascii=False)
        for name in (*NAMES.values(), "test.example.com", "Salainen haave"):
            self.assertNotIn(name, text)
        for other in self.clients - self.client_a1:
            self.assertNotIn(other.ref, text)

    def test_one_row_of_the_log_an_opening(self):
        self.screen()
        self.assertRecordValues(
            self.looks(self.clients),
            [
                {
                    "client_id": self.client_a1.id,
                    "user_id": self.coach_a1.id,
                    "operation": "open",
                    "ground": "own",
                }
            ],
        )
        self.screen(user=self.leader_a)
        self.assertEqual(self.looks(self.clients).mapped("ground"), ["own", "leader"])

    def test_opening_writes_the_log(self):
        """On a read-only route Odoo would run it twice, and warn."""
        self.assertFalse(getattr(self.Client.get_wishes_screen, "_readonly", False))
        self.assertTrue(self.Client.suggest_occupations._readonly)

    def test_saving_shows_nothing_but_what_was_saved(self):
        """So that it is no way to look unlogged."""
        wish = self.new_wish(self.client_a1)
        self.save(**self.said)
        saved = self.call("save_wishes", self.client_a1.id, {"hours_min": 10})
        self.assertEqual(saved, {"hours_min": 10})
        self.assertEqual(self.call("save_wishes", self.client_a1.id, {}), {})
        saved = self.call(
            "save_wish", self.client_a1.id, {"id": wish.id, "strength": "1"}
        )
        self.assertEqual(saved, {"id": wish.id, "strength": "1"})
        self.assertFalse(self.looks(self.clients))


@tagged("standard", "post_install", "-at_install")
class TestWishesSaving(IpsWishesCommon):
    """Each answer is saved, taken back, or refused with a sentence."""

    def test_said_and_taken_back(self):
        """Every answer, one by one: what comes back is what was said, then nothing."""
        self.assertEqual(set(self.said), set(WISHES_FIELDS))
        for name, value in self.said.items():
            with self.subTest(name=name):
                self.assertEqual(self.save(**{name: value}), {name: value})
                answers = self.screen()["answers"]
                self.assertEqual(answers, {**NOT_SAID, name: value})
                saved = self.save(**{name: NOT_SAID[name]})
                self.assertEqual(saved, {name: NOT_SAID[name]})
                self.assertEqual(self.screen()["answers"], NOT_SAID)

    def test_nothing_in_any_spelling(self):
        self.save(**self.said)
        self.save(**dict.fromkeys(self.said, None))
        self.assertEqual(self.screen()["answers"], NOT_SAID)
        self.save(**self.said)
        self.save(**dict.fromkeys(self.said, False))
        self.assertEqual(self.screen()["answers"], NOT_SAID)

    def test_everything_at_once(self):
        self.assertEqual(self.save(**self.said), self.said)
        self.assertRecordValues(
            self.client_a1,
            [
                {
                    "shift_day": "yes",
                    "available_from": date(2025, 4, 1),
                    "hours_min": 7.5,
                    "municipality_id": self.municipality.id,
                    "condition_ids": self.quiet.ids,
                }
            ],
        )

    def test_nothing_else_is_written(self):
        for name, value in (
            ("user_id", self.coach_a2.id),
            ("team_id", self.team_b.id),
            ("phase", "closed"),
            ("name", "Aurora Asiakas"),
            ("ref", "AAA-AAA"),
            ("entry_date", "2025-01-01"),
            ("wish_ids", [Command.clear()]),
            ("cover_ids", [Command.clear()]),
            ("disclosure_ids", [Command.clear()]),
            ("municipality_id.name", "Muu"),
            ("nonsense", 1),
        ):
            with self.subTest(name=name):
                with self.assert_refused(UserError, text=name):
                    self.save(hours_min=10, **{name: value})
                self.assertEqual(self.client_a1.hours_min, 0, "all or nothing")
        self.assertRecordValues(
            self.client_a1,
            [{"user_id": self.coach_a1.id, "phase": "searching", "name": False}],
        )

    def test_bad_answers(self):
        """Each gets a sentence, and what was said before stays."""
        self.save(**self.said)
        gone = self.env["ips.work.condition"].create({"name": "Gone"})
        gone.unlink()
        number, listed = "number from 0 to", "not on the list"
        for name, value, text in (
            ("hours_min", -1, number),
            ("hours_min", 169, number),
            ("hours_max", "many", number),
            ("hours_max", True, number),
            ("hours_max", float("nan"), number),
            ("hours_max", [20], number),
            ("hours_min", 21, "is more than"),
            ("hours_max", 7, "is more than"),
            ("max_distance_km", -5, number),
            ("max_distance_km", 2001, number),
            ("max_distance_km", "25 km", number),
            ("shift_day", "perhaps", listed),
            ("travel_mode", "rocket", listed),
            ("travel_mode", 3, listed),
            ("travel_mode", ["bus"], listed),
            ("municipality_id", 2**31, listed),
            ("municipality_id", 999_999_999, listed),
            ("municipality_id", "Jyväskylä", listed),
            ("municipality_id", True, listed),
            ("condition_ids", gone.ids, listed),
            ("condition_ids", self.quiet.id, listed),
            ("condition_ids", [Command.clear()], listed),
            ("licence_ids", [self.hygiene.id, -1], listed),
            ("language_ids", "Finnish", listed),
            ("available_from", "soon", "day"),
            ("available_from", "2025-02-30", "day"),
            ("available_from", "0020-03-01", "day"),
            ("available_from", 20250301, "day"),
        ):
            with self.subTest(name=name, value=value):
                with self.assert_refused(UserError, text=text):
                    self.save(**{name: value})
                self.assertEqual(self.screen()["answers"], self.said)

    def test_kilometres_are_whole(self):
        self.assertEqual(self.save(max_distance_km=24.6), {"max_distance_km": 25})

    def test_hours_from_without_to(self):
        """ "At least 30" alone says nothing about "at most"."""
        self.save(hours_min=30)
        self.assertEqual(self.screen()["answers"]["hours_max"], 0)


@tagged("standard", "post_install", "-at_install")
class TestWishesRows(IpsWishesCommon):
    """Wishes in the person's own words, one row each."""

    def test_own_words_are_enough(self):
        wish = self.save_wish(kind="wants", own_words="  Leipoa,\n mieluiten  aamulla ")
        self.assertRecordValues(
            wish,
            [
                {
                    "client_id": self.client_a1.id,
                    "kind": "wants",
                    "own_words": "Leipoa, mieluiten aamulla",
                    "occupation_id": False,
                    "industry_id": False,
                }
            ],
        )

    def test_change_and_take_back(self):
        wish = self.save_wish(kind="wants", own_words="Leipoa")
        self.save_wish(id=wish.id, occupation_id=self.baker.id, strength="3")
        self.assertRecordValues(
            wish,
            [
                {
                    "own_words": "Leipoa",
                    "occupation_id": self.baker.id,
                    "strength": "3",
                }
            ],
        )
        self.save_wish(id=wish.id, occupation_id=False)
        self.assertFalse(wish.occupation_id)
        self.call("remove_wish", self.client_a1.id, wish.id)
        self.assertFalse(wish.exists())
        # Tapped twice, or taken away by the other coach: no error
        self.assertTrue(self.call("remove_wish", self.client_a1.id, wish.id))

    def test_changed_after_somebody_removed_it(self):
        wish = self.save_wish(kind="wants", own_words="Leipoa")
        gone = wish.id
        wish.unlink()
        again = self.save_wish(
            id=gone, kind="wants", own_words="Leipoa kakkuja", strength="2"
        )
        self.assertEqual(self.client_a1.wish_ids, again)

    def test_sent_twice_is_there_once(self):
        """The answer to the first was lost on its way."""
        values = {
            "kind": "wants",
            "own_words": "Leipoa",
            "occupation_id": False,
            "industry_id": False,
            "strength": "2",
        }
        first = self.save_wish(**values)
        self.assertEqual(self.save_wish(**values, again=True), first)
        picked = {**values, "own_words": "", "industry_id": self.industry.id}
        second = self.save_wish(**picked)
        self.assertEqual(self.save_wish(**picked, again=True), second)
        other = self.save_wish(**{**values, "strength": "3"}, again=True)
        self.assertEqual(self.client_a1.wish_ids, first | second | other)
        self.assertEqual(len(self.client_a1.wish_ids), 3)

    def test_bad_wishes(self):
        wish = self.save_wish(kind="wants", own_words="Leipoa")
        listed = "not on the list"
        for values, text in (
            ({"kind": "wants"}, "needs"),
            ({"kind": "wants", "own_words": "  "}, "needs"),
            ({"id": wish.id, "own_words": ""}, "needs"),
            ({"id": wish.id, "own_words": 5}, "words"),
            ({"id": wish.id, "kind": "hates"}, listed),
            ({"id": wish.id, "kind": False}, listed),
            ({"id": wish.id, "strength": "9"}, listed),
            ({"id": wish.id, "strength": False}, listed),
            ({"id": wish.id, "occupation_id": 999_999_999}, listed),
            ({"id": wish.id, "industry_id": "Food"}, listed),
            ({"id": wish.id, "client_id": self.client_a2.id}, "client_id"),
            ({"id": wish.id, "company_id": 1}, "company_id"),
        ):
            with self.subTest(values=values):
                with self.assert_refused(UserError, text=text):
                    self.save_wish(**values)
                self.assertEqual(self.client_a1.wish_ids, wish)
                self.assertRecordValues(
                    wish,
                    [{"kind": "wants", "own_words": "Leipoa", "strength": "2"}],
                )

    def test_wishes_of_somebody_else_stay_theirs(self):
        """Not by way of a person of one's own: their number is no key."""
        other = self.new_wish(self.client_a2)
        added = self.save_wish(
            id=other.id, kind="wants", own_words="Mine", strength="1"
        )
        self.assertNotEqual(added, other)
        self.call("remove_wish", self.client_a1.id, other.id)
        self.assertRecordValues(
            other,
            [{"client_id": self.client_a2.id, "own_words": "Leivän leipominen"}],
        )

    def test_occupations_found_from_the_words(self):
        """A word, a sentence, another language; nothing where nothing is like it."""
        for words in ("leipoa", "baker", "Leipomo: pidän siitä, että on valmista"):
            with self.subTest(words=words):
                found = self.call("suggest_occupations", words)
                self.assertEqual(found[0]["id"], self.baker.id)
                self.assertLessEqual(len(found), 3)
                levels = self.env["ips.occupation"].browse(row["id"] for row in found)
                self.assertEqual(set(levels.mapped("level")), {"4"})
        for words in ("", "   ", False, "%", "_", "xq", "?!"):
            with self.subTest(words=words):
                self.assertEqual(self.call("suggest_occupations", words), [])
        with self.assert_refused(UserError):
            self.call("suggest_occupations", {"a": 1})
        self.assertFalse(self.looks(self.clients))


@tagged("standard", "post_install", "-at_install")
class TestWishesAccess(IpsWishesCommon):
    """Who may open the screen, and who may not even learn that there is one."""

    def calls(self, client):
        wish = self.new_wish(client)
        return (
            ("get_wishes_screen", client.id),
            ("save_wishes", client.id, {"hours_min": 10}),
            ("save_wishes", client.id, {}),
            ("save_wish", client.id, {"kind": "wants", "own_words": "Leipoa"}),
            ("save_wish", client.id, {"id": wish.id, "strength": "3"}),
            ("remove_wish", client.id, wish.id),
        )

    def test_readers_fill_in(self):
        self.cover(self.client_a1, self.coach_a2)
        for user in (self.coach_a1, self.coach_a2, self.leader_a, self.deputy_a):
            for method, *args in self.calls(self.client_a1):
                with self.subTest(user=user.name, method=method, args=args):
                    self.call(method, *args, user=user)
        self.assertEqual(self.client_a1.hours_min, 10)
        self.assertEqual(
            self.looks(self.clients).mapped("ground"),
            ["own", "cover", "leader", "leader"],
        )

    def test_nobody_else_does(self):
        """Other coaches, other teams, employees, the portal: no look, no trace."""
        calls = self.calls(self.client_a1)
        said = self.screen()
        self.assertTrue(said["wishes"])
        looks = self.looks(self.clients)
        self.cover(
            self.client_a1,
            self.coach_a2,
            date_from=self.env.company._ips_today() - timedelta(days=20),
            date_to=self.env.company._ips_today() - timedelta(days=1),
        )
        for user in (
            self.coach_a2,
            self.coach_b1,
            self.leader_b,
            self.outsider,
            self.manager,
            self.ips_admin,
            self.privacy,
            self.portal,
        ):
            for method, *args in calls:
                with (
                    self.subTest(user=user.name, method=method, args=args),
                    self.assert_refused(AccessError),
                ):
                    self.call(method, *args, user=user)
        self.assertEqual(self.looks(self.clients), looks)
        self.assertEqual(self.screen()["answers"], said["answers"])
        self.assertEqual(self.screen()["wishes"], said["wishes"])

    def test_out_of_reach_is_as_if_not_there(self):
        """Whether somebody is a client is a secret itself."""
        refusals = []
        for client_id in (999_999_999, self.client_b1.id):
            with self.assertRaises(AccessError) as refusal:
                self.call("get_wishes_screen", client_id)
            refusals.append(str(refusal.exception))
        self.assertEqual(*refusals)

    def test_former_coach(self):
        """Moved while the screen is open: what is typed afterwards is refused."""
        self.save(hours_min=10)
        self.client_a1.user_id = self.coach_a2
        with self.assert_refused(AccessError):
            self.save(hours_min=20)
        self.assertEqual(self.client_a1.hours_min, 10)


@tagged("standard", "post_install", "-at_install")
class TestWishesHttp(IpsWishesCommon, HttpCase):
    """The calls as the browser makes them, on routes that may be read-only."""

    freeze_time = None

    def rpc(self, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/ips.client/{method}",
            {"model": "ips.client", "method": method, "args": args, "kwargs": {}},
        )

    def test_opening_is_logged_once_and_saving_is_not_a_look(self):
        self.authenticate(self.coach_a1.login, self.coach_a1.login)
        wish = self.new_wish(self.client_a1)
        self.env.flush_all()
        screen = self.rpc("get_wishes_screen", self.client_a1.id)
        self.assertEqual(screen["wishes"][0]["id"], wish.id)
        self.assertEqual(len(self.looks(self.client_a1)), 1)
        self.rpc("get_wishes_screen", self.client_a1.id)
        self.assertEqual(len(self.looks(self.client_a1)), 2)
        self.rpc("save_wishes", self.client_a1.id, {"hours_min": 10})
        self.rpc("save_wish", self.client_a1.id, {"id": wish.id, "strength": "3"})
        found = self.rpc("suggest_occupations", "leipoa")
        self.assertIn(self.baker.id, [row["id"] for row in found])
        self.assertEqual(len(self.looks(self.client_a1)), 2)

    def test_the_inner_methods_are_no_way_in(self):
        self.authenticate(self.coach_a1.login, self.coach_a1.login)
        for method in ("_wishes_client", "_wishes_values"):
            with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self.rpc(method, self.client_a1.id, "read")


@tagged("standard", "post_install", "-at_install")
class TestWishesCost(IpsWishesCommon, IpsQueriesCommon):
    """What opening costs does not grow with what was said."""

    def test_opening(self):
        clients = self.Client.with_user(self.coach_a1)
        few = self.cost(lambda: clients.get_wishes_screen(self.client_a1.id))
        occupations = self.env["ips.occupation"].search([("level", "=", "4")], limit=30)
        for occupation in occupations:
            self.new_wish(
                self.client_a1,
                occupation_id=occupation.id,
                industry_id=self.industry.id,
            )
        many = self.cost(lambda: clients.get_wishes_screen(self.client_a1.id))
        self.assertLessEqual(many, few + 2)
        # In a region with its lists filled: more lists, not more for more wishes
        self.assertLessEqual(many, 30)

    def test_suggesting_from_a_long_speech(self):
        clients = self.Client.with_user(self.coach_a1)
        speech = " ".join(f"zzkqw{number}" for number in range(500))
        cost = self.cost(lambda: clients.suggest_occupations(speech))
        self.assertLessEqual(cost, 12)


@tagged("standard", "post_install", "-at_install")
class TestWishesInputs(IpsWishesCommon):
    """At most 25 inputs, all of them optional."""

    def test_at_most_25_inputs(self):
        """Each field of the whitelist has its input, and there is none besides."""
        tree = etree.fromstring(TEMPLATE.encode())
        named = set(tree.xpath("//@data-input"))
        wishes = {
            f"{kind}_{name}" for kind in ("wants", "avoids") for name in WISH_FIELDS
        }
        # Which of the two it is, the heading says; and avoiding is never a dream
        wishes -= {"wants_kind", "avoids_kind", "avoids_strength"}
        inputs = set(WISHES_FIELDS) | wishes
        self.assertLessEqual(len(inputs), 25)
        self.assertLessEqual(named, inputs)

    def test_nothing_must_be_answered(self):
        self.assertNotIn("required", TEMPLATE)
        self.assertNotIn("checked", TEMPLATE)
        self.assertEqual(set(NOT_SAID), set(WISHES_FIELDS))
