"""A plan carried out: look-ups read, rows made into records, references settled."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from kmgraph.errors import Place, Problem, Severity, error, warning
from kmgraph.load import Entry
from kmgraph.model import RECORDS
from kmgraph.wording import quoted
from loaders.mapped.careers import Careers
from loaders.mapped.language import Key, Plan, Table, Value
from loaders.mapped.persons import hold_people
from loaders.mapped.records import Workshop
from loaders.mapped.references import Index
from loaders.mapped.rows import Row, rows
from loaders.mapped.values import Cells, LookedUp

LOOKED_AT = 2_000
"""Rows in which people are looked for before a table is read."""


def entries(plan: Plan) -> Iterator[Entry | Problem]:
    """The entries that a plan makes: the source, what the mapping states itself, then the tables."""
    index = Index(plan.short)
    yield plan.source
    for constant in plan.constants:
        if not RECORDS[constant.record.kind].key:
            index.add(constant.record)
        yield constant
    look_ups: dict[str, LookedUp] = {}
    for name, key in plan.look_ups.items():
        taken = _taken(plan, name)
        found: dict[str, Row] = {}
        look_ups[name] = LookedUp(key.file.path.name, found)
        yield from _looked_up(key, taken, found)
        yield from _people_in(plan, {column: (row.get(column) for row in found.values()) for column in taken}, key)
    cells = Cells(look_ups)
    workshop = Workshop(plan.short, index, cells, str(plan.path))
    for table in plan.tables:
        yield from _table(plan, table, cells, workshop)
    yield from workshop.settle()


def _values(table: Table) -> Iterator[Value]:
    """Every value that the records of a table take from it."""
    for template in table.templates:
        yield from (template.each,) if template.each else ()
        yield from (*template.fields.values(), *template.extra.values())
    if rules := table.journeys:
        yield from filter(None, (rules.person, rules.starts, rules.ends, rules.then_by))
        yield from (*rules.journey.values(), *rules.step.values())


def _used(table: Table) -> list[str]:
    return list(dict.fromkeys(column for value in _values(table) for column in value.columns))


def _taken(plan: Plan, name: str) -> list[str]:
    """The columns that the mapping takes of a look-up."""
    found = (value.look_up for table in plan.tables for value in _values(table))
    return list(dict.fromkeys(look_up.take for look_up in found if look_up and look_up.name == name))


def _looked_up(key: Key, taken: list[str], found: dict[str, Row]) -> Iterator[Problem]:
    """Fills a look-up; rows without a key, or with one that stood before, are told and left out."""
    for row in rows(key.file, [key.key, *taken]):
        if isinstance(row, Problem):
            yield row
            continue
        name = row.get(key.key)
        if not isinstance(name, str) or not name.strip():
            message = f"The row has no {quoted(key.key)}, so nothing can be looked up in it."
            yield warning(row.place, message, "Fill in the cell.", column=row.called(key.key))
        elif (before := found.setdefault(name.strip(), row)) is not row:
            message = f"{quoted(name)} stands already in {before.where}, which counts."
            yield warning(row.place, message, "Delete one of the two.", column=row.called(key.key), value=name)


def _table(plan: Plan, table: Table, cells: Cells, workshop: Workshop) -> Iterator[Entry | Problem]:
    careers = Careers(table, table.journeys, plan.short, cells, workshop, str(plan.path)) if table.journeys else None
    if refused := _people(plan, table):
        yield from refused
        return
    for row in rows(table.file, _used(table)):
        if isinstance(row, Problem):
            yield row
            continue
        yield from workshop.row(table.templates, row)
        yield from careers.row(row) if careers else ()
    yield from careers.journeys() if careers else ()


def _people(plan: Plan, table: Table) -> list[Problem]:
    """The columns that would bring names of people into the graph, found before anything is made of them."""
    seen: dict[str, list[object]] = defaultdict(list)
    lines: dict[str, int] = {}
    apart = {table.journeys.person.columns} if table.journeys else set()  # never kept: looked at by itself
    for value in _values(table):
        if not value.look_up and value.columns not in apart:
            lines |= {column: value.line for column in value.columns if column not in lines}
    for row in islice(rows(table.file, list(lines)), LOOKED_AT):
        if isinstance(row, Row):
            for column in lines:
                cell = row.get(column)
                seen[column] += cell if isinstance(cell, list) else [cell]
        elif row.severity is Severity.ERROR:
            return []  # told when the rows are made into records
    return list(_people_in(plan, seen, table, lines))


def _people_in(
    plan: Plan, columns: Mapping[str, Iterable[object]], where: Table | Key, lines: Mapping[str, int] | None = None
) -> Iterator[Problem]:
    for column, cells in columns.items():
        texts = (cell.strip() for cell in islice(cells, LOOKED_AT) if isinstance(cell, str))
        if column not in where.file.no_people and (why := hold_people(texts)):
            hint = "List it under “ignore:”; or, if you looked and it holds no people, under “no_people:”."
            message = f"The column {quoted(column)} of {where.file.path.name} seems to hold names of people: {why}."
            line = lines[column] if lines else where.file.line
            yield error(Place(str(plan.path), line), message, hint, column=column)
