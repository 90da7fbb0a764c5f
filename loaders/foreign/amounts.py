"""Numbers and durations as people and standards write them; None where they leave open what is meant."""

import re
from typing import NamedTuple

ISO = re.compile(
    r"P(?:(?P<years>\d+(?:\.\d+)?)Y)?(?:(?P<months>\d+(?:\.\d+)?)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?"
    r"(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
"""A duration of ISO 8601."""
WEEKS = {"years": 52.0, "months": 52 / 12, "weeks": 1.0, "days": 1 / 7}
HOURS = {"hours": 1.0, "minutes": 1 / 60, "seconds": 1 / 3600}
NUMBER = re.compile(r"\s*(\d{1,9}|\d{1,3}(,\d{3}){1,2})(\.\d{1,9})?\s*")
"""Digits, with a point before decimals, and commas before thousands or none."""


class Duration(NamedTuple):
    """How long: hours of work where the duration is given in hours, else weeks from start to end."""

    hours: float | None = None
    weeks: float | None = None


def duration(text: str) -> Duration | None:
    """What a duration of ISO 8601 says: PT40H is work, P10W passes; one that mixes both is left open."""
    found = ISO.fullmatch(text.strip().upper()) if len(text) < 60 else None
    parts = {name: float(number) for name, number in found.groupdict().items() if number} if found else {}
    weeks = sum(parts[name] * size for name, size in WEEKS.items() if name in parts)
    hours = sum(parts[name] * size for name, size in HOURS.items() if name in parts)
    if bool(weeks) == bool(hours):
        return None
    return Duration(hours=round(hours, 4)) if hours else Duration(weeks=round(weeks, 4))


def number(value: object) -> float | None:
    """What a value says as a number that is not below 0."""
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return float(value.replace(",", ""))
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1e9
    return float(value) if fits and isinstance(value, int | float) else None
