"""The cast of the suite and the few words that the tests speak."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count

from stdnum.fi import ytunnus

from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time
from odoo.tools import mute_logger

COACH = "ips_employer_crm.group_ips_coach"
LEADER = "ips_employer_crm.group_ips_leader"
ADMIN = "ips_employer_crm.group_ips_admin"
PRIVACY = "ips_employer_crm.group_ips_privacy"

# "Now" of the tests: a Wednesday, 12:00 in Helsinki
NOW = "2025-03-05 10:00:00"
MONDAY = date(2025, 3, 3)
LAST_MONDAY = MONDAY - timedelta(weeks=1)
# 11:00 on Tuesday of this week in Helsinki: has happened
TUESDAY = datetime(2025, 3, 4, 9, 0)
LAST_TUESDAY = TUESDAY - timedelta(weeks=1)
# 11:00 on Friday: lies ahead
FRIDAY = datetime(2025, 3, 7, 9, 0)


def business_ids(start=9_400_000):
    """Yield Finnish business IDs that pass the check and that no demo data uses."""
    for body in count(start):
        for digit in range(10):
            number = f"{body:07d}-{digit}"
            if ytunnus.is_valid(number):
                yield number


class IpsCommon(TransactionCase):
    """Two job coaching teams and everyone who must not see into them.

    ==============  ========================================================
    ``leader_a``    leads team A; a coach by role, no member
    ``deputy_a``    deputy of team A; a coach by role, no member
    ``coach_a1``    Aino, coach of team A: most contacts are hers
    ``coach_a2``    Eero, coach of team A
    ``leader_b``    leads team B
    ``coach_b1``    Bertta, coach of team B
    ``outsider``    employee without any role of ours
    ``manager``     sales manager
    ``ips_admin``   administrator of employer relations
    ``privacy``     data protection officer
    ``portal``      HR user at the employer
    ==============  ========================================================

    ``company_e`` is an employer with one ``workplace``, where ``decider`` decides on
    hiring and ``clerk`` does not. Time stands still at ``NOW``, a Wednesday. Other
    data, such as the demo region, may be in the database as well.
    """

    freeze_time = freeze_time(NOW)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env.user.lang = "en_US"
        cast = cls.new_users(
            ("leader_a", "Liisa Leader", COACH),
            ("deputy_a", "Dora Deputy", COACH),
            ("coach_a1", "Aino Coach", COACH),
            ("coach_a2", "Eero Coach", COACH),
            ("leader_b", "Lauri Leader", COACH),
            ("coach_b1", "Bertta Coach", COACH),
            ("outsider", "Otto Outsider", "base.group_user"),
            ("manager", "Maija Manager", "sales_team.group_sale_manager"),
            ("ips_admin", "Anna Admin", ADMIN),
            ("privacy", "Pekka Privacy", PRIVACY),
            ("portal_hr", "Hanna HR", "base.group_portal"),
        )
        cls.leader_a, cls.deputy_a, cls.coach_a1, cls.coach_a2 = cast[:4]
        cls.leader_b, cls.coach_b1, cls.outsider, cls.manager = cast[4:8]
        cls.ips_admin, cls.privacy, cls.portal = cast[8:]
        cls.team_a, cls.team_b = cls.new_teams(
            ("Team A", cls.leader_a, cls.coach_a1 | cls.coach_a2, cls.deputy_a),
            ("Team B", cls.leader_b, cls.coach_b1),
        )
        cls.municipality = cls.env.ref("ips_employer_crm.municipality_179")
        cls.business_ids = business_ids()
        cls.company_e = cls.new_employer("Testilä Oy")
        cls.workplace = cls.env["res.partner"].create(
            {
                "name": "Testilä, keskusta",
                "is_company": True,
                "is_employer": True,
                "parent_id": cls.company_e.id,
                "street": "Testikatu 1",
                "city": "Jyväskylä",
            }
        )
        cls.decider = cls.new_person("Päivi Päättäjä", decides_on_hiring=True)
        cls.clerk = cls.new_person("Kalle Klerkki")
        cls.portal.partner_id.parent_id = cls.company_e
        cls.Contact = cls.env["ips.employer.contact"]
        cls.Week = cls.env["ips.coach.week"]

    # THE CAST

    @classmethod
    def new_user(cls, login, name, groups, **vals):
        """A user with these groups only, who reads English."""
        return cls.new_users((login, name, groups), **vals)

    @classmethod
    def new_users(cls, *cast, **vals):
        """Several at once, which costs little more than one."""
        context = {"no_reset_password": True, "mail_create_nosubscribe": True}
        Users = cls.env["res.users"].with_context(**context)
        return Users.create(
            [
                {
                    "login": f"test_{login}",
                    "password": f"test_{login}".ljust(8, "x"),
                    "name": name,
                    "group_ids": [
                        Command.link(cls.env.ref(group).id)
                        for group in groups.split(",")
                    ],
                    "email": f"{login}@test.example.com",
                    "lang": "en_US",
                    "tz": "Europe/Helsinki",
                    **vals,
                }
                for login, name, groups in cast
            ]
        )

    @classmethod
    def new_team(cls, name, leader, coaches, **vals):
        """A job coaching team."""
        return cls.new_teams((name, leader, coaches), **vals)

    @classmethod
    def new_teams(cls, *teams, **vals):
        """Several at once: name, leader, coaches, and deputies where there are any."""
        return cls.env["crm.team"].create(
            [
                {
                    "name": name,
                    "use_job_openings": True,
                    "user_id": leader.id,
                    "company_id": cls.env.company.id,
                    "crm_team_member_ids": [
                        Command.create({"user_id": coach.id}) for coach in coaches
                    ],
                    "deputy_ids": [Command.link(deputy.id) for deputy in deputies],
                    **vals,
                }
                for name, leader, coaches, *deputies in teams
            ]
        )

    @classmethod
    def new_employer(cls, name, **vals):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "is_employer": True, **vals}
        )

    @classmethod
    def new_person(cls, name, place=None, **vals):
        """Somebody who works at the workplace, or at another place."""
        place = place or cls.workplace
        return cls.env["res.partner"].create(
            {"name": name, "parent_id": place.id, **vals}
        )

    # THE WORDS

    def freeze(self, now):
        """Set the clock for the rest of the test."""
        self.startPatcher(freeze_time(now))

    @contextmanager
    def assert_refused(self, *errors, text=""):
        """One of the errors is raised, its message matches, and nothing stays.

        Odoo's own assertRaises takes one error only, and its assertRaisesRegex keeps
        what was written before the error.
        """
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                yield
                self.env.flush_all()
        except errors as error:
            if text:
                self.assertRegex(str(error), text)
            return
        self.fail("Nothing was refused")

    @classmethod
    def log(cls, user, date=TUESDAY, **vals):
        """``user`` logs a visit with the decider, yesterday: a contact that counts."""
        return cls.Contact.with_user(user).create(
            {
                "employer_id": cls.workplace.id,
                "date": date,
                "person_ids": [Command.set(cls.decider.ids)],
                **vals,
            }
        )

    @classmethod
    def plan(cls, user, date=FRIDAY, **vals):
        """``user`` plans a visit for Friday."""
        return cls.log(user, date=date, state="planned", **vals)

    @classmethod
    def week(cls, user, monday=MONDAY, team=None):
        """The user's rows of that week, as anyone with all rights sees them."""
        domain = [("user_id", "in", user.ids), ("week_start", "=", monday)]
        if team:
            domain.append(("team_id", "=", team.id))
        return cls.Week.search(domain)

    @classmethod
    def counted(cls, user, monday=MONDAY):
        return sum(cls.week(user, monday).mapped("counted"))

    @classmethod
    def sign(cls, user, monday=MONDAY, by=None, **kwargs):
        """Team A's leader signs the week of some coaches."""
        cls.Week.with_user(by or cls.leader_a).action_sign_coaches(
            cls.team_a.id, monday, user.ids, **kwargs
        )
        return cls.week(user, monday)
