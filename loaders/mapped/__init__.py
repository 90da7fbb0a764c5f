"""Any table, by a mapping file: YAML that says which column is which field of which record.

The path that is loaded is the mapping; it names its tables (CSV, XLSX, JSON). The language is described in
docs/mapping.md, and the folder `examples` holds mappings of real data.
"""

from collections.abc import Iterator
from pathlib import Path

from kmgraph.errors import Problem
from kmgraph.load import Entry
from loaders.mapped.loading import entries
from loaders.mapped.proposal import propose
from loaders.mapped.reading import plan_of

__all__ = ["load", "propose", "recognises"]

ENDINGS = (".yaml", ".yml")
LOOKED_AT = 100_000
"""Bytes in which a mapping names its parts."""


def recognises(path: Path) -> bool:
    """Whether a path is a YAML file that names a source and tables."""
    if path.suffix.lower() not in ENDINGS or not path.is_file():
        return False
    with path.open("rb") as file:
        lines = file.read(LOOKED_AT).splitlines()
    return all(any(line.startswith(part) for line in lines) for part in (b"source:", b"tables:"))


def load(path: Path) -> Iterator[Entry | Problem]:
    """The source, the records that the mapping makes of its tables, and every doubt about either."""
    plan = plan_of(path)
    if isinstance(plan, list):
        yield from plan
    else:
        yield from entries(plan)
