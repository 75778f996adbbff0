import re
from datetime import timedelta

from lxml import etree
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.ips_employer_crm.models.ips_client import PHASES

from .common import PRIVACY
from .common_client import NAMES, IpsClientCommon

JOB_SEEKERS = {"agreed", "profiling", "searching", "employer_agreed"}
PERSONAL = {
    "name": "Aurora Asiakas",
    "email": "aurora@test.example.com",
    "phone": "+358 40 1234567",
}
# Everything that points to a client has the code as its name
REF = re.compile(r"^[2-9B-DF-HJ-NP-TV-XZ]{3}-[2-9B-DF-HJ-NP-TV-XZ]{3}$")


@tagged("standard", "post_install", "-at_install")
class TestReference(IpsClientCommon):
    """The code that stands for the person, everywhere and for everyone."""

    def many(self):
        return self.Client.create([{"team_id": self.team_a.id}] * 200)

    def test_form(self):
        """Three signs and three, none a vowel (Y is one in Finnish) or misread."""
        clients = self.many()
        for ref in clients.mapped("ref"):
            self.assertRegex(ref, REF)
        self.assertEqual(len(set(clients.mapped("ref"))), 200)

    def test_random(self):
        """Neither a sequence nor an alphabet: what comes next cannot be told."""
        refs = self.many().sorted("id").mapped("ref")
        self.assertNotEqual(refs, sorted(refs))
        self.assertNotEqual(refs, sorted(refs, reverse=True))
        for place in (0, 1, 2, 4, 5, 6):
            self.assertGreater(len({ref[place] for ref in refs}), 15)

    def test_unique(self):
        with self.assert_refused(UniqueViolation):
            self.client_a1.sudo().ref = self.client_a2.ref

    def test_given_code_is_ignored(self):
        """Initials would name the person; nobody chooses a code or changes one."""
        for context in ({}, {"default_ref": "AA-1975"}):
            clients = self.Client.with_user(self.coach_a1).with_context(**context)
            client = clients.create({"ref": "AA-1975"})
            self.assertRegex(client.ref, REF)
            client = clients.create({})
            self.assertRegex(client.ref, REF)
            ref = client.ref
            client.write({"ref": "AA-1975"})
            client.web_save({"ref": "AA-1975"}, {"ref": {}})
            self.assertEqual(client.ref, ref)
        result = clients.load(["ref", "phase"], [["AA-1975", "Searching"]])
        self.assertTrue(result["ids"], result["messages"])
        self.assertRegex(clients.browse(result["ids"]).ref, REF)

    def test_not_copied(self):
        with self.assert_refused(UserError):
            self.client_a1.with_user(self.coach_a1).copy()

    def test_display_name_is_the_code(self):
        """Names on or off, for the coach, the leader, the officer and the superuser."""
        client = self.client_a1
        ref = client.ref
        self.new_wish(client)
        self.new_disclosure(client)
        contact = self.log(self.coach_a1)
        self.new_line(contact, client)
        self.cover(client, self.coach_a2)
        for identify in (False, True):
            if identify:
                self.identify()
            for user in self.coach_a1 | self.leader_a | self.coach_a2 | self.env.user:
                self.env.invalidate_all()
                mine = client.with_user(user)
                records = [mine, mine.wish_ids, mine.disclosure_ids, mine.period_ids]
                records += [mine.contact_line_ids, mine.cover_ids]
                for record in records:
                    with self.subTest(user=user.name, model=record._name):
                        self.assertEqual(record.mapped("display_name"), [ref])
                found = self.Client.with_user(user).name_search(ref)
                self.assertEqual(found, [(client.id, ref)])

    def test_found_by_name_shown_as_code(self):
        self.identify()
        self.env.invalidate_all()
        clients = self.Client.with_user(self.coach_a1)
        found = clients.name_search(NAMES["client_a1"].split()[0])
        self.assertEqual(found, [(self.client_a1.id, self.client_a1.ref)])
        self.assertFalse(clients.name_search(NAMES["client_a2"].split()[0]))

    def test_activity_is_named_by_the_code(self):
        """Odoo keeps the record's name on the activity."""
        self.identify()
        activity = self.client_a1.with_user(self.coach_a1).activity_schedule(
            "mail.mail_activity_data_todo", summary="Call"
        )
        self.assertEqual(activity.sudo().res_name, self.client_a1.ref)

    def test_phase_group_and_many2one_show_the_code(self):
        self.identify()
        self.new_wish(self.client_a1)
        self.env.invalidate_all()
        wishes = self.env["ips.client.wish"].with_user(self.coach_a1)
        groups = wishes.formatted_read_group([], ["client_id"], ["__count"])
        self.assertEqual(
            groups[0]["client_id"], (self.client_a1.id, self.client_a1.ref)
        )


@tagged("standard", "post_install", "-at_install")
class TestIdentify(IpsClientCommon):
    """Names are kept where the company says so, and nowhere else."""

    def test_off_by_default(self):
        company = self.env["res.company"].create({"name": "Another county"})
        self.assertFalse(company.ips_identify_clients)

    def test_nobody_stores_a_name(self):
        """Not the coach, the leader or the superuser; not by a form or an import."""
        for user in self.coach_a1 | self.leader_a | self.env.user:
            client = self.client_a1.with_user(user)
            for name, value in PERSONAL.items():
                with self.subTest(user=user.name, field=name):
                    with self.assert_refused(ValidationError, text="code"):
                        client.write({name: value})
                    with self.assert_refused(ValidationError, text="code"):
                        client.sudo().write({name: value})
                    with self.assert_refused(ValidationError, text="code"):
                        client.web_save({name: value}, {"ref": {}})
                    with self.assert_refused(ValidationError, text="code"):
                        client.create({name: value, "team_id": self.team_a.id})
                    with self.assert_refused(ValidationError, text="code"):
                        client.browse().web_save(
                            {name: value, "team_id": self.team_a.id}, {"ref": {}}
                        )
                    result = client.browse().load(
                        [name, "team_id/.id"], [[value, self.team_a.id]]
                    )
                    self.assertFalse(result["ids"])
                    self.assertIn("code", result["messages"][0]["message"])

    def test_default_stores_no_name(self):
        """Not by what a link or a user's own default proposes either."""
        clients = self.Client.with_user(self.coach_a1)
        with self.assert_refused(ValidationError, text="code"):
            clients.with_context(default_name="Aurora").create({})
        self.env["ir.default"].with_user(self.coach_a1).set(
            "ips.client", "name", "Aurora", user_id=True
        )
        with self.assert_refused(ValidationError, text="code"):
            clients.create({})

    def test_moved_to_a_company_without_names(self):
        """Names do not travel to where they are not kept."""
        self.identify()
        other = self.env["res.company"].create({"name": "Another county"})
        coach = self.new_user("coach_o", "Oona Other", "base.group_user")
        coach.write(
            {
                "group_ids": [
                    Command.link(self.env.ref("ips_employer_crm.group_ips_coach").id)
                ],
                "company_ids": [Command.link(other.id)],
            }
        )
        team = self.new_team("Team O", coach, coach, company_id=other.id)
        for vals in ({"user_id": coach.id}, {"team_id": team.id}):
            with (
                self.subTest(vals=vals),
                self.assert_refused(ValidationError, text="code"),
            ):
                self.client_a1.write(vals)
        self.client_a1.action_remove_names()
        self.client_a1.user_id = coach
        self.assertEqual(self.client_a1.company_id, other)

    def test_names_are_kept_where_it_is_on(self):
        self.env.company.ips_identify_clients = True
        client = self.client_a1.with_user(self.coach_a1)
        client.write(PERSONAL)
        self.assertRecordValues(client, [PERSONAL])
        result = client.browse().load(list(PERSONAL), [list(PERSONAL.values())])
        self.assertTrue(result["ids"], result["messages"])

    def test_turned_off_with_names_stored(self):
        """The setting does not hide names: they are removed first."""
        for name, value in PERSONAL.items():
            self.env.company.ips_identify_clients = True
            self.client_a1[name] = value
            with self.assert_refused(ValidationError, text="Remove names"):
                self.env.company.ips_identify_clients = False
            self.env.invalidate_all()
            self.client_a1.with_user(self.leader_a).action_remove_names()
            self.env.company.ips_identify_clients = False
            self.assertFalse(any(self.client_a1[name] for name in PERSONAL))

    def test_settings_page(self):
        """The page of settings says the same sentence."""
        self.identify()
        settings = self.env["res.config.settings"]
        off = {"ips_identify_clients": False}
        with self.assert_refused(ValidationError, text="Remove names"):
            settings.create(off).execute()
        self.clients.action_remove_names()
        settings.create(off).execute()
        self.assertFalse(self.env.company.ips_identify_clients)

    def personal_fields(self, user):
        """Fields of screens that ask for or show a name, by type of view."""
        views = self.Client.with_user(user).get_views(
            [(False, kind) for kind in ("list", "form", "search", "kanban")]
            + [
                (
                    self.env.ref("ips_employer_crm.ips_client_view_list_waiting").id,
                    "list",
                )
            ]
        )
        found = {}
        for kind, view in views["views"].items():
            arch = etree.fromstring(view["arch"])
            named = arch.xpath("//field/@name | //label/@for | //filter/@domain")
            found[kind] = {
                name for name in PERSONAL if any(name == text for text in named)
            }
        return found

    def test_screens(self):
        for user in self.coach_a1 | self.leader_a:
            self.env.company.ips_identify_clients = False
            self.assertFalse(any(self.personal_fields(user).values()))
            # The same process, a moment later: no view of before is kept
            self.env.company.ips_identify_clients = True
            found = self.personal_fields(user)
            self.assertEqual(found["form"], set(PERSONAL))
            self.assertIn("name", found["list"])
            self.assertIn("name", found["search"])
            self.assertIn("name", found["kanban"])


@tagged("standard", "post_install", "-at_install")
class TestClient(IpsClientCommon):
    """What a client is and what is refused, in words."""

    def test_defaults(self):
        """A coach enters a person with one tap: mine, my team, agreed, today."""
        client = self.Client.with_user(self.coach_a1).create({})
        self.assertRecordValues(
            client,
            [
                {
                    "user_id": self.coach_a1.id,
                    "team_id": self.team_a.id,
                    "company_id": self.env.company.id,
                    "phase": "agreed",
                    "entry_date": self.env.company._ips_today(),
                }
            ],
        )

    def test_form(self):
        with Form(self.Client.with_user(self.coach_a1)) as form:
            form.max_distance_km = 20
            with form.wish_ids.new() as wish:
                wish.own_words = "Something with animals"
        client = form.record
        self.assertEqual(client.wish_summary, "Something with animals")
        self.assertEqual(client.team_id, self.team_a)

    def test_job_seeker_by_phase(self):
        for phase, _label in PHASES:
            with self.subTest(phase=phase):
                self.client_a1.phase = phase
                self.assertEqual(self.client_a1.is_job_seeker, phase in JOB_SEEKERS)
        seekers = self.Client.search([("is_job_seeker", "=", True)])
        self.assertEqual(seekers & self.clients, self.client_a2 | self.client_b1)

    def test_waiting_without_a_coach(self):
        """Leaders see the person; coaches do not, and cannot enter one."""
        waiting = self.client_waiting
        self.assertFalse(waiting.user_id)
        self.assertEqual(waiting.team_id, self.team_a)
        for user, sees in [
            (self.leader_a, True),
            (self.deputy_a, True),
            (self.coach_a1, False),
            (self.leader_b, False),
        ]:
            found = self.Client.with_user(user).search([("phase", "=", "waiting")])
            self.assertEqual(waiting in found.sudo(), sees)
        with self.assert_refused(AccessError):
            self.new_client(self.coach_a1, user_id=False, phase="waiting")

    def test_waiting_person_stays_in_the_team(self):
        """A coach's name taken out leaves the team, whatever else the leader leads."""
        self.new_team("Team C", self.leader_a, self.leader_a)
        self.env.invalidate_all()
        client = self.client_a1.with_user(self.leader_a)
        client.write({"user_id": False, "phase": "waiting"})
        self.assertEqual(client.team_id, self.team_a)

    def test_leader_of_two_teams_takes_over(self):
        """The team stays where the new coach belongs to it, or leads it."""
        self.new_team("Team C", self.leader_a, self.leader_a)
        self.env.invalidate_all()
        client = self.client_a1.with_user(self.leader_a)
        client.user_id = self.leader_a
        self.assertEqual(client.team_id, self.team_a)

    def test_coach_must_be_a_coach(self):
        for user in self.outsider | self.manager | self.portal:
            with (
                self.subTest(user=user.name),
                self.assert_refused(ValidationError, text=user.name),
            ):
                self.client_a1.user_id = user

    def test_nobody_deletes_a_person(self):
        for user in self.coach_a1 | self.leader_a:
            with self.assert_refused(AccessError, UserError):
                self.client_a1.with_user(user).unlink()
        with self.assert_refused(UserError, text="Close the service"):
            self.client_a1.unlink()

    def test_what_was_not_asked(self):
        """Nothing stated is a value of its own."""
        self.assertRecordValues(
            self.client_a1,
            [
                {
                    "max_distance_km": 0,
                    "travel_mode": False,
                    "hours_min": 0,
                    "hours_max": 0,
                    "shift_day": False,
                    "shift_night": False,
                }
            ],
        )

    def test_numbers_that_cannot_be(self):
        client = self.client_a1.with_user(self.coach_a1)
        with self.assert_refused(CheckViolation):
            client.max_distance_km = -1
        for vals in (
            {"hours_min": -1},
            {"hours_max": -1},
            {"hours_min": 30, "hours_max": 20},
            {"hours_max": 169},
        ):
            with (
                self.subTest(vals=vals),
                self.assert_refused(ValidationError, text="Hours a week"),
            ):
                client.write(vals)
        client.write({"hours_min": 30, "hours_max": 0})

    def test_import_says_what_is_wrong(self):
        clients = self.Client.with_user(self.coach_a1)
        result = clients.load(["max_distance_km"], [["-5"]])
        self.assertFalse(result["ids"])
        self.assertIn("negative", result["messages"][0]["message"])

    # WISHES

    def test_wish_needs_something(self):
        wishes = self.env["ips.client.wish"].with_user(self.coach_a1)
        mine = {"client_id": self.client_a1.id}
        for vals in ({}, {"own_words": False}, {"own_words": "   "}, {"strength": "3"}):
            with (
                self.subTest(vals=vals),
                self.assert_refused(ValidationError, text="A wish needs"),
            ):
                wishes.create({**mine, **vals})
        occupation = self.env["ips.occupation"].search([], limit=1)
        industry = self.env["res.partner.industry"].search([], limit=1)
        for vals in (
            {"own_words": "Peace"},
            {"occupation_id": occupation.id},
            {"industry_id": industry.id},
        ):
            wish = wishes.create({**mine, **vals})
            with self.assert_refused(ValidationError, text="A wish needs"):
                wish.write({name: False for name in vals})

    def test_wish_said_twice(self):
        """The same words twice are two wishes, as on paper: nothing breaks."""
        for _time in range(2):
            self.new_wish(self.client_a1, own_words="Cars")
        self.new_wish(self.client_a1, own_words="Cars", kind="avoids")
        self.assertEqual(self.client_a1.wish_summary, "Cars · Cars")

    def test_wish_moves_to_nobody_elses(self):
        wish = self.new_wish(self.client_a1).with_user(self.coach_a1)
        with self.assert_refused(AccessError):
            wish.client_id = self.client_a2
        with self.assert_refused(AccessError):
            wish.create({"client_id": self.client_a2.id, "own_words": "Cars"})

    # COVER

    def test_cover_on_its_days_only(self):
        today = self.env.company._ips_today()
        client = self.client_a1.with_user(self.coach_a2)
        for first, last, sees in [
            (-3, -1, False),
            (-3, 0, True),
            (0, 0, True),
            (0, 3, True),
            (1, 3, False),
        ]:
            with self.subTest(first=first, last=last):
                cover = self.cover(
                    self.client_a1,
                    self.coach_a2,
                    today + timedelta(first),
                    today + timedelta(last),
                )
                self.env.invalidate_all()
                self.assertEqual(client.has_access("read"), sees)
                self.assertEqual(client.has_access("write"), sees)
                cover.unlink()

    def test_cover_twice(self):
        """Two that overlap do no harm; with one gone the other holds."""
        first = self.cover(self.client_a1, self.coach_a2)
        self.cover(self.client_a1, self.coach_a2)
        self.env.invalidate_all()
        found = self.Client.with_user(self.coach_a2).search(
            [("id", "=", self.client_a1.id)]
        )
        self.assertEqual(len(found), 1)
        first.unlink()
        self.env.invalidate_all()
        self.assertTrue(self.client_a1.with_user(self.coach_a2).has_access("read"))

    def test_cover_by_the_own_coach(self):
        """A coach who picks the own name loses nothing by it, then or later."""
        cover = self.cover(self.client_a1, self.coach_a1)
        self.assertTrue(self.client_a1.with_user(self.coach_a1).has_access("write"))
        cover.with_user(self.coach_a1).unlink()
        self.assertTrue(self.client_a1.with_user(self.coach_a1).has_access("write"))

    def test_cover_that_ends_before_it_begins(self):
        today = self.env.company._ips_today()
        with self.assert_refused(ValidationError, text="first day"):
            self.cover(self.client_a1, self.coach_a2, today, today - timedelta(1))

    def test_cover_by_who_is_no_coach(self):
        for user in self.outsider | self.portal:
            with self.assert_refused(ValidationError, text=user.name):
                self.cover(self.client_a1, user)

    def test_cover_gives_no_cover(self):
        """Nor may whoever covers move the person, or make the cover longer."""
        cover = self.cover(self.client_a1, self.coach_a2).with_user(self.coach_a2)
        self.env.invalidate_all()
        with self.assert_refused(AccessError):
            cover.date_to = cover.date_to + timedelta(30)
        with self.assert_refused(AccessError):
            cover.create(
                {
                    "client_id": self.client_a1.id,
                    "user_id": self.coach_b1.id,
                    "date_from": cover.date_from,
                    "date_to": cover.date_to,
                }
            )
        with self.assert_refused(AccessError):
            self.client_a1.with_user(self.coach_a2).user_id = self.coach_a2

    # REASONS FOR LEAVING

    def test_not_ready_does_not_exist(self):
        """In English, Finnish and Swedish, however it is put."""
        reasons = self.env["ips.client.end.reason"].with_user(self.leader_a)
        for name in (
            "Not ready for work",
            "NOT READY",
            "not yet ready",
            "Not job-ready",
            "Not work ready",
            "Isn't ready",
            "Not quite ready yet",
            "Lacks work readiness",
            "Unfit for work",
            "Ei valmis työelämään",
            "Ei ole vielä valmis",
            "Ei työelämävalmis",
            "Valmiudet puuttuvat",
            "Työkyvytön",
            "Ei työkykyinen",
            "Inte redo för arbete",
            "Ännu inte redo",
            "Ej redo",
            "Ej färdig",
            "Inte arbetsför",
            "Arbetsoförmögen",
        ):
            with (
                self.subTest(name=name),
                self.assert_refused(ValidationError, text="no reason"),
            ):
                reasons.create({"name": name})

    def test_other_reasons_are_fine(self):
        reasons = self.env["ips.client.end.reason"].with_user(self.leader_a)
        for name in (
            "Started studies",
            "Already has a coach elsewhere",
            "Retired",
            "Not reached",
            "Benefit decision",
            "Oma päätös",
            "Valmistui ja työllistyi",
            "Siirtyi toiseen palveluun",
            "Eget beslut",
            "Blev färdig med studierna",
        ):
            with self.subTest(name=name):
                reasons.create({"name": name})

    def test_not_ready_in_a_translation(self):
        reason = self.env.ref("ips_employer_crm.end_reason_moved")
        reason = reason.with_user(self.leader_a)
        with self.assert_refused(ValidationError, text="Ei valmis"):
            reason.with_context(lang="fi_FI").name = "Ei valmis"
        with self.assert_refused(ValidationError, text="Inte redo"):
            reason.update_field_translations("name", {"sv_SE": "Inte redo"})

    # SCREENS

    def test_views_load(self):
        """For the coach, the leader and a deputy."""
        views = {
            "ips.client": ["list", "kanban", "form", "search"],
            "ips.client.wish": ["list", "form", "search"],
            "ips.disclosure": ["list", "kanban", "form", "search"],
            "ips.client.close": ["form"],
        }
        for user in self.coach_a1 | self.leader_a | self.deputy_a:
            for model, kinds in views.items():
                with self.subTest(user=user.name, model=model):
                    result = (
                        self.env[model]
                        .with_user(user)
                        .get_views([(False, kind) for kind in kinds], {"toolbar": True})
                    )
                    self.assertEqual(set(result["views"]), set(kinds))
        self.env["ips.client.reassign"].with_user(self.leader_a).get_views(
            [(False, "form")]
        )

    def test_leaders_actions(self):
        """Move and Remove names are offered to leaders, Close to coaches too."""
        for user, leads in [(self.coach_a1, False), (self.leader_a, True)]:
            views = self.Client.with_user(user).get_views(
                [(False, "list")], {"toolbar": True}
            )
            names = {
                action["name"]
                for action in views["views"]["list"]["toolbar"].get("action", [])
            }
            self.assertIn("Close the service", names)
            self.assertEqual("Move to another coach" in names, leads)
            self.assertEqual("Remove names" in names, leads)

    def test_filters(self):
        """Each filter of the search view is a domain that works."""
        self.cover(self.client_a2, self.coach_a1)
        self.env.invalidate_all()
        clients = self.Client.with_user(self.coach_a1)
        arch = etree.fromstring(clients.get_view(view_type="search")["arch"])
        found = {}
        for node in arch.xpath("//filter[@domain]"):
            domain = eval(node.get("domain"), {"uid": self.coach_a1.id})
            found[node.get("name")] = clients.search(domain).sudo()
        self.assertEqual(found["mine"], self.client_a1)
        self.assertEqual(found["covered"], self.client_a2)
        self.assertEqual(found["job_seekers"], self.client_a1 | self.client_a2)
        self.assertFalse(found["left"])

    def test_privacy_officer_has_no_caseload(self):
        user = self.new_user("privacy_2", "Paula Privacy", PRIVACY)
        with self.assert_refused(AccessError):
            self.Client.with_user(user).search([])


@tagged("standard", "post_install", "-at_install")
class TestClientHttp(IpsClientCommon, HttpCase):
    """What the web client is told."""

    def test_negative_distance_in_words(self):
        self.authenticate("test_coach_a1", "test_coach_a1")
        response = self.url_open(
            "/web/dataset/call_kw",
            json={
                "params": {
                    "model": "ips.client",
                    "method": "web_save",
                    "args": [[self.client_a1.id], {"max_distance_km": -1}],
                    "kwargs": {"specification": {}},
                }
            },
        )
        error = response.json()["error"]["data"]
        self.assertEqual(error["name"], "odoo.exceptions.ValidationError")
        self.assertIn("negative", error["message"])
