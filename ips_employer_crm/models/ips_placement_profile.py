from odoo import api, fields, models


class IpsPlacement(models.Model):
    """When the wishes were looked at again after a job (quality criterion 14).

    Kept with the job, for a wish itself keeps no history, and one that was removed
    leaves nothing. The first day counts, from the day on that the end was heard of.
    """

    _inherit = "ips.placement"

    wishes_updated_on = fields.Date(
        readonly=True,
        copy=False,
        help="The first change of the wishes after the job ended.",
    )

    # BUSINESS

    @api.model
    def _keep_wishes_updated(self, clients):
        """The wishes of these people have changed today."""
        # sudo: jobs of people whose wishes the writer was allowed to change; a day and
        # nothing else is written
        ended = self.sudo().search(
            [("client_id", "in", clients.ids), ("end_date", "!=", False)]
        )
        for company, jobs in ended.grouped("company_id").items():
            today = company._ips_today()
            jobs.filtered(
                lambda job, today=today: (
                    job._begins_profile() <= today
                    and not (
                        job.wishes_updated_on
                        and job.wishes_updated_on >= job._begins_profile()
                    )
                )
            ).write({"wishes_updated_on": today})

    def _begins_profile(self):
        """From when on a change of the wishes is one after this job."""
        return min(self.end_date, self.heard_on or self.end_date)
