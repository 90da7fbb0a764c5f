"""The unreduced model in CP-SAT, in an environment of its own; imports nothing of kmgraph.

Each line asks `{"columns", "goals": [[column]], "facts": [[giver]], "entries": [[column, fact]], "supports":
[[column, own]], "orders": [[support, before, after]], "most", "aims": [{column: weight}], "seconds"}`, where a giver is
a column, or `-1 - n` for the support n of `supports`; its answer is `{"chosen": [column], "proven", "seconds"}`, the
seconds being CPU time to write the model down and solve it.
"""

import json
import sys
import time
from typing import Any

from ortools.sat.python import cp_model


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """The best columns by some aims, one after the other."""
    began = time.process_time()
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(asked["columns"])]
    supports = [model.new_bool_var("") for _ in asked["supports"]]
    holds = [model.new_bool_var("") for _ in asked["facts"]]
    for (column, own), support in zip(asked["supports"], supports, strict=True):
        model.add_implication(support, taken[column])
        if own:
            model.add(support == 0)
    places = {fact: model.new_int_var(0, asked["most"], "") for order in asked["orders"] for fact in order[1:]}
    for support, before, after in asked["orders"]:
        model.add(places[before] + 1 <= places[after]).only_enforce_if(supports[support])
    for goal in asked["goals"]:
        model.add_bool_or([taken[column] for column in goal])
    for hold, givers in zip(holds, asked["facts"], strict=True):
        able = [taken[one] if one >= 0 else supports[-1 - one] for one in givers]
        model.add_bool_or([hold.negated(), *able])
    for column, fact in asked["entries"]:
        model.add_implication(taken[column], holds[fact])
    chosen, proven = _solved(model, taken, asked["aims"], asked["seconds"])
    return {"chosen": chosen, "proven": proven, "seconds": time.process_time() - began}


def _solved(
    model: cp_model.CpModel, taken: list[Any], aims: list[dict[str, int]], seconds: float
) -> tuple[list[int], bool]:
    chosen: list[int] = []
    for aim in aims:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = max(seconds, 0.0)
        amount = sum(weight * taken[int(column)] for column, weight in aim.items())
        model.minimize(amount)
        status = solver.solve(model)
        seconds -= solver.wall_time
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return chosen, False
        chosen = [column for column, x in enumerate(taken) if solver.boolean_value(x)]
        if status != cp_model.OPTIMAL:
            return chosen, False
        model.add(amount <= round(solver.objective_value))
        model.clear_hints()
        for x in taken:
            model.add_hint(x, solver.boolean_value(x))
    return chosen, True


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
