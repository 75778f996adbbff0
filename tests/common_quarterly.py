"""A team whose people a test enters, and its quarterly report."""

import re
from datetime import date, timedelta

from hypothesis import settings
from lxml import html

from odoo.addons.ips_employer_crm.tools.shown_groups import ShownGroups

from .common import NOW
from .common_fidelity import IpsFidelityCommon

# The last quarter that is over on the day on which the tests stand still
FIRST, LAST = date(2024, 10, 1), date(2024, 12, 31)
DAY = timedelta(days=1)
LONG_AGO = date(2021, 3, 1)
HIDDEN = "not shown"
RUNS = settings(deadline=None, max_examples=200)


class QuarterlyCommon(IpsFidelityCommon):
    """Team C has the people that a test enters, and Lotta leads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["ips.quarterly.report"]
        cls.reason = cls.env["ips.client.end.reason"].search([], limit=1)

    def report(self, user=None, **vals):
        user = user or self.leader_c
        return self.Report.with_user(user).create({"team_id": self.team_c.id, **vals})

    def section(self, code, **vals):
        """The section as if it were the only one: nothing else is shown before it."""
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.report(**vals)
        report = report.with_context(lang=report.lang)
        return getattr(report, f"_section_{code}")(ShownGroups())

    def rows(self, code, **vals):
        """{label: (figure, what it was counted of)} with plain spaces."""
        return {
            row["label"]: (row["figure"].replace("\xa0", " "), row["counted"])
            for row in self.section(code, **vals)["rows"]
        }

    def quarterly(self):
        return self.rows("quarterly")["Employment rate of the quarter"]

    def cohort(self, months):
        rows = self.rows("cohort")
        return next(
            value for label, value in rows.items() if f"Within {months} " in label
        )

    def printed(self, report):
        """The page as Odoo prints it, without what cannot be seen."""
        body = (
            self.env["ir.actions.report"]
            .with_user(report.env.user)
            ._render_qweb_html("ips_employer_crm.quarterly_report", report.ids)[0]
        )
        page = html.fromstring(body)
        for hidden in page.xpath("//style | //script"):
            hidden.drop_tree()
        return page

    def text(self, page):
        return re.sub(r"\s+", " ", page.text_content())

    def jobs(self, number, start=FIRST, end=None, entry=LONG_AGO, **vals):
        """So many people with a job each."""
        return self.Placement.union(
            *[
                self.job(self.person(entry=entry), start=start, end_date=end, **vals)
                for _index in range(number)
            ]
        )

    def six_of_twelve(self):
        """Enough people on either side: six who work, six who search."""
        self.people(6, entry=LONG_AGO)
        return self.jobs(6)

    def change(self, client, day, **vals):
        self.freeze(f"{day} 10:00:00")
        if vals.get("phase") == "closed":
            vals["end_reason_id"] = self.reason.id
        client.write(vals)
        self.freeze(NOW)
