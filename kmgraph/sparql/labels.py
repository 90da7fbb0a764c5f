"""An answer as a table that people read: things by what they are called, and not by their IRIs."""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from kmgraph.sparql.formats import PREFIXES
from kmgraph.sparql.outcome import Answer, Outcome, Question

PORTION = 500
"""IRIs whose labels are asked for at once."""
_PLAIN = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
_LABELS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing (SAMPLE(?label) AS ?called) WHERE {{
  VALUES ?thing {{ {} }}
  VALUES ?property {{ skos:prefLabel dcterms:title rdfs:label }}
  ?thing ?property ?label .
}} GROUP BY ?thing
"""


class Cell(NamedTuple):
    """A value: what people read, and its IRI where it is a thing."""

    text: str
    iri: str | None = None


class Rows(NamedTuple):
    """An answer as rows."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def rows_of(answer: Answer, ask: Callable[[Question], Answer], most: int | None = None) -> Rows:
    """The rows of an answer in JSON, the first `most` of them; `ask` is asked for what things are called."""
    said = json.loads(answer.body)
    columns = said["head"]["vars"]
    found: list[dict[str, Any]] = said["results"]["bindings"][:most]
    called = labels({one["value"] for row in found for one in row.values() if one["type"] == "uri"}, ask)
    return Rows(columns, [[_cell(row.get(name), called) for name in columns] for row in found])


def truth(answer: Answer) -> bool:
    """Whether an answer in JSON says yes."""
    return bool(json.loads(answer.body)["boolean"])


def labels(iris: Collection[str], ask: Callable[[Question], Answer]) -> Mapping[str, str]:
    """What things are called, by their IRIs; what has no label is not among them."""
    found: dict[str, str] = {}
    known = sorted(one for one in iris if _PLAIN.fullmatch(one))
    for start in range(0, len(known), PORTION):
        things = " ".join(f"<{one}>" for one in known[start : start + PORTION])
        answer = ask(Question(_LABELS.format(things)))
        if answer.outcome is Outcome.ANSWERED:
            for row in json.loads(answer.body)["results"]["bindings"]:
                found[row["thing"]["value"]] = row["called"]["value"]
    return found


def shortened(iri: str) -> str:
    """An IRI behind a prefix, where there is one for it."""
    for name, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{name}:{iri.removeprefix(start)}"
    return iri


def _cell(value: dict[str, Any] | None, called: Mapping[str, str]) -> Cell:
    if value is None:
        return Cell("")
    if value["type"] == "uri":
        return Cell(called.get(value["value"]) or shortened(value["value"]), value["value"])
    return Cell(value["value"] if isinstance(value["value"], str) else json.dumps(value["value"]))
