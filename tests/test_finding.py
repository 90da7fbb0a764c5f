"""Search on the explorer's server: what is found, as JSON, and what is said where nothing can be."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from kmgraph.model import Competency, Framework, Role, Source, iri
from kmgraph.store import connect
from kmgraph.vocabulary import Kind
from tests.endpoint import Client, serving
from tests.explored import fill
from tests.worlds import SOURCE, name

OTHER = iri(Kind.SOURCE, "other", "other")
FOREIGN = "http://data.example.org/role?x=1&y=2#peace"
HOSTILE = '<script>alert("x")</script> officer‮'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server about made-up data, with twins and a hostile label."""
    url = f"sqlite:///{tmp_path_factory.mktemp('data')}/graph.sqlite"
    fill(url)
    with connect(url) as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), [Source(id=name(Kind.SOURCE, SOURCE), title="Made up")])
        writer.put(
            OTHER,
            [
                Source(id=OTHER, title="Another list"),
                Role(id=iri(Kind.ROLE, "other", "officer"), label="Officer", sector="staff"),
                Role(id=FOREIGN, label="Peace officer", hidden_labels=("copper",), alternative_labels=("constable",)),
                Role(id=iri(Kind.ROLE, "other", "hostile"), label=HOSTILE),
                Framework(id=iri(Kind.FRAMEWORK, "other", "far"), label="Far"),
                Competency(id=iri(Kind.COMPETENCY, "other", "w"), label="Writing",
                           framework=iri(Kind.FRAMEWORK, "other", "far")),
            ],
        )  # fmt: skip
    with serving(url) as (found, _):
        yield found


def asked(client: Client, text: str, **more: Any) -> dict[str, Any]:
    reply = client.get(f"/find?{urlencode({'q': text, **more}, doseq=True)}")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    found = json.loads(reply.text)
    assert found["total"] == sum(found["counts"].values())
    return found


def test_what_is_found_says_what_it_is_and_where_it_stands(client: Client) -> None:
    found = asked(client, "copper")
    assert found == {
        "query": "copper",
        "counts": {"role": 1},
        "total": 1,
        "results": [
            {
                "iri": FOREIGN,
                "kind": "role",
                "label": "Peace officer",
                "matched": "Peace officer",  # not the spelling that is hidden
                "note": "Role",
                "href": f"roles?{urlencode({'role': FOREIGN})}",
            }
        ],
    }
    assert asked(client, "cnstable")["results"][0]["matched"] == "constable"


def test_twins_are_told_apart_and_linked_by_names_that_are_theirs_alone(client: Client) -> None:
    first, second = asked(client, "officer", kind="role", limit=2)["results"]
    assert {first["note"], second["note"]} == {"Role, staff, Made up", "Role, staff, Another list"}
    assert all(one["href"] == f"roles?{urlencode({'role': one['iri']})}" for one in (first, second))
    writing = asked(client, "writing", kind="competency")["results"]
    assert {one["note"] for one in writing[:2]} == {"Competency, Far", "Competency, Framework"}
    assert {one["href"] for one in writing[:2]} == {"competencies?competency=w", "competencies?competency=writing"}


def test_kinds_and_limits_choose_what_is_told_not_what_is_counted(client: Client) -> None:
    every = asked(client, "officer", limit=1)
    assert (len(every["results"]), every["counts"]["role"]) == (1, 4)
    assert asked(client, "officer", kind=["competency", "course"])["counts"] == {}
    assert len(asked(client, "officer", limit=99_999_999_999_999)["results"]) == every["total"]
    assert asked(client, "officer", limit=0)["results"] == []
    assert asked(client, "")["total"] == asked(client, "  ?!")["total"] == 0


def test_kinds_without_a_page_lead_to_the_search(client: Client) -> None:
    (one,) = asked(client, "another list", kind="source")["results"]
    assert (one["kind"], one["href"]) == ("source", "search?q=Another+list")
    assert asked(client, "another list")["total"] == 0  # no link leads to a source


@pytest.mark.parametrize("query", ["kind=nonsense", "kind=role&kind=", "limit=x", "limit=-1", "limit=1.5", "limit="])
def test_what_cannot_be_read_is_answered_in_a_sentence(client: Client, query: str) -> None:
    reply = client.get(f"/find?q=officer&{query}")
    assert (reply.status, reply.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert reply.text.count("\n") == 1
    assert "Choose" in reply.text or "Give" in reply.text


def test_hostile_labels_and_questions_stay_text(client: Client) -> None:
    reply = client.get("/find?q=script+alert")
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert json.loads(reply.text)["results"][0]["label"] == HOSTILE
    for text in ("<img src=x onerror=alert(1)>", 'NEAR("a*" ~', "x" * 5_000, "🧭\0", "%ff"):
        assert asked(client, text)["query"] == text[:200]
    assert client.get("/find?q=%ff%fe&q=%00").status == 200


def test_nobody_keeps_what_people_look_for(client: Client) -> None:
    for path in ("/find?q=officer", "/find?q=officer&limit=x"):
        assert client.get(path).headers["cache-control"] == "no-store"
        head = client.send("HEAD", path)
        assert (head.status, head.body) == (client.get(path).status, b"")
    for method in ("POST", "PUT", "DELETE"):
        assert client.send(method, "/find?q=officer").status == 405


def test_a_store_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "graph.sqlite"
    file.write_bytes(b"something else entirely" * 100)
    with serving(f"sqlite:///{file}") as (client, _):
        reply = client.get("/find?q=officer")
        assert (reply.status, reply.headers["cache-control"]) == (503, "no-store")
        assert "is not a kmgraph store" in reply.text


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path}/graph.sqlite") as (client, _):
        assert asked(client, "officer") == {"query": "officer", "counts": {}, "total": 0, "results": []}
