"""Objects of any CASE package in the form of CASE 1.1, and back as they came.

Packages differ from CASE 1.1: older ones write links as plain texts and dates without a zone, many hold empty values
or properties of their own. What has to change for 1.1 is noted in `extensions`, the place that 1.1 has for what is
not its own, so that nothing is lost: `restored(conformed(x)) == x`.
"""

import json
import math
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from loaders.case.apart import Difference, difference, same
from loaders.case.shapes import ASSOCIATION_TYPES, EXTENSION_TYPE, Each, Form, One, Shape

AS_IT_CAME = "kmgraph:asItCame"
"""The extension that says in what an object came otherwise."""
NO_CREATOR = "Not stated"

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")
_ZONED = re.compile(_MOMENT.pattern + r"(Z|[+-]\d\d:\d\d)")


class Around(NamedTuple):
    """What stands in for values that CASE 1.1 asks for and an object lacks."""

    document: dict[str, Any]
    """The link to the document."""
    moment: str
    """When the package was last changed, as far as is known."""


def uuid_of(name: str) -> str:
    """The UUID that a name is or ends in, else one made of it, always the same (RFC 9562, version 5)."""
    end = re.split(r"[/#:?=&]", name.rstrip("/"))[-1]
    return end if UUID.fullmatch(end) else str(uuid5(NAMESPACE_URL, name))


def conformed(shape: Shape, came: dict[str, Any], around: Around) -> dict[str, Any]:
    """An object in the form of CASE 1.1."""
    found = {}
    for name, form in shape.forms.items():
        if name in came and (value := _fitted(form, came[name], around)) is not None:
            found[name] = value
    for name in shape.required:
        if name not in found:
            found[name] = _stand_in(name, came, found, around)
    official = {name: found[name] for name in shape.forms if name in found}
    return _noting(shape, official, came)


def _noting(shape: Shape, official: dict[str, Any], came: dict[str, Any]) -> dict[str, Any]:
    """The object with what has changed in it; parts with a shape of their own note that themselves."""
    plain = official | {name: came[name] for name in official if isinstance(shape.forms[name], One | Each)}
    own = official.get("extensions")
    if same(plain, came) and not _noted(own):
        return official
    if not own or _noted(own):
        plain.pop("extensions", None)
    note = {AS_IT_CAME: difference(plain, came)._asdict()}
    kept = plain.get("extensions")
    listed = shape.forms["extensions"] is Form.OBJECTS
    return official | {"extensions": [*(kept or ()), note] if listed else (kept or {}) | note}


def _noted(own: Any) -> bool:
    """Whether extensions hold a note like ours already."""
    return any(AS_IT_CAME in one for one in (own if isinstance(own, list) else [own or {}]))


def restored(shape: Shape, official: dict[str, Any]) -> dict[str, Any]:
    """The object as it came."""
    came = {name: _part_restored(shape.forms.get(name), value) for name, value in official.items()}
    own = came.pop("extensions", None)
    rest, note = _parted(own)
    if note is None:
        return official | came  # in the order of the object, with its extensions
    if rest:
        came["extensions"] = rest
    return note.applied(came)


def _part_restored(form: Form | One | Each | None, value: Any) -> Any:
    if isinstance(form, One) and isinstance(value, dict):
        return restored(form.shape, value)
    if isinstance(form, Each) and isinstance(value, list):
        return [restored(form.shape, one) if isinstance(one, dict) else one for one in value]
    return value


def _parted(own: Any) -> tuple[Any, Difference | None]:
    """The extensions of others, and our note."""
    if isinstance(own, dict) and (note := _note(own.get(AS_IT_CAME))):
        return {name: value for name, value in own.items() if name != AS_IT_CAME}, note
    if isinstance(own, list) and own and isinstance(own[-1], dict) and (note := _note(own[-1].get(AS_IT_CAME))):
        return own[:-1], note
    return own, None


def _note(said: Any) -> Difference | None:
    if not isinstance(said, dict) or said.keys() != set(Difference._fields):
        return None
    fields, absent = said["fields"], said["absent"]
    sound = isinstance(fields, dict) and isinstance(absent, list) and all(isinstance(name, str) for name in absent)
    return Difference(fields, absent) if sound else None


def _stand_in(name: str, came: dict[str, Any], found: dict[str, Any], around: Around) -> str:
    """What is honestly said in place of a required value that is missing."""
    if name == "identifier":
        known = next((came[key] for key in (name, "uri") if isinstance(came.get(key), str)), None)
        return uuid_of(known or json.dumps(came, sort_keys=True))
    words = [value for key in ("abbreviatedStatement", "humanCodingScheme") if (value := found.get(key))]
    return {
        "uri": f"urn:uuid:{found.get('identifier')}",
        "lastChangeDateTime": around.moment,
        "caseVersion": "1.1",
        "creator": NO_CREATOR,
        "title": str(found.get("uri")),
        "fullStatement": words[0] if words else str(found.get("uri")),
    }.get(name, "")


def _fitted(form: Form | One | Each, value: Any, around: Around) -> Any:
    """A value in the form that it should have; None where it cannot have it."""
    if isinstance(form, One):
        return conformed(form.shape, value, around) if isinstance(value, dict) else None
    if isinstance(form, Each):
        sound = isinstance(value, list) and all(isinstance(one, dict) for one in value)
        return [conformed(form.shape, one, around) for one in value] if sound else None
    return _FITS[form](value, around)


def _text(value: Any, _: Around) -> Any:
    return value if isinstance(value, str) else None


def _texts(value: Any, _: Around) -> Any:
    if isinstance(value, str):
        return [value]
    return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else None


def _uuid(value: Any, _: Around) -> Any:
    return value if isinstance(value, str) and UUID.fullmatch(value) else None


def _uri(value: Any, _: Around) -> Any:
    return value if isinstance(value, str) and _URI.fullmatch(value) else None


def _date(value: Any, _: Around) -> Any:
    found = _DATE.match(value) if isinstance(value, str) else None
    return found.group() if found else None


def _moment(value: Any, _: Around) -> Any:
    if not isinstance(value, str):
        return None
    if _ZONED.fullmatch(value):
        return value
    if _DATE.fullmatch(value):
        return f"{value}T00:00:00Z"
    return f"{value}Z" if _MOMENT.fullmatch(value) else None  # without a zone: CASE counts in UTC


def _whole(value: Any, _: Around) -> Any:
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value):
        return int(value)
    return value if type(value) is int and abs(value) < 2**31 else None


def _number(value: Any, _: Around) -> Any:
    return value if type(value) in (int, float) and math.isfinite(value) else None


def _link(value: Any, around: Around) -> Any:
    found = _linked(value, around)
    return found and found | {"identifier": uuid_of(found["identifier"])}


def _links(value: Any, around: Around) -> Any:
    if not isinstance(value, list):
        return None
    found = [_link(one, around) for one in value]
    return found if all(found) else None


def _node(value: Any, around: Around) -> Any:
    found = _linked(value, around)
    aim = value.get("targetType") if isinstance(value, dict) else None
    sound = isinstance(aim, str) and (aim == "CASE" or re.fullmatch(EXTENSION_TYPE, aim))
    return found | {"targetType": aim} if found and sound else found


def _linked(value: Any, around: Around) -> dict[str, str] | None:
    """A link with its three parts; None where there is neither a name nor an address."""
    if isinstance(value, str):
        if value == around.document["uri"]:
            return dict(around.document)
        value = {"uri": value}
    if not isinstance(value, dict):
        return None
    parts = {key: value[key] for key in ("title", "identifier", "uri") if isinstance(value.get(key), str)}
    called = parts.get("identifier") or parts.get("uri")
    if not called:
        return None
    identifier = parts.get("identifier") or uuid_of(called)
    uri = parts.get("uri", "")
    uri = uri if _URI.fullmatch(uri) else f"urn:uuid:{uuid_of(identifier)}"
    return {"title": parts.get("title", uri), "identifier": identifier, "uri": uri}


def _type(value: Any, _: Around) -> Any:
    if not isinstance(value, str) or value in ASSOCIATION_TYPES or re.fullmatch(EXTENSION_TYPE, value):
        return value if isinstance(value, str) else None
    return "ext:" + (re.sub(r"[^a-zA-Z0-9.\-_]+", "-", value).strip("-") or "unnamed")


def _version(value: Any, _: Around) -> Any:
    return value if value == "1.1" else None


def _object(value: Any, _: Around) -> Any:
    return value if isinstance(value, dict) else None


def _objects(value: Any, _: Around) -> Any:
    return value if isinstance(value, list) and all(isinstance(one, dict) for one in value) else None


_FITS: dict[Form, Callable[[Any, Around], Any]] = {
    Form.TEXT: _text,
    Form.TEXTS: _texts,
    Form.UUID: _uuid,
    Form.URI: _uri,
    Form.DATE: _date,
    Form.MOMENT: _moment,
    Form.WHOLE: _whole,
    Form.NUMBER: _number,
    Form.LINK: _link,
    Form.LINKS: _links,
    Form.NODE: _node,
    Form.TYPE: _type,
    Form.VERSION: _version,
    Form.OBJECT: _object,
    Form.OBJECTS: _objects,
}
