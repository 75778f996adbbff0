from lxml.html import document_fromstring

from odoo import api, models

from ..tools.page_numbers import with_page_numbers

OURS = "ips_employer_crm."


class IrActionsReport(models.Model):
    """Reports of this add-on print as they are.

    Odoo puts what it prints into a layout of its own, whose styles wkhtmltopdf fetches
    from the server at ``web.base.url``: where that address is not the one at which the
    server answers, pages come out bare. Ours hold all that they need, so nothing is
    fetched, and one worker is enough. Page numbers are added afterwards.
    """

    _inherit = "ir.actions.report"

    # ACTIONS

    def _ips_print(self, record):
        """Return the action that downloads the PDF of a dialog and closes it.

        Where none can be made: the same page, and a sentence that says so.
        """
        self.ensure_one()
        if self.get_wkhtmltopdf_state() in ("ok", "upgrade"):
            return {
                **self.report_action(record, config=False),
                "close_on_report_download": True,
            }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": self.env._(
                    "No PDF can be made: the server has no working wkhtmltopdf. The "
                    "same page opens in a tab of its own, to print from there."
                ),
                "next": {
                    "type": "ir.actions.act_url",
                    "url": f"/report/html/{self.report_name}/{record.id}",
                    "target": "new",
                    "close": True,
                },
            },
        }

    # PRINTING

    def _prepare_html(self, html, report_model=False):
        if not self._is_ips():
            return super()._prepare_html(html, report_model=report_model)
        page = html.decode() if isinstance(html, bytes) else html
        return [page], [None], None, None, {}

    @api.model
    def _build_wkhtmltopdf_args(self, paperformat_id, landscape, *others, **options):
        arguments = super()._build_wkhtmltopdf_args(
            paperformat_id, landscape, *others, **options
        )
        if paperformat_id == self.env.ref("ips_employer_crm.paperformat", False):
            # The last one counts: no script, so nothing to wait for
            arguments += ["--disable-javascript", "--javascript-delay", "1"]
            # As every browser prints, and as some builds do anyway
            arguments += ["--print-media-type"]
        return arguments

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, *others, **options):
        pdf = super()._run_wkhtmltopdf(bodies, report_ref, *others, **options)
        if not report_ref or not self._get_report(report_ref)._is_ips():
            return pdf
        page = document_fromstring(bodies[0])
        title = page.findtext(".//title") or ""
        return with_page_numbers(pdf, title, page.get("lang") or "en")

    def _is_ips(self):
        return (self.report_name or "").startswith(OURS)
