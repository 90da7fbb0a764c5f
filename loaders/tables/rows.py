"""Rows to records: the header says which cell is which field, and every doubt says its row and column."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from kmgraph.errors import Place, Problem, error
from kmgraph.load import Entry
from kmgraph.model import RECORDS, keyed_iri
from kmgraph.sheets import WIDEST, Cell, Damage, Refused, Row, Sheet, check, hidden, name_of, tidy
from kmgraph.sheets.cells import LONGEST
from kmgraph.vocabulary import Kind
from kmgraph.wording import did_you_mean, listed, quoted
from loaders.tables.cells import plain, short_name, value_of
from loaders.tables.columns import EXTRA, Column, columns, table_named


def entries(sheet: Sheet, kind: Kind, source: str | None) -> Iterator[Entry | Problem]:
    """The records of a table; `source` is the short name of the data set, None in the table that names it."""
    table: Table | None = None
    silent = True
    for row in sheet.rows:
        if isinstance(row, Problem):
            silent = False
            yield row
        elif not any(tidy(cell) is not None for cell in row.cells):
            continue
        elif table is not None:
            yield from table.entries(row)
        else:
            table = Table(sheet, kind, source, row)
            yield from table.problems
            if not table.usable:
                return
    if table is None and silent:
        yield error(Place(sheet.source, 1), "The table is empty.", f"Write the header row: {_required(kind)}.")


def _required(kind: Kind) -> str:
    return ",".join(name for name, column in columns(kind).items() if column.required)


class Table:
    """A table whose header has been read; `problems` says what is wrong with the header."""

    def __init__(self, sheet: Sheet, kind: Kind, source: str | None, header: Row):
        self._kind = kind
        self._source = source
        self._place = Place(sheet.source, header.line)
        self._ragged = sheet.ragged
        self._names = [name_of(cell) for cell in header.cells[: WIDEST + 1]]
        self._hidden = {name for name in self._names if hidden(name)}
        self._columns = {at: column for at, name in enumerate(self._names) if (column := self._known(name))}
        fatal = [*self._too_wide()] or [*self._repeated(), *self._missing()]
        self.problems = [*([] if self._too_wide() else self._unknown()), *fatal]
        self.usable = not fatal
        """Whether its rows make sense under this header."""

    def _too_wide(self) -> list[Problem]:
        if len(self._names) <= WIDEST:
            return []
        message = f"The header has more than {WIDEST:,} columns."
        return [error(self._place, message, "Delete those that are no part of the table.")]

    def _known(self, name: str) -> Column | None:
        return columns(self._kind).get(table_named(name))

    def _unknown(self) -> Iterator[Problem]:
        for name in self._names:
            if name in self._hidden:
                code = hidden(name)
                message = f"The column {quoted(name)} holds the invisible character {code}."
                yield self._doubt(message, "Type its name anew.", name)
            elif name and not self._known(name) and not _is_extra(name):
                hint = did_you_mean(table_named(name), columns(self._kind))
                keep = f"Rename it to {quoted(EXTRA + table_named(name)[:40])} to keep it, or delete it."
                if table_named(name) == "id":
                    keep = f"Delete it: {listed(_key(self._kind), 'and')} tell these rows apart."
                yield self._doubt(f"The column {quoted(name)} is unknown.", f"{hint} {keep}".strip(), name)

    def _repeated(self) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        for name in filter(None, self._names):
            same = name if _is_extra(name) else table_named(name)
            if same in seen:
                yield self._doubt(f"The column {quoted(name)} stands twice.", "Rename or delete one of them.", name)
            seen[same] = name

    def _missing(self) -> Iterator[Problem]:
        present = {column.name for column in self._columns.values()}
        for column in columns(self._kind).values():
            if column.required and column.name not in present:
                yield self._doubt(
                    f"The column {quoted(column.name)} is missing.", f"Add it: {column.note}.", column.name
                )

    def _doubt(self, message: str, hint: str, column: str) -> Problem:
        return error(self._place, message, hint, column=column[:80])

    def entries(self, row: Row) -> Iterator[Entry | Problem]:
        """The record of a row, or all that keeps it from being one."""
        place = Place(self._place.source, row.line)
        if problem := self._wrong_width(row, place):
            yield problem
            return
        found = _Fields(self._kind, self._source or self._own_name(row), place, names_itself=self._source is None)
        for at, raw in enumerate(row.cells[: len(self._names)]):
            if self._names[at] in self._hidden:
                continue  # which the header was told of
            found.take(self._names[at], self._columns.get(at), raw, at)
        found.require(self._columns.values())
        yield from found.problems or found.record()

    def _own_name(self, row: Row) -> str:
        """The short name that a data set gives itself, whatever the order of its columns."""
        at = next(at for at, column in self._columns.items() if column.name == "id")
        return str(tidy(row.cells[at])) if at < len(row.cells) else ""

    def _wrong_width(self, row: Row, place: Place) -> Problem | None:
        wide = len(self._names)
        beyond = [tidy(cell) for cell in row.cells[wide:]]
        fewer = len(row.cells) < wide and not self._ragged
        if not fewer and not any(cell is not None for cell in beyond):
            return None
        hint = "Give it as many as the header, with quotation marks around text that holds a comma."
        return error(
            place,
            f"The row has {len(row.cells)} cells, but the header has {wide} columns.",
            "Name every column in the header row, or empty the cells to the right." if self._ragged else hint,
        )


def _key(kind: Kind) -> list[str]:
    return list(RECORDS[kind].key)


def _is_extra(name: str) -> bool:
    return name.casefold().startswith(EXTRA) and len(name) > len(EXTRA)


class _Fields:
    """Collects what the cells of one row say."""

    def __init__(self, kind: Kind, source: str, place: Place, *, names_itself: bool):
        self._kind = kind
        self._source = source
        self._place = place
        self._names_itself = names_itself
        self._values: dict[str, Any] = {}
        self._extra: dict[str, str | int | float] = {}
        self._written: dict[str, str] = {}
        self.problems: list[Problem] = []

    def take(self, name: str, column: Column | None, raw: object, at: int) -> None:
        """Reads a cell into its field."""
        cell = tidy(raw)
        if cell is None or (name and column is None and not _is_extra(name)):
            return
        self._written[column.name if column else name] = str(cell)
        try:
            check(raw if isinstance(raw, Damage) else cell)
            if not name:
                raise Refused(f"A column without a name holds {quoted(cell)}.", "Name it in the header row.")
            if column is None:
                self._extra[name[len(EXTRA) :]] = plain(cell)
            else:
                self._values[column.name] = self._value(column, cell)
        except Refused as refusal:
            self._refuse(name or str(at + 1), refusal.message, refusal.hint, str(cell))

    def _value(self, column: Column, cell: Cell) -> Any:
        if self._names_itself and column.name == "id":
            short_name(str(cell))
        return value_of(column, cell, self._source)

    def _refuse(self, column: str, message: str, hint: str, value: str | None = None) -> None:
        self.problems.append(error(self._place, message, hint, column=column, value=value and value[:LONGEST]))

    def require(self, present: Iterable[Column]) -> None:
        """Notes the required cells that are empty."""
        for column in present:
            if column.required and column.name not in self._written:
                self._refuse(
                    column.name,
                    f"The required cell {quoted(column.name)} is empty.",
                    f"Fill in: {column.note}.",
                )

    def record(self) -> Iterator[Entry | Problem]:
        """The record, or what its fields cannot be."""
        values = self._values | ({"extra": self._extra} if self._extra else {})
        if _key(self._kind):
            values["id"] = keyed_iri(self._kind, self._source, values)
        try:
            yield Entry(RECORDS[self._kind].model_validate(values), self._place)
        except ValidationError as failure:
            for found in failure.errors(include_url=False):
                self._refuse_field(str(found["loc"][0]), found)
            yield from self.problems

    def _refuse_field(self, name: str, found: Any) -> None:
        column = columns(self._kind).get(name)
        written = self._written.get(name, "")
        limits = found.get("ctx", {})
        if column and column.shape:
            self._refuse(name, f"{quoted(found['input'])} is not as expected.", f"Write {column.shape}.", written)
        elif "ge" in limits or "le" in limits:
            bound = f"at least {limits['ge']:,.12g}" if "ge" in limits else f"at most {limits['le']:,.12g}"
            self._refuse(name, f"{quoted(written)} is out of range.", f"Write a number of {bound}.", written)
        else:
            self._refuse(
                name,
                f"{quoted(written)} does not fit ({found['msg']}).",
                f"Write: {column and column.note}.",
                written,
            )
