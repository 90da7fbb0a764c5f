"""Importing what was exported: exact, whole or not at all, and each fault told with its line and remedy."""

import gzip
import json
import multiprocessing
import os
import signal
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from kmgraph.cli import COMMANDS
from kmgraph.cli.group import kmgraph
from kmgraph.errors import Severity
from kmgraph.load import load
from kmgraph.model import RECORDS, Competency, Framework, Record, Review, Role, Source, digest
from kmgraph.rdf import statements
from kmgraph.rdf.export import write
from kmgraph.rdf.importing import Imported, import_files
from kmgraph.rdf.syntax import Syntax
from kmgraph.reviewed import SOURCE as REVIEWS
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import BASE, TERMS, Kind
from tests.shared import shared
from tests.tables import DATASET, name
from tests.tables import write as tables

ENDINGS = {
    Syntax.TURTLE: "ttl", Syntax.NTRIPLES: "nt", Syntax.NQUADS: "nq", Syntax.TRIG: "trig", Syntax.JSONLD: "jsonld",
    Syntax.RDFXML: "rdf",
}  # fmt: skip
State = dict[tuple[str, str, str], str]


def _state(store: Store) -> State:
    return {
        (row.source, row.kind, row.id): digest(row.record)
        for row in store.read(lambda reader: list(reader.each(tuple(RECORDS))))
    }


def _exported(store: Store, path: Path, syntax: Syntax | None = None) -> Path:
    chosen = syntax or next(one for one, ending in ENDINGS.items() if path.suffix == f".{ending}")

    def work(_: object) -> None:
        held = BytesIO()
        store.read(lambda reader: write(reader, held, chosen))
        path.write_bytes(held.getvalue())

    work(None)
    return path


def _put(store: Store, source: str, *records: Record) -> None:
    with store.writing() as writer:
        writer.put(source, records)


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[Syntax, Path], State]:
    """The starter data in every syntax, and what a store says of it."""
    folder = tmp_path_factory.mktemp("starter")
    with connect("sqlite:///:memory:") as store:
        assert load(store, "starter").ok
        files = {one: _exported(store, folder / f"x.{ending}", one) for one, ending in ENDINGS.items()}
        return files, _state(store)


class TestRoundTrip:
    @pytest.mark.parametrize("syntax", ENDINGS)
    def test_of_the_starter_data_in_every_syntax(
        self, store: Store, starter: tuple[dict[Syntax, Path], State], syntax: Syntax
    ) -> None:
        files, state = starter
        done = import_files(store, [files[syntax]])
        assert (done.ok, done.written) == (True, True)
        assert [problem for problem in done.problems if problem.severity is not Severity.NOTE] == []
        assert _state(store) == state
        assert not import_files(store, [files[syntax]]).written

    def test_reads_json_as_a_stream(self, starter: tuple[dict[Syntax, Path], State]) -> None:
        path = starter[0][Syntax.JSONLD]
        assert statements.looked_through(path, "JSON_LD", None) == "STREAMING_JSON_LD"

    @pytest.mark.shared_data
    def test_of_esco(self, tmp_path: Path) -> None:
        esco = shared("esco-1.1.1")
        with connect(f"sqlite:///{tmp_path}/a.sqlite") as store, connect(f"sqlite:///{tmp_path}/b.sqlite") as other:
            assert load(store, esco, format="esco").ok
            path = tmp_path / "x.nq"
            with path.open("wb") as file:
                store.read(lambda reader: write(reader, file, Syntax.NQUADS))
            assert import_files(other, [path]).ok
            assert _state(other) == _state(store)

    def test_of_what_several_sources_say_of_one_thing(self, store: Store, tmp_path: Path) -> None:
        with connect("sqlite:///:memory:") as first:
            _two_sources(first)
            quads, turtle = _exported(first, tmp_path / "x.nq"), _exported(first, tmp_path / "x.ttl")
            state = _state(first)
        assert import_files(store, [quads]).ok
        assert _state(store) == state
        with connect("sqlite:///:memory:") as other:
            done = import_files(other, [turtle])
            assert any("stand here once, merged" in problem.message for problem in done.problems)
            assert _state(other).keys() == state.keys()
            said = other.read(lambda reader: reader.assertions([Kind.ROLE]))
            assert {one.record.summary for one in said if isinstance(one.record, Role)} == {"What it is"}

    def test_of_opinions_of_reviewers(self, tmp_path: Path) -> None:
        opinion = Review(id=f"{BASE}review/reviews/1", about=f"{BASE}role/a/r", seen="12", reviewers="government",
                         opinion="agree", people=3)  # fmt: skip
        with connect("sqlite:///:memory:") as store, connect("sqlite:///:memory:") as other:
            _put(store, REVIEWS, Source(id=REVIEWS, title="Reviews"), opinion)
            assert import_files(other, [_exported(store, tmp_path / "x.nq")]).ok
            assert _state(other) == _state(store)


def _source(slug: str) -> str:
    return f"{BASE}source/{slug}/{slug}"


def _two_sources(store: Store) -> None:
    shared_role = f"{BASE}role/a/r"
    for slug, summary in (("a", None), ("b", "What it is")):
        role = Role(id=shared_role, label="Adviser", summary=summary)
        _put(store, _source(slug), Source(id=_source(slug), title=f"Source {slug}"), role)


def _small(folder: Path, **changed: str | bytes | None) -> Path:
    """The small data set of tables as N-Quads."""
    with connect("sqlite:///:memory:") as store:
        assert load(store, tables(folder / "tables", **changed)).ok
        return _exported(store, folder / "small.nq")


class TestWhatIsThere:
    def test_is_kept_where_the_file_says_nothing_of_it(self, store: Store, tmp_path: Path) -> None:
        load(store, tables(tmp_path / "old", roles="id,label\nofficer,Officer\nmanager,Manager\nthird,Third\n"))
        _two_sources(store)
        before = _state(store)
        done = import_files(store, [_small(tmp_path, roles="id,label\nofficer,Changed\nmanager,Manager\n")])
        (report,) = done.sources
        assert (report.changed, report.removed, report.added) == ({Kind.ROLE: 1}, {}, {})
        after = _state(store)
        assert after.keys() == before.keys()
        assert [key for key in after if after[key] != before[key]] == [(DATASET, Kind.ROLE, name(Kind.ROLE, "officer"))]

    def test_is_replaced_if_asked(self, store: Store, tmp_path: Path) -> None:
        load(store, tables(tmp_path / "old", roles="id,label\nofficer,Officer\nmanager,Manager\nthird,Third\n"))
        _two_sources(store)
        (report,) = import_files(store, [_small(tmp_path)], replace=True).sources
        assert report.removed == {Kind.ROLE: 1}
        assert (_source("a"), Kind.ROLE, f"{BASE}role/a/r") in _state(store)

    def test_is_not_replaced_by_much_less_unless_allowed(self, tmp_path: Path) -> None:
        with connect("sqlite:///:memory:") as store:
            many = "".join(f"r{number},Role {number}\n" for number in range(20))
            load(store, tables(tmp_path / "old", roles=f"id,label\nofficer,Officer\nmanager,Manager\n{many}"))
            small, before = _small(tmp_path), _state(store)
            done = import_files(store, [small], replace=True)
            assert not done.ok
            assert "This would take back 20 of the 22 records of Role" in done.doubts[0].message
            assert "--shrink" in done.doubts[0].hint
            assert _state(store) == before
            assert import_files(store, [small], replace=True, shrink=True).written

    def test_may_describe_what_a_part_of_an_export_refers_to(self, tmp_path: Path) -> None:
        small = _small(tmp_path)
        part = tmp_path / "part.nq"
        lines = small.read_text().splitlines()
        part.write_text("\n".join(line for line in lines if "/competency/small/writing> <" not in line[:80]))
        with connect("sqlite:///:memory:") as store:
            import_files(store, [small])
            assert import_files(store, [part], strict=True).ok
        with connect("sqlite:///:memory:") as empty:
            done = import_files(empty, [part])
            assert done.ok
            assert any("it is kept as a stub" in problem.message for problem in done.problems)

    def test_is_looked_at_with_the_rules_of_a_load(self, tmp_path: Path) -> None:
        with connect("sqlite:///:memory:") as store:
            wrong = [Framework(id=f"{BASE}framework/a/f", label="F"),
                     Competency(id=f"{BASE}competency/a/c", label="C", framework=f"{BASE}competency/a/c")]  # fmt: skip
            _put(store, _source("a"), Source(id=_source("a"), title="A"), *wrong)
            path = _exported(store, tmp_path / "x.ttl")
        with connect("sqlite:///:memory:") as other:
            done = import_files(other, [path])
            assert not done.ok
            assert "is a Competency, but framework takes a Framework." in done.doubts[0].message
            assert done.doubts[0].column == "skos:inScheme"
            assert _state(other) == {}

    def test_takes_no_addresses_of_people(self, tmp_path: Path) -> None:
        path = tmp_path / "x.ttl"
        path.write_text(f"{HEAD}{SOURCE}{ROLE.replace('Adviser', 'Ask jo.bloggs@example.org')}")
        with connect("sqlite:///:memory:") as store:
            done = import_files(store, [path])
            assert any("looks like a personal address" in problem.message for problem in done.problems)
            (said,) = store.read(lambda reader: reader.assertions([Kind.ROLE]))
        assert "@" not in said.body

    def test_needs_its_source_to_be_described(self, tmp_path: Path) -> None:
        path = tmp_path / "x.ttl"
        path.write_text(HEAD + ROLE)
        done = _imported(path)
        assert "describes the source" in done.doubts[0].message
        assert "an export holds its sources" in done.doubts[0].hint

    def test_may_come_from_several_files_that_say_the_same(self, tmp_path: Path) -> None:
        small = _small(tmp_path)
        again = tmp_path / "again.nq.gz"
        again.write_bytes(gzip.compress(small.read_bytes()))
        done = _imported(small, again)
        assert (done.ok, done.written) == (True, True)
        other = tmp_path / "other.nq"
        other.write_text(small.read_text().replace('"Officer"', '"Another"'))
        done = _imported(small, other)
        assert not done.ok
        assert "stands twice: also in" in done.doubts[0].message


HEAD = f"""@prefix km: <{TERMS}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix e: <https://example.org/> .
"""
SOURCE = f'<{_source("a")}> a km:Source ; dcterms:title "A" ; prov:wasDerivedFrom <{_source("a")}> .\n'
ROLE = f'e:r a km:Role ; skos:prefLabel "Adviser"@en ; prov:wasDerivedFrom <{_source("a")}> .\n'
GOOD = HEAD + SOURCE + ROLE
ITSELF = SOURCE.replace(f" ; prov:wasDerivedFrom <{_source('a')}>", "")
NT = f"<https://example.org/r> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{TERMS}Role> .\n"
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">\n{}</rdf:RDF>'
NODE = '<rdf:Description rdf:about="{}"><e:p>x</e:p></rdf:Description>\n'

ENDLESS = f'{GOOD}e:r skos:note "' + "x" * 17_000_000

BROKEN: dict[str, tuple[str, bytes, int | None, str, str]] = {
    "Turtle": ("x.ttl", (GOOD + "e:x a ; .\n").encode(), 8, "cannot be read here", "Mend it"),
    "N-Triples": ("x.nt", (NT + "<https://example.org/r> nothing .\n").encode(), 2, "cannot be read here", "Mend it"),
    "N-Quads": ("x.nq", (NT + '<https://example.org/r> "x" <e:g> .\n').encode(), 2, "cannot be read here", "Mend it"),
    "TriG": ("x.trig", f"{HEAD}e:g {{ {ROLE}\n".encode(), None, "cannot be read here", "Mend it"),
    "JSON-LD": ("x.jsonld", b'{"@context": {},\n"@graph": [\n{"@id": ]}', 3, "cannot be read here", "Mend it"),
    "RDF/XML": ("x.rdf", XML.format("<a>\n").encode(), 3, "The XML is broken", "export it again"),
    "relative in Turtle": ("x.ttl", (GOOD + "<r> a e:x .").encode(), 8, "cannot be read here", "whole IRIs"),
    "relative in N-Triples": ("x.nt", b"<r> <e:p> <e:q> .", 1, "cannot be read here", "whole IRIs"),
    "relative in RDF/XML": ("x.rdf", XML.format(NODE.format("r")).encode(), 2, "cannot be read here", "whole IRIs"),
    "endless text": ("x.ttl", ENDLESS.encode(), 8, "longer than 16 MB", "Mend it"),
    "cut archive": ("x.ttl.gz", gzip.compress(GOOD.encode() * 100)[:-60], None, "damaged or cut off", "again"),
    "noise": ("x.ttl", bytes(range(128, 256)) * 100, 1, "cannot be read here", "UTF-8"),
    "no RDF": ("x.ttl", b"%PDF-1.7 nothing", None, "This is a PDF", "UTF-8"),
    "UTF-16": ("x.ttl", GOOD.encode("utf-16"), None, "UTF-16", "UTF-8"),
    "nothing": ("x.ttl", b"", None, "No record of kmgraph", "kmgraph load"),
    "other data": ("x.ttl", (HEAD + "e:a a e:Thing .").encode(), None, "No record of kmgraph", "kmgraph load"),
    "context elsewhere": ("x.jsonld", b'{"@context": "e:c"}', None, "remote context", "into the file"),
}  # fmt: skip


def _imported(*paths: Path, strict: bool = False) -> Imported:
    """What an import into a store says that held something else; the store is as before where it failed."""
    with connect("sqlite:///:memory:") as store:
        _put(store, _source("z"), Source(id=_source("z"), title="Z"))
        before = _state(store)
        done = import_files(store, paths, strict=strict)
        assert done.ok or _state(store) == before
        return done


@pytest.mark.parametrize(("file", "content", "line", "message", "hint"), BROKEN.values(), ids=BROKEN.keys())
def test_each_damage_is_one_sentence_with_its_place(
    tmp_path: Path, file: str, content: bytes, line: int | None, message: str, hint: str
) -> None:
    (tmp_path / file).write_bytes(content)
    done = _imported(tmp_path / file)
    assert len(done.doubts) == 1
    (problem,) = done.doubts
    assert message in problem.message
    assert hint in problem.hint
    assert problem.place.source == str(tmp_path / file)
    assert line is None or problem.place.line == line


def test_a_source_that_nothing_states_states_itself(tmp_path: Path) -> None:
    assert ITSELF != SOURCE
    (tmp_path / "x.ttl").write_text(HEAD + ITSELF + ROLE)
    with connect("sqlite:///:memory:") as store:
        assert import_files(store, [tmp_path / "x.ttl"], strict=True).ok
        assert [one.source for one in store.read(lambda reader: reader.assertions([Kind.SOURCE]))] == [_source("a")]


def test_what_is_no_file_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.ttl")
    for path in (tmp_path / "folder", tmp_path / "pipe.ttl"):
        (problem,) = _imported(path).doubts
        assert "not a file" in problem.message


def test_warnings_keep_a_file_out_if_asked(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(f"{GOOD}e:r e:colour 'red' .\n")
    assert _imported(tmp_path / "x.ttl").ok
    assert not _imported(tmp_path / "x.ttl", strict=True).ok


def _record(kind: str, iri: str, said: str, source: str = "a") -> str:
    return f"<{iri}> a km:{kind} ; {said} ; prov:wasDerivedFrom <{_source(source)}> .\n"


LABEL = 'skos:prefLabel "x"@en'
STATUS = f"km:status <{BASE}scheme/status/%s>"


class TestTrust:
    """What a file must not do in silence, whoever wrote it."""

    @pytest.mark.parametrize(
        ("iri", "message"),
        [
            (f"{TERMS}Role", "names its own terms"),
            (f"{BASE}scheme/status/reviewed", "names its own terms"),
            (f"{BASE}graph/x", "names its own terms"),
            ("javascript:alert(1)", "begins with javascript:"),
            ("file:///etc/passwd", "begins with file:"),
            ("https://example.org/\u202e", "holds U+202E, which nobody can see"),
            ("https://example.org/\u200b", "holds U+200B, which nobody can see"),
        ],
    )
    def test_names_that_nothing_may_have(self, tmp_path: Path, iri: str, message: str) -> None:
        (tmp_path / "x.ttl").write_text(HEAD + SOURCE + _record("Role", iri, LABEL))
        (problem,) = _imported(tmp_path / "x.ttl").doubts
        assert message in problem.message

    @pytest.mark.parametrize("iri", ["urn:isbn:0451450523", "tag:example.org,2026:r", "http://example.org/r%22"])
    def test_other_names_pass(self, tmp_path: Path, iri: str) -> None:
        (tmp_path / "x.ttl").write_text(HEAD + SOURCE + _record("Role", iri, LABEL))
        assert _imported(tmp_path / "x.ttl", strict=True).written

    def test_names_of_another_source_are_told(self, tmp_path: Path) -> None:
        (tmp_path / "x.ttl").write_text(HEAD + SOURCE + _record("Role", f"{BASE}role/z/r", LABEL))
        done = _imported(tmp_path / "x.ttl")
        assert done.ok
        assert "1 record of “A” is named as if it were another source's" in done.problems[0].message
        assert not _imported(tmp_path / "x.ttl", strict=True).ok

    def test_what_would_count_for_more_is_told(self, tmp_path: Path) -> None:
        old, new = tmp_path / "old.ttl", tmp_path / "new.ttl"
        for path, status in ((old, "suggested"), (new, "reviewed")):
            roles = [_record("Role", f"{BASE}role/a/{one}", f"{LABEL} ; {STATUS % status}") for one in "rs"]
            path.write_text(HEAD + SOURCE + "".join(roles))
        with connect("sqlite:///:memory:") as store:
            assert import_files(store, [old], strict=True).written
            assert not import_files(store, [new], strict=True).ok
            (problem,) = import_files(store, [new]).problems
            assert "2 records of “A” were suggested and would count as reviewed" in problem.message
            assert f"{BASE}role/a/r" in problem.message
            assert import_files(store, [new]).problems == ()
        (problem,) = _imported(new).problems
        assert "2 records of “A” count as reviewed, and no opinion on them is known" in problem.message

    def test_another_title_or_licence_of_a_source_is_told(self, tmp_path: Path) -> None:
        old, new = tmp_path / "old.ttl", tmp_path / "new.ttl"
        old.write_text(HEAD + SOURCE + ROLE)
        new.write_text(HEAD + SOURCE.replace('"A"', '"B"') + ROLE)
        with connect("sqlite:///:memory:") as store:
            import_files(store, [old])
            (problem,) = import_files(store, [new]).problems
        assert "The source “A” would change the title from “A” to “B”." in problem.message
        assert problem.severity is Severity.WARNING

    def test_a_licence_that_would_be_lost_is_an_error(self, tmp_path: Path) -> None:
        licence = 'dcterms:title "A" ; dcterms:license <https://creativecommons.org/licenses/by/4.0/>'
        (tmp_path / "x.ttl").write_text(HEAD + SOURCE.replace('dcterms:title "A"', licence) + ROLE)
        (problem,) = _imported(tmp_path / "x.ttl").doubts
        assert "no place for dcterms:license" in problem.message
        assert "dc:rights" in problem.hint


@pytest.mark.parametrize("key", ["@context", "\\u0040context", "@cont\\u0065xt"])
def test_contexts_within_contexts_are_refused_at_once(tmp_path: Path, key: str) -> None:
    terms = [f'"t{n}": {{"@id": "x:{n}", "{key}": {{"u": "t{n - 1}:y"}}}}' for n in range(1, 20_000)]
    (tmp_path / "x.jsonld").write_text(f'{{"@context": {{{", ".join(terms)}}}, "@id": "x:y"}}')
    (problem,) = _imported(tmp_path / "x.jsonld").doubts
    assert "more than 100 contexts" in problem.message


def test_a_context_in_which_terms_rest_on_terms_without_end_is_refused(tmp_path: Path) -> None:
    terms = ",\n".join(f'"t{n}": "t{n - 1}:y"' for n in range(1, 20_000))
    (tmp_path / "x.jsonld").write_text(f'{{"@context": {{{terms}}}, "@id": "x:y"}}')
    (problem,) = _imported(tmp_path / "x.jsonld").doubts
    assert "more than 4,000 entries" in problem.message


NONSENSE = {
    "noise": ("x.nt", b"\x9c\x80\n"),
    "noise without lines": ("x.ttl", b"nonsense "),
    "comments": ("x.ttl", b"# nothing\n"),
    "unknown statements": ("x.nt", b"<e:%d> <https://example.org/property> <https://example.org/object> .\n"),
    "an endless text": ("x.nt", b"x"),
    "an endless text in JSON": ("x.jsonld", b"x"),
}
BEGINNINGS = {"an endless text": b'<e:a> <e:b> "', "an endless text in JSON": b'{"@context": {"p": "e:p"}, "p": "'}


@pytest.mark.parametrize("name", NONSENSE)
def test_much_nonsense_takes_little_time_and_memory(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "BARREN", 100_000)
    monkeypatch.setattr("kmgraph.rdf.gathering.APART", 20_000)
    file, piece = NONSENSE[name]
    with (tmp_path / file).open("wb") as out:
        out.write(BEGINNINGS.get(name, b""))
        for number in range(20):
            each = [piece % n for n in range(number * 10_000, (number + 1) * 10_000)] if b"%d" in piece else [piece]
            out.write(b"".join(each) * (1_000_000 // sum(map(len, each))))
    (problem,) = _imported(tmp_path / file).doubts
    assert problem.hint


fork = multiprocessing.get_context("fork")


@pytest.mark.parametrize("store_url", ["file", pytest.param("neo4j", marks=pytest.mark.neo4j)], indirect=True)
def test_an_import_that_is_killed_leaves_nothing(store_url: str, tmp_path: Path) -> None:
    with connect(store_url) as store:
        load(store, tables(tmp_path / "old"))
        before = _state(store)
    roles = "id,label\nofficer,Officer\nmanager,Manager\n" + "".join(f"r{n},Role {n}\n" for n in range(3_000))
    small = _small(tmp_path, roles=roles)

    def work() -> None:
        def stop(done: int, _: int | None, what: str) -> None:
            if what == "writing" and done:
                os.kill(os.getpid(), signal.SIGKILL)

        with connect(store_url) as store:
            import_files(store, [small], progress=stop)

    process = fork.Process(target=work)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with connect(store_url) as store:
        assert _state(store) == before
        assert import_files(store, [small]).written


class TestCommand:
    def _run(self, tmp_path: Path, *words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(kmgraph, ["--store", f"sqlite:///{tmp_path}/g.sqlite", "import", *words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout, done.stderr

    def test_reports_by_source(self, tmp_path: Path) -> None:
        small = str(_small(tmp_path))
        code, out, _ = self._run(tmp_path, small, "--dry-run")
        assert (code, "nothing written" in out, "Imported." in out) == (0, True, False)
        code, out, _ = self._run(tmp_path, small)
        assert code == 0
        assert "A small data set" in out
        assert "Imported." in out
        assert "Nothing changed" in self._run(tmp_path, small)[1]

    def test_reports_as_json(self, tmp_path: Path) -> None:
        code, out, _ = self._run(tmp_path, str(_small(tmp_path)), "--json")
        told = json.loads(out)
        assert (code, told["ok"], told["written"]) == (0, True, True)
        assert told["sources"][0]["source"] == DATASET
        assert told["sources"][0]["added"]["Role"] == 2

    def test_exits_with_one_and_writes_the_problems(self, tmp_path: Path) -> None:
        (tmp_path / "x.ttl").write_text(f"{GOOD}e:q a km:Role .")
        code, _, told = self._run(tmp_path, str(tmp_path / "x.ttl"), "--problems", str(tmp_path / "p.json"))
        assert code == 1
        assert "Nothing was imported." in told
        assert f"{tmp_path}/x.ttl, line 8" in told
        assert len(json.loads((tmp_path / "p.json").read_text())) == 2

    @pytest.mark.parametrize("ending", ["ttl", "nt", "nq", "trig", "rdf", "jsonld"])
    def test_is_named_by_a_load_of_an_export(
        self, tmp_path: Path, ending: str, starter: tuple[dict[Syntax, Path], State]
    ) -> None:
        path = next(path for path in starter[0].values() if path.suffix == f".{ending}")
        with connect("sqlite:///:memory:") as store:
            report = load(store, path)
        assert f"kmgraph import {path}" in report.errors[0].hint

    def test_is_listed(self) -> None:
        assert {"import", "diff"} <= set(COMMANDS)
