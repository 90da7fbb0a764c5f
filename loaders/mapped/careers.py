"""Rows of dated steps to journeys: one a person, in order, without the person and without the dates.

    order       by first day, then by last day (an open end last), then by the column `then_by`, then by line
    repeats     a row that says the same of the same person is one step                          warning each
    undated     a row without a first day has no place in the order: left out                    warning each
    backwards   a last day before the first is unknown: neither overlap nor gap is told from it  warning each
    overlaps    a step that begins before an earlier one has ended comes after it all the same   note
    gaps        more days between two steps than `gap_days`: no step is made of them             note
    open ends   a step without a last day goes on; what begins later overlaps with it            note

Where one step ends and the next begins on the same day, they neither overlap nor leave a gap.
"""

import hashlib
from collections import defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kmgraph.errors import Place, Problem, error, note, warning
from kmgraph.load import Entry
from kmgraph.model import iri
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted
from loaders.mapped.drafts import Draft, Reference
from loaders.mapped.language import Journeys, Table, Value
from loaders.mapped.persons import SAMPLE, hold_people
from loaders.mapped.records import Workshop
from loaders.mapped.rows import Row
from loaders.mapped.values import Cells, date_hint
from loaders.tables.columns import columns

LONGEST = 1000
"""Steps that a journey may have."""


class Stint(NamedTuple):
    """A row of somebody's career, in the order in which it is sorted."""

    starts: date
    ends: date
    then: str
    line: int
    row: Row
    open: bool
    backwards: bool

    @property
    def order(self) -> tuple[date, date, str, int]:
        """What it is sorted by."""
        return self[:4]


@dataclass
class Count:
    """How often something was seen that is told once for a whole table, in how many journeys, and where first."""

    steps: int = 0
    people: set[str] = field(default_factory=set)
    first: str = ""

    def add(self, stint: Stint, person: str) -> None:
        """Counts one step."""
        self.first = self.first or stint.row.where
        self.steps += 1
        self.people.add(person)


@dataclass
class Seen:
    """What the dates of a table leave in doubt."""

    overlaps: Count = field(default_factory=Count)
    gaps: Count = field(default_factory=Count)
    open: Count = field(default_factory=Count)


class Careers:
    """Collects the rows of a table by person, and makes journeys of them when all are read."""

    def __init__(self, table: Table, rules: Journeys, short: str, cells: Cells, workshop: Workshop, mapping: str):
        self._rules = rules
        self._no_people = set(rules.person.columns) <= set(table.file.no_people)
        self._short = short
        self._cells = cells
        self._workshop = workshop
        self._mapping = mapping
        self._stints: dict[str, list[Stint]] = defaultdict(list)
        self._people: list[str] = []
        self._rows = 0

    def row(self, row: Row) -> Iterator[Problem]:
        """Takes a row, or says why it is left out."""
        self._rows += 1
        persons, problems = self._cells.texts(self._rules.person, row)
        yield from problems
        if not persons:
            yield self._no(row, "says nobody", self._rules.person, "so it belongs to no journey")
            return
        starts = yield from self._day(self._rules.starts, row)
        if starts is None:
            yield self._no(row, "has no first day", self._rules.starts, "so it has no place in a journey")
            return
        ends = (yield from self._day(self._rules.ends, row)) if self._rules.ends else None
        if backwards := ends is not None and ends < starts:
            message = f"The last day {ends} is before the first, {starts}, so it counts as unknown."
            yield warning(row.place, message, "Mend one of the two.", column=self._called(self._rules.ends, row))
        if len(self._people) < SAMPLE and persons[0] not in self._stints:
            self._people.append(persons[0])
        then = "".join(self._cells.texts(self._rules.then_by, row)[0]) if self._rules.then_by else ""
        last = starts if backwards else ends or date.max
        self._stints[persons[0]].append(Stint(starts, last, then, self._rows, row, ends is None, backwards))

    def _day(self, value: Value, row: Row) -> Generator[Problem, None, date | None]:
        words, problems = self._cells.texts(value, row)
        yield from problems
        try:
            return date.fromisoformat(words[0]) if words else None
        except ValueError:
            message = f"{quoted(words[0])} is not a date, so it counts as unknown."
            yield warning(row.place, message, date_hint(value), column=self._called(value, row), value=words[0])
            return None

    def _no(self, row: Row, what: str, value: Value, so: str) -> Problem:
        return warning(row.place, f"The row {what}, {so}.", "Fill in the cell.", column=self._called(value, row))

    def _called(self, value: Value | None, row: Row) -> str | None:
        return row.called(value.columns[0]) if value and value.columns else None

    def journeys(self) -> Iterator[Entry | Problem]:
        """The journeys and their steps, and what their dates leave in doubt."""
        if not self._no_people and (why := hold_people(self._people)):
            hint = "Replace the names by numbers before you load the table."
            message = f"{why}. Journeys are told apart by numbers: of a name, even a digest can be guessed."
            yield error(Place(self._mapping, self._rules.person.line), message, hint, column="person")
            return
        seen = Seen()
        for person, stints in self._stints.items():
            yield from self._journey(person, stints, seen)
        yield from self._summary(seen)

    def _journey(self, person: str, stints: list[Stint], seen: Seen) -> Iterator[Entry | Problem]:
        name = hashlib.blake2b(f"{self._short}\x1f{person}".encode(), digest_size=10).hexdigest()
        journey = iri(Kind.JOURNEY, self._short, name)
        stints.sort(key=lambda stint: stint.order)
        yield from self._whole(journey, name, stints[0].row)
        order = 0
        said: dict[tuple[object, ...], Stint] = {}
        latest: Stint | None = None
        for stint in stints:
            step, problems = self._step(journey, order + 1, stint.row)
            yield from problems
            same = (stint.starts, stint.ends, stint.then, _substance(step))
            if same in said:
                message = f"The row says the same as {said[same].row.where}, so it is one step."
                yield warning(stint.row.place, message, "Delete one of the two.", column=stint.row.at or None)
                continue
            if order == LONGEST:
                message = f"A journey has more than {LONGEST:,} steps; the rest is left out."
                yield warning(stint.row.place, message, "Check the column that tells persons apart.")
                return
            said[same] = stint
            order += 1
            yield from self._workshop.finish(step)
            _look(stint, latest, person, seen, self._rules.gap_days)
            latest = stint if latest is None or stint.ends >= latest.ends else latest

    def _whole(self, journey: str, name: str, row: Row) -> Iterator[Entry | Problem]:
        draft = self._workshop.draft(Kind.JOURNEY, "journey", row, self._rules.journey)
        draft.values["id"] = journey
        for each, value in self._rules.journey.items():
            yield from self._workshop.fill(draft, each, columns(Kind.JOURNEY)[each], value)
        if label := draft.values.get("label"):
            draft.values["label"] = f"{label} {name[:8]}"
        yield from self._workshop.finish(draft)

    def _step(self, journey: str, order: int, row: Row) -> tuple[Draft, list[Problem]]:
        draft = self._workshop.draft(Kind.STEP, "step", row, self._rules.step)
        draft.values["order"] = order
        draft.refers["journey"] = [Reference("", "", by_label=False, iri=journey)]
        problems: list[Problem] = []
        for name, value in self._rules.step.items():
            problems += self._workshop.fill(draft, name, columns(Kind.STEP)[name], value)
        return draft, problems

    def _summary(self, seen: Seen) -> Iterator[Problem]:
        """One sentence for each rule about dates that found something."""
        steps = "Steps that begin before an earlier one of their journey has ended"
        rule = "They stand in the order of their first days; such a step may be a post held besides."
        yield from self._told("overlaps", seen.overlaps, steps, rule)
        steps = f"Steps that begin more than {self._rules.gap_days} days after those before have ended"
        yield from self._told("gaps", seen.gaps, steps, "Nothing is known of the time between: no step is made of it.")
        yield from self._told("open", seen.open, "Steps without a last day", "They count as going on.")

    def _told(self, what: str, count: Count, steps: str, rule: str) -> Iterator[Problem]:
        if count.steps:
            journeys = len(count.people)
            message = f"{steps}: {count.steps:,}, in {journeys:,} journey{'' if journeys == 1 else 's'}"
            place = Place(self._mapping, self._rules.line)
            yield note(place, f"{message}; the first is in {count.first}.", rule, column=what)


def _look(stint: Stint, latest: Stint | None, person: str, seen: Seen, gap_days: int) -> None:
    """Counts what the dates of a step leave in doubt; `latest` is the one that ends last of those before."""
    if stint.open:
        seen.open.add(stint, person)
    if latest is None or latest.backwards:
        return
    if stint.starts < latest.ends:
        seen.overlaps.add(stint, person)
    elif (stint.starts - latest.ends).days > gap_days:
        seen.gaps.add(stint, person)


def _substance(step: Draft) -> str:
    """What a step says, whatever its place."""
    said = {name: value for name, value in step.values.items() if name != "order"}
    return repr((said, step.refers))
