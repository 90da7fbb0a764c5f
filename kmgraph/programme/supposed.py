"""What changes of courses would do, as a table of a report."""

from kmgraph.programme.commission_words import WhatIfWords
from kmgraph.programme.compared import TWO_BASES, figures
from kmgraph.programme.sheet import Column, Holds, Sheet, Value
from kmgraph.programme.what_if import WhatIf

SUPPOSED = "What if"
"""The title of the table."""


def supposed(found: WhatIf) -> Sheet:
    """Each figure now and with the change; what is supposed stands above it."""
    columns = [
        Column("figure", "What is counted", Holds.LABEL),
        Column("now", "Now", Holds.NUMBER),
        Column("with_the_change", "With the change", Holds.NUMBER),
        Column("difference", "Difference", Holds.NUMBER),
    ]
    rows: list[list[Value]] = [[one.label, one.now, one.then, one.difference] for one in figures(found)]
    words = WhatIfWords(found)
    told = f"{words.supposed()} {words.outcomes()}"
    return Sheet(SUPPOSED, told, columns, rows, TWO_BASES if found.closed else words.sentences()[-1])
