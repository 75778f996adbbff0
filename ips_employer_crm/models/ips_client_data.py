from odoo import api, models
from odoo.exceptions import AccessError, MissingError, UserError

# What a row says beyond which client it is about
LABELS = {"id", "display_name", "ref", "client_id"}
# Objects, so that nobody can claim from outside to be a list, or to be checked
LISTING = object()
CHECKED = object()


def read_write(method):
    """Mark an override of a read-only method of Odoo: it writes the access log.

    Odoo looks for the mark in the whole inheritance, so leaving it out is not enough.
    """
    method._readonly = False
    return method


class IpsClientData(models.AbstractModel):
    """What clients and all records that point to one have in common.

    Every look is logged to ``ips.client.access``, whichever way it came: forms, lists
    with names, exports, nested reads from other models. Lists by codes alone are not
    logged, for they say nothing about a person. A model that points to a client
    inherits from this one; a test sees to it.

    Code that reads as superuser is not logged here: it says itself what it looked at.
    """

    _name = "ips.client.data"
    _description = "Data of a Client"

    # Name of the field that leads to the client
    _client_field = "client_id"
    # Written by the code alone, never by what a caller says
    _kept_fields = frozenset()
    # Lead elsewhere, and only to what the caller sees: Odoo would show any name
    _sighted_fields = frozenset()
    # What is shown in lists and forms only, where looks are logged: never grouped
    _personal_fields = frozenset()

    # WHO IS THERE

    def fetch(self, field_names=None):
        """Refuse what is out of reach and what was never there in the same words.

        Everything that reads comes by here; Odoo passes over ids that are not there.
        """
        refused, incomplete, res = None, False, None
        try:
            res = super().fetch(field_names)
            incomplete = not self.env.su and not self._is_fetched(field_names)
        except AccessError as error:
            refused = error
        if refused or incomplete:
            # Not where it was caught: an error in its context is sent to browsers,
            # and in developer mode Odoo's gives the code away
            self._origin.check_access("read")
        if refused:
            raise refused
        return res

    def _is_fetched(self, field_names):
        names = ["company_id"] if field_names is None else field_names
        stored = [self._fields[name] for name in names]
        stored = [field for field in stored if field.column_type][:1]
        cache = self.env.cache
        return all(
            cache.contains(record, field) for record in self._origin for field in stored
        )

    def _check_access(self, operation):
        """One answer, whether a record is out of reach or was never there.

        Odoo's own differ.
        """
        if not self or super(IpsClientData, self.browse())._check_access(operation):
            # No right to any of them: this says nothing about one
            return super()._check_access(operation)
        try:
            result = super()._check_access(operation)
        except MissingError:
            # sudo: only tells apart what is there, and both are refused alike
            there = self.sudo().exists().sudo(False)
            result = super(IpsClientData, there)._check_access(operation)
            refused = self - there
            result = refused | result[0] if result else refused, None
        return result and (result[0], result[0]._out_of_reach)

    def _out_of_reach(self):
        """The error for what is out of reach, and for what is not there."""
        # Asking the rules has read them
        self.invalidate_recordset()
        return AccessError(
            self.env._("This is not there, or it is about somebody who is not yours.")
        )

    @classmethod
    def _people_fields(cls):
        """Fields that lead to a client, to a record of one, or to what the caller
        has to see: {name: model}.
        """
        return {
            name: field.comodel_name
            for name, field in cls._fields.items()
            if field.type == "many2one" and field.store and not field.related
            if name in cls._sighted_fields
            or hasattr(cls.pool[field.comodel_name], "_client_field")
        }

    def _check_clients(self, vals_list):
        """Refuse to point to people out of reach, and to nobody, in the same words."""
        if self.env.su or self._client_field == "id":
            return
        for name, model in self._people_fields().items():
            default = self.env.context.get(f"default_{name}")
            ids = set()
            for vals in vals_list:
                value = vals.get(name, default)
                if isinstance(value, dict):
                    # Of a form that shows the record as well
                    value = value.get("id")
                ids.update(
                    value.ids if isinstance(value, models.BaseModel) else [value]
                )
            ids -= {None, False}
            # What is archived is there: another check says that it is
            records = self.env[model].with_context(active_test=False)
            if ids and records.search_count([("id", "in", list(ids))]) < len(ids):
                raise self._out_of_reach()

    def _check_draft(self, values):
        """A form would show the code of whomever a draft points to."""
        checked = self.env.context.get("ips_clients") is CHECKED
        if any(self._ids) or checked:
            return
        if self._people_fields().keys() & values.keys():
            self._check_clients([values])

    def _strip_kept(self, values):
        """What callers may say: not what only the code writes."""
        if self.env.su or not self._kept_fields:
            return values
        return {
            name: val for name, val in values.items() if name not in self._kept_fields
        }

    def _update_cache(self, values, validate=True):
        if not any(self._ids):
            values = self._strip_kept(values)
        self._check_draft(values)
        return super()._update_cache(values, validate=validate)

    def update(self, values):
        """Odoo's forms change drafts by this."""
        if not any(self._ids):
            values = self._strip_kept(values)
        self._check_draft(values)
        return super().update(values)

    def get_external_id(self):
        """Odoo would tell everyone, about any id."""
        ids = self._filtered_access("read")._get_external_ids()
        return {number: (ids.get(number) or [""])[0] for number in self._ids}

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        context = {**self.env.context, "ips_clients": CHECKED}
        if not self.env.su:
            for name in self._kept_fields:
                context.pop(f"default_{name}", None)
        # Not by keywords: what was proposed has to go
        # pylint: disable-next=context-overridden
        checked = self.with_context(context)
        vals_list = [self._strip_kept(vals) for vals in vals_list]
        checked._check_clients(vals_list)
        return super(IpsClientData, checked).create(vals_list).with_env(self.env)

    def write(self, vals):
        if self._people_fields().keys() & vals.keys():
            self._check_clients([vals])
        if not self.env.su and self._kept_fields & vals.keys():
            raise UserError(
                self.env._("This is kept as it was, and not written by hand.")
            )
        return super().write(vals)

    # READING

    def _read_format(self, fnames, load="_classic_read"):
        values = super()._read_format(fnames, load)
        self._log_look(set(fnames))
        return values

    def _log_look(self, names):
        if self.env.su or not names - LABELS:
            return
        listing = self.env.context.get("ips_look") is LISTING
        if listing and not names & {"name", "email", "phone"}:
            return
        self.env["ips.client.access"]._log(
            self._looked_at(), "list" if listing else "open"
        )

    def _looked_at(self):
        """Clients of these records."""
        records = self._origin
        return records if self._client_field == "id" else records[self._client_field]

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Exports, and exports of other models that lead here by a path."""
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        if not self.env.su:
            self._log_export(_is_toplevel_call)
        return rows

    def _log_export(self, is_whole):
        clients = self._looked_at()
        if not is_whole:
            # By a path Odoo comes here once for each record that leads here: with the
            # first one comes the turn of all of them, in one statement
            clients = self.browse(self._prefetch_ids)._looked_at()
            # Odoo makes a new one for each export
            logged = self.env.cr.cache["export_properties_cache"]["ips.client.access"]
            clients = clients.filtered(lambda client: client.id not in logged)
            logged.update(dict.fromkeys(clients.ids))
        self.env["ips.client.access"]._log(clients, "export")

    def _read_group_groupby(self, alias, groupby_spec, query):
        self._refuse_personal(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        self._refuse_personal(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    def _refuse_personal(self, spec):
        name = spec.split(":")[0].split(".")[0]
        if name in self._personal_fields and not self.env.su:
            raise UserError(
                self.env._(
                    "People are not grouped by their names or by what they said in "
                    "their own words. Open the list instead."
                )
            )

    # Odoo's own ways in: their routes would be read-only

    @api.model
    @read_write
    def search_read(
        self, domain=None, fields=None, offset=0, limit=None, order=None, **kwargs
    ):
        listing = self.with_context(ips_look=LISTING)
        return super(IpsClientData, listing).search_read(
            domain, fields, offset=offset, limit=limit, order=order, **kwargs
        )

    @api.model
    @read_write
    def web_search_read(
        self,
        domain,
        specification,
        offset=0,
        limit=None,
        order=None,
        count_limit=None,
    ):
        listing = self.with_context(ips_look=LISTING)
        return super(IpsClientData, listing).web_search_read(
            domain,
            specification,
            offset=offset,
            limit=limit,
            order=order,
            count_limit=count_limit,
        )

    @api.model
    @read_write
    def web_read_group(self, domain, groupby, *args, **kwargs):
        listing = self.with_context(ips_look=LISTING)
        return super(IpsClientData, listing).web_read_group(
            domain, groupby, *args, **kwargs
        )

    @api.model
    @read_write
    def web_name_search(
        self, name, specification, domain=None, operator="ilike", limit=100
    ):
        listing = self.with_context(ips_look=LISTING)
        return super(IpsClientData, listing).web_name_search(
            name, specification, domain, operator, limit
        )

    @read_write
    def web_read(self, specification):
        return super().web_read(specification)

    @read_write
    def read(self, fields=None, load="_classic_read"):
        return super().read(fields, load)

    def onchange(self, values, field_names, fields_spec):
        result = super().onchange(values, field_names, fields_spec)
        self._log_look(set(fields_spec) if self.ids else set())
        return result

    def copy_data(self, default=None):
        if not self.env.su:
            raise UserError(self.env._("Records about people are not duplicated."))
        return super().copy_data(default)

    def message_notify(self, **kwargs):
        """Whoever gets an activity on a client is not mailed: mails leave the house."""
        return self.env["mail.message"]
