"""`kmgraph validate`: whether a store or an RDF file is as the shapes and SKOS ask."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kmgraph.cli.options import as_json_option, open_store
from kmgraph.cli.output import SORTS, print_json, print_line, progress
from kmgraph.errors import Severity, UsageError
from kmgraph.model import slug_of
from kmgraph.wording import nothing_in, quoted

if TYPE_CHECKING:
    from kmgraph.rdf.validation import Validated
    from kmgraph.rdf.validation.findings import Finding

SHOWN = 5
"""How many findings of one sort people are shown; programs are told more."""


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--all", "all_", is_flag=True, help=f"List every finding, not only the first {SHOWN} of a sort.")
@as_json_option
@click.pass_context
def validate(ctx: click.Context, path: Path | None, strict: bool, all_: bool, as_json: bool) -> None:
    """Check the store, or an RDF file, by the SHACL shapes of kmgraph and the integrity rules of SKOS.

    PATH is a file in any syntax of RDF; without it the store is checked. Any SKOS file can be checked, of whatever
    origin: the shapes are about records of kmgraph only. The exit code is 1 where something must be mended.
    """
    from kmgraph.rdf.validation import validate_file, validate_store
    from kmgraph.rdf.validation.findings import LISTED

    most = None if all_ else LISTED if as_json else SHOWN
    if path is not None and not path.is_file():
        raise UsageError(f"{quoted(path, 200)} is no file. Give an RDF file, or nothing to check the store.")
    store = None if path else open_store(ctx)
    where = str(path) if path else store.url if store else ""
    with progress(quiet=as_json) as told:
        if store:
            found = store.read(lambda reader: validate_store(reader, most=most, progress=told))
        else:
            assert path
            try:
                found = validate_file(path, most=most, progress=told)
            except OSError as failure:
                raise UsageError(f"{quoted(path, 200)} cannot be read: {failure.strerror or failure}.") from None
    if store and not found.records:
        raise UsageError(nothing_in(where))
    if as_json:
        print_json(_as_json(found, {"store": where} if store else {"file": where}, strict=strict))
    else:
        _print(found, where, strict=strict)
    if not found.conforms(strict=strict):
        ctx.exit(1)


def _as_json(found: "Validated", what: dict[str, str], *, strict: bool) -> dict[str, Any]:
    return {
        **what,
        "conforms": found.conforms(strict=strict),
        "records": found.records,
        "concepts": found.concepts,
        "counts": {severity.value: found.findings.number(severity) for severity in Severity},
        "findings": [_finding_json(one) for one in found.findings.listed()],
        "more": [{"rule": last.rule, "property": last.property, "not_listed": more} for last, more in
                 found.findings.uncounted()],
    }  # fmt: skip


def _finding_json(one: "Finding") -> dict[str, Any]:
    return {
        "severity": one.severity.value,
        "rule": one.rule,
        "label": one.label,
        "iri": one.iri or None,
        "graph": one.graph or None,
        "line": one.line,
        "property": one.property,
        "value": one.value,
        "message": one.message,
        "remedy": one.remedy,
    }


def _print(found: "Validated", where: str, *, strict: bool) -> None:
    from kmgraph.cli.terminal import say

    sorts = found.findings.by_sort()
    if sorts:
        say(f"What was found in {where}:")
    for listed in sorts:
        number = found.findings.count(listed[0])
        times = "once" if number == 1 else f"{number:,} times"
        say(f"  {SORTS[listed[0].severity]}, {times}: {_head(found, listed)}")
    for listed in sorts:
        say("")
        say(f"{SORTS[listed[0].severity]}: {_head(found, listed)} {_remedy(listed)}".rstrip())
        for one in listed:
            for line in _lines(one, own=found.findings.varied(one), remedy=not _remedy(listed)):
                print_line(f"  {line}")
        if more := found.findings.count(listed[0]) - len(listed):
            say(f"  And {more:,} more of this sort; --all lists them.")
    if sorts:
        say("")
    errors, warnings = (found.findings.number(sort) for sort in (Severity.ERROR, Severity.WARNING))
    looked = f"{found.records:,} records and {found.concepts:,} concepts were checked"
    what = "Nothing must be mended" if found.conforms(strict=strict) else "Some of it must be mended"
    say(f"{what}: {looked}; errors: {errors:,}, to look at: {warnings:,}.")


def _head(found: "Validated", listed: Sequence["Finding"]) -> str:
    """What is wrong, in one line for all of a sort; where each has words of its own, those of the first."""
    return f"{'For example: ' if found.findings.varied(listed[0]) else ''}{listed[0].message}"


def _remedy(listed: Sequence["Finding"]) -> str:
    """The remedy where it is the same for all that are listed."""
    remedies = {one.remedy for one in listed}
    return remedies.pop() if len(remedies) == 1 else ""


def _lines(one: "Finding", *, own: bool, remedy: bool) -> Iterator[str]:
    """The thing that a finding is about: label and place, its IRI whole on a line, and what it has of its own."""
    source, _, status = re.sub("[#/]([^#/]*)$", r"\n\1", one.graph).partition("\n")
    place = f"line {one.line}" if one.line else f"in {slug_of(source)}, {status}" if status else ""
    if said := ", ".join(filter(None, (one.label and quoted(one.label), place))):
        yield said
    if one.iri:
        yield f"  {one.iri}"
    if words := " ".join(filter(None, (one.message if own else "", one.remedy if remedy else ""))):
        yield f"  {words}"
