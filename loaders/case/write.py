"""From a framework in a store to a CASE 1.1 package."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from kmgraph.store.base import Reader
from loaders.case import made
from loaders.case.apart import Difference
from loaders.case.conform import Around, conformed
from loaders.case.held import Held, held
from loaders.case.order import in_order
from loaders.case.said import document_said, item_said
from loaders.case.shapes import ASSOCIATION, DOCUMENT, ITEM, REST, Shape

UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Characters that are written as escapes, so that a file shows all that it holds."""

Object = dict[str, Any]


def export(reader: Reader, framework: str) -> Iterator[str]:
    """A framework as a CASE 1.1 package, in pieces of text; one that came as a package goes out as it came.

    What only a machine suggested is left out; what somebody proposes says so in its notes. So do the notes of the
    document, where groups, collections or levels have no place in it. Roles, courses and what joins them to
    competencies are no part of a framework.

    Raises:
        NotKnown: no source describes the framework.
    """
    found = held(reader, framework)
    if "CFDocument" in found.framework.extra:
        yield from _written(found, *_as_it_came(found))
    else:
        yield from _written(found, made.document(found), made.items(found), made.associations(found), made.rest(found))


def _as_it_came(found: Held) -> tuple[Object, Iterable[Object], Iterable[Object], Object]:
    extra = found.framework.extra
    order = extra.get("order", {})
    document = {"caseVersion": "1.1"} | _beyond(extra, "CFDocument").applied(document_said(found.framework))
    items = [_beyond(one.extra, "CFItem").applied(item_said(one)) for one in found.competencies]
    return (
        document,
        in_order(items, order.get("CFItems", ())),
        in_order(list(_associations(found)), order.get("CFAssociations", ())),
        extra.get("CFPackage", {}),
    )


def _beyond(extra: Object, name: str) -> Difference:
    return Difference(extra.get(name, {}), extra.get("absent", []))


def _associations(found: Held) -> Iterator[Object]:
    yield from found.framework.extra.get("CFAssociations", ())
    for one in found.competencies:
        yield from one.extra.get("CFAssociations", ())
    for edge in found.edges:
        if "CFAssociation" in edge.extra:
            yield edge.extra["CFAssociation"]


def _written(
    found: Held, document: Object, items: Iterable[Object], associations: Iterable[Object], rest: Object
) -> Iterator[str]:
    around = _around(document, found)
    yield f'{{\n"CFDocument": {_text(conformed(DOCUMENT, document, around))}'
    yield from _listed("CFItems", ITEM, items, around)
    yield from _listed("CFAssociations", ASSOCIATION, associations, around)
    for name, value in conformed(REST, rest, around).items():
        yield f",\n{_text(name)}: {_text(value)}"
    yield "\n}\n"


def _around(document: Object, found: Held) -> Around:
    nowhere = Around({"uri": ""}, f"{found.since}T00:00:00Z")
    whole = conformed(DOCUMENT, document, nowhere)
    return Around({name: whole[name] for name in ("title", "identifier", "uri")}, whole["lastChangeDateTime"])


def _listed(name: str, shape: Shape, objects: Iterable[Object], around: Around) -> Iterator[str]:
    yield f',\n"{name}": ['
    between = "\n"
    for one in objects:
        yield between + _text(conformed(shape, one, around))
        between = ",\n"
    yield "\n]"


def _text(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", said)
