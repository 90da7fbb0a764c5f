"""What a plan leaves open, on paper: why, what comes nearest, what to practise, and who can help."""

from collections.abc import Iterator, Sequence

from app import say
from app.bridge.nearby import NAMED
from app.bridge.unmet import counted
from app.catalogue import _
from app.records.courses import provider
from app.report.content import Heading, Listing, Paragraph, Piece
from app.report.taken import Taken
from kmgraph.graph import Graph
from kmgraph.model import Course
from kmgraph.planner import Open


def stays_open(taken: Taken) -> Iterator[Piece]:
    """What the plan leaves open, each with what helps; nothing where it closes all."""
    if not left(taken):
        return
    yield Heading(_("What stays open"))
    if taken.whole:
        yield Paragraph(counted(taken.nearby, taken.told, taken.plan))
    for one in left(taken):
        yield from _open(taken, one)


def left(taken: Taken) -> list[Open]:
    """The needs that the plan leaves open."""
    return [*taken.told.open, *taken.plan.beyond]


def named(taken: Taken) -> list[Course]:
    """The courses that are named for what stays open."""
    return taken.nearby.named(left(taken))


def _open(taken: Taken, one: Open) -> Iterator[Piece]:
    yield Heading(taken.words.at(one.need.competency, one.need.level), 3)
    if why := taken.words.reason(one, taken.nearby):
        yield Paragraph(why)
    if near := taken.nearby.nearest(one.need):
        yield Listing(
            taken.words.nearer(one.need, near[0]), _given(taken.planner.graph, [each.course for each in near[:NAMED]])
        )
        if more := say.more(len(near) - NAMED):
            yield Paragraph(more)
    yield _practices(one)
    if helpers := taken.nearby.helpers(one.need):
        yield Listing(_("People who can help"), _given(taken.planner.graph, helpers))


def _given(graph: Graph, courses: Sequence[Course]) -> list[str]:
    """Courses, each with who gives it and who can join."""
    unknown = _("provider not known")
    who = _("Who can join: {who}.")
    return [
        f"{one.label} ({provider(graph, one) or unknown}). {who.format(who=say.WHO[one.eligibility])}"
        for one in courses
    ]


def _practices(one: Open) -> Piece:
    if not one.practices:
        return Paragraph(_("No way to practise it is listed here either."))
    ways = [f"{way.label}: {way.summary}" if way.summary else way.label for way in one.practices]
    return Listing(_("You can practise it without a course"), ways)
