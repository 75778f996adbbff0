from datetime import datetime, timedelta

from psycopg2.errors import ForeignKeyViolation, RestrictViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import FRIDAY, TUESDAY
from .common_client import IpsClientCommon
from .common_ways import new_answer, new_job

TODO = "mail.mail_activity_data_todo"


class ReassignCommon(IpsClientCommon):
    """People of Aino, with all that a coach may have of a person."""

    def move(self, clients, user, by=None, **vals):
        """``by``, the leader if nobody else is named, moves people to ``user``."""
        self.env.flush_all()
        self.env.invalidate_all()
        wizard = self.env["ips.client.reassign"].with_user(by or self.leader_a)
        wizard = wizard.create(
            {
                "client_ids": [Command.set(clients.ids)],
                "user_id": user.id,
                **vals,
            }
        )
        action = wizard.action_apply()
        self.env.flush_all()
        self.env.invalidate_all()
        return action

    def to_do(self, client, user=None, **vals):
        """The coach has something to do for the person."""
        user = user or client.user_id
        self.env.invalidate_all()
        return (
            client.with_user(user)
            .activity_schedule(TODO, user_id=user.id, summary="Call", **vals)
            .sudo()
        )

    def visit(self, *clients, user=None, **vals):
        """A visit on Friday, planned for these people."""
        self.env.invalidate_all()
        visit = self.plan(user or self.coach_a1, **vals).sudo()
        for client in clients:
            self.new_line(visit, client)
        return visit

    def furnish(self, client):
        """Give the person one record of each kind; return them."""
        self.new_wish(client)
        self.new_disclosure(client)
        self.new_line(self.log(client.user_id).sudo(), client, note="Was pleased")
        self.visit(client)
        opening = self.env["crm.lead"].create(
            {
                "name": "Kitchen help",
                "type": "opportunity",
                "team_id": self.team_a.id,
                "employer_id": self.workplace.id,
            }
        )
        match = self.env["ips.match"].create(
            {"client_id": client.id, "lead_id": opening.id}
        )
        new_answer(match, self.decider, "")
        new_job(self.env, client, self.workplace, "")
        self.cover(client, self.coach_a2)
        self.cover(client, client.user_id)
        self.to_do(client)
        self.env["ir.attachment"].create(
            {
                "name": "Plan",
                "res_model": client._name,
                "res_id": client.id,
                "raw": b"x",
            }
        )
        return {
            model: records
            for model in sorted(self.Access._models_of_clients())
            if not self.env[model]._transient and model != "ips.client.access"
            for records in [self.records_of(model, client)]
        }

    def records_of(self, model, client, user=None):
        records = self.env[model].with_user(user or self.env.user)
        field = "id" if model == "ips.client" else "client_id"
        return records.search([(field, "=", client.id)])


@tagged("standard", "post_install", "-at_install")
class TestReassign(ReassignCommon):
    """A caseload or a part of it moves; the former coach reads nothing afterwards."""

    def test_part_of_a_caseload(self):
        stays = self.new_client(self.coach_a1)
        goes = self.new_client(self.coach_a1)
        self.move(self.client_a1 | goes, self.coach_a2)
        self.assertEqual((self.client_a1 | goes).user_id, self.coach_a2)
        self.assertEqual(stays.user_id, self.coach_a1)

    def test_whole_caseload(self):
        """All that are not closed, the queue included; what is closed stays behind."""
        more = self.new_client(self.coach_a1, phase="in_work")
        queue = self.new_client(self.coach_a1, phase="waiting")
        closed = self.new_client(self.coach_a1, phase="closed")
        action = self.move(self.Client, self.coach_a2, from_user_id=self.coach_a1.id)
        self.assertEqual((self.client_a1 | more | queue).user_id, self.coach_a2)
        self.assertEqual(closed.user_id, self.coach_a1)
        self.assertIn("3", action["params"]["message"])
        self.assertNotIn(self.client_a1.ref, str(action))

    def test_from_the_list(self):
        """Selected people are filled in; the new coach's caseload is shown."""
        self.env.invalidate_all()
        wizard = self.env["ips.client.reassign"].with_user(self.leader_a)
        form = Form(wizard.with_context(active_ids=self.client_a1.ids))
        form.user_id = self.coach_a2
        self.assertEqual(form.caseload, 1)
        form.save().action_apply()
        self.assertEqual(self.client_a1.user_id, self.coach_a2)

    def test_nobody_to_move(self):
        for clients, vals in [
            (self.Client, {}),
            (self.client_a1, {"user_id": self.coach_a1.id}),
            (self.Client, {"from_user_id": self.coach_b1.id}),
        ]:
            with self.assert_refused(UserError, text="Choose the people"):
                self.move(clients, self.coach_a2, **vals)

    def test_waiting_person_gets_a_coach(self):
        """The phase is the coach's to set, after the first meeting."""
        self.move(self.client_waiting, self.coach_a1)
        self.assertRecordValues(
            self.client_waiting, [{"user_id": self.coach_a1.id, "phase": "waiting"}]
        )

    # WHO MAY

    def test_leader_and_deputy(self):
        for user in self.leader_a | self.deputy_a:
            client = self.new_client(self.coach_a1)
            self.move(client, self.coach_a2, by=user)
            self.assertEqual(client.user_id, self.coach_a2)

    def test_nobody_else(self):
        """Not the coach, a covering colleague, another leader, the administrator."""
        self.cover(self.client_a1, self.coach_a2)
        for user in (
            self.coach_a1
            | self.coach_a2
            | self.leader_b
            | self.ips_admin
            | self.privacy
            | self.manager
            | self.outsider
        ):
            for target in self.coach_a2 | self.coach_b1 | self.leader_b:
                with self.subTest(user=user.name, target=target.name):
                    with self.assert_refused(AccessError, UserError):
                        self.move(self.client_a1, target, by=user)
                    client = self.client_a1.with_user(user)
                    for vals in ({"user_id": target.id}, {"team_id": self.team_b.id}):
                        self.env.invalidate_all()
                        with self.assert_refused(AccessError):
                            client.write(vals)
        self.assertEqual(self.client_a1.user_id, self.coach_a1)

    def test_other_leaders_caseload(self):
        """Asked for a coach of another team, nobody is found."""
        with self.assert_refused(UserError):
            self.move(
                self.Client,
                self.coach_b1,
                by=self.leader_b,
                from_user_id=self.coach_a1.id,
            )

    def test_to_who_is_no_coach(self):
        with self.assert_refused(ValidationError, text="Otto"):
            self.move(self.client_a1, self.outsider)

    def test_coach_gives_nobody_away(self):
        """By what is entered with a new person neither."""
        self.env.invalidate_all()
        with self.assert_refused(AccessError):
            self.Client.with_user(self.coach_a1).create({"user_id": self.coach_a2.id})

    # WHAT GOES ALONG

    def test_activities(self):
        mine = self.to_do(self.client_a1)
        done = self.to_do(self.client_a1)
        done.action_done()
        colleague = self.to_do(self.client_a1, self.leader_a)
        other = self.new_client(self.coach_a1)
        stays = self.to_do(other)
        self.move(self.client_a1, self.coach_a2)
        self.assertEqual(mine.user_id, self.coach_a2)
        self.assertEqual(done.user_id, self.coach_a1)
        self.assertEqual(colleague.user_id, self.leader_a)
        self.assertEqual(stays.user_id, self.coach_a1)

    def test_activities_without_a_next_coach(self):
        """Back in the queue: whoever moved the person has them."""
        activity = self.to_do(self.client_a1)
        self.env.invalidate_all()
        self.client_a1.with_user(self.leader_a).write(
            {"user_id": False, "phase": "waiting"}
        )
        self.assertEqual(activity.user_id, self.leader_a)

    def test_nobody_is_mailed(self):
        self.to_do(self.client_a1)
        self.visit(self.client_a1)
        mails = self.env["mail.mail"].search_count([])
        messages = self.env["mail.message"].search_count([("model", "=", "ips.client")])
        self.move(self.client_a1, self.coach_a2)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(
            self.env["mail.message"].search_count([("model", "=", "ips.client")]),
            messages,
        )
        self.assertFalse(
            self.env["mail.followers"].search_count(
                [("res_model", "=", "ips.client"), ("res_id", "in", self.clients.ids)]
            )
        )

    def test_planned_visits(self):
        other = self.new_client(self.coach_a1)
        alone = self.visit(self.client_a1)
        shared = self.visit(self.client_a1, other, date=FRIDAY + timedelta(1))
        for_nobody = self.visit(date=FRIDAY + timedelta(2))
        done = self.log(self.coach_a1).sudo()
        self.new_line(done, self.client_a1)
        event = alone.event_id
        self.move(self.client_a1, self.coach_a2)
        self.assertEqual(alone.user_id, self.coach_a2)
        self.assertEqual(shared.user_id, self.coach_a1)
        self.assertEqual(for_nobody.user_id, self.coach_a1)
        self.assertEqual(done.user_id, self.coach_a1)
        # The calendar follows
        self.assertEqual(alone.event_id.user_id, self.coach_a2)
        self.assertNotIn(
            self.coach_a1.partner_id, (event.exists() | alone.event_id).partner_ids
        )

    def test_shared_visit_when_both_go(self):
        other = self.new_client(self.coach_a1)
        shared = self.visit(self.client_a1, other)
        self.move(self.client_a1 | other, self.coach_a2)
        self.assertEqual(shared.user_id, self.coach_a2)

    def test_visit_shared_with_another_coachs_person(self):
        """The visit is also for somebody of Eero's: it stays with Aino."""
        shared = self.visit(self.client_a1, self.client_a2)
        self.move(self.client_a1, self.leader_a)
        self.assertEqual(shared.user_id, self.coach_a1)

    def test_visit_of_a_colleague(self):
        """Whoever else planned a visit for the person makes it."""
        visit = self.visit(self.client_a1, user=self.leader_a)
        self.move(self.client_a1, self.coach_a2)
        self.assertEqual(visit.user_id, self.leader_a)

    def test_visit_and_no_next_coach(self):
        visit = self.visit(self.client_a1)
        self.client_a1.write({"user_id": False, "phase": "waiting"})
        self.assertEqual(visit.user_id, self.coach_a1)

    def test_cover_of_the_former_coach_ends(self):
        """A coach covers for the person whose coach they were: no longer."""
        self.move(self.client_a1, self.coach_a2)
        self.cover(self.client_a1, self.coach_a1)
        self.move(self.client_a1, self.leader_a)
        self.assertTrue(self.client_a1.with_user(self.coach_a1).has_access("read"))
        self.move(self.client_a1, self.coach_a1)
        self.cover(self.client_a1, self.coach_a1)
        holiday = self.cover(self.client_a1, self.deputy_a)
        self.move(self.client_a1, self.coach_a2)
        self.assertFalse(self.client_a1.with_user(self.coach_a1).has_access("read"))
        self.assertTrue(holiday.exists())

    def test_history(self):
        self.freeze("2025-03-20 10:00:00")
        self.move(self.client_a1, self.coach_a2)
        rows = self.client_a1.period_ids.sorted("date_from")
        self.assertEqual(rows.mapped("user_id"), self.coach_a1 | self.coach_a2)
        self.assertEqual(rows.mapped("phase"), ["searching", "searching"])
        self.assertEqual(self.client_a1.entry_date.isoformat(), "2025-03-05")

    # THE FORMER COACH

    def assert_reads_nothing(self, client, had, user):
        """No model of the client, by whatever way, and no activity or attachment."""
        self.env.invalidate_all()
        for model, records in had.items():
            mine = records.with_user(user)
            with self.subTest(model=model):
                self.assertFalse(self.records_of(model, client, user))
                self.assertFalse(mine._filtered_access("read"))
                self.assertFalse(mine._filtered_access("write"))
                with self.assert_refused(AccessError):
                    mine.read(["display_name"])
                with self.assert_refused(AccessError):
                    mine.web_read({"display_name": {}})
                with self.assert_refused(AccessError):
                    mine.write({"create_date": False})
        others = {
            "mail.activity": [("res_model", "=", "ips.client")],
            "ir.attachment": [("res_model", "=", "ips.client")],
            "mail.message": [("model", "=", "ips.client")],
        }
        for model, domain in others.items():
            field = "res_id"
            everything = self.env[model].search([*domain, (field, "=", client.id)])
            mine = everything.with_user(user)
            with self.subTest(model=model):
                self.assertFalse(mine.search([*domain, (field, "=", client.id)]))
                self.assertFalse(mine._filtered_access("read"))
                self.assertFalse(mine._filtered_access("write"))
                self.assertFalse(mine._filtered_access("unlink"))

    def test_former_coach_reads_nothing(self):
        client = self.client_a1
        had = self.furnish(client)
        self.assertGreaterEqual(len(had), 6)
        for model, records in had.items():
            self.assertTrue(records, model)
            self.assertTrue(self.records_of(model, client, self.coach_a1), model)
        self.move(client, self.leader_a)
        client.with_user(self.leader_a).sudo().cover_ids.unlink()
        had.pop("ips.client.cover")
        self.assert_reads_nothing(client, had, self.coach_a1)

    def test_former_coach_takes_no_activity_back(self):
        """Whoever made an activity may write it, says Odoo: not on a client."""
        activity = self.to_do(self.client_a1)
        self.assertEqual(activity.create_uid, self.coach_a1)
        self.move(self.client_a1, self.coach_a2)
        mine = activity.with_user(self.coach_a1)
        with self.assert_refused(AccessError):
            mine.user_id = self.coach_a1
        with self.assert_refused(AccessError):
            mine.unlink()
        with self.assert_refused(AccessError):
            mine.read(["summary", "res_name"])

    def test_cover_that_has_ended(self):
        """Activities of whoever covered are not read after the last day."""
        self.cover(self.client_a1, self.coach_a2)
        activity = self.to_do(self.client_a1, self.coach_a2)
        mine = activity.with_user(self.coach_a2)
        self.env.invalidate_all()
        self.assertTrue(mine.read(["summary"]))
        self.freeze("2025-04-05 10:00:00")
        self.env.invalidate_all()
        self.assertFalse(mine.search([("id", "=", activity.id)]))
        with self.assert_refused(AccessError):
            mine.read(["summary", "res_name"])

    def test_former_coach_sees_the_visit_and_no_person(self):
        """Contacts are every coach's to read; for whom they were is not."""
        shared = self.visit(self.client_a1, self.new_client(self.coach_a1))
        self.move(self.client_a1, self.coach_a2)
        mine = shared.with_user(self.coach_a1)
        self.assertNotIn(self.client_a1, mine.client_line_ids.client_id)
        self.assertEqual(len(mine.client_line_ids), 1)

    # DIRECT WRITE

    def test_direct_write_does_the_same(self):
        activity = self.to_do(self.client_a1)
        visit = self.visit(self.client_a1)
        self.cover(self.client_a1, self.coach_a1)
        self.env.invalidate_all()
        self.client_a1.with_user(self.deputy_a).web_save(
            {"user_id": self.coach_a2.id}, {"ref": {}}
        )
        self.assertEqual(activity.user_id, self.coach_a2)
        self.assertEqual(visit.user_id, self.coach_a2)
        self.assertFalse(self.client_a1.cover_ids)
        self.env.invalidate_all()
        self.assertFalse(self.client_a1.with_user(self.coach_a1).has_access("read"))

    def test_by_the_import(self):
        activity = self.to_do(self.client_a1)
        self.env.flush_all()
        self.env.invalidate_all()
        result = self.Client.with_user(self.leader_a).load(
            [".id", "user_id/.id"], [[str(self.client_a1.id), str(self.coach_a2.id)]]
        )
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(activity.user_id, self.coach_a2)

    def test_people_of_two_coaches_at_once(self):
        first = self.to_do(self.client_a1)
        second = self.to_do(self.client_a2)
        self.move(self.client_a1 | self.client_a2, self.leader_a)
        self.assertEqual((first | second).user_id, self.leader_a)

    # ANOTHER TEAM

    def test_another_team(self):
        """The team follows the coach; the former leader reads nothing either."""
        had = self.furnish(self.client_a1)
        self.client_a1.cover_ids.unlink()
        had.pop("ips.client.cover")
        action = self.move(self.client_a1, self.coach_b1)
        self.assertIn("Bertta", action["params"]["message"])
        self.assertEqual(self.client_a1.team_id, self.team_b)
        self.assertTrue(self.client_a1.with_user(self.leader_b).has_access("write"))
        for user in self.coach_a1 | self.leader_a | self.deputy_a:
            self.assert_reads_nothing(self.client_a1, had, user)

    def test_another_team_by_the_form(self):
        """Saving returns what the leader asked for, or says that it is gone."""
        self.env.invalidate_all()
        client = self.client_a1.with_user(self.leader_a)
        client.write({"user_id": self.coach_b1.id})
        self.assertEqual(self.client_a1.team_id, self.team_b)

    def test_people_of_two_teams_at_once(self):
        """A leader moves nobody of another team, and then nobody at all."""
        with self.assert_refused(AccessError):
            self.move(self.client_a1 | self.client_b1, self.coach_a2)
        self.assertEqual(self.client_a1.user_id, self.coach_a1)
        self.env.invalidate_all()
        both = (self.client_a1 | self.client_b1).with_user(self.leader_a)
        with self.assert_refused(AccessError):
            both.user_id = self.coach_a2
        both.sudo().write({"phase": "in_work"})
        self.assertEqual(both.sudo().mapped("phase"), ["in_work", "in_work"])

    def test_team_alone(self):
        """The person goes to another team; the coach stays until the leader there
        finds one.
        """
        self.env.invalidate_all()
        self.client_a1.with_user(self.leader_a).team_id = self.team_b
        self.assertEqual(self.client_a1.user_id, self.coach_a1)
        self.env.invalidate_all()
        self.assertTrue(self.client_a1.with_user(self.leader_b).has_access("read"))
        self.assertFalse(self.client_a1.with_user(self.leader_a).has_access("read"))

    # THE COACH LEAVES

    def test_account_closed(self):
        """The caseload is still there to be moved, all of it at once."""
        visit = self.visit(self.client_a1)
        self.coach_a1.active = False
        self.env.invalidate_all()
        self.move(self.Client, self.coach_a2, from_user_id=self.coach_a1.id)
        self.assertEqual(self.client_a1.user_id, self.coach_a2)
        self.assertEqual(visit.user_id, self.coach_a2)

    def test_account_closed_and_phase_changed(self):
        """People of a coach who left are not stuck."""
        self.coach_a1.active = False
        self.env.invalidate_all()
        client = self.client_a1.with_user(self.leader_a)
        client.write({"phase": "in_work", "max_distance_km": 5})
        self.assertEqual(client.phase, "in_work")

    def test_account_with_a_caseload_is_not_deleted(self):
        with self.assert_refused(RestrictViolation, ForeignKeyViolation):
            self.coach_a1.unlink()

    def test_role_taken_away(self):
        """Who is no coach any more reads nobody, at once."""
        self.leave_role(self.coach_a1, "ips_employer_crm.group_ips_coach")
        self.env.invalidate_all()
        with self.assert_refused(AccessError):
            self.client_a1.with_user(self.coach_a1).read(["ref"])
        self.move(self.client_a1, self.coach_a2)
        self.assertEqual(self.client_a1.user_id, self.coach_a2)


@tagged("standard", "post_install", "-at_install")
class TestClose(ReassignCommon):
    """The service ends with a reason, and reasons are counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.moved = cls.env.ref("ips_employer_crm.end_reason_moved")
        cls.own = cls.env.ref("ips_employer_crm.end_reason_own_decision")

    def close(self, clients, reason, by=None):
        self.env.flush_all()
        self.env.invalidate_all()
        wizard = self.env["ips.client.close"].with_user(by or self.coach_a1)
        form = Form(wizard.with_context(active_ids=clients.ids))
        form.end_reason_id = reason
        form.save().action_apply()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_close(self):
        self.close(self.client_a1, self.moved)
        self.assertRecordValues(
            self.client_a1,
            [
                {
                    "phase": "closed",
                    "end_reason_id": self.moved.id,
                    "is_job_seeker": False,
                }
            ],
        )
        self.assertEqual(
            self.client_a1.period_ids.filtered("end_reason_id").end_reason_id,
            self.moved,
        )

    def test_reason_is_needed(self):
        self.env.invalidate_all()
        wizard = self.env["ips.client.close"].with_user(self.coach_a1)
        form = Form(wizard.with_context(active_ids=self.client_a1.ids))
        with self.assertRaises(AssertionError):
            form.save()

    def test_card_dropped_on_closed(self):
        """Or an import: nobody leaves without a reason."""
        self.env.invalidate_all()
        client = self.client_a1.with_user(self.coach_a1)
        with self.assert_refused(UserError, text="Close the service"):
            client.web_save({"phase": "closed"}, {"ref": {}})
        client.write({"phase": "closed", "end_reason_id": self.moved.id})
        # The same again is no change
        client.write({"phase": "closed"})
        self.assertEqual(client.end_reason_id, self.moved)

    def test_closed_already(self):
        other = self.new_client(self.coach_a1)
        self.close(self.client_a1, self.moved)
        with self.assert_refused(UserError, text="closed already"):
            self.close(self.client_a1, self.own)
        self.close(self.client_a1 | other, self.own)
        self.assertEqual(self.client_a1.end_reason_id, self.moved)
        self.assertEqual(other.end_reason_id, self.own)

    def test_somebody_elses(self):
        for user in self.coach_a2 | self.leader_b:
            with self.assert_refused(AccessError):
                self.close(self.client_a1, self.moved, by=user)

    def test_out_of_the_queue(self):
        self.close(self.client_waiting, self.own, by=self.leader_a)
        self.assertEqual(self.client_waiting.phase, "closed")

    def test_refusals_counted(self):
        """The leader counts people by reason; another leader's are not among them."""
        clients = [self.new_client(self.coach_a1) for _number in range(3)]
        self.close(clients[0] | clients[1], self.moved)
        self.close(clients[2], self.own)
        self.close(self.client_waiting, self.own, by=self.leader_a)
        self.close(self.client_b1, self.own, by=self.coach_b1)
        groups = self.Client.with_user(self.leader_a).formatted_read_group(
            [("phase", "=", "closed"), ("user_id", "in", [False, self.coach_a1.id])],
            ["end_reason_id"],
            ["__count"],
        )
        self.assertEqual(
            {group["end_reason_id"][0]: group["__count"] for group in groups},
            {self.moved.id: 2, self.own.id: 2},
        )

    def test_history_of_refusals(self):
        """In the history as well, for people who came back."""
        self.close(self.client_a1, self.own)
        self.freeze("2025-04-05 10:00:00")
        self.client_a1.action_return()
        self.freeze("2025-05-05 10:00:00")
        self.close(self.client_a1, self.moved)
        groups = (
            self.env["ips.client.period"]
            .with_user(self.leader_a)
            .formatted_read_group(
                [("client_id", "=", self.client_a1.id), ("end_reason_id", "!=", False)],
                ["end_reason_id"],
                ["__count"],
            )
        )
        self.assertEqual(
            {group["end_reason_id"][0]: group["__count"] for group in groups},
            {self.moved.id: 1, self.own.id: 1},
        )

    def test_reason_in_use_is_archived_not_deleted(self):
        self.close(self.client_a1, self.moved)
        with self.assert_refused(RestrictViolation, ForeignKeyViolation):
            self.moved.unlink()
        self.moved.active = False
        self.assertEqual(self.client_a1.end_reason_id, self.moved)

    def test_return(self):
        self.close(self.client_a1, self.moved)
        self.freeze("2025-04-05 10:00:00")
        self.client_a1.with_user(self.coach_a1).action_return()
        self.assertRecordValues(
            self.client_a1,
            [{"phase": "agreed", "end_reason_id": False, "user_id": self.coach_a1.id}],
        )

    def test_wishes_and_consent_stay(self):
        """Who returns need not say everything again."""
        self.new_wish(self.client_a1)
        record = self.new_disclosure(self.client_a1)
        self.close(self.client_a1, self.moved)
        self.client_a1.with_user(self.coach_a1).action_return()
        self.assertTrue(self.client_a1.wish_ids)
        self.assertEqual(record.state, "in_force")

    def test_past_visit_planned(self):
        """A planned visit that nobody has logged goes along as well."""
        visit = self.visit(self.client_a1, date=TUESDAY)
        self.assertLess(visit.date, datetime(2025, 3, 5))
        self.move(self.client_a1, self.coach_a2)
        self.assertEqual(visit.user_id, self.coach_a2)
