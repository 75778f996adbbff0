import re
import unicodedata

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# Letters that people leave out or mistype; hyphens are spaces, the last signs go
MARKED = "ÄÅÁÀÂÃÖÓÒÔÕØÜÚÛÉÈÊËÍÏÑÇŠŽäåáàâãöóòôõøüúûéèêëíïñçšž-–/().'’"
PLAIN = "aaaaaaoooooouuueeeeiincszaaaaaaoooooouuueeeeiincsz   "
# Likeness to a part of the name is enough: "baristta" finds "barista"
WORD_SIMILARITY = 0.5
# Unless others are liker by so much: "lokalvårdare" does not find "fångvaktare"
LIKER = 0.15
# What can be likened at all: two letters are like everything
SIMILAR_FROM = 4
SEARCHED = ("ilike", "like", "=", "in")


class IpsOccupation(models.Model):
    """Occupation, as a tree: major, sub-major, minor and unit groups.

    The source is ISCO-08 of the International Labour Organization, which Finland uses
    as Ammattiluokitus 2010 / Yrkesklassificeringen 2010 (Statistics Finland). Codes of
    one to four digits are the levels; occupations are close when their codes begin
    alike. All major and sub-major groups are there, and the groups below them that
    supported employment meets most.

    English names are ISCO's. Written from memory, and not yet compared with the
    national classification, are the Finnish and Swedish names of all minor and unit
    groups, the Finnish ones of 14, 34, 63, 73, 75 and the Swedish ones of 0, 01-03, 83,
    91-96: compare them with Statistics Finland's classification service before using
    them in statistics. Alternative names are ours: words that people use, separated by
    commas.

    Search goes over all languages at once, whatever the reader's. Everyone reads, the
    administrator writes.
    """

    _name = "ips.occupation"
    _description = "Occupation"
    _order = "code"
    _parent_store = True
    _rec_names_search = ["name", "code"]

    code = fields.Char(
        required=True, size=4, help="ISCO-08 code: one digit for each level."
    )
    name = fields.Char(required=True, translate=True)
    alt_names = fields.Text(
        string="Alternative Names",
        translate=True,
        help="Words that people use, separated by commas. Search finds them.",
    )
    parent_id = fields.Many2one(
        "ips.occupation", string="Broader Group", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("ips.occupation", "parent_id", string="Narrower Groups")
    level = fields.Selection(
        [
            ("1", "Major group"),
            ("2", "Sub-major group"),
            ("3", "Minor group"),
            ("4", "Unit group"),
        ],
        compute="_compute_level",
        store=True,
    )
    esco_uri = fields.Char(
        string="ESCO Address", help="Address of the group in the EU's ESCO."
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already an occupation with this code."
    )
    _code_digits = models.Constraint(
        "CHECK (code ~ '^[0-9]{1,4}$')", "The code is one to four digits."
    )

    # COMPUTES

    @api.depends("code")
    def _compute_level(self):
        for occupation in self:
            length = len(occupation.code or "")
            occupation.level = str(length) if 1 <= length <= 4 else False

    @api.depends("name", "code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Groups may be named as the only one below them: their code tells them apart.

        Unit groups are what people pick: they go by their name alone.
        """
        for occupation in self:
            name, code = occupation.name or "", occupation.code or ""
            broad = code and len(code) < 4
            occupation.display_name = f"{name} ({code})" if broad else name

    # CONSTRAINTS

    @api.constrains("code", "parent_id")
    def _check_tree(self):
        for occupation in self:
            below = occupation.with_context(active_test=False).child_ids
            for narrow in occupation | below:
                if narrow.code[:-1] != (narrow.parent_id.code or ""):
                    raise ValidationError(
                        self.env._(
                            "The code %(code)s needs the group %(parent)s above it.",
                            code=narrow.code,
                            parent=narrow.code[:-1] or "-",
                        )
                    )

    # SEARCH

    @api.model
    def _search_display_name(self, operator, value):
        values = value if operator == "in" else [value]
        if operator not in SEARCHED or not all(
            item and isinstance(item, str) for item in values
        ):
            return super()._search_display_name(operator, value)
        like = operator.endswith("like")
        return Domain.OR(
            Domain("id", "any!", self._ranked(item, like)) for item in values
        )

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Best match first, then the most specific group."""
        if not name or operator not in ("ilike", "like", "="):
            return super().name_search(name, domain, operator, limit)
        ranked = self.env.execute_query(self._ranked(name, operator != "="))
        order = {row[0]: place for place, row in enumerate(ranked)}
        found = self.search_fetch(
            Domain(domain or Domain.TRUE) & Domain("id", "in", list(order)),
            ["display_name"],
        ).sorted(lambda occupation: order[occupation.id])[:limit]
        return [(occupation.id, occupation.display_name) for occupation in found]

    def _ranked(self, text, like):
        """Query of the ids that go by ``text`` in any language, best match first.

        The names are few enough to be folded on the fly: there is no search key to
        keep when translations are imported.

        :param like: whether a part of a name, or something like it, is enough
        """
        text = unicodedata.normalize("NFC", " ".join(text.split()))
        coded = re.fullmatch(r".*\((\d{1,4})\)", text)
        if coded:
            text, like = coded[1], False
        wanted = _fold(SQL("%s", text))
        number = text.isdigit()
        rank = SQL("WHEN term.word = %s THEN 1 - position / 1000.0", wanted)
        if like:
            rank = SQL("%s WHEN starts_with(term.word, %s) THEN -1", rank, wanted)
        if like and not number:
            rank = SQL(
                """
                %s
                WHEN strpos(' ' || term.word, ' ' || %s) > 0 THEN -2
                WHEN strpos(term.word, %s) > 0 THEN -3
                """,
                rank,
                wanted,
                wanted,
            )
        likened = like and not number and len(text) >= SIMILAR_FROM
        if likened and self.env.registry.has_trigram:
            rank = SQL(
                """
                %s
                WHEN word_similarity(%s, term.word) >= %s
                THEN word_similarity(%s, term.word) - 5
                     + similarity(%s, term.word) / 10
                """,
                rank,
                wanted,
                WORD_SIMILARITY,
                wanted,
                wanted,
            )
        name = SQL.identifier("occupation", "name", to_flush=self._fields["name"])
        alt_names = SQL.identifier(
            "occupation", "alt_names", to_flush=self._fields["alt_names"]
        )
        return SQL(
            """
            SELECT id
              FROM (SELECT occupation.id,
                           occupation.code,
                           MAX(found.rank) AS rank,
                           MAX(MAX(found.rank)) OVER () AS best
                      FROM ips_occupation occupation
                     CROSS JOIN LATERAL (
                            SELECT %s, 0
                             UNION ALL
                            SELECT %s, 0
                              FROM jsonb_each_text(%s) AS named
                             UNION ALL
                            SELECT btrim(alternative.word), alternative.position
                              FROM jsonb_each_text(%s) AS named
                             CROSS JOIN LATERAL
                                   unnest(string_to_array(%s, ','))
                                   WITH ORDINALITY AS alternative (word, position)
                           ) AS term (word, position)
                     CROSS JOIN LATERAL (SELECT CASE %s END) AS found (rank)
                     WHERE found.rank IS NOT NULL AND %s <> ''
                     GROUP BY occupation.id) AS ranked
             WHERE rank >= LEAST(best, -4) - %s
             ORDER BY rank DESC, length(code) DESC, code
            """,
            SQL.identifier("occupation", "code", to_flush=self._fields["code"]),
            _fold(SQL("named.value")),
            name,
            alt_names,
            _fold(SQL("named.value")),
            rank,
            wanted,
            LIKER,
        )


def _fold(text):
    """SQL of ``text`` in lower case, without marks and signs, whatever the locale."""
    return SQL("btrim(translate(lower(%s), %s, %s))", text, MARKED, PLAIN)
