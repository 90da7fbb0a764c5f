"""How far a statement may be relied on, in words: its status, and what reviewers say of it."""

from kmgraph.graph import Graph
from kmgraph.model import Record
from kmgraph.planner.phrases import amount, count, row
from kmgraph.reviewed import ENOUGH, Agreement, Outcome, View
from kmgraph.vocabulary import Opinion, Status


def standing(graph: Graph, record: Record) -> str:
    """How far a statement may be relied on: its status, and what reviewers say where anybody does.

    Such as "proposed", "reviewed: 7 of 9 reviewers agree" or "reviewed: 4 of 5 reviewers say practitioner instead of
    working".
    """
    said = graph.agreements.get(record.id)
    if said is None or not (said.people or said.unsure):
        return str(record.status)
    status = {Outcome.AGREED: Status.REVIEWED, Outcome.CHANGED: Status.REVIEWED}.get(said.outcome, record.status)
    return f"{status}: {agreement(graph, said)}"


def agreement(graph: Graph, said: Agreement) -> str:
    """What reviewers say of a statement, and what follows from it; without a full stop."""
    people = count(said.people, "reviewer", "reviewers")
    if said.outcome is Outcome.AGREED:
        told = f"{amount(said.agree)} of {people} agree"
    elif said.outcome is Outcome.CHANGED and said.leading:
        was = f" instead of {graph.label(said.was)}" if said.was else ""
        told = f"{amount(said.views[said.leading])} of {people} say {_level(graph, said.leading)}{was}"
    elif said.outcome is Outcome.REJECTED and said.leading:
        told = f"{amount(said.views[said.leading])} of {people} disagree, so it does not count"
    else:
        views = sorted(said.views.items(), key=lambda pair: (-pair[1], pair[0]))
        told = row([_view(graph, view, number) for view, number in views]) or "nobody has a view"
        few = said.outcome is Outcome.FEW
        told += f"; it takes {ENOUGH} reviewers to decide" if few else "; reviewers differ, so it stays as proposed"
    apart = [f"most of “{kind}” differ" for kind in said.differing]
    unsure = [f"{amount(said.unsure)}{' more' if said.people else ''} did not know"] if said.unsure else []
    return "; ".join([told, *apart, *unsure])


def _view(graph: Graph, view: View, people: int) -> str:
    if view.opinion is Opinion.CHANGE:
        return f"{count(people, 'reviewer says', 'reviewers say')} {_level(graph, view)}"
    return count(people, f"reviewer {view.opinion}s", f"reviewers {view.opinion}")


def _level(graph: Graph, view: View) -> str:
    return graph.label(view.level) if view.level else "another level"
