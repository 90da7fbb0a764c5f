"""Writing a change apart from any page: it ends the same way whoever leaves, and is told to whoever comes back."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import streamlit as st

from app import data, markup, state
from app.catalogue import _
from app.markup import tag
from app.update import take
from app.waiting import AT_ONCE, GLANCE, MOMENT, is_ready
from kmgraph import settings
from kmgraph.errors import KmgraphError, StoreBusy
from kmgraph.load.change import Change, Overtaken, apply
from kmgraph.store import WAIT
from kmgraph.store.base import Store

WRITING, SAID = "update-writing", "update-said"
"""What this session has written now, and what its page says once of how that ended."""
WRITES = _(
    "Writing the change. If somebody else is loading now, this waits for them, for at most {n} seconds. It goes on if "
    "you leave this page."
).format(n=f"{WAIT:.0f}")
ELSEWHERE = _("A change is being written now. Reload this page in a while to see it.")
BUSY = _("Somebody else is loading. Nothing was written. Try again in a while.")

_hands = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="writes")
_now: "set[Future[Outcome]]" = set()
"""What is being written for any session."""


class Outcome(NamedTuple):
    """How a change ended: whether all of it was written, what to say, and the state of the store to which it led."""

    well: bool
    text: str
    state: str | None = None


class Writing(NamedTuple):
    """A change that is being written, and what the page does once it went well."""

    outcome: "Future[Outcome]"
    well: Callable[[], None]


def is_on() -> bool:
    """Whether this session has a change written, and was not told yet how that ended."""
    return WRITING in st.session_state


def begin(change: Change, done: Callable[[Change], str], well: Callable[[], None] = lambda: None) -> None:
    """Begins to write a change; where this session has one written already, that is enough.

    Args:
        change: what is to be written.
        done: takes note of what undoes it, and says what the page says; it calls nothing of Streamlit.
        well: what the page does once it went well.
    """
    if is_on() or not settings.can_edit():  # it may have been switched off since
        return
    outcome = _hands.submit(_write, data.store(), change, done, state.wrote())
    _now.add(outcome)
    outcome.add_done_callback(_now.discard)
    st.session_state[WRITING] = Writing(outcome, well)


def _write(store: Store, change: Change, done: Callable[[Change], str], wrote: set[str | None]) -> Outcome:
    try:
        undoes = apply(store, change)
    except KmgraphError as wrong:
        busy = isinstance(wrong, StoreBusy) and not isinstance(wrong, Overtaken)
        return Outcome(well=False, text=BUSY if busy else str(wrong))
    wrote.add(undoes.state)
    return Outcome(well=True, text=done(undoes), state=undoes.state)


def told() -> None:
    """Says that a change is being written, and how it ended."""
    place = st.empty()
    if is_on():
        with place.container():
            _wait(st.session_state[WRITING])
        st.rerun()
    if SAID in st.session_state:
        well, text, _state = st.session_state.pop(SAID)
        (place.success if well else place.error)(markup.plain(text))
    elif _now:
        place.info(ELSEWHERE)


def _wait(writing: Writing) -> None:
    if not is_ready(writing.outcome, MOMENT):
        st.html(tag("p", WRITES, class_="km-waiting km-writing", role="status"))
        clock = st.empty()
        while not is_ready(writing.outcome, GLANCE):
            clock.empty()  # Streamlit leaves here where somebody clicked meanwhile
    if writing.outcome.exception():
        del st.session_state[WRITING]
    said = st.session_state[SAID] = writing.outcome.result()
    if said.well:
        st.session_state.pop(take.MADE, None)
        st.session_state["content"] = said.state  # this is no news to whoever did it
        writing.well()
    del st.session_state[WRITING]  # the last of all: who leaves before is told when they come back
