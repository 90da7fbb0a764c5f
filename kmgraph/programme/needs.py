"""What all role types need and hold, as arrays of numbered outcomes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

import numpy as np

from kmgraph.model import Observation, Role
from kmgraph.planner import Planner
from kmgraph.planner.levels import counts
from kmgraph.planner.optimum.links import Links, Mask, Numbers
from kmgraph.planner.pathway.requirements import Requirements, requirements
from kmgraph.programme.competencies import competencies_of
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.remembered import remembered
from kmgraph.vocabulary import Status


@dataclass(frozen=True)
class Needs:
    """What role types need, and what somebody in them holds.

    Outcomes are all that a role type needs or a count names, in the order of their competencies' labels and then from
    the lowest level up; levels are numbered as `Network.follows` has them, 0 is any level at all.
    """

    roles: tuple[str, ...]
    """IRIs of the role types of which a source states a competency that learning could close, sorted."""
    outcomes: tuple[Outcome, ...]
    competency: Numbers
    """The competency of each outcome, as `competencies_of` numbers them."""
    level: Numbers
    """The level of each outcome."""
    needed: Links
    """The outcome that each role type needs of a competency, at the highest level asked for."""
    held: Links
    """All outcomes that somebody in each role type holds: what follows from what the role cannot do without."""
    essential: Links
    """The competencies that each role type cannot do without."""

    @cached_property
    def place(self) -> Mapping[Outcome, int]:
        """The number of each outcome."""
        return {outcome: number for number, outcome in enumerate(self.outcomes)}


@remembered
def needs_of(planner: Planner, *, with_desirable: bool) -> Needs:
    """What role types need, those left out that only a machine suggested.

    Where sources or contexts differ, the highest level counts; of levels on scales that do not compare, the one that
    implies most.
    """
    follows, levels = planner.network.follows, (None, *planner.levels.ladder)
    competencies = list(competencies_of(planner))
    said = requirements(planner.graph, planner.levels, with_desirable=with_desirable)
    offered, competency = _offered(planner, said), _competency(planner, said)
    role, rows = (np.cumsum(offered) - 1)[said.role], np.flatnonzero(offered[said.role])
    needed = _first(rows, role, competency, -follows.sum(axis=1)[said.asked], said.asked)
    codes = competency[needed] * len(levels) + said.asked[needed]
    named = np.array(list(_counted(planner)), dtype=np.int64)
    known = np.unique(np.concatenate([codes, named]))
    roles = tuple(compress(said.roles, offered))
    essential = rows[said.essential[rows]]
    holder, held = _holding(planner, said, role, competency, essential)
    among = np.isin(held, known)
    return Needs(
        roles,
        tuple(Outcome(competencies[code // len(levels)], levels[code % len(levels)]) for code in known.tolist()),
        *np.divmod(known, len(levels)),
        Links.distinct(role[needed], np.searchsorted(known, codes), len(roles)),
        Links.distinct(holder[among], np.searchsorted(known, held[among]), len(roles)),
        Links.distinct(role[essential], competency[essential], len(roles)),
    )


def _offered(planner: Planner, said: Requirements) -> Mask:
    """Which of the roles count: those that a machine alone suggested do not."""
    status = dict(zip(planner.graph.all(Role), planner.graph.column(Role, "status"), strict=True))
    return np.array([status[role] != Status.SUGGESTED for role in said.roles], dtype=np.bool_)


def _competency(planner: Planner, said: Requirements) -> Numbers:
    """The competency of each row, by its number here."""
    number = competencies_of(planner)
    return np.array([number[iri] for iri in said.competencies], dtype=np.int64)[said.competency]


def _counted(planner: Planner) -> Iterator[int]:
    """The codes of the outcomes that counts name."""
    levels, number = planner.levels, competencies_of(planner)
    slot = {level: place for place, level in enumerate(levels.ladder, 1)}
    for one in planner.graph.all(Observation).values():
        if one.competency is not None and counts(one.status) and levels.levelled(one.competency):
            yield number[levels.canonical(one.competency)] * (len(slot) + 1) + slot.get(one.level or "", 0)


def _holding(
    planner: Planner, said: Requirements, role: Numbers, competency: Numbers, rows: Numbers
) -> tuple[Numbers, Numbers]:
    """Roles and the codes of all that somebody in them holds, by these rows."""
    follows = planner.network.follows
    rank = np.array([0, *(rank for _, rank in planner.levels.ladder.values())], dtype=np.int64)
    first = _first(rows, role, said.named, -rank[said.held])
    level, below = np.nonzero(follows)
    implied = Links.of(level, below, len(follows))
    many = np.diff(implied.begin)[said.held[first]]
    codes = np.repeat(competency[first] * len(follows), many) + implied.gather(said.held[first])
    return np.repeat(role[first], many), codes


def _first(rows: Numbers, owner: Numbers, thing: Numbers, *order: Numbers) -> Numbers:
    """Of the rows of each owner and thing the first by this order, or the first stated of equals."""
    keys = [column[rows] for column in (*reversed(order), thing, owner)]
    sorted_rows = rows[np.lexsort(keys)]
    first = np.ones(len(rows), dtype=np.bool_)
    first[1:] = (np.diff(owner[sorted_rows]) != 0) | (np.diff(thing[sorted_rows]) != 0)
    return sorted_rows[first]
