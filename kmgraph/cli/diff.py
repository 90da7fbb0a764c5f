"""`kmgraph diff`: what differs between two exports, releases or stores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from kmgraph.cli.options import as_json_option
from kmgraph.cli.output import print_json, tell_problems
from kmgraph.settings import store_url
from kmgraph.wording import quoted

if TYPE_CHECKING:
    from kmgraph.rdf.difference import Changed, Difference, Version

MOST = 20
"""Records of a kind that are listed where not all are asked for."""


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("--all", "all_", is_flag=True, help=f"List every record, not only the first {MOST} of each kind.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where anything differs, as “diff” does.")
@as_json_option
@click.pass_context
def diff(ctx: click.Context, old: str, new: str | None, all_: bool, exit_code: bool, as_json: bool) -> None:
    """What differs between two exports, releases or stores: records added, removed and changed, field by field.

    OLD and NEW are each a file in Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML, packed with gzip or not, or
    the URL of a store such as sqlite:///graph.sqlite. Without NEW it is the store in use. The exit code is 0 whether
    anything differs or not, unless --exit-code asks for 1; it is 1 also where a file has errors.
    """
    from kmgraph.rdf.difference import difference

    found = difference(old, new or ctx.find_root().params["store"] or store_url(), most=None if all_ else MOST)
    if as_json:
        print_json(found.as_json())
    else:
        tell_problems(found.problems)
        _print(found)
    if exit_code and not found.same:
        ctx.exit(1)


def _print(found: Difference) -> None:
    from kmgraph.cli.tables import print_table, say

    held = sum(sum(counts) - counts.removed for counts in found.counts.values())
    if found.same:
        say(f"{found.old} and {found.new} say the same: {held:,} records.")
        return
    columns = ("kind", "added", "removed", "changed", "unchanged")
    rows = [(kind, *(f"{count:,}" for count in counts)) for kind, counts in found.counts.items() if any(counts)]
    print_table(f"From {found.old} to {found.new}", columns, rows)
    for title, listed, many in (
        ("Added", found.added, sum(counts.added for counts in found.counts.values())),
        ("Removed", found.removed, sum(counts.removed for counts in found.counts.values())),
    ):
        _list(title, [_line(found, one) for one in listed], many)
    changed = [line for one in found.changed for line in _changes(found, one)]
    many = sum(counts.changed for counts in found.counts.values())
    _list("Changed", changed, many, len(found.changed))
    if found.fields:
        kinds: dict[str, list[str]] = {}
        for (of, name), times in found.fields.most_common():
            kinds.setdefault(of, []).append(f"{name} {times:,}")
        say("")
        for one, names in kinds.items():
            say(f"Fields of {one} that changed: {', '.join(names)}.")


def _list(title: str, lines: Sequence[str], many: int, listed: int | None = None) -> None:
    from kmgraph.cli.tables import say

    if not many:
        return
    say("")
    say(f"{title}: {many:,}")
    for line in lines:
        say(f"  {line}")
    if (more := many - (len(lines) if listed is None else listed)) > 0:
        say(f"  … and {more:,} more: list them with --all.")


def _line(found: Difference, version: Version) -> str:
    return f"{version.kind} {quoted(found.title(version), 120)} ({version.id})"


def _changes(found: Difference, changed: Changed) -> list[str]:
    lines = [_line(found, changed.version)]
    for change in changed.fields:
        lines.append(f"  {change.field}: {_shown(found, change.old)} → {_shown(found, change.new)}")
    return lines


def _shown(found: Difference, value: Any) -> str:
    """A value for people: things by their labels, nothing as a word."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(_shown(found, one) for one in value)
    if isinstance(value, str):
        return quoted(found.labels.get(value, value), 200)
    return str(value)
