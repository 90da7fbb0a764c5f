"""The contexts of JSON-LD that are known: small ones of our own, which give the prefixes of the originals."""

import re
from typing import Any

CETERMS = "https://purl.org/ctdl/terms/"
CEASN = "https://purl.org/ctdlasn/terms/"
SCHEMA = "https://schema.org/"

PREFIXES = {
    "asn": "http://purl.org/ASN/schema/core/",
    "ceasn": CEASN,
    "ceterms": CETERMS,
    "compliance": "https://purl.org/ctdl/compliance/",
    "creditLevel": "https://purl.org/ctdl/vocabs/creditLevel/",
    "creditUnit": "https://purl.org/ctdl/vocabs/creditUnit/",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "lrmi": "http://purl.org/dcx/lrmi-terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "qdata": "https://credreg.net/qdata/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": SCHEMA,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vs": "https://www.w3.org/2003/06/sw-vocab-status/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Namespaces by the prefixes under which their terms are written and shown."""
ONE = {
    "http://schema.org/": SCHEMA,
    "http://www.schema.org/": SCHEMA,
    "https://www.schema.org/": SCHEMA,
    "http://purl.org/ctdl/terms/": CETERMS,
    "http://purl.org/ctdlasn/terms/": CEASN,
    "ceterms:": CETERMS,  # where a document of the registry has lost its context
    "ceasn:": CEASN,
}
"""Other ways of writing a namespace."""
REFERRING = {
    "ceasn": (
        "abilityEmbodied", "alignFrom", "alignTo", "broadAlignment", "creator", "derivedFrom",
        "educationLevelType", "exactAlignment", "hasChild", "hasTopChild", "isChildOf", "isPartOf",
        "isTopChildOf", "knowledgeEmbodied", "license", "majorAlignment", "minorAlignment", "narrowAlignment",
        "prerequisiteAlignment", "publisher", "skillEmbodied", "source",
    ),
    "ceterms": (
        "assesses", "availableAt", "comparator", "framework", "hasChild", "hasCondition",
        "hasDestinationComponent", "hasMember", "hasPart", "isChildOf", "isDestinationComponentOf", "isPartOf",
        "logicalOperator", "offeredBy", "offers", "ownedBy", "precededBy", "precedes", "preparationFrom",
        "prerequisite", "proxyFor", "recognizedBy", "sourceData", "subjectWebpage", "targetAssessment",
        "targetComponent", "targetCredential", "targetJob", "targetLearningOpportunity", "targetNode",
        "targetOccupation", "targetPathway", "targetWorkRole",
    ),
}  # fmt: skip
"""Properties of CTDL of which a bare text is an IRI, so that it may be written with a prefix."""


def _referring() -> dict[str, Any]:
    names = (f"{prefix}:{name}" for prefix, names in REFERRING.items() for name in names)
    return {name: {"@id": name, "@type": "@id"} for name in names}


_CTDL: dict[str, Any] = {**PREFIXES, **_referring()}
_SCHEMA: dict[str, Any] = {"@vocab": SCHEMA, **PREFIXES, "id": "@id", "type": "@type"}
CONTEXTS: dict[str, dict[str, Any]] = {
    "schema.org": _SCHEMA,
    "schema.org/docs/jsonldcontext.json": _SCHEMA,
    "schema.org/docs/jsonldcontext.jsonld": _SCHEMA,
    "credreg.net/ctdl/schema/context/json": _CTDL,
    "credreg.net/ctdlasn/schema/context/json": _CTDL,
    "credreg.net/qdata/schema/context/json": _CTDL,
}
"""The contexts that are known, by their address without scheme, `www.` and last slash."""


def one_namespace(iri: str) -> str:
    """An IRI in the usual way of writing its namespace: schema.org with https."""
    for other, usual in ONE.items():
        if iri.startswith(other):
            return usual + iri[len(other) :]
    return iri


def short(iri: str) -> str:
    """A term as people write it: ceterms:name."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def context(address: str) -> dict[str, Any] | None:
    """The context that stands for the one at this address; None where it is not known."""
    return CONTEXTS.get(re.sub(r"^https?://(www\.)?", "", address.split("#")[0].split("?")[0]).rstrip("/").lower())
