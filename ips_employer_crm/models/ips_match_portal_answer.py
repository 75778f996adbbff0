from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_datetime


class IpsMatch(models.Model):
    """What an employer's people answer about somebody whom they are shown.

    Called by the portal, on a match of ``_shown_to`` and as superuser, in the same
    request. The match moves on, the words are kept in its log in the portal, and the
    coach is told by an activity on it, which goes by the code. Whatever goes wrong is
    said without a word about the client: the checks below speak to coaches.
    """

    _inherit = "ips.match"

    def _portal_say_yes(self, person, level, times=()):
        """Yes to an interview; ``times`` are up to two moments that would suit.

        :param int level: what the person is shown: no more than that is told from now
            on, for consent may have become less since the coach introduced them
        """
        self.ensure_one()
        if self.state != "introduced":
            raise UserError(self.env._("You have said yes to an interview already."))
        self._portal_move({"state": "interview", "told_level": str(level)})
        moments = dict(zip(("proposed_1", "proposed_2"), times, strict=False))
        self._log_portal("yes", person, told_level=str(level), **moments)
        told = self._for_coach()
        tz = str(self.company_id._ips_tz())
        proposed = [
            format_datetime(told.env, moment, tz=tz, dt_format="short")
            for moment in times
        ]
        told._portal_heard(
            person,
            told.env._("The employer says yes to an interview"),
            "\n".join(proposed and [told.env._("Times that would suit:"), *proposed]),
        )

    def _portal_ask(self, person, text):
        """A question to the coach."""
        self.ensure_one()
        self._log_portal("question", person, text=text)
        told = self._for_coach()
        told._portal_heard(
            person, told.env._("The employer asks about somebody shown to them"), text
        )

    def _portal_decline(self, person, reason):
        """No, with a reason of the list."""
        self.ensure_one()
        # What follows says why
        self._end_release()
        self._portal_move(
            {
                "state": "declined",
                "declined_by": "employer",
                "reason_id": reason.id,
            }
        )
        self._log_portal("no", person, reason_id=reason.id)
        told = self._for_coach()
        told._portal_heard(
            person,
            told.env._("The employer declines somebody shown to them"),
            reason.with_env(told.env).name,
        )

    def _portal_move(self, values):
        """Change the state; what the checks say to coaches reaches no employer."""
        refused = False
        try:
            with self.env.cr.savepoint():
                self.write(values)
        except UserError:
            refused = True
        if refused:
            # Not where it was caught: that error would be its context
            raise UserError(self.env._("This cannot be done now. Ask your coach."))
