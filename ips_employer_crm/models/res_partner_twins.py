import re
import unicodedata

from stdnum.fi import ytunnus

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .res_partner import COACH

# Legal forms say nothing about who the company is
LEGAL_FORMS = re.compile(
    r"\b(oyj|oy|abp|ab|ky|kb|tmi|fma|ay|osk|ry|rf|ou|ltd|inc|gmbh)\b\.?", re.I
)
# pg_trgm's own default is 0.3; at 0.45 "Saarijärven Leipomo" still finds "Saarijarven
# leipomot" and no longer every "... Leipomo"
SIMILARITY = 0.45
# While typing, likeness to a part of the name is enough: "leipmo" finds a bakery
WORD_SIMILARITY = 0.5
TWIN_LIMIT = 5
FREE_MAIL = {
    "gmail.com",
    "facebook.com",
    "hotmail.com",
    "hotmail.fi",
    "instagram.com",
    "outlook.fi",
    "pp.inet.fi",
    "saunalahti.fi",
    "outlook.com",
    "icloud.com",
    "luukku.com",
    "suomi24.fi",
    "kolumbus.fi",
    "elisanet.fi",
    "live.com",
    "yahoo.com",
}


def name_key(name):
    """Return what of a company's name tells it apart: no legal form, no marks.

    Dots and rings go too: who types in a hurry leaves them out.

    >>> name_key("Saarijärven  Leipomo Oy")
    'saarijarven leipomo'
    >>> name_key("Ab Bröderna Åström")
    'broderna astrom'
    >>> name_key("Oy Ab")
    'oy ab'
    """
    folded = unicodedata.normalize("NFKD", (name or "").lower())
    folded = "".join(char for char in folded if not unicodedata.combining(char))
    words = re.sub(r"[\W_]+", " ", folded.replace("t:mi", "tmi")).strip()
    return " ".join(LEGAL_FORMS.sub(" ", words).split()) or words


def domain_key(email, website):
    """Return the company's own internet domain, if e-mail or website tells one.

    >>> domain_key("hr@leipomo.example", None)
    'leipomo.example'
    >>> domain_key(None, "https://www.leipomo.example/yhteys")
    'leipomo.example'
    >>> domain_key("pekka@gmail.com", None)
    """
    for value in (website, email):
        host = re.sub(r"^https?://", "", (value or "").lower().strip())
        host = host.rpartition("@")[2].split("/")[0].split(":")[0]
        host = host.removeprefix("www.")
        if "." in host and host not in FREE_MAIL:
            return host
    return None


def phone_key(phone):
    """Return the digits that tell a number apart, however it is written.

    >>> phone_key("+358 40 123 4567") == phone_key("040-1234567")
    True
    """
    digits = re.sub(r"\D", "", phone or "")
    return digits[-9:].lstrip("0") if len(digits) >= 7 else None


class ResPartner(models.Model):
    """Employers that may be the same one: found while typing, on import, and merged.

    Three stored keys make the comparison cheap: the name without legal form, the
    internet domain and the digits of the phone number. They exist for employers only.
    """

    _inherit = "res.partner"

    employer_name_key = fields.Char(
        compute="_compute_employer_keys",
        store=True,
        groups=COACH,
        export_string_translation=False,
    )
    employer_domain_key = fields.Char(
        compute="_compute_employer_keys",
        store=True,
        index="btree_not_null",
        groups=COACH,
        export_string_translation=False,
    )
    employer_phone_key = fields.Char(
        compute="_compute_employer_keys",
        store=True,
        index="btree_not_null",
        groups=COACH,
        export_string_translation=False,
    )
    employer_twin_ids = fields.Many2many(
        "res.partner",
        string="May Be There Already",
        compute="_compute_employer_twin_ids",
        groups=COACH,
    )

    _employer_name_key_trigram = models.Index(
        lambda registry: (
            "USING gin (employer_name_key gin_trgm_ops)"
            if registry.has_trigram
            else "(employer_name_key) WHERE employer_name_key IS NOT NULL"
        )
    )

    # COMPUTES

    @api.depends("name", "email", "website", "phone", "is_employer", "parent_id")
    def _compute_employer_keys(self):
        for partner in self:
            company = partner.is_employer and not partner.parent_id
            partner.employer_name_key = name_key(partner.name) if company else False
            partner.employer_domain_key = company and domain_key(
                partner.email, partner.website
            )
            partner.employer_phone_key = company and phone_key(partner.phone)

    @api.depends("name", "company_registry", "email", "website", "phone")
    def _compute_employer_twin_ids(self):
        for partner in self:
            partner.employer_twin_ids = (
                partner._find_employer_twins()
                if partner.is_employer and not partner.parent_id
                else False
            )

    # SEARCH

    def _find_employer_twins(self):
        """Employers that are likely the same as this one, likeliest first."""
        self.ensure_one()
        number = self.company_registry
        if number and ytunnus.is_valid(number):
            number = ytunnus.format(ytunnus.compact(number))
        matches = Domain.FALSE
        for field_name, value in (
            ("company_registry", number),
            ("employer_domain_key", domain_key(self.email, self.website)),
            ("employer_phone_key", phone_key(self.phone)),
        ):
            if value:
                matches |= Domain(field_name, "=", value)
        employers = Domain("is_employer", "=", True) & Domain("parent_id", "=", False)
        similar = self._search_similar_employers(self.name)
        twins = self.search(employers & matches, limit=TWIN_LIMIT) | similar
        return (twins - self._origin)[:TWIN_LIMIT]

    @api.model
    def _search_similar_employers(self, name, limit=TWIN_LIMIT, part=False):
        """Employers whose name is like ``name``, likeliest first, within the rules.

        :param part: whether likeness to a part of the name is enough
        """
        key = name_key(name)
        if len(key) < 3 or not self.env.registry.has_trigram:
            return self.browse()
        self.flush_model(["employer_name_key"])
        # The operators use the index; their thresholds are settings of the transaction
        self.env.cr.execute(
            SQL(
                """
                SELECT set_config('pg_trgm.similarity_threshold', %s, true),
                       set_config('pg_trgm.word_similarity_threshold', %s, true)
                """,
                str(SIMILARITY),
                str(WORD_SIMILARITY),
            )
        )
        match = SQL(
            "%s <%% employer_name_key" if part else "employer_name_key %% %s", key
        )
        rank = SQL(
            "word_similarity(%s, employer_name_key)"
            if part
            else "similarity(%s, employer_name_key)",
            key,
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE %s AND active"
                " ORDER BY %s DESC, id LIMIT %s",
                match,
                rank,
                # More than asked for: employers of other companies drop out below
                limit * 10,
            )
        )
        return self.browse(row[0] for row in rows)._filtered_access("read")[:limit]
