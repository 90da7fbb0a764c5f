"""What a text asks for, and the records whose labels have its words: candidates, which `kmgraph.ranking` puts in order.

Each word is the beginning of one in a label. A word that begins none is taken for a slip of the pen: then words do
that are nearly the same, begin nearly so, or have it inside.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from kmgraph.store.words import words
from kmgraph.vocabulary import Kind

LETTERS, WORDS = 200, 16
"""What is read of a text: its first letters, and of those the first words."""
MOST = 500
"""Candidates that are told; from so many, the best few are chosen."""
MANY = 1_000_000
"""Records, of which those with a word are a part."""
SHARE = 1 / 3
"""How much of what all words count a record must have, at least, where none has all."""
SHORT, HASTY, LONG = 4, 5, 8
"""Letters from which on a word may differ by one slip, by two where one finds nothing, and by two in any case.

A slip is a letter too much, too few, wrong or swapped.
"""
INSIDE = 3
"""Letters that may also stand inside of a word."""


class Asked(NamedTuple):
    """A text that somebody looks for, as the index has it."""

    words: tuple[str, ...]
    """Each once, in their order."""
    line: str
    """All of them, as a label of just these words stands in the index."""


class Called(NamedTuple):
    """A record and what it is called (`kmgraph.store.words.names`), as one source says."""

    kind: Kind
    iri: str
    names: str


class Candidates(NamedTuple):
    """Records that may be meant by a text."""

    found: Sequence[Called]
    """No more than were asked for: those called just that, those whose label begins so, then the shortest."""
    counts: Mapping[Kind, int] | None
    """How many there are of each kind; None where no record has all the words, and `found` has those with most."""


NONE = Candidates((), {})


def asked(text: str) -> Asked:
    """What a text asks for."""
    found = words(text[:LETTERS])[:WORDS]
    return Asked(tuple(dict.fromkeys(found)), " ".join(found))


def slips(word: str, *, hasty: bool = False) -> int:
    """How many slips of the pen may make another word of it; `hasty` where fewer find nothing."""
    return (len(word) >= SHORT) + (len(word) >= (HASTY if hasty else LONG))


def rarity(having: int) -> float:
    """What a word counts that so many records have: of two records with some of the words, the rare ones decide."""
    return log(1 + MANY / max(1, having))
