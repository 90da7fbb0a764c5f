"""The plain networkx script that a user would write: a set cover without a look ahead for entry levels.

It takes, as long as one teaches anything still wanted, the course that can be entered now and teaches most for its
cost. A course that would only open another is never taken.
"""

from typing import TYPE_CHECKING

import networkx

from tests.bench.greedy import Cost
from tests.oracle.question import Question, Reached

if TYPE_CHECKING:
    Graph = networkx.DiGraph[tuple[str, int]]
else:
    Graph = networkx.DiGraph  # takes no types while it runs


def as_graph(question: Question) -> Graph:
    """Facts that lead to courses that need them, and courses that lead to the facts that they give."""
    graph: Graph = networkx.DiGraph()
    for course, facts in enumerate(question.learning.needs):
        graph.add_edges_from((("fact", fact), ("course", course)) for fact in facts)
    for course, facts in enumerate(question.learning.gives):
        graph.add_edges_from((("course", course), ("fact", fact)) for fact in facts)
    return graph


def script(graph: Graph, question: Question, found: Reached, cost: Cost) -> list[int]:
    """The courses that the script would take; some goals may stay open that could be closed."""
    held = {("fact", fact) for fact in question.start}
    wanted = {("fact", goal) for goal in found.goals} - held
    chosen: list[int] = []
    while True:
        able = {
            course
            for goal in wanted
            for course in graph.predecessors(goal)
            if course[1] not in question.shut and held.issuperset(graph.predecessors(course))
        }
        if not able:
            return chosen
        taken = min(able, key=lambda one: (cost(one[1]) / len(wanted.intersection(graph.successors(one))), one))
        held.update(graph.successors(taken))
        wanted -= held
        chosen.append(taken[1])
