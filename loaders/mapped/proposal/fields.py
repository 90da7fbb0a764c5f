"""Which column is which field of a record: the one that is called so, where its values fit."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted
from loaders.foreign import slug
from loaders.mapped.money import price
from loaders.mapped.proposal.profile import ADDRESS, LANGUAGE, NUMBER, Profile
from loaders.mapped.proposal.sketch import GUESS, LIKELY, SURE, Proposed, Sketch, flow, scalar
from loaders.mapped.proposal.words import FIELDS, FREE, GENERAL, bare, holds, is_called, ordered, plain, prefixed
from loaders.mapped.templates import plain as word_of
from loaders.tables.columns import Column, columns

CURRENCIES = {"£": "GBP", "€": "EUR", "GBP": "GBP", "EUR": "EUR", "USD": "USD"}
TYPES = {Kind.COURSE: "course"}
"""What a required type may be called where the table does not say."""


class Fields:
    """Places the columns of one table, each once."""

    def __init__(self, file: str, at: str, stems: Sequence[str], found: Iterable[Profile]):
        self.sketch = Sketch(file, at)
        self._stems = stems
        """What the table is called, the name that says most first: its sheet or list, its file."""
        self._stem = stems[0]
        self._rest: dict[str, Profile] = {}
        self._own: dict[str, Profile] = {}
        """The columns that are the id and the label of the record at hand."""
        self._loosely: dict[str, str] = {}
        """Columns of which only a part of the name tells what they are, with that part."""
        self._unfit: dict[str, str] = {}
        """Columns that are called like a field and hold what it does not take, in words."""
        for column in found:
            if column.personal:
                self.sketch.ignore[column.name] = f"holds people: {column.personal}"
            elif not column.filled:
                self.sketch.ignore[column.name] = "is empty"
            else:
                self._rest[column.name] = column

    def _take(self, words: str, kind: Kind | None = None, *, part: bool = False) -> Profile | None:
        """The first column that is called so, or (part) of which the name holds one of the words; it is placed then."""
        for word in filter(None, words.split("|")):
            for name in self._rest:
                if plain(name) == word:
                    return self._rest.pop(name)
        for word in filter(None, words.split("|")):
            for name in self._rest:
                header = bare(name, kind)
                if header == word or (part and holds(header, word)):
                    self._loosely[name] = word
                    return self._rest.pop(name)
        return None

    def _sure(self, column: Profile, sureness: str, why: str = "called so") -> tuple[str, str]:
        """How sure it is what a column is, and why: less where only a part of its name says so."""
        if word := self._loosely.get(column.name):
            return GUESS, why.replace("called so", f"its name holds {quoted(word)}")
        return sureness, why

    def _identify(self, record: Proposed, word: str) -> None:
        """Finds the columns that name a record, and tell it from the next."""
        finer = self._finer(word)
        named = f"{word}|{word} name|{word} title" if word else GENERAL["label"]
        label = finer or self._take(named, record.kind) or self._like_a_label(record, word)
        ids = GENERAL["id"] if "notation" in columns(record.kind) else f"{GENERAL['id']}|code"
        alone = not word or bool(label and label.unique)
        own = self._telling(prefixed(ids, word), alone=alone) or (alone and self._telling(ids, alone=True)) or None
        own = own or (self._telling(ids, alone=True, part=True) if not word else None)
        self._own = {name: column for name, column in (("id", own), ("label", label)) if column}
        if own:
            how = "every row has another" if own.unique else "called so"
            record.set("id", scalar(own.name), *self._sure(own, SURE if own.unique else LIKELY, how))
        elif label:
            unique = "every row has another" if label.unique else "rows share some, so look twice"
            record.set("id", scalar(label.name), LIKELY if label.unique or word else GUESS, f"no id, and {unique}")
        if label:
            gaps = own is not None and label.filled < label.rows
            name = f"[{scalar(label.name)}, {scalar(own.name)}]" if own and gaps else scalar(label.name)
            why = "called so" + (", the id where it is empty" if gaps else "")
            record.set("label", name, *self._sure(label, SURE, why))
        if finer:
            record.note = f"{LIKELY}: each level of a {word} has a name of its own, so it is a {record.kind.casefold()}"
            self._fields(record, f"{word} level")

    def _finer(self, word: str) -> Profile | None:
        """The column of the levels of a role, where each has a name of its own: those are the roles."""
        bare, level = (
            next((column for name, column in self._rest.items() if is_called(name, words)), None)
            for words in (f"{word}|{word} name|{word} title", f"{word} level")
        )
        if not (word and bare and level) or len(level.texts) <= len(bare.texts) or ordered(level.words):
            return None
        return self._rest.pop(level.name)

    def _like_a_label(self, record: Proposed, word: str) -> Profile | None:
        """A column of which the name holds a word for names, and that no field may want."""
        if word:
            return None
        wanted = [each for words in FIELDS[record.kind].values() for each in words.split("|")]
        apart = {
            name: self._rest.pop(name)
            for name in list(self._rest)
            if any(bare(name, record.kind) == each or holds(bare(name, record.kind), each) for each in wanted)
        }
        found = self._take("name|title", record.kind, part=True)
        self._rest |= apart
        return found

    def _telling(self, words: str, *, alone: bool, part: bool = False) -> Profile | None:
        """The column called like an id that tells rows apart; where rows share records, that is filled in each."""
        for word in words.split("|"):
            for name, column in self._rest.items():
                called = plain(name) == word or (part and plain(name).endswith(f" {word}"))
                if called and (column.unique if alone else column.filled == column.rows and not column.many):
                    if plain(name) != word:
                        self._loosely[name] = word
                    return self._rest.pop(name)
        return None

    def _fields(self, record: Proposed, word: str) -> None:
        """Places columns in fields: those called so first, then those of which a part of the name says so."""
        known = columns(record.kind)
        for part in (False, True):
            for field, words in {**FIELDS[record.kind], **GENERAL}.items():
                wanted = field in known and field not in record.fields and not (part and field in GENERAL)
                column = self._take(prefixed(words, word), record.kind, part=part) if wanted else None
                if column and not self._place(record, field, column):
                    self._rest[column.name] = column

    def _fee(self, record: Proposed, column: Profile) -> bool:
        """A fee needs a currency: its own column, a sign in its name, or one in each price; or it is left out."""
        strange = column.misfits(price)
        if 2 * len(strange) > len(column.texts):
            return self._refused(column, "fee", strange[0], "no price")
        free = {scalar(text): '"0"' for text in strange if plain(text) in FREE.split("|")}
        yaml = flow({"column": scalar(column.name), "values": flow(free)}) if free else scalar(column.name)
        other = [text for text in strange if scalar(text) not in free]
        why = f"called so; {quoted(other[0])} is no price, and will be left out" if other else "called so"
        prices = [found for text in column.texts if (found := price(text)) and float(found.amount)]
        sign = next((code for mark, code in CURRENCIES.items() if mark in column.name), None)
        stated = any(is_called(name, FIELDS[Kind.COURSE]["currency"]) for name in self._rest)
        if sign and not stated:
            record.set("currency", flow({"constant": sign}), LIKELY, "the column of the fee says so")
        elif not stated and not all(len(found.currencies) == 1 for found in prices):
            self._unfit[column.name] = "a fee without a currency; add “currency: {constant: GBP}” to map it"
            return False
        record.set("fee", yaml, *self._sure(column, GUESS if strange else LIKELY, why))
        return True

    def _refused(self, column: Profile, field: str, value: str, what: str) -> bool:
        """Notes why a column is not placed: the first value that its field does not take."""
        self._unfit[column.name] = f"not placed; it is called like {field}, but {quoted(value, 40)} is {what}"
        return False

    def _place(self, record: Proposed, field: str, column: Profile) -> bool:
        """Gives a field its column where the values fit; otherwise says no."""
        known = columns(record.kind)[field]
        if column.nested:
            return False
        if field == "fee":
            return self._fee(record, column)
        if known.refers:
            return self._reference(record, field, column)
        if known.words:
            return self._word(record, field, column, known.words)
        sureness, why = self._sure(column, SURE if plain(column.name) == field else LIKELY)
        if shape := _shape(known):
            strange = column.misfits(shape.fits)
            if 2 * len(strange) >= len(column.parts()):
                return self._refused(column, field, strange[0], shape.otherwise)
            if strange:
                sureness, why = GUESS, f"{why}; {quoted(strange[0], 40)} is {shape.otherwise}, and will be left out"
        if column.many and not known.many:
            if column.several:
                self._unfit[column.name] = f"not placed; it is called like {field}, which takes one value, not lists"
                return False
        elif known.many and column.between:
            yaml = flow({"column": scalar(column.name), "split": scalar(column.between)})
            record.set(field, yaml, *self._sure(column, LIKELY, f"{why}; cells hold several"))
            return True
        record.set(field, scalar(column.name), sureness, why)
        return True

    def _word(self, record: Proposed, field: str, column: Profile, words: tuple[str, ...]) -> bool:
        """A column of words: mapped where at least one of them is a word of ours."""
        known = {word_of(word): word for word in words}
        ours = [text for text in column.words if word_of(text) in known]
        strange = [text for text in column.words if word_of(text) not in known]
        if not ours:
            return self._refused(column, field, column.texts[0], f"none of {listed(words, 'and')}")
        yaml, why = scalar(column.name), "its words are ours"
        if strange:
            meant = {scalar(text): scalar(known[word_of(text)]) for text in ours}
            yaml = flow({"column": scalar(column.name), "values": flow(meant)})
            names = listed([quoted(text, 20) for text in strange[:5]], "and")
            why = f"say under “values” what {names} means: {listed(words)}"
        record.set(field, yaml, LIKELY if not strange else GUESS, why)
        return True

    def _reference(self, record: Proposed, field: str, column: Profile) -> bool:
        """A column that names other records: of this table where its values are found there, or made on the way."""
        known = columns(record.kind)[field]
        if known.refers is record.kind:
            return self._within(record, field, column)
        if known.refers is Kind.ORGANISATION and not column.many:
            other = Proposed("organisation", Kind.ORGANISATION, f"{LIKELY}: named by its courses", repeats=True)
            other.set("id", scalar(column.name), *self._sure(column, LIKELY))
            other.set("label", scalar(column.name), *self._sure(column, LIKELY))
            self.sketch.records.insert(0, other)
            record.set(field, "{record: organisation}", LIKELY, f"called {quoted(column.name)}")
            return True
        return False

    def _within(self, record: Proposed, field: str, column: Profile, *, always: bool = False) -> bool:
        """A column that names records of the same table: by their ids or by their labels, whichever are there."""
        parts = column.parts()
        named = {how: {word_of(text) for text in own.texts} for how, own in self._own.items()}
        hits = {how: sum(word_of(part) in values for part in parts) for how, values in named.items()}
        how = max(hits, key=lambda each: hits[each], default="label")
        if not hits.get(how) and not always:
            return self._refused(column, field, parts[0], "neither an id nor a label of this table") if parts else False
        entries = {"column": scalar(column.name)}
        entries |= {"split": scalar(column.between)} if column.between else {}
        entries |= {"by": how}
        why = f"{hits.get(how, 0):,} of its {len(parts):,} values are found among the {how}s of this table"
        record.set(field, flow(entries), LIKELY if 2 * hits.get(how, 0) > len(parts) else GUESS, why)
        return True

    def _needed(self, record: Proposed) -> None:
        """What a record cannot do without: stated where it can be, or named as missing."""
        if record.kind is Kind.COMPETENCY:
            self.sketch.state(Kind.FRAMEWORK, self._stem_id, label=self._stem)
            record.set("framework", flow({"constant": self._stem_id}), GUESS, "rename the framework above")
        if record.kind is Kind.LEVEL:
            self.sketch.state(Kind.SCALE, self._stem_id, label=self._stem)
            record.set("scale", flow({"constant": self._stem_id}), GUESS, "rename the scale above")
        if record.kind in TYPES:
            record.set("type", flow({"constant": TYPES[record.kind]}), GUESS, "the table does not say")
        for name, column in columns(record.kind).items():
            if column.required and name not in record.fields:
                sentence = f"No column was found for {quoted(name)} of the {record.kind}: {column.note}."
                self.sketch.missing.append(sentence)

    @property
    def _stem_id(self) -> str:
        return slug(self._stem) or "table"


def record_of(record: Proposed) -> str:
    """The YAML that refers to another record of the row."""
    return flow({"record": record.name})


def each_of(column: Profile) -> str:
    """The YAML that takes a cell apart."""
    if column.between is None:
        return scalar(column.name)
    return flow({"column": scalar(column.name), "split": scalar(column.between)})


class Shape(NamedTuple):
    """What the values of a field must look like, and what others are."""

    fits: Callable[[str], object]
    otherwise: str


def _shape(column: Column) -> Shape | None:
    if column.type in (int, float):
        return Shape(NUMBER.fullmatch, "no plain number")
    if column.shape and "web address" in column.shape:
        return Shape(ADDRESS.fullmatch, "no web address that begins with http")
    if column.shape and "language code" in column.shape:
        return Shape(_is_language, "no language code such as en")
    return None


def _is_language(text: str) -> bool:
    return bool(LANGUAGE.fullmatch(text)) and text != "cpp"
