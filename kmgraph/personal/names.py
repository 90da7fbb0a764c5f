"""Names of people in a text, told by their capitals, their company and the words that are no names."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kmgraph.personal.words import (
    GIVEN,
    INSTITUTIONS,
    LETTERED,
    NO_NAMES,
    OFFICES,
    ONLY_TITLES,
    PARTICLES,
    SAINTS,
    SHORT_TITLES,
    SURNAME_PARTICLES,
    TITLES,
)

TOKEN = re.compile(r"(?:[^\W\d_]\.-?){1,4}(?![^\W\d_])|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
INITIAL = re.compile(r"[^\W\d_]|(?:[^\W\d_]\.-?)+")
SIGNED = re.compile(r"\b(?:signed(?: by)?|sincerely|faithfully|regards|best wishes|my name is)[\s,:]*$", re.IGNORECASE)
LONGEST = 5
"""Letters of an abbreviation."""
TOGETHER = 6
"""Words that a name of several words has at most."""


class Token(NamedTuple):
    """A word of a text, and where it stands."""

    text: str
    start: int
    end: int
    gap: str
    """What stands between the word before and this one, apart from blanks."""
    shouted: bool
    """Whether the whole text is in capitals."""

    @property
    def plain(self) -> str:
        """The word in small letters, without accents."""
        letters = unicodedata.normalize("NFKD", self.text.casefold().replace("’", "'"))
        return "".join(letter for letter in letters if not unicodedata.combining(letter))

    @property
    def parts(self) -> tuple[str, ...]:
        """The words that it is joined of: Anne-Marie is two."""
        return tuple(filter(None, re.split(r"[-'.]", self.plain)))

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def initial(self) -> bool:
        """Whether it may be the initials of somebody: J, J. or J.-P."""
        return self.capital and INITIAL.fullmatch(self.text) is not None and self.plain not in ("a", "i")

    @property
    def abbreviation(self) -> bool:
        """Whether it is in capitals where other words are not: UPEN, IfG, PhD."""
        capitals = sum(letter.isupper() for letter in self.text)
        longest = LONGEST - 1 if self.shouted else LONGEST
        return 2 <= len(self.text) <= longest and 2 * capitals > len(self.text)

    @property
    def given(self) -> bool:
        """Whether it is a given name."""
        return self.plain in GIVEN or self.parts[0] in GIVEN


class Known:
    """The words of the data: alone they are no names, and what it says in several words with capitals is no person."""

    def __init__(self, texts: Iterable[str] = ()):
        words: set[str] = set()
        self._phrases: set[tuple[str, ...]] = set()
        for text in texts:
            tokens = list(_tokens(text))
            words.update(part for token in tokens for part in token.parts)
            self._phrases.update(phrase for run in _runs(tokens) for phrase in _phrases(run))
        self._words = words - GIVEN

    def calls(self, run: Sequence[Token]) -> bool:
        """Whether the data itself uses these words together."""
        return _phrase(run) in self._phrases

    def word(self, token: Token) -> bool:
        """Whether a word is no name: an ordinary one, a place, an abbreviation, or one that the data uses."""
        return token.abbreviation or all(
            any(form in NO_NAMES or form in self._words for form in _forms(part)) for part in token.parts
        )


def name_in(text: str, known: Known) -> str | None:
    """What in a text looks like the name of a person, or None."""
    tokens = list(_tokens(text))
    told = (_titled(tokens, known), _signed(text, tokens, known), _inverted(tokens, known), _called(tokens, known))
    for found in told:
        if found:
            return text[found[0].start : found[-1].end]
    return None


def _titled(tokens: Sequence[Token], known: Known) -> Sequence[Token] | None:
    """A title and the name after it: Dr Jones, mr smith, Lady Smith, but no Lord Mayor."""
    for at, (title, name) in enumerate(pairwise(tokens)):
        if title.plain not in TITLES or name.gap not in ("", ".") or name.plain in OFFICES:
            continue
        strange = not known.word(name)
        if name.capital and title.capital and (strange or title.plain in ONLY_TITLES):
            return tokens[at : at + 2]
        if title.plain in SHORT_TITLES and strange:
            return tokens[at : at + 2]
    return None


def _signed(text: str, tokens: Sequence[Token], known: Known) -> Sequence[Token] | None:
    """A name after words with which people sign."""
    for at, token in enumerate(tokens):
        if token.capital and not known.word(token) and SIGNED.search(text[max(0, token.start - 40) : token.start]):
            return tokens[at : at + 1]
    return None


def _inverted(tokens: Sequence[Token], known: Known) -> Sequence[Token] | None:
    """A name as lists of references have it: Smith, J."""
    for at, (name, initial) in enumerate(pairwise(tokens)):
        if name.capital and not known.word(name) and initial.gap == "," and initial.initial and "." in initial.text:
            return tokens[at : at + 2]
    return None


def _called(tokens: Sequence[Token], known: Known) -> Sequence[Token] | None:
    """A given name, or several words with capitals that are no ordinary ones."""
    settled: set[int] = set()
    for run in _runs(tokens):
        if any(token.plain in INSTITUTIONS for token in run) or known.calls(run):
            settled.update(token.start for token in run)
        elif name := _name(run, known):
            return name
    for before, token in pairwise([None, *tokens]):
        saint = before is not None and before.plain in SAINTS
        if token and token.given and token.start not in settled and not saint:
            return [token]
    return None


def _name(run: Sequence[Token], known: Known) -> Sequence[Token] | None:
    """The part of a run of words with capitals that looks like a name: Jane Smith, J. Smith, Smith J., van der Berg."""
    before: Token | None = None
    lettered = False
    for token in run:
        if token.plain in PARTICLES and not token.capital:
            continue
        strange = not (lettered if token.initial else known.word(token))
        if strange and before and not (before.initial and token.initial):
            return [before, token]
        if strange and run[0].plain in SURNAME_PARTICLES and not run[0].capital:
            return run
        before, lettered = token if strange else None, token.plain in LETTERED
    return None


def _tokens(text: str) -> Iterator[Token]:
    shouted = not any(letter.islower() for letter in text)
    end = 0
    for found in TOKEN.finditer(text):
        word = re.sub(r"['’]s$", "", found.group(), flags=re.IGNORECASE)
        yield Token(word, found.start(), found.start() + len(word), text[end : found.start()].strip(), shouted)
        end = found.end()


def _runs(tokens: Iterable[Token]) -> list[list[Token]]:
    """The words with capitals that stand side by side, and the particles between them."""
    runs: list[list[Token]] = [[]]
    for token in tokens:
        part = token.capital or token.plain in PARTICLES
        if token.gap or not part:
            runs.append([])
        if part:
            runs[-1].append(token)
    return [run for run in runs if any(token.capital for token in run)]


def _phrases(run: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    """All that stands together in a run of words."""
    return (_phrase(run[at:to]) for at in range(len(run)) for to in range(at + 2, min(len(run), at + TOGETHER) + 1))


def _phrase(run: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.plain for token in run)


def _forms(word: str) -> Iterator[str]:
    """A word, and what it may be the plural or another form of."""
    yield word
    for end, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ed", ""),
        ("ed", "e"),
        ("ly", ""),
    ):
        if word.endswith(end):
            yield word.removesuffix(end) + instead
