"""`kmgraph match`: competencies of two frameworks that are worded alike, never called exact."""

import csv
import json
from pathlib import Path

import pytest

from kmgraph.likeness import Confidence
from kmgraph.likeness.matching import match, ranked
from kmgraph.load import load
from kmgraph.model import Competency, Mapping
from kmgraph.store import connect
from kmgraph.vocabulary import Kind, Match, Status
from tests.adverts.frameworks import by_framework, records, score
from tests.command import Command
from tests.shared import shared

CORE = "https://w3id.org/kmgraph/framework/starter/km-core"


def scheme(name: str, *labels: str, **others: str) -> dict[str, Competency]:
    found = [
        Competency(id=f"a:{name}-{at}", framework=f"a:{name}", label=label, alternative_labels=others.get(label, ()))
        for at, label in enumerate(labels)
    ]
    return {one.id: one for one in found}


@pytest.mark.parametrize(
    ("one", "other", "kind", "confidence"),
    [
        ("Problem solving", "Problem-solving", Match.CLOSE, Confidence.STRONG),
        ("Solving problems", "Problem solving", Match.CLOSE, Confidence.STRONG),
        ("Strategic thinking", "Strategic thinking and planning", Match.BROAD, Confidence.FAIR),
        ("Qualitative research methods", "Research methods", Match.BROAD, Confidence.FAIR),
        ("Research methods", "Qualitative research methods", Match.NARROW, Confidence.FAIR),
        ("Intellectual property law", "Intellectual property rights", Match.RELATED, Confidence.FAIR),
    ],
)
def test_what_is_said_follows_from_the_words(one: str, other: str, kind: Match, confidence: Confidence) -> None:
    more = ("Welding", "Cookery", "Choir singing")
    (pair,) = match(scheme("a", one), scheme("b", other, *more), least=Confidence.WEAK)
    assert (pair.match, pair.object) == (kind, "a:b-0")
    assert pair.confidence is not None
    assert pair.confidence.rank <= confidence.rank


def test_what_is_not_worded_alike_is_not_proposed() -> None:
    assert match(scheme("a", "Empathy"), scheme("b", "Welding")) == []
    assert match(scheme("a", "Empathy"), {}) == match({}, scheme("b", "Empathy")) == []


def test_the_likest_come_first_and_both_ways_agree() -> None:
    one = scheme("a", "Research methods")
    other = scheme("b", "Research", "Methods of research", "Qualitative research methods", "Welding")
    (near,) = ranked(one, other, 3).values()
    assert near[0].object == "a:b-1"
    assert {pair.object for pair in near} == {"a:b-0", "a:b-1", "a:b-2"}
    back = ranked(other, one, 1)
    assert back["a:b-1"][0].likeness == pytest.approx(near[0].likeness, abs=0.05)


@pytest.fixture
def run(run_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/graph.sqlite")
    monkeypatch.chdir(tmp_path)
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        assert load(store, "starter").ok
    return run_command


def test_matches_become_a_table_that_loads_as_suggested(run, tmp_path: Path) -> None:
    assert run("match", "km-core", "mesh-cpe", "-o", "found")[0] == 0
    with (tmp_path / "found" / "mappings.csv").open(encoding="utf-8-sig") as file:
        first = next(row for row in csv.DictReader(file) if row["subject"] == "starter/problem-solving")
    assert first["object"] == "starter/mesh-problem-solving"
    assert first["grounds"].startswith("“Problem solving”: “Works out what the real problem is")
    assert first["why"] == "Confidence strong: alike are “Problem solving” and “Problem solving”"
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        report = load(store, "found", strict=True)
        assert report.problems == ()
        said = store.read(lambda reader: reader.assertions((Kind.MAPPING,)))
    own = [one.record for one in said if one.source == report.source and isinstance(one.record, Mapping)]
    assert len(own) == report.added[Kind.MAPPING] > 3
    assert {one.status for one in own} == {Status.SUGGESTED}
    assert Match.EXACT not in {one.match for one in own}


def test_matches_are_printed_and_told_as_json(run) -> None:
    _, out, _ = run("match", "km-core", "mesh-cpe", "--at-least", "strong")
    assert "Found by words that are alike" in out
    found = json.loads(run("match", "km-core", "mesh-cpe", "--most", "1", "--json")[1])["matches"]
    assert len({pair["subject"] for pair in found}) == len(found)
    assert {pair["confidence"] for pair in found} <= {"strong", "fair"}


def test_mistakes_are_one_sentence(run) -> None:
    for arguments in (("km-core", "km-core"), ("km-core", "nosuch"), ("nosuch", "km-core")):
        assert run("match", *arguments)[0] == 2


def test_starter_matches_are_found_again_at_least_so_well() -> None:
    with connect("sqlite:///:memory:") as store:
        assert load(store, "starter").ok
        found, known = store.read(records)
    schemes = by_framework(found)
    core = schemes.pop(CORE)
    fair = score(core, schemes.values(), known, least=Confidence.FAIR, most=3)
    assert (fair.known, fair.right / fair.proposed >= 0.9, fair.right / fair.known >= 0.25) == (117, True, True)
    assert fair.among / fair.known >= 0.7 > fair.chance / fair.known


@pytest.mark.shared_data
def test_a_hundred_thousand_labels_are_matched_in_seconds(tmp_path: Path) -> None:
    esco = shared("esco-1.1.1")
    with connect("sqlite:///:memory:") as store:
        assert load(store, "starter").ok
        assert load(store, esco / "classification-en-csv.zip", format="esco").ok
        found, known = store.read(records)
    schemes = by_framework(found)
    (skills,) = (one for one in schemes.values() if len(one) > 10_000)
    fair = score(schemes[CORE], [skills], known, least=Confidence.FAIR, most=3)
    assert (fair.known, fair.right >= 14, fair.among >= 17) == (48, True, True)
    labels = {found[pair.object].label for pair in match(schemes[CORE], skills)}
    assert {"solve problems", "project management", "data protection", "moderate a discussion"} <= labels
