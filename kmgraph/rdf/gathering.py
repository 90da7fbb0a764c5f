"""The records of an RDF file, each put together from all that is said of it, and what in the file is no record.

A file is read twice. The first reading finds out which things are described in several places, so that the second
holds only those in memory, and hands over all others as soon as they end: exports describe each thing in one place.
What follows from records is passed over: plain statements beside edges, and the description of the data set.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode

from kmgraph.errors import Place, Problem, error, note, warning
from kmgraph.model import RECORDS, Record, slug_of
from kmgraph.rdf.mapping import BEARS, NEEDS, direct
from kmgraph.rdf.reading import BY_NAME, KINDS, TYPE, Said, kinds_of, read
from kmgraph.rdf.statements import NOWHERE, statements
from kmgraph.rdf.values import short, shown
from kmgraph.vocabulary import BASE, CLASSES, PROPERTIES, SCHEMA, SD, SKOS, STATED_BY, Kind, Match
from kmgraph.wording import did_you_mean, quoted

DIRECT = frozenset(
    {
        *NEEDS.values(),
        *BEARS.values(),
        *(SCHEMA + name for name in ("teaches", "competencyRequired", "coursePrerequisites", "hasCourseInstance")),
        *(f"{SKOS}{match}Match" for match in Match),
    }
)
"""Properties of the plain statements that follow from edges."""
DESCRIPTIONS = (f"{BASE}dataset/", f"{BASE}software/", f"{BASE}answer/")
"""How the IRIs begin of what an export says of itself."""
APART = 200_000
"""Statements that may belong to no record, or stand apart from others on the same thing; some 500 bytes each."""
MOST = 500_000
"""Statements on one thing."""
PLAIN = 2_000_000
"""Plain statements that are held against the edges from which they should follow."""
SORTS = 200
"""Sorts of what is left out that are told one by one."""
LICENCES = frozenset({"accessRights", "licence", "license", "rights", "usageInfo"})
"""What properties are called elsewhere that say under which terms something may be used."""
SORTING = "Check that it is the right file; if it is, sort it by subject (LC_ALL=C sort does that for N-Triples)."


class Found(NamedTuple):
    """A record, the source that asserts it, and where it stands."""

    source: str
    record: Record
    place: Place


Thing = tuple[str, str | None]
"""The IRI or blank name of what is described, and the named graph in which that stands."""


def gathered(path: Path) -> Iterator[Found | Problem]:
    """The records of a file as they come, and what is wrong with it; nothing comes after what makes it unreadable."""
    scan = _Scan(path)
    if problem := scan.problem():
        yield problem
        return
    yield from _Gathering(path, scan.scattered).found()


def _grouped(path: Path) -> Iterator[dict[Thing, list[Said]] | Problem]:
    """What is said of one thing in one place, by the graph in which it stands."""
    current, group, held = None, dict[Thing, list[Said]](), 0
    for found in statements(path, marking=True):
        if isinstance(found, Problem):
            yield found
            return
        quad, line = found
        said = Said(quad.predicate.value, quad.object, line)
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode | BlankNode) else None
        if quad.subject != current:
            if said.predicate in DIRECT:  # which JSON-LD states in the midst of the edge from which it follows
                yield {(shown(quad.subject), graph): [said]}
                continue
            if group:
                yield group
            current, group, held = quad.subject, {}, 0
            name = current.value if isinstance(current, NamedNode) else str(current)
        group.setdefault((name, graph), []).append(said)
        held += 1
        if held > MOST:
            message = f"There are more than {MOST:,} statements on {quoted(name, 200)}."
            yield error(Place(str(path), line), message, "Check that it is the right file.")
            return
    if group:
        yield group


class _Scan:
    """The first reading: which things are described in several places."""

    def __init__(self, path: Path):
        self.path = path
        self.scattered: set[int] = set()
        """Their hashes."""

    def problem(self) -> Problem | None:
        """Reads the file; what keeps it from being read any further."""
        seen: set[int] = set()
        loose = 0
        for group in _grouped(self.path):
            if isinstance(group, Problem):
                return group
            for thing, said in group.items():
                own = [one for one in said if one.predicate not in DIRECT]
                if not own:
                    continue
                (self.scattered if hash(thing) in seen else seen).add(hash(thing))
                if not any(one.predicate == TYPE and shown(one.value) in KINDS for one in own):
                    loose += len(own)
                if loose > APART:
                    return _apart(Place(str(self.path), own[-1].line))
        return None


def _apart(place: Place) -> Problem:
    message = f"More than {APART:,} statements belong to no record of kmgraph, or stand apart from its other ones."
    return error(place, message, SORTING)


class _Sort:
    """Statements or things of one sort that are left out: how many, and the first of them."""

    def __init__(self, line: int, value: str):
        self.line, self.value, self.count = line, value, 0


class _Gathering:
    """The second reading: records."""

    def __init__(self, path: Path, scattered: set[int]):
        self.path, self.file = path, str(path)
        self.scattered = scattered
        self.parts: dict[Thing, list[Said]] = {}
        self.plain: dict[int, tuple[int, str]] = {}
        """Plain statements, by their hashes: the line, and what is said."""
        self.follows: set[int] = set()
        self.sorts: dict[tuple[str, str], _Sort] = {}
        self.shared = _Sort(0, "")

    def found(self) -> Iterator[Found | Problem]:
        """All records and problems."""
        apart = 0
        for group in _grouped(self.path):
            if isinstance(group, Problem):
                yield group
                return
            for thing, said in group.items():
                own = self._without_plain(thing, said)
                if own and hash(thing) in self.scattered:
                    self.parts.setdefault(thing, []).extend(own)
                    apart += len(own)
                    if apart > APART:
                        yield _apart(Place(self.file, own[-1].line))
                        return
                elif own:
                    yield from self._thing(thing, own)
        for thing, said in self.parts.items():
            once = {(one.predicate, one.value): one for one in reversed(said)}
            yield from self._thing(thing, list(reversed(once.values())))
        yield from self._told()

    def _without_plain(self, thing: Thing, said: list[Said]) -> list[Said]:
        own = [one for one in said if one.predicate not in DIRECT]
        for one in said if len(own) < len(said) and len(self.plain) < PLAIN else ():
            if one.predicate in DIRECT:
                value = shown(one.value)
                key = hash((thing[0], one.predicate, value))
                self.plain.setdefault(key, (one.line, f"{slug_of(thing[0])} {short(one.predicate)} {slug_of(value)}"))
        return own

    def _thing(self, thing: Thing, said: list[Said]) -> Iterator[Found | Problem]:
        iri, _ = thing
        place = Place(self.file, said[0].line)
        kinds = kinds_of(said)
        if not kinds:
            self._stray(iri, said)
        elif iri.startswith(NOWHERE):
            hint = "Write the whole IRI, or declare a @base in the context."
            yield error(place, f"{quoted(iri.removeprefix(NOWHERE))} is no whole IRI.", hint, column="@id")
        elif iri.startswith("_:"):
            yield error(place, f"A {kinds[0]} has no IRI here.", "Give it one: a record is known by its IRI.")
        elif len(kinds) > 1:
            message = f"{quoted(iri, 200)} is both a {kinds[0]} and a {kinds[1]}."
            yield error(place, message, "Delete one of the two classes.", column=short(TYPE), value=iri)
        else:
            yield from self._record(kinds[0], iri, said, place)

    def _record(self, kind: Kind, iri: str, said: list[Said], place: Place) -> Iterator[Found | Problem]:
        record, sources, problems, left = read(kind, iri, said, self.file)
        if kind is Kind.SOURCE and not any(one.predicate == STATED_BY for one in said):
            sources = (iri,)  # which states itself: nothing is derived from itself
        yield from problems
        for one in left:
            self._leave("part", one.why, one.said.line, shown(one.said.value), slug_of(one.said.predicate), kind)
        if not sources and not any(one.predicate == STATED_BY for one in said):
            message = f"Nothing says which source asserts the {kind} {quoted(iri, 200)}."
            yield error(place, message, f"State it with {short(STATED_BY)}.", column=short(STATED_BY))
        if record is None or not sources:
            return
        if len(sources) > 1:
            self.shared.count += 1
            self.shared.line = self.shared.line or place.line or 0
            self.shared.value = self.shared.value or iri
        known = {name: value for name, value in record.__dict__.items() if value is not None}
        if RECORDS[kind].key and (follows := direct(kind, iri, known)):
            self.follows.add(hash(follows))
        for source in sources:
            yield Found(source, record, place)

    def _stray(self, iri: str, said: list[Said]) -> None:
        """What is no record: passed over where it describes the data set or a named graph, else left out."""
        classes = [shown(one.value) for one in said if one.predicate == TYPE]
        if not iri.startswith(DESCRIPTIONS) and SD + "Graph" not in classes:
            what = f"of the class {short(classes[0])}" if classes else "without a class"
            self._leave("thing", what, said[0].line, iri, slug_of(classes[0]) if classes else "")

    def _leave(self, what: str, why: str, line: int, value: str, name: str, kind: Kind | None = None) -> None:
        key = (what, f"{why}\0{name}\0{kind or ''}")
        if len(self.sorts) >= SORTS and key not in self.sorts:
            key = ("more", "\0\0")
        self.sorts.setdefault(key, _Sort(line, value)).count += 1

    def _told(self) -> Iterator[Problem]:
        """What was left out, once a sort."""
        for (what, key), sort in self.sorts.items():
            why, name, kind = key.split("\0")
            place = Place(self.file, sort.line)
            if what == "thing":
                yield self._strays(place, why, name, sort)
            elif what == "part":
                times = f" ({sort.count:,} times)" if sort.count > 1 else ""
                names = [*BY_NAME[Kind(kind)], *(slug_of(one.predicate) for one in BY_NAME[Kind(kind)].values())]
                near = did_you_mean(name, dict.fromkeys(names)) if name not in names else ""
                hint = near or "Look whether it is needed: kmgraph has no place for it."
                if kind == Kind.SOURCE and name in LICENCES and not why.startswith("the language"):
                    hint = f"State it with {short(PROPERTIES['licence'])}: without it the source seems to have none."
                    yield error(place, f"There is no place for {why}{times}.", hint, value=sort.value)
                    continue
                yield warning(place, f"There is no place for {why}{times}; it is left out.", hint, value=sort.value)
            else:
                yield warning(place, f"And {sort.count:,} more of other sorts are left out.", "Look at the file.")
        yield from self._unfollowed()
        if self.shared.count:
            message = f"{self.shared.count:,} records are asserted by several sources and stand here once, merged."
            place = Place(self.file, self.shared.line)
            yield note(place, f"{message} Each source is taken to say all of it.", value=self.shared.value)

    def _strays(self, place: Place, why: str, name: str, sort: _Sort) -> Problem:
        near = did_you_mean(name, CLASSES) if name not in CLASSES else f"That class is {CLASSES[Kind(name)]}."
        hint = near or "Nothing is to be done, unless they should be records: then give them a class of kmgraph."
        things = "1 thing is no record" if sort.count == 1 else f"{sort.count:,} things are no records"
        message = f"{things} of kmgraph, being {why}, and left out."
        return warning(place, message, hint, value=sort.value)

    def _unfollowed(self) -> Iterator[Problem]:
        """Plain statements that follow from no edge, which would be lost."""
        lost = [said for key, said in self.plain.items() if key not in self.follows]
        if lost:
            line, first = min(lost)
            many = "1 plain statement follows" if len(lost) == 1 else f"{len(lost):,} plain statements follow"
            message = f"{many} from no record, and what follows from none is left out: {quoted(first, 120)}."
            hint = "Describe each as a record, such as a Requirement, or delete it."
            yield warning(Place(self.file, line), message, hint)
