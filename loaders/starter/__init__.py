"""The data set that comes with kmgraph: knowledge mobilisation, in tables."""

from collections.abc import Iterator
from pathlib import Path

from kmgraph.errors import Problem
from kmgraph.load import Entry
from loaders import tables

FOLDER = Path(__file__).parent
"""Where its tables are."""


def recognises(path: Path) -> bool:
    """Never: it is asked for by its name, and a copy of its folder is just tables."""
    return False


def load(path: Path = FOLDER) -> Iterator[Entry | Problem]:
    """The records of its tables."""
    return tables.load(path)
