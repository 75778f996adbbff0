from odoo import models


class PortalShare(models.TransientModel):
    """People are not shared; asking tells nobody who is there."""

    _inherit = "portal.share"

    def _compute_resource_ref(self):
        secret = self.env["ips.client.access"]._models_of_clients()
        apart = self.filtered(lambda share: share.res_model in secret)
        apart.resource_ref = None
        return super(PortalShare, self - apart)._compute_resource_ref()
