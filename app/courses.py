"""What a course or other learning item is, in facts."""

from app import markup, say
from kmgraph.graph import Graph
from kmgraph.model import Course
from kmgraph.planner import provision

Told = list[tuple[str, str]]


def provider(graph: Graph, course: Course) -> str | None:
    """Who gives it, or None where that is not known."""
    found = provision.provider(graph, course)
    return found.label if found else None


def course_facts(graph: Graph, course: Course) -> Told:
    """Provider, how, hours, price, who can join, address."""
    where = course.url.split("//")[-1].strip("/") if course.url else ""
    return [
        ("Provider", provider(graph, course) or say.UNKNOWN),
        ("How", f"{course.type}, {course.mode or f'mode {say.UNKNOWN}'}"),
        ("Hours of work", say.effort(course)),
        ("Price", say.price(course)),
        ("Who can join", _who(course)),
        ("Place", course.place or say.UNKNOWN),
        ("For people in", say.nations(course)),
        ("Runs", say.RUNS[course.availability]),
        (
            "Web page" if "/" in where or not where else "Provider's home page",
            markup.link(where, course.url) if where else say.UNKNOWN,
        ),
    ]


def more_facts(course: Course) -> Told:
    """What else is known of it: funding, which is no part of a price, and access."""
    also = [("Also called", ", ".join(course.alternative_labels))] if course.alternative_labels else []
    return [
        ("Funding, apart from the price", course.funding or say.UNKNOWN),
        ("Access features", ", ".join(course.access) or say.UNKNOWN),
        *also,
    ]


def _who(course: Course) -> str:
    audience = f"; meant for {course.audience}" if course.audience else ""
    return f"{say.WHO[course.eligibility]}{audience}"
