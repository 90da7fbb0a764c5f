"""The field in which people find records by typing, as the browser shows it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from app.catalogue import _, ngettext
from app.finding import absent
from kmgraph.vocabulary import Kind

HERE = Path(__file__).parent
LIMIT = 8
"""What is found that the list below the field shows."""

_component = st.components.v2.component(
    "kmgraph_finder",
    html=(HERE / "finder.html").read_text(encoding="utf-8"),
    css=(HERE / "finder.css").read_text(encoding="utf-8"),
    js=(HERE / "finder.js").read_text(encoding="utf-8"),
)


def field(key: str, label: str, on_choose: Callable[[], None] | None = None, **said: Any) -> None:
    """Puts the field on the page.

    Args:
        key: what tells it from other fields.
        label: what it is called.
        on_choose: is called once somebody chose, before the page is drawn again; `chosen` tells what.
        said: what else `said_of` takes.
    """
    turn = f"{key}-turn"

    def choose() -> None:
        st.session_state[turn] = st.session_state.get(turn, 0) + 1
        if on_choose:
            on_choose()

    # The browser draws a field anew only where what it is told differs: after each choice it does.
    told = said_of(label, **said) | {"turn": st.session_state.get(turn, 0)}
    _component(key=key, data=told, on_chosen_change=choose)


def chosen(key: str) -> Any:
    """What somebody just chose in the field with this key, as the browser sent it: it may be anything."""
    return st.session_state.get(key, {}).get("chosen")


def said_of(
    label: str,
    *,
    kinds: Collection[Kind],
    placeholder: str = "",
    chosen: Mapping[str, str] | None = None,
    extra: Sequence[Mapping[str, str]] = (),
    known: Sequence[Mapping[str, str]] = (),
    many: str = "",
    leads: bool = False,
    keeps: bool = False,
) -> dict[str, Any]:
    """What the browser is told of a field.

    Args:
        label: what it is called.
        kinds: kinds of the records to find.
        placeholder: what stands in the empty field.
        chosen: the `id` and `label` of what is chosen now.
        extra: choices beside what is found, shown first, each with `id` and `label`.
        known: what can be chosen before anything is typed, each with `id`, `label` and `note`.
        many: what to say in place of a list before anything is typed.
        leads: whether a choice leads to the page of the record, and Enter without one to the search page.
        keeps: whether the field keeps what was typed when it leads on.
    """
    return {
        "label": label,
        "placeholder": placeholder,
        "kinds": [kind.lower() for kind in kinds],
        "limit": LIMIT,
        "chosen": chosen,
        "extra": list(extra),
        "known": list(known),
        "leads": leads,
        "keeps": keeps,
        "texts": texts() | {"many": many},
    }


def texts() -> dict[str, Any]:
    """What the field says of its own accord; `{query}`, `{n}` and other gaps are filled in the browser."""
    return {
        "counted": [ngettext("{n} result.", "{n} results.", n).format(n=n) for n in range(LIMIT + 1)],
        "best": _("The best {n} of {total} results. Type more to narrow them down."),
        "none": _("Nothing is called “{query}”. Try fewer letters, or another word for it."),
        "absent": sorted(absent.WORDS),
        "elsewhere": absent.SAYS,
        "failed": _("The search did not answer. What you typed is kept: change a letter to try again."),
        "unchosen": _("Nothing is chosen yet. Choose one from the list."),
        "also": _("also called {label}"),
        "clear": _("Clear what is typed"),
        "search": _("Search"),
    }
