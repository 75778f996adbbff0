from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

from .kilometres import XLSX


class EvidencePackController(Controller):
    """The workbook of an evidence pack as a download."""

    # Not readonly: a file with codes is written to the access log
    @route("/ips/evidence/<int:pack_id>.xlsx", type="http", auth="user")
    def evidence(self, pack_id, **_kwargs):
        """The workbook that the reader has asked for a moment ago.

        Anything else is not found, whether it exists or not.
        """
        packs = request.env["ips.evidence.pack"]
        if not packs.has_access("read"):
            raise NotFound()
        # The rule leaves the reader's own
        pack = packs.search([("id", "=", pack_id)])
        if not pack:
            raise NotFound()
        try:
            data = request.env["ips.evidence.report"]._xlsx(pack)
        except AccessError as error:
            raise NotFound() from error
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{pack._file_name()}.xlsx")),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(data, headers)
