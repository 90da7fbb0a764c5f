"""Courses, their runs and occupations in schema.org, in files and in web pages."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest

from kmgraph.cli import main
from kmgraph.errors import Place, Severity
from kmgraph.load import load
from kmgraph.model import (
    Competency,
    Course,
    Expects,
    Framework,
    Offering,
    Organisation,
    Prerequisite,
    Record,
    Requirement,
    Role,
    Source,
    Teaches,
)
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Availability, Importance, Kind, Mode, OrganisationType, Provision, Status
from loaders import schemaorg
from loaders.linked import Link, Node, Said
from loaders.schemaorg.pages import Document
from loaders.schemaorg.reading import Reading
from loaders.schemaorg.terms import TEACHES

R = TypeVar("R", bound=Record)
SAMPLES = Path(__file__).parent / "samples" / "schemaorg"
GUILD = "https://guild.example.org/"
NETWORKS = "http://data.europa.eu/esco/skill/bf983f2a-e941-4646-811d-cc81060cb53f"


class Loaded:
    """What a file makes of an empty store."""

    def __init__(self, path: Path):
        with connect("sqlite:///:memory:") as store:
            self.report = load(store, path, format="schema.org")
            self.records = records(store)

    def of(self, kind: type[R]) -> list[R]:
        return [record for record in self.records if isinstance(record, kind)]

    def one(self, kind: type[R]) -> R:
        (found,) = self.of(kind)
        return found

    def said(self, words: str) -> str:
        """The one problem with these words, with its place."""
        (found,) = [str(problem) for problem in self.report.problems if words in problem.message]
        return found


def records(store: Store) -> list[Record]:
    return store.read(lambda reader: [said.record for said in reader.assertions(tuple(Kind))])


def course(folder: Path, name: str = "x.jsonld", **said: Any) -> Loaded:
    """A store with one course of which this is said."""
    node = {"@context": "https://schema.org", "@type": "Course", "name": "Course", **said}
    (folder / name).write_text(json.dumps(node))
    return Loaded(folder / name)


def test_a_page_gives_its_course_with_all_that_hangs_on_it(store: Store) -> None:
    report = load(store, SAMPLES / "briefing.html", format="schema.org")
    assert report.ok
    found = {record.id: record for record in records(store)}
    source = found[report.source or ""]
    assert isinstance(source, Source)
    assert (source.title, source.url) == ("Briefing skills | Guild of Brokers", GUILD + "courses/briefing")
    briefing, first = found[GUILD + "courses/briefing#course"], found[GUILD + "courses/first-steps"]
    assert isinstance(briefing, Course)
    assert (briefing.label, briefing.type, briefing.language) == ("Briefing skills", Provision.COURSE, "en-GB")
    assert (briefing.fee, briefing.currency, briefing.effort_hours) == (240.0, "GBP", 12.0)
    assert (briefing.audience, briefing.languages, briefing.access) == ("policy officers", ("en",), ("captions",))
    assert briefing.availability is Availability.OPEN
    assert briefing.mode is None  # its runs differ
    assert briefing.extra["schema:educationalLevel"] == ["Beginner"]
    assert isinstance(first, Course)
    assert (first.fee, first.currency, first.effort_hours) == (0.0, None, 6.0)
    guild = found[briefing.provider or ""]
    assert isinstance(guild, Organisation)
    assert (guild.label, guild.type) == ("Guild of Brokers", OrganisationType.UNIVERSITY)
    runs = sorted((run for run in found.values() if isinstance(run, Offering)), key=lambda run: str(run.starts))
    assert [(run.starts, run.ends_on, run.place, run.mode) for run in runs] == [
        (date(2027, 3, 1), date(2027, 3, 2), "Guild Hall, Leeds", Mode.IN_PERSON),
        (date(2027, 6, 7), None, None, Mode.ONLINE),
    ]
    taught = [found[edge.competency] for edge in found.values() if isinstance(edge, Teaches)]
    assert {(skill.label, skill.notation) for skill in taught if isinstance(skill, Competency)} == {
        ("Writing briefs", None), ("Speaking briefly", "S2"),
    }  # fmt: skip
    framework = found[GUILD + "skills/"]
    assert isinstance(framework, Framework)
    assert framework.label == "Guild skills"
    (expected,) = [edge for edge in found.values() if isinstance(edge, Expects)]
    assert found[expected.competency].label == "Reading research"  # type: ignore[attr-defined]
    (needed,) = [edge for edge in found.values() if isinstance(edge, Prerequisite)]
    assert (needed.course, needed.requires) == (briefing.id, first.id)
    assert {record.status for record in found.values()} == {Status.SOURCED}


def test_a_page_is_read_where_its_doubts_stand() -> None:
    found = Loaded(SAMPLES / "briefing.html")
    assert "microdata" in found.said("which is not read")
    assert "“Some experience of government”" in found.said("Prerequisites in words")
    assert "briefing.html, line 7" in found.said("Prerequisites in words")
    assert "and 2 more" in found.said("Persons")
    assert "Somebody" not in str(found.records)


def test_an_occupation_is_a_role_with_its_needs() -> None:
    found = Loaded(SAMPLES / "occupation.jsonld")
    role = found.one(Role)
    assert (role.id, role.label, role.notation) == (GUILD + "roles/officer", "Knowledge exchange officer", "2422.12")
    assert role.extra["schema:educationRequirements"] == ["A degree or the like"]
    needs = {need.competency: need for need in found.of(Requirement)}
    assert {need.importance for need in needs.values()} == {Importance.ESSENTIAL}
    assert needs[NETWORKS].extra == {"schema:name": ["build networks"]}  # described by ESCO, not anew here
    assert [skill.label for skill in found.of(Competency)] == ["Convening"]


def test_a_folder_is_one_source_and_a_re_load_changes_nothing(store: Store) -> None:
    assert schemaorg.recognises(SAMPLES)
    first = load(store, SAMPLES, format="schema.org")
    assert (first.added[Kind.COURSE], first.added[Kind.ROLE]) == (2, 1)
    again = load(store, SAMPLES, format="schema.org")
    assert again.ok
    assert not again.written


def test_the_command_line_guesses_the_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--store", f"sqlite:///{tmp_path}/g.sqlite", "load", str(SAMPLES / "briefing.html")])
    assert stop.value.code == 0
    assert "Briefing skills" in capsys.readouterr().out


FEES = {
    "one price": ({"price": "99", "priceCurrency": "eur"}, None, (99.0, "EUR")),
    "free": ([], True, (0.0, None)),
    "said in words": ({"category": "Free"}, None, (0.0, None)),
    "in a specification": ({"priceSpecification": {"price": 5, "priceCurrency": "GBP"}}, None, (5.0, "GBP")),
    "two prices": ([{"price": 1, "priceCurrency": "GBP"}, {"price": 2, "priceCurrency": "GBP"}], None, None),
    "free and not": ({"price": 5, "priceCurrency": "GBP"}, True, None),
    "no currency": ({"price": 5}, None, None),
    "thousands": ({"price": "1,200.00", "priceCurrency": "GBP"}, None, (1200.0, "GBP")),
    "a sign": ({"price": "£250", "priceCurrency": "GBP"}, None, None),
    "below nothing": ({"price": -1, "priceCurrency": "GBP"}, None, None),
}


@pytest.mark.parametrize("name", FEES)
def test_a_fee_is_one_price_or_unknown(tmp_path: Path, name: str) -> None:
    offers, free, fee = FEES[name]
    found = course(tmp_path, offers=offers, **({} if free is None else {"isAccessibleForFree": free}))
    assert found.report.ok
    given = found.one(Course)
    assert (given.fee, given.currency) == (fee or (None, None))
    if fee is None:
        assert found.said("states no single price with its currency")
        assert "schema:offers" in given.extra


def test_an_offer_that_gave_the_fee_is_not_left_out(tmp_path: Path) -> None:
    offer = {"@type": "Offer", "@id": "https://o.org/offer", "price": 9, "priceCurrency": "GBP", "validThrough": "2027"}
    found = course(tmp_path, offers=offer)
    assert found.one(Course).fee == 9
    assert found.one(Course).extra["schema:offers"][0]["schema:validThrough"] == ["2027"]
    assert not [problem for problem in found.report.problems if "left out" in problem.message]


def test_texts_of_web_pages_lose_their_markup(tmp_path: Path) -> None:
    text = "<p>Read &amp; <b>write</b>.</p><ul><li>One</li><li>A &lt; B</li></ul>"
    found = course(tmp_path, description=text, provider="A&#38;B Press", teaches="List&lt;String&gt; in C")
    assert found.one(Course).summary == "Read & write.\n- One\n- A < B"
    assert found.one(Organisation).label == "A&B Press"
    assert found.one(Competency).label == "List<String> in C"


def test_a_page_says_its_language_for_all_that_it_names(tmp_path: Path) -> None:
    said = {"@context": "https://schema.org", "@type": "Course", "name": "Cwrs", "provider": "Gwasg", "teaches": "Gwau"}
    page = f'<html xml:lang="CY"><script type="application/ld+json">{json.dumps(said)}</script></html>'
    (tmp_path / "index.html").write_text(page)
    found = Loaded(tmp_path / "index.html")
    named = [*found.of(Course), *found.of(Organisation), *found.of(Competency)]
    assert {one.language for one in named} == {"cy"}


def test_pages_of_the_same_name_in_two_folders_are_two_sources(tmp_path: Path) -> None:
    sources = set()
    for folder in ("a", "b"):
        said = {"@context": "https://schema.org", "@type": "Course", "name": folder}
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / "index.html"
        file.write_text(f'<script type="application/ld+json">{json.dumps(said)}</script>')
        sources.add(Loaded(file).report.source)
        assert Loaded(file).report.source in sources  # the same each time
    assert len(sources) == 2


def test_times_and_modes_that_are_not_clear_stay_unknown(tmp_path: Path) -> None:
    unclear = course(tmp_path, timeRequired=["P1M2DT3H"], courseMode="full-time", inLanguage="English").one(Course)
    assert (unclear.effort_hours, unclear.elapsed_weeks, unclear.mode, unclear.languages) == (None, None, None, ())
    assert {"schema:timeRequired", "schema:courseMode", "schema:inLanguage"} <= unclear.extra.keys()
    assert course(tmp_path, timeRequired="P10W").one(Course).elapsed_weeks == 10
    alike = course(tmp_path, hasCourseInstance=[{"courseMode": "Online", "startDate": day} for day in ("soon", None)])
    assert alike.one(Course).mode is Mode.ONLINE
    assert "“soon”" in alike.said("A date is none")
    (run,) = alike.of(Offering)
    assert run.starts is None
    assert run.extra["schema:startDate"] == ["soon"]


def test_a_run_alone_is_a_course_with_one_run(tmp_path: Path) -> None:
    found = course(tmp_path, **{"@type": "CourseInstance", "startDate": "2027-01-04", "location": "Cardiff"})
    assert found.said("stands alone")
    assert found.one(Offering).course == found.one(Course).id
    assert (found.one(Offering).starts, found.one(Offering).place) == (date(2027, 1, 4), "Cardiff")


def test_programmes_and_skills_of_every_shape(tmp_path: Path) -> None:
    taught = [
        "C++", "C#", {"@type": "AlignmentObject", "targetName": "Aligned", "educationalFramework": "Other"},
        {"@type": "DefinedTerm", "name": "In a set", "inDefinedTermSet": "https://o.org/set/"},
        {"@id": "https://o.org/elsewhere"}, {"@type": "Course", "name": "No skill"}, 5,
    ]  # fmt: skip
    found = course(tmp_path, **{"@type": "EducationalOccupationalProgram", "teaches": taught, "timeToComplete": "P1Y"})
    programme = next(one for one in found.of(Course) if one.label == "Course")
    assert (programme.type, programme.elapsed_weeks) == (Provision.PROGRAMME, 52)
    labels = {one.id: one.label for one in found.of(Competency)}
    assert sorted(labels.values()) == ["Aligned", "C#", "C++", "In a set"]
    assert {edge.competency for edge in found.of(Teaches)} == {*labels, "https://o.org/elsewhere"}
    frameworks = {one.label for one in found.of(Framework)}
    assert frameworks == {"Skills named in x", "Other", "set"}
    assert "and 1 more" in found.said("neither a name nor an IRI")


def test_prerequisites_are_courses_skills_or_words(tmp_path: Path) -> None:
    asked = [{"@type": "Course", "name": "First"}, {"@type": "DefinedTerm", "name": "Reading"}, "Curiosity"]
    found = course(tmp_path, coursePrerequisites=asked)
    first = next(one for one in found.of(Course) if one.label == "First")
    assert found.one(Prerequisite).requires == first.id
    assert found.one(Expects).competency == found.one(Competency).id
    assert "“Curiosity”" in found.said("Prerequisites in words")


@pytest.mark.parametrize("provider", ["Jane Smith", {"@type": "Person", "name": "Jane Smith"}, {"name": "Jane Smith"}])
def test_a_person_is_never_a_provider(tmp_path: Path, provider: object) -> None:
    found = course(tmp_path, provider=provider, author={"@type": "Person", "name": "Jane Smith"})
    assert found.said("Persons")
    assert found.one(Course).provider is None
    assert "Jane" not in str(found.records)


def test_adverts_and_other_things_are_named_and_left(tmp_path: Path) -> None:
    said = [{"@type": "Course", "name": "A"}, {"@type": "JobPosting", "title": "B"}, {"@type": "Event", "name": "C"}]
    (tmp_path / "x.jsonld").write_text(json.dumps({"@context": "https://schema.org", "@graph": said}))
    found = Loaded(tmp_path / "x.jsonld")
    assert "kmgraph extract" in found.said("JobPosting")
    assert found.said("left out: 1 Event")


def test_one_iri_for_two_things_is_the_first(tmp_path: Path) -> None:
    odd = {"@id": "https://o.org/a", "provider": {"@id": "https://o.org/a"}, "teaches": {"@id": "https://o.org/a"}}
    found = course(tmp_path, **{**odd, "@type": ["Course", "Occupation"]})
    assert found.report.ok
    assert found.one(Course).id == "https://o.org/a"
    assert found.said("stands for a Course and a Role")


PAGE = '<html><head>\n<script type="application/ld+json">\n{}\n</script></head></html>'
COURSE = '{"@context": "https://schema.org", "@type": "Course", "name": "A"'
DAMAGE = {
    "a page without": ("x.html", "<html><p>Text</p></html>", None, "no JSON-LD", "as the server sends it"),
    "broken script": ("x.html", PAGE.format('{"@type": "Course",\n}'), 4, "JSON is broken", "Mend it"),
    "not UTF-8": ("x.html", PAGE.format(COURSE + ', "description": "é"}').encode("latin-1"), 3, "UTF-8", "UTF-8"),
    "cut off": ("x.jsonld", COURSE + ', "teaches": ["x', 1, "JSON is broken", "Mend it"),
    "deep": ("x.jsonld", COURSE + ', "x":' + '{"a":' * 5_000 + "1" + "}" * 5_001, None, "nested", "right file"),
    "context elsewhere": ("x.jsonld", COURSE.replace("schema.org", "evil.example/c") + "}", None, "not known here", ""),
    "relative IRI": ("x.jsonld", COURSE + ', "@id": "courses/1"}', None, "no whole IRI", "@base"),
    "nothing of ours": ("x.jsonld", COURSE.replace("Course", "Event") + "}", None, "only 1 Event", "right file"),
    "no object": ("x.json", "42", None, "neither an object nor a list", "Check"),
    "empty folder": ("", "", None, "no JSON or web page", ".jsonld"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_each_damage_is_one_sentence_with_its_place(tmp_path: Path, name: str) -> None:
    file, said, line, words, remedy = DAMAGE[name]
    if file:
        (tmp_path / file).write_bytes(said if isinstance(said, bytes) else said.encode())
    found = Loaded(tmp_path / file)
    (problem,) = found.report.problems
    assert problem.severity is Severity.ERROR
    assert problem.place == (str(tmp_path / file), line)
    assert words in problem.message
    assert remedy in problem.hint
    assert found.records == []


def test_odd_shapes_everywhere_are_warnings(tmp_path: Path) -> None:
    odd: list[Any] = [1, True, None, "", "x" * 5_000, [], {}, {"@id": "https://o.org/x"}, {"@type": "Person"}, "\u202e"]
    for name in (
        "description", "url", "provider", "inLanguage", "teaches", "offers", "hasCourseInstance", "timeRequired",
        "audience", "coursePrerequisites", "isAccessibleForFree", "competencyRequired", "license", "alternateName",
    ):  # fmt: skip
        node = {"@context": "https://schema.org", "@type": "Course", "@id": "https://o.org/c", "name": "A", name: odd}
        (tmp_path / "x.jsonld").write_text(json.dumps(node))
        entries = list(schemaorg.load(tmp_path / "x.jsonld"))
        assert any(isinstance(getattr(entry, "record", None), Course) for entry in entries), name


def test_wrapped_scripts_and_addresses_of_pages_are_read(tmp_path: Path) -> None:
    text = PAGE.format("<!--\n" + COURSE + ', "@id": "#c"}\n-->')
    head = '<link rel="canonical" href="https://o.org/one"><script type="text/javascript">1</script>'
    (tmp_path / "x.html").write_text(text.replace("<head>", "<head>" + head))
    assert Loaded(tmp_path / "x.html").one(Course).id == "https://o.org/one#c"


def source_of(path: Path) -> str:
    with connect("sqlite:///:memory:") as store:
        return load(store, path, format="schema.org").source or ""


ONE = {"@context": "https://schema.org", "@type": "Course", "name": "A"}
LINK = '<link rel="canonical" href="{}">'


@pytest.mark.parametrize(
    ("head", "said", "name"),
    [
        ('<base href="https://uni.example/all/">', {"@id": "https://uni.example/c/{}"}, "uni.example.c."),
        (LINK.format("https://uni.example/"), {"url": "https://uni.example/c/{}"}, "uni.example.c."),
        (LINK.format("https://uni.example/"), {"@id": "https://uni.example/"}, "page-"),
        (LINK.format("https://[a.b/c"), {}, "page-"),
        (LINK.format("https://uni.example/?course={}"), {}, "uni.example.course-"),
        ('<meta property="og:url" content="https://o.org/a/{}">', {"@id": "https://o.org/c"}, "o.org.a."),
        ("", {}, "page-"),
    ],
)  # fmt: skip
def test_each_page_is_a_source_of_its_own(tmp_path: Path, head: str, said: dict[str, str], name: str) -> None:
    found = set()
    for at in "12":
        (tmp_path / at).mkdir()
        text = PAGE.format(json.dumps(ONE | said)).replace("<head>", "<head>" + head).replace("{}", at)
        (tmp_path / at / "page.html").write_text(text)
        found.add(source_of(tmp_path / at / "page.html"))
    assert len(found) == 2
    assert all(f"/source/schema-org-{name}" in one for one in found)


def test_lists_that_share_a_course_are_two_sources(tmp_path: Path) -> None:
    first, second, third = ({"@type": "Course", "@id": f"https://o.org/{at}", "name": at} for at in "abc")
    for name, courses in (("1.json", [first, second]), ("2.json", [first, third])):
        (tmp_path / name).write_text(json.dumps({"@context": "https://schema.org", "@graph": courses}))
    assert source_of(tmp_path / "1.json") != source_of(tmp_path / "2.json")


def test_relative_names_are_completed_by_the_base_of_a_page(tmp_path: Path) -> None:
    head = LINK.format("https://o.org/one") + '<base href="https://o.org/all/">'
    (tmp_path / "x.html").write_text(PAGE.format(COURSE + ', "@id": "c"}').replace("<head>", "<head>" + head))
    assert Loaded(tmp_path / "x.html").one(Course).id == "https://o.org/all/c"


def test_a_file_called_after_a_person_names_nothing(tmp_path: Path) -> None:
    for name in ("Jane Smith CV +44 7911 123456.json", "jane_smith.json"):
        found = course(tmp_path, name, teaches=["Weaving"])
        assert found.one(Source).title == "schema.org"
        assert found.one(Framework).label == "Skills named in schema.org"
        assert not any("jane" in one.model_dump_json().lower() or "7911" in one.id for one in found.records)


@pytest.mark.parametrize("url", ["ftp://o.org/a", "javascript:alert(1)", "courses/1", "mailto:x", 5])
def test_an_address_that_is_none_of_the_web_is_told_once_and_left_out(tmp_path: Path, url: object) -> None:
    found = course(tmp_path, url=url, hasPart={"@type": "Course", "name": "Part", "url": url})
    assert found.report.ok
    assert {one.url for one in found.of(Course)} == {None}
    assert "and 1 more" in found.said("none of the Web")


def test_one_thing_in_many_documents_is_merged_in_no_time(tmp_path: Path) -> None:
    reading, document = Reading(tmp_path), Document({}, Place("x.json"))
    before = time.thread_time()
    for start in range(0, 30_000, 100):
        taught: list[Said] = [Link(f"https://o.org/{at}") for at in range(start, start + 200)]
        reading._merge(Node("https://o.org/c", {TEACHES}, {TEACHES: taught}), document)
    assert time.thread_time() - before < 5  # to look through the list for each takes a minute
    assert len(reading.graph.nodes["https://o.org/c"].properties[TEACHES]) == 30_100


def test_what_is_recognised(tmp_path: Path) -> None:
    for name, said, ours in (
        ("a.jsonld", COURSE + "}", True),
        ("b.json", COURSE.replace("Course", "Event") + "}", False),
        ("c.html", PAGE.format(COURSE + "}"), True),
        ("d.html", "<html>schema.org</html>", False),
        ("e.ttl", COURSE + "}", False),
        ("f.jsonld", COURSE + ', "@id": "https://purl.org/ctdl/terms/x"}', False),
    ):
        (tmp_path / name).write_text(said)
        assert schemaorg.recognises(tmp_path / name) is ours, name
