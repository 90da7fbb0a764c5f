"""Published tables: nobody can work a small group out of them, whether they know the rule or not."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from kmgraph.survey.question import NOT_HELD
from kmgraph.survey.suppression import FEWEST, hidden, hidden_shares, is_small
from kmgraph.survey.tables import GROUP, NO_WISH, NOT_ANSWERED, OTHER, Respondent, Table, counted, tables
from kmgraph.vocabulary import Counted

LEVELS = (["scale/1", "low"], ["scale/2", "middle"], ["scale/3", "high"])
ASKED: list[dict[str, Any]] = [{"competency": f"c{n}", "label": f"c{n}", "levels": LEVELS} for n in range(3)]


class Order(random.Random):
    """Chance that always shuffles into one order."""

    def __init__(self, order: Sequence[int]):
        super().__init__()
        self._order = order

    def shuffle(self, x: Any) -> None:
        x.sort(key=self._order.index)


def rows(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """All ways to spread people over cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in rows(total - first, cells - 1):
            yield (first, *rest)


def seen(row: Sequence[int], unseen: frozenset[int]) -> tuple[int | None, ...]:
    return tuple(None if place in unseen else count for place, count in enumerate(row))


@pytest.mark.parametrize("cells", [2, 3, 4, 5])
def test_who_knows_the_rule_cannot_tell_a_small_group_of_a_row(cells: int) -> None:
    for total in range(FEWEST, 18):
        meant = defaultdict(list)
        for row in rows(total, cells):
            meant[seen(row, hidden(row))].append(row)
        for shown, possible in meant.items():
            assert not any(is_small(count) for count in shown if count)
            for place, count in enumerate(shown):
                numbers = {row[place] for row in possible}
                assert count is not None or len(numbers) > 1 or not is_small(numbers.pop())


@pytest.mark.parametrize("groups", [(10, 10), (10, 25), (11, 10, 10), (10, 11, 12)])
def test_who_knows_the_rule_cannot_tell_a_small_share(groups: tuple[int, ...]) -> None:
    meant = defaultdict(set)
    for row in product(*[range(of + 1) for of in groups]):
        if is_small(sum(row)) or is_small(sum(groups) - sum(row)):
            continue
        for order in permutations(range(len(row))):
            meant[sum(row), seen(row, hidden_shares(row, groups, Order(order)))].add(row)
    for (_, shown), possible in meant.items():
        for place, count in enumerate(shown):
            numbers = {row[place] for row in possible}
            if count is None and len(numbers) == 1:
                number = numbers.pop()
                assert not is_small(number)
                assert not is_small(groups[place] - number)


@pytest.mark.parametrize("levels", [1, 2])
def test_who_knows_the_rule_cannot_tell_a_small_group_of_a_whole_table(levels: int) -> None:
    """One competency, and all that few people may answer, whatever chance decides."""
    answers = ["", *(level for level, _ in LEVELS[:levels]), None]
    for total in (5, 8, 11, 12):
        meant = defaultdict(set)
        for row in rows(total, len(answers)):
            said = [
                Respondent(None, None, None, {} if level is None else {"c0": level}, {})
                for level, count in zip(answers, row, strict=True)
                for _ in range(count)
            ]
            held = sum(row[1:-1])
            chance = is_small(held) or is_small(total - held)
            for order in permutations(range(len(row))) if chance else [range(len(row))]:
                asked = [{**ASKED[0], "levels": LEVELS[:levels]}]
                made = {table.name: table for table in tables(asked, said, Order(order))}
                meant[made["held"].cells[0], made["held-by-nation"].cells[0]].add(row)
        for (shown, _), possible in meant.items():
            for place, count in enumerate(shown):
                numbers = {row[place] for row in possible}
                assert count is not None or len(numbers) > 1 or not is_small(numbers.pop())


people = st.builds(
    Respondent,
    st.sampled_from([None, "GB-ENG", "GB-ENG", "GB-SCT", "GB-WLS"]),
    st.sampled_from([None, "university", "government", "charity"]),
    st.sampled_from([None, "broker", "adviser"]),
    st.dictionaries(st.sampled_from(["c0", "c1", "c2"]), st.sampled_from(["", *(level for level, _ in LEVELS)])),
    st.dictionaries(st.sampled_from(["c0", "c1", "c2"]), st.sampled_from([level for level, _ in LEVELS])),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(people, min_size=5, max_size=70), st.randoms(use_true_random=False))
def test_differences_of_published_tables_reveal_no_small_group(said: list[Respondent], draw: random.Random) -> None:
    made = {table.name: table for table in tables(ASKED, said, draw)}
    for counts, by in ((Counted.HELD, "nation"), (Counted.WISHED, "organisation")):
        for place, one in enumerate(ASKED):
            attack = Attack(made, counts, by, place, len(said))
            for number, (low, high) in attack.sensitive(said, one["competency"]):
                assert high - low >= FEWEST - 1e-6, (number, low, high)


class Attack:
    """Linear programs over all that is published of one competency: how small and how large may a figure be?

    Their columns are the people at each level or answer, then those of each group who hold (or wish for) it.
    """

    def __init__(self, made: dict[str, Table], counts: Counted, by: str, place: int, people: int):
        self._counts, self._by = counts, by
        self._levels = made[str(counts)]
        self._groups = made[f"{counts}-by-{by}"]
        sizes = made[f"respondents-by-{by}"]
        assert sizes.rows == self._groups.columns
        assert all(cells[0] is not None for cells in sizes.cells)
        self._sizes = [cells[0] or 0 for cells in sizes.cells]
        self._shown = (*self._levels.cells[place], *self._groups.cells[place])
        width = len(self._levels.columns)
        levels = {level for level, _ in LEVELS}
        all_answers = [1.0] * width + [0.0] * len(self._sizes)
        same = [*(float(one in levels) for one in self._levels.columns), *[-1.0] * len(self._sizes)]
        self._equal = np.array([all_answers, same]), np.array([float(people), 0.0])
        most = [people] * width + self._sizes
        self._bounds = [
            (0, of) if count is None else (count, count) for count, of in zip(self._shown, most, strict=True)
        ]

    def sensitive(self, said: list[Respondent], competency: str) -> Iterator[tuple[int, tuple[float, float]]]:
        """Each small group that a figure counts, or leaves uncounted of a nation or kind, with what it may be."""
        for place, count in enumerate(self._true(said, competency)):
            of = self._bounds_of(place, len(said))
            group = place >= len(self._levels.columns)
            if is_small(count) or (group and is_small(of - count)):
                assert self._shown[place] is None
                yield count, self._range(place)

    def _bounds_of(self, place: int, people: int) -> int:
        width = len(self._levels.columns)
        return people if place < width else self._sizes[place - width]

    def _true(self, said: list[Respondent], competency: str) -> list[int]:
        answers = [(one.held if self._counts is Counted.HELD else one.wished).get(competency) for one in said]
        means = {NOT_HELD: "", NOT_ANSWERED: None, NO_WISH: None}
        at = [answers.count(means.get(one, one)) for one in self._levels.columns]
        shown = set(self._groups.columns)
        named = [own if (own := getattr(one, self._by)) in shown else OTHER for one in said]
        by = [
            sum(bool(a) and n == group for a, n in zip(answers, named, strict=True)) for group in self._groups.columns
        ]
        return [*at, *by]

    def _range(self, place: int) -> tuple[float, float]:
        cost = np.zeros(len(self._shown))
        cost[place] = 1
        found = [
            linprog(sign * cost, A_eq=self._equal[0], b_eq=self._equal[1], bounds=self._bounds) for sign in (1, -1)
        ]
        assert all(one.success for one in found)
        return float(found[0].fun), -float(found[1].fun)


@settings(max_examples=60, deadline=None)
@given(st.lists(people, min_size=5, max_size=70))
def test_totals_reconcile_and_no_group_is_small(said: list[Respondent]) -> None:
    made = {table.name: table for table in tables(ASKED, said)}
    for table in made.values():
        assert not any(is_small(count) for row in table.cells for count in row if count is not None)
        assert len({len(row) for row in table.cells} | {len(table.columns)}) == 1
    for by in ("nation", "organisation", "role"):
        sizes = [row[0] or 0 for row in made[f"respondents-by-{by}"].cells]
        assert sum(sizes) == len(said)
        assert min(sizes) >= min(GROUP, len(said))
    for name in ("held", "wished"):
        for row in made[name].cells:
            if None not in row:
                assert sum(filter(None, row)) == len(said)
            else:
                assert sum(filter(None, row)) <= len(said) - FEWEST
                assert row.count(None) > 1


def test_nobody_is_hidden_where_no_group_is_small() -> None:
    said = [Respondent("GB-ENG", None, None, {"c0": "scale/1"}, {}) for _ in range(12)]
    made = {table.name: table for table in tables(ASKED[:1], said)}
    assert made["held"].cells == ((0, 12, 0, 0, 0),)
    assert made["held"].columns == (NOT_HELD, "scale/1", "scale/2", "scale/3", NOT_ANSWERED)
    assert made["wished"].columns == (NO_WISH, "scale/1", "scale/2", "scale/3")
    assert made["held-by-nation"].cells == ((12,),)
    assert made["respondents-by-role"].rows == (OTHER,)


def test_people_without_answers_are_left_out_where_that_tells_of_nobody_else() -> None:
    nothing = [Respondent("GB-ENG", None, None, {}, {})] * 3
    full = [Respondent("GB-ENG", None, None, {"c0": "scale/1", "c1": ""}, {})] * 12
    assert counted([*nothing, *full]) == full
    wishes = [Respondent("GB-ENG", None, None, {}, {"c0": "scale/1"})] * 7
    one = [Respondent("GB-ENG", None, None, {"c0": "scale/1"}, {})] * 5
    assert counted([*nothing, *one, *wishes]) == [*nothing, *one, *wishes], "else who skipped c0 has a wish for it"


@settings(max_examples=40, deadline=None)
@given(st.lists(people, min_size=5, max_size=50))
def test_that_everybody_answered_something_bounds_no_figure(said: list[Respondent]) -> None:
    """Where anybody is left out, those who skip any one question can all have answered another."""
    found = counted(said)
    if len(found) < len(said):
        for one in ASKED:
            others = sum(len(person.held.keys() - {one["competency"]}) for person in found)
            assert others >= len(found)


def test_what_the_questionnaire_says_of_how_many_answers_it_takes() -> None:
    """As many figures are hidden as `ENOUGH` says, of made-up answers about 21 competencies at four levels."""
    asked = [{"competency": f"c{n}", "label": "", "levels": [[f"s/{at}", ""] for at in range(1, 5)]} for n in range(21)]
    for number, low, high in ((35, 0.55, 0.75), (100, 0.2, 0.45), (300, 0.12, 0.3)):
        hidden_, every, by_nation = 0, 0, []
        for seed, wishing in product(range(3), (0.3, 0.6)):
            chance = random.Random(seed)
            said = [made_up(chance, wishing) for _ in range(number)]
            for table in tables(asked, said, chance):
                cells = [cell for row in table.cells for cell in row]
                hidden_ += cells.count(None)
                every += len(cells)
                if table.name == "held-by-nation":
                    by_nation.append(cells.count(None) / len(cells))
        assert low < hidden_ / every < high, number
    assert 0.4 < sum(by_nation) / len(by_nation) < 0.65


def made_up(chance: random.Random, wishing: float) -> Respondent:
    """A person whose levels are spread around the middle of the scale, and who leaves out some questions."""
    skill = chance.gauss(0, 0.7)
    held, wished = {}, {}
    for number in range(21):
        at = min(4, max(0, round(2 + skill + chance.gauss(0, 1))))
        if chance.random() > 0.06:
            held[f"c{number}"] = f"s/{at}" if at else ""
            if at < 4 and chance.random() < wishing:
                wished[f"c{number}"] = f"s/{min(4, at + chance.choice([1, 1, 2]))}"
    nation = chance.choices(["GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR", None], [60, 14, 8, 5, 13])[0]
    kinds = ["university", "government", "charity", "funder", "legislature", "think tank", "network", None]
    return Respondent(nation, chance.choices(kinds, [45, 15, 10, 8, 5, 4, 5, 8])[0], None, held, wished)
