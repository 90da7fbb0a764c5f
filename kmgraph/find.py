"""Finding records by what people call them: an IRI, a short name, a label, or a label with a slip in it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from kmgraph.errors import StoreError, UsageError
from kmgraph.graph import Graph, graph_of
from kmgraph.model import label_of, slug_of
from kmgraph.ranking import Ranked, ranked
from kmgraph.store.base import Reader
from kmgraph.store.called import MOST, asked
from kmgraph.store.words import KINDS, line
from kmgraph.vocabulary import BASE, Kind
from kmgraph.wording import quoted

FINDABLE = KINDS
"""Kinds that people know by a label."""
SLIP = 85
"""How alike (0 to 100, whole label) a name must be to be taken for a slip of the pen."""
CLEAR = 6
"""How much more alike than the next candidate."""
FEW = 8
"""As many names as a sentence can list in full."""
ENOUGH = 60
"""How alike a search result must be at least."""
OTHER = 0.95
"""What the likeness of an alternative label counts beside that of a preferred one."""
SAME_WORD = 75
"""How alike (0 to 100) a word must be to one that is looked for, somewhere in a search result."""
BEGINNING = 3
"""Letters that two words begin with alike, which is as good; fewer say nothing."""


class Name(NamedTuple):
    """What a record is called."""

    iri: str
    kind: Kind
    label: str
    others: tuple[str, ...] = ()
    stated_by: tuple[str, ...] = ()
    """What the sources that state it are called."""

    @property
    def slug(self) -> str:
        """The short name at the end of its IRI."""
        return slug_of(self.iri)

    @property
    def long(self) -> str:
        """The name that tells it from records of other sources, `source/slug`; a foreign IRI stays as it is."""
        return "/".join(self.iri.split("/")[-2:]) if self.iri.startswith(BASE) else self.iri


class Hit(NamedTuple):
    """A record that was found."""

    name: Name
    likeness: int
    """0 to 100."""
    matched: str
    """The label that is like what was looked for: the preferred one, or another."""


class Findings(NamedTuple):
    """What was found, best first, and how much there is of each kind, told or not."""

    hits: tuple[Hit, ...]
    counts: Mapping[Kind, int]


def find(reader: Reader, text: str, kinds: Collection[Kind] = FINDABLE, limit: int = 20) -> Findings:
    """The records of these kinds that are called most like a text, best first; slips of the pen are understood.

    The index of the store gives the candidates (`Reader.called`), and `kmgraph.ranking` puts them in order, so that
    every store finds the same. The IRI of a record finds that record.
    """
    candidates = reader.called(text, kinds, max(MOST, limit))
    found = ranked(asked(text), candidates.found, some=candidates.counts is None)
    counts = Counter(one.kind for one in found) if candidates.counts is None else Counter(candidates.counts)
    if (meant := _by_iri(reader, text, kinds)) and meant.iri not in {one.iri for one in found}:
        found, counts = [meant, *found], counts + Counter({meant.kind: 1})
    return Findings(_hits(reader, found[:limit]), counts)


def _by_iri(reader: Reader, text: str, kinds: Collection[Kind]) -> Ranked | None:
    """The record whose IRI a text is."""
    if ":" not in text:
        return None
    for iri, kind in reader.existing([text.strip()]).items():
        if kind in kinds:
            return Ranked(kind, iri, 100, "")
    return None


def _hits(reader: Reader, found: Sequence[Ranked]) -> tuple[Hit, ...]:
    """What was found, with the names that all sources together give it."""
    kinds = {one.kind for one in found}
    said = reader.assertions(kinds, [one.iri for one in found]) if found else []
    named = {(name.kind, name.iri): name for name in names_in(graph_of(0, said), kinds)}
    if len(named) < len({(one.kind, one.iri) for one in found}):
        raise StoreError(
            "The index of the store differs from its records. Move the store away and load your sources again."
        )
    pairs = ((named[one.kind, one.iri], one) for one in found)
    return tuple(Hit(name, one.likeness, _matched(name, one.line)) for name, one in pairs)


def _matched(name: Name, words: str) -> str:
    """The label that is these words in the index; the preferred one where none is, such as for a short name."""
    return next((label for label in (name.label, *name.others) if line(label) == words), name.label)


def names(reader: Reader, kinds: Collection[Kind] = FINDABLE) -> list[Name]:
    """The names of all records of these kinds, sorted by label."""
    return names_in(graph_of(0, reader.rows(kinds)), kinds)


def names_in(graph: Graph, kinds: Collection[Kind]) -> list[Name]:
    """The names of the records of these kinds in a graph, sorted by label."""
    found = [
        Name(iri, kind, label_of(record), _others(record), tuple(map(slug_of, graph.sources_of.get(iri, ()))))
        for kind in kinds
        for iri, record in graph.nodes.get(kind, {}).items()
    ]
    return sorted(found, key=lambda name: (name.label.casefold(), name.iri))


def _others(record: object) -> tuple[str, ...]:
    return (*getattr(record, "alternative_labels", ()), *getattr(record, "hidden_labels", ()))


def search(known: Iterable[Name], text: str, limit: int | None = 20) -> list[tuple[Name, int]]:
    """The names most like a text, with their likeness from 0 to 100, best first; among equals, the closest in full.

    A record that is called just that (100) comes before those that have it as another name (99).
    """
    wanted = text.casefold().strip()
    scored = [(name, *found) for name in known if (found := _likeness(name, wanted))]
    scored.sort(key=lambda found: (-found[1], -found[2], found[0].label.casefold(), found[0].iri))
    return [(name, round(score)) for name, score, _ in scored[:limit]]


def _likeness(name: Name, wanted: str) -> tuple[float, float] | None:
    """How alike a name is to what is wanted, and how closely in full; None where it is too little."""
    called = (name.label, name.slug)
    if wanted in (name.iri.casefold(), *(word.casefold() for word in called)):
        score = 100.0
    elif wanted in (word.casefold() for word in name.others):
        score = 99.0
    else:
        score = min(98.0, max(_alike(wanted, called), OTHER * _alike(wanted, name.others)))
    if score < ENOUGH:
        return None
    return score, max(fuzz.ratio(wanted, word, processor=default_process) for word in (*called, *name.others))


def _alike(wanted: str, names: Iterable[str]) -> float:
    """How alike the likest of some names is, of those that share a word with what is wanted or nearly so."""
    scored = ((fuzz.WRatio(wanted, name, processor=default_process), name) for name in names)
    return max((score for score, name in scored if score >= ENOUGH and _shares_word(wanted, name)), default=0.0)


def _shares_word(wanted: str, name: str) -> bool:
    ours, theirs = (default_process(text).split() for text in (wanted, name))
    pairs = ((one, other) for one in ours for other in theirs)
    if any(_same_word(one, other) for one, other in pairs):
        return True
    return fuzz.ratio("".join(ours), "".join(theirs)) >= SAME_WORD


def _same_word(one: str, other: str) -> bool:
    if min(len(one), len(other)) < BEGINNING:
        return one == other
    return one[:BEGINNING] == other[:BEGINNING] or one in other or fuzz.ratio(one, other) >= SAME_WORD


def resolve(known: Sequence[Name], text: str, what: str) -> Name:
    """The one record that a text names: by IRI, short name, label, or a label with a slip in it.

    Where several have a name, the one that has it in the same capitals and small letters is meant. A framework may be
    named by words of its label, such as ESCO, where no other has them.

    Args:
        known: what could be meant.
        text: what was written.
        what: the field's word for it, such as "role".

    Raises:
        UsageError: nothing is called that, or more than one thing is; the sentence lists what may be meant.
    """
    wanted = text.casefold().strip()
    for spelt in (_iris, _labels, _others_of):
        exact = [name for name in known if wanted in (word.casefold() for word in spelt(name))]
        if len(exact) == 1:
            return exact[0]
        if len(just := [name for name in exact if text.strip() in spelt(name)]) == 1:
            return just[0]
        if exact:
            raise UsageError(f"{quoted(text)} is the name of more than one {what}: {_apart(exact)}. Give its id.")
    near = _near(known, wanted) or _by_word(known, wanted)
    if near:
        return near
    candidates = [name for name, _ in search(known, text, limit=5)]
    if not known:
        raise UsageError(f"There is no {what} in the store yet. Load some first, for example: kmgraph load starter")
    if not candidates and len(known) <= FEW:
        raise UsageError(f"No {what} is called {quoted(text)}. Choose one of {_list(known)}.")
    if not candidates:
        search_for = f"--kind {what}" if what in map(str.lower, FINDABLE) else _short(text)
        raise UsageError(f"No {what} is called {quoted(text)}. See what there is with: kmgraph find {search_for}")
    raise UsageError(f"No {what} is called {quoted(text)}. Did you mean {_list(candidates)}?")


def _iris(name: Name) -> tuple[str, ...]:
    return name.iri, name.slug, name.long


def _labels(name: Name) -> tuple[str, ...]:
    return (name.label,)


def _others_of(name: Name) -> tuple[str, ...]:
    return name.others


def _near(known: Sequence[Name], wanted: str) -> Name | None:
    """The one name that differs by a slip, where no second one is nearly as near."""
    words = {number: (name.label, name.slug, *name.others) for number, name in enumerate(known)}
    best = {
        number: max(fuzz.ratio(wanted, word, processor=default_process) for word in spelt)
        for number, spelt in words.items()
    }
    ranked = sorted(best, key=lambda number: -best[number])[:2]
    if not ranked or best[ranked[0]] < SLIP:
        return None
    if len(ranked) > 1 and best[ranked[0]] - best[ranked[1]] < CLEAR:
        return None
    return known[ranked[0]]


def _by_word(known: Sequence[Name], wanted: str) -> Name | None:
    """The one framework whose label has all these words."""
    words = set(default_process(wanted).split())
    found = [
        name for name in known if name.kind is Kind.FRAMEWORK and words <= set(default_process(name.label).split())
    ]
    return found[0] if words and len(found) == 1 else None


def _short(text: str) -> str:
    """A text as `quoted` shortens it, without the quotation marks."""
    return quoted(text)[1:-1]


def _list(found: Sequence[Name]) -> str:
    slugs = [name.slug for name in found]
    return ", ".join(
        f"{_short(name.label)} ({name.slug if slugs.count(name.slug) == 1 else name.long})" for name in found
    )


def _apart(found: Sequence[Name]) -> str:
    """Records of one name by their ids, each with what it is called and by which sources."""
    return ", ".join(
        f"{name.long if name.iri.startswith(BASE) else name.slug} ({', '.join((_short(name.label), *name.stated_by))})"
        for name in found
    )
