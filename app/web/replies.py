"""How the server replies: a sentence where something is wrong, as a page or as text, and always safe to show."""

from collections.abc import Mapping
from html import escape

from starlette.requests import Request
from starlette.responses import Response

from app.web.accept import wanted

HTML, TEXT = "text/html", "text/plain"
OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Link, Retry-After, Content-Location"}
"""What is open data may be read by pages of any origin; nothing here depends on who asks."""
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
}
"""A page here runs nothing and fetches nothing."""
STYLE = """
body { font: 1.1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem 1.5rem; color: #0b0c0c;
  background: #fff; overflow-wrap: break-word }
code, .iri { overflow-wrap: anywhere } nav a { margin-right: 1.5rem } footer { border-top: 1px solid #b1b4b6 }
a { color: #1d4f91 } a:focus-visible, button:focus-visible, textarea:focus-visible, select:focus-visible {
  outline: 3px solid #0b0c0c; outline-offset: 2px }
h1 { line-height: 1.2 } h2 { margin-top: 2rem }
table { border-collapse: collapse; width: 100% } caption { text-align: left; font-weight: 600; padding: .5rem 0 }
th, td { border-bottom: 1px solid #b1b4b6; padding: .4rem .8rem .4rem 0; text-align: left; vertical-align: top }
tbody th { font-weight: 600 }
.wide { overflow-x: auto; overflow-wrap: normal } pre { background: #f3f2f1; padding: 1rem; overflow-x: auto }
label { display: block; font-weight: 600; margin-top: 1rem }
textarea { box-sizing: border-box; font: 1rem/1.4 ui-monospace, monospace; width: 100%; min-height: 14rem }
button, select { font: inherit; padding: .5rem 1rem; margin-top: 1rem; min-height: 44px }
button { background: #1d4f91; border: 0; color: #fff } .note { color: #505a5f }
"""


def reply(body: str | bytes, media_type: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A reply that any page may read, and that differs by what is accepted."""
    said = OPEN | SAFE | {"Vary": "Accept"} | dict(headers or {})
    return Response(body, status, said, media_type)


def root_path(request: Request) -> str:
    """The path below which a proxy puts the server; empty where there is none."""
    return str(request.scope.get("root_path", ""))


def root_of(request: Request) -> str:
    """The way from an address up to the root of the server, wherever a proxy puts that."""
    depth = request.url.path.removeprefix(root_path(request)).count("/") - 1
    return "../" * depth or "./"


def problem(
    request: Request, status: int, sentence: str, headers: Mapping[str, str] | None = None, below: str = ""
) -> Response:
    """A sentence that says what is wrong: a page for those who ask for one, with `below` (HTML) under it, else text."""
    if wanted(request.headers.get("accept"), (TEXT, HTML)) == HTML:
        titles = {404: "Not found", 406: "Not in that format", 503: "Not now"}
        title = titles.get(status, "This cannot be answered")
        body = f'<p role="alert">{escape(sentence)}</p>\n{below}'
        return reply(page(title, body, root_of(request)), HTML, status, headers)
    return reply(f"{sentence}\n", TEXT, status, headers)


def page(title: str, body: str, root: str, foot: str = "") -> str:
    """A whole page that leads on to others; `body` and `foot` are HTML already, `root` is the way up to all of them."""
    ways = (("", "Explorer"), ("sparql", "Query the graph"), ("terms", "Terms"))
    links = "".join(f'<a href="{root}{path}">{name}</a> ' for path, name in ways)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – kmgraph</title><style>{STYLE}</style></head>\n"
        f'<body><header><nav aria-label="kmgraph">{links}</nav></header>\n'
        f"<main><h1>{escape(title)}</h1>\n{body}\n</main>{f'<footer>{foot}</footer>' if foot else ''}</body></html>\n"
    )
