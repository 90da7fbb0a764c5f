"""Links from page to page: short names for records, addresses of their pages, and clicks that keep the session."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from app.markup import Html, html, tag
from kmgraph.find import Name, search
from kmgraph.graph import Graph
from kmgraph.model import Competency, Course, Named, Role, slug_of
from kmgraph.vocabulary import Kind

PAGES = {
    Kind.ROLE: ("roles", "role"),
    Kind.COMPETENCY: ("competencies", "competency"),
    Kind.COURSE: ("training", "course"),
}
"""The pages of records: each one's path, and the parameter that names a record."""

_keeping = st.components.v2.component(
    "kmgraph_links", js=Path(__file__).with_name("links.js").read_text(encoding="utf-8")
)


def keep_session() -> None:
    """Makes the links of this page change the page without a reload."""
    with st.container(key="links"):
        _keeping()


def page(text: str, path: str, **asked: str) -> Html:
    """A link to a page of the explorer; the path is relative, so that it holds wherever the explorer is served."""
    return tag("a", text, href=f"{path}?{urlencode(asked)}" if asked else path, class_="km-to", target="_self")


class Names:
    """Short names for the records of a kind, in links: the slug, or the whole IRI where a slug is not enough."""

    def __init__(self, records: Mapping[str, Named]):
        self._records = records
        self._iris: dict[str, list[str]] = defaultdict(list)
        for iri in records:
            self._iris[slug_of(iri)].append(iri)

    def short(self, iri: str) -> str:
        """The name of a record in a link."""
        return slug_of(iri) if len(self._iris[slug_of(iri)]) == 1 else iri

    def find(self, name: str, puzzles: list[str], kind: str) -> str | None:
        """The IRI of the record of this name; None, and a puzzle, where there is none."""
        found = [name] if name in self._records else self._iris.get(name, [])
        if len(found) == 1:
            return found[0]
        if found:
            puzzles.append(f"The link asks for the {kind} “{name}”, and there are {len(found)} of that name.")
        else:
            puzzles.append(f"The link asks for the {kind} “{name}”, which this data does not hold. {self._near(name)}")
        return None

    def _near(self, name: str) -> str:
        known = [Name(one.id, one.kind, one.label, one.alternative_labels) for one in self._records.values()]
        shared = Counter(one.label for one in known)
        near = [
            found.label if shared[found.label] == 1 else f"{found.label} ({found.long})"
            for found, _ in search(known, name.replace("-", " "), limit=3)
        ]
        return f"Did you mean {' or '.join(near)}?" if near else "Choose another one."


class Links:
    """Links to the records of a graph."""

    def __init__(self, graph: Graph):
        self._graph = graph
        self.names = {one.kind: Names(graph.all(one)) for one in (Role, Competency, Course)}

    def to(self, iri: str, text: str | None = None) -> Html:
        """A link to the page of a record; where it has none, or nobody describes it, only its name."""
        record, label = self._graph.get(iri), text or self.label(iri)
        if record is None or record.kind not in PAGES:
            return html(label)
        path, parameter = PAGES[record.kind]
        return page(label, path, **{parameter: self.names[record.kind].short(iri)})

    def label(self, iri: str) -> str:
        """What to call a record; its short name where nobody describes it."""
        return self._graph.label(iri) if self._graph.get(iri) else slug_of(iri)

    def leading(self, text: str, iri: str) -> Html:
        """A text in which the label of a record, with which it begins, is a link."""
        label = self._graph.label(iri)
        return Html(self.to(iri) + html(text.removeprefix(label))) if text.startswith(label) else html(text)

    def bridge(self, text: str, *, start: str | None = None, goal: str | None = None) -> Html:
        """A link to the bridge between two roles; where one is open, it stays as it was last asked for."""
        names = self.names[Kind.ROLE]
        asked = {end: names.short(iri) for end, iri in (("from", start), ("to", goal)) if iri}
        last = {end: name for end, name in st.session_state.get("link", {}).items() if end in ("from", "to")}
        kept = {end: name for end, name in last.items() if name not in asked.values()}
        return page(text, "./", **(kept | asked))
