from odoo import models
from odoo.exceptions import UserError


class PortalWizardUser(models.TransientModel):
    """Whom a coach may invite, and take the login from: an employer's own people.

    Odoo lets those invite who manage contacts. A coach does not, and must not be able
    to open the portal for anybody else. Whoever does not want to be contacted is not
    invited by a coach either.
    """

    _inherit = "portal.wizard.user"

    def _check_people_at_employers(self, inviting=True):
        """Leave a coach to the employers' people.

        :raises UserError: for anybody else, or where somebody does not want to hear
            from us
        """
        manages = self.env.user.has_group("base.group_partner_manager")
        if manages or self.env.su:
            return
        for row in self:
            person = row.partner_id
            at_employer = (
                not person.is_company and person._employer_company().is_employer
            )
            if not at_employer or row.is_internal:
                raise UserError(
                    self.env._(
                        "%(person)s is nobody at an employer. Coaches invite the "
                        "employers' own people only.",
                        person=person.name,
                    )
                )
            if inviting and person.do_not_contact:
                raise UserError(
                    self.env._(
                        "%(person)s does not want to be contacted. Choose somebody "
                        "else.",
                        person=person.name,
                    )
                )

    def action_grant_access(self):
        """Invite, see ``_check_people_at_employers``."""
        self._check_people_at_employers()
        return super().action_grant_access()

    def action_invite_again(self):
        """Invite again, see ``_check_people_at_employers``."""
        self._check_people_at_employers()
        return super().action_invite_again()

    def action_revoke_access(self):
        """End the login, and the links without a password with it."""
        self._check_people_at_employers(inviting=False)
        res = super().action_revoke_access()
        self.partner_id._end_portal_links()
        return res
