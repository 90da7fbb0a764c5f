"""Pathways: over which roles somebody could come to another, and what is on record of each move."""

from app import data, parts, state
from app.bridge.ends import choose
from app.brought import settle
from app.catalogue import _
from app.pathways import options, routes
from app.pathways.found import nearest, ways
from app.question import OWN, Question, question
from kmgraph.model import Role
from kmgraph.planner.explain import Words
from kmgraph.planner.pathway.words import PathwayWords

LEAD = _(
    "Some roles are too far away for one move. Choose where you start and where you want to be: "
    "you will see which roles could be stops on the way. Leave out where you want to be, and see what is near."
)


def show() -> None:
    """Takes the question from the link, and shows the ways that there are."""
    graph = data.planner().graph
    if not graph.all(Role):
        state.went_to("pathways")
        parts.empty_store(data.store().url)
        return
    asked = question("pathways")
    parts.title(_title(asked))
    parts.news()
    choose(asked)
    if not asked.start:
        parts.show(parts.paragraph(LEAD, "lead"))
        return
    planner = asked.planner()
    asked = settle(planner, asked)
    words, profile = PathwayWords(Words(planner)), state.profile(planner, asked)
    if asked.goal:
        wanted = options.options()
        options.choose(wanted)
        routes.ways(words, ways(planner, profile, asked, wanted), asked)
    else:
        routes.nearby(words, nearest(planner, profile, asked), asked)


def _title(asked: Question) -> str:
    label = data.links().label
    if not asked.start:
        return _("Pathways")
    start = _("your own profile") if asked.start == OWN else label(asked.start)
    if not asked.goal:
        return _("What could come after {start}?").format(start=start)
    return _("Ways from {start} to {goal}").format(start=start, goal=label(asked.goal))


show()
