from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime, get_lang, html2plaintext

from ..tools.formats import page_language

VERSION = 1
# Of no meaning to the person: how the system keeps its rows
TECHNICAL = {
    "id",
    "create_uid",
    "write_uid",
    "create_date",
    "write_date",
    "disclosure_reminded_on",
    "expiry_reminded",
}
TECHNICAL_PARTS = ("activity_", "message_")
# What Odoo keeps beside a record: which field names its model, and what is handed out
BESIDE = {
    "mail.activity": (
        "res_model",
        ("summary", "note", "date_deadline", "date_done", "user_id", "feedback"),
    ),
    "mail.message": ("model", ("date", "author_id", "subject", "body")),
    "ir.attachment": ("res_model", ("name", "create_date")),
}
LOG = "ips.client.access"


class ClientDataReport(models.AbstractModel):
    """Everything that is held about one person, as plain values.

    The models are found, not listed: the client, and whatever is stored with a link to
    one, so that what later models hold is in it as well. The access log comes last.
    Read as superuser by the data protection officer's page, which checks and logs.
    """

    _name = "ips.client.data.report"
    _description = "Everything Held about a Person"

    # WHAT IS HANDED OUT

    @api.model
    def _values(self, client):
        """Return the whole report for machines: dates in ISO, names of fields as keys.

        :param client: one record, as superuser
        """
        return {
            "version": VERSION,
            "code": client.ref,
            "made_on": self._plain_datetime(fields.Datetime.now()),
            "sections": [
                {
                    "model": rows._name,
                    "title": self._title(rows),
                    "fields": {name: self._label(shown[name]) for name in shown},
                    "rows": [
                        {name: self._plain(row, shown[name]) for name in shown}
                        for row in rows
                    ],
                }
                for rows, shown in self._sections(client)
            ],
        }

    @api.model
    def _page(self, client):
        """Return the whole report for readers: what is empty is left out.

        :param client: one record, as superuser
        """
        sections = []
        for rows, shown in self._sections(client):
            labels = {name: self._label(field) for name, field in shown.items()}
            readable = [
                {name: self._readable(row, field) for name, field in shown.items()}
                for row in rows
            ]
            sections.append(
                {
                    "title": self._title(rows),
                    "count": len(rows),
                    "is_table": rows._name == LOG,
                    "labels": list(labels.values()),
                    "rows": [
                        [(labels[name], value) for name, value in row.items()]
                        for row in readable
                    ],
                }
            )
        return {
            "page_lang": page_language(self.env),
            "code": client.ref,
            "made_on": format_datetime(self.env, fields.Datetime.now()),
            "sections": sections,
        }

    # WHAT IS HELD

    @api.model
    def _sections(self, client):
        """Return [(records, {name: field})]: the client first, the access log last."""
        sections = [(client, self._shown(client))]
        for name in sorted(self.env[LOG]._models_of_clients() - {"ips.client"}):
            model = self.env[name].sudo().with_context(active_test=False)
            if model._transient or not model._auto:
                continue
            links = [
                field.name
                for field in model._fields.values()
                if field.type in ("many2one", "many2many")
                and field.comodel_name == "ips.client"
                and field.store
            ]
            domain = Domain.OR(Domain(link, "in", client.ids) for link in links)
            rows = model.search(domain, order="id")
            sections.append((rows, self._shown(rows, {*links, "company_id"})))
        beside = self._beside([rows for rows, _shown in sections])
        log = [section for section in sections if section[0]._name == LOG]
        return [*(s for s in sections if s not in log), *beside, *log]

    @api.model
    def _beside(self, held):
        """Activities, messages and files of the records that are held."""
        sections = []
        for name, (link, kept) in BESIDE.items():
            model = self.env[name].sudo().with_context(active_test=False)
            rows = model.search(
                Domain.OR(
                    Domain(link, "=", rows._name) & Domain("res_id", "in", rows.ids)
                    for rows in held
                    if rows._name != LOG
                ),
                order="id",
            )
            sections.append((rows, {field: model._fields[field] for field in kept}))
        return sections

    @api.model
    def _shown(self, rows, hidden=()):
        """Return {name: field} of what a person can make sense of.

        Fields of the record that is linked, such as day and employer of a contact, are
        shown as well.
        """
        shown = {
            field.name: field
            for field in rows._fields.values()
            if field.name not in TECHNICAL
            and field.name not in hidden
            and not field.name.startswith(TECHNICAL_PARTS)
            and not field.name.endswith("_key")
            and field.type not in ("one2many", "binary", "json")
            and (
                field.store
                or (field.related and not field.related.startswith("company"))
            )
        }
        # Who it is comes first
        first = ("ref", "name", "email", "phone")
        return dict(sorted(shown.items(), key=lambda item: item[0] not in first))

    # WORDS

    @api.model
    def _title(self, rows):
        return self.env["ir.model"]._get(rows._name).sudo().name

    @api.model
    def _label(self, field):
        """The label; that of the record linked to, whose translation is kept."""
        if field.related and not field.export_string_translation:
            field = field.related_field
        return field.get_description(self.env, ["string"])["string"]

    @api.model
    def _plain(self, row, field):
        """A value as JSON knows it."""
        value = row[field.name]
        if field.type == "many2many":
            return value.mapped("display_name")
        if field.type in ("boolean", "integer", "float", "monetary"):
            return value
        if not value:
            return None
        if field.type == "date":
            return fields.Date.to_string(value)
        if field.type == "datetime":
            return self._plain_datetime(value)
        return self._text(value, field)

    @api.model
    def _readable(self, row, field):
        """A value as text in the reader's language, True, False, or None if empty."""
        value = row[field.name]
        if field.type == "boolean":
            return value
        # 0 is "not stated" throughout
        if not value:
            return None
        if field.type == "many2many":
            return ", ".join(value.mapped("display_name"))
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, value)
        if field.type == "float":
            lang = self.env["res.lang"].browse(get_lang(self.env).id)
            return lang.format("%.10g", value, grouping=True)
        return self._text(value, field)

    @api.model
    def _text(self, value, field):
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "many2one":
            return value.display_name
        if field.type == "html":
            return html2plaintext(value)
        return str(value)

    @api.model
    def _plain_datetime(self, value):
        return f"{value.isoformat(timespec='seconds')}Z"
