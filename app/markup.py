"""HTML that Streamlit has no widget for: summary lists, tables and tags. All text is escaped here."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from app.catalogue import _
from kmgraph.planner.phrases import percent

Facts = Iterable[tuple[str, str]]
"""Names and values; a value may be the result of another function here."""

JOINER = "\u2060"
PUNCTUATION = re.compile(r"[\\`*_\[\]$:~<#|&]")
AT_START = re.compile(r"^\d*(?=[-+>.)])")
"""What would begin a list or a quotation."""
FOUND_LATE = re.compile(r"https?(?=:)|:(?=\S)|www(?=\.)|[-\w.+](?=@)|[-<>=~](?=[-=>])", re.IGNORECASE)
"""What Streamlit finds after it has taken escapes away: addresses, icons and arrows."""


class Html(str):
    """Text that is HTML already."""


def html(text: str) -> Html:
    """Text as HTML."""
    return text if isinstance(text, Html) else Html(escape(text))


def join(parts: Iterable[str], between: str = "") -> Html:
    """Pieces of HTML or text, one after the other."""
    return Html(between.join(map(html, parts)))


def tag(name: str, *inside: str, **attributes: str) -> Html:
    """An element. Attribute names take an underscore for a hyphen, and `class_` for class."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value
    )
    return Html(f"<{name}{said}>{join(inside)}</{name}>")


def fill(text: str, **gaps: str) -> Html:
    """A sentence of the catalogue as HTML, its named gaps filled with text or HTML."""
    return Html(html(text).format(**{name: html(inside) for name, inside in gaps.items()}))


def link(text: str, url: str | None) -> Html:
    """A link that opens beside the explorer, or only its text where there is no address."""
    return tag("a", text, href=url, target="_blank", rel="noopener") if url else html(text)


def label(text: str) -> Html:
    """A small word about something, such as a status."""
    return tag("strong", text, class_="km-tag")


def facts(pairs: Facts, *, wide: bool = False) -> Html:
    """A summary list: name and value, beside each other or, `wide`, in columns."""
    rows = (tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs)
    return tag("dl", *rows, class_="km-facts km-wide" if wide else "km-facts")


def listing(items: Iterable[str], *, ordered: bool = False) -> Html:
    """A list with bullets or numbers."""
    return tag("ol" if ordered else "ul", *(tag("li", item) for item in items), class_="km-list")


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, kind: str = "words") -> Html:
    """A table whose first column names the row; where the page is narrow it scrolls, or, of `words`, is a list."""
    body = (_row(head, row) for row in rows)
    return tag(
        "div",
        tag(
            "table",
            tag("caption", caption),
            tag("thead", tag("tr", *(tag("th", one, scope="col") for one in head))),
            tag("tbody", *body),
        ),
        class_=f"km-table km-{kind}",
        tabindex="0",
        role="region",
        aria_label=caption,
    )


def _row(head: Sequence[str], row: Sequence[str]) -> Html:
    first, *rest = row
    cells = (tag("td", cell, data_label=name) for name, cell in zip(head[1:], rest, strict=True))
    return tag("tr", tag("th", first, scope="row"), *cells)


def bars(caption: str, head: Sequence[str], counts: Iterable[tuple[str, int]], whole: int) -> Html:
    """A table of counts, each with its share of a whole in numbers and as a bar; a share of nothing is no share."""
    rows = [
        (name, f"{count:,}" if count else _("none"), _share(count, whole), _bar(count, whole)) for name, count in counts
    ]
    return table(caption, (*head, _("Share"), _("As a bar")), rows, kind="bars")


def _share(count: int, whole: int) -> str:
    return percent(count, whole) if count and whole else ""


def _bar(count: int, whole: int) -> Html:
    part = tag("span", style=f"width: {100 * count / whole:.1f}%") if count and whole else ""
    return tag("span", part, class_="km-bar", aria_hidden="true")


def plain(text: str) -> str:
    """Text for a label or sentence that Streamlit reads as Markdown, so that it stays as it is, on one line.

    Where an escape is not enough, a word joiner, which takes no room, stands within.
    """
    joined = FOUND_LATE.sub(f"\\g<0>{JOINER}", " ".join(text.split()))
    return AT_START.sub(r"\g<0>\\", PUNCTUATION.sub(r"\\\g<0>", joined))
