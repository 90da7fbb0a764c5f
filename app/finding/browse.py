"""Browsing the records of a kind: filters, how many there are, and the list in pages."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from app import data, markup, parts, say
from app.catalogue import _
from app.finding import filters, paging, price
from app.finding.shelf import Shelf
from app.finding.told import note, sentence
from app.links import PAGES, Links
from app.markup import Html, tag
from app.records.frameworks import full_name
from kmgraph.graph import Graph
from kmgraph.model import Competency, Course, Framework, Named, Role
from kmgraph.planner.phrases import capital
from kmgraph.vocabulary import NOT_CURRENT, Kind


class Section(NamedTuple):
    """What a part of a list has in common."""

    name: str
    about: str | None = None
    """The IRI of the record that it is about, if it is about one."""


def browse(kind: Kind) -> None:
    """Shows the records of a kind, as the link narrows them."""
    graph, shelf, (path, _parameter) = data.planner().graph, data.shelf(kind), PAGES[kind]
    parts.puzzles(filters.puzzles(shelf))
    chosen = filters.told(shelf)
    filters.ask(shelf, chosen, path)
    places = shelf.kept(chosen)
    part = paging.asked(len(places))
    filters.chips_on(shelf, chosen, path)
    parts.status(" ".join(filter(None, (counted(len(places), shelf, part), price.told(shelf, places)))))
    if not places:
        parts.show(parts.paragraph(_("Nothing matches all of these filters. Take one away, or reset them.")))
    records = graph.nodes[kind]
    shown = [record for place in part.of(places) if isinstance(record := records[shelf.iris[place]], Named)]
    parts.show(_listed(graph, data.links(), shown))
    paging.turn(part, path, chosen)


def counted(kept: int, shelf: Shelf, part: paging.Part) -> str:
    """How many of all there are, and which part of them is shown."""
    every = f"{len(shelf.iris):,}"
    if part.all == 1:
        told = _("{n} in all.") if kept == len(shelf.iris) else _("{n} of {all} shown.")
        return told.format(n=f"{kept:,}", all=every)
    first, last = (part.number - 1) * paging.SIZE + 1, min(part.number * paging.SIZE, kept)
    told = _("{first} to {last} of {n}.") if kept == len(shelf.iris) else _("{first} to {last} of {n}; {all} in all.")
    return told.format(first=f"{first:,}", last=f"{last:,}", n=f"{kept:,}", all=every)


def _listed(graph: Graph, links: Links, records: Sequence[Named]) -> Html:
    sections = [(section, list(some)) for section, some in groupby(records, lambda one: _section(graph, one))]
    if len(sections) == 1 and sections[0][0].about is None:
        return _index(graph, links, records)
    pieces = (
        markup.join([tag("h2", section.name), _about(graph, section), _index(graph, links, some)])
        for section, some in sections
    )
    return tag("div", *pieces, class_="km-sections")


def _section(graph: Graph, record: Named) -> Section:
    match record:
        case Role():
            return Section(capital(record.group) if record.group else _("In no group"))
        case Competency():
            return Section(full_name(graph, record.framework), record.framework)
        case Course():
            past = record.availability in NOT_CURRENT
            return Section(_("Over, closed or only planned") if past else say.PROVISION[record.type])
    return Section("")


def _about(graph: Graph, section: Section) -> Html:
    if section.about is None:
        return Html("")
    record = graph.all(Framework).get(section.about)
    if record is None:
        return parts.paragraph(_("No source that is loaded describes this framework."), "quiet")
    by = _("Published by {publisher}.").format(publisher=record.publisher) if record.publisher else ""
    where = markup.link(_("See it where it is published"), record.url) if record.url else ""
    return parts.paragraph(markup.join(filter(None, (record.definition, by, where)), " "))


def _index(graph: Graph, links: Links, records: Iterable[Named]) -> Html:
    items = (
        tag("li", links.to(one.id), _if("span", note(graph, one), "km-note"), _if("div", sentence(one), "km-about"))
        for one in records
    )
    return tag("ul", *items, class_="km-index")


def _if(name: str, text: str, kind: str = "") -> Html:
    return tag(name, text, class_=kind) if text else Html("")
