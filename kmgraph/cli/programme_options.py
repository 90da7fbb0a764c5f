"""Options that say whose needs count and what is within reach, for every command about programmes."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, TypeVar

import click

from kmgraph.cli.filters import ANY_PLAN, ONE_PLAN, nation_code
from kmgraph.cli.filters import switches as filtered
from kmgraph.cli.options import NameOf
from kmgraph.errors import UsageError
from kmgraph.find import names_in, resolve
from kmgraph.graph import Graph
from kmgraph.model import Role
from kmgraph.programme.asked import ROLES_ALONE, Asked, Origin
from kmgraph.vocabulary import Kind, OrganisationType
from kmgraph.wording import did_you_mean, listed, quoted

F = TypeVar("F", bound=Callable[..., Any])

ORIGINS = {str(origin): origin for origin in Origin} | {
    "roles": Origin.ROLES,
    "survey": Origin.SURVEY,
    "adverts": Origin.ADVERTS,
}
WHOSE = (
    click.option("--group", help="Only role types of this group, such as impact."),
    click.option("--sector", help="Only role types found in this kind of organisation, such as university."),
    click.option("--framework", type=NameOf(Kind.FRAMEWORK), help="Only competencies of this framework."),
    click.option("--weight", "weights", multiple=True, metavar="ORIGIN=NUMBER",
                 help="How much roles, posts, survey or adverts weigh, such as posts=0.1; may be repeated."),
)  # fmt: skip
"""Options that say whose needs count; nation and region are those of learning, too."""


def programme_options(command: F) -> F:
    """A command with these options; it hands what it gets by keyword to `asked`."""
    every = (*WHOSE, *ANY_PLAN, *ONE_PLAN[1:])
    return reduce(lambda made, option: option(made), reversed(every), command)


def asked(
    graph: Graph,
    *,
    group: str | None = None,
    sector: str | None = None,
    framework: str | None = None,
    weights: Iterable[str] = (),
    **situation: Any,
) -> Asked:
    """What the options of a command ask for.

    Raises:
        UsageError: a value makes no sense, or names nothing.
    """
    switches = filtered(graph, **situation)
    scheme = resolve(names_in(graph, [Kind.FRAMEWORK]), framework, "framework").iri if framework else None
    nation = situation.get("nation")
    return Asked(
        switches=switches,
        weights=_weights(weights),
        group=_one_of(group, _groups(graph), "role group"),
        sector=_one_of(sector, _sectors(graph), "sector"),
        nation=nation_code(nation) if nation else None,
        region=switches.region,
        framework=scheme,
        with_desirable=switches.with_desirable,
    )


def _weights(texts: Iterable[str]) -> dict[Origin, float]:
    found = dict(ROLES_ALONE)
    for text in texts:
        name, _, number = text.partition("=")
        origin = ORIGINS.get(" ".join(name.casefold().split()))
        if origin is None:
            raise UsageError(
                f"{quoted(name)} is nothing that is counted here. Choose one of {listed(list(map(str, Origin)))}."
            )
        try:
            found[origin] = float(number)
        except ValueError:
            raise UsageError(
                f"{quoted(text)} gives no weight. Write the origin, = and a number, such as posts=0.1."
            ) from None
    return found


def _groups(graph: Graph) -> set[str]:
    return {group for group in graph.column(Role, "group") if group}


def _sectors(graph: Graph) -> set[str]:
    said = {sector for sector in graph.column(Role, "sector") if sector}
    return said | {part for sector in said for part in sector.split(" or ")} | set(map(str, OrganisationType))


def _one_of(text: str | None, known: set[str], what: str) -> str | None:
    if text is None:
        return None
    word = " ".join(text.split())
    for one in known:
        if one.casefold() == word.casefold():
            return one
    remedy = did_you_mean(word, known) or f"Choose one of {listed(sorted(known))}."
    raise UsageError(f"No {what} is called {quoted(text)}. {remedy}")
