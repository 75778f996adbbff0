"""The demo caseload: believable, complete, and saying nothing that it must not."""

import re
from collections import Counter
from datetime import timedelta

import pytz

from odoo.tests import TransactionCase, tagged

COACHES = (
    "hanna_niemi",
    "jari_korhonen",
    "katja_ylonen",
    "mika_tuominen",
    "minna_aho",
    "outi_salonen",
    "petri_rantanen",
    "sari_laine",
    "sofia_nyberg",
    "tuomas_makela",
)
SEEKING = ("agreed", "profiling", "searching", "employer_agreed")
SERVICE = (*SEEKING, "in_work")
# Finnish stems of health, illness and treatment
HEALTH = re.compile(
    r"sairau|sairas|diagno|masen|ahdist|lääk|terap|kuntou|mielenterv|vamma|selkä"
    r"|uupu|päihde|oire|potil|toipu|jaksa|psyk",
    re.IGNORECASE,
)


@tagged("standard", "post_install", "-at_install")
class TestDemoClients(TransactionCase):
    """What script/server shows, on whatever day the demo data were installed."""

    def setUp(self):
        super().setUp()
        if not self.env.ref("ips_employer_crm.user_minna_aho", False):
            self.skipTest("The database was made without demo data.")
        self.team = self.env.ref("ips_employer_crm.crm_team_job_coaching")
        # Those that the installation made, not what somebody tried out afterwards
        self.clients = self.env["ips.client"].search(
            [
                ("team_id", "=", self.team.id),
                ("create_uid", "=", self.env.ref("base.user_root").id),
            ],
            order="id",
        )
        made = pytz.utc.localize(self.clients[:1].create_date)
        self.today = made.astimezone(self.team.company_id._ips_tz()).date()

    def user(self, login):
        return self.env.ref(f"ips_employer_crm.user_{login}")

    def of(self, login, phases=SERVICE):
        user = self.user(login)
        return self.clients.filtered(
            lambda client: client.user_id == user and client.phase in phases
        )

    def age(self, client):
        return (self.today - client.entry_date).days

    def rows(self, client):
        return client.period_ids.sorted(lambda row: (row.date_from, row.id))

    # WHO

    def test_sixty_people_in_every_phase(self):
        phases = Counter(self.clients.mapped("phase"))
        self.assertEqual(len(self.clients), 60)
        self.assertEqual(phases["waiting"], 10)
        self.assertEqual(phases["closed"], 8)
        self.assertEqual(sum(phases[phase] for phase in SERVICE), 42)
        self.assertEqual(
            set(phases),
            set(dict(self.clients._fields["phase"].selection)),
            "Every column of the board has somebody.",
        )

    def test_every_coach_has_people_within_the_limit(self):
        counts = {login: len(self.of(login)) for login in COACHES}
        self.assertEqual(counts["minna_aho"], 6)
        self.assertTrue(all(2 <= count <= 6 for count in counts.values()), counts)
        members = self.team.crm_team_member_ids
        self.assertFalse(members.filtered("is_over_caseload"))
        part_time = members.filtered(lambda member: member.fte < 1).user_id
        full = counts["sari_laine"]
        for login in COACHES:
            if self.user(login) in part_time:
                self.assertLess(counts[login], full)

    def test_waiting_list_shows_time_and_sources(self):
        waiting = self.clients.filtered(lambda client: client.phase == "waiting")
        days = sorted(map(self.age, waiting))
        self.assertEqual((days[0], days[-1]), (3, 120))
        self.assertIn(len(waiting.filtered("user_id")), range(3, 8))
        self.assertGreater(len(waiting.referral_source_id), 3)

    def test_some_left_and_some_came_back(self):
        left = self.clients.filtered(lambda client: client.phase == "closed")
        self.assertTrue(all(client.end_reason_id for client in left))
        self.assertGreater(len(left.end_reason_id), 3)
        here = self.clients - left
        self.assertFalse(here.end_reason_id)
        back = here.filtered(lambda c: "closed" in c.period_ids.mapped("phase"))
        self.assertGreaterEqual(len(back), 3)

    # HISTORY

    def test_history_is_gapless_and_ends_where_the_client_stands(self):
        for client in self.clients:
            rows = self.rows(client)
            for row, after in zip(rows, rows[1:], strict=False):
                self.assertEqual(row.date_to, after.date_from)
                self.assertLess(row.date_from, row.date_to)
                # A reason stands on the row that the leaving ended, nowhere else
                self.assertEqual(bool(row.end_reason_id), after.phase == "closed")
                # Out of the queue, and back from outside, a new stay begins
                begins = after.phase != "closed" and (
                    row.phase == "closed"
                    or (row.phase == "waiting" and after.phase != "waiting")
                )
                self.assertEqual(
                    after.entry_date, after.date_from if begins else row.entry_date
                )
            current = rows[-1]
            self.assertFalse(current.date_to)
            self.assertFalse(current.end_reason_id)
            self.assertEqual(
                (current.phase, current.user_id, current.entry_date),
                (client.phase, client.user_id, client.entry_date),
            )
            self.assertLess(current.date_from, self.today)

    def test_phases_were_reached_one_by_one(self):
        steps = {("waiting", "agreed"), ("closed", "agreed")}
        steps |= set(zip(SERVICE, SERVICE[1:], strict=False))
        for client in self.clients:
            phases = self.rows(client).mapped("phase")
            for before, after in zip(phases, phases[1:], strict=False):
                if before != after and after != "closed":
                    self.assertIn((before, after), steps)

    def test_nobody_was_with_a_coach_before_the_coach_came(self):
        member = self.env.ref("ips_employer_crm.member_mika_tuominen")
        rows = self.clients.period_ids.filtered(
            lambda row: row.user_id == member.user_id
        )
        self.assertTrue(rows)
        self.assertGreaterEqual(min(rows.mapped("date_from")), member.start_date)

    # EMPLOYER CONTACTS

    def test_minna_has_two_people_without_an_employer_contact(self):
        unmet = self.of("minna_aho", SEEKING).filtered(
            lambda client: not client.first_employer_contact_date
        )
        self.assertEqual(sorted(map(self.age, unmet)), [26, 41])
        self.assertFalse(unmet.contact_line_ids)

    def test_first_contact_within_a_month_for_all_but_a_few(self):
        late = waited = 0
        for client in self.clients.filtered("is_job_seeker"):
            first = client.first_employer_contact_date
            late += ((first or self.today) - client.entry_date).days > 30
            waited += bool(first)
        self.assertIn(late, (2, 3, 4))
        self.assertGreater(waited, 20)

    def test_lines_belong_to_the_coach_and_the_time_of_the_search(self):
        lines = self.clients.contact_line_ids
        self.assertGreater(len(lines), 60)
        done = lines.filtered(lambda line: line.contact_id.state == "done")
        for line in done:
            row = self.rows(line.client_id).filtered(
                lambda row, day=line.contact_day: row.date_from <= day
            )[-1:]
            self.assertIn(row.phase, SEEKING)
            self.assertEqual(row.user_id, line.contact_id.user_id)
        answers = Counter(done.mapped("matches_wishes"))
        self.assertGreater(answers["yes"], len(done) / 2)
        self.assertTrue(answers["no"] and answers[False])
        self.assertTrue(done.filtered("client_present") and done.filtered("note"))
        self.assertTrue(lines - done, "Planned visits are for somebody too.")

    # WISHES AND CONSENT

    def test_wishes_differ_and_leave_much_unasked(self):
        wishes = self.clients.wish_ids
        words = wishes.mapped("own_words")
        self.assertEqual(len(words), len(set(words)), "Everyone speaks for themselves.")
        self.assertGreater(len(wishes.occupation_id), 60)
        self.assertEqual(set(wishes.mapped("kind")), {"wants", "avoids"})
        self.assertEqual(set(wishes.mapped("strength")), {"1", "2", "3"})
        served = self.clients.filtered(lambda client: client.phase in SERVICE)
        for name in ("shift_day", "shift_night", "travel_mode", "hours_max"):
            asked = served.filtered(name)
            self.assertIn(len(asked), range(3, len(served) - 3), name)
        self.assertTrue(served.filtered(lambda client: not client.wish_ids))

    def test_consent_of_every_kind(self):
        told = self.clients.disclosure_ids
        day = timedelta(days=1)
        self.assertEqual(set(told.mapped("level")), set("01234"))
        self.assertTrue(told.filtered(lambda row: row.person_ids and row.employer_id))
        self.assertTrue(told.filtered("excludes"))
        self.assertEqual(len(told.filtered("withdrawn_at")), 1)
        running = told.filtered(
            lambda row: not (row.excludes or row.withdrawn_at) and row.valid_to
        )
        self.assertTrue(running.filtered(lambda row: row.valid_to < self.today))
        soon = running.filtered(
            lambda row: self.today <= row.valid_to <= self.today + 30 * day
        )
        self.assertGreater(len(soon), 2)
        self.assertTrue(running.filtered(lambda row: row.valid_from > self.today))
        self.assertTrue(told.filtered(lambda row: row.state == "replaced"))
        served = self.clients.filtered(lambda client: client.phase in SERVICE)
        silent = served.filtered(lambda client: not client.disclosure_ids)
        self.assertGreater(len(silent), 3)
        for row in told:
            self.assertGreaterEqual(row.valid_from, row.client_id.entry_date)

    def test_hr_at_each_portal_employer_may_see_somebody(self):
        for login in ("portal_saarijarvi", "portal_kuokkala", "portal_pikkuharju"):
            person = self.user(login).partner_id
            levels = self.env["ips.disclosure"]._levels(
                self.clients, person._employer_company(), person
            )
            self.assertTrue(any(levels.values()), login)

    # COLLEAGUES AND NEXT STEPS

    def test_minna_covers_this_week_and_was_covered(self):
        minna = self.user("minna_aho")
        covers = self.clients.cover_ids
        given = covers.filtered(lambda cover: cover.user_id == minna)
        self.assertEqual(len(given), 2)
        self.assertEqual(len(given.client_id.user_id), 1)
        for cover in given:
            self.assertTrue(cover.date_from <= self.today <= cover.date_to)
        past = (covers - given).filtered(lambda cover: cover.client_id.user_id == minna)
        self.assertEqual(len(past), 1)
        self.assertLess(past.date_to, self.today)

    def test_reminders_are_the_coaches_and_name_nobody(self):
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "ips.client"), ("res_id", "in", self.clients.ids)]
        )
        refs = self.clients.mapped("ref")
        for activity in activities:
            client = self.env["ips.client"].browse(activity.res_id)
            self.assertEqual(activity.user_id, client.user_id)
            text = f"{activity.summary} {activity.note}"
            self.assertFalse([ref for ref in refs if ref in text])
        minna = self.of("minna_aho").activity_ids.mapped("date_deadline")
        self.assertTrue(min(minna) < self.today <= max(minna))

    # WHAT IT MUST NOT SAY

    def test_no_name_is_stored(self):
        self.assertFalse(self.team.company_id.ips_identify_clients)
        for client in self.clients:
            self.assertRegex(client.ref, r"^[2-9B-Z]{3}-[2-9B-Z]{3}$")
            self.assertFalse(client.name or client.email or client.phone)

    def test_words_are_of_work_not_of_health_or_people(self):
        texts = [
            *self.clients.wish_ids.mapped("own_words"),
            *self.clients.disclosure_ids.mapped("purpose"),
            *self.clients.contact_line_ids.mapped("note"),
        ]
        names = {
            part
            for name in self.env["res.users"].search([]).mapped("name")
            for part in name.split()
        }
        for text in filter(None, texts):
            self.assertFalse(HEALTH.search(text), text)
            self.assertFalse(names & set(re.findall(r"\w+", text)), text)

    def test_loading_again_adds_nobody(self):
        before = self.env["ips.client"].search_count([])
        self.env["ips.demo"]._load_clients()
        self.assertEqual(self.env["ips.client"].search_count([]), before)
