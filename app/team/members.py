"""Who is in the team: roles from the link, then whoever looks at the page, then people whose files were brought."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from app.team import people
from app.team.asked import Wanted, ask
from kmgraph.errors import NotKnown
from kmgraph.planner import Planner, Profile
from kmgraph.planner.team.ask import told_apart


@dataclass(frozen=True)
class Member:
    """A member, with a label that no other has."""

    profile: Profile
    leave: Callable[[], None]
    """Takes them out of the team."""
    is_known: bool = True
    """Whether anything is known of what they hold."""


def members(planner: Planner, wanted: Wanted) -> list[Member]:
    """All members, in the order in which ties among them are decided."""
    found = list(_members(planner, wanted))
    labelled = told_apart([one.profile for one in found])
    return [replace(one, profile=profile) for one, profile in zip(found, labelled, strict=True)]


def _members(planner: Planner, wanted: Wanted) -> Iterator[Member]:
    for place, role in enumerate(wanted.members):
        leave = partial(ask, wanted.without_member(place))
        try:
            yield Member(planner.role_profile(role), leave)
        except NotKnown:
            yield Member(Profile(planner.graph.label(role), {}, id=role), leave, is_known=False)
    if people.mine():
        yield Member(people.my_profile(planner), partial(people.join, mine=False))
    for place, one in enumerate(people.others()):
        yield Member(one.profile, partial(people.drop, place))
