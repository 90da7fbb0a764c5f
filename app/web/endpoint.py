"""The SPARQL 1.1 protocol at `/sparql`, only to read.

What becomes of a query that is not answered, by that protocol (section 2.1.7) and HTTP (RFC 9110):

    400  it is no query, or too deeply nested to be read
    403  it is understood and refused: a change of the data, or SERVICE
    405, 408, 413, 415  another method, a request that does not arrive, a longer one, another kind of body
    406  its answer cannot be had in any of the formats asked for
    500  the service "refuses to execute" it: too many rows, too large an answer, too much memory; asking again will
         not help, asking for less will
    503  it took too long, or too many wait, with Retry-After: at another time it may be answered. Not 408, which is
         about a request that did not arrive in time.
"""

import gzip
import json
from collections.abc import Callable, Collection, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from anyio import CapacityLimiter, fail_after, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from app.web.accept import wanted
from app.web.described import also_as, text_of
from app.web.replies import HTML, OPEN, page, problem, reply, root_of
from app.web.sending import Budget, Sent, while_there
from kmgraph.sparql.credit import asked_for
from kmgraph.sparql.examples import examples
from kmgraph.sparql.formats import GRAPHS, RESULTS
from kmgraph.sparql.labels import Cell, Rows, rows_of, truth
from kmgraph.sparql.line import Asker
from kmgraph.sparql.outcome import Answer, Outcome, Question
from kmgraph.sparql.service import Service

LONGEST = 256 * 1024
"""Bytes of a request."""
THREADS = 100
"""Requests that are at work or wait at the same time; each needs a thread, which waits for a process."""
LARGE = 100_000
"""Bytes of an answer that is worth compressing apart."""
SHOWABLE = 8 * 2**20
"""Bytes of an answer that is made a page."""
ARRIVING = 10.0
"""Seconds within which a request has to be there."""
SHOWN = 1_000
"""Rows that a page shows."""
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
STATUS = {
    Outcome.MALFORMED: 400,
    Outcome.FORBIDDEN: 403,
    Outcome.UNFIT: 406,
    Outcome.LARGE: 500,
    Outcome.MEMORY: 500,
    Outcome.FAULT: 500,
    Outcome.SLOW: 503,
    Outcome.BUSY: 503,
    Outcome.BROKEN: 503,
}
AGAIN = {"Retry-After": "10"}
ALLOWED = "GET, HEAD, POST, OPTIONS"
ALIASES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Other names under which programs ask for rows."""
ROWS = {"csv": "CSV", "json": "JSON", "xml": "XML", "tsv": "TSV"}
TRIPLES = {"turtle": "Turtle", "jsonld": "JSON-LD", "ntriples": "N-Triples"}
"""The formats that a page leads to, by their names in addresses."""
NAMES = {media_type: name for name, media_type in (RESULTS | GRAPHS).items()}


class _Refused(Exception):
    """A request that is no proper one."""

    def __init__(self, status: int, sentence: str):
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class _Asked(NamedTuple):
    """What a request says: parameters by name, in their order."""

    parameters: Sequence[tuple[str, str]]

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.parameters if key == name)

    def one(self, name: str) -> str | None:
        found = self.all(name)
        if len(found) > 1:
            raise _Refused(400, f"The parameter {name} is given more than once. Give it once.")
        return found[0] if found else None


class Endpoint:
    """Answers requests to `/sparql` about a store."""

    def __init__(self, service: Service):
        self._service = service
        self._budget = Budget()
        self._limiter: CapacityLimiter | None = None

    async def answer(self, request: Request) -> Response:
        """The answer to one request."""
        if request.method == "OPTIONS":
            return _preflight()
        try:
            asked = await _asked(request)
            return await self._answered(request, asked)
        except _Refused as refused:
            headers = AGAIN if refused.status == 503 else None
            return problem(request, refused.status, refused.sentence, headers, _form_page(""))

    async def _answered(self, request: Request, asked: _Asked) -> Response:
        accept = _accepted(asked) or request.headers.get("accept")
        if asked.one("update") is not None:
            raise _Refused(403, "The data can only be read here. Ask with the parameter query.")
        query = asked.one("query")
        if query is None:
            return await self._unasked(request, accept)
        if not query.strip():
            raise _Refused(400, "The query is empty. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.")
        results = wanted(accept, [*RESULTS.values(), *ALIASES, HTML])
        graph = wanted(accept, [*GRAPHS.values(), HTML])
        question = Question(
            query,
            "json" if results == HTML else NAMES.get(results, ALIASES.get(results)) if results else None,
            "turtle" if graph == HTML else NAMES[graph] if graph else None,
            asked.all("default-graph-uri"),
            asked.all("named-graph-uri"),
        )
        if self._limiter is None:
            self._limiter = CapacityLimiter(THREADS)
        if self._limiter.borrowed_tokens >= THREADS:
            raise _Refused(503, "Too many queries are waiting. Ask again later.")
        as_pages = {
            form for form, wish in (("rows", results), ("boolean", results), ("triples", graph)) if wish == HTML
        }
        small = wanted(request.headers.get("accept-encoding") or "identity", ("gzip", "identity")) == "gzip"
        asker = Asker(_address(request))
        work = to_thread.run_sync(
            self._ask, question, asker, asked, as_pages, small, limiter=self._limiter, abandon_on_cancel=True
        )
        answer, packed = await while_there(request, asker.leave, work)
        if answer.outcome is Outcome.ANSWERED:
            if not self._budget.take(len(answer.body)):
                raise _Refused(503, "Large answers to others are being sent. Ask again later.")
            headers = {"Content-Encoding": "gzip"} if packed else None
            return Sent(reply(answer.body, answer.media_type, headers=headers), self._budget)
        headers = AGAIN if answer.outcome in (Outcome.BUSY, Outcome.BROKEN) else None
        return problem(request, STATUS[answer.outcome], answer.message, headers, _form_page(query))

    def _ask(
        self, question: Question, asker: Asker, asked: _Asked, as_pages: Collection[str], small: bool
    ) -> tuple[Answer, bool]:
        """The answer, as a page where its form is to be one, and whether it was compressed; it waits.

        What is large is compressed here, since the server would do nothing else until it had done so.
        """
        answer = self._service.ask(question, asker)
        if answer.outcome is Outcome.ANSWERED and answer.form in as_pages:
            if len(answer.body) > SHOWABLE:
                return Answer(Outcome.LARGE, "The answer is too large for a page. Ask for CSV, or with LIMIT."), False
            shown = _shown(question.query, asked, answer, lambda more: self._service.ask(more, asker))
            answer = answer._replace(body=shown.encode(), media_type=HTML)
        if not small or len(answer.body) < LARGE:
            return answer, False
        return answer._replace(body=gzip.compress(answer.body, 5, mtime=0)), True

    async def _unasked(self, request: Request, accept: str | None) -> Response:
        """Where no query is given: a page to write one for people, a description of the service for programs."""
        if request.method == "POST":
            raise _Refused(400, f"The request holds no query. Send it as the parameter query, or as {QUERY}.")
        from kmgraph.rdf.syntax import Syntax
        from kmgraph.sparql.description import description

        chosen = wanted(accept, [*GRAPHS.values(), HTML])
        if chosen == HTML:
            return reply(page("Query the graph", _form_page(""), root_of(request)), HTML)
        if chosen is None:
            raise _Refused(406, f"A description of this service can be had as {', '.join(GRAPHS.values())} or {HTML}.")
        found = await to_thread.run_sync(self._service.ask, Question("SELECT DISTINCT ?graph { GRAPH ?graph {} }"))
        rows = json.loads(found.body)["results"]["bindings"] if found.outcome is Outcome.ANSWERED else []
        graphs = sorted(row["graph"]["value"] for row in rows)
        return reply(description(str(request.url.replace(query="")), Syntax(NAMES[chosen]), graphs), chosen)


def _accepted(asked: _Asked) -> str | None:
    """The media type of the format that the address itself asks for, as links do; None where it does not."""
    name = asked.one("format")
    if name is None:
        return None
    if name not in RESULTS | GRAPHS:
        raise _Refused(400, f"There is no such format. Choose one of {', '.join(RESULTS | GRAPHS)}.")
    return (RESULTS | GRAPHS)[name]


async def _asked(request: Request) -> _Asked:
    """What a request says.

    Raises:
        _Refused: it is too long, or said in a way that this protocol does not have.
    """
    if len(request.url.query) > LONGEST:
        raise _Refused(414, f"A query in an address has at most {LONGEST:,} characters. Send it by POST, or ask less.")
    stated = _form(request.url.query)
    if request.method != "POST":
        return _Asked(stated)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/sparql-update":
        raise _Refused(403, "The data can only be read here. Ask with the parameter query.")
    if kind not in (FORM, QUERY):
        raise _Refused(415, f"A query is sent as {FORM} or {QUERY}.")
    body = await _body(request)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise _Refused(400, "The request is not in UTF-8.") from None
    return _Asked([*stated, *(_form(text) if kind == FORM else [("query", text)])])


def _form(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=1_000, errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise _Refused(400, "The parameters cannot be read. Send a query as UTF-8.") from None


async def _body(request: Request) -> bytes:
    pieces, size = [], 0
    try:
        with fail_after(ARRIVING):
            async for piece in request.stream():
                size += len(piece)
                if size > LONGEST:
                    raise _Refused(413, f"A request has at most {LONGEST:,} bytes. Ask for less at a time.")
                pieces.append(piece)
    except TimeoutError:
        raise _Refused(408, f"The request was not there within {ARRIVING:g} seconds. Send it again.") from None
    except ClientDisconnect:
        raise _Refused(400, "The request ended too soon.") from None
    return b"".join(pieces)


def _address(request: Request) -> str:
    """Whom a request comes from; all who are behind one address are one."""
    return request.client.host if request.client else "unknown"


def _preflight() -> Response:
    headers = {
        "Allow": ALLOWED,
        "Access-Control-Allow-Methods": ALLOWED,
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=OPEN | headers)


def _shown(query: str, asked: _Asked, answer: Answer, ask: Callable[[Question], Answer]) -> str:
    """A page with an answer, above the query."""
    kept = [(name, value) for name, value in asked.parameters if name != "format"]
    offered = TRIPLES if answer.form == "triples" else ROWS
    links = also_as((name, f"sparql?{urlencode([*kept, ('format', one)])}") for one, name in offered.items())
    if answer.form == "boolean":
        found = f"<p><strong>{'Yes' if truth(answer) else 'No'}</strong></p>"
    elif answer.form == "triples":
        found = f'<pre tabindex="0" aria-label="The answer in Turtle">{escape(answer.body.decode())}</pre>'
    else:
        number = len(json.loads(answer.body)["results"]["bindings"])
        found = _table(rows_of(answer, ask, SHOWN), number)
    whole = f'{links}{found}\n<p><a href="sparql">Write another query</a></p>\n{_form_page(query)}'
    credit = "".join(f"<li>{text_of(one)}</li>" for one in asked_for(ask))
    return page("Answer", whole, "./", f"<p>Sources ask to be named:</p><ul>{credit}</ul>" if credit else "")


def _table(found: Rows, number: int) -> str:
    caption = f"{number:,} {'row' if number == 1 else 'rows'}"
    if number > len(found.rows):
        caption = f"The first {len(found.rows):,} of {caption}; the formats above have them all"
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in found.columns)
    rows = "\n".join(f"<tr>{''.join(f'<td>{_cell(one)}</td>' for one in row)}</tr>" for row in found.rows)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="The answer"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div>"
    )


def _cell(cell: Cell) -> str:
    if cell.iri is None:
        return text_of(cell.text)
    return f'<a href="id?{escape(urlencode({"iri": cell.iri}))}">{text_of(cell.text)}</a>'


def _form_page(query: str) -> str:
    links = "\n".join(
        f'<li><a href="sparql?{escape(urlencode({"query": one.query}))}">{escape(one.title)}</a> '
        f"<span class='note'>({escape(one.name)})</span></li>"
        for one in examples().values()
    )
    return (
        '<form action="sparql" method="get"><label for="query">Query in SPARQL 1.1</label>'
        f'<textarea id="query" name="query" spellcheck="false" required>{escape(query)}</textarea>'
        "<button>Ask</button></form>\n"
        "<p class='note'>Queries only read. Without GRAPH a query sees all statements. One that takes too long, or has "
        "too many rows, is not answered.</p>\n"
        f"<h2>Examples</h2>\n<ul>{links}</ul>"
    )
