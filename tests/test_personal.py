"""What points at a person is seen, in whatever script and spelling; what the field says every day is let through."""

import time

import pytest

from kmgraph.load import load
from kmgraph.model import Record, label_of
from kmgraph.personal import Known, looks_personal, reaches
from kmgraph.store import connect
from kmgraph.vocabulary import Kind

NAMES = """
Jane Smith
JANE SMITH
Jane SMITH
jane said so
Ask Jane about it
signed J. Smith
J. Smith
J Smith
J.-P. Martin
Smith, J.
Dr Jones
Dr. Jones
dr jones said so
Mr. Brown
Dr Young
Professor Xu Wei agrees
Prof Policy
Sir Humphrey
Lady Bracknell
Cllr Okafor
Siân O'Neill
Siân O’Neill
Aoife Ní Bhriain
Gwilym ap Rhys
Jan van der Berg
van der Berg thinks so
Muhammad al-Rashid
Ngũgĩ wa Thiong'o
Łukasz Żółty
Ólafur Jónsson
Anne-Marie Dupont
Xochitl Perez
Too high, says Xochitl Perez.
Policy Officer Xavier Price
Xavier Price, University of Bath
Director Jane Policy
Mark Thompson
Will Rogers
April Okonkwo
Kind regards, Xochitl
My name is Xochitl
DeShawn Carter
McDonald Fraser
""".strip().splitlines()
REACHES = {
    "jane.smith@ucl.ac.uk": "an e-mail address",
    "jane [at] ucl.ac.uk": "an e-mail address",
    "xs at ucl dot ac dot uk": "an e-mail address",
    "@janesmith says": "the handle of a person",
    "call 07700 900123": "a telephone number",
    "+44 (0)20 7946 0958": "a telephone number",
    "(029) 2087 4000": "a telephone number",
    "7700900123": "a telephone number",
    "447700900123": "a telephone number",
    "QQ 12 34 56 C": "a National Insurance number",
    "QQ123456C": "a National Insurance number",
    "https://www.linkedin.com/in/jsmith": "the web page of a person",
    "orcid.org/0000-0002-1825-0097": "the ORCID of a person",
    "https://x.com/someone": "the web page of a person",
    "https://ucl.ac.uk/people/xochitl-perez": "the web page of a person",
    "https://ucl.ac.uk/~xperez": "the web page of a person",
}
INNOCENT = """
Policy Profession Standards
Welsh Government
Northern Ireland
Chief Research Officer
University of South Wales
Department for Education
Cabinet Office rules differ
The Knowledge Exchange Concordat
Economic and Social Research Council
Freedom of Information Act
House of Lords
House of Commons Library
Parliamentary Office of Science and Technology
King's College London
Alan Turing Institute
St Andrews
St David's
Lord Mayor
Prime Minister
First Minister of Wales
Professor of Public Policy
Associate Professor level
Government Social Research framework
Green Book and Magenta Book
Science for Policy two-day course
Head of Policy Engagement
Knowledge Mobilisation Manager
Royal Society Pairing Scheme
Grade 7 and SEO
NHS ESRC UKRI
POST and UPEN say otherwise
Civil Servants only
In Wales this is too high
Most officers in Cardiff need this
Visiting Cardiff is not enough
Too high for an entry role
Too High
TOO HIGH
Working. Practitioner comes later
It depends: the Senedd and Holyrood work differently
Annex B. However this is wrong
Option B Wales
A level
This mark is too low
They will bill us
Rose over time
It regards Policy as a skill
Best wishes and thanks
two at most dot the i
Since May 2024
On Monday, 2 March 2026
2026-11-22
from 01.11.2026 to 05.12.2026
a fee of £1,200,000,000
https://upen.ac.uk/programmes-people
https://knowledge4policy.ec.europa.eu/projects-activities_en
x
✓
3
""".strip().splitlines()


@pytest.mark.parametrize("text", NAMES)
def test_names_are_seen(text: str) -> None:
    told = looks_personal(text)
    assert told is not None
    assert told.endswith("looks like the name of a person")


@pytest.mark.parametrize("text", list(REACHES))
def test_ways_to_reach_a_person_are_seen(text: str) -> None:
    assert (looks_personal(text) or "").endswith(f"looks like {REACHES[text]}")


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("0000-0002-1825-0097", True),
        ("see https://orcid.org/0000-0002-1694-233X.", True),
        ("ring +44 (0)20 7946 0018", True),
        ("a@b.example", True),
        ("name [at] example", True),
        ("skill/11112222-1234-1234-1234-123412341234", False),
        ("1234-1234-1234-1234-1234", False),
        ("C++ and R@home", False),
    ],
)
def test_what_reaches_a_person_without_doubt(text: str, does: bool) -> None:
    assert reaches(text) is does
    assert reaches(f"one line\n{text}\nanother") is does


@pytest.mark.parametrize("text", INNOCENT)
def test_ordinary_words_are_let_through(text: str) -> None:
    assert looks_personal(text) is None


def test_what_the_data_says_is_no_name() -> None:
    assert looks_personal("See Nesta Challenges") is not None
    known = Known(["Nesta Challenges", "The Jane Austen Award"])
    assert looks_personal("See Nesta Challenges", known) is None
    assert looks_personal("Jane Austen has an award", known) is None
    assert looks_personal("ask Jane Challenges", known) is not None
    assert looks_personal("ask Jane", known) is not None


def test_a_reason_may_speak_of_all_that_the_starter_data_names() -> None:
    """Nothing that the shipped data says would be refused in a reason; and nothing in it looks personal."""
    with connect("sqlite:///:memory:") as store:
        assert load(store, "starter").ok
        records = [one.record for one in store.read(lambda reader: reader.assertions(list(Kind)))]
    known = Known(map(label_of, records))
    said = [(record, text) for record in records for text in _texts(record)]
    assert len(said) > 3_000
    assert [(record.id, told) for record, text in said if (told := looks_personal(text, known))] == []


def _texts(record: Record) -> list[str]:
    named = ("title", "label", "definition", "summary", "text", "why", "grounds", "audience", "funding", "url", "place")
    return [text for field in named if (text := getattr(record, field, None))]


@pytest.mark.parametrize("piece", ["A", "Aa ", "A. ", "a@", "0 ", "van ", "é́"])
def test_endless_texts_take_no_endless_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.thread_time()
    looks_personal(text)
    Known([text])
    assert time.thread_time() - began < 10
