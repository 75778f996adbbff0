from odoo import api, models
from odoo.tools import SQL


class IpsClient(models.Model):
    """Whose people the reader sees, for queries over records that belong to them."""

    _inherit = "ips.client"

    @api.model
    def _reach_query(self, domain=()):
        """The clients within the reader's reach, as a query.

        The rules of clients decide; as a superuser, all. What the rules look for is
        found by its indexes first, for the rules would ask everyone of the region. As
        arrays, for the database takes those to be short.

        Raises AccessError for readers without any right to clients.
        """
        clients = self._search(list(domain))
        if self.env.su:
            return clients
        clients.add_where(
            SQL(
                """
                (%(client)s.user_id = %(uid)s
                 OR %(client)s.team_id = ANY (%(teams)s)
                 OR %(client)s.id = ANY (ARRAY(
                    SELECT client_id FROM ips_client_cover WHERE user_id = %(uid)s)))
                """,
                client=SQL.identifier(clients.table),
                uid=self.env.uid,
                teams=self.env["crm.team"]._led_teams_sql(),
            )
        )
        return clients

    @api.model
    def _reach_sql(self, client_id):
        """Whether the client in that column is within the reader's reach, as SQL.

        As an array, so that the database finds those few before anything else.
        """
        if self.env.su:
            return SQL("TRUE")
        reach = self._reach_query().select()
        return SQL("%s = ANY (ARRAY(%s))", client_id, reach)
