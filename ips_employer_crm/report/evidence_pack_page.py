from odoo import api, fields, models
from odoo.tools import split_every
from odoo.tools.misc import format_date

from ..tools.formats import short_number
from .evidence_pack import Table

# Columns of the workbook's summary: parts, wholes and limits stay there
NUMBER, CRITERION, FIGURE, FROM_DATA, OWN_SCORE = 0, 1, 3, 6, 7
# So many rows fit a page. Longer tables go on under headings of their own: not every
# printer repeats them
ROWS = 25


class EvidencePackPage(models.AbstractModel):
    """The summary of an evidence pack on paper: caseload, criteria, weeks.

    No codes in either form; small figures go as in the workbook.
    """

    _name = "report.ips_employer_crm.evidence_pack_page"
    _description = "Summary of an Evidence Pack"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the page; the reader's own dialogs alone, and teams led today."""
        packs = self.env["ips.evidence.pack"].search([("id", "in", docids or [])])
        return {
            "lang_tag": (self.env.lang or "en").replace("_", "-"),
            "pages": [self._page(pack) for pack in packs],
        }

    @api.model
    def _page(self, pack):
        report = self.env["ips.evidence.report"]
        pack.check_access("read")
        pack._check_led()
        review = pack._review()
        scores = report._scores(pack, review)
        tables = [
            *report._result(pack, scores),
            report._caseload_table(pack)._replace(notes=()),
            *self._criteria(report._summary(pack, scores), scores),
            self._signed(report._weeks(review)),
        ]
        return {
            "title": self.env._(
                "Evidence pack: %(team)s, %(days)s",
                team=pack.team_id.name,
                days=report._period(pack),
            ),
            "about": report._about(pack)
            if pack.leaves_team
            else self.env._(
                "For the team alone: numbers of people under 5 are shown as they are."
            ),
            "made_on": format_date(self.env, fields.Date.context_today(pack)),
            "tables": [part for table in tables for part in self._parts(table)],
        }

    @api.model
    def _criteria(self, summary, scores):
        """Return a table for each section of the criteria.

        What data say is one column: the figure in words, or why there is none.
        """
        report = self.env["ips.evidence.report"]
        hidden = report._not_shown()
        rows = {}
        for score, row in zip(scores, summary.rows, strict=True):
            said = score.figure_text if row[FIGURE] != hidden else hidden
            # The remark of the workbook, which tells no small figure either
            said = ". ".join(filter(None, [said, row[-1]]))
            # A name, no number
            number = str(row[NUMBER])
            rows.setdefault(report._label(score, "section"), []).append(
                [number, row[CRITERION], said, row[FROM_DATA], row[OWN_SCORE]]
            )
        headings = [
            summary.headings[NUMBER],
            summary.headings[CRITERION],
            self.env._("What data say"),
            summary.headings[FROM_DATA],
            summary.headings[OWN_SCORE],
        ]
        return [
            Table(f"{self.env._('Criteria')} · {section}", headings, own)
            for section, own in rows.items()
        ]

    @api.model
    def _signed(self, every):
        """Each coach's weeks: how many, counted, signed, changed after."""
        rows = []
        for coach, own in every.grouped("user_id").items():
            signed = own.filtered("review_date")
            rows.append(
                [
                    coach.name,
                    len(own),
                    sum(own.mapped("counted")),
                    len(signed),
                    len(signed.filtered("changed_after_review")),
                ]
            )
        headings = [
            self.env._("Coach"),
            self.env._("Weeks"),
            self.env._("Counted"),
            self.env._("Signed"),
            self.env._("Changed after signing"),
        ]
        notes = (self.env._("Weeks whose five working days lie in the period."),)
        return Table(self.env._("Weeks"), headings, rows, notes)

    @api.model
    def _parts(self, table):
        """The table in parts that fit a page: plain texts, and which are numbers."""
        hidden = self.env["ips.evidence.report"]._not_shown()
        numbers = [
            all(not isinstance(value, str) or value == hidden for value in column)
            and not any(hasattr(value, "year") for value in column)
            for column in zip(*table.rows, strict=True)
        ] or [False] * len(table.headings)
        rows = [[self._say(value) for value in row] for row in table.rows]
        return [
            {
                "title": table.title if not position else "",
                "notes": table.notes if not position else (),
                "headings": list(zip(table.headings, numbers, strict=True)),
                "rows": [list(zip(row, numbers, strict=True)) for row in part],
            }
            for position, part in enumerate([*split_every(ROWS, rows, list)] or [[]])
        ]

    @api.model
    def _say(self, value):
        """A value as text in the reader's language."""
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if hasattr(value, "year"):
            return format_date(self.env, value)
        return short_number(self.env, value)
