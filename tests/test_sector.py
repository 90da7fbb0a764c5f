"""How the work is organised: what sectors and groups ask for, on the command line and on its page."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kmgraph.load import load
from kmgraph.model import Approach, Observation, Organisation, Requirement, Role
from kmgraph.planner import Planner
from kmgraph.programme.asked import Asked
from kmgraph.programme.organised import By, Organised, organised_json
from kmgraph.programme.organised_words import OrganisedWords, Share
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect
from kmgraph.vocabulary import ApproachType, Counted, Kind, OrganisationType
from tests.command import Command
from tests.worlds import SOURCE, World, name


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store in which universities and charities ask for different things."""
    world = World()
    for slug in ("writing", "brokering", "budgets"):
        world.competency(slug, label=slug.capitalize())
    world.role("don", {"writing": "working", "brokering": "working"}, sector="university", group="staff")
    world.role("dean", {"writing": "expert"}, sector="university", group="leader")
    world.role("fixer", {"writing": "working", "budgets": "expert"}, sector="charity or university", group="staff")
    world.role("clerk", {}, sector="funder", group="staff")
    writing = name(Kind.COMPETENCY, "writing")
    world.records += [
        Organisation(id=name(Kind.ORGANISATION, "college"), label="A college", type=OrganisationType.UNIVERSITY),
        Approach(id=name(Kind.APPROACH, "brief"), label="Brief", type=ApproachType.TOOL, competencies=(writing,)),
    ]
    with connect(made := f"sqlite:///{tmp_path}/graph.sqlite") as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    return made


def planner_of(url: str) -> Planner:
    with connect(url) as store:
        return snapshot_of(store).planner()


def test_each_sector_says_how_many_of_its_role_types_ask(url: str) -> None:
    words = OrganisedWords(Organised(planner_of(url), Asked()), By.SECTOR)
    assert [(one.name, one.roles) for one in words.divisions] == [("charity", 1), ("university", 3)]
    charity, university = words.divisions
    asks = {
        (one.name, slug): words.asks(one, name(Kind.COMPETENCY, slug))
        for one in (charity, university)
        for slug in ("writing", "brokering", "budgets")
    }
    assert asks["university", "writing"][:3] == (Share.ALL, 3, 3)
    assert asks["university", "brokering"][:3] == (Share.SOME, 1, 3)
    assert asks["charity", "brokering"][:3] == (Share.NONE, 0, 1)
    assert asks["charity", "writing"].adverts is None
    assert words.asked_by_all() == "All 2 sectors ask for Writing and Budgets."
    assert words.asked_by_few() == ""
    assert "It is not stated what role types need in “funder”." in words.basis()


def test_job_adverts_are_told_beside_role_types(url: str) -> None:
    brokering = name(Kind.COMPETENCY, "brokering")
    advert = {"counts": Counted.ADVERTS, "organisation_type": OrganisationType.CHARITY, "number": 12}
    with connect(url) as store, store.writing() as writer:
        said = World()
        said.edge(Observation, competency=brokering, **advert)  # type: ignore[arg-type]
        writer.put(name(Kind.SOURCE, "adverts"), [said.records[-1]])
    words = OrganisedWords(Organised(planner_of(url), Asked()), By.SECTOR)
    charity, university = words.divisions
    assert words.asks(charity, brokering) == (Share.NONE, 0, 1, 12)
    assert words.asks(university, brokering).adverts is None
    assert "No job adverts are counted here, so none are shown." not in words.basis()


def test_half_of_the_role_types_are_not_most(url: str) -> None:
    words = OrganisedWords(Organised(planner_of(url), Asked()), By.GROUP)
    leader, staff = words.divisions
    assert words.asks(staff, name(Kind.COMPETENCY, "budgets"))[:3] == (Share.SOME, 1, 2)
    assert words.asks(leader, name(Kind.COMPETENCY, "writing")).share is Share.ALL
    assert words.asked_by_all() == "All 2 groups ask for Writing."


def test_figures_agree_with_a_count_of_rows_by_hand(url: str, run_command: Command) -> None:
    said = run_command("--store", url, "sector", "--json").json()
    graph = planner_of(url).graph
    for division in said["sectors"]:
        roles = {
            iri for iri, one in graph.all(Role).items() if division["name"] in (one.sector or "").split(" or ")
        }  # fmt: skip
        for one in division["competencies"]:
            needing = {need.role for need, _ in graph.about(Requirement, "competency", one["competency"])}
            assert one["role_types"] == len(roles & needing)
            assert one["adverts"] is None


def test_the_command_prints_tables_and_sentences(url: str, run_command: Command) -> None:
    said = " ".join(run_command("--store", url, "sector").well.split())
    assert "Writing (3 of 3)" in said
    assert "All 2 sectors ask for Writing and Budgets." in said
    assert "Based on 3 role types described here, not posts." in said
    assert "All 2 groups ask for Writing." in " ".join(
        run_command("--store", url, "sector", "--by", "group").well.split()
    )
    assert run_command("--store", url, "sector", "--by", "moon").code == 2
    made = run_command("--store", url, "sector", "--json").json()
    assert {one: made[one] for one in organised_json(Organised(planner_of(url), Asked()))} == organised_json(
        Organised(planner_of(url), Asked())
    )


class TestPage:
    """The view of the page of needs."""

    @pytest.fixture(autouse=True)
    def _explorer(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
        monkeypatch.setenv("KMGRAPH_STORE", url)

    def test_it_shows_shares_kinds_and_what_is_in_use(self) -> None:
        from tests.test_app import goes, plain

        at = goes("views/needs.py", show="sector")
        assert at.title[0].value == "How the work is organised"
        said = plain(at)
        assert "university (3 role types)" in said
        assert "some: 1 of 3 (33%)" in said
        assert "All 2 sectors ask for Writing and Budgets." in said
        assert "not posts" in said
        assert "A college" in said
        assert "Brief" in said
        assert "No job adverts are counted here" in said

    def test_what_is_compared_stands_in_the_link(self) -> None:
        from tests.test_app import goes, link, plain

        at = goes("views/needs.py", show="sector", divide="group")
        assert "leader (1 role type)" in plain(at)
        at.segmented_control(key="needs-divide").set_value(By.SECTOR).run()
        assert link(at) == {"show": "sector"}
        at.segmented_control(key="needs-divide").set_value(By.GROUP).run()
        assert link(at) == {"show": "sector", "divide": "group"}
        assert "moon" in goes("views/needs.py", show="sector", divide="moon").warning[0].value

    def test_some_are_set_side_by_side_and_the_link_keeps_it(self) -> None:
        from tests.test_app import goes, link, plain

        at = goes("views/needs.py", show="sector", beside="charity")
        said = plain(at)
        assert "charity (1 role type)" in said
        assert "university (3 role types)" not in said
        assert "Brokering" not in said.partition("How many role types of each sector")[2].partition("What the words")[0]
        at.button_group(key="needs-beside").set_value(["university", "charity"]).run()
        assert link(at) == {"show": "sector", "beside": "charity|university"}
        assert "university (3 role types)" in plain(at)
        at.segmented_control(key="needs-divide").set_value(By.GROUP).run()
        assert link(at) == {"show": "sector", "divide": "group"}
        assert "moon" in goes("views/needs.py", show="sector", beside="charity|moon").warning[0].value

    def test_of_more_than_three_the_first_gives_way(self, url: str) -> None:
        from tests.test_app import goes, link

        with connect(url) as store, store.writing() as writer:
            world = World()
            world.competency("tact")
            for one in ("a", "b", "c"):
                world.role(one, {"tact": "working"}, sector=one)
            writer.put(name(Kind.SOURCE, "more"), world.records)
        at = goes("views/needs.py", show="sector", beside="c|b|a")
        at.button_group(key="needs-beside").set_value(["a", "b", "c", "charity"]).run()
        assert link(at) == {"show": "sector", "beside": "b|a|charity"}
        at = goes("views/needs.py", show="sector", beside="c|b|a|charity")
        assert at.warning[0].value == "At most 3 can stand side by side. The first 3 of the link do."

    def test_files_say_the_same(self, url: str) -> None:
        from app.needs.sector import as_csv, as_json

        found = Organised(planner_of(url), Asked())
        assert json.loads(as_json(found)) == organised_json(found)
        rows = list(csv.DictReader(io.StringIO(as_csv(found).decode("utf-8-sig"))))
        assert {(one["divided_by"], one["name"], one["competency"]): one["role_types_that_ask"] for one in rows}[
            "sector", "university", "Writing"
        ] == "3"
        assert {one["adverts"] for one in rows} == {""}


def test_the_table_of_all_sectors_fits_and_two_are_set_side_by_side(tmp_path: Path, browser_page: Any) -> None:
    pytest.importorskip("playwright", reason="needs playwright")
    from tests.test_browser import opened, serving, still

    with connect(store := f"sqlite:///{tmp_path}/graph.sqlite") as starter:
        assert load(starter, "starter").ok
    with serving(store, tmp_path) as address:
        browser_page.set_viewport_size({"width": 1280, "height": 900})
        page = opened(browser_page, f"{address}/needs?show=sector", "How the work is organised")
        still(page)
        assert page.locator(".km-sector").evaluate("table => table.scrollWidth <= table.clientWidth")
        for chosen, link in (("charity", "charity"), ("university", "charity%7Cuniversity")):
            page.get_by_role("button", name=chosen, exact=True).click()
            page.wait_for_url(f"{address}/needs?show=sector&beside={link}")
            still(page)
        heads = page.locator(".km-sector thead th").all_inner_texts()
        assert [one.partition(" (")[0] for one in heads] == ["Competency", "university", "charity"]
