"""What the database holds about a client, where, and who reads it there."""

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common_pointing import HOUR
from .common_ways import FIRST_ID, IpsWaysCommon

# Where what was written about the person is found, and nowhere else in the database
KEPT = {
    "ips_client": {"id", "ref", "name", "email", "phone"},
    "ips_client_cover": {"id", "client_id"},
    "ips_client_period": {"id", "client_id"},
    "ips_client_wish": {"id", "client_id", "own_words"},
    "ips_client_access": {"id", "client_id"},
    "ips_disclosure": {"id", "client_id", "purpose"},
    "ips_match": {"id", "client_id", "explanation", "person_explanation"},
    "ips_match_portal_log": {"id", "client_id", "match_id", "text"},
    "ips_placement": {"id", "client_id", "agreement_name", "feedback"},
    "ips_support_contact": {"id", "client_id", "placement_id", "note"},
    "ips_benefits_advice": {"id", "client_id"},
    "ips_employer_contact_client": {"id", "client_id", "note"},
    "ir_attachment": {"res_id", "name", "index_content"},
    "ir_filters": {"name", "domain"},
    "ir_model_data": {"res_id", "name"},
    "mail_activity": {"res_id", "res_name", "summary", "note", "feedback"},
}


@tagged("standard", "post_install", "-at_install")
class TestKept(IpsWaysCommon):
    """What the database holds about the person, and who reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As PostgreSQL writes it; one query for each table
        pattern = cls.secrets().pattern
        cls.env.cr.execute(
            """SELECT tablename FROM pg_tables
                WHERE schemaname = current_schema() ORDER BY tablename"""
        )
        cls.kept = {}
        for (table,) in cls.env.cr.fetchall():
            rows = cls.env.execute_query(
                SQL(
                    # Not the hashes of passwords: chance finds any marker there
                    "SELECT held FROM (SELECT to_jsonb(t) - 'password' AS held"
                    " FROM %s t) AS kept WHERE held::text ~* %s",
                    SQL.identifier(table),
                    pattern,
                )
            )
            if rows:
                cls.kept[table] = [row for (row,) in rows]

    def test_nowhere_else(self):
        found = {
            table: {
                name
                for row in rows
                for name, value in row.items()
                if self.secrets().search(str(value))
            }
            for table, rows in self.kept.items()
        }
        self.assertEqual(found, KEPT)

    def outer(self):
        """(model, row) of what is kept in models of Odoo."""
        models = {self.env[name]._table: name for name in self.env.registry}
        for table, rows in self.kept.items():
            if models[table] not in self.secret_models:
                for row in rows:
                    yield models[table], row

    def ways_to(self, model, row):
        """By id, and by what the row says; done and archived ones included."""
        number = row["id"]
        found = {
            f"search {name}": lambda env, name=name: (
                env[model]
                .with_context(active_test=False)
                .search_count([(name, "=", row[name])])
            )
            for name in ("id", *sorted(KEPT[self.env[model]._table] - {"res_id"}))
            if row[name]
        }
        return {"read": lambda env: env[model].browse(number).read(), **found}

    def test_out_of_reach(self):
        for model, row in self.outer():
            for way, call in self.ways_to(model, row).items():
                for role, user in self.far.items():
                    with self.subTest(role=role, model=model, way=way, id=row["id"]):
                        said = self.told(user, call)
                        self.assert_no_secret(said)
                        self.assertRegex(said, r"^(0$|\[\]$|AccessError )")

    def test_the_coach(self):
        """The control; external ids are nobody's to read."""
        models = set()
        for model, row in self.outer():
            if model == "ir.model.data":
                continue
            models.add(model)
            names = sorted(KEPT[self.env[model]._table])
            ways = self.ways_to(model, row)
            ways["read"] = lambda env, m=model, r=row, n=names: (
                env[m].browse(r["id"]).read(n)
            )
            for way, call in ways.items():
                with self.subTest(model=model, way=way):
                    said = self.told(self.coach_a1, call)
                    if way == "read":
                        self.assertRegex(said, self.secrets())
                    else:
                        self.assertGreater(int(said), 0)
        self.assertEqual(models, {"ir.attachment", "ir.filters", "mail.activity"})

    def test_meeting_from_an_activity(self):
        """Private, and without a word; the activity keeps its own."""
        meeting = self.meeting.sudo()
        self.assertEqual(meeting.privacy, "private")
        self.assertFalse(meeting.res_id or meeting.res_model)
        activity = meeting.activity_ids
        self.assertEqual(activity.res_model, "ips.client")
        self.assertRegex(activity.summary, "qwxtapaaminen")
        self.assertRegex(activity.note, "qwxselitys")
        for user in (self.outsider, self.coach_a2, self.system):
            self.env.invalidate_all()
            theirs = self.meeting.with_user(user)
            self.assertEqual(theirs.read(["name"])[0]["name"], "Busy")
            self.assertFalse(theirs.activity_ids)

    def test_meeting_follows_the_activity(self):
        """Both move together, as Odoo's do; what is said when it is done stays."""
        meeting = self.meeting.with_user(self.coach_a1)
        activity = meeting.activity_ids
        meeting.write({"start": HOUR[0], "stop": HOUR[1]})
        self.assertEqual(str(activity.date_deadline), "2025-03-06")
        activity.action_feedback("qwxpalaute")
        self.assertEqual(activity.feedback, "qwxpalaute")
        self.assert_no_secret(repr(meeting.sudo().read(["name", "notes"])))
        # What the coach writes there is the coach's
        meeting.notes = "<p>Bus 12</p>"
        self.assertRegex(meeting.notes, "Bus 12")

    def test_meeting_named_by_hand(self):
        """By the API as well; a meeting about nobody keeps its name."""
        values = {"name": "qwxnimi", "start": HOUR[0], "stop": HOUR[1]}
        Event = self.env["calendar.event"].with_user(self.coach_a1)
        todo = self.activities
        for event in (
            Event.create({**values, "activity_ids": [Command.link(todo.id)]}),
            Event.with_context(active_model="ips.client", active_id=FIRST_ID).create(
                values
            ),
        ):
            self.assertEqual(event.sudo().privacy, "private")
            self.assertFalse(event.sudo().res_id)
            self.assertNotIn("qwx", event.sudo().name)
        self.assertEqual(Event.create(values).name, "qwxnimi")

    def test_favourites(self):
        """Shared ones stay with their maker, by a path and after a change too."""
        mine = self.favourites.with_user(self.coach_a1)
        self.assertEqual(len(mine.search([("id", "in", mine.ids)])), 2)
        for favourite in mine:
            self.assertEqual(favourite.user_ids, self.coach_a1)
        plain = mine[0].create(
            {"name": "x", "model_id": "ips.employer.contact", "user_ids": False}
        )
        self.assertFalse(plain.user_ids)
        plain.domain = "[('client_line_ids.client_id', '=', 1)]"
        self.assertEqual(plain.user_ids, self.coach_a1)

    def test_assigned_to_somebody_else(self):
        """Nobody is mailed: a mail would carry the code."""
        mails = self.env["mail.mail"].search_count([])
        messages = self.env["mail.message"].search_count([])
        secret = self.secret.with_user(self.coach_a1)
        activity = secret.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.leader_a.id, summary="x"
        )
        self.assertEqual(activity.user_id, self.leader_a)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.env["mail.message"].search_count([]), messages)
