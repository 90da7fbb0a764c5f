"""What a profile says, by the headings under which it says it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kmgraph.errors import Place, Problem, warning
from loaders.mvs.header import MARK, Header
from loaders.mvs.page import Block, Heading, blocks, tidy
from loaders.mvs.terms import Term, lead_of, terms_in

PERSONS = re.compile(r"(contributors?|authors?|acknowledge?ments?|contacts?|editors?|reviewers?)\b", re.IGNORECASE)
"""Headings and leads under which persons are named: all that stands there is left out, as no person is kept."""
TOPICS = {
    "title": re.compile(r"minimum viable skills for", re.IGNORECASE),
    "persons": PERSONS,
    "introduction": re.compile(r"introduction", re.IGNORECASE),
    "titles": re.compile(r"associated function titles", re.IGNORECASE),
    "essential": re.compile(r"essential skills", re.IGNORECASE),
    "soft": re.compile(r"soft", re.IGNORECASE),
    "activities": re.compile(r"main activities", re.IGNORECASE),
    "outcomes": re.compile(r"contributes to", re.IGNORECASE),
    "terms": re.compile(r"further information|open science skills terms", re.IGNORECASE),
    "related": re.compile(r"related mvs", re.IGNORECASE),
    "references": re.compile(r"references?( sources)?$", re.IGNORECASE),
}
"""How the headings begin under which profiles speak of something."""
SKILLS = {"essential": "Essential skills", "soft": "Soft or transversal skills"}
"""What skills are called by the section in which they stand."""
TEMPLATE = "Link to any other MVS that this MVS is based on"
"""The instruction to authors that stands unanswered in the profiles."""
TITLES = re.compile(r"associated function titles\s*:?\s*", re.IGNORECASE)
LIST_MARK = re.compile(r"[-–•*]\s+")
GLUED = re.compile(r"(?<=\S)#{2,6} +(?=[A-Z])")
"""A heading that stands in the middle of a line."""
LEAD = re.compile(r"([^:.]{3,60}):\s+\S")
SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-Z])")


class Skill(NamedTuple):
    """A skill in its section: what to call it, all that is said of it, and for which variant of the role."""

    label: str
    text: str
    section: str
    context: str | None
    line: int


@dataclass
class Profile:
    """A role with its skills and terms; `extra` is what it says beyond these."""

    label: str
    place: Place
    titles: list[str] = field(default_factory=list)
    summary: str | None = None
    skills: list[Skill] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def needs(self) -> list[Skill | Term]:
        """All that it asks for, essential skills first."""
        return [*self.skills, *self.terms]

    def keep(self, name: str, text: str, column: str | None = None) -> None:
        """Adds a text to what is kept under a name, by the variant of the role where there are several."""
        if column is None and not isinstance(self.extra.get(name), dict):
            self.extra.setdefault(name, []).append(text)
        else:
            if isinstance(known := self.extra.get(name, {}), list):
                known = {"all": known}
            known.setdefault(column or "all", []).append(text)
            self.extra[name] = known


def profile_of(header: Header, place: Place) -> tuple[Profile, list[Problem]]:
    """The profile below a front matter, and what is doubtful about it."""
    profile = Profile(re.sub(r"\s+MVS$", "", header.title), place)
    if tags := [tag for tag in header.tags if tag not in (MARK, profile.label)]:
        profile.extra["tags"] = tags
    problems = [*header.problems, *_read(profile, header.body)]
    if not profile.skills:
        message = "No essential or soft skills were found."
        problems.append(warning(place, message, "List them under headings such as “Essential skills”."))
    return profile, problems


def _read(profile: Profile, body: str) -> Iterator[Problem]:
    above: list[tuple[int, str]] = []
    heading, scheme = "", None
    for block in blocks(body):
        if isinstance(block, Heading):
            above = [one for one in above if one[0] < block.level]
            topic = _topic(block.text) or (above[-1][1] if above else "")
            above.append((block.level, "" if topic == "title" else topic))
            heading, scheme = block.text.rstrip(" :"), None
            continue
        topic = (_topic(block.column or "") if block.column else "") or (above[-1][1] if above else "")
        if GLUED.search(block.text):
            message = "A heading stands in the middle of a line: what follows it is left out."
            yield warning(_at(profile, block.line), message, "Begin a new line before it, if it matters.")
        if topic == "terms":
            scheme = _terms(profile, block, scheme, heading)
        else:
            _take(profile, block, topic, heading)


def _at(profile: Profile, line: int) -> Place:
    return Place(profile.place.source, line)


def _topic(heading: str) -> str:
    return next((topic for topic, begins in TOPICS.items() if begins.match(heading)), "")


def _take(profile: Profile, block: Block, topic: str, heading: str) -> None:
    text = LIST_MARK.sub("", GLUED.split(block.text)[0].strip(), count=1)
    column = _variant(block.column)
    if not text or topic == "persons" or (PERSONS.match(text.partition(":")[0]) and ":" in text[:40]):
        return
    if topic == "titles" or TITLES.match(text):
        _add_titles(profile, TITLES.sub("", text), whole=block.kind == "item")
    elif topic in SKILLS and (block.kind != "paragraph" or text != block.text):
        profile.skills.append(Skill(_label(block, text), text, SKILLS[topic], column, block.line))
    elif topic == "introduction" and profile.summary is None and block.kind == "paragraph":
        profile.summary = text
    elif topic == "references":
        profile.extra.setdefault("references", []).extend(re.findall(r"@([^\s\]]+)", text) or [text])
    elif topic in ("introduction", "activities", "outcomes"):
        profile.keep(topic, text, column)
    elif not (topic == "related" and text.startswith(TEMPLATE)):
        profile.keep(heading or "text", text, column)


def _variant(column: str | None) -> str | None:
    """The variant of the role of which a column speaks: the part behind the dash, where there is one."""
    return tidy(re.split(r"\s[–—-]\s", column)[-1]) if column else None


def _add_titles(profile: Profile, text: str, *, whole: bool) -> None:
    parts = [text] if whole else re.split(r",(?![^()]*\))", text)
    known = {title.casefold() for title in (profile.label, *profile.titles)}
    for part in parts:
        title = part.strip(" .;")
        if title and title.casefold() not in known:
            known.add(title.casefold())
            profile.titles.append(title)


def _label(block: Block, text: str) -> str:
    """What to call a skill: its bold words, what stands before a colon, or its first sentence."""
    bold = []
    for run in block.runs:
        if not run.bold and run.text.strip():
            break
        bold.append(run.text)
    lead = LEAD.match(text)
    label = tidy("".join(bold)) or (lead[1] if lead else SENTENCE.split(text)[0])
    return label.strip(" .;:") or text


def _terms(profile: Profile, block: Block, scheme: str | None, heading: str) -> str | None:
    """Takes in the terms of a block; the scheme under which those of the next block stand."""
    lead = lead_of(block)
    if lead and PERSONS.match(lead):
        return None
    scheme = lead or scheme
    if scheme:
        profile.terms += terms_in(block, scheme, _variant(block.column))
    elif PERSONS.match(block.text) is None:
        profile.keep(heading, block.text, _variant(block.column))
    return scheme
