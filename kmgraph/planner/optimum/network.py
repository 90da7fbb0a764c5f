"""Learning as arrays: courses, and the facts that they need and give, by number.

A labour market has some twenty thousand courses. Which facts can be reached from a start is found in a few passes
over these arrays; objects are made only of the few courses that can be in an answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kmgraph.graph import Graph
from kmgraph.model import Competency, Course, Expects, Framework, Prerequisite, Teaches
from kmgraph.planner.choices import STRENGTH, After, Gain
from kmgraph.planner.levels import ANY_SCALE, Fact, Levels
from kmgraph.planner.optimum.links import Links, Mask, Numbers
from kmgraph.planner.optimum.presets import UNKNOWN, Whole
from kmgraph.vocabulary import CompetencyType, Status

THOUSANDTHS = 1_000
"""Into so many parts limits cut an hour and a week: finer than anybody states either."""


@dataclass(frozen=True)
class Reach:
    """What can be reached from a start: facts that hold or can be gained, and courses that can be entered."""

    allowed: Mask
    """Courses that may be taken."""
    start: Mask
    facts: Mask
    entered: Mask


class Network:
    """The courses of a graph that teach or open something, numbered by IRI, and the facts they need and give.

    Args:
        graph: what is stated.
        levels: what follows from what.
    """

    def __init__(self, graph: Graph, levels: Levels):
        self.graph = graph
        self._pence: dict[str, Whole] = {}
        self._slots = _Slots(levels)
        self._know_competencies(levels)
        taught, self._groups = self._stated(Teaches), _groups(graph)
        self._number_courses(taught)
        self._link(taught, self._stated(Expects))

    # numbers

    @property
    def size(self) -> int:
        """How many facts there are."""
        return len(self._codes)

    def number(self, gain: Gain) -> int | None:
        """The number of a fact; None where no course needs or gives it."""
        code = self._after.get(gain) if isinstance(gain, After) else self._code(gain)
        place = -1 if code is None else int(self._codes.searchsorted(code))
        return place if 0 <= place < self.size and self._codes[place] == code else None

    def numbers(self, gains: Iterable[Gain]) -> Numbers:
        """The numbers of those facts that some course needs or gives."""
        found = [number for gain in gains if (number := self.number(gain)) is not None]
        return np.array(sorted(found), dtype=np.int64)

    def gain(self, number: int) -> Gain:
        """The fact with this number."""
        code = int(self._codes[number])
        competency, slot = divmod(code, len(self._slots))
        if competency >= len(self._names):
            return self._groups_in_order[code - len(self._names) * len(self._slots)]
        return Fact(self._names[competency], *self._slots.facts[slot])

    def needed(self, course: str) -> frozenset[Gain]:
        """What a course needs on entry."""
        return self._linked(self.needs, course)

    def given(self, course: str) -> frozenset[Gain]:
        """All facts that a course establishes beyond what it needs."""
        return self._linked(self.gains, course)

    def _linked(self, links: Links, course: str) -> frozenset[Gain]:
        place = self.place[course]
        return frozenset(self.gain(number) for number in links.to[links.begin[place] : links.begin[place + 1]])

    def course_numbers(self, iris: Iterable[str]) -> Numbers:
        """The numbers of those of these courses that are here."""
        return np.array(sorted(self.place[iri] for iri in iris if iri in self.place), dtype=np.int64)

    def teaching(self, competency: str) -> list[str]:
        """The courses that give some level of a competency, by its canonical IRI; sorted."""
        place = self._canonical.get(competency)
        if place is None:
            return []
        first, last = np.searchsorted(self._codes, [place * len(self._slots), (place + 1) * len(self._slots)])
        return [self.courses[number] for number in np.unique(self.givers.gather(np.arange(first, last)))]

    @cached_property
    def strengths(self) -> int:
        """The strongest evidence that there is."""
        return int(self._given.max(initial=0))

    def strongest(self, goal: int, entered: Mask) -> Numbers:
        """The courses, of those that can be entered, that give a fact with the best evidence that any has."""
        givers, strengths = self._evidence(goal)
        strengths = np.where(entered[givers], strengths, -1)
        best: Numbers = givers[strengths == strengths.max(initial=-1)]
        return best

    def as_strong(self, goal: int, strength: int) -> Numbers:
        """The courses that give a fact with evidence of this strength or better."""
        givers, strengths = self._evidence(goal)
        return givers[strengths >= strength]

    def _evidence(self, goal: int) -> tuple[Numbers, Numbers]:
        place = slice(self.givers.begin[goal], self.givers.begin[goal + 1])
        return self.givers.to[place], self._given[place]

    def _code(self, fact: Fact) -> int | None:
        competency = self._canonical.get(fact.competency)
        slot = self._slots.place.get((fact.scale, fact.rank))
        return None if competency is None or slot is None else competency * len(self._slots) + slot

    # amounts

    @cached_property
    def minutes(self) -> Whole:
        """The effort of each course in whole minutes, `UNKNOWN` where it is not known."""
        return self._amounts("effort_hours", 60)

    @cached_property
    def hours(self) -> Whole:
        """The effort of each course in thousandths of an hour, as limits count it."""
        return self._amounts("effort_hours", THOUSANDTHS)

    @cached_property
    def weeks(self) -> Whole:
        """The weeks from start to end of each course in thousandths, as limits count them."""
        return self._amounts("elapsed_weeks", THOUSANDTHS)

    def pence(self, currency: str) -> Whole:
        """The fee of each course in hundredths of a currency; `UNKNOWN` where it is not known, or in another."""
        if currency not in self._pence:
            fees, coins = self._amounts("fee", 100), self._column("currency")
            other = np.array([coin != currency for coin in coins], dtype=np.bool_)
            self._pence[currency] = np.where(other & (fees > 0), UNKNOWN, fees)
        return self._pence[currency]

    def _amounts(self, field: str, parts: int) -> Whole:
        said = (UNKNOWN if amount is None else round(amount * parts) for amount in self._column(field))
        return np.array(list(said), dtype=np.int64)

    def _column(self, field: str) -> list[Any]:
        """What the courses say in a field, in their order here."""
        said = dict(zip(self.graph.all(Course), self.graph.column(Course, field), strict=True))
        return [said[iri] for iri in self.courses]

    # what can be reached

    def reach(self, start: Numbers, allowed: Mask) -> Reach:
        """All that can be gained from these facts with the courses allowed.

        Each course waits for a count of unmet conditions; a round looks at what the last one brought.
        """
        facts, entered = np.zeros(self.size, dtype=np.bool_), np.zeros(len(self.courses), dtype=np.bool_)
        facts[start] = True
        begun = facts.copy()
        waiting = self._conditions - self._met(start)
        ready = np.flatnonzero((waiting == 0) & allowed)
        while len(ready):
            entered[ready] = True
            gained = self.gains.gather(ready)
            gained = gained[~facts[gained]]
            facts[gained] = True
            gained = _distinct(gained, self.size)
            asking = self.askers.gather(gained)
            if len(asking) > len(entered) // 8:
                waiting -= self._met(gained)
                ready = np.flatnonzero((waiting == 0) & allowed & ~entered)
            else:
                np.subtract.at(waiting, asking, 1)
                ready = _distinct(asking[(waiting[asking] == 0) & allowed[asking] & ~entered[asking]], len(entered))
        return Reach(allowed, begun, facts, entered)

    def _met(self, facts: Numbers) -> Numbers:
        """For each course, how many of its conditions are among these facts."""
        return np.bincount(self.askers.gather(facts), minlength=len(self.courses))

    def one_pass(self, state: Mask, taken: Mask) -> None:
        """Gathers the state through every index array once: the yardstick of `reach`."""
        for links in (self.gains, self.needs):
            state[links.to]
        for links in (self.givers, self.askers):
            taken[links.to]

    # building

    def _know_competencies(self, levels: Levels) -> None:
        graph = self.graph
        iris = list(graph.all(Competency))
        types, frameworks = graph.column(Competency, "type"), graph.column(Competency, "framework")
        self._attitudes = {iri for iri, one in zip(iris, types, strict=True) if one == CompetencyType.ATTITUDE}
        lowest = {iri: self._slots.lowest(one.scale) for iri, one in graph.all(Framework).items()}
        self._lowest = {iri: lowest.get(one, 0) for iri, one in zip(iris, frameworks, strict=True)}
        self._canonical: dict[str, int] = {}
        self._one = levels.canonical
        self._strict = levels.strict

    def _stated(self, kind: type[Teaches | Expects]) -> "_Stated":
        column = self.graph.column
        counts = [
            place
            for place, (status, competency) in enumerate(
                zip(column(kind, "status"), column(kind, "competency"), strict=True)
            )
            if status != Status.SUGGESTED and competency not in self._attitudes
        ]
        courses, competencies, levels = (
            list(map(column(kind, name).__getitem__, counts)) for name in ("course", "competency", "level")
        )
        unstated = self._lowest if kind is Teaches and not self._strict else {}
        slot = self._slots.of
        slots = [
            slot[level] if level in slot else unstated.get(competency, 0)
            for level, competency in zip(levels, competencies, strict=True)
        ]
        for one in dict.fromkeys(map(self._one, competencies)):
            self._canonical.setdefault(one, len(self._canonical))
        numbers = [self._canonical[one] for one in map(self._one, competencies)]
        strength = {str(one): rank for one, rank in STRENGTH.items()}
        grades = column(kind, "evidence") if kind is Teaches else None
        strengths = [strength[grades[n]] if grades else 0 for n in counts]
        return _Stated(courses, *(np.array(one, dtype=np.int64) for one in (numbers, slots, strengths)))

    def _number_courses(self, taught: "_Stated") -> None:
        known = self.graph.all(Course)
        status = self.graph.column(Course, "status")
        counting = {iri for iri, said in zip(known, status, strict=True) if said != Status.SUGGESTED}
        opening = {first for group in self._groups.values() for one in group for first in one.courses}
        self.courses = sorted(counting & (set(taught.courses) | opening))
        self.place = {iri: place for place, iri in enumerate(self.courses)}

    def _link(self, taught: "_Stated", expected: "_Stated") -> None:
        self._names = list(self._canonical)
        width, count = len(self._slots), len(self.courses)
        self._groups_in_order = sorted({one for group in self._groups.values() for one in group})
        above = len(self._names) * width
        self._after = {one: above + n for n, one in enumerate(self._groups_in_order)}
        stride = above + len(self._after)
        of_groups = [(self.place[iri], self._after[one]) for iri, group in self._groups.items() if iri in self.place
                     for one in group]  # fmt: skip
        opened = [(self.place[iri], code) for one, code in self._after.items() for iri in one.courses
                  if iri in self.place]  # fmt: skip

        gives, strengths = self._follow(taught, stride)
        asks, _ = self._follow(expected, stride, whole=False)
        brought, _ = self._follow(expected, stride)
        keys = np.concatenate([gives, _keys(opened, stride)])
        ranks = np.concatenate([strengths, np.zeros(len(opened), dtype=np.int64)])
        kept = ~np.isin(keys, brought)
        keys, ranks = _highest(keys[kept], ranks[kept])
        needed = np.unique(np.concatenate([asks, _keys(of_groups, stride)]))

        self._codes = np.unique(np.concatenate([keys % stride, needed % stride]))
        self.gains = Links.of(keys // stride, np.searchsorted(self._codes, keys % stride), count)
        self.needs = Links.of(needed // stride, np.searchsorted(self._codes, needed % stride), count)
        self.givers, self.askers = self.gains.turned(self.size), self.needs.turned(self.size)
        self._given = ranks[np.argsort(self.gains.to, kind="stable")]
        self._conditions = np.diff(self.needs.begin)

    def _follow(self, stated: "_Stated", stride: int, *, whole: bool = True) -> tuple[Numbers, Numbers]:
        """Keys `course * stride + fact` of what is stated (with all that follows from it), and strengths beside."""
        places = [self.place.get(iri, -1) for iri in stated.courses]
        courses = np.array(places, dtype=np.int64)
        here = courses >= 0
        courses, competencies, slots, strengths = (
            one[here] for one in (courses, stated.competencies, stated.slots, stated.strengths)
        )
        keys = courses * stride + competencies * len(self._slots)
        if not whole:
            return np.unique(keys + slots), strengths
        counts = np.diff(self._slots.implied.begin)[slots]
        return (
            np.repeat(keys, counts) + self._slots.implied.gather(slots),
            np.repeat(strengths, counts),
        )

    @cached_property
    def slot_of(self) -> Numbers:
        """The slot of each fact: equal numbers are equal levels; -1 for having done a course."""
        slots = self._codes % len(self._slots)
        slots[self._codes >= len(self._names) * len(self._slots)] = -1
        return slots

    @cached_property
    def competency_of(self) -> Numbers:
        """The number of each fact's competency; having done one of some courses counts as one by itself."""
        above = len(self._names) * len(self._slots)
        return np.where(self._codes < above, self._codes // len(self._slots), self._codes - above + len(self._names))

    @property
    def follows(self) -> Mask:
        """Whether the second slot's level follows from the first's."""
        return self._slots.follows


@dataclass(frozen=True)
class _Stated:
    """Statements that courses teach or expect competencies, as columns."""

    courses: list[str]
    competencies: Numbers
    slots: Numbers
    strengths: Numbers


class _Slots:
    """The levels of all scales, numbered; slot 0 is any level at all."""

    def __init__(self, levels: Levels):
        self.of = dict[str | None, int]()
        self.facts: list[tuple[str, int]] = [(ANY_SCALE, 0)]
        for iri, (scale, rank) in levels.ladder.items():
            self.of[iri] = len(self.facts)
            self.facts.append((scale, rank))
        self.place = {fact: slot for slot, fact in enumerate(self.facts)}
        implied = [
            sorted(self.place[one.scale, one.rank] for one in levels.implied(Fact("", *fact))) for fact in self.facts
        ]
        owners = np.repeat(np.arange(len(implied)), [len(one) for one in implied])
        self.implied = Links.of(owners, np.array([slot for one in implied for slot in one], dtype=np.int64), len(self))
        self.follows = np.zeros((len(self), len(self)), dtype=np.bool_)
        self.follows[owners, self.implied.to] = True

    def __len__(self) -> int:
        return len(self.facts)

    def lowest(self, scale: str | None) -> int:
        """The slot of the lowest level of a scale; 0 where there is none."""
        return self.place.get((scale or ANY_SCALE, 0), 0)


def _groups(graph: Graph) -> dict[str, set[After]]:
    """The groups of alternative prerequisites of each course; one without a group stands alone, by source."""
    grouped: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    names = ("course", "requires", "group", "status")
    columns = zip(*(graph.column(Prerequisite, name) for name in names), strict=True)
    stated = graph.edges.get(Prerequisite.kind, ())
    for one, (course, requires, group, status) in zip(stated, columns, strict=True):
        if status != Status.SUGGESTED:
            grouped[course, one.source, group or requires].add(requires)
    found: dict[str, set[After]] = defaultdict(set)
    for (course, _, _), alternatives in grouped.items():
        found[course].add(After(tuple(sorted(alternatives))))
    return found


def _keys(pairs: Collection[tuple[int, int]], stride: int) -> Numbers:
    return np.array([one * stride + other for one, other in pairs], dtype=np.int64)


def _highest(keys: Numbers, ranks: Numbers) -> tuple[Numbers, Numbers]:
    """Each key once, sorted, with the highest of its ranks."""
    order = np.lexsort((-ranks, keys))
    keys, ranks = keys[order], ranks[order]
    first = np.ones(len(keys), dtype=np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return keys[first], ranks[first]


def _distinct(numbers: Numbers, count: int) -> Numbers:
    """The numbers, each once and sorted."""
    if len(numbers) < count // 16:
        return np.unique(numbers)
    seen = np.zeros(count, dtype=np.bool_)
    seen[numbers] = True
    return np.flatnonzero(seen)
