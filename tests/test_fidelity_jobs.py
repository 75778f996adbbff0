"""Criteria 19-22: jobs held."""

from datetime import timedelta

from odoo.tests import tagged

from .common_fidelity import FIRST, LAST, IpsFidelityCommon

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@tagged("standard", "post_install", "-at_install")
class TestDiversity(IpsFidelityCommon):
    """19 and 20: different ones of the jobs that started or ran in the period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.someone = cls.person()

    def jobs(self, different, of, **vals):
        """So many jobs, of as many different kinds, the last kind many times."""
        for index in range(of):
            occupation = self.occupations[min(index, different - 1)]
            self.job(self.someone, occupation_id=occupation.id, **vals)

    def test_job_types_limits(self):
        for different, of, score in (
            *[(17, 20, 5), (11, 13, 4), (7, 10, 4), (9, 13, 3), (6, 10, 3)],
            *[(10, 17, 2), (5, 10, 2), (7, 15, 1)],
        ):
            with self.subTest(different=different, of=of):
                with self.env.cr.savepoint() as savepoint:
                    self.jobs(different, of)
                    self.assert_score(19, score, different * 100 / of)
                    savepoint.rollback()

    def test_employers_limits(self):
        employers = [self.new_employer(f"Employer {index}") for index in range(17)]
        for different, of, score in (
            *[(17, 20, 5), (11, 13, 4), (7, 10, 4), (9, 13, 3), (6, 10, 3)],
            *[(10, 17, 2), (5, 10, 2), (7, 15, 1)],
        ):
            with self.subTest(different=different, of=of):
                with self.env.cr.savepoint() as savepoint:
                    for index in range(of):
                        place = employers[min(index, different - 1)]
                        self.job(self.someone, employer_id=place.id)
                    self.assert_score(20, score, different * 100 / of)
                    savepoint.rollback()

    def test_under_ten_jobs_the_count_and_no_score(self):
        self.jobs(9, 9)
        for number in (19, 20):
            row = self.assert_score(number, 0, note="too_few")
            self.assertFalse(row.has_figure)
            self.assertIn("9 jobs", row.note)
        self.jobs(1, 1, kind="work_trial")
        self.assert_score(19, 0, note="too_few")
        self.jobs(1, 1)
        self.assert_score(19, 5, 90)
        self.limit(19).minimum = 11
        self.assert_score(19, 0, note="too_few")

    def test_started_or_running_in_the_period(self):
        self.assert_no_score(19, "no_jobs")
        self.jobs(8, 8)
        self.jobs(1, 1, start=FIRST - 99 * DAY, end_date=FIRST)
        self.jobs(1, 1, start=LAST)
        self.jobs(5, 5, start=FIRST - 99 * DAY, end_date=FIRST - DAY)
        self.jobs(5, 5, start=LAST + DAY)
        row = self.assert_score(19, 4, 80)
        self.assertEqual(row.denominator, 10)
        shown = self.Placement.search(row.action_view_evidence()["domain"])
        self.assertEqual(len(shown), 10)

    def test_digits_of_a_job_type(self):
        """Kitchen helpers and fast food preparers are one group of two digits."""
        group = self.env["ips.occupation"].search([("code", "=like", "94__")])
        self.assertGreater(len(group), 1)
        for index in range(10):
            self.job(self.someone, occupation_id=group[index % 2].id)
        self.assert_score(19, 1, 20)
        self.env.company.ips_job_type_digits = 2
        self.assert_score(19, 1, 10)

    def test_without_an_occupation(self):
        self.jobs(9, 9)
        self.job(self.someone)
        self.assert_score(19, 5, 90)
        self.job(self.someone)
        self.assert_score(19, 4, 900 / 11)

    def test_workplaces(self):
        """Of one company: another employer where somebody decides on hiring."""
        other = self.workplace.copy({"name": "Another", "parent_id": self.company_e.id})
        for place in (self.company_e, other, self.workplace, *[self.company_e] * 7):
            self.job(self.someone, employer_id=place.id)
        self.assert_score(20, 1, 20)
        self.new_person("Boss", other, decides_on_hiring=True)
        self.assert_score(20, 1, 30)

    def test_deleted_employers_go_by_name(self):
        self.jobs(1, 8)
        for name in ("Kahvila", "kahvila "):
            job = self.job(self.someone)
            job.employer_id = False
            job.employer_name = name
        self.assert_score(20, 1, 20)


@tagged("standard", "post_install", "-at_install")
class TestPermanent(IpsFidelityCommon):
    """21: permanent jobs of the open market, of those running on the last day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.someone = cls.person()

    def jobs(self, number, **vals):
        vals = {"is_permanent": True, **vals}
        for _index in range(number):
            self.job(self.someone, **vals)

    def test_every_limit(self):
        for good, of, score in (
            *[(19, 20, 5), (18, 19, 4), (17, 20, 4), (16, 19, 3), (9, 12, 3)],
            *[(14, 19, 2), (13, 20, 2), (11, 17, 1), (0, 10, 1)],
        ):
            with self.subTest(good=good, of=of), self.env.cr.savepoint() as savepoint:
                self.jobs(good)
                self.jobs(of - good, is_permanent=False)
                self.assert_score(21, score, good * 100 / of)
                savepoint.rollback()

    def test_under_ten_current_jobs_is_a_1(self):
        for number in (0, 9):
            self.jobs(number)
            row = self.assert_score(21, 1, note="too_few")
            self.assertFalse(row.has_figure)
            self.assertIn(f"{number} jobs", row.note)
        self.jobs(1)
        self.assert_score(21, 5, 100)

    def test_which_jobs(self):
        """Running on the last day; trials are none; subsidised ones are not worse."""
        self.jobs(9, is_subsidised=True)
        self.jobs(1, end_date=LAST)
        self.assert_score(21, 5, 100)
        self.jobs(5, is_permanent=False, end_date=LAST - DAY)
        self.jobs(5, is_permanent=False, kind="work_trial")
        self.jobs(5, is_permanent=False, start=LAST + DAY)
        self.assert_score(21, 5, 100)
        self.jobs(1, is_open_market=False)
        self.assert_score(21, 4, 1000 / 11)


@tagged("standard", "post_install", "-at_install")
class TestFollowAlong(IpsFidelityCommon):
    """22, a proposal: jobs with follow-along; who gets it and by whom."""

    def test_limits_and_what_holds_back(self):
        self.assert_no_score(22, "no_jobs")
        jobs = [self.job() for _index in range(5)]
        self.assert_score(22, 1, 0)
        self.meet(jobs[0], FIRST - DAY)
        self.meet(jobs[0], FIRST)
        self.assert_score(22, 1, 20)
        self.meet(jobs[1], LAST)
        self.assert_score(22, 2, 40)
        self.meet(jobs[2], LAST)
        self.assert_score(22, 3, 60, "no_employers")
        self.meet(jobs[0], LAST, with_whom="employer")
        self.assert_score(22, 4, 60)
        self.meet(jobs[0], LAST, user_id=self.coach_c2.id)
        self.assert_score(22, 5, 60, "")
