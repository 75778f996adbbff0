from odoo import api, fields, models

VERSION = 1
# Of no meaning to the person: how the system keeps its rows
TECHNICAL = {"id", "create_uid", "write_uid", "create_date", "write_date"}


class ClientDataReport(models.AbstractModel):
    """Everything that is held about one person, as plain values.

    The models are found, not listed: the client, and whatever is stored with a link to
    one, so that what later models hold is in it as well. The access log comes last.
    Read as superuser by the data protection officer's page, which checks and logs.
    """

    _name = "ips.client.data.report"
    _description = "Everything Held about a Person"

    @api.model
    def _sections(self, client):
        """Return [{"model", "title", "fields": {name: label}, "rows": [values]}].

        :param client: one record, as superuser
        """
        sections = [self._section("ips.client", client, set())]
        for name in sorted(self.env["ips.client.access"]._models_of_clients()):
            model = self.env[name].sudo()
            if name == "ips.client" or model._transient or not model._auto:
                continue
            links = [
                field.name
                for field in model._fields.values()
                if field.type == "many2one"
                and field.comodel_name == "ips.client"
                and field.store
            ]
            if links:
                domain = [(links[0], "=", client.id)]
                rows = model.with_context(active_test=False).search(domain, order="id")
                sections.append(self._section(name, rows, set(links)))
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        domain = [("res_model", "=", "ips.client"), ("res_id", "=", client.id)]
        section = self._section("mail.activity", activities.search(domain), set())
        kept = ("summary", "note", "date_deadline", "date_done", "user_id", "feedback")
        section["fields"] = {name: section["fields"][name] for name in kept}
        section["rows"] = [
            {name: row[name] for name in kept} for row in section["rows"]
        ]
        sections.append(section)
        # The log is what was asked about least often, and longest
        sections.sort(key=lambda section: section["model"] == "ips.client.access")
        return sections

    @api.model
    def _section(self, name, rows, links):
        shown = {
            field.name: field
            for field in rows._fields.values()
            if field.name not in TECHNICAL | links
            and not field.name.startswith("activity_")
            and not field.name.endswith("_key")
            and field.type not in ("one2many", "binary", "json")
            and (field.store or field.related)
        }
        labels = {
            field_name: field.get_description(self.env, ["string"])["string"]
            for field_name, field in shown.items()
        }
        return {
            "model": name,
            "title": self.env["ir.model"]._get(name).sudo().name,
            "fields": labels,
            "rows": [
                {
                    field_name: self._plain(row, field)
                    for field_name, field in shown.items()
                }
                for row in rows
            ],
        }

    @api.model
    def _plain(self, row, field):
        """A value as text, number or list: dates in ISO, lists by their labels."""
        value = row[field.name]
        if field.type == "boolean":
            return bool(value)
        if field.type in ("integer", "float"):
            return value
        if not value:
            return None
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "many2one":
            return value.display_name
        if field.type == "many2many":
            return value.mapped("display_name")
        if field.type == "date":
            return fields.Date.to_string(value)
        if field.type == "datetime":
            return fields.Datetime.to_string(value) + "Z"
        return value

    @api.model
    def _values(self, client):
        """Return the whole report: who, when, and the sections."""
        return {
            "version": VERSION,
            "code": client.ref,
            "made_on": fields.Datetime.to_string(fields.Datetime.now()) + "Z",
            "sections": self._sections(client),
        }
