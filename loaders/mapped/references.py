"""What a source's records are called, so that others can name them: by id as the table writes it, or by label."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from kmgraph import model
from kmgraph.model import Named, Record
from kmgraph.vocabulary import Kind
from kmgraph.wording import did_you_mean, listed, quoted
from loaders.foreign import slug
from loaders.mapped.templates import plain

SEARCHED = 20
"""References of one field for which the nearest names are looked for: it takes long among many."""


class Missing(NamedTuple):
    """Why a reference names nothing: the reason and the remedy."""

    message: str
    hint: str


class Index:
    """The records made so far, by kind."""

    def __init__(self, short: str):
        self._short = short
        self._by_id: dict[Kind, dict[str, str]] = defaultdict(dict)
        self._by_label: dict[Kind, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        self._taken: dict[str, str] = {}
        self._gone: set[str] = set()
        self._searched: dict[str, int] = defaultdict(int)

    def name(self, kind: Kind, written: str) -> str:
        """The IRI of a record whose id a table writes so: the id itself where it is one."""
        known = self._by_id[kind].get(written)
        if known is None:
            known = written if written.startswith(("http://", "https://")) else self._new(kind, written)
            self._by_id[kind][written] = known
        return known

    def _new(self, kind: Kind, written: str) -> str:
        short = slug(written)
        iri = model.iri(kind, self._short, short)
        if self._taken.get(iri, written) != written:  # two ids that differ only in what short names leave out
            iri = model.iri(kind, self._short, f"{short}-{slug('§' + written + '§' * 80)[-10:]}")
        self._taken[iri] = written
        return iri

    def add(self, record: Record, written: str | None = None) -> None:
        """Notes a record under its id and its labels."""
        self._by_id[record.kind][written or model.slug_of(record.id)] = record.id
        self._taken.setdefault(record.id, written or model.slug_of(record.id))
        if isinstance(record, Named):
            self.called(record.kind, record.id, (record.label, *record.alternative_labels, *record.hidden_labels))

    def called(self, kind: Kind, iri: str, labels: Iterable[str]) -> None:
        """Notes what a record is called."""
        for label in labels:
            self._by_label[kind][plain(label)][iri] = label

    def drop(self, iri: str) -> None:
        """Notes that a record was left out after all, so that nothing may name it."""
        self._gone.add(iri)

    def has(self, iri: str) -> bool:
        """Whether a record was not left out."""
        return iri not in self._gone

    def find(self, kind: Kind, text: str, *, by_label: bool) -> str | None:
        """The IRI that a reference means; None where it means none, or may mean several."""
        if text.startswith(("http://", "https://")):
            return text
        if by_label:
            meant = self._labelled(kind, text)
            return meant[0] if len(meant) == 1 else None
        known = self._by_id[kind].get(text)
        if known and self.has(known):
            return known
        owner, _, short = text.rpartition("/")
        foreign = model.SLUG.fullmatch(owner) and model.SLUG.fullmatch(short) and owner != self._short
        return model.iri(kind, owner, short) if foreign else None

    def _labelled(self, kind: Kind, text: str) -> list[str]:
        return [iri for iri in self._by_label[kind].get(plain(text), ()) if self.has(iri)]

    def missing(self, kind: Kind, text: str, field: str, *, by_label: bool) -> Missing:
        """Why a reference names nothing, and what may be meant."""
        if by_label and (several := self._labelled(kind, text)):
            both = listed([quoted(model.slug_of(iri)) for iri in several[:4]], "and")
            return Missing(f"{len(several)} {kind} records are called {quoted(text)}: {both}", "Name it by its id.")
        self._searched[field] += 1
        names = self._by_label[kind] if by_label else self._by_id[kind]
        near = did_you_mean(text, names) if self._searched[field] <= SEARCHED else ""
        how = "called" if by_label else "with the id"
        return Missing(f"There is no {kind} {how} {quoted(text)}", near or "Mend it, or add what it names.")
