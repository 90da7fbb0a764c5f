"""The formats of answers, by the names that people give them, and the prefixes that queries need not declare."""

from kmgraph.rdf.syntax import MEDIA_TYPES
from kmgraph.vocabulary import DC, DCAT, DCTERMS, ESCO, ORG, PROV, RDF, SCHEMA, SCHEME, SKOS, TERMS, VOID, XSD

RESULTS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""Formats of rows and of yes or no."""
GRAPHS = {syntax.value: media_type for syntax, media_type in MEDIA_TYPES.items()}
"""Formats of triples."""
PREFIXES = {
    "dc": DC, "dcat": DCAT, "dcterms": DCTERMS, "esco": ESCO, "km": TERMS, "org": ORG,
    "owl": "http://www.w3.org/2002/07/owl#", "prov": PROV, "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "schema": SCHEMA, "scheme": SCHEME, "skos": SKOS, "void": VOID,
    "xsd": XSD,
}  # fmt: skip
"""Prefixes that a query may use without saying what they stand for."""
