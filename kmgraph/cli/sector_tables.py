"""How the work is organised, as tables and sentences for a terminal."""

from kmgraph.cli.tables import print_table, say
from kmgraph.planner.phrases import amount
from kmgraph.programme.organised import By, Organised
from kmgraph.programme.organised_words import OrganisedWords

FIRST = 5
"""Competencies that are named of each group or sector."""


def print_sector(found: Organised, by: By) -> None:
    """What each group or sector asks for most, kinds of organisation, and approaches and tools in use."""
    words, label = OrganisedWords(found, by), found.planner.graph.label
    print_table(
        f"What role types ask for, by {by}",
        (str(by), "role types", "most ask for"),
        [
            (
                one.name,
                amount(one.roles),
                "; ".join(
                    f"{label(iri)} ({said.roles} of {one.roles})" for iri, said in list(one.asked.items())[:FIRST]
                ),
            )
            for one in words.divisions
        ],
    )
    print_table(
        "Kinds of organisation",
        ("kind", "role types", "organisations listed"),
        [(str(one.kind or "not known"), amount(len(one.roles)), amount(len(one.organisations))) for one in found.kinds],
    )
    print_table(
        "Approaches and tools in use",
        ("competency", "approaches", "tools"),
        [
            (
                label(one.competency),
                "; ".join(each.label for each in one.approaches) or "none found",
                "; ".join(each.label for each in one.tools) or "none found",
            )
            for one in found.in_use
        ],
    )
    for line in filter(None, (words.asked_by_all(), words.asked_by_few(), words.kinds(), *words.basis())):
        say(line)
