from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route


class ClientProfileController(Controller):
    """The page that a person takes home: wishes, and what may be told about them."""

    # Not readonly: printing is written to the access log
    @route("/ips/clients/<int:client_id>/profile", type="http", auth="user")
    def profile(self, client_id, **_kwargs):
        """The page for one client, for whoever may read the client.

        A client out of reach and one that does not exist look the same.
        """
        env = request.env
        clients = env["ips.client"]
        if not clients.has_access("read"):
            raise NotFound()
        client = clients.search([("id", "=", client_id)])
        if not client:
            raise NotFound()
        env["ips.client.access"]._log(client, "print")
        response = request.render(
            "ips_employer_crm.client_profile", client._profile_values()
        )
        response.headers["Cache-Control"] = "no-store"
        return response
