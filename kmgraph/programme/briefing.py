"""A report on gaps that a programme officer can send on: what it comes to, its tables, the method and the licences."""

from collections.abc import Sequence
from datetime import date
from itertools import chain

from kmgraph.model import Source
from kmgraph.planner.credit import NOT_ENDORSED, attributions
from kmgraph.planner.situation.switches import day
from kmgraph.programme.about import OUTCOMES, about, besides, supposing
from kmgraph.programme.beside import (
    commission_words,
    evident,
    out_of_reach,
    reached,
    to_commission,
)
from kmgraph.programme.commission import Aim, commission
from kmgraph.programme.commission_words import WhatIfWords
from kmgraph.programme.coverage import Coverage
from kmgraph.programme.evidence import evidence
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.reach import reach
from kmgraph.programme.reach_words import ReachWords
from kmgraph.programme.rows import rows_of, sources_of, traced
from kmgraph.programme.sheet import Report, Section
from kmgraph.programme.supposed import supposed
from kmgraph.programme.tables import heatmap, moves, provided, ranked
from kmgraph.programme.what_if import WhatIf
from kmgraph.programme.words import GapWords, narrowed, ranking

TITLE = "What is needed and who provides it"
TOLD = 5
"""Gaps that the summary tells of, each in a sentence."""
DATA_SETS = 3
"""Data sets that a report names under its title; all of them are under its licences."""
STATES = {
    Coverage.NONE_FOUND: "no course listed here teaches the competency.",
    Coverage.BELOW: "courses teach it, all of them to a lower level than is needed.",
    Coverage.NOT_KNOWN: "courses teach it that do not say how far they go, or say so on a scale that does not compare.",
    Coverage.OUT_OF_REACH: "courses reach the level, and none of them is within reach of those that were asked about.",
    Coverage.THIN: "one course within reach, or several that are all by one provider as far as that is known.",
    Coverage.COVERED: "courses within reach by two providers or more.",
}
UNKNOWN = (
    "“not known” means that nothing is stated, never that there is nothing. It is null in JSON and empty in CSV.",
    "“not shown” means that people were counted, and that the number is hidden so that nobody can be made out.",
    "Where nothing is known in any row of a column, the workbook and the page leave the column out, and say so.",
    "Suggestions by a machine that nobody reviewed count in no figure. The status of each row says how far it may be "
    "relied on: proposed is this project's considered view, sourced is stated by a source, reviewed is what people "
    "agreed on.",
)


def gaps_report(
    gaps: Gaps,
    shown: Sequence[Gap],
    made: date,
    *,
    outcomes: int = OUTCOMES,
    taught_only: bool = False,
    then: WhatIf | None = None,
) -> Report:
    """A report on gaps, with what to commission, who cannot reach what, evidence, and all rows that figures rest on.

    Args:
        gaps: what is told.
        shown: those of its gaps that are ranked, in their order; all other tables tell of everything.
        made: the day that the report bears.
        outcomes: how many outcomes are chosen to be commissioned, by each aim.
        taught_only: choose only levels that some learning listed is known to reach, in any competency.
        then: what changes of courses would do, which a table of its own tells.
    """
    words, (rows, cut) = GapWords(gaps), rows_of(gaps)
    chosen = [commission(gaps, outcomes, aim, taught_only=taught_only) for aim in Aim]
    changed = [then] if then else []
    also = [*besides(gaps, outcomes=outcomes, taught_only=taught_only), *chain(*map(_supposing, changed))]
    compared = reach(gaps.planner, gaps.asked)
    equity = ReachWords(gaps.planner, compared)
    coverage = {gap.outcome: gap.coverage for gap in gaps.gaps}
    works = evidence(gaps.planner, [outcome.competency for outcome in coverage], coverage)
    return Report(
        title(gaps),
        _asked(gaps, also),
        [
            words.headline(),
            *map(words.gap, gaps.uncovered[:TOLD]),
            *(commission_words(gaps, one) for one in chosen),
            *(" ".join(WhatIfWords(one).sentences()) for one in changed),
            *(equity.share(one) for one in (compared.own, compared.everyone) if one),
            equity.nobody(),
        ],
        [
            ranked(gaps, shown),
            heatmap(gaps),
            provided(gaps),
            to_commission(gaps, chosen),
            *map(supposed, changed),
            reached(compared),
            out_of_reach(gaps, compared),
            evident(gaps, works),
            moves(gaps),
            traced(gaps, rows, cut),
        ],
        _method(gaps, words.basis(), equity.basis(), made),
        _licences(gaps, sources_of(gaps, rows)),
        _made(gaps, sources_of(gaps, rows), made),
    )


def title(gaps: Gaps) -> str:
    """What a report is called, with what is asked about."""
    return ": ".join(filter(None, (TITLE, "; ".join(about(gaps.asked, gaps.planner.graph.label)))))


def _asked(gaps: Gaps, also: Sequence[str]) -> str:
    asked, label = gaps.asked, gaps.planner.graph.label
    only = f" Only competencies of {label(asked.framework)}." if asked.framework else ""
    within = asked.switches.words(label) or "all learning that is not known to be over, closed or planned"
    more = f" Also asked: {'; '.join(also)}." if also else ""
    return f"Asked about all role types{narrowed(asked)}.{only} Within reach: {within}. {ranking(asked)}{more}"


def _supposing(then: WhatIf) -> list[str]:
    """What is supposed of courses, and where in the report it counts."""
    return [f"{one} (in the table What if alone)" for one in supposing(then.before, then.changes)]


def _made(gaps: Gaps, sources: Sequence[Source], made: date) -> str:
    """When a report was made, and of which data."""
    titles = [one.title for one in _stating(gaps, sources)]
    of = f": {'; '.join(titles[:DATA_SETS])}" if titles else ""
    more = f"; and {len(titles) - DATA_SETS} more" if len(titles) > DATA_SETS else ""
    return f"Made with kmgraph on {day(made)}, of version {gaps.planner.graph.version} of the data{of}{more}."


def _stating(gaps: Gaps, sources: Sequence[Source]) -> list[Source]:
    """Those of some sources that are data sets, not documents that these cite."""
    return [one for one in sources if one.id in gaps.planner.graph.sources_of.get(one.id, ())]


def _method(gaps: Gaps, basis: Sequence[str], equity: Sequence[str], made: date) -> list[Section]:
    return [
        Section("How figures are counted", basis),
        Section("How reach is compared", equity),
        Section("Coverage, worst first", [f"“{state}”: {meaning}" for state, meaning in STATES.items()]),
        Section("What is not known", UNKNOWN),
        Section(
            "Tracing a figure",
            [
                "The table Rows lists every record behind demand and courses; the workbook and JSON give the IRI of "
                "each, too. The table Moves stopped lists every move behind a number of moves; the table Out of reach "
                "every course that falls out."
            ],
        ),
        Section("Made", [f"On {day(made)}, of version {gaps.planner.graph.version} of the data. {NOT_POSTS}"]),
    ]


NOT_POSTS = "Role types are kinds of jobs, not posts: how many people work in them is told only where it was counted."


def _licences(gaps: Gaps, sources: Sequence[Source]) -> list[str]:
    """The licences of the data sets, the attributions that sources ask for, and who endorses nothing."""
    told = [f"{one.title}: {one.licence or 'licence not known'}." for one in _stating(gaps, sources)]
    return [*told, "Sources that are cited keep their own licences.", *attributions(sources), NOT_ENDORSED]
