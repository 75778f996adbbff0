from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..tools.small_figures import SMALL


class QuarterlyReport(models.AbstractModel):
    """What is printed of a quarterly report: plain values, no records.

    The figures are counted by :class:`IpsQuarterlyReport`, which asks who reads. Odoo's
    own routes lead here as well, with whatever ids: so all is checked here again.
    """

    _name = "report.ips_employer_crm.quarterly_report"
    _description = "Quarterly Report, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return the pages of these dialogs, each in its own language.

        Raises AccessError where a dialog is not the reader's, or the team is not led by
        the reader.
        """
        reports = self.env["ips.quarterly.report"].browse(docids or [])
        # Without one the page would be empty, and tell nothing either
        reports.check_access("read")
        return {"pages": [self._page(report) for report in reports.exists()]}

    @api.model
    def _page(self, report):
        sections = report._sections()
        told = report.with_context(lang=report.lang)
        return {
            "lang": report.lang,
            "lang_tag": report.lang.replace("_", "-"),
            "title": told.display_name,
            "days": told._days_text(*told._bounds()),
            "made_on": format_date(told.env, fields.Date.context_today(told)),
            "small": SMALL,
            "sections": sections,
        }
