"""Boards of a region: 1,500 people and 3,000 jobs cost what 30 people cost."""

from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from .common_placement import PlacementCommon
from .test_client_queries import ClientQueriesCommon

PEOPLE = 1500
# Jobs of each person
JOBS = 2
# More than the web client opens groups at once, and My week shows of a kind
FEW = 30
# What the web client shows of a list, and of a column of a board
LIMIT = 80


@tagged("standard", "post_install", "-at_install")
class TestPlacementQueries(ClientQueriesCommon, PlacementCommon):
    """Team B has 30 people with 60 jobs, team A 1,500 with 3,000.

    Bertta serves all of team B, Aino every fifth person of team A: no coach has so many
    people, and beyond 1,000 records Odoo reads in several goes. Of each person one job
    runs, and the other is coming, running or over; one of four people is met too late.
    The people are copies of two, made by SQL.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As in team A: somebody who waits, so that the boards have the same columns
        cls.new_client(cls.leader_b, user_id=False, phase="waiting")
        towns = cls.env["ips.municipality"].search([], limit=2)
        for coach, client, number, town in (
            (cls.coach_b1, cls.client_b1, FEW, towns[0]),
            (cls.coach_a1, cls.client_a1, PEOPLE, towns[1]),
        ):
            # Of their own, so that nobody else's visits are shown to one alone
            employer = cls.new_employer(f"Employer of {coach.name}")
            client.municipality_id = town
            cls.new_wish(client)
            cls.new_disclosure(client)
            cls.log(coach, employer_id=employer.id, person_ids=False)
            job = cls.env["ips.placement"].create(
                {
                    "client_id": client.id,
                    "employer_id": employer.id,
                    "lead_id": cls.opening.id,
                    "occupation_id": cls.kitchen.id,
                    "start_date": cls.today - timedelta(days=60),
                    "hours_week": 20,
                }
            )
            cls.env["ips.support.contact"].create(
                {
                    "placement_id": job.id,
                    "user_id": coach.id,
                    "date": cls.today - timedelta(days=10),
                }
            )
            cls.env.flush_all()
            cls._multiply(client, job, number)
        cls.env.invalidate_all()

    @classmethod
    def _copy(cls, record, series, **expressions):
        """Copies of the record's row: one for each row of ``series``, an SQL query.

        ``expressions`` are columns in SQL, of the row ``t`` and the series ``s``.
        """
        names = [
            name
            for name, field in record._fields.items()
            if name != "id" and field.store and field.column_type
        ]
        columns = SQL(", ").join(map(SQL.identifier, names))
        values = SQL(", ").join(
            expressions.get(name, SQL("t.%s", SQL.identifier(name))) for name in names
        )
        table = SQL.identifier(record._table)
        return cls.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s t, (%s) s WHERE t.id = %s "
                "RETURNING id",
                *(table, columns, values, table, series, record.id),
            )
        )

    @classmethod
    def _multiply(cls, client, job, number):
        people = cls._copy(
            client,
            SQL("SELECT generate_series(2, %s) AS n", number),
            ref=SQL("t.ref || s.n"),
            user_id=SQL(
                "CASE WHEN t.user_id = %s AND s.n %% 5 > 0 THEN %s ELSE t.user_id END",
                *(cls.coach_a1.id, cls.coach_a2.id),
            ),
            phase=SQL("CASE s.n %% 3 WHEN 0 THEN 'searching' ELSE 'in_work' END"),
            entry_date=SQL("t.entry_date - s.n %% 400"),
        )
        others = SQL("SELECT unnest(%s) AS id", [row[0] for row in people])
        for record in (client.wish_ids, client.disclosure_ids, client.period_ids):
            cls._copy(record, others, client_id=SQL("s.id"))
        day, late, soon = cls.today, timedelta(days=3), timedelta(days=2)
        first = cls._copy(
            job,
            others,
            client_id=SQL("s.id"),
            next_support_date=SQL(
                "CASE s.id %% 4 WHEN 0 THEN %s ELSE %s END", day - late, day + soon
            ),
        )
        everyone = [client.id, *(row[0] for row in people)]
        second = cls._copy(
            job,
            SQL("SELECT unnest(%s) AS id", everyone),
            client_id=SQL("s.id"),
            start_date=SQL(
                "CASE s.id %% 3 WHEN 0 THEN %s ELSE %s END",
                *(day + timedelta(days=5), day - timedelta(days=40)),
            ),
            end_date=SQL(
                "CASE s.id %% 3 WHEN 1 THEN %s ELSE NULL END", day - timedelta(days=2)
            ),
            next_support_date=SQL("%s", day + timedelta(days=3)),
        )
        jobs = SQL(
            "SELECT id, client_id FROM ips_placement WHERE id IN %s",
            tuple(row[0] for row in first + second),
        )
        cls._copy(
            job.support_ids,
            jobs,
            placement_id=SQL("s.id"),
            client_id=SQL("s.client_id"),
        )

    # WORDS

    def assert_costs_alike(self, call, most, by=("coach", "leader")):
        """The team of many costs no query more than the team of few."""
        roles = {
            "coach": (self.coach_b1, self.coach_a1),
            "leader": (self.leader_b, self.leader_a),
        }
        for role in by:
            costs = []
            for user in roles[role]:
                env = self.env(user=user.id)
                # Rules of a user are read with the first call of this kind, and kept
                self.cost(lambda env=env: call(env))
                costs.append(self.cost(lambda env=env: call(env)))
            with self.subTest(by=role):
                self.assertLessEqual(costs[1], costs[0])
                self.assertLessEqual(costs[1], most)

    def counted(self, records):
        """A full page asks for the number of all as well: here each page does."""
        return records.with_context(force_search_count=True)

    def assert_listed_alike(self, model, spec, domain, most):
        def call(env):
            found = self.counted(env[model]).web_search_read(domain, spec, limit=LIMIT)
            self.assertTrue(found["records"])

        self.assert_costs_alike(call, most)

    def assert_grouped_alike(self, model, spec, groupby, most):
        def call(env):
            found = env[model].web_read_group(
                [],
                [groupby],
                ["__count"],
                # A full page asks for the number of all: with few as with many
                limit=FEW,
                auto_unfold=True,
                unfold_read_specification=spec,
            )
            self.assertTrue(found["groups"])

        self.assert_costs_alike(call, most)

    def filters(self, view):
        """{name: domain} of the filters of a search view."""
        arch = self.env.ref(f"ips_employer_crm.{view}")._get_combined_arch()
        return {
            node.get("name"): node.get("domain")
            for node in arch.xpath(".//filter[@domain]")
        }

    # SCREENS

    def test_there_are_so_many(self):
        """The tests below are over as many as they say."""
        for user, people, jobs in (
            (self.coach_b1, FEW, JOBS * FEW),
            (self.leader_b, FEW, JOBS * FEW),
            (self.coach_a1, PEOPLE // 5 + 1, JOBS * (PEOPLE // 5 + 1)),
            (self.leader_a, PEOPLE, JOBS * PEOPLE),
        ):
            env = self.env(user=user.id)
            placements = env["ips.placement"]
            at_work = [("placement_ids", "!=", False)]
            self.assertEqual(env["ips.client"].search_count(at_work), people)
            self.assertEqual(placements.search_count([]), jobs)
            self.assertEqual(env["ips.support.contact"].search_count([]), jobs)
            for domain in (
                [("state", "=", "running")],
                [("state", "=", "coming")],
                [("state", "=", "ended")],
                [("is_support_late", "=", True)],
            ):
                self.assertGreaterEqual(placements.search_count(domain), people // 5)

    def test_caseload(self):
        for kind in ("list", "kanban"):
            spec = self.specification("ips.client", kind=kind)
            with self.subTest(kind=kind):
                self.assert_listed_alike("ips.client", spec, [], 30)

    def test_caseload_by_phase(self):
        spec = self.specification("ips.client", kind="kanban")
        self.assert_grouped_alike("ips.client", spec, "phase", 35)

    def test_at_work(self):
        """As a board and as a list, everyone and by each filter."""
        filters = self.filters("ips_placement_view_search")
        self.assertLessEqual({"mine", "running", "coming", "late"}, filters.keys())
        # Nobody here is on trial
        del filters["trials"]
        for kind in ("kanban", "list"):
            spec = self.specification("ips.placement", kind=kind)
            self.assertIn("is_support_late", spec)
            for name, text in {"everyone": "[]", **filters}.items():
                # Of the coach: the leader has no people of their own
                by = ("coach",) if name == "mine" else ("coach", "leader")

                def call(env, spec=spec, text=text):
                    domain = safe_eval(text, {"uid": env.uid})
                    found = self.counted(env["ips.placement"]).web_search_read(
                        domain, spec, limit=LIMIT
                    )
                    self.assertTrue(found["records"])

                with self.subTest(kind=kind, filter=name):
                    self.assert_costs_alike(call, 20, by)

    def test_at_work_in_groups(self):
        spec = self.specification("ips.placement", kind="list")
        for groupby in ("client_id", "start_date:month"):
            with self.subTest(groupby=groupby):
                self.assert_grouped_alike("ips.placement", spec, groupby, 20)

    def test_follow_along(self):
        spec = self.specification("ips.support.contact", kind="list")
        self.assertIn("with_whom", spec)
        self.assert_listed_alike("ips.support.contact", spec, [], 20)

    def test_my_week(self):
        def call(env):
            self.assertTrue(env["ips.coach.week"].get_my_week()["support_due"])

        self.assert_costs_alike(call, 60, by=("coach",))

    def test_log_screen(self):
        """Whom follow-along may be logged for: all that run, in one go."""

        def call(env):
            screen = env["ips.employer.contact"].get_log_screen()
            self.assertTrue(screen["at_work"]["jobs"])

        self.assert_costs_alike(call, 60, by=("coach",))

    # ONE PERSON

    def grow(self, number):
        """So many more jobs, each followed along, and meetings of the first job."""
        client, job = self.client_b1, self.client_b1.placement_ids.sorted("id")[0]
        contact = job.support_ids[0]
        series = SQL("SELECT generate_series(1, %s) AS n", number)
        self._copy(job, series, start_date=SQL("t.start_date - s.n"))
        self._copy(contact, series, date=SQL("t.date - s.n"))
        self.env.invalidate_all()
        return client, job

    def test_forms(self):
        """A job's follow-along and a person's jobs: 3 or 120."""
        costs = []
        specs = [
            self.specification(name, user=self.coach_b1)
            for name in ("ips.placement", "ips.client")
        ]
        self.assertIn("with_whom", specs[0]["support_ids"]["fields"])
        self.assertIn("placement_count", specs[1])
        for number in (2, 117):
            client, job = self.grow(number)
            records = [each.with_user(self.coach_b1) for each in (job, client)]
            pairs = list(zip(records, specs, strict=True))
            for _round in ("rules are read", "and kept"):
                cost = [
                    self.cost(lambda r=record, s=spec: r.web_read(s))
                    for record, spec in pairs
                ]
            costs.append(cost)
            self.assertEqual(len(job.support_ids), 3 if number == 2 else 120)
        for few, many in zip(*costs, strict=True):
            self.assertLessEqual(many, few)
            self.assertLessEqual(many, 60)
