import json
from importlib.resources import files

from odoo.tests import tagged

from .common_portal import IpsPortalCommon

#: Rules of WCAG 2.0 and 2.1, levels A and AA.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

# Each page as it comes from the server, without its scripts: what somebody without
# JavaScript gets. Odoo's own header and footer are Odoo's to mend.
CHECK = """
(async () => {
    const options = {runOnly: {type: "tag", values: %(tags)s}};
    const found = [];
    for (const path of %(paths)s) {
        const answer = await fetch(path);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
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
        if (answer.status !== 200 || !ours.length) {
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

    def check(self, paths, user=None):
        axe = (files("axe_core_python") / "axe.min.js").read_text()
        code = CHECK % {"tags": json.dumps(TAGS), "paths": json.dumps(paths)}
        self.browser_js(
            "/web/login" if not user else "/my/home",
            axe + ";" + code,
            login=user and user.login,
            timeout=120,
        )

    def languages(self, paths):
        return [prefix + path for path in paths for prefix in ("", "/fi", "/sv")]

    def test_pages_of_hr(self):
        paths = ["/my/home", "/my/company", "/my/message", "/my/notice"]
        self.check(self.languages(paths), self.hr)
