"""Scales of proficiency and their levels, for which CTDL has no term: written in our own, and read again."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from kmgraph.model import Framework, Level, Record, Scale, Teaches
from kmgraph.store.base import Assertion, Reader
from kmgraph.vocabulary import CLASSES, PROPERTIES, SKOS, TERMS, Kind, Status
from loaders.ctdl.reading import Found, Reading
from loaders.linked import Node

R = TypeVar("R", bound=Record)

SCALE, LEVEL = CLASSES[Kind.SCALE], CLASSES[Kind.LEVEL]
LABEL, OTHERS, TEXT = (PROPERTIES[name] for name in ("label", "alternative_labels", "definition"))
ORDER, ON_SCALE = PROPERTIES["order"], PROPERTIES["scale"]


def nodes_of(reader: Reader, framework: Framework, teaches: Iterable[Teaches], by: str) -> Iterator[dict[str, Any]]:
    """The scale of a framework, those of the levels to which courses teach, and all levels of these scales."""
    named = sorted({one.level for one in teaches if one.level})
    taught = _chosen(Level, reader.assertions([Kind.LEVEL], named) if named else [], by)
    wanted = sorted({one.scale for one in taught} | ({framework.scale} if framework.scale else set()))
    if not wanted:
        return
    for scale in _chosen(Scale, reader.assertions([Kind.SCALE], wanted), by):
        yield _node(scale, SCALE)
    for level in sorted(
        _chosen(Level, reader.referring(wanted, [Kind.LEVEL]), by), key=lambda one: (one.scale, one.order)
    ):
        yield _node(level, LEVEL) | {_short(ON_SCALE): {"@id": level.scale}, _short(ORDER): level.order}


def _chosen(kind: type[R], said: Iterable[Assertion], by: str) -> list[R]:
    """One record for each IRI, that of the source `by` where it has one."""
    found: dict[str, R] = {}
    for one in sorted(said, key=lambda one: (one.source != by, one.source)):
        if isinstance(one.record, kind):
            found.setdefault(one.record.id, one.record)
    return [found[iri] for iri in sorted(found)]


def _node(record: Scale | Level, term: str) -> dict[str, Any]:
    def worded(text: str | None) -> dict[str, str] | None:
        return {"@language": record.language, "@value": text} if text else None

    status = None if record.status is Status.SOURCED else record.status.value
    stated = {
        LABEL: worded(record.label),
        OTHERS: [worded(text) for text in record.alternative_labels],
        TEXT: worded(record.definition),
        PROPERTIES["status"]: status,
    }
    said = {_short(name): value for name, value in stated.items() if value}
    return {"@id": record.id, "@type": _short(term), **said}


def _short(term: str) -> str:
    return term.replace(TERMS, "kmgraph:").replace(SKOS, "skos:")


def scales(reading: Reading) -> Found:
    """The scales and levels of a document that was written here."""
    for node in reading.graph.of(SCALE):
        yield from reading.entry(Scale, node, taken={LABEL, OTHERS, TEXT}, fields=_fields(reading, node))
    for node in reading.graph.of(LEVEL):
        order = next((value.value for value in node.values(ORDER)), None)
        scale = next((reading.target(each, Scale) for each in node.iris(ON_SCALE)), None)
        fields = _fields(reading, node) | {"order": order, "scale": scale}
        yield from reading.entry(Level, node, taken={LABEL, OTHERS, TEXT, ORDER, ON_SCALE}, fields=fields)


def _fields(reading: Reading, node: Node) -> dict[str, Any]:
    others = tuple(node.texts(OTHERS)) or None
    return reading.labels(node, LABEL) | {"alternative_labels": others, "definition": node.text(TEXT)}
