import io
from datetime import date
from typing import NamedTuple

import xlsxwriter

from odoo import api, models

from ..models.ips_fidelity_contacts import CONTACTS
from ..models.ips_fidelity_threshold import LIMITS
from ..tools.fidelity import HIGHEST, LOWEST, share
from ..tools.small_figures import SMALL, has_small_part

# Criteria whose figure is made of numbers of people, of their jobs, or of contacts
# about them (domain 1.2)
OF_PEOPLE = {1, 4, 10, 12, 14, 15, 16, 19, 20, 21, 22, 23}
# Of people in some of the phases on the last day: it goes with that column of the
# caseload
OF_PHASES = {14}
# Notes that say in words what a hidden figure is: nobody
TELLING_NOTES = {"no_team_source"}
# Excel's own limit, and what it does not take in the name of a sheet
SHEET_NAME = 31
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
WIDEST, NARROWEST = 60, 10


class Table(NamedTuple):
    """Headings and rows of plain values, with a line above for each note."""

    title: str
    headings: list
    rows: list
    notes: tuple = ()


class EvidenceReport(models.AbstractModel):
    """The evidence of a team's quality over a period, as tables and as a workbook.

    Sheets: summary, log, weeks, caseload, computation; where it stays in the team, the
    periods of people by code as well, and then it is written to the access log. Read
    with the rights of whoever asks, who has to lead the team.

    Where it leaves the team:

    - no code, no name of a person served, no note or remark;
    - numbers of people (jobs, contacts about somebody) under 5 are not shown, nor is
      what they follow from: a share goes with its parts where one of them, or what is
      missing to the whole, is under 5;
    - a score from data goes too where, with the whole known from elsewhere, it would
      leave one number only, and with it the reviewers' own, which mostly follows it.
      Total and band go where the own scores that are shown would lead from them to a
      hidden one (``_tells_total``);
    - targets and scores of coaches leave out that fewer than three job seekers lower
      what is asked, for it would tell how many there are.

    Who compares packs of two periods that overlap learns more than from either.
    """

    _name = "ips.evidence.report"
    _description = "Evidence of a Period"

    # SHEETS

    @api.model
    def _sheets(self, pack):
        """Return [(name, [tables])] of the workbook.

        :param pack: the reader's dialog; raises an access error where it is not, or
            where the reader does not lead the team
        """
        pack.check_access("read")
        pack._check_led()
        review = pack._review()
        scores = self._scores(pack, review)
        sheets = [
            (
                self.env._("Summary"),
                [self._summary(pack, scores), *self._result(pack, scores)],
            ),
            (self.env._("Contact log"), self._log_tables(pack, review)),
            (self.env._("Weeks"), [self._weeks_table(pack, review)]),
            (self.env._("Caseload"), [self._caseload_table(pack)]),
            (self.env._("Computation"), self._computation(pack, review, scores)),
        ]
        if not pack.leaves_team:
            periods = self._periods(pack)
            self.env["ips.client.access"]._log(periods.client_id, "export")
            sheets.insert(4, (self.env._("Periods"), [self._periods_table(periods)]))
        return sheets

    @api.model
    def _about(self, pack):
        """What every sheet says above its tables."""
        if pack.leaves_team:
            return self.env._(
                "Numbers of people under 5, and what would lead to them, are not shown."
            )
        return self.env._("With codes: for the team alone.")

    @api.model
    def _not_shown(self):
        return self.env._("not shown")

    @api.model
    def _yes_no(self, value):
        return self.env._("Yes") if value else self.env._("No")

    @api.model
    def _label(self, record, name):
        """What a selection says, in the reader's language."""
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    # CRITERIA

    @api.model
    def _scores(self, pack, review):
        """Rows of the review; without one, rows that are counted now and not kept."""
        if pack.review_id:
            return pack.review_id.score_ids.sorted("number")
        Score = self.env["ips.fidelity.score"]
        valid = self.env["ips.fidelity.threshold"]._valid_on(pack.date_to)
        rows = []
        for item in self.env["ips.fidelity.item"].search([("number", ">", 0)]):
            threshold = valid.get(item, self.env["ips.fidelity.threshold"])
            result = review._result(item, threshold)
            values = Score._values_of(item, result, threshold)
            rows.append(Score.new({"item_id": item.id, **values}))
        return Score.concat(*rows)

    @api.model
    def _hidden(self, pack, review, scores):
        """Return the numbers of criteria without figures, and those without a score."""
        if not pack.leaves_team:
            return set(), set()
        figures, points = set(), set()
        phases_hidden = self._has_hidden_phases(pack)
        for score in scores.filtered("has_figure"):
            number = score.number
            if number in OF_PEOPLE:
                if self._is_small(score) or (number in OF_PHASES and phases_hidden):
                    figures.add(number)
                    if self._gives_away(score):
                        points.add(number)
            elif number == CONTACTS and self._has_few_seekers(review, score):
                figures.add(number)
                points.add(number)
        return figures, points

    @api.model
    def _is_small(self, score):
        """Whether the figure rests on fewer than 5, or leads to fewer than 5."""
        unit = score.item_id.unit
        if unit == "percent":
            return has_small_part(score.numerator, score.denominator)
        return (score.denominator if unit == "days" else score.numerator) < SMALL

    @api.model
    def _gives_away(self, score):
        """Whether the score leaves one number only, to whoever knows the whole."""
        if score.item_id.unit != "percent" or not score.auto_score:
            return False
        whole = int(score.denominator)
        alike = [
            part
            for part in range(whole + 1)
            if has_small_part(part, whole)
            and score.threshold_id
            and score.threshold_id._points(share(part, whole)) == score.auto_score
        ]
        return len(alike) < 2

    @api.model
    def _has_few_seekers(self, review, score):
        """Whether fewer than three job seekers lower what is asked of some coach."""
        log = self._coach_log(review, score)
        return any(row.needed is not None for row in log.values())

    @api.model
    def _coach_log(self, review, score):
        threshold = score.threshold_id.id
        return review.with_context(ips_fidelity_threshold=threshold)._coach_log()

    # SUMMARY

    @api.model
    def _summary(self, pack, scores):
        figures, points = self._hidden(pack, pack._review(), scores)
        rows = []
        for score in scores:
            rows.append(
                [
                    score.number,
                    score.item_id.name,
                    self._label(score.item_id, "kind"),
                    *self._figures(score, score.number in figures),
                    self._auto_score(score, points),
                    self._own_score(score, points),
                    *self._limits(score),
                    self._about_data(pack, score),
                ]
            )
        return Table(
            f"{pack.team_id.name} · {self._period(pack)}",
            [
                self.env._("Number"),
                self.env._("Criterion"),
                self.env._("Scored by"),
                self.env._("Figure"),
                self.env._("Part"),
                self.env._("Whole"),
                self.env._("Score from data"),
                self.env._("Own score"),
                *self._limit_headings(),
                self.env._("About the data"),
            ],
            rows,
            (self._about(pack),),
        )

    @api.model
    def _figures(self, score, is_hidden):
        """Figure, part and whole: unrounded, empty without data, or not shown."""
        if is_hidden:
            return [self._not_shown()] * 3
        if not score.has_figure:
            return [None] * 3
        return [score.figure, score.numerator, score.denominator or None]

    @api.model
    def _auto_score(self, score, hidden):
        if score.number in hidden:
            return self._not_shown()
        return score.auto_score or None

    @api.model
    def _own_score(self, score, hidden):
        if score.score and score.number in hidden:
            return self._not_shown()
        return score.score or None

    @api.model
    def _tells_total(self, own):
        """Whether the total can be shown: it leaves each hidden score two numbers.

        It does not where one alone is hidden, nor where all of them are as low, or as
        high, as they can be.

        :param own: the own scores that are hidden
        """
        lowest, highest = LOWEST * len(own), HIGHEST * len(own)
        return not own or (len(own) > 1 and lowest < sum(own) < highest)

    @api.model
    def _limits(self, score):
        threshold = score.threshold_id
        return [threshold[name] if threshold else None for name in LIMITS]

    @api.model
    def _limit_headings(self):
        labels = self.env["ips.fidelity.threshold"].fields_get(LIMITS, ["string"])
        return [labels[name]["string"] for name in LIMITS]

    @api.model
    def _about_data(self, pack, score):
        """The note; without the numbers in it where it leaves the team."""
        if pack.leaves_team and score.note_code in TELLING_NOTES:
            return ""
        if pack.leaves_team:
            return self._label(score, "note_code") if score.note_code else ""
        return score.note or ""

    @api.model
    def _result(self, pack, scores):
        """Total and band of a review, in a table of its own."""
        review = pack.review_id
        if not review:
            return []
        _figures, points = self._hidden(pack, review, scores)
        result = [
            review.total or None,
            self._label(review, "band") if review.band else "",
        ]
        own = [row.score for row in scores if row.score and row.number in points]
        if review.total and not self._tells_total(own):
            result = [self._not_shown()] * 2
        return [
            Table(
                self.env._("Quality review"),
                [
                    self.env._("Reviewers"),
                    self.env._("Self-assessment"),
                    self.env._("Rated so far"),
                    self.env._("Total"),
                    self.env._("Band"),
                ],
                [
                    [
                        review.reviewer or "",
                        self._yes_no(review.is_self_assessment),
                        review.rated_label,
                        *result,
                    ]
                ],
            )
        ]

    @api.model
    def _period(self, pack):
        format_date = self.env["ir.qweb.field.date"].value_to_html
        days = [format_date(day, {}) for day in (pack.date_from, pack.date_to)]
        return " – ".join(days)

    # WORKBOOK

    @api.model
    def _xlsx(self, pack):
        """Return the bytes of the workbook."""
        sheets = self._sheets(pack)
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        formats = {
            "bold": book.add_format({"bold": True}),
            "heading": book.add_format(
                {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
            ),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"}),
            # One decimal is shown, and all of them are there
            "float": book.add_format({"num_format": "0.0", "valign": "top"}),
            "int": book.add_format({"num_format": "0", "valign": "top"}),
        }
        for name, tables in sheets:
            sheet = book.add_worksheet(name.translate(NOT_IN_NAMES)[:SHEET_NAME])
            self._fill(sheet, tables, formats)
        book.close()
        return stream.getvalue()

    @api.model
    def _fill(self, sheet, tables, formats):
        widths, row = {}, 0
        for position, table in enumerate(tables):
            row += 2 if position else 0
            sheet.write_string(row, 0, table.title, formats["bold"])
            for note in table.notes:
                row += 1
                sheet.write_string(row, 0, note)
            row += 2
            self._write(sheet, row, table.headings, formats, "heading")
            if not position:
                sheet.freeze_panes(row + 1, 0)
            for values in table.rows:
                row += 1
                self._write(sheet, row, values, formats)
            for values in (table.headings, *table.rows):
                for column, value in enumerate(values):
                    length = len(value) if isinstance(value, str) else NARROWEST
                    widths[column] = max(widths.get(column, 0), length)
        for column, width in widths.items():
            wide = min(max(width + 2, NARROWEST), WIDEST)
            sheet.set_column(column, column, wide)

    @api.model
    def _write(self, sheet, row, values, formats, text="text"):
        """Write plain values: a text is a text, even where it begins like a formula."""
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                sheet.write_string(row, column, value, formats[text])
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, formats["date"])
            else:
                kind = "int" if value == int(value) else "float"
                sheet.write_number(row, column, value, formats[kind])
