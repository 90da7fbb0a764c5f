"""Frameworks and competencies of CTDL-ASN, how competencies stand below each other, and their alignments."""

from collections import deque
from collections.abc import Iterator

from kmgraph.model import Collection, Competency, Framework, Mapping, Role, iri
from kmgraph.vocabulary import CompetencyType, Kind
from kmgraph.wording import quoted
from loaders.ctdl.reading import Found, Reading
from loaders.ctdl.terms import CITATION, COLLECTION, COMPETENCY, FRAMEWORK, LICENCES, MATCHES, PLACED, ROLE
from loaders.linked import CEASN, CETERMS, Node, short

LONGEST = 120
"""Characters of a label; a longer statement is shortened there, and stands whole in the definition."""
TYPES = {
    "knowledge": CompetencyType.KNOWLEDGE,
    "skill": CompetencyType.SKILL,
    "skills": CompetencyType.SKILL,
    "attitude": CompetencyType.ATTITUDE,
    "attitudes": CompetencyType.ATTITUDE,
}
CHILD, TOP_CHILD = CEASN + "hasChild", CEASN + "hasTopChild"
NAMES = (CEASN + "name", CETERMS + "name")
TEXTS = (CEASN + "description", CETERMS + "description")


def frameworks(reading: Reading) -> Found:
    """The frameworks of a document."""
    for node in reading.graph.of(*FRAMEWORK):
        publishers = CEASN + "publisherName", CEASN + "publisher"
        webpage = next((each for each in node.iris(CETERMS + "subjectWebpage")), None)
        fields = reading.labels(node, *NAMES) | {
            "definition": next(filter(None, map(node.text, TEXTS)), None),
            "publisher": node.text(publishers[0]) or publisher(reading, node),
            "url": webpage or next(iter(node.iris(CEASN + "source")), None),
        }
        url = (CETERMS + "subjectWebpage",) if webpage else (CEASN + "source",)
        taken = reading.only(node, *NAMES, *TEXTS, publishers[0]) | one_link(node, *url) | PLACED
        if node.iri == reading.chief:
            taken |= reading.only(node, *LICENCES, CITATION) | one_link(node, *LICENCES)
        fields |= {"extra": _outside(reading, node, TOP_CHILD)}
        yield from reading.entry(Framework, node, taken=taken | {CETERMS + "alternateName"}, fields=fields)
        yield from _told_outside(reading, node, TOP_CHILD)


def _outside(reading: Reading, node: Node, name: str) -> dict[str, list[dict[str, str]]]:
    """The children that this document does not describe, as they are kept beside the record."""
    inside = {one.iri for one in reading.graph.under(node, name) if not one.types.isdisjoint(COMPETENCY)}
    found = [{"@id": each} for each in node.iris(name) if each not in inside]
    return {short(name): found} if found else {}


def _told_outside(reading: Reading, node: Node, name: str) -> Found:
    for found in _outside(reading, node, name).values():
        message = f"{quoted(node.iri, 120)} has {len(found):,} below it that this document does not describe as"
        message += " competencies, so they are only kept beside it."
        hint = "Load what describes them: there ceasn:isChildOf says that they stand below it."
        yield reading.warn(node, name, message, hint, found[0]["@id"])


def publisher(reading: Reading, node: Node) -> str | None:
    """What the organisation is called that publishes, owns or offers a thing, where the document describes it."""
    names = CEASN + "publisher", CETERMS + "ownedBy", CETERMS + "offeredBy"
    found = (body.text(CETERMS + "name") for name in names for body in reading.graph.under(node, name))
    return next(filter(None, found), None)


def one_link(node: Node, *names: str) -> set[str]:
    """Those of these properties that say no more than one address."""
    return {name for name in names if len(node.properties.get(name, ())) == 1 == len(node.iris(name))}


def competencies(reading: Reading) -> Found:
    """The competencies of a document, and their alignments to others."""
    where = _frameworks_of(reading)
    above = _above(reading)
    for node in reading.graph.of(*COMPETENCY):
        yield from _joined_to_itself(reading, node)
        if node.iri not in where:
            yield from _homeless(reading, node)
        yield from _competency(reading, node, where.get(node.iri) or _own_framework(reading)["id"], above)
        for name, match in MATCHES.items():
            for other in (each for each in node.iris(name) if each != node.iri):
                subject, target = reading.name(node, Competency), reading.target(other, Competency)
                yield from reading.edge(Mapping, node, subject=subject, object=target, match=match)


def _joined_to_itself(reading: Reading, node: Node) -> Found:
    for name in (*MATCHES, CEASN + "isChildOf", CHILD):
        if node.iri in node.iris(name):
            message = f"{quoted(node.iri, 120)} is joined to itself by {short(name)}, which is left out."
            yield reading.warn(node, name, message, "Delete it.")


def _homeless(reading: Reading, node: Node) -> Found:
    fields = _own_framework(reading)
    if fields["id"] not in reading.said:
        reading.said.add(fields["id"])
        yield from reading.made(Framework, node, fields)
    message = f"Nothing says to which framework {quoted(node.iri, 120)} belongs, so it is put into one made for such."
    yield reading.warn(node, CEASN + "isPartOf", message, "Add ceasn:isPartOf with the IRI of its framework.")


def _competency(reading: Reading, node: Node, framework: str, above: dict[str, list[str]]) -> Found:
    statement = node.text(CEASN + "competencyText")
    fields = reading.labels(node, CEASN + "competencyLabel", CEASN + "competencyText", *NAMES)
    label = shortened(fields["label"]) if fields["label"] == statement and statement else fields["label"]
    category = (node.text(CEASN + "competencyCategory") or "").casefold()
    codes = CEASN + "codedNotation", CETERMS + "codedNotation"
    fields |= {
        "label": label,
        "definition": next(filter(None, (statement if statement != label else None, *map(node.text, TEXTS))), None),
        "notation": next(filter(None, map(node.text, codes)), None),
        "type": TYPES.get(category),
        "framework": framework,
        "broader": tuple(reading.target(other, Competency) for other in above.get(node.iri, ())),
    }
    said = {fields["label"], fields["definition"], statement}
    taken = {name for name in (CEASN + "competencyLabel", *NAMES, *TEXTS) if node.text(name) in said}
    taken = reading.only(node, *taken, CEASN + "competencyText", *codes) | set(MATCHES) | PLACED
    if len(homes := node.iris(CEASN + "isPartOf")) > 1:
        taken -= {CEASN + "isPartOf"}
        message = f"{quoted(node.iri, 120)} is part of {len(homes)} frameworks: it is put into the first."
        yield reading.warn(node, CEASN + "isPartOf", message, "The others are kept beside it.", homes[1])
    fields |= {"extra": _outside(reading, node, CHILD)}
    yield from reading.entry(Competency, node, taken=taken | {CETERMS + "alternateName"}, fields=fields)
    yield from _told_outside(reading, node, CHILD)


def shortened(text: str) -> str:
    """A label made of a statement: the whole of it, or as many words as a label should have."""
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _own_framework(reading: Reading) -> dict[str, str]:
    label = "Competencies that belong to no framework"
    return {"id": iri(Kind.FRAMEWORK, reading.short, "without-framework"), "label": label}


def _above(reading: Reading) -> dict[str, list[str]]:
    """The broader competencies of each, whichever of the two says so."""
    found: dict[str, dict[str, None]] = {}
    known = {node.iri for node in reading.graph.of(*FRAMEWORK)}
    for node in reading.graph.of(*COMPETENCY):
        for other in node.iris(CEASN + "isChildOf"):
            if other not in known and other != node.iri:  # a child of its framework is a top one
                found.setdefault(node.iri, {})[other] = None
        for child in node.iris(CEASN + "hasChild"):
            if child != node.iri:
                found.setdefault(child, {})[node.iri] = None
    return {one: list(others) for one, others in found.items()}


def _frameworks_of(reading: Reading) -> dict[str, str]:
    """The framework of each competency: as it says itself, or as those above it do."""
    stated: dict[str, str] = {}
    below: dict[str, list[str]] = {}
    bodies = [node.iri for node in reading.graph.of(*FRAMEWORK)]
    for node in reading.graph.of(*COMPETENCY):
        for name in (CEASN + "isPartOf", CEASN + "isTopChildOf", CEASN + "isChildOf"):
            for other in node.iris(name):
                if name != CEASN + "isChildOf" or other in bodies:
                    stated.setdefault(node.iri, reading.target(other, Framework))
        for child in node.iris(CEASN + "hasChild"):
            below.setdefault(node.iri, []).append(child)
        for parent in node.iris(CEASN + "isChildOf"):
            below.setdefault(parent, []).append(node.iri)
    for framework in reading.graph.of(*FRAMEWORK):
        for child in framework.iris(CEASN + "hasTopChild"):
            stated.setdefault(child, reading.name(framework, Framework))
    return dict(_inherited(stated, below))


def _inherited(stated: dict[str, str], below: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    waiting = deque(stated.items())
    known = dict(stated)
    while waiting:
        one, framework = waiting.popleft()
        yield one, framework
        for child in below.get(one, ()):
            if child not in known:
                known[child] = framework
                waiting.append((child, framework))


def collections(reading: Reading) -> Found:
    """The collections of a document, with those members that are competencies or roles in it."""
    for node in reading.graph.of(*COLLECTION):
        members: dict[str, list[str]] = {"members": [], "roles": []}
        for member in reading.graph.under(node, CETERMS + "hasMember"):
            if not member.types.isdisjoint(ROLE):
                members["roles"].append(reading.name(member, Role))
            elif not member.types.isdisjoint(COMPETENCY):
                members["members"].append(reading.name(member, Competency))
        fields = reading.labels(node, *NAMES) | {"definition": next(filter(None, map(node.text, TEXTS)), None)}
        fields |= {name: tuple(iris) for name, iris in members.items()}
        whole = sum(map(len, members.values())) == len(node.properties.get(CETERMS + "hasMember", ()))
        taken = reading.only(node, *NAMES, *TEXTS) | ({CETERMS + "hasMember"} if whole else set())
        yield from reading.entry(Collection, node, taken=taken | {CETERMS + "alternateName"}, fields=fields)
        if not whole:
            message = "Not all members of this collection are competencies or roles of this document; the others are"
            message += " kept beside it."
            hint = f"Load what describes them, or take them out of {short(CETERMS + 'hasMember')}."
            yield reading.warn(node, CETERMS + "hasMember", message, hint)
