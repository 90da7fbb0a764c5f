"""What the explorer holds between clicks: the store, the question in the link, and what somebody brings.

The link is the one place of the question: widgets show what it says, and a change of a widget is written to it
before anything is drawn. What somebody brings is personal: it lives in the session and never enters the link.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import streamlit as st

from kmgraph import settings
from kmgraph.errors import NotKnown
from kmgraph.find import Name, search
from kmgraph.graph import Graph, neighbourhood
from kmgraph.model import Course, Named, Role, slug_of
from kmgraph.planner import Planner, Preset, Profile, Switches
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind, Status

HERE = "bridge"
OWN = "~own"
"""Stands in the link for somebody who starts from no role that is listed; no role can be called so."""
BETWEEN = " "
"""Stands between names in the link: no IRI holds a space."""
NOT_HELD = "not held"
NOT_STATED = "level not stated"
VIEWS = ("picture", "list", "table")
PAIRS, SOME = 24, 3
"""Moves that are looked at before some are offered to try, and how many are offered."""

# --- the store -------------------------------------------------------------------------------------------------


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
    return Planner(_store(url).read(neighbourhood))


def planner() -> Planner:
    """A planner of what the store says now; read again only when its content has changed.

    Raises:
        KmgraphError: the store cannot be reached, or is not one of ours.
    """
    return _planner(settings.store_url(), content())


@st.cache_resource(max_entries=2, show_spinner="Counting")
def _census(url: str, content: str) -> Mapping[Kind, Mapping[Status, int]]:
    found: dict[Kind, Counter[Status]] = defaultdict(Counter)
    for _, record in _store(url).read(lambda reader: reader.assertions(list(Kind))):
        found[record.kind][record.status] += 1
    return found


def census() -> Mapping[Kind, Mapping[Status, int]]:
    """How many statements of each kind have each status."""
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


def changed_meanwhile() -> bool:
    """Whether somebody loaded data, or made the store anew, since this session last looked."""
    now = content()
    before = st.session_state.get("content", now)
    st.session_state["content"] = now
    return bool(before != now)


# --- the question, in the link ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """What the link asks. Roles and courses are IRIs; `start` may also be `OWN`."""

    start: str | None = None
    goal: str | None = None
    preset: str = Preset.FEWEST.value
    view: str = VIEWS[0]
    past: bool = False
    desirable: bool = False
    open_to_all: bool = False
    without: frozenset[str] = frozenset()
    puzzles: tuple[str, ...] = ()
    """What the link says that this data does not know, each as a sentence."""

    @property
    def switches(self) -> Switches:
        """The question's switches, as the planner takes them."""
        return Switches(
            with_desirable=self.desirable,
            include_past=self.past,
            open_to_all=self.open_to_all,
            exclude=self.without,
        )


def question(graph: Graph) -> Question:
    """The question that the link of this page asks."""
    _come_back()
    link, puzzles = st.query_params, list[str]()
    roles, courses = Names(graph.all(Role)), Names(graph.all(Course))

    def role(name: str) -> str | None:
        asked = link.get(name)
        if not asked or (asked == OWN and name == "from"):
            return asked or None
        return roles.find(asked, puzzles, "role")

    left_out = [courses.find(one, puzzles, "course") for one in link.get("without", "").split()]
    return Question(
        start=role("from"),
        goal=role("to"),
        preset=link.get("plan", Question.preset).replace("-", " "),
        view=link["view"] if link.get("view") in VIEWS else Question.view,
        past=link.get("past") == "1",
        desirable=link.get("desirable") == "1",
        open_to_all=link.get("open-to-all") == "1",
        without=frozenset(filter(None, left_out)),
        puzzles=tuple(puzzles),
    )


def _come_back() -> None:
    """Restores the last question where the page's menu, which carries no question, led here."""
    if not st.query_params and st.session_state.get("page") != HERE and (last := st.session_state.get("link")):
        st.query_params.from_dict(last)
    st.session_state["page"], st.session_state["link"] = HERE, st.query_params.to_dict()


def went_to(page: str) -> None:
    """Notes that another page is looked at, so that the question is there when somebody comes back."""
    st.session_state["page"] = page


def ask(graph: Graph, asked: Question) -> None:
    """Writes a question to the link."""
    roles, courses = Names(graph.all(Role)), Names(graph.all(Course))
    said = {
        "from": asked.start if asked.start in (None, OWN) else roles.short(asked.start),
        "to": asked.goal and roles.short(asked.goal),
        "plan": asked.preset.replace(" ", "-"),
        "view": asked.view,
        "past": "1" if asked.past else "",
        "desirable": "1" if asked.desirable else "",
        "open-to-all": "1" if asked.open_to_all else "",
        "without": BETWEEN.join(sorted(map(courses.short, asked.without))),
    }
    usual = {"plan": Question.preset, "view": Question.view}
    st.query_params.from_dict({name: text for name, text in said.items() if text and text != usual.get(name)})


def follow(graph: Graph, asked: Question, key: str, field: str) -> Callable[[], None]:
    """What to do when the widget with this key changes: its value becomes a field of the question."""

    def change() -> None:
        ask(graph, replace(asked, **{field: st.session_state[key]}))

    return change


def show(key: str, value: Any) -> str:
    """Makes the widget with this key, drawn next, show a value; the key."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


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


# --- what somebody brings, in the session ----------------------------------------------------------------------


def changes(start: str) -> dict[str, str]:
    """What somebody changed of what a role (or `OWN`) brings: a level, NOT_STATED or NOT_HELD by competency."""
    every: dict[str, dict[str, str]] = st.session_state.setdefault("changes", {})
    return every.setdefault(start, {})


def done() -> set[str]:
    """The courses that somebody says they have done."""
    courses: set[str] = st.session_state.setdefault("done", set())
    return courses


def forget() -> None:
    """Forgets all that somebody said of themselves."""
    st.session_state["changes"], st.session_state["done"] = {}, set()


def base(planner: Planner, asked: Question) -> Profile:
    """What the role in *From* brings, before anybody changed it.

    Raises:
        NotKnown: nothing is stated of what the role needs.
    """
    if asked.start is None or asked.start == OWN:
        return Profile("your own profile", {})
    return planner.role_profile(asked.start, with_desirable=asked.desirable)


def profile(planner: Planner, asked: Question) -> Profile:
    """What somebody brings: the role's, with their changes, and courses done.

    Raises:
        NotKnown: nothing is stated of what the role needs.
    """
    role, mine = base(planner, asked), changes(asked.start or OWN)
    courses = frozenset(done() & planner.choices.keys())
    if not mine and not courses:
        return role
    levels = {**role.levels, **{iri: None if level == NOT_STATED else level for iri, level in mine.items()}}
    return Profile(
        label=role.label if asked.start == OWN else f"{role.label} (with your changes)",
        levels={iri: level for iri, level in levels.items() if level != NOT_HELD},
        courses=courses,
        basis=tuple(one for one in role.basis if one.competency not in mine),
    )
