"""Who reads a review, its scores and the rows behind them."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import FRIDAY, TUESDAY
from .common_fidelity import FIRST, LAST, IpsFidelityCommon


@tagged("standard", "post_install", "-at_install")
class TestRoles(IpsFidelityCommon):
    """Leader and deputies keep it, the team's coaches read it when it is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy_c = cls.new_user("deputy_c", "Dan Deputy", cls.coach_group())
        cls.team_c.deputy_ids = cls.deputy_c
        cls.served = cls.people(3)
        cls.visits(cls.coach_c1, FIRST, 1)
        cls.draft = cls.review()
        cls.done = cls.review(reviewer="Reviewers")
        cls.done.score_ids.score = 4
        cls.done.action_done()
        cls.far = (
            *(cls.outsider, cls.manager, cls.privacy, cls.portal, cls.ips_admin),
            *(cls.coach_b1, cls.leader_b, cls.coach_a1, cls.leader_a),
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def found(self, user):
        self.env.invalidate_all()
        Review = self.env["ips.fidelity.review"].with_user(user)
        try:
            return Review.search([("team_id", "=", self.team_c.id)])
        except AccessError:
            return Review

    def test_who_finds_which(self):
        for user in self.leader_c | self.deputy_c:
            self.assertEqual(self.found(user), self.draft | self.done)
        for user in self.coach_c1 | self.coach_c2:
            self.assertEqual(self.found(user), self.done)
        for user in self.far:
            with self.subTest(user=user.name):
                self.assertFalse(self.found(user))
                for review in self.draft | self.done:
                    for records in (review, review.score_ids):
                        with self.assert_refused(AccessError):
                            self.env.invalidate_all()
                            records.with_user(user).read(["display_name"])

    def test_coaches_read_the_result(self):
        """Total, scores, figures and remarks; no rows."""
        self.env.invalidate_all()
        done = self.done.with_user(self.coach_c1)
        values = done.read()[0]
        self.assertEqual((values["total"], values["band"]), (100, "good"))
        rows = done.score_ids
        # The rest is made of one coach's work, and the leader's to read
        hidden = {17, 18, 24}
        self.assertEqual(set(rows.mapped("number")), set(range(1, 26)) - hidden)
        self.assertTrue(done.has_hidden_scores)
        rows.read()
        # 16: not even of what coaches may read anyway
        for row in rows.filtered(lambda row: row.number in (1, 16)):
            for action in (row.action_view_evidence, row.action_view_left):
                with self.assert_refused(AccessError, text="sees the rows"):
                    action()
        with self.assert_refused(AccessError):
            self.row(self.draft, 1).with_user(self.coach_c1).action_view_evidence()
        text = repr(rows.read()) + repr(done.read())
        for client in self.served:
            self.assertNotIn(client.ref, text)

    def test_coaches_write_nothing(self):
        done = self.done.with_user(self.coach_c1)
        for deed in (
            lambda: done.write({"reviewer": "Me"}),
            lambda: done.score_ids[:1].write({"score": 5}),
            done.unlink,
            done.action_count,
            done.action_done,
            done.action_take_over,
            lambda: done.create({"team_id": self.team_c.id}),
        ):
            self.env.invalidate_all()
            # What is done is refused to everybody before anybody asks who it is
            with self.assert_refused(AccessError, UserError):
                deed()
        draft = self.draft.with_user(self.coach_c1)
        for deed in (
            lambda: draft.write({"reviewer": "Me"}),
            lambda: draft.score_ids[:1].write({"score": 5}),
            draft.action_count,
        ):
            self.env.invalidate_all()
            with self.assert_refused(AccessError):
                deed()

    def test_former_coaches_read_no_more(self):
        member = self.team_c.crm_team_member_ids.filtered(
            lambda row: row.user_id == self.coach_c1
        )
        member.active = False
        self.assertFalse(self.found(self.coach_c1))

    def test_deputy_does_what_the_leader_does(self):
        review = self.draft.with_user(self.deputy_c)
        review.action_count()
        review.score_ids[:1].score = 3
        row = self.row(review, 1)
        action = row.action_view_evidence()
        clients = self.Client.with_user(self.deputy_c).search(action["domain"])
        self.assertEqual(clients.with_env(self.env), self.served)
        review.action_done()
        self.assertEqual(review.state, "done")

    def test_evidence_is_read_with_the_own_rights(self):
        """The ids of an action open nothing to anybody else."""
        self.env.invalidate_all()
        domain = self.row(self.draft, 1).action_view_evidence()["domain"]
        for user in (self.coach_c2, self.leader_b):
            self.assertFalse(self.Client.with_user(user).search(domain))

    def test_leaders_of_other_teams(self):
        Review = self.env["ips.fidelity.review"].with_user(self.leader_b)
        with self.assert_refused(AccessError):
            Review.create({"team_id": self.team_c.id})
        own = Review.create({"team_id": self.team_b.id})
        with self.assert_refused(AccessError):
            own.team_id = self.team_c
        self.assertEqual(Review._default_team_id(), self.team_b)

    def test_numbers_are_of_the_team(self):
        """Whoever leads two teams, and a count by the system, count one of them."""
        self.team_a.user_id = self.leader_c
        self.person(coach=self.coach_a1, team_id=self.team_a.id)
        self.log(self.coach_a1, date=TUESDAY - timedelta(weeks=2))
        visits = self.Contact.search([("team_id", "=", self.team_c.id)])
        visits.unlink()
        for review in (self.draft, self.draft.sudo()):
            review._count()
            self.assertEqual(self.row(review, 1).numerator, 3)
            self.assertEqual(self.row(review, 17).note_code, "no_tracking")

    def test_same_figures_for_the_administrator_s_limits(self):
        """A changed limit counts as the system: the same figures as the leader's."""
        visit = self.visits(self.coach_c1, FIRST, 2)[:1]
        self.new_line(visit, self.served[0], matches_wishes="yes")
        self.job(self.served[0])
        self.draft.action_count()
        names = ["auto_score", "figure", "numerator", "denominator", "note_code"]
        before = self.draft.score_ids.read(names)
        self.limit(18).with_user(self.ips_admin).limit_2 = 11
        self.env.invalidate_all()
        self.assertEqual(self.draft.score_ids.read(names), before)

    def test_administrator_keeps_criteria(self):
        item = self.env.ref("ips_employer_crm.fidelity_item_1")
        with Form(item.with_user(self.ips_admin)) as form:
            form.official_text = "Our own copy"
            with form.threshold_ids.new() as line:
                line.valid_from = FRIDAY.date()
                line.direction = "down"
                line.limit_2, line.limit_3 = 50, 40
                line.limit_4, line.limit_5 = 30, 10
        self.assertEqual(len(item.threshold_ids), 2)
        for user in self.leader_c | self.coach_c1:
            with self.assert_refused(AccessError):
                item.with_user(user).official_text = "Mine"
            with self.assert_refused(AccessError):
                item.threshold_ids[:1].with_user(user).minimum = 1

    def test_number_of_queries(self):
        """Counting costs the same for one of each and for many."""
        self.make_data(6)
        self.draft.action_count()
        costs = []
        for number in (1, 18):
            self.make_data(number)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.draft._count()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 3, costs)
        self.assertLess(costs[0], 250, costs)

    def make_data(self, number):
        for index in range(number):
            client = self.person(referral_source_id=index % 3 + 1)
            self.new_wish(client)
            self.new_disclosure(client, valid_from=FIRST)
            job = self.job(client, end_date=LAST if index % 2 else False)
            self.meet(job, FIRST + timedelta(days=index))
            visit = self.visits(self.coach_c1, FIRST + timedelta(weeks=index % 6), 1)
            self.new_line(visit, client, matches_wishes="yes")
