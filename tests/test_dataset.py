"""The starter data keep the rules for writing them: who is described, how far learning reaches, and in which words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import TypeVar

import pytest
import textstat

from kmgraph.errors import Problem
from kmgraph.graph import graph_of
from kmgraph.load import Entry, find_source, load
from kmgraph.model import (
    Approach,
    Commitment,
    Competency,
    Course,
    Expects,
    Framework,
    Level,
    LevelDescription,
    Mapping,
    Organisation,
    Practice,
    Record,
    Requirement,
    Role,
    RoleMapping,
    Source,
    Teaches,
    iri,
    label_of,
    slug_of,
)
from kmgraph.personal import Known, looks_personal
from kmgraph.planner import Planner, Switches
from kmgraph.planner.moves import Scenario, moves
from kmgraph.planner.provision import by_nation, current
from kmgraph.store import connect
from kmgraph.store.base import Assertion
from kmgraph.vocabulary import (
    NOT_CURRENT,
    Availability,
    CompetencyType,
    Evidence,
    Importance,
    Kind,
    Match,
    OrganisationType,
    Status,
)
from loaders.starter import FOLDER

CORE = iri(Kind.FRAMEWORK, "starter", "km-core")
LEVELS = ("awareness", "working", "practitioner", "expert")
GROUPS = {
    "leader", "coordinator", "impact", "knowledge exchange", "policy adviser", "policy engagement", "policy fellows",
    "public affairs", "government analyst", "parliamentary knowledge exchange", "evidence intermediary",
    "learned society policy",
}  # fmt: skip
"""The eight role groups of Hidden Talents, and four that this project adds."""
SECTORS = {
    "university", "central government", "devolved government", "local government", "legislature",
    "What Works Centre", "think tank", "charity", "learned society", "funder", "network",
}  # fmt: skip
FRAMEWORKS = {"hidden-talents": 5, "mesh": 10, "kmb-impact": 11, "researchcomp": 38 + 7, "vitae": 4 + 12,
              "gsr": 7, "policy-profession": 3, "upen": 3}  # fmt: skip
"""How the ids of the frameworks of others begin, and how many concepts each has at least."""
R = TypeVar("R", bound=Record)
OLDEST = 14
"""Years of age at which everybody who goes to school can read a definition."""


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    reader, place = find_source("starter")
    found = list(reader.load(place))
    assert not [one for one in found if isinstance(one, Problem)]
    return [one for one in found if isinstance(one, Entry)]


@pytest.fixture(scope="module")
def records(entries: list[Entry]) -> dict[str, Record]:
    return {one.record.id: one.record for one in entries}


@pytest.fixture(scope="module")
def planner(entries: list[Entry]) -> Planner:
    source = entries[0].record.id
    return Planner(graph_of(1, [Assertion(source, one.record) for one in entries]))


def of(records: dict[str, Record], kind: type[R]) -> list[R]:
    return [one for one in records.values() if isinstance(one, kind)]


def level(link: Requirement | Teaches | Expects) -> str | None:
    return slug_of(link.level) if link.level else None


def shares(counted: Counter[str]) -> dict[str, float]:
    return {key: number / counted.total() for key, number in counted.items()}


def texts(record: Record) -> Iterator[tuple[str, str]]:
    """What people read of a record: fields that hold words."""
    for name in record.model_fields_set - {"id", "url", "cites", "object", "seen", "extra"}:
        value = getattr(record, name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and "://" not in text:
                yield name, text


# ---- every row


def test_it_loads_with_nothing_to_mend_but_the_concepts_of_others(tmp_path: Path) -> None:
    with connect(f"sqlite:///{tmp_path}/graph.sqlite") as store:
        report = load(store, "starter")
    assert report.ok
    assert {problem.column for problem in report.problems} <= {"object"}
    assert all("kept as stubs" in problem.message for problem in report.problems)


def test_every_row_says_what_supports_it_why_it_is_so_and_when_somebody_looked(records: dict[str, Record]) -> None:
    stated = [one for one in records.values() if one.kind is not Kind.SOURCE]
    assert [label_of(one) for one in stated if not one.grounds] == []
    assert [label_of(one) for one in stated if not one.why] == []
    assert [label_of(one) for one in stated if not one.checked] == []


def test_every_row_names_its_sources_or_says_that_there_is_none(records: dict[str, Record]) -> None:
    stated = [one for one in records.values() if one.kind is not Kind.SOURCE]
    assert [label_of(one) for one in stated if not one.cites and not (one.grounds or "").startswith("No source")] == []
    assert [label_of(one) for one in stated if one.status is Status.SOURCED and not one.cites] == []


def test_no_row_counts_as_reviewed_or_as_a_machine_suggestion(records: dict[str, Record]) -> None:
    assert {one.status for one in records.values()} == {Status.PROPOSED, Status.SOURCED}


def test_licences_agree_with_the_sources(records: dict[str, Record]) -> None:
    licences = {one.id: one.licence for one in of(records, Source)}
    wrong = []
    for one in records.values():
        stated = {licences[cited] for cited in one.cites}
        if one.source_licence != (stated.pop() if len(stated) == 1 else None):
            wrong.append((one.kind, label_of(one), one.source_licence))
    assert wrong == []


def test_every_source_is_cited_and_every_address_is_safe(records: dict[str, Record]) -> None:
    cited = {iri for one in records.values() for iri in one.cites}
    sources = of(records, Source)
    unused = [slug_of(one.id) for one in sources if one.id not in cited]
    assert unused == ["starter"]
    addresses = [one.url for one in records.values() if getattr(one, "url", None)]
    assert len(addresses) > 40
    assert [url for url in addresses if not re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]{2,}(/[\w./?=%-]*)?", url)] == []
    assert all(one.retrieved for one in sources)


# ---- people


def test_nobody_is_named_or_can_be_reached(records: dict[str, Record]) -> None:
    labels = ("label", "alternative_labels", "object_label", "title", "publisher")
    known = Known(text for one in records.values() for name, text in texts(one) if name in labels)
    found = [
        (one.kind, name, text, reason)
        for one in records.values()
        for name, text in texts(one)
        if (reason := looks_personal(text, known))
    ]
    assert found == []


def test_a_role_is_a_type_and_names_no_employer(records: dict[str, Record]) -> None:
    bodies = [one for one in of(records, Organisation) if one.type is not OrganisationType.LEGISLATURE]
    employers = {text for one in bodies for text in (one.label, *one.alternative_labels)}
    found = [
        (role.label, employer)
        for role in of(records, Role)
        for employer in employers
        for words in (role.label, role.summary or "", role.sector or "")
        if re.search(rf"\b{re.escape(employer)}\b", words)
    ]
    assert found == []


def test_no_journey_tells_years_or_places(records: dict[str, Record]) -> None:
    journeys = [one for one in records.values() if one.kind in (Kind.JOURNEY, Kind.STEP)]
    told = [text for one in journeys for name, text in texts(one) if name in ("label", "summary", "text", "sector")]
    assert [text for text in told if re.search(r"\b(19|20)\d\d\b|Canad|\bleave\b|parental", text)] == []


# ---- width


def test_the_core_scheme_has_its_twenty_two_competencies(records: dict[str, Record]) -> None:
    core = [one for one in of(records, Competency) if one.framework == CORE]
    assert len(core) == 22
    ways = [one for one in of(records, Competency) if one.type is CompetencyType.ATTITUDE]
    assert len(ways) >= 3
    avoided = re.compile(r"resilient|tireless|level up", re.IGNORECASE)
    assert [text for one in (*core, *ways) for _, text in texts(one) if avoided.search(text)] == []


@pytest.mark.parametrize(("begins", "concepts"), FRAMEWORKS.items())
def test_the_frameworks_of_others_are_there_by_name_and_matched(
    records: dict[str, Record], begins: str, concepts: int
) -> None:
    (framework,) = [one for one in of(records, Framework) if slug_of(one.id).startswith(begins)]
    inside = {one.id for one in of(records, Competency) if one.framework == framework.id}
    assert len(inside) >= concepts
    assert any(one.object in inside for one in of(records, Mapping))


def test_what_may_not_be_shipped_is_not_there(records: dict[str, Record]) -> None:
    names = [one.label for one in of(records, Framework)]
    assert [name for name in names if re.search(r"ARMA|JRC|Science for Policy|Mallidou|Innovative Polic", name)] == []


def test_no_match_claims_to_be_exact_and_each_is_a_proposal(records: dict[str, Record]) -> None:
    matches = [*of(records, Mapping), *of(records, RoleMapping)]
    assert {one.match for one in matches} <= {Match.CLOSE, Match.BROAD, Match.NARROW, Match.RELATED}
    assert {one.status for one in matches} == {Status.PROPOSED}
    assert [one.object for one in matches if one.object not in records and not one.object_label] == []


def test_roles_are_wide(records: dict[str, Record]) -> None:
    roles = of(records, Role)
    assert len(roles) >= 40
    assert {one.group for one in roles} >= GROUPS
    assert {part for one in roles for part in (one.sector or "").split(" or ")} == SECTORS


def test_provision_is_wide(records: dict[str, Record]) -> None:
    courses = of(records, Course)
    assert len(courses) >= 40
    kinds = {"course", "e-learning", "workshop", "programme", "degree", "fellowship", "placement", "mentoring",
             "community", "resource"}  # fmt: skip
    assert {str(one.type) for one in courses} == kinds


def test_commitments_of_institutions_are_no_competencies(records: dict[str, Record]) -> None:
    assert len(of(records, Commitment)) == 8
    assert {one.label for one in of(records, Commitment)}.isdisjoint(one.label for one in of(records, Competency))
    assert len(of(records, Approach)) >= 15


# ---- what roles need


def levelled(records: dict[str, Record]) -> list[Requirement]:
    ways = {one.id for one in of(records, Competency) if one.type is CompetencyType.ATTITUDE}
    return [one for one in of(records, Requirement) if one.competency not in ways]


def test_a_role_needs_six_to_nine_competencies_and_no_way_of_working_has_a_level(
    records: dict[str, Record],
) -> None:
    needed = Counter(one.role for one in of(records, Requirement))
    assert {role: needed[role] for role in (one.id for one in of(records, Role)) if not 6 <= needed[role] <= 9} == {}
    assert all(one.level for one in levelled(records))
    assert all(one.level is None for one in of(records, Requirement) if one not in levelled(records))


def test_the_levels_that_roles_need_are_spread_as_the_field_is(records: dict[str, Record]) -> None:
    found = shares(Counter(str(level(one)) for one in levelled(records)))
    assert found["awareness"] == pytest.approx(0.15, abs=0.04)
    assert found["working"] == pytest.approx(0.45, abs=0.04)
    assert found["practitioner"] == pytest.approx(0.32, abs=0.04)
    assert found["expert"] <= 0.08
    essential = sum(one.importance is Importance.ESSENTIAL for one in of(records, Requirement))
    assert 0.60 <= essential / len(of(records, Requirement)) <= 0.70


def test_experts_are_heads_and_specialists_in_two_things_at_most(records: dict[str, Record]) -> None:
    experts = Counter(one.role for one in levelled(records) if "expert" in (level(one), slug_of(one.level_to or "")))
    assert max(experts.values()) <= 2


def test_entry_roles_stop_at_working(records: dict[str, Record]) -> None:
    entry = {one.id for one in of(records, Role) if "entry role" in (one.why or "").casefold()}
    assert len(entry) >= 5
    high = [one for one in levelled(records) if one.role in entry and level(one) not in ("awareness", "working")]
    assert [(slug_of(one.role), slug_of(one.competency)) for one in high] == []


def test_roles_differ(records: dict[str, Record]) -> None:
    needs: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for one in levelled(records):
        needs[one.role].add((one.competency, one.level))
    assert len({frozenset(each) for each in needs.values()}) == len(needs)


# ---- how far learning reaches


def test_learning_never_makes_an_expert_and_reaches_few_things(records: dict[str, Record]) -> None:
    taught: dict[str, list[Teaches]] = defaultdict(list)
    for one in of(records, Teaches):
        taught[one.course].append(one)
    assert all(level(one) in LEVELS[:3] for one in of(records, Teaches))
    assert max(map(len, taught.values())) <= 3


def test_three_hours_give_awareness_in_two_things_at_most(records: dict[str, Record]) -> None:
    short = {one.id for one in of(records, Course) if one.effort_hours is not None and one.effort_hours <= 3}
    assert short
    taught = [one for one in of(records, Teaches) if one.course in short]
    assert {level(one) for one in taught} <= {"awareness"}
    assert max(Counter(one.course for one in taught).values()) <= 2


def test_a_practitioner_is_made_by_long_or_supported_practice_only(records: dict[str, Record]) -> None:
    courses = {one.id: one for one in of(records, Course)}
    long = {"fellowship", "placement", "degree", "programme", "mentoring", "course"}
    for one in of(records, Teaches):
        if level(one) == "practitioner":
            assert str(courses[one.course].type) in long, courses[one.course].label


def test_about_half_of_what_runs_asks_for_nothing_on_entry(records: dict[str, Record]) -> None:
    taught = {one.course for one in of(records, Teaches)}
    runs = {one.id for one in of(records, Course) if one.availability not in NOT_CURRENT} & taught
    asks = {one.course for one in of(records, Expects)}
    assert 0.4 <= len(runs - asks) / len(runs) <= 0.7


def test_an_entry_level_is_one_below_what_is_reached(records: dict[str, Record]) -> None:
    reached = {(one.course, one.competency): level(one) for one in of(records, Teaches)}
    for one in of(records, Expects):
        top = reached[one.course, one.competency]
        assert LEVELS.index(str(top)) - LEVELS.index(str(level(one))) == 1, (slug_of(one.course), level(one), top)


def test_no_prerequisite_is_made_up_and_no_evidence_claimed(records: dict[str, Record]) -> None:
    assert not [one for one in records.values() if one.kind is Kind.PREREQUISITE]
    assert {one.evidence for one in of(records, Teaches)} <= {Evidence.NONE, Evidence.REPORT}


def test_a_price_says_when_it_was_seen_and_past_learning_says_that_it_is_past(records: dict[str, Record]) -> None:
    priced = [one for one in of(records, Course) if one.fee is not None]
    assert 0 < len(priced) < 10
    assert all((one.currency and one.fee_as_of is not None) or one.fee == 0 for one in priced)
    closed = [one for one in of(records, Course) if one.label == "UKRI policy fellowship 2026"]
    assert [one.availability for one in closed] == [Availability.CLOSED]


def test_every_core_competency_can_be_practised_without_a_course(records: dict[str, Record]) -> None:
    core = {one.id for one in of(records, Competency) if one.framework == CORE and one.type != CompetencyType.ATTITUDE}
    practised = {iri for one in of(records, Practice) for iri in one.competencies}
    assert {slug_of(iri) for iri in core - practised} == set()


# ---- words


def test_definitions_can_be_read_at_fourteen(records: dict[str, Record]) -> None:
    """Flesch-Kincaid gives a school year of the USA; a pupil of year n is n + 5 years old."""
    fields = {Competency: "definition", LevelDescription: "text", Level: "definition", Role: "summary",
              Practice: "summary", Approach: "summary", Commitment: "definition", Course: "summary"}  # fmt: skip
    ages = {
        text: int(textstat.flesch_kincaid_grade(text)) + 5
        for kind, field in fields.items()
        for one in of(records, kind)
        if (text := getattr(one, field))
    }
    assert len(ages) > 250
    assert {text: age for text, age in ages.items() if age > OLDEST} == {}
    assert mean(ages.values()) <= OLDEST - 1


# ---- bridges that somebody read by hand

PAGE = (FOLDER / "BRIDGES.md").read_text(encoding="utf-8")
READ = re.findall(r"^## \d+\. ([^\n]+?) to ([^\n]+?)(, with [^\n]*)?\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
STEPS = re.compile(r"^\d+\. \*\*(.+?)\*\*: (yes|some|few)\b", re.MULTILINE)


def test_ten_bridges_were_read_and_their_verdicts_counted() -> None:
    assert len(READ) == 10
    verdicts = Counter(verdict for *_, told in READ for _, verdict in STEPS.findall(told))
    assert f"Of the {verdicts.total()} steps, {verdicts['yes']} could" in PAGE
    assert f"(yes), {verdicts['some']} by some" in PAGE
    assert f"(some), and {verdicts['few']} by few" in PAGE


@pytest.mark.parametrize(("start", "goal", "narrow", "told"), READ, ids=[f"{one[0]} to {one[1]}" for one in READ])
def test_the_bridges_that_were_read_are_those_that_are_answered(
    planner: Planner, start: str, goal: str, narrow: str, told: str
) -> None:
    roles = {role.label: role.id for role in planner.graph.all(Role).values()}
    answer = planner.bridge(planner.role_profile(roles[start]), roles[goal], Switches(open_to_all=bool(narrow)))
    assert [step.course.label for step in answer.plans[0].steps] == [label for label, _ in STEPS.findall(told)]


def test_the_readme_tells_what_the_learning_closes_now(planner: Planner) -> None:
    readme = (FOLDER.parents[1] / "README.md").read_text(encoding="utf-8")
    for scenario in Scenario:
        *_, found = moves(planner, scenario)
        line = next(line for line in readme.splitlines() if line.startswith(f"| `{scenario}`:"))
        told = [int(cell.split()[0].replace(",", "")) for cell in line.split("|")[2:-1]]
        assert told == [found.closed, found.partly, found.open, found.nothing_to_do]
    nations = by_nation(courses := current(planner.graph)).by
    told = re.search(r"Of the (\d+) provisions .*? (\d+) \(.*? (\d+) \(.*? (\d+) \(.*? For (\d+) \(", readme, re.DOTALL)
    assert told
    counted = [nations[sort] for sort in ("GB", "GB-ENG", "GB-SCT", "not known")]
    assert [int(number) for number in told.groups()] == [len(courses), *counted]
    assert nations["GB-WLS"] == nations["GB-NIR"] == 0
