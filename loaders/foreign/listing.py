"""The rows of tables that others publish, by column name: what is missing, new or misshapen is said."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.personal import ADDRESS
from kmgraph.sheets import INVISIBLE, WIDEST, Refused, Row, Sheet, check, name_of, tidy
from kmgraph.wording import did_you_mean, listed, quoted

LONG = 10_000
"""Characters of a row that is worth a closer look."""


class Line(NamedTuple):
    """A row: its filled cells by column name, blanks taken away, and where it stands."""

    place: Place
    cells: dict[str, str]

    def get(self, column: str) -> str | None:
        """What a cell says; None where it is empty, or the table lacks the column."""
        return self.cells.get(column)

    def parts(self, column: str, between: str = "\n") -> list[str]:
        """The values of a cell that holds several, each once."""
        words = (part.strip() for part in self.cells.get(column, "").split(between))
        return list(dict.fromkeys(filter(None, words)))


def lines(
    sheet: Sheet,
    needed: Collection[str],
    used: Collection[str] = (),
    ignored: Collection[str] = (),
    *,
    ragged: bool = False,
) -> Iterator[Line | Problem]:
    """The rows of a table that others publish.

    Args:
        sheet: the table.
        needed: columns without which it cannot be read.
        used: columns that are read where they are there.
        ignored: columns that are known, and left out on purpose.
        ragged: whether a row may end at its last filled cell.
    """
    names: list[str] | None = None
    empty = True
    for row in sheet.rows:
        if isinstance(row, Problem):
            empty = False
            yield row
        elif names is None:
            names = [name_of(cell) for cell in row.cells[: WIDEST + 1]]
            place = Place(sheet.source, row.line)
            fatal = list(_missing(place, names, needed))
            yield from fatal or _unknown(place, names, {*needed, *used, *ignored})
            if fatal:
                return
        elif any(row.cells):
            empty = False
            yield _line(sheet, names, row, ragged=ragged or sheet.ragged)
    if names is None:
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


def _line(sheet: Sheet, names: list[str], row: Row, *, ragged: bool) -> Line | Problem:
    place = Place(sheet.source, row.line)
    if len(row.cells) != len(names) and not (ragged and len(row.cells) < len(names)):
        message = f"The row has {len(row.cells)} cells, but the header has {len(names)} columns."
        return error(place, message, "Give it as many as the header, with quotation marks around text with commas.")
    if _all_plain(row.cells):
        return Line(place, dict(zip(names, row.cells, strict=False)))  # type: ignore[arg-type]
    cells = {}
    for name, raw in zip(names, row.cells, strict=False):
        if raw:
            try:
                if (text := _plain(raw)) is not None:
                    cells[name] = text
            except Refused as refusal:
                return error(place, refusal.message, refusal.hint, column=name, value=str(raw))
    return Line(place, cells)


def _all_plain(cells: tuple[object, ...]) -> bool:
    """Whether no cell of a row needs a look: all filled, in ASCII, printable, no formulas, no blanks around them."""
    try:  # a mark between the cells shows how they begin and end; where it stands in one of them, all get a look
        row = f"~{'~'.join(cells)}~"  # type: ignore[arg-type]
    except TypeError:
        return False
    if len(row) > LONG or "@" in row or not (row.isascii() and row.isprintable()):
        return False
    return "~~" not in row and "~ " not in row and " ~" not in row and "~=" not in row and "~#" not in row


def _plain(raw: object) -> str | None:
    """The text of a cell.

    Raises:
        Refused: it is no text to keep.
    """
    if isinstance(raw, str) and len(raw) < LONG and raw.isascii() and raw.isprintable() and "@" not in raw:
        first, last = raw[0], raw[-1]
        if first.isalnum() and last != " ":
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
