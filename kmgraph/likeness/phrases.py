"""Labels in a clause: as they stand, with their words in another order, or spelt alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from kmgraph.likeness.index import Alike, Index
from kmgraph.likeness.known import Label
from kmgraph.likeness.list_items import list_items
from kmgraph.likeness.words import EMPTY_STEMS, Word, stems, telling, words

LONGEST = 6
"""Words of a phrase that is held against labels."""
SPREAD = 3
"""Other words that may stand between those of a label."""
ORDERED, ALONE, SCATTERED = 1.0, 0.8, 0.78
"""How alike: all words of a label in their order; its only word; all words in another order or with others between."""
OTHER_ITEM, PART = 0.95, 0.7
"""How alike: an alternative label of one word that is all of a list item; one word of a label that joins several."""
BY_ITSELF = "it stands here by itself"
LEAST = 0.62
"""The least cosine of n-grams that is looked at."""
SPELT = 0.95
"""What likeness in spelling counts beside that in words."""


SHORTEST = 3
"""Letters of a label from which on it does not matter whether they are capitals."""
SAME_WORD = 75
"""How alike (0 to 100) two words are at least that may be forms of one."""


class Hit(NamedTuple):
    """A label that a clause seems to name."""

    label: int
    """Its place in the index."""
    likeness: float
    how: str
    start: int
    end: int


class Phrase(NamedTuple):
    """Some words of a clause that stand side by side, the first and the last of which tell something."""

    clause: int
    text: str
    start: int
    end: int


def hits(index: Index, clauses: Sequence[str]) -> list[list[Hit]]:
    """What labels each clause names, each label once at its likest, the likest first."""
    found: list[dict[int, Hit]] = [{} for _ in clauses]
    cut = [words(clause) for clause in clauses]
    for number, said in enumerate(cut):
        for hit in (*_ordered(index, said, list_items(clauses[number])), *_scattered(index, said)):
            _keep(found[number], hit)
    phrases = [one for number, said in enumerate(cut) for one in _phrases(number, clauses[number], said)]
    standing: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        standing.setdefault(phrase.text.casefold(), []).append(phrase)
    texts = list(standing)
    for alike in index.alike(texts, LEAST):
        if (likeness := _spelt(index, alike, texts[alike.text])) >= LEAST:
            for phrase in standing[texts[alike.text]]:
                _keep(found[phrase.clause], Hit(alike.label, likeness, "spelt much alike", phrase.start, phrase.end))
    return [sorted(one.values(), key=lambda hit: (-hit.likeness, hit.label)) for one in found]


def _keep(found: dict[int, Hit], hit: Hit) -> None:
    if hit.label not in found or found[hit.label].likeness < hit.likeness:
        found[hit.label] = hit


def _ordered(index: Index, said: Sequence[Word], items: Mapping[int, str]) -> Iterator[Hit]:
    for first in range(len(said)):
        for last in range(first + 1, min(len(said), first + 2 * LONGEST) + 1):
            phrase = tuple(word.stem for word in said[first:last])
            for label in index.phrases.get(phrase, ()):
                start, end = said[first].start, said[last - 1].end
                likeness, how = ORDERED, "its words stand here"
                if len(telling(phrase)) == 1:
                    likeness, how = _one_word(index.labels[label], items.get(start, ""))
                yield Hit(label, likeness, how, start, end)


def _one_word(label: Label, item: str) -> tuple[float, str]:
    """How alike a label of one word is that stands in a clause, and how it stands there.

    By itself in a list it names what it says; within a sentence it may well mean something else.
    """
    short = len(label.text) < SHORTEST
    if not label.part and (item == label.text if short else item.casefold() == label.text.casefold()):
        return ORDERED if label.preferred else OTHER_ITEM, BY_ITSELF
    return PART if label.part and not item else ALONE, "its word stands here"


def _scattered(index: Index, said: Sequence[Word]) -> Iterator[Hit]:
    places: dict[str, list[Word]] = {}
    for word in said:
        places.setdefault(word.stem, []).append(word)
    for one in places.keys() & index.bags.keys():
        for label in index.bags[one]:
            bag = set(telling(index.stems[label]))
            if bag <= places.keys() and (span := _span(said, bag)):
                yield Hit(label, SCATTERED, "its words stand here, in another order or apart", *span)


def _span(said: Sequence[Word], bag: set[str]) -> tuple[int, int] | None:
    """The first narrow stretch of a clause that holds all these words."""
    for first in range(len(said)):
        part = said[first : first + len(bag) + SPREAD]
        if part[0].stem in bag and bag <= {word.stem for word in part}:
            last = max(next(at for at, word in enumerate(part) if word.stem == one) for one in bag)
            return part[0].start, part[last].end
    return None


def _phrases(number: int, clause: str, said: Sequence[Word]) -> Iterable[Phrase]:
    for first in range(len(said)):
        for last in range(first, min(len(said), first + LONGEST)):
            if said[first].stem not in EMPTY_STEMS and said[last].stem not in EMPTY_STEMS:
                start, end = said[first].start, said[last].end
                yield Phrase(number, clause[start:end], start, end)


def _spelt(index: Index, alike: Alike, phrase: str) -> float:
    """How alike two wordings are spelt: by n-grams, and by their words whatever the order.

    Nothing where a telling word of the label has no like in the phrase: one word does not name what two do.
    """
    wanted, said = telling(index.stems[alike.label]), telling(stems(phrase))
    if not wanted or len(said) < len(wanted) or not all(any(_alike(one, other) for other in said) for one in wanted):
        return 0.0
    sorted_alike = fuzz.token_sort_ratio(phrase.casefold(), index.labels[alike.label].text.casefold()) / 100
    return (SPELT if len(wanted) > 1 else ALONE) * (alike.cosine + sorted_alike) / 2


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= SAME_WORD
