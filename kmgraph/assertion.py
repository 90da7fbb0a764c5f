"""What a source says of one thing, and what several sources together say of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from kmgraph.errors import StoreError
from kmgraph.model import Record, Target, dump, parse
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted

LONGEST = 200
"""Characters of an IRI in a sentence."""


class Asserted(Protocol):
    """A record and who asserts it, as a store gives it."""

    @property
    def kind(self) -> Kind: ...  # noqa: D102
    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def record(self) -> Record: ...  # noqa: D102
    @property
    def body(self) -> str: ...  # noqa: D102


class Statement(Protocol):
    """What a store is given to keep: a record, or what stands for one that need not be read again."""

    @property
    def kind(self) -> Kind: ...  # noqa: D102
    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def record(self) -> Record: ...  # noqa: D102
    @property
    def body(self) -> str: ...  # noqa: D102
    @property
    def targets(self) -> Sequence[Target]: ...  # noqa: D102


class Assertion(NamedTuple):
    """A record, and the IRI of the source that asserts it."""

    source: str
    record: Record

    @property
    def kind(self) -> Kind:
        """The kind of the record."""
        return self.record.kind

    @property
    def id(self) -> str:
        """The IRI of the record."""
        return self.record.id

    @property
    def body(self) -> str:
        """The record as a store keeps it."""
        return dump(self.record)


class Row:
    """A record as a store keeps it, and who asserts it; its text is read when somebody asks for the record.

    A labour market is a quarter of a million of them, of which a question looks at a few hundred.
    """

    __slots__ = ("_record", "body", "id", "kind", "source")

    def __init__(self, kind: Kind, id: str, source: str, body: str):
        self.kind, self.id, self.source, self.body = kind, id, source, body
        self._record: Record | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Row):
            return NotImplemented
        return (self.source, self.record) == (other.source, other.record)

    def __hash__(self) -> int:
        return hash((self.kind, self.id, self.source))

    @property
    def record(self) -> Record:
        """The record.

        Raises:
            StoreError: the text is no record that this version knows.
        """
        if self._record is None:
            self._record = stored(self.kind, self.body, self.id)
        return self._record

    @property
    def targets(self) -> list[Target]:
        """What the record refers to."""
        return self.record.targets


def stored(kind: str, body: str, iri: str = "") -> Record:
    """The record that a store kept, under this IRI where one is known.

    Raises:
        StoreError: it is none that this version knows: another version, or another hand, wrote it.
    """
    try:
        return parse(Kind(kind), body)
    except (TypeError, ValueError) as failure:  # pydantic's ValidationError is a ValueError
        which = f", {quoted(iri, LONGEST)}" if iri else ""
        raise StoreError(
            f"The store holds a {kind} that this version of kmgraph cannot read{which}. Load your sources again."
        ) from failure


class Merged(NamedTuple):
    """One record from all that sources say of it.

    `differing` maps each field in which sources differ to what each source says.
    """

    record: Record
    sources: tuple[str, ...]
    differing: Mapping[str, Mapping[str, Any]]


def merge(assertions: Iterable[Asserted]) -> Merged:
    """One record from the assertions of one IRI: each field from the first source, by IRI, that states it."""
    stated = {one.source: one.record for one in sorted(assertions, key=lambda one: one.source)}
    said: dict[str, dict[str, Any]] = defaultdict(dict)
    for source, record in stated.items():
        for name in record.model_fields_set - {"id"}:
            said[name][source] = getattr(record, name)
    first = next(iter(stated.values()))
    if len(stated) == 1:
        return Merged(first, tuple(stated), {})
    values = {name: next(iter(by_source.values())) for name, by_source in said.items()}
    differing = {
        name: by_source
        for name, by_source in said.items()
        if any(value != values[name] for value in by_source.values())
    }
    return Merged(type(first)(id=first.id, **values), tuple(stated), differing)
