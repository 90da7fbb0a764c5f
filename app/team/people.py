"""The people in a team: whoever looks at the page, and the profiles of others from files, held in the session only."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from app import state
from app.profile.own import LABEL
from app.question import OWN, Question
from kmgraph.planner import Planner, Profile
from kmgraph.profile import Own

MINE, OTHERS = "team-mine", "team-profiles"
"""Where the session holds whether its own profile is in the team, and the profiles of others."""


def mine() -> bool:
    """Whether what somebody says of themselves is a member, and they said something."""
    return bool(st.session_state.get(MINE)) and said_something()


def said_something() -> bool:
    """Whether somebody said what they bring."""
    return bool(state.changes(OWN) or state.done())


def join(*, mine: bool) -> None:
    """Takes what somebody says of themselves into the team, or out of it."""
    st.session_state[MINE] = mine


def my_profile(planner: Planner) -> Profile:
    """What somebody says of themselves."""
    return state.profile(planner, Question(start=OWN))


def others() -> list[Own]:
    """The profiles from files, in the order in which they came."""
    held: list[Own] = st.session_state.setdefault(OTHERS, [])
    return held


def called(profile: Own, file: str) -> Own:
    """A profile called by the label that its file states; where that says nothing of whose it is, by the file."""
    label = " ".join(profile.label.split())
    return replace(profile, label=Path(file).stem if label in ("", LABEL) else label)


def add(profiles: list[Own]) -> None:
    """Takes the profiles of others into the team; two that say the same are two people."""
    others().extend(profiles)


def keep(profiles: list[Own]) -> None:
    """Makes these the profiles of others in the team."""
    st.session_state[OTHERS] = profiles


def some() -> bool:
    """Whether there are people in the team."""
    return mine() or bool(others())
