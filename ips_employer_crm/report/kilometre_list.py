import io
from datetime import timedelta

import xlsxwriter

from odoo import models
from odoo.tools.misc import format_date


class KilometreList(models.AbstractModel):
    """A coach's kilometres of a month, as an XLSX for the travel claim.

    Rows are the coach's contacts that took place and had kilometres, by day. The last
    row is their sum as a formula, so that a row struck out in the sheet changes it.
    """

    _name = "ips.kilometre.report"
    _description = "Kilometre List of a Month"

    def _contacts(self, user, month):
        """Contacts of ``user`` in the month of the date ``month``, within the rules."""
        first = month.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        return self.env["ips.employer.contact"].search(
            [
                ("user_id", "=", user.id),
                ("state", "=", "done"),
                ("distance_km", ">", 0),
                ("day", ">=", first),
                ("day", "<", following),
            ],
            order="date, id",
        )

    def _xlsx(self, user, month):
        """Return the file's bytes."""
        contacts = self._contacts(user, month)
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        bold = book.add_format({"bold": True})
        day_format = book.add_format({"num_format": "dd.mm.yyyy"})
        hour_format = book.add_format({"num_format": "0.00"})
        title = format_date(self.env, month, date_format="LLLL yyyy")
        sheet = book.add_worksheet(self.env._("Kilometres"))
        sheet.write(0, 0, f"{user.name} · {title}", bold)
        headings = [
            self.env._("Date"),
            self.env._("Employer"),
            self.env._("Address"),
            self.env._("Municipality"),
            self.env._("Purpose"),
            self.env._("Travel (hours)"),
            self.env._("Kilometres"),
        ]
        for column, heading in enumerate(headings):
            sheet.write(2, column, heading, bold)
        row = 3
        for contact in contacts:
            employer = contact.employer_id
            address = ", ".join(filter(None, [employer.street, employer.city]))
            sheet.write_datetime(row, 0, contact.day, day_format)
            sheet.write_string(row, 1, employer.name or "")
            sheet.write_string(row, 2, address)
            sheet.write_string(row, 3, employer.municipality_id.name or "")
            sheet.write_string(row, 4, contact.purpose_id.name or "")
            sheet.write_number(row, 5, contact.travel_duration, hour_format)
            sheet.write_number(row, 6, contact.distance_km)
            row += 1
        total = sum(contacts.mapped("distance_km"))
        sheet.write(row, 1, self.env._("Total"), bold)
        if contacts:
            hours = sum(contacts.mapped("travel_duration"))
            sheet.write_formula(row, 5, f"=SUM(F4:F{row})", hour_format, hours)
            sheet.write_formula(row, 6, f"=SUM(G4:G{row})", bold, total)
        else:
            sheet.write_number(row, 6, 0, bold)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 2, 32)
        sheet.set_column(3, 6, 16)
        book.close()
        return stream.getvalue()
