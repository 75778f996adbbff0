from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .ips_analysis_query import AnalysisQuery

# By which visit: the field's own steps of a relationship (domain 3.1, S22)
VISITS = [
    ("0", "Not in person"),
    ("1", "First visit"),
    ("2", "Second visit"),
    ("3", "Third visit or later"),
]
# From so many visits on they are no longer told apart
LATER_VISIT = 3


def figure(label, **kwargs):
    """A column of 0 and 1, or of a few: groups add it up."""
    return fields.Integer(string=label, readonly=True, **kwargs)


def share(label, **kwargs):
    """A column of 0 and 1, empty where it does not apply: its mean is the share."""
    return fields.Float(string=label, readonly=True, aggregator="avg", **kwargs)


class IpsAnalysis(models.AbstractModel):
    """What the analyses have in common: computed by a query, nothing is stored.

    What a reader may not see is not in the query at all, so that neither a sum nor an
    id tells of it. Weeks are Mondays, months their first days: both are plain dates
    that no language or time zone of a reader moves.
    """

    _name = "ips.analysis"
    _description = "Analysis"
    _rec_name = "id"

    team_id = fields.Many2one("crm.team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    week_start = fields.Date(string="Week", readonly=True)
    month_start = fields.Date(string="Month", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", readonly=True)
    municipality_id = fields.Many2one("ips.municipality", readonly=True)

    # READING

    def _check_access(self, operation):
        """A row out of reach is no row: refused as one that never was."""
        if self.env.su or not self.ids:
            return super()._check_access(operation)
        if super(IpsAnalysis, self.browse())._check_access(operation):
            # No right to any of them: this says nothing about one
            return super()._check_access(operation)
        # Not Odoo's own way, which asks the rules as superuser: then a row out of
        # reach would be there
        refused = self - self.browse(self._search([("id", "in", self.ids)]))
        return (refused, refused._out_of_reach) if refused else None

    def _out_of_reach(self):
        return AccessError(
            self.env._("This is not there, or it is about somebody who is not yours.")
        )

    # GROUPS

    @api.model
    def _search(self, domain, *args, **kwargs):
        return AnalysisQuery(self, super()._search(domain, *args, **kwargs))

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        """A week by its days and a month by its months are the dates they are."""
        if groupby_spec in ("week_start:day", "month_start:day", "month_start:month"):
            return self._field_to_sql(alias, groupby_spec.split(":")[0], query)
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _read_group_orderby(self, order, groupby_terms, query):
        """Leave it to the query to join what Odoo would join to every row."""
        query.group_order = self._group_order(order, groupby_terms)
        if query.group_order:
            return SQL()
        return super()._read_group_orderby(order, groupby_terms, query)

    @api.model
    def _group_order(self, order, groupby_terms):
        """[(expression, model whose order it has or None, direction)] of the groups.

        Empty where there is nothing to join, and for orders that only Odoo knows: by
        figures, by days of the week.
        """
        terms = []
        for part in (order or "").split(","):
            spec, _space, direction = part.strip().partition(" ")
            direction = direction.strip().upper() or "ASC"
            known = spec in groupby_terms and not spec.endswith(":day_of_week")
            if not known or direction not in ("ASC", "DESC"):
                return []
            field = self._fields.get(spec)
            comodel = field and field.type == "many2one" and field.comodel_name
            terms.append((groupby_terms[spec], comodel or None, direction))
        return terms if any(comodel for _term, comodel, _direction in terms) else []

    # QUERY

    @property
    def _table_query(self):
        """One row a record, within the reader's reach, with all columns."""
        return self._rows_sql()

    @api.model
    def _rows_sql(self, names=None):
        """The rows within the reader's reach; to be overridden.

        :param set names: of the columns that are needed; empty: all
        """
        raise NotImplementedError

    @api.model
    def _columns_sql(self, columns, names=None):
        """Those of the columns that are needed, and always the id.

        :param dict columns: {name: SQL expression}
        """
        return SQL(", ").join(
            SQL("%s AS %s", expression, SQL.identifier(name))
            for name, expression in columns.items()
            if self._needs(names, name) or name == "id"
        )

    @api.model
    def _needs(self, names, *columns):
        """Whether one of these columns is needed."""
        return names is None or not names.isdisjoint(columns)

    @api.model
    def _week_sql(self, day):
        """Monday of the week of a day: the first day of year 1 was one."""
        return SQL("(%(day)s - (%(day)s - DATE '0001-01-01') %% 7)", day=day)

    @api.model
    def _month_sql(self, day):
        """First day of the month of a day."""
        return SQL("date_trunc('month', %s::timestamp)::date", day)

    @api.model
    def _employer_sql(self, employer_id, company_id=None):
        """Join ``place``, the employer in that column, and ``whole``, its company."""
        return SQL(
            """
            LEFT JOIN res_partner AS place ON place.id = %s
            LEFT JOIN res_partner AS whole ON whole.id = %s
            """,
            employer_id,
            company_id or SQL("place.parent_id"),
        )

    @api.model
    def _place_columns(self):
        """Where and in which industry: the workplace's own, else its company's."""
        return {
            name: SQL(
                "COALESCE(place.%(name)s, whole.%(name)s)", name=SQL.identifier(name)
            )
            for name in ("industry_id", "municipality_id")
        }

    @api.model
    def _contact_reach_sql(self, by_number=False):
        """Contacts of the reader's own and of the teams that the reader leads.

        The contact is ``contact``.

        :param bool by_number: look the teams up now, for groups: by how many they are
            the database decides what to read first, and it takes an array that is yet
            to be read for ten teams
        """
        if self.env.su:
            return SQL("TRUE")
        teams = self.env["crm.team"]._led_teams_sql()
        if by_number:
            [[led]] = self.env.execute_query(SQL("SELECT %s", teams))
            teams = SQL("%s::integer[]", led)
        return SQL(
            "(contact.user_id = %s OR contact.team_id = ANY (%s))", self.env.uid, teams
        )

    @api.model
    def _first_visits_sql(self, contact):
        """Join of ``visits``: ids of the first visits to the company of the contact.

        By whoever of the coaches. Found once for each company.

        :param SQL contact: alias of ``ips_employer_contact``
        """
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT ARRAY_AGG(first.id ORDER BY first.date, first.id) AS ids
                  FROM (SELECT id, date FROM ips_employer_contact AS visit
                         WHERE visit.company_partner_id = %(contact)s.company_partner_id
                           AND visit.state = 'done' AND visit.channel = 'in_person'
                      ORDER BY date, id
                         LIMIT %(told_apart)s) AS first) AS visits ON TRUE
            """,
            contact=contact,
            told_apart=LATER_VISIT - 1,
        )

    @api.model
    def _visit_sql(self, contact):
        """First, second or later visit to the company, with the join above.

        What ``visit_number`` of the contact says, up to the third.
        """
        return SQL(
            """
            CASE WHEN %(contact)s.channel = 'in_person'
                 THEN COALESCE(ARRAY_POSITION(visits.ids, %(contact)s.id),
                               %(later)s)::text
                 ELSE '0' END
            """,
            contact=contact,
            later=LATER_VISIT,
        )
