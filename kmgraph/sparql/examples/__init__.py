"""Questions that researchers ask of the graph, as files: each says in its first lines what it answers.

A line `VALUES ?role { <...> }` names what the question is about; `Example.about` puts another IRI there.
"""

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import NamedTuple

from kmgraph.errors import UsageError
from kmgraph.wording import listed, quoted

_GIVEN = re.compile(r"VALUES \?(\w+) \{ (<[^<>\s]+>) \}")
_IRI = re.compile(r"[^\x00-\x20<>\"{}|\\^`]+")


class Example(NamedTuple):
    """A question under a name."""

    name: str
    title: str
    """What it answers, in a line."""
    notes: str
    """What is to be known beside, or an empty text."""
    query: str

    @property
    def given(self) -> Mapping[str, str]:
        """What the question is about: the IRI by the name of the variable."""
        return {name: iri[1:-1] for name, iri in _GIVEN.findall(self.query)}

    def check(self, names: Iterable[str]) -> None:
        """Sees that the question can be about what is named.

        Raises:
            UsageError: it has no such variable.
        """
        for name in names:
            if name not in self.given:
                can = f"It takes {listed(list(self.given), 'and')}." if self.given else "It takes nothing."
                raise UsageError(f"The example {quoted(self.name)} takes no {quoted(name)}. {can}")

    def about(self, given: Mapping[str, str]) -> str:
        """The query about other things, named by their IRIs.

        Raises:
            UsageError: the question has no such variable, or a name is no IRI.
        """
        self.check(given)
        for iri in given.values():
            if not _IRI.fullmatch(iri):
                raise UsageError(f"{quoted(iri, 200)} is no IRI.")
        return _GIVEN.sub(lambda found: f"VALUES ?{found[1]} {{ <{given.get(found[1], found[2][1:-1])}> }}", self.query)


def examples() -> dict[str, Example]:
    """All of them by name, in the order of their names."""
    found = sorted(files(__name__).iterdir(), key=lambda one: one.name)
    return {
        example.name: example
        for example in (
            _read(one.name[:-3], one.read_text(encoding="utf-8")) for one in found if one.name[-3:] == ".rq"
        )
    }


def example(name: str) -> Example:
    """The example of this name.

    Raises:
        UsageError: there is none.
    """
    known = examples()
    if name not in known:
        raise UsageError(f"There is no example {quoted(name)}. Choose {listed(list(known))}.")
    return known[name]


def _read(name: str, text: str) -> Example:
    """An example from its file; comments before the first line of the query say what it is."""
    lines = text.splitlines()
    said = [line[1:].strip() for line in lines[: next(n for n, line in enumerate(lines) if not line.startswith("#"))]]
    return Example(name, said[0], " ".join(said[1:]), text)
