"""Which cells of a row of counts are not shown, so that nobody can work out a small group from what is.

A small group is one of 1 to 4 people. Cells that count one, or leave one uncounted of a nation or the like, are
sensitive and hidden, and others with them (complementary suppression; Cox, 1980) until what is shown leaves each
sensitive cell values at least five apart (interval protection; Fischetti and Salazar-González, 2001). One more cell
than the sensitive ones is hidden where there is one, so that to know this rule does not help either.
"""

from collections.abc import Iterable, Sequence
from random import Random

from kmgraph.personal import FEWEST, is_small

__all__ = ["FEWEST", "hidden", "hidden_shares", "is_small"]


def hidden(counts: Sequence[int]) -> frozenset[int]:
    """The places in a row that are not shown, where whoever reads it knows what the row comes to, at least five.

    The smallest others are hidden with sensitive cells, nobody's last, and with each all that are as large: which of
    them it was would tell something.
    """
    sensitive = {place for place, count in enumerate(counts) if is_small(count)}
    order = sorted(set(counts), key=lambda count: (not count, count))
    others = [{place for place, count in enumerate(counts) if count == one} - sensitive for one in order]
    return _widened(counts, [sum(counts)] * len(counts), sensitive, filter(None, others), FEWEST)


def hidden_shares(counts: Sequence[int], groups: Sequence[int], draw: Random, wide: int = FEWEST) -> frozenset[int]:
    """The places in a row that are not shown, where its total and the size of each group are known.

    Args:
        counts: people in each cell, of the group there. Neither they nor the others come to 1 to 4 in all.
        groups: people in each group, ten or more, or all there are.
        draw: decides which others are hidden with sensitive cells: here, to take the smallest would tell something.
        wide: how far apart the values of a sensitive cell may be, at the least, as far as the row allows.
    """
    sensitive = {
        place
        for place, (count, of) in enumerate(zip(counts, groups, strict=True))
        if is_small(count) or is_small(of - count)
    }
    others = sorted(set(range(len(counts))) - sensitive)
    draw.shuffle(others)
    return _widened(counts, groups, sensitive, ({place} for place in others), wide)


def _widened(
    counts: Sequence[int], most: Sequence[int], sensitive: set[int], others: Iterable[set[int]], wide: int
) -> frozenset[int]:
    """Sensitive places with as many others, in order, as it takes; all of the row, at the latest, are enough."""
    found = set(sensitive)
    for more in others if sensitive else ():
        if len(found) > len(sensitive) and all(_width(counts, most, found, one) >= wide for one in sensitive):
            break
        found |= more
    return frozenset(found)


def _width(counts: Sequence[int], most: Sequence[int], unseen: set[int], place: int) -> int:
    """How far the largest and the smallest number are apart that a cell may be, as far as anybody can tell."""
    total = sum(counts[one] for one in unseen)
    rest = sum(most[one] for one in unseen) - most[place]
    return min(most[place], total) - max(0, total - rest)
