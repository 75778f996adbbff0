import base64
import re
import socket
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons import ips_employer_crm

from .common import FRIDAY, IpsCommon

ADDON = Path(ips_employer_crm.__file__).parent


@tagged("standard", "post_install", "-at_install")
class TestNoOutgoing(IpsCommon):
    """The add-on calls nobody: what coaches write stays in this database."""

    @contextmanager
    def record_calls(self):
        """Hosts that the block looks up or connects to, but this machine itself."""
        called = []

        def remember(host):
            host = host.decode() if isinstance(host, bytes) else host
            if host in (None, "", "localhost"):
                return
            try:
                if ip_address(host).is_loopback:
                    return
            except ValueError:
                pass
            called.append(host)
            raise OSError(f"The test does not call {host}")

        def connect(sock, address, *_args):
            if sock.family != socket.AF_UNIX:
                remember(address[0])
            raise ConnectionRefusedError

        def resolve(host, *_args, **_kwargs):
            remember(host)
            return []

        def create_connection(address, *_args, **_kwargs):
            remember(address[0])
            raise ConnectionRefusedError

        with (
            patch.object(socket.socket, "connect", connect),
            patch.object(socket.socket, "connect_ex", connect),
            patch.object(socket, "getaddrinfo", resolve),
            patch.object(socket, "gethostbyname", resolve),
            patch.object(socket, "create_connection", create_connection),
        ):
            yield called

    def test_calls_are_recorded(self):
        """The recorder itself sees a call: without this the test proves nothing."""
        with self.record_calls() as called:
            for call in (
                lambda: socket.create_connection(("192.0.2.1", 443)),
                lambda: socket.getaddrinfo("service.example.com", 443),
                lambda: socket.socket().connect(("192.0.2.2", 443)),
            ):
                with self.assertRaises(OSError):
                    call()
        self.assertEqual(called, ["192.0.2.1", "service.example.com", "192.0.2.2"])

    def test_the_main_job(self):
        """From a new employer to the signed week: nobody is called."""
        number = next(self.business_ids)
        with self.record_calls() as called:
            employer = (
                self.env["res.partner"]
                .with_user(self.coach_a1)
                .create(
                    {
                        "name": "Uusi Työ Oy",
                        "is_company": True,
                        "is_employer": True,
                        "company_registry": number,
                        "country_id": self.env.ref("base.fi").id,
                        "email": "info@uusi.example.com",
                        "website": "https://uusi.example.com",
                        "phone": "+358 14 555 7000",
                        "street": "Kauppakatu 1",
                        "zip": "40100",
                        "city": "Jyväskylä",
                    }
                )
            )
            person = employer.create(
                {
                    "name": "Päivi",
                    "parent_id": employer.id,
                    "email": "paivi@uusi.example.com",
                    "decides_on_hiring": True,
                }
            )
            self.log(
                self.coach_a1,
                employer_id=employer.id,
                person_ids=[Command.set(person.ids)],
                next_step="Call back",
            )
            visit = self.plan(
                self.coach_a1,
                employer_id=employer.id,
                show_in_calendar=True,
                companion_ids=[Command.set(self.coach_a2.ids)],
            ).with_user(self.coach_a1)
            event = visit.event_id
            event.write({"start": FRIDAY + timedelta(hours=1)})
            event.action_archive()
            event.action_unarchive()
            visit.action_done()
            self.Week._cron_open_weeks()
            self.import_employer()
            self.sign(self.coach_a1, remark="Well done")
            self.Week.with_user(self.coach_a1).get_my_week()
            self.Week.with_user(self.leader_a).get_team_week()
            self.env.flush_all()
        self.assertEqual(called, [])

    def import_employer(self):
        content = f"Nimi;Y-tunnus\nTuotu Oy;{next(self.business_ids)}\n"
        wizard = (
            self.env["base_import.import"]
            .with_user(self.coach_a1)
            .with_context(default_is_employer=True, default_is_company=True)
            .create(
                {
                    "res_model": "res.partner",
                    "file": content.encode(),
                    "file_type": "text/csv",
                }
            )
        )
        options = {"has_headers": True, "quoting": '"', "separator": ";"}
        fields = ["name", "company_registry"]
        result = wizard.execute_import(fields, ["Nimi", "Y-tunnus"], options)
        self.assertFalse(result["messages"])

    def test_enrichment_is_manual(self):
        """Leads are enriched at an outside service by hand only."""
        setting = self.env["ir.config_parameter"].sudo()
        self.assertEqual(setting.get_param("crm.iap.lead.enrich.setting"), "manual")

    def test_manifest_asks_for_no_service(self):
        """No dependency of ours is one of Odoo's paid outside services."""
        module = self.env["ir.module.module"]._get("ips_employer_crm")
        for name in module.dependencies_id.mapped("name"):
            self.assertNotRegex(name, "iap|enrich|autocomplete|sms|google|microsoft")

    def test_views_have_no_autocomplete(self):
        """Names typed into our forms are not sent to a directory service."""
        views = self.env["ir.ui.view"].browse(
            self.env["ir.model.data"]
            .search([("module", "=", "ips_employer_crm"), ("model", "=", "ir.ui.view")])
            .mapped("res_id")
        )
        self.assertGreater(len(views), 10)
        for view in views:
            with self.subTest(view=view.name):
                self.assertNotIn("partner_autocomplete", view.arch_db)
        employer = self.env.ref("ips_employer_crm.res_partner_view_form_employer")
        arch = self.env["res.partner"].get_view(employer.id, "form")["arch"]
        self.assertNotIn("partner_autocomplete", arch)

    def test_sources_name_no_host(self):
        """No script, style or template loads anything from elsewhere."""
        allowed = re.compile(r"https?://(www\.)?(w3\.org|localhost|127\.0\.0\.1)")
        for path in (ADDON / "static" / "src").rglob("*.*"):
            text = path.read_text(encoding="utf-8")
            with self.subTest(path=path.name):
                urls = re.findall(r"https?://[^\s\"']+", text)
                self.assertEqual([u for u in urls if not allowed.match(u)], [])
                self.assertNotIn("@import url", text)

    def test_icon_is_a_file_of_ours(self):
        menu = self.env.ref("ips_employer_crm.ips_menu_root")
        self.assertTrue(base64.b64decode(menu.web_icon_data).startswith(b"\x89PNG"))
