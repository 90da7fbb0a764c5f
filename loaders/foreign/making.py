"""Records of a foreign source: its own entry, short names made of its words, and the names of its edges."""

import hashlib
import re
import unicodedata
from typing import Any, TypeVar

from kmgraph.errors import Place
from kmgraph.load import Entry
from kmgraph.model import Record, Source, iri, keyed_iri
from kmgraph.vocabulary import Kind, Status

R = TypeVar("R", bound=Record)

LONGEST = 80
"""Characters of a short name."""


def slug(text: str) -> str:
    """A short name made of words: small letters, digits and hyphens; other writing systems get a digest."""
    letters = unicodedata.normalize("NFKD", text[: 20 * LONGEST]).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if short and len(short) <= LONGEST:
        return short
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
    return f"{short[: LONGEST - 11].rstrip('-')}-{digest}".lstrip("-")


def source(short: str, place: Place, **fields: Any) -> Entry:
    """The entry of the source itself, which comes first; `short` is its name in the IRIs of its records."""
    return Entry(Source(id=iri(Kind.SOURCE, short, short), status=Status.SOURCED, **fields), place)


def named(record_type: type[R], short: str, name: str, **values: Any) -> R:
    """A record of the source `short` that has no IRI of its own there: it is called `name`.

    Raises:
        ValidationError: a value is none that the field takes.
    """
    return record_type(id=iri(record_type.kind, short, name), **{"status": Status.SOURCED, **values})


def edge(record_type: type[R], short: str, **values: Any) -> R:
    """A record of the source `short` that its key fields tell from the next, such as a requirement.

    Raises:
        ValidationError: a value is none that the field takes.
    """
    return record_type(id=keyed_iri(record_type.kind, short, values), **{"status": Status.SOURCED, **values})
