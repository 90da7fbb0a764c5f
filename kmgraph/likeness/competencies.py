"""The competencies that an advert asks for, each with the sentences that support it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kmgraph.likeness.confidence import Confidence, confidence
from kmgraph.likeness.index import Index
from kmgraph.likeness.known import Vocabulary
from kmgraph.likeness.level_words import stated
from kmgraph.likeness.phrases import BY_ITSELF, Hit, hits
from kmgraph.likeness.sentences import Sentence
from kmgraph.likeness.words import telling
from kmgraph.model import Level
from kmgraph.vocabulary import Importance

A_CLAUSE = 3
"""Competencies of one framework that a clause may name; what is less alike is left out."""


IN_LARGE = 0.9
"""What the likeness of a single word within a sentence counts in a large framework."""
OTHER_IN_LARGE, LONG_IN_LARGE, LONG = 0.7, 0.85, 3
"""What an alternative label counts in a large framework, and one with so many telling words or more: of so many labels
some are common phrases, which mean something else in most sentences.
"""


class Support(NamedTuple):
    """A clause of an advert that seems to ask for a competency."""

    competency: str
    label: str
    """The label that it seems to name."""
    likeness: float
    how: str
    clause: str
    said: str
    """The words of the clause that seem to name it."""
    line: int
    importance: Importance | None
    level: Level | None
    level_said: str | None


class Found(NamedTuple):
    """A competency that an advert seems to ask for."""

    competency: str
    confidence: Confidence
    supports: tuple[Support, ...]
    """The surest first."""

    @property
    def surest(self) -> tuple[Support, ...]:
        """Those that are as sure as the proposal itself."""
        return tuple(one for one in self.supports if confidence(one.likeness) is self.confidence)

    @property
    def importance(self) -> Importance | None:
        """Essential where any sentence says so, else what one says; None where none says anything."""
        said = {one.importance for one in self.surest if one.importance}
        return Importance.ESSENTIAL if Importance.ESSENTIAL in said else next(iter(said), None)

    @property
    def needed(self) -> Importance:
        """The importance that stands in tables: as stated, or else desirable, the lesser claim."""
        return self.importance or Importance.DESIRABLE

    @property
    def level(self) -> Level | None:
        """The highest level that a sentence states."""
        known = [one.level for one in self.surest if one.level]
        return max(known, key=lambda level: level.order, default=None)


def competencies(known: Vocabulary, index: Index, read: Sequence[Sentence], least: Confidence) -> list[Found]:
    """The competencies that sentences ask for at this confidence or a higher one, the surest first."""
    asked = [(sentence, clause) for sentence in read if sentence.section.asks for clause in sentence.asked]
    found: dict[str, list[Support]] = {}
    for (sentence, clause), named in zip(asked, hits(index, [clause for _, clause in asked]), strict=True):
        for hit in _best(known, index, [_weighed(known, index, hit) for hit in named]):
            support = _support(known, index, sentence, clause, hit)
            found.setdefault(support.competency, []).append(support)
    proposed = [_found(iri, supports) for iri, supports in found.items()]
    kept = [one for one in proposed if one and one.confidence.rank <= least.rank]
    return sorted(kept, key=_order)


def _order(one: Found) -> tuple[int, float, int, str]:
    return one.confidence.rank, -one.supports[0].likeness, one.supports[0].line, one.competency


def _weighed(known: Vocabulary, index: Index, hit: Hit) -> Hit:
    """A hit as sure as its label allows: a common word or phrase seldom names one competency of a large framework."""
    label, many = index.labels[hit.label], len(telling(index.stems[hit.label]))
    if hit.how == BY_ITSELF or known.competencies[label.iri].framework not in known.large:
        return hit
    weight = IN_LARGE if many == 1 else 1.0
    if not label.preferred:
        weight *= LONG_IN_LARGE if many >= LONG else OTHER_IN_LARGE
    return hit._replace(likeness=hit.likeness * weight)


def _best(known: Vocabulary, index: Index, named: Iterable[Hit]) -> list[Hit]:
    """The likest label of each competency, at most a few of a framework, none within the words of a surer one."""
    kept: dict[str, Hit] = {}
    of: dict[str, list[Hit]] = {}
    for hit in sorted(named, key=lambda hit: (-hit.likeness, hit.label)):
        iri = index.labels[hit.label].iri
        others = of.setdefault(known.competencies[iri].framework, [])
        if iri in kept or len(others) >= A_CLAUSE or any(_within(hit, other) for other in others):
            continue
        kept[iri] = hit
        others.append(hit)
    return list(kept.values())


def _within(hit: Hit, other: Hit) -> bool:
    """Whether a hit rests on words that a surer one explains."""
    return hit.start < other.end and other.start < hit.end and hit.likeness < other.likeness


def _support(known: Vocabulary, index: Index, sentence: Sentence, clause: str, hit: Hit) -> Support:
    label = index.labels[hit.label]
    level = stated(clause, hit.start, hit.end, known.levels(label.iri))
    return Support(
        label.iri, label.text, hit.likeness, hit.how, clause, clause[hit.start : hit.end], sentence.line,
        sentence.importance, *(level or (None, None)),
    )  # fmt: skip


def _found(iri: str, supports: list[Support]) -> Found | None:
    ranked = sorted(supports, key=lambda one: -one.likeness)
    word = confidence(ranked[0].likeness)
    return Found(iri, word, tuple(ranked)) if word else None
