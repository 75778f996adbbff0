import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .ips_work_terms import SHIFTS

# What the screen may set on the client: nothing else can be written through it
WISHES_FIELDS = (
    *SHIFTS,
    "available_from",
    "hours_min",
    "hours_max",
    "municipality_id",
    "max_distance_km",
    "travel_mode",
    "condition_ids",
    "licence_ids",
    "language_ids",
)
# ... and on a wish of theirs
WISH_FIELDS = ("kind", "own_words", "occupation_id", "industry_id", "strength")
MAX_NUMBER = {"hours_min": 168, "hours_max": 168, "max_distance_km": 2000}
YEARS = range(2000, 2101)
# People speak in sentences, and name the work early: so chosen, two suggestions on
# average, two thirds of the demo caseload's sentences lead to the minor group meant
SUGGESTED_OCCUPATIONS = 3
SUGGESTED_PER_WORD = 2
SEARCHED_WORDS = 4
WORD_FROM = 4


class IpsClient(models.Model):
    """The screen on which coach and person fill in the wishes together.

    One call to open it; afterwards each answer is saved on its own, as soon as it is
    given. Nothing needs an answer, and each can be taken back to "not said".

    Saving returns what was saved and nothing else of the person: looking is
    ``get_wishes_screen``, and is logged.
    """

    _inherit = "ips.client"

    # OPENING

    @api.model
    def get_wishes_screen(self, client_id):
        """Return all that the screen needs, and log the look at the person.

        :returns: the person's code, ``answers`` by name of the field, ``wishes``, and
            what there is to choose from
        """
        client = self._wishes_client(client_id, "read")
        self.env["ips.client.access"]._log(client, "open")
        # What was chosen stays to be seen, even if the list no longer offers it
        client = client.with_context(active_test=False)
        wishes = client.wish_ids.sorted("id")
        return {
            "id": client.id,
            "ref": client.ref,
            "answers": {name: client._wishes_answer(name) for name in WISHES_FIELDS},
            "wishes": [self._wishes_row(wish) for wish in wishes],
            "shifts": self._wishes_labels(SHIFTS),
            "yes_no": self._wishes_selection("ips.client", "shift_day"),
            "travel_modes": self._wishes_selection("ips.client", "travel_mode"),
            "strengths": self._wishes_selection("ips.client.wish", "strength"),
            "municipalities": self._wishes_list(client.municipality_id),
            "conditions": self._wishes_list(client.condition_ids),
            "licences": self._wishes_list(client.licence_ids),
            "languages": self._wishes_list(client.language_ids),
            "industries": self._wishes_list(wishes.industry_id),
        }

    @api.model
    @api.readonly
    def suggest_occupations(self, words):
        """Return occupations for what a person said: the whole, then its words.

        Says nothing about anybody, and is not kept.
        """
        words = self._wishes_words(words)
        if not words:
            return []
        parts = dict.fromkeys(re.findall(r"[\w-]+", words))
        parts = [part for part in parts if len(part) >= WORD_FROM][:SEARCHED_WORDS]
        occupations = self.env["ips.occupation"]
        found = {}
        for text in dict.fromkeys([words, *parts]):
            limit = SUGGESTED_OCCUPATIONS if text == words else SUGGESTED_PER_WORD
            # What people pick are the unit groups; they go by plain names
            rows = occupations.name_search(text, [("level", "=", "4")], limit=limit)
            found.update(rows)
            if len(found) >= SUGGESTED_OCCUPATIONS:
                break
        rows = list(found.items())[:SUGGESTED_OCCUPATIONS]
        return [{"id": number, "name": name} for number, name in rows]

    def _wishes_client(self, client_id, operation):
        """The person, if the reader may look at or write them.

        One out of reach is refused as one who does not exist.
        """
        client = self.search([("id", "=", client_id)])
        if not client:
            raise AccessError(self.env._("This person is not one of yours."))
        client.check_access(operation)
        return client

    def _wishes_answer(self, name):
        """A plain value; 0, nothing and an empty list are "not said"."""
        value, field = self[name], self._fields[name]
        if field.type == "many2many":
            return value.ids
        if field.type == "many2one":
            return value.id
        return fields.Date.to_string(value) if field.type == "date" else value

    @api.model
    def _wishes_row(self, wish):
        """Plain values of a wish."""
        occupation = wish.occupation_id
        return {
            "id": wish.id,
            "kind": wish.kind,
            "own_words": wish.own_words or "",
            "occupation_id": occupation.id
            and {"id": occupation.id, "name": occupation.display_name},
            "industry_id": wish.industry_id.id,
            "strength": wish.strength,
        }

    @api.model
    def _wishes_labels(self, names):
        described = self.fields_get(names, ["string"])
        return [{"id": name, "name": described[name]["string"]} for name in names]

    @api.model
    def _wishes_selection(self, model, name):
        choices = self.env[model]._fields[name]._description_selection(self.env)
        return [{"id": value, "name": label} for value, label in choices]

    @api.model
    def _wishes_list(self, chosen):
        """What can be chosen, with what was chosen before it left the list."""
        offered = chosen.with_context(active_test=True).search([("active", "=", True)])
        rows = offered | chosen
        return [{"id": row.id, "name": row.display_name} for row in rows]

    # SAVING

    @api.model
    def save_wishes(self, client_id, changes):
        """Save some answers of the person; returns them as they are now.

        Raises a user error that says what is wrong, and saves nothing then.
        :param dict changes: value by name of the field; false is "not said"
        """
        client = self._wishes_client(client_id, "write")
        values = self._wishes_values(client, changes, WISHES_FIELDS)
        low = values.get("hours_min", client.hours_min)
        high = values.get("hours_max", client.hours_max)
        if high and low > high:
            raise UserError(
                self.env._(
                    "“At least” is more than “at most”. Change one, or empty it."
                )
            )
        client.write(values)
        client = client.with_context(active_test=False)
        return {name: client._wishes_answer(name) for name in changes}

    @api.model
    def save_wish(self, client_id, wish):
        """Add a wish, or change one; returns its id and what was sent, as it is now.

        :param dict wish: values of the wish, with its ``id`` if it has one already. A
            wish that somebody else removed meanwhile is added anew, nothing is lost.
            ``again`` says that it was sent before and no answer came: then it is added
            unless it is there already.
        """
        client = self._wishes_client(client_id, "write")
        wish = dict(wish)
        wish_id, again = wish.pop("id", False), wish.pop("again", False)
        row = client.wish_ids.filtered(lambda row: row.id == wish_id)
        values = self._wishes_values(client.wish_ids, wish, WISH_FIELDS)
        if not row and again:
            row = client.wish_ids.filtered_domain(
                [(name, "=", value) for name, value in values.items()]
            )[:1]
        if row:
            row.write(values)
        else:
            row = row.create({**values, "client_id": client.id})
        saved = self._wishes_row(row)
        return {name: saved[name] for name in ("id", *wish)}

    @api.model
    def remove_wish(self, client_id, wish_id):
        """Take a wish of the person away; one that is gone already is no error."""
        client = self._wishes_client(client_id, "write")
        client.wish_ids.filtered(lambda row: row.id == wish_id).unlink()
        return True

    @api.model
    def _wishes_values(self, records, changes, allowed):
        """Values to write, each checked; refuses fields that are not on the screen."""
        unknown = [str(name) for name in changes if name not in allowed]
        if unknown:
            raise UserError(
                self.env._(
                    "This cannot be changed here: %(names)s.",
                    names=", ".join(sorted(unknown)),
                )
            )
        return {
            name: self._wishes_value(records._fields[name], value)
            for name, value in changes.items()
        }

    @api.model
    def _wishes_value(self, field, value):
        """One value to write, or a user error in a sentence that a person reads."""
        match field.type:
            case "selection":
                if value not in field.get_values(self.env) and (
                    value or field.required
                ):
                    raise self._wishes_not_on_list()
                return value or False
            case "many2one":
                return self._wishes_ids(field, [value] if value else [])[:1].id
            case "many2many":
                return [Command.set(self._wishes_ids(field, value or []).ids)]
            case "date":
                return self._wishes_day(value)
            case "integer" | "float":
                return self._wishes_number(field, value or 0)
            case _:
                return self._wishes_words(value)

    def _wishes_ids(self, field, ids):
        if not isinstance(ids, list) or not all(
            type(item) is int and 0 < item < 2**31 for item in ids
        ):
            raise self._wishes_not_on_list()
        records = self.env[field.comodel_name].browse(ids)
        if records.exists() != records:
            raise self._wishes_not_on_list()
        return records

    def _wishes_not_on_list(self):
        return UserError(
            self.env._("This choice is not on the list any more. Choose another one.")
        )

    def _wishes_day(self, value):
        try:
            day = fields.Date.to_date(value or False)
        except (TypeError, ValueError):
            day = None
        if day is None and value or day and day.year not in YEARS:
            raise UserError(
                self.env._("This day cannot be. Choose one from the calendar.")
            )
        return day or False

    def _wishes_number(self, field, value):
        highest = MAX_NUMBER[field.name]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        # A comparison with "not a number" is false as well
        if not number or not 0 <= value <= highest:
            raise UserError(
                self.env._(
                    "Write a number from 0 to %(highest)s, or leave it empty.",
                    highest=highest,
                )
            )
        return round(value) if field.type == "integer" else value

    def _wishes_words(self, value):
        if value and not isinstance(value, str):
            raise UserError(self.env._("Write it in words."))
        return " ".join((value or "").split())
