"""What the records of a graph come to, read anew, statement by statement, to check the planner by.

Nothing here reads what the planner made of the records (`levels`, `choices`, `cover`) nor asks the solver, so that
a mistake there cannot vouch for itself. Truths are kept as they are stated, by the IRIs of levels and courses.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeVar

from kmgraph.graph import Graph
from kmgraph.model import (
    Competency,
    Course,
    Expects,
    Framework,
    Level,
    LevelMatch,
    Prerequisite,
    Requirement,
    Teaches,
)
from kmgraph.model import Mapping as Equal
from kmgraph.planner.audit.admission import Admission
from kmgraph.planner.gap import Profile
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.situation.switches import Switches
from kmgraph.vocabulary import CompetencyType, Evidence, Importance, Match, Status

S = TypeVar("S", Teaches, Expects, Prerequisite, LevelMatch, Equal)
L = TypeVar("L", Teaches, Expects)
T = TypeVar("T")


class Held(NamedTuple):
    """A competency is held at this level or higher; None is at any level."""

    competency: str
    level: str | None


class Done(NamedTuple):
    """A course was done."""

    course: str


Truth = Held | Done


@dataclass(frozen=True)
class Rule:
    """What a course asks for, and what is true once it is done. Of each condition, one truth is enough."""

    entry: tuple[frozenset[Truth], ...]
    gives: frozenset[Truth]
    teaches: tuple[Teaches, ...] = ()

    def open_to(self, state: Collection[Truth]) -> bool:
        """Whether somebody of whom these truths hold can enter."""
        return all(any(one in state for one in condition) for condition in self.entry)


class Rules:
    """What the records of a graph come to: read anew, statement by statement.

    Args:
        graph: what is stated.
        with_matches: let close and unreviewed exact matches join competencies.
        strict: what is held or taught without a level counts for no level.
    """

    def __init__(self, graph: Graph, *, with_matches: bool = False, strict: bool = False):
        self.graph = graph
        self._one, self._strict = _as_one(graph, with_matches=with_matches), strict
        self._giving: dict[Held, frozenset[Truth]] = {}
        self.rules: Mapping[str, Rule] = _Made(graph.all(Course), self._rule)

    def one(self, competency: str) -> str:
        """The name under which a competency counts together with all that it is joined to."""
        return self._one.get(competency, competency)

    def level_at(self, scale: str, rank: int) -> str | None:
        """The level of a scale at a rank, 0 the lowest; None where no scale is meant."""
        return self._scales[scale][rank] if scale else None

    def order(self, level: str) -> int:
        """The place of a level on its scale."""
        return self.graph.all(Level)[level].order

    def same_scale(self, one: str, other: str) -> bool:
        """Whether two levels stand on one scale."""
        levels = self.graph.all(Level)
        return levels[one].scale == levels[other].scale

    def asked(self, competency: str, level: str | None) -> Held:
        """What must be true where a competency is asked for at a level, None or undescribed being any level."""
        return Held(self.one(competency), level if level in self.graph.all(Level) else None)

    def given(self, competency: str, level: str | None) -> Held:
        """What is true where a competency is held or taught at a level; without one it is the lowest, or none."""
        asked = self.asked(competency, level)
        return asked if asked.level or self._strict else asked._replace(level=self._lowest(competency))

    def implied(self, truth: Held) -> frozenset[Truth]:
        """All that is true when a competency is held so."""
        if truth not in self._giving:
            levels = self._below[truth.level] if truth.level else ()
            self._giving[truth] = frozenset(Held(truth.competency, level) for level in (*levels, None))
        return self._giving[truth]

    def start(self, profile: Profile) -> set[Truth]:
        """All that is true at the start: what is held, what courses done taught, and that they were done."""
        held = [self.given(competency, level) for competency, level in profile.levels.items()]
        state = {truth for one in held for truth in self.implied(one)}
        for course in profile.courses & self.rules.keys():
            state |= self.rules[course].gives
        return state

    def shut(self, course: str, profile: Profile, switches: Switches) -> str | None:
        """Why a course may not be in a plan, or None."""
        record = self.graph.all(Course).get(course)
        if record is None:
            return "nobody describes it"
        if record.status is Status.SUGGESTED:
            return "a machine suggested it"
        if course in profile.courses:
            return "it was done already"
        if course in switches.exclude:
            return "it was left out"
        return self._admission.refused(record, switches, profile.not_among)

    @cached_property
    def _admission(self) -> Admission:
        return Admission(self.graph)

    def allowed(self, profile: Profile, switches: Switches) -> list[str]:
        """The courses that may be in a plan."""
        return [course for course in self.rules if not self.shut(course, profile, switches)]

    def reach(self, start: Iterable[Truth], courses: Iterable[str]) -> set[Truth]:
        """All that can become true with these courses, taken in any order in which they can be entered."""
        state, left = set(start), set(courses)
        while entered := {course for course in left if self.rules[course].open_to(state)}:
            left -= entered
            state.update(truth for course in entered for truth in self.rules[course].gives)
        return state

    def requirements(self, role: str, *, with_desirable: bool) -> list[tuple[Requirement, str]]:
        """What a role asks for, with the source that says so: no suggestions, no attitudes."""
        return [
            (one, source)
            for one, source in self.graph.about(Requirement, "role", role)
            if one.status is not Status.SUGGESTED
            and self._levelled(one.competency)
            and (with_desirable or one.importance is Importance.ESSENTIAL)
        ]

    def evidence(self, course: str, goal: Held) -> int:
        """How strong the evidence is that a course reaches a goal, 0 for none or where it expects the goal itself."""
        if any(goal in self._following(one) for condition in self.rules[course].entry for one in condition):
            return 0
        reaching = (
            one for one in self.rules[course].teaches if goal in self.implied(self.given(one.competency, one.level))
        )
        return max((list(Evidence).index(one.evidence) for one in reaching), default=0)

    def _following(self, truth: Truth) -> frozenset[Truth]:
        return self.implied(truth) if isinstance(truth, Held) else frozenset()

    def _rule(self, course: str) -> Rule:
        groups: dict[tuple[str, str], set[Truth]] = defaultdict(set)
        for needed, source in self.graph.about(Prerequisite, "course", course):
            if needed.status is not Status.SUGGESTED:
                groups[source, needed.group or needed.requires].add(Done(needed.requires))
        expected = (frozenset({self.asked(one.competency, one.level)}) for one in self._said(Expects, course))
        teaches = tuple(self._said(Teaches, course))
        taught = (self.implied(self.given(one.competency, one.level)) for one in teaches)
        entry = (*expected, *map(frozenset, groups.values()))
        return Rule(entry, frozenset({Done(course)}.union(*taught)), teaches)

    def _said(self, kind: type[L], course: str) -> list[L]:
        """What a course teaches or expects: no suggestions, no attitudes."""
        stated = self.graph.about(kind, "course", course)
        return [one for one, _ in stated if one.status is not Status.SUGGESTED and self._levelled(one.competency)]

    @cached_property
    def _scales(self) -> Mapping[str, list[str]]:
        ordered = sorted(self.graph.all(Level).values(), key=lambda one: (one.order, one.id))
        return {scale: [one.id for one in levels] for scale, levels in _by(lambda one: one.scale, ordered).items()}

    @cached_property
    def _below(self) -> Mapping[str, set[str]]:
        """For each level, all levels that follow from it, itself included."""
        next_to: dict[str, set[str]] = {level: set() for level in self.graph.all(Level)}
        for ladder in self._scales.values():
            for lower, higher in pairwise(ladder):
                next_to[higher].add(lower)
        for match in _stated(self.graph, LevelMatch):
            if match.subject in next_to and match.object in next_to:
                next_to[match.subject].add(match.object)
                next_to[match.object].add(match.subject)
        return {level: _downwards(level, next_to) for level in next_to}

    def _lowest(self, competency: str) -> str | None:
        known = self.graph.all(Competency).get(competency)
        framework = self.graph.all(Framework).get(known.framework) if known else None
        return next(iter(self._scales.get(framework.scale or "", ())), None) if framework else None

    def _levelled(self, competency: str) -> bool:
        known = self.graph.all(Competency).get(competency)
        return known is None or known.type is not CompetencyType.ATTITUDE


class _Made(Mapping[str, Rule]):
    """The rule of each course, read when it is looked at."""

    def __init__(self, courses: Collection[str], rule: Callable[[str], Rule]):
        self._courses, self._rule = courses, rule
        self._known: dict[str, Rule] = {}

    def __getitem__(self, course: str) -> Rule:
        if course not in self._known:
            if course not in self._courses:
                raise KeyError(course)
            self._known[course] = self._rule(course)
        return self._known[course]

    def __iter__(self) -> Iterator[str]:
        return iter(self._courses)

    def __len__(self) -> int:
        return len(self._courses)


def _stated(graph: Graph, record_type: type[S]) -> list[S]:
    return [one for one, _ in graph.stated(record_type) if one.status is not Status.SUGGESTED]


def _by(key: Callable[[T], str], records: Iterable[T]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for one in records:
        found[key(one)].append(one)
    return found


def _downwards(level: str, next_to: Mapping[str, Collection[str]]) -> set[str]:
    found, ahead = {level}, [level]
    while ahead:
        ahead = [lower for one in ahead for lower in next_to[one] if lower not in found]
        found.update(ahead)
    return found


def _as_one(graph: Graph, *, with_matches: bool) -> dict[str, str]:
    """Joined competencies, each with the first of its group; a group with two of one framework is not joined."""
    group: dict[str, set[str]] = {}
    for one in _stated(graph, Equal):
        reviewed = one.match is Match.EXACT and one.status is Status.REVIEWED
        if reviewed or (with_matches and one.match in (Match.EXACT, Match.CLOSE)):
            both = group.get(one.subject, {one.subject}) | group.get(one.object, {one.object})
            group.update(dict.fromkeys(both, both))
    known = graph.all(Competency)
    found = {}
    for competency, members in group.items():
        frameworks = [known[member].framework for member in members if member in known]
        if len(set(frameworks)) == len(frameworks):
            found[competency] = min(members)
    return found


def measure(rules: Rules, preset: Preset, courses: Sequence[str], goals: Sequence[Held], currency: str) -> list[int]:
    """What a preset minimises, first to last, over a set of courses; ties by their IRIs are not among it."""
    records = [rules.graph.all(Course)[course] for course in courses]
    hours = _unknown_and_sum([_whole(one.effort_hours, 60) for one in records])
    priced = [one.fee if one.currency == currency or not one.fee else None for one in records]
    fees = _unknown_and_sum([_whole(fee, 100) for fee in priced])
    best = [max((rules.evidence(course, goal) for course in courses), default=0) for goal in goals]
    weak = [best.count(strength) for strength in range(len(Evidence) - 1)]
    return {
        Preset.FEWEST: [len(courses), *hours],
        Preset.CHEAPEST: [*fees, len(courses), *hours],
        Preset.QUICKEST: [*hours, len(courses)],
        Preset.EVIDENCED: [*weak, len(courses), *hours],
    }[preset]


def _whole(amount: float | None, parts: int) -> int | None:
    return None if amount is None else round(amount * parts)


def _unknown_and_sum(amounts: Sequence[int | None]) -> list[int]:
    return [amounts.count(None), sum(amount or 0 for amount in amounts)]
