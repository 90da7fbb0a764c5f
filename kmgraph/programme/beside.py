"""The tables that stand beside gaps in a report: what to commission, who cannot reach what, and what works."""

from collections.abc import Mapping, Sequence

from kmgraph.planner.phrases import count
from kmgraph.programme.commission import Aim, Commission
from kmgraph.programme.commission_words import CommissionWords
from kmgraph.programme.coverage import Coverage
from kmgraph.programme.evidence import Works, evidence_words
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.outcome import Outcome
from kmgraph.programme.reach import Comparison
from kmgraph.programme.sheet import Column, Holds, Sheet, Value
from kmgraph.programme.tables import COMPETENCY, LEVEL, Naming, number
from kmgraph.vocabulary import Evidence

AIMS = {Aim.DEMAND: "To meet most demand", Aim.MOVES: "To unlock most plausible moves"}
NO_COURSE = "no current course"
PRACTICE = "perhaps by practice: no learning listed is known to reach it in any competency"
TAUGHT = "learning listed reaches it in other competencies"
NAMED = 6
"""Reasons that a cell names."""


def to_commission(gaps: Gaps, found: Sequence[Commission]) -> Sheet:
    """What to commission next by each aim, in the order in which each outcome adds most."""
    naming = Naming(gaps)
    columns = [
        COMPETENCY,
        LEVEL,
        Column("aim", "Why it is chosen"),
        Column("turn", "Turn", Holds.NUMBER),
        Column("closes", "Demand that it adds", Holds.NUMBER),
        Column("split", "Of that, by level asked for"),
        Column("unlocks", "Moves that it unlocks at its turn", Holds.NUMBER),
        Column("level_note", "How people come to this level"),
        Column("proof", "Proof"),
    ]
    rows = [
        [
            *naming.both(turn.outcome), AIMS[one.by], place, number(turn.closes),
            words.split(turn) or "all at this level", turn.unlocks, PRACTICE if words.practice(turn) else TAUGHT,
            words.proof(),
        ]
        for one in found
        for words in [CommissionWords(gaps, one)]
        for place, turn in enumerate(one.turns, 1)
    ]  # fmt: skip
    told = "The outcomes that together meet most demand, or unlock most moves, if learning for them were commissioned."
    note = "A move is unlocked at the turn at which nothing stops it any more. Teaching a level meets lower ones, too."
    return Sheet("What to commission", told, columns, rows, note)


def commission_words(gaps: Gaps, one: Commission) -> str:
    """What a choice of outcomes is and comes to."""
    words = CommissionWords(gaps, one)
    named = "; ".join(map(words.outcome, one.turns))
    told = [f"{AIMS[one.by]}: {named}.", words.headline(), words.practice(*one.turns)] if named else [words.headline()]
    return " ".join(filter(None, told))


def reached(found: Comparison) -> Sheet:
    """Of what is needed, the share that is within reach, by situation."""
    columns = [
        Column("situation", "Situation", Holds.LABEL),
        Column("sentence", "What it asks of a course"),
        Column("least", "Demand known to be within reach", Holds.SHARE),
        Column("most", "The same if all unknowns turn out well", Holds.SHARE),
        Column("known", "Outcomes known to be within reach", Holds.NUMBER),
        Column("perhaps", "Further outcomes that may be", Holds.NUMBER),
        Column("all", "Outcomes needed", Holds.NUMBER),
        Column("lost", "Outcomes out of reach that others may reach", Holds.NUMBER),
        Column("reasons", "Why courses fall out"),
        Column("unknowns", "What is not known"),
    ]
    rows: list[list[Value]] = [
        [
            one.situation.name, one.situation.sentence, one.share.least, one.share.most, one.share.known,
            one.share.perhaps, one.share.all, len(one.lost), _counted(one.reasons), _counted(one.unknowns),
        ]
        for one in found.every
    ]  # fmt: skip
    told = "Of what is needed, the share that some course within reach teaches, for anyone and in each situation."
    note = "The first share counts only what is known; the second, what is so if all that is not known turns out well."
    return Sheet("Who cannot reach what", told, columns, rows, note)


def out_of_reach(gaps: Gaps, found: Comparison) -> Sheet:
    """The outcomes that each situation loses, with the courses that fall out and why."""
    naming, label = Naming(gaps), gaps.planner.graph.label
    columns = [COMPETENCY, LEVEL, Column("situation", "Situation"), Column("course", "Course"), Column("why", "Why")]
    rows = [
        [*naming.both(lost.outcome), one.situation.name, label(course), why]
        for one in found.every
        for lost in one.lost
        for course, why in lost.courses.items()
    ]
    told = "The courses that fall out, by situation, for each outcome that some people can reach and this one cannot."
    return Sheet("Out of reach", told, columns, rows)


def evident(gaps: Gaps, found: Sequence[Works]) -> Sheet:
    """How strong the evidence is that learning works, by competency."""
    graph = gaps.planner.graph
    columns = [
        COMPETENCY,
        Column("strongest", "Strongest evidence"),
        *(Column(one.name.lower(), f"Courses: {one}", Holds.NUMBER) for one in Evidence),
        Column("coverage", "Coverage of what is needed"),
        Column("source", "Source of the strongest"),
        Column("sentence", "In a sentence"),
    ]
    rows: list[list[Value]] = [
        [
            graph.label(one.competency),
            NO_COURSE if one.strongest is None else str(one.strongest),
            *(one.courses[strength] for strength in Evidence),
            _coverage(gaps, one.coverage) or "not asked for",
            "; ".join(source.title for source in graph.attributed(one.basis)) or "no evidence stated",
            evidence_words(gaps.planner, one),
        ]
        for one in found
    ]  # fmt: skip
    told = "How many current courses teach each competency, by the strongest evidence stated that they work."
    return Sheet(
        "Evidence", told, columns, rows, "That no evidence is stated does not mean that a course does not work."
    )


def _coverage(gaps: Gaps, found: Mapping[Outcome, Coverage]) -> str:
    """How each level is covered, lowest first."""
    naming = Naming(gaps)
    ordered = sorted(found.items(), key=lambda one: gaps.demand.levels.index(one[0].level))
    return "; ".join(f"{naming.level(outcome.level)}: {word}" for outcome, word in ordered)


def _counted(reasons: Mapping[str, int]) -> str:
    """Reasons, each with its number of courses."""
    told = [f"{why.rstrip('.')} ({count(many, 'course', 'courses')})" for why, many in list(reasons.items())[:NAMED]]
    more = [f"{len(reasons) - NAMED} more reasons"] if len(reasons) > NAMED else []
    return "; ".join([*told, *more]) or "nothing"
