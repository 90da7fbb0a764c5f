"""What matches a record in another scheme, with the word for the match explained."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from app import markup, say
from app.catalogue import _
from app.markup import Html
from app.records.entry import Entry
from kmgraph.model import Mapping, RoleMapping


class Matched(NamedTuple):
    """What stands at the other end of a match, and how the two compare."""

    iri: str
    name: Html
    words: str
    by: Mapping | RoleMapping


def matched(entry: Entry[Any], record_type: type[Mapping] | type[RoleMapping]) -> Iterator[Matched]:
    """The matches of a record, closest first."""
    edges = [*entry.stated(record_type, "subject"), *entry.stated(record_type, "object")]
    order = list(say.MATCHES)
    found = []
    for one in edges:
        is_subject = one.subject == entry.iri
        match = one.match if is_subject else say.TURNED.get(one.match, one.match)
        other, label = (one.object, one.object_label) if is_subject else (one.subject, None)
        words = _("{kind} match: {meaning}").format(kind=match, meaning=say.MATCHES[match])
        found.append((order.index(match), Matched(other, _name(entry, other, label), words, one)))
    found.sort(key=lambda pair: (pair[0], pair[1].name.casefold(), pair[1].iri))
    yield from (one for _, one in found)


def _name(entry: Entry[Any], iri: str, label: str | None) -> Html:
    if entry.graph.get(iri):
        return entry.link(iri)
    return markup.link(label or entry.label(iri), iri if iri.startswith("http") else None)
