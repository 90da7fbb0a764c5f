"""What providers could tell of their courses: what filters, plans and comparisons ask for and nobody states."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kmgraph.errors import NotKnown
from kmgraph.graph import Graph
from kmgraph.model import Course, Organisation, Teaches
from kmgraph.planner.bridge import Planner
from kmgraph.planner.levels import counts
from kmgraph.planner.provision import current
from kmgraph.vocabulary import NOT_CURRENT, Availability, Eligibility, Evidence, Mode, Provision
from kmgraph.wording import quoted


class About(StrEnum):
    """What may not be known of a course."""

    RUNS = "whether it runs now"
    MODE = "how it is held"
    PLACE = "where it is held"
    HOURS = "hours of work"
    WEEKS = "weeks from start to end"
    FEE = "fee"
    ELIGIBILITY = "who may join"
    NATIONS = "nations"
    LANGUAGES = "languages"
    ACCESS = "access features"
    LEVEL = "level reached"
    EVIDENCE = "evidence"


QUESTIONS: Mapping[About, str] = {
    About.RUNS: "Can people join it now, or again? If so, when does it begin next?",
    About.MODE: "Is it held online, in person, or partly both?",
    About.PLACE: "Where is it held?",
    About.HOURS: "How many hours of work does it take in all?",
    About.WEEKS: "How many weeks does it take from start to end?",
    About.FEE: "What does a participant pay, in which currency? Please say so if it is free.",
    About.ELIGIBILITY: "Who may join: anyone, or only members, staff, people with a doctorate or others?",
    About.NATIONS: "People in which nations may join: anywhere, all of the United Kingdom, or only some?",
    About.LANGUAGES: "In which languages is it given?",
    About.ACCESS: "Which access features has it, such as captions, transcripts or step-free rooms?",
    About.LEVEL: "How far does it take people in {}?",
    About.EVIDENCE: "How is it known that it works: by reports, tests before and after, a comparison, a review?",
}
"""What to ask of each; a level is asked for of one competency."""
PAID = frozenset({Provision.FELLOWSHIP, Provision.PLACEMENT})
"""Learning for which people may be paid, so that it may cost nothing and more."""
FEE_OR_PAY = "What does it cost, or is it paid? Please name the currency, and say so if it is free."
WHY: Mapping[About, str] = {
    About.RUNS: "nobody is sent to a course that is over",
    About.MODE: "some people cannot travel, others cannot learn online",
    About.PLACE: "people have to know whether they can get there",
    About.HOURS: "people who work part-time or care for others have to plan their hours",
    About.WEEKS: "people have to know by when they could be ready",
    About.FEE: "people without a budget see only what is known to be free",
    About.ELIGIBILITY: "people have to know whether they can apply",
    About.NATIONS: "learning for one nation only does not help people in another",
    About.LANGUAGES: "people have to know whether they can follow it",
    About.ACCESS: "some people can only join with captions or another access feature",
    About.LEVEL: "without a level a course counts for the lowest only",
    About.EVIDENCE: "funders ask what is known to work",
}
"""Why each is asked."""
LANGUAGES_HERE = "some people learn in Welsh, British Sign Language or another language"
"""Why languages are asked for of who is in the United Kingdom."""


@dataclass(frozen=True)
class Question:
    """One thing that is not known of a course."""

    about: About
    competency: str | None = None
    """IRI of the competency of which the level is asked for."""


@dataclass(frozen=True)
class Unknown:
    """A course, what it teaches, and what is not known of it."""

    course: Course
    questions: tuple[Question, ...]
    taught: tuple[Teaches, ...]


@dataclass(frozen=True)
class Letter:
    """What to ask one provider."""

    provider: Organisation
    courses: tuple[Unknown, ...]
    """By label."""


@dataclass(frozen=True)
class Letters:
    """What to ask, provider by provider."""

    letters: tuple[Letter, ...]
    """By the providers' labels."""
    without_provider: tuple[Unknown, ...]
    """The courses of which nobody knows who gives them, so that nobody can be asked."""
    complete: int
    """Courses of which nothing that is asked for here is unknown."""
    not_current: int
    """Courses that are known to be over, closed or planned, so that nobody is asked about them."""

    @property
    def asked(self) -> tuple[Unknown, ...]:
        """The courses that letters ask about."""
        return tuple(course for one in self.letters for course in one.courses)


def letters(planner: Planner, provider: str | None = None) -> Letters:
    """What is not known of the courses that are not known to be over, closed or planned, by provider.

    Args:
        planner: which knows courses, levels, and who gives courses.
        provider: IRI of the only one to ask.

    Raises:
        NotKnown: no current course of that provider is listed.
    """
    graph = planner.graph
    offered = [one for one in current(graph) if provider is None or one.provider == provider]
    if provider is not None and not offered:
        raise NotKnown(f"No current course of {quoted(graph.label(provider))} is listed, so there is nothing to ask.")
    taught = _taught(graph)
    every = [
        Unknown(one, tuple(_questions(planner, one, rows)), tuple(rows))
        for one in offered
        for rows in [taught.get(one.id, [])]
    ]
    asked = sorted(
        (one for one in every if one.questions), key=lambda one: (one.course.label.casefold(), one.course.id)
    )
    known, by = graph.all(Organisation), dict[str | None, list[Unknown]]()
    for one in asked:
        given_by = one.course.provider
        by.setdefault(given_by if given_by in known else None, []).append(one)
    nobody = by.pop(None, [])
    addressed = sorted((known[iri] for iri in by if iri), key=lambda one: (one.label.casefold(), one.id))
    written = tuple(Letter(one, tuple(by[one.id])) for one in addressed)
    return Letters(written, tuple(nobody), len(every) - len(asked), _not_current(graph, provider))


def reason(about: About, provider: Organisation | None) -> str:
    """Why something is asked of a provider."""
    here = provider is not None and (provider.nation or "").startswith("GB")
    return LANGUAGES_HERE if about is About.LANGUAGES and here else WHY[about]


def _not_current(graph: Graph, provider: str | None) -> int:
    given = (one for one in graph.all(Course).values() if provider is None or one.provider == provider)
    return sum(counts(one.status) and one.availability in NOT_CURRENT for one in given)


def _taught(graph: Graph) -> Mapping[str, list[Teaches]]:
    found: dict[str, list[Teaches]] = {}
    for one, _ in graph.stated(Teaches):
        if counts(one.status):
            found.setdefault(one.course, []).append(one)
    return found


def _questions(planner: Planner, course: Course, taught: Iterable[Teaches]) -> Iterator[Question]:
    """What is not known of a course, in the order in which people would ask."""
    rows, levels, label = list(taught), planner.levels, planner.graph.label
    yield from (Question(about) for about in _fields(course))
    stated = {one.competency for one in rows if one.level}
    unstated = {one.competency for one in rows if levels.choices(one.competency)} - stated
    asked = sorted(filter(levels.levelled, unstated), key=lambda iri: (label(iri).casefold(), iri))
    yield from (Question(About.LEVEL, one) for one in asked)
    if all(one.evidence is Evidence.NONE for one in rows):
        yield Question(About.EVIDENCE)


def _fields(course: Course) -> Iterator[About]:
    unknown = {
        About.RUNS: course.availability is Availability.UNKNOWN,
        About.MODE: course.mode is None,
        About.PLACE: course.place is None and course.mode is not Mode.ONLINE,
        About.HOURS: course.effort_hours is None,
        About.WEEKS: course.elapsed_weeks is None,
        About.FEE: course.fee is None,
        About.ELIGIBILITY: course.eligibility is Eligibility.UNKNOWN,
        About.NATIONS: not course.open_to,
        About.LANGUAGES: not course.languages,
        About.ACCESS: not course.access,
    }
    return (about for about, missing in unknown.items() if missing)
