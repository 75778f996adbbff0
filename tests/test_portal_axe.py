import json
from datetime import timedelta
from importlib.resources import files

from odoo.fields import Command
from odoo.tests import tagged

from .common_portal import IpsPortalCommon

#: Rules of WCAG 2.0 and 2.1, levels A and AA.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
#: What a refused form shows.
ERROR = ".o_ips_portal .alert-danger"
WORDS = ".o_ips_portal #words_confirmed"

# Each page as it comes from the server, without its scripts: what somebody without
# JavaScript gets. A form is sent with the token of the page it stands on. Odoo's own
# header and footer are Odoo's to mend.
CHECK = """
(async () => {
    const options = {runOnly: {type: "tag", values: %(tags)s}};
    const found = [];
    const parsed = async (answer) =>
        new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const {link, form, status, shows, ...entry} of %(pages)s) {
        let {path} = entry;
        let answer = await fetch(path);
        let page = await parsed(answer);
        if (link) {
            path = page.querySelector(link).getAttribute("href");
            answer = await fetch(path);
            page = await parsed(answer);
        }
        if (form) {
            const token = page.querySelector("input[name=csrf_token]").value;
            const body = new URLSearchParams({...form, csrf_token: token});
            answer = await fetch(path.split("?")[0], {method: "POST", body});
            page = await parsed(answer);
        }
        if (shows && !page.querySelector(shows)) {
            found.push(`${path}: ${shows} is missing`);
        }
        const {lang} = page.documentElement;
        const [heading] = page.querySelectorAll(".o_ips_portal h1");
        if (!lang.startsWith(entry.path.match(/^\\/(fi|sv)\\//)?.[1] || "en")) {
            found.push(`${path}: in "${lang}"`);
        }
        if (heading && page.title.trim() !== heading.textContent.trim()) {
            found.push(`${path}: "${page.title}" is not "${heading.textContent}"`);
        }
        page.querySelectorAll("script").forEach((script) => script.remove());
        const styles = [...page.querySelectorAll("link[rel=stylesheet]")];
        document.documentElement.lang = page.documentElement.lang;
        document.title = page.title;
        document.body.innerHTML = page.body.innerHTML;
        for (const style of styles) {
            const known = `link[rel=stylesheet][href="${style.getAttribute("href")}"]`;
            if (!document.head.querySelector(known)) {
                await new Promise((resolve, reject) => {
                    const copy = document.createElement("link");
                    copy.rel = "stylesheet";
                    copy.href = style.getAttribute("href");
                    copy.onload = resolve;
                    copy.onerror = reject;
                    document.head.append(copy);
                });
            }
        }
        const ours = document.querySelectorAll(".o_ips_portal, .o_ips_coaches");
        if (answer.status !== (status || 200) || !ours.length) {
            found.push(`${path}: ${answer.status}, ${ours.length} parts of ours`);
        }
        const context = [".o_ips_portal", ".o_ips_coaches"].filter((name) =>
            document.querySelector(name)
        );
        const result = await axe.run({include: context}, options);
        for (const violation of result.violations) {
            for (const node of violation.nodes) {
                found.push(`${path}: ${violation.id}: ${node.html}`);
            }
        }
    }
    if (found.length) {
        console.error(found.join("\\n"));
    } else {
        console.log("test successful");
    }
})();
"""


@tagged("standard", "post_install", "-at_install")
class TestPortalAxe(IpsPortalCommon):
    """WCAG 2.1 AA: axe-core finds nothing in our own markup, on a phone."""

    browser_size = "360x800"
    touch_enabled = True

    def setUp(self):
        super().setUp()
        self.addCleanup(self.env.registry.__dict__.pop, "_login_failures", None)

    def check(self, pages, user=None):
        """Look at the pages: (address, what else: link to follow, form, ...)."""
        axe = (files("axe_core_python") / "axe.min.js").read_text()
        pages = [
            {"path": language + path, **more}
            # Each language once: a page without one is in that of the page before
            for language in ("", "/fi", "/sv")
            for path, more in pages
        ]
        code = CHECK % {"tags": json.dumps(TAGS), "pages": json.dumps(pages)}
        self.browser_js(
            "/web/login" if not user else "/my/home",
            axe + ";" + code,
            login=user and user.login,
            timeout=240,
        )

    def new_openings(self):
        """One of each kind and state."""
        vals = {
            "employer_id": self.workplace.id,
            "team_id": self.team_a.id,
            "user_id": self.coach_a1.id,
            "portal_published": True,
            "employer_words": "Kevyttä työtä",
            "hours_min": 10,
        }
        return self.env["crm.lead"].create(
            [
                {"name": "Keittiöapu", **vals},
                {"name": "Pakkaus", "offered_kind": "tasks", **vals},
                {"name": "Kokeilu", "paused_on": "2025-03-03", **vals},
            ]
        )

    def test_pages_of_hr(self):
        self.check(
            [
                ("/my/home", {}),
                ("/my/company", {}),
                (
                    "/my/message",
                    {"form": {"text": "Hänellä on masennus"}, "shows": WORDS},
                ),
                ("/my/message", {"form": {"text": " "}, "shows": ERROR}),
                ("/my/notice", {}),
            ],
            self.hr,
        )

    def test_visits(self):
        planned = self.plan(self.coach_a1, shared_note="Sovittiin")
        self.plan(self.coach_a1)._employer_propose(
            self.hr.partner_id, [planned.date + timedelta(days=3)]
        )
        done = self.log(self.coach_a1, shared_note="Sovittiin")
        told = self.log(self.coach_a1)
        told._employer_tell(self.hr.partner_id, "partly", "Hyvä")
        path = f"/my/visits/{planned.id}"
        self.check(
            [
                ("/my/home", {}),
                ("/my/visits", {}),
                (path, {}),
                (path, {"form": {"task": "propose", "first": "q"}, "shows": ERROR}),
                (
                    path,
                    {
                        "form": {"task": "cancel", "reason": "Masennus"},
                        "shows": WORDS,
                    },
                ),
                (f"/my/visits/{done.id}", {"shows": "#feedback form"}),
                (f"/my/visits/{told.id}", {}),
            ],
            self.hr,
        )

    def test_openings(self):
        job, tasks, paused = self.new_openings()
        sick = {"name": "q", "employer_words": "Masennus", "text": "Masennus"}
        self.check(
            [
                ("/my/openings", {}),
                (f"/my/openings/{job.id}", {}),
                (f"/my/openings/{tasks.id}", {}),
                (f"/my/openings/{paused.id}", {}),
                (f"/my/openings/{job.id}/edit", {"form": {}, "shows": ERROR}),
                (f"/my/openings/{job.id}/withdraw", {"form": sick, "shows": WORDS}),
                ("/my/openings/new", {}),
                ("/my/openings/new?kind=tasks", {}),
                (
                    "/my/openings/new?kind=job",
                    {"form": {"kind": "job"}, "shows": ERROR},
                ),
                (
                    "/my/openings/new?kind=work_trial",
                    {"form": {"kind": "work_trial", **sick}, "shows": WORDS},
                ),
            ],
            self.hr,
        )

    def show_candidate(self):
        """Somebody agreed to be shown to HR, for an opening and at work since long."""
        self.env.company.ips_identify_clients = True
        today = self.env.company._ips_today()
        client, at_work = self.env["ips.client"].create(
            [
                {
                    "name": "Aurora Asiakas",
                    "user_id": self.coach_a1.id,
                    "team_id": self.team_a.id,
                    "phase": phase,
                    "entry_date": today - timedelta(days=200),
                }
                for phase in ("searching", "in_work")
            ]
        )
        self.env["ips.disclosure"].create(
            [
                {
                    "client_id": person.id,
                    "employer_id": self.company_e.id,
                    "person_ids": [Command.set(self.hr.partner_id.ids)],
                    "level": "2",
                }
                for person in (client, at_work)
            ]
        )
        match = self.env["ips.match"].create(
            {
                "client_id": client.id,
                "lead_id": self.new_openings()[0].id,
                "approach": "coach_speaks",
                "told_level": "2",
            }
        )
        match.action_release()
        self.env["ips.placement"].create(
            {
                "client_id": at_work.id,
                "employer_id": self.workplace.id,
                "start_date": today - timedelta(days=180),
                "hours_week": 20,
            }
        )

    def test_candidates(self):
        self.check([("/my/candidates", {})], self.hr)
        self.show_candidate()
        sick = {"todo": "ask", "text": "Masennus"}
        person = {"link": ".o_ips_portal article a.btn"}
        work = {"link": ".o_ips_portal li a.btn"}
        self.check(
            [
                ("/my/candidates", {"shows": "article"}),
                ("/my/candidates", {**person, "shows": ".o_ips_yes"}),
                ("/my/candidates", {**person, "form": sick, "shows": WORDS}),
                (
                    "/my/candidates",
                    {**person, "form": {"todo": "decline"}, "shows": ERROR},
                ),
                ("/my/candidates", {**work, "shows": ".o_ips_at_work"}),
                ("/my/candidates", {**work, "form": sick, "shows": WORDS}),
            ],
            self.hr,
        )

    def test_links(self):
        vals = {
            "employer_id": self.workplace.id,
            "person_id": self.hr_place.partner_id.id,
        }
        visit, opening, used = (
            self.env["ips.portal.link"]
            .with_user(self.coach_a1)
            .create(
                [
                    {
                        "task": "visit",
                        "contact_id": self.plan(self.coach_a1).id,
                        **vals,
                    },
                    {"task": "opening", **vals},
                    {"task": "opening", **vals},
                ]
            )
        )
        to_visit, to_opening, to_used = (
            "/ips/link/" + link.url.split("/ips/link/")[1]
            for link in (visit, opening, used)
        )
        used.sudo()._use()
        self.check(
            [
                (to_visit, {}),
                (to_visit, {"form": {"task": "propose"}, "shows": ERROR}),
                (to_opening, {}),
                (f"{to_opening}?kind=job", {}),
                (
                    f"{to_opening}?kind=tasks",
                    {"form": {"kind": "tasks", "tasks": "Masennus"}, "shows": WORDS},
                ),
                (to_used, {}),
                ("/ips/link/0/0", {"status": 404}),
            ]
        )
