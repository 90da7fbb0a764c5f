"""The roles nearest to what somebody brings: what each asks to develop, and the best learning for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kmgraph.model import Record as Stated
from kmgraph.model import Role
from kmgraph.planner.bridge import Planner
from kmgraph.planner.gap import Need, Profile, gap
from kmgraph.planner.optimum.presets import Preset, costs
from kmgraph.planner.pathway.distance import Away, away
from kmgraph.planner.pathway.on_record import Record, on_record
from kmgraph.planner.pathway.together import Together
from kmgraph.planner.plan import Plan
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.unmet import Open, Search

RECORDED = 5
"""Moves on record that are told at most, beside the nearest roles."""


@dataclass(frozen=True)
class Near:
    """A role that somebody could move to."""

    role: str
    """Its IRI."""
    to_develop: int
    """Competencies to develop, whether learning closes them or not."""
    plan: Plan
    """The best plan for those that it closes."""
    needs: tuple[Need, ...]
    """All that the role needs, held or not."""
    unmet: tuple[Open, ...]
    """Those that the plan does not close, each with the reason."""
    likeness: float
    """How much what is brought is like what somebody in the role holds (`distance`): 0 nothing alike, 1 the same."""
    record: Record

    @property
    def open(self) -> int:
        """How many of the competencies to develop the plan does not close."""
        return self.to_develop - len(self.plan.closes)


@dataclass(frozen=True)
class NextMoves:
    """The roles nearest to what somebody brings: those on record, those that ask for something, and the others."""

    profile: Profile
    start: str | None
    """IRI of the role that is left, None where it is not known."""
    switches: Switches
    recorded: tuple[Near, ...]
    """Moves that people made, that a scheme lays out or that are a rung of a ladder, the nearest first."""
    nearest: tuple[Near, ...]
    """The nearest other roles that ask to develop something, of those that are alike at all where there are any."""
    nothing_new: tuple[Near, ...]
    """All other roles that ask for nothing new, those most alike first."""
    farther: int
    """Roles that are farther away: compared, and not looked at any closer."""
    not_known: int
    """Roles of which it is not known what they need."""
    unlike: int = 0
    """How many of the farther roles are left out because they share nothing with what is brought."""
    unpinned: tuple[str, ...] = ()
    """Why courses that were to be in each plan are in none, each in a sentence."""

    @property
    def moves(self) -> tuple[Near, ...]:
        """All roles that are told, the nearest first."""
        return tuple(sorted((*self.nothing_new, *self.recorded, *self.nearest), key=_distance))

    def links(self) -> list[Stated]:
        """The stated links that it rests on, each once: what the roles told need, what is held of it, and the plans."""
        used: list[Stated] = [link for one in self.moves for need in one.needs for link in need.basis]
        about = {need.competency for one in self.moves for need in one.needs}
        used += [link for link in self.profile.basis if link.competency in about]
        used += [link for one in self.moves for link in one.plan.links]
        return list({link.id: link for link in used}.values())


def next_moves(
    planner: Planner,
    profile: Profile,
    switches: Switches | None = None,
    *,
    start: str | None = None,
    limit: int = 10,
) -> NextMoves:
    """The roles nearest to a profile: the fewest competencies to develop, then the fewest that no learning closes.

    A role that shares nothing with what is brought is not near, however little it asks for: such roles are left out,
    save where no other asks for something. All are compared by that, and by the bounds of `distance`; only those that
    are told are bridged, each by the plan with the fewest courses.

    Args:
        planner: who answers.
        profile: what is brought.
        switches: what may enter a plan, and what it may come to.
        start: IRI of the role that is left, where the profile is not that of a role; it is not told.
        limit: how many roles that ask for something are told at most, beside those on record.
    """
    switches, start = switches or Switches(strict_levels=planner.strict), start or profile.id
    search = Search(planner, profile, switches, planner.reach(profile, switches))
    view = away(planner, profile, search.reach, switches)
    every = _nearest(view, start)
    groups = _groups(view, every, lambda role: on_record(planner).of(start, role), limit)
    told = [number for group in groups for number in group]
    moves = dict(zip(told, _moves(search, view, told, start), strict=True))
    recorded, nearest, nothing_new = (tuple(sorted((moves[one] for one in group), key=_distance)) for group in groups)
    return NextMoves(
        profile,
        start,
        switches,
        recorded,
        nearest,
        nothing_new,
        farther=len(every) - len(told),
        not_known=len(planner.graph.all(Role)) - len(view.demand.roles),
        unlike=_unlike(view, every, groups),
        unpinned=tuple(search.cannot_pin({step.course.id for one in moves.values() for step in one.plan.steps})),
    )


def _distance(one: Near) -> tuple[int, int, int]:
    return one.to_develop, one.open, len(one.plan.steps)


def _groups(
    view: Away, every: Sequence[int], record: Callable[[str], Record], limit: int
) -> tuple[list[int], list[int], list[int]]:
    """Roles by number, the nearest first: the first on record, the first that ask for something, and for nothing."""
    recorded = [number for number in every if record(view.demand.roles[number]).leads][:RECORDED]
    others = [number for number in every if number not in recorded]
    asking = [number for number in others if view.to_develop[number]]
    asking = [number for number in asking if view.likeness[number]] or asking
    return recorded, asking[:limit], [number for number in others if not view.to_develop[number]]


def _unlike(view: Away, every: Sequence[int], groups: Sequence[Sequence[int]]) -> int:
    """How many roles are in no group because they share nothing with what is brought; none where the nearest do not."""
    told = {number for group in groups for number in group}
    _, nearest, _ = groups
    if any(not view.likeness[number] for number in nearest):
        return 0
    return sum(not view.likeness[number] for number in every if number not in told)


def _moves(search: Search, view: Away, numbers: Sequence[int], start: str | None) -> Iterator[Near]:
    """The moves to roles with these numbers, each with its plan."""
    planner, profile, switches = search.planner, search.profile, search.switches
    roles = [view.demand.roles[number] for number in numbers]
    needs = [planner.needs(profile, role, with_desirable=switches.with_desirable) for role in roles]
    missing = [gap(one) for one in needs]
    plans = _plans(search, [[need for need in one if search.reached(need.fact)] for one in missing])
    for number, role, all_needs, lacks, plan in zip(numbers, roles, needs, missing, plans, strict=True):
        unmet = (*(search.open(need) for need in lacks if not search.reached(need.fact)), *plan.beyond)
        record = on_record(planner).of(start, role)
        yield Near(role, len(lacks), plan, tuple(all_needs), unmet, float(view.likeness[number]), record)


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
