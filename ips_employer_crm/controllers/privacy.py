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
        values = env["ips.client.data.report"]._values(client)
        if kind == "json":
            body = json.dumps(values, ensure_ascii=False, indent=2)
            headers = [
                ("Content-Type", "application/json; charset=utf-8"),
                ("Content-Disposition", content_disposition(f"{client.ref}.json")),
            ]
            response = request.make_response(body, headers)
        else:
            lang = (env.lang or "en").split("_")[0]
            response = request.render(
                "ips_employer_crm.client_data", {**values, "lang": lang}
            )
        response.headers["Cache-Control"] = "no-store"
        return response
