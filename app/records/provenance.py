"""Where a record comes from: its status, what supports it, who says so, under which licence."""

from typing import Any

from app import markup, parts, say
from app.catalogue import _
from app.markup import Html
from app.records.entry import Entry
from app.records.sources import sources_and_licences
from kmgraph.model import RECORDS, Named, Record, Source, targets
from kmgraph.planner.phrases import capital, row
from kmgraph.reviewed import Outcome


def provenance(entry: Entry[Any]) -> None:
    """The last part of a record's page: how far to rely on it, and its sources with their licences."""
    _taken_out(entry)
    parts.heading(_("Where this comes from"))
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
        parts.heading(_("What reviewers took out"))
        parts.show(markup.listing(out))


def _ends(entry: Entry[Any], edge: Record) -> list[Html]:
    """What else an edge names, such as a competency and a level."""
    return [entry.link(iri) for name, _kind, iri in targets(edge) if iri != entry.iri and name != "cites"]


def _facts(entry: Entry[Any]) -> list[tuple[str, str]]:
    record: Named = entry.record
    stated_by = entry.graph.sources_of.get(record.id, ())
    told = [
        (_("Status"), f"{capital(entry.standing(record))}. {say.MEANS[record.status]}"),
        (_("What supports it"), record.grounds),
        (_("Why it is so here"), record.why),
        (_("Stated by"), row([entry.label(one) for one in stated_by])),
        (_("Rests on"), _cited(entry, record.cites)),
        (_("Licence of what the source says"), record.source_licence or say.UNKNOWN),
        (_("Checked"), record.checked.isoformat() if record.checked else say.UNKNOWN),
        *((_("Sources differ in {field}").format(field=field.replace("_", " ")), _differ(entry, said))
          for field, said in entry.graph.differing.get(record.id, {}).items()),
        (_("Name in the Web of data"), record.id),
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
