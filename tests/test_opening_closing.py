from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_opening import IpsOpeningCommon


@tagged("standard", "post_install", "-at_install")
class TestPositions(IpsOpeningCommon):
    """Filled is an opening whose positions all are."""

    def assert_open(self, opening):
        self.assertNotIn("won", opening.mapped("won_status"))
        self.assertNotIn(self.filled, opening.stage_id)

    def test_not_filled_by_stage(self):
        opening = self.new_opening()
        with self.assert_refused(ValidationError, text="0 of 1"):
            opening.stage_id = self.filled
        self.assert_open(opening)
        with self.assert_refused(ValidationError):
            self.new_opening(stage_id=self.filled.id)

    def test_not_filled_by_button(self):
        opening = self.new_opening(positions=2, positions_filled=1)
        for call in (opening.action_set_won, opening.action_set_won_rainbowman):
            with self.assert_refused(ValidationError, text="1 of 2"):
                call()
            self.assert_open(opening)

    def test_filled_by_stage_and_button(self):
        for call in ("stage", "button"):
            opening = self.new_opening(positions=2, positions_filled=2)
            with self.subTest(call=call):
                if call == "stage":
                    opening.stage_id = self.filled
                else:
                    opening.action_set_won()
                self.assertRecordValues(
                    opening,
                    [
                        {
                            "stage_id": self.filled.id,
                            "won_status": "won",
                            "probability": 100,
                        }
                    ],
                )

    def test_filled_at_entry(self):
        """Told about afterwards, and copied from an old list."""
        opening = self.new_opening(positions_filled=1, stage_id=self.filled.id)
        self.assertRecordValues(opening, [{"won_status": "won", "probability": 100}])

    def test_one_after_another(self):
        opening = self.new_opening(positions=2, stage_id=self.stages[2].id)
        opening.with_user(self.coach_a2).action_fill_position()
        self.assertEqual(opening.positions_filled, 1)
        self.assertEqual(opening.stage_id, self.stages[2])
        opening.with_user(self.coach_b1).action_fill_position()
        self.assertRecordValues(
            opening,
            [{"positions_filled": 2, "stage_id": self.filled.id, "won_status": "won"}],
        )
        with self.assert_refused(UserError):
            opening.action_fill_position()

    def test_more_positions_after_all_were_filled(self):
        """A filled opening cannot have an open position: it moves on first."""
        opening = self.new_opening(positions_filled=1)
        opening.action_set_won()
        with self.assert_refused(ValidationError):
            opening.positions = 2
        with self.assert_refused(ValidationError):
            opening.positions_filled = 0
        opening.write({"stage_id": self.stages[2].id, "positions": 2})
        self.assert_open(opening)

    def test_numbers_that_cannot_be(self):
        for values in ({"positions": 0}, {"positions": -1}, {"positions_filled": -1}):
            with self.subTest(**values), self.assert_refused(CheckViolation):
                self.new_opening(**values)

    def test_several_openings_at_once(self):
        """One unfilled among them stops the lot."""
        done, other = self.new_opening(positions_filled=1), self.new_opening()
        with self.assert_refused(ValidationError):
            (done | other).write({"stage_id": self.filled.id})
        self.assert_open(done | other)

    def test_sales_have_no_positions(self):
        sale = self.new_sale()
        sale.action_set_won()
        self.assertEqual(sale.won_status, "won")


@tagged("standard", "post_install", "-at_install")
class TestLost(IpsOpeningCommon):
    """An opening does not go away without a reason."""

    def test_reason_is_required(self):
        opening = self.new_opening()
        for number, call in enumerate(
            (
                opening.action_set_lost,
                lambda: opening.action_set_lost(lost_reason_id=False),
                lambda: opening.write({"active": False, "probability": 0}),
                lambda: opening.write({"active": False}),
                opening.action_archive,
                self.env["crm.lead.lost"]
                .with_user(self.coach_a1)
                .create({"lead_ids": [Command.set(opening.ids)]})
                .action_lost_reason_apply,
            )
        ):
            with self.subTest(call=number):
                self.addCleanup(self.env.invalidate_all)
                with self.assert_refused(UserError, ValidationError):
                    call()

    def assert_gone(self, opening):
        self.assertRecordValues(
            opening,
            [
                {
                    "active": False,
                    "won_status": "lost",
                    "lost_reason_id": self.lost_reason.id,
                }
            ],
        )

    def test_by_the_wizard(self):
        opening = self.new_opening()
        wizard = self.env["crm.lead.lost"].with_user(self.coach_a2)
        wizard = wizard.with_context(default_lead_ids=opening.ids)
        form = Form(wizard)
        self.assertTrue(form.is_job_opening)
        form.lost_reason_id = self.lost_reason
        form.save().action_lost_reason_apply()
        self.assert_gone(opening)

    def test_by_action_and_write(self):
        opening, other = self.new_opening(), self.new_opening()
        opening.action_set_lost(lost_reason_id=self.lost_reason.id)
        self.assert_gone(opening)
        other.write(
            {
                "active": False,
                "probability": 0,
                "lost_reason_id": self.lost_reason.id,
            }
        )
        self.assert_gone(other)

    def test_restore(self):
        """It comes back where it was, and needs a reason to go once more."""
        opening = self.new_opening(stage_id=self.stages[2].id)
        opening.action_set_lost(lost_reason_id=self.lost_reason.id)
        opening.with_user(self.coach_a2).action_restore()
        self.assertRecordValues(
            opening,
            [
                {
                    "active": True,
                    "won_status": "pending",
                    "lost_reason_id": False,
                    "stage_id": self.stages[2].id,
                }
            ],
        )
        with self.assert_refused(UserError):
            opening.action_set_lost()

    def test_sales_need_no_reason(self):
        sale = self.new_sale()
        sale.action_set_lost()
        self.assertEqual(sale.won_status, "lost")

    def test_reason_of_the_other_kind(self):
        """Reasons of sales do not suit openings, nor ours their sales."""
        theirs = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        with self.assert_refused(UserError, ValidationError):
            self.new_opening().action_set_lost(lost_reason_id=theirs.id)
