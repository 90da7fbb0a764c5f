"""Likeness: labels in sentences, levels and importance as stated, titles, and files of every sort."""

from pathlib import Path

import pytest

from kmgraph.errors import DataError, KmgraphError, UsageError
from kmgraph.likeness import Confidence, read_adverts, vocabulary
from kmgraph.likeness.advert import Reading
from kmgraph.likeness.document import Block, blocks
from kmgraph.likeness.index import Index
from kmgraph.likeness.known import Label, Vocabulary
from kmgraph.likeness.list_items import list_items
from kmgraph.likeness.sentences import sentences
from kmgraph.likeness.words import stems
from kmgraph.load import load
from kmgraph.model import Competency, Framework, slug_of
from kmgraph.store import connect

CORE = "https://w3id.org/kmgraph/framework/starter/km-core"


@pytest.fixture(scope="module")
def known() -> Vocabulary:
    with connect("sqlite:///:memory:") as store:
        assert load(store, "starter").ok
        return store.read(lambda reader: vocabulary(reader, [CORE]))


@pytest.fixture(scope="module")
def large() -> Vocabulary:
    """A framework of more than a thousand competencies, some of which have common words as other labels."""
    said = {
        "SQL": ("Structured Query Language",), "database systems": ("SQL",), "Scala": (), "R": (), "C": (), "C++": (),
        "Python (computer programming)": ("Python",), "create model": ("build model", "design model"),
        "project management": (), "project commissioning": ("project management",), "teaching": (),
        "plan the space of a shop": ("allocate the space of a shop",), "Time and people management": (),
    }  # fmt: skip
    framework = "https://jobs.example/skills"
    labels = said | {f"weld part {number}": () for number in range(1_000)}
    records = [
        Framework(id=framework, label="Skills of all work"),
        *(
            Competency(id=f"{framework}/{at}", framework=framework, label=label, alternative_labels=others)
            for at, (label, others) in enumerate(labels.items())
        ),
    ]
    with connect("sqlite:///:memory:") as store:
        with store.writing() as writer:
            writer.put("https://jobs.example/source", records)
        return store.read(lambda reader: vocabulary(reader, [framework]))


@pytest.fixture
def read(known: Vocabulary, tmp_path: Path):
    def reading(
        text: str | bytes, name: str = "advert.md", least: Confidence = Confidence.FAIR, among: Vocabulary = known
    ) -> Reading:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return next(read_adverts(among, [path], least))

    return reading


def found(reading: Reading) -> dict[str, str]:
    return {slug_of(one.competency): str(one.importance or "") for one in reading.found}


def test_forms_of_a_word_share_a_stem() -> None:
    for one, other in (
        ("briefs", "briefing"),
        ("organisation", "organise"),
        ("policies", "policy"),
        ("run", "running"),
    ):
        assert stems(one) == stems(other)
    assert stems("press") != stems("pres")


def test_spelling_is_compared_by_n_grams() -> None:
    index = Index([Label("project management", "a:1", True), Label("rose gardening", "a:2", True)])
    alike = list(index.alike(["Project managment", "", "?!"], 0.5))
    assert [(one.text, one.label) for one in alike] == [(0, 0)]
    assert 0.5 < alike[0].cosine < 1
    assert next(index.alike(["rose gardening"], 0.5)).cosine == pytest.approx(1)
    assert list(Index([]).alike(["rose"], 0.1)) == []


def test_labels_are_found_in_any_order_and_form(read) -> None:
    assert found(read("- You evaluate the impact of our work\n", least=Confidence.WEAK)) == {
        "impact-tracking-evaluation": ""
    }
    surest = read("- Mapping of stakeholders\n- stakeholder mapping\n").found[0]
    assert (slug_of(surest.competency), surest.confidence) == ("networking-stakeholder-mapping", Confidence.STRONG)
    assert surest.supports[0].line == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "You do not need project management.",
        "Project management is not required.",
        "No experience of project management is needed.",
        "You don't need project management.",
        "We offer training in project management.",
        "Training will be given in project management.",
    ],
)
def test_what_is_not_asked_for_is_not_proposed(read, sentence: str) -> None:
    assert found(read(f"Clerk\n\n{sentence}\n")) == {}


def test_a_sentence_goes_on_after_what_is_not_asked_for(read) -> None:
    said = "You do not need project management, but you must bring political astuteness."
    assert found(read(f"Clerk\n\n{said}\n")) == {"political-awareness": "essential"}


def test_parts_on_the_employer_are_left_out(read) -> None:
    aside = "## About us\n\nProject management for all.\n\n## Benefits\n\n- Coaching\n\n"
    text = f"# Clerk\n\n{aside}## The job\n\n- Fundraising\n"
    assert found(read(text)) == {"funding-resources": ""}


@pytest.mark.parametrize(
    ("clause", "items"),
    [
        ("Python", ["Python"]),
        ("Experience of Python and SQL.", ["Python", "SQL"]),
        ("R, Java or Scala (desirable)", ["R", "Java", "Scala"]),
        ("You know C++/C# and good Excel skills", ["C++", "C#", "Excel"]),
        ("You build models for ministers", ["You build models for ministers"]),
        ("knowledge", ["knowledge"]),
        (" , and / ", []),
    ],
)
def test_a_clause_is_taken_apart_into_what_it_lists(clause: str, items: list[str]) -> None:
    found = list_items(clause)
    assert list(found.values()) == items
    assert all(clause[at:].startswith(item) for at, item in found.items())


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("- Python", {"Python (computer programming)": "strong"}),
        ("- Experience of Python and SQL", {"Python (computer programming)": "strong", "SQL": "strong"}),
        ("- R, C++ or scala", {"R": "strong", "C++": "strong", "Scala": "strong"}),
        ("- project management", {"project management": "strong"}),
        ("- You use teaching to reach people", {"teaching": "weak"}),
        ("- You build models", {"create model": "weak"}),
        ("- Grade 7, full time", {}),
        ("- You have time for people", {}),
        ("- You allocate the space of a shop", {"plan the space of a shop": "fair"}),
    ],
)
def test_in_a_large_framework_a_word_is_sure_only_by_itself(
    read, large: Vocabulary, line: str, sure: dict[str, str]
) -> None:
    reading = read(f"# Analyst\n\n{line}\n", least=Confidence.WEAK, among=large)
    assert {large.competencies[one.competency].label: str(one.confidence) for one in reading.found} == sure


@pytest.mark.parametrize("line", ["Grade 7, full time", "Part-time, 20 hours a week", "£31,000 per annum, pro rata"])
def test_the_conditions_of_a_post_ask_for_nothing(read, line: str) -> None:
    assert next(sentences([Block(line, 1, item=True)])).asked == []
    assert found(read("Clerk\n\nDuties:\n- full-time project management of a programme for three hundred people\n"))


def test_importance_is_as_headings_and_words_say(read) -> None:
    text = (
        "# Clerk\n\n## Person\n\nEssential:\n\n- project management\n- lobbying (desirable)\n\n"
        "Desirable:\n\n- bid writing\n\n## Duties\n\n- facilitation\n"
    )
    assert found(read(text)) == {
        "project-programme-management": "essential",
        "media-public-affairs": "desirable",
        "funding-resources": "desirable",
        "convening-facilitation": "",
    }
    assert found(read("Clerk\n\nEssential: bid writing; lobbying. Desirable: project management.\n", "a.txt")) == {
        "funding-resources": "essential", "media-public-affairs": "essential",
        "project-programme-management": "desirable",
    }  # fmt: skip


def test_importance_is_read_from_tables(read) -> None:
    page = (
        "<table><tr><th>Essential</th><th>Desirable</th></tr><tr><td>bid writing</td><td>lobbying</td></tr></table>"
        "<table><tr><th>Criterion</th><th>Essential</th><th>Desirable</th></tr>"
        "<tr><td>project management</td><td></td><td>✓</td></tr></table>"
    )
    assert found(read(f"<h1>Clerk</h1>{page}", "a.html")) == {
        "funding-resources": "essential", "media-public-affairs": "desirable",
        "project-programme-management": "desirable",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("working knowledge of research methods", "working"),
        ("expert in research methods", "expert"),
        ("research methods at practitioner level", "practitioner"),
        ("an awareness of research methods", "awareness"),
        ("working with others on research methods", None),
        ("raise awareness of research methods", None),
        ("good knowledge of research methods", None),
        ("awareness of, or working knowledge of, research methods", None),
    ],
)
def test_a_level_is_taken_only_where_words_state_it(read, sentence: str, level: str | None) -> None:
    (one,) = read(f"- {sentence}\n").found
    assert (one.level.label if one.level else None) == level


def test_an_attitude_has_no_level(known: Vocabulary) -> None:
    humility = next(iri for iri in known.competencies if slug_of(iri) == "empathy-humility")
    assert known.levels(humility) == []


@pytest.mark.parametrize(
    ("head", "title", "role"),
    [
        ("# Policy Officer (Band 6), University of Northmoor", "Policy Officer", "policy-officer"),
        (
            "# University of Northmoor – Policy Engagement Officer",
            "Policy Engagement Officer",
            "policy-engagement-officer",
        ),
        ("# Public Affairs Manager at Northmoor Council", "Public Affairs Manager", "public-affairs-manager"),
        ("Employer: Harbour Works\n\nJob title: Committee Specialist", "Committee Specialist", "committee-specialist"),
        ("# Rose Pruner, Ref 4711", "Rose Pruner", None),
    ],
)
def test_a_title_is_read_without_the_employer(read, head: str, title: str, role: str | None) -> None:
    reading = read(f"{head}\n\n## Duties\n\n- fundraising\n")
    assert reading.title == title
    assert (slug_of(reading.roles[0].role) if reading.roles else None) == role


def test_the_first_heading_of_a_page_comes_before_what_the_site_calls_it(read) -> None:
    page = "<html><head><title>Policy Officer jobs | Work for us</title></head><body><h1>Committee Specialist</h1>"
    reading = read(f"{page}<ul><li>fundraising</li></ul></body></html>", "a.html")
    assert reading.title == "Committee Specialist"
    assert slug_of(reading.roles[0].role) == "committee-specialist"
    only = read("<html><head><title>Committee Specialist</title></head><body><p>You do fundraising.</p>", "b.html")
    assert only.title == "Committee Specialist"


def test_what_an_advert_speaks_of_tells_roles_of_one_name_apart(read) -> None:
    charity = "# Policy Adviser\n\nWe are a charity. Our trustees and the families whom we help.\n"
    minister = "# Policy Adviser\n\nYou advise ministers of the department.\n"
    assert slug_of(read(charity).roles[0].role) == "policy-adviser-charity"
    assert slug_of(read(minister).roles[0].role) == "policy-adviser"


def test_pages_are_read_without_scripts_and_menus_and_keep_their_lines(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        "<html><head><title>T</title></head>\n<body><nav>lobbying</nav>\n<script>fundraising</script>\n"
        "<h1>Clerk &amp;\nporter</h1>\n<p>one<br>two</p>\n<ul><li>three</ul></body></html>"
    )
    said = [(" ".join(block.text.split()), block.line) for block in blocks(page)]
    assert said == [("T", 1), ("Clerk & porter", 4), ("one", 6), ("two", 6), ("three", 7)]


def test_markdown_keeps_its_lines(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(
        "# Clerk\n\nfirst **words**\ngo on\n\n- item\n  - [inner](x)\n\n| a | b |\n|---|---|\n| cat | dog |\n"
    )
    said = [(block.text, block.line) for block in blocks(page)]
    assert said == [("Clerk", 1), ("first words\ngo on", 3), ("item", 6), ("inner", 7), ("cat", 11), ("dog", 11)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"%PDF-1.7 ...", "a PDF"),
        ("a.txt", b"fine\nbad \xff\xfe", "line 2: The file is not UTF-8"),
        ("a.docx", b"PK\x03\x04broken", "ZIP archive"),
        ("a.txt", b"word " * 500_000, "more than 2 MB"),
    ],
)
def test_what_is_no_text_is_refused(read, name: str, content: bytes, said: str) -> None:
    with pytest.raises(DataError) as refused:
        read(content, name)
    assert said in str(refused.value.problems[0])


def test_what_is_not_there_is_refused(known: Vocabulary, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.txt"):
        with pytest.raises((UsageError, DataError)):
            list(read_adverts(known, [path]))


HOSTILE = {
    "empty.txt": "",
    "blank.md": "\n \n\t\n",
    "nul.txt": "a\x00b\x1b[31m project management \u202e",
    "one-line.txt": "project management " * 50_000,
    "headings.md": "# x\n" * 20_000,
    "quotes.md": ">" * 20_000 + " project management",
    "lists.md": "\n".join("  " * min(at, 300) + "- item" for at in range(2_000)),
    "deep.html": "<div>" * 50_000 + "project management",
    "inline.html": "<b>" * 20_000 + "project management",
    "cells.html": "<table>" + "<tr><td>x" * 20_000,
    "entities.html": "&amp;" * 50_000 + "&#xD800;&#0;",
    "open.html": "<!--" + "<a " * 100_000,
    "title.html": "<title>" + "policy, " * 100_000,
    "marks.txt": ": ; - | ( " * 50_000,
    "spaces.txt": "no " + "word " * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_read_or_refused_in_little_time(read, name: str) -> None:
    try:
        reading = read(HOSTILE[name], name)
    except KmgraphError:
        return
    assert len(reading.found) < 30
