"""Collections of concepts, with those inside them."""

from collections.abc import Iterator

from kmgraph.errors import Problem
from kmgraph.load import Entry
from kmgraph.model import Collection
from kmgraph.vocabulary import Kind
from loaders.foreign import Sort, entry
from loaders.skos.graph import Node
from loaders.skos.labels import labels
from loaders.skos.terms import MEMBER, MEMBERS
from loaders.skos.world import World

NEITHER = Sort("A collection holds members that are no competencies or roles, which are left out: {}.",
               "Nothing is to be done, unless they should be concepts.", MEMBER, quiet=True)  # fmt: skip


def collections(world: World) -> Iterator[Entry | Problem]:
    """The collections that have a name; one inside another brings its members into that."""
    for iri in world.sorts.of(Kind.COLLECTION):
        node = world.graph.get(iri)
        said = labels(world.graph, node, world.main, world.notes) if node else None
        if node is None or said is None or not (record_id := world.id_of(iri)):
            continue
        inside = list(_inside(world, node))
        kinds = world.sorts.kinds
        if any(kinds.get(one, Kind.COMPETENCY) not in (Kind.COMPETENCY, Kind.ROLE) for one in inside):
            world.notes.add(NEITHER, node.place, said.label)
        fields = {
            "id": record_id,
            "label": said.label,
            "alternative_labels": said.alternative,
            "hidden_labels": said.hidden,
            "language": said.language,
            "definition": said.definition,
            "members": world.ids(inside, Kind.COMPETENCY, others=True),
            "roles": world.ids(inside, Kind.ROLE),
            "extra": world.extra(node, (MEMBER, MEMBERS), said.used),
        }
        yield entry(Collection, node.place, fields)


def _inside(world: World, node: Node) -> Iterator[str]:
    """The members in their order, those of collections within in their place."""
    waiting, seen = [node.iri], set[str]()
    while waiting:
        here = waiting.pop()
        inner = world.graph.get(here)
        if inner and world.sorts.kinds.get(here) is Kind.COLLECTION:
            if here not in seen:
                seen.add(here)
                lists = [one for head in inner.things(MEMBERS) for one in world.graph.listed(head)]
                waiting += reversed(list(dict.fromkeys([*lists, *inner.things(MEMBER)])))
        else:
            yield here
