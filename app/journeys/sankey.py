"""Observed moves as a Sankey diagram with its table beside it, or a sentence where there are too few."""

from collections import Counter
from collections.abc import Callable, Sequence
from textwrap import shorten
from typing import Any

import streamlit as st

from app import data, markup, parts
from app.catalogue import _, ngettext
from app.journeys.flows import ENOUGH, Flow, Flows
from app.markup import JOINER

COLOURS = ("#2f7fb5", "#757b80", "#2e8b57", "#9a66c9", "#a8701d", "#c2554d")
"""Of bars and bands, beside which words stand; each at least 3:1 on white and on the dark page."""
INK = {"light": "#0b0c0c", "dark": "#f3f4f5"}
"""Of words on bands."""
LONGEST = 50
"""Letters of a role's name in the chart; the table has all of it."""
ROW, LEAST = 46, 220
"""Heights in pixels of a role and of the whole chart."""


def observed(found: Flows) -> None:
    """Shows the moves, or says why there is nothing to show."""
    if not found.shown:
        parts.show(parts.paragraph(_none(found)))
        return
    parts.show(parts.paragraph(_says(found)))
    charted = found.charted
    sides = max(len({one.before for one in charted}), len({one.after for one in charted}))
    theme = st.context.theme.type or "light"
    with st.container(key="moves-chart"):  # a narrow screen has no room for it: there the table stands alone
        st.echarts_chart(
            chart(charted, theme), height=max(LEAST, ROW * sides), renderer="svg", key="moves", alt=_alt(charted)
        )
    parts.show(_table(found))


def _none(found: Flows) -> str:
    if not found.too_few:
        return _(
            "There is no chart of moves yet. The data that is loaded holds no observed move: "
            "all journeys above are published or laid out, and nobody counted how often people go that way."
        )
    return _("There is no chart of moves yet: each observed move was made by fewer than {number} journeys.").format(
        number=ENOUGH
    )


def _says(found: Flows) -> str:
    said = _("Only moves that at least {number} journeys made are shown, so that nobody can be picked out.").format(
        number=ENOUGH
    )
    if not found.too_few:
        return said
    return (
        said
        + " "
        + ngettext(
            "{count} other move, made by fewer, is left out.",
            "{count} other moves, made by fewer, are left out.",
            found.too_few,
        ).format(count=found.too_few)
    )


def _alt(charted: Sequence[Flow]) -> str:
    label, most = data.links().label, charted[0]
    return _(
        "Diagram of observed moves. On the left the role that people left, on the right the role that they took up. "
        "The move made most often leads from {before} to {after}: {people} journeys. "
        "The table below the diagram says the same."
    ).format(before=label(most.before), after=label(most.after), people=most.people)


def _table(found: Flows) -> str:
    links = data.links()
    rows = [(links.to(one.before), links.to(one.after), f"{one.people:,}") for one in found.shown[:100]]
    return markup.table(_("Observed moves"), (_("From"), _("To"), _("Journeys")), rows)


def chart(charted: Sequence[Flow], theme: str = "light") -> dict[str, Any]:
    """The diagram as ECharts draws it: roles left on the left, roles taken up on the right, so that none goes round."""
    left, right = _named(charted, lambda one: one.before, ""), _named(charted, lambda one: one.after, JOINER)
    nodes = [
        {"name": name, "itemStyle": {"color": COLOURS[number % len(COLOURS)]}, "label": {"position": side}}
        for side, names in (("right", left), ("left", right))
        for number, name in enumerate(names.values())
    ]
    bands = [{"source": left[one.before], "target": right[one.after], "value": one.people} for one in charted]
    return {
        "animation": False,
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "data": nodes,
                "links": bands,
                "nodeGap": 18,
                "left": 4,
                "right": 4,
                "draggable": False,
                "emphasis": {"focus": "adjacency"},
                "lineStyle": {"color": "source", "opacity": 0.25},
                "label": {"fontSize": 14, "color": INK[theme]},
            }
        ],
    }


def _named(charted: Sequence[Flow], end: Callable[[Flow], str], mark: str) -> dict[str, str]:
    """What the roles at one end are called, with how many journeys; no two alike, whatever their labels are."""
    people: Counter[str] = Counter()
    for one in charted:
        people[end(one)] += one.people
    names: dict[str, str] = {}
    for iri, number in people.most_common():
        role = shorten(data.links().label(iri), LONGEST, placeholder="…")
        name = _("{role} ({count})").format(role=role, count=number) + mark
        while name in names.values():
            name += JOINER * 2
        names[iri] = name
    return names
