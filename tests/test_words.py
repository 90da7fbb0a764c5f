"""The texts of the explorer: all in one catalogue, ready for a second language, and in plain words."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

import streamlit
import textstat
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest

import app
from app.glossary import term
from app.glossary.words import GROUPS, WORDS
from app.views import __path__ as VIEWS
from kmgraph.load import load
from kmgraph.store import connect
from tests.explored import explored, fill

ROOT = Path(__file__).parents[1]
APP = Path(app.__file__).parent
MAIN = str(APP / "main.py")
CATALOGUE = APP / "locale" / "kmgraph.pot"
OLDEST, HOPED = 14, 11
"""Years of age at which people can read every text, and at which they can read most."""
LONG = 8
"""Words from which on a text has an age at which it can be read; shorter ones are names and labels."""
MOVE = {"from": "policy-engagement-officer", "to": "knowledge-exchange-manager"}
PAGES: dict[str, dict[str, str]] = {
    **{Path(one).stem: {} for folder in VIEWS for one in Path(folder).glob("[!_]*.py")},
    "bridge": MOVE,
    "pathways": MOVE,
    "compare": {"role": "policy-engagement-officer knowledge-exchange-manager"},
    "team": {"member": "policy-officer knowledge-broker-university", "role": "knowledge-exchange-manager"},
}
FIELD = re.compile("|".join(sorted((rf"\b{re.escape(one.label)}(?:s|es)?\b" for one in WORDS.values()), key=len)[::-1])
                   + r"|\bcompetencies\b|\borganisations?\b|\bkmgraph \w+", re.IGNORECASE)  # fmt: skip
"""Words of the field, which the glossary explains, and commands. They count as one short word each: people who look
for work in this field know them, or find their meaning where they stand, and no plainer word says the same."""


def age(text: str) -> int:
    """How old a reader must be: Flesch-Kincaid gives a school year of the USA; a pupil of year n is n + 5 years old."""
    plain = re.sub(r"\{\w+\}", "this", text)
    return int(textstat.flesch_kincaid_grade(FIELD.sub("word", plain))) + 5


def gathered() -> set[str]:
    """Every text that the code marks for translation, the plural forms too."""
    texts: set[str] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(APP):
        texts.update((message,) if isinstance(message, str) else filter(None, message))
    return texts


# --- the catalogue ---------------------------------------------------------------------------------------------


def test_the_catalogue_holds_every_text() -> None:
    with CATALOGUE.open(encoding="utf-8") as file:
        told = [one.id for one in read_po(file) if one.id]
    held = {text for one in told for text in ((one,) if isinstance(one, str) else one)}
    assert held ^ gathered() == set(), "run make words"


def test_no_gap_is_without_a_name() -> None:
    assert {text for text in gathered() if re.search(r"\{\d*\}|%[sd]", text)} == set()


# --- plain words -----------------------------------------------------------------------------------------------


def test_every_text_can_be_read_at_fourteen() -> None:
    ages = {text: age(text) for text in gathered() if len(text.split()) >= LONG}
    assert len(ages) > 150
    assert {text: years for text, years in ages.items() if years > OLDEST} == {}
    share = sum(years <= HOPED for years in ages.values()) / len(ages)
    assert share > 0.6, f"{share:.0%} can be read at {HOPED}"


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a store with the starter data."""
    url = f"sqlite:///{tmp_path_factory.mktemp('starter')}/graph.sqlite"
    with connect(url) as store:
        assert load(store, "starter").ok
    yield url
    streamlit.cache_resource.clear()


def running(at: Any) -> list[str]:
    """The sentences that the page says: paragraphs, items of lists, messages; no tables, no lists of records."""
    html = "\n".join(one.proto.body for one in at.get("html"))
    html = re.sub(r'<span class="km-tip".*?</span>|<ul class="km-index">.*?</ul>', "", html, flags=re.DOTALL)
    said = re.findall(r"<(?:p|li|dd)\b[^>]*>(.*?)</(?:p|li|dd)>", html, re.DOTALL)
    said += [one.value for kind in (at.info, at.warning, at.error, at.markdown) for one in kind]
    texts = (unescape(re.sub(r"<[^>]+>", " ", one)) for one in said)
    return [one for one in texts if len(one.split()) >= LONG]


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_says_can_be_read_at_fourteen(starter: str, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", starter)
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.run()
    at.query_params.update(PAGES[page])
    at.switch_page(f"views/{page}.py").run()
    assert not at.exception
    said = " ".join(f"{one.rstrip('. ')}." for one in running(at))
    assert age(said) <= OLDEST, said


# --- a second language -----------------------------------------------------------------------------------------

MARKED = f"""
import gettext, json, sys
class Marked(gettext.NullTranslations):
    def gettext(self, text): return f"⟦{{text}}⟧"
    def ngettext(self, one, many, number): return f"⟦{{one if number == 1 else many}}⟧"
gettext.translation = lambda *_, **__: Marked()
from streamlit.testing.v1 import AppTest
sys.path.insert(0, {str(ROOT)!r})
from tests.test_words import PAGES_MADE_UP, MAIN, furniture
said = {{}}
for page, link in PAGES_MADE_UP.items():
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.run()
    at.query_params.update(link)
    at.switch_page(f"views/{{page.split()[0]}}.py").run()
    assert not at.exception, at.exception
    said[page] = furniture(at)
json.dump(said, sys.stdout)
"""
PAGES_MADE_UP: dict[str, dict[str, str]] = {
    **{page: {} for page in PAGES},
    "bridge with a move": {"from": "officer", "to": "manager"},
    "pathways with a move": {"from": "officer", "to": "manager"},
    "compare of two": {"role": "officer manager"},
    "team of two": {"member": "officer writer", "role": "manager"},
    "roles with one": {"role": "officer"},
    "competencies with one": {"competency": "writing"},
    "training with one": {"course": "all-in-one"},
    "glossary with one": {"term": "gap"},
}
"""Pages of the made-up graph, by the script and what tells them apart."""


def furniture(at: Any) -> list[str]:
    """What the interface itself says on a page: headings, labels, buttons, parts that fold, heads of tables."""
    kinds = (at.button, at.selectbox, at.checkbox, at.radio, at.text_input, at.text_area, at.number_input, at.toggle)
    labels = [one.label for kind in kinds for one in kind] + [one.label for one in at.expander]
    labels += [one.value for kind in (at.title, at.header, at.subheader) for one in kind]
    html = "\n".join(one.proto.body for one in at.get("html"))
    heads = re.findall(r"<(h[1-4]|dt|caption|summary|th(?= scope=.col.))\b[^>]*>(.*?)</\1>", html, re.DOTALL)
    return [*labels, *(unescape(re.sub(r"<[^>]+>", " ", inside)) for _name, inside in heads)]


def unmarked(text: str) -> str:
    """What of a text is in no mark: neither from the catalogue nor filled into a sentence of it."""
    while (less := re.sub("⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = less
    return " ".join(text.split())


def strings(value: object) -> Iterator[str]:
    """All texts within plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


PLANNER = re.compile(r"^\d+\. | at \w+$| → ")
"""How the planner writes names of the data for the explorer and the command line alike: a step with its number, a
need with its level, a move. Its sentences, too, are in no catalogue yet: they are no part of what is looked at here."""


def test_the_interface_is_ready_for_a_second_language(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    fill(url)
    ran = subprocess.run(
        [sys.executable, "-c", MARKED], capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "KMGRAPH_STORE": url}, cwd=tmp_path,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    data = {
        " ".join(text.split()).casefold()
        for record in explored().records
        for text in strings(record.model_dump(mode="json"))
    }
    left = {
        (page, rest)
        for page, said in json.loads(ran.stdout).items()
        for rest in map(unmarked, said)
        if re.search("[a-zA-Z]{2}", rest) and rest.casefold() not in data and not PLANNER.search(rest)
    }
    assert left == set()


# --- the glossary ----------------------------------------------------------------------------------------------


def test_every_word_stands_in_a_group_beside_words_that_exist() -> None:
    assert {one.group for one in WORDS.values()} == set(GROUPS)
    assert {beside for one in WORDS.values() for beside in one.beside} <= set(WORDS)
    assert len({one.meaning for one in WORDS.values()}) == len(WORDS)


def test_a_word_explains_itself_where_it_stands() -> None:
    said = term("competency", "competencies")
    assert 'href="glossary?term=competency"' in said
    assert said.count(WORDS["competency"].meaning) == 2  # for eyes, and for ears
    assert ">competencies</a>" in said
