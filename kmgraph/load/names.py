"""What the concepts of a scheme are called, and which are called like a text."""

from collections import defaultdict
from functools import cached_property
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils

from kmgraph.model import Group, Named, Record

SAME = 97
"""Likeness of texts that are the same, but for a slip."""
ALIKE = 80
"""Likeness, letter by letter, of a label that is worth showing."""
SHARED = 0.4
"""Share of the words of two texts, rare ones weighing more, that a label worth showing has in common with the text."""
MOST = 3
"""How many concepts are shown."""


class Name(NamedTuple):
    """A concept, by the label that is shown and the one that was found."""

    iri: str
    label: str
    found_by: str
    heading: bool

    def __str__(self) -> str:
        also = "" if utils.default_process(self.label) == self.found_by else f", also called “{self.found_by}”"
        return f"“{self.label}” ({self.iri}{', a heading' if self.heading else ''}{also})"


def labels_of(record: Record) -> tuple[str, ...]:
    """All labels of a record, without capitals and punctuation."""
    if not isinstance(record, Named):
        return ()
    every = (record.label, *record.alternative_labels, *record.hidden_labels)
    return tuple(dict.fromkeys(filter(None, map(utils.default_process, every))))


class Names:
    """The labels of the concepts of a scheme."""

    def __init__(self) -> None:
        self._labels: list[str] = []
        self._concepts: list[tuple[str, str, bool]] = []
        self._called: dict[tuple[str, float], list[tuple[float, int]]] = {}

    def add(self, record: Record) -> None:
        """Takes in the labels of a concept."""
        for label in labels_of(record):
            self._labels.append(label)
            self._concepts.append((record.id, getattr(record, "label", label), isinstance(record, Group)))

    def called(self, words: str, at_least: float) -> set[str]:
        """The IRIs of the concepts called like this."""
        return {self._concepts[at][0] for _, at in self._by_letters(words, at_least)}

    def nearest(self, texts: list[str], apart: str) -> list[Name]:
        """The concepts called most like any of these texts, most alike first; `apart` is not among them."""
        found = [hit for text in texts for hit in self._by_letters(text, ALIKE)]
        if max(found, default=(0.0, 0))[0] < SAME:
            found += [hit for text in texts for hit in self._by_words(text)]
        best: dict[str, tuple[float, int]] = {}
        for score, at in found:
            iri = self._concepts[at][0]
            if iri != apart and score > best.get(iri, (0.0, 0))[0]:
                best[iri] = (score, at)
        ranked = sorted(best.values(), key=lambda hit: (-hit[0], self._concepts[hit[1]]))
        return [self._name(at) for score, at in ranked[:MOST] if ranked[0][0] < SAME or score >= SAME]

    def _name(self, at: int) -> Name:
        iri, label, heading = self._concepts[at]
        return Name(iri, label, self._labels[at], heading)

    def _by_letters(self, words: str, at_least: float) -> list[tuple[float, int]]:
        """Labels like a text, by `token_sort_ratio`: likeness and place of each."""
        if (words, at_least) not in self._called:
            found = process.extract(words, self._labels, scorer=fuzz.token_sort_ratio, score_cutoff=at_least, limit=50)
            self._called[words, at_least] = [(score, at) for _, score, at in found] if words else []
        return self._called[words, at_least]

    def _by_words(self, text: str) -> list[tuple[float, int]]:
        """Labels that share words with a text, rare ones weighing more (inverse document frequency)."""
        words = {word for word in text.split() if word in self._places}
        overlap: dict[int, float] = defaultdict(float)
        for word in sorted(words, key=lambda word: len(self._places[word]))[:4]:
            for at in self._places[word]:
                overlap[at] += self._weight(word)
        own = sum(self._weight(word) for word in set(text.split()))
        found = []
        for at, common in overlap.items():
            share = common / (own + sum(map(self._weight, set(self._labels[at].split()))) - common)
            if share >= SHARED:
                found.append((ALIKE * share, at))
        return found

    def _weight(self, word: str) -> float:
        return log(1 + len(self._labels) / (1 + len(self._places.get(word, ()))))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, label in enumerate(self._labels):
            for word in set(label.split()):
                places.setdefault(word, []).append(at)
        return places
