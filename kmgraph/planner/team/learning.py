"""The best learning for a team: the fewest courses after which somebody holds what nobody held before.

Each course that a member could take is a choice of its own, with that member's facts; a need of the team is one
fact more, which everybody's courses give that reach its level. So it is the question of a single bridge again, only
larger, and reduced, solved and proven as such (`pool`, `core`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kmgraph.planner.optimum.core import best
from kmgraph.planner.optimum.links import Links, Numbers
from kmgraph.planner.optimum.pool import Pool
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.optimum.question import Question
from kmgraph.planner.team.load import shared_out

NO_LEVEL = -1
"""The slot of a fact that is no level, as `pool` has it."""


class Taken(NamedTuple):
    """A course, by its IRI, that a member takes."""

    member: int
    course: str


def best_learning(questions: Sequence[Question], *, seconds: float = 10.0) -> tuple[list[Taken], float]:
    """The fewest courses after which each fact is held that any member can gain, and how far from proven (0 is).

    Ties: the fewest hours that are not known, then the fewest hours, then members first in order, then IRIs. What
    several members could take just as well is then shared out among them (`load`).

    Args:
        questions: for each member, how they could gain what nobody holds.
        seconds: how long each stage of the solver may take.

    Raises:
        NotKnown: nothing was found in that time.
    """
    parts = [
        (member, one)
        for member, one in enumerate(questions)
        if len(one.goals) and not any(_stands_in(other, one) for other in questions[:member])
    ]
    if not parts:
        return [], 0.0
    pools = [Pool.of(one.network, one.reach, one.goals) for _, one in parts]
    columns = [
        Taken(member, one.network.courses[number])
        for (member, one), pool in zip(parts, pools, strict=True)
        for number in pool.courses
    ]
    every = [one.costs(Preset.FEWEST) for _, one in parts]
    costs = [
        np.concatenate([of[amount][pool.courses] for of, pool in zip(every, pools, strict=True)])
        for amount in range(len(every[0]))
    ]
    small = joined(pools, [one.goals for _, one in parts]).reduced(costs)
    found = best(small.core(costs), seconds=seconds)
    chosen = [columns[int(small.courses[number])] for number in found.chosen]
    hands = tuple(frozenset(one.course for one in chosen if one.member == n) for n in range(len(questions)))
    fair = shared_out(questions, hands)
    return [Taken(member, course) for member, hand in enumerate(fair) for course in sorted(hand)], found.gap


def _stands_in(other: Question, one: Question) -> bool:
    """Whether somebody named earlier could learn all that a member could, and would need no more courses for it.

    Then that is never worse, and ties fall to them anyway; without those who are alike the solver has less to do.
    """
    holds_more = not (one.reach.start & ~other.reach.start).any()
    return holds_more and not (one.reach.entered & ~other.reach.allowed).any()


def joined(pools: Sequence[Pool], goals: Sequence[Numbers]) -> Pool:
    """The pool of a whole team: courses of the first member, then of the next, and so on, numbered from 0.

    Args:
        pools: of each member.
        goals: the facts of the network that each pool's goals are, in the same order.
    """
    shared = np.unique(np.concatenate(goals))
    courses = _offsets([len(pool.courses) for pool in pools])
    facts = _offsets([len(pool.slot) for pool in pools])
    kinds = _offsets([int(pool.competency.max(initial=0)) + 1 for pool in pools])
    gains, needs = (_stacked(links, courses, facts) for links in ([p.gains for p in pools], [p.needs for p in pools]))
    givers, given = _givers(pools, goals, shared, courses)
    whole = Pool(
        np.arange(courses[-1]),
        gains.and_also(givers, facts[-1] + given),
        needs,
        facts[-1] + np.arange(len(shared)),
        np.concatenate([*(pool.competency + kind for pool, kind in zip(pools, kinds, strict=False)),
                        kinds[-1] + np.arange(len(shared))]),
        np.concatenate([*(pool.slot for pool in pools), np.full(len(shared), NO_LEVEL)]),
        pools[0].follows,
    )  # fmt: skip
    # A member's own goals play a part no more, save where a course of theirs asks for them.
    return whole.only(np.ones(len(whole.courses), dtype=np.bool_))[0]


def _offsets(sizes: Sequence[int]) -> Numbers:
    """Where each begins that is put behind the others, and last where they end."""
    return np.concatenate([[0], np.cumsum(sizes)])


def _stacked(each: Sequence[Links], courses: Numbers, facts: Numbers) -> Links:
    """The links of all pools, with courses and facts numbered through."""
    owners = [links.owners + above for links, above in zip(each, courses, strict=False)]
    to = [links.to + above for links, above in zip(each, facts, strict=False)]
    return Links.of(np.concatenate(owners), np.concatenate(to), int(courses[-1]))


def _givers(
    pools: Sequence[Pool], goals: Sequence[Numbers], shared: Numbers, courses: Numbers
) -> tuple[Numbers, Numbers]:
    """Pairs of a course, numbered through, and a goal of the team that it gives."""
    givers, given = [], []
    for pool, wanted, above in zip(pools, goals, courses, strict=False):
        place = np.full(len(pool.slot), -1)
        place[pool.goals] = np.searchsorted(shared, wanted)
        here = place[pool.gains.to] >= 0
        givers.append(pool.gains.owners[here] + above)
        given.append(place[pool.gains.to[here]])
    return np.concatenate(givers), np.concatenate(given)
