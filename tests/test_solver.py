"""The solver's promises: whole columns, objectives in order, ties to the smallest numbers, no plan is said plainly."""

import pytest

from kmgraph.errors import NotKnown
from kmgraph.planner.solver import BLOCK, Program, Solver


def one_of_each_pair(pairs: int) -> Program:
    """Columns 2n and 2n + 1 are alternatives."""
    program = Program(choices=2 * pairs)
    for _ in range(2 * pairs):
        program.add_column()
    for pair in range(pairs):
        program.add_row({2 * pair: 1.0, 2 * pair + 1: 1.0}, 1.0)
    return program


def test_ties_go_to_the_smallest_numbers_across_blocks() -> None:
    pairs = BLOCK + 3
    solution = Solver(one_of_each_pair(pairs)).lexicographic([dict.fromkeys(range(2 * pairs), 1)])
    assert solution.chosen == tuple(range(0, 2 * pairs, 2))
    assert solution.gap == 0


def test_the_first_objective_rules() -> None:
    solver = Solver(one_of_each_pair(2))
    dear = {0: 10_000_000, 1: 9_999_999, 2: 1, 3: 1}
    count = dict.fromkeys(range(4), 1)
    assert solver.lexicographic([dear, count]).chosen == (1, 2)
    assert solver.lexicographic([count]).chosen == (0, 2), "the stages of one question are forgotten by the next"


def test_no_plan_is_a_sentence() -> None:
    program = Program(choices=1)
    program.add_column()
    program.add_row({0: 1.0}, 2.0)
    with pytest.raises(NotKnown, match="No plan was found"):
        Solver(program).lexicographic([{0: 1}])
