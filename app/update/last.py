"""The last load on this page, and its undoing, which this process remembers for all who use the explorer."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

import streamlit as st

from app import data, markup, parts
from app.catalogue import _, ngettext
from app.markup import tag
from app.update import shown, take
from kmgraph import settings
from kmgraph.errors import KmgraphError, StoreBusy
from kmgraph.load.change import Change, Overtaken, apply, leads_on
from kmgraph.store import WAIT
from kmgraph.wording import listed

SAID = "update-said"
"""What a page says once of what was done before it: whether it went well, and a sentence."""

WRITES = _("Writing the change. If somebody else is loading now, this waits for them, for at most {n} seconds.").format(
    n=f"{WAIT:.0f}"
)
ASKED = "update-asked"
"""What is to be written when the page is drawn next."""
BUSY = _("Somebody else is loading. Nothing was written. Try again in a while.")


class Last(NamedTuple):
    """A load: when it was, in UTC, and what undoes it."""

    at: datetime
    undoes: Change


@st.cache_resource
def _held(url: str) -> list[Last]:
    return []


def ask(work: Callable[[], None]) -> None:
    """Has something written when the page is drawn next, which then says at once what it waits for."""
    st.session_state[ASKED] = work


def write(change: Change) -> bool:
    """Writes a change, and remembers how to undo it; whether that went well, which the page then says."""
    undoes = _write(change)
    if undoes is None:
        return False
    _held(settings.store_url())[:] = [Last(datetime.now(UTC), undoes)]
    _say(_("Done. {counts} Everybody sees it now.").format(counts=shown.told(change)))
    return True


def _back(undoes: Change) -> None:
    if _write(undoes) is not None:
        _held(settings.store_url()).clear()
        _say(_("The load is undone. The data set is as it was before."))


def _write(change: Change) -> Change | None:
    if not settings.can_edit():  # it may have been switched off since the page was drawn
        return None
    try:
        undoes = apply(data.store(), change)
    except KmgraphError as wrong:
        busy = isinstance(wrong, StoreBusy) and not isinstance(wrong, Overtaken)
        st.session_state[SAID] = False, BUSY if busy else str(wrong)
        return None
    st.session_state.pop(take.MADE, None)
    st.session_state["content"] = undoes.state  # this is no news to whoever did it
    return undoes


def _say(text: str) -> None:
    st.session_state[SAID] = True, text


def told() -> None:
    """Writes what was asked for, and says what became of what somebody did just now."""
    place = st.empty()
    if ASKED in st.session_state:
        place.html(tag("p", WRITES, class_="km-waiting km-writing", role="status"))
        st.session_state.pop(ASKED)()
        st.rerun()
    well, text = st.session_state.pop(SAID, (True, ""))
    if text:
        (place.success if well else place.error)(markup.plain(text))


def undo() -> None:
    """What the last load changed, and a button that undoes it."""
    held = _held(settings.store_url())
    if not held:
        return
    parts.heading(_("The last load"))
    when, undoes = held[0]
    done = undoes.reverse(None)
    about = _("On {when} UTC somebody loaded “{title}” here. {counts}")
    parts.show(
        parts.paragraph(
            about.format(when=f"{when:%Y-%m-%d, %H:%M}", title=undoes.title, counts=shown.told(done)), "inset"
        )
    )
    with st.expander(_("See what the last load changed")):
        shown.listed(done, linked=True)
    if not data.store().read(lambda reader: leads_on(reader, undoes)):
        parts.show(parts.paragraph(_("The data has changed since, so this load can no longer be undone here.")))
        return
    parts.show(parts.paragraph(_would(undoes)), parts.paragraph(KEPT, "quiet"))
    st.button(_("Undo the last load"), key="update-undo", on_click=ask, args=(partial(_back, undoes),))


KEPT = _(
    "What is needed to undo a load is held only in the memory of the computer that runs this explorer. It is lost "
    "when the explorer stops."
)


def _would(undoes: Change) -> str:
    """What undoing would do, in a sentence."""
    gone, back, other = (len(some) for some in (undoes.removed, undoes.added, undoes.changed))
    told = [
        (gone, ngettext("{n} record goes", "{n} records go", gone)),
        (back, ngettext("{n} record comes back", "{n} records come back", back)),
        (other, ngettext("{n} record is as it was before", "{n} records are as they were before", other)),
    ]
    happens = listed([words.format(n=f"{number:,}") for number, words in told if number], _("and"))
    return _("If you undo it: {what}.").format(what=happens)
