"""What CASE 1.1 lets a package say: the properties of each of its objects, of which form, and which are required.

Facts of the 1EdTech CASE 1.1 information model. `CFPackageURI` and `CFDocumentURI` belong to objects that are served
one by one; within a package they are redundant, and yet most publishers write them there, so they are let through.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Form(StrEnum):
    """The form of a plain value."""

    TEXT = "text"
    TEXTS = "texts"
    UUID = "UUID"
    URI = "URI"
    DATE = "date"
    MOMENT = "date and time"
    WHOLE = "whole number"
    NUMBER = "number"
    LINK = "link"
    LINKS = "links"
    NODE = "link to anything"
    TYPE = "type of association"
    VERSION = "version of CASE"
    OBJECT = "object"
    OBJECTS = "objects"


class One(NamedTuple):
    """A value that is an object with a shape of its own."""

    shape: "Shape"


class Each(NamedTuple):
    """A value that is a list of objects with a shape of their own."""

    shape: "Shape"


class Shape(NamedTuple):
    """An object: the form of each property, in the order in which they are written, and the required ones."""

    forms: Mapping[str, Form | One | Each]
    required: tuple[str, ...] = ()


Forms = dict[str, Form | One | Each]

_NAMED: Forms = {"identifier": Form.UUID, "uri": Form.URI}
_CHANGED: Forms = {"lastChangeDateTime": Form.MOMENT}
_EXTENSIONS: Forms = {"extensions": Form.OBJECT}
_ALWAYS = ("identifier", "uri", "lastChangeDateTime")
_ABOUT: Forms = {"subject": Form.TEXTS, "subjectURI": Form.LINKS, "language": Form.TEXT}
_VALID: Forms = {
    "licenseURI": Form.LINK, "statusStartDate": Form.DATE, "statusEndDate": Form.DATE,
}  # fmt: skip

DOCUMENT = Shape(
    _NAMED
    | {"frameworkType": Form.TEXT, "caseVersion": Form.VERSION, "creator": Form.TEXT, "title": Form.TEXT}
    | _CHANGED
    | {"officialSourceURL": Form.URI, "publisher": Form.TEXT, "description": Form.TEXT}
    | _ABOUT
    | {"version": Form.TEXT, "adoptionStatus": Form.TEXT}
    | _VALID
    | {"notes": Form.TEXT, "CFPackageURI": Form.LINK}
    | _EXTENSIONS,
    (*_ALWAYS, "creator", "title", "caseVersion"),  # the last is ours: it says what the file is written in
)
ITEM = Shape(
    _NAMED
    | {"fullStatement": Form.TEXT, "abbreviatedStatement": Form.TEXT, "alternativeLabel": Form.TEXT}
    | {"humanCodingScheme": Form.TEXT, "listEnumeration": Form.TEXT, "CFItemType": Form.TEXT, "notes": Form.TEXT}
    | {"conceptKeywords": Form.TEXTS, "conceptKeywordsURI": Form.LINK}
    | _ABOUT
    | {"educationLevel": Form.TEXTS, "CFItemTypeURI": Form.LINK}
    | _VALID
    | _CHANGED
    | {"CFDocumentURI": Form.LINK}
    | _EXTENSIONS,
    (*_ALWAYS, "fullStatement"),
)
ASSOCIATION = Shape(
    _NAMED
    | {"associationType": Form.TYPE, "sequenceNumber": Form.WHOLE}
    | {"originNodeURI": Form.NODE, "destinationNodeURI": Form.NODE, "CFAssociationGroupingURI": Form.LINK}
    | _CHANGED
    | {"notes": Form.TEXT, "CFDocumentURI": Form.LINK}
    | _EXTENSIONS,
    (*_ALWAYS, "associationType", "originNodeURI", "destinationNodeURI"),
)

_DEFINED: Forms = _NAMED | {"title": Form.TEXT, "description": Form.TEXT}
_HIERARCHY: Forms = {"hierarchyCode": Form.TEXT}
_TITLED = (*_ALWAYS, "title")
CONCEPT = Shape(_DEFINED | {"keywords": Form.TEXT} | _HIERARCHY | _CHANGED | _EXTENSIONS, (*_TITLED, "hierarchyCode"))
SUBJECT = Shape(_DEFINED | _HIERARCHY | _CHANGED | _EXTENSIONS, (*_TITLED, "hierarchyCode"))
LICENCE = Shape(_DEFINED | {"licenseText": Form.TEXT} | _CHANGED | _EXTENSIONS, (*_TITLED, "licenseText"))
ITEM_TYPE = Shape(
    _DEFINED | _HIERARCHY | {"typeCode": Form.TEXT} | _CHANGED | _EXTENSIONS,
    (*_TITLED, "description", "hierarchyCode"),
)
GROUPING = Shape(_DEFINED | _CHANGED | _EXTENSIONS, _TITLED)
_DEFINITIONS: Forms = {
    "CFConcepts": Each(CONCEPT),
    "CFSubjects": Each(SUBJECT),
    "CFLicenses": Each(LICENCE),
    "CFItemTypes": Each(ITEM_TYPE),
    "CFAssociationGroupings": Each(GROUPING),
}
DEFINITIONS = Shape(_DEFINITIONS | _EXTENSIONS)

_PLACED: Forms = {"position": Form.WHOLE}
LEVEL = Shape(
    _NAMED
    | {"description": Form.TEXT, "quality": Form.TEXT, "score": Form.NUMBER, "feedback": Form.TEXT}
    | _PLACED
    | {"rubricCriterionId": Form.UUID}
    | _CHANGED
    | {"extensions": Form.OBJECTS},
    _ALWAYS,
)
CRITERION = Shape(
    _NAMED
    | {"category": Form.TEXT, "description": Form.TEXT, "CFItemURI": Form.LINK, "weight": Form.NUMBER}
    | _PLACED
    | {"rubricId": Form.UUID}
    | _CHANGED
    | {"CFRubricCriterionLevels": Each(LEVEL)}
    | _EXTENSIONS,
    _ALWAYS,
)
RUBRIC = Shape(
    _NAMED
    | {"title": Form.TEXT, "description": Form.TEXT}
    | _CHANGED
    | {"CFRubricCriteria": Each(CRITERION)}
    | _EXTENSIONS,
    _ALWAYS,
)
_REST: Forms = {"CFDefinitions": One(DEFINITIONS), "CFRubrics": Each(RUBRIC)}
REST = Shape(_REST | _EXTENSIONS)
"""A package without its document, items and associations."""

ASSOCIATION_TYPES = (
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar",
    "hasSkillLevel", "isTranslationOf",
)  # fmt: skip
EXTENSION_TYPE = r"ext:[a-zA-Z0-9.\-_]+"
"""How types of association are called that are no part of CASE."""
