"""Folders of tables as others publish them: what their files are by their headers, and which nobody reads."""

from collections.abc import Collection, Iterator
from pathlib import Path

from kmgraph.errors import Place, Problem, warning
from kmgraph.sheets import Row, csv_sheet, name_of
from loaders.foreign.notes import some

PROSE = (".md", ".txt", ".pdf", ".json")
"""Files beside the tables of which nothing is said: explanations, and the same tables in JSON."""


def columns_of(path: Path) -> set[str]:
    """The columns of a CSV file; none where it is no such file."""
    header = next(csv_sheet(path).rows, None) if path.suffix.lower() == ".csv" and path.is_file() else None
    return {name_of(cell) for cell in header.cells} if isinstance(header, Row) else set()


def left_out(path: Path, known: Collection[str], hint: str) -> Iterator[Problem]:
    """The files of a folder that are neither known nor prose, told in one warning."""
    found = sorted(file.name for file in path.iterdir()) if path.is_dir() else []
    others = [name for name in found if name not in known and name[0] not in "._"]
    if others := [name for name in others if not name.lower().endswith(PROSE)]:
        yield warning(Place(str(path)), f"The folder also holds {some(others, 3)}, left out.", hint)
