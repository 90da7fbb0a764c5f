"""The problems of a source as people can read them: the first of each sort one by one, the rest counted."""

import re
from collections.abc import Callable
from functools import lru_cache

from kmgraph.errors import Place, Problem, Severity
from kmgraph.wording import visible

LISTED = 20
"""How many problems of one sort are listed one by one."""


class Problems:
    """Collects problems of any number in little memory, grouped by sort, in order of first appearance.

    `each` is told every one of them, also those that are only counted.
    """

    def __init__(self, each: Callable[[Problem], None] | None = None) -> None:
        self._each = each
        self._sorts: dict[tuple[Severity, str, str, str], list[Problem]] = {}
        self._more: dict[tuple[Severity, str, str, str], int] = {}
        self.errors = 0
        self.with_errors: set[str] = set()
        """The files and sheets in which there are errors."""

    def add(self, problem: Problem) -> None:
        """Keeps a problem, or only counts it where enough of its sort are kept."""
        if problem.severity is Severity.ERROR:
            self.errors += 1
            self.with_errors.add(problem.place.source)
        if self._each:
            self._each(_seen(problem))
        sort = (problem.severity, problem.place.source, _shape(problem.column or ""), _shape(problem.message))
        kept = self._sorts.setdefault(sort, [])
        if len(kept) < LISTED:
            kept.append(_seen(problem))
        else:
            self._more[sort] = self._more.get(sort, 0) + 1

    def listed(self) -> tuple[Problem, ...]:
        """All kept problems; after each sort that has more, one that counts them."""
        found: list[Problem] = []
        for sort, kept in self._sorts.items():
            found += kept
            if more := self._more.get(sort):
                found.append(_and_more(kept[-1], more))
        return tuple(found)


def _seen(problem: Problem) -> Problem:
    """A problem that is safe to show: what a file is called or holds must not steer a terminal or turn its text."""
    return problem._replace(
        place=Place(visible(problem.place.source), problem.place.line),
        message=visible(problem.message),
        hint=visible(problem.hint),
        column=problem.column and visible(problem.column),
        value=problem.value and visible(problem.value, keep="\n\t"),
    )


@lru_cache(1_000)  # a file of nothing else has the same one millions of times
def _shape(message: str) -> str:
    return re.sub(r"“[^”]*”|[0-9][0-9.,]*", "…", message)


def _and_more(last: Problem, more: int) -> Problem:
    rows = "1 more row has" if more == 1 else f"{more:,} more rows have"
    where = f"line {last.place.line}" if last.place.line else "the last one"
    message = f"And {rows} the same kind of problem as {where} and those before it."
    return last._replace(
        place=Place(last.place.source),
        message=message,
        hint="Mend those that are listed, then load again.",
        value=None,
    )
