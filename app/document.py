"""What the browser's document is told of a page, beyond what Streamlit tells it: language and colour scheme."""

from pathlib import Path

import streamlit as st

from app.catalogue import LANGUAGE

_telling = st.components.v2.component(
    "kmgraph_document", js=Path(__file__).with_name("document.js").read_text(encoding="utf-8")
)


def tell() -> None:
    """Tells the document in which language the page is, and lets pop-ups have its colours."""
    with st.container(key="document"):
        _telling(data={"language": LANGUAGE})
