"""1EdTech CASE, versions 1.0 and 1.1: a JSON package in and out, with nothing of it lost.

The document becomes a framework and each item a competency. `isChildOf` says what is broader; associations that SKOS
has a word for become matches and relations. Everything else a package says is kept in `extra`, so that it goes out
again as it came, in the form of CASE 1.1.
"""

from collections.abc import Iterator
from pathlib import Path

from kmgraph.errors import Place, Problem
from kmgraph.load import Entry
from loaders.case.package import Package, package_of
from loaders.case.read import entries
from loaders.case.sound import unsound
from loaders.case.write import export
from loaders.foreign import json_of

__all__ = ["export", "load", "recognises"]

MARKS = (b'"CFDocument"', b'"CFItems"', b'"CFAssociations"', b'"CFPackage"', b'"CFDefinitions"')
HEAD = 65_536
"""Bytes in which one of the marks must stand."""


def recognises(path: Path) -> bool:
    """Whether a file begins as a CASE package does."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(HEAD)
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and any(mark in head for mark in MARKS)


def load(path: Path) -> Iterator[Entry | Problem]:
    """The records of a package, and every doubt about it."""
    said, place = json_of(path), Place(str(path))
    if isinstance(said, Problem):
        yield said
        return
    if problem := unsound(said, place):
        yield problem
        return
    package = package_of(said, place)
    del said  # the package holds its own copy
    yield from entries(package) if isinstance(package, Package) else package
