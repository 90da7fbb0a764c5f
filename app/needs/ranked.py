"""The gaps, those first that stop most moves: in words, as a table, and what the figures rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app import data, links, markup, parts
from app.catalogue import _, ngettext
from app.markup import Html
from app.needs.asked import Wanted, called, link_of
from app.needs.heat import state
from kmgraph.planner.phrases import amount
from kmgraph.programme.asked import Origin
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.tables import COUNTED

FIRST = 15
"""Gaps that stand in the table; all are in the files."""


def ranked(wanted: Wanted, found: Gaps) -> None:
    """The gaps in order."""
    open_ones = found.short
    parts.heading(_("What holds people back most"))
    if not open_ones:
        parts.show(parts.paragraph(_("Nothing: all that these role types need is covered by the learning listed.")))
        return
    said = _("A gap comes first where it stops most moves between roles, then where most role types need it.")
    parts.show(parts.paragraph(said), _table(wanted, found, open_ones[:FIRST]))
    if len(open_ones) > FIRST:
        more = len(open_ones) - FIRST
        told = ngettext("One more gap is in the files below.", "{n} more gaps are in the files below.", more)
        parts.show(parts.paragraph(told.format(n=f"{more:,}"), "quiet"))


def _table(wanted: Wanted, found: Gaps, gaps: Iterable[Gap]) -> Html:
    origins = [one for one in found.demand.by if one is not Origin.ROLES]
    head = [
        _("Competency"), _("Level"), _("What is found"), _("Role types that need it"),
        *(COUNTED[one] for one in origins), *([_("Weighted need")] if origins else []),
        _("Moves that it stops"), _("People in the roles they start from"),
    ]  # fmt: skip
    rows = (_row(wanted, found, one, origins) for one in gaps)
    return markup.table(_("Gaps, those first that stop most moves"), head, rows)


def _row(wanted: Wanted, found: Gaps, gap: Gap, origins: Sequence[Origin]) -> list[str]:
    return [
        data.links().to(gap.outcome.competency),
        links.page(called(gap.outcome.level), "needs", **link_of(replace(wanted, outcome=gap.outcome))),
        state(found, gap),
        *(_number(gap.demand.get(one)) for one in (Origin.ROLES, *origins)),
        *([amount(gap.weighted)] if origins else []),
        f"{gap.moves:,}",
        _number(gap.people),
    ]


def _number(number: int | None) -> str:
    return _("not known") if number is None else f"{number:,}"
