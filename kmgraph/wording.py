"""How problems are worded: what was found in quotation marks, and the words that somebody may have meant."""

import re
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz import fuzz, process


def code_point(letter: str) -> str:
    """What a letter is called that nobody can see: U+202E."""
    return f"U+{ord(letter):04X}"


def visible(text: str, keep: str = "") -> str:
    """A text in which a stand-in is seen for all that hides or deceives: ␛ for an escape, U+202E for an override."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter in keep else _stand_in(letter) for letter in text)


def _stand_in(letter: str) -> str:
    if letter < " ":
        return chr(0x2400 + ord(letter))
    return "␡" if letter == "\x7f" else code_point(letter)


def quoted(value: object, most: int = 60) -> str:
    """A value in quotation marks, on one line and shortened: “policy engagement off…”."""
    text = visible(re.sub(r"[^\S\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+", " ", str(value)[: 4 * most]).strip())
    return f"“{text if len(text) <= most else text[: most - 1] + '…'}”"


def listed(words: Sequence[str], last: str = "or") -> str:
    """Words as people list them: a, b or c."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def nothing_in(store: str) -> str:
    """What to say of a store that is not there yet, or empty."""
    return f"There is nothing in the store {store} yet. Load something first, for example: kmgraph load starter"


def nearest(word: str, words: Iterable[str], most: int = 3) -> list[str]:
    """The words most like this one, most alike first; none where nothing is much like it."""
    found = process.extract(word.casefold(), list(words), scorer=fuzz.ratio, score_cutoff=60, limit=most)
    return [match for match, score, _ in found if score > found[0][1] - 10]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The question “Did you mean …?”, or nothing where no word is near."""
    near = nearest(word, words)
    return f"Did you mean {listed([quoted(match) for match in near])}?" if near else ""


def by_likeness(word: str, words: Collection[str]) -> list[str]:
    """All the words, those most like this one first."""
    return sorted(words, key=lambda other: -fuzz.ratio(word.casefold(), other.casefold()))
