"""What is looked at before a document is parsed: how deep it goes, and what its entities would swell to."""

import re
from collections.abc import Callable

from kmgraph.sheets import Unreadable

DEEPEST = 100
"""Levels of nesting; the parsers take memory with the square of it."""
LONGEST_ENTITY = 500
SWOLLEN = 20_000_000
"""Letters that all entities of a document may stand for."""
MOST = 1_500_000
"""Values of JSON that is read as a whole: the parser takes a kilobyte and more for each, however short it is."""
MOST_CONTEXTS = 100
"""Contexts of a document in JSON-LD; the parser takes time with the square of those within others."""
MOST_TERMS = 4_000
"""Entries of all these contexts; the parser's stack overflows where some 6,000 terms each stand on another."""
LONGEST = 16_000_000
"""Bytes of a text or tag, as the parsers of the other syntaxes bound them."""
HINT = "Check that it is the right file."
ESCAPE = re.compile(rb"\\.", re.DOTALL)
SIGN = re.compile(rb"[\[\]{}\n]")
CONTEXT = b"@context"
LETTER = re.compile(rb"\\u00([467][0-9A-Fa-f])")
"""How JSON may spell the letters of `@context`."""
BEGUN = re.compile(rb"u[0-9A-Fa-f]{0,3}\Z")


def refuse_unsafe_xml() -> Callable[[bytes], None]:
    """Something that is given a document piece by piece, and refuses what is broken, too deep or a bomb of entities.

    It raises Unreadable with the line. Entities are taken as they are used for namespaces: short, and plain text.
    """
    from xml.parsers import expat

    parser = expat.ParserCreate()
    depth = 0
    longest = 0
    ampersands = 0
    letters = 0
    unparted = 0

    def opens(name: str, attributes: object) -> None:
        nonlocal depth, letters
        depth += 1
        letters = 0
        if depth > DEEPEST:
            raise Unreadable("The XML is nested too deeply.", HINT, parser.CurrentLineNumber)

    def closes(name: str) -> None:
        nonlocal depth, letters
        depth -= 1
        letters = 0

    def says(text: str) -> None:
        nonlocal letters
        letters += len(text)
        if letters > LONGEST:
            raise Unreadable(f"A text is longer than {LONGEST // 1_000_000} MB.", HINT, parser.CurrentLineNumber)

    def declares(
        name: str, parameter: bool, value: str | None, base: str | None, system: str | None, *rest: object
    ) -> None:
        nonlocal longest
        if value is None or parameter or len(value) > LONGEST_ENTITY or "&" in value or "%" in value:
            message = f"The XML declares the entity {name[:60]}, which stands for another document, others or too much."
            raise Unreadable(message, "Write in full what it stands for.", parser.CurrentLineNumber)
        longest = max(longest, len(value))

    parser.StartElementHandler = opens
    parser.EndElementHandler = closes
    parser.EntityDeclHandler = declares
    parser.CharacterDataHandler = says
    parser.buffer_text = True

    def check(chunk: bytes) -> None:
        nonlocal ampersands, unparted
        ampersands += chunk.count(b"&")
        unparted = len(chunk) - 1 - chunk.rfind(b"<") if b"<" in chunk else unparted + len(chunk)
        if unparted > LONGEST:
            message = f"A text or tag is longer than {LONGEST // 1_000_000} MB."
            raise Unreadable(message, HINT, parser.CurrentLineNumber)
        if ampersands * longest > SWOLLEN:
            raise Unreadable("The entities of the XML would swell beyond measure.", HINT, parser.CurrentLineNumber)
        try:
            parser.Parse(chunk, False)
        except expat.ExpatError as failure:
            message = f"The XML is broken: {expat.ErrorString(failure.code)}."
            raise Unreadable(message, "Mend it, or export it again.", failure.lineno, failure.offset) from None
        except (LookupError, ValueError) as failure:
            raise Unreadable(f"The XML is in an encoding that is not known: {failure}.", "Save it as UTF-8.") from None

    return check


def refuse_deep_json(most: int | None = None) -> Callable[[bytes], None]:
    """Something that is given a document piece by piece, and raises Unreadable where it is too deep.

    It does so as well where the document holds more than `most` values, or contexts of JSON-LD beyond measure.
    """
    depth = 0
    values = 0
    line = 1
    kept_back = b""
    in_text = False
    text = b""
    contexts = _Contexts()

    def check(chunk: bytes) -> None:
        nonlocal depth, line, kept_back, in_text, values, text
        chunk = kept_back + chunk
        kept_back = _cut_off(chunk)
        whole = LETTER.sub(_letter, chunk[: len(chunk) - len(kept_back)])
        for at, part in enumerate(ESCAPE.sub(b"", whole).split(b'"')):
            in_text = in_text != (at > 0)
            if in_text:
                text = part if at else text + part[: len(CONTEXT) + 1]
                continue
            if at:
                contexts.name(text, depth, line)
            values += part.count(b"[") + part.count(b"{") + part.count(b",")
            if most and values > most:
                raise Unreadable(f"The JSON holds more than {most:,} values.", "Save it as Turtle, or split it.", line)
            for sign in SIGN.findall(part):
                line += sign == b"\n"
                depth += (sign in (b"[", b"{")) - (sign in (b"]", b"}"))
                if depth > DEEPEST:
                    raise Unreadable("The JSON is nested too deeply.", HINT, line)
            contexts.part(part, depth, line)

    return check


def _cut_off(chunk: bytes) -> bytes:
    """The escape at the end of which the rest is not there yet."""
    begun = BEGUN.search(chunk[-4:])
    for rest in (begun.group() if begun else b"", b""):
        before = chunk[: len(chunk) - len(rest)]
        if (len(before) - len(before.rstrip(b"\\"))) % 2:
            return b"\\" + rest
    return b""


def _letter(spelt: re.Match[bytes]) -> bytes:
    return bytes([int(spelt[1], 16)])


class _Contexts:
    """Counts the contexts of a document in JSON-LD and their entries, and raises Unreadable where they are too many."""

    def __init__(self) -> None:
        self._contexts = 0
        self._terms = 0
        self._outside: int | None = None
        """How deep that stands to which the outermost context belongs; None between contexts."""
        self._begun = False

    def name(self, text: bytes, depth: int, line: int) -> None:
        """Takes notice of a text."""
        if text != CONTEXT:
            return
        self._contexts += 1
        if self._contexts > MOST_CONTEXTS:
            message = f"The JSON-LD has more than {MOST_CONTEXTS} contexts."
            raise Unreadable(message, "Write one context at its head, or save it as Turtle.", line)
        if self._outside is None:
            self._outside, self._begun = depth, False

    def part(self, part: bytes, depth: int, line: int) -> None:
        """Takes notice of what stands between two texts, after which the document is so deep."""
        if self._outside is None or not (self._begun or part.strip(b" \t\r\n:")):
            return
        self._begun = True
        self._terms += part.count(b",")
        if self._terms > MOST_TERMS:
            message = f"The contexts of the JSON-LD have more than {MOST_TERMS:,} entries."
            raise Unreadable(message, "Leave out what the file does not use, or save it as Turtle.", line)
        if depth <= self._outside:
            self._outside = None
