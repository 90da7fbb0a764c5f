"""A framework without levels: a competency of it is held or not held, and nothing is said of a level."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kmgraph.planner import Planner, Switches
from kmgraph.planner.explain import Words
from kmgraph.planner.report import bridge_json
from kmgraph.store import connect
from kmgraph.vocabulary import Eligibility, Kind, Match
from tests.command import Command
from tests.worlds import SOURCE, World, name

CLERK, COUNSEL, WRITER = (name(Kind.ROLE, slug) for slug in ("clerk", "counsel", "writer"))
LEVELLED = re.compile(
    r"not stated|any level|at a level|lowest(?! price)|awareness|working|at least the|lack|to level", re.I
)
"""What is said of a competency that has levels, and never of one that has none."""
Kmgraph = Callable[..., str]


def occupations() -> World:
    """Three occupations of a classification without levels, one of whose competencies learning reaches in part only."""
    world = World()
    plain = world.framework("classification")
    for slug in ("brief", "law", "advice", "chair", "drafts"):
        world.competency(slug, framework=plain)
    world.role("clerk", {"brief": None, "chair": None})
    world.role("counsel", {"brief": None, "law": None, "advice": None, "drafts": None}, {"chair": None})
    world.role("writer", {"brief": None, "law": None})
    world.course("law-course", {"law": None}, {"brief": None}, fee=0, currency="GBP", effort_hours=10)
    world.course("for-few", {"advice": None}, eligibility=Eligibility.CIVIL_SERVANTS, fee=20, currency="GBP")
    return world


@pytest.fixture
def kmgraph(run_command: Command, tmp_path: Path) -> Kmgraph:
    """Runs the command line on a store that holds the occupations; what it prints."""
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), occupations().records)
    return lambda *arguments: run_command("--store", url, *arguments).well


def rows(said: str) -> list[list[str]]:
    """The cells of the tables of an answer."""
    return [[cell.strip() for cell in line.split("│")] for line in said.splitlines() if "│" in line]


@pytest.mark.parametrize(
    "command",
    [
        ["bridge", "clerk", "counsel", "--with-desirable", "--how-sure", "--runs", "5", "--trade-offs"],
        ["bridge", "clerk", "counsel", "--alternatives", "2", "--budget", "10", "--beside", "--open-to-all"],
        ["gap", "clerk", "counsel"],
        ["next", "clerk"],
        ["pathway", "clerk", "counsel", "--hops", "2"],
        ["team", "--member", "clerk", "--member", "writer", "--for", "counsel"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("as_json", [False, True])
def test_no_command_speaks_of_levels(kmgraph: Kmgraph, command: list[str], as_json: bool) -> None:
    said = kmgraph(*command, *(["--json"] if as_json else []))
    said = re.sub(r'"has_levels"|"nearest_level"|of their levels where they\s+have any', "", said)
    assert not LEVELLED.search(said), LEVELLED.search(said)


def test_the_tables_say_held_or_not_held(kmgraph: Kmgraph) -> None:
    found = {row[0]: row[1:4] for row in rows(kmgraph("gap", "clerk", "counsel", "--with-desirable"))}
    assert found == {
        "advice": ["not held", "needed", "essential"],
        "drafts": ["not held", "needed", "essential"],
        "law": ["not held", "needed", "essential"],
        "brief": ["held", "needed", "essential"],
        "chair": ["held", "needed", "desirable"],
    }
    team = {row[0]: row[1:] for row in rows(kmgraph("team", "--member", "clerk", "--for", "writer")) if len(row) == 4}
    assert team == {"brief": ["needed", "clerk", "one only"], "law": ["needed", "nobody", "missing"]}


def test_the_json_tells_held_from_to_develop(kmgraph: Kmgraph) -> None:
    answer = json.loads(kmgraph("bridge", "clerk", "counsel", "--json"))
    needs = [*answer["gap"], *answer["held"]]
    assert {(one["held"], one["required"], one["has_levels"]) for one in needs} == {(None, None, False)}
    states = {one["label"]: one["state"] for one in needs}
    assert states == dict.fromkeys(("advice", "drafts", "law"), "to develop") | {"brief": "held"}
    assert {
        step["label"]: (step["raises"][0]["from"], step["raises"][0]["to"]) for step in plan(answer)["courses"]
    } == {
        "law-course": (None, None),
        "for-few": (None, None),
    }
    assert [one["label"] for one in plan(answer)["open"]] == ["drafts"]


def plan(answer: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = answer["plans"][0]
    return first


def test_steps_and_reasons_are_plain() -> None:
    planner = Planner(occupations().graph())
    words, answer = Words(planner), planner.bridge(planner.role_profile(CLERK), COUNSEL)
    (step,) = [one for one in answer.plans[0].steps if one.course.label == "law-course"]
    assert [words.raised(one) for one in step.raises] == ["law: new"]
    assert words.because(step) == "The role needs law; it is new to you."
    assert not any("evel" in one for one in words.cautions(step))
    shut = planner.bridge(planner.role_profile(CLERK), COUNSEL, Switches(open_to_all=True))
    (advice,) = [one for one in shut.open if one.need.competency == name(Kind.COMPETENCY, "advice")]
    assert advice.reason.startswith("The only learning that teaches it is left out (")


def test_where_there_is_a_scale_the_words_stay() -> None:
    world = occupations()
    world.competency("scaled")
    world.role("both", {"scaled": None, "law": None})
    world.role("holder", {"scaled": None, "law": None})
    world.role("asker", {"scaled": "working", "law": None})
    planner = Planner(world.graph())
    words = Words(planner)
    answer = planner.bridge(planner.role_profile(name(Kind.ROLE, "holder")), name(Kind.ROLE, "both"))
    said = {planner.graph.label(one.competency): (words.held(one), words.needed(one)) for one in answer.needs}
    assert said == {"law": ("held", "needed"), "scaled": ("awareness", "level not stated")}
    strict = Planner(world.graph(), strict=True)
    answer = strict.bridge(strict.role_profile(name(Kind.ROLE, "holder")), name(Kind.ROLE, "both"))
    assert {words.held(one) for one in answer.needs} == {"held", "level not stated"}
    told = {one["label"]: one["held"] for one in bridge_json(strict, answer)["held"]}
    assert told == {"law": None, "scaled": "not stated"}
    new = planner.bridge(planner.role_profile(CLERK), name(Kind.ROLE, "asker"))
    assert {words.held(one): words.needed(one) for one in new.needs} == {"not held": "needed", "new": "working"}


def test_a_level_that_is_known_through_a_match_is_told() -> None:
    world = occupations()
    world.competency("legal-skill")
    world.match("legal-skill", "law", Match.EXACT)
    world.role("lawyer", {"legal-skill": "practitioner"})
    planner = Planner(world.graph())
    words = Words(planner)
    answer = planner.bridge(planner.role_profile(name(Kind.ROLE, "lawyer")), WRITER)
    law = next(one for one in answer.needs if one.competency == name(Kind.COMPETENCY, "law"))
    assert (words.held(law), words.needed(law)) == ("practitioner", "needed")


# the explorer


@pytest.fixture
def opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Opens a page of the explorer on the occupations; what it says, without what only the program reads."""
    streamlit = pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
    from tests.test_app import opens as opened

    url = f"sqlite:///{tmp_path}/graph.sqlite"
    monkeypatch.setenv("KMGRAPH_STORE", url)
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), occupations().records)

    def call(page: str = "", **link: str) -> str:
        at = opened(**link)
        if page:
            at.switch_page(f"views/{page}.py")
            for key, value in link.items():
                at.query_params[key] = value
            at.run()
            assert not at.exception
        pieces = [one.proto.body for one in at.get("html") if not one.proto.body.startswith("<style")]
        drawn = [json.dumps(json.loads(one.proto.json)) for one in at.get("bidi_component") if one.proto.json]
        options = [option for one in at.get("button_group") for option in one.options]
        expanders = [one.label for one in at.expander]
        return "\n".join([*pieces, *drawn, *options, *expanders])

    yield call
    streamlit.cache_resource.clear()


MOVE = {"from": "clerk", "to": "counsel"}
SPEAKS = re.compile(r"level not stated|any level|a level that|lowest(?! price)|awareness|&gt;working|>working<", re.I)


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("", MOVE),
        ("", MOVE | {"view": "table"}),
        ("", MOVE | {"view": "list", "desirable": "1", "open-to-all": "1"}),
        ("roles", {"role": "counsel"}),
        ("competencies", {"competency": "law"}),
        ("competencies", {"competency": "drafts"}),
        ("training", {"course": "law-course"}),
    ],
)
def test_no_page_speaks_of_levels(opens: Callable[..., str], page: str, link: dict[str, str]) -> None:
    said = opens(page, **link)
    assert "counsel" in said
    assert not SPEAKS.search(said), SPEAKS.search(said)


def test_the_pages_say_what_is_needed_and_held(opens: Callable[..., str]) -> None:
    table = re.sub("<[^>]+>", " ", opens(**MOVE, view="table"))
    assert re.search(r"law\s+not yet\s+needed\s+essential", table)
    listed = re.sub("<[^>]+>", " ", opens(**MOVE, view="list"))
    assert "stays open" in listed
    assert "to any" not in listed
    role = opens("roles", role="counsel")
    assert "Learning that teaches it" in role
    assert "Why this level" not in role
    assert "None found here that teaches it, and 1 role needs it." in opens("competencies", competency="drafts")
    assert "Learning listed here teaches it." in opens("competencies", competency="law")
