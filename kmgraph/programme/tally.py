"""The courses that reach an outcome, by who may join, how and at what price; unknown is counted apart."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from kmgraph.model import Course
from kmgraph.planner import Planner
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.provision import Provision

UNKNOWN = "not known"
FREE, PRICED = "free", "price known"


def courses_of(planner: Planner, provision: Provision, outcome: Outcome) -> list[Course]:
    """The courses that reach an outcome, in the order of their labels."""
    known = planner.graph.all(Course)
    return sorted((known[iri] for iri in provision.courses(outcome)), key=lambda one: (one.label.casefold(), one.id))


def only_below(provision: Provision, outcome: Outcome) -> int:
    """How many courses teach the competency of an outcome, all of them to a lower level as far as stated."""
    further = {*provision.named(provision.reaching, outcome), *provision.named(provision.could, outcome)}
    return len(set(provision.named(provision.below, outcome)) - further)


def tally(courses: Iterable[Course]) -> dict[str, dict[str, int]]:
    """How many courses there are of each sort; of languages, nations and access features a course may have several."""
    every = list(courses)
    return {name: dict(sorted(_counted(every, sorts).items())) for name, sorts in SORTS.items()}


def _counted(courses: Iterable[Course], sorts: Callable[[Course], Iterable[str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for course in courses:
        found.update(set(sorts(course)) or {UNKNOWN})
    return found


def _fee(course: Course) -> list[str]:
    if course.fee is None:
        return []
    return [FREE if course.fee == 0 else PRICED]


def _word(value: object) -> list[str]:
    """What a field says; an enumeration may say itself that it is unknown."""
    return [] if value is None or str(value) == "unknown" else [str(value)]


SORTS: Mapping[str, Callable[[Course], Iterable[str]]] = {
    "mode": lambda course: _word(course.mode),
    "nation": lambda course: course.open_to,
    "fee": _fee,
    "language": lambda course: course.languages,
    "access": lambda course: course.access,
    "eligibility": lambda course: _word(course.eligibility),
    "availability": lambda course: _word(course.availability),
}
"""What courses are told apart by, and what each says of it."""
