"""Damage to tables in CSV: to cells, rows and columns."""

import csv
import io
from random import Random

from tests.fuzz.draft import Draft, Spoil, Unfit

Rows = list[list[str]]
VALUES = (
    "", " ", "\u00a0", "0", "-1", "1.5", "9" * 400, "9" * 5_000, "1e999", "nan", "inf", "-inf", "0x10", "1_000", "٣",
    "true", "None", "null", "=cmd|' /C calc'!A0", "=1+1", "+1", "-1+1", "@x", "@SUM(1)", "\t=1", "'=1", "#REF!", "#N/A",
    "a\x00b", "a\x1b[31mb", "a\x7fb", "\u202etxt", "a\u200bb", "\u200b", "\ufeff", "\ufffe", "e\u0301", "\U0001f3f4",
    "é" * 3_000, "a" * 200_000, "a " * 60_000, "x@example.org", "Dr Ada Example", "http://", "http://[",
    "http://[::1]/", "http://a b/", "http://exämple.org/ü", "http://" + "a" * 3_000, "javascript:alert(1)",
    "file:///etc/passwd", "data:,x", "//x", "http://e.org/<x>", 'http://e.org/"', "urn:x:y", "_:b", "../../x", "a/b",
    "a|a|b", "|||", ";", ",", '"', '""', "\n", "a\nb", "a\r\nb", "a\rb", "a\u2028b", "{", "[]", "<b>x</b>", "&amp;",
    "%00", "%", "${x}", "{{x}}", "\\", "2020-02-30", "0000-00-00", "9999-12-31", "99999-01-01",
    "2020-01-01T00:00:00+99:99", "31/12/2020", "P1Y", "en", "xx-x-y", "€", "GBP",
)  # fmt: skip
LINE_ENDS = ("\n", "\r\n")
MARKS = (",", ";", "\t", "|", "^")


def parsed(text: str) -> Rows:
    """The rows of a table, however long its cells; how long others take them is left as it was."""
    before = csv.field_size_limit(100_000_000)
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    finally:
        csv.field_size_limit(before)


def _table(draft: Draft, rng: Random, least: int = 1) -> tuple[str, Rows]:
    name = draft.pick(rng, ".csv", ".tsv")
    try:
        rows = [row for row in parsed(draft.text(name).replace("\0", "")) if row]
    except csv.Error:
        raise Unfit from None
    if len(rows) < least:
        raise Unfit
    return name, rows


def _put(draft: Draft, name: str, rows: Rows, mark: str = ",", end: str = "\n") -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator=end).writerows(rows)
    draft.files[name] = text.getvalue().encode("utf-8", "surrogatepass")


def _cell(rows: Rows, rng: Random) -> tuple[list[str], int]:
    row = rows[rng.randrange(1, len(rows))]
    if not row:
        raise Unfit
    return row, rng.randrange(len(row))


def odd_cells(draft: Draft, rng: Random) -> None:
    """Cells hold what their columns cannot mean."""
    name, rows = _table(draft, rng, least=2)
    for _ in range(rng.choice((1, 1, 2, 10))):
        row, at = _cell(rows, rng)
        value = rng.choice(VALUES)
        row[at] = rng.choice((value, row[at] + value, value + row[at]))
    _put(draft, name, rows)


def cells_swapped(draft: Draft, rng: Random) -> None:
    """Cells have changed places, in their rows, in their columns or anyhow."""
    name, rows = _table(draft, rng, least=2)
    for _ in range(rng.choice((1, 3, 30))):
        (one, at), (other, there) = _cell(rows, rng), _cell(rows, rng)
        if rng.random() < 0.6 and at < len(other):
            there = at
        one[at], other[there] = other[there], one[at]
    _put(draft, name, rows)


def cells_copied(draft: Draft, rng: Random) -> None:
    """A column says in several rows, or in all, what it should say in one."""
    name, rows = _table(draft, rng, least=2)
    row, at = _cell(rows, rng)
    for other in rows[1:]:
        if at < len(other) and rng.random() < 0.7:
            other[at] = row[at]
    _put(draft, name, rows)


def cells_emptied(draft: Draft, rng: Random) -> None:
    """Cells are empty, one or many, or a whole column."""
    name, rows = _table(draft, rng, least=2)
    _, at = _cell(rows, rng)
    for row in rows[1:]:
        if rng.random() < 0.3:
            row[:] = [cell if rng.random() < 0.8 and place != at else "" for place, cell in enumerate(row)]
    _put(draft, name, rows)


def cells_led_astray(draft: Draft, rng: Random) -> None:
    """References lead back to their own row, to the next, or to what the first column of another table names."""
    name, rows = _table(draft, rng, least=2)
    _, others = _table(draft, rng, least=2)
    _, at = _cell(rows, rng)
    for number, row in enumerate(rows[1:], 1):
        if at < len(row) and rng.random() < 0.5:
            target = rng.choice((row, rows[number % (len(rows) - 1) + 1], rng.choice(others)))
            row[at] = rng.choice(target) if target else ""
    _put(draft, name, rows)


def rows_lost(draft: Draft, rng: Random) -> None:
    """Rows are missing; maybe the header, too."""
    name, rows = _table(draft, rng, least=2)
    kept = [row for row in rows[1:] if rng.random() < 0.7]
    _put(draft, name, kept if rng.random() < 0.2 else [rows[0], *kept])


def rows_repeated(draft: Draft, rng: Random) -> None:
    """Rows stand again, or the header does."""
    name, rows = _table(draft, rng)
    for _ in range(rng.choice((1, 3, 100))):
        rows.insert(rng.randrange(len(rows) + 1), list(rng.choice(rows)))
    _put(draft, name, rows)


def rows_shuffled(draft: Draft, rng: Random) -> None:
    """The rows stand in another order; maybe the header among them."""
    name, rows = _table(draft, rng)
    rest = rows[1:]
    rng.shuffle(rest)
    rows[1:] = rest
    if rng.random() < 0.2:
        rng.shuffle(rows)
    _put(draft, name, rows)


def ragged_rows(draft: Draft, rng: Random) -> None:
    """Rows have more or fewer cells than the header."""
    name, rows = _table(draft, rng)
    for _ in range(rng.choice((1, 5))):
        row = rng.choice(rows)
        row[:] = rng.choice(
            (row[: rng.randrange(len(row) + 1)], [*row, "more"], [*row, *[""] * 2_000], [""] * len(row))
        )
    _put(draft, name, rows)


def column_renamed(draft: Draft, rng: Random) -> None:
    """A column is called otherwise: misspelt, as another, as nothing, in capitals, with odd letters."""
    name, rows = _table(draft, rng)
    if not rows[0]:
        raise Unfit
    at = rng.randrange(len(rows[0]))
    old = rows[0][at]
    rows[0][at] = rng.choice(
        (old[:-1], f" {old} ", old.upper(), old + "\u200b", "", rng.choice(rows[0]), "extra.x", rng.choice(VALUES))
    )
    _put(draft, name, rows)


def column_lost(draft: Draft, rng: Random) -> None:
    """A column is missing."""
    name, rows = _table(draft, rng)
    at = rng.randrange(max(1, len(rows[0])))
    _put(draft, name, [row[:at] + row[at + 1 :] for row in rows])


def columns_added(draft: Draft, rng: Random) -> None:
    """There are more columns, one or thousands."""
    name, rows = _table(draft, rng)
    at = rng.randrange(len(rows[0]) + 1)
    many = rng.choice((1, 1, 10, 999, 3_000))
    value = rng.choice(VALUES[:80])
    if many > 10:
        value = value[:10]
    for number, row in enumerate(rows):
        row[at:at] = [value if number else f"new {place}" for place in range(many)]
    _put(draft, name, rows)


def columns_in_other_order(draft: Draft, rng: Random) -> None:
    """The columns stand in another order, with their cells or without."""
    name, rows = _table(draft, rng)
    order = list(range(len(rows[0])))
    rng.shuffle(order)
    rest = [[row[at] if at < len(row) else "" for at in order] for row in rows[1:]]
    _put(draft, name, [[rows[0][at] for at in order], *(rest if rng.random() < 0.7 else rows[1:])])


def other_marks(draft: Draft, rng: Random) -> None:
    """Other marks stand between the cells."""
    name, rows = _table(draft, rng)
    _put(draft, name, rows, rng.choice(MARKS), rng.choice(LINE_ENDS))


def many_rows(draft: Draft, rng: Random) -> None:
    """There are tens of thousands of rows, each with something of its own or all alike."""
    name, rows = _table(draft, rng, least=2)
    at = rng.randrange(max(1, len(rows[0])))
    alike = rng.random() < 0.3
    wanted = rng.choice((5_000, 20_000))
    found = [list(rows[1 + number % (len(rows) - 1)]) for number in range(wanted)]
    for number, row in enumerate(found):
        if at < len(row) and not alike:
            row[at] += f"-{number}"
    _put(draft, name, [rows[0], *found])


def long_chain(draft: Draft, rng: Random) -> None:
    """Each row leads to the next, for thousands of rows; the last leads nowhere, or back to the first."""
    name, rows = _table(draft, rng, least=2)
    pattern = max(rows[1:], key=lambda row: sum(map(bool, row)))
    if len(pattern) < 2:
        raise Unfit
    one, other = rng.sample(range(len(pattern)), 2)
    if rng.random() < 0.5:
        one = 0
    many = rng.choice((1_200, 3_000))
    found = []
    for number in range(many):
        row = list(pattern)
        row[other] = f"{pattern[one]}-{(number + 1) % many}"
        row[one] = f"{pattern[one]}-{number}"
        found.append(row)
    _put(draft, name, [*rows, *found[: many - rng.randrange(2)]])


def enormous_cell(draft: Draft, rng: Random) -> None:
    """A cell holds megabytes: words, lines, values between separators, or quotation marks."""
    name, rows = _table(draft, rng, least=2)
    row, at = _cell(rows, rng)
    filler = rng.choice(("a", "a ", "a\n", "a|", "a, ", '"', "é", "\n", "=", "http://e.org/a "))
    row[at] = filler * (rng.choice((99_999, 2_000_000, 12_000_000)) // len(filler))
    _put(draft, name, rows)


def quotes_astray(draft: Draft, rng: Random) -> None:
    """Quotation marks stand where none belongs."""
    name = draft.pick(rng, ".csv", ".tsv")
    content = draft.files[name]
    for _ in range(rng.choice((1, 1, 2, 7))):
        at = rng.randrange(len(content) + 1)
        content = content[:at] + rng.choice((b'"', b'""', b'"\n', b',"', b'\\"')) + content[at:]
    draft.files[name] = content


SPOILS: tuple[Spoil, ...] = (
    odd_cells, cells_swapped, cells_copied, cells_emptied, cells_led_astray, rows_lost, rows_repeated, rows_shuffled,
    ragged_rows, column_renamed, column_lost, columns_added, columns_in_other_order, other_marks, quotes_astray,
    odd_cells,
)  # fmt: skip
HEAVY: tuple[Spoil, ...] = (many_rows, long_chain, enormous_cell)
