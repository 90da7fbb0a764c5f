"""Prices and durations as CTDL states them, where they say one thing; None where they leave it open."""

import re
from typing import NamedTuple

from loaders.linked import CETERMS, Graph, Node

ISO = re.compile(
    r"P(?:(?P<years>\d+(?:\.\d+)?)Y)?(?:(?P<months>\d+(?:\.\d+)?)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?"
    r"(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
"""A duration of ISO 8601."""
WEEKS = {"years": 52.0, "months": 52 / 12, "weeks": 1.0, "days": 1 / 7}
HOURS = {"hours": 1.0, "minutes": 1 / 60, "seconds": 1 / 3600}


class Duration(NamedTuple):
    """How long: hours of work where the duration is given in hours, else weeks from start to end."""

    hours: float | None = None
    weeks: float | None = None


class Fee(NamedTuple):
    """A price and its currency."""

    amount: float
    currency: str | None


def duration(text: str) -> Duration | None:
    """What a duration of ISO 8601 says: PT40H is work, P10W passes; one that mixes both is left open."""
    found = ISO.fullmatch(text.strip().upper()) if len(text) < 60 else None
    parts = {name: float(number) for name, number in found.groupdict().items() if number} if found else {}
    weeks = sum(parts[name] * size for name, size in WEEKS.items() if name in parts)
    hours = sum(parts[name] * size for name, size in HOURS.items() if name in parts)
    if bool(weeks) == bool(hours):
        return None
    return Duration(hours=round(hours, 4)) if hours else Duration(weeks=round(weeks, 4))


def durations(graph: Graph, node: Node) -> Duration | None:
    """The hours and weeks of the duration profiles of a node; None where one of them leaves something open."""
    stated = graph.under(node, CETERMS + "estimatedDuration")
    if not stated or len(stated) != len(node.properties[CETERMS + "estimatedDuration"]):
        return None
    hours: set[float | None] = set()
    weeks: set[float | None] = set()
    for profile in stated:
        one = _exact(profile)
        if one is None:
            return None
        hours |= {one.hours} - {None}
        weeks |= {one.weeks} - {None}
    if len(hours) > 1 or len(weeks) > 1:
        return None
    return Duration(next(iter(hours), None), next(iter(weeks), None))


def _exact(profile: Node) -> Duration | None:
    texts = [profile.text(CETERMS + name) for name in ("exactDuration", "minimumDuration", "maximumDuration")]
    stated = set(filter(None, texts if texts[0] is None else texts[:1]))
    return duration(stated.pop()) if len(stated) == 1 and (texts[0] or all(texts[1:])) else None


def fee(graph: Graph, node: Node) -> Fee | None:
    """The price of the one cost profile of a node, or of the one that sums the others up; None where there is none."""
    profiles = graph.under(node, CETERMS + "estimatedCost")
    sums = [one for one in profiles if "AggregateCost" in _kinds(graph, one)]
    chosen = sums if len(sums) == 1 else profiles
    if len(chosen) != 1:
        return None
    prices = {amount for said in chosen[0].values(CETERMS + "price") if (amount := number(said.value)) is not None}
    currencies = {text.strip().upper() for text in chosen[0].texts(CETERMS + "currency")}
    if len(prices) != 1 or len(currencies) > 1:
        return None
    price, currency = prices.pop(), next(iter(currencies), None)
    if currency and not re.fullmatch(r"[A-Z]{3}", currency):
        return None
    return Fee(price, currency) if price == 0 or currency else None


def number(value: object) -> float | None:
    """What a value says as a number that is not below 0."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,9}(\.\d{1,9})?\s*", value):
        return float(value)
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1e9
    return float(value) if fits and isinstance(value, int | float) else None


def _kinds(graph: Graph, profile: Node) -> set[str]:
    return set(words(graph, profile, CETERMS + "directCostType"))


def words(graph: Graph, node: Node, name: str) -> list[str]:
    """The terms of a vocabulary that a property names, by the last part of their IRI: InPerson."""
    inner = [target for each in graph.under(node, name) for target in each.iris(CETERMS + "targetNode")]
    texts = [text for each in graph.under(node, name) for text in each.texts(CETERMS + "targetNode")]
    own = [iri for iri in node.iris(name) if iri not in graph.nodes or not graph.nodes[iri].properties]
    return list(dict.fromkeys(re.split(r"[/#:]", text)[-1] for text in (*inner, *texts, *own, *node.texts(name))))
