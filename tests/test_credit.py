"""The attribution that a source asks for stands wherever its data is shown or written, and only there."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kmgraph.model import Framework, Requirement, Role, Source, keyed_iri
from kmgraph.planner import Planner
from kmgraph.planner.credit import NOT_ENDORSED, attributions, attributions_json, credits
from kmgraph.review import questions, write_sheet
from kmgraph.review.columns import ATTRIBUTION, COVER
from kmgraph.store import connect
from kmgraph.vocabulary import Importance, Kind
from tests.command import Command
from tests.worlds import SOURCE, World, name

ASKS = "This page uses the Made-up Classification of nobody."
TOLD = f"{ASKS} Licence: Made-up licence 2."
OTHER = "https://x.example/source"
QUIET = "https://x.example/quiet"
OFFICER, JUDGE = "https://x.example/officer", "https://x.example/judge"
Kmgraph = Callable[..., str]


def stated() -> World:
    """A world that asks for nothing, and beside it a classification that does: what two of its roles need."""
    world = World()
    world.competency("law")
    world.competency("art")
    world.role("clerk", {"law": "working"})
    world.role("painter", {"art": "working"})
    world.course("law-course", {"law": "expert"}, fee=0, currency="GBP")
    return world


def asking() -> list[Any]:
    """What the classification states."""
    need = {"role": OFFICER, "competency": name(Kind.COMPETENCY, "law"), "importance": Importance.ESSENTIAL}
    return [
        Source(id=OTHER, title="Made-up Classification", licence="Made-up licence 2", citation=ASKS),
        Role(id=OFFICER, label="officer of law"),
        Role(id=JUDGE, label="judge of art"),
        Framework(id="https://x.example/frame", label="Frame of law"),
        Requirement(id=keyed_iri(Kind.REQUIREMENT, OTHER, need), **need),
    ]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a store that holds both sources."""
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    monkeypatch.setenv("KMGRAPH_STORE", url)
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), stated().records)
        writer.put(OTHER, asking())
        writer.put(QUIET, [Source(id=QUIET, title="Quiet")])
    return url


@pytest.fixture
def kmgraph(url: str, run_command: Command) -> Kmgraph:
    """Runs the command line on that store; what it prints, lines joined."""

    def call(*arguments: str) -> str:
        out = run_command("--store", url, *arguments).well
        return out if "--json" in arguments else " ".join(out.split())

    return call


def test_each_is_told_once_with_its_licence() -> None:
    one = Source(id="urn:a", title="A", citation="Cite A", licence="L")
    same, named = (
        one.model_copy(update={"id": "urn:b"}),
        Source(id="urn:c", title="C", citation="C under M.", licence="M"),
    )
    bare = Source(id="urn:d", title="D", citation="Cite D.")
    silent = Source(id="urn:e", title="E", licence="L")
    every = [one, same, named, bare, silent]
    assert attributions(every) == ["Cite A. Licence: L.", "C under M.", "Cite D."]
    assert [one["source"] for one in attributions_json(every)] == ["urn:a", "urn:b", "urn:c", "urn:d"]
    assert credits(every)[2:5] == ["Cite A", "C under M.", "Cite D."]


SHOWN = [
    ["bridge", "clerk", "officer of law"],
    ["bridge", "officer of law", "painter"],
    ["gap", "officer of law", "clerk"],
    ["next", "officer of law"],
    ["next", "clerk"],
    ["pathway", "officer of law", "painter"],
    ["team", "--member", "officer of law", "--for", "painter"],
    ["find", "law"],
    ["find", "--kind", "role"],
    ["show", "officer of law"],
    ["show", "law"],
    ["info"],
    ["review", "export", "sheet.csv", "--about", "officer of law"],
]


@pytest.mark.parametrize("command", SHOWN, ids=" ".join)
def test_every_command_that_shows_its_data_says_so(
    kmgraph: Kmgraph, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ASKS in kmgraph(*command)
    again = [*command, "--force"] if command[0] == "review" else command
    named = json.loads(kmgraph(*again, "--json"))["attributions"]
    (one,) = [one for one in named if one["source"] == OTHER]
    assert (one["citation"], one["licence"]) == (ASKS, "Made-up licence 2")


@pytest.mark.parametrize(
    "command", [["gap", "clerk", "painter"], ["find", "painter", "--limit", "1"], ["show", "painter"]], ids=" ".join
)
def test_nobody_is_named_for_what_is_not_theirs(kmgraph: Kmgraph, command: list[str]) -> None:
    assert ASKS not in kmgraph(*command)
    assert OTHER not in [one["source"] for one in json.loads(kmgraph(*command, "--json"))["attributions"]]


def test_find_says_who_states_what_where_several_do(kmgraph: Kmgraph) -> None:
    assert "stated by" in kmgraph("find", "law")
    assert "stated by" not in kmgraph("find", "painter", "--limit", "1")
    found = json.loads(kmgraph("find", "officer of law", "--json"))["found"]
    assert (found[0]["label"], found[0]["asserted_by"]) == ("officer of law", [OTHER])


def test_a_second_situation_names_its_sources_too(url: str, kmgraph: Kmgraph) -> None:
    with connect(url) as store, store.writing() as writer:
        world = World()
        world.course("other-course", {"law": "expert"}, effort_hours=1)
        course = [one for one in world.records if one.kind in (Kind.COURSE, Kind.TEACHES)]
        writer.put(QUIET, [Source(id=QUIET, title="Quiet", citation="Name the quiet ones."), *course])
    plain = ["bridge", "painter", "clerk", "--without", "other-course"]
    assert "Name the quiet ones." in kmgraph(*plain, "--beside", "--without", "law-course")


def test_review_files_hold_it(kmgraph: Kmgraph, tmp_path: Path) -> None:
    table, book, cards = (tmp_path / f"sheet.{ending}" for ending in ("csv", "xlsx", "html"))
    for path in (table, book, cards):
        kmgraph("review", "export", str(path))
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    about = {row["question"]: row[ATTRIBUTION] for row in rows}
    assert {told for question, told in about.items() if "officer of law" in question} == {TOLD}
    assert {told for question, told in about.items() if "officer of law" not in question} == {""}
    cover = load_workbook(book)[COVER]
    assert TOLD in [row[1] for row in cover.iter_rows(values_only=True)]
    assert TOLD in cards.read_text(encoding="utf-8")
    rows[0] |= {"agree": "x", "reviewers": "government"}
    back = tmp_path / "back.csv"
    with back.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert "Questions answered: 1." in kmgraph("review", "import", str(back))


def test_a_sheet_of_sources_that_ask_for_nothing_has_no_such_column(tmp_path: Path) -> None:
    from kmgraph.review import export

    export(tmp_path / "sheet.csv", questions(stated().graph()))
    assert ATTRIBUTION not in (tmp_path / "sheet.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    made = io.BytesIO()
    write_sheet(made, questions(stated().graph()))
    assert made.getvalue()


# the explorer


@pytest.fixture
def page(url: str) -> Iterator[Callable[..., str]]:
    """Opens a page of the explorer; all that it says."""
    streamlit = pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
    from tests.test_app import opens, text

    def call(view: str, **link: str) -> str:
        at = opens(**link)
        if view != "bridge":
            at.switch_page(f"views/{view}.py")
            for key, value in link.items():
                at.query_params[key] = value
            at.run()
            assert not at.exception
        return text(at)

    yield call
    streamlit.cache_resource.clear()


@pytest.mark.parametrize(
    ("view", "link"),
    [
        ("bridge", {}),
        ("bridge", {"from": "clerk", "to": OFFICER}),
        ("roles", {}),
        ("roles", {"role": OFFICER}),
        ("competencies", {}),
        ("competencies", {"competency": "law"}),
        ("training", {}),
        ("training", {"course": "law-course"}),
        ("approaches", {}),
        ("about", {}),
    ],
)
def test_every_page_says_it_in_the_open(page: Callable[..., str], view: str, link: dict[str, str]) -> None:
    foot = page(view, **link).rpartition('class="km-foot"')[2]
    assert f"<p>{TOLD}</p>" in foot
    assert NOT_ENDORSED in foot


def test_a_document_that_is_cited_is_told_where_it_is_cited(url: str, page: Callable[..., str]) -> None:
    book = Source(id="https://x.example/book", title="Book", citation="Cite the book.")
    with connect(url) as store, store.writing() as writer:
        writer.put(OTHER, [book, Role(id=OFFICER, label="officer of law", cites=(book.id,))])
    assert "<p>Cite the book.</p>" in page("roles", role=OFFICER)
    assert "Cite the book." not in page("roles", role="painter")


def test_every_file_to_take_away_says_it(url: str) -> None:
    pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
    from app.question import Question
    from app.records import suggest
    from app.report import export
    from app.report.answer import report
    from app.report.page import html_page
    from app.report.taken import Taken
    from kmgraph.review import Answer
    from kmgraph.snapshot import snapshot_of
    from kmgraph.vocabulary import Opinion, ReviewerType

    with connect(url) as store:
        planner: Planner = snapshot_of(store).planner()
        painter = name(Kind.ROLE, "painter")
        answer = planner.bridge(planner.role_profile(painter), OFFICER)
        asked, today = Question(painter, OFFICER), date(2027, 1, 31)
        taken = Taken(planner, answer, answer.plans[0], asked, whole=True, address=None, day=today)
        said = json.loads(export.as_json(taken))
        assert ASKS in [one["citation"] for one in said["attributions"]]
        assert ASKS in said["licence"]
        (row,) = csv.DictReader(io.StringIO(export.as_csv(taken).removeprefix("\ufeff")))
        assert ASKS in row["licence"]
        assert "CC0" in row["licence"]
        assert ASKS in export.as_svg(taken)
        assert html_page(report(taken)).count(ASKS) == 1
        (question,) = questions(planner.graph, about={OFFICER})
        sheet = suggest.sheet(question, Answer(Opinion.AGREE), ReviewerType.GOVERNMENT)
        assert TOLD in [row[1] for row in load_workbook(io.BytesIO(sheet))[COVER].iter_rows(values_only=True)]
