"""The figures of today beside those with some courses changed, and the difference."""

from collections.abc import Iterator
from typing import NamedTuple

from kmgraph.planner.phrases import count
from kmgraph.programme.what_if import WhatIf

TWO_BASES = (
    "Stopped moves are plausible ones, whatever courses expect on entry; closed moves are between any two role types, "
    "by courses that people in the first can enter."
)


class Figure(NamedTuple):
    """A number of today, and what it would be."""

    name: str
    label: str
    now: int
    then: int

    @property
    def difference(self) -> int:
        """How much more, or less, it would be."""
        return self.then - self.now

    @property
    def change(self) -> str:
        """The difference with its sign, or that there is none."""
        return f"{self.difference:+,d}" if self.difference else "the same"


def figures(found: WhatIf) -> Iterator[Figure]:
    """Outcomes without learning within reach, stopped moves and, where they are counted, moves that learning closes."""
    before, after = found.before, found.after
    yield Figure("uncovered", "Outcomes with no learning within reach", len(before.uncovered), len(after.uncovered))
    kind = "" if before.all_pairs else "plausible "
    of = count(before.moves.total, f"{kind}move", f"{kind}moves")
    yield Figure("stopped_moves", f"Stopped by gaps, of {of}", before.stopped, after.stopped)
    if found.closed:
        now, then = found.closed
        of = count(now.pairs, "move", "moves")
        yield Figure(
            "closed", f"Closed wholly by learning, of {of} between any two role types", now.closed, then.closed
        )
        yield Figure("partly", "Closed in part, of the same moves", now.partly, then.partly)
