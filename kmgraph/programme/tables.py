"""The tables of a report on gaps: what is ranked, a heatmap of all that is needed, and the moves that are stopped."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from scipy import sparse

from kmgraph.model import Level
from kmgraph.planner.explain import Words
from kmgraph.planner.situation.switches import LANGUAGES
from kmgraph.programme.asked import ROLES_ALONE, Order, Origin
from kmgraph.programme.coverage import Coverage
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.sheet import HIDDEN, Column, Heat, Holds, Shade, Sheet, Value
from kmgraph.programme.tally import courses_of, only_below, tally
from kmgraph.programme.words import GapWords
from kmgraph.vocabulary import NATIONS

T = TypeVar("T")

ANY_LEVEL = "any level"
SHADES = {
    Coverage.NONE_FOUND: Shade.GRAVE,
    Coverage.BELOW: Shade.SERIOUS,
    Coverage.OUT_OF_REACH: Shade.OUT,
    Coverage.NOT_KNOWN: Shade.DOUBTFUL,
    Coverage.THIN: Shade.SLIGHT,
    Coverage.COVERED: Shade.GOOD,
}
NOT_ASKED = Heat("not asked for", None, Shade.PLAIN)
COUNTED = {
    Origin.ROLES: "Role types that need it",
    Origin.POSTS: "Posts that need it",
    Origin.SURVEY: "Answers that wish for it",
    Origin.ADVERTS: "Job adverts that ask for it",
}
"""What a number of an origin counts."""
ORDERED = {
    Order.MOVES: "first what stops most plausible moves, then what most ask for",
    Order.NEED: "first what most ask for, then what stops most plausible moves",
}
NAMES: Mapping[str, Mapping[str, str]] = {"nation": NATIONS, "language": LANGUAGES}
"""Words for the codes of what courses are told apart by."""
COMPETENCY = Column("label", "Competency", Holds.LABEL)
LEVEL = Column("level", "Level needed")
MOST_ROWS = 20_000
"""Rows that a table of what figures rest on lists."""
CUT = (
    f"Only the first {MOST_ROWS:,} rows, of the outcomes ranked first. kmgraph gaps --explain shows those of any other."
)


class Naming:
    """What to call the competency and the level of an outcome."""

    def __init__(self, gaps: Gaps):
        self._words = Words(gaps.planner)

    def competency(self, outcome: Outcome) -> str:
        """The label of a competency."""
        return self._words.at(outcome.competency, None)

    def level(self, level: str | None) -> str:
        """The label of a level, or that any level will do."""
        return self._words.level(level) or ANY_LEVEL

    def both(self, outcome: Outcome) -> list[str]:
        """The competency and the level."""
        return [self.competency(outcome), self.level(outcome.level)]


def ranked(gaps: Gaps, shown: Sequence[Gap]) -> Sheet:
    """Some gaps, in the order that was asked for."""
    naming, origins, known = Naming(gaps), list(gaps.demand.by), GapWords(gaps).known
    weighted = dict(gaps.asked.weights) != dict(ROLES_ALONE)
    columns = [
        COMPETENCY,
        LEVEL,
        Column("rank", "Rank", Holds.NUMBER),
        Column("coverage", "Coverage"),
        Column("moves", "Moves that it stops" if gaps.all_pairs else "Plausible moves that it stops", Holds.NUMBER),
        Column("people", "People in posts from which it stops a move", Holds.NUMBER),
        *(Column(origin.name.lower(), COUNTED[origin], Holds.NUMBER) for origin in origins),
        *([Column("weighted", "Weighted demand", Holds.NUMBER)] if weighted else []),
        Column("courses", "Courses that reach the level", Holds.NUMBER),
        Column("within", "Courses within reach", Holds.NUMBER),
        Column("known", "Of those, known to be within reach", Holds.NUMBER),
        Column("below", "Courses that teach it only to a lower level", Holds.NUMBER),
        Column("competency", "IRI of the competency", Holds.IRI),
        Column("level_iri", "IRI of the level", Holds.IRI),
    ]
    rows = [
        [
            *naming.both(gap.outcome), rank, str(gap.coverage), gap.moves, gap.people,
            *(asking(gap, one) for one in origins), *([number(gap.weighted)] if weighted else []), gap.courses,
            gap.within, known[gap.outcome], only_below(gaps.provision, gap.outcome),
            gap.outcome.competency, gap.outcome.level or ANY_LEVEL,
        ]
        for rank, gap in enumerate(shown, 1)
    ]  # fmt: skip
    told = f"What is needed and how far it is provided: {ORDERED[gaps.asked.order]}."
    return Sheet("Ranked gaps", told, columns, rows, "“not known” is not 0: nothing is stated. See Method.")


def asking(gap: Gap, origin: Origin) -> Value:
    """How much an origin asks for an outcome; None where nobody knows."""
    return HIDDEN if origin in gap.hidden else gap.demand.get(origin)


def heatmap(gaps: Gaps) -> Sheet:
    """All that is needed: a row for each competency and a column for each level, covered or not."""
    naming, levels = Naming(gaps), _levels(gaps)
    found: dict[str, dict[str | None, Gap]] = {}
    for gap in gaps.gaps:
        found.setdefault(gap.outcome.competency, {})[gap.outcome.level] = gap
    rows: list[Sequence[Value]] = [
        [naming.competency(Outcome(iri, None)), *(_heat(by.get(level)) for level in levels), _sum(by.values())]
        for iri, by in found.items()
    ]
    headings = (Column(level or "any", _heading(gaps, level, levels), Holds.HEAT) for level in levels)
    columns = [COMPETENCY, *headings, Column("needed", "Demand at all levels", Holds.NUMBER)]
    told = "How far the learning listed covers each competency at each level, and the demand for exactly that level."
    note = "Each coloured cell says its coverage in words, then the demand at that level (role types, unless weighted)."
    return Sheet("Demand and provision", told, columns, sorted(rows, key=lambda row: str(row[0]).casefold()), note)


def provided(gaps: Gaps) -> Sheet:
    """The courses that reach each outcome, counted by what they are told apart by."""
    columns = [
        COMPETENCY,
        LEVEL,
        Column("by", "Told apart by"),
        Column("sort", "Courses that are"),
        Column("courses", "Courses", Holds.NUMBER),
    ]
    told = "The courses that reach each level needed, within reach or not, by mode, nation, fee, language and more."
    note = "A course may be of several sorts at once, so that numbers may add up to more than there are courses."
    rows, cut = first(_provided(gaps))
    return Sheet("Provision", told, columns, rows, f"{note} {cut}" if cut else note)


def moves(gaps: Gaps) -> Sheet:
    """The plausible moves that each ranked gap stops."""
    columns = [COMPETENCY, LEVEL, Column("from", "From the role type"), Column("to", "To the role type")]
    rows, cut = first(_moves(gaps))
    told = "The moves behind each number of moves: a row for each gap and each plausible move that it stops."
    return Sheet("Moves stopped", told, columns, rows, cut)


def first(rows: Iterable[T]) -> tuple[list[T], str | None]:
    """As many rows as a table lists, and what to say where there are more."""
    found = list(islice(rows, MOST_ROWS + 1))
    return found[:MOST_ROWS], CUT if len(found) > MOST_ROWS else None


def number(value: float) -> int | float:
    """A number without a needless fraction."""
    return int(value) if value == int(value) else value


def _provided(gaps: Gaps) -> Iterator[Sequence[Value]]:
    naming = Naming(gaps)
    for gap in gaps.gaps:
        courses = courses_of(gaps.planner, gaps.provision, gap.outcome)
        for by, sorts in tally(courses).items():
            for sort, many in sorts.items():
                yield [*naming.both(gap.outcome), by, NAMES.get(by, {}).get(sort, sort), many]


def _moves(gaps: Gaps) -> Iterator[Sequence[Value]]:
    naming, label, roles = Naming(gaps), gaps.planner.graph.label, gaps.demand.needs.roles
    stopping = sparse.csc_array(gaps.moves.stops(gaps.mask))
    start, goal = gaps.moves.pairs
    for gap in gaps.uncovered:
        place = gaps.demand.place[gap.outcome]
        for move in stopping.indices[stopping.indptr[place] : stopping.indptr[place + 1]].tolist():
            yield [*naming.both(gap.outcome), label(roles[start[move]]), label(roles[goal[move]])]


def _levels(gaps: Gaps) -> list[str | None]:
    """The levels that anything is needed at, by scale from the lowest up; any level comes first."""
    rank = {level: place for place, level in enumerate(gaps.demand.levels)}
    return sorted({gap.outcome.level for gap in gaps.gaps}, key=rank.__getitem__)


def _heading(gaps: Gaps, level: str | None, levels: Sequence[str | None]) -> str:
    """What to call a level, with its scale where levels of several stand beside each other."""
    label, ladder = gaps.planner.graph.label, gaps.planner.levels.ladder
    if level is None:
        return ANY_LEVEL
    scales = {ladder[one][0] for one in levels if one}
    return f"{label(level)} ({label(gaps.planner.graph.all(Level)[level].scale)})" if len(scales) > 1 else label(level)


def _heat(gap: Gap | None) -> Heat:
    return Heat(str(gap.coverage), number(gap.weighted), SHADES[gap.coverage]) if gap else NOT_ASKED


def _sum(gaps: Iterable[Gap]) -> int | float:
    return number(sum(gap.weighted for gap in gaps))
