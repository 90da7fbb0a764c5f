"""The dated runs of courses: when, where and how; who teaches is not kept."""

from collections.abc import Iterator
from typing import Any

from kmgraph.errors import Problem
from kmgraph.load import Entry
from kmgraph.model import Offering, keyed_iri
from kmgraph.vocabulary import Kind, Mode
from loaders.foreign import Sort
from loaders.linked import SCHEMA, Node
from loaders.schemaorg.amounts import day, mode
from loaders.schemaorg.reading import Reading
from loaders.schemaorg.terms import ENDS, LANGUAGES, LOCATION, MODE, NAME, STARTS, TIMES

WHERE = [SCHEMA + name for name in ("addressLocality", "addressRegion", "addressCountry")]
ADDRESS = SCHEMA + "address"
AGAIN = Sort("Two runs of a course begin on the same day in the same place; the first is kept: {}.",
             "Delete one of them.", "schema:hasCourseInstance")  # fmt: skip


def runs_of(reading: Reading, node: Node, runs: list[Node], course: str) -> Iterator[Entry | Problem]:
    """The runs of a course, `course` being its id; what says nothing at all is none."""
    seen: set[str] = set()
    for run in runs:
        reading.used.add(run.iri)
        place, virtual = _where(reading, run)
        stated = mode(reading, run)
        told = [STARTS, ENDS, *TIMES, *LANGUAGES, *([MODE] if stated else [])]
        fields: dict[str, Any] = {
            "course": course,
            "starts": day(reading, run, STARTS),
            "ends_on": day(reading, run, ENDS),
            "place": place,
            "mode": stated or (Mode.ONLINE if virtual else None),
        }
        key = keyed_iri(Kind.OFFERING, reading.short, fields)
        if run is node:
            fields["extra"] = {}
        else:
            fields["extra"] = reading.extra(run, told if _sound(run, fields) else [MODE])
        if not any(value for name, value in fields.items() if name != "course"):
            continue
        if key in seen:
            reading.notes.add(AGAIN, reading.place(run), node.text(NAME) or node.iri)
        else:
            seen.add(key)
            yield reading.made(Offering, reading.place(run), {"id": key, **fields})


def _sound(run: Node, fields: dict[str, Any]) -> bool:
    """Whether the dates of a run could be read."""
    return bool(fields["starts"] or STARTS not in run.properties) and bool(
        fields["ends_on"] or ENDS not in run.properties
    )


def _where(reading: Reading, run: Node) -> tuple[str | None, bool]:
    """The place of a run in words, and whether it is no place on earth."""
    words = run.texts(LOCATION)
    virtual = False
    for place in reading.graph.under(run, LOCATION):
        if SCHEMA + "VirtualLocation" in place.types:
            virtual = True
            continue
        inner = [place, *reading.graph.under(place, ADDRESS)]
        named = [*place.texts(NAME)[:1], *place.texts(ADDRESS)[:1]]
        named += [text for name in WHERE for one in inner for text in one.texts(name)[:1]]
        words += [", ".join(dict.fromkeys(named))] if named else []
    return "; ".join(dict.fromkeys(words)) or None, virtual
