"""Links from page to page: short names for records, addresses of their pages, and clicks that keep the session."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from app.catalogue import _
from app.markup import Html, html, tag
from app.places import LINKED as LINKED
from app.places import PAGES as PAGES
from app.places import PLACES as PLACES
from kmgraph.find import Name, search
from kmgraph.graph import Graph
from kmgraph.model import Competency, Course, Framework, Journey, Level, Named, Organisation, Role, slug_of
from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted

_keeping = st.components.v2.component(
    "kmgraph_links", js=Path(__file__).with_name("links.js").read_text(encoding="utf-8")
)


def keep_session() -> None:
    """Makes the links of this page change the page without a reload."""
    with st.container(key="links"):
        _keeping()


def page(text: str, path: str, opens: str = "", /, **asked: str | Sequence[str]) -> Html:
    """A link to a page of the explorer; the path is relative, so that it holds wherever the explorer is served.

    Args:
        text: what it says.
        path: of the page.
        opens: the key of the part of the page that who follows it is led to; "" leads to the top.
        asked: what the page is asked.
    """
    to = f"{path}?{urlencode(asked, doseq=True)}" if asked else path
    return tag("a", text, href=to, data_opens=opens, **manner())


def manner() -> dict[str, str]:
    """How links to pages of the explorer open: here, or beside where the explorer is a view in another page."""
    if st.context.is_embedded:
        return {"target": "_blank", "rel": "noopener"}
    return {"class_": "km-to", "target": "_self"}


LONGEST = 200
"""Letters of a name in a link that are looked at."""


class Names:
    """Short names for the records of a kind, in links: the slug, or the whole IRI where a slug is not enough."""

    def __init__(self, records: Mapping[str, Named], near: Callable[[str], Sequence[Name]] | None = None):
        self._records = records
        self._like = near or self._alike
        self._iris: dict[str, list[str]] = defaultdict(list)
        for iri in records:
            self._iris[slug_of(iri)].append(iri)

    def short(self, iri: str) -> str:
        """The name of a record in a link."""
        return slug_of(iri) if len(self._iris[slug_of(iri)]) == 1 else iri

    def iri(self, name: str) -> str | None:
        """The IRI of the only record of this name, or None."""
        found = [name] if name in self._records else self._iris.get(name, [])
        return found[0] if len(found) == 1 else None

    def find(self, name: str, puzzles: list[str], kind: str) -> str | None:
        """The IRI of the record of this name; None, and a puzzle, where there is none."""
        found = [name] if name in self._records else self._iris.get(name, [])
        if len(found) == 1:
            return found[0]
        if found:
            told = _("The link asks for the {kind} {name}, and there are {number} of that name.")
            puzzles.append(told.format(kind=kind, name=quoted(name, LONGEST), number=len(found)))
        else:
            told = _("The link asks for the {kind} {name}, which this data does not hold. {hint}")
            puzzles.append(told.format(kind=kind, name=quoted(name, LONGEST), hint=self._near(name)))
        return None

    def _near(self, name: str) -> str:
        found = self._like(name.replace("-", " ")) if len(name) <= LONGEST else []  # nobody writes a longer name
        near = [one.label if self._shared[one.label] == 1 else f"{one.label} ({one.long})" for one in found]
        if not near:
            return _("Choose another one.")
        return _("Did you mean {names}?").format(names=listed(near, _("or")))

    @cached_property
    def _shared(self) -> Counter[str]:
        return Counter(one.label for one in self._records.values())

    def _alike(self, name: str) -> list[Name]:
        known = [Name(one.id, one.kind, one.label, one.alternative_labels) for one in self._records.values()]
        return [found for found, _score in search(known, name, limit=3)]


class Links:
    """Links to the records of a graph.

    Args:
        graph: holds the records.
        near: the names of a kind that are like a text; without it, all records are looked through.
    """

    def __init__(self, graph: Graph, near: Callable[[Kind, str], Sequence[Name]] | None = None):
        self._graph = graph
        kinds = (Role, Competency, Level, Course, Journey, Organisation, Framework)
        self.names = {one.kind: Names(graph.all(one), partial(near, one.kind) if near else None) for one in kinds}

    def to(self, iri: str, text: str | None = None) -> Html:
        """A link to the page of a record; where it has none, or nobody describes it, only its name."""
        record, label = self._graph.get(iri), text or self.label(iri)
        if record is None or record.kind not in PAGES:
            return html(label)
        path, parameter = PAGES[record.kind]
        return page(label, path, **{parameter: self.names[record.kind].short(iri)})

    def place(self, text: str, iri: str, kind: Kind) -> Html:
        """A link to where a record of one of the kinds `LINKED` stands, also where the graph does not hold it."""
        path, parameter = PAGES.get(kind) or PLACES[kind]
        known = self._graph.nodes.get(kind, {})
        return page(
            text, path, **{parameter: self.names[kind].short(iri) if kind in self.names and iri in known else iri}
        )

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
        return page(text, "bridge", **(kept | asked))
