"""The processes in which inputs are tried, a format at a time, and what became of the inputs."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.trial import Outcome

ROOT = Path(__file__).parents[2]


@dataclass
class Result:
    """What became of the inputs of a format."""

    format: str
    seed: int
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def failed(self) -> list[Outcome]:
        """The inputs with which a load did what no load may."""
        return [outcome for outcome in self.outcomes if outcome.failures]

    @property
    def slowest(self) -> Outcome:
        """The input that took most CPU time."""
        return max(self.outcomes, key=lambda outcome: outcome.seconds)

    @property
    def largest(self) -> Outcome:
        """The input that took most memory."""
        return max(self.outcomes, key=lambda outcome: outcome.megabytes)

    def about(self, outcome: Outcome, folder: Path) -> str:
        """A failure, where its input is, and how to try it again."""
        return "\n".join(
            (
                f"{self.format}, input {outcome.number}: {outcome.source}, {', '.join(outcome.said) or 'as it is'}",
                *(f"  {failure}" for failure in outcome.failures),
                f"  kept in {folder / f'{self.format}-{self.seed}-{outcome.number}'}",
                f"  again: python -m tests.fuzz --format {self.format} --seed {self.seed} --only {outcome.number}",
            )
        )


def run(
    format: str,
    numbers: Sequence[int],
    seed: int,
    folder: Path,
    each: Callable[[Outcome], None] = lambda _: None,
    worker: str = "tests.fuzz.worker",
) -> Result:
    """Tries inputs in a process of their own; what ends the process is a failure, and another goes on.

    The inputs that fail are kept in the folder; `each` is told every outcome.
    """
    result = Result(format, seed)
    rest = list(numbers)
    while rest:
        for outcome in _tried(worker, format, rest, seed, folder):
            result.outcomes.append(outcome)
            each(outcome)
        rest = rest[rest.index(result.outcomes[-1].number) + 1 :]
    return result


def _tried(worker: str, format: str, numbers: Sequence[int], seed: int, folder: Path) -> list[Outcome]:
    command = [sys.executable, "-m", worker, format, str(seed), json.dumps(list(numbers)), str(folder)]
    outcomes: list[Outcome] = []
    begun = numbers[0]
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"}
        ) as process:
            for line in process.stdout or ():
                said = json.loads(line)
                if "begins" in said:
                    begun = said["begins"]
                else:
                    outcomes.append(
                        Outcome(**said | {"said": tuple(said["said"]), "failures": tuple(said["failures"])})
                    )
        if process.returncode:
            errors.seek(0)
            last = errors.read().decode("utf-8", "replace")[-3_000:]
            failure = f"the process ended with {process.returncode}:\n{last}"
            outcomes.append(Outcome(begun, "?", (), loaded=False, seconds=0, megabytes=0, failures=(failure,)))
    return outcomes
