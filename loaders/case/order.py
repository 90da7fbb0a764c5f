"""In which order things stood in a list, kept apart from them, so that a new one changes none of the others."""

import json
from collections.abc import Sequence
from typing import Any


def sorted_objects(objects: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Objects in an order that depends on nothing but them: by identifier."""
    return sorted(objects, key=_rank)


def order_of(objects: Sequence[dict[str, Any]]) -> list[int]:
    """Where each of the objects stood, when they are sorted; nothing where that is their order."""
    places = sorted(range(len(objects)), key=lambda at: _rank(objects[at]))
    return [] if places == list(range(len(objects))) else places


def in_order(objects: Sequence[dict[str, Any]], places: object) -> list[dict[str, Any]]:
    """The objects in the order that they stood in; sorted where that is not known."""
    found = sorted_objects(objects)
    if not isinstance(places, list) or sorted(map(str, places)) != sorted(map(str, range(len(found)))):
        return found
    return [one for _, one in sorted(zip(places, found, strict=True), key=lambda pair: int(pair[0]))]


def _rank(one: dict[str, Any]) -> tuple[str, str]:
    return str(one.get("identifier")), json.dumps(one, sort_keys=True)
