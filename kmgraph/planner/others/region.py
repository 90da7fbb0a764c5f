"""What is left to search of several axes, less of each being better: all that no point found so far beats.

It is kept as the parts of it that are as large as can be, each all that has less of every axis than its bounds
(Klamroth, Lacour and Vanderpooten, EJOR 245(3), 2015, doi:10.1016/j.ejor.2015.03.031).
"""

from collections.abc import Iterable, Sequence
from itertools import chain

Amount = tuple[int, ...]
"""What something has of an axis: numbers of which the first matters most."""
Point = tuple[Amount, ...]
"""What something has of each axis."""
Part = tuple[Amount | None, ...]
"""All that has less than this of each axis; None is no bound."""


class Region:
    """What is left to search.

    Args:
        axes: how many there are.
    """

    def __init__(self, axes: int):
        self.parts: list[Part] = [(None,) * axes]
        self._empty: list[Part] = []

    def cut_off(self, point: Point) -> None:
        """Leaves out all that has no less than a point of any axis."""
        inside = [part for part in self.parts if _less(point, part)]
        around = [part for part in self.parts if part not in inside]
        self.parts = _largest([*around, *chain(*(_less_of_one(part, point) for part in inside))], self._empty)

    def drop(self, part: Part) -> None:
        """Leaves out a part in which nothing is."""
        self._empty.append(part)
        self.parts = _largest(self.parts, self._empty)


def beats(one: Point, other: Point) -> bool:
    """Whether a point has no more than another of any axis, and less of one."""
    return one != other and all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def _less(point: Point, part: Part) -> bool:
    return all(most is None or amount < most for amount, most in zip(point, part, strict=True))


def _less_of_one(part: Part, point: Point) -> list[Part]:
    return [(*part[:axis], amount, *part[axis + 1 :]) for axis, amount in enumerate(point)]


def _largest(parts: Iterable[Part], empty: Sequence[Part]) -> list[Part]:
    """The parts that lie in no other and in none where nothing is, in their order."""
    every = list(dict.fromkeys(parts))
    return [
        one
        for one in every
        if not any(_within(one, other) for other in empty)
        and not any(_within(one, other) for other in every if other != one)
    ]


def _within(one: Part, other: Part) -> bool:
    """Whether one part lies in another."""
    return all(most is None or (amount is not None and amount <= most) for amount, most in zip(one, other, strict=True))
