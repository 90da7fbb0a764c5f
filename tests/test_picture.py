"""The picture: what stands where, how it is drawn, how it breaks for no text, and how it is used in a browser."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

from app.picture import drawing
from app.picture.bridge import picture
from app.picture.layout import LINES, MORE, MOST, SIZE, WIDEST, Box, Column, Edge, Picture, arranged
from app.picture.lettering import CUT, width, wrapped
from app.report.png import png
from kmgraph.model import Competency, Course
from kmgraph.planner import Planner, Switches
from kmgraph.planner.explain import Words
from kmgraph.store import connect
from kmgraph.vocabulary import Kind
from tests.explored import explored, fill
from tests.worlds import SOURCE, World, name

LONG = "Knowledge " * 500
UNBROKEN = "x" * 5000
HOSTILE = (
    LONG,
    UNBROKEN,
    "إدارة المعرفة في السياسات العامة",
    "知识动员与政策参与的专业能力框架",
    "👩🏽‍🚀🏳️‍🌈" * 40,
    "",
    "<b>&\x0b",
)
SVG = "{http://www.w3.org/2000/svg}"


def asked_of(world: World) -> tuple[Planner, Any]:
    planner = Planner(world.graph())
    return planner, planner.bridge(planner.role_profile(name(Kind.ROLE, "officer")), name(Kind.ROLE, "manager"))


def of(world: World) -> Picture:
    planner, answer = asked_of(world)
    return picture(Words(planner), answer, answer.plans[0])


# --- what stands where -----------------------------------------------------------------------------------------


def test_the_picture_stands_in_layers() -> None:
    drawn = of(explored())
    heads = [head for head, _ in drawn.columns]
    assert heads == ["You start from", "To develop", "Training, in order", "Towards"]
    assert [box.kind for box in drawn.columns[1].boxes] == ["need", "need", "need", "open"]
    for _, boxes in drawn.columns:
        assert all(a.y + a.height < b.y for a, b in pairwise(boxes))


def test_only_a_plan_that_closes_every_need_reaches_the_role() -> None:
    drawn = of(explored())
    end = drawn.boxes["goal"]
    last = [line.kind for line in drawn.lines if line.points[-1][0] == end.x - 2]
    assert end.says == "manager (with 1 need still open)"
    assert last
    assert set(last) == {"weak"}
    assert ("weak", "Leads towards the role, not all the way") in drawn.legend
    whole = of(closable())
    assert whole.columns[-1].head == "You reach"
    assert whole.boxes["goal"].says == "manager"
    assert {line.kind for line in whole.lines} == {"firm"}


def test_a_plan_within_limits_only_leads_towards_the_role() -> None:
    planner, _answer = asked_of(closable())
    officer, manager = name(Kind.ROLE, "officer"), name(Kind.ROLE, "manager")
    answer = planner.bridge(planner.role_profile(officer), manager, Switches(budget=1))
    drawn = picture(Words(planner), answer, answer.plans[0])
    assert len(answer.plans[0].beyond) == 2
    assert drawn.columns[-1].head == "Towards"
    assert drawn.boxes["goal"].note == "with 2 needs still open"


def closable() -> World:
    """A move of which training closes all."""
    world = World()
    for slug in ("a", "b"):
        world.competency(slug)
        world.course(f"to-{slug}", {slug: "working"}, fee=50, currency="GBP")
    world.role("officer", {"a": "awareness"})
    world.role("manager", {"a": "working", "b": "working"})
    return world


def test_a_line_never_runs_behind_a_box() -> None:
    world = World()
    for slug in ("a", "b"):
        world.competency(slug)
    world.role("officer", {"a": "awareness"})
    world.role("manager", {"a": "practitioner", "b": "working"})
    world.course("first", {"a": "working", "b": "working"}, evidence="review")
    world.course("second", {"a": "practitioner"}, {"a": "working"})
    drawn = of(world)
    assert len(drawn.columns) == 5
    points = [point for line in drawn.lines for point in line.points[1:-1]]
    assert points
    for box in drawn.boxes.values():
        across, down = (box.x, box.x + box.width), (box.y, box.y + box.height)
        assert not [1 for x, y in points if across[0] <= x <= across[1] and down[0] <= y <= down[1]]


def test_a_picture_shows_no_more_than_people_can_read() -> None:
    columns = [
        Column("Here", [Box("a", "role", "A")]),
        Column("Then", [Box(f"b{number}", "stop", "B") for number in range(90)]),
        Column("Or", [Box(f"c{number}", "stop", "C") for number in range(4)]),
    ]
    edges = [*(Edge("a", f"b{number}") for number in range(90)), *(Edge(f"b{number}", "c0") for number in range(90))]
    drawn = arranged("Much", columns, edges)
    assert len(drawn.boxes) == MOST
    assert drawn.boxes[f"{MORE}1"].says == "36 more (shown in the table)"
    assert len(drawn.lines) == 2 * 55  # those of boxes not shown are one line
    assert len(drawn.columns[2].boxes) == 4


def test_other_pictures_say_what_their_shapes_mean() -> None:
    columns = [Column("Here", [Box("a", "role", "A")]), Column("None", []), Column("Next", [Box("b", "stop", "B")])]
    legend = {"role": "A role", "weak": "No move on record", "course": "Training"}
    drawn = arranged("Moves", columns, [Edge("a", "b", "weak")], legend=legend)
    assert [head for head, _ in drawn.columns] == ["Here", "Next"]
    assert drawn.legend == (("role", "A role"), ("weak", "No move on record"))
    assert max(box.width for box in drawn.boxes.values()) == WIDEST
    for said in (drawing.drawing(drawn), drawing.legend(drawn)):
        assert "No move on record" in said
        assert "Training" not in said


# --- text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_wider_than_its_box(text: str) -> None:
    drawn = arranged("T", [Column("Head", [Box("a", "role", text, text, 1)])], [])
    box = drawn.boxes["a"]
    assert 1 <= len(box.lines) <= LINES
    assert all(width(line, SIZE, bold=True) <= box.width for line in box.lines)
    assert box.says.startswith(f"1. {text}" if text else "1. No name")


def test_what_is_cut_ends_so_and_what_fits_is_whole() -> None:
    assert wrapped("one two", 1000, SIZE, most=1) == ["one two"]
    assert wrapped("aaaa bbbb", width("aaaa ", SIZE), SIZE, most=4) == ["aaaa", "bbbb"]
    cut = wrapped(LONG, 200, SIZE, most=3)
    assert len(cut) == 3
    assert cut[-1].endswith(CUT)
    assert not wrapped("  ", 100, SIZE, most=3)


def test_signs_stay_whole() -> None:
    rainbow, accented = "🏳️‍🌈", "w\u0302"
    assert set("".join(wrapped(rainbow * 9, 40, SIZE, most=99)).split(rainbow)) == {""}
    for line in wrapped(accented * 50, 40, SIZE, most=99):
        assert line.startswith("w")


def test_wide_letters_count_as_wide() -> None:
    assert width("知", 10) == 10
    assert width("w\u0302", 10) == width("w", 10) < 10
    assert width("i", 10) < width("m", 10) < width("m", 10, bold=True)


# --- drawn -----------------------------------------------------------------------------------------------------


def test_drawings_are_well_formed_and_escaped() -> None:
    world = explored()
    world.records = [
        one.model_copy(update={"label": '<b>& "Writing"</b>'}) if one.id == name(Kind.COMPETENCY, "writing") else one
        for one in world.records
    ]
    drawn = of(world)
    svg = ElementTree.fromstring(drawing.drawing(drawn, about="Where <it> is from"))
    assert svg.findtext(f"{SVG}title") == "From officer to manager"
    assert "Where <it> is from" in [one.text for one in svg.iter(f"{SVG}text")]
    page = drawing.drawing(drawn, for_page=True)
    assert page.count('role="option"') == len(drawn.boxes)
    assert "<b>" not in page + drawing.in_words(drawn, buttons=True)


def test_a_file_holds_its_colours_and_they_are_those_of_the_page() -> None:
    svg = drawing.drawing(of(explored()))
    assert "var(" not in svg
    base = (Path(drawing.__file__).parents[1] / "look" / "base.css").read_text(encoding="utf-8")
    for name_, colour in drawing.LIGHT.items():
        assert f"--km-{name_}: light-dark({colour}," in base


def test_what_no_document_may_hold_is_left_out_of_files() -> None:
    drawn = arranged("T\x00", [Column("H", [Box("a", "role", text) for text in HOSTILE])], [])
    assert ElementTree.fromstring(drawing.drawing(drawn, about="\x0b\ufffe")).findtext(f"{SVG}title") == "T"


def test_text_is_in_the_png_whatever_types_a_machine_has(monkeypatch: pytest.MonkeyPatch) -> None:
    import resvg_py

    plain = resvg_py.svg_to_bytes
    without = {"skip_system_fonts": True}
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **asked: plain(**asked, **without))
    with_text = png(drawing.drawing(arranged("T", [Column("H", [Box("a", "need", "Ŵy العربية Ж")])], [])))
    nothing = png(drawing.drawing(arranged("T", [Column(" ", [Box("a", "need", "\u00ad")])], [])))
    assert with_text.startswith(b"\x89PNG")
    assert len(with_text) > 1.5 * len(nothing)


# --- in a browser ----------------------------------------------------------------------------------------------

FOCUSED = "() => { let e = document.activeElement; while (e.shadowRoot) e = e.shadowRoot.activeElement; return e.%s }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The made-up graph."""
    url = f"sqlite:///{tmp_path_factory.mktemp('explorer')}/graph.sqlite"
    fill(url)
    return url


@pytest.fixture(scope="module")
def explorer(store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the made-up graph."""
    pytest.importorskip("playwright", reason="needs playwright")
    from tests.test_browser import serving

    with serving(store, tmp_path_factory.mktemp("elsewhere")) as address:
        yield address


def at_the_picture(page: Any, explorer: str) -> Any:
    from tests.test_browser import still

    page.goto(f"{explorer}/bridge?from=officer&to=manager")
    page.locator(".km-foot").wait_for()
    page.locator(".picture .drawn").wait_for(state="attached")
    still(page)
    return page


def test_the_focus_stays_on_what_was_chosen(explorer: str, browser_page: Any) -> None:
    from tests.test_browser import still

    page = at_the_picture(browser_page, explorer)
    page.locator("g[role=option]").first.focus()
    page.keyboard.press("ArrowRight")
    chosen = page.evaluate(FOCUSED % "dataset.id")
    page.keyboard.press("Enter")
    page.locator(".km-more h3").wait_for()  # the page has been drawn again
    still(page)
    assert page.evaluate(FOCUSED % "dataset.id") == chosen
    page.keyboard.press("End")
    page.keyboard.press(" ")
    page.locator(".km-more").get_by_role("heading", name="manager").wait_for()
    still(page)
    assert page.evaluate(FOCUSED % "dataset.id") == "goal"
    assert page.locator("g[role=option][tabindex='0']").count() == 1


def test_the_focus_stays_where_the_data_changes(explorer: str, store: str, browser_page: Any) -> None:
    from tests.test_browser import still

    page = at_the_picture(browser_page, explorer)
    page.locator("g[role=option]").first.focus()
    page.keyboard.press("End")
    world = explored()
    world.records = [
        one.model_copy(update={"label": "Wordcraft"}) if one.id == name(Kind.COMPETENCY, "writing") else one
        for one in world.records
    ]
    with connect(store) as to, to.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    page.keyboard.press("Enter")
    page.locator("g[role=option]", has_text="Wordcraft").wait_for()
    still(page)
    assert page.evaluate(FOCUSED % "dataset.id") == "goal"
    assert page.locator("g[role=option][tabindex='0']").count() == 1


def test_the_picture_follows_the_colours_of_the_page(explorer: str, browser_page: Any) -> None:
    from tests.test_browser import still

    page = at_the_picture(browser_page, explorer)
    box, text = page.locator(".need .box").first, page.locator(".need text").first
    colour = "one => getComputedStyle(one).fill"
    light = box.evaluate(colour), text.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.locator(".km-foot").wait_for()
    page.locator(".picture .drawn").wait_for()
    still(page)
    dark = box.evaluate(colour), text.evaluate(colour)
    assert light == ("rgb(255, 255, 255)", "rgb(11, 12, 12)")
    assert dark == ("rgb(20, 24, 27)", "rgb(243, 244, 245)")
    page.emulate_media(forced_colors="active")
    still(page)
    assert box.evaluate(colour) != dark[0]
    page.emulate_media(forced_colors="none", reduced_motion="reduce")
    still(page)
    assert box.evaluate("one => getComputedStyle(one).transitionDuration") == "0s"


def test_where_there_is_little_room_it_is_a_list(explorer: str, browser_page: Any) -> None:
    from tests.test_browser import still

    browser_page.set_viewport_size({"width": 640, "height": 800})  # as a window of 1280 px enlarged to 200 %
    page = at_the_picture(browser_page, explorer)
    assert not page.locator("g[role=option]").first.is_visible()
    button = page.locator(".in-words button").nth(1)
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".km-more h3").wait_for()
    still(page)
    assert page.evaluate(FOCUSED % "tagName") == "BUTTON"
    assert button.get_attribute("aria-pressed") == "true"
    assert button.bounding_box()["height"] >= 44


def test_no_label_breaks_the_page(browser_page: Any, tmp_path: Path) -> None:
    from tests.test_browser import serving, still

    world, labels = explored(), iter(HOSTILE * 9)
    world.records = [
        one.model_copy(update={"label": next(labels) or "-"}) if isinstance(one, Competency | Course) else one
        for one in world.records
    ]
    url = f"sqlite:///{tmp_path}/hostile.sqlite"
    with connect(url) as to, to.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    with serving(url, tmp_path) as address:
        for wide in (1280, 320):
            browser_page.set_viewport_size({"width": wide, "height": 900})
            page = at_the_picture(browser_page, address)
            assert page.locator(".picture").bounding_box()["height"] < 4_000
            assert page.locator(".picture").evaluate("one => one.scrollWidth <= one.clientWidth")
        page.locator(".in-words button").nth(1).click()
        page.locator(".km-more").wait_for()
        still(page)
        assert page.locator(".km-more").evaluate("one => one.scrollWidth <= one.clientWidth")
