"""How sure a proposal is, in words; the thresholds are this project's choice, made on half of its own test adverts."""

from enum import StrEnum

STRONG, FAIR, WEAK = 0.9, 0.74, 0.62
"""How alike two wordings (0 to 1) are at least; below the last nothing is proposed."""


class Confidence(StrEnum):
    """How far the likeness of two wordings carries."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return list(Confidence).index(self)


def confidence(likeness: float) -> Confidence | None:
    """The word for a likeness; None where it is too small to propose anything."""
    for least, word in ((STRONG, Confidence.STRONG), (FAIR, Confidence.FAIR), (WEAK, Confidence.WEAK)):
        if likeness >= least:
            return word
    return None
