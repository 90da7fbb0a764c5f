"""Concept schemes in SKOS: what becomes of each thing, in every syntax, and each doubt about it."""

import gzip
import time
from pathlib import Path
from typing import Any, TypeVar

import pytest

from kmgraph.errors import Severity
from kmgraph.load import Entry, Report, load
from kmgraph.model import (
    SLUG,
    Collection,
    Competency,
    Framework,
    Group,
    Mapping,
    Record,
    Relation,
    Requirement,
    Role,
    RoleMapping,
    Source,
)
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Association, CompetencyType, Importance, Kind, Match, Status
from loaders import skos
from loaders.foreign import short_of

R = TypeVar("R", bound=Record)
SAMPLES = Path(__file__).parent / "samples" / "skos"
CRAFT = "https://example.org/craft/"
HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix e: <https://example.org/> .
e:s a skos:ConceptScheme ; skos:prefLabel "Scheme"@en .
e:a a skos:Concept ; skos:inScheme e:s ; skos:prefLabel "Alpha"@en .
e:b a skos:Concept ; skos:inScheme e:s ; skos:prefLabel "Beta"@en .
"""
XML = """<?xml version="1.0"?>{}
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
{}</rdf:RDF>"""
ALPHA = (
    '<skos:Concept rdf:about="https://example.org/a"><skos:prefLabel xml:lang="en">{}</skos:prefLabel></skos:Concept>'
)


class Loaded:
    """What a text, saved under a name, makes of an empty store."""

    def __init__(self, folder: Path, said: str | bytes, name: str = "x.ttl"):
        path = folder / name
        path.write_bytes(said if isinstance(said, bytes) else said.encode())
        with connect("sqlite:///:memory:") as store:
            self.report = load(store, path, format="skos")
            self.records = records(store)

    def of(self, kind: type[R]) -> list[R]:
        return [record for record in self.records if isinstance(record, kind)]

    def one(self, kind: type[R]) -> R:
        (found,) = self.of(kind)
        return found

    def called(self, label: str) -> Any:
        return next(record for record in self.records if getattr(record, "label", None) == label)

    def said(self, words: str) -> str:
        """The one problem with these words, with its place."""
        (found,) = [str(problem) for problem in self.report.problems if words in problem.message]
        return found


def records(store: Store) -> list[Record]:
    return store.read(lambda reader: [said.record for said in reader.assertions(tuple(Kind))])


def test_a_scheme_is_a_framework_and_its_concepts_are_competencies(store: Store) -> None:
    report = load(store, SAMPLES / "craft.ttl")
    assert report.ok
    found = {record.id: record for record in records(store)}
    source = found[report.source or ""]
    assert isinstance(source, Source)
    assert (source.title, source.publisher) == ("Craft of knowledge exchange", "Guild of Brokers")
    assert source.licence == "https://creativecommons.org/licenses/by/4.0/"
    framework = found[CRAFT]
    assert isinstance(framework, Framework)
    assert (framework.version, framework.publisher) == ("2.1", "Guild of Brokers")
    listening, asking, writing = (found[CRAFT + name] for name in ("listening", "asking", "writing"))
    assert isinstance(listening, Competency)
    assert (listening.label, listening.notation, listening.framework) == ("Listening", "L1", CRAFT)
    assert (listening.alternative_labels, listening.hidden_labels) == (("Hearing people out",), ("listning",))
    assert listening.definition == "Takes in what somebody means."
    assert isinstance(asking, Competency)
    assert (asking.label, asking.broader) == ("Asking open questions", (listening.id,))  # its label is SKOS-XL
    assert asking.definition == "Asks what opens a talk."  # its scope note
    assert isinstance(writing, Competency)
    assert (writing.label, writing.language) == ("Writing briefs", "en-gb")
    basics = found[CRAFT + "basics"]
    assert isinstance(basics, Collection)
    assert basics.members == (writing.id, listening.id)  # in their order
    (relation,) = [record for record in found.values() if isinstance(record, Relation)]
    assert (relation.subject, relation.object, relation.type) == (listening.id, writing.id, Association.RELATED)
    matches = {record.match: record for record in found.values() if isinstance(record, Mapping)}
    assert matches[Match.EXACT].object == "https://example.net/skills/42"
    assert matches[Match.BROAD].subject == asking.id
    assert {record.status for record in found.values()} == {Status.SOURCED}


def test_what_has_no_field_is_kept_and_persons_are_not(tmp_path: Path) -> None:
    found = Loaded(tmp_path, (SAMPLES / "craft.ttl").read_bytes())
    extra = found.called("Listening").extra
    assert extra["skos:prefLabel"] == [{"@value": "Zuhören", "@language": "de"}]
    assert extra["skos:scopeNote"] == [{"@value": "Not about hearing tests.", "@language": "en"}]
    assert "Nobody At All" not in str(found.records)
    assert "dcterms:creator" in found.said("names persons")
    assert "“Zuhören” and 1 more" in found.said("other languages")


def test_a_re_load_changes_nothing_and_the_name_of_the_source_tells_schemes_apart(store: Store, tmp_path: Path) -> None:
    first = load(store, SAMPLES / "craft.ttl")
    again = load(store, SAMPLES / "craft.ttl")
    assert not again.written
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text(HEAD.replace("e:s ", f"<https://example.org/{name}/s> "))
    sources = {load(store, tmp_path / f"{name}.ttl").source for name in ("one", "two")} | {first.source}
    assert len(sources) == 3
    assert any("/skos-example.org.one.s-" in str(source) for source in sources)


@pytest.mark.parametrize("ending", ["ttl", "nt", "nq", "trig", "n3", "rdf", "jsonld", "ttl.gz"])
def test_every_syntax_says_the_same(tmp_path: Path, ending: str) -> None:
    import pyoxigraph

    text = (SAMPLES / "craft.ttl").read_bytes()
    syntax = {"rdf": "RDF_XML", "jsonld": "JSON_LD", "nt": "N_TRIPLES", "nq": "N_QUADS", "trig": "TRIG", "n3": "N3"}
    kept = list(pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE))
    if ending in syntax:
        said = pyoxigraph.serialize(
            (quad.triple for quad in kept), format=getattr(pyoxigraph.RdfFormat, syntax[ending])
        )
    else:
        said = gzip.compress(text) if ending.endswith("gz") else text
    path = tmp_path / f"craft.{ending}"
    path.write_bytes(said or b"")
    assert skos.recognises(path)
    found = Loaded(tmp_path, said or b"", path.name)
    assert found.report.ok
    assert sorted(found.records, key=lambda record: record.id) == sorted(
        Loaded(tmp_path, text).records, key=lambda record: record.id
    )


def test_a_folder_is_one_source_and_a_place_has_its_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "1.ttl").write_text(HEAD)
    (folder / "2.ttl").write_text(HEAD[: HEAD.index("e:s a")] + "\ne:c a skos:Concept ;\n skos:broader e:a , e:c .\n")
    (folder / "notes.txt").write_text("aside")
    assert skos.recognises(folder)
    with connect("sqlite:///:memory:") as store:
        report = load(store, folder)
        assert report.added[Kind.COMPETENCY] == 2
    itself = next(problem for problem in report.problems if "broader than itself" in problem.message)
    assert itself.place == (str(folder / "2.ttl"), 8)


HERE = "https://example.org/"
IN = "skos:inScheme e:s ; skos:prefLabel"
DOUBTS = {
    "two preferred labels": ('e:a skos:prefLabel "Second"@en .', "S14", "“Alpha”"),
    "label preferred and alternative": ('e:a skos:altLabel "Alpha"@en .', "S13", "“Alpha”"),
    "broader than itself": ("e:a skos:broader e:a .", "broader than itself", f"“{HERE}a”"),
    "two of one name": (f'e:c a skos:Concept ; {IN} "alpha"@en .', "same label", "“alpha”"),
    "no name": ("e:c a skos:Concept ; skos:inScheme e:s .", "Without a name", f"“{HERE}c”"),
    "no preferred label": ('e:c skos:inScheme e:s ; skos:altLabel "C"@en .', "no skos:prefLabel", "“C”"),
    "no language": (f'e:c a skos:Concept ; {IN} "C" .', "does not say its language", "“C”"),
    "no scheme": ('e:c a skos:Concept ; skos:prefLabel "C"@en .', "filed in the only one", "“C”"),
    "several schemes": ('e:a skos:inScheme e:t . e:t skos:prefLabel "T"@en .', "several", "“Alpha”"),
    "exact and broad": ("e:a skos:exactMatch <http://o.org/x> ; skos:broadMatch <http://o.org/x> .", "S46", "“Alpha”"),
    "related and broader": ("e:a skos:broader e:b ; skos:related e:b .", "S27", "“Alpha”"),
    "joined to itself": ("e:a skos:closeMatch e:a .", "joined to itself", "“Alpha”"),
    "joined to the nameless": ("e:a skos:closeMatch [] .", "without an IRI or name", "“Alpha”"),
    "concept and scheme": ("e:s a skos:Concept .", "at once", f"“{HERE}s”"),
    "deprecated": ("e:a owl:deprecated true .", "deprecated", "“Alpha”"),
    "a person publishes": ('e:s dcterms:publisher "Jane Smith" .', "looks like a person", "“Jane Smith”"),
    "something else": ("e:x a owl:Class .", "left out: 1 owl:Class", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTS)
def test_each_doubt_is_a_warning_that_names_it(tmp_path: Path, name: str) -> None:
    statement, words, example = DOUBTS[name]
    found = Loaded(tmp_path, HEAD + statement)
    assert found.report.ok
    assert example in found.said(words)
    assert "x.ttl" in found.said(words)
    assert found.called("Alpha").framework == HERE + "s"


def test_what_contradicts_itself_is_not_loaded(tmp_path: Path) -> None:
    exact = (
        "e:a skos:exactMatch <http://o.org/x> ; skos:relatedMatch <http://o.org/x> ; skos:closeMatch <http://o.org/y> ."
    )
    assert [mapping.object for mapping in Loaded(tmp_path, HEAD + exact).of(Mapping)] == ["http://o.org/y"]
    assert Loaded(tmp_path, HEAD + "e:a skos:broader e:b . e:b skos:related e:a .").of(Relation) == []
    assert Loaded(tmp_path, HEAD + "e:a skos:broader e:a .").called("Alpha").broader == ()


def test_the_same_said_from_both_ends_is_one(tmp_path: Path) -> None:
    found = Loaded(
        tmp_path,
        HEAD + "e:a skos:related e:b ; skos:narrower e:c ; skos:broadMatch e:d . e:b skos:related e:a ."
        ' e:c a skos:Concept ; skos:broader e:a ; skos:prefLabel "C"@en ; skos:inScheme e:s .'
        ' e:d a skos:Concept ; skos:narrowMatch e:a ; skos:prefLabel "D"@en ; skos:inScheme e:s .',
    )
    assert len(found.of(Relation)) == 1
    assert found.called("C").broader == (HERE + "a",)
    assert [(one.subject, one.match) for one in found.of(Mapping)] == [(HERE + "a", Match.BROAD)]


def test_far_ancestors_do_not_become_parents(tmp_path: Path) -> None:
    found = Loaded(
        tmp_path,
        HEAD + "e:a skos:broaderTransitive e:b . e:c skos:broaderTransitive e:a , e:b ;"
        ' a skos:Concept ; skos:prefLabel "C"@en ; skos:inScheme e:s .',
    )
    assert found.called("C").broader == (HERE + "a",)


def test_without_english_the_most_common_language_is_taken(tmp_path: Path) -> None:
    text = HEAD.replace('"Alpha"@en', '"Alpha"@de, "Alpha"@fr').replace('"Beta"@en', '"Beta"@de').replace("@en", "@de")
    found = Loaded(tmp_path, text + 'e:c a skos:Concept ; skos:prefLabel "C"@cy ; skos:inScheme e:s .')
    assert {record.language for record in found.of(Competency) if record.label != "C"} == {"de"}
    assert "“C”" in found.said("no label in the main language")


def test_without_any_scheme_the_file_names_the_framework(tmp_path: Path) -> None:
    text = HEAD.replace("e:s a skos:ConceptScheme", "e:s a owl:Thing").replace("skos:inScheme e:s ;", "")
    found = Loaded(tmp_path, text, "my words.ttl")
    framework = found.one(Framework)
    assert "/skos-my-words-" in (found.report.source or "")
    assert framework.label == "Concepts of my words"
    assert {one.framework for one in found.of(Competency)} == {framework.id}
    assert "“Alpha” and 1 more" in found.said("named after the source")


def test_files_of_one_name_in_two_folders_are_two_sources(tmp_path: Path) -> None:
    text = HEAD.replace("e:s a skos:ConceptScheme", "e:s a owl:Thing").replace("skos:inScheme e:s ;", "")
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "words.ttl").write_text(text)
    first, second = (load_alone(tmp_path / folder / "words.ttl") for folder in ("one", "two"))
    assert first != second
    assert first == load_alone(tmp_path / "two" / ".." / "one" / "words.ttl")


def load_alone(path: Path) -> str | None:
    with connect("sqlite:///:memory:") as store:
        return load(store, path, format="skos").source


def test_a_file_called_after_a_person_does_not_name_the_source(tmp_path: Path) -> None:
    text = HEAD.replace("e:s a skos:ConceptScheme", "e:s a owl:Thing").replace("skos:inScheme e:s ;", "")
    found = Loaded(tmp_path, text, "Jane_Smith.ttl")
    assert (found.one(Source).title, found.one(Framework).label) == ("SKOS", "Concepts of SKOS")
    assert not any("jane" in record.model_dump_json().lower() for record in found.records)


def test_no_two_schemes_share_a_name_and_none_takes_that_of_another_source() -> None:
    addresses = ["http://x.org/v1/2", "http://x.org/v1.2", "http://x.org/v1/2/", "http://x.org/v1/2#",
                 "https://x.org/v1/2", "http://www.x.org/v1/2", "http://X.org/v1/2", "http://x.org.v1/2",
                 "http://starter/", "http://esco", "http://ex.org/Ünï/..//-.x-/?q=1#f", "http://a.org/" + "x." * 900,
                 "http://例え.jp/例"]  # fmt: skip
    names = [short_of(format, one) for one in addresses for format in ("skos", "schema-org", "ctdl")]
    assert len(set(names)) == len(names)
    assert all(name and SLUG.fullmatch(name) and name.startswith(("skos-", "schema-org-", "ctdl-")) for name in names)
    assert short_of("skos", "https://[a.b/c") is None


def test_schemes_are_inherited_from_the_nearest_above_in_one_walk(tmp_path: Path) -> None:
    text = HEAD.replace("e:a a", 'e:t a skos:ConceptScheme ; skos:prefLabel "Other"@en .\ne:a a')
    above = "".join(
        f'e:c{at} a skos:Concept ; skos:prefLabel "C {at}"@en ; skos:broader e:c{at + 1} .\n' for at in range(12_000)
    )
    top = 'e:c12000 a skos:Concept ; skos:prefLabel "Top"@en ; skos:inScheme e:t .\n'
    branch = 'e:d a skos:Concept ; skos:prefLabel "D"@en ; skos:broader e:c5, e:a .\n'
    path = tmp_path / "deep.ttl"
    path.write_text(text + above + top + branch)
    before = time.thread_time()
    found = [one.record for one in skos.load(path) if isinstance(one, Entry)]
    assert time.thread_time() - before < 12  # a walk up for each takes minutes
    frameworks = {one.label: one.framework for one in found if isinstance(one, Competency)}
    assert (frameworks["C 0"], frameworks["D"]) == (HERE + "t", HERE + "s")


def test_matches_alone_are_a_source(tmp_path: Path) -> None:
    text = HEAD[: HEAD.index("e:s a")] + (
        "<http://o.org/x> skos:closeMatch <http://p.org/y> ."
        "<http://data.europa.eu/esco/occupation/1> skos:exactMatch <http://p.org/role> ."
    )
    found = Loaded(tmp_path, text)
    assert found.report.ok
    assert (found.one(Mapping).match, found.one(RoleMapping).match) == (Match.CLOSE, Match.EXACT)


def test_concepts_without_iris_are_called_by_their_words(tmp_path: Path) -> None:
    text = HEAD + '[] a skos:Concept ; skos:inScheme e:s ; skos:prefLabel "No name"@en ; skos:broader e:a .'
    first = Loaded(tmp_path, text).called("No name")
    assert first.id.endswith("/no-name")
    assert "/competency/skos-example.org.s-" in first.id
    assert Loaded(tmp_path, text).called("No name") == first


def test_a_scheme_without_a_name_is_the_same_in_every_load(tmp_path: Path) -> None:
    file = tmp_path / "crafts.ttl"
    prefix = HEAD[: HEAD.index("e:s a")]
    file.write_text(prefix + 'e:a a skos:Concept ; skos:prefLabel "A" ; skos:inScheme [ a skos:ConceptScheme ] .')
    with connect("sqlite:///:memory:") as store:
        assert load(store, file, format="skos").ok
        assert [record.label for record in records(store) if isinstance(record, Framework)] == ["crafts"]
        assert not load(store, file, format="skos").written


def test_esco_in_rdf_gives_roles_with_their_needs_and_headings(tmp_path: Path) -> None:
    found = Loaded(
        tmp_path,
        HEAD + 'e:h a skos:Concept ; skos:prefLabel "Heading"@en ; skos:notation "24" .'
        'e:o a skos:Concept, esco:Occupation ; skos:prefLabel "Broker"@en ; skos:broader e:h ;'
        ' dcterms:description [ a esco:NodeLiteral ; esco:language "en" ; esco:nodeLiteral "Brings together." ] ;'
        " esco:relatedEssentialSkill e:a , e:b ; esco:relatedOptionalSkill e:b ."
        "e:a a esco:Skill ; esco:skillType <http://data.europa.eu/esco/skill-type/knowledge> ;"
        " esco:relatedOptionalSkill e:b ."
        "e:b esco:isEssentialSkillFor e:o .",
    )
    role, heading = found.one(Role), found.one(Group)
    assert (role.label, role.summary, role.groups) == ("Broker", "Brings together.", (heading.id,))
    assert (heading.label, heading.notation) == ("Heading", "24")
    needs = {need.competency: need.importance for need in found.of(Requirement)}
    assert needs == {HERE + "a": Importance.ESSENTIAL, HERE + "b": Importance.ESSENTIAL}
    assert HERE + "b" in found.said("essential and optional")
    assert found.called("Alpha").type is CompetencyType.KNOWLEDGE
    assert found.one(Relation).type is Association.OPTIONAL


BOMB = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
DAMAGE = {
    "relative IRI": ("x.ttl", HEAD + "<c> a skos:Concept .", 10, "No scheme found", "@base"),
    "broken Turtle": ("x.ttl", HEAD + "\ne:c a skos:Concept ; ; . .\nfoo", 11, "cannot be read here", "Mend it"),
    "no prefix": ("x.ttl", "e:a a skos:Concept .", 1, "prefix e:", "Mend it"),
    "not UTF-8": ("x.ttl", HEAD.encode() + 'e:a skos:note "é" .'.encode("latin-1"), 10, "UTF-8", "UTF-8"),
    "UTF-16": ("x.ttl", HEAD.encode("utf-16"), None, "UTF-16", "UTF-8"),
    "endless text": ("x.ttl", HEAD + 'e:a skos:note "' + "x" * 17_000_000, 10, "longer than 16 MB", "Mend it"),
    "nothing in it": ("x.ttl", "", None, "no concept", "right file"),
    "another vocabulary": ("x.ttl", "<http://a.b/c> <http://a.b/d> 1 .", None, "no concept", "right file"),
    "bomb of entities": ("x.rdf", XML.format(BOMB, ALPHA.format("&b;")), 1, "entity b", "in full"),
    "entity of a file": ("x.rdf", XML.format('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
                                             ALPHA.format("&a;")), 1, "entity a", "in full"),
    "deep XML": ("x.rdf", XML.format("", "<skos:Concept><skos:broader>" * 5_000), 3, "nested too deeply", "right file"),
    "XML cut off": ("x.rdf", XML.format("", ALPHA.format("A"))[:-30], None, "cannot be read", "Mend it"),
    "XML mismatched": ("x.rdf", XML.format("", "<skos:Concept>\n</skos:concept>"), 4, "mismatched tag", "Mend it"),
    "XML in Latin-1": ("x.rdf", XML.format("", ALPHA.format("é")).replace('"1.0"', '"1.0" encoding="iso-8859-1"')
                       .encode("latin-1"), 1, "UTF-8", "Save it as UTF-8"),
    "context elsewhere": ("x.jsonld", '{"@context": "https://e.org/c", "@id": "http://e.org/a"}', 1, "remote context",
                          "nothing is ever fetched"),
    "deep JSON": ("x.jsonld", '{"a":' * 60_000 + "1" + "}" * 60_000, 1, "nested too deeply", "right file"),
    "JSON of a million things": ("x.jsonld", "[" + "{}," * 800_000 + "{}]", 1, "1,500,000 values", "split it"),
    "JSON cut off": ("x.jsonld", '{"@context": {"s": "http://e.org/"},\n"@id": "s:', 2, "Unexpected end", "Mend it"),
    "packed file cut off": ("x.ttl.gz", gzip.compress(HEAD.encode())[:-12], None, "damaged or cut off", "again"),
    "packed bomb": ("x.nt.gz", gzip.compress(b"\n" * 30_000_000, 1), 1_000_001, "without a statement", "split"),
    "an archive": ("x.ttl", b"PK\x03\x04" + b"0" * 100, None, "ZIP", "Unpack"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_each_damage_is_one_sentence_with_its_place(tmp_path: Path, name: str) -> None:
    file, said, line, words, remedy = DAMAGE[name]
    started = time.thread_time()
    found = Loaded(tmp_path, said, file)
    (problem,) = found.report.problems
    assert problem.severity is Severity.ERROR
    assert problem.place == (str(tmp_path / file), line if line else problem.place.line)
    assert words in problem.message
    assert remedy in problem.hint
    assert found.records == []
    assert time.thread_time() - started < 30


def test_short_entities_for_namespaces_are_read(tmp_path: Path) -> None:
    text = XML.format('<!DOCTYPE rdf:RDF [<!ENTITY e "https://example.org/">]>', ALPHA.format("Alpha"))
    assert Loaded(tmp_path, text.replace('"https://example.org/a"', '"&e;a"'), "x.rdf").called("Alpha").id == HERE + "a"


def test_rings_and_odd_terms_do_not_hold_it_up(tmp_path: Path) -> None:
    ring = "rdf:first e:a ; rdf:rest _:l ."
    found = Loaded(
        tmp_path,
        HEAD + 'e:o a skos:OrderedCollection ; skos:prefLabel "O"@en ; skos:memberList _:l . _:l ' + ring +
        'e:p a skos:Collection ; skos:prefLabel "P"@en ; skos:member e:p , e:o .'
        "e:a skos:broader e:b . e:b skos:broader e:a , 1 ; skos:inScheme \"words\" ; skos:notation 1.5 .",
    )  # fmt: skip
    assert [one.members for one in found.of(Collection)] == [(HERE + "a",), (HERE + "a",)]
    assert found.called("Beta").notation == "1.5"
    assert found.said("leads back to itself")


def test_what_a_file_is_called_does_not_decide_what_it_is(tmp_path: Path) -> None:
    for name, said, ours in (
        ("a.ttl", HEAD, True),
        ("b.ttl", "<http://a.b/c> <http://a.b/d> 1 .", False),
        ("c.json", '{"@context": "https://schema.org", "skos": "2004/02/skos/core", "@type": "Course"}', False),
        ("d.csv", HEAD, False),
        ("e.rdf", HEAD, True),
    ):
        path = tmp_path / name
        path.write_text(said)
        assert skos.recognises(path) is ours, name


def test_ten_thousand_concepts_take_seconds(tmp_path: Path) -> None:
    lines = (f'e:c{at} a skos:Concept ; {IN} "C {at}"@en ; skos:broader e:c{at // 7 + 1} .'
             for at in range(2, 10_000))  # fmt: skip
    report: Report = Loaded(tmp_path, HEAD + "\n".join(lines)).report
    assert report.added[Kind.COMPETENCY] == 10_000
