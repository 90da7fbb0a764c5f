"""How wide text is, and how it breaks into lines: measured, not guessed, for the picture and its files alike.

The measure is DejaVu Sans Condensed, which files are drawn with. It is as wide as Arial and wider than the type of the
page, so that what fits here fits there.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import category, combining, east_asian_width

from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = FONTS / "DejaVuSansCondensed.ttf", FONTS / "DejaVuSansCondensed-Bold.ttf"
CUT = "…"
FINE = 1000
"""Size of type at which letters are measured."""
JOINER, VARIANT = "\u200d", "\ufe0f"
"""What makes one sign of two, and what makes a sign an emoji."""
WIDE = "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffe6]"
"""Letters of scripts that are written without spaces: a line may end after each."""
PIECES = re.compile(rf"\s+|{WIDE}|(?:(?!{WIDE})\S)+")


@cache
def _face(font: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font, FINE, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def _letter(letter: str, font: Path) -> float:
    """The width of a letter, in parts of the size of its type."""
    if combining(letter) or category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    return 1.0 if east_asian_width(letter) in "WF" else _face(font).getlength(letter) / FINE


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is, in the unit of the size of its type."""
    font = BOLD if bold else REGULAR
    return size * sum(_letter(letter, font) for letter in text)


def wrapped(text: str, room: float, size: float, *, most: int, bold: bool = False) -> list[str]:
    """A text in lines that fit into some room; what goes beyond `most` lines is cut, with … at the end."""
    lines: list[str] = []
    for line in _lines(text, room, size, bold=bold):
        if len(lines) == most:
            lines[-1] = _cut(lines[-1], room, size, bold=bold)
            break
        lines.append(line)
    return lines


def _lines(text: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    line, filled = "", 0.0
    for piece in _pieces(text, room, size, bold=bold):
        wide = width(piece, size, bold=bold)
        if line.strip() and filled + (0.0 if piece.isspace() else wide) > room:
            yield line.strip()
            line, filled = "", 0.0
        if line or not piece.isspace():
            line, filled = line + piece, filled + wide
    if line.strip():
        yield line.strip()


def _pieces(text: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    """Words and spaces; a word that is wider than a line, in parts."""
    for found in PIECES.finditer(text):
        piece = found.group()
        if piece.isspace():
            yield " "
        elif width(piece, size, bold=bold) <= room:
            yield piece
        else:
            yield from _parts(piece, room, size, bold=bold)


def _parts(word: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    part, filled = "", 0.0
    for sign in _signs(word):
        wide = width(sign, size, bold=bold)
        if part and filled + wide > room:
            yield part
            part, filled = "", 0.0
        part, filled = part + sign, filled + wide
    yield part


def _signs(word: str) -> Iterator[str]:
    """What people see as one sign: a letter with its accents, an emoji with what changes it."""
    sign = ""
    for letter in word:
        joined = sign.endswith(JOINER) or letter in (JOINER, VARIANT) or combining(letter)
        if sign and not joined:
            yield sign
            sign = ""
        sign += letter
    if sign:
        yield sign


def _cut(line: str, room: float, size: float, *, bold: bool) -> str:
    signs = list(_signs(line))
    while signs and width("".join(signs) + CUT, size, bold=bold) > room:
        signs.pop()
    return "".join(signs).rstrip() + CUT
