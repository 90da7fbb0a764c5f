"""Tables and sentences of plain text on a terminal, whatever they tell of."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kmgraph.cli.output import out, visible


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
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", ratio=None if number else 1)
    count = 0
    for row in rows:
        table.add_row(*(_text("" if cell is None else cell) for cell in row))
        count += 1
    here = console()
    if count:
        here.print(table)
    else:
        here.print(_text(f"{title}: none."))
    here.print()


def say(text: str) -> None:
    """Prints a sentence as it is."""
    console().print(_text(text))
