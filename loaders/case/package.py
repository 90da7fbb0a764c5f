"""A CASE package as it was read: its document, items, associations and the rest, each as it came."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from kmgraph.errors import Place, Problem, error
from kmgraph.model import iri
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted
from loaders.case.conform import restored
from loaders.case.shapes import ASSOCIATION, DOCUMENT, ITEM, REST, Shape
from loaders.foreign import slug

PARTS = ("CFDocument", "CFItems", "CFAssociations")
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,1990}")
HINT = "Export the package again, or mend it there."

Object = dict[str, Any]


class Package(NamedTuple):
    """The parts of a package; `place` is the file."""

    place: Place
    document: Object
    items: list[Object]
    associations: list[Object]
    rest: Object
    """What else stands at its top, such as definitions and rubrics."""

    @property
    def short(self) -> str:
        """The name of the source in the IRIs of its records."""
        return f"case-{slug(str(self.document['identifier']))}"

    def iri(self, kind: Kind, one: Object) -> str:
        """The IRI of the document or an item: its address, else one of our own."""
        uri = one.get("uri")
        if isinstance(uri, str) and ADDRESS.fullmatch(uri):
            return uri
        return iri(kind, self.short, slug(str(one["identifier"])))


def package_of(said: Any, place: Place) -> Package | Iterator[Problem]:
    """The package in a JSON document, or all that keeps it from being one: of which there may be very much."""
    if isinstance(said, dict) and isinstance(said.get("CFPackage"), dict) and "CFDocument" not in said:
        said = said["CFPackage"]
    if not isinstance(said, dict) or not isinstance(said.get("CFDocument"), dict):
        message = "There is no object “CFDocument”, so this is no CASE package."
        hint = "Export the whole package (CFPackages), not a part of it."
        return iter((error(place, message, hint, column="CFDocument"),))
    lists = {name: [] if said.get(name) is None else said[name] for name in PARTS[1:]}
    document = _as_it_came(DOCUMENT, said["CFDocument"])
    problems = chain(_unlisted(lists, place), _unnamed(document, "CFDocument", place))
    if first := next(problems, None):
        return chain((first,), problems)
    items = [_as_it_came(ITEM, one) for one in lists["CFItems"]]
    associations = [_as_it_came(ASSOCIATION, one) for one in lists["CFAssociations"]]
    problems = chain(_misnamed(items, place))
    if first := next(problems, None):
        return chain((first,), problems)
    rest = _as_it_came(REST, {name: value for name, value in said.items() if name not in PARTS})
    return Package(place, document, items, associations, rest)


def _as_it_came(shape: Shape, one: Object) -> Object:
    """An object, its properties by name: in which order they stand says nothing."""
    return {name: _sorted(value) for name, value in sorted(restored(shape, one).items())}


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(part) for name, part in sorted(value.items())}
    return [_sorted(part) for part in value] if isinstance(value, list) else value


def _unlisted(lists: dict[str, Any], place: Place) -> Iterator[Problem]:
    for name, found in lists.items():
        if not isinstance(found, list):
            yield error(place, f"{quoted(name)} is {kind_of(found)}, not a list.", HINT, column=name)
            continue
        for at, one in enumerate(found):
            if not isinstance(one, dict):
                message = f"An entry of {quoted(name)} is {kind_of(one)}, not an object."
                yield error(place, message, HINT, column=f"{name}[{at}]")


def _unnamed(one: Object, path: str, place: Place) -> Iterator[Problem]:
    identifier = one.get("identifier")
    if not isinstance(identifier, str) or not identifier.strip():
        problem = "lacks its identifier" if identifier in (None, "") else f"has {kind_of(identifier)} as its identifier"
        yield error(place, f"{path} {problem}.", "Give it the UUID that CASE asks for.", column=f"{path}.identifier")


def _misnamed(items: list[Object], place: Place) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for at, one in enumerate(items):
        unnamed = list(_unnamed(one, f"CFItems[{at}]", place))
        yield from unnamed
        if not unnamed and (first := seen.setdefault(one["identifier"].casefold(), at)) != at:
            message = f"CFItems[{at}] has the identifier of CFItems[{first}], so what refers to it is unclear."
            path = f"CFItems[{at}].identifier"
            yield error(place, message, "Give each its own.", column=path, value=one["identifier"])


def kind_of(value: Any) -> str:
    """What a JSON value is, in a sentence."""
    if value is None:
        return "empty"
    names = {bool: "true or false", str: "a text", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")


def text_of(one: Object, name: str) -> str | None:
    """A property of an object that is a text and says something."""
    value = one.get(name)
    return value if isinstance(value, str) and value.strip() else None
