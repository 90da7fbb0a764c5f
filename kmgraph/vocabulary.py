"""The words of the graph: kinds of record, relationship types, enumerations and IRIs, each spelled once.

The RDF mapping, the Neo4j mapping and the table templates all read this module, and a test holds it against
`ontology/kmgraph.ttl` in both directions. Terms are reused before they are minted: SKOS for concepts and
matches, schema.org for occupations and courses, ORG for organisations and DCTERMS for sources.
"""

import re
from enum import StrEnum

BASE = "https://w3id.org/kmgraph/"
"""Where the project's own IRIs begin: `BASE / kind / source / slug`. This is the one place that says it."""
TERMS = BASE + "terms#"
"""Namespace of the ontology's own classes and properties."""

DC = "http://purl.org/dc/elements/1.1/"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
ESCO = "http://data.europa.eu/esco/model#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SCHEME = BASE + "scheme/"
"""Where the SKOS schemes of the fixed words stand."""
SD = "http://www.w3.org/ns/sparql-service-description#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"


class Kind(StrEnum):
    """A kind of record. The value is the Neo4j label, the class's local name and the `kind` in JSON."""

    SOURCE = "Source"
    FRAMEWORK = "Framework"
    SCALE = "Scale"
    LEVEL = "Level"
    LEVEL_MATCH = "LevelMatch"
    GROUP = "Group"
    COMPETENCY = "Competency"
    LEVEL_DESCRIPTION = "LevelDescription"
    MAPPING = "Mapping"
    RELATION = "Relation"
    COLLECTION = "Collection"
    COMMITMENT = "Commitment"
    ROLE = "Role"
    ROLE_MAPPING = "RoleMapping"
    LADDER = "Ladder"
    REQUIREMENT = "Requirement"
    ORGANISATION = "Organisation"
    COURSE = "Course"
    OFFERING = "Offering"
    TEACHES = "Teaches"
    EXPECTS = "Expects"
    PREREQUISITE = "Prerequisite"
    PRACTICE = "Practice"
    APPROACH = "Approach"
    JOURNEY = "Journey"
    STEP = "Step"
    OBSERVATION = "Observation"
    REVIEW = "Review"


class Link(StrEnum):
    """A relationship type in Neo4j."""

    # from records that are edges
    LEVEL_MATCH = "LEVEL_MATCH"
    DESCRIBED_AT = "DESCRIBED_AT"
    MATCHES = "MATCHES"
    RELATES_TO = "RELATES_TO"
    ROLE_MATCHES = "ROLE_MATCHES"
    REQUIRES = "REQUIRES"
    TEACHES = "TEACHES"
    EXPECTS = "EXPECTS"
    PREREQUISITE = "PREREQUISITE"
    # from references of records that are nodes
    IN_FRAMEWORK = "IN_FRAMEWORK"
    BROADER = "BROADER"
    ON_SCALE = "ON_SCALE"
    BROADER_GROUP = "BROADER_GROUP"
    BROADER_ROLE = "BROADER_ROLE"
    IN_GROUP = "IN_GROUP"
    MEMBER = "MEMBER"
    MEMBER_ROLE = "MEMBER_ROLE"
    IN_COLLECTION = "IN_COLLECTION"
    RUNG = "RUNG"
    PROVIDED_BY = "PROVIDED_BY"
    PART_OF = "PART_OF"
    OFFERS = "OFFERS"
    DEVELOPS = "DEVELOPS"
    REACHES = "REACHES"
    DRAWS_ON = "DRAWS_ON"
    STEP_OF = "STEP_OF"
    IN_ROLE = "IN_ROLE"
    BY_WAY_OF = "BY_WAY_OF"
    COUNTED_IN = "COUNTED_IN"
    COUNTS = "COUNTS"
    COUNTED_AT = "COUNTED_AT"
    CITES = "CITES"
    PROPOSES_LEVEL = "PROPOSES_LEVEL"


class Status(StrEnum):
    """How far a statement may be relied on; `suggested` never counts until somebody reviewed it."""

    SUGGESTED = "suggested"
    PROPOSED = "proposed"
    SOURCED = "sourced"
    REVIEWED = "reviewed"


class Importance(StrEnum):
    """Whether a role cannot do without a competency."""

    ESSENTIAL = "essential"
    DESIRABLE = "desirable"


class CompetencyType(StrEnum):
    """What kind of competency; an attitude is a way of working, unlevelled, never in a gap or a plan."""

    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    ATTITUDE = "attitude"


class Match(StrEnum):
    """A SKOS mapping between concepts of two frameworks."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"


class Association(StrEnum):
    """How one competency bears on another of the same framework."""

    ESSENTIAL = "essential"
    OPTIONAL = "optional"
    RELATED = "related"


class Provision(StrEnum):
    """What sort of provision a course record stands for."""

    COURSE = "course"
    E_LEARNING = "e-learning"
    WORKSHOP = "workshop"
    PROGRAMME = "programme"
    DEGREE = "degree"
    FELLOWSHIP = "fellowship"
    PLACEMENT = "placement"
    MENTORING = "mentoring"
    COMMUNITY = "community"
    RESOURCE = "resource"


class Mode(StrEnum):
    """How people take part."""

    ONLINE = "online"
    IN_PERSON = "in person"
    BLENDED = "blended"
    EITHER = "online or in person"


class Eligibility(StrEnum):
    """Who may join."""

    OPEN = "open"
    MEMBERS = "members"
    STAFF = "staff of an organisation"
    DOCTORAL = "doctoral"
    CIVIL_SERVANTS = "civil servants"
    INVITED = "invited"
    UNKNOWN = "unknown"


class Availability(StrEnum):
    """Whether one can join now; past and planned provision enters a plan only when asked for."""

    OPEN = "open"
    RECURRING = "recurring"
    PLANNED = "planned"
    CLOSED = "closed"
    ENDED = "ended"
    HISTORIC = "historic"
    UNKNOWN = "unknown"


NOT_CURRENT = frozenset({Availability.PLANNED, Availability.CLOSED, Availability.ENDED, Availability.HISTORIC})
"""Availabilities that keep a course out of a plan unless the asker includes the past."""


class Evidence(StrEnum):
    """How well it is known that a course works, weakest first."""

    NONE = "none stated"
    REPORT = "participants' report"
    BEFORE_AFTER = "before and after"
    COMPARISON = "comparison"
    REVIEW = "review"


class Basis(StrEnum):
    """What a journey rests on; only consented and imported ones are observed moves."""

    CONSENTED = "consented"
    IMPORTED = "imported data"
    EXAMPLE = "published example"
    SCHEME = "scheme"
    LADDER = "ladder"


class Activity(StrEnum):
    """What a step of a journey was."""

    ROLE = "role"
    STUDY = "study"
    PLACEMENT = "placement"
    BREAK = "break"
    VOLUNTEERING = "volunteering"
    UNKNOWN = "unknown"


class Counted(StrEnum):
    """What an observation counts: posts, adverts that ask, or respondents who hold or would like a level."""

    POSTS = "posts"
    ADVERTS = "adverts"
    HELD = "held"
    WISHED = "wished"


class ApproachType(StrEnum):
    """Whether something is a way of going about the work, or a thing to work with."""

    APPROACH = "approach"
    TOOL = "tool"


class ReviewerType(StrEnum):
    """What kind of person looked at a proposal: as much as is ever kept of a reviewer."""

    UNIVERSITY = "knowledge mobiliser in a university"
    GOVERNMENT = "government"
    LEGISLATURE = "legislature"
    INTERMEDIARY = "What Works Centre, think tank or charity"
    RESEARCHER = "researcher"
    PROVIDER = "training provider"
    NETWORK = "network, funder or learned society"
    OTHER = "other"


class Opinion(StrEnum):
    """What a reviewer says of a proposal."""

    AGREE = "agree"
    CHANGE = "change to another level"
    DISAGREE = "disagree"
    UNSURE = "don't know"


class OrganisationType(StrEnum):
    """What kind of organisation."""

    UNIVERSITY = "university"
    GOVERNMENT = "government"
    LEGISLATURE = "legislature"
    WHAT_WORKS = "What Works Centre"
    THINK_TANK = "think tank"
    CHARITY = "charity"
    LEARNED_SOCIETY = "learned society"
    FUNDER = "funder"
    NETWORK = "network"
    PROVIDER = "provider"
    OTHER = "other"


NATIONS = {
    "GB": "United Kingdom",
    "GB-ENG": "England",
    "GB-NIR": "Northern Ireland",
    "GB-SCT": "Scotland",
    "GB-WLS": "Wales",
    "world": "anywhere",
}
"""Words for the places that `open_to` and `nation` name most; other ISO 3166 codes stand for themselves."""

CLASSES = {
    Kind.SOURCE: TERMS + "Source",
    Kind.FRAMEWORK: TERMS + "Framework",
    Kind.SCALE: TERMS + "Scale",
    Kind.LEVEL: TERMS + "Level",
    Kind.LEVEL_MATCH: TERMS + "LevelMatch",
    Kind.GROUP: TERMS + "Group",
    Kind.COMPETENCY: TERMS + "Competency",
    Kind.LEVEL_DESCRIPTION: TERMS + "LevelDescription",
    Kind.MAPPING: TERMS + "Mapping",
    Kind.RELATION: TERMS + "Relation",
    Kind.COLLECTION: TERMS + "Collection",
    Kind.COMMITMENT: TERMS + "Commitment",
    Kind.ROLE: TERMS + "Role",
    Kind.ROLE_MAPPING: TERMS + "RoleMapping",
    Kind.LADDER: TERMS + "Ladder",
    Kind.REQUIREMENT: TERMS + "Requirement",
    Kind.ORGANISATION: TERMS + "Organisation",
    Kind.COURSE: TERMS + "Course",
    Kind.OFFERING: TERMS + "Offering",
    Kind.TEACHES: TERMS + "Teaches",
    Kind.EXPECTS: TERMS + "Expects",
    Kind.PREREQUISITE: TERMS + "Prerequisite",
    Kind.PRACTICE: TERMS + "Practice",
    Kind.APPROACH: TERMS + "Approach",
    Kind.JOURNEY: TERMS + "Journey",
    Kind.STEP: TERMS + "Step",
    Kind.OBSERVATION: TERMS + "Observation",
    Kind.REVIEW: TERMS + "Review",
}
"""The class of each kind of record; the ontology aligns them with SKOS, schema.org, ORG, PROV and DCTERMS."""

TYPES = {
    Kind.SOURCE: (PROV + "Entity", DCAT + "Dataset"),
    Kind.FRAMEWORK: (SKOS + "ConceptScheme",),
    Kind.SCALE: (SKOS + "ConceptScheme",),
    Kind.LEVEL: (SKOS + "Concept",),
    Kind.GROUP: (SKOS + "Concept",),
    Kind.COMPETENCY: (SKOS + "Concept",),
    Kind.COLLECTION: (SKOS + "Collection",),
    Kind.ROLE: (SCHEMA + "Occupation", SKOS + "Concept"),
    Kind.ORGANISATION: (ORG + "Organization",),
}
"""Classes of others that are stated beside our own, so that tools without a reasoner find what they know."""

STATED_BY = PROV + "wasDerivedFrom"
"""Leads from a record to the source that asserts it."""

PROPERTIES = {
    "label": SKOS + "prefLabel",
    "alternative_labels": SKOS + "altLabel",
    "hidden_labels": SKOS + "hiddenLabel",
    "notation": SKOS + "notation",
    "definition": SKOS + "definition",
    "broader": SKOS + "broader",
    "framework": SKOS + "inScheme",
    "groups": TERMS + "groups",
    "members": SKOS + "member",
    "roles": TERMS + "roles",
    "collection": TERMS + "collection",
    "title": DCTERMS + "title",
    "publisher": DC + "publisher",
    "licence": DC + "rights",
    "retrieved": TERMS + "retrieved",
    "citation": DCTERMS + "bibliographicCitation",
    "language": DC + "language",
    "cites": DCTERMS + "source",
    "url": SCHEMA + "url",
    "version": SCHEMA + "version",
    "provider": SCHEMA + "provider",
    "audience": SCHEMA + "audience",
    "starts": SCHEMA + "startDate",
    "ends_on": SCHEMA + "endDate",
    "part_of": ORG + "subOrganizationOf",
    "summary": DCTERMS + "description",
    "access": SCHEMA + "accessibilityFeature",
    "languages": SCHEMA + "inLanguage",
    "group": TERMS + "group",
    "sector": TERMS + "sector",
    "grade": TERMS + "grade",
    "type": TERMS + "type",
    "scale": TERMS + "scale",
    "order": TERMS + "order",
    "rungs": TERMS + "rungs",
    "level": TERMS + "level",
    "level_to": TERMS + "levelTo",
    "importance": TERMS + "importance",
    "context": TERMS + "context",
    "competency": TERMS + "competency",
    "competencies": TERMS + "competencies",
    "role": TERMS + "role",
    "course": TERMS + "course",
    "journey": TERMS + "journey",
    "requires": TERMS + "requires",
    "subject": TERMS + "subject",
    "object": TERMS + "object",
    "object_label": TERMS + "objectLabel",
    "match": TERMS + "match",
    "text": TERMS + "text",
    "mode": TERMS + "mode",
    "effort_hours": TERMS + "effortHours",
    "elapsed_weeks": TERMS + "elapsedWeeks",
    "fee": TERMS + "fee",
    "currency": TERMS + "currency",
    "fee_as_of": TERMS + "feeAsOf",
    "funding": TERMS + "funding",
    "eligibility": TERMS + "eligibility",
    "availability": TERMS + "availability",
    "nation": TERMS + "nation",
    "region": TERMS + "region",
    "place": TERMS + "place",
    "open_to": TERMS + "openTo",
    "evidence": TERMS + "evidence",
    "basis": TERMS + "basis",
    "activity": TERMS + "activity",
    "counts": TERMS + "counts",
    "organisation_type": TERMS + "organisationType",
    "number": TERMS + "number",
    "of": TERMS + "of",
    "period": TERMS + "period",
    "about": TERMS + "about",
    "seen": TERMS + "seen",
    "reviewers": TERMS + "reviewers",
    "opinion": TERMS + "opinion",
    "people": TERMS + "people",
    "reasons": TERMS + "reasons",
    "status": TERMS + "status",
    "why": TERMS + "why",
    "grounds": TERMS + "grounds",
    "source_licence": TERMS + "sourceLicence",
    "checked": TERMS + "checked",
    "extra": TERMS + "extra",
}
"""The property of each field of a record. DC's own elements take words where those of DCTERMS ask for things."""


def scheme_of(words: type[StrEnum]) -> str:
    """The IRI of the SKOS scheme of an enumeration, such as `SCHEME + "competency-type"`."""
    return SCHEME + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", words.__name__).lower()


def concept_of(word: StrEnum) -> str:
    """The IRI of the SKOS concept of a fixed word: its scheme, a slash, and the word in small letters and hyphens."""
    slug = re.sub(r"[^a-z0-9]+", "-", word.lower().replace("'", "")).strip("-")
    return f"{scheme_of(type(word))}/{slug}"


ANSWER_CLASSES = {
    "bridge": TERMS + "Bridge",
    "question": TERMS + "Question",
    "brought": TERMS + "Brought",
    "goal": TERMS + "Goal",
    "unmet": TERMS + "Unmet",
    "plan": TERMS + "Plan",
    "step": TERMS + "PlanStep",
    "gain": TERMS + "Gain",
}
"""The classes of which answers are made, beside the records that they rest on."""

ANSWER_PROPERTIES = {
    "question": TERMS + "question",
    "from": TERMS + "fromRole",
    "to": TERMS + "toRole",
    "asked": TERMS + "asked",
    "options": TERMS + "options",
    "brings": TERMS + "brings",
    "done": TERMS + "done",
    "goal": TERMS + "goal",
    "goal_importance": TERMS + "goalImportance",
    "held": TERMS + "held",
    "new": TERMS + "new",
    "plan": TERMS + "plan",
    "best_by": TERMS + "bestBy",
    "proven": TERMS + "proven",
    "step": TERMS + "step",
    "raises": TERMS + "raises",
    "gain_from": TERMS + "gainFrom",
    "gain_to": TERMS + "gainTo",
    "closes": TERMS + "closes",
    "unmet": TERMS + "unmet",
    "practice": TERMS + "practice",
    "because": TERMS + "because",
    "caution": TERMS + "caution",
    "total_fee": TERMS + "totalFee",
    "total_hours": TERMS + "totalHours",
    "total_weeks": TERMS + "totalWeeks",
    "fees_unknown": TERMS + "feesUnknown",
    "hours_unknown": TERMS + "hoursUnknown",
    "weeks_unknown": TERMS + "weeksUnknown",
}
"""What answers say beyond the words of records, of PROV and of DCTERMS."""
