"""Two situations beside each other, and what switches change, as tables and sentences for a terminal."""

from collections.abc import Sequence

from kmgraph.cli.tables import print_table, say
from kmgraph.planner.comparison.compare import Differences, Effect
from kmgraph.planner.comparison.compare_words import CompareWords
from kmgraph.planner.comparison.matched import Matched


def print_beside(words: CompareWords, found: Differences) -> None:
    """What two situations come to, and how they differ."""
    here, there = words.totals(found.one), words.totals(found.other)
    print_table(
        "The same move in two situations (plan with the fewest courses)",
        ("", words.title(found.one), words.title(found.other)),
        [(what, here[what], there[what]) for what in here],
    )
    for sentence in words.sentences(found):
        say(sentence)


def print_effects(words: CompareWords, effects: Sequence[Effect], matches: Sequence[Matched]) -> None:
    """What each switch changes, and where a match was counted."""
    for effect in effects:
        say(words.effect(effect))
    for one in matches:
        say(words.matched(one))
    if effects or matches:
        say("")
