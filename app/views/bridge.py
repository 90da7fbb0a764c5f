"""The bridge page: from one role to another, by which learning, in which order, and what stays open."""

from app import brought, data, parts
from app.bridge.answer import answer
from app.bridge.ends import choose, suggestions
from app.bridge.situation import situation
from app.catalogue import _
from app.question import OWN, Question, question
from kmgraph.graph import Graph
from kmgraph.model import Role


def ask() -> None:
    """Takes the question from the link, and shows its answer, or what is missing from the question."""
    graph = data.planner().graph
    if not graph.all(Role):
        parts.empty_store(data.store().url)
        return
    asked = question("bridge")
    planner = asked.planner()
    parts.title(_title(graph, asked))
    parts.news()
    choose(asked)
    asked = brought.settle(planner, asked)
    said = situation(graph, asked)
    if asked.start and asked.goal:
        answer(planner, asked, said)
    else:
        suggestions(graph, asked)


def _title(graph: Graph, asked: Question) -> str:
    if not asked.start or not asked.goal:
        return _("Which learning leads from one role to another?")
    start = _("your own profile") if asked.start == OWN else graph.label(asked.start)
    return _("From {start} to {goal}").format(start=start, goal=graph.label(asked.goal))


ask()
