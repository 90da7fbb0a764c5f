"""What a course or other learning item is, in facts."""

from app import markup, say
from app.catalogue import _
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
        (_("Provider"), provider(graph, course) or say.UNKNOWN),
        (_("How"), f"{course.type}, {course.mode or _('mode not known')}"),
        (_("Hours of work"), say.effort(course)),
        (_("Price"), say.price(course)),
        (_("Who can join"), _who(course)),
        (_("Place"), course.place or say.UNKNOWN),
        (_("For people in"), say.nations(course)),
        (_("Runs"), say.RUNS[course.availability]),
        (
            _("Web page") if "/" in where or not where else _("Provider's home page"),
            markup.link(where, course.url) if where else say.UNKNOWN,
        ),
    ]


def more_facts(course: Course) -> Told:
    """What else is known of it: funding, which is no part of a price, and access."""
    also = [(_("Also called"), ", ".join(course.alternative_labels))] if course.alternative_labels else []
    return [
        (_("Funding, apart from the price"), course.funding or say.UNKNOWN),
        (_("Access features"), ", ".join(course.access) or say.UNKNOWN),
        *also,
    ]


def _who(course: Course) -> str:
    who = say.WHO[course.eligibility]
    return _("{who}; meant for {audience}").format(who=who, audience=course.audience) if course.audience else who
