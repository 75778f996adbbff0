import re

from odoo import api, fields, models, tools


class IpsSensitiveWord(models.Model):
    """A word about health that is asked about before an employer's text is sent.

    An employer may process only what the job needs, and health is not ours to hear
    from it (Act 759/2004; GDPR article 9). A text with one of these words is not
    refused: whoever wrote it is asked to look again. One list for all languages: the
    beginning of a word is enough, so that Finnish endings are met.

    Read by coaches; written by leaders and the administrator.
    """

    _name = "ips.sensitive.word"
    _description = "Word About Health"
    _order = "name, id"

    name = fields.Char(
        string="Beginning of the Word",
        required=True,
        help="Every word that begins like this is asked about, in any language.",
    )
    active = fields.Boolean(default=True)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        words = super().create(vals_list)
        self.env.registry.clear_cache()
        return words

    def write(self, vals):
        res = super().write(vals)
        self.env.registry.clear_cache()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res

    # BUSINESS

    @api.model
    def _found_in(self, *texts):
        """Words of the texts that begin like one of the list, as they were written."""
        beginnings = self._beginnings()
        found = {}
        for text in texts if beginnings else ():
            for word in re.findall(r"[^\W\d_]+", text or ""):
                if word.casefold().startswith(beginnings):
                    found.setdefault(word.casefold(), word)
        return list(found.values())

    @api.model
    @tools.ormcache()
    def _beginnings(self):
        # sudo: whoever writes in the portal does not read the list
        words = self.sudo().search([("active", "=", True)])
        return tuple(
            word.name.strip().casefold() for word in words if word.name.strip()
        )
