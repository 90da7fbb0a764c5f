"""Where the focus goes when the button that had it goes away."""

from pathlib import Path

import streamlit as st

_leading = st.components.v2.component(
    "kmgraph_focus", js=Path(__file__).with_name("focus.js").read_text(encoding="utf-8")
)


def lead() -> None:
    """Leads whoever pressed a button that goes away to the heading above it."""
    with st.container(key="focus"):
        _leading()
