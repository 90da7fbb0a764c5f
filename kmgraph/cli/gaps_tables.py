"""Gaps, and the rows behind them, as tables and sentences for a terminal."""

from collections.abc import Sequence

from kmgraph.cli.tables import print_attributions, print_table, say
from kmgraph.graph import Graph
from kmgraph.model import Observation, Record, Source
from kmgraph.planner.credit import NOT_ENDORSED
from kmgraph.planner.explain import NOT_STATED
from kmgraph.planner.phrases import amount, count
from kmgraph.programme.asked import Order
from kmgraph.programme.explain import Asking, Explanation, Teaching, asks
from kmgraph.programme.gaps import Gap, Gaps
from kmgraph.programme.sheet import said
from kmgraph.programme.sources import sources_of
from kmgraph.programme.tables import asking
from kmgraph.programme.tally import only_below
from kmgraph.programme.words import GapWords

LEGEND = (
    "“below”: courses that teach the competency only to a lower level. “not certain”: nothing is known against it, and "
    "something that matters is not known."
)
FIRST = {
    Order.MOVES: "those first that stop most moves",
    Order.NEED: "those first that are needed most",
}
GAPS = 200
"""Gaps that are listed at most; of the others, only how many."""
MOVES = 20
"""Moves that are named at most; of the others, only how many."""


def print_gaps(gaps: Gaps, shown: Sequence[Gap]) -> None:
    """What the whole comes to, the gaps, and what they rest on."""
    words, first = GapWords(gaps), shown[:GAPS]
    say(words.headline())
    say("")
    print_table(
        f"Gaps, {FIRST[gaps.asked.order]}",
        ("competency", "level", *gaps.demand.by, "coverage", "courses", "within reach", "stops"),
        [
            (
                words.words.graph.label(gap.outcome.competency),
                words.words.level(gap.outcome.level) or "any",
                *(said(asking(gap, one)) for one in gaps.demand.by),
                gap.coverage,
                _courses(gaps, gap),
                f"{amount(gap.within)}{' (not certain)' if gap.outcome in words.unsure else ''}",
                amount(gap.moves),
            )
            for gap in first
        ],
    )
    if len(shown) > GAPS:
        say(f"And {amount(len(shown) - GAPS)} more; --json lists all of them, and so does a report (-o gaps.xlsx).")
    say(LEGEND)
    for sentence in words.basis():
        say(sentence)
    print_attributions(sources_of(gaps, first))
    say(NOT_ENDORSED)


def _courses(gaps: Gaps, gap: Gap) -> str:
    """How many courses reach the level, and how many teach the competency only to a lower one."""
    below = only_below(gaps.provision, gap.outcome)
    return f"{amount(gap.courses)} ({amount(below)} below)" if below else amount(gap.courses)


def print_explanation(gaps: Gaps, found: Explanation) -> None:
    """A gap in a sentence, and the rows that its figures rest on."""
    words = GapWords(gaps)
    graph = words.words.graph
    say(words.gap(gaps.by_outcome[found.outcome]))
    say("")
    print_table(
        "Needed by",
        ("what", "origin", "level", "importance or number", "data set", "status"),
        [_asking(words, one) for one in found.asking],
    )
    print_table(
        "Learning",
        ("course", "level", "how far", "within reach", "data set", "status"),
        [_teaching(words, one) for one in found.teaching],
    )
    _print_grounds(graph, found)
    if found.stops:
        moves = [f"{graph.label(start)} to {graph.label(goal)}" for start, goal in found.stops]
        print_table(f"Stops {count(len(moves), 'move', 'moves')}", ("from and to",), [(one,) for one in moves[:MOVES]])
        if len(moves) > MOVES:
            say(f"And {amount(len(moves) - MOVES)} more; --json lists all of them.")
    for sentence in words.basis():
        say(sentence)
    print_attributions(sources_of(gaps, [gaps.by_outcome[found.outcome]]))
    say(NOT_ENDORSED)


def _print_grounds(graph: Graph, found: Explanation) -> None:
    """What each row rests on: what supports it, why it was put so, and the documents that it cites."""
    rows: list[tuple[str, Sequence[Source], Sequence[Record]]]
    rows = [(asks(graph, one.record), one.cited, [one.record]) for one in found.asking]
    rows += [(one.course.label, one.cited, list(one.links)) for one in found.teaching]
    if rows:
        say("What these rows rest on:")
    for label, cited, records in rows:
        texts = dict.fromkeys(text for record in records for text in (record.grounds, record.why) if text)
        sources = "; ".join(one.title for one in cited)
        told = [f"{text.rstrip('.')}." for text in texts] or ["No reason is given."]
        say(f"- {label}: {' '.join(told)} {f'Source: {sources}.' if sources else 'No document is cited.'}")
    say("")


def _asking(words: GapWords, one: Asking) -> tuple[str, ...]:
    record, graph = one.record, words.words.graph
    number = "not shown" if one.number is None else amount(one.number)
    return (
        asks(graph, record),
        one.origin,
        words.words.level(record.level) or NOT_STATED,
        number if isinstance(record, Observation) else str(record.importance),
        "; ".join(map(graph.label, one.sources)),
        one.status,
    )


def _teaching(words: GapWords, one: Teaching) -> tuple[str, ...]:
    graph = words.words.graph
    return (
        one.course.label,
        "\n".join(words.words.level(link.level) or NOT_STATED for link in one.links),
        one.reaches,
        f"no: {one.why_not}" if one.why_not else " ".join(["yes.", *one.check]),
        "; ".join(map(graph.label, one.sources)),
        ", ".join(dict.fromkeys(link.status for link in one.links)),
    )
