"""Links of mappings: what they name exists and is called what the source says, whatever the format."""

from pathlib import Path

import pytest

from kmgraph.errors import Severity
from kmgraph.load import Report, load
from kmgraph.load.addresses import broken, linked, namespace, shown
from kmgraph.load.links import CONTAINED, RIGHT, WRONG, likeness
from kmgraph.model import Competency, Framework, Group, Mapping, Record, Role, RoleMapping, Source, iri
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind
from tests.shared import shared
from tests.tables import write

SPACE = "http://skills.example.org/skill/"
WORKS = "http://skills.example.org/work/"
SCHEME = iri(Kind.SOURCE, "scheme", "scheme")
TELL, SYNTHESISE, TEACH, PLAN = (f"{SPACE}00000000-0000-4000-8000-00000000000{digit}" for digit in "1234")
DEAD = f"{SPACE}00000000-0000-4000-8000-00000000dead"
MALFORMED = f"{SPACE}g0000000-0000-4000-8000-000000000001"
HEADING = f"{SPACE}S1"
HEADER = "subject,object,object_label,match\n"


def scheme(url: str | None = "https://www.example.org/", language: str = "en") -> list[Record]:
    framework = iri(Kind.FRAMEWORK, "scheme", "all")
    competencies = [
        (TELL, "tell stories", ("narrate",)), (SYNTHESISE, "synthesise information", ()),
        (TEACH, "plan teacher training", ()), (PLAN, "plan", ("planning",)),
    ]  # fmt: skip
    return [
        Source(id=SCHEME, title="Scheme of examples", url=url),
        Framework(id=framework, label="Scheme of examples"),
        *(
            Competency(id=one, label=label, alternative_labels=also, framework=framework, language=language)
            for one, label, also in competencies
        ),
        Group(id=HEADING, label="stories"),
        Role(id=f"{WORKS}1", label="story teller"),
    ]


@pytest.fixture
def store_with_scheme(store: Store) -> Store:
    with store.writing() as writer:
        writer.put(SCHEME, scheme())
    return store


def loaded(store: Store, folder: Path, *rows: str, **tables: str | None) -> Report:
    return load(store, write(folder / "small", mappings=HEADER + "\n".join(rows) + "\n", **tables), format="tables")


def kept(store: Store) -> list[str]:
    said = store.read(lambda reader: reader.assertions((Kind.MAPPING, Kind.ROLE_MAPPING)))
    return sorted(one.record.object for one in said if isinstance(one.record, Mapping | RoleMapping))


def test_right_links_and_slips_pass(store_with_scheme: Store, tmp_path: Path) -> None:
    report = loaded(
        store_with_scheme, tmp_path,
        f"writing,{TELL},Tell  Stories;,close", f"listening,{TELL},narrate,close",
        f"writing,{SYNTHESISE},Synthetise information,close", f"writing,{PLAN},,close",
    )  # fmt: skip
    assert report.problems == ()
    assert len(kept(store_with_scheme)) == 4


@pytest.mark.parametrize(
    ("object", "label", "message", "hint"),
    [
        (DEAD, "Tel stories", "The link of “Tel stories” names nothing that is in “Scheme of examples” as loaded",
         f"Did you mean “tell stories” ({TELL})? Mend the link, or load the version of the scheme that has it"),
        (DEAD, "", "The link of “Writing” names nothing that is in “Scheme of examples”", "Nothing there is called"),
        (TELL, "Synthesise information", "“Synthesise information” links to “tell stories”, and none of its labels",
         f"Did you mean “synthesise information” ({SYNTHESISE})? Mend the link."),
        (TEACH, "Plan", "“Plan” links to “plan teacher training”, and none of its labels says so",
         f"Did you mean “plan” ({PLAN})? Mend the link."),
        (MALFORMED, "Narrate", "“g0000000-0000-4000-8000-000000000001” is no UUID, for “g” is no hexadecimal",
         f"Did you mean “tell stories” ({TELL}, also called “narrate”)? Mend the address."),
        (HEADING, "Stories", "“Stories” links to “stories”, a heading and no competency; the link is left out.", ""),
    ],
)  # fmt: skip
def test_a_false_link_is_left_out_and_the_right_one_named(
    store_with_scheme: Store, tmp_path: Path, object: str, label: str, message: str, hint: str
) -> None:
    report = loaded(store_with_scheme, tmp_path, f"writing,{object},{label},close", f"listening,{TELL},narrate,close")
    assert report.ok
    (problem,) = report.problems
    assert (problem.severity, problem.place.line, problem.column) == (Severity.WARNING, 2, "object")
    assert problem.value == object
    assert message in problem.message
    assert hint in problem.hint
    assert kept(store_with_scheme) == [TELL]
    assert store_with_scheme.read(lambda reader: reader.counts()).stubs == {}


def test_a_doubtful_link_is_kept_and_to_be_checked(store_with_scheme: Store, tmp_path: Path) -> None:
    report = loaded(store_with_scheme, tmp_path, f"writing,{SYNTHESISE},Synthesise evidence,close")
    (problem,) = report.problems
    assert problem.message == (
        "“Synthesise evidence” links to “synthesise information”, which may mean something else; the link is kept."
    )
    assert kept(store_with_scheme) == [SYNTHESISE]


def test_without_the_scheme_it_is_said_once_what_is_not_checked(store: Store, tmp_path: Path) -> None:
    esco = "http://data.europa.eu/esco/skill/"
    rows = (f"writing,{TELL},Narrate,close", f"writing,{esco}1,A,close", f"listening,{esco}2,B,close")
    roles = f"subject,object,object_label,match\nofficer,{WORKS}1,Story teller,close\n"
    report = loaded(store, tmp_path, *rows, role_mappings=roles)
    assert [(Path(one.place.source).name, one.message, one.hint) for one in report.problems] == [
        ("mappings.csv", f"1 link to {SPACE} is not checked, as the scheme is not loaded, and kept as a stub.",
         "Load the source that describes what it names first, then load this again."),
        ("mappings.csv", "2 links to ESCO are not checked, as the scheme is not loaded, and kept as stubs.",
         "Load ESCO first, then load this again."),
        ("role_mappings.csv", f"1 link to {WORKS} is not checked, as the scheme is not loaded, and kept as a stub.",
         "Load the source that describes what it names first, then load this again."),
    ]  # fmt: skip
    assert len(kept(store)) == 4


def test_loading_again_checks_once_the_scheme_is_there(store: Store, tmp_path: Path) -> None:
    rows = (f"writing,{TELL},Synthesise information,close", f"listening,{DEAD},Narrate,close")
    assert loaded(store, tmp_path, *rows).added[Kind.MAPPING] == 2
    with store.writing() as writer:
        writer.put(SCHEME, scheme())
    again = loaded(store, tmp_path, *rows)
    assert len(again.problems) == 2
    assert again.removed == {Kind.MAPPING: 2}
    assert kept(store) == []


def test_strict_keeps_a_source_with_false_links_out(store_with_scheme: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "small", mappings=f"{HEADER}writing,{DEAD},Narrate,close\n")
    assert not load(store_with_scheme, folder, format="tables", strict=True).ok
    assert kept(store_with_scheme) == []


def test_roles_are_checked_as_competencies_are(store_with_scheme: Store, tmp_path: Path) -> None:
    roles = f"{HEADER}officer,{WORKS}1,Shepherd,close\nmanager,{WORKS}2,Story teller,close\n"
    report = load(store_with_scheme, write(tmp_path / "small", role_mappings=roles), format="tables")
    assert [one.message.partition(",")[0] for one in report.problems] == [
        "“Shepherd” links to “story teller”",
        "The link of “Story teller” names nothing that is in “Scheme of examples” as loaded; it is left out.",
    ]
    assert kept(store_with_scheme) == []


def test_a_source_that_only_uses_some_names_of_a_scheme_does_not_make_it_known(tmp_path: Path) -> None:
    with connect("sqlite:///:memory:") as store:
        with store.writing() as writer:
            writer.put(SCHEME, scheme(url="https://catalogue.test/"))
        report = loaded(store, tmp_path, f"writing,{DEAD},Narrate,close", f"writing,{TELL},Shear sheep,close")
        assert [one.message.partition(",")[0] for one in report.problems] == [
            "“Shear sheep” links to “tell stories”", f"1 link to {SPACE} is not checked",
        ]  # fmt: skip
        assert kept(store) == [DEAD]


def test_labels_in_another_language_prove_nothing(tmp_path: Path) -> None:
    with connect("sqlite:///:memory:") as store:
        with store.writing() as writer:
            writer.put(SCHEME, scheme(language="cy"))
        report = loaded(store, tmp_path, f"writing,{TELL},Shear sheep,close")
        assert [one.message for one in report.problems] == [
            f"1 link to {SPACE} is not checked, as its scheme is loaded in another language, and kept."
        ]
        assert kept(store) == [TELL]


@pytest.mark.parametrize(
    ("address", "space"),
    [
        (TELL, SPACE),
        ("http://purl.obolibrary.org/obo/T4FS_0000333", "http://purl.obolibrary.org/obo/T4FS_"),
        ("https://www.cscce.org/glossary/advocacy/", "https://www.cscce.org/glossary/"),
        ("http://example.org/terms#one", "http://example.org/terms#"),
        ("http://example.org/a?id=1", "http://example.org/"),
        ("urn:isbn:1", "urn:isbn:"),
    ],
)
def test_the_namespace_of_an_address(address: str, space: str) -> None:
    assert namespace(address) == space


@pytest.mark.parametrize("address", ["", "no address", "data.europa.eu/esco/1", "http://a b", "http://", "malformed:x"])
def test_an_address_that_is_none_is_told_until_it_is_left_out(address: str) -> None:
    assert broken(linked(address))
    assert shown(linked(address)).strip() == address


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("4d39b27a-b34f-4c89-8d46-df844d42f728", None),
        ("4D39B27A-B34F-4C89-8D46-DF844D42F728", None),
        ("o4d39b27-b34f-4c89-8d46-df844d42f728", "no hexadecimal digit"),
        ("4d39b27-b34f-4c89-8d46-df844d42f728", "too few digits"),
        ("4d39b27a-b34f-4c89-8d46-df844d42f7288", "too many digits"),
        ("working-with-policy-makers-together", None),
        ("S1.2.3", None),
    ],
)
def test_what_is_almost_a_uuid_is_malformed(name: str, why: str | None) -> None:
    found = broken(SPACE + name)
    assert found is None if why is None else why in (found or "")


def test_words_that_are_only_contained_are_doubtful() -> None:
    assert likeness("plan", "plan teacher training") == CONTAINED
    assert likeness("manage time", "time management") < RIGHT
    assert likeness("plan", "plan") > RIGHT
    assert likeness("shear sheep", "tell stories") < WRONG


@pytest.mark.shared_data
def test_the_starter_data_agree_with_esco() -> None:
    with connect("sqlite:///:memory:") as store:
        load(store, shared("esco-1.1.1/classification-en-csv.zip"), format="esco")
        report = load(store, "starter")
    assert report.problems == ()
    assert (report.added[Kind.MAPPING], report.added[Kind.ROLE_MAPPING]) == (182, 68)
