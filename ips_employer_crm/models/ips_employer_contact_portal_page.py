from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.formats import clock, day_and_time, day_in_words
from ..tools.weeks import local_midnight

#: Ways of a contact that took place that the employer finds in the portal.
SEEN_CHANNELS = ("event", "in_person", "remote")
#: And of one that is planned: there is a time to answer to.
ANSWERED_CHANNELS = (*SEEN_CHANNELS, "phone")
#: Days after a visit in which the employer is asked whether it was useful.
FEEDBACK_DAYS = 60


class IpsEmployerContact(models.Model):
    """Visits as the employer's own people see them in the portal.

    When, where, who comes, how, and the shared note. Nothing else leaves this file:
    no purpose, outcome or internal note, not whether it counted or whom it was about.

    What a job seeker did without a coach is never shown: it would tell the employer
    that the person who came is somebody's client.
    """

    _inherit = "ips.employer.contact"

    # A large employer's visits by page, newest first
    _portal_idx = models.Index("(employer_id, state, date) WHERE made_by = 'coach'")

    @api.model
    def _portal_domain(self, places):
        """Contacts at these places that their people may see at all."""
        return Domain(
            [
                ("employer_id", "in", places.ids),
                ("company_id", "in", self.env.user.company_ids.ids),
                ("made_by", "=", "coach"),
            ]
        )

    @api.model
    def _portal_today(self):
        """The first moment of today in the company's time zone (naive UTC)."""
        company = self.env.company
        return local_midnight(company._ips_today(), company._ips_tz())

    @api.model
    def _portal_ahead(self, places):
        """Visits from today on, planned or cancelled."""
        return self._portal_domain(places) & Domain(
            [
                ("state", "in", ("planned", "cancelled")),
                ("date", ">=", self._portal_today()),
                ("channel", "in", ANSWERED_CHANNELS),
            ]
        )

    @api.model
    def _portal_past(self, places):
        """Visits that took place."""
        return self._portal_domain(places) & Domain(
            [("state", "=", "done"), ("channel", "in", SEEN_CHANNELS)]
        )

    @api.model
    def _portal_waiting(self, places):
        """Visits that wait for the employer's answer."""
        return self._portal_domain(places) & Domain(
            [
                ("state", "=", "planned"),
                ("date", ">", fields.Datetime.now()),
                ("channel", "in", ANSWERED_CHANNELS),
                ("employer_answer", "=", False),
            ]
        )

    def _takes_feedback(self):
        """Whether the employer is asked if the visit was useful."""
        self.ensure_one()
        first = self.company_id._ips_today() - timedelta(days=FEEDBACK_DAYS)
        return (
            self.state == "done"
            and self.channel in SEEN_CHANNELS
            and self.day >= first
            and not self.employer_feedback
        )

    def _portal_values(self):
        """Plain values for the pages, in the reader's language: no query by row."""
        channels = dict(self._fields["channel"]._description_selection(self.env))
        answers = dict(
            self._fields["employer_feedback"]._description_selection(self.env)
        )
        return [
            {
                **contact._portal_when(),
                **contact._portal_where(),
                "id": contact.id,
                "state": contact.state,
                "coach": contact.user_id.name,
                "phone": contact.user_id.partner_id.phone
                or contact.company_id.phone
                or "",
                "companions": contact.companion_ids.mapped("name"),
                "channel": channels[contact.channel],
                "note": contact.shared_note or "",
                "answer": contact.employer_answer or "",
                "answer_text": contact.employer_answer_text,
                "can_answer": contact._is_answerable(),
                "asks_feedback": contact._takes_feedback(),
                "feedback": answers.get(contact.employer_feedback, ""),
                "feedback_text": contact.employer_feedback_text or "",
                "feedback_person": contact.employer_feedback_person_id.name or "",
            }
            for contact in self
        ]

    def _portal_when(self):
        tz = self.company_id._ips_tz()
        end = self.date + timedelta(hours=self.duration or 0.5)
        return {
            "date": fields.Datetime.to_string(self.date),
            "day": day_in_words(self.env, self.date, tz),
            "when": day_and_time(self.env, self.date, tz),
            "end": clock(self.env, end, tz),
        }

    def _portal_where(self):
        """The place, with its address where somebody comes."""
        place = self.employer_id
        town = " ".join(filter(None, [place.zip, place.city]))
        address = ", ".join(filter(None, [place.street, town]))
        return {
            "place": place.name,
            "address": address if self.channel == "in_person" else "",
        }

    def _portal_last_agreed(self, places):
        """What was agreed at the last visit to the same place, as plain values."""
        self.ensure_one()
        last = self.search(
            self._portal_past(places & self.employer_id)
            & Domain("shared_note", "!=", False),
            order="date desc, id desc",
            limit=1,
        )
        return last and last._portal_values()[0]
