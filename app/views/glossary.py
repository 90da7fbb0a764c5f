"""Glossary: the words of the field and of this explorer."""

import streamlit as st

from app import parts, state
from app.catalogue import _
from app.glossary import shown
from app.glossary.words import WORDS


def show() -> None:
    """Shows the word that the link names, or all of them."""
    state.went_to("glossary")
    asked = st.query_params.get("term", "")
    if asked in WORDS:
        shown.one(asked)
        return
    parts.title(_("Glossary"))
    parts.puzzles([_("The glossary does not explain “{word}”. Look below.").format(word=asked)] if asked else [])
    parts.show(parts.paragraph(_("What the words on these pages mean."), "lead"))
    shown.every_word()


show()
