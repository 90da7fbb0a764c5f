"""The organisations that give courses; never a person."""

from typing import Any, NamedTuple

from kmgraph.load import Entry
from kmgraph.model import Organisation
from kmgraph.personal import looks_personal
from kmgraph.vocabulary import Kind, OrganisationType
from loaders.foreign import language_of
from loaders.linked import SCHEMA, Link, Node, Said, short
from loaders.schemaorg.reading import PERSONS, Reading
from loaders.schemaorg.terms import NAME, PERSON, PROVIDERS, READ

KINDS = {SCHEMA + "CollegeOrUniversity": OrganisationType.UNIVERSITY,
         SCHEMA + "GovernmentOrganization": OrganisationType.GOVERNMENT,
         SCHEMA + "FundingAgency": OrganisationType.FUNDER}  # fmt: skip


class Provider(NamedTuple):
    """Who gives a course: the entry of the organisation, or its id where the source says nothing more of it."""

    entry: Entry | None
    id: str | None
    left: dict[str, list[Any]]
    """Further organisations by property, and what is none; never persons."""


def provider_of(reading: Reading, node: Node) -> Provider:
    """The first organisation that is said to give a course."""
    found: Entry | str | None = None
    left: dict[str, list[Any]] = {}
    for name in PROVIDERS:
        for said, plain in zip(node.properties.get(name, ()), reading.graph.plain(node, name), strict=True):
            if _is_person(reading, said):
                reading.notes.add(PERSONS, reading.place(node), short(name))
                continue
            one = None if found else _organisation(reading, node, said)
            found = found or one
            kept = None if one else reading.unpeopled(plain)
            if kept is not None:
                left.setdefault(short(name), []).append(kept)
    return Provider(found, found.record.id, left) if isinstance(found, Entry) else Provider(None, found, left)


def _is_person(reading: Reading, said: Said) -> bool:
    if not isinstance(said, Link):
        return looks_personal(str(said.value)) is not None
    described = reading.graph.nodes.get(said.iri)
    if described is None:
        return False
    words = described.text(NAME)
    if described.types <= {PERSON} and (described.types or (words and looks_personal(words))):
        reading.used.add(described.iri)
        return True
    return False


def _organisation(reading: Reading, node: Node, said: Said) -> Entry | str | None:
    described = reading.graph.nodes.get(said.iri) if isinstance(said, Link) else None
    if described is not None and not described.types.isdisjoint(READ):
        return None
    if described is None:
        if isinstance(said, Link):
            return None if said.iri.startswith("_:") else said.iri
        return _called(reading, node, said.value) if isinstance(said.value, str) else None
    fields = reading.described(described, Organisation, (), text="summary")
    if fields is None:
        return None
    summary = fields.pop("summary")
    if described.blank:
        fields["id"] = reading.named(Kind.ORGANISATION, str(fields["label"]))
    fields["extra"] |= {"schema:description": [summary]} if summary else {}
    fields["type"] = next((kind for one, kind in KINDS.items() if one in described.types), None)
    entry = reading.made(Organisation, reading.place(described), fields)
    return entry if isinstance(entry, Entry) else None


def _called(reading: Reading, node: Node, words: str) -> Entry | None:
    if not words.strip():
        return None
    language = language_of(reading.languages.get(node.iri))
    fields = {"id": reading.named(Kind.ORGANISATION, words), "label": words, "language": language}
    entry = reading.made(Organisation, reading.place(node), fields)
    return entry if isinstance(entry, Entry) else None
