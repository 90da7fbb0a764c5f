"""What namespaces are called wherever there are short names: in files, in queries and in what people are told."""

from kmgraph.vocabulary import DC, DCAT, DCTERMS, ESCO, ORG, PROV, RDF, RDFS, SCHEMA, SD, SKOS, TERMS, VOID, XSD

PREFIXES = {
    "dc": DC, "dcat": DCAT, "dcterms": DCTERMS, "esco": ESCO, "km": TERMS, "org": ORG, "prov": PROV, "rdf": RDF,
    "rdfs": RDFS, "schema": SCHEMA, "sd": SD, "skos": SKOS, "void": VOID, "xsd": XSD,
}  # fmt: skip
"""Namespaces by their short names."""
