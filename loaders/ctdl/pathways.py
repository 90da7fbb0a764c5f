"""Pathways of CTDL: what their components stand for, and what each asks for first.

A pathway, and each component that is no job and no competency, is a course of the graph: something to be done. A
component that stands for something (`proxyFor`) is that thing; where the document describes it, the component has
no record of its own, and what it says is kept beside it.
"""

from kmgraph.model import Competency, Course, Record, Role
from loaders.ctdl.conditions import all_of
from loaders.ctdl.provision import course, named_by_pathway
from loaders.ctdl.reading import STANDS_FOR, Found, Reading
from loaders.ctdl.requirements import CONDITIONS, FIRST, Asked
from loaders.ctdl.roles import role
from loaders.ctdl.terms import COMPETENCY_COMPONENT, COMPONENTS, JOB_COMPONENT, PATHWAY
from loaders.linked import CETERMS, Node

DESTINATION = CETERMS + "hasDestinationComponent"
FORMERLY = CETERMS + "sourceData"
"""What named the thing that a component stands for before `proxyFor` did."""
ORDER = (CETERMS + "precedes", CETERMS + "precededBy")


def stand_ins(reading: Reading) -> None:
    """Notes what each component stands for; a thing that the document does not describe has its first one as record."""
    things: dict[str, list[Node]] = {}
    for node in reading.graph.of(*COMPONENTS):
        stated = node.iris(STANDS_FOR) or node.iris(FORMERLY)
        if len(stated) == 1 and stated[0] != node.iri:
            things.setdefault(stated[0], []).append(node)
    for thing, nodes in things.items():
        reading.alias |= {node.iri: thing for node in nodes}
        described = thing in reading.graph.nodes and bool(reading.graph.nodes[thing].types)
        reading.beside[thing if described else nodes[0].iri] = nodes if described else nodes[1:]


def pathways(reading: Reading, asked: Asked) -> Found:
    """The pathways and components of a document, and what each asks for first."""
    besides = {node.iri for nodes in reading.beside.values() for node in nodes}
    for node in reading.graph.of(*COMPONENTS):
        kind = _kind(node)
        if node.iri not in besides:
            yield from _record(reading, node, kind)
        formula = asked.of_component(node)
        name = FIRST if node.properties.get(FIRST) and not node.properties.get(CONDITIONS) else CONDITIONS
        yield from asked.records(node, name, reading.target(node.iri, kind), kind, formula)
        yield from _order(reading, node)
    for node in reading.graph.of(*PATHWAY):
        ends = [asked.literal(each) for each in node.iris(DESTINATION)]
        formula = all_of([end for end in ends if not isinstance(end, str) or end.startswith("Course ")])
        yield from asked.records(node, DESTINATION, reading.name(node, Course), Course, formula)


def _kind(node: Node) -> type[Record]:
    if JOB_COMPONENT in node.types:
        return Role
    return Competency if COMPETENCY_COMPONENT in node.types else Course


def _record(reading: Reading, node: Node, kind: type[Record]) -> Found:
    name = reading.target(node.iri, kind)
    if kind is Role:
        yield from role(reading, node, name)
    elif kind is Course:
        yield from course(reading, node, name)
    elif node.iri not in reading.alias:
        yield from named_by_pathway(reading, node)


def _order(reading: Reading, node: Node) -> Found:
    for name in ORDER:
        if node.properties.get(name):
            message = "The order of components is a suggestion, not a prerequisite: it is kept beside them."
            yield from reading.once(
                node, name, message, "What must come first is said with ceterms:hasCondition.", quiet=True
            )
