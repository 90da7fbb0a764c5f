"""What the explorer holds between clicks: what somebody brings, and where they were.

What somebody brings is personal: it lives in the session, and enters the link only where they want it there.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from app import data, question
from app.catalogue import _
from app.question import OWN, Question
from kmgraph.planner import Planner, Profile, Switches
from kmgraph.planner.comparison.ask import Start

T = TypeVar("T")

HELD = _(
    "What you say of yourself is held in the memory of the computer that runs this explorer, until you close or "
    "reload the page. It is written nowhere."
)
"""Where what somebody says of themselves is, in the same words on every page."""
NOT_HELD = "not held"
NOT_STATED = "level not stated"
IMPERSONAL = ("content", "page", "link", "uploads", "wrote")
"""What a session holds that says nothing of anybody; the link is without what is personal by then."""


def went_to(page: str) -> None:
    """Notes that another page is looked at, so that the question is there when somebody comes back."""
    st.session_state["page"] = page


def changed_meanwhile() -> bool:
    """Whether somebody loaded data, or made the store anew, since this session last looked."""
    now = data.content()
    before = st.session_state.get("content", now)
    st.session_state["content"] = now
    return bool(before != now)


def wrote() -> set[str | None]:
    """The states of the store to which changes of this session's own led; what writes one notes it here."""
    states: set[str | None] = st.session_state.setdefault("wrote", set())
    return states


def changed_by_me() -> bool:
    """Whether it was this session that wrote the last change."""
    return data.content() in wrote()


def show(key: str, value: Any) -> str:
    """Makes the widget with this key, drawn next, show a value; the key."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def remembered(name: str, about: object, make: Callable[[], T]) -> T:
    """What was made of something before, as long as it is about the same; no other session sees it."""
    every: dict[str, tuple[object, T]] = st.session_state.setdefault("remembered", {})
    if name not in every or every[name][0] != about:
        every[name] = about, make()
    return every[name][1]


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
    """Forgets all that somebody said of themselves: what stays is named here, so that nothing is overlooked."""
    question.forget()
    for name in [name for name in st.session_state if name not in IMPERSONAL]:
        del st.session_state[name]


def base(planner: Planner, asked: Question) -> Profile:
    """What the role in *From* brings, before anybody changed it.

    Raises:
        NotKnown: nothing is stated of what the role needs.
    """
    if asked.start is None or asked.start == OWN:
        return Profile("your own profile", {})
    return planner.role_profile(asked.start, with_desirable=asked.switches.with_desirable)


def profile(planner: Planner, asked: Question) -> Profile:
    """What somebody brings: the role's, with their changes, and courses done.

    Raises:
        NotKnown: nothing is stated of what the role needs.
    """
    return brings(asked)(planner, asked.switches)


def brings(asked: Question) -> Start:
    """Says what somebody brings, as any planner has it; it needs no session, so another thread may ask it."""
    mine, finished = dict(changes(asked.start or OWN)), frozenset(done())

    def start(planner: Planner, switches: Switches) -> Profile:
        role, courses = base(planner, replace(asked, switches=switches)), frozenset(finished & planner.choices.keys())
        if not mine and not courses:
            return role
        levels = {**role.levels, **{iri: None if level == NOT_STATED else level for iri, level in mine.items()}}
        return Profile(
            label=role.label if asked.start == OWN else f"{role.label} (with your changes)",
            levels={iri: at for iri, at in levels.items() if at != NOT_HELD and planner.levels.levelled(iri)},
            courses=courses,
            basis=tuple(one for one in role.basis if one.competency not in mine),
            not_among=role.not_among,
        )

    return start
