"""RDF as JSON-LD: one node object for each record, on a line of its own, under a context that stands in the file.

A direct statement stands inside the node of its edge, at the field that names its subject.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, cast

from pyoxigraph import Literal, NamedNode, Triple

from kmgraph.rdf.context import KINDS, TERMS, Form, Term, context
from kmgraph.rdf.mapping import A
from kmgraph.vocabulary import XSD

Value = NamedNode | Literal
STRING = XSD + "string"


def lines(said: Iterable[Sequence[Triple]]) -> Iterator[bytes]:
    """A document, piece by piece: of each sequence of triples, the subjects one after the other.

    In a sequence that begins with a record, what follows are statements about what the record names.
    """
    yield f'{{"@context": {_compact(context())},\n"@graph": ['.encode()
    between = "\n"
    for triples in said:
        for node in _nodes(triples):
            yield f"{between}{_compact(node)}".encode()
            between = ",\n"
    yield b"\n]}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _nodes(triples: Sequence[Triple]) -> list[dict[str, Any]]:
    """The node objects of some subjects, those apart that find their place inside the first."""
    nodes = [node_object(subject.value, about) for subject, about in groupby(triples, key=_subject)]
    return nodes[:1] + [one for one in nodes[1:] if not _nested(nodes[0], one)]


def _subject(triple: Triple) -> NamedNode:
    return cast(NamedNode, triple.subject)  # our data has no blank nodes


def _nested(node: dict[str, Any], inner: dict[str, Any]) -> bool:
    """Whether a node was put inside another, where a term names it whose values are IRIs."""
    for name in IRIS:
        if node.get(name) == inner["@id"]:
            node[name] = inner
            return True
    return False


IRIS = [term.name for term in TERMS.values() if term.form is Form.IRI and not term.many]


def node_object(iri: str, triples: Iterable[Triple]) -> dict[str, Any]:
    """What triples say of their one subject, in the terms of the context, or with whole IRIs where it has none."""
    found: dict[str, Any] = {}
    stated: dict[str, list[Value]] = defaultdict(list)
    for triple in triples:
        stated[triple.predicate.value].append(cast(Value, triple.object))
    if types := stated.pop(A.value, None):
        found["@type"] = [KINDS.get(one.value, one.value) for one in types]  # first, so that it can be streamed
    found["@id"] = iri
    for predicate, values in stated.items():
        term = TERMS.get(predicate)
        if term and all(_fits(term, one) for one in values):
            found[term.name] = _in_terms(term, values)
        else:
            found[predicate] = [_in_full(one) for one in values]
    return found


def _fits(term: Term, value: Value) -> bool:
    """Whether a value is what the context says of a term."""
    if isinstance(value, NamedNode):
        return term.form is Form.IRI
    if term.form is Form.LANGUAGES:
        return bool(value.language) or value.datatype.value == STRING
    if term.form is Form.PLAIN:
        return value.datatype.value == STRING
    return value.datatype.value == term.datatype and (term.form is Form.TYPED or str(int(value.value)) == value.value)


def _in_terms(term: Term, values: Sequence[Value]) -> Any:
    if term.form is Form.LANGUAGES:
        by_language: dict[str, list[str]] = defaultdict(list)
        for one in values:
            by_language[getattr(one, "language", None) or "@none"].append(one.value)
        return {language: _one_or_many(term, texts) for language, texts in by_language.items()}
    if term.form is Form.NUMBER:
        return _one_or_many(term, [int(one.value) for one in values])
    return _one_or_many(term, [one.value for one in values])


def _one_or_many(term: Term, values: list[Any]) -> Any:
    return values if term.many or len(values) > 1 else values[0]


def _in_full(value: Value) -> dict[str, str]:
    if isinstance(value, NamedNode):
        return {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == STRING:
        return {"@value": value.value}
    return {"@type": value.datatype.value, "@value": value.value}
