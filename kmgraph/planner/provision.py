"""Which provision there is: for whom, where, how and when, counted from the records; unknown is counted apart."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kmgraph.graph import Graph
from kmgraph.model import Course, Organisation
from kmgraph.planner.levels import counts
from kmgraph.planner.situation.filters import WIDE
from kmgraph.vocabulary import NATIONS, NOT_CURRENT

UK = ("GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS")
ELSEWHERE = "elsewhere"
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Counted:
    """How many courses there are of each sort, sorts without any included; a course may be of several."""

    courses: int
    by: Mapping[str, int]

    def share(self, sort: str) -> float:
        """Of all courses, the part that is of this sort; 0 where there is no course at all."""
        return self.by[sort] / self.courses if self.courses else 0.0


def current(graph: Graph) -> list[Course]:
    """The courses that are not known to be over, closed or only planned."""
    return [one for one in graph.all(Course).values() if counts(one.status) and one.availability not in NOT_CURRENT]


def by_nation(courses: Iterable[Course]) -> Counted:
    """Courses by the people who may join: UK-wide, of one nation, of other countries only, or not known."""
    return counted(courses, lambda course: _nations(course.open_to), ("GB", *UK, ELSEWHERE, NOT_KNOWN))


def provider(graph: Graph, course: Course) -> Organisation | None:
    """Who gives a course, or None where that is not known."""
    return graph.all(Organisation).get(course.provider or "")


def by_home(graph: Graph, courses: Iterable[Course]) -> Counted:
    """Courses by the nation of who provides them."""

    def home(course: Course) -> list[str]:
        given_by = provider(graph, course)
        return _home(given_by.nation if given_by else None)

    return counted(courses, home, ("GB", *UK, ELSEWHERE, NOT_KNOWN))


def counted(courses: Iterable[Course], sorts: Callable[[Course], Iterable[str]], known: Iterable[str] = ()) -> Counted:
    """Courses by what a function says of each; `known` sorts are counted even where there is none."""
    every = list(courses)
    found = Counter(dict.fromkeys(known, 0))
    for course in every:
        found.update(set(sorts(course)))
    return Counted(len(every), dict(found))


def name(sort: str) -> str:
    """A sort of `by_nation` or `by_home` in words."""
    return NATIONS.get(sort, sort)


def _nations(open_to: tuple[str, ...]) -> list[str]:
    if not open_to:
        return [NOT_KNOWN]
    if WIDE & set(open_to):
        return ["GB"]
    return [nation for nation in UK if nation in open_to] or [ELSEWHERE]


def _home(nation: str | None) -> list[str]:
    if nation is None:
        return [NOT_KNOWN]
    return [nation] if nation in ("GB", *UK) else [ELSEWHERE]
