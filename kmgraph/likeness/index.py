"""Labels by their words and by their character n-grams, and the phrases of a text held against them.

Source of the method: TF-IDF weights of character n-grams within words, and the cosine between them, as scikit-learn
has them (`TfidfVectorizer(analyzer="char_wb", sublinear_tf=True)`). Not by that library: to import it takes 130 MB and
two seconds, and to weigh the labels of ESCO four more, where arrays take less than one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack

from kmgraph.likeness.known import Label
from kmgraph.likeness.words import TOKEN, stems, telling

Weights = npt.NDArray[np.float32]
GRAMS = (3, 5)
FEATURES, SHIFT = 2**18, np.uint32(32 - 18)
"""Numbers that n-grams are spread over: enough that two seldom share one, without a dictionary in memory."""
SPREAD, MIX = np.uint32(1_000_003), np.uint32(2_654_435_769)
"""By which letters are mixed into a number, and numbers spread evenly (multiplicative hashing, Knuth vol. 3, 6.4)."""
BATCH = 8_000
"""Texts that are weighed at a time."""
CELLS = 64
"""Texts that are compared with all labels at a time."""


class Alike(NamedTuple):
    """A text and a label whose n-grams are alike: their places in their lists, and the cosine."""

    text: int
    label: int
    cosine: float


class Index:
    """Labels, found by what they are made of."""

    def __init__(self, labels: Sequence[Label]):
        self.labels = labels

    @cached_property
    def stems(self) -> list[tuple[str, ...]]:
        """The stems of each label's words."""
        return [stems(label.text) for label in self.labels]

    @cached_property
    def phrases(self) -> dict[tuple[str, ...], list[int]]:
        """The labels of the same words."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, phrase in enumerate(self.stems):
            if telling(phrase):
                found[phrase].append(at)
        return dict(found)

    @cached_property
    def bags(self) -> dict[str, list[int]]:
        """The labels of two or more telling words, by the first of these in alphabetical order."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, phrase in enumerate(self.stems):
            bag = sorted(set(telling(phrase)))
            if len(bag) > 1:
                found[bag[0]].append(at)
        return dict(found)

    @cached_property
    def _weighed(self) -> tuple[Weights, csr_matrix]:
        """The weight of each n-gram, and the labels by their n-grams."""
        batches = list(_counted([label.text for label in self.labels]))
        weights = _weights(batches)
        for at, batch in enumerate(batches):
            batches[at] = _scaled(batch, weights)
        return weights, vstack(batches, format="csr")

    def alike(self, texts: Sequence[str], least: float) -> Iterator[Alike]:
        """The labels whose n-grams are like those of a text, text by text, in the order of the labels."""
        if not texts or not self.labels:
            return
        weights, labels = self._weighed
        weighed = vstack([_scaled(batch, weights) for batch in _counted(texts)], format="csr")
        for first in range(0, len(texts), CELLS):
            cosines = labels @ weighed[first : first + CELLS].T.tocsr()
            near = np.flatnonzero(cosines.data >= least)
            label_of = np.searchsorted(cosines.indptr, near, side="right") - 1
            places = np.lexsort((label_of, cosines.indices[near]))
            rows, columns, data = (one[places] for one in (cosines.indices[near], label_of, cosines.data[near]))
            for text, label, cosine in zip(rows.tolist(), columns.tolist(), data.tolist(), strict=True):
                yield Alike(first + text, label, min(1.0, cosine))


def _counted(texts: Sequence[str]) -> Iterator[csr_matrix]:
    """How often each n-gram of a word, with a blank before and after it, stands in each text; some texts at a time."""
    for at in range(0, len(texts), BATCH):
        yield _grams(texts[at : at + BATCH])


def _grams(texts: Sequence[str]) -> csr_matrix:
    padded = [[f" {word} " for word in TOKEN.findall(text.casefold())] for text in texts]
    flat = [word for words in padded for word in words]
    letters = np.frombuffer("".join(flat).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    word_of = np.repeat(np.arange(len(flat)), [len(word) for word in flat])
    text_of = np.repeat(np.arange(len(texts)), [len(words) for words in padded])
    rows, columns = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.uint32)]
    mixed = letters
    for length in range(2, min(GRAMS[1], len(letters)) + 1):
        mixed = mixed[:-1] * SPREAD + letters[length - 1 :]
        if length >= GRAMS[0]:
            whole = word_of[: len(mixed)] == word_of[length - 1 :]
            rows.append(text_of[word_of[: len(mixed)][whole]])
            columns.append((mixed[whole] * MIX) >> SHIFT)
    places = np.concatenate(rows), np.concatenate(columns).astype(np.int32)
    return csr_matrix((np.ones(len(places[0]), dtype=np.float32), places), shape=(len(texts), FEATURES))


def _weights(batches: Sequence[csr_matrix]) -> Weights:
    """What each n-gram weighs: the more, the fewer texts have it (smoothed inverse document frequency)."""
    having = sum(np.bincount(batch.indices, minlength=FEATURES) for batch in batches)
    texts = sum(batch.shape[0] for batch in batches)
    weights: Weights = (np.log((1 + texts) / (1 + having)) + 1).astype(np.float32)
    return weights


def _scaled(counts: csr_matrix, weights: Weights) -> csr_matrix:
    """Counts as vectors of length 1, weighed by TF-IDF; changes them in place."""
    counts.data = (1 + np.log(counts.data)) * weights[counts.indices]
    lengths = np.sqrt(counts.multiply(counts).sum(axis=1)).A1
    counts.data /= np.repeat(np.where(lengths > 0, lengths, 1), np.diff(counts.indptr)).astype(np.float32)
    return counts
