"""Levels that no learning listed is known to reach, of any competency: people may come to them by practice."""

import numpy as np

from kmgraph.model import Teaches
from kmgraph.planner import Planner
from kmgraph.planner.levels import counts
from kmgraph.planner.optimum.links import Mask


def untaught(planner: Planner) -> frozenset[str]:
    """The levels, by IRI, that no course listed is known to reach of any competency, though lower ones it does.

    Courses that are over count, too. Of a scale of which no course states a level nothing is said.
    """
    graph, ladder = planner.graph, planner.levels.ladder
    stated = zip(graph.column(Teaches, "level"), graph.column(Teaches, "status"), strict=True)
    taught = {level for level, status in stated if level in ladder and counts(status)}
    scales = {ladder[level][0] for level in taught}
    slots = [slot for slot, level in enumerate(ladder, 1) if level in taught]
    reached: Mask = np.any(planner.network.follows[np.array(slots, dtype=np.int64)], axis=0)
    return frozenset(
        level for slot, (level, (scale, _)) in enumerate(ladder.items(), 1) if scale in scales and not reached[slot]
    )
