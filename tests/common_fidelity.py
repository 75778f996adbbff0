"""Quality reviews of a team with people, jobs, weeks and contacts."""

from datetime import date, datetime, timedelta

from odoo.fields import Command

from .common import MONDAY
from .common_client import IpsClientCommon

# The review's period: the six weeks before this one, Monday to Sunday
FIRST = MONDAY - timedelta(weeks=6)
LAST = MONDAY - timedelta(days=1)
# Longer than all that is entered here
FAR = date(2020, 1, 6)


class IpsFidelityCommon(IpsClientCommon):
    """A review of team C, which has nothing yet but a leader and two coaches.

    Aino coaches in it alone: she is in no other team. Time stands still on Wednesday,
    the 5th of March 2025; the period ends on the Sunday before.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader_c, cls.coach_c1, cls.coach_c2 = cls.new_users(
            ("leader_c", "Lotta Leader", cls.coach_group()),
            ("coach_c1", "Cia Coach", cls.coach_group()),
            ("coach_c2", "Claes Coach", cls.coach_group()),
        )
        cls.team_c = cls.new_team("Team C", cls.leader_c, cls.coach_c1 | cls.coach_c2)
        cls.Review = cls.env["ips.fidelity.review"].with_user(cls.leader_c)
        cls.Placement = cls.env["ips.placement"]
        cls.occupations = cls.env["ips.occupation"].search([("level", "=", "4")])

    @staticmethod
    def coach_group():
        return "ips_employer_crm.group_ips_coach"

    # REVIEWS

    @classmethod
    def review(cls, date_from=FIRST, date_to=LAST, **vals):
        return cls.Review.create(
            {
                "team_id": cls.team_c.id,
                "date_from": date_from,
                "date_to": date_to,
                **vals,
            }
        )

    def result(self, number, **vals):
        """The criterion's row in a review made now."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.row(self.review(**vals), number)

    def row(self, review, number):
        return review.score_ids.filtered(lambda row: row.number == number)

    def assert_score(self, number, score, figure=None, note=None, **vals):
        row = self.result(number, **vals)
        self.assertEqual(row.auto_score, score, row.figure_text or row.note)
        if figure is not None:
            self.assertAlmostEqual(row.figure, figure, 6)
        if note is not None:
            self.assertEqual(row.note_code or "", note)
        return row

    def assert_no_score(self, number, note, **vals):
        row = self.assert_score(number, 0, note=note, **vals)
        self.assertFalse(row.has_figure)
        self.assertTrue(row.note)
        return row

    def limit(self, number):
        return self.env.ref(f"ips_employer_crm.fidelity_threshold_{number}")

    # COACHES

    def full_time_shares(self, *shares):
        """Of team C's coaches, as if they had been so all the time."""
        members = self.team_c.crm_team_member_ids
        for member, share in zip(members, shares, strict=True):
            member.fte = share
        self.forget_changes()

    def forget_changes(self):
        self.env["ips.contact.target"].search([]).unlink()

    # PEOPLE

    @classmethod
    def person(cls, coach=None, entry=FIRST, phase="searching", **vals):
        """Somebody in the service of team C since the first day of the period."""
        coach = coach or cls.coach_c1
        return cls.Client.create(
            {
                "user_id": coach.id,
                "team_id": cls.team_c.id,
                "phase": phase,
                "entry_date": entry,
                **vals,
            }
        )

    @classmethod
    def people(cls, number, **vals):
        return cls.Client.union(*[cls.person(**vals) for _index in range(number)])

    # JOBS

    @classmethod
    def job(cls, client=None, start=FIRST, **vals):
        return cls.Placement.create(
            {
                "client_id": (client or cls.person()).id,
                "employer_id": cls.workplace.id,
                "start_date": start,
                **vals,
            }
        )

    @classmethod
    def meet(cls, job, *days, **vals):
        """The person was met on those days."""
        return cls.env["ips.support.contact"].create(
            [
                {
                    "placement_id": job.id,
                    "date": day,
                    "user_id": cls.coach_c1.id,
                    **vals,
                }
                for day in days
            ]
        )

    # CONTACTS

    @classmethod
    def visits(cls, coach, monday, number, **vals):
        """So many counted contacts on that week's Tuesday."""
        moment = datetime(monday.year, monday.month, monday.day, 9) + timedelta(days=1)
        return cls.Contact.with_user(coach).create(
            [
                {
                    "employer_id": cls.workplace.id,
                    "date": moment + timedelta(minutes=index),
                    "person_ids": [Command.set(cls.decider.ids)],
                    **vals,
                }
                for index in range(number)
            ]
        )

    @classmethod
    def mondays(cls):
        return [FIRST + timedelta(weeks=index) for index in range(6)]

    @classmethod
    def sign_all(cls, coach, after=1):
        """The leader signs all weeks, so many days after their Sundays."""
        for monday in cls.mondays():
            cls.sign_week(coach, monday, after)

    @classmethod
    def sign_week(cls, coach, monday, after=1):
        cls.Week._ensure_weeks({(coach.id, cls.team_c.id, monday)})
        week = cls.week(coach, monday, cls.team_c)
        day = monday + timedelta(days=6 + after)
        moment = datetime(day.year, day.month, day.day, 9)
        week.write({"review_date": moment, "first_review_date": moment})
        return week
