"""What the store says: read once for each content of it, and shared by all sessions."""

import gc
from collections.abc import Collection

import streamlit as st

from app.about import census
from app.about.census import Census
from app.bridge.options import Options
from app.catalogue import _
from app.finding import common, shelves
from app.finding.shelf import Shelf
from app.journeys.trails import Trail
from app.journeys.trails import trails as trails_of
from app.links import Links
from app.records import near
from app.records.near import Near
from kmgraph import settings
from kmgraph.find import FINDABLE, Findings
from kmgraph.find import find as find_in
from kmgraph.graph import Graph, around, graph_of
from kmgraph.model import LevelDescription, Source
from kmgraph.planner import Planner
from kmgraph.planner.levels import counts
from kmgraph.profile import Called, nameable
from kmgraph.programme.asked import Asked
from kmgraph.programme.gaps import Gaps, programme
from kmgraph.programme.organised import Organised
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.survey import Questionnaire
from kmgraph.survey import questionnaires as questionnaires_of
from kmgraph.vocabulary import Kind


@st.cache_resource
def _store(url: str) -> Store:
    return connect(url)


def store() -> Store:
    """The store that the environment names: one object for all sessions."""
    return _store(settings.store_url())


LOOKED = "looked"


def look_anew() -> None:
    """Begins a page: what it shows is of one state of the store, which is asked for once."""
    st.session_state.pop(LOOKED, None)


def content() -> str:
    """What stands for the store and its content, as this page has it: it differs where either differs."""
    url, held = st.session_state.get(LOOKED, (None, ""))
    if url != settings.store_url():
        held = store().read(lambda reader: reader.state())
        st.session_state[LOOKED] = settings.store_url(), held
    return str(held)


@st.cache_resource(max_entries=2, show_spinner=_("Reading the graph"))
def _planner(url: str, content: str, *, with_matches: bool = False, strict: bool = False) -> Planner:
    read = snapshot_of(_store(url)).planner(with_matches=with_matches, strict=strict)
    _stays()
    return read


def _stays() -> None:
    """Lets Python no longer look for garbage in what stays, which Streamlit would make it do after every run."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@st.cache_resource(max_entries=1, show_spinner=False)
def _settled(url: str, content: str) -> None:
    _stays()


def settle() -> None:
    """Once a first page of what the store says now was shown: what that needed stays."""
    _settled(settings.store_url(), content())


def unsettle() -> None:
    """Once Python was let look for garbage everywhere again, as a load lets it: what stays is put aside anew."""
    _settled.clear()


def planner(*, with_matches: bool = False, strict: bool = False) -> Planner:
    """A planner of what the store says now; read again only when its content has changed.

    Args:
        with_matches: let close and unreviewed exact matches join competencies.
        strict: let what is held or taught without a level count for no level.

    Raises:
        KmgraphError: the store cannot be reached, or is not one of ours.
    """
    return _planner(settings.store_url(), content(), with_matches=with_matches, strict=strict)


@st.cache_resource(max_entries=2, show_spinner=False)
def _links(url: str, content: str) -> Links:
    return Links(_planner(url, content).graph, near=lambda kind, text: [one.name for one in find(text, [kind], 3).hits])


def links() -> Links:
    """Links to the pages of what the store describes now."""
    return _links(settings.store_url(), content())


@st.cache_resource(max_entries=2, show_spinner=False)
def _options(url: str, content: str) -> Options:
    return Options(_planner(url, content).graph)


def options() -> Options:
    """What the learning that the store describes now offers to choose among."""
    return _options(settings.store_url(), content())


@st.cache_resource(max_entries=64, show_spinner=False)
def _around(url: str, content: str, iri: str) -> Graph:
    return _store(url).read(lambda reader: around(reader, iri, [Kind.JOURNEY]))


def around_it(iri: str) -> Graph:
    """What the store says of a record, and of all that has to do with it; nothing where nobody names it."""
    return _around(settings.store_url(), content(), iri)


@st.cache_resource(max_entries=2, show_spinner=False)
def _trails(url: str, content: str) -> tuple[Trail, ...]:
    return trails_of(_planner(url, content).graph)


def trails() -> tuple[Trail, ...]:
    """All career journeys, each with its steps in order."""
    return _trails(settings.store_url(), content())


@st.cache_resource(max_entries=64, show_spinner=False)
def _nearest(url: str, content: str, role: str) -> list[Near]:
    return near.nearest(_planner(url, content), role)


def nearest(role: str) -> list[Near]:
    """The roles that share most of what a role needs."""
    return _nearest(settings.store_url(), content(), role)


@st.cache_resource(max_entries=8, show_spinner=False)
def _shelf(url: str, content: str, kind: Kind) -> Shelf:
    return shelves.shelf(_planner(url, content).graph, kind)


def shelf(kind: Kind) -> Shelf:
    """The records of a kind as people browse them."""
    return _shelf(settings.store_url(), content(), kind)


@st.cache_resource(max_entries=2, show_spinner=False)
def _called(url: str, content: str) -> Called:
    return Called(nameable(_planner(url, content).graph))


def called() -> Called:
    """The names by which somebody's own file may call records."""
    return _called(settings.store_url(), content())


@st.cache_resource(max_entries=2, show_spinner=False)
def _sentences(url: str, content: str) -> dict[tuple[str, str], str]:
    stated = _store(url).read(lambda reader: list(reader.assertions([Kind.LEVEL_DESCRIPTION])))
    told = [one.record for one in stated if isinstance(one.record, LevelDescription) and counts(one.record.status)]
    return {(one.competency, one.level): one.text for one in told}


def sentences() -> dict[tuple[str, str], str]:
    """What somebody can do who holds a competency at a level, in a sentence, by the IRIs of both."""
    return _sentences(settings.store_url(), content())


@st.cache_resource(max_entries=16, show_spinner=_("Comparing needs and courses"))
def _gaps(url: str, content: str, link: str, _asked: Asked, *, all_pairs: bool) -> Gaps:
    return programme(_planner(url, content), _asked, all_pairs=all_pairs)


def gaps(asked: Asked, link: str, *, all_pairs: bool = False) -> Gaps:
    """What is needed beside what is provided; `link` is what the link says of what is asked."""
    return _gaps(settings.store_url(), content(), link, asked, all_pairs=all_pairs)


def find(text: str, kinds: Collection[Kind] = FINDABLE, limit: int = 20) -> Findings:
    """The records that are called most like a text, from the index of the store."""
    return store().read(lambda reader: find_in(reader, text, kinds, limit))


@st.cache_resource(max_entries=2, show_spinner=False)
def _organised(url: str, content: str) -> Organised:
    return Organised(_planner(url, content), Asked())


def organised() -> Organised:
    """How the work is organised, by the needs of all role types."""
    return _organised(settings.store_url(), content())


@st.cache_resource(max_entries=2, show_spinner=False)
def _questionnaires(url: str, content: str) -> list[Questionnaire]:
    return _store(url).read(questionnaires_of)


def questionnaires() -> list[Questionnaire]:
    """The questions of a survey about each framework that has levels.

    Raises:
        NotKnown: no framework has competencies with levels.
    """
    return _questionnaires(settings.store_url(), content())


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


@st.cache_resource(max_entries=2, show_spinner=_("Counting"))
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
def _common(url: str, content: str) -> list[str]:
    return common.roles(_planner(url, content).graph)


def common_roles() -> list[str]:
    """The roles that people most often meet, one of each group."""
    return _common(settings.store_url(), content())


@st.cache_resource(max_entries=2, show_spinner=False)
def _moves(url: str, content: str) -> list[tuple[str, str]]:
    return common.moves(_planner(url, content), _common(url, content))


def moves() -> list[tuple[str, str]]:
    """A few moves to try, as pairs of roles that people often meet: those with the least that stays open."""
    return _moves(settings.store_url(), content())
