"""`kmgraph validate`: whether a store or an RDF file is as the shapes and SKOS ask."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kmgraph.cli.options import as_json_option, open_store
from kmgraph.cli.output import SORTS, print_json, progress
from kmgraph.errors import Severity, UsageError
from kmgraph.model import slug_of
from kmgraph.wording import quoted

if TYPE_CHECKING:
    from kmgraph.rdf.validation import Validated
    from kmgraph.rdf.validation.findings import Finding


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--all", "all_", is_flag=True, help="List every finding, not only the first 20 of a sort.")
@as_json_option
@click.pass_context
def validate(ctx: click.Context, path: Path | None, strict: bool, all_: bool, as_json: bool) -> None:
    """Check the store, or an RDF file, by the SHACL shapes of kmgraph and the integrity rules of SKOS.

    PATH is a file in any syntax of RDF; without it the store is checked. Any SKOS file can be checked, of whatever
    origin: the shapes are about records of kmgraph only. The exit code is 1 where something must be mended.
    """
    from kmgraph.rdf.validation import validate_file, validate_store
    from kmgraph.rdf.validation.findings import LISTED

    most = None if all_ else LISTED
    if path is not None and not path.is_file():
        raise UsageError(f"{quoted(path, 200)} is no file. Give an RDF file, or nothing to check the store.")
    store = None if path else open_store(ctx)
    where = str(path) if path else store.url if store else ""
    with progress(quiet=as_json) as told:
        if store:
            found = store.read(lambda reader: validate_store(reader, most=most, progress=told))
        else:
            assert path
            found = validate_file(path, most=most, progress=told)
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
    from kmgraph.cli.tables import print_table, say

    rows: list[tuple[str, str, str]] = []
    more = {(one.severity, one.rule, one.property): count for one, count in found.findings.uncounted()}
    listed = found.findings.listed()
    for one, after in zip(listed, [*listed[1:], None], strict=True):
        sort = (one.severity, one.rule, one.property)
        rows.append((SORTS[one.severity], _what(one), f"{one.message} {one.remedy}".rstrip()))
        if sort in more and (after is None or sort != (after.severity, after.rule, after.property)):
            rows.append(("", "", f"And {more[sort]:,} more of this sort; --all lists them."))
    if rows:
        print_table(f"Findings in {where}", ("", "what", "what is wrong, and the remedy"), rows)
    errors, warnings = (found.findings.number(sort) for sort in (Severity.ERROR, Severity.WARNING))
    looked = f"{found.records:,} records and {found.concepts:,} concepts were checked"
    what = "Nothing must be mended" if found.conforms(strict=strict) else "Some of it must be mended"
    say(f"{what}: {looked}; errors: {errors:,}, to look at: {warnings:,}.")


def _what(one: "Finding") -> str:
    """The thing that a finding is about: label, IRI, and where it stands."""
    source, _, status = re.sub("[#/]([^#/]*)$", r"\n\1", one.graph).partition("\n")
    place = f"line {one.line}" if one.line else f"in {slug_of(source)}, {status}" if status else ""
    return "\n".join(filter(None, (one.label and quoted(one.label), one.iri, place)))
