"""How sure an answer is: the same question asked again and again while its proposals change at random."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from kmgraph.errors import NotKnown
from kmgraph.graph import Graph
from kmgraph.model import Course
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.certainty.hinge import Hinge, hinges
from kmgraph.planner.certainty.readings import Proposal, Readings
from kmgraph.planner.certainty.touched import touched
from kmgraph.planner.comparison.ask import Ask
from kmgraph.planner.comparison.state import State, plan_of, state
from kmgraph.planner.gap import Need, Profile
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.plan import Step

RUNS = 200


@dataclass(frozen=True)
class SureStep:
    """A step of the plan, in how many runs it is in the plan, and what that hinges on."""

    step: Step
    times: int
    hinges: tuple[Hinge, ...]


@dataclass(frozen=True)
class SureNeed:
    """A need, and in how many runs it came out how; the numbers come to the number of runs."""

    need: Need
    times: dict[State, int]


@dataclass(frozen=True)
class Sure:
    """How the answer to one question holds while its proposals change."""

    answer: Answer
    preset: Preset
    runs: int
    seed: int
    proposals: int
    """How many proposals the question can touch: these were redrawn."""
    levels: bool
    """Whether any of them names a level, which may be moved."""
    steps: tuple[SureStep, ...]
    others: tuple[tuple[Course, int], ...]
    """Courses of other plans, and in how many runs they are in the plan; most often first."""
    needs: tuple[SureNeed, ...]
    same: int
    """In how many runs the courses are the same, all of them."""
    plans: int
    """How many different sets of courses came out."""
    hinges: tuple[Hinge, ...]
    """What it hinges on whether all courses are the same."""


def how_sure(
    graph: Graph, ask: Ask, *, runs: int = RUNS, seed: int = 0, tell: Callable[[int], object] | None = None
) -> Sure:
    """How sure the best plan is: it is sought in `runs` readings of the graph (see `readings`).

    Args:
        graph: what is known.
        ask: the question.
        runs: how many readings, 1 or more.
        seed: the same seed gives the same answer.
        tell: is told after each run how many are done.

    Raises:
        NotKnown: the question has no answer as the graph stands.
    """
    planner = ask.planner(graph)
    profile = ask.start(planner, ask.switches)
    answer = ask.answer(planner, profile)
    done, shut = profile.courses, planner.barred(profile, ask.switches).keys() - profile.courses
    part = touched(graph, planner.levels, ask.role, ask.brought, ask.switches, done=done, shut=shut)
    readings = Readings(part, runs=runs, seed=seed)
    found = []
    for reading in readings:
        found.append(_run(reading, ask, profile, answer.needs))
        if tell:
            tell(len(found))
    return _sure(answer, ask.preset, seed, readings.proposals, found)


@dataclass(frozen=True)
class _Run:
    """What came out in one reading."""

    courses: dict[str, Course]
    states: tuple[State, ...]


def _run(reading: Graph, ask: Ask, profile: Profile, needs: Sequence[Need]) -> _Run:
    planner = ask.planner(reading)
    start = _start(ask, planner, profile)
    try:
        planner.needs(start, ask.role, with_desirable=ask.switches.with_desirable)
    except NotKnown:  # all that the role needs was dropped
        return _Run({}, (State.NOT_ASKED,) * len(needs))
    answer = ask.answer(planner, start)
    plan = plan_of(answer, ask.preset)
    courses = {step.course.id: step.course for step in plan.steps}
    return _Run(courses, tuple(state(need, answer, plan) for need in needs))


def _start(ask: Ask, planner: Planner, profile: Profile) -> Profile:
    """What is brought; where all that the role at the start brings was dropped, what else there is."""
    with suppress(NotKnown):
        return ask.start(planner, ask.switches)
    dropped = {link.competency for link in profile.basis}
    own = {competency: level for competency, level in profile.levels.items() if competency not in dropped}
    return replace(profile, levels=own, basis=())


def _sure(answer: Answer, preset: Preset, seed: int, proposals: Sequence[Proposal], found: Sequence[_Run]) -> Sure:
    steps = plan_of(answer, preset).steps
    chosen = {step.course.id for step in steps}
    times = Counter(iri for run in found for iri in run.courses)
    courses = {iri: course for run in found for iri, course in run.courses.items()}
    others = sorted(times.keys() - chosen, key=lambda iri: (-times[iri], iri))
    same = [run.courses.keys() == chosen for run in found]
    return Sure(
        answer=answer,
        preset=preset,
        runs=len(found),
        seed=seed,
        proposals=len(proposals),
        levels=any(getattr(one.record, "level", None) for one in proposals),
        steps=tuple(_step(step, proposals, found) for step in steps),
        others=tuple((courses[iri], times[iri]) for iri in others),
        needs=tuple(
            SureNeed(need, dict(Counter(run.states[place] for run in found))) for place, need in enumerate(answer.needs)
        ),
        same=sum(same),
        plans=len({frozenset(run.courses) for run in found}),
        hinges=hinges(same, proposals),
    )


def _step(step: Step, proposals: Sequence[Proposal], found: Sequence[_Run]) -> SureStep:
    taken = [step.course.id in run.courses for run in found]
    return SureStep(step, sum(taken), hinges(taken, proposals))
