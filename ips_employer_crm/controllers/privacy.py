import json

from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route

from ..wizard.ips_privacy_request import PRIVACY


class PrivacyController(Controller):
    """Everything held about a person, for the data protection officer."""

    # Not readonly: handing out is written to the access log
    @route("/ips/privacy/<int:line_id>/data.<string:kind>", type="http", auth="user")
    def data(self, line_id, kind, **_kwargs):
        """The file of somebody whom a request of the reader's has found.

        Anything else is not found, whether it exists or not.
        """
        env = request.env
        if not env.user.has_group(PRIVACY) or kind not in ("html", "json"):
            raise NotFound()
        # The rule leaves the reader's own lines
        line = env["ips.privacy.request.line"].search([("id", "=", line_id)])
        if not line:
            raise NotFound()
        # sudo: the role and whose request it is were checked, and it is logged
        client = line.sudo().client_id
        reason = line.request_id.reason
        env["ips.client.access"]._log(client, "report", "request", reason)
        report = env["ips.client.data.report"]
        if kind == "json":
            body = json.dumps(report._values(client), ensure_ascii=False, indent=2)
            response = request.make_response(
                body, [("Content-Type", "application/json; charset=utf-8")]
            )
        else:
            response = request.render(
                "ips_employer_crm.client_data", report._page(client)
            )
            # No scripts, and no picture in a note that tells others of this look
            policy = "default-src 'none'; style-src 'unsafe-inline'"
            response.headers["Content-Security-Policy"] = policy
        response.headers["Content-Disposition"] = content_disposition(
            f"{client.ref}.{kind}", "inline" if kind == "html" else "attachment"
        )
        response.headers["Cache-Control"] = "no-store"
        return response
