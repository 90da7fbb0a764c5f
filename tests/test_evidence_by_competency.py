"""What is known to work for each competency, and how a sector organises the work."""

import json

import pytest

from kmgraph.load import load
from kmgraph.model import Approach, Observation, Organisation, Role, keyed_iri
from kmgraph.planner import Planner
from kmgraph.programme.coverage import Coverage
from kmgraph.programme.demand import Asked
from kmgraph.programme.evidence import Works, evidence, evidence_json, evidence_words
from kmgraph.programme.gaps import programme
from kmgraph.programme.organised import Organised, kinds_of, organised_json, sectors_of
from kmgraph.snapshot import snapshot_of
from kmgraph.store.base import Store
from kmgraph.vocabulary import Counted, Evidence, Kind, OrganisationType, Status
from loaders.starter import FOLDER
from tests.worlds import OTHER, SOURCE, World, level, name


@pytest.fixture
def world() -> World:
    world = World()
    for slug in ("writing", "briefing", "networks"):
        world.competency(slug)
    world.role("adviser", {"writing": "working", "networks": None}, group="impact", sector="university")
    world.role("broker", {"writing": "expert"}, group="impact", sector="charity or think tank")
    world.course("prose", {"writing": "working"}, evidence=Evidence.REPORT)
    world.course("verse", {"writing": "expert", "briefing": "working"})
    return world


def known(world: World) -> dict[str, Works]:
    planner = Planner(world.graph())
    return {planner.graph.label(one.competency): one for one in evidence(planner)}


class TestEvidence:
    def test_each_course_counts_once_at_its_strongest(self, world: World) -> None:
        world.teaches("prose", "writing", "awareness", OTHER, evidence=Evidence.COMPARISON)
        works = known(world)["writing"]
        assert works.courses == {
            Evidence.NONE: 1,
            Evidence.REPORT: 0,
            Evidence.BEFORE_AFTER: 0,
            Evidence.COMPARISON: 1,
            Evidence.REVIEW: 0,
        }
        assert works.strongest is Evidence.COMPARISON
        assert [one.level for one in works.basis] == [level("awareness")]

    def test_what_a_machine_suggests_and_what_is_over_do_not_count(self, world: World) -> None:
        world.teaches("verse", "writing", "expert", OTHER, evidence=Evidence.REVIEW, status=Status.SUGGESTED)
        world.course("old", {"writing": "expert"}, evidence=Evidence.REVIEW, availability="historic")
        works = known(world)["writing"]
        assert (works.strongest, sum(works.courses.values())) == (Evidence.REPORT, 2)

    def test_sentences(self, world: World) -> None:
        planner = Planner(world.graph())
        found = evidence(planner, [name(Kind.COMPETENCY, "networks")])
        assert [evidence_words(planner, one) for one in found] == [
            "briefing: 1 current course teaches it; no evidence is stated that it works.",
            "networks: no current course teaches it, so nothing is known of what works.",
            "writing: 2 current courses teach it; the strongest evidence is participants' reports, for 1 of them "
            "(A made-up world).",
        ]

    def test_coverage_stands_beside(self, world: World) -> None:
        planner = Planner(world.graph())
        gaps = programme(planner)
        found = evidence(planner, coverage={gap.outcome: gap.coverage for gap in gaps.gaps})
        said = {one["label"]: one for one in json.loads(json.dumps(evidence_json(planner, found)))}
        assert said["networks"]["coverage"] == [{"level": None, "coverage": str(Coverage.NONE_FOUND)}]
        assert said["networks"]["strongest"] is None
        levels = {one["level"] for one in said["writing"]["coverage"]}
        assert levels == {level("working"), level("expert")}
        assert said["writing"]["basis"][0]["label"] == "prose"


class TestOrganised:
    def test_who_asks_for_what_by_group_and_sector(self, world: World) -> None:
        planner = Planner(world.graph())
        found = Organised(planner, Asked())
        (impact,) = found.groups
        assert (impact.name, impact.roles) == ("impact", 2)
        asked = {planner.graph.label(iri): (said.roles, said.adverts) for iri, said in impact.asked.items()}
        assert asked == {"writing": (2, None), "networks": (1, None)}
        assert [(one.name, one.roles) for one in found.sectors] == [
            ("charity", 1),
            ("think tank", 1),
            ("university", 1),
        ]

    def test_adverts_are_counted_apart_where_some_are_held(self, world: World) -> None:
        values = {
            "counts": Counted.ADVERTS,
            "role": name(Kind.ROLE, "broker"),
            "competency": name(Kind.COMPETENCY, "briefing"),
            "number": 12,
        }
        world.records.append(Observation(id=keyed_iri(Kind.OBSERVATION, SOURCE, values), **values))
        (impact,) = Organised(Planner(world.graph()), Asked()).groups
        asked = {iri.rpartition("/")[2]: (said.roles, said.adverts) for iri, said in impact.asked.items()}
        assert asked["briefing"] == (0, 12)
        assert asked["writing"] == (2, None)

    @pytest.mark.parametrize(
        ("sector", "sectors", "kinds"),
        [
            (None, [], {None}),
            ("devolved government", ["devolved government"], {OrganisationType.GOVERNMENT}),
            (
                "charity or think tank",
                ["charity", "think tank"],
                {OrganisationType.CHARITY, OrganisationType.THINK_TANK},
            ),
            ("What Works Centre", ["What Works Centre"], {OrganisationType.WHAT_WORKS}),
            ("consultancy", ["consultancy"], {None}),
        ],
    )
    def test_sectors_are_read_as_kinds_of_organisation(
        self, sector: str | None, sectors: list[str], kinds: set[OrganisationType | None]
    ) -> None:
        role = Role(id=name(Kind.ROLE, "role"), label="role", sector=sector)
        assert (sectors_of(role), kinds_of(role)) == (sectors, kinds)

    def test_kinds_hold_role_types_and_organisations(self, world: World) -> None:
        world.records.append(
            Organisation(id=name(Kind.ORGANISATION, "institute"), label="An institute", type="think tank")
        )
        kinds = {one.kind: one for one in Organised(Planner(world.graph()), Asked()).kinds}
        held = kinds[OrganisationType.THINK_TANK]
        assert ([one.label for one in held.roles], [one.label for one in held.organisations]) == (
            ["broker"],
            ["An institute"],
        )

    def test_approaches_and_tools_in_use(self, world: World) -> None:
        for slug, kind in (("panels", "approach"), ("planner", "tool")):
            world.records.append(
                Approach(
                    id=name(Kind.APPROACH, slug),
                    label=slug,
                    type=kind,
                    competencies=(name(Kind.COMPETENCY, "networks"),),
                )
            )
        (used,) = Organised(Planner(world.graph()), Asked()).in_use
        assert ([one.label for one in used.approaches], [one.label for one in used.tools]) == (["panels"], ["planner"])


def test_the_starter_data_say_how_the_work_is_organised(store: Store) -> None:
    load(store, FOLDER, format="starter")
    planner = snapshot_of(store).planner()
    said = json.loads(json.dumps(organised_json(Organised(planner, Asked()))))
    assert sum(one["role_types"] for one in said["groups"]) == 59
    assert {one["kind"] for one in said["kinds"]} >= {"university", "government", "legislature"}
    assert any(one["approaches"] for one in said["in_use"])
    found = evidence_json(planner, evidence(planner))
    assert all(one["strongest"] == "none stated" for one in found)
