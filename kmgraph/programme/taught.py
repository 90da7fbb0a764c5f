"""What courses teach, as columns."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kmgraph.graph import Graph
from kmgraph.model import Competency, Framework, Teaches
from kmgraph.planner import Planner
from kmgraph.planner.levels import ANY_SCALE
from kmgraph.planner.optimum.links import Mask, Numbers
from kmgraph.programme.competencies import competencies_of
from kmgraph.programme.remembered import remembered
from kmgraph.vocabulary import CompetencyType, Status


@dataclass(frozen=True)
class Taught:
    """Statements that courses teach competencies that may be needed.

    Courses have their numbers in the network, competencies those of `competencies_of`; levels have theirs in
    `Network.follows`, 0 being any level at all.
    """

    course: Numbers
    competency: Numbers
    level: Numbers
    """The level reached; where none is stated, the lowest of the framework's scale."""
    unstated: Mask


@remembered
def taught_of(planner: Planner) -> Taught:
    """What is stated of the courses of a planner's network; machine suggestions and attitudes are left out."""
    graph, levels, place = planner.graph, planner.levels, planner.network.place
    number, canonical = competencies_of(planner), levels.canonical
    slot = {level: at for at, level in enumerate(levels.ladder, 1)}
    lowest, attitudes = _lowest(planner), _attitudes(graph)
    stated = zip(*(graph.column(Teaches, name) for name in ("course", "competency", "level", "status")), strict=True)
    rows = [
        (place[course], number.get(canonical(competency), -1), slot.get(level or "", 0), lowest.get(competency, 0))
        for course, competency, level, status in stated
        if status != Status.SUGGESTED and course in place and competency not in attitudes
    ]
    course, competency, level, least = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    kept = competency >= 0
    unstated = (level == 0)[kept]
    return Taught(course[kept], competency[kept], np.where(unstated, least[kept], level[kept]), unstated)


def _attitudes(graph: Graph) -> set[str]:
    types = zip(graph.all(Competency), graph.column(Competency, "type"), strict=True)
    return {iri for iri, one in types if one == CompetencyType.ATTITUDE}


def _lowest(planner: Planner) -> Mapping[str, int]:
    """The lowest level of the scale of each competency's framework; none where levels are read strictly."""
    graph, levels = planner.graph, planner.levels
    if levels.strict:
        return {}
    bottom = {scale: at for at, (scale, rank) in enumerate(levels.ladder.values(), 1) if not rank}
    lowest = {iri: bottom.get(one.scale or ANY_SCALE, 0) for iri, one in graph.all(Framework).items()}
    of = zip(graph.all(Competency), graph.column(Competency, "framework"), strict=True)
    return {iri: lowest.get(framework, 0) for iri, framework in of}
