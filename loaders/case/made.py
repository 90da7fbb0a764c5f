"""A package made of a framework that never was one: names that are always the same, and only what the graph says."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kmgraph.model import Competency, LevelDescription, Mapping, Record, Relation
from kmgraph.planner.credit import attributions
from kmgraph.vocabulary import Status
from kmgraph.wording import listed
from loaders.case.conform import uuid_of
from loaders.case.held import Held, changed_on
from loaders.case.said import BEYOND, document_said, item_said, relation_of, type_of

SAID = {"id", "label", "version", "definition", "notation", "publisher", "url", "language", "framework", "broader"}
"""Fields that CASE has a property or an association for."""
LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "Open Government Licence v3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
DOUBT = {Status.PROPOSED: "Proposed; nobody has reviewed it yet."}

Object = dict[str, Any]


def _name(*parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, " ".join(parts)))


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _beyond(record: Record, more: Object | None = None) -> Object:
    """What a record says beyond CASE; its status always."""
    told = record.model_dump(mode="json", exclude_defaults=True, exclude=SAID) | {"status": record.status.value}
    told |= more or {}
    if len(told.get("alternative_labels", ())) == 1:
        del told["alternative_labels"]
    return {BEYOND: dict(sorted(told.items()))}


def link(title: str, iri: str) -> Object:
    """A link to something by its IRI."""
    return {"title": title, "identifier": uuid_of(iri), "uri": iri}


def document(held: Held) -> Object:
    """The framework as a CFDocument, with the licence and the attribution that its source asks for."""
    framework, licence = held.framework, _licence(held)
    asked = attributions([held.source])
    said = document_said(framework) | {
        "creator": framework.publisher or held.source.publisher or held.source.title,
        "caseVersion": "1.1",
        "lastChangeDateTime": _moment(held.since),
        "notes": "\n".join([*asked, f"From: {held.source.title}.", *_unwritten(held)]),
        "CFPackageURI": link(framework.label, framework.id),
        "extensions": _beyond(framework, {"attribution": " ".join(asked)} if asked else {}),
    }
    return said | ({"licenseURI": {key: licence[key] for key in ("title", "identifier", "uri")}} if licence else {})


def _unwritten(held: Held) -> list[str]:
    return [f"Not in this package: {listed(held.unwritten, 'and')}."] if held.unwritten else []


def _licence(held: Held) -> Object | None:
    """The licence of the framework, else of its source, as a CFLicense; None where neither states one."""
    name = held.framework.source_licence or held.source.licence
    if name is None:
        return None
    known = next((uri for title, uri in LICENCES.items() if name.startswith(title)), None)
    uri = known or (name if re.match(r"https?://\S+$", name) else None)
    identifier = uuid_of(uri or name)
    return {
        "identifier": identifier,
        "uri": uri or f"urn:uuid:{identifier}",
        "title": name,
        "licenseText": " ".join([name, *attributions([held.source])]),
        "lastChangeDateTime": _moment(held.since),
    }


def items(held: Held) -> Iterator[Object]:
    """The competencies as CFItems."""
    for one in held.competencies:
        yield item_said(one) | {
            "lastChangeDateTime": _moment(changed_on(one) or held.since),
            "CFDocumentURI": link(held.framework.label, held.framework.id),
            "extensions": _beyond(one),
        }


def associations(held: Held) -> Iterator[Object]:
    """What is broader, in the order of notations and labels, then the matches and relations."""
    labels = held.labels | {one.id: one.label for one in held.competencies}
    inside = {one.id for one in held.competencies}
    for number, one in enumerate(sorted(held.competencies, key=_place), 1):
        above = [iri for iri in one.broader if iri in inside] or [held.framework.id]
        for iri in above:
            name = _name(one.id, "isChildOf", iri)
            ends = (link(one.label, one.id), link(labels.get(iri, held.framework.label), iri))
            yield _association(name, "isChildOf", *ends, held.since) | {"sequenceNumber": number}
    for edge in held.edges:
        yield _edge(held, edge, labels)


def _place(one: Competency) -> tuple[list[tuple[int, str]], str]:
    """Where a competency stands: by its notation, numbers in it as numbers, then by its label."""
    parts = re.findall(r"\d+|\D+", one.notation or "")
    return [(int(part[:9]), "") if part.isdecimal() else (-1, part) for part in parts], one.label


def _edge(held: Held, edge: Mapping | Relation, labels: dict[str, str]) -> Object:
    type = type_of(edge.match) if isinstance(edge, Mapping) else relation_of(edge.type)
    told = edge.object_label if isinstance(edge, Mapping) else None
    origin = link(labels[edge.subject], edge.subject)
    destination = link(labels.get(edge.object) or told or edge.object, edge.object)
    said = _association(uuid_of(edge.id), type, origin, destination, changed_on(edge) or held.since)
    notes = " ".join(filter(None, (DOUBT.get(edge.status), edge.why, edge.grounds)))
    return said | ({"notes": notes} if notes else {}) | {"extensions": {BEYOND: {"status": edge.status.value}}}


def _association(name: str, type: str, origin: Object, destination: Object, day: str) -> Object:
    return {
        "identifier": name,
        "uri": f"urn:uuid:{name}",
        "associationType": type,
        "originNodeURI": origin,
        "destinationNodeURI": destination,
        "lastChangeDateTime": _moment(day),
    }


def rest(held: Held) -> Object:
    """The licence, and what each level of proficiency looks like as a rubric."""
    licence, rubric = _licence(held), _rubric(held)
    found: Object = {"CFDefinitions": {"CFLicenses": [licence]}} if licence else {}
    return found | ({"CFRubrics": [rubric]} if rubric else {})


def _rubric(held: Held) -> Object | None:
    by_competency: dict[str, list[LevelDescription]] = {}
    for one in held.descriptions:
        by_competency.setdefault(one.competency, []).append(one)
    if not by_competency:
        return None
    name = _name(held.framework.id, "rubric")
    criteria = [
        _criterion(held, one, by_competency[one.id], name, at)
        for at, one in enumerate((one for one in sorted(held.competencies, key=_place) if one.id in by_competency), 1)
    ]
    title = held.scale.label if held.scale else "Levels of proficiency"
    return _part(name, held) | {"title": title, "CFRubricCriteria": criteria}


def _part(name: str, held: Held) -> Object:
    return {"identifier": name, "uri": f"urn:uuid:{name}", "lastChangeDateTime": _moment(held.since)}


def _criterion(held: Held, one: Competency, said: list[LevelDescription], rubric: str, at: int) -> Object:
    name = _name(rubric, one.id)
    placed = sorted(said, key=lambda each: (held.levels[each.level].order if each.level in held.levels else 0, each.id))
    levels = [_level(held, each, name, at) for at, each in enumerate(placed, 1)]
    told = {"CFItemURI": link(one.label, one.id), "position": at, "rubricId": rubric, "CFRubricCriterionLevels": levels}
    return _part(name, held) | told


def _level(held: Held, said: LevelDescription, criterion: str, at: int) -> Object:
    level = held.levels.get(said.level)
    known = {"quality": level.label, "score": level.order} if level else {}
    return _part(uuid_of(said.id), held) | known | {
        "description": said.text, "position": at, "rubricCriterionId": criterion,
    }  # fmt: skip
