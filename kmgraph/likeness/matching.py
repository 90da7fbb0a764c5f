"""Competencies of two frameworks that are called alike, and what SKOS would say of each pair."""

import re
from collections.abc import Iterator, Mapping
from heapq import nlargest
from typing import NamedTuple

from rapidfuzz import fuzz

from kmgraph.likeness.confidence import Confidence, confidence
from kmgraph.likeness.index import Index
from kmgraph.likeness.known import Label, labels
from kmgraph.likeness.words import stems, telling
from kmgraph.model import Competency
from kmgraph.vocabulary import Match

LOOKED_AT = 0.35
"""The least cosine of two labels' n-grams that is looked at."""
PREFERRED, OTHER = 1.0, 0.93
"""What likeness counts between preferred labels, and where one of the two is an alternative label."""
JOINED = re.compile(r"\b(?:and|or)\b|[,/&]", re.IGNORECASE)


Competencies = Mapping[str, Competency]
DEFINED = 0.5
"""What likeness of all that is said counts beside that of labels."""
LEAST_MEANING = 0.05
LONGEST, FEW = 400, 8
"""Letters of a definition, and other labels, that are looked at."""
SMALL, NEAREST, LEAST_LIKELY = 500, 20, 0.45
"""A framework so small is looked at whole for what is said; of a larger one, so many competencies that are called
most alike.
"""


class Near(NamedTuple):
    """How alike two competencies are, and the labels of each that are likest."""

    likeness: float
    subject_label: str
    object_label: str


class Pair(NamedTuple):
    """A competency of one framework, one of another that is called alike, and the labels that say so."""

    subject: str
    object: str
    match: Match
    confidence: Confidence | None
    """None where too little speaks for it to be proposed."""
    likeness: float
    subject_label: str
    object_label: str


def match(
    ours: Competencies, theirs: Competencies, *, most: int = 3, least: Confidence = Confidence.FAIR
) -> list[Pair]:
    """For each competency its likest ones of the other framework, at most so many, at this confidence or a higher one.

    A machine never says `exact`: it sees words, not meanings.
    """
    found = ranked(ours, theirs, most)
    kept = [(pair, pair.confidence) for pairs in found.values() for pair in pairs]
    return [pair for pair, word in kept if word and word.rank <= least.rank]


def ranked(ours: Competencies, theirs: Competencies, most: int) -> dict[str, list[Pair]]:
    """For each competency of `ours` the likest ones of `theirs`, the likest first; whatever their confidence."""
    best = _by_labels(ours, theirs) if len(ours) <= len(theirs) else _turned(_by_labels(theirs, ours))
    for (iri, other), cosine in _by_meaning(*_likely(ours, theirs, best)):
        near = best.setdefault(iri, {})
        one = near.get(other) or Near(0.0, ours[iri].label, theirs[other].label)
        near[other] = one._replace(likeness=min(1.0, one.likeness + DEFINED * cosine))
    return {iri: list(_pairs(ours[iri], theirs, best.get(iri, {}), most)) for iri in ours}


def _turned(best: dict[str, dict[str, Near]]) -> dict[str, dict[str, Near]]:
    """The same seen from the other framework."""
    found: dict[str, dict[str, Near]] = {}
    for iri, near in best.items():
        for other, one in near.items():
            found.setdefault(other, {})[iri] = Near(one.likeness, one.object_label, one.subject_label)
    return found


def _likely(
    ours: Competencies, theirs: Competencies, best: dict[str, dict[str, Near]]
) -> tuple[Competencies, Competencies]:
    """Of each framework, what is worth a look at all that is said of it: everything, where it is small."""
    pairs = {(iri, other) for iri, near in best.items()
             for other in nlargest(NEAREST, near, key=lambda other: near[other].likeness)
             if near[other].likeness >= LEAST_LIKELY}  # fmt: skip
    subjects, objects = {iri for iri, _ in pairs}, {other for _, other in pairs}
    return (
        ours if len(ours) <= SMALL else {iri: one for iri, one in ours.items() if iri in subjects},
        theirs if len(theirs) <= SMALL else {iri: one for iri, one in theirs.items() if iri in objects},
    )


def _by_labels(ours: Competencies, theirs: Competencies) -> dict[str, dict[str, Near]]:
    subjects, others = labels(ours), labels(theirs)
    index = Index(others)
    best: dict[str, dict[str, Near]] = {}
    for alike in index.alike([label.text for label in subjects], LOOKED_AT):
        subject, other = subjects[alike.text], others[alike.label]
        near = best.setdefault(subject.iri, {})
        likeness = _likeness(subject, other, alike.cosine)
        if subject.iri != other.iri and likeness > (near[other.iri].likeness if other.iri in near else 0.0):
            near[other.iri] = Near(likeness, subject.text, other.text)
    return best


def _by_meaning(ours: Competencies, theirs: Competencies) -> Iterator[tuple[tuple[str, str], float]]:
    """How alike competencies are in all that is said of them: labels and definition."""
    said = [Label(_said(one), iri, False) for iri, one in ours.items()]
    index = Index([Label(_said(one), iri, False) for iri, one in theirs.items()])
    for alike in index.alike([label.text for label in said], LEAST_MEANING):
        pair = said[alike.text].iri, index.labels[alike.label].iri
        if pair[0] != pair[1]:
            yield pair, alike.cosine


def _said(one: Competency) -> str:
    return f"{one.label}. {(one.definition or '')[:LONGEST]} {'; '.join(one.alternative_labels[:FEW])}"


def _pairs(one: Competency, theirs: Competencies, near: Mapping[str, Near], most: int) -> Iterator[Pair]:
    likest = sorted(near.items(), key=lambda item: (-item[1].likeness, item[0]))
    for iri, (likeness, subject, other) in likest[:most]:
        yield Pair(one.id, iri, _kind(one, theirs[iri], subject, other), confidence(likeness), likeness, subject, other)


def _likeness(one: Label, other: Label, cosine: float) -> float:
    bag, words = set(telling(stems(one.text))), set(telling(stems(other.text)))
    weight = PREFERRED if one.preferred and other.preferred else OTHER
    if bag == words and bag:
        return weight
    spelt = fuzz.token_sort_ratio(one.text.casefold(), other.text.casefold()) / 100
    return weight * (0.6 * cosine + 0.4 * spelt)


def _kind(one: Competency, other: Competency, subject: str, object: str) -> Match:
    """Close where labels have the same words; broad or narrow where one has all of the other's; else related."""
    ours, theirs = (frozenset(telling(stems(label))) for label in (subject, object))
    if ours == theirs:
        return Match.CLOSE
    ours, theirs = (frozenset(telling(stems(record.label))) for record in (one, other))
    if ours < theirs or theirs < ours:
        longer = other if ours < theirs else one
        wider = bool(JOINED.search(longer.label))  # a list takes in each of its parts; an adjective narrows
        return Match.BROAD if wider == (longer is other) else Match.NARROW
    return Match.RELATED
