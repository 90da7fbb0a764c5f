"""Small words that sentences are made of: numbers, rows, plurals."""

from collections.abc import Sequence

from kmgraph.wording import listed

NUMBERS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def count(number: int, one: str, many: str) -> str:
    """So many of something: 1 course, 2 courses."""
    return f"{amount(number)} {one if number == 1 else many}"


def plural(number: int, verb: str) -> str:
    """The verb of so many things, given as it is for one."""
    return verb if number == 1 else verb.removesuffix("s")


def capital(words: str) -> str:
    """Words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def amount(number: float) -> str:
    """A number without needless decimals: 1,200 or 2.5."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def row(words: Sequence[str]) -> str:
    """Things one after the other: a, b and c."""
    return listed(words, "and")


def percent(part: float, whole: float) -> str:
    """A part of a whole: 12%, or "under 1%" where it would round to nothing."""
    return "under 1%" if 0 < part / whole < 0.005 else f"{part / whole:.0%}"
