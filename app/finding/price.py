"""What the learning in a list costs, as far as that is known."""

from collections import Counter
from collections.abc import Collection

from app.catalogue import _, ngettext
from app.finding.shelf import UNKNOWN, Shelf
from kmgraph.planner.phrases import amount

FREE = "free"


def told(shelf: Shelf, places: Collection[int]) -> str:
    """How many of these are free, and of how many the price is not known; nothing where prices do not matter."""
    facet = next((one for one in shelf.facets if one.name == "price"), None)
    if facet is None or not places:
        return ""
    counts = Counter(value for place in places for value in facet.values[place])
    return " ".join(filter(None, (_free(counts[FREE]), _unknown(counts[UNKNOWN]))))


def _free(many: int) -> str:
    if not many:
        return _("None of these is known to be free.")
    return ngettext("{n} of these is known to be free.", "{n} of these are known to be free.", many).format(
        n=amount(many)
    )


def _unknown(many: int) -> str:
    if not many:
        return ""
    return ngettext(
        "The price of {n} is not known: ask who gives it.", "The price of {n} is not known: ask who gives them.", many
    ).format(n=amount(many))
