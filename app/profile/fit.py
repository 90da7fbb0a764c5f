"""How much of what a role needs somebody brings, in a few words."""

from collections.abc import Sequence

from app.catalogue import _
from kmgraph.planner import Need, Standing

MOST, HALF = 2 / 3, 2 / 5
"""Shares of the needs held from which on it is “most of it” or “about half of it”: a choice of this project."""


def fit(needs: Sequence[Need]) -> str:
    """How much of what a role needs is held, in words that go on from “You bring”."""
    held = sum(need.standing is Standing.HELD for need in needs)
    if held == len(needs):
        return _("all of it")
    if not held:
        return _only_lower(sum(need.standing is Standing.RAISE for need in needs), len(needs))
    if held >= MOST * len(needs):
        return _("most of it")
    return _("about half of it") if held >= HALF * len(needs) else _("some of it")


def _only_lower(lower: int, every: int) -> str:
    if not lower:
        return _("none of it yet")
    return _("all of it, but at a lower level") if lower == every else _("some of it, but at a lower level")
