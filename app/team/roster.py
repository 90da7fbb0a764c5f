"""The lists of a team: what was taken out a moment ago keeps its place there, so that it can be put back.

If it went, the next one would slide under the pointer, and a second click would take that out, too.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")
MEMBERS, ROLES = "team-list-members", "team-list-roles"
"""Where the session keeps the lists."""


def listed(name: str, now: Sequence[T]) -> list[tuple[T, bool]]:
    """All that stands in a list, each with whether it is in; once the list changes otherwise, only what is in."""
    held: list[tuple[T, bool]] = st.session_state.get(name, [])
    if [one for one, is_in in held if is_in] != list(now):
        held = st.session_state[name] = [(one, True) for one in now]
    return held


def put(name: str, place: int, *, is_in: bool) -> list[Any]:
    """Takes out what has a place in a list, or puts it back; what is in then."""
    held = st.session_state[name]
    held[place] = held[place][0], is_in
    return [one for one, is_in in held if is_in]


def forget() -> None:
    """Forgets what was taken out."""
    for name in (MEMBERS, ROLES):
        st.session_state.pop(name, None)
