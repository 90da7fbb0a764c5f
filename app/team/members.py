"""Who is in the team: roles from the link, then whoever looks at the page, then people whose files were brought."""

from dataclasses import dataclass, replace

from app.question import OWN
from app.team import people, roster
from app.team.asked import Wanted, ask
from kmgraph.errors import NotKnown
from kmgraph.planner import Planner, Profile
from kmgraph.planner.team.ask import told_apart
from kmgraph.profile import Own


@dataclass(frozen=True)
class Member:
    """A member, with a label that no other has."""

    profile: Profile
    is_known: bool = True
    """Whether anything is known of what they hold."""
    is_in: bool = True
    """Whether they are in the team, or were taken out a moment ago."""


def members(planner: Planner, wanted: Wanted) -> list[Member]:
    """All members, in the order in which ties among them are decided, those taken out a moment ago in their places."""
    mine = [OWN] if people.mine() else []
    now: list[str | Own] = [*wanted.members, *mine, *people.others()]
    found = [replace(_member(planner, one), is_in=is_in) for one, is_in in roster.listed(roster.MEMBERS, now)]
    labelled = told_apart([one.profile for one in found])
    return [replace(one, profile=profile) for one, profile in zip(found, labelled, strict=True)]


def _member(planner: Planner, one: str | Own) -> Member:
    if isinstance(one, Own):
        return Member(one.profile)
    if one == OWN:
        return Member(people.my_profile(planner))
    try:
        return Member(planner.role_profile(one))
    except NotKnown:
        return Member(Profile(planner.graph.label(one), {}, id=one), is_known=False)


def put(wanted: Wanted, place: int, *, is_in: bool) -> None:
    """Takes the member in a place out of the team, or puts them back."""
    team: list[str | Own] = roster.put(roster.MEMBERS, place, is_in=is_in)
    people.join(mine=OWN in team)
    people.keep([one for one in team if isinstance(one, Own)])
    ask(replace(wanted, members=tuple(one for one in team if isinstance(one, str) and one != OWN)))
