"""The roles nearest to what somebody brings: what each asks to develop, and the best learning for it."""

from dataclasses import dataclass

import numpy as np

from kmgraph.model import Role
from kmgraph.planner.bridge import Planner
from kmgraph.planner.gap import Profile, gap
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.pathway.distance import Away, away
from kmgraph.planner.pathway.on_record import Record, on_record
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
    preset: Preset = Preset.FEWEST,
) -> NextMoves:
    """The roles nearest to a profile: the fewest competencies to develop, then the fewest that no learning closes.

    All roles are compared by that, and by the bounds of `distance`; only those that are told are bridged.

    Args:
        planner: who answers.
        profile: what is brought.
        switches: what may enter a plan, and what it may come to.
        start: IRI of the role that is left, where the profile is not that of a role; it is not told.
        limit: how many roles are told at most.
        preset: what makes plans better.
    """
    switches, start = switches or Switches(strict_levels=planner.strict), start or profile.id
    reach = planner.reach(profile, switches)
    view = away(planner, profile, reach, switches, preset)
    nearest = _nearest(view, start)
    search = Search(planner, profile, switches, reach)
    moves = [_near(planner, search, view, number, start, preset) for number in nearest[:limit]]
    moves.sort(key=lambda one: (one.to_develop, one.open, len(one.plan.steps)))
    return NextMoves(
        profile,
        start,
        switches,
        tuple(moves),
        farther=max(len(nearest) - limit, 0),
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


def _near(planner: Planner, search: Search, view: Away, number: int, start: str | None, preset: Preset) -> Near:
    role, switches = view.demand.roles[number], search.switches
    missing = gap(planner.needs(search.profile, role, with_desirable=switches.with_desirable))
    closable = [need for need in missing if search.reached(need.fact)]
    (plan,) = planner._plans(search, closable, [preset])
    return Near(role, len(missing), plan, float(view.likeness[number]), on_record(planner).of(start, role))
