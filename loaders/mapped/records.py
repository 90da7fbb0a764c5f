"""Rows to records: each template makes one of a row, or one of each value of a cell; references are settled last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import ValidationError

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.load import Entry
from kmgraph.model import RECORDS, Record, digest, keyed_iri, label_of
from kmgraph.sheets import Refused
from kmgraph.vocabulary import Kind, Status
from kmgraph.wording import quoted
from loaders.mapped.language import Template, Value
from loaders.mapped.references import Index
from loaders.mapped.rows import Row
from loaders.mapped.values import Cells, Part
from loaders.tables.cells import plain as kept
from loaders.tables.cells import value_of
from loaders.tables.columns import Column, columns


class Reference(NamedTuple):
    """What a field names: the text of a table, or a record that the row itself makes."""

    text: str
    column: str
    by_label: bool
    iri: str | None = None
    line: int | None = None
    """Where the mapping itself says so, which makes it a slip of the mapping."""


@dataclass
class Draft:
    """A record of which everything is known but what its references mean."""

    kind: Kind
    called: str
    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    refers: dict[str, list[Reference]] = field(default_factory=dict)
    repeats: bool = False

    @property
    def own(self) -> str | None:
        """Its IRI, where it has a name of its own."""
        found = self.values.get("id")
        return found if isinstance(found, str) else None


class Workshop:
    """Makes the records of a source, and keeps what is needed to make the later ones."""

    def __init__(self, short: str, index: Index, cells: Cells, mapping: str):
        self._short = short
        self._index = index
        self._cells = cells
        self._mapping = mapping
        self._made: dict[str, tuple[str, str, Draft]] = {}
        self._waiting: list[Draft] = []
        self._slips: set[tuple[int, str]] = set()

    def row(self, templates: tuple[Template, ...], row: Row) -> Iterator[Entry | Problem]:
        """The records that a row makes; those that refer to others wait until all rows are read."""
        made: dict[str, str | None] = {}
        groups: dict[tuple[str, ...], list[Template]] = {}
        for template in templates:
            if template.each:
                groups.setdefault(template.each.columns, []).append(template)
            else:
                yield from self._template(template, row, made, None)
        for parted in groups.values():
            if parted[0].each:
                words, problems = self._cells.texts(parted[0].each, row)
                yield from problems
                for word in words:
                    own = dict(made)
                    for template in parted:
                        yield from self._template(template, row, own, Part(parted[0].each.columns, word))

    def _template(
        self, template: Template, row: Row, made: dict[str, str | None], part: Part | None
    ) -> Iterator[Entry | Problem]:
        made[template.name] = None
        if part is None and not _speaks_of(template, row):
            return
        draft = Draft(template.kind, template.name, row, repeats=template.repeats)
        for name, value in template.fields.items():
            column = columns(template.kind)[name]
            if value.record:
                if iri := made.get(value.record):
                    draft.refers[name] = [Reference("", "", by_label=False, iri=iri)]
                elif column.required:
                    return  # what it hangs on is not there, or was left out and that was said
            elif name == "id":
                yield from self._identified(draft, value, part)
            else:
                yield from self.fill(draft, name, column, value, part)
        yield from self._kept(draft, template.extra, part)
        if lacking := self._lacking(draft):
            yield self._left_out(draft, lacking)
            return
        made[template.name] = draft.own
        yield from self.finish(draft)

    def _identified(self, draft: Draft, value: Value, part: Part | None) -> Iterator[Problem]:
        words, problems = self._cells.texts(value, draft.row, part)
        yield from problems
        if words:
            draft.values["id"] = self._index.name(draft.kind, " ".join(words))

    def fill(
        self, draft: Draft, name: str, column: Column, value: Value, part: Part | None = None
    ) -> Iterator[Problem]:
        """Reads a field of a record off its row."""
        words, problems = self._cells.texts(value, draft.row, part)
        yield from problems
        where = draft.row.called(value.columns[0]) if value.columns else name
        words = list(dict.fromkeys(words))
        if len(words) > 1 and not column.many:
            message = f"{quoted(name)} takes one value, but here are {len(words)}, so it is left out."
            yield warning(draft.row.place, message, "Keep one, or map the column to another field.", column=where)
            return
        if column.refers:
            line = value.line if value.constant else None
            refers = [Reference(word, where, value.by_label, line=line) for word in words]
            if refers:
                draft.refers[name] = refers
            return
        read = []
        for word in words:
            try:
                read.append(value_of(column._replace(many=False), word, self._short))
            except Refused as refusal:
                message = f"{refusal.message.removesuffix('.')}, so it is left out."
                yield warning(draft.row.place, message, refusal.hint, column=where, value=word)
        if read:
            draft.values[name] = tuple(read) if column.many else read[0]

    def _kept(self, draft: Draft, extra: Mapping[str, Value], part: Part | None) -> Iterator[Problem]:
        """Keeps what no field says, as it stands."""
        found: dict[str, Any] = {}
        for name, value in extra.items():
            plain = not (value.constant or value.split or value.words or value.look_up or part)
            cell = draft.row.get(value.columns[0]) if plain else None
            if cell is None:
                words, problems = self._cells.texts(value, draft.row, part)
                yield from problems
                cell = words if len(words) > 1 or value.split else words[0] if words else None
            if cell not in (None, [], ""):
                found[name] = cell if isinstance(cell, list | dict | bool) else kept(cell)
        if found:
            draft.values["extra"] = found

    def _lacking(self, draft: Draft) -> list[str]:
        known = columns(draft.kind)
        return [name for name, column in known.items() if column.required and not self._has(draft, name)]

    def _has(self, draft: Draft, name: str) -> bool:
        return name in draft.values or bool(draft.refers.get(name))

    def _left_out(self, draft: Draft, lacking: list[str]) -> Problem:
        message = f"This {draft.kind} has no {' and no '.join(lacking)}, so it is left out with all that hangs on it."
        hint = f"Fill in the cell from which the mapping takes the {lacking[0]}."
        return warning(draft.row.place, message, hint, column=draft.row.at or lacking[0])

    def finish(self, draft: Draft) -> Iterator[Entry | Problem]:
        """The record where nothing is open; otherwise it waits, and others may already name it."""
        if draft.own:
            labels = [draft.values.get("label"), *draft.values.get("alternative_labels", ())]
            self._index.called(draft.kind, draft.own, [label for label in labels if isinstance(label, str)])
        if draft.refers:
            self._waiting.append(draft)
        else:
            yield from self._built(draft)

    def settle(self) -> Iterator[Entry | Problem]:
        """The records that waited, their references settled."""
        self._drop_the_unfounded()
        for draft in self._waiting:
            yield from self._settled(draft)
        self._waiting.clear()

    def _drop_the_unfounded(self) -> None:
        """Takes back the records that hang on something missing, and then those that hang on these."""
        waiting = [draft for draft in self._waiting if draft.own]
        gone = True
        while gone:
            gone = False
            for draft in waiting:
                if draft.own and self._index.has(draft.own) and self._unfounded(draft):
                    self._index.drop(draft.own)
                    gone = True

    def _unfounded(self, draft: Draft) -> bool:
        """Whether a reference without which the record cannot be means nothing."""
        known = columns(draft.kind)
        return any(
            not any(self._meant(known[name], reference) for reference in refers)
            for name, refers in draft.refers.items()
            if known[name].required
        )

    def _meant(self, column: Column, reference: Reference) -> str | None:
        if reference.iri:
            return reference.iri if self._index.has(reference.iri) else None
        return column.refers and self._index.find(column.refers, reference.text, by_label=reference.by_label)

    def _settled(self, draft: Draft) -> Iterator[Entry | Problem]:
        whole = True
        for name, refers in draft.refers.items():
            column = columns(draft.kind)[name]
            meant = [self._meant(column, reference) for reference in refers]
            found = list(dict.fromkeys(iri for iri in meant if iri))
            for reference, iri in zip(refers, meant, strict=True):
                if iri is None and reference.iri is None:
                    yield from self._unmet(draft, column, reference, alone=column.required and not found)
            if found:
                draft.values[name] = tuple(found) if column.many else found[0]
            whole = whole and bool(found or not column.required)
        if whole:
            yield from self._built(draft)

    def _unmet(self, draft: Draft, column: Column, reference: Reference, *, alone: bool) -> Iterator[Problem]:
        """What a reference to nothing does: it is left out, or its record is; one of the mapping's own is a slip."""
        kind = column.refers or draft.kind
        if reference.line is not None and (reference.line, reference.text) in self._slips:
            return
        missing = self._index.missing(kind, reference.text, reference.column, by_label=reference.by_label)
        if reference.line is not None:
            self._slips.add((reference.line, reference.text))
            place = Place(self._mapping, reference.line)
            yield error(place, f"{missing.message}.", missing.hint, column=column.name, value=reference.text)
            return
        what = f"this {draft.kind}" if alone else "it"
        message = f"{missing.message}, so {what} is left out."
        yield warning(draft.row.place, message, missing.hint, column=reference.column, value=reference.text)

    def _built(self, draft: Draft) -> Iterator[Entry | Problem]:
        """The record, without the fields that are not as they must be; or why it is none."""
        record_type = RECORDS[draft.kind]
        values = {"status": Status.SOURCED, **draft.values}
        for _ in columns(draft.kind):
            if record_type.key:
                values["id"] = keyed_iri(draft.kind, self._short, values)
            try:
                record = record_type.model_validate(values)
            except ValidationError as failure:
                problems = list(_refused(draft, failure))
                yield from problems
                for doubt in failure.errors(include_url=False):
                    values.pop(str(doubt["loc"][0]), None)
                known = columns(draft.kind).values()
                if lacking := [column.name for column in known if column.required and column.name not in values]:
                    yield self._left_out(draft, lacking)
                    return
            else:
                yield from self._once(draft, record)
                return

    def _once(self, draft: Draft, record: Record) -> Iterator[Entry | Problem]:
        """The record, unless it was made before: then that is said, save where it is expected."""
        said, where = digest(record), draft.row.where
        before = self._made.setdefault(record.id, (said, where, draft))
        if before[2] is draft:
            yield Entry(record, draft.row.place)
        elif before[0] != said and not draft.repeats:
            yield Entry(record, draft.row.place)  # two records of one name, which the rules of every load refuse
        elif before[0] != said:
            message = f"The {draft.kind} {quoted(label_of(record))} says something else than in {before[1]}."
            yield warning(draft.row.place, message, "The first is kept; mend one of them.", column=draft.row.at or None)
        elif not draft.repeats:
            message = f"This {draft.kind} stands already in {before[1]}, so it is kept once."
            hint = "Delete one of them, or write “repeats: expected” in the mapping."
            yield warning(draft.row.place, message, hint, column=draft.row.at or None)


def _speaks_of(template: Template, row: Row) -> bool:
    """Whether a row says anything of a record: where all its cells are empty, there is none, and no doubt about it."""
    taken = [column for value in (*template.fields.values(), *template.extra.values()) for column in value.columns]
    return not taken or any(row.get(column) not in (None, "", []) for column in taken)


def _refused(draft: Draft, failure: ValidationError) -> Iterator[Problem]:
    for doubt in failure.errors(include_url=False):
        name = str(doubt["loc"][0])
        column = columns(draft.kind).get(name)
        shape = column.shape if column else None
        hint = f"Write {shape}." if shape else f"Write: {column.note}." if column else "Mend it."
        message = f"The {name} {quoted(doubt['input'])} is not as expected, so it is left out."
        yield warning(draft.row.place, message, hint, column=draft.row.called(name), value=str(doubt["input"])[:200])
