"""A person whose secrets are easy to recognise, and whoever must not learn them."""

import re
from datetime import timedelta

from psycopg2 import Error

from odoo import fields
from odoo.fields import Command
from odoo.models import BaseModel
from odoo.tools import SQL, mute_logger

from .common import COACH
from .common_client import IpsClientCommon
from .common_secret import ABOUT_CLIENTS, IpsSecretCommon

NAME = "Zyxwvu Salainen"
EMAIL = "zyxwvu@test.example.com"
PHONE = "+358 50 7654321"
# All that is written about the person begins so
WORD = "qwx"
# Ids that are found again in any text: one range for each model
FIRST_ID = 910_000_001
MISSING = 999_999
# A suggestion's id is made of its opening's or employer's and its client's
PAIR = 4_294_967_296
MATCHING = ("ips.match", "ips.match.suggestion", "ips.employer.suggestion")
PORTAL_LOG = "ips.match.portal.log"
WORKING = ("ips.placement", "ips.support.contact", "ips.benefits.advice")
# All that is stored or computed about clients, but for the log
ABOUT_PEOPLE = (*ABOUT_CLIENTS, *MATCHING, PORTAL_LOG, *WORKING)


def new_job(env, client, employer, word):
    """A job that the client holds, followed along, with advice on benefits."""
    job = env["ips.placement"].create(
        {
            "client_id": client.id,
            "employer_id": employer.id,
            "start_date": fields.Date.today() - timedelta(days=5),
            "agreement_name": f"{word}sopimus",
            "feedback": f"{word}palaute",
        }
    )
    contact = env["ips.support.contact"].create(
        {"placement_id": job.id, "note": f"{word}tuki"}
    )
    advice = env["ips.benefits.advice"].create({"client_id": client.id})
    return dict(zip(WORKING, (job, contact, advice), strict=True))


def new_answer(match, person, word):
    """What somebody at the employer said in the portal about the match."""
    # sudo: rows are made by the code alone
    match.sudo()._portal_ask(person, f"{word}kysymys")
    return match.sudo().portal_log_ids


def pair(other_id, client_id):
    """The id of the suggestion of this client for this opening, or this employer."""
    return other_id * PAIR + client_id


def other_side(name):
    """The field of a model of pairs that leads to whom or what the person is with."""
    return "employer_id" if name == "ips.employer.suggestion" else "lead_id"


class IpsSecretMatchCommon(IpsSecretCommon):
    """``secret`` is suggested for ``opening``, and was taken up for it.

    ``approach`` is the person with the employer of it. The reasons of all say what the
    person said.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        occupation = cls.env["ips.occupation"].search([("level", "=", "4")], limit=1)
        cls.new_wish(cls.secret, own_words="qwxwords", occupation_id=occupation.id)
        cls.opening = cls.env["crm.lead"].create(
            {
                "name": "Kitchen help",
                "employer_id": cls.workplace.id,
                "team_id": cls.team_a.id,
                "occupation_id": occupation.id,
            }
        )
        cls.match = (
            cls.env["ips.match"]
            .with_user(cls.coach_a1)
            .create({"client_id": cls.secret.id, "lead_id": cls.opening.id})
        )
        cls.said = new_answer(cls.match, cls.portal.partner_id, "qwx")
        cls.working = new_job(
            cls.env(user=cls.coach_a1.id), cls.secret, cls.workplace, "qwx"
        )
        cls.env.flush_all()
        cls.suggestion = cls.env["ips.match.suggestion"].browse(
            pair(cls.opening.id, cls.secret.id)
        )
        cls.approach = cls.env["ips.employer.suggestion"].browse(
            pair(cls.company_e.id, cls.secret.id)
        )

    def records_of(self, name):
        """What is held about the person in one model, or computed."""
        known = {
            "ips.client": self.secret,
            "ips.match": self.match,
            "ips.match.suggestion": self.suggestion,
            "ips.employer.suggestion": self.approach,
            PORTAL_LOG: self.said,
            **self.working,
        }
        domain = [("client_id", "=", self.secret.id)]
        records = known.get(name) or self.env[name].search(domain, limit=1)
        self.assertTrue(records.exists(), name)
        return records.with_env(self.env)


class IpsWaysCommon(IpsClientCommon):
    """``secret`` is a client of Aino's; everything hangs on it that can.

    ``subjects`` holds one record of each model about clients, by model: stored, or
    computed as suggestions are; ``missing`` the like that never were. ``far`` are the
    roles out of reach, by name.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret_models = sorted(
            name
            for name in cls.env["ips.client.access"]._models_of_clients()
            if not cls.env[name]._transient and cls.env[name]._auto
        )
        for number, name in enumerate(cls.secret_models):
            cls.env.cr.execute(
                SQL(
                    "ALTER SEQUENCE %s RESTART WITH %s",
                    SQL.identifier(f"{cls.env[name]._table}_id_seq"),
                    SQL(str(FIRST_ID + number * 1_000_000)),
                )
            )
        cls.env.company.ips_identify_clients = True
        cls.system, cls.coach_a3 = cls.new_users(
            ("system", "Sanna System", "base.group_system"),
            ("coach_a3", "Kaisa Coach", COACH),
        )
        cls.team_a.crm_team_member_ids = [Command.create({"user_id": cls.coach_a3.id})]
        cls.far = {
            "outsider": cls.outsider,
            "sales manager": cls.manager,
            "other coach of the team": cls.coach_a2,
            "leader of another team": cls.leader_b,
            "coach of another team": cls.coach_b1,
            "administrator of ours": cls.ips_admin,
            "data protection officer": cls.privacy,
            "HR in the portal": cls.portal,
            "Odoo's administrator": cls.system,
            "coach whose cover has ended": cls.coach_a3,
        }
        # Exports are a right of their own: here everyone has it
        internal = cls.coach_a1.union(*cls.far.values()) - cls.portal
        cls.env.ref("base.group_allow_export").user_ids += internal
        cls.tell_all()
        cls.env.flush_all()

    # THE SCENE

    @classmethod
    def tell_all(cls):
        """Aino writes down everything that can be written down."""
        env = cls.env(user=cls.coach_a1.id)
        cls.secret = cls.new_client(
            cls.coach_a1,
            name=NAME,
            email=EMAIL,
            phone=PHONE,
            entry_date=fields.Date.today() - timedelta(days=20),
            municipality_id=cls.municipality.id,
        )
        secret = cls.secret.with_env(env)
        day = timedelta(days=1)
        today = cls.env.company._ips_today()
        cover = cls.cover(cls.secret, cls.coach_a3, today - 3 * day, today)
        cls.subjects = {
            "ips.client": cls.secret,
            "ips.client.cover": cover,
            "ips.client.period": cls.secret.period_ids,
            "ips.client.wish": cls.new_wish(
                secret, own_words=f"{WORD}salaisuus", occupation_id=cls.occupation().id
            ),
            "ips.disclosure": cls.new_disclosure(
                secret, purpose=f"{WORD}tarkoitus", employer_id=cls.company_e.id
            ),
        }
        cls.subjects |= new_job(env, secret, cls.workplace, WORD)
        cls.subjects["ips.match"] = cls.take_up(secret)
        cls.subjects[PORTAL_LOG] = new_answer(
            cls.subjects["ips.match"], cls.decider, WORD
        ).with_env(cls.env)
        cls.subjects["ips.match.suggestion"] = cls.env["ips.match.suggestion"].browse(
            pair(cls.opening.id, secret.id)
        )
        cls.subjects["ips.employer.suggestion"] = cls.env[
            "ips.employer.suggestion"
        ].browse(pair(cls.company_e.id, secret.id))
        cls.contact = cls.log(cls.coach_a1)
        cls.subjects["ips.employer.contact.client"] = cls.new_line(
            cls.contact, secret, note=f"{WORD}muistiinpano", matches_wishes="yes"
        )
        cls.visit = cls.plan(cls.coach_a1)
        cls.new_line(cls.visit, secret, note=f"{WORD}suunnitelma")
        cls.activities = cls.new_activities(secret)
        cls.attachment = env["ir.attachment"].create(
            {
                "name": f"{WORD}liite {NAME}.txt",
                "raw": f"{WORD}sisus".encode(),
                "mimetype": "text/plain",
                "res_model": "ips.client",
                "res_id": secret.id,
            }
        )
        cls.meeting = cls.new_meeting(secret)
        cls.favourites = cls.new_favourites(env)
        env["ir.exports"].create(
            {
                "name": "Template",
                "resource": "ips.client",
                "export_fields": [Command.create({"name": "name"})],
            }
        )
        # Looked at, exported with an external id, and found by an officer
        secret.web_read({"name": {}})
        secret.export_data([".id", "id", "name"])
        cls.Access.with_user(cls.privacy)._log(cls.secret, "find", "request", "1/2025")
        cls.subjects["ips.client.access"] = cls.looks(cls.secret)[:1]
        cover.date_to = today - day
        cls.ids = [
            number
            for model in cls.secret_models
            for number in cls.env[model].search([("id", ">=", FIRST_ID)]).ids
        ]
        for name in ("ips.match.suggestion", "ips.employer.suggestion"):
            cls.ids += cls.env[name].search([("client_id", "=", secret.id)]).ids
        cls.missing = {
            model: cls.env[model].browse(record.id // 1_000_000 * 1_000_000 + MISSING)
            for model, record in cls.subjects.items()
        }
        never = cls.missing["ips.client"].id
        for name, other in (
            ("ips.match.suggestion", cls.opening),
            ("ips.employer.suggestion", cls.company_e),
        ):
            cls.missing[name] = cls.env[name].browse(pair(other.id, never))

    @classmethod
    def take_up(cls, secret):
        """The wish fits an opening, and the reasons that are kept say it."""
        cls.opening = cls.env["crm.lead"].create(
            {
                "name": "Taken up",
                "employer_id": cls.workplace.id,
                "team_id": cls.team_a.id,
                "occupation_id": cls.occupation().id,
            }
        )
        values = {"client_id": secret.id, "lead_id": cls.opening.id}
        return secret.env["ips.match"].create(values).with_env(cls.env)

    @classmethod
    def occupation(cls):
        return cls.env["ips.occupation"].search([("level", "=", "4")], limit=1)

    @classmethod
    def new_activities(cls, secret):
        """To do, of the coach who covers, done with a word, and one to be made."""
        values = {"summary": f"{WORD}tehtava {NAME}", "note": f"<p>{WORD}selitys</p>"}
        todo = secret.activity_schedule("mail.mail_activity_data_todo", **values)
        secret.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.coach_a3.id, **values
        )
        done = secret.activity_schedule("mail.mail_activity_data_call", **values)
        done.action_feedback(f"{WORD}palaute {NAME}")
        return todo

    @classmethod
    def new_meeting(cls, secret):
        """A meeting made from an activity, as Odoo's screen does."""
        activity = secret.activity_schedule(
            "mail.mail_activity_data_meeting",
            summary=f"{WORD}tapaaminen {NAME}",
            note=f"<p>{WORD}selitys</p>",
        )
        action = activity.action_create_calendar_event()
        context = dict(action["context"])
        start = fields.Datetime.now() + timedelta(days=2)
        return (
            cls.env["calendar.event"]
            .with_user(cls.coach_a1)
            .with_context(**context)
            .create({"start": start, "stop": start + timedelta(hours=1)})
        )

    @classmethod
    def new_favourites(cls, env):
        """Searches by the name, meant for everyone."""
        values = {"name": f"{WORD}suosikki", "user_ids": False}
        by_name = f"[('name', 'ilike', '{NAME}')]"
        by_path = f"[('client_line_ids.client_id.name', 'ilike', '{NAME}')]"
        return env["ir.filters"].create(
            [
                {**values, "model_id": "ips.client", "domain": by_name},
                {**values, "model_id": "ips.employer.contact", "domain": by_path},
            ]
        )

    # WHAT SOMEBODY LEARNS

    @classmethod
    def secrets(cls):
        """What nobody out of reach may read, as a pattern; ids are in it too."""
        # Once a class: every answer is compared with it
        if "pattern" not in cls.__dict__:
            cls.pattern = re.compile(
                rf"zyxwvu|7654321|{WORD}|{cls.secret.ref}"
                rf"|(?<!\d)(?:{'|'.join(map(str, cls.ids))})(?!\d)",
                re.IGNORECASE,
            )
        return cls.pattern

    def told(self, user, way, *args):
        """All that ``user`` gets to read by this way, errors included, as a text.

        Nothing of it stays.
        """
        self.env.flush_all()
        self.env.invalidate_all()
        env = self.env(user=user.id, su=False)
        result = None
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule"):
                result = way(env, *args)
                env.flush_all()
                if isinstance(result, BaseModel):
                    result = result.ids
                result = repr(dict(result) if isinstance(result, dict) else result)
        except Error as error:
            diag = error.diag
            result = f"{diag.sqlstate} {diag.constraint_name} {diag.message_primary}"
        except Exception as error:  # noqa: BLE001 what it says is compared
            context = getattr(error, "context", "")
            result = f"{type(error).__name__} {error} {context}"
        finally:
            savepoint.close(rollback=True)
            # Nor of what it left to be computed or written
            self.env.transaction.clear()
            self.env.cr.cache.clear()
        return result

    def alike(self, text, record):
        """The text, as it would be about any other record."""
        text = re.sub(rf"(?<!\d){record.id}(?!\d)", "#", text)
        # Of what could not be made Odoo tells the number that it would have had
        return re.sub(r"Records: [\d, ]+", "Records: ", text)

    def told_twice(self, user, way, model):
        """What is told about the record that is, and about one that never was."""
        return [
            self.alike(self.told(user, way, record.id), record)
            for record in (self.subjects[model], self.missing[model])
        ]

    def assert_told_alike(self, user, way, model):
        there, never = self.told_twice(user, way, model)
        self.assert_no_secret(there)
        self.assertEqual(there, never)

    def assert_no_secret(self, text):
        found = self.secrets().search(text)
        if found:
            start = max(found.start() - 300, 0)
            self.fail(f"Told: …{text[start : found.end() + 200]}")
