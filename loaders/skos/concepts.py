"""Concepts as competencies, roles and the headings above them."""

from collections.abc import Iterator
from typing import Any

from kmgraph.errors import Problem
from kmgraph.load import Entry
from kmgraph.model import Competency, Group, Role
from kmgraph.vocabulary import CompetencyType, Kind
from loaders.foreign import Sort, entry
from loaders.skos.graph import Node
from loaders.skos.labels import IN_FULL, TONGUES, Labels, labels, labels_of
from loaders.skos.links import MATCHES
from loaders.skos.schemes import Schemes
from loaders.skos.terms import (
    ADMS,
    BROADER,
    BROADER_TRANSITIVE,
    ESCO,
    ESSENTIAL,
    ESSENTIAL_FOR,
    IN_SCHEME,
    NARROWER,
    NARROWER_TRANSITIVE,
    NOTATION,
    OPTIONAL,
    OPTIONAL_FOR,
    OWL,
    PREFERRED,
    RELATED,
    SKILL_TYPE,
    TOP_OF,
    shortened,
)
from loaders.skos.world import World

TOLD = (
    BROADER, NARROWER, BROADER_TRANSITIVE, NARROWER_TRANSITIVE, TOP_OF, *IN_FULL.values(),
    ESSENTIAL, OPTIONAL, ESSENTIAL_FOR, OPTIONAL_FOR, ESCO + "hasAssociation", ESCO + "isAssociationFor",
)  # fmt: skip
"""What the records and their edges say whole."""
TYPES = {"skill": CompetencyType.SKILL, "knowledge": CompetencyType.KNOWLEDGE, "attitude": CompetencyType.ATTITUDE}
SAME_NAME = Sort(
    "Several concepts of one scheme have the same label: {}.",
    "Look whether they are meant to be one.",
    PREFERRED,
)
RETIRED = Sort("A concept is marked as deprecated, and loaded all the same: {}.", "Delete it if it should not be used.",
               "owl:deprecated")  # fmt: skip


def concepts(world: World, schemes: Schemes) -> Iterator[Entry | Problem]:
    """The records of all concepts that have a name."""
    seen: set[tuple[str, str]] = set()
    for iri, kind in world.sorts.kinds.items():
        node = world.graph.get(iri)
        if node is None or kind not in (Kind.COMPETENCY, Kind.ROLE, Kind.GROUP) or not (record_id := world.id_of(iri)):
            continue
        said = labels(world.graph, node, world.main, world.notes)
        if said is None:
            continue
        if _retired(node):
            world.notes.add(RETIRED, node.place, said.label)
        fields = {"id": record_id} | _named(world, node, said)
        if kind is Kind.COMPETENCY:
            framework = schemes.framework_of(node, said.label)
            if (framework, said.label.casefold()) in seen:
                world.notes.add(SAME_NAME, node.place, said.label)
            seen.add((framework, said.label.casefold()))
            yield _competency(world, schemes, node, said, fields | {"framework": framework})
        else:
            yield _other(world, node, said, fields, kind)


def _named(world: World, node: Node, said: Labels) -> dict[str, Any]:
    notations = [text.text.strip() for text in node.literals(NOTATION)]
    return {
        "label": said.label,
        "alternative_labels": said.alternative,
        "hidden_labels": said.hidden,
        "language": said.language,
        "notation": next(iter(notations), None),
        "groups": world.ids(world.sorts.above.get(node.iri, ()), Kind.GROUP),
    }


def _competency(world: World, schemes: Schemes, node: Node, said: Labels, fields: dict[str, Any]) -> Entry | Problem:
    above = world.ids(world.sorts.above.get(node.iri, ()), Kind.COMPETENCY, others=True)
    kinds = [thing.rstrip("/").rpartition("/")[2] for thing in node.things(SKILL_TYPE)]
    extra = _extra(world, node, said, (IN_SCHEME, RELATED, *MATCHES, SKILL_TYPE))
    if others := schemes.others(node):
        extra["skos:inScheme"] = [{"@id": scheme} for scheme in others]
    fields |= {
        "definition": said.definition,
        "broader": above,
        "type": next((TYPES[kind] for kind in kinds if kind in TYPES), None),
        "extra": extra,
    }
    return entry(Competency, node.place, fields)


def _other(world: World, node: Node, said: Labels, fields: dict[str, Any], kind: Kind) -> Entry | Problem:
    above = world.sorts.above.get(node.iri, ())
    fields |= {"extra": _extra(world, node, said, tuple(MATCHES) if kind is Kind.ROLE else ())}
    if kind is Kind.ROLE:
        return entry(Role, node.place, fields | {"summary": said.definition, "broader": world.ids(above, kind)})
    return entry(Group, node.place, fields | {"definition": said.definition, "broader": fields.pop("groups")})


def _extra(world: World, node: Node, said: Labels, told: tuple[str, ...]) -> dict[str, Any]:
    notations = node.literals(NOTATION)
    used = said.used | {(NOTATION, text) for text in notations[:1] if not text.datatype}
    return world.extra(node, (*TOLD, *told), used) | _tongues(world, node, said)


def _tongues(world: World, node: Node, said: Labels) -> dict[str, Any]:
    """The labels that are not told, mostly of other languages, by property."""
    left: dict[str, Any] = {}
    for name in IN_FULL:
        others = [text for text in labels_of(world.graph, node, name) if (name, text) not in said.used]
        for text in others:
            world.notes.add(TONGUES, node.place, text.text)
        if others:
            left[shortened(name)] = world.graph.plain(others)
    return left


def _retired(node: Node) -> bool:
    marks = [text.text.casefold() for text in node.literals(OWL + "deprecated", ADMS + "status")]
    return any(mark in ("true", "1", "deprecated", "obsolete") for mark in marks)
