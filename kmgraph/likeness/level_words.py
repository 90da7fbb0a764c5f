"""The level that a clause states in the words of a scale, and nothing that it does not state."""

import re
from collections.abc import Sequence

from kmgraph.model import Level

NOUNS = r"(?:levels?|knowledge|understanding|proficiency|competence|command|ability|skills?|standard|grasp)"
NOT_HELD = re.compile(
    r"\b(?:rais\w+|build\w*|increas\w+|promot\w+|creat\w+|spread\w*|improv\w+)\s+(?:\w+\s+)?$", re.IGNORECASE
)
"""Words before a level that say what somebody brings about in others: raise awareness of."""


def stated(clause: str, start: int, end: int, levels: Sequence[Level]) -> tuple[Level, str] | None:
    """The level that a clause states of what stands from `start` to `end` in it, with its words.

    None where it states none, or more than one.
    """
    found: dict[str, tuple[Level, str]] = {}
    for level in levels:
        for label in (level.label, *level.alternative_labels):
            for match in _pattern(label).finditer(clause):
                apart = match.end() <= start or match.start() >= end
                if apart and not NOT_HELD.search(clause[: match.start()]):
                    found.setdefault(level.id, (level, match.group()))
    return next(iter(found.values())) if len(found) == 1 else None


def _pattern(label: str) -> re.Pattern[str]:
    """How people state a level: working knowledge, at working level, awareness of, an expert in."""
    word = r"\s+".join(map(re.escape, label.split()))
    if " " in label.strip():
        return re.compile(rf"\b{word}\b", re.IGNORECASE)
    held = rf"\b{word}(?:[- ]level)?(?:\s+level\s+of)?\s+{NOUNS}\b"
    at = rf"\b(?:at|to)\s+(?:an?\s+|the\s+)?{word}\s+level\b"
    of = rf"\b{word}\s+(?:in|of|at)\b" if not label.casefold().endswith("ing") else r"(?!)"
    return re.compile(f"{held}|{at}|{of}", re.IGNORECASE)
