"""Reads the part of a mapping that says which records a row makes, field by field."""

from collections.abc import Collection, Mapping

from kmgraph.model import RECORDS
from kmgraph.sheets import Refused
from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted
from loaders.mapped.document import Said
from loaders.mapped.language import Journeys, LookUp, Template, Value
from loaders.mapped.persons import named_like_a_person
from loaders.mapped.slips import Slips
from loaders.tables.cells import value_of
from loaders.tables.columns import TABLES, Column, columns

FORMS = ("column", "constant", "record", "split", "values", "look_up", "by", "date")
DAYS = ("year-month-day", "day/month/year", "month/day/year")
"""How a column may write dates, whatever stands between their parts."""
APART = ("kind", "each", "extra", "repeats")
"""Entries of a record that are no fields."""
WHOLE = ("label", "basis", "summary")
"""Fields that every journey of a table has alike."""
GAP_DAYS = 30
"""Days between two steps that are no gap, unless the mapping says otherwise: about a month between two posts."""


def kind_named(name: str, line: int, slips: Slips) -> Kind | None:
    """The kind of record that a word means: its name, or that of its table."""
    word = name.strip().casefold()
    for table, kind in TABLES.items():
        if word in (table, kind.value.casefold()):
            return kind
    slips.strange(name, line, f"There is no kind of record {quoted(name)}.", [kind.value for kind in TABLES.values()])
    return None


class Templates:
    """Reads the records that a table's rows make."""

    def __init__(self, look_ups: Collection[str], no_people: Collection[str], slips: Slips):
        self._look_ups = look_ups
        self._no_people = no_people
        self._slips = slips
        self._before: dict[str, Template] = {}

    def all(self, said: Said | None) -> tuple[Template, ...]:
        """The records of a table, in the order in which later ones may refer to earlier ones."""
        for name, entry in self._slips.entries(said, "records").items():
            if template := self._template(name, entry):
                self._before[name] = template
        return tuple(self._before.values())

    def _template(self, name: str, said: Said) -> Template | None:
        found = self._slips.entries(said, name)
        if "kind" not in found:
            hint = "Add “kind:”, such as kind: Course."
            self._slips.add(said.line, f"{quoted(name)} does not say which kind of record it is.", hint, column=name)
            return None
        kind = kind_named(self._slips.text(found["kind"], "kind"), found["kind"].line, self._slips)
        if kind is None:
            return None
        each = self._value(found["each"], "each", None) if "each" in found else None
        fields = self._fields(kind, name, said.line, found, each)
        extra = self._extra(found.get("extra"))
        return Template(name, kind, said.line, each, fields, extra, self._repeats(found.get("repeats")))

    def _repeats(self, said: Said | None) -> bool:
        word = self._slips.text(said, "repeats")
        if said and word != "expected":
            self._slips.add(said.line, "“repeats” takes one word.", "Write “repeats: expected”, or delete the line.")
        return bool(word)

    def _fields(
        self, kind: Kind, name: str, line: int, found: Mapping[str, Said], each: Value | None
    ) -> dict[str, Value]:
        known = columns(kind)
        self._known(kind, name, line, found)
        read = {
            field: value
            for field, said in found.items()
            if field in known and (value := self._value(said, field, known[field]))
        }
        for field, value in read.items():
            self._refers(field, value, each, known[field])
        return read

    def _known(self, kind: Kind, name: str, line: int, found: Mapping[str, Said]) -> None:
        for field, said in found.items():
            if field == "id" and field not in columns(kind):
                message = f"{quoted(name)} has no id: {listed(RECORDS[kind].key, 'and')} tell these records apart."
                self._slips.add(said.line, message, "Delete the line.", column="id")
            elif field not in columns(kind) and field not in APART:
                message = f"A {kind} has no field {quoted(field)}."
                self._slips.strange(field, said.line, message, [*columns(kind), *APART[1:]])
        for field, column in columns(kind).items():
            if column.required and field not in found:
                message = f"{quoted(name)} lacks {quoted(field)}, which every {kind} has."
                self._slips.add(line, message, f"Add “{field}:”: {column.note}.", column=field)

    def _refers(self, field: str, value: Value, each: Value | None, column: Column) -> None:
        """Checks that a record named by a field is one that the same row makes before it."""
        if value.record is None:
            return
        other = self._before.get(value.record)
        if other is None:
            message = f"No record {quoted(value.record)} stands before this one in the table."
            self._slips.strange(value.record, value.line, message, list(self._before))
        elif other.kind is not column.refers:
            message = f"{quoted(value.record)} is a {other.kind}, but {field} takes a {column.refers or 'text'}."
            self._slips.add(value.line, message, "Name another record.", column=field)
        elif other.each and (each is None or other.each.columns != each.columns):
            message = f"A row makes several of {quoted(value.record)}, so it is unclear which is meant."
            self._slips.add(value.line, message, "Give both the same “each:”.", column=field)

    def _extra(self, said: Said | None) -> dict[str, Value]:
        """Columns that are kept beside the record: a list of them, or names with the column of each."""
        if said is not None and isinstance(said.value, dict):
            read = ((name, self._value(entry, name, None)) for name, entry in said.value.items())
            return {name: value for name, value in read if value}
        line = said.line if said else 0
        names = self._slips.texts(said, "extra")
        for name in names:
            self._impersonal(name, line)
        return {name: Value(line, (name,)) for name in names}

    def _value(self, said: Said, what: str, column: Column | None) -> Value | None:
        """Where a field's value comes from: the name of a column, several of them, or the long form."""
        if not isinstance(said.value, dict):
            names = tuple(name.strip() for name in self._slips.texts(said, what))
            if not names:
                self._slips.text(said._replace(value=""), what)
                return None
            for name in names:
                self._impersonal(name, said.line)
            return Value(said.line, names)
        return self._long(said, said.value, what, column)

    def _long(self, said: Said, found: Mapping[str, Said], what: str, column: Column | None) -> Value | None:
        slips = self._slips
        slips.known(found, what, said.line, (), FORMS)
        origin = [form for form in FORMS[:3] if form in found]
        if len(origin) != 1:
            message = f"{quoted(what)} says {'nothing' if not origin else 'too much'} of where its value comes from."
            slips.add(said.line, message, "Give it one of column, constant and record.", column=what)
            return None
        names = tuple(name.strip() for name in slips.texts(found.get("column"), "column"))
        for name in names:
            self._impersonal(name, said.line)
        value = Value(
            said.line,
            names,
            tuple(word.strip() for word in slips.texts(found.get("constant"), "constant")),
            slips.text(found.get("record"), "record") or None,
            slips.texts(found.get("split"), "split"),
            self._words(found.get("values"), column),
            bool(column and column.words),
            self._look_up(found.get("look_up")),
            self._choice(found.get("by"), "by", ("id", "label")) == "label",
            self._choice(found.get("date"), "date", DAYS) or DAYS[0],
        )
        for word in value.constant:
            self._fits(word, column, said.line)
        if value.by_label and column and not column.refers:
            slips.add(found["by"].line, f"{quoted(what)} refers to nothing, so it takes no “by”.", "Delete the line.")
        return value

    def _words(self, said: Said | None, column: Column | None) -> dict[str, str] | None:
        if said is None:
            return None
        words = {}
        for word, meaning in self._slips.entries(said, "values").items():
            meant = meaning.value.strip() if isinstance(meaning.value, str) else None
            if meant is None:
                self._slips.text(meaning, word)
            else:
                words[plain(word)] = meant
                self._fits(meant, column, meaning.line)
        return words

    def _fits(self, word: str, column: Column | None, line: int) -> None:
        """Notes a word of the mapping's own that its field cannot take."""
        if column is None or column.refers or not word:
            return  # what a reference names is known only when all rows are read
        try:
            value_of(column._replace(many=False), word, "any")
        except Refused as refusal:
            self._slips.add(line, refusal.message, refusal.hint, column=column.name, value=word)

    def _look_up(self, said: Said | None) -> LookUp | None:
        if said is None:
            return None
        found = self._slips.entries(said, "look_up")
        self._slips.known(found, "look_up", said.line, ("in", "take"))
        name, take = self._slips.text(found.get("in"), "in"), self._slips.text(found.get("take"), "take")
        if name and name not in self._look_ups:
            message = f"There is no look-up {quoted(name)}."
            self._slips.strange(name, found["in"].line, message, list(self._look_ups) or ["look_ups"])
        if take:
            self._impersonal(take, found["take"].line)
        return LookUp(name, take) if name and take else None

    def _choice(self, said: Said | None, what: str, choices: tuple[str, ...]) -> str:
        word = self._slips.text(said, what)
        if said and word and word not in choices:
            self._slips.strange(word, said.line, f"{quoted(word)} is none of the words for {quoted(what)}.", choices)
        return word

    def _impersonal(self, column: str, line: int) -> None:
        if column not in self._no_people and (why := named_like_a_person(column)):
            hint = "List it under “ignore:”; or, if you looked and it holds no people, under “no_people:”."
            self._slips.add(line, f"{why}, and nothing that points at a person is kept.", hint, column=column)

    def journeys(self, said: Said) -> Journeys | None:
        """How rows become steps of journeys."""
        slips, found = self._slips, self._slips.entries(said, "journeys")
        steps = {name: column for name, column in columns(Kind.STEP).items() if name not in ("journey", "order")}
        whole = {name: columns(Kind.JOURNEY)[name] for name in WHOLE}
        rules = ("person", "starts", "label", "basis")
        slips.known(found, "journeys", said.line, (*rules, "activity"), ("ends", "then_by", "gap_days", *whole, *steps))
        read = {
            name: self._value(entry, name, whole.get(name) or steps.get(name))
            for name, entry in found.items()
            if name != "gap_days"
        }
        person, starts = read.get("person"), read.get("starts")
        for name in WHOLE:
            if (value := read.get(name)) and not value.constant:
                hint = f"Write “{name}: {{constant: …}}”: no column tells of the person."
                slips.add(value.line, f"{quoted(name)} is the same for every journey.", hint, column=name)
        if person is None or starts is None:
            return None
        journey = {name: value for name in WHOLE if (value := read.get(name))}
        step = {name: value for name, value in read.items() if value and name in steps}
        days = self._days(found.get("gap_days"))
        return Journeys(said.line, person, starts, read.get("ends"), read.get("then_by"), days, journey, step)

    def _days(self, said: Said | None) -> int:
        word = self._slips.text(said, "gap_days") or str(GAP_DAYS)
        if word.isascii() and word.isdigit() and len(word) <= 5:
            return int(word)
        self._slips.add(said.line if said else 0, f"{quoted(word)} is no number of days.", "Write one, such as 30.")
        return GAP_DAYS


def plain(word: str) -> str:
    """A word as words are compared: small letters, single blanks."""
    return " ".join(word.casefold().split())
