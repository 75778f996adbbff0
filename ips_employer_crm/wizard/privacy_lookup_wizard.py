from odoo import models


class PrivacyLookupWizard(models.TransientModel):
    """Odoo's lookup would show an administrator that somebody is a client.

    The data protection officer has a page of their own, where looks are logged.
    """

    _inherit = "privacy.lookup.wizard"

    def _get_query_models_blacklist(self):
        secret = self.env["ips.client.access"]._models_of_clients()
        return [*super()._get_query_models_blacklist(), *sorted(secret)]
