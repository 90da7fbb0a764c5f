"""Search at `/find`, for the fields in which people find records by typing: what is found, as JSON.

    GET /find?q=policy&kind=role&kind=competency&limit=8
    {"query": "policy", "counts": {"role": 3}, "total": 3, "results": [
        {"iri": "…", "kind": "role", "label": "Policy officer", "matched": "policy officer", "note": "Role, charity",
         "href": "roles?role=policy-officer"}]}

Labels are plain text there: who shows them has to escape them. What people look for is theirs, so nobody is to keep it.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from app.catalogue import _
from app.finding.told import ONE, apart
from app.places import LINKED, PAGES, PLACES
from app.web.replies import SAFE, problem
from kmgraph.errors import KmgraphError
from kmgraph.find import FINDABLE, Findings, Hit, find
from kmgraph.graph import Graph, graph_of
from kmgraph.model import Named, slug_of, targets
from kmgraph.store.base import Reader, Store
from kmgraph.vocabulary import BASE, Kind
from kmgraph.wording import quoted

THREADS = 20
"""Searches at the same time."""
LONGEST, MOST, USUAL = 200, 50, 8
"""Letters of a text that are read, results that are told at most, and those where nobody says how many."""
NOTE = 60
"""Letters of what tells a record from others."""
PRIVATE = {"Cache-Control": "no-store"}
KINDS = {kind.lower(): kind for kind in FINDABLE}


class Search(NamedTuple):
    """What is looked for."""

    text: str
    kinds: tuple[Kind, ...]
    limit: int


class Finding:
    """Answers requests to `/find` about a store."""

    def __init__(self, store: Callable[[], Store]):
        self._store = store
        self._limiter: CapacityLimiter | None = None

    async def answer(self, request: Request) -> Response:
        """What is found, or a sentence that says why nothing can be."""
        wanted = _search(request)
        if isinstance(wanted, str):
            return problem(request, 400, wanted, PRIVATE)
        self._limiter = self._limiter or CapacityLimiter(THREADS)
        try:
            said = await to_thread.run_sync(self._found, wanted, limiter=self._limiter)
        except KmgraphError as failure:
            return problem(request, 503, str(failure), PRIVATE)
        return Response(json.dumps(said), media_type="application/json", headers=SAFE | PRIVATE)

    def _found(self, wanted: Search) -> dict[str, Any]:
        return self._store().read(lambda reader: _told(reader, wanted))


def _search(request: Request) -> Search | str:
    """What a request looks for, or what is wrong with it."""
    asked = request.query_params
    if strange := [kind for kind in asked.getlist("kind") if kind not in KINDS]:
        return _("There is no kind {kind}. Choose from these: {kinds}.").format(
            kind=quoted(strange[0]), kinds=", ".join(KINDS)
        )
    limit = asked.get("limit", str(USUAL))
    if not (limit.isascii() and limit.isdecimal()):
        return _("The limit {limit} is no number. Give a whole number up to {most}.").format(
            limit=quoted(limit), most=MOST
        )
    kinds = dict.fromkeys(KINDS[kind] for kind in asked.getlist("kind"))
    return Search(asked.get("q", "")[:LONGEST], tuple(kinds) or LINKED, min(int(limit[:9]), MOST))


def _told(reader: Reader, wanted: Search) -> dict[str, Any]:
    found = find(reader, wanted.text, wanted.kinds, wanted.limit)
    return {
        "query": wanted.text,
        "counts": {kind.lower(): found.counts[kind] for kind in wanted.kinds if found.counts.get(kind)},
        "total": sum(found.counts.values()),
        "results": _results(reader, found),
    }


def _results(reader: Reader, found: Findings) -> list[dict[str, str]]:
    graph = _described(reader, found.hits)
    short = _short(reader, [hit.name.iri for hit in found.hits])
    notes = _notes(graph, found.hits)
    return [
        {
            "iri": hit.name.iri,
            "kind": hit.name.kind.lower(),
            "label": hit.name.label,
            "matched": _shown(graph, hit),
            "note": note,
            "href": _place(hit, short),
        }
        for hit, note in zip(found.hits, notes, strict=True)
    ]


def _described(reader: Reader, hits: Sequence[Hit]) -> Graph:
    """What the store says of what was found, of what that refers to, and of the sources that say so."""
    said = reader.assertions({hit.name.kind for hit in hits}, [hit.name.iri for hit in hits]) if hits else []
    beside = {iri for one in said for _name, _ref, iri in targets(one.record)} | {one.source for one in said}
    kinds = (Kind.FRAMEWORK, Kind.ORGANISATION, Kind.SOURCE)
    return graph_of(0, [*said, *(reader.assertions(kinds, beside) if beside else ())])


def _shown(graph: Graph, hit: Hit) -> str:
    """The label that matched, where it is one to show: hidden ones are spellings to find by."""
    record = graph.get(hit.name.iri)
    known = isinstance(record, Named) and hit.matched in record.alternative_labels
    return hit.matched if known else hit.name.label


def _notes(graph: Graph, hits: Sequence[Hit]) -> list[str]:
    """A few words on each, which tell it from the others: with its source where those are not enough."""
    notes = [_note(graph, hit) for hit in hits]
    alike = Counter((hit.name.label.casefold(), note) for hit, note in zip(hits, notes, strict=True))
    return [
        note if alike[hit.name.label.casefold(), note] == 1 else ", ".join((note, _stating(graph, hit)))
        for hit, note in zip(hits, notes, strict=True)
    ]


def _note(graph: Graph, hit: Hit) -> str:
    record = graph.get(hit.name.iri)
    kind, told = ONE.get(hit.name.kind, str(hit.name.kind)), apart(graph, record) if record else ""
    return ", ".join(filter(None, (kind, told if len(told) <= NOTE else f"{told[:NOTE]}…")))


def _stating(graph: Graph, hit: Hit) -> str:
    return graph.label(graph.sources_of[hit.name.iri][0])[:NOTE]


def _short(reader: Reader, iris: Collection[str]) -> set[str]:
    """Those of the project's own IRIs whose short name no other source gives to a record of the kind."""
    own = [iri for iri in iris if iri.startswith(BASE) and len(iri.removeprefix(BASE).split("/")) == 3]
    sources = {slug_of(one.id) for one in reader.assertions([Kind.SOURCE])} if own else set()
    every = {iri: {_of(iri, source) for source in sources} | {iri} for iri in own}
    existing = reader.existing({one for some in every.values() for one in some})
    return {iri for iri, some in every.items() if len(some & existing.keys()) == 1}


def _of(iri: str, source: str) -> str:
    """The IRI of the record that another source calls by the same short name."""
    kind, _source, slug = iri.removeprefix(BASE).split("/")
    return f"{BASE}{kind}/{source}/{slug}"


def _place(hit: Hit, short: Collection[str]) -> str:
    """Where the explorer shows it, as seen from the explorer's root."""
    iri, kind = hit.name.iri, hit.name.kind
    if kind not in LINKED:
        return f"search?{urlencode({'q': hit.name.label})}"
    path, parameter = PAGES.get(kind) or PLACES[kind]
    name = slug_of(iri) if kind in PAGES and iri in short else iri
    return f"{path}?{urlencode({parameter: name})}"
