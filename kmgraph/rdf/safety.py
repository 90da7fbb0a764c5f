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
LONGEST = 16_000_000
"""Bytes of a text or tag, as the parsers of the other syntaxes bound them."""
HINT = "Check that it is the right file."
ESCAPE = re.compile(rb"\\.", re.DOTALL)
SIGN = re.compile(rb"[\[\]{}\n]")


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

    It does so as well where the document holds more than `most` values.
    """
    depth = 0
    values = 0
    line = 1
    kept_back = b""
    in_text = False

    def check(chunk: bytes) -> None:
        nonlocal depth, line, kept_back, in_text, values
        chunk = kept_back + chunk
        halved = (len(chunk) - len(chunk.rstrip(b"\\"))) % 2  # an escape of which only the backslash is there yet
        kept_back = chunk[len(chunk) - halved :]
        for at, part in enumerate(ESCAPE.sub(b"", chunk[: len(chunk) - halved]).split(b'"')):
            in_text = in_text != (at > 0)
            values += 0 if in_text else part.count(b"[") + part.count(b"{") + part.count(b",")
            if most and values > most:
                raise Unreadable(f"The JSON holds more than {most:,} values.", "Save it as Turtle, or split it.", line)
            for sign in () if in_text else SIGN.findall(part):
                line += sign == b"\n"
                depth += (sign in (b"[", b"{")) - (sign in (b"]", b"}"))
                if depth > DEEPEST:
                    raise Unreadable("The JSON is nested too deeply.", HINT, line)

    return check
