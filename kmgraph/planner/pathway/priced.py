"""The bridges of a pathway, one after the other, each from all that is brought by then."""

from collections.abc import Sequence
from dataclasses import replace

from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.gap import Profile
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.pathway.answer import Hop
from kmgraph.planner.pathway.demand import demand_of
from kmgraph.planner.pathway.distance import alike
from kmgraph.planner.pathway.on_record import on_record
from kmgraph.planner.situation.switches import Switches


class Priced:
    """Prices pathways from one start; those that begin alike share the moves at their beginning.

    Args:
        planner: who answers.
        profile: what is brought.
        switches: what may enter a plan.
        start: IRI of the role that is left, None where it is not known.
        preset: what makes plans better.
    """

    def __init__(self, planner: Planner, profile: Profile, switches: Switches, start: str | None, preset: Preset):
        self._planner, self._switches, self._start, self._preset = planner, switches, start, preset
        self._profiles: dict[tuple[str, ...], Profile] = {(): profile}
        self._hops: dict[tuple[str, ...], Hop] = {}

    def hops(self, roles: Sequence[str]) -> tuple[Hop, ...]:
        """The moves from role to role.

        Raises:
            NotKnown: there is no such role, or nothing is stated of what it needs.
        """
        return tuple(self._hop(tuple(roles[: n + 1])) for n in range(len(roles)))

    def _hop(self, way: tuple[str, ...]) -> Hop:
        if way not in self._hops:
            *passed, role = way
            before = passed[-1] if passed else self._start
            answer = self._answer(self._profile(tuple(passed)), role)
            record = on_record(self._planner).of(before, role)
            self._hops[way] = Hop(before, answer, self._likeness(passed, role), record)
        return self._hops[way]

    def _answer(self, profile: Profile, role: str) -> Answer:
        switches = replace(self._switches, pin=self._switches.pin - profile.courses)
        return self._planner.bridge(profile, role, switches, [self._preset])

    def _profile(self, way: tuple[str, ...]) -> Profile:
        """What is brought after these moves."""
        if way not in self._profiles:
            self._profiles[way] = worked(self._planner, self._hop(way).answer)
        return self._profiles[way]

    def _likeness(self, passed: Sequence[str], role: str) -> float:
        """How much the role is like the one before, or like what is brought at the start."""
        demand = demand_of(self._planner, with_desirable=self._switches.with_desirable)
        held = demand.held_in(passed[-1]) if passed else demand.mask(self._planner.start(self._profiles[()]))
        return alike(demand, held, role)


def worked(planner: Planner, answer: Answer) -> Profile:
    """What somebody brings who took the courses of an answer and then worked in its role.

    They keep all that they brought, have done the courses, and hold what the role needs, as anybody in it does: also
    what no learning closed. Where they hold a competency higher than the role needs it, that counts. Whom learning is
    known not to be for is that of the new role.
    """
    before = answer.profile
    role = planner.role_profile(answer.role, with_desirable=answer.switches.with_desirable)
    kept = {
        competency: level
        for competency, level in before.levels.items()
        if not _raised(planner, role, before, competency)
    }
    return replace(
        role,
        levels={**role.levels, **kept},
        courses=before.courses.union(step.course.id for step in answer.plans[0].steps),
        basis=(*role.basis, *(link for link in before.basis if link.competency in kept)),
    )


def _raised(planner: Planner, role: Profile, before: Profile, competency: str) -> bool:
    """Whether a role needs a competency as high as it was held before, or in another way."""
    if competency not in role.levels:
        return False
    held, needed = (planner.levels.held(competency, one.levels[competency]) for one in (before, role))
    return needed not in planner.levels.implied(held)
