"""The gaps in order, as a table, each with the way to what its figures rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import streamlit as st

from app import data, markup, parts, state
from app.catalogue import _, ngettext
from app.markup import Html
from app.needs.asked import LABELS, Wanted, ask, called, look
from app.needs.heat import state as found_for
from kmgraph.planner.phrases import amount
from kmgraph.programme.asked import Order, Origin
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.sheet import said
from kmgraph.programme.tables import COUNTED, asking
from kmgraph.programme.words import ranking_of

ORDERS = {Order.MOVES: _("What stops most moves"), Order.NEED: _("What is needed most")}
CAPTIONS = {
    Order.MOVES: _("Gaps, those first that stop most moves"),
    Order.NEED: _("Gaps, those first that are needed most"),
}
FIRST = 15
"""Gaps that stand in the table; all are in the files."""


def ranked(wanted: Wanted, found: Gaps) -> None:
    """The gaps in order."""
    open_ones = found.short
    parts.heading(_("What holds people back most"))
    if not open_ones:
        parts.show(parts.paragraph(_("Nothing: all that these role types need is covered by the learning listed.")))
        return
    st.segmented_control(
        LABELS["order"],
        list(ORDERS),
        format_func=ORDERS.__getitem__,
        required=True,
        key=state.show("needs-order", wanted.asked.order),
        on_change=lambda: ask(replace(wanted, asked=replace(wanted.asked, order=st.session_state["needs-order"]))),
    )
    parts.show(parts.paragraph(ranking_of(found)), _table(wanted, found, open_ones[:FIRST]))
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
    return markup.table(CAPTIONS[wanted.asked.order], head, rows)


def _row(wanted: Wanted, found: Gaps, gap: Gap, origins: Sequence[Origin]) -> list[str]:
    return [
        data.links().to(gap.outcome.competency),
        look(called(gap.outcome.level), wanted, gap.outcome),
        found_for(found, gap),
        *(said(asking(gap, one)) for one in (Origin.ROLES, *origins)),
        *([amount(gap.weighted)] if origins else []),
        f"{gap.moves:,}",
        said(gap.people),
    ]
