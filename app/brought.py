"""What somebody brings, in a link: their changes to what a role brings, and courses done, in a few words each.

It stands there only where somebody wants it. Who opens such a link sees what its sender sees; what they have said of
themselves is not overwritten without asking.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import streamlit as st

from app import data, parts, state
from app.catalogue import _
from app.parameters import BETWEEN
from app.question import OWN, Question, ask, still_to_do
from app.state import NOT_HELD, NOT_STATED
from kmgraph.model import Level, slug_of
from kmgraph.planner import Planner
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted

MARK = "~"
"""Stands between a name and what is said of it."""
WORDS = {NOT_HELD: "no", NOT_STATED: "held"}
DONE = "done"


@dataclass(frozen=True)
class Brought:
    """What a link says that somebody brings."""

    changes: dict[str, str] = field(default_factory=dict)
    """A level, NOT_STATED or NOT_HELD by competency."""
    done: frozenset[str] = frozenset()
    """IRIs of courses."""
    puzzles: tuple[str, ...] = ()
    """What makes no sense in it, each as a sentence."""


def written(planner: Planner, changes: dict[str, str], done: set[str]) -> str:
    """What somebody brings as it stands in a link; "" where nothing differs from what the role brings."""
    names = data.links().names
    said = [
        (names[Kind.COMPETENCY].short(iri), WORDS.get(level) or _level(planner, iri, level))
        for iri, level in changes.items()
    ]
    said += [(names[Kind.COURSE].short(iri), DONE) for iri in done]
    return BETWEEN.join(sorted(MARK.join(map(_spelt, pair)) for pair in said))


def _spelt(name: str) -> str:
    return name.replace("%", "%25").replace(MARK, "%7E")


def _unspelt(name: str) -> str:
    return name.replace("%7E", MARK).replace("%25", "%")


def _level(planner: Planner, competency: str, level: str) -> str:
    known = [slug_of(one) for one in planner.levels.choices(competency)]
    return (
        slug_of(level) if known.count(slug_of(level)) == 1 and slug_of(level) not in (*WORDS.values(), DONE) else level
    )


def read(planner: Planner, text: str) -> Brought:
    """What a link says that somebody brings; what this data does not know is a puzzle, and the rest counts."""
    puzzles, changes, done = list[str](), dict[str, str](), set[str]()
    for name, says in (one.partition(MARK)[::2] for one in text.split()):
        found = _entry(planner, _unspelt(name), _unspelt(says))
        if found is None:
            puzzles.append(_("The link says that you bring {what}, which this data does not know.").format(
                what=quoted(f"{_unspelt(name)} ({_unspelt(says)})")
            ))  # fmt: skip
        elif found[1] == DONE:
            done.add(found[0])
        else:
            changes[found[0]] = found[1]
    return Brought(changes, frozenset(done), tuple(puzzles[:3]))


def _entry(planner: Planner, name: str, says: str) -> tuple[str, str] | None:
    names = data.links().names
    if says == DONE:
        course = names[Kind.COURSE].iri(name)
        return (course, DONE) if course else None
    competency = names[Kind.COMPETENCY].iri(name)
    level = next(_levels(planner, competency, says), None) if competency else None
    return (competency, level) if competency and level else None


def _levels(planner: Planner, competency: str, says: str) -> Iterator[str]:
    """The levels that a word may mean, or what stands for one that is not held, or not stated."""
    yield from (level for level, word in WORDS.items() if word == says)
    choices = planner.levels.choices(competency)
    yield from (level for level in choices if says in (level, slug_of(level)))
    if says in planner.graph.all(Level):
        yield says


# --- the link and the session agree ----------------------------------------------------------------------------


def settle(planner: Planner, asked: Question) -> Question:
    """The question, once the session and the link agree on what somebody brings; asks where they do not."""
    place = st.empty()  # there in every run, so that what is below keeps its place and focus
    if asked.brings is None:
        return asked
    start, (text, kept) = asked.start or OWN, st.session_state.get("brought", (None, None))
    mine = written(planner, state.changes(start), state.done())
    arrived = st.query_params.get("bring") and asked.brings != text
    asks = st.session_state.get("forgot") or (mine and not st.session_state.get("tells"))
    if arrived and asks and mine != asked.brings:  # who goes back in the browser's history arrives, too
        with place.container():
            _offer(planner, asked)
        return asked
    if arrived:
        take(planner, asked)
        with place.container():
            parts.puzzles(read(planner, asked.brings).puzzles)
        return replace(asked, switches=still_to_do(asked.switches))
    if mine != kept or not st.query_params.get("bring"):
        asked = replace(asked, brings=mine)
        st.session_state["brought"] = mine, mine
        ask(asked)
    return asked


def take(planner: Planner, asked: Question) -> None:
    """Counts what the link says as brought."""
    start, said = asked.start or OWN, read(planner, asked.brings or "")
    mine, done = state.changes(start), state.done()
    mine.clear()
    mine.update(said.changes)
    done.clear()
    done.update(said.done)
    st.session_state.pop("forgot", None)
    st.session_state["tells"] = True
    st.session_state["brought"] = asked.brings, written(planner, mine, done)


def _offer(planner: Planner, asked: Question) -> None:
    """Asks which of the two counts: what somebody has said of themselves, or what the link says."""
    forgot = st.session_state.get("forgot")
    if forgot:
        st.info(_("You forgot your data here. This link still says what somebody brings. Should that count?"))
    else:
        st.info(
            _("This link says what its sender brings. You have said something else. Which of the two should count?")
        )
    with st.container(horizontal=True):
        st.button(
            _("Leave it out") if forgot else _("Keep mine"),
            key="keep-mine",
            on_click=ask,
            args=(replace(asked, brings=None),),
        )
        st.button(_("Use what the link says"), key="use-theirs", on_click=take, args=(planner, asked))
