from odoo import api, models
from odoo.exceptions import UserError


class MailMessage(models.Model):
    """No message is kept on a client, and none tells its reader whom it is about.

    Odoo would show everyone the name of whatever a message claims to be about.
    """

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        secret = self.env["ips.client.access"]._models_of_clients()
        default = self.env.context.get("default_model")
        if any(vals.get("model", default) in secret for vals in vals_list):
            raise UserError(self.env._("No messages are kept on people."))
        return super().create(vals_list)

    def _compute_record_name(self):
        secret = self.env["ips.client.access"]._models_of_clients()
        apart = self.filtered(lambda message: message.model in secret)
        apart.record_name = False
        return super(MailMessage, self - apart)._compute_record_name()
