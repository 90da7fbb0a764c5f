"""The names by which a profile may call records, and what each of them means."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from kmgraph.find import ENOUGH, FEW, Name
from kmgraph.graph import Graph
from kmgraph.model import Competency, Course, Level
from kmgraph.profile.own import NOT_YET, UNANSWERED
from kmgraph.sheets import Refused, check, tidy
from kmgraph.sheets.cells import RUNS
from kmgraph.vocabulary import Kind

LONGEST = 200
"""Letters of a label that a profile calls a record by; beyond, a short name is clearer."""
LIKE = 25
"""Spellings most like a text, of which the names are looked at one by one: to do so with all names takes long."""


def nameable(graph: Graph) -> list[Name]:
    """The names that a profile may use: of all levels, courses and competencies."""
    records = [one for kind in (Level, Course, Competency) for one in graph.all(kind).values()]
    return [Name(one.id, one.kind, one.label, (*one.alternative_labels, *one.hidden_labels)) for one in records]


class Called:
    """Names by kind, and the records that each spelling may mean."""

    def __init__(self, known: Iterable[Name]):
        self.of_kind: dict[Kind, list[Name]] = defaultdict(list)
        self.by_iri: dict[str, Name] = {}
        self._meant: dict[tuple[Kind, str], set[str]] = defaultdict(set)
        self._spelt: dict[Kind, tuple[list[str], list[Name]]] = {}
        for name in known:
            self.of_kind[name.kind].append(name)
            self.by_iri[name.iri] = name
            for spelt in (name.iri, name.slug, name.long, name.label, *name.others):
                self._meant[name.kind, spelt.casefold()].add(name.iri)

    def exactly(self, kind: Kind, text: str) -> str | None:
        """The IRI of the only record of a kind that is called so; None where there is none, or more than one."""
        found = self._meant.get((kind, text.casefold().strip()), ())
        return next(iter(found)) if len(found) == 1 else None

    def like(self, kind: Kind, text: str) -> list[Name]:
        """The names of a kind among which the one that a text means is to be found, if there is one."""
        words, names = self._spellings(kind)
        nearest = partial(
            process.extract, default_process(text), words, processor=None, score_cutoff=ENOUGH, limit=LIKE
        )
        found = [*nearest(scorer=fuzz.ratio), *nearest(scorer=fuzz.token_sort_ratio)]
        just = [self.by_iri[iri] for iri in sorted(self._meant.get((kind, text.casefold().strip()), ()))]
        some = self.of_kind[kind][: FEW + 1]  # where these are all, they are told
        return list(dict.fromkeys([*just, *(names[number] for _word, _score, number in found), *some]))

    def _spellings(self, kind: Kind) -> tuple[list[str], list[Name]]:
        """All spellings of a kind, as likeness is measured, beside their names."""
        if kind not in self._spelt:
            every = [(word, one) for one in self.of_kind[kind] for word in (one.label, one.slug, *one.others)]
            pairs = [(default_process(word), one) for word, one in every if len(word) <= LONGEST]
            self._spelt[kind] = [word for word, _one in pairs], [one for _word, one in pairs]
        return self._spelt[kind]

    def spelling(self, iri: str) -> str:
        """What to call a record in a file, so that it is found again: its label if that will do, else its IRI."""
        name = self.by_iri.get(iri)
        words = [name.label, name.slug] if name else []
        return next((one for one in words if name and self.exactly(name.kind, one) == iri and writable(one)), iri)


def writable(text: str) -> bool:
    """Whether a text comes back from the cell of a file as it was, and means nothing else there."""
    if len(text) > LONGEST or text.startswith(RUNS) or text.casefold() in (NOT_YET, UNANSWERED):
        return False
    try:
        check(text)
    except Refused:
        return False
    return text.isprintable() and tidy(text) == text
