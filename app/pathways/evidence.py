"""What is on record of a move: observed moves, published examples, schemes and ladders, each by itself."""

from collections.abc import Sequence

from app import data, markup
from app.catalogue import _, ngettext
from app.markup import Html, tag
from kmgraph.planner.pathway.on_record import Record

NAMED = 3
"""Journeys of a kind that are named; of the others, only how many."""


def evidence(record: Record) -> Html:
    """What is on record, one line for each kind, never added up; a sentence where nothing is."""
    if not record:
        return markup.html(_("Nothing is on record of this move. That does not mean that nobody makes it."))
    counts = {kind: len(getattr(record, kind)) for kind in ("observed", "examples", "schemes", "ladders")}
    lines = [
        _line(
            ngettext("Observed: {count} journey made it", "Observed: {count} journeys made it", counts["observed"]),
            record.observed,
        ),
        _line(
            ngettext(
                "{count} published example, which does not say how often it happens",
                "{count} published examples, which do not say how often it happens",
                counts["examples"],
            ),
            record.examples,
        ),
        _line(ngettext("{count} scheme leads so", "{count} schemes lead so", counts["schemes"]), record.schemes),
        _line(
            ngettext("The next step of {count} ladder", "The next step of {count} ladders", counts["ladders"]),
            record.ladders,
        ),
    ]
    return tag("ul", *(tag("li", one) for one in lines if one), class_="km-list")


def _line(said: str, iris: Sequence[str]) -> Html:
    if not iris:
        return Html("")
    named = markup.join(map(data.links().to, iris[:NAMED]), ", ")
    rest = len(iris) - NAMED
    more = _(" and {count} more").format(count=f"{rest:,}") if rest > 0 else ""
    return markup.join([said.format(count=f"{len(iris):,}"), ": ", named, more, "."])


def brief(record: Record) -> str:
    """The same in a few words, for a table."""
    counted = (
        ngettext("{count} observed", "{count} observed", len(record.observed)).format(count=len(record.observed)),
        ngettext("{count} example", "{count} examples", len(record.examples)).format(count=len(record.examples)),
        ngettext("{count} scheme", "{count} schemes", len(record.schemes)).format(count=len(record.schemes)),
        ngettext("{count} ladder", "{count} ladders", len(record.ladders)).format(count=len(record.ladders)),
    )
    kinds = (record.observed, record.examples, record.schemes, record.ladders)
    return ", ".join(said for said, iris in zip(counted, kinds, strict=True) if iris) or _("nothing")
