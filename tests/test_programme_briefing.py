"""The report on gaps: its numbers are those of the JSON, each can be counted again from its rows, on any data."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmgraph.load import load
from kmgraph.model import Course, Observation, Requirement, Role, Teaches
from kmgraph.planner import Planner, Switches
from kmgraph.programme.about import in_full
from kmgraph.programme.asked import Asked, Order, Origin
from kmgraph.programme.briefing import gaps_report
from kmgraph.programme.compared import figures
from kmgraph.programme.coverage import Coverage
from kmgraph.programme.doubt import known_covered
from kmgraph.programme.files import WRITERS, report_json, write
from kmgraph.programme.gaps import Gaps, programme
from kmgraph.programme.report import gaps_json
from kmgraph.programme.sheet import Report, Value, names_of, said
from kmgraph.programme.tables import heatmap
from kmgraph.programme.what_if import Change, Way, what_if
from kmgraph.programme.words import GapWords
from kmgraph.programme.workbook import HEADER
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect
from kmgraph.vocabulary import Availability, Counted, Kind, Mode
from tests.command import Command
from tests.test_programme_files import HOSTILE, elements
from tests.worlds import World, level, name, tangled_world

RUNS = (Availability.OPEN, Availability.RECURRING)
TODAY = date(2027, 3, 3)
TABLES = [
    "Ranked gaps", "Demand and provision", "Provision", "What to commission", "Who cannot reach what", "Out of reach",
    "Evidence", "Moves stopped", "Rows",
]  # fmt: skip


def reported(gaps: Gaps) -> Report:
    """The report on all gaps, covered ones too."""
    return gaps_report(gaps, gaps.gaps, TODAY)


def rows(report: Report, title: str) -> list[dict[str, Value]]:
    """The rows of a table, by the names of its columns."""
    (table,) = (one for one in report.tables if one.title == title)
    return [dict(zip(names_of(table.columns), row, strict=True)) for row in table.rows]


def counted(found: Sequence[dict[str, Value]], *names: str) -> Counter[tuple[Value, ...]]:
    """How many different rows there are, by competency and level."""
    different = {(row["label"], row["level"], *map(row.get, names)) for row in found}
    return Counter(one[:2] for one in different)


def reconcile(gaps: Gaps) -> None:
    """Counts every figure of the main table again, from the rows of the others."""
    report = reported(gaps)
    every = rows(report, "Rows")
    needing = counted([row for row in every if row["part"] == "needed by"], "of")
    reaching = counted([row for row in every if row["part"] == "reaches the level"], "of")
    there = ("reaches the level", "within reach")
    within = counted([row for row in every if (row["part"], row["note"]) == there], "of")
    stopped = counted(rows(report, "Moves stopped"), "from", "to")
    for row, gap in zip(rows(report, "Ranked gaps"), gaps.gaps, strict=True):
        key = row["label"], row["level"]
        assert row["roles"] == gap.demand.get(Origin.ROLES, 0) == needing[key]
        assert row["courses"] == gap.courses == reaching[key]
        assert row["within"] == gap.within == within[key]
        assert row["moves"] == gap.moves == stopped[key]
    in_all = {row["label"]: row["needed"] for row in rows(report, "Demand and provision")}
    assert sum(map(float, map(str, in_all.values()))) == pytest.approx(sum(gap.weighted for gap in gaps.gaps))


@pytest.fixture(scope="module")
def starter() -> Planner:
    """Who answers from the shipped data."""
    with connect("sqlite:///:memory:") as store:
        assert load(store, "starter").ok
        return snapshot_of(store).planner()


@pytest.fixture
def world() -> World:
    """Writing, which two role types need at different levels, and a course that reaches the lower one."""
    world = World()
    world.competency("writing")
    world.role("adviser", {"writing": "working"})
    world.role("broker", {"writing": "practitioner"})
    world.course("papers", {"writing": "working"}, mode=Mode.IN_PERSON, languages=("en",))
    return world


class TestStarter:
    @pytest.mark.parametrize(
        "asked",
        [Asked(), Asked(Switches(modes=frozenset({Mode.ONLINE}), nation="GB-WLS", budget=0)), Asked(group="impact")],
    )
    def test_every_figure_can_be_counted_again(self, starter: Planner, asked: Asked) -> None:
        reconcile(programme(starter, asked))

    def test_numbers_are_those_of_the_json(self, starter: Planner) -> None:
        gaps = programme(starter)
        shown = [gap for gap in gaps.gaps if gap.coverage is not Coverage.COVERED]
        table = report_json(gaps_report(gaps, shown, TODAY))["tables"][0]["rows"]
        told = gaps_json(gaps, shown)["gaps"]
        assert len(told) == len(table) > 30
        for row, gap in zip(table, told, strict=True):
            assert (row["competency"], row["label"], row["level_iri"]) == (
                gap["competency"],
                gap["label"],
                gap["level"],
            )
            assert (row["moves"], row["people"]) == (gap["blocks"]["moves"], gap["blocks"]["people"])
            assert row["roles"] == gap["demand"]["role types"]
            assert row["courses"] == gap["provision"]["courses"]
            assert row["within"] == gap["provision"]["within_reach"]
            assert row["known"] == gap["provision"]["known_within_reach"] <= row["within"]
            assert row["below"] == gap["provision"]["only_below"]
            assert row["coverage"] == gap["coverage"]

    def test_tells_what_it_is_and_whom_to_name(self, starter: Planner) -> None:
        report = reported(programme(starter))
        assert [one.title for one in report.tables] == TABLES
        assert report.sentences[0] == (
            "55 outcomes are needed, each a competency at a level: 17 have no learning found, 16 have only learning "
            "below the level needed, 6 have thin provision and 16 are covered. Of the 22 with learning within reach, 8 "
            "count so only because nothing is known against it: something, such as whether the learning still runs, is "
            "not known. Of the 16 covered, only 4 have two providers whose courses are known to run and to fit. Gaps "
            "stop 899 of 1,417 plausible moves."
        )
        method = " ".join(text for section in report.method for text in section.texts)
        assert "On 3 March 2027, of version 1 of the data." in method
        assert "“thin”: one course within reach" in method
        assert "not posts" in method
        assert "kmgraph starter dataset: CC BY 4.0." in report.licences
        assert report.licences[-1].startswith("No organisation or network named in the sources endorses")

    def test_weighted_demand_stands_beside_role_types_only_where_it_differs(self, starter: Planner) -> None:
        weighted = Asked(weights={Origin.ROLES: 2})
        assert "weighted" not in rows(reported(programme(starter)), "Ranked gaps")[0]
        assert [row["weighted"] for row in rows(reported(programme(starter, weighted)), "Ranked gaps")] == [
            gap.weighted for gap in programme(starter, weighted).gaps
        ]

    def test_covered_by_what_is_known_is_counted_from_courses(self, starter: Planner) -> None:
        gaps, by = programme(starter), starter.graph.all(Course)
        known = [
            {by[iri].provider for iri in gaps.provision.courses(gap.outcome) if by[iri].availability in RUNS} - {None}
            for gap in gaps.gaps
            if gap.coverage is Coverage.COVERED
        ]
        assert sum(len(providers) >= 2 for providers in known) == known_covered(gaps) == 4

    def test_names_no_codes_of_nations(self, starter: Planner, tmp_path: Path) -> None:
        write(reported(programme(starter)), tmp_path / "gaps.html")
        assert not re.search(r"GB-|>GB<|w3id", (tmp_path / "gaps.html").read_text(encoding="utf-8"))

    def test_says_when_and_of_what_it_was_made(self, starter: Planner) -> None:
        assert reported(programme(starter)).made == (
            "Made with kmgraph on 3 March 2027, of version 1 of the data: kmgraph starter dataset."
        )

    def test_rows_say_what_they_rest_on(self, starter: Planner) -> None:
        found = rows(reported(programme(starter)), "Rows")
        assert all(row["grounds"] != "not stated" and row["why"] != "not stated" for row in found)
        assert any("Pages on the work of POST" in str(row["cites"]) for row in found)

    def test_what_to_commission_is_split_by_level_and_says_what_is_never_taught(self, starter: Planner) -> None:
        report = reported(programme(starter))
        found = {(row["aim"], row["label"]): row for row in rows(report, "What to commission")}
        literacy = found["To unlock most plausible moves", "Research literacy"]
        assert (literacy["closes"], literacy["split"]) == (17, "2 at expert and 15 at practitioner")
        assert {row["level"] for row in found.values() if str(row["level_note"]).startswith("perhaps by practice")} == {
            "expert"
        }
        assert any("No learning listed is known to reach expert in any competency" in told for told in report.sentences)

    def test_a_course_that_falls_out_is_told_with_the_reason(self, starter: Planner) -> None:
        found = rows(reported(programme(starter)), "Out of reach")
        assert ("in Scotland", "only for people in England") in {(row["situation"], row["why"]) for row in found}


class TestCommand:
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        """The URL of a store that holds the shipped data."""
        with connect(url := f"sqlite:///{tmp_path}/graph.sqlite") as store:
            assert load(store, "starter").ok
        return url

    def test_writes_a_workbook_with_the_numbers_that_it_prints(
        self, run_command: Command, url: str, tmp_path: Path
    ) -> None:
        done = run_command("--store", url, "gaps", "-o", str(tmp_path / "gaps.xlsx"), "--json")
        assert done.code == 0
        sheet = openpyxl.load_workbook(tmp_path / "gaps.xlsx")["Ranked gaps"]
        head, *found = sheet.iter_rows(min_row=HEADER + 1, values_only=True)
        read = [dict(zip(head, row, strict=True)) for row in found]
        assert [
            (row["IRI of the competency"], row["Plausible moves that it stops"], row["Role types that need it"])
            for row in read
        ] == [
            (gap["competency"], gap["blocks"]["moves"], gap["demand"]["role types"])
            for gap in json.loads(done.out)["gaps"]
        ]

    def test_overwrites_only_when_told(self, run_command: Command, url: str, tmp_path: Path) -> None:
        path = tmp_path / "gaps.html"
        assert run_command("--store", url, "gaps", "-o", str(path)).code == 0
        before = path.read_bytes()
        again = run_command("--store", url, "gaps", "-o", str(path))
        assert (again.code, again.out) == (2, "")
        assert "exists already" in again.err
        assert path.read_bytes() == before
        assert run_command("--store", url, "gaps", "--covered", "-o", str(path), "--force").code == 0
        assert len(path.read_bytes()) > len(before)

    def test_with_a_file_only_what_it_comes_to_is_printed(self, run_command: Command, url: str, tmp_path: Path) -> None:
        done = run_command("--store", url, "gaps", "-o", str(tmp_path / "gaps.csv"))
        assert done.out.startswith("55 outcomes are needed")
        assert len(done.out.splitlines()) == 1
        assert done.err == f"Report written: {tmp_path / 'gaps.csv'}\n"

    def test_no_word_of_a_table_is_broken(self, run_command: Command, url: str) -> None:
        known = set(re.findall("[A-Za-z]+", run_command("--store", url, "gaps", "--json").out))
        done = run_command("--store", url, "gaps", "--covered")
        body = done.out[done.out.index("━╇") :].split("“below”")[0]
        assert all(len(line) <= 100 for line in body.splitlines())
        found = set(re.findall("[A-Za-z]+", body))
        assert "practitioner" in found
        assert found <= known | {"certain"}

    def test_unknown_ending_is_told_before_the_store_is_read(self, run_command: Command, tmp_path: Path) -> None:
        done = run_command("--store", "neo4j://localhost:1", "gaps", "-o", str(tmp_path / "gaps.doc"))
        assert done.code == 2
        assert "ends in none of .xlsx, .csv, .json or .html" in done.err


class TestMadeUp:
    def test_heatmap_says_words_and_numbers(self, world: World) -> None:
        table = heatmap(programme(Planner(world.graph())))
        assert [one.label for one in table.columns] == ["Competency", "working", "practitioner", "Demand at all levels"]
        assert [list(map(str, row)) for row in table.rows] == [
            ["writing", "thin: 1", "only below the level needed: 1", "2"]
        ]

    def test_levels_of_several_scales_name_their_scale(self, world: World) -> None:
        world.framework("foreign", ("first",))
        world.competency("plain", framework=name(Kind.FRAMEWORK, "foreign"))
        world.competency("any")
        world.role("guest", {"plain": "first", "any": None})
        table = heatmap(programme(Planner(world.graph())))
        assert [one.label for one in table.columns[1:-1]] == [
            "any level", "first (foreign)", "working (Scale)", "practitioner (Scale)",
        ]  # fmt: skip

    def test_what_is_not_known_is_not_nothing(self, world: World) -> None:
        ends = {"counts": Counted.POSTS, "role": name(Kind.ROLE, "adviser"), "period": "2027"}
        world.edge(Observation, **ends, nation="GB-WLS", number=12)
        world.edge(Observation, **ends, nation="GB-SCT", number=None)
        report = reported(programme(Planner(world.graph())))
        posts = {row["level"]: row["posts"] for row in rows(report, "Ranked gaps")}
        assert posts == {"practitioner": None, "working": 12}
        notes = {row["note"] for row in rows(report, "Rows") if row["part"] == "counted: posts"}
        assert notes == {
            "12, 2027",
            "not shown: fewer than five, or from which so few could be worked out, 2027",
        }
        of = {row["of"] for row in rows(report, "Rows") if row["part"] == "counted: posts"}
        assert of == {"adviser, Wales", "adviser, Scotland"}

    def test_what_is_hidden_is_not_shown_and_what_nobody_counted_is_not_known(self, world: World) -> None:
        wished = {"counts": Counted.WISHED, "competency": name(Kind.COMPETENCY, "writing"), "period": "2027"}
        world.edge(Observation, **wished, level=level("practitioner"), number=None)
        gaps = programme(Planner(world.graph()), Asked(weights={Origin.ROLES: 1, Origin.SURVEY: 1}))
        report = reported(gaps)
        found = {row["level"]: row["survey"] for row in rows(report, "Ranked gaps")}
        assert (said(found["practitioner"]), said(found["working"])) == ("not shown", "not known")
        told = {one["level_label"]: one for one in gaps_json(gaps)["gaps"]}
        assert told["practitioner"]["demand"]["survey answers"] is None
        assert [told[one]["not_shown"] for one in ("practitioner", "working")] == [["survey answers"], []]
        assert "the number of respondents is not shown" in told["practitioner"]["sentence"]
        assert "respondents" not in told["working"]["sentence"]
        (of,) = (row["of"] for row in rows(report, "Rows") if row["part"] == "counted: wished")
        assert of == "answers of people"

    def test_need_comes_first_where_that_is_asked(self, world: World) -> None:
        world.edge(Observation, counts=Counted.WISHED, competency=name(Kind.COMPETENCY, "writing"), number=30,
                   level=level("working"), period="2027")  # fmt: skip
        asked, planner = Asked(weights={Origin.SURVEY: 1}), Planner(world.graph())
        by_moves, by_need = (programme(planner, replace(asked, order=one)) for one in Order)
        assert [gap.moves > 0 for gap in by_moves.gaps] == [True, False]
        assert [gap.weighted for gap in by_need.gaps] == [30, 0]
        assert "weights reorder only gaps that stop equally many moves" in " ".join(GapWords(by_moves).basis())
        assert "A gap comes first where the weighted need is largest" in " ".join(GapWords(by_need).basis())
        (first, *_) = reported(by_need).tables
        assert first.sentence.endswith(": first what most ask for, then what stops most plausible moves.")

    def test_title_says_what_is_asked_about(self, world: World) -> None:
        for asked, title in (
            (Asked(), "What is needed and who provides it"),
            (Asked(Switches(nation="GB-WLS")), "What is needed and who provides it: people in Wales"),
            (Asked(nation="GB-WLS"), "What is needed and who provides it: counted in Wales"),
            (
                Asked(Switches(nation="GB-WLS"), nation="GB-WLS", region="Gwent"),
                "What is needed and who provides it: people in Wales; counted in Gwent; counted in Wales",
            ),
            (Asked(Switches(nation="GB-WLS"), nation="GB-WLS"), "What is needed and who provides it: Wales"),
        ):
            assert reported(programme(Planner(world.graph()), asked)).title == title

    def test_changes_have_a_table_of_their_own(self, world: World) -> None:
        world.course("craft", {"writing": "practitioner"}, mode=Mode.IN_PERSON)
        gaps = programme(Planner(world.graph()), Asked(Switches(modes=frozenset({Mode.ONLINE}))))
        changes = [Change(name(Kind.COURSE, "craft"), Way.ONLINE)]
        report = gaps_report(gaps, gaps.gaps, TODAY, then=what_if(gaps, changes))
        found = rows(report, "What if")
        assert [(row["now"], row["with_the_change"], row["difference"]) for row in found] == [
            (one.now, one.then, one.difference) for one in figures(what_if(gaps, changes))
        ]
        assert found[0]["difference"] == -2
        assert any(one.startswith("If craft were held online:") for one in report.sentences)
        assert [one.title for one in report.tables if one.title != "What if"] == TABLES
        assert report.asked.endswith(" Also asked: if craft were held online (in the table What if alone).")

    def test_reports_on_other_questions_say_so(self, world: World) -> None:
        craft = world.course("craft", {"writing": "practitioner"}, mode=Mode.IN_PERSON)
        planner, online = Planner(world.graph()), frozenset({Mode.ONLINE})
        ways = [Change(craft, one) for one in (Way.ONLINE, Way.OPEN_TO_ALL)]
        wales = Change(craft, Way.NATION, "GB-WLS")
        questions: list[tuple[Asked, dict[str, Any]]] = [
            *((one, {}) for one in (
                Asked(), Asked(order=Order.NEED), Asked(Switches(modes=online)), Asked(Switches(open_to_all=True)),
                Asked(Switches(nation="GB-WLS")), Asked(nation="GB-WLS"), Asked(region="Gwent"),
                Asked(weights={Origin.POSTS: 0.001}), Asked(weights={Origin.POSTS: 0.002}),
                Asked(Switches(with_desirable=True), with_desirable=True),
            )),
            *((Asked(), more) for more in (
                {"outcomes": 3}, {"taught_only": True}, {"changes": ways[:1]}, {"changes": ways}, {"changes": [wales]},
            )),
        ]  # fmt: skip
        asked, names = set(), set()
        for all_pairs in (False, True):
            for one, more in questions:
                gaps = programme(planner, one, all_pairs=all_pairs)
                names.add("; ".join(in_full(gaps, **more)))
                then = {"then": what_if(gaps, more["changes"])} if "changes" in more else more
                report = gaps_report(gaps, gaps.gaps, TODAY, **then)
                asked.add((report.title, report.asked))
        assert len(names) == len(asked) == 2 * len(questions)
        assert "" in names, "the plainest question needs no words"

    def test_course_out_of_reach_says_why(self, world: World) -> None:
        gaps = programme(Planner(world.graph()), Asked(Switches(modes=frozenset({Mode.ONLINE}))))
        found = rows(reported(gaps), "Rows")
        assert {row["note"] for row in found if row["of"] == "papers"} == {"out of reach: in person only"}

    def test_provision_is_told_apart(self, world: World) -> None:
        found = {
            (row["by"], row["sort"]): row["courses"]
            for row in rows(reported(programme(Planner(world.graph()))), "Provision")
        }
        assert found["mode", "in person"] == found["language", "English"] == found["fee", "not known"] == 1

    def test_very_many_rows_are_cut_and_that_is_said(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kmgraph.programme.tables.MOST_ROWS", 2)
        found = {one.title: one for one in reported(programme(Planner(world.graph()))).tables}
        assert [len(found[title].rows) for title in ("Rows", "Provision", "Moves stopped")] == [2, 2, 1]
        assert [bool(found[title].note) for title in ("Rows", "Moves stopped")] == [True, False]
        assert "--explain" in str(found["Provision"].note)

    @settings(max_examples=25, deadline=None)
    @given(st.integers(0, 10_000))
    def test_figures_of_any_data_can_be_counted_again(self, seed: int) -> None:
        graph = tangled_world(seed).graph()
        gaps = programme(Planner(graph))
        reconcile(gaps)

    def test_hostile_labels_are_only_words(self, tmp_path: Path) -> None:
        world = World()
        for number, text in enumerate(text for text in HOSTILE if text.isprintable() and len(text) < 200):
            world.competency(f"c{number}", label=text)
            world.records.append(world_role(number, text))
            world.edge(Requirement, role=name(Kind.ROLE, f"r{number}"), competency=name(Kind.COMPETENCY, f"c{number}"),
                       level=level("expert"), importance="essential")  # fmt: skip
            world.course(f"k{number}", {}, label=text)
            world.edge(Teaches, course=name(Kind.COURSE, f"k{number}"), competency=name(Kind.COMPETENCY, f"c{number}"),
                       level=level("working"))  # fmt: skip
        report = reported(programme(Planner(world.graph())))
        for ending in WRITERS:
            write(report, tmp_path / f"gaps{ending}")
        for sheet in openpyxl.load_workbook(tmp_path / "gaps.xlsx"):
            cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
            assert not [
                cell for cell in cells if cell.data_type not in "sn" or str(cell.value).startswith(tuple("=+-@"))
            ]
        seen = elements(tmp_path / "gaps.html").seen
        assert not {tag for tag, _ in seen} & {"script", "img", "svg", "b", "iframe", "link"}


def world_role(number: int, label: str) -> Role:
    """A role with a label."""
    return Role(id=name(Kind.ROLE, f"r{number}"), label=label)
