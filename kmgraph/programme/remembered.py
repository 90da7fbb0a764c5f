"""What is worked out once for each planner, and kept as long as the planner is."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from kmgraph.planner import Planner

P = ParamSpec("P")
R = TypeVar("R")


def remembered(work: Callable[Concatenate[Planner, P], R]) -> Callable[Concatenate[Planner, P], R]:
    """A function that works once for each planner and question; its answers must not hold the planner."""
    known: WeakKeyDictionary[Planner, dict[Hashable, R]] = WeakKeyDictionary()

    @wraps(work)
    def answer(planner: Planner, /, *args: P.args, **kwargs: P.kwargs) -> R:
        answers = known.setdefault(planner, {})
        question = args, tuple(kwargs.items())
        if question not in answers:
            answers[question] = work(planner, *args, **kwargs)
        return answers[question]

    return answer
