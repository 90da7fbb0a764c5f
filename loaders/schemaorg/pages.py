"""JSON-LD where it stands: in files of its own, or in the scripts of web pages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kmgraph.errors import Place, Problem, error, warning
from loaders.foreign import CODE, json_in, json_of, text_of

LARGEST = 20_000_000
"""Bytes that a page may have: its elements take ten times as much."""
PAGES = (".html", ".htm", ".xhtml")
ENDINGS = (".json", ".jsonld", *PAGES)
SCRIPT = 'script[type="application/ld+json" i]'
OPENING = re.compile(r"(//)?\s{0,20}(<!--|<!\[CDATA\[)")
CLOSING = re.compile(r"(//)?\s{0,20}(-->|\]\]>)$")
"""What old pages put around a script, so that browsers that know none do not show it."""
HOMES = (('link[rel="canonical" i]', "href"), ('meta[property="og:url" i]', "content"))
"""Where a page says its address."""
BASE = ("base", "href")
"""Where a page says what completes its relative IRIs: mostly the address of its site, so none of its own."""
TONGUES = (
    ("html", "lang"), ("html", "xml:lang"), ("body", "lang"), ('meta[http-equiv="content-language" i]', "content"),
    ('meta[property="og:locale" i]', "content"),
)  # fmt: skip
"""Where a page says its language."""


class Document(NamedTuple):
    """A piece of JSON-LD, where it stands, and what the page around it says."""

    said: Any
    place: Place
    title: str | None = None
    address: str | None = None
    """Where the page lives on the Web, as it says itself."""
    language: str | None = None


def documents(path: Path) -> Iterator[Document | Problem]:
    """All JSON-LD of a file or folder, in alphabetical order of the files."""
    files = [file for file in sorted(path.iterdir()) if _ours(file)] if path.is_dir() else [path]
    if not files:
        yield error(
            Place(str(path)), "The folder holds no JSON or web page.", "Give a folder of .jsonld or .html files."
        )
    for file in files:
        if file.suffix.lower() in PAGES:
            yield from _page(file)
        else:
            said = json_of(file)
            yield said if isinstance(said, Problem) else Document(said, Place(str(file)))


def _ours(file: Path) -> bool:
    return file.is_file() and file.suffix.lower() in ENDINGS and not file.name.startswith((".", "_"))


def _page(file: Path) -> Iterator[Document | Problem]:
    text = text_of(file, LARGEST)
    if isinstance(text, Problem):
        yield text
        return
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(text)
    place = Place(str(file))
    if problem := _elsewhere(page, place):
        yield problem
    title, language = _title(page), _language(page)
    address, base = _address(page, *HOMES), _address(page, BASE, *HOMES)
    address = address if address and path_of(address) else None
    found = False
    at = 0
    for script in page.css(SCRIPT):
        inner = _bare((script.text() or "").strip())
        if not inner:
            continue
        found = True
        at = max(at, text.find(inner[:200], at))
        said = json_in(inner, Place(str(file), text.count("\n", 0, at) + 1))
        where = Place(str(file), text.count("\n", 0, at) + 1)
        yield said if isinstance(said, Problem) else Document(_based(said, base), where, title, address, language)
    if not found:
        message = "The page holds no JSON-LD, that is, no script of the type application/ld+json."
        yield error(place, message, "Save the page as the server sends it, or read its text with: kmgraph extract")


def _bare(text: str) -> str:
    """A script without what is put around it; of its blanks, there may be millions."""
    opening, closing = OPENING.match(text), CLOSING.search(text, len(text) - 30)
    return text[opening.end() if opening else 0 : closing.start() if closing else len(text)].strip()


def _based(said: Any, base: str | None) -> Any:
    """The same, in which relative IRIs are those of the page."""
    if not base or not isinstance(said, dict) or "@context" not in said:
        return said
    context = said["@context"]
    return said | {"@context": [*(context if isinstance(context, list) else [context]), {"@base": base}]}


def _elsewhere(page: Any, place: Place) -> Problem | None:
    micro = len(page.css('[itemtype*="schema.org" i]'))
    rdfa = len(page.css('[vocab*="schema.org" i] [typeof], [vocab*="schema.org" i][typeof], [typeof^="schema:" i]'))
    if not micro and not rdfa:
        return None
    kinds = " and ".join([*(["microdata"] if micro else []), *(["RDFa"] if rdfa else [])])
    message = f"The page says something in {kinds}, too ({micro + rdfa:,} in all), which is not read."
    return warning(place, message, "Look whether its JSON-LD says the same; if not, convert it to JSON-LD first.")


def _title(page: Any) -> str | None:
    found = page.css_first("head > title, title")
    return " ".join(found.text().split()) or None if found else None


def path_of(address: str) -> str:
    """What an address says beyond its site; empty where it is that of the whole site, or none."""
    try:
        parts = urlsplit(address)
    except ValueError:  # half of a bracket in the host
        return ""
    return parts.path.strip("/") or parts.query


def _address(page: Any, *homes: tuple[str, str]) -> str | None:
    for query, name in homes:
        found = page.css_first(query)
        address = (found.attributes.get(name) or "").strip() if found else ""
        if re.fullmatch(r"https?://[^\s<>\"{}|\\^`/]+\.[^\s<>\"{}|\\^`]+", address):
            return address
    return None


def _language(page: Any) -> str | None:
    for query, name in TONGUES:
        found = page.css_first(query)
        stated = (found.attributes.get(name) or "").strip().replace("_", "-") if found else ""
        first, dash, rest = stated.partition("-")
        if CODE.fullmatch(code := first.lower() + dash + rest):
            return code
    return None
