"""The formats of answers, by the names that people give them, and the prefixes that queries need not declare."""

from kmgraph.rdf.prefixes import PREFIXES as NAMES
from kmgraph.rdf.syntax import ENDINGS as SYNTAXES
from kmgraph.rdf.syntax import MEDIA_TYPES
from kmgraph.vocabulary import SCHEME, TERMS

RESULTS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""Formats of rows and of yes or no."""
ENDINGS = {".json": "json", ".srj": "json", ".xml": "xml", ".srx": "xml", ".csv": "csv", ".tsv": "tsv"} | {
    ending: syntax.value for ending, syntax in SYNTAXES.items()
}
"""Formats by how the name of a file ends, in small letters."""
GRAPHS = {syntax.value: media_type for syntax, media_type in MEDIA_TYPES.items()}
"""Formats of triples."""
PREFIXES = NAMES | {"owl": "http://www.w3.org/2002/07/owl#", "scheme": SCHEME}
"""Prefixes that answers are written with."""
KNOWN = PREFIXES | {"kmgraph": TERMS}
"""Prefixes that a query may use without saying what they stand for."""
