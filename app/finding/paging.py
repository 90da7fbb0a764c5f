"""Long lists in pages of a hundred, each with its own link."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

import streamlit as st

from app import links, parts
from app.catalogue import _
from app.finding.filters import PAGE
from app.markup import Html, join, tag

T = TypeVar("T")
SIZE = 100
"""What a page holds: as much as people read."""


class Part(NamedTuple):
    """A page of a list: its number, from 1, and how many there are."""

    number: int
    all: int

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """What stands on this page."""
        return items[(self.number - 1) * SIZE : self.number * SIZE]


def asked(total: int) -> Part:
    """The page that the link asks for; the first or last one where there is none of that number."""
    pages = max(1, -(-total // SIZE))
    said = st.query_params.get(PAGE, "1")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 1
    return Part(min(max(number, 1), pages), pages)


def turn(part: Part, path: str, link: Mapping[str, Sequence[str]]) -> None:
    """Links to the page before and after, below the list."""
    if part.all == 1:
        return

    def to(number: int, text: str) -> Html:
        there = {**link, PAGE: [str(number)]} if number > 1 else dict(link)
        return links.page(text, path, **there) if 1 <= number <= part.all else Html("")

    here = _("Page {number} of {all}").format(number=f"{part.number:,}", all=f"{part.all:,}")
    pieces = [to(part.number - 1, _("Previous page")), tag("span", here), to(part.number + 1, _("Next page"))]
    parts.show(tag("nav", join(pieces, " "), class_="km-pages", aria_label=_("Pages")))
