"""What is listed of a course, in short lines, so that who gives it can put right what is wrong."""

from collections.abc import Iterator, Sequence

from kmgraph.graph import Graph
from kmgraph.model import Course, Teaches
from kmgraph.planner.phrases import amount, capital
from kmgraph.planner.situation.switches import LANGUAGES
from kmgraph.vocabulary import NATIONS, Availability, Eligibility, Evidence


def stated(graph: Graph, course: Course, taught: Sequence[Teaches]) -> list[str]:
    """What is known of a course and of what it teaches; what is not known is left out.

    Args:
        graph: which names competencies and levels.
        course: the one that is told of.
        taught: what it teaches, each row with its level and evidence.
    """
    return [f"{name}: {text}" for name, text in (*_about(course), *_taught(graph, taught)) if text]


def _about(course: Course) -> Iterator[tuple[str, str | None]]:
    yield "Kind of learning", course.type
    yield "How it is held", course.mode
    yield "Place", course.place
    yield "Hours of work in all", None if course.effort_hours is None else amount(course.effort_hours)
    yield "Time from start to end", _weeks(course)
    yield "Price", _price(course)
    yield "Grant, salary or bursary", course.funding
    yield "For whom it is", course.audience
    yield "Who may join", None if course.eligibility is Eligibility.UNKNOWN else course.eligibility
    yield "Whether it runs", None if course.availability is Availability.UNKNOWN else course.availability
    yield "People may join from", "; ".join(NATIONS.get(one, one) for one in course.open_to)
    yield "Languages", "; ".join(LANGUAGES.get(one, one) for one in course.languages)
    yield "Access features", "; ".join(course.access)


def _weeks(course: Course) -> str | None:
    weeks = course.elapsed_weeks
    return None if weeks is None else f"{amount(weeks)} {'week' if weeks == 1 else 'weeks'}"


def _price(course: Course) -> str | None:
    if course.fee is None:
        return None
    price = f"{course.currency or ''} {amount(course.fee)}".strip() if course.fee else "free"
    return f"{price} (seen {course.fee_as_of})" if course.fee_as_of else price


def _taught(graph: Graph, taught: Sequence[Teaches]) -> Iterator[tuple[str, str]]:
    for one in sorted(taught, key=lambda one: (graph.label(one.competency).casefold(), one.id)):
        level = f", to {graph.label(one.level)}" if one.level else ""
        evidence = "" if one.evidence is Evidence.NONE else f" (evidence: {one.evidence})"
        yield "Teaches", f"{capital(graph.label(one.competency))}{level}{evidence}"
