"""One of what stands beside roles, competencies and training: an approach, a practice, an organisation and the like."""

from collections.abc import Iterable

from app import data, links, markup, parts, say
from app.catalogue import _
from app.finding.told import ONE, sentence
from app.markup import Html, tag
from app.records.sources import sources_and_licences
from kmgraph.graph import Graph
from kmgraph.model import Approach, Collection, Commitment, Course, Named, Organisation, Practice, Record
from kmgraph.planner.phrases import capital
from kmgraph.planner.standing import standing
from kmgraph.vocabulary import NATIONS, Kind

Told = list[tuple[str, str]]


def one(record: Record) -> None:
    """Shows a record by itself, as a search finds it."""
    graph = data.beside()
    parts.show(tag("p", links.page(_("All approaches, commitments and organisations"), "approaches"), class_="km-back"))
    parts.title(graph.label(record.id))
    parts.news()
    text = sentence(record)
    parts.show(parts.paragraph(text, "lead") if text else "", markup.facts(_facts(graph, record)))
    _members(graph, record)
    parts.heading(_("Where this comes from"))
    sources_and_licences(graph.attributed([record]))


def _facts(graph: Graph, record: Record) -> Told:
    also = ", ".join(record.alternative_labels) if isinstance(record, Named) else ""
    told = [
        (_("What it is"), ONE[record.kind]),
        (_("Also called"), also),
        *_own(graph, record),
        (_("How far to rely on it"), standing(graph, record)),
    ]
    return [(name, value) for name, value in told if value]


def _own(graph: Graph, record: Record) -> Told:
    """What only records of this kind say."""
    match record:
        case Approach():
            return [
                (_("Type"), capital(record.type)),
                (_("Draws on"), _competencies(record.competencies)),
                (_("Why it is here"), record.grounds or ""),
                (_("Web page"), markup.link(record.url, record.url) if record.url else ""),
            ]
        case Practice():
            return [
                (_("Helps with"), _competencies(record.competencies)),
                (_("Towards"), capital(data.links().label(record.level)) if record.level else ""),
                (_("Why it is here"), record.grounds or ""),
            ]
        case Organisation():
            return _organisation(graph, record)
        case Commitment():
            return [(_("Belongs to"), _place(graph, record.collection, Kind.COLLECTION))]
    return []


def _organisation(graph: Graph, record: Organisation) -> Told:
    nation = NATIONS.get(record.nation or "", record.nation or say.UNKNOWN)
    return [
        (_("Type"), capital(record.type) if record.type else say.UNKNOWN),
        (_("Where"), ", ".join(filter(None, (record.region, nation)))),
        (_("Part of"), _place(graph, record.part_of, Kind.ORGANISATION) if record.part_of else ""),
        (_("Web page"), markup.link(record.url, record.url) if record.url else say.UNKNOWN),
    ]


def _competencies(iris: Iterable[str]) -> Html:
    return markup.join(map(data.links().to, iris), ", ")


def _place(graph: Graph, iri: str, kind: Kind) -> Html:
    return data.links().place(graph.label(iri), iri, kind)


def _members(graph: Graph, record: Record) -> None:
    """What belongs to a collection, or what an organisation offers."""
    match record:
        case Organisation():
            courses = data.planner().graph.all(Course).values()
            found = [one.id for one in courses if one.provider == record.id]
            _list(_("Training that it gives"), map(data.links().to, sorted(found, key=data.links().label)))
        case Collection():
            bound = [one for one in graph.all(Commitment).values() if one.collection == record.id]
            bound.sort(key=lambda one: (one.order or 0, one.label.casefold(), one.id))
            _list(_("What it asks of institutions"), (_place(graph, one.id, Kind.COMMITMENT) for one in bound))
            _list(_("Competencies in it"), map(data.links().to, record.members))
            _list(_("Roles in it"), map(data.links().to, record.roles))


def _list(title: str, items: Iterable[Html]) -> None:
    if shown := list(items):
        parts.heading(title)
        parts.show(markup.listing(shown))
