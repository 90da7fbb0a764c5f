"""A report as one HTML file: no network, no script, made to be read on a screen, aloud, and on paper."""

from pathlib import Path

from app import markup
from app.catalogue import LANGUAGE
from app.markup import Html, tag
from app.picture.drawing import drawing
from app.report.content import Drawn, Facts, Heading, Link, Listing, Paragraph, Piece, Report, Said, Table

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_page(report: Report) -> str:
    """A report as HTML."""
    head = tag(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        tag("title", report.title),
        Html(f"<style>{STYLE}</style>"),
    )
    body = tag("body", tag("main", *map(_piece, report.pieces)), tag("footer", tag("p", report.about)))
    return f"<!doctype html>\n{tag('html', head, body, lang=LANGUAGE)}\n"


def _piece(piece: Piece) -> Html:
    match piece:
        case Heading(text, level):
            return tag(f"h{level}", text)
        case Paragraph(text, kind):
            return tag("p", _said(text), class_=kind)
        case Listing(of, items):
            return tag("div", tag("p", of, class_="of"), markup.listing(items))
        case Facts(pairs):
            return markup.facts((name, _said(value)) for name, value in pairs)
        case Table(caption, head, rows):
            return markup.table(caption, head, (list(map(_said, row)) for row in rows))
        case Drawn(picture):
            return tag("figure", drawing(picture), tabindex="0", role="group", aria_label=picture.title)


def _said(said: Said) -> Html:
    return markup.link(said.text, said.url) if isinstance(said, Link) else markup.html(said)
