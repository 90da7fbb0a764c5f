"""The last load on this page, and its undoing, which this process remembers for all who use the explorer."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import streamlit as st

from app import data, parts
from app.catalogue import _, ngettext
from app.update import shown, writing
from kmgraph import settings
from kmgraph.load.change import Change, leads_on
from kmgraph.wording import listed


class Last(NamedTuple):
    """A load: when it was, in UTC, and what undoes it."""

    at: datetime
    undoes: Change


@st.cache_resource
def _held(url: str) -> list[Last]:
    return []


def write(change: Change, *, well: Callable[[], None]) -> None:
    """Begins to write a change, and has it remembered how to undo it.

    Args:
        change: what is to be written.
        well: what the page does once it went well.
    """
    held = _held(settings.store_url())

    def done(undoes: Change) -> str:
        held[:] = [Last(datetime.now(UTC), undoes)]
        return _("Done. {counts} Everybody sees it now.").format(counts=shown.told(change))

    writing.begin(change, done, well)


def _back(undoes: Change) -> None:
    held = _held(settings.store_url())

    def done(_undoes: Change) -> str:
        held.clear()
        return _("The load is undone. The data set is as it was before.")

    writing.begin(undoes, done)


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
    st.button(_("Undo the last load"), key="update-undo", on_click=_back, args=(undoes,))


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
