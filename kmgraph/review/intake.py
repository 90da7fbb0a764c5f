"""Answers into the store: the sheets that came back are counted, all of them or none, and can be taken back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from kmgraph.errors import DataError, Problem, Severity, UsageError, error, warning
from kmgraph.load.problems import Problems
from kmgraph.model import Level
from kmgraph.personal import Known, looks_personal
from kmgraph.review.columns import AGREE, QUESTION, REASON
from kmgraph.review.kept import Kept, names
from kmgraph.review.question import Proposals, Question, familiar, reviewable
from kmgraph.review.returned import Returned, read
from kmgraph.review.rows import Mark, plain
from kmgraph.store.base import Reader, Store
from kmgraph.vocabulary import Kind, ReviewerType
from kmgraph.wording import listed, quoted

MOST = 1_000_000
"""People whom a count may reach."""


@dataclass(frozen=True)
class Intake:
    """What taking in sheets, or taking them back, did or would do."""

    problems: tuple[Problem, ...] = ()
    opinions: Mapping[ReviewerType, int] = field(default_factory=dict)
    """How many opinions were counted, by kind of reviewer."""
    questions: int = 0
    """How many questions they answer."""
    left_out: int = 0
    """Rows that are not counted because the data has changed since they were asked."""
    written: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing keeps the sheets out."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "ok": self.ok,
            "written": self.written,
            "opinions": {str(kind): people for kind, people in self.opinions.items()},
            "questions": self.questions,
            "left_out": self.left_out,
            "problems": [problem.as_json() for problem in self.problems],
        }


def take_in(store: Store, paths: Sequence[Path], *, dry_run: bool = False) -> Intake:
    """Counts the answers of sheets that came back: of all of them, or of none where one has an error.

    Raises:
        UsageError: a file is not there.
        StoreError: the store cannot be reached, or somebody else is writing.
    """
    levels = store.read(lambda reader: reader.assertions([Kind.LEVEL]))
    called = {name for one in levels if isinstance(one.record, Level) for name in names(one.record)}
    sheets = [read(path, called) for path in paths]
    report = store.read(lambda reader: _Count(reader, sheets).report)
    if dry_run or not report.ok or not report.opinions:
        return report
    with store.writing() as writer:
        count = _Count(writer, sheets)  # somebody may have loaded meanwhile
        if not count.report.ok:
            return count.report
        count.kept.put(writer)
    return replace(count.report, written=True)


def forget(store: Store, paths: Sequence[Path]) -> Intake:
    """Takes back what these sheets, byte for byte the same, once added: all of them, or none.

    Raises:
        UsageError: a file is not there, or was never counted.
        DataError: what it added cannot be told any more.
        StoreError: the store cannot be reached, or somebody else is writing.
    """
    sheets = list({sheet.digest: sheet for sheet in map(read, paths)}.values())
    opinions: Counter[ReviewerType] = Counter()
    answered: set[str] = set()
    with store.writing() as writer:
        kept = Kept(writer)
        levels = {one.record.id: one.record for one in writer.assertions([Kind.LEVEL]) if isinstance(one.record, Level)}
        for sheet in sheets:
            for mark in _counted(kept, sheet):
                kept.subtract(mark, levels)
                opinions[mark.reviewers] += mark.people
                answered.add(mark.about)
            kept.forget(sheet.digest)
        kept.put(writer)
    return Intake((), opinions, len(answered), 0, True)


def _counted(kept: Kept, sheet: Returned) -> list[Mark]:
    """The marks of a sheet that were counted once."""
    if kept.counted(sheet.digest) is None:
        told = "was never counted, or has changed since, so there is nothing to take back."
        raise UsageError(f"{quoted(sheet.path, 200)} {told} Give the file just as it was taken in.")
    if errors := [problem for problem in sheet.problems if problem.severity is Severity.ERROR]:
        raise DataError(f"{quoted(sheet.path, 200)} cannot be taken back, because it cannot be read.", errors)
    left_out = kept.left_out(sheet.digest)
    return [mark for mark in sheet.marks if mark.place.line not in left_out]


class _Count:
    """What sheets would add to the counts of a store; nothing is written yet."""

    def __init__(self, reader: Reader, sheets: Sequence[Returned]):
        self._graph = reviewable(reader)
        self._proposals = Proposals(self._graph)
        self._errors = Problems()
        self._warnings: list[Problem] = []
        self._opinions: Counter[ReviewerType] = Counter()
        self._answered: set[str] = set()
        self._left_out = 0
        self.kept = Kept(reader)
        for sheet in sheets:
            self._sheet(sheet)
        self.report = self._report()

    def _report(self) -> Intake:
        errors = self._errors.listed()
        if errors:
            return Intake((*errors, *self._warnings))
        opinions = {kind: self._opinions[kind] for kind in ReviewerType if kind in self._opinions}
        return Intake(tuple(self._warnings), opinions, len(self._answered), self._left_out)

    @cached_property
    def _known(self) -> Known:
        return familiar(self._graph)

    def _doubt(self, problem: Problem) -> None:
        # All that is left out is named; of errors of one sort, the first are enough.
        if problem.severity is Severity.ERROR:
            self._errors.add(problem)
        else:
            self._warnings.append(problem)

    def _sheet(self, sheet: Returned) -> None:
        for problem in sheet.problems:
            self._doubt(problem)
        if day := self.kept.counted(sheet.digest):
            hint = "If other people gave the very same answers, write into one sheet how many say so."
            self._doubt(warning(sheet.place, f"This sheet was counted on {day}, so it is not counted again.", hint))
            return
        if not (sheet.marks or sheet.problems):
            self._doubt(warning(sheet.place, "Nothing is answered in this sheet.", "Check that it is the right file."))
        opinions, left_out = 0, set()
        for mark in sheet.marks:
            asked = self._proposals.question(mark.about)
            if asked is not None and asked.seen == mark.seen and plain(mark.question) in ("", plain(asked.text)):
                opinions += self._mark(mark, asked)
            elif asked is not None and asked.seen == mark.seen:
                self._doubt(_mixed_up(mark, asked))
            elif mark.place.line not in left_out:
                left_out.add(mark.place.line or 0)
                self._doubt(_stale(mark, asked))
        self._left_out += len(left_out)
        if opinions:
            self.kept.remember(sheet.digest, sorted(left_out))

    def _mark(self, mark: Mark, asked: Question) -> int:
        """Counts a mark; how many opinions that are."""
        levels = {plain(label): iri for iri, label in asked.levels}
        if mark.level is not None and mark.level not in levels:
            self._doubt(_no_level(mark, asked, self._graph.label(asked.proposed or "")))
            return 0
        if mark.reason and (why := looks_personal(mark.reason, self._known)):
            self._doubt(
                error(mark.place, f"{why}.", "Give the reason without it: reasons are published.", column=REASON)
            )
            return 0
        if self.kept.add(mark, levels.get(mark.level or "")) > MOST:
            told = f"More than {MOST:,} people would have said so."
            self._doubt(error(mark.place, told, "Check the numbers of people.", column=mark.column))
        self._opinions[mark.reviewers] += mark.people
        self._answered.add(mark.about)
        return mark.people


def _mixed_up(mark: Mark, asked: Question) -> Problem:
    told = f"The row reads {quoted(mark.question, 300)}, but its id belongs to another question"
    hint = "Undo what was sorted or pasted in a part of the columns only, or fill in a new copy of the sheet."
    return error(mark.place, f"{told}: {quoted(asked.text, 300)}.", hint, column=QUESTION)


def _stale(mark: Mark, asked: Question | None) -> Problem:
    question = quoted(mark.question or mark.about, 300)
    if asked is None:
        return warning(mark.place, f"{question} is not asked any more, so this answer is not counted.", "")
    hint = f"It now reads {quoted(asked.text, 300)}. Export the questions again to ask about it."
    told = f"The data has changed since {question} was asked, so this answer is not counted."
    return warning(mark.place, told, hint)


def _no_level(mark: Mark, asked: Question, proposed: str) -> Problem:
    if not asked.levels:
        told, hint = "This question has no levels to choose from.", f"Mark “{AGREE}” or another column."
    elif mark.level == plain(proposed):
        told, hint = f"{quoted(proposed)} is the level that is proposed.", f"Mark “{AGREE}”."
    else:
        told = f"{quoted(mark.level)} is no level of this question."
        hint = f"Its levels are {listed([label for _, label in asked.levels], 'and')}."
    return error(mark.place, told, hint, column=mark.column)
