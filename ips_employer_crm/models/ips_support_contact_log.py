from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..tools.exactly_once import saved_once

# What the log screen may set; the rest follows from the model
LOGGED_FIELDS = {
    "placement_id",
    "date",
    "with_whom",
    "channel",
    "note",
    "next_date",
    "request_uuid",
}
# People whose job begins this soon are offered on the log screen
SOON = timedelta(days=14)


class IpsSupportContact(models.Model):
    """Follow-along from the log screen: "about someone at work".

    It writes here, never into the employer log, and gives back until when to meet
    next. People are offered by their codes, as in lists, so that opening the screen is
    no look at somebody.
    """

    _inherit = "ips.support.contact"

    request_uuid = fields.Char(
        copy=False,
        readonly=True,
        export_string_translation=False,
        help="What is sent again after a time-out is saved once.",
    )

    _request_uniq = models.UniqueIndex(
        "(user_id, request_uuid) WHERE request_uuid IS NOT NULL"
    )

    # OPENING

    @api.model
    @api.readonly
    def get_log_choices(self, placement_id=None):
        """Return whom the reader may log follow-along for, and the choices.

        :param int placement_id: a job that is offered as well, if the reader sees it
        :returns: ``{"jobs": [{"id", "ref", "number"}], "with_whom", "channels"}``;
            ``number``: which of somebody's several jobs, else 0
        """
        jobs = self._log_jobs(placement_id)
        several = {
            client
            for client, of_client in jobs.grouped("client_id").items()
            if len(of_client) > 1
        }
        return {
            "jobs": [
                {
                    "id": job.id,
                    "ref": job.client_id.ref,
                    "number": job.job_number if job.client_id in several else 0,
                }
                for job in jobs
            ],
            "with_whom": self._fields["with_whom"]._description_selection(self.env),
            "channels": self._fields["channel"]._description_selection(self.env),
        }

    @api.model
    def _log_jobs(self, placement_id=None):
        """Jobs that run, begin soon or ended lately, of people whose coach the reader
        is or whom they cover today; and the one that was asked for.
        """
        jobs, uid = self.env["ips.placement"], self.env.uid
        soon = self.env.company._ips_today() + SOON
        own = Domain("client_id.user_id", "=", uid) | Domain(
            "client_id.cover_ids",
            "any",
            [("user_id", "=", uid), ("is_in_force", "=", True)],
        )
        found = jobs.search(
            own & Domain("start_date", "<=", soon) & jobs._asked_domain()
            | Domain("id", "=", placement_id or 0)
        )
        return found.sorted(lambda job: (job.client_id.ref, job.start_date, job.id))

    @api.model
    @api.readonly
    def get_log_told(self, placement_id):
        """Return the sentence on what this job's employer may be told today.

        Empty where the employer is not known to the register. Raises AccessError for
        people out of reach.
        """
        placement = self.env["ips.placement"].search([("id", "=", placement_id)])
        if not placement:
            raise placement._out_of_reach()
        if not placement.employer_id:
            return ""
        client = placement.client_id
        row = self.env["ips.disclosure"]._in_force(client, placement.employer_id)
        contacts = self.env["ips.employer.contact"]
        return contacts._disclosure_sentence(client, row[client])

    # SAVING

    @api.model
    def log_support(self, values):
        """Save what the log screen holds, once, and say when to meet next.

        The same ``request_uuid`` sent again returns the first result.

        Raises a user error that names what is missing.
        :returns: ``{"id", "title", "message"}``
        """
        uuid = values.get("request_uuid")
        contact = self.browse()
        if uuid:
            contact = self.search(
                [("request_uuid", "=", uuid), ("user_id", "=", self.env.uid)], limit=1
            )
        if not contact:
            if not values.get("placement_id"):
                raise UserError(self.env._("Choose whom it is about."))
            # What is empty is left to the defaults
            vals = {name: values[name] for name in LOGGED_FIELDS if values.get(name)}
            with saved_once(self.env.cr):
                contact = self.create({**vals, "user_id": self.env.uid})
                contact.flush_recordset()
        due = contact.placement_id.next_support_date
        return {
            "id": contact.id,
            "title": self.env._("Saved"),
            "message": (
                self.env._("Meet by %(day)s.", day=format_date(self.env, due))
                if due
                else self.env._("Nothing more is due for this job.")
            ),
        }

    # ACTIONS

    @api.model
    def _action_log(self, placement):
        """Open the log screen about somebody at work."""
        return self.env["ips.employer.contact"]._action_log(placement_id=placement.id)
