"""Adverts as blocks of text with their lines, from text, Markdown or a web page."""

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kmgraph.errors import DataError, Place, UsageError, error
from kmgraph.sheets import Unreadable, refuse_irregular, true_format
from kmgraph.wording import quoted

LARGEST = 2_000_000
"""Bytes of a file; an advert has a few thousand."""
PAGES = (".html", ".htm", ".xhtml")
MARKDOWN = (".md", ".markdown")
NO_ADVERT = "script, style, nav, footer, noscript, template, iframe, svg, select, button, textarea"
"""Parts of a page that say nothing of a job."""
BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|form|h[1-6]|header|html"
    "|legend|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
DEEPEST = 60
"""Elements between a text and its block; what lies deeper is a block of its own."""
BULLET = re.compile(r"\s*(?:[-*+•‣▪·–]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
UNDERLINE = re.compile(r"\s*([=~*_-])\1{2,}\s*")
LINE = "data-line"


class Block(NamedTuple):
    """A heading, a paragraph, an item of a list or a cell of a table."""

    text: str
    line: int
    heading: int | None = None
    """1 for the highest, where it is marked as a heading."""
    item: bool = False
    column: str | None = None
    """What the table's header says over it."""
    of_page: bool = False
    """Whether it is what a whole page is called, which often names the site first."""


def blocks(path: Path) -> list[Block]:
    """The blocks of a file in their order.

    Raises:
        UsageError: there is no file, or it cannot be read.
        DataError: it is not text.
    """
    text = _text(path)
    ending = path.suffix.lower()
    if ending in PAGES or text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        return list(_page(text))
    return list(_page(_marked(text), lines=True) if ending in MARKDOWN else _plain(text))


def _text(path: Path) -> str:
    try:
        refuse_irregular(path)
        if (what := true_format(path)) and what not in ("a web page", "an XML file"):
            raise Unreadable(f"This is {what}, not a text.", "Save it as text, Markdown or a web page in UTF-8.")
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"The file has more than {LARGEST // 1_000_000} MB, which no advert has.", "Split it.")
        return re.sub(r"\r\n?", "\n", path.read_bytes().decode("utf-8-sig")).replace("\x00", "\ufffd")
    except Unreadable as stop:
        raise _unread(error(Place(str(path)), stop.message, stop.hint)) from None
    except UnicodeDecodeError as failure:
        line = failure.object[: failure.start].count(b"\n") + 1
        message = f"The file is not UTF-8: it holds the byte 0x{failure.object[failure.start]:02X}."
        raise _unread(error(Place(str(path), line), message, "Save it as UTF-8.")) from None
    except OSError as failure:
        raise UsageError(f"{quoted(path, 200)} cannot be read: {failure.strerror or failure}.") from None


def _unread(problem: Any) -> DataError:
    return DataError("Nothing was read. Mend what is named here, then try again.", [problem])


def _plain(text: str) -> Iterator[Block]:
    """Paragraphs and items of plain text: an item begins with a bullet, a short line stands for itself."""
    open_: list[str] = []
    began, item = 1, False
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bullet = BULLET.match(line)
        if open_ and (bullet or not line.strip() or UNDERLINE.fullmatch(line) or (not item and _ends(open_[-1]))):
            yield Block("\n".join(open_), began, item=item)
            open_ = []
        if line.strip() and not UNDERLINE.fullmatch(line):
            if not open_:
                began, item = number, bullet is not None
            open_.append(line[bullet.end() :] if bullet else line)


SHORT = 60
"""Letters of a line after which nobody breaks it unless it is at its end."""


def _ends(line: str) -> bool:
    return len(line.strip()) < SHORT or line.rstrip().endswith((".", ":", ";"))


def _marked(text: str) -> str:
    """Markdown as a page whose elements say on which lines they began."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark").enable("table")
    tokens = reader.parse(text)
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet(LINE, str(token.map[0] + 1))
    return str(reader.renderer.render(tokens, reader.options, {}))


def _page(text: str, *, lines: bool = False) -> Iterator[Block]:
    """The blocks of a web page; `lines` where its elements say their own."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(text)
    for part in page.css(NO_ADVERT):
        part.decompose()
    where = None if lines else _Lines(text)
    if (named := page.css_first("head > title")) is not None and (title := " ".join(named.text().split())):
        yield Block(title, 1, 1, of_page=True)
    rows: list[Cell] = []
    for block, cell in _elements(page.body, where):
        if cell is None or (rows and rows[-1].table != cell.table):
            yield from _table(rows)
            rows = []
        if cell is None:
            yield block
        else:
            rows.append(cell)
    yield from _table(rows)


class Cell(NamedTuple):
    """A cell of a table: which table, row and column."""

    block: Block
    table: int
    row: int
    column: int
    header: bool


class _Lines:
    """Finds the lines of texts in the page that they come from, one after the other."""

    def __init__(self, text: str):
        self._text, self._at, self._line = html.unescape(text), 0, 1

    def of(self, words: str) -> int:
        found = self._text.find(words, self._at)
        if found >= 0:
            self._line += self._text.count("\n", self._at, found)
            self._at = found
        return self._line


def _elements(root: Any, where: _Lines | None) -> Iterator[tuple[Block, Cell | None]]:
    """The blocks of a tree, each with its place in a table where it has one."""
    block: Any = None
    parts: list[str] = []
    line, last = 1, 1
    for node in root.traverse(include_text=True) if root is not None else ():
        if node.tag not in ("-text", "br"):
            continue
        owner: Any = None if node.tag == "br" else _owner(node)
        if node.tag == "br" or (block is not None and owner.mem_id != block.mem_id):
            if block is not None and "".join(parts).strip():
                yield _closed(block, "".join(parts), line)
            block, parts = None, []
        if node.tag == "-text":
            said = node.text_content or ""
            if not "".join(parts).strip():
                parts = []
                said = said.lstrip()
                line = last = where.of(said.rstrip()) if where and said else _line_of(owner, last)
            parts.append(said)
            block = owner
    if block is not None and "".join(parts).strip():
        yield _closed(block, "".join(parts), line)


def _owner(node: Any) -> Any:
    parent = node.parent
    for _ in range(DEEPEST):
        if parent is None or parent.parent is None or BLOCKS.fullmatch(parent.tag or ""):
            break
        parent = parent.parent
    return parent if parent is not None else node


def _line_of(owner: Any, last: int) -> int:
    """The line that an element of Markdown says, or the next one outside it."""
    for _ in range(DEEPEST):
        if owner is None:
            return last
        if (said := (owner.attributes or {}).get(LINE)) and said.isdecimal() and len(said) < 9:
            return int(said)
        owner = owner.parent
    return last


def _closed(owner: Any, text: str, line: int) -> tuple[Block, Cell | None]:
    tag = owner.tag or ""
    heading = int(tag[1]) if re.fullmatch("h[1-6]", tag) else None
    item = tag == "li" or (tag == "p" and owner.parent is not None and owner.parent.tag == "li")
    block = Block(text.strip(), line, heading, item)
    row = owner.parent
    if tag not in ("td", "th") or row is None or row.parent is None:
        return block, None
    table = row.parent if row.parent.tag == "table" else row.parent.parent or row.parent
    before, column = owner.prev, 0
    while before is not None and column < DEEPEST:
        column += before.tag in ("td", "th")
        before = before.prev
    return block, Cell(block, table.mem_id, row.mem_id, column, tag == "th")


TICK = re.compile(r"[x✓✔•*yed√]|yes|tick|essential|desirable|required", re.IGNORECASE)


def _table(cells: Iterable[Cell]) -> Iterator[Block]:
    """A row of a table as one block, save where its columns are lists of their own; ticks say what stands over them."""
    heads: dict[int, str] = {}
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.header and not rows:
            heads[cell.column] = cell.block.text
        else:
            rows.setdefault(cell.row, []).append(cell)
    for row in rows.values():
        ticks = [cell for cell in row if TICK.fullmatch(cell.block.text)]
        said = [cell for cell in row if cell not in ticks]
        marks = " ".join(f"({_mark(cell, heads)})" for cell in ticks)
        for cell in said:
            text = f"{cell.block.text} {marks}".strip()
            yield cell.block._replace(text=text, column=None if marks else heads.get(cell.column), item=True)


def _mark(tick: Cell, heads: dict[int, str]) -> str:
    """What a tick says: the word itself, or the header over it."""
    word = tick.block.text.casefold()
    known = {"e": "essential", "d": "desirable"}
    return known.get(word) or (word if len(word) > 4 else heads.get(tick.column, word))
