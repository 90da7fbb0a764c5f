"""The solver's promises: whole columns, objectives in order, ties to the smallest numbers, no plan is said plainly."""

import pytest

from kmgraph.errors import NotKnown
from kmgraph.planner.optimum.solver import BLOCK, TIES, Program, Solver


def one_of_each_pair(pairs: int) -> Program:
    """Columns 2n and 2n + 1 are alternatives."""
    program = Program(choices=2 * pairs, columns=2 * pairs)
    for pair in range(pairs):
        program.add_row({2 * pair: 1.0, 2 * pair + 1: 1.0}, 1.0)
    return program


def test_ties_go_to_the_smallest_numbers_where_there_are_more_than_are_looked_at() -> None:
    pairs = BLOCK + 3
    assert 2**pairs > TIES
    solution = Solver(one_of_each_pair(pairs)).lexicographic([dict.fromkeys(range(2 * pairs), 1)])
    assert solution.chosen == tuple(range(0, 2 * pairs, 2))
    assert solution.gap == 0


def test_the_first_objective_rules() -> None:
    dear = {0: 10_000_000, 1: 9_999_999, 2: 1, 3: 1}
    count = dict.fromkeys(range(4), 1)
    assert Solver(one_of_each_pair(2)).lexicographic([dear, count]).chosen == (1, 2)
    assert Solver(one_of_each_pair(2)).lexicographic([count]).chosen == (0, 2)


def test_rows_that_an_answer_breaks_are_added_until_none_is_broken() -> None:
    def not_the_cheap_one(chosen: list[int]) -> list[tuple[dict[int, float], float]]:
        return [({0: -1.0}, 0.0)] if 0 in chosen else []

    solver = Solver(one_of_each_pair(1), repair=not_the_cheap_one)
    assert solver.lexicographic([{0: 1, 1: 5}]).chosen == (1,)


def test_no_plan_is_a_sentence() -> None:
    program = Program(choices=1, columns=1)
    program.add_row({0: 1.0}, 2.0)
    with pytest.raises(NotKnown, match="No plan was found"):
        Solver(program).lexicographic([{0: 1}])


def test_a_plan_that_is_known_is_told_with_its_gap_where_time_is_up() -> None:
    pairs = 400
    program = one_of_each_pair(pairs)
    for n in range(pairs - 1):  # an odd circle of demands, so that halves are cheaper than any whole answer
        program.add_row({2 * n: 1.0, 2 * n + 2: 1.0, 2 * n + 3: 1.0}, 1.0)
    known = tuple(range(2 * pairs))
    solution = Solver(program, seconds=0.0, known=known).lexicographic([dict.fromkeys(range(2 * pairs), 1)])
    assert solution.chosen == known
    assert solution.gap > 0
