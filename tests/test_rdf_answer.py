"""Answers as RDF: they say what the JSON says, in terms that the ontology declares, and nothing of a person."""

from collections import defaultdict
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize
from rdflib import OWL, RDFS, URIRef
from rdflib.namespace import SKOS

import ontology
from kmgraph.cli.bridge import answered
from kmgraph.cli.move import read_move
from kmgraph.graph import graph_of
from kmgraph.load import load
from kmgraph.planner.bridge import Answer, Planner
from kmgraph.planner.gap import Profile
from kmgraph.planner.report import bridge_json
from kmgraph.planner.situation.switches import Switches
from kmgraph.rdf.answer import answer_triples
from kmgraph.store import connect
from kmgraph.store.base import Assertion, Store
from kmgraph.vocabulary import (
    ANSWER_CLASSES,
    ANSWER_PROPERTIES,
    BASE,
    PROPERTIES,
    PROV,
    RDF,
    STATED_BY,
    TERMS,
    Importance,
    Kind,
    Mode,
    concept_of,
)
from tests.jena import riot
from tests.worlds import SOURCE, World, level, name, random_world, tangled_world

CLASS, SAYS = ANSWER_CLASSES, ANSWER_PROPERTIES
Said = dict[str, dict[str, list[Any]]]
"""What an answer says: values by subject and predicate."""


def said_by(triples: list[Triple]) -> Said:
    said: Said = defaultdict(lambda: defaultdict(list))
    for one in triples:
        said[one.subject.value][one.predicate.value].append(one.object.value)
    return said


def asked(world: World, start: str, goal: str, **switches: Any) -> tuple[Planner, Answer]:
    planner = Planner(world.graph())
    return planner, planner.bridge(planner.role_profile(start), goal, Switches(**switches))


def of(said: Said, cls: str) -> list[str]:
    return [node for node, values in said.items() if CLASS[cls] in values[RDF + "type"]]


def bridge_triples(
    store: Store, roles: tuple[str, ...], profile: Path | None = None, *, with_profile: bool = False, **options: Any
) -> tuple[list[Triple], set[str]]:
    """What `kmgraph bridge` would answer, as RDF."""
    move = read_move(store, roles, profile)
    _, here = answered(move, with_matches=False, **options)
    return answer_triples(here.planner, here.answer, start=move.brought, with_profile=with_profile)


@pytest.fixture(scope="module")
def small() -> tuple[Planner, Answer]:
    world = World()
    for slug in ("brokering", "writing", "ethics", "law"):
        world.competency(slug)
    start = world.role("officer", {"brokering": "awareness"})
    goal = world.role("manager", {"brokering": "practitioner", "writing": "working", "ethics": None})
    world.course("talks", {"writing": "working"}, fee=50, currency="GBP", effort_hours=4)
    world.course("fellowship", {"brokering": "practitioner"}, {"writing": "working"}, fee=10, currency="EUR")
    world.practice("shadowing", "ethics")
    return asked(world, start, goal, budget=100, modes=["online"])


@pytest.fixture(scope="module")
def terms() -> rdflib.Graph:
    return rdflib.Graph().parse(data=ontology.read("kmgraph.ttl"), format="turtle")


# ---- vocabulary and ontology


def own(terms: rdflib.Graph, *sorts: URIRef) -> set[str]:
    declared = {str(one) for sort in sorts for one in terms.subjects(rdflib.RDF.type, sort)}
    return {iri for iri in declared if iri.startswith(TERMS)}


def test_the_ontology_declares_the_terms_of_answers(terms: rdflib.Graph) -> None:
    assert set(CLASS.values()) <= own(terms, OWL.Class)
    assert set(SAYS.values()) <= own(terms, OWL.ObjectProperty, OWL.DatatypeProperty)


def test_what_stands_under_answers_in_the_ontology_is_in_the_vocabulary() -> None:
    text = ontology.read("kmgraph.ttl")
    section = text[text.index("# ---- Answers") :].split("\n\n\n# ----")[0]
    told = {TERMS + line.split()[0][1:] for line in section.splitlines() if line.startswith(":")}
    assert told == {*CLASS.values(), *SAYS.values()}


def test_no_term_of_answers_is_one_of_records() -> None:
    assert not set(SAYS.values()) & set(PROPERTIES.values())
    assert len(set(SAYS.values())) == len(SAYS)


@pytest.mark.parametrize("iri", [*CLASS.values(), *SAYS.values()])
def test_every_term_has_a_label_a_definition_and_an_example(terms: rdflib.Graph, iri: str) -> None:
    for annotation in (RDFS.label, SKOS.definition, SKOS.example):
        (found,) = terms.objects(URIRef(iri), annotation)
        assert found.language == "en"
    assert str(terms.value(URIRef(iri), SKOS.definition)).endswith(".")


@pytest.mark.parametrize("seed", range(12))
def test_answers_keep_to_the_domains_and_ranges_of_the_ontology(terms: rdflib.Graph, seed: int) -> None:
    planner, answer = some(seed)
    triples, _ = answer_triples(planner, answer)
    classes = {node: set(values[RDF + "type"]) for node, values in said_by(triples).items()}
    for one in triples:
        if not one.predicate.value.startswith(TERMS):
            continue
        domain = terms.value(URIRef(one.predicate.value), RDFS.domain)
        assert domain is None or str(domain) in classes[one.subject.value], one
        wanted = str(terms.value(URIRef(one.predicate.value), RDFS.range))
        if isinstance(one.object, Literal):
            kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#PlainLiteral" if one.object.language else None
            assert wanted == (kind or one.object.datatype.value), one
        elif one.object.value in classes:
            assert wanted in classes[one.object.value], one


def test_a_property_has_a_domain_where_nodes_of_one_class_alone_have_it(terms: rdflib.Graph) -> None:
    having = defaultdict(set)
    for seed in range(12):
        said = said_by(answer_triples(*some(seed), with_profile=True)[0])
        for cls, iri in CLASS.items():
            for node in of(said, cls):
                for predicate in said[node]:
                    having[predicate].add(iri)
    for iri in SAYS.values():
        domain = set(map(str, terms.objects(URIRef(iri), RDFS.domain)))
        assert len(having[iri]) < 2 or not domain, iri
        assert domain or len(having[iri]) != 1 or iri in (SAYS["unmet"], SAYS["closes"]), iri


# ---- what an answer says


def some(seed: int) -> tuple[Planner, Answer]:
    """An answer to some question in a made-up world, the same for the same seed; now and then a person's."""
    world = (tangled_world if seed % 2 else random_world)(seed)
    planner = Planner(world.graph(), with_matches=bool(seed % 3))
    roles = sorted(one.id for one in world.records if one.kind is Kind.ROLE)
    switches = Switches(budget=200 if seed % 4 == 0 else None, open_to_all=seed % 5 == 0)
    start = Profile("x", {name(Kind.COMPETENCY, "c00"): level("awareness")}) if seed % 3 == 2 else None
    return planner, planner.bridge(start or planner.role_profile(roles[0]), roles[-1], switches)


@pytest.mark.parametrize("seed", range(24))
def test_it_says_what_the_json_says(seed: int) -> None:
    planner, answer = some(seed)
    said, wanted = said_by(answer_triples(planner, answer, with_profile=True)[0]), bridge_json(planner, answer)
    label = planner.graph.label
    (bridge,) = of(said, "bridge")

    def labels(node: str, name: str) -> list[str | None]:
        return [label(iri) for iri in said[node].get(SAYS.get(name) or PROPERTIES[name], [])] or [None]

    def goal(node: str) -> tuple[str, str | None]:
        return said[node][PROPERTIES["competency"]][0], labels(node, "level")[0]

    gap = [
        (*goal(node), said[node][SAYS["goal_importance"]], labels(node, "held")[0], said[node][SAYS["new"]])
        for node in said[bridge][SAYS["goal"]]
    ]
    assert gap == [
        (
            one["competency"],
            one["required"],
            [concept_of(Importance(one["importance"]))],
            None if one["held"] == "not stated" else one["held"],
            ["true" if one["held"] is None else "false"] if one["has_levels"] else said_new,
        )
        for one, said_new in zip(wanted["gap"], (row[4] for row in gap), strict=True)
    ]
    plans = said[bridge][SAYS["plan"]]
    assert len(plans) == len(wanted["plans"])
    for plan, json in zip(plans, wanted["plans"], strict=True):
        steps = said[plan][SAYS["step"]]
        assert [said[step][PROPERTIES["course"]][0] for step in steps] == [one["course"] for one in json["courses"]]
        assert [int(said[step][PROPERTIES["order"]][0]) for step in steps] == list(range(1, len(steps) + 1))
        for step, course in zip(steps, json["courses"], strict=True):
            assert [
                (said[gain][PROPERTIES["competency"]][0], labels(gain, "gain_from")[0], labels(gain, "gain_to")[0])
                for gain in said[step][SAYS["raises"]]
            ] == [(one["competency"], one["from"], one["to"]) for one in course["raises"]]
            assert "".join(said[step][SAYS["because"]]) == course["because"]
            assert said[step][SAYS["caution"]] == course["cautions"]
        assert said[plan][SAYS["best_by"]] == [json["preset"], *json["also"]]
        assert (said[plan][SAYS["proven"]] == ["true"]) == (json["proof"] == "optimal")
        assert [goal(node) for node in said[plan][SAYS["closes"]]] == [
            (one["competency"], one["required"]) for one in json["closes"]
        ]
        unmet = [*said[bridge][SAYS["unmet"]], *said[plan][SAYS["unmet"]]]
        assert [
            (*goal(said[node][SAYS["goal"]][0]), said[node][SAYS["because"]][0], labels(node, "practice"))
            for node in unmet
        ] == [
            (one["competency"], one["required"], one["reason"], [it["label"] for it in one["practices"]] or [None])
            for one in json["open"]
        ]
        total = json["total"]
        fees = [said[node] for node in said[plan][SAYS["total_fee"]]]
        assert {one["https://schema.org/currency"][0]: float(one["https://schema.org/value"][0]) for one in fees} == (
            total["fees"]
        )
        for what, name_ in (("total_hours", "effort_hours"), ("total_weeks", "elapsed_weeks")):
            known = said[plan].get(SAYS[what])
            assert (float(known[0]) if known else None) == total[name_]
        for what, name_ in (("fees", "fee"), ("hours", "effort"), ("weeks", "elapsed")):
            assert said[plan][SAYS[f"{what}_unknown"]] == [str(total[f"{name_}_unknown"])]
        assert len(said[plan][STATED_BY]) == sum(json["rests_on"].values())


def test_the_question_is_told_in_words_and_for_programs(small: tuple[Planner, Answer]) -> None:
    said = said_by(answer_triples(*small)[0])
    (question,) = of(said, "question")
    assert said[question][SAYS["from"]] == [name(Kind.ROLE, "officer")]
    assert said[question][SAYS["to"]] == [name(Kind.ROLE, "manager")]
    assert said[question][SAYS["asked"]] == ["online only; at most GBP 100"]
    assert said[question][SAYS["options"]] == ['{"modes":["online"],"budget":100}']
    assert SAYS["brings"] not in said[question]  # a role brings what its requirements say


def test_options_are_switches_as_json() -> None:
    world = World()
    world.competency("a")
    role = world.role("r", {"a": "working"})
    course = world.course("c", {"a": "working"})
    planner = Planner(world.graph(), with_matches=True)
    switches = Switches(on="2027-01-31", exclude=[course], modes=[Mode.ONLINE], with_desirable=True, hours=1.5)
    said = said_by(answer_triples(planner, planner.bridge(Profile("me", {}), role, switches))[0])
    (question,) = of(said, "question")
    (options,) = said[question][SAYS["options"]]
    assert options == (
        f'{{"with_desirable":true,"exclude":["{course}"],"modes":["online"],"on":"2027-01-31","hours":1.5,'
        '"with_matches":true}'
    )


def test_it_was_made_by_this_program_of_the_sources_named(small: tuple[Planner, Answer]) -> None:
    said = said_by(answer_triples(*small)[0])
    (bridge,) = of(said, "bridge")
    (making,) = said[bridge][PROV + "wasGeneratedBy"]
    assert said[making][PROV + "used"] == [name(Kind.SOURCE, SOURCE)]
    assert said[making][PROV + "wasAssociatedWith"][0].startswith(f"{BASE}software/")


def test_currencies_are_never_added(small: tuple[Planner, Answer]) -> None:
    said = said_by(answer_triples(*small)[0])
    assert all(
        len(said[plan][SAYS["total_fee"]]) == 2 for plan in of(said, "plan") if len(said[plan][SAYS["step"]]) == 2
    )


def test_the_same_answer_has_the_same_name_and_another_one_another(small: tuple[Planner, Answer]) -> None:
    planner, answer = small
    again = answer_triples(planner, planner.bridge(answer.profile, answer.role, answer.switches))[0]
    other = answer_triples(planner, planner.bridge(answer.profile, answer.role, Switches()))[0]
    first = answer_triples(planner, answer)[0]
    assert again == first
    assert other[0].subject != first[0].subject
    assert first[0].subject.value.startswith(f"{BASE}answer/")


@pytest.mark.parametrize("seed", range(12))
def test_nodes_stand_together_and_none_is_blank_and_nothing_is_said_of_a_record(seed: int) -> None:
    planner, answer = some(seed)
    triples, records = answer_triples(planner, answer, with_profile=True)
    subjects = [subject for subject, _ in groupby(triples, key=lambda one: one.subject)]
    assert len(subjects) == len(set(subjects))
    assert len(triples) == len(set(triples))
    assert all(isinstance(one, NamedNode) for one in subjects)
    assert not {one.value for one in subjects} & records


@pytest.mark.parametrize("seed", range(12))
def test_every_node_but_the_answer_is_led_to(seed: int) -> None:
    triples, _ = answer_triples(*some(seed), with_profile=True)
    led_to = {one.object for one in triples}
    assert {one.subject for one in triples} - led_to == {triples[0].subject}


# ---- what it rests on


@pytest.mark.parametrize("seed", range(40))
def test_the_records_that_it_rests_on_give_the_same_answer_again(seed: int) -> None:
    world = (tangled_world if seed % 2 else random_world)(seed)
    planner = Planner(world.graph())
    roles = sorted(one.id for one in world.records if one.kind is Kind.ROLE)
    answer = planner.bridge(planner.role_profile(roles[0]), roles[-1])
    _, records = answer_triples(planner, answer)
    assertions = [Assertion(name(Kind.SOURCE, SOURCE), one) for one in world.records] + world.others
    part = Planner(graph_of(1, [one for one in assertions if one.id in records]))
    again = part.bridge(part.role_profile(roles[0]), roles[-1])
    assert [(one.competency, one.level, one.held, one.standing) for one in again.gap] == [
        (one.competency, one.level, one.held, one.standing) for one in answer.gap
    ]
    assert [[step.course.id for step in plan.steps] for plan in again.plans] == [
        [step.course.id for step in plan.steps] for plan in answer.plans
    ]


def test_what_it_rests_on_is_named_by_records_that_are_there(small: tuple[Planner, Answer]) -> None:
    planner, answer = small
    triples, records = answer_triples(planner, answer)
    assert all(planner.graph.get(iri) or iri in planner.graph.said_by for iri in records)
    assert {one.object.value for one in triples if one.predicate.value == STATED_BY} <= records
    assert name(Kind.PRACTICE, "shadowing") in records
    assert name(Kind.COMPETENCY, "law") not in records


# ---- what a person brings


def test_nothing_that_a_person_brings_is_told_unless_asked_for(small: tuple[Planner, Answer]) -> None:
    planner, _ = small
    mine = Profile(
        "Somebody's own", {name(Kind.COMPETENCY, "brokering"): level("expert"), name(Kind.COMPETENCY, "law"): None},
        courses=frozenset({name(Kind.COURSE, "talks")}),
    )  # fmt: skip
    answer = planner.bridge(mine, name(Kind.ROLE, "manager"), Switches())
    triples, records = answer_triples(planner, answer)
    text = "\n".join(map(str, triples))
    for word in ("Somebody", "brokering", "/law", "expert", "talks", "You hold", "you have done"):
        assert word not in text
    assert name(Kind.COMPETENCY, "law") not in records
    whole, _ = answer_triples(planner, answer, with_profile=True)
    said = said_by(whole)
    (question,) = of(said, "question")
    brought = {
        tuple(said[node][PROPERTIES["competency"]]): said[node].get(PROPERTIES["level"]) for node in of(said, "brought")
    }
    assert brought == {(name(Kind.COMPETENCY, "brokering"),): [level("expert")], (name(Kind.COMPETENCY, "law"),): None}
    assert said[question][SAYS["done"]] == [name(Kind.COURSE, "talks")]
    assert "Somebody's own" in "\n".join(map(str, whole))


def test_two_people_who_are_given_the_same_plan_cannot_be_told_apart(small: tuple[Planner, Answer]) -> None:
    planner, _ = small
    goal = name(Kind.ROLE, "manager")
    one, other = (
        Profile(who, {name(Kind.COMPETENCY, "brokering"): level(at)})
        for who, at in (("A", "awareness"), ("B", "working"))
    )
    first, second = (answer_triples(planner, planner.bridge(who, goal)) for who in (one, other))
    assert first == second


def test_a_role_that_a_person_adds_to_is_named_and_what_is_added_is_not(tmp_path: Path, starter: Store) -> None:
    profile = tmp_path / "secret-name.csv"
    profile.write_text("competency,level\nPolitical awareness,expert\n", encoding="utf-8")
    roles = ("Policy engagement officer", "Knowledge exchange manager")
    triples, _ = bridge_triples(starter, roles, profile)
    text = "\n".join(map(str, triples))
    assert "policy-engagement-officer" in text
    assert "secret-name" not in text
    assert SAYS["held"] not in text
    told, _ = bridge_triples(starter, roles, profile, with_profile=True)
    assert "secret-name" in "\n".join(map(str, told))


# ---- the command line's question


@pytest.fixture(scope="module")
def starter() -> Any:
    with connect("sqlite:///:memory:") as store:
        load(store, "starter")
        yield store


def test_a_question_is_asked_in_words(starter: Store) -> None:
    triples, records = bridge_triples(
        starter, ("policy engagement officer", "knowledge exchange manager"), budget="500", mode=["online"]
    )
    said = said_by(triples)
    (question,) = of(said, "question")
    assert said[question][SAYS["options"]] == ['{"modes":["online"],"budget":500.0}']
    assert f"{BASE}role/starter/knowledge-exchange-manager" in records


def test_jena_finds_nothing_to_mend(starter: Store, tmp_path: Path) -> None:
    triples, _ = bridge_triples(starter, ("policy engagement officer", "knowledge exchange manager"))
    (tmp_path / "answer.ttl").write_bytes(serialize(triples, format=RdfFormat.TURTLE))
    done = riot("--validate", tmp_path / "answer.ttl")
    assert (done.returncode, done.stdout.strip(), done.stderr.strip()) == (0, "", "")
