"""An outcome: what somebody can do after learning, a competency at a level."""

from typing import NamedTuple


class Outcome(NamedTuple):
    """A competency at a level, by their IRIs; the competency is the one that stands for all that matches join."""

    competency: str
    level: str | None
    """None is any level."""
