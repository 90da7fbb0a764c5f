"""The records of the graph, as frozen values: what a loader yields, a store keeps and the planner reads.

Records are flat: every field is a text, a number, a date, a word from `vocabulary`, the IRI of another record, or
a tuple of those (`extra` alone holds whatever a foreign format says beyond this). Unknown is None or an empty
tuple, never 0 and never an empty text. One declaration thus serves tables, both stores and RDF.
"""

import hashlib
import re
import unicodedata
from datetime import date
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from kmgraph.vocabulary import (
    BASE,
    Activity,
    ApproachType,
    Association,
    Availability,
    Basis,
    CompetencyType,
    Counted,
    Eligibility,
    Evidence,
    Importance,
    Kind,
    Link,
    Match,
    Mode,
    Opinion,
    OrganisationType,
    Provision,
    ReviewerType,
    Status,
)

LANGUAGE = "en"
SLUG = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
"""What the last part of an own IRI looks like."""


def _nfc(value: Any) -> Any:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), BeforeValidator(_nfc)]
_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
_LETTER = (
    r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e"
    rf"\u2060-\u2fff\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}\U000e1000-\U000efffd])"
)
"""What stands in an IRI unless it parts it (RFC 3987, iunreserved, sub-delims and percent-encoded), but no blanks."""
IRI = (
    rf"^[a-z][a-z0-9+.-]*:(?://(?:(?:{_LETTER}|:)*@)?{_LETTER}*(?::[0-9]*)?(?:/(?:{_LETTER}|[:@/])*)?"
    rf"|/?(?:{_LETTER}|[:@])(?:{_LETTER}|[:@/])*)(?:\?(?:{_LETTER}|[:@/?])*)?(?:#(?:{_LETTER}|[:@/?])*)?$"
)
"""IRIs as RFC 3987 has them, so that RDF can hold them, with the scheme in small letters, and no numbers as hosts in
brackets."""
Iri = Annotated[str, StringConstraints(pattern=IRI, max_length=2_000)]
"""A name in the Web of data; the index of Neo4j takes no longer ones."""
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"{}|\\^`/]+\.[^\s<>\"{}|\\^`]+$")]
LANGUAGE_TAG = (
    r"^[a-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$"
)
"""Language, script, region and variants, as RFC 5646 has them (section 2.1)."""
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_TAG)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Nation = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?|world)$")]
Amount = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]


class Ref(NamedTuple):
    """Says that a field holds the IRI of another record: which kind, and the Neo4j relationship it makes."""

    kind: Kind
    link: Link | None = None


Target = tuple[str, Ref, str]
"""What a record refers to: the field that says so, how, and the IRI."""


class Record(BaseModel):
    """What every record says about itself. `source` is not a field: a store keeps who asserted a record."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)
    kind: ClassVar[Kind]
    key: ClassVar[tuple[str, ...]] = ()
    """Fields that tell one record of a source from the next, where it has no name of its own."""
    ends: ClassVar[tuple[str, str] | None] = None
    """The two fields that this record joins, where it is an edge."""

    id: Iri = Field(description="short name, small letters, digits and hyphens, unique in this table")
    status: Status = Field(
        Status.PROPOSED, description="suggested, proposed, sourced or reviewed; empty means proposed"
    )
    grounds: Text | None = Field(None, description="what in the source supports this row")
    why: Text | None = Field(None, description="why this level, link or wording was chosen")
    cites: Annotated[tuple[Iri, ...], Ref(Kind.SOURCE, Link.CITES)] = Field(
        (), description="ids of the sources that this row rests on"
    )
    source_licence: Text | None = Field(None, description="licence of what the source says; empty is unknown")
    checked: date | None = Field(None, description="date on which somebody last looked at the source")
    extra: dict[str, Any] = Field(default_factory=dict, description="what a foreign format says beyond these fields")

    # What a store is given may be a record, or stand for one that need not be read again (`assertion.Statement`).

    @property
    def record(self) -> Self:
        """The record itself."""
        return self

    @property
    def body(self) -> str:
        """What a store keeps of it."""
        return dump(self)

    @property
    def targets(self) -> list[Target]:
        """What it refers to."""
        return targets(self)


class Named(Record):
    """A record that people call by a label."""

    label: Text = Field(description="preferred label")
    alternative_labels: tuple[Text, ...] = Field((), description="other labels people use")
    hidden_labels: tuple[Text, ...] = Field((), description="spellings to find it by, never shown")
    language: Language = Field(LANGUAGE, description="language of the labels and texts; empty means en")


class Source(Record):
    """Where statements come from: a data set that is loaded, or a document that it cites."""

    kind = Kind.SOURCE
    title: Text = Field(description="title")
    publisher: Text | None = Field(None, description="who published it")
    url: Url | None = Field(None, description="web address")
    licence: Text | None = Field(None, description="licence as stated there; empty is unknown")
    retrieved: date | None = Field(None, description="date on which it was read")
    citation: Text | None = Field(None, description="the attribution that it asks for")


class Framework(Named):
    """A competency scheme, in one version."""

    kind = Kind.FRAMEWORK
    version: Text | None = Field(None, description="version or year")
    definition: Text | None = Field(None, description="what it is, in a sentence or two")
    publisher: Text | None = Field(None, description="who publishes it")
    url: Url | None = Field(None, description="web address")
    scale: Annotated[Iri | None, Ref(Kind.SCALE, Link.ON_SCALE)] = Field(
        None, description="id of its scale of proficiency levels; empty where it has none"
    )


class Scale(Named):
    """An ordered scale of proficiency levels, which frameworks may share."""

    kind = Kind.SCALE
    definition: Text | None = Field(None, description="what the scale measures")


class Level(Named):
    """One proficiency level of a scale."""

    kind = Kind.LEVEL
    scale: Annotated[Iri, Ref(Kind.SCALE, Link.ON_SCALE)] = Field(description="id of its scale")
    order: int = Field(ge=0, le=1000, description="place on the scale, 1 the lowest")
    definition: Text | None = Field(None, description="the level in words")


class LevelMatch(Record):
    """Declares that a level of one scale equals a level of another."""

    kind = Kind.LEVEL_MATCH
    key = ends = ("subject", "object")
    subject: Annotated[Iri, Ref(Kind.LEVEL, Link.LEVEL_MATCH)] = Field(description="id of a level")
    object: Annotated[Iri, Ref(Kind.LEVEL)] = Field(description="id of the equal level of the other scale")


class Group(Named):
    """A heading of a classification, such as an ISCO group, under which roles or competencies stand."""

    kind = Kind.GROUP
    notation: Text | None = Field(None, description="code in its classification, such as 2422")
    definition: Text | None = Field(None, description="what stands under it, in plain words")
    broader: Annotated[tuple[Iri, ...], Ref(Kind.GROUP, Link.BROADER_GROUP)] = Field(
        (), description="ids of broader groups"
    )


class Competency(Named):
    """Something that a person knows, can do, or does as a way of working."""

    kind = Kind.COMPETENCY
    framework: Annotated[Iri, Ref(Kind.FRAMEWORK, Link.IN_FRAMEWORK)] = Field(description="id of its framework")
    type: CompetencyType | None = Field(
        None, description="knowledge, skill or attitude; an attitude has no levels and enters no gap"
    )
    notation: Text | None = Field(None, description="code in its framework, such as B1")
    definition: Text | None = Field(None, description="what it means, in plain words")
    broader: Annotated[tuple[Iri, ...], Ref(Kind.COMPETENCY, Link.BROADER)] = Field(
        (), description="ids of broader competencies of the same framework"
    )
    groups: Annotated[tuple[Iri, ...], Ref(Kind.GROUP, Link.IN_GROUP)] = Field(
        (), description="ids of the groups of a classification in which it stands"
    )


class LevelDescription(Record):
    """What a competency looks like at a level, in a sentence."""

    kind = Kind.LEVEL_DESCRIPTION
    key = ends = ("competency", "level")
    competency: Annotated[Iri, Ref(Kind.COMPETENCY, Link.DESCRIBED_AT)] = Field(description="id of the competency")
    level: Annotated[Iri, Ref(Kind.LEVEL)] = Field(description="id of the level")
    text: Text = Field(description="what somebody at this level does")


class Mapping(Record):
    """A SKOS match between competencies of two frameworks."""

    kind = Kind.MAPPING
    key = ("subject", "object", "match")
    ends = ("subject", "object")
    subject: Annotated[Iri, Ref(Kind.COMPETENCY, Link.MATCHES)] = Field(description="id of a competency")
    object: Annotated[Iri, Ref(Kind.COMPETENCY)] = Field(description="id or IRI of the competency that it matches")
    object_label: Text | None = Field(None, description="what the object is called there, where nobody describes it")
    match: Match = Field(description="exact, close, broad, narrow or related")


class Relation(Record):
    """How one competency bears on another of the same framework."""

    kind = Kind.RELATION
    key = ("subject", "object", "type")
    ends = ("subject", "object")
    subject: Annotated[Iri, Ref(Kind.COMPETENCY, Link.RELATES_TO)] = Field(description="id of a competency")
    object: Annotated[Iri, Ref(Kind.COMPETENCY)] = Field(description="id of the other competency")
    type: Association = Field(description="essential, optional or related")


class Collection(Named):
    """A group of competencies or roles, picked for a purpose."""

    kind = Kind.COLLECTION
    definition: Text | None = Field(None, description="what holds the group together")
    members: Annotated[tuple[Iri, ...], Ref(Kind.COMPETENCY, Link.MEMBER)] = Field(
        (), description="ids of its competencies"
    )
    roles: Annotated[tuple[Iri, ...], Ref(Kind.ROLE, Link.MEMBER_ROLE)] = Field((), description="ids of its roles")


class Commitment(Named):
    """What an institution undertakes, such as a principle of a concordat; never a person's competency."""

    kind = Kind.COMMITMENT
    collection: Annotated[Iri, Ref(Kind.COLLECTION, Link.IN_COLLECTION)] = Field(
        description="id of the collection that it belongs to"
    )
    order: int | None = Field(None, ge=1, le=1000, description="place in the collection, 1 the first")
    definition: Text | None = Field(None, description="what it asks of an institution, in plain words")


class Role(Named):
    """A type of job role, never one person's post."""

    kind = Kind.ROLE
    summary: Text | None = Field(None, description="what people in such a role do, in a sentence or two")
    notation: Text | None = Field(None, description="code in its classification, such as 2422.12")
    group: Text | None = Field(None, description="role group")
    sector: Text | None = Field(None, description="kind of organisation where it is found")
    grade: Text | None = Field(None, description="grade or band, where one is known")
    broader: Annotated[tuple[Iri, ...], Ref(Kind.ROLE, Link.BROADER_ROLE)] = Field(
        (), description="ids of broader roles of the same classification"
    )
    groups: Annotated[tuple[Iri, ...], Ref(Kind.GROUP, Link.IN_GROUP)] = Field(
        (), description="ids of the groups of a classification in which it stands"
    )


class RoleMapping(Record):
    """A SKOS match between a role and a role, or occupation, of another scheme."""

    kind = Kind.ROLE_MAPPING
    key = ("subject", "object", "match")
    ends = ("subject", "object")
    subject: Annotated[Iri, Ref(Kind.ROLE, Link.ROLE_MATCHES)] = Field(description="id of a role")
    object: Annotated[Iri, Ref(Kind.ROLE)] = Field(description="id or IRI of the role or occupation that it matches")
    object_label: Text | None = Field(None, description="what the object is called there, where nobody describes it")
    match: Match = Field(description="exact, close, broad, narrow or related")


class Ladder(Named):
    """The order of the levels of a role, lowest first."""

    kind = Kind.LADDER
    rungs: Annotated[tuple[Iri, ...], Ref(Kind.ROLE, Link.RUNG)] = Field(description="ids of the roles, lowest first")
    summary: Text | None = Field(None, description="what the ladder is")


class Requirement(Record):
    """A role needs a competency, at a level where one is stated."""

    kind = Kind.REQUIREMENT
    key = ("role", "competency", "context")
    ends = ("role", "competency")
    role: Annotated[Iri, Ref(Kind.ROLE, Link.REQUIRES)] = Field(description="id of the role")
    competency: Annotated[Iri, Ref(Kind.COMPETENCY)] = Field(description="id of the competency")
    level: Annotated[Iri | None, Ref(Kind.LEVEL)] = Field(
        None, description="id of the level needed; empty is not stated"
    )
    level_to: Annotated[Iri | None, Ref(Kind.LEVEL)] = Field(
        None, description="upper end, where roles of this type differ"
    )
    importance: Importance = Field(description="essential or desirable")
    context: Text | None = Field(None, description="sector or kind of organisation where this holds")


class Organisation(Named):
    """A university, policy body, provider, think tank or the like."""

    kind = Kind.ORGANISATION
    type: OrganisationType | None = Field(None, description="kind of organisation")
    nation: Nation | None = Field(None, description="GB-ENG, GB-NIR, GB-SCT, GB-WLS, GB or a country code")
    region: Text | None = Field(None, description="region within the nation")
    part_of: Annotated[Iri | None, Ref(Kind.ORGANISATION, Link.PART_OF)] = Field(
        None, description="id of the organisation that it belongs to"
    )
    url: Url | None = Field(None, description="web address")


class Course(Named):
    """Any provision: a course, e-learning, fellowship, placement, mentoring, community or resource."""

    kind = Kind.COURSE
    summary: Text | None = Field(None, description="what it is, in a sentence or two")
    type: Provision = Field(
        description="course, e-learning, workshop, programme, degree, fellowship, placement, mentoring, "
        "community or resource"
    )
    provider: Annotated[Iri | None, Ref(Kind.ORGANISATION, Link.PROVIDED_BY)] = Field(
        None, description="id of the organisation that gives it"
    )
    mode: Mode | None = Field(None, description="online, in person, blended, or online or in person")
    effort_hours: Amount | None = Field(None, description="hours of work; empty is unknown")
    elapsed_weeks: Amount | None = Field(None, description="weeks from start to end; empty is unknown")
    fee: Amount | None = Field(None, description="price that a participant pays; 0 only where seen to be free")
    currency: Currency | None = Field(None, description="ISO 4217 code of the fee, such as GBP")
    fee_as_of: Text | None = Field(None, description="year or date at which the price was seen")
    funding: Text | None = Field(None, description="grant, salary or bursary; never part of a price")
    audience: Text | None = Field(None, description="whom it is for, as the source says")
    eligibility: Eligibility = Field(
        Eligibility.UNKNOWN,
        description="open, members, staff of an organisation, doctoral, civil servants, invited or unknown",
    )
    availability: Availability = Field(
        Availability.UNKNOWN, description="open, recurring, planned, closed, ended, historic or unknown"
    )
    place: Text | None = Field(None, description="where it is held")
    open_to: tuple[Nation, ...] = Field((), description="nations whose people may join; empty is unknown")
    languages: tuple[Language, ...] = Field(
        (), description="languages in which it is given, such as en or cy; empty is unknown"
    )
    access: tuple[Text, ...] = Field((), description="access features, such as captions")
    url: Url | None = Field(None, description="web address")


class Offering(Record):
    """A dated run of a course."""

    kind = Kind.OFFERING
    key = ("course", "starts", "place")
    course: Annotated[Iri, Ref(Kind.COURSE, Link.OFFERS)] = Field(description="id of the course")
    starts: date | None = Field(None, description="first day")
    ends_on: date | None = Field(None, description="last day")
    place: Text | None = Field(None, description="where this run is held")
    mode: Mode | None = Field(None, description="how this run is held")


class Teaches(Record):
    """A course raises a competency to a level."""

    kind = Kind.TEACHES
    key = ends = ("course", "competency")
    course: Annotated[Iri, Ref(Kind.COURSE, Link.TEACHES)] = Field(description="id of the course")
    competency: Annotated[Iri, Ref(Kind.COMPETENCY)] = Field(description="id of the competency")
    level: Annotated[Iri | None, Ref(Kind.LEVEL)] = Field(
        None, description="id of the level reached; empty is not stated"
    )
    evidence: Evidence = Field(
        Evidence.NONE,
        description="none stated, participants' report, before and after, comparison or review",
    )


class Expects(Record):
    """A course expects a competency at a level on entry."""

    kind = Kind.EXPECTS
    key = ends = ("course", "competency")
    course: Annotated[Iri, Ref(Kind.COURSE, Link.EXPECTS)] = Field(description="id of the course")
    competency: Annotated[Iri, Ref(Kind.COMPETENCY)] = Field(description="id of the competency")
    level: Annotated[Iri | None, Ref(Kind.LEVEL)] = Field(
        None, description="id of the level expected; empty is not stated"
    )


class Prerequisite(Record):
    """A course asks for another first: one of each group is enough, every group must be met."""

    kind = Kind.PREREQUISITE
    key = ("course", "requires", "group")
    ends = ("course", "requires")
    course: Annotated[Iri, Ref(Kind.COURSE, Link.PREREQUISITE)] = Field(description="id of the course")
    requires: Annotated[Iri, Ref(Kind.COURSE)] = Field(description="id of the course to do first")
    group: Text | None = Field(None, description="courses of one group are alternatives; empty stands alone")


class Practice(Named):
    """Learning without a provider (shadowing, acting up): shown beside what stays open, never provision."""

    kind = Kind.PRACTICE
    summary: Text | None = Field(None, description="what to do, in a sentence or two")
    competencies: Annotated[tuple[Iri, ...], Ref(Kind.COMPETENCY, Link.DEVELOPS)] = Field(
        description="ids of the competencies that it exercises"
    )
    level: Annotated[Iri | None, Ref(Kind.LEVEL, Link.REACHES)] = Field(
        None, description="id of the level that it helps towards"
    )


class Approach(Named):
    """A way of going about the work, or a tool for it, that people in such roles use."""

    kind = Kind.APPROACH
    summary: Text | None = Field(None, description="what it is, in a sentence or two")
    type: ApproachType = Field(description="approach or tool")
    competencies: Annotated[tuple[Iri, ...], Ref(Kind.COMPETENCY, Link.DRAWS_ON)] = Field(
        (), description="ids of the competencies that it draws on"
    )
    url: Url | None = Field(None, description="web address")


class Journey(Named):
    """A career journey, as steps in role types and sectors, without any person in it."""

    kind = Kind.JOURNEY
    summary: Text | None = Field(None, description="what the journey shows")
    basis: Basis = Field(description="consented, imported data, published example, scheme or ladder")


class Step(Record):
    """One step of a journey."""

    kind = Kind.STEP
    key = ("journey", "order")
    journey: Annotated[Iri, Ref(Kind.JOURNEY, Link.STEP_OF)] = Field(description="id of the journey")
    order: int = Field(ge=1, le=1000, description="place in the journey, 1 the first")
    activity: Activity = Field(description="role, study, placement, break, volunteering or unknown")
    role: Annotated[Iri | None, Ref(Kind.ROLE, Link.IN_ROLE)] = Field(
        None, description="id of the role type, where one fits"
    )
    course: Annotated[Iri | None, Ref(Kind.COURSE, Link.BY_WAY_OF)] = Field(
        None, description="id of the scheme or course that made the step, where one did"
    )
    sector: Text | None = Field(None, description="kind of organisation")
    text: Text | None = Field(None, description="the step in words")


class Observation(Record):
    """A count of posts, adverts or respondents, of at least a role or a competency; never a person."""

    kind = Kind.OBSERVATION
    key = ("counts", "role", "competency", "level", "organisation_type", "nation", "region", "period")
    counts: Counted = Field(
        description="posts; adverts that ask for it; held or wished: respondents who say that they hold it at this "
        "level, or would like to"
    )
    role: Annotated[Iri | None, Ref(Kind.ROLE, Link.COUNTED_IN)] = Field(
        None, description="id of the role type; empty is all of them together"
    )
    competency: Annotated[Iri | None, Ref(Kind.COMPETENCY, Link.COUNTS)] = Field(
        None, description="id of the competency, where one is counted"
    )
    level: Annotated[Iri | None, Ref(Kind.LEVEL, Link.COUNTED_AT)] = Field(
        None, description="id of the level; empty is any level, or none stated"
    )
    organisation_type: OrganisationType | None = Field(
        None, description="kind of organisation; empty is all of them together"
    )
    nation: Nation | None = Field(None, description="GB-ENG, GB-NIR, GB-SCT, GB-WLS, GB or a country code")
    region: Text | None = Field(None, description="region within the nation")
    number: int | None = Field(
        None, ge=0, le=1_000_000_000, description="how many; empty is not shown, because it is fewer than five"
    )
    of: int | None = Field(None, ge=0, le=1_000_000_000, description="out of how many; empty is unknown or not shown")
    period: Text | None = Field(None, description="when it was counted: a year, a date or the name of a release")


class Review(Record):
    """How many reviewers of one kind said the same of a proposal: a count, never a person.

    `about` is the IRI of the record that they looked at, and `seen` what stood to be judged then: an opinion
    counts only while the record still says the same.
    """

    kind = Kind.REVIEW
    key = ("about", "seen", "reviewers", "opinion", "level")
    about: Iri = Field(description="IRI of the record that was looked at")
    seen: Text = Field(description="digest of what it said then")
    reviewers: ReviewerType = Field(description="kind of reviewer")
    opinion: Opinion = Field(description="agree, change to another level, disagree or don't know")
    level: Annotated[Iri | None, Ref(Kind.LEVEL, Link.PROPOSES_LEVEL)] = Field(
        None, description="id of the level that they would have instead"
    )
    people: int = Field(ge=1, le=1_000_000, description="how many said so")
    reasons: tuple[Text, ...] = Field((), description="why, in words that point at nobody")


RECORDS: dict[Kind, type[Record]] = {
    record.kind: record
    for record in (
        Source, Framework, Scale, Level, LevelMatch, Group, Competency, LevelDescription, Mapping, Relation, Collection,
        Commitment, Role, RoleMapping, Ladder, Requirement, Organisation, Course, Offering, Teaches, Expects,
        Prerequisite, Practice, Approach, Journey, Step, Observation, Review,
    )
}  # fmt: skip
"""The record type of each kind, in the order in which people would describe a domain."""


def refs(kind: Kind) -> dict[str, Ref]:
    """The fields of a kind that hold the IRI of another record (or a tuple of them)."""
    return _REFS[kind]


_REFS = {
    kind: {name: ref for name, field in record.model_fields.items() for ref in field.metadata if isinstance(ref, Ref)}
    for kind, record in RECORDS.items()
}


def targets(record: Record) -> list[Target]:
    """What a record refers to, in the order of its fields."""
    found = []
    fields = record.__dict__
    for name, ref in _REFS[record.kind].items():
        value = fields[name]
        if isinstance(value, tuple):
            found += [(name, ref, iri) for iri in value]
        elif value is not None:
            found.append((name, ref, value))
    return found


def iri(kind: Kind, source: str, slug: str) -> str:
    """The project's own IRI of a record that has a name: `BASE / kind / source / slug`."""
    return f"{BASE}{kind.lower()}/{source}/{slug}"


def keyed_iri(kind: Kind, source: str, values: dict[str, Any]) -> str:
    """The IRI of a record without a name: a hash of its kind, its source and the fields of its `key`."""
    return iri(kind, source, key_digest(keyed_parts(kind, source, values)))


def keyed_parts(kind: Kind, source: str, values: dict[str, Any]) -> str:
    """What tells a record without a name from every other: its kind, its source and the fields of its `key`."""
    return "\x1f".join([kind, source, *[str(values.get(name) or "") for name in RECORDS[kind].key]])


def key_digest(parts: str) -> str:
    """The name that `keyed_parts` give."""
    return hashlib.blake2b(parts.encode(), digest_size=10).hexdigest()


def slug_of(record_iri: str) -> str:
    """The short name at the end of an IRI."""
    return re.split(r"[/#:]", record_iri)[-1]


def label_of(record: Record) -> str:
    """What to call a record in a sentence: its label, title or short name."""
    return getattr(record, "label", None) or getattr(record, "title", None) or slug_of(record.id)


def dump(record: Record) -> str:
    """A record as compact JSON that says only what differs from the defaults: what a store keeps."""
    return record.model_dump_json(exclude_defaults=True)


def digest(record: Record) -> str:
    """A short hash of all that a record says: equal digests mean equal records."""
    return digest_of(dump(record).encode())


def digest_of(body: bytes) -> str:
    """The digest of the record that `dump` wrote as this body, found without reading it."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


SUBSTANCE_APART = set(Record.model_fields) | {"alternative_labels", "hidden_labels", "language"}
"""Fields that say where a statement comes from and how far it may be relied on, not what it says."""


def substance(record: Record) -> str:
    """A short hash of what a record says, apart from its provenance: two that people would judge alike are equal."""
    return digest_of(record.model_dump_json(exclude_defaults=True, exclude=SUBSTANCE_APART).encode())


def parse(kind: Kind, body: str | bytes) -> Record:
    """The record that `dump` wrote."""
    return RECORDS[kind].model_validate_json(body)
