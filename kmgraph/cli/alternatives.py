"""Plans that are really others, and plans to choose between, as tables and sentences for a terminal."""

from kmgraph.cli.tables import print_table, say
from kmgraph.planner.others.alternatives_words import AlternativesWords
from kmgraph.planner.others.frontier import Axis
from kmgraph.planner.others.frontier_words import FrontierWords


def print_alternatives(words: AlternativesWords) -> None:
    """The first plan and the others beside each other, what each replaces, and what all of them need."""
    found = words.found
    if found.found:
        columns = [words.totals(plan) for plan in (found.first, *(one.plan for one in found.found))]
        print_table(
            "Alternatives that close the same",
            ("", "first plan", *(f"alternative {number}" for number in range(1, len(columns)))),
            [(what, *(column[what] for column in columns)) for what in columns[0]],
        )
    for sentence in words.sentences():
        say(sentence)
    for number, one in enumerate(found.found, 1):
        say(f"Alternative {number}: {words.alternative(one)}")
        for caution in words.cautions(one):
            say(f"  {caution}")
    say(words.sources() or "")


def print_trade_offs(words: FrontierWords) -> None:
    """The plans that no other beats, and what they are compared by."""
    if len(words.found.options) > 1:
        print_table(
            "Trade-offs",
            ("learning", "courses", "hours", f"price ({words.currency})", "least"),
            [
                (
                    "; ".join(step.course.label for step in one.plan.steps),
                    *(words.has(one, axis) for axis in Axis),
                    ", ".join(words.least(one)),
                )
                for one in words.found.options
            ],
        )
    for sentence in words.sentences():
        say(sentence)
    say(words.sources() or "")
