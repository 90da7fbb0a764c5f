"""What a store holds of a framework, as one source states it."""

import re
from collections.abc import Collection
from typing import NamedTuple, TypeVar, cast

from kmgraph.errors import NotKnown
from kmgraph.graph import graph_of
from kmgraph.model import (
    Competency,
    Framework,
    Level,
    LevelDescription,
    Mapping,
    Record,
    Relation,
    Scale,
    Source,
    label_of,
)
from kmgraph.store.base import Assertion, Reader
from kmgraph.vocabulary import Kind, Status
from kmgraph.wording import quoted

R = TypeVar("R", bound=Record)

MODIFIED = ("modifiedDate", "dcterms:modified", "ceasn:dateModified", "schema:dateModified")
"""What other formats call the day on which something was last changed, as `extra` keeps it."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


class Held(NamedTuple):
    """A framework with all that a package can say of it; everything in the order of its IRIs."""

    framework: Framework
    source: Source
    competencies: list[Competency]
    edges: list[Mapping | Relation]
    """Those that begin at one of its competencies, as reviewers would have them; suggestions are not among them."""
    labels: dict[str, str]
    """What the competencies are called that edges lead to."""
    descriptions: list[LevelDescription]
    levels: dict[str, Level]
    scale: Scale | None
    since: str
    """The day that stands for everything of which nobody knows when it was last changed."""
    unwritten: list[str]
    """What a package has no place for, in words."""


def held(reader: Reader, framework: str) -> Held:
    """What the first source that describes a framework says of it; one that was a package comes before others.

    Raises:
        NotKnown: no source describes it.
    """
    said = reader.assertions([Kind.FRAMEWORK], [framework])
    if not said:
        raise NotKnown(f"No source in the store describes the framework {quoted(framework, 200)}.")
    first = min(said, key=lambda one: ("CFDocument" not in one.record.extra, one.source))
    by = first.source
    found = _own(Competency, reader.referring([framework], [Kind.COMPETENCY]), by)
    competencies = [one for one in found if one.framework == framework]
    inside = {one.id for one in competencies}
    around = reader.referring(inside, [Kind.MAPPING, Kind.RELATION, Kind.LEVEL_DESCRIPTION]) if inside else []
    edges = (
        _edges(reader, around, by, inside) if "CFDocument" not in first.record.extra else _stated(around, by, inside)
    )
    descriptions = [one for one in _own(LevelDescription, around, by) if one.competency in inside]
    levels, scale = _levels(reader, descriptions)
    sources = reader.assertions([Kind.SOURCE], [by])
    source = cast(Source, sources[0].record) if sources else Source(id=by, title=by)
    return Held(
        cast(Framework, first.record),
        source,
        competencies,
        edges,
        _labels(reader, {one.object for one in edges}),
        descriptions,
        levels,
        scale,
        _since(reader, first.record, source, competencies),
        _unwritten(reader, cast(Framework, first.record), competencies, levels),
    )


def _own(record_type: type[R], said: list[Assertion], source: str) -> list[R]:
    return [one.record for one in said if one.source == source and isinstance(one.record, record_type)]


def _stated(said: list[Assertion], source: str, inside: set[str]) -> list[Mapping | Relation]:
    """The edges as their source states them."""
    found: list[Mapping | Relation] = [*_own(Mapping, said, source), *_own(Relation, said, source)]
    return [one for one in found if one.subject in inside]


def _edges(reader: Reader, said: list[Assertion], source: str, inside: set[str]) -> list[Mapping | Relation]:
    """The edges as reviewers would have them, without what nobody has looked at but a machine."""
    graph = graph_of(0, [*said, *reader.assertions([Kind.REVIEW])])
    reviewed = [Assertion(by, one) for kind in (Mapping, Relation) for one, by in graph.stated(kind)]
    return [one for one in _stated(reviewed, source, inside) if one.status is not Status.SUGGESTED]


def _labels(reader: Reader, iris: set[str]) -> dict[str, str]:
    found = reader.assertions([Kind.COMPETENCY], iris) if iris else []
    return {one.record.id: label_of(one.record) for one in reversed(found)}


def _levels(reader: Reader, descriptions: list[LevelDescription]) -> tuple[dict[str, Level], Scale | None]:
    named = {one.level for one in descriptions}
    levels = {
        one.record.id: one.record
        for one in (reader.assertions([Kind.LEVEL], named) if named else ())
        if isinstance(one.record, Level)
    }
    scales = {one.scale for one in levels.values()}
    found = reader.assertions([Kind.SCALE], scales) if scales else []
    return levels, cast(Scale, found[0].record) if found else None


def changed_on(record: Record) -> str | None:
    """The day on which a record was last changed where it comes from, or last looked at; None where nobody says."""
    for name in MODIFIED:
        said = record.extra.get(name)
        first = said[0] if isinstance(said, list) and said else said
        text = first.get("@value") if isinstance(first, dict) else first
        if isinstance(text, str) and (day := DAY.match(text)):
            return day[0]
    return str(record.checked) if record.checked else None


def _since(reader: Reader, framework: Record, source: Source, competencies: list[Competency]) -> str:
    """The day for what has none of its own: that of the framework or its newest part; else when the store changed."""
    day = changed_on(framework) or (str(source.retrieved) if source.retrieved else None)
    day = day or max(filter(None, map(changed_on, competencies)), default=None)
    changed = reader.changed_at()
    return day or (str(changed.date()) if changed else "1970-01-01")


def _unwritten(
    reader: Reader, framework: Framework, competencies: list[Competency], told: Collection[str]
) -> list[str]:
    """What the graph knows of a framework and a package has no place for, in words; `told` are described levels."""
    groups = {group for one in competencies for group in one.groups}
    found = [_many(len(groups), "group", "of competencies")] if groups else []
    on_scale = reader.referring([framework.scale], [Kind.LEVEL]) if framework.scale else []
    if levels := {one.record.id for one in on_scale} - set(told):
        found.append(_many(len(levels), "level", "that no description refers to"))
    inside = {one.id for one in competencies}
    collections = reader.referring(inside, [Kind.COLLECTION]) if inside else []
    if collected := {one.record.id for one in collections}:
        found.append(_many(len(collected), "collection", "that competencies stand in"))
    return found


def _many(number: int, thing: str, what: str) -> str:
    return f"{number:,} {thing}{'s' if number > 1 else ''} {what}"
