"""Prices as people write them: £1,200, 1 200.50 EUR, $40."""

import re
from typing import NamedTuple

SIGNS = {"£": ("GBP",), "€": ("EUR",), "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD")}
"""The currencies that a sign may mean."""
AMOUNT = r"[0-9]{1,15}(?:\.[0-9]{1,2})?|[0-9]{1,3}(?:[, \u00a0\u202f'’][0-9]{3})+(?:\.[0-9]{1,2})?"
"""A point stands before pence; a comma or a blank only between thousands. What may mean either is no amount."""
PRICE = re.compile(rf"(?P<before>[£€$]|[A-Z]{{3}})? ?(?P<amount>{AMOUNT}) ?(?P<after>[£€$]|[A-Z]{{3}})?")
HINT = (
    "Write the amount, such as 1200 or £1,200.50 (a point only before pence), or say under “values:” what words mean, "
    "such as {free: 0}."
)


class Price(NamedTuple):
    """A price as it is written, its amount in plain digits, and the currencies that its sign may mean."""

    written: str
    amount: str
    currencies: tuple[str, ...]
    """None where it has no sign."""


def price(text: str) -> Price | None:
    """The price that a text is; None where it is none, or may be several."""
    found = PRICE.fullmatch(text.strip())
    if found is None or (found["before"] and found["after"]):
        return None
    sign = found["before"] or found["after"] or ""
    digits = re.sub(r"[^0-9.]", "", found["amount"])
    return Price(text, digits, SIGNS.get(sign, (sign,) if sign else ()))
