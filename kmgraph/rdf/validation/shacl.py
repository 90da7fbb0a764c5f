"""SHACL as far as our shapes go, node by node: what takes a library milliseconds a record takes microseconds here.

A shape is compiled once into plain functions of a node. Rules in SPARQL are asked of some thousand nodes at a time,
together with what they lead to. A constraint that is not known here is refused, never passed over; tests hold the
findings against those of pySHACL and Apache Jena.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from typing import NamedTuple, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from kmgraph.errors import Severity
from kmgraph.rdf.validation.stated import Node
from kmgraph.rdf.values import Term
from kmgraph.vocabulary import RDF, SKOS, TERMS, XSD

SH = "http://www.w3.org/ns/shacl#"
TYPE = RDF + "type"
CONTEXT = frozenset({SKOS + "inScheme", TERMS + "scale", TERMS + "order", TERMS + "type"})
"""Properties of what a node leads to that rules in SPARQL may ask for."""
PORTION = 2_000
"""Nodes that a rule in SPARQL is asked of at a time."""
SEVERITIES = {SH + "Violation": Severity.ERROR, SH + "Warning": Severity.WARNING, SH + "Info": Severity.NOTE}
SAYS = frozenset({"name", "description", "message", "severity", "targetClass", "targetSubjectsOf"})
"""What a shape says that is no constraint."""


class Sort(Enum):
    """In which way a node is not as its shape asks."""

    MISSING = auto()
    MANY = auto()
    VALUE = auto()


class Around:
    """A node, and what is known of others: the classes of each thing, in any graph."""

    def __init__(self, node: Node, classes: Mapping[str, Iterable[str]]):
        self.node, self.classes = node, classes

    def said(self, term: Term, path: str) -> Sequence[Term]:
        """The values of a property; of another thing than the node only its classes are known."""
        if term == self.node.term:
            return self.node.said.get(path, ())
        if path != TYPE:
            raise NotImplementedError(f"A shape asks for {path} of what a node leads to.")
        return [NamedNode(one) for one in self.classes.get(term.value, ())] if isinstance(term, NamedNode) else []


Test = Callable[[Term, Around], bool]
"""Whether a term is as a shape asks."""


class Result(NamedTuple):
    """A place where a node is not as a shape asks."""

    sort: Sort
    value: Term | None = None
    number: int = 0


class Check(NamedTuple):
    """A compiled constraint on nodes, or on the values of one of their properties."""

    shape: str
    severity: Severity
    message: str
    name: str | None
    """What the property is called; None where the shape is written by hand."""
    path: str | None
    test: Callable[[Around], Iterator[Result]]


class Query(NamedTuple):
    """A rule in SPARQL: the pattern in which `?this` is bound, and what binds `?value`."""

    shape: str
    severity: Severity
    message: str
    target: str
    pattern: str


class Violation(NamedTuple):
    """That a node is not as a shape asks."""

    check: Check | Query
    node: Node
    result: Result


class Shapes:
    """Compiled shapes.

    Raises:
        ValueError: they ask for what cannot be checked here.
    """

    def __init__(self, text: str):
        self._said: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for quad in parse(text, RdfFormat.TURTLE):
            self._said[cast(Term, quad.subject)][quad.predicate.value].append(cast(Term, quad.object))
        self._tests: dict[Term, Test] = {}
        self.of_class: dict[str, list[Check]] = defaultdict(list)
        self.of_subjects: dict[str, list[Check]] = defaultdict(list)
        self.queries: list[Query] = []
        for shape in list(self._said):
            self._compile(shape)

    def violations(
        self, nodes: Iterable[Node], classes: Mapping[str, Iterable[str]], context: Store
    ) -> Iterator[Violation]:
        """Where nodes are not as the shapes ask.

        Args:
            nodes: each with all that its graph says of it.
            classes: of everything, by IRI.
            context: what is stated with the properties of `CONTEXT`, which the nodes are put beside.
        """
        portion = _Portion(self.queries, context)
        for node in nodes:
            around = Around(node, classes)
            for check in self._checks(node):
                for result in check.test(around):
                    yield Violation(check, node, result)
            yield from portion.add(node)
        yield from portion.flush()

    def _checks(self, node: Node) -> Iterator[Check]:
        for term in node.said.get(TYPE, ()):
            if isinstance(term, NamedNode):
                yield from self.of_class.get(term.value, ())
        for path in self.of_subjects.keys() & node.said.keys():
            yield from self.of_subjects[path]

    def _compile(self, shape: Term) -> None:
        said = self._said[shape]
        classes = [_iri(one) for one in said.get(SH + "targetClass", ())]
        paths = [_iri(one) for one in said.get(SH + "targetSubjectsOf", ())]
        if not classes and not paths:
            return
        checks = [*self._own(shape), *(self._property(one) for one in said.get(SH + "property", ()))]
        for target, found in [(one, self.of_class) for one in classes] + [(one, self.of_subjects) for one in paths]:
            found[target] += checks
        for rule in said.get(SH + "sparql", ()):
            targets = [f"?this a <{one}>" for one in classes] + [f"?this <{one}> []" for one in paths]
            self.queries.append(self._query(shape, rule, targets))

    def _own(self, shape: Term) -> Iterator[Check]:
        """The constraint on the node itself."""
        if test := self._all(shape, apart={"property", "sparql"}):

            def check(around: Around) -> Iterator[Result]:
                if not test(around.node.term, around):
                    yield Result(Sort.VALUE, around.node.term)

            yield Check(_local(shape), self._severity(shape), self._message(shape), None, None, check)

    def _property(self, shape: Term) -> Check:
        said = self._said[shape]
        path = _iri(self._one(shape, "path"))
        least, most = (self._number(shape, name) for name in ("minCount", "maxCount"))
        wanted = said.get(SH + "hasValue", ())
        pairs = [(pair, _iri(one)) for name, pair in PAIRS.items() for one in said.get(SH + name, ())]
        test = self._all(shape, apart={"path", "minCount", "maxCount", "hasValue", *PAIRS})

        def check(around: Around) -> Iterator[Result]:
            values: Sequence[Term] = around.node.said.get(path, ())
            if (least and len(values) < least) or any(one not in values for one in wanted):
                yield Result(Sort.MISSING)
            if most is not None and len(values) > most:
                yield Result(Sort.MANY, values[-1], len(values))
            for value in values:
                if test and not test(value, around):
                    yield Result(Sort.VALUE, value)
            for pair, other in pairs:
                for value in pair(values, around.node.said.get(other, ())):
                    yield Result(Sort.VALUE, value)

        name = next((one.value for one in said.get(SH + "name", ()) if isinstance(one, Literal)), None)
        return Check(_local(shape), self._severity(shape), self._message(shape), name, path, check)

    def _query(self, shape: Term, rule: Term, targets: Sequence[str]) -> Query:
        select = self._one(rule, "select").value.replace("$this", "?this")
        prefixes = [
            f"PREFIX {self._one(one, 'prefix').value}: <{self._one(one, 'namespace').value}>"
            for ontology in self._said[rule][SH + "prefixes"]
            for one in self._said[ontology][SH + "declare"]
        ]
        pattern = select[select.index("{") + 1 : select.rindex("}")]
        target = " UNION ".join(f"{{ {one} }}" for one in targets)
        query = f"{' '.join(prefixes)} SELECT DISTINCT ?this ?value WHERE {{ GRAPH ?portion {{ {target} }} {pattern} }}"
        return Query(_local(shape), self._severity(shape), self._message(rule), target, query)

    def _test(self, shape: Term) -> Test:
        """Whether a term is as a shape asks that others refer to."""
        if shape not in self._tests:
            paths = [self._value_of(one) for one in self._said[shape].get(SH + "property", ())]
            own = self._value_of(shape) if SH + "path" in self._said[shape] else self._all(shape, apart={"property"})
            tests = [one for one in (own, *paths) if one]
            self._tests[shape] = lambda term, around: all(test(term, around) for test in tests)
        return self._tests[shape]

    def _value_of(self, shape: Term) -> Test:
        """Whether the values of a property of a term are as asked."""
        check = self._property(shape)

        def test(term: Term, around: Around) -> bool:
            here = NamedNode(term.value) if isinstance(term, NamedNode) else BlankNode()
            assert check.path
            node = Node("", here, {check.path: list(around.said(term, check.path))})
            return not any(check.test(Around(node, around.classes)))

        return test

    def _all(self, shape: Term, apart: set[str]) -> Test | None:
        """Whether a term meets every constraint of a shape, but for some; None where there is none.

        Raises:
            ValueError: a constraint is not known here.
        """
        tests: list[Test] = []
        for predicate, values in self._said[shape].items():
            name = predicate.removeprefix(SH)
            if name in SAYS | apart or predicate == TYPE:
                continue
            if predicate == name or name not in KNOWN:
                raise ValueError(f"The shape {_local(shape)} asks for {predicate}, which cannot be checked here.")
            tests += [KNOWN[name](self, value) for value in values]
        if len(tests) < 2:
            return tests[0] if tests else None
        return lambda term, around: all(test(term, around) for test in tests)

    def _items(self, head: Term) -> Iterator[Term]:
        while head != NamedNode(RDF + "nil"):
            yield self._said[head][RDF + "first"][0]
            head = self._said[head][RDF + "rest"][0]

    def _one(self, shape: Term, name: str) -> NamedNode | Literal:
        (value,) = self._said[shape][SH + name]
        assert isinstance(value, NamedNode | Literal)
        return value

    def _number(self, shape: Term, name: str) -> int | None:
        return int(self._one(shape, name).value) if SH + name in self._said[shape] else None

    def _severity(self, shape: Term) -> Severity:
        return SEVERITIES[_iri(next(iter(self._said[shape].get(SH + "severity", ())), NamedNode(SH + "Violation")))]

    def _message(self, shape: Term) -> str:
        return next((one.value for one in self._said[shape].get(SH + "message", ()) if isinstance(one, Literal)), "")


class _Portion:
    """Nodes that rules in SPARQL are asked of together, in a graph of their own beside the context."""

    GRAPH = NamedNode("urn:portion")

    def __init__(self, queries: Sequence[Query], context: Store):
        self._queries, self._store = queries, context
        self._classes = {one for query in queries for one in re.findall(r"\?this a <(.*?)>", query.target)}
        self._paths = {one for query in queries for one in re.findall(r"\?this <(.*?)>", query.target)}
        self._nodes: dict[Term, Node] = {}

    def add(self, node: Node) -> Iterator[Violation]:
        """Takes a node that a rule is about; what was found of those before it where there are enough."""
        types = node.said.get(TYPE, ())
        if self._paths.isdisjoint(node.said) and not any(getattr(one, "value", "") in self._classes for one in types):
            return
        if len(self._nodes) >= PORTION or node.term in self._nodes:
            yield from self.flush()
        self._nodes[node.term] = node

    def flush(self) -> Iterator[Violation]:
        """What is found of the nodes that were taken."""
        quads = (
            Quad(node.term, NamedNode(path), value, self.GRAPH)
            for node in self._nodes.values()
            for path, values in node.said.items()
            for value in values
        )
        self._store.extend(quads)
        for query in self._queries if self._nodes else ():
            found = cast(QuerySolutions, self._store.query(query.pattern, use_default_graph_as_union=True))
            rows = sorted(((row["this"], row["value"]) for row in found), key=str)
            for this, value in rows:
                yield Violation(query, self._nodes[cast(Term, this)], Result(Sort.VALUE, cast(Term, value)))
        self._store.clear_graph(self.GRAPH)
        self._nodes = {}


def _iri(term: Term) -> str:
    assert isinstance(term, NamedNode), "a shape names what has no IRI"
    return term.value


def _local(shape: Term) -> str:
    return re.split("[#/]", shape.value)[-1] if isinstance(shape, NamedNode) else "part of a shape"


def _node_kind(shapes: Shapes, kind: Term) -> Test:
    if kind != NamedNode(SH + "IRI"):
        raise ValueError(f"{kind} cannot be checked here.")
    return lambda term, around: isinstance(term, NamedNode)


def _class(shapes: Shapes, one: Term) -> Test:
    return lambda term, around: one in around.said(term, TYPE)


def _datatype(shapes: Shapes, datatype: Term) -> Test:
    wellformed = WELLFORMED.get(_iri(datatype))

    def test(term: Term, around: Around) -> bool:
        if not isinstance(term, Literal) or term.datatype != datatype:
            return False
        return wellformed is None or wellformed(term.value)

    return test


def _date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(re.sub(r"(Z|[+-]\d\d:\d\d)$", "", text))) and text[4:5] == "-"
    except ValueError:
        return False


WELLFORMED: dict[str, Callable[[str], bool]] = {
    XSD + "integer": lambda text: bool(re.fullmatch(r"[+-]?[0-9]+", text)),
    XSD + "decimal": lambda text: bool(re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text)),
    XSD + "date": _date,
}
"""Whether a text is one of a datatype."""


def _in(shapes: Shapes, head: Term) -> Test:
    known = frozenset(shapes._items(head))
    return lambda term, around: term in known


def _pattern(shapes: Shapes, pattern: Term) -> Test:
    assert isinstance(pattern, Literal)
    search = re.compile(re.sub(r"\$$", r"\\Z", pattern.value)).search
    return lambda term, around: isinstance(term, NamedNode | Literal) and search(term.value) is not None


def _as_number(term: Term) -> Decimal | None:
    if not isinstance(term, Literal) or not term.datatype.value.startswith(XSD):
        return None
    try:
        return Decimal(term.value)
    except InvalidOperation:
        return None


def _least(shapes: Shapes, bound: Term) -> Test:
    least = _as_number(bound)
    return lambda term, around: (number := _as_number(term)) is not None and least is not None and number >= least


def _most(shapes: Shapes, bound: Term) -> Test:
    most = _as_number(bound)
    return lambda term, around: (number := _as_number(term)) is not None and most is not None and number <= most


def _or(shapes: Shapes, head: Term) -> Test:
    tests = [shapes._test(one) for one in shapes._items(head)]
    return lambda term, around: any(test(term, around) for test in tests)


def _not(shapes: Shapes, shape: Term) -> Test:
    test = shapes._test(shape)
    return lambda term, around: not test(term, around)


KNOWN: dict[str, Callable[[Shapes, Term], Test]] = {
    "nodeKind": _node_kind, "class": _class, "datatype": _datatype, "in": _in, "pattern": _pattern,
    "minInclusive": _least, "maxInclusive": _most, "or": _or, "not": _not,
    "node": lambda shapes, shape: shapes._test(shape),
}  # fmt: skip
"""What makes a test of each constraint on one term."""


def _equal(values: Sequence[Term], others: Sequence[Term]) -> list[Term]:
    return [one for one in values if one not in others] + [one for one in others if one not in values]


def _disjoint(values: Sequence[Term], others: Sequence[Term]) -> list[Term]:
    return [one for one in values if one in others]


def _in_order(values: Sequence[Term], others: Sequence[Term]) -> list[Term]:
    return [one for one in values for other in others if not _not_after(one, other)]


def _not_after(one: Term, other: Term) -> bool:
    texts = [term.value for term in (one, other) if isinstance(term, Literal) and _date(term.value)]
    if len(texts) == 2:
        return texts[0][:10] <= texts[1][:10]
    low, high = _as_number(one), _as_number(other)
    return low is not None and high is not None and low <= high


PAIRS: dict[str, Callable[[Sequence[Term], Sequence[Term]], list[Term]]] = {
    "equals": _equal, "disjoint": _disjoint, "lessThanOrEquals": _in_order,
}  # fmt: skip
"""What of the values of a property is not as those of another ask."""
