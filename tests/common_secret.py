"""One person whose every word is a marker, for the tests of what leaks."""

from odoo.fields import Command
from odoo.tests import new_test_user

from .common_client import IpsClientCommon

MARKERS = (
    "Zyxwvu",
    "zyxwvu@secret.example",
    "0407654321",
    "qwxwords",
    "qwxpurpose",
    "qwxnote",
    "qwxtodo",
    "qwxdone",
    "qwxfile",
    "qwxfilter",
)
ABOUT_CLIENTS = (
    "ips.client",
    "ips.client.wish",
    "ips.client.period",
    "ips.client.cover",
    "ips.disclosure",
    "ips.employer.contact.client",
)
# Never an id of anything
NOWHERE = 2_000_000_000


class IpsSecretCommon(IpsClientCommon):
    """``client_a1`` with a marker in all that is held, and who is out of reach."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.ips_identify_clients = True
        cls.secret = cls.client_a1
        cls.secret.write(
            {
                "name": "Zyxwvu Salainen",
                "email": "zyxwvu@secret.example",
                "phone": "0407654321",
            }
        )
        cls.new_wish(cls.secret, own_words="qwxwords")
        cls.new_disclosure(cls.secret, purpose="qwxpurpose")
        cls.contact = cls.log(cls.coach_a1)
        cls.new_line(cls.contact, cls.secret, note="qwxnote", matches_wishes="yes")
        cls.visit = cls.plan(cls.coach_a1)
        cls.new_line(cls.visit, cls.secret, note="qwxnote")
        # Cover that has ended
        cls.covered = cls.new_user("covered", "Kaisa Covered", cls.COACH_GROUP)
        today = cls.env.company._ips_today()
        cls.cover(cls.secret, cls.covered, today.replace(day=1), today.replace(day=2))
        mine = cls.secret.with_user(cls.coach_a1)
        mine.activity_schedule(
            "mail.mail_activity_data_todo", summary="qwxtodo", user_id=cls.coach_a1.id
        )
        done = mine.activity_schedule("mail.mail_activity_data_todo", summary="qwxdone")
        done.action_feedback(feedback="qwxdone")
        cls.file = cls.env["ir.attachment"].create(
            {
                "name": "qwxfile.txt",
                "raw": b"qwxfile",
                "res_model": "ips.client",
                "res_id": cls.secret.id,
            }
        )
        cls.filter = (
            cls.env["ir.filters"]
            .with_user(cls.coach_a1)
            .create(
                {
                    "name": "qwxfilter",
                    "model_id": "ips.client",
                    "domain": "[('name', 'ilike', 'Zyxwvu')]",
                    "user_ids": [Command.clear()],
                }
            )
        )
        cls.appointment = (
            cls.env["calendar.event"]
            .with_user(cls.coach_a1)
            .create(
                {
                    "name": f"{cls.secret.ref} Zyxwvu",
                    "start": "2025-03-07 09:00:00",
                    "stop": "2025-03-07 10:00:00",
                    "res_model_id": cls.env["ir.model"]._get_id("ips.client"),
                    "res_id": cls.secret.id,
                }
            )
        )
        cls.system = new_test_user(
            cls.env,
            "test_system",
            groups="base.group_system,base.group_allow_export",
            name="Sirkka System",
        )
        export = cls.env.ref("base.group_allow_export")
        cls.outside = (
            cls.outsider
            | cls.manager
            | cls.coach_a2
            | cls.leader_b
            | cls.coach_b1
            | cls.ips_admin
            | cls.privacy
            | cls.portal
            | cls.covered
        )
        export.user_ids = [
            Command.link(user.id) for user in (cls.outside | cls.coach_a1) - cls.portal
        ]
        cls.outside |= cls.system
        cls.env.flush_all()

    COACH_GROUP = "ips_employer_crm.group_ips_coach"

    def assert_silent(self, said):
        """Nothing that was said holds a marker or the person's code."""
        text = repr(said)
        for marker in (*MARKERS, self.secret.ref):
            self.assertNotIn(marker, text)
