"""The picture as people meet it on a page: one tab stop, arrow keys, Enter; a list where there is little room."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from app.catalogue import _
from app.markup import tag
from app.picture.drawing import STYLE, drawing, in_words, legend
from app.picture.layout import MORE, Picture

HERE = Path(__file__).parent
_component = st.components.v2.component(
    "kmgraph_picture",
    html='<div class="picture"></div>',
    css=STYLE + (HERE / "picture.css").read_text(encoding="utf-8"),
    js=(HERE / "picture.js").read_text(encoding="utf-8"),
)


def choosable(drawn: Picture, key: str = "picture", on_more: Callable[[], None] | None = None) -> str | None:
    """Puts a picture on the page, in which items can be chosen; the id of the one that is, or None.

    Args:
        drawn: the picture.
        key: what tells it from other pictures, also over reruns.
        on_more: is called, before the page is drawn again, when somebody asks for what the picture has no room for.
    """

    def chosen() -> str | None:
        found = st.session_state.get(key, {}).get("chosen")
        return found if found in drawn.boxes else None

    def choose() -> None:
        if on_more and (chosen() or "").startswith(MORE):
            on_more()

    markup = tag("div", drawing(drawn, for_page=True), class_="scroll") + legend(drawn) + in_words(drawn, buttons=True)
    label = _("Picture. {title}").format(title=drawn.title)
    _component(key=key, data={"markup": markup, "label": label, "chosen": chosen()}, on_chosen_change=choose)
    return chosen()
