from odoo import api, models

from .ips_client_data import read_write


class IpsEmployerContact(models.Model):
    """Contacts lead to people: what reads on from them may write the access log.

    Odoo takes these for reading only, and would begin each such request anew.
    """

    _inherit = "ips.employer.contact"

    @read_write
    def web_read(self, specification):
        return super().web_read(specification)

    @api.model
    @read_write
    def web_search_read(self, domain, specification, *args, **kwargs):
        return super().web_search_read(domain, specification, *args, **kwargs)

    @api.model
    @read_write
    def web_read_group(self, domain, groupby, *args, **kwargs):
        return super().web_read_group(domain, groupby, *args, **kwargs)
