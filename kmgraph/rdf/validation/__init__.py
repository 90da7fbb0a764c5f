"""Whether a store or an RDF file is as the shapes and SKOS ask: every finding with its place and the remedy.

    stated      what a store or a file states, node by node
    shacl       the shapes of `ontology/shapes.ttl`, record by record
    integrity   what SKOS asks of a graph as a whole
    findings    what is found: the first of each sort, all counted
    shapes      writes the shapes from the records

What is stated is read twice, and once more where something is found, to tell its label and line. In memory are the
links between concepts and the classes of things, some hundred bytes a record, never a graph.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal

from kmgraph.errors import Severity
from kmgraph.rdf.validation.findings import LISTED, Finding, Findings
from kmgraph.rdf.validation.integrity import CONCEPT, KINDS, Labels, Outline, checked
from kmgraph.rdf.validation.shacl import TYPE, Shapes, Sort, Violation
from kmgraph.rdf.validation.stated import Broken, Node, Parts, Scattered, in_file, in_store, nodes
from kmgraph.rdf.values import short, shown
from kmgraph.store.base import Reader
from kmgraph.vocabulary import DCTERMS, SKOS
from kmgraph.wording import quoted

__all__ = ["Validated", "validate_file", "validate_store"]

Progress = Callable[[int, int | None, str], None]
"""Is told how many nodes are done, how many there are, and of what."""
CALLED = (SKOS + "prefLabel", DCTERMS + "title")
STRIDE = 1_000
"""Nodes after which progress is told."""


class Validated(NamedTuple):
    """What was looked at, and what was found."""

    records: int
    concepts: int
    """Concepts of SKOS, those of records among them."""
    findings: Findings

    def conforms(self, *, strict: bool = False) -> bool:
        """Whether there is nothing to mend; with `strict` also nothing to look at."""
        sorts = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
        return not any(self.findings.number(severity) for severity in sorts)


def validate_store(reader: Reader, *, most: int | None = LISTED, progress: Progress | None = None) -> Validated:
    """Whether what a store holds is as the shapes and SKOS ask."""
    return _validate(in_store(reader), Findings(most), progress)


def validate_file(path: Path, *, most: int | None = LISTED, progress: Progress | None = None) -> Validated:
    """Whether an RDF file in any syntax is as the shapes and SKOS ask; a file that is no RDF is a finding, too."""
    findings = Findings(most)
    try:
        return _validate(in_file(path), findings, progress)
    except Broken as broken:
        problem = broken.problem
        where = f"{problem.column}: " if problem.column else ""
        line = problem.place.line
        findings.add(Finding(problem.severity, "syntax", "", where + problem.message, problem.hint, line=line))
        return Validated(0, 0, findings)


def _validate(parts: Parts, findings: Findings, progress: Progress | None) -> Validated:
    from ontology import read

    outline, scattered, number = Outline(), Scattered(set(), set()), 0
    for part in _told(parts(), progress, None, "Reading"):
        number += 1
        outline.note(part)
        scattered.note(part)
    labels = Labels(outline)

    def looked_at() -> Iterator[Node]:
        for node in _told(nodes(parts, scattered), progress, number, "Checking"):
            for finding in labels.findings(node):
                findings.add(_placed(finding, node))
            yield node

    for violation in Shapes(read("shapes.ttl")).violations(looked_at(), outline.classes, outline.context):
        findings.add(_finding(violation))
    placed = len(findings.kept)
    for finding in checked(outline):
        findings.add(finding)
    _find(findings, placed, _told(parts(), progress, number, "Naming"))
    records = sum(not KINDS.isdisjoint(classes) for classes in outline.classes.values())
    concepts = sum(CONCEPT in classes for classes in outline.classes.values())
    if not records and not concepts:
        message = "Nothing here is a record of kmgraph or a concept of SKOS, so there was nothing to check."
        findings.add(Finding(Severity.WARNING, "nothing", "", message, "Check that it is the right file or store."))
    return Validated(records, concepts, findings)


def _told(found: Iterator[Node], progress: Progress | None, number: int | None, what: str) -> Iterator[Node]:
    for done, node in enumerate(found):
        if progress and done % STRIDE == 0:
            progress(done, number, what)
        yield node


def _finding(violation: Violation) -> Finding:
    check, node, result = violation
    path, name = getattr(check, "path", None), getattr(check, "name", None)
    message, remedy = check.message, ""
    if name and path:
        message, remedy = _in_words(name, path, result.sort, result.value, result.number), check.message
    elif ": " in message:
        message, _, remedy = message.partition(": ")
        message, remedy = f"{message}.", remedy[0].upper() + remedy[1:]
    own = result.value is None or result.value == node.term
    value = None if own else shown(result.value)  # type: ignore[arg-type]
    found = Finding(check.severity, check.shape, node.name, message, remedy, path, value, node.graph)
    return _placed(found, node)


def _placed(finding: Finding, node: Node) -> Finding:
    """A finding with the label of what it is about, and the line of a file."""
    label = finding.label or next((shown(one) for path in CALLED for one in node.said.get(path, ())), None)
    line = finding.line or node.lines.get(finding.property or TYPE) or node.lines.get(TYPE) or None
    return finding._replace(label=label, line=line)


def _in_words(name: str, path: str, sort: Sort, value: object, number: int) -> str:
    if sort is Sort.MISSING:
        return f"It has no {name} ({short(path)})."
    if sort is Sort.MANY:
        return f"It has {number:,} values of {name} ({short(path)})."
    typed = f" ({short(value.datatype.value)})" if isinstance(value, Literal) else ""
    return f"{quoted(getattr(value, 'value', value), 80)}{typed} cannot be its {name} ({short(path)})."


def _find(findings: Findings, first: int, parts: Iterator[Node]) -> None:
    """Places those findings that are about a graph as a whole, from the first of them on."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for at, finding in enumerate(findings.kept[first:], first):
        wanted[finding.iri].append(at)
    for part in parts if wanted else ():
        for at in wanted.get(part.name, ()):
            findings.kept[at] = _placed(findings.kept[at], part)
