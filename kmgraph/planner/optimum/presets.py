"""What makes one plan better than another: the amounts that a preset keeps small, first to last."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kmgraph.model import Course

Whole = NDArray[np.int64]
UNKNOWN = -1
"""Stands for an amount that is not known in an array of amounts."""
WIDEST = 2**48
"""Whole are put into one number as long as it stays below this, so that many of them can be added."""


class Preset(StrEnum):
    """What makes one plan better than another."""

    FEWEST = "fewest"
    CHEAPEST = "cheapest"
    QUICKEST = "quickest"
    EVIDENCED = "best evidenced"


def costs(preset: Preset, pence: Whole, minutes: Whole) -> list[Whole]:
    """What a preset minimises in sum over the courses of a plan, first to last; unknown amounts before known ones.

    Best evidenced is about the goals first (see `pool`); among plans that are as well evidenced it counts courses.

    Args:
        preset: the preset.
        pence: the fee of each course in hundredths of the currency asked for, `UNKNOWN` where it is not known.
        minutes: the effort of each course, `UNKNOWN` where it is not known.
    """
    count, hours = [np.ones(len(minutes), dtype=np.int64)], _unknown_then_known(minutes)
    match preset:
        case Preset.FEWEST | Preset.EVIDENCED:
            return [*count, *hours]
        case Preset.CHEAPEST:
            return [*_unknown_then_known(pence), *count, *hours]
        case Preset.QUICKEST:
            return [*hours, *count]


def _unknown_then_known(amounts: Whole) -> list[Whole]:
    unknown = amounts == UNKNOWN
    return [unknown.astype(np.int64), np.where(unknown, 0, amounts)]


def packed(columns: Sequence[Whole], most: int) -> Whole:
    """One number for each course: the first amounts, as many as there is room for, each outweighing all that follow.

    Where the sum of these numbers over up to `most` courses is greater than over some others, so are their amounts,
    compared one after the other.
    """
    found = columns[0].copy()
    for column in columns[1:]:
        width = int(np.sort(column)[::-1][:most].sum()) + 1
        if (int(found.max(initial=0)) + 1) * width > WIDEST:
            break
        found = found * width + column
    return found


def minutes(course: Course) -> int | None:
    """The effort of a course in whole minutes, or None where it is unknown."""
    return None if course.effort_hours is None else round(course.effort_hours * 60)


def pence_in(course: Course, currency: str) -> int | None:
    """The fee of a course in hundredths of a currency, or None where it is unknown in that currency."""
    if course.fee is None or (course.fee and course.currency != currency):
        return None
    return round(course.fee * 100)
