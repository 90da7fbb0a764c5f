"""Rows to drafts: each template makes one of a row, or one of each value of a cell, and reads its fields."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kmgraph.errors import Problem, warning
from kmgraph.load import Entry
from kmgraph.sheets import Refused
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted
from loaders.mapped.building import Builder
from loaders.mapped.drafts import Draft, Reference
from loaders.mapped.language import Template, Value
from loaders.mapped.money import HINT, price
from loaders.mapped.references import Index
from loaders.mapped.rows import Row
from loaders.mapped.settling import Settling
from loaders.mapped.values import Cells, Part, date_hint
from loaders.tables.cells import plain as kept
from loaders.tables.cells import value_of
from loaders.tables.columns import Column, columns


class Workshop:
    """Makes the records of a source, and keeps what is needed to make the later ones."""

    def __init__(self, short: str, index: Index, cells: Cells, mapping: str):
        self._short = short
        self._index = index
        self._cells = cells
        self._builder = Builder(short)
        self._settling = Settling(index, self._builder, mapping)
        self._headers: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}

    def draft(self, kind: Kind, called: str, row: Row, fields: Mapping[str, Value]) -> Draft:
        """A record that a row may make, of which nothing is read so far."""
        named = {name: row.called(value.columns[0]) for name, value in fields.items() if value.columns}
        shared = named if row.at else self._headers.setdefault(tuple(named.items()), named)
        return Draft(kind, called, row, columns=shared)

    def row(self, templates: tuple[Template, ...], row: Row) -> Iterator[Entry | Problem]:
        """The records that a row makes; those that refer to others wait until all rows are read."""
        made: dict[str, str | None] = {}
        """The IRI of each record of the row by its name in the mapping; None where it is not made."""
        groups: dict[tuple[str, ...], list[Template]] = {}
        for template in templates:
            if template.each:
                groups.setdefault(template.each.columns, []).append(template)
            else:
                yield from self._template(template, row, made, None)
        for group in groups.values():
            if group[0].each:
                yield from self._parted(group[0].each, group, row, made)

    def _parted(
        self, each: Value, group: list[Template], row: Row, made: dict[str, str | None]
    ) -> Iterator[Entry | Problem]:
        """The records of every value of a cell; those of one value belong together."""
        words, problems = self._cells.texts(each, row)
        yield from problems
        for word in words:
            own = dict(made)
            for template in group:
                yield from self._template(template, row, own, Part(each.columns, word))

    def _template(
        self, template: Template, row: Row, made: dict[str, str | None], part: Part | None
    ) -> Iterator[Entry | Problem]:
        made[template.name] = None
        if part is None and not _speaks_of(template, row):
            return
        draft = self.draft(template.kind, template.name, row, template.fields)
        draft.repeats = template.repeats
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
        if draft.lacking():
            yield draft.left_out()
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
        words = list(dict.fromkeys(words))
        where = draft.column(name)
        if len(words) > 1 and not column.many:
            message = f"Here are {len(words)} values, but {quoted(name)} takes one, so it is left out."
            yield warning(draft.row.place, message, "Keep one, or map the column to another field.", column=where)
        elif column.refers and words:
            line = value.line if value.constant else None
            draft.refers[name] = [Reference(word, where, value.by_label, line=line) for word in words]
        elif words:
            yield from self._read(draft, column, value, words)

    def _read(self, draft: Draft, column: Column, value: Value, words: list[str]) -> Iterator[Problem]:
        """Makes of words what the field holds; those that are none of it are told and left out."""
        read = []
        for word in words:
            try:
                read.append(self._one(draft, column, value, word))
            except Refused as refusal:
                message = f"{refusal.message.removesuffix('.')}, so it is left out."
                where = draft.column(column.name)
                yield warning(draft.row.place, message, refusal.hint, column=where, value=word)
        if read:
            draft.values[column.name] = tuple(read) if column.many else read[0]

    def _one(self, draft: Draft, column: Column, value: Value, word: str) -> Any:
        """What a field makes of a word.

        Raises:
            Refused: it is none of what the field holds.
        """
        if column.name == "fee":
            draft.price = price(word)
            if draft.price is None:
                raise Refused(f"{quoted(word)} is not a price.", HINT)
            word = draft.price.amount
        try:
            return value_of(column._replace(many=False), word, self._short)
        except Refused as refusal:
            if column.type is date:
                raise Refused(refusal.message, date_hint(value)) from None
            raise

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

    def finish(self, draft: Draft) -> Iterator[Entry | Problem]:
        """The record where nothing is open; otherwise it waits, and others may already name it."""
        if draft.own:
            labels = [draft.values.get("label"), *draft.values.get("alternative_labels", ())]
            self._index.called(draft.kind, draft.own, [label for label in labels if isinstance(label, str)])
        if draft.refers:
            self._settling.wait(draft)
        else:
            yield from self._builder.built(draft)

    def settle(self) -> Iterator[Entry | Problem]:
        """The records that waited, their references settled."""
        yield from self._settling.settled()


def _speaks_of(template: Template, row: Row) -> bool:
    """Whether a row says anything of a record: where all its cells are empty, there is none, and no doubt about it."""
    taken = [column for value in (*template.fields.values(), *template.extra.values()) for column in value.columns]
    return not taken or any(row.get(column) not in (None, "", []) for column in taken)
