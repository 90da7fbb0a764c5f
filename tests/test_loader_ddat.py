"""The Government Digital and Data framework: role levels, ladders that are proposals, and every defect named."""

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from kmgraph.errors import Severity
from kmgraph.load import Report, loader
from kmgraph.model import Competency, Group, Ladder, LevelDescription, Requirement, Role, Source, slug_of
from kmgraph.vocabulary import Importance, Kind, Status
from tests import loading
from tests.shared import shared

SAMPLE = Path(__file__).parent / "samples" / "ddat"
loaded = partial(loading.loaded, format="ddat")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample, to be changed."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "ddat"))


def changed(file: Path, change: Callable[[str], str]) -> Path:
    file.write_text(change(file.read_text("utf-8")), "utf-8")
    return file.parent


def told(report: Report, words: str) -> list[int | None]:
    """The lines of the problems that say so."""
    return [problem.place.line for problem in report.problems if words in str(problem)]


def test_role_levels_become_roles_under_their_role_and_family() -> None:
    report, records = loaded(SAMPLE)
    assert report.ok
    assert list(records[Kind.ROLE]) == [
        "chief-gardener", "florist.florist", "gardener.gardener", "gardener.head-of-gardens",
        "gardener.senior-gardener", "gardener.trainee-gardener",
    ]  # fmt: skip
    head = records[Kind.ROLE]["gardener.head-of-gardens"]
    assert isinstance(head, Role)
    assert (head.label, head.summary, head.group) == ("Head of gardens", "A head of gardens decides.", "Gardens")
    role = records[Kind.GROUP]["role.gardener"]
    assert isinstance(role, Group)
    assert head.groups == (role.id,)
    assert role.definition == "A gardener looks after plants.\n\nIn this role, you will:\n- water\n- weed"
    assert role.broader == (records[Kind.GROUP]["family.gardens"].id,)


def test_a_need_has_its_level_and_says_why_it_is_essential() -> None:
    _, records = loaded(SAMPLE)
    needs = [need for need in records[Kind.REQUIREMENT].values() if isinstance(need, Requirement)]
    assert len(needs) == 8
    assert {need.importance for need in needs} == {Importance.ESSENTIAL}
    assert {need.status for need in needs} == {Status.SOURCED}
    assert all(need.why for need in needs)
    senior = next(need for need in needs if need.role.endswith("senior-gardener"))
    assert slug_of(senior.level or "") == "expert"


def test_levels_are_described_by_both_files_but_not_by_stand_ins() -> None:
    report, records = loaded(SAMPLE)
    texts = [one for one in records[Kind.LEVEL_DESCRIPTION].values() if isinstance(one, LevelDescription)]
    pruning = {slug_of(one.level): one.text for one in texts if one.competency.endswith("/pruning")}
    assert pruning == {
        "awareness": "You can name the tools.", "working": "You can:\n- cut roses",
        "practitioner": "You can cut trees.", "expert": "You can shape a hedge.",
    }  # fmt: skip
    assert len(texts) == 11
    assert told(report, "“This skill level is currently not defined.” are taken as not written yet: 1 here.") == [2]
    assert told(report, "“MISSING” are taken as not written yet: 1 here.") == [8]
    soil = records[Kind.COMPETENCY]["soil-science"]
    assert isinstance(soil, Competency)
    assert soil.definition is None


def test_chief_officers_are_kept_without_levels() -> None:
    report, records = loaded(SAMPLE)
    chief = records[Kind.ROLE]["chief-gardener"]
    assert isinstance(chief, Role)
    assert (chief.label, chief.summary) == ("Chief gardener", "A chief gardener leads all gardens.")
    assert chief.extra == {"Role Type": "Senior Civil Service"}
    [vision] = [
        need for need in records[Kind.REQUIREMENT].values() if isinstance(need, Requirement) and need.role == chief.id
    ]
    assert vision.level is None
    assert told(report, "Levels are not in use for “Chief gardener” (rows: 1)") == [40]


def test_a_ladder_is_a_proposal_that_says_its_rule() -> None:
    report, records = loaded(SAMPLE)
    [ladder] = records[Kind.LADDER].values()  # one role level alone makes no ladder
    assert isinstance(ladder, Ladder)
    rungs = [slug_of(rung).removeprefix("gardener.") for rung in ladder.rungs]
    assert rungs == ["trainee-gardener", "gardener", "senior-gardener", "head-of-gardens"]
    assert ladder.status is Status.PROPOSED
    assert "does not state the order" in (ladder.why or "")
    assert "Trainee gardener 1.00, Gardener 2.50" in (ladder.grounds or "")
    assert told(report, "No column states the order of role levels") == [None]
    assert told(report, "“Head of gardens” stands last by its title") == [2]


def test_role_levels_that_ask_for_the_same_stay_in_the_order_of_the_file(folder: Path) -> None:
    report, records = loaded(
        changed(folder / "roles.csv", lambda text: text.replace(",Expert,You can s", ",Awareness,x"))
    )
    [ladder] = records[Kind.LADDER].values()
    assert isinstance(ladder, Ladder)
    assert [slug_of(rung) for rung in ladder.rungs][:2] == ["gardener.senior-gardener", "gardener.trainee-gardener"]
    assert told(report, "“Senior gardener” and “Trainee gardener” ask for the same levels") == [2]


def test_a_repeated_skill_counts_once_and_is_named() -> None:
    report, _ = loaded(SAMPLE)
    assert told(report, "“Gardener” lists the skill “Pruning” on lines 2 and 13, always at the same level") == [13]


def test_a_skill_repeated_at_another_level_has_none(folder: Path) -> None:
    text = (folder / "roles.csv").read_text("utf-8")
    last = text.rindex(',Working,"You can:\n- cut roses"')
    (folder / "roles.csv").write_text(text[:last] + text[last:].replace("Working", "Expert", 1), "utf-8")
    report, records = loaded(folder)
    assert report.ok
    assert told(report, "on lines 2 and 13, at different levels: the level stays unknown") == [13]
    needs = [need for need in records[Kind.REQUIREMENT].values() if isinstance(need, Requirement)]
    assert [need.level for need in needs if need.role.endswith(".gardener") and "/pruning" in need.competency] == [None]


def test_where_the_index_differs_from_the_roles_is_said() -> None:
    report, _ = loaded(SAMPLE)
    said = "for one skill: for “Pruning” it has “Florist” besides."
    assert told(report, said) == [3]


def test_the_roles_alone_are_enough() -> None:
    report, records = loaded(SAMPLE / "roles.csv")
    assert report.ok
    assert len(records[Kind.ROLE]) == 6
    assert len(records[Kind.LEVEL_DESCRIPTION]) == 6


def test_the_source_asks_for_its_attribution() -> None:
    _, records = loaded(SAMPLE)
    source = records[Kind.SOURCE]["ddat"]
    assert isinstance(source, Source)
    assert source.licence == "Open Government Licence v3.0"
    assert "Crown copyright" in (source.citation or "")
    assert "Contains public sector information licensed under the Open Government Licence v3.0" in (
        source.citation or ""
    )


CASES = {
    "unknown level": (lambda text: text.replace(",Expert,You can bind.", ",Expret,You can bind."),
        "“Expret” is no level of a skill", "Did you mean “Expert”?", Severity.WARNING),
    "no level": (lambda text: text.replace(",Expert,You can bind.", ",,You can bind."),
        "No level of the skill is stated", "The levels are", Severity.WARNING),
    "another text": (lambda text: text.replace("A gardener works alone.,Soil", "A gardener sings.,Soil"),
        "The text for “Gardener / Gardener” is not the one", "Look which", Severity.WARNING),
    "no skill": (lambda text: text.replace(",Binding,", ",,"),
        "The cell “Skill Name” is empty, so the row is left out.", "Look whether", Severity.WARNING),
    "new column": (lambda text: re.sub(r",Role Type$", ",Role Typ", text, flags=re.MULTILINE),
        "The column “Role Typ” is new to this format", "Look whether it matters", Severity.WARNING),
    "lost column": (lambda text: text.replace("Skill Level,", "Skil Level,", 1),
        "The column “Skill Level” is missing.", "Did you mean “Skil Level”", Severity.ERROR),
    "formula": (lambda text: text.replace("A florist works in a shop.", "=A1"),
        "“=A1” is a formula.", "Write the value", Severity.ERROR),
    "cut off": (lambda text: text[: text.rindex("Chief gardener")],
        "The row has 2 cells", "Give it as many", Severity.ERROR),
    "cut off within quotation marks": (lambda text: text[: text.rindex("- weed")],
        "A quotation mark is opened and never closed.", "Close it", Severity.ERROR),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_damage_is_named_and_never_half_loaded(
    folder: Path, case: tuple[Callable[[str], str], str, str, Severity]
) -> None:
    change, message, hint, severity = case
    report, records = loaded(changed(folder / "roles.csv", change))
    [found] = [problem for problem in report.problems if message in problem.message]
    assert found.severity is severity
    assert hint in found.hint
    assert report.written == (severity is Severity.WARNING)
    assert bool(records[Kind.ROLE]) == report.written


def test_names_that_differ_in_signs_only_are_kept_apart(folder: Path) -> None:
    _, records = loaded(changed(folder / "roles.csv", lambda text: text.replace(",Binding,", ",Soil: science,")))
    labels = sorted(one.label for one in records[Kind.COMPETENCY].values() if isinstance(one, Competency))
    assert {"Soil science", "Soil: science"} <= set(labels)


def test_it_is_recognised_by_its_columns(folder: Path) -> None:
    ddat = loader("ddat")
    assert ddat.recognises(folder)
    assert ddat.recognises(folder / "roles.csv")
    assert not ddat.recognises(SAMPLE.parent)
    (folder / "roles.csv").write_text("id,label\nofficer,Officer\n")
    assert not ddat.recognises(folder)
    assert not ddat.recognises(folder / "roles.csv")


def test_the_index_alone_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    report, _ = loaded(SAMPLE / "skills.csv")
    assert [problem.hint for problem in report.errors] == ["Give roles.csv instead."]
    report, _ = loaded(tmp_path)
    assert [problem.message for problem in report.errors] == ["There is no roles.csv here."]


@pytest.mark.shared_data
def test_the_framework_loads_whole_and_its_defects_are_found() -> None:
    report, records = loaded(shared("ddat"))
    assert report.errors == ()
    counts = {kind: len(found) for kind, found in records.items() if found}
    assert counts == {
        Kind.SOURCE: 1, Kind.FRAMEWORK: 1, Kind.SCALE: 1, Kind.LEVEL: 4, Kind.GROUP: 8 + 52, Kind.ROLE: 205,
        Kind.COMPETENCY: 188, Kind.LEVEL_DESCRIPTION: 604, Kind.REQUIREMENT: 1809, Kind.LADDER: 45,
    }  # fmt: skip
    needs = [need for need in records[Kind.REQUIREMENT].values() if isinstance(need, Requirement)]
    assert sum(need.level is None for need in needs) == 28
    assert len({need.role for need in needs if need.level is None}) == 4
    repeats = [problem.message for problem in report.problems if "lists the skill" in problem.message]
    assert len(repeats) == 13
    assert all(message.endswith("always at the same level: it counts once.") for message in repeats)
    assert len({message.split(" lists ")[0] for message in repeats}) == 10
    assert len(told(report, "(rows: 28)")) == 1
    assert len(told(report, "“MISSING” are taken as not written yet: 36 here.")) == 1
    assert len(told(report, "are taken as not written yet: 60 here.")) == 1
    assert len(told(report, "ask for the same levels")) == 2
    assert len(told(report, "stands last by its title")) == 3
    assert len(told(report, "which counts, for 15 skills: for ")) == 1
    assert report.warnings == ()  # nothing that --strict would mind


@pytest.mark.shared_data
def test_ladders_of_the_framework_rise_as_its_titles_do() -> None:
    _, records = loaded(shared("ddat"))
    ladder = records[Kind.LADDER]["user-researcher"]
    assert isinstance(ladder, Ladder)
    assert [slug_of(rung).removeprefix("user-researcher.") for rung in ladder.rungs] == [
        "associate-user-researcher", "junior-user-researcher", "user-researcher", "senior-user-researcher",
        "lead-user-researcher", "head-of-user-research",
    ]  # fmt: skip
