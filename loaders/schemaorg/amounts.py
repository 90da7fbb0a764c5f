"""Prices, times and modes as schema.org states them, where they say one thing; what they leave open stays unknown."""

import re
from datetime import date
from typing import Any

from kmgraph.vocabulary import Availability, Mode
from loaders.foreign import Sort, duration, number
from loaders.linked import SCHEMA, Node, Value
from loaders.schemaorg.reading import Reading
from loaders.schemaorg.terms import CURRENCY, FREE, MODE, OFFERS, PRICE, TIMES

MODES = {
    "online": Mode.ONLINE, "onlineeventattendancemode": Mode.ONLINE, "distance": Mode.ONLINE, "virtual": Mode.ONLINE,
    "onsite": Mode.IN_PERSON, "in person": Mode.IN_PERSON, "in-person": Mode.IN_PERSON, "face-to-face": Mode.IN_PERSON,
    "offlineeventattendancemode": Mode.IN_PERSON, "on-site": Mode.IN_PERSON, "classroom": Mode.IN_PERSON,
    "blended": Mode.BLENDED, "hybrid": Mode.BLENDED, "mixedeventattendancemode": Mode.BLENDED,
}  # fmt: skip
STOCK = {
    "InStock": Availability.OPEN, "LimitedAvailability": Availability.OPEN, "OnlineOnly": Availability.OPEN,
    "PreOrder": Availability.PLANNED, "PreSale": Availability.PLANNED, "SoldOut": Availability.CLOSED,
    "OutOfStock": Availability.CLOSED, "Discontinued": Availability.HISTORIC,
}  # fmt: skip
SPECIFICATION, CATEGORY, OFFERED = SCHEMA + "priceSpecification", SCHEMA + "category", SCHEMA + "availability"

PRICES = Sort("A course states no single price with its currency, so its fee stays unknown: {}.",
              "State one, as digits such as 1200.50 and a code such as GBP. What is written is kept in extra.",
              "schema:offers")  # fmt: skip
LENGTHS = Sort("A time is no single duration of ISO 8601 in hours or in weeks, so it stays unknown: {}.",
               "Write it such as PT40H or P10W. What is written is kept in extra.", "schema:timeRequired")  # fmt: skip
MANNERS = Sort("A mode of study says neither online nor in person nor blended, and is kept in extra: {}.",
               "Write Online, Onsite or Blended.", "schema:courseMode")  # fmt: skip
DAYS = Sort("A date is none of ISO 8601, so it stays unknown: {}.", "Write it such as 2027-03-01.")


def fee(reading: Reading, node: Node) -> tuple[dict[str, Any], bool]:
    """The fields of the fee, and whether they say all that the offers do."""
    free = {_truth(value) for value in node.values(FREE)} - {None}
    prices: set[tuple[float, str | None]] = set()
    odd: list[str] = []
    for offer in reading.graph.under(node, OFFERS):
        inner = _specified(reading, offer)
        currency = next((text.upper() for one in inner for text in one.texts(CURRENCY)), None)
        stated = [value.value for one in inner for value in one.values(PRICE)]
        if not stated and any(text.strip().lower() == "free" for text in offer.texts(CATEGORY)):
            stated = [0]
        for price in stated:
            amount = number(price)
            sound = amount is not None and (amount == 0 or re.fullmatch(r"[A-Z]{3}", currency or ""))
            prices |= {(amount or 0.0, currency if amount else None)} if sound else set()
            odd += [] if sound else [f"{price} {currency or 'without a currency'}"]
    if free == {True}:
        prices.add((0.0, None))
    if len(prices) > 1 or odd or (free == {False} and prices == {(0.0, None)}) or len(free) > 1:
        shown = [f"{amount:g} {currency or ''}".strip() for amount, currency in sorted(prices, key=str)]
        reading.notes.add(PRICES, reading.place(node), " or ".join([*shown, *odd]) or str(node.text(FREE)))
        return {}, False
    if not prices:
        return {}, False
    amount, currency = prices.pop()
    return {"fee": amount, "currency": currency}, True


def _specified(reading: Reading, offer: Node) -> list[Node]:
    """An offer, and what specifies its price."""
    return [offer, *reading.graph.under(offer, SPECIFICATION)]


def offers_of(reading: Reading, node: Node) -> list[Node]:
    """The offers of a course, with what specifies their prices."""
    return [one for offer in reading.graph.under(node, OFFERS) for one in _specified(reading, offer)]


def _truth(value: Value) -> bool | None:
    words = {"true": True, "yes": True, "false": False, "no": False}
    return words.get(str(value.value).strip().rsplit("/", 1)[-1].lower())


def length(reading: Reading, nodes: list[Node]) -> tuple[dict[str, Any], bool]:
    """The fields of the time that nodes state, and whether these say all that is stated."""
    hours: dict[float, None] = {}
    weeks: dict[float, None] = {}
    whole = True
    for node, text in ((one, text) for one in nodes for name in TIMES for text in one.texts(name)):
        found = duration(text)
        if found is None:
            whole = False
            reading.notes.add(LENGTHS, reading.place(node), text)
        elif found.hours is not None:
            hours[found.hours] = None
        elif found.weeks is not None:
            weeks[found.weeks] = None
    for several in (hours, weeks):
        if len(several) > 1:
            whole = False
            shown = " or ".join(f"{one:g}" for one in sorted(several))
            reading.notes.add(LENGTHS, reading.place(nodes[0]), shown)
    one = {"effort_hours": hours, "elapsed_weeks": weeks}
    return {field: next(iter(found)) for field, found in one.items() if len(found) == 1}, whole


def mode(reading: Reading, node: Node) -> Mode | None:
    """How people take part, where it is said in words that are known."""
    if node.iri not in reading.modes:
        reading.modes[node.iri] = _mode(reading, node)
    return reading.modes[node.iri]


def _mode(reading: Reading, node: Node) -> Mode | None:
    words = [*node.texts(MODE), *(iri.rsplit("/", 1)[-1] for iri in node.iris(MODE))]
    found = {MODES[key] for word in words if (key := word.rsplit("/", 1)[-1].strip().lower()) in MODES}
    for word in words:
        if word.rsplit("/", 1)[-1].strip().lower() not in MODES:
            reading.notes.add(MANNERS, reading.place(node), word)
    if found == {Mode.ONLINE, Mode.IN_PERSON}:
        return Mode.EITHER
    return found.pop() if len(found) == 1 else None


def availability(reading: Reading, node: Node) -> Availability:
    """Whether one can join now, where the offers say so in one voice."""
    offers = reading.graph.under(node, OFFERS)
    words = {text.rsplit("/", 1)[-1] for one in offers for text in [*one.texts(OFFERED), *one.iris(OFFERED)]}
    found = {STOCK[word] for word in words if word in STOCK}
    return found.pop() if len(found) == 1 else Availability.UNKNOWN


def day(reading: Reading, node: Node, name: str) -> date | None:
    """The day that a property names, whatever the time of day."""
    text = node.text(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10] if re.match(r"\d{4}-\d{2}-\d{2}(T|$)", text) else "")
    except ValueError:
        reading.notes.add(DAYS, reading.place(node), text)
        return None
