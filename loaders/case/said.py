"""What records say in the words of CASE: a reader keeps in `extra` only what a package says beyond this."""

import re
from typing import Any

from kmgraph.model import Competency, Framework
from kmgraph.vocabulary import Association, CompetencyType, Match, Status
from loaders.case.conform import NO_CREATOR, uuid_of

BEYOND = "kmgraph:record"
"""The extension that holds what a record of ours says and CASE has no property for."""
LONGEST = 100
"""Characters of a label that is made of a statement."""

MATCHES = {
    "exactMatchOf": Match.EXACT,
    "isTranslationOf": Match.EXACT,
    "isRelatedTo": Match.RELATED,
    "ext:closeMatch": Match.CLOSE,
    "ext:broadMatch": Match.BROAD,
    "ext:narrowMatch": Match.NARROW,
}
"""Types of association with a competency of another framework that SKOS has a match for; the `ext:` ones are ours."""
RELATIONS = {
    "isRelatedTo": Association.RELATED,
    "ext:essential": Association.ESSENTIAL,
    "ext:optional": Association.OPTIONAL,
}
"""The same within a framework."""
KEPT = ("isPeerOf", "isPartOf", "precedes", "replacedBy", "exemplar", "hasSkillLevel")
"""Types that neither SKOS nor the graph has a word for: they stand in `extra` of their origin."""


def type_of(match: Match) -> str:
    """The type of association that says a match."""
    return next(name for name, said in MATCHES.items() if said is match)


def relation_of(relation: Association) -> str:
    """The type of association that says a relation."""
    return next(name for name, said in RELATIONS.items() if said is relation)


def beyond(one: dict[str, Any]) -> dict[str, Any]:
    """What a package of our own making says of an object in that extension."""
    own = one.get("extensions")
    said = own.get(BEYOND) if isinstance(own, dict) else None
    return said if isinstance(said, dict) else {}


def status_of(one: dict[str, Any]) -> Status:
    """How far an object of a package may be relied on: what left us as a proposal comes back as one."""
    said = beyond(one).get("status")
    return next((doubt for doubt in (Status.SUGGESTED, Status.PROPOSED) if said == doubt), Status.SOURCED)


def type_said(one: dict[str, Any]) -> CompetencyType | None:
    """The type of a competency, which CASE has no word for."""
    said = beyond(one).get("type")
    return next((type for type in CompetencyType if said == type), None)


def shortened(statement: str) -> str:
    """A label made of a statement: all of it, its first sentence, or as many words as fit."""
    text = re.sub(r"\s+", " ", statement).strip()
    if len(text) <= LONGEST:
        return text
    sentence = re.match(r".{10,}?[.;](?= )", text[:LONGEST])
    if sentence:
        return sentence.group().rstrip(".;")
    words = text[: LONGEST - 1].rsplit(" ", 1)[0]
    return words.rstrip(" ,;:.") + "…"


def document_said(framework: Framework) -> dict[str, Any]:
    """What a framework says as a CFDocument."""
    return _known({
        "identifier": uuid_of(framework.id),
        "uri": framework.id,
        "creator": framework.publisher or NO_CREATOR,
        "title": framework.label,
        "officialSourceURL": framework.url,
        "publisher": framework.publisher,
        "description": framework.definition,
        "language": framework.language,
        "version": framework.version,
    })  # fmt: skip


def item_said(competency: Competency) -> dict[str, Any]:
    """What a competency says as a CFItem."""
    statement = competency.definition or competency.label
    other = competency.alternative_labels
    return _known({
        "identifier": uuid_of(competency.id),
        "uri": competency.id,
        "fullStatement": statement,
        "abbreviatedStatement": None if competency.label == shortened(statement) else competency.label,
        "alternativeLabel": other[0] if other else None,
        "humanCodingScheme": competency.notation,
        "language": competency.language,
    })  # fmt: skip


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
