"""`kmgraph extract`: adverts to tables to a store, where suggestions count in nothing until people reviewed them."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kmgraph.likeness import Confidence
from kmgraph.load import load
from kmgraph.model import Requirement, Role, Source
from kmgraph.store import connect
from kmgraph.vocabulary import Kind, Status
from tests.adverts.measure import FOLDER, competencies, expected, half, read, roles, stated
from tests.command import Command

ADVERT = """Policy Engagement Officer
Employer: Harbour Works

Essential:
- working knowledge of research methods
- lobbying, with help from Jane Fairweather (j.fairweather@harbour.example, 01632 960123)
- facilitation

Ideally you know bid writing.
"""
NEW = "# Rose Pruner, Harbour Works\n\n## You will\n\n- do fundraising\n"


@pytest.fixture
def run(run_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/graph.sqlite")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(ADVERT)
    (tmp_path / "new.md").write_text(NEW)
    return run_command


@pytest.fixture
def starter(run, tmp_path: Path) -> None:
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        assert load(store, "starter").ok


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def bridge(run) -> Any:
    _, out, _ = run("bridge", "policy engagement officer", "committee specialist", "--json")
    return {name: value for name, value in json.loads(out).items() if name != "elapsed_ms"}


@pytest.mark.usefixtures("starter")
def test_adverts_become_tables_that_load_as_suggested_and_count_in_nothing(run, tmp_path: Path) -> None:
    before = bridge(run)
    assert run("extract", "a.txt", "new.md", "-o", "found")[0] == 0
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        report = load(store, tmp_path / "found", strict=True)
        assert (report.problems, report.title) == ((), "Job adverts: suggestions to review (suggested-found)")
        said = store.read(lambda reader: reader.assertions((Kind.REQUIREMENT, Kind.ROLE, Kind.SOURCE)))
    own = [one.record for one in said if one.source == report.source]
    assert {one.status for one in own} == {Status.SUGGESTED}
    assert [one.label for one in own if isinstance(one, Role)] == ["Rose Pruner"]
    assert {one.title for one in own if isinstance(one, Source)} == {
        "Job adverts: suggestions to review (suggested-found)",
        "Job advert 1: Policy Engagement Officer",
        "Job advert 2: Rose Pruner",
    }
    assert bridge(run) == before
    run("review", "export", "r.csv", "--kind", "requirement", "--json")
    assert "advert-" not in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    needs = {one.competency.rpartition("/")[2]: one for one in own if isinstance(one, Requirement)}
    methods = needs["social-research-data-methods"]
    assert methods.level == "https://w3id.org/kmgraph/level/starter/working"
    assert methods.role == "https://w3id.org/kmgraph/role/starter/policy-engagement-officer"
    assert (methods.importance, needs["funding-resources"].importance) == ("essential", "desirable")


@pytest.mark.usefixtures("starter")
def test_each_row_says_what_supports_it_and_how_sure_it_is(run, tmp_path: Path) -> None:
    run("extract", "a.txt", "-o", "found")
    found = {row["competency"]: row for row in rows(tmp_path / "found" / "requirements.csv")}
    assert found["starter/social-research-data-methods"] == {
        "role": "starter/policy-engagement-officer",
        "competency": "starter/social-research-data-methods",
        "level": "starter/working",
        "importance": "essential",
        "status": "suggested",
        "grounds": "a.txt: “working knowledge of research methods” (line 5)",
        "why": "Confidence strong: “research methods”, its words stand here. Level as stated: “working knowledge”",
        "cites": "advert-1",
    }
    why = found["starter/convening-facilitation"]["why"]
    assert why == "Confidence strong: “facilitation”, it stands here by itself"


@pytest.mark.usefixtures("starter")
def test_a_row_that_a_reviewer_makes_a_proposal_is_asked_about(run, tmp_path: Path) -> None:
    run("extract", "new.md", "-o", "found")
    table = tmp_path / "found" / "requirements.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("suggested", "proposed"), encoding="utf-8")
    assert run("load", "found")[0] == 0
    run("review", "export", "r.csv", "--kind", "requirement")
    assert "Does a Rose Pruner need Funding and resources, as desirable?" in (tmp_path / "r.csv").read_text("utf-8-sig")


@pytest.mark.usefixtures("starter")
def test_suggestions_count_once_reviewers_agree_and_not_before(run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Committee specialist\n\nEssential:\n- bid writing\n")
    run("extract", "b.txt", "-o", "found")
    run("load", "found")
    run("review", "export", "plain.csv", "--kind", "requirement")
    question = "Does a committee specialist (legislature) need Funding and resources, as essential?"
    assert question not in (tmp_path / "plain.csv").read_text("utf-8-sig")
    before = bridge(run)
    for people, counts in ((2, False), (1, True)):
        run("review", "export", "r.csv", "--kind", "requirement", "--suggested", "--force")
        asked = rows(tmp_path / "r.csv")
        (row,) = (row for row in asked if row["question"] == question)
        row |= {"reviewers": "government", "agree": str(people)}
        with (tmp_path / f"{people}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(asked[0]))
            table.writeheader()
            table.writerows(asked)
        assert run("review", "import", f"{people}.csv")[0] == 0
        assert (bridge(run) != before) is counts
        said = json.loads(run("show", "committee-specialist", "--json")[1])["referred_to_by"]
        (need,) = (one for one in said if "suggested" in str(one["asserted_by"]) and one["kind"] == "Requirement")
        assert need["standing"].startswith("reviewed" if counts else "suggested"), need["standing"]


@pytest.mark.usefixtures("starter")
def test_importance_that_is_not_stated_is_told_alike_everywhere(run, tmp_path: Path) -> None:
    _, out, _ = run("extract", "new.md")
    assert "desirable (not" in out
    (one,) = json.loads(run("extract", "new.md", "--json")[1])["adverts"][0]["competencies"]
    assert (one["importance"], one["importance_stated"]) == ("desirable", False)
    run("extract", "new.md", "-o", "found")
    (row,) = rows(tmp_path / "found" / "requirements.csv")
    assert (row["importance"], "Importance is not stated" in row["why"]) == ("desirable", True)
    said = json.loads(run("extract", "a.txt", "--json")[1])["adverts"][0]["competencies"]
    assert {one["importance_stated"] for one in said} == {True}


@pytest.mark.usefixtures("starter")
def test_roles_of_one_name_are_told_apart_and_a_tie_is_said(run, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "dataset.csv").write_text("id,title\nother,Other roles\n")
    (other / "roles.csv").write_text(
        "id,label,alternative_labels\nclerk,Policy Engagement Officer,\nlobbyist,Lobbyist,Rose Pruner\n"
        "pruner,Rose pruner,\ngardener,Rose pruner,\n"
    )
    assert run("load", "other", "--format", "tables")[0] == 0
    run("extract", "new.md", "-o", "roses")
    (said,) = (row for row in rows(tmp_path / "roses" / "sources.csv"))
    assert said["why"] == (
        "Roles that its title is like: Rose pruner (gardener, other; strong); Rose pruner (pruner, other; strong); "
        "Lobbyist (lobbyist, other; strong); the first 2 are equally likely"
    ), "a preferred label comes before another label"
    (need,) = rows(tmp_path / "roses" / "requirements.csv")
    assert need["role"] == "other/gardener"
    assert need["why"].endswith("As likely a role: other/pruner")
    first, second = json.loads(run("extract", "a.txt", "--json")[1])["adverts"][0]["roles"][:2]
    assert {first["label"].casefold(), second["label"].casefold()} == {"policy engagement officer"}
    assert first["asserted_by"] != second["asserted_by"]


@pytest.mark.usefixtures("starter")
def test_nothing_that_points_at_a_person_is_kept(run, tmp_path: Path) -> None:
    (tmp_path / "jane-fairweather.txt").write_text(ADVERT)
    (tmp_path / "b.txt").write_text("Clerk for Dr Huw Prothero\n\nDuties:\n- lobbying for Dr Huw Prothero\n")
    for arguments in (("-o", "found"), (), ("--json",)):
        _, out, _ = run("extract", "jane-fairweather.txt", "b.txt", *arguments)
        said = out + "".join(path.read_text(encoding="utf-8-sig") for path in tmp_path.glob("found/*.csv"))
        assert "lobbying" in said or "Proposals" in said
        for word in ("Fairweather", "harbour.example", "960123", "Prothero"):
            assert word not in said
    assert "jane-fairweather" not in "".join(p.read_text(encoding="utf-8-sig") for p in tmp_path.glob("found/*.csv"))


@pytest.mark.usefixtures("starter")
def test_several_adverts_for_one_role_make_one_row(run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Policy Engagement Officer\n\nDesirable:\n- facilitation\n")
    run("extract", "a.txt", "b.txt", "-o", "found")
    (row,) = (row for row in rows(tmp_path / "found" / "requirements.csv") if "facilitation" in row["competency"])
    assert (row["importance"], row["cites"]) == ("essential", "advert-1|advert-2")
    assert "a.txt: “facilitation” (line 7); b.txt: “facilitation” (line 4)" in row["grounds"]
    assert row["why"].endswith("Adverts that ask for it: 2")


@pytest.mark.usefixtures("starter")
def test_how_many_adverts_ask_is_counted_by_role_and_loads_as_suggested(run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Policy Engagement Officer\n\nDesirable:\n- facilitation\n")
    (tmp_path / "c.txt").write_text("Policy Engagement Officer\n\nDuties:\n- walking the office dog\n")
    run("extract", "a.txt", "b.txt", "c.txt", "new.md", "-o", "found")
    found = rows(tmp_path / "found" / "observations.csv")
    officer = "starter/policy-engagement-officer"
    counted = {(row["role"], row["competency"]): (row["number"], row["of"]) for row in found}
    assert counted[officer, "starter/convening-facilitation"] == ("2", "3")
    assert counted[officer, "starter/social-research-data-methods"] == ("1", "3")
    assert counted["role-4", "starter/funding-resources"] == ("1", "1")
    assert {(row["counts"], row["status"]) for row in found} == {("adverts", "suggested")}
    assert run("load", "found", "--strict")[0] == 0
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        said = store.read(lambda reader: reader.assertions([Kind.OBSERVATION]))
    assert len(said) == len(found)
    assert {one.record.status for one in said} == {Status.SUGGESTED}


@pytest.mark.usefixtures("starter")
def test_mistakes_are_one_sentence_and_nothing_is_overwritten(run, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.csv").write_text("mine")
    assert run("extract", "a.txt", "-o", "full")[0] == 2
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.csv"]
    assert run("extract", "nothing.txt")[0] == 2
    assert run("extract", "a.txt", "--framework", "nosuch")[0] == 2
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    code, _, err = run("extract", "a.pdf", "-o", "found")
    assert (code, "This is a PDF" in err, (tmp_path / "found").exists()) == (1, True, False)


def test_an_empty_store_is_told(run) -> None:
    code, _, err = run("extract", "a.txt")
    assert (code, "kmgraph load starter" in err) == (3, True)


@pytest.mark.usefixtures("starter")
def test_the_framework_may_be_named(run) -> None:
    (_, out, _), (_, other, _) = (
        run("extract", "a.txt", "--json"),
        run("extract", "a.txt", "--framework", "mesh-cpe", "--json"),
    )
    assert json.loads(out)["frameworks"] == ["https://w3id.org/kmgraph/framework/starter/km-core"]
    (advert,) = json.loads(other)["adverts"]
    assert [one["label"] for one in advert["competencies"]] == ["Facilitation"]
    assert advert["competencies"][0]["sentences"] == [{"text": "facilitation", "line": 7}]


def test_the_adverts_of_both_halves_are_read_at_least_so_well() -> None:
    readings, wanted = read(), expected()
    assert set(wanted) == {path.name for path in FOLDER.iterdir() if path.suffix in (".md", ".txt", ".html")}
    assert len(wanted) == 30
    for held_out, precision, recall, first in ((False, 0.9, 0.7, 0.9), (True, 0.8, 0.6, 0.8)):
        names = half(wanted, held_out=held_out)
        counts = competencies(readings, names, Confidence.FAIR)
        assert counts.precision >= precision
        assert counts.recall >= recall
        assert competencies(readings, names, Confidence.STRONG).precision >= 0.9
        assert roles(readings, names, 1).precision >= first
        right, of, invented = stated(readings, names, 1)
        assert (right, invented) == (of, 0)
