"""A Markdown page as blocks of text under its headings, with the line of each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token


class Run(NamedTuple):
    """A piece of text, where it leads and what its title is if it is a link, and whether it is bold."""

    text: str
    href: str | None = None
    title: str | None = None
    bold: bool = False


class Block(NamedTuple):
    """A paragraph, a list item with all that stands under it, or a cell of a table."""

    kind: str
    """paragraph, item or cell"""
    runs: tuple[Run, ...]
    line: int
    column: str | None = None
    """The heading of the column, of a cell."""

    @property
    def text(self) -> str:
        """Its words on one line."""
        return tidy("".join(run.text for run in self.runs))


class Heading(NamedTuple):
    """A heading, and how deep it stands."""

    text: str
    level: int
    line: int


LITERAL = re.compile(r"\*\*")
"""Marks of bold text that nobody closed."""


def tidy(text: str) -> str:
    """A text on one line, without blanks around it and stray marks of bold text."""
    return re.sub(r"\s+", " ", LITERAL.sub("", text)).strip()


def blocks(markdown: str) -> Iterator[Heading | Block]:
    """The headings and blocks of a page, in their order."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = _end(tokens, at)
        if token.type == "heading_open":
            text = tidy("".join(run.text for run in _runs(tokens[at:end])))
            yield Heading(text, int(token.tag[1:]), _line(token))
        elif token.type == "paragraph_open":
            yield Block("paragraph", _runs(tokens[at:end]), _line(token))
        elif token.type == "list_item_open":
            yield Block("item", _runs(tokens[at:end]), _line(token))
        elif token.type == "table_open":
            yield from _cells(tokens[at:end])
        elif token.type in ("fence", "code_block", "html_block"):
            yield Block("paragraph", (Run(token.content),), _line(token))
        else:
            end = at + 1  # goes into lists and quotes
        at = end


def _end(tokens: list[Token], at: int) -> int:
    """Where the tokens of an element end, when it begins here."""
    depth = 0
    for end in range(at, len(tokens)):
        depth += tokens[end].nesting
        if depth == 0:
            return end + 1
    return len(tokens)


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _cells(tokens: list[Token]) -> Iterator[Block]:
    header: list[str] = []
    line = _line(tokens[0])
    column = 0
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            line, column = (_line(token) if token.map else line), 0
        elif token.type == "th_open":
            header.append(tidy("".join(run.text for run in _runs([tokens[at + 1]]))))
        elif token.type == "td_open":
            heading = header[column] if column < len(header) else None
            yield Block("cell", _runs([tokens[at + 1]]), line, heading or None)
            column += 1


def _runs(tokens: list[Token]) -> tuple[Run, ...]:
    """The texts of an element; what stands under it follows after a blank."""
    found: list[Run] = []
    for token in tokens:
        if token.type == "inline":
            found += [*([Run(" ")] if found else ()), *_inline(token.children or [])]
        elif token.type in ("fence", "code_block", "html_block"):
            found += [Run(" "), Run(token.content)]
    return tuple(found)


def _inline(tokens: list[Token]) -> Iterator[Run]:
    href = title = None
    bold = 0
    for token in tokens:
        if token.type == "link_open":
            href, title = str(token.attrs.get("href", "")), str(token.attrs.get("title", "")) or None
        elif token.type == "link_close":
            href = title = None
        elif token.tag == "strong":
            bold += token.nesting
        elif token.type in ("softbreak", "hardbreak"):
            yield Run(" ", href, title, bold > 0)
        elif token.content and token.type != "html_inline":
            yield Run(token.content, href, title, bold > 0)
