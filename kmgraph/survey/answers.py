"""Answers to a questionnaire as a survey tool exports them: one row a person, one column a question.

A heading begins with the id of its question. Columns that are the survey tool's own are not read. Whatever else a file
holds is refused, because it may point at a person; of rows without consent nothing is read but the number of who
answered, so that answers of theirs from before can go.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kmgraph.errors import Place, Problem, Severity, error
from kmgraph.model import slug_of
from kmgraph.personal import looks_personal, reaches
from kmgraph.sheets import WIDEST, Damage, Refused, Row, Sheet, check, given, given_bytes, hidden, name_of, tidy
from kmgraph.survey.question import (
    ABROAD,
    ASKS,
    CONSENT,
    HELD,
    NATION,
    NO,
    NOT_HELD,
    ORGANISATION,
    PLACES,
    RESPONDENT,
    ROLE,
    WISHED,
    YES,
    Asked,
    Questionnaire,
)
from kmgraph.survey.respondent import heads_a_number, known_as, number
from kmgraph.survey.tables import Respondent
from kmgraph.survey.tool import is_code_line, is_own, repeats
from kmgraph.vocabulary import Counted, OrganisationType
from kmgraph.wording import did_you_mean, listed, quoted

LARGEST = 50_000_000
"""Bytes in a file of answers."""
MOST = 1_000
"""Problems after which the rest of a file is not read: a wrong file would have millions."""
ROWS = 20_000
"""Rows of a file in memory that are read, the header and empty ones too."""
SHEET = "Answers"
QUESTIONS = "Questions"
UNSAID = "prefer not to say"
PERSONAL = re.compile(
    r"\b(names?|surname|forename|e-?mails?|mail|tele?phone|phone|mobile|staff|employee|payroll|address|postcode|"
    r"birth\w*|age|gender|sex|ethnicity|disability|ip|user\w*|login|signature|contact|comments?|remarks?|notes?|"
    r"ipaddress|location\w*|latitude|longitude|recipient\w*)\b"
)
"""Words in a heading of a column that is about a person, or takes free text."""
SKIPPED = "skipped"
"""The id of a column of which nothing is read; no question has it."""
DELETE = "Delete the column: only answers to the questions of this survey are kept."


class Returned(NamedTuple):
    """The answers of one person."""

    respondent: str | None
    """The number that the survey tool gives."""
    said: Respondent


@dataclass
class Answers:
    """What a file of answers says."""

    path: Path
    digest: str
    """Equal for files with the same bytes."""
    questions: Questionnaire
    """What they are answers to."""
    people: list[Returned] = field(default_factory=list)
    without_consent: int = 0
    withdrawn: list[str] = field(default_factory=list)
    """The respondent numbers of those who do not consent, or no longer."""
    skipped: list[str] = field(default_factory=list)
    """The headings of columns that are the survey tool's own, of which nothing was read."""
    idle_wishes: list[int] = field(default_factory=list)
    """The line of each wish for no more than the person holds."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing keeps the file out."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)

    @property
    def without_answers(self) -> int:
        """How many consent, and answer no question about a competency."""
        return sum(not (one.said.held or one.said.wished) for one in self.people)


def read_answers(path: Path, questions: Sequence[Questionnaire]) -> Answers:
    """The answers in a file, .csv or .xlsx, with every doubt about it.

    Args:
        path: the file.
        questions: the questionnaires that it may answer, at least one: that is taken to which most headings belong.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    wanted = "Give the answers that the survey tool exported."
    too_large = ". Split it, and load each part."
    with given(path, largest=LARGEST, wanted=wanted, too_large=too_large, otherwise=_otherwise(path)) as file:
        found = Answers(path, file.digest, questions[0])
        _Reader(found, questions).read(file.sheets)
    return found


def answers_in(name: str, content: bytes, questions: Sequence[Questionnaire]) -> Answers:
    """The answers in a file that stands in memory only, as for `read_answers`; its name says its format.

    Of more than `ROWS` rows the rest is not read, which is a problem.
    """
    with given_bytes(name, content, most=ROWS, otherwise=_otherwise(Path(name))) as file:
        found = Answers(Path(name), file.digest, questions[0])
        _Reader(found, questions).read(file.sheets)
    return found


def _otherwise(path: Path) -> Problem:
    return error(Place(str(path)), "This is no table of answers.", "Export them as .csv or .xlsx.")


def _plain(cell: object) -> str:
    return name_of(cell).casefold().replace("’", "'")


def heading_id(cell: object) -> str:
    """The id with which a heading begins: “[held.x] How well …” is of the question “held.x”."""
    first = _plain(cell).split(" ", 1)[0]
    return first.strip("[]():;,")


class _Reader:
    """Reads the sheets of one file."""

    def __init__(self, found: Answers, choices: Sequence[Questionnaire]):
        self._found = found
        self._choices = choices
        self._header: list[str] | None = None
        self._seen: dict[object, int] = {}

    def _choose(self, row: Row) -> None:
        """Takes the questionnaire to which most of the headings belong."""
        named = set(map(heading_id, row.cells))
        chosen = max(self._choices, key=lambda one: len(named.intersection(map(str.casefold, one.columns))))
        self._found.questions = self._questions = chosen
        self._takes = dict(_takes(chosen))
        self._columns = {column.casefold(): column for column in chosen.columns}
        self._asks = frozenset(chosen.columns) - {RESPONDENT}
        self._by_id = {one.id(counts): (one, counts) for one in chosen.asked for counts in (HELD, WISHED)}

    def read(self, sheets: list[Sheet | Problem]) -> None:
        """Reads the sheet of answers."""
        self._found.problems += [sheet for sheet in sheets if isinstance(sheet, Problem)]
        named = {_plain(sheet.name): sheet for sheet in sheets if isinstance(sheet, Sheet)}
        chosen = named.get(_plain(SHEET)) or (next(iter(named.values())) if len(named) == 1 else None)
        if chosen is None:
            if not self._found.problems:
                self._refuse(Place(str(self._found.path)), f"There is no sheet “{SHEET}”.", "Rename the one with them.")
            return
        for row in chosen.rows:
            if len(self._found.problems) >= MOST:
                told = f"Of more than {MOST:,} problems no more are told, and the rows from here on are not read."
                self._refuse(Place(chosen.source), told, "Mend those, or look whether this is the right file.")
                return
            if isinstance(row, Problem):  # merged cells, too: they would move answers to other people
                self._found.problems.append(row._replace(severity=Severity.ERROR))
            elif all(tidy(cell) is None for cell in row.cells):
                continue
            elif self._header is None:
                if len(row.cells) > WIDEST:
                    told = f"The header has more than {WIDEST:,} columns."
                    self._refuse(
                        Place(chosen.source, row.line), told, "Delete those that are no question of this survey."
                    )
                    return
                self._choose(row)
                asks = not self._columns.keys().isdisjoint(map(heading_id, row.cells))
                if not asks and is_code_line(list(map(name_of, row.cells))):
                    continue
                self._header = self._named(Place(chosen.source, row.line), row)
                if not self._found.ok:
                    return
            elif not self._repeats(row):
                self._row(chosen, Place(chosen.source, row.line), row)
        if self._header is None and self._found.ok:
            self._refuse(Place(chosen.source, 1), "The table is empty.", "Give the answers that were exported.")

    def _repeats(self, row: Row) -> bool:
        """Whether a row above all answers is a header, too."""
        if self._seen or self._found.without_consent:
            return False
        cells = zip(self._header or [], row.cells, strict=False)
        return repeats({column: heading_id(cell) for column, cell in cells if column in self._asks and tidy(cell)})

    def _refuse(self, place: Place, message: str, hint: str, column: str | None = None) -> None:
        self._found.problems.append(error(place, message, hint, column=column))

    def _named(self, place: Place, row: Row) -> list[str]:
        """The questions of the columns; of those that are none, "" after a problem is noted."""
        header = [self._column(cell) for cell in row.cells]
        self._found.skipped = [name_of(cell) for cell, own in zip(row.cells, header, strict=True) if own == SKIPPED]
        for at, (cell, column) in enumerate(zip(row.cells, header, strict=True)):
            name = name_of(cell)
            if column == SKIPPED:
                continue
            if column and header.count(column) > 1 and header.index(column) == at:
                self._refuse(place, f"The question {quoted(column)} stands twice.", "Delete one column.", column)
            elif name and not column:
                self._refuse(place, *self._unknown(name), name[:80])
            elif reaches(name) or (column == RESPONDENT and not heads_a_number(name)):
                hint = f"Keep only {quoted(column)} as its heading if it holds nothing else; else delete the column."
                self._refuse(place, f"The column {quoted(name)} seems to be about a person.", hint, column)
        if CONSENT not in header:
            hint = f"Ask it first, in these words, and name its column “{CONSENT}”: {ASKS[CONSENT]}"
            self._refuse(place, "There is no column of consent, so nothing may be kept.", hint, CONSENT)
        return header

    def _column(self, cell: object) -> str:
        return SKIPPED if is_own(name_of(cell)) else self._columns.get(heading_id(cell), "")

    def _unknown(self, name: str) -> tuple[str, str]:
        if code := hidden(name):
            return f"The heading {quoted(name)} holds the invisible character {code}.", "Type it anew."
        if why := looks_personal(name):
            return f"{why}.", DELETE
        if PERSONAL.search(name.casefold()):
            return f"The column {quoted(name)} seems to be about a person, or to take free text.", DELETE
        message = f"The column {quoted(name)} is no question of this survey, so what it holds may point at a person."
        near = did_you_mean(heading_id(name), self._columns)
        return message, f"{near} If so, mend the heading; if not, delete the column." if near else DELETE

    def _row(self, sheet: Sheet, place: Place, row: Row) -> None:
        header = self._header or []
        beyond = [cell for cell in row.cells[len(header) :] if tidy(cell) is not None]
        if beyond or (len(row.cells) < len(header) and not sheet.ragged):
            told = f"The row has {len(row.cells)} cells, but the header has {len(header)} columns."
            self._refuse(place, told, "Empty the cells to the right, or put quotation marks around text with a comma.")
            return
        cells = dict(zip(header, row.cells, strict=False))
        if not self._consents(place, cells.get(CONSENT)):
            self._found.without_consent += 1
            if (whose := tidy(cells.get(RESPONDENT))) is not None:
                self._found.withdrawn.append(known_as(whose))
            return
        before = len(self._found.problems)
        read = [(column, cell) for column, cell in zip(header, row.cells, strict=False) if column != SKIPPED]
        said = {column: self._answer(place, column, cell) for column, cell in read}
        if len(self._found.problems) == before:
            self._keep(place, said)

    def _consents(self, place: Place, cell: object) -> bool:
        said = _plain(cell)
        yes = said in (YES, "i agree", "agree", _plain(ASKS[CONSENT]), "true")
        if isinstance(cell, str) and cell.startswith("="):
            hint = "Delete the rows of formulas below the answers, or write the values that they give."
            self._refuse(place, f"{quoted(cell)} is a formula.", hint, CONSENT)
        elif not yes and said not in ("", NO, "false", "i do not agree"):
            self._refuse(place, "This cell says neither yes nor no.", f"Write {YES} or {NO}, as was answered.", CONSENT)
        return yes

    def _answer(self, place: Place, column: str, raw: object) -> str | None:
        """What a cell says; None where it says nothing, or nothing that may be taken, after that is noted."""
        cell = tidy(raw)
        if cell is None or column == CONSENT:
            return None
        try:
            if column == RESPONDENT:
                return number(cell)
            check(raw if isinstance(raw, Damage) else cell)
            if not column:
                raise Refused("A column without a heading holds something.", DELETE)
            return self._chosen(column, str(cell))
        except Refused as refusal:
            self._refuse(place, refusal.message, refusal.hint, column or None)
            return None

    def _chosen(self, column: str, said: str) -> str | None:
        takes = self._takes[column]
        plain = _plain(said)
        for word in (plain, plain.partition(":")[0].strip()):
            if word in takes:
                return takes[word]
        if plain == UNSAID:
            return None
        if why := looks_personal(said):
            raise Refused(f"{why}.", "Delete it: nothing that points at a person is kept.")
        if column in self._by_id:
            one, counts = self._by_id[column]
            told = f"{quoted(said)} is no level of {quoted(one.label)}."
            raise Refused(told, f"Write {listed(one.choices(counts))}, or leave it empty.")
        near = did_you_mean(plain, takes)
        choices = self._questions.choices(column)
        more = near or f"Write {listed(choices)}." if len(choices) <= 12 else near
        raise Refused(f"{quoted(said)} is none of the answers to this question.", f"{more} Or leave it empty.".strip())

    def _keep(self, place: Place, said: Mapping[str, str | None]) -> None:
        whose = said.get(RESPONDENT)
        person = self._person(said)
        first = self._seen.setdefault(("number", whose) if whose else ("answers", tuple(said.items())), place.line or 0)
        if first == place.line:
            self._found.people.append(Returned(whose, person))
            self._found.idle_wishes += [place.line or 0 for _ in self._for_no_more(person)]
        elif whose:
            self._refuse(place, f"The respondent {quoted(whose)} has answered on line {first}, too.",
                         "Keep one of the rows.", RESPONDENT)  # fmt: skip
        else:
            hint = f"Delete it; or, if two people answered alike, add the column “{RESPONDENT}” with a number for each."
            self._refuse(place, f"The row says just what line {first} says.", hint)

    def _for_no_more(self, person: Respondent) -> Iterator[Asked]:
        """What the person wishes to hold at a level that is held already."""
        for one in self._questions.asked:
            held, wished = person.held.get(one.competency), person.wished.get(one.competency)
            order = [step.level for step in one.steps]
            if held and wished and order.index(wished) <= order.index(held):
                yield one

    def _person(self, said: Mapping[str, str | None]) -> Respondent:
        levels: dict[Counted, dict[str, str]] = {HELD: {}, WISHED: {}}
        for column, (one, counts) in self._by_id.items():
            if (level := said.get(column)) is not None:
                levels[counts][one.competency] = level
        return Respondent(said.get(NATION), said.get(ORGANISATION), said.get(ROLE), levels[HELD], levels[WISHED])


def _takes(questions: Questionnaire) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The answers that each question takes, as they are written and as they are kept."""
    yield NATION, {**{_plain(code): code for code in PLACES}, **{_plain(place): code for code, place in PLACES.items()},
                   ABROAD: ABROAD}  # fmt: skip
    yield ORGANISATION, {_plain(one): str(one) for one in OrganisationType}
    yield ROLE, {_plain(name): label for iri, label in questions.roles for name in (label, slug_of(iri), iri)}
    for one in questions.asked:
        levels = {_plain(name): step.level for step in one.steps for name in (step.level, step.label)}
        yield one.id(HELD), {NOT_HELD: "", **levels}
        yield one.id(WISHED), levels
