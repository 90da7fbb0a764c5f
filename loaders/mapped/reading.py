"""A mapping file to a plan: every name in it is held against the records, and every slip is told with its line."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from kmgraph.errors import Problem
from kmgraph.load import Entry
from kmgraph.model import RECORDS, SLUG
from kmgraph.sheets import Refused
from kmgraph.vocabulary import Kind
from kmgraph.wording import quoted
from loaders.foreign import edge, named, source
from loaders.mapped.document import Said, read
from loaders.mapped.language import File, Key, Plan, Table
from loaders.mapped.slips import Slips
from loaders.mapped.templates import Templates, kind_named
from loaders.tables.cells import value_of
from loaders.tables.columns import columns

SECTIONS = ("folder", "records", "look_ups")
FILE = ("file", "at", "ignore", "no_people")


def plan_of(path: Path) -> Plan | list[Problem]:
    """The plan that a mapping file makes, or all that is wrong with it."""
    said = read(path)
    if isinstance(said, Problem):
        return [said]
    slips = Slips(path)
    plan = _plan(said, slips)
    return plan if plan and not slips.problems else slips.problems


def _plan(said: Said, slips: Slips) -> Plan | None:
    found = slips.entries(said, "the mapping")
    slips.known(found, "the mapping", 1, ("source", "tables"), SECTIONS)
    short, first = _source(found.get("source"), slips)
    folder = _folder(found.get("folder"), slips)
    look_ups = {
        name: key
        for name, entry in slips.entries(found.get("look_ups"), "look_ups").items()
        if (key := _look_up(name, entry, folder, slips))
    }
    constants = tuple(_constants(found.get("records"), short, slips))
    tables = tuple(_table(item, folder, look_ups, slips) for item in slips.items(found.get("tables"), "tables"))
    if first is None:
        return None
    return Plan(slips.path, short, first, constants, look_ups, tables)


def _folder(said: Said | None, slips: Slips) -> Path:
    """Where the tables are: beside the mapping, unless it says otherwise."""
    return Path(os.path.normpath(slips.path.parent / slips.text(said, "folder")))


def _source(said: Said | None, slips: Slips) -> tuple[str, Entry | None]:
    found = slips.entries(said, "source")
    if said is None or not found:
        return "unnamed", None
    known = [name for name in columns(Kind.SOURCE) if name not in ("id", "title")]
    slips.known(found, "source", said.line, ("id", "title"), known)
    short = slips.text(found.get("id"), "id")
    if "id" in found and not SLUG.fullmatch(short):
        hint = "Use small letters, digits and hyphens only, such as course-list."
        slips.add(found["id"].line, f"{quoted(short)} is not a short name.", hint, column="id", value=short)
    fields = _fields(Kind.SOURCE, found, short, slips, apart=("id",))
    fields.pop("status", None)
    try:
        return short, source(short or "unnamed", slips.place(said.line), **fields)
    except ValidationError as failure:
        _told(failure, Kind.SOURCE, found, said.line, slips)
        return short or "unnamed", None


def _fields(
    kind: Kind, found: Mapping[str, Said], short: str, slips: Slips, *, apart: tuple[str, ...] = ()
) -> dict[str, object]:
    """What the entries of a record that the mapping states itself say."""
    values: dict[str, object] = {}
    for name, said in found.items():
        column = columns(kind).get(name)
        if column is None or name in apart:
            continue
        words = [word.strip() for word in slips.texts(said, name)]
        try:
            each = [value_of(column._replace(many=False), word, short) for word in words]
        except Refused as refusal:
            slips.add(said.line, refusal.message, refusal.hint, column=name, value=words[0])
            continue
        if len(each) > 1 and not column.many:
            slips.add(said.line, f"{quoted(name)} holds {len(each)} values.", "Write one.", column=name)
        elif each:
            values[name] = tuple(each) if column.many else each[0]
    return values


def _told(failure: ValidationError, kind: Kind, found: Mapping[str, Said], line: int, slips: Slips) -> None:
    for doubt in failure.errors(include_url=False):
        name = str(doubt["loc"][0])
        column = columns(kind).get(name)
        if name in found and column:
            hint = f"Write {column.shape}." if column.shape else f"Write: {column.note}."
            slips.add(found[name].line, f"{quoted(doubt['input'])} is not as expected.", hint, column=name)
        elif not any(problem.column == name for problem in slips.problems):
            slips.add(line, f"The {kind} lacks {quoted(name)}.", f"Add “{name}:” to it.", column=name)


def _constants(said: Said | None, short: str, slips: Slips) -> list[Entry]:
    """The records that the mapping states itself, by kind."""
    entries = []
    for name, listed in slips.entries(said, "records").items():
        kind = kind_named(name, listed.line, slips)
        for item in slips.items(listed, name) if kind else ():
            if kind and (entry := _constant(kind, item, short, slips)):
                entries.append(entry)
    return entries


def _constant(kind: Kind, item: Said, short: str, slips: Slips) -> Entry | None:
    found = slips.entries(item, kind)
    if not found:
        return None
    needed = [name for name, column in columns(kind).items() if column.required]
    slips.known(found, kind, item.line, needed, [name for name in columns(kind) if name not in needed])
    before = len(slips.problems)
    values = _fields(kind, found, short, slips)
    if len(slips.problems) > before or not all(name in values for name in needed):
        return None
    record = RECORDS[kind]
    try:
        if record.key:
            return Entry(edge(record, short, **values), slips.place(item.line))
        own = str(values.pop("id"))
        made = named(record, short, "x", **values).model_copy(update={"id": own})
        return Entry(made, slips.place(item.line))
    except ValidationError as failure:
        _told(failure, kind, found, item.line, slips)
        return None


def _file(found: Mapping[str, Said], folder: Path, line: int, slips: Slips) -> File:
    name = slips.text(found.get("file"), "file")
    if Path(name).is_absolute() or ".." in Path(name).parts:
        hint = "Give the name of a file; say with “folder:” where the files are."
        slips.add(found["file"].line, f"{quoted(name)} is not in the folder of the tables.", hint, column="file")
    ignored = found.get("ignore")
    reasons: dict[str, str] = {}
    if ignored and isinstance(ignored.value, dict):
        reasons = {name: str(reason.value) for name, reason in ignored.value.items()}
    elif ignored:
        reasons = dict.fromkeys(slips.texts(ignored, "ignore"), "")
    at, no_people = slips.text(found.get("at"), "at"), slips.texts(found.get("no_people"), "no_people")
    return File(folder / name, found["file"].line if "file" in found else line, at, reasons, no_people)


def _look_up(name: str, said: Said, folder: Path, slips: Slips) -> Key | None:
    found = slips.entries(said, name)
    slips.known(found, name, said.line, ("file", "key"), FILE[1:])
    if not {"file", "key"} <= found.keys():
        return None
    return Key(_file(found, folder, said.line, slips), slips.text(found["key"], "key"))


def _table(said: Said, folder: Path, look_ups: Mapping[str, Key], slips: Slips) -> Table:
    found = slips.entries(said, "a table")
    slips.known(found, "a table", said.line, ("file",), (*FILE[1:], "records", "journeys"))
    if found and not {"records", "journeys"} & found.keys():
        slips.add(said.line, "The table makes no records.", "Add “records:” or “journeys:” to it.")
    file = _file(found, folder, said.line, slips)
    elsewhere = [column for key in look_ups.values() for column in key.file.no_people]
    reader = Templates(list(look_ups), [*file.no_people, *elsewhere], slips)
    return Table(
        file,
        reader.all(found.get("records")),
        reader.journeys(found["journeys"]) if "journeys" in found else None,
    )
