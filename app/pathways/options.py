"""How far pathways may go: how many moves, and how much one move may ask to develop; both stand in the link."""

from dataclasses import dataclass, replace

import streamlit as st

from app import state
from app.catalogue import _, ngettext
from kmgraph.planner.pathway.ask import MOST_MOVES

MOVES, NEW = (2, 3, MOST_MOVES), tuple(range(1, 13))
FEWEST = 0
"""Stands for the fewest new competencies that leave a choice of stops."""


@dataclass(frozen=True)
class Options:
    """The most moves of a pathway, and the most new competencies of a move; None is the fewest that leave a choice."""

    moves: int = 3
    most_new: int | None = None


def options() -> Options:
    """What the link says; numbers that make no sense count as not said."""
    moves, new = _number("moves"), _number("new")
    return Options(moves if moves in MOVES else Options.moves, new if new in NEW else None)


def _number(name: str) -> int | None:
    said = st.query_params.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else None


def choose(asked: Options) -> None:
    """Shows the options; each changes the link."""
    with st.container(horizontal=True, gap="large", key="pathway-options"):
        st.segmented_control(
            _("How many moves at most?"),
            MOVES,
            required=True,
            key=state.show("pathway-moves", asked.moves),
            on_change=lambda: _write(replace(asked, moves=st.session_state["pathway-moves"])),
        )
        st.selectbox(
            _("How much may one move ask you to learn?"),
            (FEWEST, *NEW),
            format_func=_named,
            key=state.show("pathway-new", asked.most_new or FEWEST),
            on_change=lambda: _write(replace(asked, most_new=st.session_state["pathway-new"] or None)),
            width=380,
        )


def _named(number: int) -> str:
    if number == FEWEST:
        return _("As little as leaves a choice of stops")
    return ngettext("{count} new competency", "{count} new competencies", number).format(count=number)


def _write(asked: Options) -> None:
    said = st.query_params.to_dict()
    said["moves"] = "" if asked.moves == Options.moves else str(asked.moves)
    said["new"] = str(asked.most_new or "")
    st.query_params.from_dict({name: text for name, text in said.items() if text})
