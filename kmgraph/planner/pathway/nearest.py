"""The roles nearest to what somebody brings: what each asks to develop, and the best learning for it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kmgraph.model import Role
from kmgraph.planner.bridge import Planner
from kmgraph.planner.gap import Need, Profile, gap
from kmgraph.planner.optimum.presets import Preset, costs
from kmgraph.planner.pathway.distance import Away, away
from kmgraph.planner.pathway.on_record import Record, on_record
from kmgraph.planner.pathway.together import Together
from kmgraph.planner.plan import Plan
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.unmet import Search


@dataclass(frozen=True)
class Near:
    """A role that somebody could move to."""

    role: str
    """Its IRI."""
    to_develop: int
    """Competencies to develop, whether learning closes them or not."""
    plan: Plan
    """The best plan for those that it closes."""
    likeness: float
    """How much what is brought is like what somebody in the role holds (`distance`): 0 nothing alike, 1 the same."""
    record: Record

    @property
    def open(self) -> int:
        """Those that the plan does not close."""
        return self.to_develop - len(self.plan.closes)


@dataclass(frozen=True)
class NextMoves:
    """The roles nearest to what somebody brings, the nearest first."""

    profile: Profile
    start: str | None
    """IRI of the role that is left, None where it is not known."""
    switches: Switches
    moves: tuple[Near, ...]
    farther: int
    """Roles that are farther away: compared, and not looked at any closer."""
    not_known: int
    """Roles of which it is not known what they need."""


def next_moves(
    planner: Planner,
    profile: Profile,
    switches: Switches | None = None,
    *,
    start: str | None = None,
    limit: int = 10,
) -> NextMoves:
    """The roles nearest to a profile: the fewest competencies to develop, then the fewest that no learning closes.

    All roles are compared by that, and by the bounds of `distance`; only those that are told are bridged, each by the
    plan with the fewest courses.

    Args:
        planner: who answers.
        profile: what is brought.
        switches: what may enter a plan, and what it may come to.
        start: IRI of the role that is left, where the profile is not that of a role; it is not told.
        limit: how many roles are told at most.
    """
    switches, start = switches or Switches(strict_levels=planner.strict), start or profile.id
    search = Search(planner, profile, switches, planner.reach(profile, switches))
    view = away(planner, profile, search.reach, switches)
    nearest = _nearest(view, start)
    roles = [view.demand.roles[number] for number in nearest[:limit]]
    missing = [gap(planner.needs(profile, role, with_desirable=switches.with_desirable)) for role in roles]
    plans = _plans(search, [[need for need in needs if search.reached(need.fact)] for needs in missing])
    moves = [
        Near(role, len(needs), plan, float(view.likeness[number]), on_record(planner).of(start, role))
        for number, role, needs, plan in zip(nearest, roles, missing, plans, strict=False)
    ]
    return NextMoves(
        profile,
        start,
        switches,
        tuple(sorted(moves, key=lambda one: (one.to_develop, one.open, len(one.plan.steps)))),
        farther=len(nearest) - len(moves),
        not_known=len(planner.graph.all(Role)) - len(view.demand.roles),
    )


def _nearest(view: Away, start: str | None) -> list[int]:
    """All roles but the one at the start, by number, the nearest first."""
    offered = view.demand.offered.copy()
    if start in view.demand.place:
        offered[view.demand.place[start]] = False
    order = np.lexsort((-view.likeness, view.least, view.open, view.to_develop))
    found: list[int] = order[offered[order]].tolist()
    return found


def _plans(search: Search, closable: Sequence[Sequence[Need]]) -> list[Plan]:
    """The plan with the fewest courses for each of several roles, of which these needs can be closed."""
    planner, network, switches = search.planner, search.planner.network, search.switches
    if switches.pin or switches.limits():
        return [planner.plans(search, needs, [Preset.FEWEST])[0] for needs in closable]
    goals = [network.numbers({need.fact for need in needs}) for needs in closable]
    columns = costs(Preset.FEWEST, network.pence(switches.currency), network.minutes)
    together = Together(network, search.reach, columns, goals)
    solved = [together.solve(one) for one in goals]
    return [
        planner.plan(search, needs, one.courses, {Preset.FEWEST: one})
        for needs, one in zip(closable, solved, strict=True)
    ]
