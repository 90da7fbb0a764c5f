"""Sharing out the best learning: the same courses, so that nobody has many more of them than others."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from kmgraph.planner.optimum.links import Mask
from kmgraph.planner.optimum.question import Question

Hands = tuple[frozenset[str], ...]
"""The courses of each member, by their IRIs."""


class Then(NamedTuple):
    """What courses come to: which of them can be entered, and what is held after these."""

    entered: frozenset[str]
    facts: Mask


After = Callable[[int, frozenset[str]], Then]
"""What some courses come to for the member of a number."""


def shared_out(questions: Sequence[Question], hands: Hands) -> Hands:
    """The same courses, moved chain by chain to members who have fewer, as long as the team comes to hold the same.

    So they stay as many and take as many hours, and what is proven of them holds on. A chain, courses that only go
    together, goes to another member as a whole.

    Args:
        questions: for each member, how they could gain what nobody holds.
        hands: the courses that each takes.
    """
    after = _after(questions)
    goals = np.unique(np.concatenate([one.goals for one in questions]))

    def brings(hands: Hands) -> bool:
        """Whether each member can take their courses, and these bring all that any member could gain."""
        found = [after(member, hand) for member, hand in enumerate(hands)]
        can = all(one.entered >= hand for one, hand in zip(found, hands, strict=True))
        return can and bool(np.any([one.facts for one in found], axis=0)[goals].all())

    while fairer := next((moved for moved in _moves(hands, after) if brings(moved)), None):
        hands = fairer
    return hands


def _moves(hands: Hands, after: After) -> Iterator[Hands]:
    """The hands after one chain went from whoever has most to whoever has fewest, then from and to others."""
    fewest = sorted(range(len(hands)), key=lambda member: len(hands[member]))
    for giver in reversed(fewest):
        for taker in fewest:
            for chain in _chains(giver, hands[giver], after):
                if len(hands[giver]) - len(hands[taker]) > len(chain) and not chain & hands[taker]:
                    moved = {giver: hands[giver] - chain, taker: hands[taker] | chain}
                    yield tuple(moved.get(member, hand) for member, hand in enumerate(hands))


def _chains(member: int, hand: frozenset[str], after: After) -> list[frozenset[str]]:
    """What a member could let go of, shortest first: each course with those that need it, or all that are linked so."""
    with_needing = [hand - after(member, hand - {course}).entered for course in sorted(hand)]
    linked: list[frozenset[str]] = []
    for chain in with_needing:
        apart = [one for one in linked if not one & chain]
        linked = [*apart, chain.union(*(one for one in linked if one & chain))]
    return sorted({*with_needing, *linked}, key=lambda chain: (len(chain), sorted(chain)))


def _after(questions: Sequence[Question]) -> After:
    """Says what a member can enter of some courses, and holds after them."""
    network = questions[0].network

    @cache
    def after(member: int, hand: frozenset[str]) -> Then:
        reach, chosen = questions[member].reach, network.course_numbers(hand)
        taken = np.zeros(len(network.courses), dtype=np.bool_)
        taken[chosen] = True
        found = network.reach(np.flatnonzero(reach.start), taken & reach.allowed)
        return Then(frozenset(network.courses[number] for number in np.flatnonzero(found.entered)), found.facts)

    return after
