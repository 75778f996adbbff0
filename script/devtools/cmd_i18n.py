"""script/i18n: bring the translation template and files in line with the sources."""

import polib

from .cmd_test import fresh_database
from .common import ADDON, ROOT, Failure, run_child, say
from .odoo_env import context, run_odoo

FOLDER = ROOT / ADDON / "i18n"
LANGUAGES = ("fi", "sv")


def main(_arguments):
    """Export the template from a fresh database without demo data, then merge it."""
    with context() as ctx, fresh_database(ctx, demo=False) as name:
        run_odoo(ctx, ["-d", name, "-i", ADDON], f"Installing {ADDON}", "i18n-install")
        path = FOLDER / f"{ADDON}.pot"
        arguments = ["i18n", "export", "-d", name, "-l", "pot", "-o", str(path), ADDON]
        if run_child(ctx.command(*arguments), env=ctx.environment):
            raise Failure("Odoo could not export the template.")
    # Demo texts stay out: they are in Finnish already
    template = polib.pofile(str(path))
    # The moment of the export would make every run a change
    for field in ("POT-Creation-Date", "PO-Revision-Date"):
        template.metadata.pop(field, None)
    template.save()
    missing = 0
    for language in LANGUAGES:
        missing += _merge(template, language)
    return 1 if missing else 0


def _merge(template, language):
    """Keep what is translated, drop what is gone, and list what is missing."""
    path = FOLDER / f"{language}.po"
    if path.exists():
        catalogue = polib.pofile(str(path))
        catalogue.merge(template)
    else:
        catalogue = template
    catalogue.metadata["Language"] = language
    for entry in catalogue.obsolete_entries():
        catalogue.remove(entry)
    catalogue.save(str(path))
    open_entries = catalogue.untranslated_entries() + catalogue.fuzzy_entries()
    say(f"{path.name}: {len(catalogue)} terms, {len(open_entries)} to translate")
    for entry in open_entries:
        say(f"  {entry.msgid!r}")
    return len(open_entries)
