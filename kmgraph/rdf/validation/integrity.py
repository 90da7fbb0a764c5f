"""What SKOS asks of a graph as a whole, by the clauses of its reference, and what else confuses who reads a scheme.

    S9         a thing is a scheme or a concept, never both                            error
    S13        no label of a concept is of two sorts                                   error
    S14        a concept has at most one preferred label in a language                 error
    S27        what is related is not broader at the same time                         error
    S37        a collection is neither a concept nor a scheme                          error
    S46        an exact match is not also a broad, narrow or related one               error
    kinds      a thing is one kind of record                                           error
    relative   every name is a whole IRI, and every key of JSON-LD means something     error
    terms      words of our own namespace are words of the ontology                    error
    cycle      nothing is broader than itself                                          warning
    orphan     a concept is in a scheme                                                warning
    place      in a scheme with a hierarchy, a concept has a place in it               warning
    clash      two concepts of a scheme have two labels                                warning

The clauses: https://www.w3.org/TR/skos-reference/. All of it holds for any SKOS graph, our own records among them.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kmgraph.errors import Severity
from kmgraph.model import slug_of
from kmgraph.rdf.statements import NOWHERE
from kmgraph.rdf.validation.findings import Finding
from kmgraph.rdf.validation.shacl import CONTEXT, TYPE
from kmgraph.rdf.validation.stated import Node
from kmgraph.rdf.values import short
from kmgraph.vocabulary import CLASSES, SKOS, TERMS, Kind
from kmgraph.wording import did_you_mean, listed, quoted

LABELS = {"preferred": SKOS + "prefLabel", "alternative": SKOS + "altLabel", "hidden": SKOS + "hiddenLabel"}
CONCEPT, SCHEME, COLLECTION = SKOS + "Concept", SKOS + "ConceptScheme", SKOS + "Collection"
IN_SCHEME, TOP_OF, HAS_TOP = SKOS + "inScheme", SKOS + "topConceptOf", SKOS + "hasTopConcept"
UP = (SKOS + "broader", SKOS + "broaderTransitive", SKOS + "broadMatch")
DOWN = (SKOS + "narrower", SKOS + "narrowerTransitive", SKOS + "narrowMatch")
HIERARCHY = frozenset({*UP[:2], *DOWN[:2]})
APART = {SKOS + "broadMatch": "broad", SKOS + "narrowMatch": "narrow", SKOS + "relatedMatch": "related"}
UNSCHEMED = frozenset({CLASSES[Kind.ROLE], CLASSES[Kind.GROUP]})
"""Our kinds of concept that no scheme holds."""
STEPS = 6
"""How many things of a circle are named."""

Pairs = set[tuple[str, str]]


@dataclass
class Outline:
    """What has to be known of a whole graph before its nodes are looked at, or after: links, never texts."""

    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    """The classes of each thing; equal sets are one."""
    sets: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)
    context: Store = field(default_factory=Store)
    """What rules in SPARQL may ask of what a node leads to."""
    schemes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The schemes of each concept."""
    broader: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    related: Pairs = field(default_factory=set)
    exact: Pairs = field(default_factory=set)
    other: dict[tuple[str, str], str] = field(default_factory=dict)
    """What sort of match joins two concepts that is not exact."""
    top: set[str] = field(default_factory=set)
    placed: set[str] = field(default_factory=set)
    """What is in a collection or under a heading."""
    terms: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Words of our namespace: the first thing that is said with each, and by which property."""
    relative: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Names that are no whole IRIs, as `terms` has them."""
    concepts: set[str] = field(default_factory=set)
    """What must be a concept, since it is broader, narrower or related."""

    def note(self, node: Node) -> None:
        """Takes notice of what one place of a graph says of one thing."""
        name = node.name
        for path, values in node.said.items():
            if path.startswith(TERMS):
                self.terms.setdefault(path, (name, path))
            if path.startswith(NOWHERE) or name.startswith(NOWHERE):
                self.relative.setdefault(path if path.startswith(NOWHERE) else name, (name, path))
            if path in CONTEXT:
                self.context.extend(Quad(node.term, NamedNode(path), value) for value in values)
            take = TAKES.get(path)
            for value in values if take else ():
                if not isinstance(value, Literal) and take:
                    take(self, name, getattr(value, "value", str(value)), path)


def _typed(outline: Outline, one: str, other: str, path: str) -> None:
    classes = outline.classes.get(one, frozenset()) | {other}
    outline.classes[one] = outline.sets.setdefault(classes, classes)
    if other.startswith(TERMS):
        outline.terms.setdefault(other, (one, path))


def _in_scheme(outline: Outline, one: str, other: str, path: str) -> None:
    concept, scheme = (other, one) if path == HAS_TOP else (one, other)
    outline.schemes[concept].add(scheme)
    if path != IN_SCHEME:
        outline.top.add(concept)
        outline.concepts.add(concept)


def _up(outline: Outline, one: str, other: str, path: str) -> None:
    low, high = (one, other) if path in UP else (other, one)
    if path in HIERARCHY:
        outline.broader[low].add(high)
    outline.concepts |= {one, other}


def _related(outline: Outline, one: str, other: str, path: str) -> None:
    outline.related.add((min(one, other), max(one, other)))
    outline.concepts |= {one, other}


def _exact(outline: Outline, one: str, other: str, path: str) -> None:
    outline.exact.add((one, other))


def _match(outline: Outline, one: str, other: str, path: str) -> None:
    outline.other.setdefault((one, other), APART[path])


def _member(outline: Outline, one: str, other: str, path: str) -> None:
    outline.placed.add(other)


def _grouped(outline: Outline, one: str, other: str, path: str) -> None:
    outline.placed.add(one)


TAKES: dict[str, Callable[[Outline, str, str, str], None]] = {
    TYPE: _typed,
    **dict.fromkeys((IN_SCHEME, TOP_OF, HAS_TOP), _in_scheme),
    **dict.fromkeys(HIERARCHY, _up),
    SKOS + "related": _related,
    SKOS + "exactMatch": _exact,
    **dict.fromkeys(APART, _match),
    SKOS + "member": _member,
    TERMS + "groups": _grouped,
}
"""What an outline keeps of a statement, by its property."""


@dataclass
class Labels:
    """The checks of labels, node by node."""

    outline: Outline
    seen: dict[tuple[str, Literal], str] = field(default_factory=dict)
    """The first concept of a scheme that is called so."""

    def findings(self, node: Node) -> Iterator[Finding]:
        """What is wrong with the labels of a thing."""
        labels = {sort: [one for one in node.said.get(path, ()) if isinstance(one, Literal)]
                  for sort, path in LABELS.items()}  # fmt: skip
        if any(labels.values()):
            yield from _two_sorts(node, labels)
            yield from _two_preferred(node, labels["preferred"])
            yield from self._clashes(node, labels["preferred"])

    def _clashes(self, node: Node, preferred: Iterable[Literal]) -> Iterator[Finding]:
        for label in preferred:
            for scheme in self.outline.schemes.get(node.name, ()):
                first = self.seen.setdefault((scheme, label), node.name)
                if first != node.name:
                    yield _finding(
                        Severity.WARNING, "clash", node,
                        f"Another concept of the same scheme, {first}, is called {quoted(label.value)} too.",
                        "Make the labels tell them apart, or make one concept of both.",
                        LABELS["preferred"], label.value,
                    )  # fmt: skip


def _two_sorts(node: Node, labels: Mapping[str, list[Literal]]) -> Iterator[Finding]:
    for one, other in combinations(labels, 2):
        for label in labels[one]:
            if label in labels[other]:
                yield _finding(
                    Severity.ERROR, "S13", node,
                    f"{quoted(label.value)} is both {_article(one)} and {_article(other)} label.",
                    f"Delete the {other} one.",
                    LABELS[other], label.value,
                )  # fmt: skip


def _two_preferred(node: Node, preferred: Iterable[Literal]) -> Iterator[Finding]:
    by_language: dict[str, list[Literal]] = defaultdict(list)
    for label in preferred:
        by_language[label.language or ""].append(label)
    for language, labels in by_language.items():
        if len(set(labels)) > 1:
            which = f"in the language {quoted(language)}" if language else "without a language"
            yield _finding(
                Severity.ERROR, "S14", node,
                f"It has {len(labels)} preferred labels {which}: "
                f"{listed([quoted(one.value, 40) for one in labels[:3]], 'and')}.",
                "Keep one of them, and make the others alternative labels (skos:altLabel).",
                LABELS["preferred"], labels[-1].value,
            )  # fmt: skip


def checked(outline: Outline) -> Iterator[Finding]:
    """What is wrong with a graph as a whole."""
    for rule in RULES:
        yield from rule(outline)


def disjoint(outline: Outline) -> Iterator[Finding]:
    """S9 and S37: schemes, concepts and collections are different things."""
    schemes = {scheme for some in outline.schemes.values() for scheme in some}
    for iri in sorted(outline.concepts | schemes | outline.classes.keys()):
        classes = outline.classes.get(iri, ())
        concept, scheme = CONCEPT in classes or iri in outline.concepts, SCHEME in classes or iri in schemes
        if concept and scheme:
            message = "It is used both as a concept scheme and as a concept."
            yield _about(Severity.ERROR, "S9", iri, message, "Give the scheme an IRI of its own.")
        if COLLECTION in classes and (concept or scheme):
            message = f"It is both a collection and a concept{' scheme' if scheme else ''}."
            yield _about(Severity.ERROR, "S37", iri, message, "Give the collection an IRI of its own.")


def kinds(outline: Outline) -> Iterator[Finding]:
    """A thing is one kind of record."""
    for iri, classes in outline.classes.items():
        if len(ours := sorted(classes & KINDS)) > 1:
            names = listed([quoted(slug_of(one)) for one in ours], "and")
            message = f"It is of several kinds of record: {names}."
            yield _about(Severity.ERROR, "kinds", iri, message, "Leave one class, or give each an IRI of its own.")


def relative(outline: Outline) -> Iterator[Finding]:
    """Every name is a whole IRI: nobody could refer to another."""
    for word, (iri, path) in outline.relative.items():
        key = word == path
        what = "is a key without a meaning" if key else "is no whole IRI"
        hint = "Give it a meaning in the context." if key else "Write the whole IRI, or declare a base."
        message = f"{quoted(word.removeprefix(NOWHERE))} {what}."
        yield _about(Severity.ERROR, "relative", iri, message, hint, path, word.removeprefix(NOWHERE))


def terms(outline: Outline) -> Iterator[Finding]:
    """Words of our own namespace are words of the ontology."""
    known = _known() if outline.terms else set()
    for word, (iri, path) in outline.terms.items():
        if word not in known:
            alike = [slug_of(one) for one in known if slug_of(one)[:1].isupper() == (path == TYPE)]
            message = f"{short(word)} is no word of the ontology of kmgraph."
            hint = did_you_mean(slug_of(word), alike) or "Write one that it has, or one of a namespace of your own."
            yield _about(Severity.ERROR, "terms", iri, message, hint, path, word)


def _known() -> set[str]:
    from ontology import read

    quads = parse(read("kmgraph.ttl"), RdfFormat.TURTLE)
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    return {iri for iri in subjects if iri.startswith(TERMS)}


def cycles(outline: Outline) -> Iterator[Finding]:
    """Nothing is broader than itself; one finding for each set of concepts that lead to each other."""
    for circle in _circles(outline.broader):
        names = [quoted(slug_of(iri), 40) for iri in circle]
        path = names if len(names) <= STEPS else [*names[: STEPS - 1], f"{len(names) - STEPS + 1:,} more"]
        message = f"It is broader than itself: {' → '.join([*path, names[0]])}."
        yield _about(Severity.WARNING, "cycle", circle[0], message, "Take one of these links out.", UP[0])


def _circles(broader: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """A shortest circle of each set of things that lead to each other."""
    import networkx  # which takes its time, and few graphs need it

    yield from ([iri] for iri in sorted(broader) if iri in broader[iri])
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_edges_from((one, other) for one in sorted(broader) for other in sorted(broader[one]) if one != other)
    for group in sorted(map(sorted, networkx.strongly_connected_components(graph))):
        if len(group) > 1:
            part = graph.subgraph(group)
            back = min(part.predecessors(group[0]))
            yield networkx.shortest_path(part, group[0], back)


def related(outline: Outline) -> Iterator[Finding]:
    """S27: what is related is not broader at the same time, however far up."""
    above: tuple[str, set[str]] = ("", set())
    both = {pair for one, other in outline.related for pair in ((one, other), (other, one))}
    for low, high in sorted(both):
        if above[0] != low:
            above = low, _above(outline.broader, low)
        if high in above[1]:
            message = f"It is related to {high}, which is also broader than it."
            hint = "Keep one of the two links: broader, or related."
            yield _about(Severity.ERROR, "S27", low, message, hint, SKOS + "related", high)


def _above(broader: Mapping[str, set[str]], iri: str) -> set[str]:
    """All that is broader than a thing."""
    found: set[str] = set()
    ahead = deque([iri])
    while ahead:
        new = broader.get(ahead.popleft(), set()) - found
        found |= new
        ahead += new
    return found


def matches(outline: Outline) -> Iterator[Finding]:
    """S46: what matches exactly, through others too, does not match in another way."""
    group_of: dict[str, set[str]] = {}
    for one, other in outline.exact:
        group, others = group_of.setdefault(one, {one}), group_of.setdefault(other, {other})
        if group is not others:
            larger, smaller = (group, others) if len(group) >= len(others) else (others, group)
            larger |= smaller
            group_of |= dict.fromkeys(smaller, larger)
    for (one, other), sort in sorted(outline.other.items()):
        if other in group_of.get(one, ()):
            message = f"It matches {other} exactly and as a {sort} match, which cannot both be."
            yield _about(Severity.ERROR, "S46", one, message, "Keep one of the matches.", f"{SKOS}{sort}Match", other)


def places(outline: Outline) -> Iterator[Finding]:
    """A concept is in a scheme and, where the scheme has a hierarchy, has a place in it."""
    within = outline.broader.keys() | {high for some in outline.broader.values() for high in some}
    placed = within | outline.top | outline.placed
    ordered = {scheme for iri in within for scheme in outline.schemes.get(iri, ())}
    for iri, classes in outline.classes.items():
        if CONCEPT not in classes or classes & UNSCHEMED:
            continue
        if not (schemes := outline.schemes.get(iri)):
            hint = "Say which scheme it belongs to (skos:inScheme)."
            yield _about(Severity.WARNING, "orphan", iri, "This concept is in no scheme.", hint, IN_SCHEME)
        elif schemes & ordered and iri not in placed:
            message = "This concept has no place in its scheme: nothing is broader or narrower, nor is it at the top."
            hint = "Say what is broader (skos:broader), or that it stands at the top (skos:topConceptOf)."
            yield _about(Severity.WARNING, "place", iri, message, hint, UP[0])


KINDS = frozenset(CLASSES.values())
RULES: tuple[Callable[[Outline], Iterator[Finding]], ...] = (
    disjoint, related, matches, kinds, relative, terms, cycles, places,
)  # fmt: skip
"""The rules for a graph as a whole."""


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _finding(
    severity: Severity, rule: str, node: Node, message: str, hint: str, path: str, value: str
) -> Finding:  # fmt: skip
    return Finding(severity, rule, node.name, message, hint, path, value, node.graph)


def _about(
    severity: Severity, rule: str, iri: str, message: str, hint: str, path: str | None = None, value: str | None = None
) -> Finding:
    return Finding(severity, rule, iri, message, hint, path, value)
