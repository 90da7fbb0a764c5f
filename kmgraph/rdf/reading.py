"""One node of RDF as a record: the inverse of `kmgraph.rdf.mapping`, from the same declaration of fields.

Nothing is guessed: a value that its field does not take is an error with its line and the remedy. What only follows
from the record is passed over, and what the record cannot hold is handed back, to be told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError
from pyoxigraph import NamedNode

from kmgraph.errors import Place, Problem, error
from kmgraph.model import LANGUAGE, RECORDS, Record, slug_of
from kmgraph.rdf.fields import FIELDS, ORDERED, TAGGED, Shape
from kmgraph.rdf.mapping import COURSES
from kmgraph.rdf.statements import NOWHERE
from kmgraph.rdf.values import Term, Unfit, iri_of, short, shown, value_of
from kmgraph.vocabulary import CLASSES, RDF, SCHEMA, SKOS, STATED_BY, TYPES, Kind
from kmgraph.wording import quoted

TYPE = RDF + "type"
KINDS = {iri: kind for kind, iri in CLASSES.items()}
"""The kind of record of each of our classes."""
BY_NAME = {kind: {field.name: field for field in fields} for kind, fields in FIELDS.items()}
BY_PREDICATE = {kind: {field.predicate: field for field in fields} for kind, fields in FIELDS.items()}
BESIDE = {
    kind: {*TYPES.get(kind, ()), *((SCHEMA + name for name in COURSES.values()) if kind is Kind.COURSE else ())}
    for kind in Kind
}
"""Classes of others that a record of a kind may have beside our own."""
EMPTY: dict[Kind, dict[str, tuple[()]]] = {
    kind: {field.name: () for field in FIELDS[kind] if field.many} for kind in Kind
}
"""What a record says in fields of many values of which nothing is stated."""
MEMBER = re.compile(re.escape(RDF) + r"_([1-9][0-9]{0,8})")
CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
WHY = {
    "missing": "not stated",
    "greater_than_equal": "too small",
    "less_than_equal": "too large",
    "string_too_short": "empty",
    "string_too_long": "too long",
}
"""What is wrong with a value, by the name that the model has for the failure."""


class Said(NamedTuple):
    """One statement on a node, and the line on which it ends."""

    predicate: str
    value: Term
    line: int


class Left(NamedTuple):
    """A statement that a record cannot hold, and why."""

    said: Said
    why: str


class Read(NamedTuple):
    """What became of a node: the record, unless an error keeps it out."""

    record: Record | None
    sources: tuple[str, ...]
    """The sources that assert it, as they stand."""
    problems: list[Problem]
    left: list[Left]
    """What of the node is not in the record, nor follows from it."""


def kinds_of(said: Iterable[Said]) -> list[Kind]:
    """The kinds of record that a node is said to be."""
    classes = [one.value.value for one in said if one.predicate == TYPE and isinstance(one.value, NamedNode)]
    return list(dict.fromkeys(KINDS[one] for one in classes if one in KINDS))


def read(kind: Kind, iri: str, said: Sequence[Said], file: str) -> Read:
    """The record of a node, all of whose statements are given in the order of the file."""
    node = _Node(kind, iri, file, said[0].line if said else None)
    for one in said:
        node.take(one)
    return node.read()


class _Node:
    """Takes the statements of a node, one by one, and makes the record of them."""

    def __init__(self, kind: Kind, iri: str, file: str, line: int | None):
        self.kind, self.iri, self.file, self.line = kind, iri, file, line
        self.sources: list[str] = []
        self.problems: list[Problem] = []
        self.left: list[Left] = []
        self.values: dict[str, list[tuple[Any, Said]]] = {}
        self.members: dict[int, Said] = {}
        self.schemes: list[Said] = []

    def take(self, one: Said) -> None:
        """Sorts one statement in."""
        field = BY_PREDICATE[self.kind].get(one.predicate)
        if field is not None:
            try:
                self.values.setdefault(field.name, []).append((value_of(self.kind, field, one.value), one))
            except Unfit as why:
                self._refuse(one, *why.args)
        elif one.predicate.startswith(NOWHERE):
            self.left.append(Left(one, f"the key {quoted(one.predicate.removeprefix(NOWHERE))} of a {self.kind}"))
        elif one.predicate == TYPE:
            stated = getattr(one.value, "value", None)
            if stated != CLASSES[self.kind] and stated not in BESIDE[self.kind]:
                self.left.append(Left(one, f"the class {short(str(stated))} of a {self.kind}"))
        elif one.predicate == STATED_BY:
            try:
                self.sources.append(iri_of(one.predicate, Kind.SOURCE, one.value))
            except Unfit as why:
                self._refuse(one, *why.args)
        elif self.kind is Kind.LEVEL and one.predicate == SKOS + "inScheme":
            self.schemes.append(one)
        elif (place := MEMBER.fullmatch(one.predicate)) and ORDERED & BY_NAME[self.kind].keys():
            self.members[int(place[1])] = one
        else:
            self.left.append(Left(one, f"{short(one.predicate)} of a {self.kind}"))

    def read(self) -> Read:
        """What became of the node."""
        self._order()
        self._choose_language()
        known = {name: self._value(name, found) for name, found in self.values.items() if found}
        self.left += [
            Left(one, f"{short(one.predicate)} that is not the scale of a Level")
            for one in self.schemes
            if getattr(one.value, "value", None) != known.get("scale")
        ]
        record = None if self.problems else self._record({"id": self.iri, **EMPTY[self.kind], **known})
        return Read(record, tuple(dict.fromkeys(self.sources)), self.problems, self.left)

    def _refuse(self, one: Said, message: str, hint: str) -> None:
        value = getattr(one.value, "value", None)
        column = short(one.predicate)
        self.problems.append(error(Place(self.file, one.line), message, hint, column=column, value=value))

    def _order(self) -> None:
        """Puts the values of an ordered field into the order of the members."""
        if not self.members:
            return
        for name in ORDERED & BY_NAME[self.kind].keys():
            ordered = [
                (getattr(self.members[at].value, "value", None), self.members[at]) for at in sorted(self.members)
            ]
            stated = {value for value, _ in self.values.get(name, ())}
            if {value for value, _ in ordered} == stated:
                self.values[name] = ordered
            elif not self.problems:
                field = short(BY_NAME[self.kind][name].predicate)
                message = f"The members rdf:_1, rdf:_2 and so on are not those that {field} names."
                self._refuse(ordered[0][1], message, f"Number all that {field} names, and nothing else.")

    def _choose_language(self) -> None:
        """Makes texts of pairs of text and language: those in the record's language, where it has one."""
        language = None
        if self.kind in TAGGED:
            stated = [value for value, _ in self.values.get("language", ())]
            tags = [tag for (_, tag), _ in self.values.get("label", ()) if tag]
            language = next(iter([*stated, *tags]), LANGUAGE)
            self.values.setdefault("language", [(language, Said("", NamedNode(self.iri), self.line or 0))])
        for field in FIELDS[self.kind]:
            if field.shape is Shape.TEXT and field.name in self.values:
                self.values[field.name] = [
                    (text, one)
                    for (text, tag), one in self.values[field.name]
                    if not tag or self._kept(one, tag, language)
                ]

    def _kept(self, one: Said, tag: str, language: str | None) -> bool:
        if language is None:
            self.left.append(Left(one, f"the language of {short(one.predicate)} of a {self.kind}"))
            return True
        if tag.casefold() == language.casefold() or not CODE.fullmatch(language):
            return True  # what is no code of a language is told in any case
        self.left.append(Left(one, f"{short(one.predicate)} in another language than the {self.kind} itself"))
        return False

    def _value(self, name: str, found: list[tuple[Any, Said]]) -> Any:
        field = BY_NAME[self.kind][name]
        if field.many:
            return tuple(value for value, _ in found)
        first, *others = found
        other = next((one for value, one in others if value != first[0]), None)
        if other is not None:
            both = f"{quoted(shown(first[1].value))} and {quoted(shown(other.value))}"
            message = f"{quoted(slug_of(self.iri))} has one {short(field.predicate)}, and here are two: {both}."
            self._refuse(other, message, "Delete one of them.")
        return first[0]

    def _record(self, values: Mapping[str, Any]) -> Record | None:
        try:
            return RECORDS[self.kind].model_validate(values)
        except ValidationError as failure:
            for found in failure.errors(include_url=False, include_context=False):
                self._invalid(str(found["loc"][0]), found["type"], found["input"])
            return None

    def _invalid(self, name: str, what: str, value: Any) -> None:
        if name == "id":
            message, hint = f"{quoted(self.iri, 200)} is no IRI for a record.", "Write a shorter one, without spaces."
            self.problems.append(error(Place(self.file, self.line), message, hint, value=self.iri))
            return
        field = BY_NAME[self.kind][name]
        column = short(field.predicate)
        said = self.values.get(name)
        place = Place(self.file, said[0][1].line if said else self.line)
        if what == "missing":
            message = f"The {self.kind} {quoted(self.iri, 200)} has no {column}."
            hint = f"State it: {_described(self.kind, name)}."
            self.problems.append(error(place, message, hint, column=column))
            return
        message = f"{quoted(value)} is {WHY.get(what, 'not what')} {'for' if what in WHY else ''}".strip()
        message = f"{message} {column}{'' if what in WHY else ' takes'}."
        hint = f"What belongs there: {_described(self.kind, name)}."
        self.problems.append(error(place, message, hint, column=column, value=str(value)))


def _described(kind: Kind, name: str) -> str:
    return RECORDS[kind].model_fields[name].description or name
