"""Prices and durations as CTDL states them, where they say one thing; None where they leave it open."""

import re
from typing import NamedTuple

from loaders.foreign import Duration, duration, number
from loaders.linked import CETERMS, Graph, Node


class Fee(NamedTuple):
    """A price and its currency."""

    amount: float
    currency: str | None


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


def _kinds(graph: Graph, profile: Node) -> set[str]:
    return set(words(graph, profile, CETERMS + "directCostType"))


def words(graph: Graph, node: Node, name: str) -> list[str]:
    """The terms of a vocabulary that a property names, by the last part of their IRI: InPerson."""
    inner = [target for each in graph.under(node, name) for target in each.iris(CETERMS + "targetNode")]
    texts = [text for each in graph.under(node, name) for text in each.texts(CETERMS + "targetNode")]
    own = [iri for iri in node.iris(name) if iri not in graph.nodes or not graph.nodes[iri].properties]
    return list(dict.fromkeys(re.split(r"[/#:]", text)[-1] for text in (*inner, *texts, *own, *node.texts(name))))
