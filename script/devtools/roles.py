"""The table of roles, `docs/roles.csv`: reading it, and printing it as a page.

One row a model, one column a role; a cell lists what the role may do with the record
that the row means. The tests try every cell, so that the page cannot say what the
rules do not do.
"""

import csv
from typing import NamedTuple

from .common import ROOT

TABLE = ROOT / "docs" / "roles.csv"
PAGE = ROOT / "docs" / "roles.md"

#: What a letter of a cell stands for, in the order of a cell.
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "delete"}
NOTHING = "-"


class Role(NamedTuple):
    """How the page names a role and introduces it."""

    short: str
    intro: str


#: By their columns in the table.
ROLES = {
    "Employee": Role(
        "Employee",
        "Everyone with a login who has no role of ours. Knows Odoo's contacts, and of "
        "a company whether it is an employer and in which municipality.",
    ),
    "Sales manager": Role(
        "Sales",
        "Runs Odoo's CRM for sales. Sales and coaching see nothing of each other.",
    ),
    "Coach: own": Role(
        "Own",
        "A job coach, with what belongs to the own caseload: clients, contacts, weeks.",
    ),
    "Coach: covering": Role(
        "Cover",
        "A job coach to whom a colleague's client was given for some days. Before the "
        "first and after the last of these days: the same as any other coach.",
    ),
    "Coach: other": Role(
        "Other",
        "A job coach, with what belongs to a colleague of the same team or of another: "
        "employers, contacts and openings are shared; people served are not.",
    ),
    "Leader": Role(
        "Leader",
        "Leads the team: its people served, contacts, weeks, members and targets.",
    ),
    "Deputy": Role("Deputy", "May do all that the leader may."),
    "Other leader": Role(
        "Leader B",
        "Leads another team: with this team's records the same as any other coach, but "
        "for the pick lists, which leaders share.",
    ),
    "Administrator": Role(
        "Admin",
        "Administrator of employer relations: configures, and reads no client, no "
        "contact, no opening and no week. Given to nobody unasked.",
    ),
    "Data protection officer": Role(
        "DPO",
        "Answers a person's questions about their data, on a page of the own where "
        "each look is logged. Has no caseload.",
    ),
    "HR in the portal": Role(
        "HR",
        "Staff of an employer with a login to Odoo's portal. Pages made for them show "
        "what is theirs; there is no other way in.",
    ),
    "Odoo's administrator": Role(
        "System",
        "Keeps users and settings of Odoo. The role opens nothing of ours; but whoever "
        "gives roles can take one, which is the organisation's to govern.",
    ),
}


class Row(NamedTuple):
    """One model: what is meant, and what each role may do with it."""

    part: str
    name: str
    model: str
    record: str
    cells: dict
    note: str

    @property
    def is_dialog(self):
        """A dialog is opened and applied: `c`, and no other letter."""
        return self.record.startswith("dialog:")


def read_table():
    """Return the rows of the table."""
    with open(TABLE, newline="", encoding="utf-8") as handle:
        return [
            Row(
                part=line["Part"],
                name=line["Name"],
                model=line["Model"],
                record=line["Record"],
                cells={role: line.get(role) or "" for role in ROLES},
                note=line["Note"] or "",
            )
            for line in csv.DictReader(handle)
        ]


def findings(rows):
    """Yield what is wrong with the table itself."""
    with open(TABLE, newline="", encoding="utf-8") as handle:
        heading = next(csv.reader(handle))
    columns = ["Part", "Name", "Model", "Record", *ROLES, "Note"]
    if heading != columns:
        yield f"the columns are not {', '.join(columns)}"
    seen = set()
    for row in rows:
        if row.model in seen:
            yield f"{row.model}: has two rows"
        seen.add(row.model)
        allowed = "c" if row.is_dialog else "".join(OPERATIONS)
        for role, cell in row.cells.items():
            letters = "".join(letter for letter in allowed if letter in cell)
            if cell != (letters or NOTHING):
                yield (
                    f"{row.model}, {role}: {cell!r} is not made of {allowed} in this "
                    f"order, and not {NOTHING}"
                )


# THE PAGE

HEAD = """\
# Who may do what

Printed by `script/handbook` from the table [roles.csv](roles.csv), which any
spreadsheet opens: change that one. `script/test` tries every letter, and every
letter that is missing, with a real record: the page says what the rules do.

The record meant is one of **team A**: a client of coach A there, and what belongs
to that client or coach. To create is to make one more of the same kind for the same
client or coach. *Own* is coach A, *Cover* a colleague who covers for the client
today, *Other* any other coach; *Leader B* leads another team.

| letter | means |
|---|---|
| r | reads it, and finds it by searching |
| w | changes it |
| c | creates one; of a dialog: opens and applies it |
| d | deletes it |
| - | nothing: does not find it either |
"""


def render(rows):
    """Return the handbook's page about roles, as Markdown."""
    lines = [*HEAD.splitlines(), "", "## The roles", ""]
    for role, words in ROLES.items():
        lines += [f"### {role}", "", words.intro, ""]
        lines += [f"- {line}" for line in _summary(rows, role)]
        lines.append("")
    for part in dict.fromkeys(row.part for row in rows):
        lines += [f"## {part}", "", *_grid(rows, part), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _summary(rows, role):
    """What the role may do, in words, the most powerful first."""
    groups = {}
    for row in rows:
        kind = "dialog" if row.is_dialog else row.cells[role]
        if row.cells[role] != NOTHING:
            groups.setdefault(kind, []).append(row.name)
    order = sorted(groups, key=lambda kind: (kind == "dialog", -len(kind), kind))
    for kind in order:
        verbs = [OPERATIONS[letter] for letter in kind if letter in OPERATIONS]
        what = "dialogs" if kind == "dialog" else _listed(verbs)
        yield f"{what}: {', '.join(groups[kind])}"
    nothing = [
        row.name for row in rows if row.cells[role] == NOTHING and not row.is_dialog
    ]
    if nothing:
        yield f"nothing of: {', '.join(nothing)}"


def _listed(words):
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _grid(rows, part):
    """The rows of a part as a table, and their notes below it."""
    own = [row for row in rows if row.part == part]
    yield f"| | {' | '.join(words.short for words in ROLES.values())} |"
    yield f"|---|{'---|' * len(ROLES)}"
    for row in own:
        cells = " | ".join(row.cells[role] for role in ROLES)
        yield f"| **{row.name}**: {row.record} | {cells} |"
    notes = [row for row in own if row.note]
    if notes:
        yield ""
        for row in notes:
            yield f"- {row.name}: {row.note}"
