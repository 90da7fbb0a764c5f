"""What was found in tables that somebody brought."""

from dataclasses import dataclass

from kmgraph.load.change import Prepared


@dataclass(frozen=True)
class Found:
    """What tables would change, and every problem in them."""

    prepared: Prepared
    problems: int
    """How many problems there are: the report lists the first of each sort."""
    table: bytes
    """The problems as a CSV file."""
