from odoo.http import route

from odoo.addons.web.controllers.report import ReportController


class PaperController(ReportController):
    """Odoo's way to a report, as page or PDF."""

    @route()
    def report_routes(self, reportname, docids=None, converter=None, **data):
        """Nothing of ours stays in the browser's cache, on whatever device it is."""
        response = super().report_routes(
            reportname, docids=docids, converter=converter, **data
        )
        if reportname.startswith("ips_employer_crm."):
            response.headers["Cache-Control"] = "no-store"
        return response
