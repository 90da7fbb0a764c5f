"""The skill terms that a profile takes from other schemes, and what they link to."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from rapidfuzz import fuzz

from loaders.mvs.page import Block, Run, tidy

LEAD = re.compile(r"\s*(?P<lead>[A-Z][\w/ ()-]{2,39}?)\s*:")
"""What names the scheme of the terms that follow, such as `ESCO Research Skills:`."""
UNREAD = re.compile(r"\[(?P<text>[^\[\]]+)\]\((?P<href>[^()]*)\)")
"""A link that is none in Markdown, because its address has a blank or the like."""
OLS = re.compile(r"https?://www\.ebi\.ac\.uk/ols4?/ontologies/(?P<ontology>\w+)/(?:classes|terms)/(?P<term>[^?#]+)")
"""A page of the Ontology Lookup Service, which has the IRI of its term in its address, encoded twice."""
LETTERS_BEFORE = re.compile(r"[^\W\d_]+$")
LETTERS_AFTER = re.compile(r"[^\W\d_]+")


class Term(NamedTuple):
    """A term, the scheme under which it stands, the variant of the role, and what it links to."""

    label: str
    section: str
    context: str | None
    line: int
    href: str | None = None
    title: str | None = None
    """What the title of the link says, which repeats the address as a rule."""


def lead_of(block: Block) -> str | None:
    """The scheme that a block names before its terms."""
    found = LEAD.match("".join(run.text for run in block.runs))
    return found["lead"].strip() if found else None


def terms_in(block: Block, section: str, context: str | None) -> Iterator[Term]:
    """The terms of a block: each link is one, and so is each text between semicolons."""
    for run in _glued(_joined(_behind_the_lead(block))):
        for text in [run.text] if run.href is not None else run.text.split(";"):
            if label := tidy(text).strip(" .,;:"):
                yield Term(label, section, context, block.line, run.href, run.title)


def _behind_the_lead(block: Block) -> Iterator[Run]:
    found = LEAD.match("".join(run.text for run in block.runs))
    rest = found.end() if found else 0
    for run in block.runs:
        if rest < len(run.text):
            yield run._replace(text=run.text[rest:])
        rest = max(0, rest - len(run.text))


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Runs of the same link, or of none, as one; and links that Markdown did not read as links."""
    last: Run | None = None
    for run in runs:
        if last and (last.href, last.title) == (run.href, run.title):
            last = last._replace(text=last.text + run.text)
            continue
        if last:
            yield from _with_unread_links(last)
        last = run
    if last:
        yield from _with_unread_links(last)


def _with_unread_links(run: Run) -> Iterator[Run]:
    at = 0
    for found in UNREAD.finditer(run.text) if run.href is None else ():
        yield Run(run.text[at : found.start()])
        yield Run(found["text"], found["href"])
        at = found.end()
    yield run._replace(text=run.text[at:])


def _glued(runs: Iterator[Run]) -> list[Run]:
    """Gives links the letters that stand outside of them: `I[nteract](…)` and `[resource](…)s`."""
    found = list(runs)
    for at, run in enumerate(found):
        if run.href is None:
            continue
        before = found[at - 1] if at else None
        if before and before.href is None and run.text[:1].isalpha() and (part := LETTERS_BEFORE.search(before.text)):
            found[at - 1] = before._replace(text=before.text[: part.start()])
            run = run._replace(text=part[0] + run.text)
        after = found[at + 1] if at + 1 < len(found) else None
        if after and after.href is None and run.text[-1:].isalpha() and (part := LETTERS_AFTER.match(after.text)):
            found[at + 1] = after._replace(text=after.text[part.end() :])
            run = run._replace(text=run.text + part[0])
        found[at] = run
    return found


def concept_of(href: str) -> str:
    """The IRI of the concept of which an address is the page."""
    found = OLS.match(href)
    iri = unquote(unquote(found["term"])) if found else href
    return iri if iri.startswith("http") else href


def misspelt(href: str) -> str | None:
    """The IRI that was probably meant where a term is not named as its ontology: TF4S_1 in the ontology t4fs."""
    found = OLS.match(href)
    parts = re.fullmatch(r"(.*/)([A-Za-z0-9]+)(_[0-9]+)", concept_of(href)) if found else None
    if not found or not parts:
        return None
    named, ontology = parts[2].upper(), found["ontology"].upper()
    if named != ontology and fuzz.ratio(named, ontology) >= 70:
        return f"{parts[1]}{ontology}{parts[3]}"
    return None
