"""What the page of the glossary shows: all words by group, or one."""

from collections.abc import Iterable

from app import links, parts
from app.catalogue import _
from app.glossary.explained import entry
from app.glossary.words import GROUPS, WORDS, Word
from app.markup import Html, join, tag
from kmgraph.planner.phrases import capital


def every_word() -> None:
    """All words with what they mean."""
    for group in GROUPS:
        parts.heading(group)
        parts.show(_meanings(name for name, word in WORDS.items() if word.group == group))


def one(name: str) -> None:
    """One word, and those that it helps to read beside it."""
    word: Word = WORDS[name]
    parts.show(tag("p", links.page(_("All words"), "glossary"), class_="km-back"))
    parts.title(capital(word.label))
    parts.show(parts.paragraph(word.meaning, "inset"))
    if word.beside:
        parts.heading(_("Words beside it"))
        parts.show(_meanings(word.beside))


def _meanings(names: Iterable[str]) -> Html:
    rows = (tag("div", tag("dt", entry(name)), tag("dd", WORDS[name].meaning)) for name in names)
    return tag("dl", join(rows), class_="km-facts")
