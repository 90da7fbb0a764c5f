"""The order of what a search finds: called just that, called so too, beginning so, then by likeness; done once, for
every store.

The likeness of a label (0 to 100) says how much of what was asked for it has, how much else it says, and how alike the
two are letter by letter; the weights were chosen by looking at searches of the starter data and of ESCO.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz

from kmgraph.store.called import INSIDE, Asked, Called
from kmgraph.store.words import lines
from kmgraph.vocabulary import Kind

FIRST = {Kind.ROLE: 0, Kind.COMPETENCY: 1, Kind.COURSE: 2}
"""Kinds that come before others, in this order, of what is equally like."""
EXACT, TOO, BEGINNING, LIKE = 100, 99, 98, 97
"""Called just that; called that as well; beginning so; and the most that any other can be like."""
OTHER = 0.95
"""What the likeness of another label counts beside that of the preferred one."""
COVERED, ECONOMICAL, SPELT = 0.75, 0.15, 0.1
"""How much of the likeness is having what was asked for, saying little else, and being spelt alike."""
ENOUGH = 0.5
"""The part of the letters asked for that a label must have at least, where no record has all words."""
SAME = 0.7
"""How alike (0 to 1) a word must be to one with a slip in it."""
HALF_SAID, INNER = 0.9, 0.8
"""What a word counts that only begins like one asked for, and what one does that has it inside."""


class Ranked(NamedTuple):
    """A record that was found, how like it is (0 to 100), and the label, as words, that is."""

    kind: Kind
    iri: str
    likeness: int
    line: str


def ranked(asked: Asked, candidates: Iterable[Called], *, some: bool) -> list[Ranked]:
    """Candidates, best first; where they have only `some` of the words, without those that have too little."""
    measure = _Measure(asked, ENOUGH if some else 0)
    best: dict[tuple[Kind, str], tuple[Ranked, str]] = {}
    for one in candidates:
        label, *others = lines(one.names)
        found = [(measure(label, 1), label), *((measure(other, OTHER), other) for other in others)]
        likeness, like = max(found, key=lambda pair: pair[0])
        if like != label and likeness < TOO and measure.says_as_much(label, like):
            like = label
        known = best.get((one.kind, one.iri))
        if likeness and (known is None or known[0].likeness < likeness):
            best[one.kind, one.iri] = Ranked(one.kind, one.iri, likeness, like), label
    return [one for one, _ in sorted(best.values(), key=_place)]


def _place(found: tuple[Ranked, str]) -> tuple[int, int, int, str, str]:
    one, label = found
    return -one.likeness, FIRST.get(one.kind, len(FIRST)), len(label), label, one.iri


class _Measure:
    """How like a label is what was asked for; 0 where it has less of that than `enough`."""

    def __init__(self, asked: Asked, enough: float):
        self._asked, self._enough = asked, enough
        self._letters = sum(map(len, asked.words))
        self._near: dict[str, tuple[float, ...]] = {}

    def __call__(self, line: str, counts: float) -> int:
        wanted = self._asked.line
        if line == wanted:
            return EXACT if counts == 1 else TOO
        if line.startswith(wanted):
            return round(counts * BEGINNING)
        words = line.split(" ")
        covered = self._covered(words)
        if covered < self._enough or not words:
            return 0
        economy = min(1, self._letters / max(1, len(line) - len(words) + 1))
        like = COVERED * covered + ECONOMICAL * economy + SPELT * fuzz.ratio(wanted, line) / 100
        return max(1, min(LIKE, round(100 * counts * like)))

    def says_as_much(self, line: str, other: str) -> bool:
        """Whether one label has as much of what was asked for as another."""
        return self._covered(line.split(" ")) >= self._covered(other.split(" "))

    def _covered(self, words: Iterable[str]) -> float:
        """The part of the letters asked for that these words have."""
        nearest = map(max, zip(*(self._nearness(word) for word in words), strict=True))
        pairs = zip(self._asked.words, nearest, strict=True)
        covered: float = sum(len(word) * near for word, near in pairs)
        return covered / self._letters

    def _nearness(self, word: str) -> tuple[float, ...]:
        """How near a word of a label is to each that was asked for."""
        if (known := self._near.get(word)) is None:
            known = self._near[word] = tuple(_near(asked, word) for asked in self._asked.words)
        return known


def _near(asked: str, word: str) -> float:
    """How near a word is to one that was asked for, from 0 to 1."""
    if word.startswith(asked):
        return HALF_SAID + (1 - HALF_SAID) * len(asked) / len(word)
    if len(asked) >= INSIDE and asked in word:
        return INNER
    alike = max(fuzz.ratio(asked, word), HALF_SAID * fuzz.ratio(asked, word[: len(asked)])) / 100
    return alike if alike >= SAME else 0
