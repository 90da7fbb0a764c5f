"""Courses as the planner sees them: what each needs on entry, what it gives, and what it costs in each coin.

Delete-free planning (h+; Imai and Fukunaga, JAIR 54, 2015, doi:10.1613/jair.4936): facts once gained are kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from kmgraph.graph import Graph
from kmgraph.model import Course, Expects, Prerequisite, Teaches
from kmgraph.planner.levels import Fact, Levels, counts
from kmgraph.vocabulary import NATIONS, NOT_CURRENT, Eligibility, Evidence

E = TypeVar("E", Teaches, Expects)


class After(NamedTuple):
    """One of these courses, alternative prerequisites of a course, was done."""

    courses: tuple[str, ...]


Gain = Fact | After
"""What a course needs or gives."""

ONLY_FOR = {
    Eligibility.MEMBERS: "members",
    Eligibility.STAFF: "staff of certain organisations",
    Eligibility.DOCTORAL: "people with a doctorate or the like, or studying for one",
    Eligibility.CIVIL_SERVANTS: "civil servants",
    Eligibility.INVITED: "people who are invited",
}
"""Whom learning may be limited to, in words."""
WIDE = frozenset({"GB", "world"})
"""What `open_to` names where people all over the United Kingdom may join."""
STRENGTH = {evidence: rank for rank, evidence in enumerate(Evidence)}
"""Strength of evidence, 0 for none stated."""


@dataclass(frozen=True)
class Choice:
    """A course that could be taken."""

    course: Course
    needs: frozenset[Gain]
    gains: frozenset[Gain]
    """All facts it establishes beyond what it needs."""
    teaches: tuple[Teaches, ...]
    expects: tuple[Expects, ...]
    prerequisites: tuple[Prerequisite, ...]

    @property
    def id(self) -> str:
        """The IRI of the course."""
        return self.course.id


def choices(graph: Graph, levels: Levels) -> dict[str, Choice]:
    """Every course that somebody describes and that teaches something, by IRI. Machine suggestions do not count."""
    teaches, expects = _by_course(graph, levels, Teaches), _by_course(graph, levels, Expects)
    prerequisites, groups = _prerequisites(graph)
    opens: dict[str, set[After]] = defaultdict(set)
    for group in set().union(*groups.values()):
        for first in group.courses:
            opens[first].add(group)
    found = {}
    for iri, course in sorted(graph.all(Course).items()):
        if not counts(course.status) or not (teaches[iri] or opens[iri]):
            continue
        needs = {levels.needed(one.competency, one.level) for one in expects[iri]}
        taught = levels.closure(levels.held(one.competency, one.level) for one in teaches[iri])
        found[iri] = Choice(
            course,
            frozenset(needs | groups[iri]),
            frozenset((taught | opens[iri]) - levels.closure(needs)),
            tuple(teaches[iri]),
            tuple(expects[iri]),
            tuple(prerequisites[iri]),
        )
    return found


def _prerequisites(graph: Graph) -> tuple[Mapping[str, list[Prerequisite]], Mapping[str, set[After]]]:
    """The prerequisites of each course, and their groups; one without a group stands alone, as does each source's."""
    stated: dict[str, list[Prerequisite]] = defaultdict(list)
    grouped: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one, source in graph.stated(Prerequisite):
        if counts(one.status):
            stated[one.course].append(one)
            grouped[one.course, source, one.group or one.requires].add(one.requires)
    groups: dict[str, set[After]] = defaultdict(set)
    for (course, _, _), alternatives in grouped.items():
        groups[course].add(After(tuple(sorted(alternatives))))
    return stated, groups


def _by_course(graph: Graph, levels: Levels, kind: type[E]) -> Mapping[str, list[E]]:
    found: dict[str, list[E]] = defaultdict(list)
    for one, _ in graph.stated(kind):
        if counts(one.status) and levels.levelled(one.competency):
            found[one.course].append(one)
    return found


def barred(
    choice: Choice,
    *,
    include_past: bool,
    open_to_all: bool,
    exclude: Collection[str],
    not_among: Collection[Eligibility],
) -> str | None:
    """Why a course may not enter the plan, in words that follow its name, or None."""
    course = choice.course
    if choice.id in exclude:
        return "you left it out"
    if course.availability in NOT_CURRENT and not include_past:
        return str(course.availability)
    if course.eligibility in not_among:
        return f"only for {course.eligibility}, and the role you start from is elsewhere"
    if open_to_all and course.eligibility not in (Eligibility.OPEN, Eligibility.UNKNOWN):
        return f"only for {ONLY_FOR[course.eligibility]}"
    if open_to_all and course.open_to and not WIDE & set(course.open_to):
        return f"only for people in {', '.join(NATIONS.get(one, one) for one in course.open_to)}"
    return None


def reachable(start: Iterable[Gain], allowed: Mapping[str, Choice]) -> tuple[set[Gain], set[str]]:
    """All that can be gained from `start` with the allowed courses, and the courses that can be entered.

    Linear in the number of entry conditions: each course waits for a count of unmet ones.
    """
    facts = set(start)
    waiting = {iri: len(choice.needs - facts) for iri, choice in allowed.items()}
    wanted: dict[Gain, list[str]] = defaultdict(list)
    for iri, choice in allowed.items():
        for fact in choice.needs - facts:
            wanted[fact].append(iri)
    ready = [iri for iri, unmet in waiting.items() if not unmet]
    entered = set(ready)
    while ready:
        for fact in allowed[ready.pop()].gains - facts:
            facts.add(fact)
            for iri in wanted[fact]:
                waiting[iri] -= 1
                if not waiting[iri]:
                    entered.add(iri)
                    ready.append(iri)
    return facts, entered


def relevant(goals: Iterable[Gain], start: Collection[Gain], entered: Mapping[str, Choice]) -> list[Choice]:
    """The courses that can play a part in reaching the goals, by going back from them; sorted by IRI."""
    teachers: dict[Gain, list[str]] = defaultdict(list)
    for iri, choice in entered.items():
        for fact in choice.gains:
            teachers[fact].append(iri)
    found: set[str] = set()
    ahead, seen = list(goals), set(goals)
    while ahead:
        for iri in teachers[ahead.pop()]:
            if iri not in found:
                found.add(iri)
                unmet = entered[iri].needs - seen - set(start)
                seen |= unmet
                ahead.extend(unmet)
    return [entered[iri] for iri in sorted(found)]
