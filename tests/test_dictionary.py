"""The data dictionary says all that the model, the mapping and the ontology say, and nothing else."""

import csv
import io
import json
import re
from enum import StrEnum
from pathlib import Path

import pytest

import ontology
from kmgraph import vocabulary
from kmgraph.model import RECORDS
from kmgraph.rdf.dictionary import WRITERS, as_csv, as_json, as_markdown, dictionary
from kmgraph.rdf.fields import FIELDS
from kmgraph.rdf.mapping import BEARS, NEEDS
from kmgraph.vocabulary import ANSWER_CLASSES, ANSWER_PROPERTIES, CLASSES, NATIONS, PROPERTIES, SKOS, Kind, Provision
from tests.command import Command, runner


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Command:
    return runner(capfd)


ROWS = {(entry.kind, row.field): row for entry in dictionary().kinds for row in entry.fields}


def test_it_has_every_kind_and_every_field_and_no_other() -> None:
    assert [entry.kind for entry in dictionary().kinds] == list(RECORDS)
    assert set(ROWS) == {
        (kind, name) for kind, record in RECORDS.items() for name in record.model_fields if name != "id"
    }
    assert set(ROWS) == {(kind, field.name) for kind, fields in FIELDS.items() for field in fields}


def test_every_kind_and_field_is_explained() -> None:
    assert all(entry.meaning and entry.example and entry.iri == CLASSES[entry.kind] for entry in dictionary().kinds)
    assert all(row.meaning and row.holds and row.property == PROPERTIES[row.field] for row in ROWS.values())


def test_fields_tell_what_they_hold() -> None:
    fee = ROWS[Kind.COURSE, "fee"]
    assert (fee.holds, fee.limits, fee.required, fee.many) == (
        "number (xsd:decimal)",
        "from 0 to 1,000,000,000",
        False,
        False,
    )
    assert ROWS[Kind.STEP, "order"].limits == "from 1 to 1,000"
    assert ROWS[Kind.REQUIREMENT, "level"].refers_to == Kind.LEVEL
    assert ROWS[Kind.COURSE, "type"].words == tuple(Provision)
    assert ROWS[Kind.COURSE, "type"].required
    assert ROWS[Kind.COURSE, "access"].many
    assert ROWS[Kind.ROLE, "summary"].holds == "text in the record's language"
    assert ROWS[Kind.SOURCE, "title"].holds == "text"


def test_the_plain_statement_beside_a_link_is_told() -> None:
    beside = {entry.kind: set(entry.beside) for entry in dictionary().kinds}
    assert beside[Kind.REQUIREMENT] == set(NEEDS.values())
    assert beside[Kind.RELATION] == set(BEARS.values())
    assert beside[Kind.LEVEL_MATCH] == {SKOS + "exactMatch"}
    assert beside[Kind.COURSE] == set()


def test_every_fixed_word_is_explained() -> None:
    every = [
        value
        for value in vars(vocabulary).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value not in (StrEnum, Kind, vocabulary.Link)
    ]
    words = dictionary().words
    assert set(words) == {vocabulary.scheme_of(one) for one in every}
    for one in every:
        assert [term.name for term in words[vocabulary.scheme_of(one)]] == list(one)
        assert all(term.meaning.endswith(".") for term in words[vocabulary.scheme_of(one)])


def test_nations_and_terms_of_answers_are_there() -> None:
    assert {one.name: one.meaning for one in dictionary().nations} == NATIONS
    assert {one.iri for one in dictionary().answers} == {*ANSWER_CLASSES.values(), *ANSWER_PROPERTIES.values()}


def test_the_table_has_a_row_for_each_field() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(dictionary()))))
    assert [(row["kind"], row["field"]) for row in rows] == list(ROWS)
    (kind,) = (row for row in rows if (row["kind"], row["field"]) == ("Course", "mode"))
    assert kind["words"] == "online; in person; blended; online or in person"
    assert (kind["required"], kind["many"]) == ("no", "no")


def test_the_json_says_the_same() -> None:
    found = json.loads(as_json(dictionary()))
    assert [(entry["kind"], row["field"]) for entry in found["kinds"] for row in entry["fields"]] == list(ROWS)
    assert found["stated_by"] == vocabulary.STATED_BY
    assert len(found["words"]) == len(dictionary().words)


def test_the_document_has_every_field_once_where_it_belongs() -> None:
    text = as_markdown(dictionary())
    for entry in dictionary().kinds:
        section = text[text.index(f"\n## {entry.kind}\n") :].split("\n## ")[1]
        shown = set(re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE))
        common = set(re.findall(r"^\| `(\w+)` \|", text[: text.index("\n## Source\n")], flags=re.MULTILINE))
        assert {row.field for row in entry.fields} - shown <= common
        assert not shown & vocabulary.PROPERTIES.keys() - {row.field for row in entry.fields}
    assert len(re.findall(r"^\| `status` \|", text, flags=re.MULTILINE)) == 1
    assert len(re.findall(r"^\| `label` \|", text, flags=re.MULTILINE)) == 1


def test_every_row_of_a_table_of_the_document_has_the_same_number_of_cells() -> None:
    for table in re.findall(r"(?:^\|.*\n)+", as_markdown(dictionary()), flags=re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


def test_short_names_are_told() -> None:
    text = as_markdown(dictionary())
    body, names = text.split("\n## Namespaces\n")
    assert set(re.findall(r"`([a-z]+):\w", body)) <= set(re.findall(r"^\| `([a-z]+):`", names, flags=re.MULTILINE))
    assert "http" not in "".join(line for line in body.splitlines() if line.startswith("| `"))


def test_the_command_prints_and_writes(run: Command, tmp_path: Path) -> None:
    assert run("dictionary").well.startswith("# Data dictionary")
    assert json.loads(run("dictionary", "--format", "json").well)["kinds"]
    for ending in ("md", "csv", "json"):
        file = tmp_path / f"dictionary.{ending}"
        assert run("dictionary", "-o", file).out == ""
        assert file.read_bytes() == WRITERS[ending](dictionary()).encode()
    assert run("dictionary", "--format", "xml").code == 2
    assert run("dictionary", "-o", tmp_path / "nowhere" / "x.md").code == 2


@pytest.mark.parametrize("name", ["d.xlsx", "dictionary"])
def test_a_name_that_tells_no_format_is_refused(run: Command, tmp_path: Path, name: str) -> None:
    done = run("dictionary", "-o", tmp_path / name)
    assert (done.code, done.out) == (2, "")
    assert "does not say the format. End its name in .md, .csv or .json" in done.err
    assert not (tmp_path / name).exists()
    assert run("dictionary", "--format", "csv", "-o", tmp_path / name).code == 0


def test_it_needs_no_store(run: Command, tmp_path: Path) -> None:
    assert run("--store", f"sqlite:///{tmp_path}/none.sqlite", "dictionary").code == 0
    assert not (tmp_path / "none.sqlite").exists()


def test_the_ontology_it_reads_is_the_one_that_is_shipped() -> None:
    assert dictionary().kinds[0].meaning in ontology.read("kmgraph.ttl")
