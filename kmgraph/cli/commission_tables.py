"""What to commission as a table and sentences for a terminal."""

from kmgraph.cli.tables import print_attributions, print_table, say
from kmgraph.planner.credit import NOT_ENDORSED
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount
from kmgraph.programme.commission import Commission
from kmgraph.programme.commission_words import CommissionWords, WhatIfWords
from kmgraph.programme.compared import TWO_BASES, figures
from kmgraph.programme.gaps import Gaps
from kmgraph.programme.sources import sources_of
from kmgraph.programme.what_if import WhatIf

MARK = " *"
"""Stands behind a level that no learning listed is known to reach."""


def print_commission(gaps: Gaps, chosen: Commission, supposed: WhatIf | None) -> None:
    """What is supposed, what the outcomes do together and each, and what that rests on."""
    if supposed:
        _print_supposed(supposed)
    words, names = CommissionWords(gaps, chosen, changed=supposed is not None), Words(gaps.planner)
    say(words.headline())
    if chosen.turns:
        say("")
        print_table(
            "To commission, each beside those before it",
            ("turn", "competency", "level", "with the change" if supposed else "now", "meets", "unlocks"),
            [
                (
                    str(number),
                    names.graph.label(turn.outcome.competency),
                    f"{names.level(turn.outcome.level) or 'any'}{MARK if words.practice(turn) else ''}",
                    gaps.by_outcome[turn.outcome].coverage,
                    ": ".join(filter(None, (amount(turn.closes), words.split(turn)))),
                    amount(turn.unlocks),
                )
                for number, turn in enumerate(chosen.turns, 1)
            ],
        )
        if note := words.practice(*chosen.turns):
            say(f"{MARK.strip()} {note}")
        say(words.proof())
    for sentence in words.basis():
        say(sentence)
    print_attributions(sources_of(gaps, [gaps.by_outcome[one] for one in chosen.outcomes]))
    say(NOT_ENDORSED)


def _print_supposed(supposed: WhatIf) -> None:
    """What is supposed, and each figure now and with the change."""
    words = WhatIfWords(supposed)
    say(words.supposed())
    say("")
    print_table(
        "Now, and with the change",
        ("figure", "now", "with the change", "difference"),
        [(one.label, amount(one.now), amount(one.then), one.change) for one in figures(supposed)],
    )
    say(words.outcomes())
    say(TWO_BASES if supposed.closed else words.sentences()[-1])
    say("")
