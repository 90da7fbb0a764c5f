"""Links between numbered things, as arrays."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Links:
    """What each of a row of things is linked to: those of thing n stand at `to[begin[n]:begin[n + 1]]`."""

    begin: Numbers
    to: Numbers

    @classmethod
    def of(cls, owners: Numbers, to: Numbers, count: int) -> "Links":
        """The links of `count` owners, from pairs in any order."""
        order = np.argsort(owners, kind="stable")
        begin = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(owners, minlength=count), out=begin[1:])
        return cls(begin, to[order])

    @classmethod
    def distinct(cls, owners: Numbers, to: Numbers, count: int) -> "Links":
        """The links of `count` owners, from pairs in any order: each pair once, those of an owner sorted."""
        width = int(to.max(initial=0)) + 1
        pairs = np.unique(owners * width + to)
        return cls.of(pairs // width, pairs % width, count)

    @classmethod
    def of_sets(cls, sets: Sequence[Collection[int]]) -> "Links":
        """The links of one owner for each set, sorted."""
        begin = np.zeros(len(sets) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in sets], out=begin[1:])
        return cls(begin, np.array([number for one in sets for number in sorted(one)], dtype=np.int64))

    def at(self, owner: int) -> Numbers:
        """What one owner is linked to."""
        return self.to[self.begin[owner] : self.begin[owner + 1]]

    def and_also(self, owners: Numbers, to: Numbers) -> "Links":
        """These links and some more."""
        both = np.concatenate([self.owners, owners]), np.concatenate([self.to, to])
        return Links.of(*both, len(self.begin) - 1)

    @cached_property
    def owners(self) -> Numbers:
        """The owner of each link."""
        return np.repeat(np.arange(len(self.begin) - 1), np.diff(self.begin))

    def only(self, owners: Numbers) -> "Links":
        """The links of some of the owners, sorted and each once, which are numbered anew."""
        if len(owners) == len(self.begin) - 1:
            return self
        begin = np.concatenate([[0], np.cumsum(np.diff(self.begin)[owners])])
        return Links(begin, self.gather(owners))

    def where(self, kept: Mask) -> "Links":
        """Those of the links that are kept."""
        return Links(np.concatenate([[0], np.cumsum(kept)])[self.begin], self.to[kept])

    def turned(self, count: int) -> "Links":
        """The same links seen from the `count` things that they lead to."""
        return Links.of(self.to, self.owners, count)

    def places(self, owners: Numbers) -> Numbers:
        """Where the links of these owners stand, one after the other."""
        begin = self.begin[owners]
        counts = self.begin[owners + 1] - begin
        ends = np.cumsum(counts)
        found: Numbers = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begin - ends + counts, counts)
        return found

    def gather(self, owners: Numbers) -> Numbers:
        """All that these owners are linked to, one after the other."""
        found: Numbers = self.to[self.places(owners)]
        return found
