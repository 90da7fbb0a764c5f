"""The tables of a release: always the same five, of at most two dimensions, with small groups hidden.

1. Respondents: by nation, by kind of organisation and by role type, one at a time. What fewer than ten chose stands
   under “other or not said”.
2. Held: competency by the level that respondents say they hold.
3. Wished: competency by the level that they would like to reach, as stated.
4. Held by nation: how many hold a competency at any level.
5. Wished by kind of organisation: how many would like to reach any level of a competency.

That held goes with nations only, and wished with kinds of organisation only, is what makes the rows safe one by one:
the tables hang together like a tree, so that each combination of what rows allow may be true (Dobra and Fienberg,
2000, on decomposable models). Were both held and wished crossed with both, readers could join the tables in a circle.
A row is protected even against who knows all other tables in full.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random, SystemRandom
from typing import Any, NamedTuple

from kmgraph.survey.question import NOT_HELD
from kmgraph.survey.suppression import FEWEST, hidden, hidden_shares, is_small
from kmgraph.vocabulary import Counted

GROUP = 2 * FEWEST
"""Respondents that a nation, kind of organisation or role type needs to be shown by itself."""
OTHER = "other or not said"
NOT_ANSWERED = "not answered"
NO_WISH = "none stated"
BREAKDOWNS = {"nation": "nation", "organisation": "kind of organisation", "role": "role type"}
"""By what respondents are told apart, in words."""


class Respondent(NamedTuple):
    """What one person answered."""

    nation: str | None
    organisation: str | None
    role: str | None
    held: Mapping[str, str]
    """The IRI of the level by that of the competency; "" is not at all."""
    wished: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """Counts by row and column; None is not shown."""

    name: str
    title: str
    rows: tuple[str, ...]
    """IRIs of competencies, or what is counted."""
    columns: tuple[str, ...]
    """IRIs of levels, or words."""
    cells: tuple[tuple[int | None, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """The table as plain values."""
        return {
            "name": self.name,
            "title": self.title,
            "rows": list(self.rows),
            "columns": list(self.columns),
            "cells": [list(row) for row in self.cells],
        }


def counted(people: Sequence[Respondent]) -> list[Respondent]:
    """The people whom tables count: without those who answered about no competency, where that tells of nobody else.

    That everybody in the tables answered something bounds how many left out a question, unless the other questions
    have answers enough for all of them.
    """
    found = [one for one in people if one.held or one.wished]
    answers = Counter(competency for one in found for competency in one.held)
    enough = answers.total() - max(answers.values(), default=0) >= len(found)
    return found if enough else list(people)


def tables(asked: Sequence[Mapping[str, Any]], people: Sequence[Respondent], draw: Random | None = None) -> list[Table]:
    """The tables of a release about some respondents, of whom there are at least five.

    Args:
        asked: of each competency its IRI ("competency") and its levels ("levels": pairs of IRI and label).
        people: who answered.
        draw: decides which figures are hidden to protect others; without it, chance does, which nobody can repeat.
    """
    draw = draw or SystemRandom()
    groups = {by: _groups([getattr(one, by) for one in people]) for by in BREAKDOWNS}
    return [
        *(_respondents(by, people, groups[by]) for by in BREAKDOWNS),
        _levels(Counted.HELD, asked, people, draw),
        _levels(Counted.WISHED, asked, people, draw),
        _by(Counted.HELD, "nation", asked, people, groups["nation"], draw),
        _by(Counted.WISHED, "organisation", asked, people, groups["organisation"], draw),
    ]


def _groups(said: Sequence[str | None]) -> dict[str | None, str]:
    """The group under which each answer is counted: its own, or one for all that few chose."""
    counts = Counter(said)
    own = sorted(
        (one for one, people in counts.items() if one and people >= GROUP), key=lambda one: (-counts[one], one)
    )
    rest = len(said) - sum(counts[one] for one in own)
    while own and 0 < rest < GROUP:
        rest += counts[own.pop()]
    return {one: one if one in own and one is not None else OTHER for one in counts}


def _named(groups: Mapping[str | None, str]) -> list[str]:
    """The groups by name, that of the rest last."""
    return sorted(set(groups.values()), key=lambda name: (name == OTHER, name))


def _respondents(by: str, people: Sequence[Respondent], groups: Mapping[str | None, str]) -> Table:
    counts = Counter(groups[getattr(one, by)] for one in people)
    names = _named(groups)
    return Table(
        f"respondents-by-{by}", f"Respondents by {BREAKDOWNS[by]}", tuple(names), ("respondents",),
        tuple((counts[name],) for name in names),
    )  # fmt: skip


def _levels(counts: Counted, asked: Sequence[Mapping[str, Any]], people: Sequence[Respondent], draw: Random) -> Table:
    levels = tuple(dict.fromkeys(level for one in asked for level, _ in one["levels"]))
    rest = (NOT_HELD, NOT_ANSWERED) if counts is Counted.HELD else (NO_WISH,)
    columns = (NOT_HELD, *levels, NOT_ANSWERED) if counts is Counted.HELD else (NO_WISH, *levels)
    rows = []
    for one in asked:
        said = Counter(_said(counts, person, one["competency"]) for person in people)
        at = [said[level] for level in levels]
        other = [said[""], said[None]] if counts is Counted.HELD else [said[""] + said[None]]
        if _apart(sum(at), len(people)):
            unseen = hidden(at) | {place + len(at) for place in hidden(other)}
        else:
            unseen = hidden_shares([*at, *other], [len(people)] * (len(at) + len(other)), draw, GROUP)
        shown = dict(zip((*levels, *rest), _shown([*at, *other], unseen), strict=True))
        rows.append(tuple(shown[column] for column in columns))
    title = f"Level {'held' if counts is Counted.HELD else 'wished for'}, by competency"
    return Table(str(counts), title, _competencies(asked), columns, tuple(rows))


def _by(
    counts: Counted,
    by: str,
    asked: Sequence[Mapping[str, Any]],
    people: Sequence[Respondent],
    groups: Mapping[str | None, str],
    draw: Random,
) -> Table:
    names = _named(groups)
    sizes = Counter(groups[getattr(one, by)] for one in people)
    rows = []
    for one in asked:
        found = Counter(groups[getattr(person, by)] for person in people if _said(counts, person, one["competency"]))
        row = [found[name] for name in names]
        if _apart(sum(row), len(people)):
            unseen = hidden_shares(row, [sizes[name] for name in names], draw)
        else:
            unseen = frozenset(range(len(row)))
        rows.append(_shown(row, unseen))
    said = "hold it at any level" if counts is Counted.HELD else "would like to reach any level of it"
    title = f"Respondents who {said}, by {BREAKDOWNS[by]}"
    return Table(f"{counts}-by-{by}", title, _competencies(asked), tuple(names), tuple(rows))


def _said(counts: Counted, person: Respondent, competency: str) -> str | None:
    return (person.held if counts is Counted.HELD else person.wished).get(competency)


def _apart(some: int, of: int) -> bool:
    """Whether it may be known how many say so at all: neither they nor the others are a small group."""
    return not is_small(some) and not is_small(of - some)


def _competencies(asked: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(one["competency"] for one in asked)


def _shown(row: Sequence[int], unseen: frozenset[int]) -> tuple[int | None, ...]:
    return tuple(None if place in unseen else count for place, count in enumerate(row))
