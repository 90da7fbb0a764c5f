"""What a question about gaps is narrowed to, in a few words: for titles, and for names of files."""

from collections.abc import Callable

from kmgraph.planner.situation.switches import home
from kmgraph.programme.asked import Asked


def about(asked: Asked, label: Callable[[str], str]) -> list[str]:
    """The group, sector, framework and places that are asked about, such as "people in Wales"; none where all are.

    Args:
        asked: the question.
        label: what to call a framework, by its IRI.
    """
    said = {"group": asked.group, "sector": asked.sector}
    named = [f"{what} {name}" for what, name in said.items() if name]
    framework = [label(asked.framework)] if asked.framework else []
    return [*named, *framework, *_places(asked)]


def _places(asked: Asked) -> list[str]:
    """Where people learn and where needs were counted; the place alone where both are the same."""
    learning = _where(asked.switches.nation, asked.switches.region)
    counted = _where(asked.nation, asked.region)
    if learning == counted:
        return learning
    return [*(f"people in {one}" for one in learning), *(f"counted in {one}" for one in counted)]


def _where(nation: str | None, region: str | None) -> list[str]:
    return [one for one in (region, nation and home(nation)) if one]
