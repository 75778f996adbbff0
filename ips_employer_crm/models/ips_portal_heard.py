from markupsafe import Markup

from odoo import models


class IpsPortalHeard(models.AbstractModel):
    """What an employer's own people did or wrote in the portal reaches the coach.

    Each time a note in the log of the record, by whoever wrote it, and an activity for
    the coach. No mail is sent, and nobody becomes a follower: an internal note must
    never find its way to an employer.

    For models with ``user_id``, ``team_id`` and activities.
    """

    _name = "ips.portal.heard"
    _description = "Heard in the Portal"

    def _portal_coach(self):
        """Who is to hear it: the coach, else whoever leads the team."""
        self.ensure_one()
        # sudo: HR reads neither teams nor users; nothing but whom to tell is taken
        record = self.sudo()
        coach = record.user_id.filtered("active") or record.team_id.user_id
        return coach.filtered("active")

    def _for_coach(self):
        """The record in the coach's language: what the coach is told is made in it."""
        return self.with_context(lang=self._portal_coach().lang or self.env.lang)

    def _portal_heard(self, person, summary, text=""):
        """Tell the coach.

        :param person: ``res.partner`` who said it
        :param str summary: what happened, in the coach's language (``_for_coach``);
            names no person served
        :param str text: the words of ``person``, as they were written
        """
        self.ensure_one()
        note = Markup("<p>%s</p>") % summary
        if text:
            lines = Markup("<br/>").join(text.splitlines())
            note += Markup("<blockquote>%s</blockquote>") % lines
        # sudo: the controller has checked that the record is the person's company's
        record = self.sudo().with_context(
            mail_activity_quick_update=True,
            mail_create_nosubscribe=True,
            mail_post_autofollow=False,
        )
        record.message_post(
            body=note, author_id=person.id, subtype_xmlid="mail.mt_note"
        )
        coach = record._portal_coach()
        if coach:
            record.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.env.company._ips_today(),
                summary=summary,
                note=Markup("<p>%s</p>%s") % (person.name, note),
                user_id=coach.id,
            )
