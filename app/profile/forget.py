"""Forgetting all that somebody said of themselves: asked once, then done, and said."""

from pathlib import Path

import streamlit as st

from app import parts, state
from app.catalogue import _
from app.profile import files, own, upload
from app.profile.screen import go

SAYS = _("{held} It is in a file or a link only where you put it there.").format(held=state.HELD)
EARLIER = _(
    "Your browser remembers the addresses that you opened. Some may still say what you bring, your needs or your "
    "budget, if you put that into a link. To be rid of them, clear the history of your browser."
)
ASKED, DONE = "asked", "done"
"""How far somebody is with forgetting."""

_focusing = st.components.v2.component(
    "kmgraph_forget", js=Path(__file__).with_name("forget.js").read_text(encoding="utf-8")
)


def forget() -> None:
    """What is kept, and a button to forget it."""
    parts.show(parts.paragraph(SAYS))
    stage = DONE if st.session_state.pop("forgotten", False) else ASKED if st.session_state.get("forgetting") else ""
    with st.container(key="forget"):
        if stage == DONE:
            st.success(_("All that you said of yourself is forgotten."))
        elif stage == ASKED:
            _confirm()
        elif not own.is_empty() or st.session_state.get("personal"):
            st.button(_("Forget my data"), on_click=_ask, args=(True,))
        if stage:
            parts.show(parts.paragraph(EARLIER))
    with st.container(key="forget-focus"):
        _focusing(data={"stage": stage})


def _confirm() -> None:
    st.warning(_("Forget your answers, courses, plan, files, access needs and budget? This cannot be undone."))
    with st.container(horizontal=True):
        st.button(_("Yes, forget all of it"), type="primary", on_click=_forget)
        st.button(_("No, keep it"), on_click=_ask, args=(False,))


def _ask(asked: bool) -> None:
    st.session_state["forgetting"] = asked


def _forget() -> None:
    upload.drop()
    files.drop()
    state.forget()
    go({})
    st.session_state["forgotten"] = st.session_state["forgot"] = True
