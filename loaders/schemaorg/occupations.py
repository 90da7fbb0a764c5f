"""Occupations as roles, with the skills that they ask for."""

from collections.abc import Iterator

from kmgraph.errors import Problem
from kmgraph.load import Entry
from kmgraph.model import Requirement, Role, keyed_iri
from kmgraph.vocabulary import Importance, Kind
from loaders.linked import SCHEMA, Node
from loaders.schemaorg.reading import Reading
from loaders.schemaorg.skills import Skills
from loaders.schemaorg.terms import CATEGORY, OCCUPATION, SKILLS

CODE_VALUE = SCHEMA + "codeValue"
GROUNDS = "schema.org lists it under skills"


def occupations(reading: Reading, skills: Skills) -> Iterator[Entry | Problem]:
    """All occupations with what they ask for."""
    for node in list(reading.graph.of(OCCUPATION)):
        notation = _notation(reading, node)
        fields = reading.described(node, Role, (SKILLS, *((CATEGORY,) if _plain(node) else ())), text="summary")
        if fields is None:
            continue
        if node.blank:
            fields["id"] = reading.named(Kind.ROLE, str(fields["label"]))
        entry = reading.made(Role, reading.place(node), fields | {"notation": notation})
        yield entry
        if isinstance(entry, Entry):
            yield from _needs(reading, skills, node, entry.record.id)


def _needs(reading: Reading, skills: Skills, node: Node, role: str) -> Iterator[Entry | Problem]:
    told: set[str] = set()
    for said in node.properties.get(SKILLS, ()):
        competency = skills.id_of(said, node)
        if competency and competency not in told:
            told.add(competency)
            ends = {"role": role, "competency": competency}
            named = {"id": keyed_iri(Kind.REQUIREMENT, reading.short, ends), **ends}
            said_there = {"importance": Importance.ESSENTIAL, "grounds": GROUNDS} | skills.beside(competency)
            yield reading.made(Requirement, reading.place(node), named | said_there)


def _notation(reading: Reading, node: Node) -> str | None:
    """The code of the occupation: plain, or as a thing with a value; the first where there are several."""
    codes = [text for one in reading.graph.under(node, CATEGORY) for text in one.texts(CODE_VALUE)]
    return next(iter([*codes, *node.texts(CATEGORY)]), None)


def _plain(node: Node) -> bool:
    return node.texts(CATEGORY) != [] and len(node.properties[CATEGORY]) == 1
