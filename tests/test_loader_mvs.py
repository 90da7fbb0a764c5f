"""Skills4EOSC profiles: roles, their skills, the terms of other schemes, and what these link to."""

from pathlib import Path

import pytest

from kmgraph.errors import Problem, Severity
from kmgraph.load import Entry, Report, load
from kmgraph.model import Competency, Mapping, Record, Requirement, Role, iri
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Importance, Kind, Status
from loaders import mvs
from tests.shared import shared

SAMPLES = Path(__file__).parent / "samples" / "mvs"
SHORT = "skills4eosc-mvs"
SKILL = "http://skills.example.org/skill/00000000-0000-4000-8000-00000000000"


@pytest.fixture(scope="module")
def found() -> list[Entry | Problem]:
    return list(mvs.load(SAMPLES))


@pytest.fixture(scope="module")
def records(found: list[Entry | Problem]) -> list[Record]:
    return [one.record for one in found if isinstance(one, Entry)]


def role(records: list[Record], label: str) -> Role:
    return next(one for one in records if isinstance(one, Role) and one.label == label)


def needs(records: list[Record], label: str) -> dict[tuple[str, str | None], Requirement]:
    labels = {one.id: one.label for one in records if isinstance(one, Competency)}
    of = role(records, label).id
    return {
        (labels[one.competency], one.context): one for one in records if isinstance(one, Requirement) and one.role == of
    }


def links(records: list[Record]) -> dict[str, str]:
    labels = {one.id: one.label for one in records if isinstance(one, Competency)}
    return {labels[one.subject]: one.object for one in records if isinstance(one, Mapping)}


def kept(store: Store, kind: type[Record]) -> list[Record]:
    said = store.read(lambda reader: reader.assertions((kind.kind,)))
    return [one.record for one in said]


def test_a_role_has_titles_a_summary_and_all_else_in_extra(records: list[Record]) -> None:
    weaver = role(records, "Story Weaver")
    assert weaver.id == iri(Kind.ROLE, SHORT, "story-weaver")
    assert weaver.alternative_labels == ("Yarn Spinner", "Tellers of tales (long, short)")
    assert weaver.summary == "Story weavers turn findings into tales that people remember."
    assert weaver.extra == {
        "tags": ["Yarn Spinner"],
        "introduction": ["They work where findings pile up."],
        "Essential skills and competences": ["Each of them takes patience."],
        "activities": ["Spins, which includes: carding; twisting."],
        "outcomes": ["Tales are open"],
        "Further information - Open Science skills terms": [
            "OS skills terms match the essential skills. Sources: a list (Example)."
        ],
        "references": ["spinner1999", "weaver2001"],
    }


def test_what_is_needed_says_where_it_stands_and_how_much_it_counts(records: list[Record]) -> None:
    asked = needs(records, "Story Weaver")
    assert [label for label, _ in asked] == [
        "Finding the thread of a tale", "Loom skills", "Knowledge of yarns (e.g. wool)", "Patience", "Humour",
        "Tell stories", "Synthetise yarns", "Inspect threads", "Plan", "Card wool", "Dye wool", "Knit in teams",
        "Mend nets", "Weave well", "Yarn policy", "Yarn creation",
    ]  # fmt: skip
    essential = [label for (label, _), one in asked.items() if one.importance is Importance.ESSENTIAL]
    assert essential == [label for label, _ in asked][:5]
    assert {one.level for one in asked.values()} == {None}
    patience = asked["Patience", None]
    assert (patience.status, patience.extra) == (
        Status.SOURCED, {"sections": ["Soft or transversal skills", "ResearchComp"]},
    )  # fmt: skip
    telling = asked["Tell stories", None]
    assert (telling.importance, telling.status) == (Importance.DESIRABLE, Status.PROPOSED)
    assert asked["Loom skills", None].grounds == "Loom skills: able to set up a loom, and to mend it"


def test_a_skill_is_called_by_its_bold_words_its_lead_or_its_first_sentence(records: list[Record]) -> None:
    said = {one.label: one.definition for one in records if isinstance(one, Competency)}
    assert said["Humour"] == "Humour (dry or not)"
    assert said["Loom skills"] == "Loom skills: able to set up a loom, and to mend it"
    assert said["Knowledge of yarns (e.g. wool)"] == "Knowledge of yarns (e.g. wool). This includes where to buy them."
    assert said["Finding the thread of a tale"] is None
    assert {one.type for one in records if isinstance(one, Competency)} == {None}


def test_two_variants_of_a_role_are_contexts(records: list[Record]) -> None:
    keeper = role(records, "Yarn Keeper")
    assert keeper.alternative_labels == ("Cupboard Officer", "Shepherd")
    assert keeper.extra["introduction"] == {"Indoor keeper": ["Keeps yarn dry."], "Outdoor keeper": ["Keeps sheep."]}
    assert list(needs(records, "Yarn Keeper")) == [
        ("Counting skeins", "Indoor role"), ("Counting sheep", "Outdoor role"), ("Moth control", "Indoor role"),
        ("Patience", None), ("Tell stories", "Indoor role"), ("Dye wool", "Outdoor role"),
    ]  # fmt: skip


def test_the_same_term_in_several_profiles_is_one_competency(records: list[Record]) -> None:
    labels = [one.label for one in records if isinstance(one, Competency)]
    assert len(labels) == len(set(labels))
    assert needs(records, "Story Weaver")["Patience", None].competency == (
        needs(records, "Yarn Keeper")["Patience", None].competency
    )


def test_links_lead_to_the_concept_not_to_its_page(records: list[Record]) -> None:
    found = links(records)
    assert found["Tell stories"] == f"{SKILL}1"
    assert found["Inspect threads"] == f"{SKILL}3"
    assert found["Yarn policy"] == "http://purl.obolibrary.org/obo/T4FS_9000001"
    assert found["Mend nets"] == "malformed:mend%2520nets"  # until the check leaves it out
    assert "Yarn creation" not in found
    assert "Weave well" not in found
    mapping = next(one for one in records if isinstance(one, Mapping))
    assert (mapping.match, mapping.status, mapping.object_label) == ("close", Status.SOURCED, "Tell stories")


def test_no_person_is_kept(records: list[Record]) -> None:
    everything = " ".join(one.model_dump_json() for one in records)
    assert "Wilhelmina" not in everything
    assert "Cornelius" not in everything
    assert "A Task Group" not in everything


def test_what_is_doubtful_is_said_with_its_line(found: list[Entry | Problem]) -> None:
    said = [
        f"{Path(one.place.source).name}, {one.place.line}: {one.message}" for one in found if isinstance(one, Problem)
    ]
    assert said == [
        "story_weaver.md, 16: A heading stands in the middle of a line: what follows it is left out.",
        "story_weaver.md, 57: “Plan” stands twice under “ESCO Research Skills”; it is kept once.",
        "story_weaver.md, 59: “Weave well” stands twice under “ResearchComp”; it is kept once.",
        "story_weaver.md, 57: “Tell stories” and “Dye wool” link to the same concept.",
        "story_weaver.md, 57: 1 link has a title with another address than the link, the first of “Inspect threads”; "
        "the link counts.",
        "story_weaver.md, 61: The link of “Yarn creation” is malformed: its term is not named as its ontology.",
    ]


def test_profiles_may_be_loaded_one_by_one(store: Store) -> None:
    for name in ("story_weaver", "yarn_keeper"):
        assert load(store, SAMPLES / f"{name}.md", format="mvs").ok
    assert {one.label for one in kept(store, Role) if isinstance(one, Role)} == {"Story Weaver", "Yarn Keeper"}
    together = load(store, SAMPLES, format="mvs")
    assert together.ok
    assert together.added[Kind.ROLE] == 2
    assert store.read(lambda reader: reader.counts().records[Kind.ROLE]) == 2
    assert not load(store, SAMPLES, format="mvs").written


HEAD = "---\ntitle: Weaver MVS\n---\n"
BROKEN = {
    "no front matter": ("# Weaver\n", "The file has no front matter, so it is no profile."),
    "no title": ("---\ntags: [Minimum Viable Skillset]\n---\n", "The front matter has no title"),
    "title of a wrong type": ("---\ntitle: [a]\n---\n", "The front matter has no title"),
    "broken YAML": ("---\ntitle: 'Weaver\ntags: ]\n---\n", "The front matter is broken YAML."),
    "an alias": ("---\ntitle: &a Weaver\ntags: [*a, *a]\n---\n", "The front matter holds an alias (*)."),
    "a tag of Python": ("---\ntitle: !!python/name:os.system ''\n---\n", "The front matter is broken YAML."),
    "half a character": ('---\ntitle: "\\ud800 MVS"\n---\n', "The front matter holds an escape that is no character."),
    "endless front matter": ("---\n" + "a: b\n" * 3_000 + "---\n", "The front matter is too long"),
    "deep YAML": ("---\ntitle: " + "[" * 4_000 + "\n---\n", "nested too deeply"),
    "too long": (HEAD + "- a\n" * 200_000, "The file has more than 150,000 characters"),
    "another encoding": (HEAD.encode("utf-16"), "not a text file"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str) -> None:
    content, message = BROKEN[name]
    path = tmp_path / "weaver.md"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with connect("sqlite:///:memory:") as store:
        report = load(store, path, format="mvs")
        assert not report.ok
        assert message in report.errors[0].message
        assert store.read(lambda reader: reader.sources()) == {}


HOSTILE = {
    "open links": "[" * 20_000,
    "deep quotes": "> " * 5_000,
    "deep lists": "- " * 5_000,
    "open stress": "*a " * 30_000,
    "a wide table": "|a" * 5_000 + "\n" + "|-" * 5_000,
    "links to nowhere": "## Further information\n\n**ESCO**: [a](javascript:alert()) [b](<\x00>) [c](http://[) [d]()",
    "empty skills": "### Essential skills\n\n- \n- **\n- :\n- " + "x" * 100_000,
    "open comment": "<!-- " + "a" * 1_000,
    "entities": "## Soft\n\n- &#xD800; &#0; &amp;",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_without_harm(tmp_path: Path, name: str) -> None:
    path = tmp_path / "weaver.md"
    path.write_text(HEAD + HOSTILE[name], encoding="utf-8")
    with connect("sqlite:///:memory:") as store:
        report = load(store, path, format="mvs")
    assert report.title == "Skills4EOSC Minimum Viable Skillsets: Weaver"


def test_what_is_a_profile_is_told_by_its_front_matter(tmp_path: Path) -> None:
    assert mvs.recognises(SAMPLES)
    assert mvs.recognises(SAMPLES / "yarn_keeper.md")
    other = tmp_path / "readme.md"
    other.write_text("---\ntitle: A blog\n---\n# Minimum\n")
    assert not mvs.recognises(other)
    assert not mvs.recognises(tmp_path)


def test_two_files_for_one_role_are_an_error(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(HEAD + "### Essential skills\n\n- Weaving\n")
    problems = [one for one in mvs.load(tmp_path) if isinstance(one, Problem)]
    assert [str(one) for one in problems] == [
        f"{tmp_path / 'b.md'}: The role “Weaver” stands twice: also in {tmp_path / 'a.md'}. "
        "Give one of the two another title, or move it elsewhere."
    ]
    assert problems[0].severity is Severity.ERROR


# ---- real profiles


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Report, Report]:
    """Without ESCO, with ESCO, and again."""
    url = f"sqlite:///{tmp_path_factory.mktemp('mvs')}/graph.sqlite"
    with connect(url) as store:
        without = load(store, shared("mvs"), format="mvs", dry_run=True)
        load(store, shared("esco-1.1.1/classification-en-csv.zip"), format="esco")
        return without, load(store, shared("mvs"), format="mvs"), load(store, shared("mvs"), format="mvs")


def about(report: Report, *words: str) -> list[tuple[str, str]]:
    """The files and linked texts of the problems that say one of these."""
    return [
        (Path(one.place.source).stem, one.message.split("“")[1].split("”")[0])
        for one in report.problems
        if any(word in one.message for word in words)
    ]


WRONG = [
    ("civil_servant", "Communicate with a non-scientific audience"),
    ("civil_servant", "Show determination"),
    ("civil_servant", "Keep an open mind"),
    ("early_career_researcher", "Show entrepreneurial spirit"),
    ("ethics_advisor", "Communicate to a non-scientific audience"),
    ("ethics_advisor", "Show determination"),
    ("ethics_advisor", "Teaching and training"),
    ("knowledge_broker", "Teaching and training"),
    ("knowledge_broker", "Communicate with a non-scientific audience"),
    ("knowledge_broker", "Negotiate compromises"),
]
DEAD = [
    ("knowledge_broker", "Cope with stress"),
    ("knowledge_broker", "Adapt to change"),
    ("knowledge_broker", "Build mentor-mentee relationships"),
    ("knowledge_broker", "Accept criticism and guidance"),
    ("knowledge_broker", "Meet commitments"),
    ("knowledge_broker", "Operate digital hardware"),
    ("knowledge_broker", "Apply knowledge of science, technology and engineering"),
]


@pytest.mark.shared_data
def test_every_false_link_of_the_real_profiles_is_found_and_no_other(real: tuple[Report, Report, Report]) -> None:
    _, report, _ = real
    assert report.ok
    assert sorted(about(report, "none of its labels says so")) == sorted(WRONG)
    assert sorted(about(report, "names nothing that is in")) == sorted(DEAD)
    assert about(report, "may mean something else") == [("civil_servant", "Demonstrate intercultural experience")]
    assert sorted(about(report, "is malformed")) == [
        ("ethics_advisor", "Comply with regulations"), ("senior_researcher", "Metadata creation"),
    ]  # fmt: skip


@pytest.mark.shared_data
def test_false_links_come_with_the_right_ones(real: tuple[Report, Report, Report]) -> None:
    hints = {one.value: one.hint for one in real[1].problems if one.value and "Did you mean" in one.hint}
    esco = "http://data.europa.eu/esco/skill/"
    right = {
        "7a147904-22b5-44bb-b7cc-5d21c3d54756": "7a147904-22b3-498a-b4d9-7bceeb86b45d",
        "69e15a94-c272-44eb-800c-e1bdc0b0e0ee": "113b4428-0a31-4199-8496-070af7854b91",
        "h618584f-6bdf-4d8f-89a7-f28c2c95afc2": "b618584f-6bdf-4d8f-89a7-f28c2c95afc2",
        "cd50d616-1f8b-481e-983f-68d2674ff82d": "bdcf429c-5ccf-4c3d-bb61-4c987573a35e",
    }
    assert [right[name] in hints[esco + name] for name in right] == [True] * len(right)


@pytest.mark.shared_data
def test_the_real_profiles_load_whole(real: tuple[Report, Report, Report]) -> None:
    without, report, again = real
    counts = {kind: report.added[kind] for kind in (Kind.ROLE, Kind.COMPETENCY, Kind.MAPPING, Kind.REQUIREMENT)}
    assert counts == {Kind.ROLE: 9, Kind.COMPETENCY: 342, Kind.MAPPING: 175, Kind.REQUIREMENT: 834}
    assert not again.written
    unchecked = [one.message for one in without.problems if "not checked" in one.message]
    assert len(unchecked) == 3
    assert unchecked[0].startswith("364 links to ESCO in 9 files are not checked")
    assert about(without, "none of its labels", "names nothing") == []
