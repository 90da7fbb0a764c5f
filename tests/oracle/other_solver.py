"""Asks the other solver, in its own environment: `KMGRAPH_ORACLE_PYTHON` names the Python that has it."""

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kmgraph.planner import Answer, Preset
from kmgraph.planner.audit.rules import Rules, measure
from tests.conftest import do_without
from tests.oracle import brute
from tests.oracle.instances import Instances

SCRIPT = Path(__file__).with_name("cpsat.py")


def best_values(questions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What can be closed and the best values of each preset, for each question."""
    python = os.environ.get("KMGRAPH_ORACLE_PYTHON")
    if not python:
        do_without("KMGRAPH_REQUIRE_ORACLE", "KMGRAPH_ORACLE_PYTHON names no Python that has ortools: run make test")
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    said = subprocess.run([python, SCRIPT], input=lines, text=True, capture_output=True, check=False)
    assert said.returncode == 0, said.stderr
    return [json.loads(line) for line in said.stdout.splitlines()]


def worse_than_other_solver(rules: Rules, answers: Iterable[Answer]) -> list[str]:
    """Where answers differ from what the other solver finds; empty where all are as good."""
    answers, instances = list(answers), Instances(rules.graph)
    wanted = best_values(instances.instance(one.profile, one.role, one.switches) for one in answers)
    found = []
    for answer, best in zip(answers, wanted, strict=True):
        goals = brute.goals(rules, answer.profile, answer.role, answer.switches)
        if len(goals) != len(best["closable"]):
            found.append(f"{answer.profile.id} to {answer.role}: other goals can be closed")
        for preset, value in values(rules, answer).items():
            if value != best["best"][preset]:
                found.append(f"{answer.profile.id} to {answer.role}, {preset}: {value}, not {best['best'][preset]}")
    return found


def values(rules: Rules, answer: Answer) -> dict[Preset, list[int]]:
    """What an answer's plans come to by each preset."""
    goals = brute.goals(rules, answer.profile, answer.role, answer.switches)
    currency = answer.switches.currency
    return {
        preset: measure(rules, preset, chosen, goals, currency) for preset, chosen in chosen_courses(answer).items()
    }


def chosen_courses(answer: Answer) -> dict[Preset, tuple[str, ...]]:
    """The sorted IRIs of the courses that an answer takes by each preset."""
    return {
        preset: tuple(sorted(step.course.id for step in plan.steps))
        for plan in answer.plans
        for preset in (plan.preset, *plan.also)
    }
