"""Who can reach what, as tables and sentences for a terminal."""

from kmgraph.cli.tables import print_attributions, print_table, say
from kmgraph.planner import Planner
from kmgraph.planner.phrases import amount, capital
from kmgraph.programme.reach import Comparison, InReach
from kmgraph.programme.reach_report import named_sources
from kmgraph.programme.reach_words import ReachWords, least, most


def print_reach(planner: Planner, comparison: Comparison) -> None:
    """The shares of all situations, what is behind those that lose something, and what the figures rest on."""
    words = ReachWords(planner, comparison)
    print_table(
        "Within reach, of what roles need",
        ("who", "share known", "at most", "outcomes known", "more that may be", "lost"),
        [
            (
                capital(one.situation.name),
                least(one.share),
                most(one.share),
                amount(one.share.known) if one.share.known else "none known",
                amount(one.share.perhaps),
                amount(len(one.losing)),
            )
            for one in comparison.every
        ],
    )
    for one in comparison.every:
        _print_situation(words, one)
    for line in (words.nobody(), *words.basis()):
        say(line)
    print_attributions(named_sources(planner, comparison))


def _print_situation(words: ReachWords, one: InReach) -> None:
    say(f"{words.share(one)} {words.situation(one)}")
    for line in filter(None, (words.reasons(one), words.unknowns(one))):
        say(line)
    if one.lost:
        say(words.lost(one))
        for lost in one.lost:
            out = "; ".join(f"{words.words.graph.label(iri)}: {why}" for iri, why in lost.courses.items())
            say(f"- {words.outcome(lost.outcome)}. {out}.")
    say("")
