"""Edges of one sort of which a source states very many, made without reading each as a record.

Only what they refer to differs. So each IRI is checked once, however many edges name it, and what a store keeps of an
edge is written from a pattern: that of a record, so that it is the same text as the record's own.
"""

from typing import Any

from pydantic import TypeAdapter

from kmgraph.errors import Place
from kmgraph.load.staged import SAME, Columns, Staged
from kmgraph.model import Iri, Record, Ref, Target, iri, key_digest, keyed_parts, refs

ADDRESS: TypeAdapter[str] = TypeAdapter(Iri)


class Edges:
    """Makes edges of a source, `short` its short name, that differ in `fields` only, each of which holds an IRI.

    `columns` is what the source calls the fields.
    """

    def __init__(self, record_type: type[Record], short: str, *fields: str, columns: Columns = SAME, **same: Any):
        self._kind, self._columns = record_type.kind, columns
        marks = {name: f"x-kmgraph-gap:{name}" for name in ("id", *fields)}
        pattern = record_type(**marks, **same)
        order = [fields.index(field) for field, _, _ in pattern.targets]
        self._start = iri(self._kind, short, "").replace("%", "%%") + "%s"
        self._body = _with_gaps(pattern.body, [marks["id"], *(marks[fields[at]] for at in order)])
        key = keyed_parts(self._kind, short, marks | same)
        self._keyed = _with_gaps(key, [marks[fields[at]] for at in order])
        self._ends = [(at, _Targets(fields[at], refs(self._kind)[fields[at]])) for at in order]

    def make(self, place: Place, *iris: str) -> Staged:
        """An edge between these IRIs, in the order of the fields.

        Raises:
            ValidationError: one of them is no IRI.
        """
        targets = [known[iris[at]] for at, known in self._ends]
        ends = tuple([target[2] for target in targets])
        name = self._start % key_digest(self._keyed % ends)
        return Staged(self._kind, name, self._body % (name, *ends), place, targets, self._columns)


class _Targets(dict[str, Target]):
    """What a field refers to, by IRI; each is checked once."""

    def __init__(self, field: str, ref: Ref):
        super().__init__()
        self._field, self._ref = field, ref

    def __missing__(self, name: str) -> Target:
        checked = ADDRESS.validate_python(name)
        if not checked.isprintable():
            ADDRESS.validate_python("")  # what cannot be seen is no part of an IRI to keep
        return self.setdefault(checked, (self._field, self._ref, checked))


def _with_gaps(text: str, marks: list[str]) -> str:
    """A text with a gap, to be filled by `%`, in place of each mark; they stand in it in this order, each once."""
    text = text.replace("%", "%%")
    for mark in marks:
        text = text.replace(mark, "%s", 1)
    return text
