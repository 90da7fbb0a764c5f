"""The terms of the vocabularies in which concepts are published, each spelled once."""

from kmgraph.vocabulary import DCTERMS, ORG, SCHEMA, SKOS

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
DC = "http://purl.org/dc/elements/1.1/"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
PAV = "http://purl.org/pav/"
PROV = "http://www.w3.org/ns/prov#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
CC = "http://creativecommons.org/ns#"
XL = "http://www.w3.org/2008/05/skos-xl#"
ESCO = "http://data.europa.eu/esco/model#"
ESCO_SKILLS = "http://data.europa.eu/esco/concept-scheme/skills"
ISO_THES = "http://purl.org/iso25964/skos-thes#"
ADMS = "http://www.w3.org/ns/adms#"

PREFIXES = {
    SKOS: "skos", DCTERMS: "dcterms", RDF: "rdf", RDFS: "rdfs", OWL: "owl", DC: "dc", DCAT: "dcat", FOAF: "foaf",
    PAV: "pav", PROV: "prov", VCARD: "vcard", CC: "cc", XL: "skosxl", ESCO: "esco", SCHEMA: "schema",
    "http://schema.org/": "schema", ORG: "org", ISO_THES: "iso-thes", ADMS: "adms",
    "http://purl.org/vocab/vann/": "vann", "http://www.w3.org/2001/XMLSchema#": "xsd",
    "http://publications.europa.eu/ontology/euvoc#": "euvoc",
}  # fmt: skip
"""How the namespaces are shortened in what is kept beside a record, and in sentences."""

TYPE = RDF + "type"
FIRST, REST, NIL = RDF + "first", RDF + "rest", RDF + "nil"
LITERAL_FORM = XL + "literalForm"
CONCEPT, SCHEME = SKOS + "Concept", SKOS + "ConceptScheme"
COLLECTION, ORDERED = SKOS + "Collection", SKOS + "OrderedCollection"
OCCUPATION, SKILL = ESCO + "Occupation", ESCO + "Skill"

PREFERRED, ALTERNATIVE, HIDDEN = SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel"
NOTATION = SKOS + "notation"
DEFINITIONS = (SKOS + "definition", SKOS + "scopeNote", DCTERMS + "description", DC + "description", RDFS + "comment")
"""What says in words what a concept or scheme means; the first that is there is taken."""
NAMES = (RDFS + "label", DCTERMS + "title", DC + "title", FOAF + "name", SCHEMA + "name", "http://schema.org/name")
"""What something is called that has no preferred label."""

IN_SCHEME, TOP_OF, TOPS = SKOS + "inScheme", SKOS + "topConceptOf", SKOS + "hasTopConcept"
BROADER, NARROWER = SKOS + "broader", SKOS + "narrower"
BROADER_TRANSITIVE, NARROWER_TRANSITIVE = SKOS + "broaderTransitive", SKOS + "narrowerTransitive"
RELATED = SKOS + "related"
MEMBER, MEMBERS = SKOS + "member", SKOS + "memberList"
SEMANTIC = (BROADER, NARROWER, BROADER_TRANSITIVE, NARROWER_TRANSITIVE, RELATED, TOP_OF)
"""What only a concept says (its domain is skos:Concept), whether it is said to be one or not."""

ESSENTIAL, OPTIONAL = ESCO + "relatedEssentialSkill", ESCO + "relatedOptionalSkill"
ESSENTIAL_FOR, OPTIONAL_FOR = ESCO + "isEssentialSkillFor", ESCO + "isOptionalSkillFor"
SKILL_TYPE = ESCO + "skillType"
ASSOCIATION = ESCO + "AssociationObject"
ASSOCIATES, ASSOCIATED = ESCO + "isAssociationFor", ESCO + "target"

LICENCES = (DCTERMS + "license", CC + "license", SCHEMA + "license", DCTERMS + "rights", DC + "rights")
PUBLISHERS = (DCTERMS + "publisher", DC + "publisher", SCHEMA + "publisher")
VERSIONS = (OWL + "versionInfo", DCAT + "version", SCHEMA + "version", PAV + "version", DCTERMS + "hasVersion")
PAGES = (FOAF + "homepage", DCAT + "landingPage", FOAF + "page", SCHEMA + "url", DCTERMS + "source")
CITATION = DCTERMS + "bibliographicCitation"

PERSONAL = frozenset(
    {
        *(space + name for space in (DCTERMS, DC, SCHEMA) for name in ("creator", "contributor")),
        *(SCHEMA + name for name in ("author", "editor", "maintainer", "contactPoint")),
        *(PAV + name for name in ("authoredBy", "createdBy", "contributedBy", "curatedBy", "importedBy")),
        *(FOAF + name for name in ("maker", "mbox", "phone")),
        DCTERMS + "rightsHolder",
        PROV + "wasAttributedTo",
        DCAT + "contactPoint",
        ADMS + "contactPoint",
    }
)
"""What mostly names a person, and so is never kept."""
PEOPLE = frozenset({FOAF + "Person", SCHEMA + "Person", PROV + "Person", VCARD + "Individual"})


def shortened(iri: str) -> str:
    """An IRI with a well-known prefix, such as skos:note, or as it is."""
    for end in ("#", "/"):
        space, _, name = iri.rpartition(end)
        if (prefix := PREFIXES.get(space + end)) and name:
            return f"{prefix}:{name}"
    return iri
