"""Who is to be named for answers: the attributions that the sources of a data set ask for."""

import json
from collections.abc import Callable

from kmgraph.model import Source
from kmgraph.planner.credit import attributions
from kmgraph.sparql.outcome import Answer, Outcome, Question

_ASKING = """
PREFIX dc: <http://purl.org/dc/elements/1.1/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX km: <https://w3id.org/kmgraph/terms#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT DISTINCT ?source ?citation ?licence {
  ?source a km:Source ; dcterms:bibliographicCitation ?citation .
  OPTIONAL { ?source dc:rights ?licence }
  FILTER EXISTS { ?record prov:wasDerivedFrom ?source }
} ORDER BY ?source ?citation ?licence
"""


def asked_for(ask: Callable[[Question], Answer]) -> list[str]:
    """The attributions that those sources ask for whose records a data set holds, in their words, each once."""
    answer = ask(Question(_ASKING))
    if answer.outcome is not Outcome.ANSWERED:
        return []
    rows = ({key: one["value"] for key, one in row.items()} for row in json.loads(answer.body)["results"]["bindings"])
    return attributions(
        Source.model_construct(id=row["source"], title="", citation=row["citation"], licence=row.get("licence"))
        for row in rows
    )
