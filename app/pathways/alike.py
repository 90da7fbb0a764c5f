"""How much two roles are alike, in words; the number stands behind them."""

from app.catalogue import _
from kmgraph.planner.phrases import percent

WORDS = ((0.5, _("much alike")), (0.25, _("partly alike")), (0.0, _("a little alike")))
"""From which likeness on, a word holds."""
MEANS = _(
    "Alike: of all competencies and levels that one of the two roles holds, the part that both hold. "
    "Half or more is much alike, a quarter or more is partly alike."
)


def alike(likeness: float) -> str:
    """Such as "partly alike (27%)"."""
    if likeness <= 0:
        return _("nothing in common")
    word = next(word for least, word in WORDS if likeness >= least)
    return _("{word} ({percent})").format(word=word, percent=percent(likeness, 1))
