"""What if a course were held online, or opened to more people: what is covered, and which moves are closed, then.

A course that is planned, closed or over counts as one that runs, as the question is what its running would do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kmgraph.errors import NotKnown
from kmgraph.graph import Graph
from kmgraph.model import Course, Role
from kmgraph.planner import Planner
from kmgraph.planner.moves import Shares, moves_under
from kmgraph.planner.situation.filters import WIDE
from kmgraph.programme.gaps import Gaps, programme
from kmgraph.programme.outcome import Outcome
from kmgraph.vocabulary import NOT_CURRENT, Availability, Eligibility, Mode

MOST_ROLES = 300
"""With more role types than this, the moves that learning closes are not counted: it would take minutes."""


class Way(StrEnum):
    """Ways in which a course may be changed."""

    ONLINE = "online"
    OPEN_TO_ALL = "open-to-all"
    NATION = "nation"


class Change(NamedTuple):
    """How one course is changed."""

    course: str
    """IRI."""
    way: Way
    nation: str | None = None
    """The code of the nation whose people may join, where that is the way."""


@dataclass(frozen=True)
class WhatIf:
    """What is known now beside what would be with some courses changed."""

    changes: tuple[Change, ...]
    before: Gaps
    after: Gaps
    closed: tuple[Shares, Shares] | None
    """Moves between all role types by what learning closes of them, now and then; None where they are too many."""

    @property
    def covered(self) -> tuple[Outcome, ...]:
        """The outcomes that would be within reach and are not now."""
        then = {gap.outcome for gap in self.after.uncovered}
        return tuple(gap.outcome for gap in self.before.uncovered if gap.outcome not in then)

    @property
    def uncovered(self) -> tuple[Outcome, ...]:
        """The outcomes that would no longer be within reach: somebody who is met in person, say, is not online."""
        now = {gap.outcome for gap in self.before.uncovered}
        return tuple(gap.outcome for gap in self.after.uncovered if gap.outcome not in now)


def what_if(gaps: Gaps, changes: Sequence[Change]) -> WhatIf:
    """What some changes of courses would do to gaps and to moves.

    Raises:
        NotKnown: there is no such course.
    """
    planner = gaps.planner
    graph = changed(planner.graph, changes)
    then = Planner(graph, with_matches=planner.with_matches, strict=planner.strict)
    after = programme(then, gaps.asked, all_pairs=gaps.all_pairs)
    few = len(graph.all(Role)) <= MOST_ROLES
    return WhatIf(tuple(changes), gaps, after, (_closed(gaps), _closed(after)) if few else None)


def changed(graph: Graph, changes: Iterable[Change]) -> Graph:
    """A graph in which courses are changed.

    Raises:
        NotKnown: there is no such course.
    """
    known, courses = graph.all(Course), dict[str, Course]()
    for change in changes:
        if change.course not in known:
            raise NotKnown(f"There is no course {change.course} in the store. Name one that “kmgraph find” lists.")
        courses[change.course] = _as_if(courses.get(change.course, known[change.course]), change)
    return graph.changed(Course, courses)


def _as_if(course: Course, change: Change) -> Course:
    said: dict[str, object] = {}
    if course.availability in NOT_CURRENT:
        said["availability"] = Availability.OPEN
    if change.way is Way.ONLINE:
        said |= {"mode": Mode.ONLINE, "place": None}
    elif change.way is Way.OPEN_TO_ALL:
        wide = course.open_to if WIDE & set(course.open_to) else (*course.open_to, "GB")
        said |= {"eligibility": Eligibility.OPEN, "open_to": wide}
    elif course.open_to and change.nation not in course.open_to:
        said["open_to"] = (*course.open_to, change.nation)
    return course.model_copy(update=said)


def _closed(gaps: Gaps) -> Shares:
    *_, last = moves_under(gaps.planner, gaps.asked.switches)
    return last
