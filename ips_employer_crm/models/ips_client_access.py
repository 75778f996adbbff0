from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import SQL, ormcache

from .ips_disclosure import LEVELS


class IpsClientAccess(models.Model):
    """Who saw which client, when, and on what ground: the access log.

    Rows are only ever added, one statement a request; the database itself refuses to
    change or delete them (a trigger), for superusers and plain SQL as well. A row may
    go when the day in ``keep_until`` has passed, which it carries from the start: a
    later change of the setting does not shorten it.

    The client may ask who used the data and on what ground (Act 703/2023, section 11);
    how long logs are kept is the company's setting (12 years by default, after the
    older decree). Read by the data protection officer only.
    """

    _name = "ips.client.access"
    _description = "Access to a Client's Data"
    _order = "date desc, id desc"
    # What these would say is in user_id and date
    _log_access = False
    _check_company_auto = True

    client_id = fields.Many2one(
        "ips.client", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Datetime(string="When", required=True, readonly=True)
    operation = fields.Selection(
        [
            ("open", "Opened"),
            ("list", "Listed with names"),
            ("export", "Exported"),
            ("print", "Printed"),
            ("find", "Found by a search"),
            ("report", "Everything held was handed out"),
            ("log", "Access log was read"),
            ("portal", "Shown to an employer"),
        ],
        required=True,
        readonly=True,
    )
    ground = fields.Selection(
        [
            ("own", "Own caseload"),
            ("cover", "Covering for a colleague"),
            ("leader", "Leads the team"),
            ("request", "Request about personal data"),
            ("consent", "Agreed on with the person"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Char(
        readonly=True, help="What the request was about, in the officer's words."
    )
    told_level = fields.Selection(
        LEVELS[1:],
        string="What Was Shown",
        readonly=True,
        help="To somebody at an employer, in the portal.",
    )
    employer_name = fields.Char(string="At Which Employer", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    keep_until = fields.Date(required=True, readonly=True)

    # DATABASE

    def init(self):
        """Let the database refuse changes and early removal."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION ips_client_access_keep() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF OLD.keep_until < CURRENT_DATE THEN
                        RETURN OLD;
                    END IF;
                END IF;
                RAISE EXCEPTION 'The access log is append-only';
            END
            $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS ips_client_access_keep_row ON ips_client_access;
            CREATE TRIGGER ips_client_access_keep_row
                BEFORE UPDATE OR DELETE ON ips_client_access
                FOR EACH ROW EXECUTE FUNCTION ips_client_access_keep();
            DROP TRIGGER IF EXISTS ips_client_access_keep_all ON ips_client_access;
            CREATE TRIGGER ips_client_access_keep_all
                BEFORE TRUNCATE ON ips_client_access
                FOR EACH STATEMENT EXECUTE FUNCTION ips_client_access_keep();
            """
        )

    # CRUD

    # pylint: disable-next=method-required-super
    def write(self, vals):
        """Refuse: the log is append-only for everyone."""
        raise UserError(self.env._("The access log cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        raise UserError(self.env._("The access log cannot be changed."))

    # BUSINESS

    @api.model
    def _log(self, clients, operation, ground=None, reason=None, told=None):
        """Add a row for each client, unless this request has one already.

        The ground is worked out here: own caseload before cover before leading.

        :param clients: those that were looked at
        :param str operation: see the field
        :param str ground: ``request`` for the data protection officer, ``consent`` for
            somebody at an employer
        :param dict told: {client: (level that was shown, name of the employer)}
        """
        ids, told = set(clients.ids), told or {}
        if request:
            # Cleared with the transaction, so that a repeated request logs again
            key = ("ips.client.access", id(request.httprequest), self.env.uid)
            seen = self.env.cr.cache.setdefault(key, set())
            ids = {client_id for client_id in ids if (client_id, operation) not in seen}
            seen |= {(client_id, operation) for client_id in ids}
        if not ids:
            return
        self.env["ips.client"].flush_model(["company_id", "user_id"])
        self.env["ips.client.cover"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ips_client_access (client_id, user_id, date, operation,
                                               ground, reason, told_level,
                                               employer_name, company_id, keep_until)
                SELECT client.id, %(uid)s, %(now)s, %(operation)s,
                       COALESCE(%(ground)s, CASE
                           WHEN client.user_id = %(uid)s THEN 'own'
                           WHEN EXISTS (
                               SELECT 1 FROM ips_client_cover cover
                                WHERE cover.client_id = client.id
                                  AND cover.user_id = %(uid)s
                                  AND clock.today BETWEEN cover.date_from
                                                        AND cover.date_to
                           ) THEN 'cover'
                           ELSE 'leader' END),
                       %(reason)s, told.level, told.employer, client.company_id,
                       (clock.today + make_interval(
                           years => company.ips_access_log_years))::date
                  FROM ips_client client
                  JOIN res_company company ON company.id = client.company_id
            CROSS JOIN LATERAL (SELECT (
                           %(now)s AT TIME ZONE 'UTC'
                           AT TIME ZONE COALESCE(company.ips_timezone,
                                                 'Europe/Helsinki'))::date
                       AS today) clock
             LEFT JOIN unnest(%(told)s::int[], %(levels)s::varchar[],
                              %(employers)s::varchar[])
                       AS told (client_id, level, employer)
                       ON told.client_id = client.id
                 WHERE client.id IN %(ids)s
              ORDER BY client.id
                """,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                operation=operation,
                ground=ground,
                reason=reason,
                ids=tuple(ids),
                told=[client.id for client in told],
                levels=[str(level) for level, _employer in told.values()],
                employers=[employer for _level, employer in told.values()],
            )
        )

    # CRON

    @api.autovacuum
    def _gc_past_keeping(self):
        """Remove rows whose time to be kept has passed, some at a time."""
        limit = 10000
        self.env.cr.execute(
            """
            DELETE FROM ips_client_access WHERE id IN (
                SELECT id FROM ips_client_access
                 WHERE keep_until < CURRENT_DATE LIMIT %s)
            """,
            [limit],
        )
        done = self.env.cr.rowcount
        return done, done == limit

    # MODELS

    @api.model
    @ormcache()
    def _models_of_clients(self):
        """Names of all models that are about clients: found, not listed.

        The client, the access log, and whatever points to a client, dialogs included.
        """
        return frozenset(
            name
            for name, model in self.env.registry.items()
            if name == "ips.client"
            or not model._abstract
            and any(
                field.comodel_name == "ips.client"
                for field in model._fields.values()
                if field.type in ("many2one", "many2many") and field.store
            )
        )

    @api.model
    @ormcache()
    def _models_with_activities(self):
        """Names of those on which activities are planned."""
        return tuple(
            sorted(
                name
                for name in self._models_of_clients()
                if "activity_ids" in self.env.registry[name]._fields
            )
        )

    @api.model
    @ormcache()
    def _fields_to_clients(self):
        """Names of the fields by which other models lead to those about clients."""
        secret = self._models_of_clients()
        return frozenset(
            field.name
            for name, model in self.env.registry.items()
            if name not in secret and not model._transient
            for field in model._fields.values()
            if field.comodel_name in secret
        )
