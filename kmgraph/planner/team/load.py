"""Sharing out the best learning: the same courses, so that nobody has many more of them than others."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np

from kmgraph.planner.optimum.links import Mask
from kmgraph.planner.optimum.question import Question

Hands = tuple[frozenset[str], ...]
"""The courses of each member, by their IRIs."""


def shared_out(questions: Sequence[Question], hands: Hands) -> Hands:
    """The same courses, moved one by one to members who have fewer, as long as the team comes to hold the same.

    So they stay as many and take as many hours, and what is proven of them holds on. Courses that only go together
    stay together.

    Args:
        questions: for each member, how they could gain what nobody holds.
        hands: the courses that each takes.
    """
    brings = _brings(questions)
    while fairer := next((moved for moved in _moves(hands) if brings(moved)), None):
        hands = fairer
    return hands


def _moves(hands: Hands) -> Iterator[Hands]:
    """The hands after one course went from whoever has most to whoever has fewest, then from and to others."""
    fewest = sorted(range(len(hands)), key=lambda member: len(hands[member]))
    for giver in reversed(fewest):
        for taker in fewest:
            if len(hands[giver]) - len(hands[taker]) > 1:
                for course in sorted(hands[giver] - hands[taker]):
                    moved = {giver: hands[giver] - {course}, taker: hands[taker] | {course}}
                    yield tuple(moved.get(member, hand) for member, hand in enumerate(hands))


def _brings(questions: Sequence[Question]) -> Callable[[Hands], bool]:
    """Says whether each member can take their courses, and these bring all that any member could gain."""
    network = questions[0].network
    goals = np.unique(np.concatenate([one.goals for one in questions]))

    @cache
    def after(member: int, hand: frozenset[str]) -> Mask | None:
        """What a member holds after their courses; None where they cannot take them all."""
        reach, chosen = questions[member].reach, network.course_numbers(hand)
        taken = np.zeros(len(network.courses), dtype=np.bool_)
        taken[chosen] = True
        found = network.reach(np.flatnonzero(reach.start), taken & reach.allowed)
        return found.facts if found.entered[chosen].all() else None

    def brings(hands: Hands) -> bool:
        held = [after(member, hand) for member, hand in enumerate(hands)]
        known = [one for one in held if one is not None]
        return len(known) == len(hands) and bool(np.any(known, axis=0)[goals].all())

    return brings
