"""What people take away: the report as a page and as PDF, the steps, the data; and what of themselves is in it."""

import csv
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

from pyoxigraph import RdfFormat, parse

from app.picture.layout import Box, Column, arranged
from app.question import OWN, Question
from app.report import export
from app.report.answer import report
from app.report.best import best
from app.report.content import Drawn, Facts, Heading, Link, Listing, Paragraph, Report, Table
from app.report.page import html_page
from app.report.pdf import pdf
from app.report.png import png
from app.report.taken import Taken, is_personal
from kmgraph.model import Course, Source
from kmgraph.planner import Planner, Preset, Profile, Switches
from kmgraph.rdf.syntax import Syntax
from kmgraph.sheets import unformulated
from kmgraph.store import connect
from kmgraph.vocabulary import Availability, Eligibility, Kind
from tests.explored import explored, fill
from tests.test_picture import HOSTILE
from tests.worlds import SOURCE, World, level, name

OFFICER, MANAGER = name(Kind.ROLE, "officer"), name(Kind.ROLE, "manager")
WRITING, BUDGETS = name(Kind.COMPETENCY, "writing"), name(Kind.COMPETENCY, "budgets")
LINK = "https://explorer.example.org/bridge?from=officer&to=manager"
MINE = Switches(has=frozenset({Eligibility.DOCTORAL}), budget=4321.5, include_past=True)


def taken(
    world: World | None = None,
    switches: Switches | None = None,
    *,
    whole: bool = True,
    start: str = OFFICER,
    profile: Profile | None = None,
) -> Taken:
    planner = Planner((world or explored()).graph())
    switches = switches or Switches()
    answer = planner.bridge(profile or planner.role_profile(OFFICER), MANAGER, switches)
    asked = Question(start, MANAGER, switches=switches)
    return Taken(planner, answer, answer.plans[0], asked, whole, LINK, date(2027, 1, 31))


def mine(*, whole: bool) -> Taken:
    """An answer to somebody who brings something of their own: writing, well, and a course done."""
    levels = {WRITING: level("practitioner"), BUDGETS: level("awareness")}
    done = frozenset({name(Kind.COURSE, "quick-synthesis")})
    return taken(switches=MINE, whole=whole, start=OWN, profile=Profile("Josephine", levels, courses=done))


def relabelled(world: World, kind: Kind, slug: str, label: str) -> World:
    world.records = [
        one.model_copy(update={"label": label}) if one.id == name(kind, slug) else one for one in world.records
    ]
    return world


def every_file(found: Taken, store: Any) -> dict[str, str]:
    """All text files of an answer, by their endings."""
    return {
        "json": export.as_json(found),
        "csv": export.as_csv(found),
        "svg": export.as_svg(found),
        "html": html_page(report(found)),
        "ttl": export.as_rdf(store, found, Syntax.TURTLE).decode(),
        "jsonld": export.as_rdf(store, found, Syntax.JSONLD).decode(),
    }


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Any]:
    """The made-up graph in a store."""
    fill(f"sqlite:///{tmp_path}/graph.sqlite")
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as opened:
        yield opened


# --- what is inside --------------------------------------------------------------------------------------------


def test_every_file_holds_its_question_version_licence_and_attributions(store: Any) -> None:
    found = taken()
    for ending, said in every_file(found, store).items():
        assert "officer" in said, ending
        assert "manager" in said, ending
        assert "CC0" in said, ending
    for ending in ("json", "csv", "svg", "html"):
        assert found.version in every_file(found, store)[ending]
    assert "From officer to manager" in found.about


def test_the_json_holds_the_question_and_the_chosen_plan() -> None:
    said = json.loads(export.as_json(taken(switches=Switches(include_past=True))))
    assert said["question"]["include_past"] is True
    assert said["question"]["brings"][0]["level"] == "working"
    assert said["attributions"][0]["title"] == "A made-up world"
    assert said["chosen"] == 1
    assert said["made"] == "2027-01-31"


def test_the_steps_are_a_table_in_which_unknown_is_empty() -> None:
    found = taken(switches=Switches(include_past=True))
    rows = list(csv.DictReader(io.StringIO(export.as_csv(found).removeprefix("\ufeff"))))
    assert [row["order"] for row in rows] == [str(number) for number in range(1, len(found.plan.steps) + 1)]
    assert rows[-1]["price"] == ""
    assert {row["question"] for row in rows} == {"From officer to manager"}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_sign_that_begins_a_formula_begins_a_cell(sign: str) -> None:
    assert unformulated(f"{sign}1+1") == f"'{sign}1+1"
    assert unformulated(f"1{sign}1") == f"1{sign}1"


def test_a_spreadsheet_takes_no_cell_for_a_formula() -> None:
    assert "'=1+1" in export.as_csv(taken(relabelled(explored(), Kind.COURSE, "all-in-one", "=1+1")))
    assert "'@x" in export.csv_file(["a"], [["@x"]])


def test_linked_data_is_read_again(store: Any) -> None:
    found = taken()
    turtle = list(parse(export.as_rdf(store, found, Syntax.TURTLE), RdfFormat.TURTLE))
    json_ld = list(parse(export.as_rdf(store, found, Syntax.JSONLD), RdfFormat.JSON_LD))
    assert len(turtle) > 50
    assert {str(one.triple.predicate) for one in turtle} == {str(one.triple.predicate) for one in json_ld}


def test_a_plan_that_is_best_at_nothing_is_told_as_another_way() -> None:
    found = taken()
    best = found.answer.plans
    other = replace(found, plan=best[-1], answer=replace(found.answer, plans=best[:1]))
    assert len(best) > 1
    said = json.loads(export.as_json(other))
    assert said["chosen"] == 2
    assert said["plans"][1]["preset"] is None
    assert "proven optimal" not in html_page(report(other))
    assert "another way" in html_page(report(other))


# --- what is personal ------------------------------------------------------------------------------------------


def test_nothing_personal_is_in_a_file_unless_somebody_wants_it(store: Any) -> None:
    with_it, without = every_file(mine(whole=True), store), every_file(mine(whole=False), store)
    for ending in ("json", "html"):
        assert "4321.5" in with_it[ending] or "4,321.5" in with_it[ending]
        assert "Josephine" in with_it[ending]
    for ending, said in without.items():
        assert "4321" not in said, ending
        assert "4,321" not in said, ending
        assert "Josephine" not in said, ending
        assert "You hold" not in said, ending
    for ending in ("json", "csv", "svg", "html"):
        assert "awareness" not in without[ending], ending
        assert not re.search("doctora(l|te)", without[ending]), ending
        assert "quick-synthesis" not in without[ending], ending
    assert "awareness" in with_it["json"]
    assert "awareness" in with_it["svg"]
    assert "What you bring" in with_it["html"]
    assert "What you said about yourself is not in this report" in without["html"]
    told = json.loads(without["json"])
    assert "brings" not in told["question"]
    assert "held" not in told["gap"][0]
    assert told["question"]["budget"] is None
    assert told["question"]["include_past"] is True
    assert "You bring" not in without["html"]


def test_what_a_role_brings_is_nobodys_secret() -> None:
    found = taken()
    assert not is_personal(found.answer, found.asked)
    assert "You hold Writing at working; the role needs practitioner." in html_page(report(found))


def test_names_of_files_say_the_question_and_nothing_personal() -> None:
    assert taken().file_name("pdf") == "officer-to-manager.pdf"
    assert mine(whole=True).file_name("pdf") == "my-profile-to-manager.pdf"


# --- the report ------------------------------------------------------------------------------------------------


class Outline(HTMLParser):
    """What a page is made of: headings, the scopes of cells, captions, addresses that it would fetch."""

    def __init__(self, said: str):
        super().__init__()
        self.levels: list[int] = []
        self.fetched: list[str] = []
        self.starts: list[tuple[str, dict[str, str | None]]] = []
        self.feed(said)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes in an element."""
        self.starts.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag in ("img", "link", "script", "iframe", "object", "use", "image"):
            self.fetched.append(tag)


def test_the_page_is_one_file_that_can_be_read_aloud() -> None:
    said = html_page(report(taken(switches=Switches(include_past=True))))
    page = Outline(said)
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False))
    assert page.fetched == []
    assert "default-src 'none'" in said
    assert dict(page.starts)["html"] == {"lang": "en"}
    heads = [attributes for tag, attributes in page.starts if tag == "th"]
    assert heads
    assert all(one.get("scope") in ("row", "col") for one in heads)
    assert said.count("<caption>") == said.count("<table>")
    assert f'href="{LINK.replace("&", "&amp;")}"' in said


def test_the_report_tells_the_steps_with_reasons_and_what_stays_open() -> None:
    found = taken()
    said = html_page(report(found))
    for part in ("What you asked", "What there is to develop", "The steps, in order", "What stays open",
                 "How far you can rely on this", "Sources and licences", "Why here", "Shadow a treasurer",
                 "31 January 2027", "not known"):  # fmt: skip
        assert part in said, part
    for step in found.plan.steps:
        assert found.words.because(step) in said


def test_the_report_promises_no_more_than_the_data_says() -> None:
    said = html_page(report(taken()))
    assert "All learning that is not known to be over or closed" in said
    assert "runs now" not in said
    assert "this one is best by number of courses" in said
    assert "proven optimal" not in said
    assert "w3id.org/kmgraph/," not in said
    assert "w3id.org/kmgraph/," not in taken().about


def test_by_what_a_plan_is_best_and_how_far_that_is_known() -> None:
    plan = replace(taken().plan, preset=Preset.FEWEST, also=(Preset.CHEAPEST,), notes={})
    assert best(plan).endswith("this one is best by number of courses and known price.")
    assert "price" not in best(replace(plan, notes={Preset.CHEAPEST: "No price is known."}))
    assert "none is better in what is known" in best(replace(plan, also=(), notes={Preset.FEWEST: "All are alike."}))
    assert "may be up to 20% better. We looked at 4 of 9 courses." in best(replace(plan, gap=0.2, among=(4, 9)))


def test_how_sure_a_plan_is_stands_under_the_title_where_it_was_worked_out() -> None:
    found = taken()
    pieces = report(replace(found, sure="The whole plan holds mostly.")).pieces
    assert pieces[2] == Paragraph("How sure: The whole plan holds mostly.")
    assert "How sure:" not in html_page(report(found))


def test_how_sure_a_step_is_stands_beside_why_it_is_there() -> None:
    found = taken()
    step = found.plan.steps[0].course.id
    said = html_page(report(replace(found, holds={step: "mostly, in about 7 of 10 readings"})))
    assert said.count("<dt>How sure this step is</dt><dd>it holds mostly, in about 7 of 10 readings.</dd>") == 1
    assert "How sure this step is" not in html_page(report(found))


def test_a_step_that_rests_on_an_assumption_says_so() -> None:
    world = explored()
    world.needs("manager", "budgets", "expert")
    world.course("sums", {"budgets": "practitioner"})
    world.course("sums-on", {"budgets": "expert"}, {"budgets": "practitioner"})
    assert "<dt>Our assumption</dt><dd>We think that a later course asks for this." in html_page(report(taken(world)))
    assert "Our assumption" not in html_page(report(taken()))


def test_an_attribution_stands_once_and_in_the_picture_too() -> None:
    world = explored()
    cited = {"citation": "Cite the made-up world."}
    data_set = name(Kind.SOURCE, SOURCE)
    world.records = [one.model_copy(update=cited) if one.id == data_set else one for one in world.records]
    found = taken(world)
    assert html_page(report(found)).count("Cite the made-up world.") == 1
    assert "Data under CC0" in report(found).about
    assert "Cite the made-up world." in export.as_svg(found)


@pytest.mark.parametrize(
    ("url", "called"),
    [("https://school.example/", "Provider&#x27;s home page"), ("https://school.example/writing", "Web page")],
)
def test_the_address_of_a_course_is_told_whole_and_once(url: str, called: str) -> None:
    world = explored()
    world.records = [one.model_copy(update={"url": url}) if isinstance(one, Course) else one for one in world.records]
    found = taken(world)
    said = html_page(report(found))
    assert f"<dt>{called}</dt>" in said
    assert said.count(f">{url}</a>") == len(found.plan.steps)


def near_budgets() -> World:
    """The made-up graph, and beside it learning that leads some way towards the need that stays open."""
    world = explored()
    world.records.append(Source(id=name(Kind.SOURCE, "leaflet"), title="Leaflet", citation="Cite the leaflet."))
    everyone = {"eligibility": Eligibility.OPEN}
    world.course("sums", {"budgets": "working"}, cites=(name(Kind.SOURCE, "leaflet"),), **everyone)
    world.course("table-talk", {"budgets": "awareness"}, type="community", **everyone)
    world.course("old-sums", {"budgets": "practitioner"}, availability=Availability.ENDED)
    return world


def test_the_report_tells_what_helps_with_what_stays_open() -> None:
    found = taken(near_budgets())
    said = html_page(report(found))
    after = said[said.index("What stays open</h2>") :]
    assert "This plan closes 3 of them. Other learning brings you nearer in 1." in after
    assert "This brings you nearer, as far as working. The role needs expert." in after
    assert "sums (provider not known). Who can join: anyone." in after
    assert "old-sums (" not in after  # it is over
    assert after.index("Shadow a treasurer") < after.index("People who can help<") < after.index("table-talk (")
    assert "Cite the leaflet." in after
    assert "Cite the leaflet." not in export.as_svg(found)  # which does not name it
    assert "brings you nearer in 1 of what stays open: Budgets, as far as working" in said[: said.index("<h2>")]


def test_what_helps_is_the_same_whatever_somebody_brings_and_does_not_want_to_tell() -> None:
    def told(brought: str) -> str:
        profile = Profile("Josephine", {WRITING: level("working"), BUDGETS: level(brought)})
        said = html_page(report(taken(near_budgets(), whole=False, start=OWN, profile=profile)))
        return said[said.index("What stays open</h2>") : said.index("How far you can rely on this</h2>")]

    assert told("awareness") == told("practitioner")
    assert "This goes furthest, as far as working." in told("practitioner")
    assert "nearer" not in told("awareness")


def test_where_there_is_nothing_to_do_the_report_says_so() -> None:
    profile = Profile("x", {name(Kind.COMPETENCY, one): level("expert") for one in
                            ("writing", "brokering", "synthesis", "budgets")})  # fmt: skip
    said = html_page(report(taken(profile=profile)))
    assert "There is nothing to develop" in said
    assert "<figure" not in said
    assert pdf(report(taken(profile=profile))).startswith(b"%PDF")


def every_piece(text: str) -> Report:
    """A report in which every piece says some text."""
    drawn = arranged(text, [Column("H", [Box("a", "role", text, text, 1)])], [])
    pieces = [
        Heading(text, 1), Heading(text), Paragraph(text, "lead"), Paragraph(Link(text, "https://e.example/")),
        Listing(text, [text, text]), Facts([("Name", text), ("Page", Link(text, "https://e.example/"))]),
        Table(text, ["A", "B"], [[text, Link(text, "https://e.example/")]]), Heading("Then"), Drawn(drawn),
        Heading("x", 3),
    ]  # fmt: skip
    return Report(text, text, pieces)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_a_report(text: str) -> None:
    said = html_page(every_piece(text))
    assert "<b>" not in said
    assert pdf(every_piece(text)).startswith(b"%PDF")
    assert png(export.svg_file(every_piece(text).pieces[-2].picture, text)).startswith(b"\x89PNG")  # type: ignore[union-attr]


def test_a_pdf_has_title_language_outline_and_words_for_its_picture() -> None:
    made = pdf(report(taken()))
    assert b"/Lang (en)" in made
    assert b"/Outlines" in made
    assert b"/Alt " in made
    assert b"/StructTreeRoot" in made
    text = b"".join(zlib.decompress(one) for one in re.findall(rb"stream\n(x\x9c.*?)\nendstream", made, re.DOTALL)[:3])
    assert b"BT" in text


def test_a_long_plan_with_a_tall_picture_still_fits_on_paper() -> None:
    world = World()
    for number in range(80):
        world.competency(f"c{number}", label=f"Competency {number} " + "of policy work")
        if number % 4 == 0:
            world.course(f"t{number}", {f"c{number}": "working"})
    world.role("officer", {"c0": "awareness"})
    world.role("manager", {f"c{number}": "working" for number in range(80)})
    assert pdf(report(taken(world))).startswith(b"%PDF")


# --- in a browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the made-up graph."""
    pytest.importorskip("playwright", reason="needs playwright")
    from tests.test_browser import serving

    folder = tmp_path_factory.mktemp("explorer")
    fill(f"sqlite:///{folder}/graph.sqlite")
    with serving(f"sqlite:///{folder}/graph.sqlite", folder) as address:
        yield address


FILES = {
    "Picture (PNG)": ("png", b"\x89PNG"),
    "Picture (SVG)": ("svg", b"<svg"),
    "Report (PDF)": ("pdf", b"%PDF"),
    "Report (web page)": ("html", b"<!doctype html>"),
    "Steps (CSV)": ("csv", b"\xef\xbb\xbforder"),
    "Answer (JSON)": ("json", b"{"),
    "Linked data (Turtle)": ("ttl", b"#"),
    "Linked data (JSON-LD)": ("jsonld", b"{"),
}


def test_every_file_downloads_and_opens(explorer: str, browser_page: Any, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import expect

    from tests.test_browser import opened, still

    page = opened(browser_page, f"{explorer}/bridge?from=officer&to=manager")
    for label, (ending, begin) in FILES.items():
        still(page)
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert download.value.suggested_filename == f"officer-to-manager.{ending}"
        saved = tmp_path / f"file.{ending}"
        download.value.save_as(saved)
        assert saved.read_bytes().startswith(begin), label
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"file://{tmp_path}/file.html")
    page.get_by_role("heading", level=1, name="From officer to manager").wait_for()
    assert page.get_by_role("link", name=explorer).get_attribute("href").startswith(f"{explorer}/bridge?from=")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    assert [one for one in asked_for if not one.startswith("file:")] == []
    page.goto(f"file://{tmp_path}/file.svg")
    expect(page).to_have_title("From officer to manager")


def test_what_somebody_said_of_themselves_is_in_files_where_they_tick_it(
    explorer: str, browser_page: Any, tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    from tests.test_browser import opened, still

    page = opened(browser_page, f"{explorer}/bridge?from=officer&to=manager&budget=4321")
    tick = page.get_by_role("checkbox", name="Put what I said about myself into the files")

    def said() -> str:
        with page.expect_download() as download:
            page.get_by_role("button", name="Answer (JSON)").click()
        return Path(download.value.path()).read_text(encoding="utf-8")

    expect(tick).to_be_checked()  # the link says it, too
    still(page)
    assert "4321" in said()
    page.get_by_text("Put what I said about myself into the files").click()
    expect(tick).not_to_be_checked()
    for _ in range(9):  # until the explorer has learnt of it
        still(page)
        if "4321" not in (last := said()):
            break
    assert "4321" not in last
