"""From a CASE package to records: the document a framework, each item a competency, associations what joins them."""

from collections.abc import Iterator
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from kmgraph.errors import Problem, error, warning
from kmgraph.load import Entry
from kmgraph.model import Competency, Framework, Record, Url
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted
from loaders.case.apart import Difference, difference
from loaders.case.links import Links
from loaders.case.order import order_of
from loaders.case.package import HINT, Object, Package, kind_of, text_of
from loaders.case.said import beyond, document_said, item_said, shortened, status_of, type_said
from loaders.foreign import CODE, Unfit, entry, source

_ADDRESS: TypeAdapter[str] = TypeAdapter(Url)
USED = {
    "CFDocument": ("title", "creator", "publisher", "description", "version", "language", "officialSourceURL"),
    "CFItem": ("fullStatement", "abbreviatedStatement", "alternativeLabel", "humanCodingScheme", "language"),
}
"""Properties that become fields; all others are kept in `extra` as they came."""
SAID = {
    "id": "uri", "label": "abbreviatedStatement", "definition": "fullStatement", "notation": "humanCodingScheme",
    "alternative_labels": "alternativeLabel", "language": "language", "publisher": "publisher", "version": "version",
    "url": "officialSourceURL", "broader": "CFAssociations",
}  # fmt: skip
"""The property of a field, to say where a value stands."""


def entries(package: Package) -> Iterator[Entry | Problem]:
    """The source, the framework, its competencies and what joins them, with every doubt."""
    document, place = package.document, package.place
    yield from _misshapen(package, document, "CFDocument", USED["CFDocument"])
    title = text_of(document, "title")
    if title is None:
        yield error(place, "The document has no title.", "Give it one.", column="CFDocument.title")
        return
    publisher = text_of(document, "publisher") or text_of(document, "creator")
    address = _url(text_of(document, "officialSourceURL"))
    yield source(
        package.short, place, title=title, publisher=publisher, url=address or _url(text_of(document, "uri")),
        licence=licence_of(package), citation=text_of(beyond(document), "attribution"),
    )  # fmt: skip
    iris = [package.iri(Kind.COMPETENCY, one) for one in package.items]
    links = Links(package, iris)
    yield from links.sorted()
    yield from _framework(package, title, publisher, address, links.apart)
    for at, (one, iri) in enumerate(zip(package.items, iris, strict=True)):
        yield from _competency(package, at, one, iri, links)


def _framework(
    package: Package, title: str, publisher: str | None, address: str | None, apart: list[Object]
) -> Iterator[Entry | Problem]:
    document = package.document
    values = {
        "id": package.iri(Kind.FRAMEWORK, document),
        "status": status_of(document),
        "label": title,
        "version": text_of(document, "version"),
        "definition": text_of(document, "description"),
        "publisher": publisher,
        "url": address,
        "language": _language(document),
    }
    made = _made(Framework, package, "CFDocument", values)
    if isinstance(made, Problem):
        yield made
        return
    came = {name: value for name, value in document.items() if (name, value) != ("caseVersion", "1.1")}
    orders = {"CFItems": order_of(package.items), "CFAssociations": order_of(package.associations)}
    kept = _beyond("CFDocument", difference(document_said(cast(Framework, made.record)), came))
    kept |= {"CFPackage": package.rest, "CFAssociations": apart}
    kept["order"] = {name: order for name, order in orders.items() if order}
    yield _with_extra(made, {"CFDocument": {}} | _filled(kept))


def _competency(package: Package, at: int, one: Object, iri: str, links: Links) -> Iterator[Entry | Problem]:
    path = f"CFItems[{at}]"
    yield from _misshapen(package, one, path, USED["CFItem"])
    statement, brief, code = (
        text_of(one, name) for name in ("fullStatement", "abbreviatedStatement", "humanCodingScheme")
    )
    label = brief or (statement and shortened(statement)) or code
    if label is None:
        yield error(package.place, f"{path} says nothing.", "Give it a fullStatement.", column=f"{path}.fullStatement")
        return
    if statement is None:
        message = f"{path} has no full statement; it is called {quoted(label)}."
        yield warning(package.place, message, "Give it one.", column=f"{path}.fullStatement")
    other = text_of(one, "alternativeLabel")
    values = {
        "id": iri,
        "status": status_of(one),
        "type": type_said(one),
        "label": label,
        "definition": statement,
        "notation": code,
        "alternative_labels": (other,) if other else (),
        "language": _language(one) if CODE.fullmatch(str(one.get("language"))) else _language(package.document),
        "framework": package.iri(Kind.FRAMEWORK, package.document),
        "broader": tuple(dict.fromkeys(links.broader.get(iri, ()))),
    }
    made = _made(Competency, package, path, values)
    if isinstance(made, Problem):
        yield made
        return
    kept = _beyond("CFItem", difference(item_said(cast(Competency, made.record)), one)) | {
        "CFAssociations": links.kept.get(iri)
    }
    yield _with_extra(made, _filled(kept))


def _made(record_type: type[Record], package: Package, path: str, values: dict[str, Any]) -> Entry | Problem:
    columns = {name: f"{path}.{said}" for name, said in SAID.items()}
    return entry(record_type, package.place, values, Unfit.SOURCE, columns=columns, hint=HINT)


def _with_extra(made: Entry, extra: dict[str, Any]) -> Entry:
    return made._replace(record=made.record.model_copy(update={"extra": extra}))


def _beyond(name: str, found: Difference) -> dict[str, Any]:
    """What `extra` keeps of an object beside the fields of its record."""
    return {name: found.fields, "absent": found.absent}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _misshapen(package: Package, one: Object, path: str, used: tuple[str, ...]) -> Iterator[Problem]:
    for name in used:
        if not isinstance(one.get(name), str | None):
            message = f"{path}.{name} is {kind_of(one[name])}, not a text; it is kept, and nothing is made of it."
            yield warning(package.place, message, "Write a text.", column=f"{path}.{name}")


def _language(one: Object) -> str:
    said = str(one.get("language"))
    return said if CODE.fullmatch(said) else "en"


def _url(address: str | None) -> str | None:
    try:
        return _ADDRESS.validate_python(address) if address else None
    except ValidationError:
        return None


def licence_of(package: Package) -> str | None:
    """The licence that the document names: by its title, or else by its address."""
    said = package.document.get("licenseURI")
    said = {"uri": said} if isinstance(said, str) else said
    if not isinstance(said, dict):
        return None
    for one in _licences(package):
        if one.get("identifier") == said.get("identifier") and (title := text_of(one, "title")):
            return title
    return text_of(said, "title") or text_of(said, "uri")


def _licences(package: Package) -> Iterator[Object]:
    definitions = package.rest.get("CFDefinitions")
    known = definitions.get("CFLicenses") if isinstance(definitions, dict) else None
    yield from (one for one in (known if isinstance(known, list) else ()) if isinstance(one, dict))
