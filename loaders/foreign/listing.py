"""The rows of tables that others publish, by column name: what is missing, new or misshapen is said."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.personal import ADDRESS
from kmgraph.sheets import INVISIBLE, WIDEST, Refused, Row, Sheet, check, name_of, tidy
from kmgraph.wording import did_you_mean, listed, quoted

LONG = 10_000
"""Characters of a cell that is worth a closer look."""
REPEATED = 50_000
"""Cells of a table that are remembered."""


class Line:
    """A row: its filled cells by column name, blanks taken away, and where it stands."""

    __slots__ = ("_columns", "_texts", "place")

    def __init__(self, place: Place, columns: Mapping[str, int], texts: Sequence[str | None]):
        self.place, self._columns, self._texts = place, columns, texts

    def __getitem__(self, column: str) -> str:
        text = self._texts[self._columns[column]]
        if text is None:
            raise KeyError(column)
        return text

    def get(self, column: str) -> str | None:
        """What a cell says; None where it is empty, or the table lacks the column."""
        at = self._columns.get(column)
        return None if at is None else self._texts[at]

    def parts(self, column: str, between: str = "\n") -> list[str]:
        """The values of a cell that holds several, each once."""
        words = (part.strip() for part in (self.get(column) or "").split(between))
        return list(dict.fromkeys(filter(None, words)))

    @property
    def cells(self) -> dict[str, str]:
        """All filled cells."""
        return {column: text for column in self._columns if (text := self.get(column)) is not None}


def lines(
    sheet: Sheet,
    needed: Collection[str],
    used: Collection[str] = (),
    ignored: Collection[str] = (),
    *,
    ragged: bool = False,
    filled: str | None = None,
) -> Iterator[Line | Problem]:
    """The rows of a table that others publish.

    Args:
        sheet: the table.
        needed: columns without which it cannot be read.
        used: columns that are read where they are there.
        ignored: columns that are known, and left out on purpose.
        ragged: whether a row may end at its last filled cell.
        filled: the remedy where a cell that is needed is empty; None where it may be.
    """
    columns: _Columns | None = None
    empty = True
    for row in sheet.rows:
        if isinstance(row, Problem):
            empty = False
            yield row
        elif columns is None:
            names = [name_of(cell) for cell in row.cells[: WIDEST + 1]]
            place = Place(sheet.source, row.line)
            fatal = list(_missing(place, names, needed))
            yield from fatal or _unknown(place, names, {*needed, *used, *ignored})
            if fatal:
                return
            columns = _Columns(
                sheet.source, names, needed if filled else (), filled or "", ragged=ragged or sheet.ragged
            )
        elif any(row.cells):
            empty = False
            yield columns.line(row)
    if columns is None:
        hint = f"It should begin with {listed(list(needed), 'and')}."
        yield error(Place(sheet.source, 1), "The table is empty.", hint)
    elif empty:
        yield error(Place(sheet.source), "The table has no row below its header.", "Give it as published.")


def _missing(place: Place, names: list[str], needed: Collection[str]) -> Iterator[Problem]:
    if len(names) > WIDEST:
        yield error(place, f"The header has more than {WIDEST:,} columns.", "Check that it is the right file.")
        return
    for name in needed:
        if name not in names:
            hint = did_you_mean(name, names) or "Check that it is the right file, as published."
            yield error(place, f"The column {quoted(name)} is missing.", hint, column=name)
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        yield error(
            place, f"The column {quoted(name)} stands twice.", "Rename or delete one of them.", column=name[:80]
        )


def _unknown(place: Place, names: list[str], known: Collection[str]) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            message = f"The column {quoted(name)} is new to this format, so it is left out."
            yield warning(place, message, "Nothing else is lost. Look whether it matters to you.", column=name[:80])


class _Columns:
    """The columns of a table, and how its rows are read."""

    def __init__(self, source: str, names: list[str], filled: Collection[str], hint: str, *, ragged: bool):
        self._source, self._names, self._ragged = source, names, ragged
        self._at = {name: at for at, name in enumerate(names)}
        self._filled, self._hint = {name: self._at[name] for name in filled}, hint
        self._texts = _Texts()

    def line(self, row: Row) -> Line | Problem:
        """What a row says; or why it cannot be taken."""
        place, cells, width = Place(self._source, row.line), row.cells, len(self._names)
        if len(cells) != width:
            if not self._ragged or len(cells) > width:
                message = f"The row has {len(cells)} cells, but the header has {width} columns."
                hint = "Give it as many as the header, with quotation marks around text with commas."
                return error(place, message, hint)
            cells += (None,) * (width - len(cells))
        try:
            texts = [*map(self._texts.__getitem__, cells)]
        except Refused:
            return self._refused(place, cells)
        if None in texts:
            for name, at in self._filled.items():
                if texts[at] is None:
                    return error(place, f"The cell {quoted(name)} is empty.", self._hint, column=name)
        return Line(place, self._at, texts)

    def _refused(self, place: Place, cells: tuple[object, ...]) -> Problem:
        for name, raw in zip(self._names, cells, strict=True):
            try:
                self._texts[raw]
            except Refused as refusal:
                return error(place, refusal.message, refusal.hint, column=name, value=str(raw))
        raise AssertionError("no cell of the row is refused")


class _Texts(dict[object, str | None]):
    """The texts of cells; one that stands in a table many times is looked at once."""

    def __missing__(self, raw: object) -> str | None:
        text = _plain(raw) if raw else None
        if isinstance(raw, str) and len(self) < REPEATED:
            self[raw] = text
        return text


def _plain(raw: object) -> str | None:
    """The text of a cell; None where it is empty.

    Raises:
        Refused: it is no text to keep.
    """
    if isinstance(raw, str) and len(raw) < LONG and raw.isascii() and "@" not in raw:
        first, last = raw[0], raw[-1]
        if first.isalnum() and last not in " \n" and raw.replace("\n", " ").isprintable():
            return raw
    cell = tidy(raw)
    if cell is None:
        return None
    if isinstance(cell, str):  # what points at a person, or cannot be seen, is left out where the record is kept
        seen = cell if cell.replace("\n", "").isprintable() else INVISIBLE.sub("", cell)
        check((ADDRESS.sub("", seen) if "@" in seen else seen) or None)
    else:
        check(cell)
    return str(cell)
