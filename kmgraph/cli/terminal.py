"""Tables and sentences of plain text on a terminal, whatever they tell of."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kmgraph.cli.output import out, visible

BETWEEN = 3
"""Letters between two columns."""


def console() -> Console:
    """A console as wide as the terminal; 100 columns where there is none, so that tables stay readable in files.

    Raises:
        OutputError: standard output is closed.
    """
    plain = Console(file=out(), highlight=False)
    return plain if plain.is_terminal else Console(file=out(), highlight=False, width=100)


def _text(text: str) -> Text:
    return Text(visible(text))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    """Prints a table whose cells are plain text; an empty one says that there is nothing."""
    table = Table(title=_text(title), title_justify="left", title_style="bold", show_edge=False, pad_edge=False)
    cells = [[_text("" if cell is None else cell) for cell in row] for row in rows]
    here = console()
    least = _widths([[_text(column) for column in columns], *cells], here.width)
    for number, (column, width) in enumerate(zip(columns, least, strict=True)):
        table.add_column(column, overflow="fold", ratio=None if number else 1, width=width)
    for row in cells:
        table.add_row(*row)
    if cells:
        here.print(table)
    else:
        here.print(_text(f"{title}: none."))
    here.print()


def _widths(rows: Sequence[Sequence[Text]], room: int) -> list[int | None]:
    """The letters that each column takes of a line, no word broken, widest cut first; None where there is no room."""
    columns = [[cell.plain for cell in column] for column in zip(*rows, strict=True)]
    least = [max(cell_len(word) for word in ("", *" ".join(column).split())) for column in columns]
    widths = [
        min(room, max(cell_len(line) for cell in column for line in ("", *cell.splitlines()))) for column in columns
    ]
    room -= BETWEEN * (len(columns) - 1)
    if sum(least) > room:
        return [None] * len(columns)
    while sum(widths) > room:
        widest = max((place for place in range(len(widths)) if widths[place] > least[place]), key=widths.__getitem__)
        widths[widest] -= 1
    return [*widths]


def say(text: str) -> None:
    """Prints a sentence as it is."""
    console().print(_text(text))
