"""`kmgraph info`: what the store holds, and how far it answers."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kmgraph.cli.options import as_json_option, open_store
from kmgraph.cli.output import print_json, progress
from kmgraph.graph import Graph, neighbourhood
from kmgraph.model import RECORDS, Role, Source, label_of
from kmgraph.planner.credit import attributions_json
from kmgraph.store.base import Reader
from kmgraph.vocabulary import Kind

if TYPE_CHECKING:
    from kmgraph.planner.moves import Scenario, Shares
    from kmgraph.planner.provision import Counted


@click.command()
@click.option("--bridges", is_flag=True, help="Also how many moves between roles the learning closes, and for whom.")
@as_json_option
@click.pass_context
def info(ctx: click.Context, bridges: bool, as_json: bool) -> None:
    """What the store holds: records by kind, stubs, sources with their licences."""
    store = open_store(ctx)
    told, sources = store.read(_info)
    found = {"store": store.url, **told}
    graph = store.read(neighbourhood) if bridges else None
    shares = _shares(graph, quiet=as_json) if graph else {}
    if as_json:
        print_json({**found, **(_bridges_json(graph, shares) if graph else {})})
        return
    _print_info(found, sources)
    if graph:
        _print_bridges(graph, shares)


def _info(reader: Reader) -> tuple[dict[str, Any], list[Source]]:
    """What a store holds, as JSON has it, and the sources that are loaded."""
    counts, loaded = reader.counts(), reader.sources()
    described = {one.record.id: one.record for one in reader.assertions([Kind.SOURCE], list(loaded))}
    sources = [one for one in described.values() if isinstance(one, Source)]
    told = {
        "version": reader.version(),
        "changed": changed.isoformat() if (changed := reader.changed_at()) else None,
        "counts": {kind: counts.records.get(kind, 0) for kind, record in RECORDS.items() if record.ends is None},
        "edges": {kind: counts.records.get(kind, 0) for kind, record in RECORDS.items() if record.ends is not None},
        "stubs": dict(counts.stubs),
        "sources": [
            {
                "source": iri,
                "title": label_of(described[iri]) if iri in described else iri,
                "licence": getattr(described.get(iri), "licence", None),
                "citation": getattr(described.get(iri), "citation", None),
                "records": records,
            }
            for iri, records in loaded.items()
        ],
        "attributions": attributions_json(sources),
    }
    return told, sources


def _print_info(found: dict[str, Any], sources: list[Source]) -> None:
    from kmgraph.cli.tables import print_attributions, print_table, say

    changed = f", last changed {found['changed']}" if found["changed"] else ""
    say(f"Store {found['store']}, version {found['version']}{changed}.")
    for title, key in (
        ("Records", "counts"),
        ("Links", "edges"),
        ("Stubs: referred to, described by nobody", "stubs"),
    ):
        print_table(title, ("kind", "how many"), [(kind, str(count)) for kind, count in found[key].items()])
    print_table(
        "Sources loaded",
        ("source", "licence", "records"),
        [(one["title"], one["licence"] or "not stated", str(one["records"])) for one in found["sources"]],
    )
    print_attributions(sources)


def _shares(graph: Graph, *, quiet: bool) -> "dict[Scenario, Shares]":
    from kmgraph.planner import Planner
    from kmgraph.planner.moves import MEANS, Scenario, moves

    planner, found = Planner(graph), {}
    roles = len(graph.all(Role))
    with progress(quiet=quiet) as told:
        for scenario in Scenario:
            for so_far in moves(planner, scenario):
                found[scenario] = so_far
                if told:
                    told(so_far.pairs, roles * (roles - 1), f"Moves: {MEANS[scenario]}")
    return found


def _bridges_json(graph: Graph, shares: "dict[Scenario, Shares]") -> dict[str, Any]:
    from kmgraph.planner.provision import by_home, by_nation, current

    courses = current(graph)
    return {
        "bridges": {str(scenario): asdict(found) for scenario, found in shares.items()},
        "provision": {
            "current": len(courses),
            "by_nation": _counted_json(by_nation(courses)),
            "by_provider_nation": _counted_json(by_home(graph, courses)),
        },
    }


def _counted_json(found: "Counted") -> dict[str, Any]:
    return {sort: {"courses": number, "share": round(found.share(sort), 4)} for sort, number in found.by.items()}


def _print_bridges(graph: Graph, shares: "dict[Scenario, Shares]") -> None:
    from kmgraph.cli.tables import print_table, say
    from kmgraph.planner.moves import MEANS
    from kmgraph.planner.provision import by_home, by_nation, current, name

    print_table(
        "Moves between two roles, by what the learning closes of the gap",
        ("learning counted", "moves", "closed", "partly", "open", "nothing to do"),
        [
            (f"{scenario}: {MEANS[scenario]}", f"{one.pairs:,}", *(_part(number, one.pairs) for number in
             (one.closed, one.partly, one.open, one.nothing_to_do)))
            for scenario, one in shares.items()
        ],
    )  # fmt: skip
    if left_out := max(one.not_known for one in shares.values()):
        say(f"Left out: {left_out:,} moves from or to a role of which it is not known what it needs.")
    courses = current(graph)
    joins, homes = by_nation(courses), by_home(graph, courses)
    print_table(
        f"The {len(courses)} courses and the like that are not over, closed or only planned, by nation",
        ("nation", "listed for people there", "its providers give it"),
        [(name(sort), _part(joins.by[sort], len(courses)), _part(homes.by[sort], len(courses))) for sort in joins.by],
    )
    say("None means that none was found, not that none exists.")


def _part(number: int, whole: int) -> str:
    from kmgraph.planner.phrases import percent

    return f"{number:,} ({percent(number, whole)})" if number else "none"
