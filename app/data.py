"""What the store says: read once for each content of it, and shared by all sessions."""

from contextlib import suppress
from itertools import islice

import streamlit as st

from app import census, near
from app.census import Census
from app.links import Links
from app.near import Near
from kmgraph import settings
from kmgraph.errors import NotKnown
from kmgraph.graph import Graph, around, graph_of
from kmgraph.model import Role, Source
from kmgraph.planner import Planner
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind

PAIRS, SOME = 24, 3
"""Moves that are looked at before some are offered to try, and how many are offered."""


@st.cache_resource
def _store(url: str) -> Store:
    return connect(url)


def store() -> Store:
    """The store that the environment names: one object for all sessions."""
    return _store(settings.store_url())


def content() -> str:
    """What stands for the store and its content, asked anew each time: it differs where either differs."""
    return store().read(lambda reader: reader.state())


@st.cache_resource(max_entries=2, show_spinner="Reading the graph")
def _planner(url: str, content: str) -> Planner:
    return snapshot_of(_store(url)).planner()


def planner() -> Planner:
    """A planner of what the store says now; read again only when its content has changed.

    Raises:
        KmgraphError: the store cannot be reached, or is not one of ours.
    """
    return _planner(settings.store_url(), content())


@st.cache_resource(max_entries=2, show_spinner=False)
def _links(url: str, content: str) -> Links:
    return Links(_planner(url, content).graph)


def links() -> Links:
    """Links to the pages of what the store describes now."""
    return _links(settings.store_url(), content())


@st.cache_resource(max_entries=64, show_spinner=False)
def _around(url: str, content: str, iri: str) -> Graph:
    return _store(url).read(lambda reader: around(reader, iri, [Kind.JOURNEY]))


def around_it(iri: str) -> Graph:
    """What the store says of a record, and of all that has to do with it; nothing where nobody names it."""
    return _around(settings.store_url(), content(), iri)


@st.cache_resource(max_entries=64, show_spinner=False)
def _nearest(url: str, content: str, role: str) -> list[Near]:
    return near.nearest(_planner(url, content), role)


def nearest(role: str) -> list[Near]:
    """The roles that share most of what a role needs."""
    return _nearest(settings.store_url(), content(), role)


BESIDE = (
    Kind.SOURCE,
    Kind.COLLECTION,
    Kind.COMMITMENT,
    Kind.ORGANISATION,
    Kind.PRACTICE,
    Kind.APPROACH,
    Kind.JOURNEY,
    Kind.STEP,
    Kind.REVIEW,
)
"""Kinds of which some pages list all that there is, and that the planner does not all read."""


@st.cache_resource(max_entries=2, show_spinner=False)
def _beside(url: str, content: str) -> Graph:
    return _store(url).read(lambda reader: graph_of(reader.version(), reader.assertions(BESIDE)))


def beside() -> Graph:
    """What the store says now of the kinds `BESIDE`."""
    return _beside(settings.store_url(), content())


@st.cache_resource(max_entries=2, show_spinner="Counting")
def _census(url: str, content: str) -> Census:
    return _store(url).read(lambda reader: census.census(reader.assertions(list(Kind)), reader.changed_at()))


def loaded() -> list[Source]:
    """The data sets that are loaded: sources that state something themselves, where others are only cited."""
    graph = planner().graph
    return [one for iri, one in graph.all(Source).items() if iri in graph.sources_of[iri]]


def counted() -> Census:
    """How many statements there are now, and what reviewers made of them."""
    return _census(settings.store_url(), content())


@st.cache_resource(max_entries=2, show_spinner=False)
def _moves(url: str, content: str) -> list[tuple[str, str]]:
    planner = _planner(url, content)
    first: dict[str, str] = {}
    for role in sorted(planner.graph.all(Role).values(), key=lambda one: (one.label.casefold(), one.id)):
        first.setdefault(role.group or role.id, role.id)
    found: list[tuple[int, int, str, str]] = []
    roles = list(first.values())
    pairs = ((one, roles[(n + away) % len(roles)]) for away in range(1, len(roles)) for n, one in enumerate(roles))
    for start, goal in islice(pairs, PAIRS):
        with suppress(NotKnown):
            answer = planner.bridge(planner.role_profile(start), goal)
            if answer.plans[0].steps:
                found.append((len(answer.open), -len(answer.gap), start, goal))
    shown: list[tuple[str, str]] = []
    for _, _, start, goal in sorted(found):
        if not {start, goal} & {role for pair in shown for role in pair}:
            shown.append((start, goal))
    return shown[:SOME]


def moves() -> list[tuple[str, str]]:
    """A few moves to try, as pairs of roles of different groups: those with the least that stays open."""
    return _moves(settings.store_url(), content())
