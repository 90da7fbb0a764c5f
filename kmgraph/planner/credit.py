"""Who is to be named for what is told or written: the attributions that sources ask for, and who endorses nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

from kmgraph.model import Source

NOT_ENDORSED = "No organisation or network named in the sources endorses this project."


def attributions(sources: Iterable[Source]) -> list[str]:
    """The attributions that these sources ask for, in their words, each once and with the licence where one is known.

    A source that asks for none is left out.
    """
    return list(dict.fromkeys(_attribution(one.citation, one.licence) for one in sources if one.citation))


def _attribution(citation: str, licence: str | None) -> str:
    """An attribution with the licence behind it, unless it names that itself."""
    stop = "" if citation.endswith((".", "!", "?", ".”", '."')) else "."
    return f"{citation}{stop}" if not licence or licence in citation else f"{citation}{stop} Licence: {licence}."


def asking(sources: Iterable[Source]) -> list[Source]:
    """Those of these sources that ask for an attribution."""
    return [one for one in sources if one.citation]


def credits(sources: Sequence[Source]) -> list[str]:
    """Who is to be named for an answer that rests on these sources, and who does not stand behind it."""
    licensed = [f"{one.title} ({one.licence})" for one in sources if one.licence]
    unlicensed = [one.title for one in sources if not one.licence]
    found = [f"Sources: {'; '.join(licensed)}."] if licensed else []
    found += [f"Sources that state no licence: {'; '.join(unlicensed)}."] if unlicensed else []
    found += list(dict.fromkeys(one.citation for one in sources if one.citation))
    return [*found, NOT_ENDORSED]


def source_json(source: Source) -> dict[str, Any]:
    """A source as answers name it."""
    return {
        "source": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "citation": source.citation,
        "url": source.url,
    }


def attributions_json(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """The sources that ask for an attribution, as answers name them."""
    return [source_json(one) for one in asking(sources)]
