"""What a programme lead asks: whose needs count and how much, and which learning is within reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from types import MappingProxyType

from kmgraph.errors import UsageError
from kmgraph.planner.situation.switches import Switches
from kmgraph.wording import quoted


class Origin(StrEnum):
    """What demand is counted from; each is kept apart, and only weights join them."""

    ROLES = "role types"
    POSTS = "posts"
    SURVEY = "survey answers"
    ADVERTS = "job adverts"


class Order(StrEnum):
    """What puts a gap first."""

    MOVES = "moves"
    NEED = "need"


ROLES_ALONE: Mapping[Origin, float] = MappingProxyType({Origin.ROLES: 1.0})
"""The weights where none are given: every role type counts once, and nothing else does."""
LARGEST_WEIGHT = 1e6


@dataclass(frozen=True)
class Asked:
    """Whose needs count, how much each origin of demand weighs, and what is within reach.

    Raises:
        UsageError: a weight is no number from 0 up, or none is above 0.
    """

    switches: Switches = field(default_factory=Switches)
    """What keeps learning out of reach."""
    weights: Mapping[Origin, float] = field(default_factory=lambda: ROLES_ALONE)
    """Origins that are not named weigh nothing."""
    group: str | None = None
    """Only role types of this group."""
    sector: str | None = None
    """Only role types found in this kind of organisation, and what is counted there."""
    nation: str | None = None
    """Only posts, answers and adverts of this nation; role types are of no nation."""
    region: str | None = None
    framework: str | None = None
    """IRI: only competencies of this framework."""
    with_desirable: bool = False
    order: Order = Order.MOVES

    def __post_init__(self) -> None:
        for origin, weight in self.weights.items():
            if not (isfinite(weight) and 0 <= weight <= LARGEST_WEIGHT):
                raise UsageError(
                    f"{quoted(weight)} is no weight for {origin}. Give a number from 0 to {LARGEST_WEIGHT:,.0f}."
                )
        if not any(self.weights.values()):
            raise UsageError("All weights are 0, so nothing would be needed. Give one origin of demand a weight.")
