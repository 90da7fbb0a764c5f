"""The page of needs and gaps: the heat table, what a figure rests on, what to commission, who can reach what."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

from streamlit.testing.v1 import AppTest

from app.needs import weights
from app.needs.asked import LABELS, USUAL
from app.needs.otherwise import out_of_reach, stopped
from app.needs.take import FORMATS, LONGEST, made, named
from app.report.content import Table
from app.report.sheets import MOST, pieces_of
from app.report.take import File, zipped
from kmgraph.load import load
from kmgraph.planner import Switches
from kmgraph.programme.asked import ROLES_ALONE, Asked, Origin
from kmgraph.programme.briefing import STATES, gaps_report
from kmgraph.programme.coverage import Coverage
from kmgraph.programme.gaps import Gaps, programme
from kmgraph.programme.sheet import said
from kmgraph.programme.tally import only_below
from kmgraph.programme.what_if import Change, WhatIf, what_if
from kmgraph.snapshot import snapshot_of
from kmgraph.store import connect
from kmgraph.vocabulary import Kind
from tests import tables
from tests.tables import name
from tests.test_app import goes, link, plain

NEEDS = "views/needs.py"
COUNTS = """counts,role,competency,level,nation,number,of,period
posts,officer,,,,40,,2027
posts,manager,,,,7,,2027
posts,manager,,,GB-WLS,6,,2027
adverts,,writing,high,,12,40,2027
"""
SYNTHESIS = {"competency": "knowledge-synthesis", "level": "practitioner"}


@pytest.fixture
def loaded(url: str) -> str:
    """A store with the starter data."""
    with connect(url) as store:
        assert load(store, "starter").ok
    return url


@pytest.fixture
def counted(url: str, tmp_path: Path) -> str:
    """A store with a small data set, with posts and adverts counted."""
    people = "id,label,type\nschool,A school,provider\n"
    courses = "id,label,type,provider\ncraft,The craft of writing,course,school\n"
    teaches = "course,competency,level\ncraft,writing,low\n"
    changed = {"observations": COUNTS, "organisations": people, "courses": courses, "teaches": teaches}
    with connect(url) as store:
        assert load(store, tables.write(tmp_path / "small", **changed)).ok
    return url


def opens(**link: str) -> AppTest:
    return goes(NEEDS, **link)


def gaps_of(url: str) -> Any:
    with connect(url) as store:
        return programme(snapshot_of(store).planner())


def test_each_cell_says_how_many_need_it_and_what_is_found(loaded: str) -> None:
    at = opens()
    said, found = plain(at), gaps_of(loaded)
    assert f"{found.stopped:,} of {found.moves.total:,} plausible moves" in said
    for gap in found.uncovered[:3]:
        assert found.planner.graph.label(gap.outcome.competency) in said
    covered = sum(one.coverage is Coverage.COVERED for one in found.gaps)
    cells = "".join(one.proto.body for one in at.get("html")).count('class="km-heat km-heat-covered"')
    assert cells == covered + 1 > 1  # and one where the words are explained
    assert "covered, needed by" in said
    assert "none found, needed by" in said
    assert "Based on 59 role types described here" in said


def test_a_figure_leads_to_the_rows_that_it_rests_on(loaded: str) -> None:
    at = opens(**SYNTHESIS)
    said, found = plain(at), gaps_of(loaded)
    (gap,) = [
        one for one in found.gaps
        if one.outcome.competency.endswith("/knowledge-synthesis") and str(one.outcome.level).endswith("/practitioner")
    ]  # fmt: skip
    for need in found.demand.rows(gap.outcome):
        assert found.planner.graph.label(need.role) in said
    for course in found.provision.courses(gap.outcome):
        assert found.planner.graph.label(course) in said
    assert "Back to all needs" in said


def test_what_the_link_asks_for_that_is_not_here_is_told(loaded: str) -> None:
    at = opens(group="astronauts", competency="no-such", show="moon", most="99", by="luck", nation="??")
    told = plainly(at)
    assert all(word in told for word in ("astronauts", "no-such", "moon", "luck"))
    assert "“astronauts” under “Role types that count”, which is none of the choices there. It is left out." in told
    assert "“??” under “Where the people live who learn”" in told
    assert at.title[0].value == "Needs and gaps"


@pytest.mark.parametrize("most", ["00199", "001" + "9" * 5000, "0", "-3", "²"])
def test_a_number_that_is_none_is_the_usual_one(loaded: str, most: str) -> None:
    at = opens(show="commission", most=most)
    assert not at.exception
    assert at.slider[0].value == USUAL


def test_choices_stand_in_the_link(loaded: str) -> None:
    at = opens()
    at.selectbox(key="needs-nation").select("GB-WLS").run()
    at.checkbox(key="needs-online").check().run()
    at.selectbox(key="needs-group").select("impact").run()
    assert link(at) == {"nation": "GB-WLS", "mode": "online", "group": "impact"}
    assert "online only; in Wales" in plain(at)
    assert at.title[0].value == "Needs and gaps"


@pytest.mark.parametrize(
    ("show", "heading", "says"),
    [
        ("commission", "What to commission next", "No other choice does more (proven)."),
        ("reach", "Who can reach it", "Northern Ireland"),
        ("evidence", "What is known to work", "none stated"),
    ],
)
def test_other_views_answer(loaded: str, show: str, heading: str, says: str) -> None:
    at = opens(show=show)
    assert at.title[0].value == heading
    assert says in plain(at)


def test_how_many_outcomes_are_to_be_commissioned_is_in_the_link(loaded: str) -> None:
    at = opens(show="commission", most="3", by="demand")
    assert at.slider(key="needs-most").value == 3
    at.slider(key="needs-most").set_value(2).run()
    assert link(at) == {"show": "commission", "most": "2", "by": "demand"}
    assert "2 outcomes would meet" in plain(at)


def test_a_group_that_needs_nothing_of_it_says_so(loaded: str) -> None:
    at = opens(competency="media-public-affairs", level="expert", group="policy fellows")
    assert "None of the role types chosen here needs it." in plain(at)


def test_files_say_the_same_numbers(loaded: str) -> None:
    found = gaps_of(loaded)
    report = partial(gaps_report, found, found.short, date(2026, 11, 22))
    files = {ending: made(report, ending)() for ending in FORMATS}
    ranked = json.loads(files[".json"])["tables"][0]["rows"]
    rows = list(csv.reader(io.StringIO(files[".csv"].decode("utf-8-sig"))))
    assert len(rows) - 1 == len(ranked) == sum(one.coverage is not Coverage.COVERED for one in found.gaps)
    assert files[".xlsx"].startswith(b"PK")
    assert b"<script" not in files[".html"]
    assert files[".pdf"].startswith(b"%PDF")


def test_the_report_as_pdf_has_every_table_its_method_and_its_licences(loaded: str) -> None:
    found = gaps_of(loaded)
    told = gaps_report(found, found.short, date(2026, 11, 22))
    drawn = pieces_of(told)
    assert drawn.wide
    one_text = str(drawn.pieces)
    for text in (*told.sentences, *(one.title for one in told.tables), *told.licences, told.method[0].texts[0]):
        assert text in one_text
    shown = [one for one in drawn.pieces if isinstance(one, Table)]
    assert [len(one.rows) for one in shown] == [min(MOST, len(one.rows)) for one in told.tables if one.rows]
    moves = told.tables[0].columns.index(next(one for one in told.tables[0].columns if one.name == "moves"))
    heading = shown[0].head.index(told.tables[0].columns[moves].heading)
    assert [row[heading] for row in shown[0].rows] == [said(row[moves]) for row in told.tables[0].rows[:MOST]]


@pytest.mark.parametrize(
    ("show", "files"),
    [("gaps", 0), ("commission", 1), ("reach", 2), ("evidence", 1)],
)
def test_each_view_gives_its_own_tables(loaded: str, show: str, files: int) -> None:
    own = {"What to commission (CSV)", "Who cannot reach what (CSV)", "Out of reach (CSV)", "Evidence (CSV)"}
    labels = [one.proto.label.replace("\\", "") for one in opens(show=show).get("download_button")]
    assert len(own & set(labels)) == files
    assert "Report (PDF)" in labels


def test_a_file_of_one_table_holds_that_table(loaded: str) -> None:
    found = gaps_of(loaded)
    report = partial(gaps_report, found, found.short, date(2026, 11, 22), outcomes=3)
    table = made(report, ".csv", "What to commission")()
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert rows[0][0] == "Competency"
    assert len(rows) == 1 + 2 * 3


def test_what_stays_below_says_how_many_courses_that_is(loaded: str) -> None:
    found, told = gaps_of(loaded), plain(opens())
    (one, *_) = (gap for gap in found.uncovered if gap.coverage is Coverage.BELOW)
    many = only_below(found.provision, one.outcome)
    assert f"only below ({many} courses), needed by {one.demand[Origin.ROLES]}" in told
    for state in STATES.values():
        assert state in told


# --- what counts as need ---------------------------------------------------------------------------------------


def test_nothing_is_weighed_where_only_role_types_are_held(loaded: str) -> None:
    at = opens()
    assert not at.number_input
    assert "weight" not in plain(at)


def test_each_origin_stands_apart_with_its_weight(counted: str) -> None:
    at = opens(weights="roles:1,posts:0.5", competency="writing", level="high")
    told = plain(at)
    assert "What counts as need: role types with the weight 1 and posts with the weight 0.5." in told
    assert "Not counted: job adverts." in told
    assert "asked for by 1 role type, 7 posts, 12 job adverts; weighted 4.5" in told
    assert "Weighted need: 4.5, that is 1 role type times 1 and 7 posts times 0.5." in told
    assert "asked for by 1 role type, 40 posts; weighted 21" in told
    at.number_input(key="needs-weight-adverts").set_value(2.0).run()
    assert link(at)["weights"] == "roles:1,posts:0.5,adverts:2"
    assert "weighted 28.5" in plain(at)


def test_all_weights_set_to_0_count_role_types_again(counted: str) -> None:
    at = opens()
    at.number_input(key="needs-weight-roles").set_value(0.0).run()
    assert link(at) == {}
    assert at.number_input(key="needs-weight-roles").value == 1.0


@pytest.mark.parametrize("text", ["luck:1", "roles:x", "roles:-1", "roles:1,posts:11", "roles:0", "roles", "posts:nan"])
def test_weights_that_make_no_sense_are_told(text: str) -> None:
    puzzles: list[str] = []
    assert weights.read(text, puzzles) == ROLES_ALONE
    assert len(puzzles) == 1


def test_weights_stand_in_the_link_as_they_are_read() -> None:
    said_of = {Origin.ROLES: 1.0, Origin.ADVERTS: 0.25}
    assert weights.read(weights.written(said_of), []) == said_of
    assert weights.written(ROLES_ALONE) == ""
    assert weights.written({Origin.POSTS: 1.0}) == "posts:1"


def test_more_choices_stand_in_the_link(counted: str) -> None:
    at = opens(weights="posts:1")
    at.selectbox(key="needs-counted-nation").select("GB-WLS").run()
    at.checkbox(key="needs-desirable").check().run()
    at.checkbox(key="needs-pairs").check().run()
    asked = {"weights": "posts:1", "counted-nation": "GB-WLS", "desirable": "1", "pairs": "all"}
    assert link(at) == asked
    told = plain(at)
    assert "Also chosen: posts, answers and adverts in Wales, desirable competencies too and every move" in told
    assert "Every move from one role type to another counts" in told


def test_a_sector_and_a_framework_narrow_what_is_needed(loaded: str) -> None:
    at = opens(sector="university")
    assert at.selectbox(key="needs-sector").value == "university"
    told = plain(at)
    assert "Also chosen: the sector university." in told
    assert "in the sector university" in told
    framework = next(one for one in at.selectbox(key="needs-framework").options if one != "All frameworks")
    at.selectbox(key="needs-framework").select_index(1).run()
    assert set(link(at)) == {"sector", "framework"}
    assert f"competencies of {framework}" in plain(at)


def test_the_order_of_gaps_is_said_and_chosen(counted: str) -> None:
    at = opens(weights="roles:1,posts:0.5")
    told = "then where the weighted need is largest: weights reorder only gaps that stop equally many moves."
    assert told in plain(at)
    at.segmented_control(key="needs-order").select("need").run()
    assert link(at) == {"weights": "roles:1,posts:0.5", "order": "need"}
    assert "Gaps, those first that are needed most" in plain(at)
    assert "A gap comes first where the weighted need is largest" in plain(at)


def test_what_is_hidden_is_not_shown_and_names_who_answered(url: str, tmp_path: Path) -> None:
    counts = "counts,competency,level,nation,number,of,period\nwished,writing,high,GB-WLS,,40,2027\n"
    with connect(url) as store:
        assert load(store, tables.write(tmp_path / "small", observations=counts)).ok
    at = opens(weights="roles:1,survey:1", competency="writing", level="high")
    told = plain(at)
    assert "asked for by 1 role type, respondents not shown; weighted 1" in told
    assert "Not added, as not shown: respondents." in told
    assert "the number of respondents is not shown" in told
    assert "answers of people, Wales" in told
    assert "A small data set" in told
    assert "all role types" not in told


def test_files_are_named_after_what_is_asked_about() -> None:
    assert named("needs-and-gaps", [], ".pdf") == "needs-and-gaps.pdf"
    assert named("What to commission", ["people in Wales"], ".csv") == "what-to-commission-people-in-wales.csv"
    assert named("gaps", ["../etc: C&M; by need?"], ".csv") == "gaps-..-etc-c-m-by-need.csv"
    long = [named("gaps", [f"if {'long ' * 40}course {number} were held online"], ".csv") for number in range(2)]
    assert len(set(long)) == 2
    assert all(len(one) <= LONGEST + len(".csv") for one in long)


def taken(monkeypatch: pytest.MonkeyPatch, **asked: str) -> dict[str, File]:
    """The files that the page offers, by their names."""
    offered: list[File] = []
    with monkeypatch.context() as patched:
        patched.setattr("app.needs.take.offer", offered.extend)
        assert not opens(**asked).exception
    return {one.name: one for one in offered}


def test_files_on_other_questions_differ_by_name_and_inside(loaded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    online = {"if": "london-policy-fellowship:online"}
    questions = [{}, {"order": "need"}, {"pairs": "all"}, {"mode": "online"}, {"most": "3"}, {"levels": "taught"},
                 online, {"if": "london-policy-fellowship:open-to-all"}, {"order": "need", **online}]  # fmt: skip
    names, asked = set(), set()
    for question in questions:
        files = taken(monkeypatch, **question)
        (name,) = (one for one in files if one.startswith("needs-and-gaps") and one.endswith(".json"))
        names.add(name)
        asked.add(json.loads(files[name].make())["asked"])
    assert len(names) == len(asked) == len(questions)
    assert {"needs-and-gaps.json", "needs-and-gaps-by-need.json", "needs-and-gaps-online-only.json"} <= names


def test_a_table_that_stands_alone_tells_of_what_is_supposed_only_where_it_counts_it(
    loaded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = taken(monkeypatch, show="commission", **{"if": "london-policy-fellowship:online"})
    tables = {name: one.make().decode("utf-8-sig") for name, one in files.items() if name.endswith(".csv")}  # type: ignore[union-attr]
    (supposed,) = (one for one in tables if "-if-" in one)
    assert supposed.startswith("what-if-if-")
    assert [name for name, text in tables.items() if "Also asked: if" in text] == [supposed]
    assert "With the change" in tables[supposed]
    assert not any("-if-" in one for one in taken(monkeypatch, show="commission"))


def test_what_is_supposed_is_worked_out_once_for_all_files(loaded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[object] = []

    def counting(found: Gaps, changes: Sequence[Change]) -> WhatIf:
        worked.append(changes)
        return what_if(found, changes)

    monkeypatch.setattr("app.needs.otherwise.what_if", counting)
    files = taken(monkeypatch, show="commission", **{"if": "london-policy-fellowship:online"})
    made = [one.make() for name, one in files.items() if name.endswith((".csv", ".json"))]
    assert len(made) == 4
    assert len(worked) == 1


def test_only_levels_that_are_taught_may_be_commissioned(loaded: str) -> None:
    at = opens(show="commission")
    assert "perhaps by practice" in plain(at)
    at.checkbox(key="needs-taught").check().run()
    assert link(at) == {"show": "commission", "levels": "taught"}
    assert "No other choice from levels that are taught somewhere does more (proven)." in plain(at)
    assert "perhaps by practice" not in plain(at)


# --- what if it ran otherwise ----------------------------------------------------------------------------------


def test_a_course_that_runs_otherwise_opens_moves(loaded: str) -> None:
    at = opens(show="commission", nation="GB-WLS", **{"if": "london-policy-fellowship:GB-WLS"})
    with connect(loaded) as store:
        planner = snapshot_of(store).planner()
    now = programme(planner, Asked(switches=Switches(nation="GB-WLS")))
    told = plain(at)
    assert "could be joined by people in Wales" in told
    assert f"{now.stopped:,}" in told
    assert "Moves that open or close" in told
    assert "nothing stops it" in told
    assert "With the change, 5 outcomes would meet" in told
    at.button(key="needs-if-london-policy-fellowship:GB-WLS").click().run()
    assert link(at) == {"show": "commission", "nation": "GB-WLS"}


def test_a_change_is_added_to_the_link(loaded: str) -> None:
    at = opens(show="commission", nation="GB-WLS")
    course = at.selectbox(key="needs-if-course")
    course.select(next(one for one in out_of_reach_of(loaded) if one.endswith("/gla-policy-fellowship"))).run()
    at.selectbox(key="needs-if-way").select("open-to-all").run()
    at.button(key="needs-if-add").click().run()
    assert link(at)["if"] == "gla-policy-fellowship:open-to-all"
    assert "not running now" in plain(at)


def out_of_reach_of(url: str) -> list[str]:
    with connect(url) as store:
        return out_of_reach(programme(snapshot_of(store).planner(), Asked(switches=Switches(nation="GB-WLS"))))


def test_moves_that_are_stopped_are_as_many_as_are_counted(loaded: str) -> None:
    found = gaps_of(loaded)
    assert len(stopped(found)) == found.stopped


def test_changes_that_make_no_sense_are_told(loaded: str) -> None:
    at = opens(show="commission", **{"if": "no-such:online gla-policy-fellowship:by-balloon"})
    told = plainly(at)
    assert "no-such" in told
    assert "by-balloon” under “What if this ran otherwise?”, which is no change." in told
    assert link(at)["if"].startswith("no-such")


def test_what_a_link_says_wrongly_is_told_in_the_words_of_the_page(loaded: str) -> None:
    wrong = {one: "moon" for one in LABELS if one != "beside"}
    told = plainly(opens(**wrong))
    for one in wrong.keys() - {"framework"}:
        assert f"“moon” under “{LABELS[one]}”, which is" in told, one
    assert "the framework “moon”" in told
    assert f"“mars” under “{LABELS['beside']}”" in plainly(opens(show="sector", beside="mars"))
    assert "“roles:x” under “What counts as need”, which is no weight" in plainly(opens(weights="roles:x"))


def plainly(at: AppTest) -> str:
    """All warnings, without what keeps them from being read as markup."""
    return " ".join(one.value.replace("\u2060", "").replace("\\", "") for one in at.warning)


def test_where_all_is_within_reach_no_course_is_to_be_changed(counted: str) -> None:
    assert "so there is no course to change" in plain(opens(show="commission"))


# --- letters ---------------------------------------------------------------------------------------------------


def test_a_letter_to_each_provider_can_be_read(counted: str) -> None:
    at = opens(show="reach")
    assert "1 letter with" in plain(at)
    at.selectbox(key="needs-letter").select(name(Kind.ORGANISATION, "school")).run()
    assert link(at) == {"show": "reach", "letter": "school"}
    told = plain(at)
    assert "Dear colleagues at A school," in told
    assert "The craft of writing" in told
    labels = [one.proto.label for one in at.get("download_button")]
    assert any("This letter" in one for one in labels)


def test_letters_are_packed_together() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped({"a.txt": "Ä", "b.txt": "b"}))) as archive:
        assert archive.namelist() == ["a.txt", "b.txt"]
        assert archive.read("a.txt").decode() == "Ä"
