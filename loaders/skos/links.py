"""What joins concepts: matches across schemes, relations within, and what occupations need."""

from collections.abc import Iterator

from kmgraph.errors import Problem
from kmgraph.load import Entry
from kmgraph.model import Mapping, Relation, Requirement, RoleMapping, keyed_iri
from kmgraph.vocabulary import DCTERMS, SKOS, Association, Importance, Kind, Match
from loaders.foreign import ESCO_ROLES, Sort, entry
from loaders.skos.graph import Node
from loaders.skos.labels import name_of
from loaders.skos.terms import (
    ASSOCIATED,
    ASSOCIATES,
    ASSOCIATION,
    ESSENTIAL,
    ESSENTIAL_FOR,
    OPTIONAL,
    OPTIONAL_FOR,
    RELATED,
    TYPE,
)
from loaders.skos.world import World

MATCHES = {
    SKOS + "exactMatch": Match.EXACT,
    SKOS + "closeMatch": Match.CLOSE,
    SKOS + "broadMatch": Match.BROAD,
    SKOS + "narrowMatch": Match.NARROW,
    SKOS + "relatedMatch": Match.RELATED,
}
TURNED = {Match.BROAD: Match.NARROW, Match.NARROW: Match.BROAD}
"""What a match is when it is told from its other end; the others are the same both ways."""
EXCLUSIVE = {Match.EXACT, Match.BROAD, Match.NARROW, Match.RELATED}
NEEDS = {ESSENTIAL: Importance.ESSENTIAL, OPTIONAL: Importance.DESIRABLE}
ASSOCIATIONS = {Importance.ESSENTIAL: Association.ESSENTIAL, Importance.DESIRABLE: Association.OPTIONAL}

ITSELF = Sort("A concept is joined to itself; that is left out: {}.", "Delete it.")
NOTHING = Sort(
    "A concept is joined to something without an IRI or name; that is left out: {}.", "Give both ends an IRI."
)
UNLIKE = Sort("A competency, role or heading is joined to one of another sort; that is left out: {}.",
              "Join like with like.")  # fmt: skip
AT_ODDS = Sort("A concept matches another exactly and yet as broader, narrower or only related (SKOS, S46); "
               "none of that is loaded: {}.", "Decide which holds.", SKOS + "exactMatch")  # fmt: skip
ABOVE = Sort("A concept is related to what stands above or below it (SKOS, S27); only the latter is kept: {}.",
             "Delete one of the two.", RELATED)  # fmt: skip
TWO_WAYS = Sort("A skill is essential and optional at once, and loaded as essential: {}.",
                "Delete one of the two.", ESSENTIAL)  # fmt: skip


def links(world: World) -> Iterator[Entry | Problem]:
    """The records of all joins between concepts."""
    yield from _matches(world)
    yield from _relations(world)
    yield from _needs(world)


def _matches(world: World) -> Iterator[Entry | Problem]:
    found: dict[tuple[str, str], tuple[Node, list[Match]]] = {}
    for property, match in MATCHES.items():
        for node, other in world.graph.pairs(property):
            if not _sound(world, node, other):
                continue
            turned = (other, node.iri) in found
            pair, said = ((other, node.iri), TURNED.get(match, match)) if turned else ((node.iri, other), match)
            matches = found.setdefault(pair, (node, []))[1]
            if said not in matches:
                matches.append(said)
    for (subject, object_), (node, matches) in found.items():
        if Match.EXACT in matches and len(EXCLUSIVE.intersection(matches)) > 1:
            world.notes.add(AT_ODDS, node.place, name_of(world.graph, node) or node.iri)
            continue
        for match in matches:
            yield from _match(world, node, subject, object_, match)


def _match(world: World, node: Node, subject: str, other: str, match: Match) -> Iterator[Entry | Problem]:
    kinds = {_kind(world, subject), _kind(world, other)} - {None}
    ends = {"subject": world.id_of(subject), "object": world.id_of(other), "match": match}
    if len(kinds) > 1 or Kind.GROUP in kinds or Kind.COLLECTION in kinds or Kind.FRAMEWORK in kinds:
        world.notes.add(UNLIKE, node.place, name_of(world.graph, node) or node.iri)
        return
    if other not in world.sorts.kinds and (described := world.graph.get(other)):
        ends["object_label"] = name_of(world.graph, described)
    sort = RoleMapping if Kind.ROLE in kinds else Mapping
    yield entry(sort, node.place, {"id": keyed_iri(sort.kind, world.short, ends), **ends})


def _kind(world: World, thing: str) -> Kind | None:
    if thing in world.sorts.kinds:
        return world.sorts.kinds[thing]
    return Kind.ROLE if thing.startswith(ESCO_ROLES) else None


def _sound(world: World, node: Node, other: str) -> bool:
    """Whether both ends of a join can be told apart and called by a name."""
    name = name_of(world.graph, node) or node.iri
    if node.iri == other:
        world.notes.add(ITSELF, node.place, name)
        return False
    ends = [thing in world.sorts.kinds or world.foreign(thing) for thing in (node.iri, other)]
    if all(ends) and world.id_of(node.iri) and world.id_of(other):
        return True
    world.notes.add(NOTHING, node.place, name)
    return False


def _relations(world: World) -> Iterator[Entry | Problem]:
    told: set[frozenset[str]] = set()
    kinds = world.sorts.kinds
    for node, other in world.graph.pairs(RELATED):
        pair = frozenset((node.iri, other))
        if pair in told or kinds.get(node.iri) is not Kind.COMPETENCY or not _sound(world, node, other):
            continue
        told.add(pair)
        if kinds.get(other, Kind.COMPETENCY) is not Kind.COMPETENCY:
            world.notes.add(UNLIKE, node.place, name_of(world.graph, node) or node.iri)
        elif _over(world, node.iri, other) or _over(world, other, node.iri):
            world.notes.add(ABOVE, node.place, name_of(world.graph, node) or node.iri)
        else:
            yield _relation(world, node, node.iri, other, Association.RELATED)


def _over(world: World, below: str, above: str) -> bool:
    """Whether one concept stands above another, however far."""
    waiting, seen = [below], {below}
    while waiting:
        for over in world.sorts.above.get(waiting.pop(), ()):
            if over == above:
                return True
            if over not in seen:
                seen.add(over)
                waiting.append(over)
    return False


def _relation(world: World, node: Node, subject: str, other: str, sort: Association) -> Entry | Problem:
    ends = {"subject": world.id_of(subject), "object": world.id_of(other), "type": sort}
    return entry(Relation, node.place, {"id": keyed_iri(Kind.RELATION, world.short, ends), **ends})


def _needs(world: World) -> Iterator[Entry | Problem]:
    found: dict[tuple[str, str], tuple[Node, Importance]] = {}
    for node, who, what, importance in _said_needs(world):
        known = found.setdefault((who, what), (node, importance))
        if known[1] is not importance:
            world.notes.add(TWO_WAYS, node.place, what)
            found[who, what] = known[0], Importance.ESSENTIAL
    for (who, what), (node, importance) in found.items():
        kind = _kind(world, who)
        if who == what or not _has_ids(world, who, what):
            world.notes.add(ITSELF if who == what else NOTHING, node.place, who)
        elif world.sorts.kinds.get(what, Kind.COMPETENCY) is not Kind.COMPETENCY:
            world.notes.add(UNLIKE, node.place, who)
        elif kind is Kind.ROLE:
            ends = {"role": world.id_of(who), "competency": world.id_of(what)}
            named = {"id": keyed_iri(Kind.REQUIREMENT, world.short, ends), **ends}
            yield entry(Requirement, node.place, {**named, "importance": importance})
        elif kind in (None, Kind.COMPETENCY):
            yield _relation(world, node, who, what, ASSOCIATIONS[importance])
        else:
            world.notes.add(UNLIKE, node.place, who)


def _has_ids(world: World, *things: str) -> bool:
    return all((thing in world.sorts.kinds or world.foreign(thing)) and world.id_of(thing) for thing in things)


def _said_needs(world: World) -> Iterator[tuple[Node, str, str, Importance]]:
    """Who needs what, however it is said: straight, from the other end, or by a thing that joins the two."""
    for property, importance in NEEDS.items():
        for node, what in world.graph.pairs(property):
            yield node, node.iri, what, importance
    for property, importance in ((ESSENTIAL_FOR, Importance.ESSENTIAL), (OPTIONAL_FOR, Importance.DESIRABLE)):
        for node, who in world.graph.pairs(property):
            yield node, who, node.iri, importance
    for node, sort in world.graph.pairs(TYPE):
        words = " ".join(node.things(DCTERMS + "type")) if sort == ASSOCIATION else ""
        for who in node.things(ASSOCIATES) if "-skill" in words else ():
            for what in node.things(ASSOCIATED):
                yield node, who, what, Importance.ESSENTIAL if "essential-" in words else Importance.DESIRABLE
