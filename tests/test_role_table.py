"""A test for each cell of the table of roles, `docs/roles.csv`: a model and a role."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from devtools.roles import OPERATIONS, ROLES, findings, read_table

from .common import IpsCommon
from .common_role import CAST, IpsRoleCommon

TABLE = read_table()
# Odoo's own words for the letters
ACCESS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
# Refused for everyone before anybody asks who it is
NEVER_WRITTEN = {"ips.client.access"}


class IpsTableCommon(IpsRoleCommon):
    """Tries what somebody may do with a record: asks Odoo, and then does it."""

    def assert_may(self, user, record, letter, expected):
        """``has_access`` and the deed itself agree with what is expected."""
        what = f"{user.name} may {OPERATIONS[letter]} {record._name}"
        access = getattr(self, f"_access_{letter}", self._access)(user, record, letter)
        self.assertEqual(access, expected, f"{what}: has_access")
        self.env.invalidate_all()
        with mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink"):
            with self.env.cr.savepoint() as savepoint:
                done = getattr(self, f"_do_{letter}")(record.with_user(user))
                savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual(done, expected, f"{what}: what happens")

    def _access(self, user, record, letter):
        self.env.invalidate_all()
        return record.with_user(user).has_access(ACCESS[letter])

    def _access_c(self, user, record, letter):
        """Whether one more record like this would be within the rules.

        Of what is computed there is none: the right alone decides.
        """
        if self.is_computed(record._name):
            return self._access(user, record.browse(), letter)
        with self.env.cr.savepoint() as savepoint:
            self.make_room(record._name)
            sibling = record.create(self.values_of(record._name))
            self.env.flush_all()
            access = self._access(user, sibling, letter)
            savepoint.rollback()
        return access

    def _do_r(self, record):
        """It is found and read, or neither."""
        try:
            found = bool(record.search([("id", "in", record.ids)]))
        except AccessError:
            found = False
        try:
            read = bool(record.read(self.readable(record._name)))
        except AccessError:
            read = False
        self.assertEqual(found, read, f"{record}: searching and reading differ")
        return read

    def _do_w(self, record):
        change = self.change_of(record._name)
        return self._succeeds(
            lambda: record.write(change),
            *[UserError] if record._name in NEVER_WRITTEN else [],
        )

    def _do_c(self, record):
        self.make_room(record._name)
        values = self.values_of(record._name)
        self.env.flush_all()
        self.env.invalidate_all()
        return self._succeeds(lambda: record.create(values))

    def _do_d(self, record):
        return self._succeeds(record.unlink)

    def _succeeds(self, deed, *refusals):
        try:
            deed()
            self.env.flush_all()
        except (AccessError, *refusals):
            return False
        return True

    def readable(self, model):
        """All fields of a model of ours; Odoo's have figures of other apps."""
        return None if model.startswith("ips.") else ["display_name"]

    def assert_applies(self, user, model, expected):
        """The dialog about that record opens and does its work, or is refused."""
        values = self.values_of(model)
        self.env.flush_all()
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                dialog = self.env[model].with_user(user).create(values)
                self.method_of("apply", model)(dialog)
                self.env.flush_all()
            done = True
        except UserError:
            done = False
        self.assertEqual(done, expected, f"{user.name} applies {model}")

    def values_of(self, model):
        return self.method_of("values", model)()

    def make_room(self, model):
        room = self.method_of("room", model)
        if room:
            room()


@tagged("standard", "post_install", "-at_install")
class TestTable(IpsCommon):
    """The table is whole: nothing that we add can be forgotten in it."""

    def test_table_is_sound(self):
        """Known columns and letters only; one row a model."""
        self.assertEqual(list(findings(TABLE)), [])
        self.assertEqual(list(CAST), list(ROLES))

    def test_unknown_letters_are_found(self):
        for cell in ("x", "wr", "", "r-", "r "):
            row = TABLE[0]._replace(cells={**TABLE[0].cells, "Leader": cell})
            wrong = list(findings([row]))
            self.assertEqual(len(wrong), 1, cell)
            self.assertIn("ips.client, Leader", wrong[0])

    def test_every_model_has_a_row(self):
        models = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("ips.") and not model._abstract
        }
        rows = {row.model for row in TABLE}
        self.assertEqual(models - rows, set(), "add a row to docs/roles.csv")

    def test_every_row_has_a_model(self):
        for row in TABLE:
            with self.subTest(model=row.model):
                self.assertIn(row.model, self.env.registry)
                # Rows that a dialog found are rows, not dialogs
                if row.is_dialog:
                    self.assertTrue(self.env[row.model].is_transient())

    def test_what_points_to_a_client_logs_looks(self):
        """Dialogs hold nothing for long, and the log itself is nobody's caseload."""
        models = self.env["ips.client.access"]._models_of_clients()
        logging = self.env.registry["ips.client.data"]
        self.assertIn("ips.client.wish", models)
        for name in sorted(models - {"ips.client.access"}):
            model = self.env[name]
            if not model._abstract and not model.is_transient():
                with self.subTest(model=name):
                    self.assertTrue(issubclass(self.env.registry[name], logging))


@tagged("standard", "post_install", "-at_install")
class TestRoles(IpsTableCommon):
    """What the table says is what the rules do: every letter of a cell is tried."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {
            row.model: cls.record_of(row.model)
            for row in TABLE
            if row.model in cls.env.registry and not row.is_dialog
        }

    @classmethod
    def add_tests(cls):
        """Add a test for each model and role."""
        for row in TABLE:
            for role, cell in row.cells.items():
                test = cls._test(row, CAST[role], cell)
                setattr(cls, test.__name__, test)

    @staticmethod
    def _test(row, name, cell):
        def test(self):
            user = getattr(self, name)
            if row.is_dialog:
                self.assert_applies(user, row.model, "c" in cell)
                return
            # In one test: what Odoo caches of a role is found once for all letters
            for letter, operation in OPERATIONS.items():
                with self.subTest(operation=operation):
                    record = self.records[row.model]
                    self.assert_may(user, record, letter, letter in cell)

        test.__name__ = f"test_{row.model.replace('.', '_')}__{name}"
        return test


TestRoles.add_tests()
