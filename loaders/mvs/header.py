"""The YAML front matter of a profile: its title and tags."""

import re
from typing import Any, NamedTuple

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.wording import did_you_mean, quoted

FRONT = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)(?:\r?\n)?^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
LONGEST = 5_000
"""Characters of a front matter; real ones have 200."""
BRACKETS = 50
"""Brackets in it; reading them nested takes longer and longer."""
MARK = "Minimum Viable Skillset"
"""The tag that every profile has."""
USED = ("title", "tags")
IGNORED = ("author",)
"""Who wrote a profile may be a person, and no person is kept."""
KNOWN = (*USED, *IGNORED)


class Header(NamedTuple):
    """What the front matter says, and the text below it; lines above it are left blank, so that lines keep numbers."""

    title: str
    tags: tuple[str, ...]
    body: str
    problems: tuple[Problem, ...] = ()


def is_profile(beginning: str) -> bool:
    """Whether a text begins with the front matter of a profile."""
    found = FRONT.match(beginning)
    return bool(found and (MARK in found["yaml"] or re.search(r"^title:.*\bMVS\b", found["yaml"], re.MULTILINE)))


def header_of(text: str, place: Place) -> Header | Problem:
    """What the front matter of a profile says, or why it cannot be read."""
    found = FRONT.match(text)
    if found is None:
        hint = "Begin it with a line ---, then title and tags, then --- again; or move it elsewhere."
        return error(Place(place.source, 1), "The file has no front matter, so it is no profile.", hint)
    if len(found["yaml"]) > LONGEST or sum(found["yaml"].count(bracket) for bracket in "[{") > BRACKETS:
        message = "The front matter is too long, or nested too deeply."
        return error(Place(place.source, 1), message, "Check that it is the right file.")
    said = _yaml(found["yaml"], place)
    if isinstance(said, Problem):
        return said
    if not isinstance(said, dict) or not isinstance(said.get("title"), str) or not said["title"].strip():
        message = "The front matter has no title, which names the role."
        return error(Place(place.source, 1), message, 'Write one, such as title: "Data Steward MVS".', column="title")
    if not _storable(said):
        message = "The front matter holds an escape that is no character."
        return error(Place(place.source, 1), message, "Write the character itself.")
    problems = [*_strange(said, place)]
    tags = said.get("tags") or []
    if isinstance(tags, str):
        tags = [tags]
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        message = "The tags are no list of words, so they are left out."
        problems.append(warning(Place(place.source, 1), message, "Write one to a line, after a hyphen.", column="tags"))
        tags = []
    body = "\n" * text[: found.end()].count("\n") + text[found.end() :]
    return Header(said["title"].strip(), tuple(tag.strip() for tag in tags if tag.strip()), body, tuple(problems))


def _storable(said: dict[Any, Any]) -> bool:
    try:
        str(said).encode()
        return not re.search(r"\\u[dD][89a-fA-F]", repr(said))
    except UnicodeEncodeError:
        return False


def _strange(said: dict[Any, Any], place: Place) -> list[Problem]:
    at = Place(place.source, 1)
    message = "The front matter has {}, which is new to this format, so it is left out."
    return [
        warning(at, message.format(quoted(name)), did_you_mean(str(name), KNOWN) or "Look what it says.", column=name)
        for name in map(str, said)
        if name not in KNOWN
    ]


def _yaml(text: str, place: Place) -> Any:
    """What a front matter says; aliases are refused, as they can make much of little."""
    from ruamel.yaml import YAML, AliasEvent
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yaml = YAML(typ="safe", pure=True)
        if any(isinstance(event, AliasEvent) for event in yaml.parse(text)):
            return error(
                Place(place.source, 1), "The front matter holds an alias (*).", "Write out what it stands for."
            )
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as failure:
        mark = failure.problem_mark or failure.context_mark
        line = mark.line + 2 if mark else 1
        return error(Place(place.source, line), "The front matter is broken YAML.", f"Mend it: {failure.problem}.")
    except (YAMLError, ValueError, TypeError, RecursionError, OverflowError, AttributeError):
        return error(Place(place.source, 1), "The front matter is broken YAML.", "Mend it: a line for title, and tags.")
