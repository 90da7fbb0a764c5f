"""The order of the role levels of a role, which the source does not state: proposals by a rule.

The publisher says that the proficiency required for each skill typically rises from one role level to the next,
save where leaders no longer use a skill from day to day. So role levels are ordered by the average level of the
skills that they ask for, then by the sum; whoever is called head of something stands last. What the rule leaves
undecided stays in the order of the file, and is said.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from kmgraph.errors import Place, Problem, note
from kmgraph.load import Entry
from kmgraph.model import Ladder
from kmgraph.vocabulary import Kind, Status
from kmgraph.wording import quoted
from loaders.ddat.records import Names, made
from loaders.ddat.told import LEVELS, Need, Post, Told
from loaders.foreign import some

HEAD = "head of "
RULE = (
    "The source does not state the order. Here role levels stand in the order of the average level of the skills "
    "that they ask for, then of the sum, with heads of a profession last."
)
HINT = "Look at it, and write a ladder of your own where you know better."


class Rank(NamedTuple):
    """What places a role level on its ladder."""

    head: bool
    average: float
    total: int


def ladders(told: Told, names: Names, place: Place) -> Iterator[Entry | Problem]:
    """A ladder for each role that has several levels, and which of them rest on little."""
    count = 0
    for role, posts in _levels(told).items():
        ranks = {post: _rank(post, needs) for post, needs in posts.items() if any(map(_order, needs.values()))}
        yield from _unplaced([post for post in posts if post not in ranks], told)
        rungs = sorted(ranks, key=lambda post: ranks[post])
        if len(rungs) < 2:
            continue
        count += 1
        yield from _doubts(role, rungs, ranks, told.roles[role])
        averages = ", ".join(f"{post.level} {ranks[post].average:.2f}" for post in rungs)
        yield made(
            told.roles[role], Ladder, id=names.of(Kind.LADDER, role), label=role, status=Status.PROPOSED,
            rungs=tuple(map(names.post, rungs)), why=RULE, grounds=f"Average level of skills, 1 to 4: {averages}",
        )  # fmt: skip
    if count:
        message = (
            f"No column states the order of role levels: ladders are proposals by average skill level, {count} here."
        )
        yield note(place, message, "Look at those that you use.", column="Role Level")


def _levels(told: Told) -> dict[str, dict[Post, Mapping[str, Need]]]:
    found: dict[str, dict[Post, Mapping[str, Need]]] = {}
    for post, needs in told.needs.items():
        if post.level:
            found.setdefault(post.role, {})[post] = needs
    return found


def _order(need: Need) -> int:
    return LEVELS.index(need.level) + 1 if need.level else 0


def _rank(post: Post, needs: Mapping[str, Need]) -> Rank:
    orders = [order for need in needs.values() if (order := _order(need))]
    head = (post.level or "").casefold().startswith(HEAD)
    return Rank(head, sum(orders) / len(orders), sum(orders))


def _unplaced(posts: list[Post], told: Told) -> Iterator[Problem]:
    for post in posts:
        place = next(iter(told.needs[post].values())).place
        message = f"No level is known of the skills of {quoted(post.level)}, so it stands on no ladder."
        yield note(place, message, HINT, column="Role Level", value=post.level)


def _doubts(role: str, rungs: list[Post], ranks: Mapping[Post, Rank], place: Place) -> Iterator[Problem]:
    """What the rule does not decide, and where a title outweighs the levels."""
    for one, other in pairwise(rungs):
        if ranks[one] == ranks[other]:
            message = (
                f"On the ladder of {quoted(role)}, {quoted(one.level)} and {quoted(other.level)} ask for the same "
                "levels on the whole: they stand as in the file."
            )
            yield note(place, message, HINT, column="Role Level")
    head = rungs[-1]
    above = [post for post in rungs if ranks[post].average > ranks[head].average]
    if ranks[head].head and above:
        message = (
            f"On the ladder of {quoted(role)}, {quoted(head.level)} stands last by its title, though it asks for lower "
            f"levels on average than {some([post.level or '' for post in above])}."
        )
        yield note(place, message, HINT, column="Role Level")
