"""Courses and programmes, and what they teach and expect."""

from collections.abc import Iterator

from kmgraph.errors import Problem
from kmgraph.load import Entry
from kmgraph.model import Course, Expects, Prerequisite, Teaches, keyed_iri
from kmgraph.vocabulary import Kind, Provision
from loaders.foreign import CODE, Sort
from loaders.linked import SCHEMA, Link, Node
from loaders.schemaorg.amounts import availability, fee, length, mode, offers_of
from loaders.schemaorg.providers import provider_of
from loaders.schemaorg.reading import Reading
from loaders.schemaorg.runs import runs_of
from loaders.schemaorg.skills import Skills
from loaders.schemaorg.terms import (
    ACCESS,
    ALIGNED,
    AUDIENCE,
    COURSE,
    FREE,
    INSTANCE,
    INSTANCES,
    LANGUAGES,
    MODE,
    NAME,
    NEEDS,
    OFFERS,
    OTHER_NAME,
    PREREQUISITES,
    PROGRAMMES,
    PROVIDERS,
    TEACHES,
    TIMES,
)

TITLES = (*[SCHEMA + name for name in ("audienceType", "educationalRole")], NAME)
ALIGNMENT_TYPE = SCHEMA + "alignmentType"

SOLE = Sort("A run of a course stands alone; it is loaded as a course with one run: {}.",
            "Nothing is lost.", "schema:hasCourseInstance", quiet=True)  # fmt: skip
IN_WORDS = Sort("Prerequisites in words are kept in extra, since no course or skill can be told from them: {}.",
                "Name the course or the skill itself.", "schema:coursePrerequisites")  # fmt: skip
TONGUE = Sort("A language is no code, so it is kept in extra: {}.", "Write a code such as en.", "schema:inLanguage")


def courses(reading: Reading, skills: Skills) -> Iterator[Entry | Problem]:
    """All courses and programmes with what hangs on them, then the runs that stand alone."""
    given: set[str] = set()
    found = list(reading.graph.of(COURSE, *PROGRAMMES))
    inside = {run for node in found for run in node.iris(INSTANCES)}
    alone = [node for node in reading.graph.of(INSTANCE) if node.iri not in inside and node not in found]
    for node in [*found, *alone]:
        if node in alone:
            reading.notes.add(SOLE, reading.place(node), node.text(NAME) or node.iri)
        runs = [node] if node in alone else reading.graph.under(node, INSTANCES)
        yield from _course(reading, skills, node, runs, given)


def _course(
    reading: Reading, skills: Skills, node: Node, runs: list[Node], given: set[str]
) -> Iterator[Entry | Problem]:
    provider = provider_of(reading, node)
    price, all_said = fee(reading, node)
    prerequisites, in_words = _prerequisites(reading, node)
    tongues, unknown = _languages(reading, [node, *runs])
    modes = {mode(reading, run) for run in runs} if runs else {mode(reading, node)}
    only = modes.pop() if len(modes) == 1 else None
    long, all_long = length(reading, [node, *runs])
    told = [ACCESS, TEACHES, NEEDS, INSTANCES, *PROVIDERS]
    if price:
        told += [FREE, *((OFFERS,) if all_said and _only_price(reading, node) else ())]
        reading.used.update(one.iri for one in offers_of(reading, node))
    told += [*(TIMES if all_long else ()), *(() if in_words else PREREQUISITES), *(() if unknown else LANGUAGES)]
    told += [MODE] if only else []
    fields = reading.described(node, Course, told, text="summary")
    if fields is None:
        return
    fields["extra"] |= provider.left
    fields |= price | long
    fields |= {
        "type": Provision.PROGRAMME if not node.types.isdisjoint(PROGRAMMES) else Provision.COURSE,
        "provider": provider.id,
        "mode": only,
        "audience": _audience(reading, node),
        "availability": availability(reading, node),
        "languages": tongues,
        "access": tuple(node.texts(ACCESS)),
    }
    if provider.entry and provider.entry.record.id not in given:
        given.add(provider.entry.record.id)
        yield provider.entry
    fields = {name: value for name, value in fields.items() if value is not None}
    entry = reading.made(Course, reading.place(node), fields)
    yield entry
    if isinstance(entry, Entry):
        yield from runs_of(reading, node, runs, entry.record.id)
        yield from _joined(reading, skills, node, entry.record.id)
        for need in prerequisites:
            ends = {"course": entry.record.id, "requires": need}
            named = {"id": keyed_iri(Kind.PREREQUISITE, reading.short, ends), **ends}
            yield reading.made(Prerequisite, reading.place(node), named)


def _only_price(reading: Reading, node: Node) -> bool:
    plain = {SCHEMA + name for name in ("price", "priceCurrency", "category")}
    return all(set(offer.properties) <= plain for offer in reading.graph.under(node, OFFERS))


def _audience(reading: Reading, node: Node) -> str | None:
    inner = [text for one in reading.graph.under(node, AUDIENCE) for name in TITLES for text in one.texts(name)[:1]]
    reading.used.update(one.iri for one in reading.graph.under(node, AUDIENCE))
    return "; ".join(dict.fromkeys([*node.texts(AUDIENCE), *inner])) or None


def _languages(reading: Reading, nodes: list[Node]) -> tuple[tuple[str, ...], bool]:
    """The codes of the languages in which something is given, and whether any is no code."""
    words = [text for node in nodes for name in LANGUAGES for text in node.texts(name)]
    for node in nodes:
        for inner in (one for name in LANGUAGES for one in reading.graph.under(node, name)):
            codes = [text for text in (*inner.texts(OTHER_NAME), *inner.texts(NAME)) if CODE.fullmatch(text)]
            words += codes[:1] or inner.texts(NAME)[:1]
            reading.used.add(inner.iri)
    known = [word for word in words if CODE.fullmatch(word)]
    for word in (word for word in words if word not in known):
        reading.notes.add(TONGUE, reading.place(nodes[0]), word)
    return tuple(dict.fromkeys(known)), len(known) < len(words)


def _prerequisites(reading: Reading, node: Node) -> tuple[list[str], bool]:
    """The ids of courses to do first, and whether anything is said that is no course and no skill."""
    courses: list[str] = []
    in_words = False
    for said in (said for name in PREREQUISITES for said in node.properties.get(name, ())):
        other = reading.graph.nodes.get(said.iri if isinstance(said, Link) else str(said.value))
        is_course = other is not None and not other.types.isdisjoint({COURSE, *PROGRAMMES})
        if other is not None and is_course and other is not node and other.text(NAME):
            courses.append(reading.id_of(other, Course))
        elif other is None or not _is_skill(other):
            in_words = True
            shown = said.iri if isinstance(said, Link) else str(said.value)
            reading.notes.add(IN_WORDS, reading.place(node), shown)
    return list(dict.fromkeys(courses)), in_words


def _is_skill(node: Node) -> bool:
    return not node.types.isdisjoint({SCHEMA + "DefinedTerm", SCHEMA + "AlignmentObject"})


def _joined(reading: Reading, skills: Skills, node: Node, course: str) -> Iterator[Entry | Problem]:
    """What a course teaches and expects."""
    graph = reading.graph
    taught = list(node.properties.get(TEACHES, ()))
    expected = list(node.properties.get(NEEDS, ()))
    for name in PREREQUISITES:
        links = [said for said in node.properties.get(name, ()) if isinstance(said, Link) and said.iri in graph.nodes]
        expected += [said for said in links if _is_skill(graph.nodes[said.iri])]
    for one in graph.under(node, ALIGNED):
        words = " ".join(one.texts(ALIGNMENT_TYPE)).lower()
        if words in ("teaches", "requires", "prerequisite"):
            (taught if words == "teaches" else expected).append(Link(one.iri))
    for kind, found in ((Teaches, taught), (Expects, expected)):
        told: set[str] = set()
        for said in found:
            competency = skills.id_of(said, node)
            if competency and competency not in told:
                told.add(competency)
                ends = {"course": course, "competency": competency}
                named = {"id": keyed_iri(kind.kind, reading.short, ends), **ends}
                yield reading.made(kind, reading.place(node), named | skills.beside(competency))
