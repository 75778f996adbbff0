from odoo import api, models

from ..tools.formats import page_language, short_number
from .evidence_pack import Table


class EvidencePackPage(models.AbstractModel):
    """The summary of an evidence pack on paper: criteria, weeks, caseload.

    No codes in either form; small figures go as in the workbook.
    """

    _name = "report.ips_employer_crm.evidence_pack_page"
    _description = "Summary of an Evidence Pack"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the page; the reader's own dialogs alone, and teams led today."""
        packs = self.env["ips.evidence.pack"].search([("id", "in", docids)])
        return {
            "doc_ids": packs.ids,
            "doc_model": packs._name,
            "docs": packs,
            "page_lang": page_language(self.env),
            "pages": [self._page(pack) for pack in packs],
            "say": self._say,
        }

    @api.model
    def _page(self, pack):
        report = self.env["ips.evidence.report"]
        pack.check_access("read")
        pack._check_led()
        review = pack._review()
        scores = report._scores(pack, review)
        summary = report._summary(pack, scores)
        # Limits are in the workbook
        kept = [0, 1, 3, 4, 5, 6, 7]
        return {
            "title": summary.title,
            "about": report._about(pack) if pack.leaves_team else "",
            "tables": [
                *report._result(pack, scores),
                summary._replace(
                    title=self.env._("Criteria"),
                    headings=[summary.headings[column] for column in kept],
                    rows=[[row[column] for column in kept] for row in summary.rows],
                ),
                self._signed(report._weeks(review)),
                report._caseload_table(pack),
            ],
        }

    @api.model
    def _signed(self, every):
        """Each coach's weeks: how many, counted, signed, changed after."""
        rows = []
        for coach, own in every.grouped("user_id").items():
            signed = own.filtered("review_date")
            rows.append(
                [
                    coach.name,
                    len(own),
                    sum(own.mapped("counted")),
                    len(signed),
                    len(signed.filtered("changed_after_review")),
                ]
            )
        headings = [
            self.env._("Coach"),
            self.env._("Weeks"),
            self.env._("Counted"),
            self.env._("Signed"),
            self.env._("Changed after signing"),
        ]
        return Table(self.env._("Weeks"), headings, rows)

    @api.model
    def _say(self, value):
        """A value as text in the reader's language."""
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if hasattr(value, "year"):
            return self.env["ir.qweb.field.date"].value_to_html(value, {})
        return short_number(self.env, value)
