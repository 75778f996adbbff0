from odoo import models


class MailActivitySchedule(models.TransientModel):
    """Activities are planned on people whom one may read, and on nobody else.

    Odoo asks for the company of the records first, with other words for those that
    never were.
    """

    _inherit = "mail.activity.schedule"

    def _evaluate_res_ids(self):
        ids = super()._evaluate_res_ids()
        if self.res_model in self.env["ips.client.access"]._models_of_clients():
            # Some of what asks is computed as superuser, for the user all the same
            self.env[self.res_model].sudo(False).browse(ids).check_access("read")
        return ids
