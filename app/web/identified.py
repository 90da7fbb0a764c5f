"""Each record at an address of its own: `/id/...` names the thing and leads on, `/data/...` is what is said of it.

`/id/role/starter/clerk` names the thing whose IRI ends like that, and `/id?iri=...` any other. A thing is no document,
so the reply leads on with 303 See Other (Cool URIs for the Semantic Web, section 4.2): people to the explorer's page of
it, or else to a plain page; programs to Turtle, or what else they accept.
"""

from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from app.places import PAGES
from app.web.accept import wanted
from app.web.described import also_as, record_page, terms_page
from app.web.replies import HTML, OPEN, problem, reply, root_of, root_path
from kmgraph.errors import KmgraphError, UsageError
from kmgraph.rdf.export import write
from kmgraph.rdf.licence import licence_iri
from kmgraph.rdf.syntax import ENDINGS, MEDIA_TYPES, Syntax
from kmgraph.sparql.published import Published, published
from kmgraph.sparql.resource import Resource, resource
from kmgraph.store.base import Reader, Store
from kmgraph.vocabulary import BASE, TERMS
from kmgraph.wording import quoted

T = TypeVar("T")
THREADS = 20
"""Addresses that are looked up at the same time."""
FORMATS = {ending: MEDIA_TYPES[syntax] for ending, syntax in ENDINGS.items()} | {".html": HTML}
"""The formats of what is said of a thing, by how the address ends."""
ENDING = {media_type: ending for ending, media_type in FORMATS.items()}
SYNTAX = {media_type: syntax for syntax, media_type in MEDIA_TYPES.items()}
PROGRAMS = {".ttl": "Turtle", ".jsonld": "JSON-LD", ".nt": "N-Triples"}
"""Formats that a page leads to, by their endings."""
ALIASES = {"application/json": MEDIA_TYPES[Syntax.JSONLD], "application/xhtml+xml": HTML}
"""Other names under which they are asked for."""


class Thing(NamedTuple):
    """What an address names."""

    iri: str
    path: str
    """What follows `/id` or `/data` in its address, without an ending."""
    query: str
    """What follows a question mark there, or an empty text."""
    ending: str = ""

    def at(self, root: str, place: str, ending: str = "") -> str:
        """The address below `place`, such as `data`, as seen from the root of the server."""
        if self.query:
            format = f"&format={ending[1:]}" if ending else ""
            return f"{root}{place}?{self.query}{format}"
        return f"{root}{place}{quote(self.path)}{ending}"


class Identified:
    """Answers requests to `/id` and `/data` about a store."""

    def __init__(self, store: Callable[[], Store]):
        self._store = store
        self._limiter: CapacityLimiter | None = None

    async def id(self, request: Request) -> Response:
        """Leads on from a thing to what is said of it."""
        thing = _thing(request)
        found = await self._found(request, thing)
        if isinstance(found, Response):
            return found
        media_type = _format(request)
        if media_type is None:
            return _unfit(request)
        root = root_of(request)
        if media_type == HTML and isinstance(found, Resource) and found.kind in PAGES:
            path, parameter = PAGES[found.kind]
            to = f"{root}{path}?{urlencode({parameter: found.iri})}"
        else:
            to = thing.at(root, "data", ENDING[media_type])
        return Response(status_code=303, headers=OPEN | {"Location": to, "Vary": "Accept"})

    async def words(self, request: Request) -> Response:
        """The words of the project: they are documents, so that nothing need lead on to them."""
        path = request.url.path.removeprefix(root_path(request)).strip("/")
        name = "terms" if path == "ontology" else path
        return await self._said(request, Thing(BASE + name, f"/{name}", ""))

    async def data(self, request: Request) -> Response:
        """What is said of a thing."""
        return await self._said(request, _thing(request))

    async def _said(self, request: Request, thing: Thing) -> Response:
        found = await self._found(request, thing)
        if isinstance(found, Response) and thing.ending and not thing.query:
            whole = thing._replace(iri=thing.iri + thing.ending, path=thing.path + thing.ending, ending="")
            thing, found = whole, await self._found(request, whole)  # the name itself ends like that
        if isinstance(found, Response):
            return found
        media_type = FORMATS[thing.ending] if thing.ending else _format(request)
        if media_type is None:
            return _unfit(request)
        root = root_of(request)
        headers = {"Link": ", ".join(_links(root, thing, found))}
        if not thing.ending:
            headers["Content-Location"] = thing.at(root, "data", ENDING[media_type])
        if media_type == HTML:
            formats = also_as((name, thing.at(root, "data", ending)) for ending, name in PROGRAMS.items())
            if isinstance(found, Resource):
                return reply(record_page(found, root, formats), HTML, headers=headers)
            return reply(terms_page(found, root, formats), HTML, headers=headers)
        try:
            body = await self._work(lambda: self._written(found, SYNTAX[media_type]))
        except KmgraphError as failure:
            return _failed(request, failure)
        return reply(body, media_type, headers=headers)

    async def _found(self, request: Request, thing: Thing) -> Resource | Published | Response:
        try:
            found = await self._work(lambda: self._look(thing.iri))
        except KmgraphError as failure:
            return _failed(request, failure)
        if found is None:
            what = quoted(thing.iri, 200) if thing.iri else "an empty name"
            sentence = f"Nothing here describes {what}. See what there is in the explorer."
            return problem(request, 404, sentence, below=f'<p><a href="{root_of(request)}">Go to the explorer</a></p>')
        return found

    def _look(self, iri: str) -> Resource | Published | None:
        return published(iri) or self._store().read(lambda reader: resource(reader, iri))

    def _written(self, found: Resource | Published, syntax: Syntax) -> bytes:
        if isinstance(found, Published):
            return found.written(syntax)

        def work(reader: Reader) -> bytes:
            write(reader, to := BytesIO(), syntax, scope=found.scope)
            return to.getvalue()

        return self._store().read(work)

    async def _work(self, work: Callable[[], T]) -> T:
        self._limiter = self._limiter or CapacityLimiter(THREADS)
        return await to_thread.run_sync(work, limiter=self._limiter)


def _thing(request: Request) -> Thing:
    """What the address of a request names."""
    iri, format = request.query_params.get("iri"), request.query_params.get("format", "")
    path = str(request.path_params.get("path", ""))
    if iri is not None and not path:
        ending = f".{format}" if f".{format}" in FORMATS else ""
        return Thing(iri, "", urlencode({"iri": iri}), ending)
    known = next((ending for ending in FORMATS if path.endswith(ending)), "")
    ending = known if request.url.path.startswith(f"{root_path(request)}/data/") else ""
    plain = path.removesuffix(ending) if ending else path
    return Thing(BASE + plain, f"/{plain}", "", ending)


def _format(request: Request) -> str | None:
    """The format that is wanted most; Turtle where nothing is said."""
    offered = (MEDIA_TYPES[Syntax.TURTLE], HTML, *(one for one in FORMATS.values()), *ALIASES)
    found = wanted(request.headers.get("accept"), list(dict.fromkeys(offered)))
    return ALIASES.get(found, found) if found else None


def _unfit(request: Request) -> Response:
    return problem(request, 406, f"What is said of it can be had as {', '.join(FORMATS.values())}.")


def _failed(request: Request, failure: KmgraphError) -> Response:
    return problem(request, 406 if isinstance(failure, UsageError) else 503, str(failure))


def _links(root: str, thing: Thing, found: Resource | Published) -> list[str]:
    """What the reply says of itself: its thing, its other formats, its licence, and the words that it uses."""
    said = [f'<{thing.at(root, "id")}>; rel="describes"', f'<{_header(thing.iri)}>; rel="canonical"']
    for ending, media_type in FORMATS.items():
        said.append(f'<{thing.at(root, "data", ending)}>; rel="alternate"; type="{media_type}"')
    said.append(f'<{TERMS.rstrip("#")}>; rel="describedby"')
    if licence := _licence(found):
        said.append(f'<{licence}>; rel="license"')
    return said


def _licence(found: Resource | Published) -> str | None:
    """The licence of the whole reply; None where parts of it differ in that, or it is not known of one."""
    if isinstance(found, Published):
        return None
    licences = {licence_iri(one) if one else None for one in found.licences}
    return licences.pop() if len(licences) == 1 else None


def _header(iri: str) -> str:
    return quote(iri, safe=":/?#[]@!$&'()*+,;=%~")
