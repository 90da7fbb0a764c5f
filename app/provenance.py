"""Where a record comes from: its status, what supports it, who says so, under which licence."""

from typing import Any

from app import markup, parts, say
from app.entry import Entry
from app.markup import Html
from app.sources import sources_and_licences
from kmgraph.model import RECORDS, Named, Record, Source, targets
from kmgraph.planner.phrases import capital, row
from kmgraph.reviewed import Outcome


def provenance(entry: Entry[Any]) -> None:
    """The last part of a record's page: how far to rely on it, and its sources with their licences."""
    _taken_out(entry)
    parts.heading("Where this comes from")
    parts.show(markup.facts(_facts(entry)))
    edges = (one.record for stated in entry.graph.edges.values() for one in stated)
    sources_and_licences(entry.graph.attributed((entry.record, *edges)))


def _taken_out(entry: Entry[Any]) -> None:
    """What was proposed of the record, and does not count since reviewers disagreed."""
    out = [
        markup.join([markup.join(_ends(entry, one), ", "), f". {capital(entry.standing(one))}."])
        for one in entry.graph.before.values()
        if entry.graph.agreements[one.id].outcome is Outcome.REJECTED and RECORDS[one.kind].ends
    ]
    if out:
        parts.heading("What reviewers took out")
        parts.show(markup.listing(out))


def _ends(entry: Entry[Any], edge: Record) -> list[Html]:
    """What else an edge names, such as a competency and a level."""
    return [entry.link(iri) for name, _, iri in targets(edge) if iri != entry.iri and name != "cites"]


def _facts(entry: Entry[Any]) -> list[tuple[str, str]]:
    record: Named = entry.record
    stated_by = entry.graph.sources_of.get(record.id, ())
    told = [
        ("Status", f"{capital(entry.standing(record))}. {say.MEANS[record.status]}"),
        ("What supports it", record.grounds),
        ("Why it is so here", record.why),
        ("Stated by", row([entry.label(one) for one in stated_by])),
        ("Rests on", _cited(entry, record.cites)),
        ("Licence of what the source says", record.source_licence or say.UNKNOWN),
        ("Checked", record.checked.isoformat() if record.checked else say.UNKNOWN),
        *((f"Sources differ in {field.replace('_', ' ')}", _differ(entry, said))
          for field, said in entry.graph.differing.get(record.id, {}).items()),
        ("Name in the Web of data", record.id),
    ]  # fmt: skip
    return [(name, value) for name, value in told if value]


def _cited(entry: Entry[Any], cites: tuple[str, ...]) -> Html:
    known = entry.graph.all(Source)
    return markup.join(
        [markup.link(known[one].title, known[one].url) if one in known else entry.label(one) for one in cites], "; "
    )


def _differ(entry: Entry[Any], said: Any) -> str:
    return "; ".join(f"{entry.label(by)}: {_value(entry, value)}" for by, value in sorted(said.items()))


def _value(entry: Entry[Any], value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_value(entry, one) for one in value) or say.UNKNOWN
    return entry.label(value) if isinstance(value, str) and entry.graph.get(value) else str(value)
