"""Which role types, and which counts, are of the group, sector, nation and region asked for."""

from collections.abc import Mapping
from typing import NamedTuple

from kmgraph.graph import Graph
from kmgraph.model import Observation, Role
from kmgraph.programme.asked import Asked


class Where(NamedTuple):
    """What a role type says of where it is found."""

    group: str | None
    sector: str | None


def roles_where(graph: Graph) -> Mapping[str, Where]:
    """The group and the sector of each role type."""
    columns = graph.column(Role, "group"), graph.column(Role, "sector")
    return dict(zip(graph.all(Role), map(Where, *columns), strict=True))


def role_counts(where: Where, asked: Asked) -> bool:
    """Whether a role type is of the group and the sector asked for."""
    in_group = asked.group is None or (where.group or "").casefold() == asked.group.casefold()
    return in_group and (asked.sector is None or _found_in(where.sector, asked.sector))


def observation_counts(one: Observation, where: Mapping[str, Where], asked: Asked) -> bool:
    """Whether a count is about what was asked for; one that does not tell is not."""
    role = where.get(one.role or "", Where(None, None))
    if asked.group is not None and (role.group or "").casefold() != asked.group.casefold():
        return False
    if asked.sector is not None:
        kind = (one.organisation_type or "").casefold()
        if not (kind == asked.sector.casefold() if kind else _found_in(role.sector, asked.sector)):
            return False
    if asked.nation is not None and not _within(one.nation, asked.nation):
        return False
    return asked.region is None or (one.region or "").casefold() == asked.region.casefold()


def _found_in(sector: str | None, wanted: str) -> bool:
    """Whether a role is found in a sector; it may name several, such as "charity or think tank"."""
    named = (sector or "").casefold()
    return wanted.casefold() in (named, *named.split(" or "))


def _within(nation: str | None, wanted: str) -> bool:
    return nation is not None and (nation == wanted or nation.startswith(f"{wanted}-"))
