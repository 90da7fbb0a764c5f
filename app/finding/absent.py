"""What people look for that is not held here: pay, vacancies and demand."""

import re

from app import links
from app.catalogue import _
from app.markup import Html, tag

WORDS = frozenset((
    _("demand"), _("earn"), _("earning"), _("earnings"), _("employment"), _("hiring"), _("job"),
    _("jobs"), _("outlook"), _("paid"), _("pay"), _("pays"), _("pension"), _("prospects"),
    _("salaries"), _("salary"), _("vacancies"), _("vacancy"), _("wage"), _("wages"),
))  # fmt: skip
"""Words that ask for it, in lower case."""
SAYS = _("Not held here: pay, vacancies and demand.")


def asks(text: str) -> bool:
    """Whether a text looks for what is not held here."""
    return not WORDS.isdisjoint(re.findall(r"\w+", text.casefold()))


def instead() -> Html:
    """Says what is not held here, and what to do instead."""
    return tag(
        "p", SAYS, " ", tag("strong", links.page(_("Say what you can do instead"), "profile")), class_="km-inset"
    )
