"""The screens of My profile: how to go from one to another, and what the browser is told of the one that is open."""

from pathlib import Path

import streamlit as st

from app import data, links
from app.catalogue import _
from app.markup import Html
from app.profile import own
from app.profile.framework import names
from kmgraph.planner import Planner
from kmgraph.vocabulary import Kind

QUESTIONS, TABLE, WAYS = "questions", "table", "ways-of-working"
"""What the link calls the screens beside the overview."""

_telling = st.components.v2.component(
    "kmgraph_screen", js=Path(__file__).with_name("screen.js").read_text(encoding="utf-8")
)


def address(planner: Planner, part: str = "", framework: str = "", competency: str = "") -> dict[str, str]:
    """What the link of a screen says, by parameter; records are named by IRI."""
    said = {
        "part": part,
        "framework": names(planner).short(framework) if framework else "",
        "competency": data.links().names[Kind.COMPETENCY].short(competency) if competency else "",
    }
    return {name: text for name, text in said.items() if text}


def go(asked: dict[str, str]) -> None:
    """Goes to a screen."""
    st.query_params.from_dict(asked)


def to(text: str, asked: dict[str, str]) -> Html:
    """A link to a screen."""
    return links.page(text, "profile", **asked)


def back() -> None:
    """The way back to the overview, above the heading of a screen."""
    st.html(f'<p class="km-back">{to(_("My profile"), {})}</p>')


def tell(name: str) -> None:
    """Tells the browser which screen is open, so that its heading is read out, and whether answers are unsaved."""
    with st.container(key="screen"):
        _telling(data={"screen": name, "unsaved": own.unsaved()})
