"""What the explorer holds between clicks: the question in the link, and what somebody brings.

The link is the one place of the question: widgets show what it says, and a change of a widget is written to it
before anything is drawn. What somebody brings is personal: it lives in the session and never enters the link.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from app import data
from app.links import Names
from kmgraph.graph import Graph
from kmgraph.model import Course, Role
from kmgraph.planner import Planner, Preset, Profile, Switches

HERE = "bridge"
OWN = "~own"
"""Stands in the link for somebody who starts from no role that is listed; no role can be called so."""
BETWEEN = " "
"""Stands between names in the link: no IRI holds a space."""
NOT_HELD = "not held"
NOT_STATED = "level not stated"
VIEWS = ("picture", "list", "table")

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


def changed_meanwhile() -> bool:
    """Whether somebody loaded data, or made the store anew, since this session last looked."""
    now = data.content()
    before = st.session_state.get("content", now)
    st.session_state["content"] = now
    return bool(before != now)


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
        not_among=role.not_among,
    )
