from datetime import timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import float_round
from odoo.tools.misc import format_date, formatLang

from ..tools.fidelity import share
from ..tools.formats import short_number
from ..tools.shown_groups import ShownGroups, is_small

QUARTER = relativedelta(months=3)
# What can be printed: the last three years, enough to look back on a cohort
QUARTERS = 12
# The languages of the report, as far as they are installed
LANGUAGES = ("en", "fi", "sv")


class IpsQuarterlyReport(models.TransientModel):
    """Quarterly report of a team, for funders and the steering group: asks which one.

    A report has sections; each has figures of its own, its definition in words and, if
    there are any, the references that belong to this definition and to no other.
    Everything is counted with the reader's rights when it is printed, for the people
    who are in the team today, and of quarters that are over.

    It leaves the team: no code, no name of a person or an employer is in it, and no
    figure that speaks of under 5 people, see :mod:`..tools.shown_groups`. A share is
    shown where it speaks of 5 people or more on either side.

    Leaders and deputies of the team alone; only its maker reads it.
    """

    _name = "ips.quarterly.report"
    _description = "Quarterly Report"

    team_id = fields.Many2one(
        "crm.team",
        required=True,
        ondelete="cascade",
        default=lambda self: self._default_team_id(),
        domain="[('use_job_openings', '=', True),"
        " '|', ('user_id', '=', uid), ('deputy_ids', 'in', uid)]",
    )
    quarter = fields.Selection(
        selection="_quarters",
        required=True,
        default=lambda self: self._quarters()[0][0],
        help="Quarters that are over.",
    )
    lang = fields.Selection(
        selection="_languages",
        string="Language",
        required=True,
        default=lambda self: self._default_lang(),
    )

    # DEFAULTS

    @api.model
    def _default_team_id(self):
        return self.env["ips.coach.week"]._led_teams()[:1]

    @api.model
    def _default_lang(self):
        codes = [code for code, _name in self._languages()]
        own = self.env.lang
        return own if own in codes else codes[0] if codes else False

    @api.model
    def _languages(self):
        """Installed languages that the report is translated to."""
        return [
            (code, name)
            for code, name in self.env["res.lang"].get_installed()
            if code.split("_")[0] in LANGUAGES
        ]

    @api.model
    def _quarters(self):
        """[(first day, name)] of the last quarters that are over, the latest first."""
        today = self.env.company._ips_today()
        this = today.replace(month=today.month - (today.month - 1) % 3, day=1)
        starts = [this - QUARTER * number for number in range(1, QUARTERS + 1)]
        return [
            (str(start), format_date(self.env, start, date_format="QQQQ yyyy"))
            for start in starts
        ]

    # COMPUTES

    @api.depends("team_id", "quarter")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(self._quarters())
        for report in self:
            report.display_name = self.env._(
                "Quarterly report: %(team)s, %(quarter)s",
                team=report.team_id.name or "",
                quarter=names.get(report.quarter, report.quarter or ""),
            )

    # CONSTRAINTS

    @api.constrains("quarter")
    def _check_quarter(self):
        """Odoo lets callers write anything into a list that is made up on the spot.

        Two times that differ by a day would tell of few people.
        """
        quarters = dict(self._quarters())
        if any(report.quarter not in quarters for report in self):
            raise ValidationError(self.env._("Choose a quarter that is over."))

    # ACTIONS

    def action_print(self):
        """Download the PDF, or open the same page where none can be made."""
        self.ensure_one()
        self._check_led()
        report = self.env.ref("ips_employer_crm.quarterly_report_action")
        return report._ips_print(self)

    # BUSINESS

    def _check_led(self):
        """Raise AccessError for whoever does not lead the team."""
        self.check_access("read")
        if self.team_id - self.env["ips.coach.week"]._led_teams():
            raise AccessError(
                self.env._("Only the team's leader or a deputy prints its report.")
            )

    def _file_name(self):
        """Neutral, in the language of the report."""
        self.ensure_one()
        told = self.with_context(lang=self.lang)
        first, _last = self._bounds()
        quarter = f"{first.year}-Q{first.month // 3 + 1}"
        return f"{told.env._('quarterly-report')}-{quarter}"

    def _sections(self):
        """Return the sections of the report, in the report's own language.

        Each is a dictionary: ``code``, ``title``, ``definition``, ``scale`` of its
        bars, ``rows`` and ``remarks``. A row has ``label``, ``figure``, ``counted``,
        ``is_reference`` and the ``width`` of its bar (0-100; None: it has none). What
        is not shown is in none of them.
        """
        self.ensure_one()
        self._check_led()
        # sudo: no rights, the company of a team that the reader leads
        company = self.team_id.sudo().company_id or self.env.company
        report = self.with_context(lang=self.lang).with_company(company)
        shown = ShownGroups()
        return [getattr(report, name)(shown) for name in self._section_names()]

    @api.model
    def _section_names(self):
        """The methods that give a section each, the most important first.

        Of two figures that cannot both be shown the first one is.
        """
        return [
            "_section_quarterly",
            "_section_cohort",
            "_section_retention",
            "_section_first_contact",
            "_section_diversity",
            "_section_coverage",
            "_section_queue",
        ]

    # THE QUARTER

    def _bounds(self):
        """Return (first, last) day of the quarter."""
        first = fields.Date.to_date(self.quarter)
        return first, first + QUARTER - timedelta(days=1)

    def _of_team(self):
        """Domain: records of people who are in the team."""
        return Domain("client_id.team_id", "=", self.team_id.id)

    def _review(self, first, last):
        """A quality review of that time that exists nowhere: for what it can count."""
        return self.env["ips.fidelity.review"].new(
            {"team_id": self.team_id.id, "date_from": first, "date_to": last}
        )

    # TEXTS

    def _days_text(self, first, last):
        return f"{self._day_text(first)} – {self._day_text(last)}"

    def _day_text(self, day):
        return format_date(self.env, day)

    def _percent_text(self, percent, digits=1):
        """One decimal: figures are compared unrounded."""
        number = formatLang(self.env, float(percent), digits=digits)
        return f"{number}\N{NO-BREAK SPACE}%"

    def _decimal_text(self, number, digits=1):
        """One decimal where it has one, rounded half up: 19.95 is 20."""
        rounded = float_round(float(number), precision_digits=digits)
        return short_number(self.env, rounded)

    def _hidden_text(self):
        """One text for all that is not shown, whatever the reason."""
        return self.env._("not shown")

    def _section(self, code, title, definition, rows, references=(), remarks=()):
        """A section; rows that have a ``percent`` get a bar, and references too."""
        own = []
        for row in rows:
            percent = row.pop("percent", None)
            # Whole: a length is not to tell more than the figure beside it
            width = None if percent is None else round(percent)
            own.append({"width": width, **row, "is_reference": False})
        own += [
            {
                "label": label,
                "figure": f"{percent}\N{NO-BREAK SPACE}%",
                "counted": "",
                "width": percent,
                "is_reference": True,
            }
            for label, percent in references
        ]
        return {
            "code": code,
            "title": title,
            "definition": definition,
            "scale": "0–100\N{NO-BREAK SPACE}%",
            "rows": own,
            "remarks": list(remarks),
        }

    def _rate_row(self, shown, label, yes, no, unit):
        """A row with a share, if it speaks of enough people on either side.

        :param dict yes: {row: person} of those of whom it holds
        :param dict no: the others
        :param callable unit: words for a number of rows
        """
        whole = {**yes, **no}
        row = {"label": label, "figure": self._hidden_text(), "percent": None}
        if shown.admit(whole, yes, no):
            row["percent"] = share(len(yes), len(whole))
            row["figure"] = self._percent_text(row["percent"])
            row["counted"] = self.env._(
                "%(part)s of %(whole)s", part=len(yes), whole=unit(len(whole))
            )
        else:
            row["counted"] = self._count_text(shown, whole, unit)
        return row

    def _count_text(self, shown, group, unit=str):
        """How many rows a group has, if it may be told."""
        return unit(len(group)) if shown.admit(group) else self._hidden_text()

    def _count_row(self, shown, label, group, unit=str):
        """A row with a number of people."""
        text = self._count_text(shown, group, unit)
        return {"label": label, "figure": text, "counted": ""}

    def _number_rows(self, shown, group, figures, unit):
        """Rows with a mean or the like of a group, unless it is a small one.

        Where the number of rows would tell something of another group the figure is
        shown alone, as a whole number: it counts nobody, and from two of them nothing
        can be taken away.

        :param figures: [(label, number, words for the number)]
        """
        admitted = shown.admit(group)
        small = is_small(group)
        hidden = self._hidden_text()
        return [
            {
                "label": label,
                "figure": hidden
                if small
                else words(self._decimal_text(number, 1 if admitted else 0)),
                "counted": unit(len(group)) if admitted else hidden,
            }
            for label, number, words in figures
        ]

    @api.model
    def _mean(self, numbers):
        """The exact mean; 0 of nothing, which is never shown."""
        return Fraction(sum(numbers)) / len(numbers) if numbers else Fraction(0)

    # UNITS

    def _people_unit(self, count):
        return self.env._("%(count)s people", count=count)

    def _jobs_unit(self, count):
        return self.env._("%(count)s jobs", count=count)

    def _stays_unit(self, count):
        return self.env._("%(count)s services", count=count)

    def _days_unit(self, number):
        return self.env._("%(number)s days", number=number)

    def _hours_unit(self, number):
        return self.env._("%(number)s hours a week", number=number)
