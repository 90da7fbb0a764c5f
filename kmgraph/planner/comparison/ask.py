"""A question as it can be put to any planner: again to another reading of the graph, or in another situation."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kmgraph.graph import Graph
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.gap import Profile
from kmgraph.planner.optimum.presets import Preset
from kmgraph.planner.situation.switches import Switches

Start = Callable[[Planner, Switches], Profile]
"""Says what is brought, as a planner has it."""


@dataclass(frozen=True)
class Ask:
    """Which learning leads to a role, in one situation, by one preset."""

    role: str
    """IRI of the role wanted."""
    start: Start
    brought: str | None = None
    """IRI of the role of which `start` reads what it brings; None where it reads none."""
    switches: Switches = field(default_factory=Switches)
    with_matches: bool = False
    preset: Preset = Preset.FEWEST

    def read_by(self, planner: Planner) -> bool:
        """Whether a planner reads its graph as the question wants it read."""
        return (planner.with_matches, planner.strict) == (self.with_matches, self.switches.strict_levels)

    def planner(self, graph: Graph) -> Planner:
        """A planner that reads a graph as the question wants it read."""
        return Planner(graph, with_matches=self.with_matches, strict=self.switches.strict_levels)

    def answer(self, planner: Planner, profile: Profile | None = None) -> Answer:
        """The answer of a planner.

        Args:
            planner: one that reads its graph as the question wants.
            profile: what is brought, where that is known already.

        Raises:
            NotKnown: there is no such role, or nothing is stated of what it needs.
        """
        return planner.bridge(profile or self.start(planner, self.switches), self.role, self.switches, [self.preset])


def from_role(role: str) -> Start:
    """What somebody in a role brings."""
    return lambda planner, switches: planner.role_profile(role, with_desirable=switches.with_desirable)
