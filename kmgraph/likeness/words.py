"""Words of a text, and the part of each that its forms share: brief, briefs and briefing are one."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

TOKEN = re.compile(r"[^\W_]+(?:['’&][^\W_]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LONGEST = 40
"""Letters of a word that count."""
EMPTY = _words(
    """
    a about above after all also an and any are as at be been both but by can could do does each etc for from
    had has have how if in into is it its may might more most must no nor not of on one or other our out over
    own s shall should so some such than that the their them then there these they this those through to under
    up us via was we well were what when where which who whom whose why will with within without would you your
    """
)
"""Words that say nothing of a competency."""
ENDINGS = (
    ("ational", "ate"), ("bility", "ble"), ("isation", "ise"), ("ization", "ise"), ("izing", "ise"),
    ("ized", "ise"), ("ises", "ise"), ("ize", "ise"), ("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""),
    ("s", ""),
)  # fmt: skip
SHORTEST = 3
"""Letters that are left of a word at least."""


class Word(NamedTuple):
    """A word of a text, and where it stands there."""

    stem: str
    start: int
    end: int


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What the forms of a word share, roughly: enough to see that two are of one word, never shown."""
    word = word.casefold()[:LONGEST].replace("’", "'").removesuffix("'s")
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= SHORTEST and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiols":
        return word[:-1]
    return word.removesuffix("e") if len(word) > SHORTEST + 1 else word


def words(text: str) -> list[Word]:
    """The words of a text in their order."""
    return [Word(stem(found.group()), found.start(), found.end()) for found in TOKEN.finditer(text)]


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text."""
    return tuple(word.stem for word in words(text))


def telling(stemmed: Iterable[str]) -> tuple[str, ...]:
    """Those that say something."""
    return tuple(one for one in stemmed if one not in EMPTY_STEMS)


EMPTY_STEMS = frozenset(map(stem, EMPTY)) | EMPTY
