"""All that somebody said of themselves, as it goes into a file and comes back from one."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from app import data, state
from app.profile import plan
from app.question import OWN
from app.state import NOT_HELD, NOT_STATED
from kmgraph.profile import Own, as_table, as_tree

LABEL = "My profile"
"""What files call it. It is no text of the page: files are the same in every language."""


def own() -> Own:
    """What somebody says of themselves in this session."""
    said = state.changes(OWN)
    return Own(
        LABEL,
        levels={iri: None if one == NOT_STATED else one for iri, one in said.items() if one != NOT_HELD},
        not_yet=frozenset(iri for iri, one in said.items() if one == NOT_HELD),
        courses=frozenset(state.done()),
        plan=plan.kept(),
    )


def said(told: Own) -> dict[str, str]:
    """What a file says of competencies, as the session notes it."""
    held = {iri: level or NOT_STATED for iri, level in told.levels.items()}
    return held | dict.fromkeys(told.not_yet - held.keys(), NOT_HELD)


def take(changes: Mapping[str, str], courses: frozenset[str], told: Own) -> None:
    """Makes this what somebody says of themselves; their plan stays where the file holds none."""
    state.changes(OWN).clear()
    state.changes(OWN).update(changes)
    state.done().clear()
    state.done().update(courses)
    if told.plan:
        plan.keep(plan.known(told.plan))
    saved()


def is_empty() -> bool:
    """Whether somebody said nothing so far."""
    return not (state.changes(OWN) or state.done() or plan.kept())


def saved(*, with_plan: bool = True) -> None:
    """Notes that what is said now is in a file; in a table there is no plan."""
    now = own()
    st.session_state["saved"] = now if with_plan else replace(now, plan=None)


def unsaved() -> bool:
    """Whether something is said that is in no file."""
    return not is_empty() and st.session_state.get("saved") != own()


def files() -> dict[str, str]:
    """What is said as a file, by its ending: JSON, which also holds the plan, and CSV."""
    now, levels = own(), data.planner().levels

    def make() -> dict[str, str]:
        return {"json": as_tree(now, data.called(), levels), "csv": as_table(now, data.called(), levels)}

    return state.remembered("files", (data.content(), now), make)
