"""A plan: courses in an order in which each can be entered, what they come to, and what that rests on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kmgraph.graph import Graph
from kmgraph.model import Course, Record
from kmgraph.planner.choices import Choice, Gain
from kmgraph.planner.gap import Need, Profile
from kmgraph.planner.levels import Fact, Levels
from kmgraph.planner.optimum.presets import Preset, minutes, pence_in
from kmgraph.planner.unmet import Open
from kmgraph.vocabulary import Evidence, Status


@dataclass(frozen=True)
class Raise:
    """A competency that a step raises, from a level (None: not held, or not stated) to a level."""

    competency: str
    before: Fact | None
    to: Fact


@dataclass(frozen=True)
class Step:
    """A course in its place in the plan, what it raises, and what it is for."""

    choice: Choice
    raises: tuple[Raise, ...]
    closes: tuple[Need, ...]
    """Needs of the role that this step meets."""
    opens: tuple[tuple[Choice, tuple[Gain, ...]], ...]
    """Later courses of the plan, each with those of its entry conditions that this step meets."""
    repeats: tuple[Need, ...] = ()
    """Needs that an earlier step met, and that this step teaches as well."""

    @property
    def course(self) -> Course:
        """The course."""
        return self.choice.course


@dataclass(frozen=True)
class Total:
    """Sums over a plan: known amounts, None where nothing is known, beside the number of unknown ones."""

    fees: Mapping[str, float]
    fee_unknown: int
    effort_hours: float | None
    effort_unknown: int
    elapsed_weeks: float | None
    elapsed_unknown: int


@dataclass(frozen=True)
class Plan:
    """Courses in order, best by `preset` and by those in `also`.

    `gap` is 0 where that is proven among the courses looked at, else how far it may be from the best.
    """

    preset: Preset
    also: tuple[Preset, ...]
    steps: tuple[Step, ...]
    closes: tuple[Need, ...]
    total: Total
    gap: float
    among: tuple[int, int]
    """How many courses were looked at, and how many there are; less than all only within limits."""
    notes: Mapping[Preset, str]
    """For each preset that cannot tell plans apart, why."""
    links: tuple[Record, ...]
    """The stated links that it rests on."""
    rests_on: Mapping[str, int]
    """How many of the links are proposed, sourced and reviewed."""
    beyond: tuple[Open, ...] = ()
    """Needs that learning listed here can close, but not within the limits asked for."""

    @property
    def proven(self) -> bool:
        """Whether no other plan is better by its presets."""
        return self.gap == 0 and self.among[0] == self.among[1]


def in_order(
    chosen: Sequence[Choice], held: Collection[Gain], closable: Sequence[Need], graph: Graph, levels: Levels
) -> tuple[Step, ...]:
    """The courses stage by stage, each as soon as it can be entered; in a stage lower levels first, then by IRI."""
    facts, left, steps, stage = set(held), list(chosen), [], list[Choice]()
    while left:
        stage = stage or sorted((one for one in left if one.needs <= facts), key=lambda one: (_highest(one), one.id))
        choice = stage.pop(0)
        left.remove(choice)
        gained = choice.gains - facts
        steps.append(
            Step(
                choice,
                _raises(choice, gained, facts, graph, levels),
                tuple(need for need in closable if need.fact in gained),
                tuple((later, tuple(sorted(met, key=repr))) for later in left if (met := later.needs & gained)),
                tuple(need for need in closable if need.fact in choice.gains & facts),
            )
        )
        facts |= gained
    return tuple(steps)


def _raises(
    choice: Choice, gained: Collection[Gain], facts: Iterable[Gain], graph: Graph, levels: Levels
) -> tuple[Raise, ...]:
    known = [fact for fact in facts if isinstance(fact, Fact)]
    found = set()
    for one in choice.teaches:
        to = levels.held(one.competency, one.level)
        if to in gained:
            found.add(Raise(one.competency, levels.highest(known, to.competency, to.scale), to))
    most = {(one.competency, one.to.scale): one.to.rank for one in sorted(found, key=lambda one: one.to)}
    top = [one for one in found if one.to.rank == most[one.competency, one.to.scale]]
    return tuple(sorted(top, key=lambda one: (graph.label(one.competency), one.competency, one.to)))


def _highest(choice: Choice) -> int:
    return max((fact.rank for fact in choice.gains if isinstance(fact, Fact)), default=0)


def links(steps: Sequence[Step], closable: Sequence[Need], profile: Profile) -> list[Record]:
    """The stated links that a plan rests on, each once: what is needed, held, taught, expected and asked for."""
    used: list[Record] = [link for need in closable for link in need.basis]
    for step in steps:
        raised = {one.competency for one in step.raises}
        used.extend(link for link in step.choice.teaches if link.competency in raised)
        used.extend((*step.choice.expects, *step.choice.prerequisites))
    about = {need.competency for need in closable}
    about |= {link.competency for step in steps for link in step.choice.expects}
    used.extend(link for link in profile.basis if link.competency in about)
    return list({link.id: link for link in used}.values())


def rests_on(used: Iterable[Record]) -> dict[str, int]:
    """How many of these links are proposed, sourced and reviewed."""
    statuses = [link.status for link in used]
    return {str(status): statuses.count(status) for status in (Status.PROPOSED, Status.SOURCED, Status.REVIEWED)}


def total(steps: Sequence[Step]) -> Total:
    """What the steps come to."""
    fees: dict[str, float] = {}
    for step in steps:
        if step.course.fee is not None and step.course.currency:
            fees[step.course.currency] = fees.get(step.course.currency, 0.0) + step.course.fee
    hours = [step.course.effort_hours for step in steps]
    weeks = [step.course.elapsed_weeks for step in steps]
    return Total(
        fees=fees,
        fee_unknown=sum(not priced(step.course) for step in steps),
        effort_hours=_known_sum(hours),
        effort_unknown=hours.count(None),
        elapsed_weeks=_known_sum(weeks),
        elapsed_unknown=weeks.count(None),
    )


def priced(course: Course) -> bool:
    """Whether the fee is known: a price without its currency is not."""
    return course.fee == 0 or (course.fee is not None and course.currency is not None)


def _known_sum(amounts: Sequence[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known or not amounts else None


def cannot_tell(preset: Preset, steps: Sequence[Step], currency: str) -> str | None:
    """Why a preset says little about these steps, or None."""
    if not steps:
        return None
    if preset is Preset.EVIDENCED:
        stated = any(one.evidence is not Evidence.NONE for step in steps for one in step.choice.teaches)
        return None if stated else "No evidence that it works is stated for any step, so we cannot rank by evidence."
    if preset is Preset.FEWEST:
        return None
    what = f"Fees in {currency}" if preset is Preset.CHEAPEST else "Hours"
    by = "price" if preset is Preset.CHEAPEST else "time"
    amounts = [pence_in(s.course, currency) if preset is Preset.CHEAPEST else minutes(s.course) for s in steps]
    unknown = amounts.count(None)
    if 2 * unknown <= len(steps):
        return None
    return f"{what} are unknown for {unknown} of {len(steps)} steps, so we cannot rank by {by}."
