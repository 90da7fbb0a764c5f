"""Occupations, jobs and work roles of CTDL as types of role, and what they ask for."""

from kmgraph.model import Requirement, Role
from kmgraph.vocabulary import Importance
from loaders.ctdl.competencies import NAMES, TEXTS
from loaders.ctdl.conditions import TooManyError, groups
from loaders.ctdl.reading import Found, Reading
from loaders.ctdl.requirements import Asked, asked_of
from loaders.ctdl.terms import ROLE
from loaders.linked import CEASN, CETERMS, Node

CODE = CETERMS + "codedNotation"
BROADER = CETERMS + "isSpecializationOf"
WISHED = CETERMS + "recommends"
EMBODIED = tuple(CEASN + name for name in ("abilityEmbodied", "knowledgeEmbodied", "skillEmbodied"))


def roles(reading: Reading, asked: Asked) -> Found:
    """The roles of a document and the competencies that they require or recommend."""
    for node in reading.graph.of(*ROLE):
        yield from role(reading, node)
        yield from asked_of(asked, node, reading.name(node, Role), Role)
        yield from wished(reading, asked, node)
        for name in EMBODIED:
            if node.properties.get(name):
                message = (
                    "A role embodies competencies, and nothing says that it requires them: they are kept beside it."
                )
                yield from reading.once(
                    node, name, message, "State those that it requires with ceterms:requires.", quiet=True
                )


def role(reading: Reading, node: Node, name: str | None = None) -> Found:
    """The role of a node, under another name where the node only stands for it."""
    fields = reading.labels(node, *NAMES) | {
        "summary": next(filter(None, map(node.text, TEXTS)), None),
        "notation": node.text(CODE),
        "broader": tuple(reading.target(each, Role) for each in node.iris(BROADER)),
    }
    taken = reading.only(node, *NAMES, *TEXTS, CODE) | {BROADER, CETERMS + "alternateName"}
    yield from reading.entry(Role, node, taken=taken, fields=fields, name=name)


def wished(reading: Reading, asked: Asked, node: Node) -> Found:
    """The competencies that a role recommends; recommended courses are kept."""
    formula = asked.of_profiles(node, WISHED)
    yield from asked.told()
    try:
        found = groups(formula)
    except TooManyError:
        return
    for literal in sorted(literal for group in found if len(group) == 1 for literal in group):
        sort, competency = literal.split(" ", 1)
        key = f"Role {reading.name(node, Role)} {[literal]}"
        if sort == "Competency" and key not in reading.said:
            reading.said.add(key)
            values = {"role": reading.name(node, Role), "competency": competency}
            yield from reading.edge(Requirement, node, **values, importance=Importance.DESIRABLE)
