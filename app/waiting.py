"""Waiting for what may take long: words after a moment, a way to stop, and no thread of the server lost for good."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from time import monotonic
from typing import Any, NamedTuple, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import state
from app.catalogue import _
from app.markup import Html, tag

T = TypeVar("T")
MOMENT = 0.3
"""Seconds in which most answers come, so that words about waiting would only flicker."""
GLANCE = 0.2
"""Seconds between two looks at whether the answer is there or somebody stopped it."""
LONG = 10
"""Seconds after which it helps to say that less can be asked."""
AT_ONCE = 4
"""Answers worked out at once for all sessions; others wait for their turn."""

_hands = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="patiently")
_readers = ThreadPoolExecutor(1, thread_name_prefix="reads")
"""Reads files one by one, so that none of them, whatever it holds, keeps the pages waiting."""


class Stopped(Exception):
    """Somebody stopped waiting; the page has said so already."""


class Waiting(NamedTuple):
    """What is waited for: what was asked, and its answer to come, or None where somebody stopped it."""

    asked: object
    answer: "Future[Any] | None"


def patiently(work: Callable[[], T], *, asked: object, doing: str, reads: bool = False, keep: str | None = None) -> T:
    """What the work comes to. After a moment the page says what it waits for, and offers to stop.

    What it says stands in a place that is there in every run, answer at hand or not: else all that follows would
    move by one place, and whoever stands on a button there would lose it.

    Args:
        work: finds the answer; it runs in a thread of its own, so it calls nothing of Streamlit.
        asked: what stands for the question: asked again while it is worked on, the work goes on; where it differs,
            the answer to the one before is dropped.
        doing: what happens meanwhile, as a whole sentence: "Looking for the best plans."
        reads: whether the work reads a file that somebody brings.
        keep: the name under which the session remembers the answer until something else is asked.

    Raises:
        Stopped: somebody stopped waiting for this answer.
        Exception: whatever the work raises.
    """
    place, hands = st.empty(), _readers if reads else _hands

    def waited() -> T:
        return _waited(place, work, asked, doing, hands)

    return state.remembered(keep, asked, waited) if keep else waited()


def _waited(place: DeltaGenerator, work: Callable[[], T], asked: object, doing: str, hands: ThreadPoolExecutor) -> T:
    answer = _awaited(work, asked, doing, hands)
    if answer is None:
        _say_stopped(doing)
        raise Stopped
    if not is_ready(answer, MOMENT):
        with place.container():
            _watch(answer, asked, doing)
    place.empty()
    del _awaits()[doing]
    return answer.result()


def _awaits() -> dict[str, Waiting]:
    awaits: dict[str, Waiting] = st.session_state.setdefault("awaits", {})
    return awaits


def _awaited(work: Callable[[], T], asked: object, doing: str, hands: ThreadPoolExecutor) -> "Future[T] | None":
    before = _awaits().get(doing)
    if before and before.asked == asked:
        return before.answer
    if before and before.answer:
        before.answer.cancel()
    begun = hands.submit(work)
    _awaits()[doing] = Waiting(asked, begun)
    return begun


def is_ready(answer: "Future[Any]", seconds: float) -> bool:
    """Whether an answer is there, or comes within so many seconds."""
    return bool(wait([answer], seconds).done)


def _watch(answer: "Future[Any]", asked: object, doing: str) -> None:
    st.html(tag("p", doing, class_="km-waiting", role="status"))
    clock, since = st.empty(), monotonic()
    st.button(_("Cancel"), on_click=_stop, args=(asked, doing), key=f"stop {doing}")
    while not is_ready(answer, GLANCE):
        clock.html(_so_far(monotonic() - since))  # Streamlit leaves here where somebody clicked meanwhile


def _so_far(seconds: float) -> Html:
    long = _("This takes long. You can cancel, and ask for less: fewer conditions, or another role.")
    return tag("p", long if seconds >= LONG else "", class_="km-quiet", role="status")


def _stop(asked: object, doing: str) -> None:
    before = _awaits().get(doing)
    if before and before.answer:
        before.answer.cancel()
    _awaits()[doing] = Waiting(asked, None)


def _say_stopped(doing: str) -> None:
    st.info(_("You stopped this question. Change it above, or ask it again."))
    st.button(_("Ask again"), on_click=_ask_again, args=(doing,), type="primary", key=f"again {doing}")


def _ask_again(doing: str) -> None:
    _awaits().pop(doing, None)
