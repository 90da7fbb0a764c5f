"""`kmgraph find` and `show`: one thing of the store, and how to find it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from kmgraph.assertion import Merged, merge
from kmgraph.cli.options import NameOf, as_json_option, open_store
from kmgraph.cli.output import print_json
from kmgraph.find import FINDABLE, Name, names, resolve
from kmgraph.find import find as find_in
from kmgraph.graph import Graph, around, graph_of
from kmgraph.model import RECORDS, Source, label_of, slug_of, targets
from kmgraph.planner.credit import attributions_json
from kmgraph.planner.phrases import amount
from kmgraph.planner.standing import standing
from kmgraph.store.base import Reader
from kmgraph.vocabulary import Kind

MOST = 100
"""Records of a kind that are told of those that refer to the one shown."""
MOST_LIKE = 20
"""Names like a text that are shown where nobody says how many."""
KIND = click.Choice([kind.lower() for kind in FINDABLE], case_sensitive=False)


@click.command()
@click.argument("text", nargs=-1, required=False)
@click.option("--kind", "kinds", type=KIND, multiple=True, help="Only this kind; may be given more than once.")
@click.option("--limit", type=click.IntRange(1, 1000), help="How many are shown; without it, 20 that are like TEXT.")
@as_json_option
@click.pass_context
def find(ctx: click.Context, text: tuple[str, ...], kinds: tuple[str, ...], limit: int | None, as_json: bool) -> None:
    """Find roles, competencies, courses and more by name; without TEXT, list them all."""
    chosen = [kind for kind in FINDABLE if not kinds or kind.lower() in kinds]
    wanted = " ".join(text)
    most = limit or (MOST_LIKE if wanted else None)
    found, every, sources = open_store(ctx).read(lambda reader: _found(reader, chosen, wanted, most))
    if as_json:
        shown = [_found_json(one) for one in found]
        print_json({"found": shown, "of": every, "attributions": attributions_json(sources)})
        return
    from kmgraph.cli.tables import print_attributions, print_table, say

    if not found:
        say(f"Nothing is called “{wanted}”." if wanted else "There is nothing of this kind.")
        return
    title = f"{amount(every)} found"
    if len(found) < every:
        title = f"The first {amount(len(found))} of {amount(every)} found; --limit shows more"
    columns = ("label", "kind", "id", "stated by")[: 4 if len({one.sources for one in found}) > 1 else 3]
    rows = [
        (one.name.label, one.name.kind.lower(), one.name.slug, ", ".join(map(slug_of, one.sources))) for one in found
    ]
    print_table(title, columns, [row[: len(columns)] for row in rows])
    print_attributions(sources)


class Found(NamedTuple):
    """A name that was found, its likeness to what was looked for (None without that), and the sources that state it."""

    name: Name
    likeness: int | None
    sources: tuple[str, ...]


def _found_json(one: Found) -> dict[str, Any]:
    name = one.name
    said = {"id": name.iri, "kind": name.kind, "label": name.label, "likeness": one.likeness}
    return {**said, "asserted_by": list(one.sources)}


def _found(reader: Reader, kinds: list[Kind], wanted: str, most: int | None) -> tuple[list[Found], int, list[Source]]:
    """The first names of those like a text, or of all without one; how many there are; and the sources that say so."""
    likely, every = _like(reader, kinds, wanted, most or MOST_LIKE) if wanted else _all(reader, kinds, most)
    said = reader.assertions(kinds, [name.iri for name, _ in likely]) if likely else []
    stated_by = graph_of(reader.version(), said).sources_of
    found = [Found(name, likeness, stated_by[name.iri]) for name, likeness in likely]
    stating = {source for one in found for source in one.sources}
    described = {one.record.id: one.record for one in reader.assertions([Kind.SOURCE], stating)}
    return found, every, [one for one in described.values() if isinstance(one, Source)]


Likely = tuple[Sequence[tuple[Name, int | None]], int]
"""Names with their likeness, and how many there are in all."""


def _like(reader: Reader, kinds: list[Kind], wanted: str, most: int) -> Likely:
    found = find_in(reader, wanted, kinds, most)
    return [(hit.name, hit.likeness) for hit in found.hits], sum(found.counts.values())


def _all(reader: Reader, kinds: list[Kind], most: int | None) -> Likely:
    known = names(reader, kinds)
    return [(name, None) for name in known[:most]], len(known)


@click.command()
@click.argument("name", type=NameOf(*FINDABLE))
@click.option("--kind", type=KIND, help="Which kind is meant, where a name is used twice.")
@as_json_option
@click.pass_context
def show(ctx: click.Context, name: str, kind: str | None, as_json: bool) -> None:
    """Show one record: what each source says of it, and what refers to it."""
    chosen = [one for one in FINDABLE if kind is None or one.lower() == kind]
    record, about, labels, graph = open_store(ctx).read(lambda reader: _look(reader, name, chosen))
    if as_json:
        referring = [_record(one, labels, graph) for one in about]
        said = {**_record(record, labels, graph), "referred_to_by": referring}
        print_json({**said, "attributions": attributions_json(_rested(record, about, graph))})
    else:
        _print_record(record, about, labels, graph)


def _rested(record: Merged, about: list[Merged], graph: Graph) -> list[Source]:
    """The sources of a record and of those that refer to it, data sets first, then the documents that they cite."""
    return graph.attributed([record.record, *(one.record for one in about)])


def _look(reader: Reader, name: str, kinds: list[Kind]) -> tuple[Merged, list[Merged], dict[str, str], Graph]:
    """A record, those that refer to it, labels for all that they name, and the graph of what reviewers say of them."""
    known = resolve(names(reader, kinds), name, "record")
    record = merge(reader.assertions([known.kind], [known.iri]))
    by_iri: dict[str, list[Any]] = {}
    for one in reader.referring([known.iri]):
        by_iri.setdefault(one.record.id, []).append(one)
    about = [merge(group) for group in by_iri.values()]
    named = {iri for one in (record, *about) for _, _, iri in targets(one.record)}
    named |= {source for one in (record, *about) for source in one.sources}
    graph = around(reader, known.iri)
    return record, about, {iri: graph.label(iri) for iri in named if graph.get(iri)}, graph


def _record(merged: Merged, labels: dict[str, str], graph: Graph) -> dict[str, Any]:
    differing = {
        field: {source: str(value) for source, value in said.items()} for field, said in merged.differing.items()
    }
    fields = merged.record.model_dump(mode="json", exclude_defaults=True)
    return {
        "kind": merged.record.kind,
        **fields,
        "labels": {iri: labels[iri] for _, _, iri in targets(merged.record) if iri in labels},
        "asserted_by": list(merged.sources),
        "differing": differing,
        "standing": standing(graph, merged.record),
    }


def _print_record(record: Merged, about: list[Merged], labels: dict[str, str], graph: Graph) -> None:
    from kmgraph.cli.tables import print_attributions, print_table, say

    fields = record.record.model_dump(mode="json", exclude_defaults=True)
    fields["status"] = standing(graph, record.record)
    rows = [(field.replace("_", " "), _cell(value, labels)) for field, value in fields.items() if field != "extra"]
    rows[0] = ("id", record.record.id)
    rows.append(("stated by", "; ".join(labels.get(source, source) for source in record.sources)))
    print_table(f"{record.record.kind}: {label_of(record.record)}", ("field", "value"), rows)
    for field, said in record.differing.items():
        say(f"Sources differ in {field}: " + "; ".join(f"{labels.get(s, s)}: {v}" for s, v in said.items()) + ".")
    by_kind: dict[Kind, list[Merged]] = {}
    for one in about:
        by_kind.setdefault(one.record.kind, []).append(one)
    for kind, group in by_kind.items():
        rows = [(_line(one, labels, record.record.id), standing(graph, one.record)) for one in group[:MOST]]
        print_table(f"{kind}", ("", "status"), rows)
        if len(group) > MOST:
            say(f"{amount(len(group) - MOST)} more are not shown; --json tells all.")
            say("")
    print_attributions(_rested(record, about, graph))


def _line(merged: Merged, labels: dict[str, str], shown: str) -> str:
    """A record that refers to the one shown, on one line: its label, or all else that it names."""
    record = merged.record
    if not RECORDS[record.kind].key:
        return label_of(record)
    ends = [(field, iri) for field, _, iri in targets(record) if field != "cites"]
    others = [end for end in ends if end[1] != shown] or ends  # a record may be related to itself
    named = [f"{field} {labels.get(iri, slug_of(iri))}" for field, iri in others]
    importance = getattr(record, "importance", None)
    return ", ".join([*named, *([str(importance)] if importance else [])])


def _cell(value: Any, labels: dict[str, str]) -> str:
    if isinstance(value, list):
        return "; ".join(_cell(one, labels) for one in value)
    return labels.get(str(value), str(value))
