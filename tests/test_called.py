"""The index of labels, which every store keeps alike: who is found by what, in any script, with slips, harmlessly."""

from collections.abc import Collection
from contextlib import suppress

import pytest

from kmgraph.model import Competency, Framework, Record, Requirement, Role
from kmgraph.store.base import Key, Store
from kmgraph.store.words import KINDS
from kmgraph.vocabulary import Kind

BASE = "https://example.org/"
A, B = BASE + "source/a", BASE + "source/b"
FRAMEWORK = Framework(id=BASE + "f", label="Framework")
BROKER = Role(
    id="https://w3id.org/kmgraph/role/made-up/go-between",
    label="Knowledge-exchange broker",
    alternative_labels=(
        "Médiateur de l’Évaluation",
        "Łącznik",
        "知识经纪人",
        "وسيط المعرفة",
        "ज्ञान दलाल",
        "นายหน้าความรู้",
    ),
    hidden_labels=("nolige",),
)
POLICY = Competency(id=BASE + "policy", label="Policy research", framework=FRAMEWORK.id)
NEED = Requirement(id=BASE + "q", role=BROKER.id, competency=BASE + "stub", importance="essential")
NAMED = [BROKER, POLICY, FRAMEWORK, NEED]


def put(store: Store, source: str, *records: Record) -> None:
    with store.writing() as writer:
        writer.put(source, records)


def take_back(store: Store, source: str, *records: Record) -> None:
    with store.writing() as writer:
        writer.remove(source, [Key(record.kind, record.id) for record in records])


def called(store: Store, text: str, kinds: Collection[Kind] = KINDS) -> list[str]:
    return sorted(one.iri for one in store.read(lambda reader: reader.called(text, kinds)).found)


@pytest.fixture
def named(store: Store) -> Store:
    put(store, A, *NAMED)
    return store


FOUND_BY = (
    *("knowledge", "KNOWLEDGE", "knowl", "exchange", "broker know", "nolige", "mediateur", "Mediateur l'evaluation"),
    *("lacz", "知识", "经纪", "وسيط", "المعرفة", "ज्ञान", "ความรู้", "go between", "brok:er"),
    *('"knowledge" -exchange*', "knowlege exhcange", "brokr", "knwole", "brokre"),
)


def test_a_record_is_found_by_any_label_in_any_script_with_slips(named: Store) -> None:
    for text in FOUND_BY:
        assert (text, called(named, text)) == (text, [BROKER.id])
        assert called(named, text, [Kind.COMPETENCY]) == called(named, text, []) == []


def test_words_inside_words_and_most_of_the_words(named: Store) -> None:
    assert called(named, "hange") == [BROKER.id]
    assert called(named, "policy zzzzqqqq") == [POLICY.id]
    found = named.read(lambda reader: reader.called("research policy in exchange", KINDS))
    assert (found.found[0].iri, found.counts) == (POLICY.id, None)


STRANGE = ["", " ", "?!", '"', "*", "NEAR(", "AND", "OR NOT", "a:b", "~", "^x", "x~2", "{!}", "\\", "(((",
           "/.*/", "\0", "\ud800", "[a TO z]", "x" * 5_000, "x " * 5_000, "% _", "'; DROP TABLE called", "🧭", "\u0301",
           "names : x"]  # fmt: skip


def test_whatever_is_looked_for_is_harmless(named: Store) -> None:
    for text in STRANGE:
        assert {*called(named, text)} <= {one.id for one in NAMED}
        if len(text) < 200:
            assert (text, BROKER.id in called(named, f"knowledge exchange {text}")) == (text, True)
    assert called(named, "policy") == [POLICY.id]


def test_labels_of_any_kind_of_text_are_kept(store: Store) -> None:
    """Whatever may stand in a label, what stands beside it is found."""
    odd = [one.replace("\0", "").replace("\ud800", "") for one in STRANGE]
    put(store, A, *(Role(id=f"{BASE}{n}", label=f"{one} needle") for n, one in enumerate(odd)))
    assert len(called(store, "needle")) == len(STRANGE)


def test_what_is_called_just_that_comes_first_and_all_are_counted(store: Store) -> None:
    labels = ["an old policy", "policy officer", "policy", "head of policy", "policies"]
    put(store, A, *(Role(id=f"{BASE}{n}", label=one) for n, one in enumerate(labels)))
    put(store, A, Competency(id=BASE + "other", label="lobby", alternative_labels=("policy",), framework=FRAMEWORK.id))
    put(store, B, Role(id=BASE + "1", label="policy officer"))
    found = store.read(lambda reader: reader.called("policy", KINDS, 3))
    assert [one.iri for one in found.found] == [BASE + "2", BASE + "other", BASE + "1"]
    assert found.counts == {Kind.ROLE: 4, Kind.COMPETENCY: 1}
    assert store.read(lambda reader: reader.called("policy", [Kind.ROLE])).counts == {Kind.ROLE: 4}


def test_what_is_called_follows_what_is_said(named: Store) -> None:
    renamed = POLICY.model_copy(update={"label": "Lobbying"})
    with suppress(ZeroDivisionError), named.writing() as writer:
        writer.put(A, [renamed])
        raise ZeroDivisionError
    assert (called(named, "lobbying"), called(named, "policy")) == ([], [POLICY.id])
    put(named, A, renamed)
    put(named, B, POLICY)
    assert called(named, "lobbying") == called(named, "policy") == [POLICY.id]
    take_back(named, A, renamed)
    assert (called(named, "lobbying"), called(named, "policy")) == ([], [POLICY.id])
    take_back(named, B, POLICY)
    assert called(named, "policy") == []
