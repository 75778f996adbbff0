"""Makes evidence packs and reads them with another program."""

import io

from openpyxl import load_workbook

from .common_fidelity import FIRST, LAST, IpsFidelityCommon


class EvidenceCommon(IpsFidelityCommon):
    """Makes the pack as team C's leader, and reads it with another program."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identify()
        cls.team_c.deputy_ids = cls.deputy_c = cls.new_user(
            "deputy_c", "Dan Deputy", cls.coach_group()
        )
        cls.contact_rule = cls.env["ips.contact.rule"].search([])

    def pack(self, user=None, **vals):
        values = {"team_id": self.team_c.id, "date_from": FIRST, "date_to": LAST}
        Pack = self.env["ips.evidence.pack"].with_user(user or self.leader_c)
        return Pack.create({**values, **vals})

    def data(self, **vals):
        self.env.flush_all()
        self.env.invalidate_all()
        pack = self.pack(**vals)
        return self.env["ips.evidence.report"].with_user(pack.create_uid)._xlsx(pack)

    def book(self, **vals):
        return load_workbook(io.BytesIO(self.data(**vals)))

    def rows(self, book, name):
        """{heading: value} of each row of the sheet's first table."""
        rows = list(book[name].iter_rows(values_only=True))
        first = next(index for index, row in enumerate(rows) if not any(row)) + 1
        headings = rows[first]
        found = []
        for row in rows[first + 1 :]:
            if not any(value is not None for value in row):
                break
            found.append(dict(zip(headings, row, strict=True)))
        return found

    def row_of(self, number, sheet="Summary", **vals):
        rows = self.rows(self.book(**vals), sheet)
        return next(row for row in rows if row["Number"] == number)

    @staticmethod
    def texts(book):
        return [
            str(value)
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for value in row
            if value is not None
        ]
