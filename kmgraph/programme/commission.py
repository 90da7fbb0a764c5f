"""What to commission next: the outcomes, at most so many, that close most demand or unlock most moves.

An outcome is a competency at a level. Teaching it meets lower levels of it, too, so that at most one level of a
competency is ever chosen. Demand adds up over competencies: the best outcome of each, sorted, is exact. Moves do not
add up, as one may be stopped by several outcomes (see `unlocking`).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from kmgraph.errors import UsageError
from kmgraph.planner.optimum.links import Mask
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.practice import untaught
from kmgraph.programme.uncovered import Uncovered, uncovered_of
from kmgraph.programme.unlocking import Unlocking, most_unlocked
from kmgraph.wording import quoted

SECONDS = 3.0
"""The time there is to look for the outcomes that unlock most."""
LARGEST = 100
"""The most outcomes that may be asked for."""


class Aim(StrEnum):
    """What the outcomes are to do most of."""

    DEMAND = "demand"
    MOVES = "moves"


@dataclass(frozen=True)
class Turn:
    """An outcome to commission, and what it adds to those before it."""

    outcome: Outcome
    closes: float
    """Demand, by the weights."""
    unlocks: int
    """Moves that nothing stops any more; 0 where they need a later outcome as well."""


@dataclass(frozen=True)
class Commission:
    """What to commission, and what it does."""

    by: Aim
    most: int
    """How many outcomes were asked for."""
    turns: tuple[Turn, ...]
    """Fewer than asked for where more would add nothing."""
    closes: float
    """Demand that is met, by the weights."""
    unlocks: int
    """Moves that nothing stops any more."""
    at_most: float
    """What any choice could come to, of that which was aimed at."""
    demand: float
    """All demand that nothing within reach meets."""
    stopped: int
    """All plausible moves that are stopped."""
    taught_only: bool = False
    """Whether only levels were chosen from that some learning listed is known to reach, in any competency."""

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes, in the order of their turns."""
        return tuple(turn.outcome for turn in self.turns)

    @property
    def gap(self) -> float:
        """How much more another choice could do at most, as a part of what this one does; 0 where none does more."""
        does = self.closes if self.by is Aim.DEMAND else self.unlocks
        return max(0.0, self.at_most - does) / max(1.0, does)


def commission(
    gaps: Gaps, most: int, by: Aim = Aim.MOVES, *, taught_only: bool = False, seconds: float = SECONDS
) -> Commission:
    """The outcomes to commission next.

    Args:
        gaps: what is needed, what is within reach and what that stops.
        most: how many outcomes at most.
        by: what they are to do most of.
        taught_only: choose only levels that some learning listed is known to reach, in any competency.
        seconds: time for all, half of it at least for the search; past it the best choice found is told with its gap.

    Raises:
        UsageError: the number makes no sense.
    """
    if not 1 <= most <= LARGEST:
        raise UsageError(f"{quoted(most)} is no number of outcomes. Give one from 1 to {LARGEST}.")
    until = time.monotonic() + seconds
    every = uncovered_of(gaps, most)
    among = every.only(_taught(gaps, every)) if taught_only else every
    found = chosen_of(among, most, by, seconds=max(seconds / 2, until - time.monotonic()))
    return replace(found, demand=float(every.demand.sum()), taught_only=taught_only)


def chosen_of(uncovered: Uncovered, most: int, by: Aim, *, seconds: float = SECONDS) -> Commission:
    """The outcomes to commission next, of arrays of what is not covered."""
    found = _by_demand(uncovered, most) if by is Aim.DEMAND else most_unlocked(uncovered, most, max(0.0, seconds))
    closes = uncovered.closes(found.chosen)
    return Commission(
        by,
        most,
        tuple(_turns(uncovered, found.chosen, by)),
        closes,
        found.unlocks,
        closes if by is Aim.DEMAND else found.at_most,
        float(uncovered.demand.sum()),
        uncovered.stopped,
    )


def _taught(gaps: Gaps, uncovered: Uncovered) -> Mask:
    """Which outcomes are at a level that some learning listed is known to reach, or at none."""
    never = untaught(gaps.planner)
    return np.array([one.level not in never for one in uncovered.outcomes], dtype=np.bool_)


def _by_demand(uncovered: Uncovered, most: int) -> Unlocking:
    taught, met = uncovered.links
    values = np.bincount(taught, weights=uncovered.demand[met], minlength=len(uncovered.outcomes)).tolist()
    best: dict[int, int] = {}
    for one, (competency, value) in enumerate(zip(uncovered.competency.tolist(), values, strict=True)):
        if value > 0 and (competency not in best or value > values[best[competency]]):
            best[competency] = one
    chosen = tuple(sorted(sorted(best.values(), key=lambda one: (-values[one], one))[:most]))
    unlocks = uncovered.unlocks(chosen)
    return Unlocking(chosen, unlocks, unlocks)


def _turns(uncovered: Uncovered, chosen: Sequence[int], by: Aim) -> list[Turn]:
    """The chosen outcomes in the order in which each adds most."""
    turns: list[Turn] = []
    done: list[int] = []
    while len(done) < len(chosen):
        closed, unlocked = uncovered.closes(done), uncovered.unlocks(done)
        added = {
            one: (uncovered.closes([*done, one]) - closed, uncovered.unlocks([*done, one]) - unlocked)
            for one in chosen
            if one not in done
        }
        first = 0 if by is Aim.DEMAND else 1
        nearest = min(added, key=lambda one: (-added[one][first], -added[one][1 - first], one))
        done.append(nearest)
        turns.append(Turn(uncovered.outcomes[nearest], *added[nearest]))
    return turns
