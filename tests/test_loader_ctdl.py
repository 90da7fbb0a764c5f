"""CTDL and CTDL-ASN in and out: what each class becomes, what conditions say, and what cannot be said."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmgraph.errors import NotKnown
from kmgraph.load import Report, load
from kmgraph.model import (
    Competency,
    Course,
    Expects,
    Framework,
    Level,
    Mapping,
    Offering,
    Organisation,
    Prerequisite,
    Record,
    Requirement,
    Role,
    Scale,
    Source,
    Teaches,
)
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Availability, CompetencyType, Importance, Kind, Match, Mode, Provision
from loaders.ctdl import export, recognises
from loaders.ctdl.conditions import MOST_GROUPS, AtLeast, Formula, TooManyError, all_of, any_of, groups
from loaders.foreign import Duration, duration
from tests.command import Command
from tests.tables import write as write_tables

SAMPLES = Path(__file__).parent / "samples" / "ctdl"
RES = "https://registry.example.org/resources/"
CONTEXT = "https://credreg.net/ctdl/schema/context/json"

R = TypeVar("R", bound=Record)
Json = dict[str, Any]


@pytest.fixture
def store() -> Iterator[Store]:
    with connect("sqlite:///:memory:") as opened:
        yield opened


def records(store: Store, kind: type[R]) -> dict[str, R]:
    said = store.read(lambda reader: reader.assertions([kind.kind]))
    return {one.record.id.removeprefix(RES): one.record for one in said if isinstance(one.record, kind)}


def read(store: Store, path: Path, *nodes: Json) -> Report:
    path.write_text(json.dumps({"@context": CONTEXT, "@graph": nodes}), encoding="utf-8")
    return load(store, path)


def messages(report: Report) -> str:
    return "\n".join(map(str, report.problems))


def course(name: str, **said: Any) -> Json:
    return {"@id": RES + name, "@type": "ceterms:Course", "ceterms:name": name, **said}


def part(name: str, sort: str = "CourseComponent", **said: Any) -> Json:
    return {"@id": RES + name, "@type": f"ceterms:{sort}", "ceterms:name": name, **said}


def condition(*targets: str, number: object = None, how: str | None = None, **said: Any) -> Json:
    stated: Json = {"@type": "ceterms:ComponentCondition", "ceterms:targetComponent": [RES + each for each in targets]}
    stated |= {} if number is None else {"ceterms:requiredNumber": number}
    return stated | ({"ceterms:logicalOperator": f"logicOp:{how}"} if how else {}) | said


def asked(store: Store, name: str) -> set[frozenset[str]]:
    """The groups of alternatives that a course asks for."""
    found: dict[str, set[str]] = {}
    for one in records(store, Prerequisite).values():
        if one.course == RES + name:
            found.setdefault(one.group or one.requires, set()).add(one.requires.removeprefix(RES))
    return {frozenset(group) for group in found.values()}


def sets(*names: str) -> set[frozenset[str]]:
    return {frozenset(each) for each in names}


# The samples


def test_a_framework_loads_with_all_that_it_says(store: Store) -> None:
    report = load(store, SAMPLES / "framework.json")
    assert report.ok
    framework = records(store, Framework)["ce-evidence"]
    assert (framework.label, framework.language, framework.publisher) == (
        "Evidence at work",
        "en-US",
        "An invented institute",
    )
    assert {"@value": "Tystiolaeth yn y gwaith", "@language": "cy"} in framework.extra["ceasn:name"]
    competencies = records(store, Competency)
    assert competencies["ce-search"].broader == competencies["ce-weigh"].broader == (RES + "ce-find",)
    assert {one.framework for one in competencies.values()} == {framework.id}
    assert (competencies["ce-find"].type, competencies["ce-find"].notation) == (CompetencyType.SKILL, "A")
    assert competencies["ce-find"].extra["ceasn:weight"] == {"@value": "0.23", "@type": "xsd:float"}
    assert competencies["ce-search"].label.endswith("with which…")
    assert str(competencies["ce-search"].definition).endswith("with which words")
    assert (competencies["ce-weigh"].label, competencies["ce-weigh"].definition) == (
        "Weigh evidence",
        "Weigh up how far a finding can be relied on",
    )
    assert competencies["ce-talk"].alternative_labels == ("Converse",)
    assert {one.match: one.object[-1] for one in records(store, Mapping).values()} == {
        Match.EXACT: "1",
        Match.CLOSE: "2",
    }
    (source,) = records(store, Source).values()
    assert (source.title, source.licence) == ("Evidence at work", "https://creativecommons.org/licenses/by/4.0/")


def test_persons_are_never_stored_and_that_is_said(store: Store, tmp_path: Path) -> None:
    text = (SAMPLES / "framework.json").read_text(encoding="utf-8")
    reached = {"@type": "ceterms:ContactPoint", "ceterms:email": "deep@example.org"}
    place = {"@type": "ceterms:Place", "ceterms:city": "Leeds", "ceterms:telephone": "123", "ceterms:x": reached}
    document = json.loads(text)
    document["@graph"][0]["ceterms:address"] = [place, {"@type": "schema:Person", "schema:name": "B. Person"}]
    (tmp_path / "a.json").write_text(json.dumps(document))
    report = load(store, tmp_path / "a.json")
    kept = json.dumps([one.model_dump(mode="json") for one in (*records(store, Framework).values(),)])
    kept += json.dumps([one.model_dump(mode="json") for one in records(store, Organisation).values()])
    assert "Leeds" in kept
    assert not [word for word in ("A. Person", "B. Person", "x@example.org", "deep@", "123") if word in kept]
    assert "ceasn:author may name or reach a person" in messages(report)


@pytest.fixture
def pathway(store: Store) -> Report:
    load(store, SAMPLES / "framework.json")
    return load(store, SAMPLES / "pathway.json")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"ceasn:publisherName": "Jane Smith"}, None),
        ({"ceasn:publisherName": {"en": "University of Leeds", "de": "Jane Smith"}}, "University of Leeds"),
        ({"ceasn:publisher": "Jane Smith"}, None),
        ({"ceasn:publisher": {"@type": "foaf:Person", "foaf:name": "Jane Smith"}}, None),
        ({"ceasn:publisher": {"@id": RES + "x", "ceterms:name": "Jane Smith"}}, None),
        ({"ceasn:publisher": {"@type": "schema:Organization", "ceterms:name": "Jane Trust"}}, "Jane Trust"),
        ({"ceasn:creator": "Jane Smith"}, None),
        ({"dcterms:creator": [{"@type": "schema:Person", "schema:name": "Jane Smith"}]}, None),
    ],
)
def test_a_publisher_that_looks_like_a_person_is_neither_kept_nor_written(
    store: Store, tmp_path: Path, said: Json, kept: str | None
) -> None:
    described = {"@id": RES + "f", "@type": "ceasn:CompetencyFramework", "ceasn:name": "F", "ceasn:comment": "As is"}
    report = read(store, tmp_path / "f.json", described | said)
    assert report.ok
    (framework,), (source,) = records(store, Framework).values(), records(store, Source).values()
    assert (framework.publisher, source.publisher) == (kept, kept)
    assert ("person" in messages(report)) is ("Trust" not in str(kept))
    if "Trust" not in str(kept):
        assert "Jane" not in out(store, RES + "f")
        assert "Jane" not in framework.model_dump_json() + source.model_dump_json()
    assert "As is" in out(store, RES + "f")


def test_children_outside_the_document_are_told_kept_and_written(store: Store, tmp_path: Path) -> None:
    one = {"@type": "ceasn:Competency", "ceasn:isPartOf": RES + "f"}
    below = [{"@id": RES + "b"}, {"@id": RES + "far"}]
    report = read(
        store, tmp_path / "f.json",
        {"@id": RES + "f", "@type": "ceasn:CompetencyFramework", "ceasn:name": "F",
         "ceasn:hasTopChild": [RES + "a", RES + "away"]},
        {"@id": RES + "a", "ceasn:competencyText": "A", "ceasn:hasChild": [RES + "b", RES + "far"], **one},
        {"@id": RES + "b", "ceasn:competencyText": "B", "ceasn:isChildOf": [RES + "a", RES + "over"], **one},
    )  # fmt: skip
    assert report.ok
    assert "f” has 1 below it" in messages(report)
    assert "a” has 1 below it" in messages(report)
    assert records(store, Competency)["a"].extra == {"ceasn:hasChild": [{"@id": RES + "far"}]}
    assert set(records(store, Competency)["b"].broader) == {RES + "a", RES + "over"}
    text = out(store, RES + "f")
    nodes = {node["@id"].removeprefix(RES): node for node in json.loads(text)["@graph"]}
    assert nodes["a"]["ceasn:hasChild"] == below
    assert nodes["f"]["ceasn:hasTopChild"] == [{"@id": RES + "a"}, {"@id": RES + "away"}]
    assert {"@id": RES + "over"} in nodes["b"]["ceasn:isChildOf"]
    (tmp_path / "out.json").write_text(text, encoding="utf-8")
    with connect("sqlite:///:memory:") as other:
        load(other, tmp_path / "out.json")
        assert out(other, RES + "f") == text


def test_what_is_joined_to_itself_is_told_and_left_out(store: Store, tmp_path: Path) -> None:
    names = ("ceasn:exactAlignment", "ceasn:isChildOf", "ceasn:hasChild")
    node = {"@id": RES + "a", "@type": "ceasn:Competency", "ceasn:competencyText": "A", "ceasn:isPartOf": RES + "f"}
    framework = {"@id": RES + "f", "@type": "ceasn:CompetencyFramework", "ceasn:name": "F"}
    report = read(store, tmp_path / "f.json", framework, node | dict.fromkeys(names, RES + "a"))
    assert [problem.column for problem in report.problems if "joined to itself" in problem.message] == list(names)
    assert records(store, Competency)["a"].broader == ()
    assert not records(store, Mapping)
    written = json.loads(out(store, RES + "f"))["@graph"][1]
    assert written.keys().isdisjoint(names)


def test_each_framework_is_a_source_of_its_own(tmp_path: Path) -> None:
    found = set()
    for at, name in enumerate((RES + "v1/2", RES + "v1.2", "_:b0", "_:b1", "http://starter/")):
        (tmp_path / str(at)).mkdir()
        with connect("sqlite:///:memory:") as store:
            framework = {"@id": name, "@type": "ceasn:CompetencyFramework", "ceasn:name": "F"}
            found.add(str(read(store, tmp_path / str(at) / "Jane Smith.json", framework).source))
    assert len(found) == 5
    assert all("/source/ctdl-" in name and "jane" not in name for name in found)


def test_a_number_of_too_many_digits_is_told_in_plain_words(store: Store, tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text(f'{{"ceterms:price": {"9" * 5_000}}}')
    (problem,) = load(store, tmp_path / "f.json", format="ctdl").problems
    assert problem.message == "The JSON holds a number of too many digits."


def test_a_pathway_loads_as_courses_with_what_comes_first(store: Store, pathway: Report) -> None:
    assert pathway.ok
    found = records(store, Course)
    assert found.keys() == {"ce-pathway", "ce-reading", "ce-numbers", "ce-people", "ce-advising"}
    assert asked(store, "ce-advising") == sets(
        ("ce-reading", "ce-numbers"), ("ce-reading", "ce-people"), ("ce-numbers", "ce-people")
    )  # fmt: skip
    assert asked(store, "ce-pathway") == sets(("ce-advising",))
    numbers, people, advising = found["ce-numbers"], found["ce-people"], found["ce-advising"]
    assert (numbers.fee, numbers.currency, numbers.effort_hours, numbers.mode) == (40, "GBP", 12.5, Mode.ONLINE)
    assert (people.fee, people.effort_hours, people.elapsed_weeks) == (60, None, pytest.approx(8.67, abs=0.01))
    assert (advising.elapsed_weeks, advising.place, advising.provider) == (10, "Main hall, Leeds", RES + "ce-college")
    assert [one.competency for one in records(store, Expects).values()] == [RES + "ce-find"]
    assert {one.competency for one in records(store, Teaches).values() if one.course == advising.id} == {
        RES + "ce-weigh",
        RES + "ce-talk",
    }
    needs = {one.competency: one.importance for one in records(store, Requirement).values() if "adviser" in one.role}
    assert needs[RES + "ce-search"] is Importance.DESIRABLE
    assert needs[RES + "ce-weigh"] is Importance.ESSENTIAL
    assert records(store, Role)["ce-adviser"].notation == "2422"


def test_what_a_component_says_is_kept_with_what_it_stands_for(store: Store, pathway: Report) -> None:
    (component,) = records(store, Course)["ce-advising"].extra["@reverse"]["ceterms:proxyFor"]
    assert component["ceterms:pointValue"][0]["schema:value"] == [20]
    assert component["ceterms:hasCondition"][0]["ceterms:requiredNumber"] == [2]
    assert "The order of components is a suggestion" in messages(pathway)
    assert "partly in words" in messages(pathway)


def test_the_bridge_between_two_roles_follows_two_of_three(tmp_path: Path, run_command: Command) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    for name in ("framework", "pathway"):
        assert run_command("--store", url, "load", str(SAMPLES / f"{name}.json")).code == 0
    answer = run_command("--store", url, "bridge", "Reader", "Adviser", "--json").json()
    cheapest = min(answer["plans"], key=lambda plan: plan["total"]["fees"]["GBP"])
    names = [step["label"] for step in sorted(cheapest["courses"], key=lambda step: step["order"])]
    assert names[-1] == "Advising on evidence"
    assert set(names[:-1]) == {"Numbers in studies", "People in studies"}
    assert all(len(plan["courses"]) == 3 for plan in answer["plans"])


# Conditions

FORMULAS = st.recursive(
    st.sampled_from("abcde"),
    lambda inner: st.lists(inner, min_size=1, max_size=4).flatmap(
        lambda parts: st.integers(0, len(parts)).map(lambda number: AtLeast(number, tuple(parts)))
    ),
    max_leaves=10,
)


def holds(formula: Formula, done: set[str]) -> bool:
    if isinstance(formula, str):
        return formula in done
    return sum(holds(each, done) for each in formula.parts) >= formula.number


@given(FORMULAS)
def test_groups_say_what_the_formula_says(formula: Formula) -> None:
    found = groups(formula)
    for size in range(6):
        for done in itertools.combinations("abcde", size):
            assert holds(formula, set(done)) == all(group & set(done) for group in found)


def test_formulas_that_take_too_many_groups_are_refused_at_once() -> None:
    many = tuple(map(str, range(20)))
    for formula in (
        AtLeast(10, many),
        all_of([AtLeast(1, (one, "x" + one)) for one in map(str, range(MOST_GROUPS + 1))]),
        any_of([all_of([f"{one}{other}" for other in many]) for one in many]),
    ):
        with pytest.raises(TooManyError):
            groups(formula)


ABC = [part("a"), part("b"), part("c")]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([condition("a", "b", number=2)], sets("a", "b")),
        ([condition("a", "b", "c", number="1")], sets("abc")),
        ([condition("a", "b", how="And")], sets("a", "b")),
        ([condition("a", "b", how="Or")], sets("ab")),
        ([condition("a"), condition("b", "c", number=1)], sets("a", "bc")),
        ([condition("a", how="Or", **{"ceterms:hasCondition": [condition("b", "c", number=2)]})], sets("ab", "ac")),
        ([condition(how="And", **{"ceterms:hasCondition": [condition("a"), condition("b")]})], sets("a", "b")),
    ],
)
def test_conditions_that_prerequisites_can_say(
    store: Store, tmp_path: Path, conditions: list[Json], expected: set[frozenset[str]]
) -> None:
    report = read(store, tmp_path / "a.json", *ABC, part("x", **{"ceterms:hasCondition": conditions}))
    assert report.problems == ()
    assert asked(store, "x") == expected


def constraint(**said: Any) -> Json:
    return {"ceterms:hasConstraint": [{"@type": "ceterms:Constraint", "ceterms:comparator": "compare:GT", **said}]}


@pytest.mark.parametrize(
    ("conditions", "expected", "told"),
    [
        ([condition("a", "b")], sets("a", "b"), "does not say how many"),
        ([condition("a", "b", number=3)], set(), "asks for “3” of 2 components"),
        ([condition("a", number=0)], set(), "asks for “0” of 1 components"),
        ([condition("a", number="two")], set(), "asks for “two” of 1 components"),
        ([condition("a", how="Not")], set(), "cannot say “not”"),
        ([condition("a", "b", how="OnlyOne")], sets("ab"), "only one may be done"),
        ([condition("a", "b", how="AndSequence")], sets("a", "b"), "in which order"),
        ([condition("a", **constraint())], sets("a"), "constraints, such as points or grades"),
        ([condition("a", how="Or", **constraint())], set(), "offers a constraint as an alternative"),
        ([condition(**constraint())], set(), "consists of constraints"),
        ([condition()], set(), "names no component"),
        ([{**condition(number=1), "ceterms:targetComponent": [RES + "a", "(and 14 more)"]}], set(), "in words"),
        ([condition("x", number=1)], set(), "asks for itself"),
        ([condition("a", "job", number=1)], set(), "cannot be said to ask for"),
        ([condition("a", "known", number=1)], set(), "cannot be said to ask for"),
        (
            [condition("a", "b", number=1, how="And", **{"ceterms:hasCondition": [condition("c")]})],
            set(),
            "It is unclear whether 1 is the number",
        ),
        ([condition(*(f"p{at}" for at in range(20)), number=10)], set(), "more than 60 groups"),
    ],
)
def test_conditions_that_cannot_be_said_are_told_and_kept(
    store: Store, tmp_path: Path, conditions: list[Json], expected: set[frozenset[str]], told: str
) -> None:
    others = [part("job", "JobComponent"), part("known", "CompetencyComponent")]
    report = read(store, tmp_path / "a.json", *ABC, *others, part("x", **{"ceterms:hasCondition": conditions}))
    assert report.ok
    assert told in messages(report)
    assert asked(store, "x") == expected
    kept = records(store, Course)["x"].extra["ceterms:hasCondition"]
    assert kept["@type"] == ["ceterms:ComponentCondition"]


def test_a_component_that_only_gathers_others_stands_for_its_conditions(store: Store, tmp_path: Path) -> None:
    chosen = part("choice", "MultiComponent", **{"ceterms:hasCondition": [condition("a", "b", "c", number=2)]})
    last = part("x", **{"ceterms:hasCondition": [condition("choice")]})
    report = read(store, tmp_path / "a.json", *ABC, chosen, last)
    assert report.problems == ()
    assert asked(store, "x") == asked(store, "choice") == sets("ab", "ac", "bc")


def test_conditions_in_circles_and_without_end_are_told(store: Store, tmp_path: Path) -> None:
    first = {"@id": RES + "c1", **condition("a"), "ceterms:hasCondition": [RES + "c2"]}
    second = {"@id": RES + "c2", **condition("b"), "ceterms:hasCondition": [RES + "c1"]}
    last = part("x", **{"ceterms:hasCondition": [RES + "c1"]})
    report = read(store, tmp_path / "a.json", *ABC, first, second, last)
    assert report.ok
    assert "A condition holds itself" in messages(report)


def test_conditions_that_multiply_are_bounded(store: Store, tmp_path: Path) -> None:
    def step(at: int) -> Json:
        twice = [{**condition(f"m{at + 1}"), "ceterms:name": name} for name in "ab"]
        return part(f"m{at}", "MultiComponent", **{"ceterms:hasCondition": twice})

    report = read(store, tmp_path / "a.json", *ABC, *(step(at) for at in range(60)), part("m60"))
    assert report.ok
    assert "too many within each other" in messages(report)


def test_a_job_asks_for_competencies_and_cannot_ask_for_courses(store: Store, tmp_path: Path) -> None:
    known = part("known", "CompetencyComponent")
    both = [condition("known"), condition("a")]
    report = read(
        store, tmp_path / "a.json", *ABC, known, part("job", "JobComponent", **{"ceterms:hasCondition": both})
    )
    (need,) = records(store, Requirement).values()
    assert (need.role, need.competency) == (RES + "job", RES + "known")
    assert "A role cannot be said to ask for “a”" in messages(report)


def test_alternatives_of_condition_profiles(store: Store, tmp_path: Path) -> None:
    def profile(*targets: str, **said: Any) -> Json:
        wanted = {"ceterms:targetLearningOpportunity": [RES + each for each in targets]}
        return {"@type": "ceterms:ConditionProfile", **(wanted if targets else {}), **said}

    asks = profile("a", "b", **{"ceterms:alternativeCondition": [profile("c")]})
    words = profile("a", **{"ceterms:alternativeCondition": [profile(**{"ceterms:description": "or a talk"})]})
    report = read(
        store,
        tmp_path / "a.json",
        *map(course, "abc"),
        course("x", **{"ceterms:requires": [asks]}),
        course("y", **{"ceterms:entryCondition": [words]}),
        {**course("z"), "@type": "ceterms:Badge", "ceterms:requires": RES + "a"},
    )
    assert asked(store, "x") == sets("ac", "bc")
    assert asked(store, "y") == set()
    assert asked(store, "z") == sets("a")
    assert "has an alternative in words only" in messages(report)


# Single values


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("PT40H", Duration(hours=40)),
        ("PT1H30M", Duration(hours=1.5)),
        ("P10W", Duration(weeks=10)),
        ("P14D", Duration(weeks=2)),
        ("P1Y", Duration(weeks=52)),
        ("P1DT4H", None),
        ("P", None),
        ("PT0H", None),
        ("ten weeks", None),
        ("P" + "9" * 100 + "W", None),
    ],
)
def test_durations_say_hours_or_weeks(text: str, said: Duration | None) -> None:
    assert duration(text) == said


def cost(price: object, currency: object = "GBP", sort: str | None = None) -> Json:
    kind = {"ceterms:directCostType": [{"ceterms:targetNode": f"costType:{sort}"}]} if sort else {}
    return {"@type": "ceterms:CostProfile", "ceterms:price": price, "ceterms:currency": currency, **kind}


@pytest.mark.parametrize(
    ("costs", "fee"),
    [
        ([cost(10)], 10),
        ([cost("12.50")], 12.5),
        ([cost(0, [])], 0),
        ([cost(10, "US Dollar")], None),
        ([cost(10, [])], None),
        ([cost(10), cost(20)], None),
        ([cost(10), cost(30, sort="AggregateCost")], 30),
        ([cost(-1)], None),
        ([cost("free")], None),
        (["see page"], None),
    ],
)
def test_a_fee_is_taken_only_where_there_is_one(
    store: Store, tmp_path: Path, costs: list[Any], fee: float | None
) -> None:
    report = read(store, tmp_path / "a.json", course("a", **{"ceterms:estimatedCost": costs}))
    found = records(store, Course)["a"]
    assert found.fee == fee
    assert report.ok
    if fee is None:
        assert found.extra["ceterms:estimatedCost"]
        assert "its fee is unknown" in messages(report)


def test_classes_modes_states_and_runs(store: Store, tmp_path: Path) -> None:
    def delivered(*words: str) -> Json:
        return {"ceterms:deliveryType": [{"ceterms:targetNode": f"deliveryType:{word}"} for word in words]}

    run = {
        "@type": "ceterms:ScheduledOffering", "ceterms:startDate": "2026-03-01", "ceterms:endDate": "soon",
        "ceterms:availableAt": [{"@type": "ceterms:Place", "ceterms:addressLocality": "Leeds"}],
    }  # fmt: skip
    report = read(
        store,
        tmp_path / "a.json",
        {
            **course("degree", **delivered("InPerson", "OnlineOnly")),
            "@type": ["ceterms:Course", "ceterms:MasterDegree"],
        },
        {**course("badge", **delivered("VariableSite")), "@type": "ceterms:DigitalBadge"},
        course("old", **{"ceterms:lifeCycleStatusType": {"ceterms:targetNode": "lifeCycle:Ceased"}}),
        course("dated", **{"ceterms:hasOffering": [run]}),
        {"@id": RES + "test", "@type": "ceterms:AssessmentProfile", "ceterms:name": "t", "ceterms:assesses": RES + "k"},
        {"@id": RES + "scheme", "@type": "skos:ConceptScheme", "skos:prefLabel": "Levels"},
    )
    found = records(store, Course)
    assert {name: one.type for name, one in found.items()} == {
        "degree": Provision.DEGREE,
        "badge": Provision.PROGRAMME,
        "old": Provision.COURSE,
        "dated": Provision.COURSE,
        "test": Provision.RESOURCE,
    }
    assert (found["degree"].mode, found["badge"].mode) == (Mode.EITHER, None)
    assert found["badge"].extra["ceterms:deliveryType"]
    assert found["old"].availability is Availability.ENDED
    (dated,) = records(store, Offering).values()
    assert (str(dated.starts), dated.ends_on, dated.place) == ("2026-03-01", None, "Leeds")
    assert records(store, Teaches) == {}
    assert found["test"].extra["ceterms:assesses"] == {"@id": RES + "k"}
    assert "its ends on (“soon”) is no date" in messages(report)
    assert "1 thing of skos:ConceptScheme has no place here" in messages(report)


def test_competencies_that_are_named_in_words_get_a_framework(store: Store, tmp_path: Path) -> None:
    taught = [
        "Listening",
        {"ceterms:targetNodeName": {"en": "Writing"}, "ceterms:frameworkName": {"en": "Office skills"}},
        {"ceterms:targetNode": RES + "k", "ceterms:targetNodeName": "Known", "ceterms:framework": RES + "f"},
        {"ceterms:frameworkName": {"en": "Nothing else"}},
    ]
    report = read(store, tmp_path / "a.json", course("a", **{"ceterms:teaches": taught}))
    frameworks = {one.id: one.label for one in records(store, Framework).values()}
    assert {one.label: frameworks[one.framework] for one in records(store, Competency).values()} == {
        "Listening": "Competencies that are named in words only",
        "Writing": "Office skills",
        "Known": RES + "f",
    }
    assert len(records(store, Teaches)) == 3
    assert "ceterms:teaches names no competency here" in messages(report)


def test_a_competency_without_a_framework_is_put_into_one_and_told(store: Store, tmp_path: Path) -> None:
    lost = [{"@id": RES + name, "@type": "ceasn:Competency", "ceasn:competencyText": name} for name in "ab"]
    report = read(store, tmp_path / "a.json", *lost)
    (framework,) = records(store, Framework).values()
    assert {one.framework for one in records(store, Competency).values()} == {framework.id}
    assert messages(report).count("Nothing says to which framework") == 2


def test_several_components_for_one_thing_outside_are_one_course(store: Store, tmp_path: Path) -> None:
    outside = "https://elsewhere.example.net/course/1"
    twins = [part(name, **{"ceterms:proxyFor": outside}) for name in "pq"]
    last = part("x", **{"ceterms:hasCondition": [condition("p", "q", number=1)]})
    assert read(store, tmp_path / "a.json", *twins, last).problems == ()
    assert records(store, Course).keys() == {outside, "x"}
    assert asked(store, "x") == {frozenset({outside})}
    assert records(store, Course)[outside].extra["@reverse"]["ceterms:proxyFor"][0]["@id"] == RES + "q"


# Files


def test_files_are_recognised_by_their_terms(tmp_path: Path) -> None:
    assert recognises(SAMPLES / "framework.json")
    for name, text in {
        "a.json": '{"@context": "https://schema.org", "@type": "Course"}',
        "b.json": '{"CFDocument": {}}',
        "c.txt": "see https://purl.org/ctdl/terms/",
        "d.json": "",
    }.items():
        (tmp_path / name).write_text(text)
        assert not recognises(tmp_path / name)
    assert not recognises(tmp_path)


def test_envelopes_of_the_registry_and_lost_contexts_are_read(store: Store, tmp_path: Path) -> None:
    bare = {"@graph": [{"@id": RES + "a", "@type": "ceterms:Course", "ceterms:name": {"en": "A"}}]}
    (tmp_path / "a.json").write_text(json.dumps([{"envelope_id": "1", "decoded_resource": bare}]))
    assert load(store, tmp_path / "a.json").problems == ()
    assert records(store, Course)["a"].label == "A"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"ceterms:name": ', "The JSON is broken"),
        ('{"@context": "https://evil.example/ceterms", "ceterms:name": 1}', "nothing is fetched from the Web"),
        ('{"@id": "https://a.example/x", "ceterms:name": "a"}', "Nothing in this document is a framework"),
        ('{"@id": "https://a.example/x", "@type": "ceterms:Course", "ceterms:name": 5}', "its label is not stated"),
        ('["ceterms:x", 5]', "Nothing in this document"),
    ],
)
def test_what_cannot_be_read_is_told(store: Store, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "a.json").write_text(text)
    report = load(store, tmp_path / "a.json", format="ctdl")
    assert not report.ok
    assert told in messages(report)
    assert store.read(lambda reader: reader.sources()) == {}


def mutations(value: Any) -> Iterator[Any]:
    """The value with each of its parts in turn replaced by something else."""
    wrong: list[Any] = [None, 5, -1.5, True, "", "x" * 5_000, [], {}, [[]], {"@id": 5}, {"en": None}, "\ud800", "a b"]
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            at = (len(str(value)) + len(str(key))) % len(wrong)
            for other in (wrong[at], *mutations(value[key])):
                copy = value.copy()
                copy[key] = other
                yield copy


@pytest.mark.parametrize("name", ["framework", "pathway"])
def test_a_wrong_value_anywhere_is_no_traceback(name: str) -> None:
    from loaders.ctdl import load as entries

    document = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    tried = 0
    for other in mutations(document):
        text = json.dumps(other)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("loaders.ctdl.text_of", lambda _, text=text: text)
            assert list(entries(SAMPLES / "mutated.json"))
        tried += 1
    assert tried > 80


def test_own_terms_that_say_nothing_or_the_wrong_thing_are_no_traceback(store: Store, tmp_path: Path) -> None:
    own = "https://w3id.org/kmgraph/terms#"
    odd = {own + "extra": 5, own + "status": "perhaps", own + "openTo": [], own + "effortHours": -1}
    report = read(store, tmp_path / "a.json", course("a", **odd))
    assert report.ok
    assert records(store, Course)["a"].effort_hours is None
    assert "its status (“perhaps”) is none of the words that are known, so it is left out" in messages(report)


# Out


def out(store: Store, framework: str) -> str:
    return store.read(lambda reader: "".join(export(reader, framework)))


def test_out_and_in_again_says_the_same(store: Store, pathway: Report, tmp_path: Path) -> None:
    text = out(store, RES + "ce-evidence")
    assert text == out(store, RES + "ce-evidence")
    (tmp_path / "out.json").write_text(text, encoding="utf-8")
    assert recognises(tmp_path / "out.json")
    with connect("sqlite:///:memory:") as other:
        report = load(other, tmp_path / "out.json")
        assert report.ok
        assert records(other, Organisation) == records(store, Organisation)
        by = report.source or ""
        assert "/ctdl-registry.example.org.resources.ce-evidence-" in by
        first = {one.id: one for one in _said(store, Kind.FRAMEWORK, Kind.COMPETENCY, by=by)}
        assert {one.id: one for one in _said(other, Kind.FRAMEWORK, Kind.COMPETENCY)} == first
        courses = {name: one for name, one in records(store, Course).items() if name != "ce-pathway"}
        assert records(other, Course) == courses
        assert records(other, Source)[by] == records(store, Source)[by]
        assert asked(other, "ce-advising") == asked(store, "ce-advising")
        assert {(one.course, one.competency) for one in records(other, Teaches).values()} == {
            (one.course, one.competency) for one in records(store, Teaches).values()
        }
        assert out(other, RES + "ce-evidence") == text


def _said(store: Store, *kinds: Kind, by: str | None = None) -> list[Record]:
    found = store.read(lambda reader: reader.assertions(kinds))
    return [one.record for one in found if by in (None, one.source)]


def test_a_framework_of_tables_goes_out_and_in_with_what_ctdl_has_no_term_for(store: Store, tmp_path: Path) -> None:
    courses = (
        "id,label,type,fee,currency,effort_hours,elapsed_weeks,mode,place,eligibility,availability,access,funding,why\n"
        "craft,The craft of writing,workshop,10,GBP,7.5,2,blended,York,doctoral,planned,captions,a bursary,because\n"
        "ear,An open ear,degree,0,,0.3,1.5,online or in person,,,recurring,,,\n"
    )
    load(store, write_tables(tmp_path / "small", courses=courses))
    framework = next(one.id for one in records(store, Framework).values() if one.label == "Core")
    (tmp_path / "out.json").write_text(out(store, framework), encoding="utf-8")
    with connect("sqlite:///:memory:") as other:
        assert load(other, tmp_path / "out.json").ok
        assert records(other, Course) == records(store, Course)
        assert records(other, Framework)[framework] == records(store, Framework)[framework]
        inside = {name: one for name, one in records(store, Competency).items() if one.framework == framework}
        assert records(other, Competency) == inside
        levels = {(one.course, one.competency, one.level) for one in records(store, Teaches).values()}
        assert {(one.course, one.competency, one.level) for one in records(other, Teaches).values()} == levels
        scale = records(store, Framework)[framework].scale
        assert scale
        assert records(other, Scale) == {name: one for name, one in records(store, Scale).items() if one.id == scale}
        assert records(other, Level) == {name: one for name, one in records(store, Level).items() if one.scale == scale}


def test_an_unknown_framework_is_not_known(store: Store) -> None:
    with pytest.raises(NotKnown):
        out(store, "https://example.org/none")
