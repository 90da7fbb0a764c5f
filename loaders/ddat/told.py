"""What the rows say, each thing once: a row is a skill of a role level, and repeats all that is said of either."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kmgraph.errors import Place, Problem, note, warning
from kmgraph.wording import did_you_mean, listed, quoted
from loaders.foreign import Line, some

LEVELS = ("Awareness", "Working", "Practitioner", "Expert")
"""The levels of a skill, lowest first."""
NAMES = ("Role Family", "Role", "Role Level", "Skill Name")
"""Cells without which a row says nothing."""
TEXTS = ("Role Description", "Role Level Description", "Skill Description", "Skill Level Description")
NEEDED = (*NAMES, "Skill Level", *TEXTS)
NOT_IN_USE = "not in use"
"""What stands in place of levels in the rows of chief officers, in small letters."""
BLANKS = (NOT_IN_USE, "missing", "this skill level is currently not defined.")
"""What the publisher writes where there is no text yet, in small letters."""
SHOWN = 5
"""How many lines a sentence holds."""


class Post(NamedTuple):
    """A role level; a role that has none stands for itself."""

    role: str
    level: str | None


@dataclass
class Need:
    """A skill that a role level asks for, at which level, and on which lines that is said."""

    place: Place
    level: str | None
    lines: list[int | None] = field(default_factory=list)
    levels: set[str | None] = field(default_factory=set)


class Told:
    """Roles, skills and needs in the order in which rows name them."""

    def __init__(self) -> None:
        self.families: dict[str, Place] = {}
        self.roles: dict[str, Place] = {}
        self.skills: dict[str, Place] = {}
        self.needs: dict[Post, dict[str, Need]] = {}
        self._said: dict[tuple[str, ...], tuple[str, Place]] = {}
        self._blank: dict[str, dict[tuple[str, ...], Place]] = {}
        self._unused: list[tuple[Post, Place]] = []

    def take(self, line: Line) -> Iterator[Problem]:
        """Takes in a row; yields what is doubtful about it."""
        if empty := [name for name in NAMES if not line.get(name)]:
            message = f"The cell {quoted(empty[0])} is empty, so the row is left out."
            yield warning(line.place, message, "Look whether the file is whole.", column=empty[0])
            return
        family, role, rung, skill = (line.cells[name] for name in NAMES)
        post = Post(role, None if _unused(rung) else rung)
        self.families.setdefault(family, line.place)
        self.roles.setdefault(role, line.place)
        self.skills.setdefault(skill, line.place)
        yield from self._texts(line, post, skill)
        yield from self._need(line, post, skill)

    def _texts(self, line: Line, post: Post, skill: str) -> Iterator[Problem]:
        yield from self.keep(line, "Role Family", line.get("Role Family"), post.role)
        yield from self.keep(line, "Role Type", line.get("Role Type"), post.role)
        yield from self.keep(line, "Role Description", line.get("Role Description"), post.role)
        yield from self.keep(line, "Skill Description", line.get("Skill Description"), skill)
        if post.level:
            yield from self.keep(line, "Role Level Description", line.get("Role Level Description"), *post)
        if level := known_level(line.get("Skill Level")):
            yield from self.keep(line, "Skill Level Description", line.get("Skill Level Description"), skill, level)

    def keep(self, line: Line, column: str, text: str | None, *about: str | None) -> Iterator[Problem]:
        """Keeps what is said about something; a later row that says otherwise is doubtful."""
        key = (column, *(name or "" for name in about))
        if text is None:
            return
        if text.casefold() in BLANKS:
            self._blank.setdefault(text, {}).setdefault(key, line.place)
            return
        first, place = self._said.setdefault(key, (text, line.place))
        if first != text:
            named = quoted(" / ".join(key[1:]))
            message = f"The text for {named} is not the one that stands in {place}, which is kept."
            yield warning(line.place, message, "Look which of the two is right.", column=column, value=text)

    def said(self, column: str, *about: str | None) -> str | None:
        """What a column says about something; None where it says nothing."""
        found = self._said.get((column, *(name or "" for name in about)))
        return found[0] if found else None

    def _need(self, line: Line, post: Post, skill: str) -> Iterator[Problem]:
        written = line.get("Skill Level")
        level = known_level(written)
        if _unused(written):
            self._unused.append((post, line.place))
        elif level is None:
            what = f"{quoted(written)} is no level of a skill" if written else "No level of the skill is stated"
            hint = did_you_mean(written or "", LEVELS) or f"The levels are {listed(LEVELS, 'and')}."
            yield warning(line.place, f"{what}, so the level stays unknown.", hint, column="Skill Level", value=written)
        need = self.needs.setdefault(post, {}).setdefault(skill, Need(line.place, level))
        need.lines.append(line.place.line)
        need.levels.add(level)
        if len(need.levels) > 1:
            need.level = None

    def doubts(self) -> Iterator[Problem]:
        """What only all rows together show."""
        yield from self._repeats()
        yield from self._not_in_use()
        for text, where in self._blank.items():
            if text.casefold() != NOT_IN_USE:
                message = f"Texts that say only {quoted(text)} are taken as not written yet: {len(where)} here."
                yield note(next(iter(where.values())), message, "Nothing is to be done.", column=next(iter(where))[0])

    def _repeats(self) -> Iterator[Problem]:
        for post, needs in self.needs.items():
            for skill, need in needs.items():
                if len(need.lines) > 1:
                    yield _repeat(post, skill, need)

    def _not_in_use(self) -> Iterator[Problem]:
        if self._unused:
            posts = list(dict.fromkeys(post for post, _ in self._unused))
            message = (
                f"Levels are not in use for {some([post.level or post.role for post in posts])} "
                f"(rows: {len(self._unused)}): roles and skills are kept, the level of each skill is unknown."
            )
            yield note(self._unused[0][1], message, "Nothing is to be done.", column="Skill Level")


def known_level(written: str | None) -> str | None:
    """The level of a skill that is meant, whatever its capitals."""
    return next((level for level in LEVELS if written and written.casefold() == level.casefold()), None)


def _unused(written: str | None) -> bool:
    return written is not None and written.casefold() == NOT_IN_USE


def _repeat(post: Post, skill: str, need: Need) -> Problem:
    where = [str(line) for line in need.lines[:SHOWN]]
    more = [f"{len(need.lines) - SHOWN:,} more"] if len(need.lines) > SHOWN else []
    if len(need.levels) == 1:
        end, hint = "always at the same level: it counts once.", "Nothing is lost."
    else:
        end, hint = "at different levels: the level stays unknown.", "Tell the publisher."
    on = f"on lines {listed([*where, *more], 'and')}"
    message = f"{quoted(post.level or post.role)} lists the skill {quoted(skill)} {on}, {end}"
    place = need.place._replace(line=need.lines[1])
    say = note if len(need.levels) == 1 else warning
    return say(place, message, hint, column="Skill Name", value=skill)
