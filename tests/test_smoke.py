from odoo.tests import TransactionCase, tagged


@tagged("standard", "post_install", "-at_install")
class TestSmoke(TransactionCase):
    def test_installed(self):
        """The add-on is installed in the database the suite runs on."""
        module = self.env["ir.module.module"]._get("ips_employer_crm")
        self.assertEqual(module.state, "installed")
