"""Whose people are whose, for the dialogs that count within reach."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from .test_match_suggestion import SuggestionCommon

# As the phases of the service have it, written once more: not the field is trusted
SEARCHING = {"agreed", "profiling", "searching", "employer_agreed"}


class ReachCommon(SuggestionCommon):
    """Who is whose, told from the people themselves."""

    def readers(self):
        """[(reader, whose people they are)], by coach and by team."""
        everyone = self.Client.search([("phase", "in", list(SEARCHING))])
        return [
            (user, everyone.filtered(lambda one, user=user: one.user_id == user))
            for user in (self.coach_a1, self.coach_a2, self.coach_b1)
        ] + [
            (user, everyone.filtered(lambda one, team=team: one.team_id == team))
            for user, team in (
                (self.leader_a, self.team_a),
                (self.deputy_a, self.team_a),
                (self.leader_b, self.team_b),
            )
        ]

    def take_up(self, client, opening=None, ago=None):
        """Aino's team took the client up, some time ago."""
        match = self.env["ips.match"].create(
            {"client_id": client.id, "lead_id": (opening or self.new_opening()).id}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ips_match SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - (ago or timedelta()), match.id],
        )
        self.env.invalidate_all()
        return match

    def assert_maker_s_alone(self, dialog):
        """Whoever opened it reads it, and writes no figure; nobody else finds it."""
        others = [self.coach_a2, self.leader_a, self.deputy_a, self.coach_b1]
        others += [self.leader_b, self.ips_admin, self.privacy, self.manager]
        others += [self.outsider, self.portal]
        for records in (dialog, dialog.line_ids):
            self.assertTrue(records)
            self.assertTrue(records.read())
            with self.assert_refused(AccessError):
                records.write({records._rec_name or "id": False})
            with self.assert_refused(AccessError):
                records.unlink()
            for user in others:
                with self.subTest(model=records._name, user=user.name):
                    self.env.invalidate_all()
                    theirs = records.with_user(user)
                    with self.assertRaises(AccessError):
                        theirs.read()
                    try:
                        found = theirs.search([("id", "in", records.ids)])
                    except AccessError:
                        continue
                    self.assertFalse(found)
