"""How the link says that courses are supposed to run otherwise, such as `if=writing-course:online`."""

from collections.abc import Iterable, Iterator

from app import data
from app.catalogue import _
from kmgraph.planner.situation.switches import home
from kmgraph.programme.what_if import Change, Way
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted

MOST = 5
"""Changes that are supposed together."""
BETWEEN = " "
"""Stands between changes in the link: no IRI holds a space."""


def read(text: str, puzzles: list[str]) -> tuple[Change, ...]:
    """The changes that a link names; what this data does not know is a puzzle."""
    every = list(dict.fromkeys(text.split()))
    if len(every) > MOST:
        puzzles.append(_("The link changes more than {n} courses; the first {n} count.").format(n=MOST))
    return tuple(dict.fromkeys(_read(every[:MOST], puzzles)))


def _read(texts: Iterable[str], puzzles: list[str]) -> Iterator[Change]:
    nations = data.options().nations
    for text in texts:
        name, _colon, way = text.rpartition(":")
        if way not in (Way.ONLINE, Way.OPEN_TO_ALL, *nations):
            told = _("The link says {text} under “What if this ran otherwise?”, which is no change. It is left out.")
            puzzles.append(told.format(text=quoted(text)))
            continue
        course = data.links().names[Kind.COURSE].find(name, puzzles, "course")
        if course is not None:
            yield change(course, way)


def change(course: str, way: str) -> Change:
    """A change of a course, by how the link calls it: a way, or the code of a nation."""
    if way in (Way.ONLINE, Way.OPEN_TO_ALL):
        return Change(course, Way(way))
    return Change(course, Way.NATION, way)


def written(changes: Iterable[Change]) -> str:
    """How changes stand in the link."""
    short = data.links().names[Kind.COURSE].short
    return BETWEEN.join(f"{short(one.course)}:{one.nation or one.way}" for one in changes)


def called(way: str) -> str:
    """A way in words, by how the link calls it."""
    if way == Way.ONLINE:
        return _("held online")
    if way == Way.OPEN_TO_ALL:
        return _("open to all in the United Kingdom")
    return _("open to people in {nation}").format(nation=home(way))
