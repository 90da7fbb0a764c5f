"""Which column is which field of a record: the one that is called so, where its values fit."""

from collections.abc import Iterable

from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted
from loaders.foreign import slug
from loaders.mapped.proposal.profile import ADDRESS, NUMBER, Profile
from loaders.mapped.proposal.sketch import GUESS, LIKELY, SURE, Proposed, Sketch, flow, scalar
from loaders.mapped.proposal.words import FIELDS, GENERAL, is_called, ordered, plain, prefixed
from loaders.mapped.templates import plain as word_of
from loaders.tables.columns import columns

CURRENCIES = {"£": "GBP", "€": "EUR", "GBP": "GBP", "EUR": "EUR"}
TYPES = {Kind.COURSE: "course"}
"""What a required type may be called where the table does not say."""


class Fields:
    """Places the columns of one table, each once."""

    def __init__(self, file: str, at: str, stem: str, found: Iterable[Profile]):
        self.sketch = Sketch(file, at)
        self._stem = stem
        self._rest: dict[str, Profile] = {}
        self._own: dict[str, Profile] = {}
        """The columns that are the id and the label of the record at hand."""
        self._fee = ""
        for column in found:
            if column.personal:
                self.sketch.ignore[column.name] = f"holds people: {column.personal}"
            elif not column.filled:
                self.sketch.ignore[column.name] = "is empty"
            else:
                self._rest[column.name] = column

    def _take(self, words: str) -> Profile | None:
        """The first column that is called so; it is placed then."""
        name = next((name for word in words.split("|") for name in self._rest if plain(name) == word), None)
        return self._rest.pop(name) if name else None

    def _identify(self, record: Proposed, word: str) -> None:
        """Finds the columns that name a record, and tell it from the next."""
        finer = self._finer(word)
        label = finer or self._take(f"{word}|{word} name|{word} title" if word else GENERAL["label"])
        ids = GENERAL["id"] if "notation" in columns(record.kind) else f"{GENERAL['id']}|code"
        alone = not word or bool(label and label.unique)
        own = self._telling(prefixed(ids, word), alone=alone) or (alone and self._telling(ids, alone=True)) or None
        self._own = {name: column for name, column in (("id", own), ("label", label)) if column}
        if own:
            how = "every row has another" if own.unique else "called so"
            record.set("id", scalar(own.name), SURE if own.unique else LIKELY, how)
        elif label:
            unique = "every row has another" if label.unique else "rows share some, so look twice"
            record.set("id", scalar(label.name), LIKELY if label.unique or word else GUESS, f"no id, and {unique}")
        if label:
            gaps = own is not None and label.filled < label.rows
            name = f"[{scalar(label.name)}, {scalar(own.name)}]" if own and gaps else scalar(label.name)
            record.set("label", name, SURE, "called so" + (", the id where it is empty" if gaps else ""))
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

    def _telling(self, words: str, *, alone: bool) -> Profile | None:
        """The column called like an id that tells rows apart; where rows share records, that is filled in each."""
        for word in words.split("|"):
            for name, column in self._rest.items():
                if plain(name) == word and (
                    column.unique if alone else column.filled == column.rows and not column.many
                ):
                    return self._rest.pop(name)
        return None

    def _fields(self, record: Proposed, word: str) -> None:
        known = columns(record.kind)
        for field, words in {**FIELDS[record.kind], **GENERAL}.items():
            column = self._take(prefixed(words, word)) if field in known and field not in record.fields else None
            if column and not self._place(record, field, column):
                self._rest[column.name] = column
        self._priced(record)

    def _priced(self, record: Proposed) -> None:
        """A fee needs a currency: its own column, or a sign in the name of the fee's; without one it is left out."""
        name, _ = record.fields.get("fee", ("", ""))
        sign = next((code for mark, code in CURRENCIES.items() if mark in name), None)
        if name and "currency" not in record.fields:
            if sign:
                record.set("currency", flow({"constant": sign}), LIKELY, "the column of the fee says so")
            else:
                del record.fields["fee"]
                self.sketch.ignore[self._fee] = "a fee without a currency; add “currency: {constant: GBP}” to map it"

    def _place(self, record: Proposed, field: str, column: Profile) -> bool:
        """Gives a field its column where the values fit; otherwise says no."""
        known = columns(record.kind)[field]
        if column.nested:
            return False
        if known.refers:
            return self._reference(record, field, column)
        if known.words:
            return self._word(record, field, column, known.words)
        if known.type in (int, float) and not column.all(NUMBER):
            return False
        if known.shape and "web address" in known.shape and not column.all(ADDRESS):
            return False
        if known.shape and "language code" in known.shape and not all(_is_language(text) for text in column.parts()):
            return False
        if column.many and not known.many:
            if column.several:
                return False
        elif known.many and column.between:
            yaml = flow({"column": scalar(column.name), "split": scalar(column.between)})
            record.set(field, yaml, LIKELY, "called so; cells hold several")
            return True
        self._fee = column.name if field == "fee" else self._fee
        record.set(field, scalar(column.name), SURE if plain(column.name) == field else LIKELY, "called so")
        return True

    def _word(self, record: Proposed, field: str, column: Profile, words: tuple[str, ...]) -> bool:
        """A column of words: mapped where at least one of them is a word of ours."""
        known = {word_of(word): word for word in words}
        ours = [text for text in column.words if word_of(text) in known]
        strange = [text for text in column.words if word_of(text) not in known]
        if not ours:
            return False
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
            other.set("id", scalar(column.name), LIKELY, "called so")
            other.set("label", scalar(column.name), LIKELY, "called so")
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
            return False
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


def _is_language(text: str) -> bool:
    return len(text) in (2, 3) and text.isalpha() and text.islower() and text.isascii() and text not in ("cpp",)
