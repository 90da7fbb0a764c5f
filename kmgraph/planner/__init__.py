"""Gaps and bridges: pure functions of a graph, the same whatever store it came from."""

from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.gap import Need, Profile, Standing
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.plan import Plan, Raise, Step, Total
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.unmet import Open

__all__ = [
    "Answer",
    "Need",
    "Open",
    "Plan",
    "Planner",
    "Preset",
    "Profile",
    "Raise",
    "Standing",
    "Step",
    "Switches",
    "Total",
]
