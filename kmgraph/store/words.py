"""The words of labels, as the stores index them: without capitals and diacritics, in any script.

Both stores are given the same words, one space between two, and split there and nowhere else. So what counts as a
word is said once, here, and they find the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from pydantic_core import from_json

from kmgraph.model import RECORDS, Named, Record, Source, slug_of
from kmgraph.vocabulary import BASE

KINDS = tuple(kind for kind, record in RECORDS.items() if issubclass(record, Named | Source))
"""Kinds that people know by a label."""
LONGEST = 64
"""Letters of a word; what follows is left out."""
_PLAIN = re.compile("[a-z0-9]+")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
    | dict.fromkeys("'’ʼ`´", "")
)
"""Apostrophes, and letters that Unicode does not take apart into one of the alphabet and a mark."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no space between words, each of which counts as a word: of Thai, Lao, Burmese, Khmer,
Japanese and Chinese."""


def words(text: str) -> list[str]:
    """The words of a text in their order, without capitals and diacritics; an apostrophe does not part them."""
    plain = text.casefold()
    if plain.isascii():  # nearly all of a labour market is
        found = _PLAIN.findall(plain.replace("'", "").replace("`", ""))
    else:
        letters = unicodedata.normalize("NFKD", plain.translate(_LETTERS)).casefold()
        found = "".join(map(_spelt, letters)).split(" ")
    return [one[:LONGEST] for one in found if one] if len(plain) > LONGEST or not plain.isascii() else found


def line(text: str) -> str:
    """The words of a text with a space between two."""
    return " ".join(words(text))


def names(label: str, others: Iterable[str], iri: str) -> str:
    """What a record is called, a line for each label, the preferred one first, between line ends.

    The short name of one of the project's own is among them; that of another's may be any code.
    """
    first = line(label)
    rest = [line(one) for one in (*others, *([slug_of(iri)] if iri.startswith(BASE) else ()))]
    return "\n".join(("", first, *(one for one in dict.fromkeys(rest) if one and one != first), ""))


def names_of(record: Record) -> str | None:
    """What a record is called, or None where it has no label."""
    if isinstance(record, Named):
        return names(record.label, (*record.alternative_labels, *record.hidden_labels), record.id)
    return names(record.title, (), record.id) if isinstance(record, Source) else None


def names_in(iri: str, body: str) -> str:
    """What the record is called of which this is the text, as a store keeps it."""
    said = from_json(body, cache_strings="keys")
    others = (*said.get("alternative_labels", ()), *said.get("hidden_labels", ()))
    return names(said.get("label") or said.get("title") or "", others, iri)


def lines(names: str) -> Iterator[str]:
    """The labels of a record as words, the preferred one first."""
    return iter(names.split("\n")[1:-1])


@cache
def _spelt(letter: str) -> str:
    """A letter as it is indexed; a mark that only changes one (a combining class) is left out."""
    if unicodedata.combining(letter):
        return ""
    if _UNSPACED.match(letter):
        return f" {letter} "
    return letter if unicodedata.category(letter)[0] in "LNM" else " "
