"""What a search finds: how much there is of each kind, and the best of it with a line about each."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app import data, links, markup, parts, state
from app.catalogue import _, ngettext
from app.finding import absent
from app.finding.told import KINDS, ONE, apart, sentence
from app.links import LINKED
from app.markup import Html, tag
from kmgraph.find import Findings, Hit
from kmgraph.graph import Graph
from kmgraph.model import Named, Record
from kmgraph.vocabulary import Kind

SHOWN = 50
"""What is found that the page shows."""
LONGEST = 200
"""Letters of what is looked for; what comes after them is left out."""


def query() -> str:
    """What the link looks for."""
    return " ".join(st.query_params.get("q", "").split())[:LONGEST]


def results(wanted: str) -> None:
    """What is found, with the kinds as chips."""
    kinds = [kind for kind in KINDS if kind.lower() in st.query_params.get_all("kind")]
    every = data.find(wanted, LINKED, SHOWN)
    if not every.hits:
        _nothing(wanted)
        return
    if absent.asks(wanted):
        parts.show(absent.instead())
    _kinds(every.counts, kinds)
    found = data.find(wanted, kinds, SHOWN) if kinds else every
    parts.status(counted(found))
    if found.hits:
        parts.show(_listed(found.hits))
    else:
        parts.show(parts.paragraph(_("There is none of this kind. Take the filter away to see the others.")))


def counted(found: Findings) -> str:
    """How much is found, and how much of it is shown."""
    total = sum(found.counts.values())
    told = ngettext("{n} result.", "{n} results.", total).format(n=f"{total:,}")
    if total <= len(found.hits):
        return told
    best = _("The best {n} are shown: add a word or choose a kind to see others.").format(n=len(found.hits))
    return f"{told} {best}"


def _kinds(counts: Mapping[Kind, int], chosen: Sequence[Kind]) -> None:
    offered = [kind for kind in KINDS if counts.get(kind) or kind in chosen]

    def change() -> None:
        st.query_params["kind"] = [kind.lower() for kind in st.session_state["search-kinds"]]

    st.pills(
        _("Show only"),
        offered,
        selection_mode="multi",
        format_func=lambda kind: f"{KINDS[kind]} ({counts.get(kind, 0):,})",
        key=state.show("search-kinds", list(chosen)),
        on_change=change,
    )


def _listed(hits: Sequence[Hit]) -> Html:
    items = (tag("li", *_one(hit), class_="km-hit") for hit in hits)
    return tag("ol", *items, class_="km-hits")


def _one(hit: Hit) -> list[Html]:
    name, record = hit.name, known(hit.name.iri)
    graph = _graph(record)
    also = (
        _("also called {label}").format(label=hit.matched) if hit.matched != name.label and _shown(hit, record) else ""
    )
    told = " \u00b7 ".join(filter(None, (ONE.get(name.kind, ""), apart(graph, record) if record else "", also)))
    about = sentence(record) if record else ""
    return [
        data.links().place(name.label, name.iri, name.kind),
        tag("div", told, class_="km-note"),
        tag("div", about, class_="km-about") if about else Html(""),
    ]


def _shown(hit: Hit, record: Record | None) -> bool:
    """Whether the label that matched is one to show: hidden ones are spellings to find by."""
    return isinstance(record, Named) and hit.matched in record.alternative_labels


def known(iri: str) -> Record | None:
    """What the store says of a record that has a place, or None."""
    return data.planner().graph.get(iri) or data.beside().get(iri)


def _graph(record: Record | None) -> Graph:
    graph = data.planner().graph
    return graph if record is None or graph.get(record.id) else data.beside()


# --- where there is nothing to show ----------------------------------------------------------------------------


def _nothing(wanted: str) -> None:
    parts.status(_("Nothing is called “{query}”, or anything like it.").format(query=wanted))
    if absent.asks(wanted):
        parts.show(absent.instead())
    tries = [
        _("Use fewer letters, or one word only."),
        _("Use another word for the same thing: people call roles and skills many names."),
        _("Look through the lists below."),
    ]
    _parts((_("What to try"), markup.listing(tries)), (_("All that there is"), _lists()))


def invite() -> None:
    """What can be searched, while nothing is."""
    parts.show(
        parts.paragraph(
            _(
                "Type a word or two: a role, a skill, a course, an organisation. Slips of the pen are understood, and "
                "so are other names for the same thing."
            ),
            "lead",
        )
    )
    found = markup.listing([links.page(one, "search", q=one) for one in examples()])
    _parts((_("For example"), found), (_("All that there is"), _lists()))


def _parts(*titled: tuple[str, Html]) -> None:
    pieces = (markup.join([tag("h2", title), listed]) for title, listed in titled)
    parts.show(tag("div", *pieces, class_="km-sections"))


def examples() -> list[str]:
    """A few things to search for: a role that people often meet, and the first of the other lists."""
    lists = [data.common_roles(), *(data.shelf(kind).iris for kind in (Kind.COMPETENCY, Kind.COURSE))]
    return [data.planner().graph.label(iris[0]) for iris in lists if iris]


def _lists() -> Html:
    graphs = {kind: graph for graph in (data.beside(), data.planner().graph) for kind in graph.nodes}
    rows = [
        markup.join([links.page(KINDS[kind], _path(kind)), " ", tag("span", f"{len(some):,}", class_="km-note")])
        for kind in KINDS
        if kind in graphs and (some := graphs[kind].nodes[kind])
    ]
    return markup.listing(rows)


def _path(kind: Kind) -> str:
    return (links.PAGES.get(kind) or links.PLACES[kind])[0]
