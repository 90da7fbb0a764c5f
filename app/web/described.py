"""Plain pages of records and terms, for those of which the explorer has no page of its own."""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from app.web.replies import page
from kmgraph.sparql.published import Published, labels
from kmgraph.sparql.resource import Part, Resource, Value
from kmgraph.vocabulary import CLASSES, PROPERTIES, TERMS, Kind

INNER = frozenset({"language", "extra"})
"""Fields that say nothing to people."""


def record_page(found: Resource, root: str, formats: str) -> str:
    """What is said of a record, field by field, and where that comes from; `formats` leads to the same as data."""
    first, *others = found.parts
    said = [
        f"<p>{escape(_kind(found.kind))}. Its name on the Web of data is <code>{escape(found.iri)}</code>.</p>",
        formats,
        _table("What is said of it", first, root),
    ]
    if others:
        said.append(f"<h2>What starts from it</h2>{''.join(_nested(one, found.iri, root) for one in others)}")
    if found.more:
        said.append(f"<p>There are {found.more:,} more; SPARQL has them all.</p>")
    said.append(f"<h2>Where this comes from</h2><ul>{''.join(_source(found, root))}</ul>")
    if found.parts[0].kind is not Kind.SOURCE:
        said.append('<p class="note">What a source says keeps the licence of that source.</p>')
    return page(found.label, "\n".join(said), root)


def also_as(links: Iterable[tuple[str, str]]) -> str:
    """A line that leads to other formats, by the name and the address of each."""
    said = ", ".join(f'<a href="{escape(to)}">{name}</a>' for name, to in links)
    return f"<p>Also as {said}.</p>"


def terms_page(found: Published, root: str, formats: str) -> str:
    """Terms and what they mean."""
    rows = "".join(
        f'<tr id="{escape(one.iri.removeprefix(TERMS))}"><th scope="row">{escape(one.label)}</th>'
        f"<td>{escape(one.definition)}</td><td><code>{escape(one.iri)}</code></td></tr>"
        for one in found.terms
    )
    head = "".join(f'<th scope="col">{one}</th>' for one in ("term", "meaning", "name on the Web of data"))
    table = (
        f"<table><caption>{len(found.terms)} terms</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    wide = f'<div class="wide" tabindex="0" role="region" aria-label="The terms">{table}</div>'
    return page(found.title, f"<p><code>{escape(found.iri)}</code></p>{formats}{wide}", root)


def _source(found: Resource, root: str) -> Iterable[str]:
    for one in found.sources:
        licence = escape(one.licence or "licence not known")
        credit = f" {escape(one.citation)}" if one.citation else ""
        yield f"<li>{_link(one.id, one.title, root)} ({licence}).{credit}</li>"


def _nested(part: Part, iri: str, root: str) -> str:
    fields = {name: values for name, values in part.fields.items() if not any(value.iri == iri for value in values)}
    return _table(_kind(part.kind).capitalize(), part._replace(fields=fields), root)


def _table(caption: str, part: Part, root: str) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(_property(name))}</th>'
        f"<td>{'<br>'.join(_value(one, root) for one in values)}</td></tr>"
        for name, values in part.fields.items()
        if name not in INNER
    )
    return f"<table><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>"


def _value(value: Value, root: str) -> str:
    if value.iri is None:
        return text_of(value.text)
    return _link(value.iri, value.text, root)


def text_of(text: str) -> str:
    """A text as HTML, which breaks anywhere if it is an address."""
    return f'<span class="iri">{escape(text)}</span>' if "://" in text else escape(text)


def _link(iri: str, text: str, root: str) -> str:
    return f'<a href="{root}id?{escape(urlencode({"iri": iri}))}">{text_of(text)}</a>'


def _kind(kind: Kind) -> str:
    return labels().get(CLASSES[kind], kind).capitalize()


def _property(name: str) -> str:
    return labels().get(PROPERTIES[name], name.replace("_", " "))
