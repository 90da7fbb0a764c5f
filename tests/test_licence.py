"""Licences: what sources say is recognised as a whole or not at all, and only what is known to be open is open."""

import csv
from importlib.resources import files

import pytest

from kmgraph.rdf.licence import CC_TERMS, NAMES, is_open, licence_iri
from kmgraph.review.kept import LICENCE
from loaders import ddat, direct, esco
from loaders.case.made import LICENCES

CC = "https://creativecommons.org/licenses/"
OGL3 = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
EU = "http://data.europa.eu/eli/dec/2011/833/oj"

OPEN = {
    "CC BY 4.0": f"{CC}by/4.0/",
    "cc-by-4.0": f"{CC}by/4.0/",
    "CC BY 4": f"{CC}by/4.0/",
    "CC-BY-SA-3.0": f"{CC}by-sa/3.0/",
    "Creative Commons Attribution 4.0 International (CC BY 4.0)": f"{CC}by/4.0/",
    "This is licensed under a Creative Commons Attribution-ShareAlike 4.0 International License.": f"{CC}by-sa/4.0/",
    "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/": f"{CC}by/4.0/",
    "CC BY (https://creativecommons.org/licenses/by/4.0/).": f"{CC}by/4.0/",
    "http://creativecommons.org/licenses/by/4.0": f"{CC}by/4.0/",
    "https://creativecommons.org/licenses/by/4.0/legalcode.en": f"{CC}by/4.0/",
    "https://creativecommons.org/licenses/by/4.0/deed.cy": f"{CC}by/4.0/",
    "https://creativecommons.org/licenses/by/2.0/uk/": f"{CC}by/2.0/uk/",
    "https://creativecommons.org/licenses/by-sa/2.5/scotland/legalcode": f"{CC}by-sa/2.5/scotland/",
    "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0": f"{CC}by/4.0/",
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "Creative Commons Zero v1.0 Universal": "https://creativecommons.org/publicdomain/zero/1.0/",
    "https://creativecommons.org/publicdomain/mark/1.0/": "https://creativecommons.org/publicdomain/mark/1.0/",
    "Open Government Licence v3.0": OGL3,
    "OGL-UK-3.0": OGL3,
    "Open Government Licence (https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3)": OGL3,
    "© Crown copyright 2024. Open Government Licence v3.0": OGL3,
    "Contains public sector information licensed under the Open Government Licence v3.0.": OGL3,
    "PDDL": "https://opendatacommons.org/licenses/pddl/1-0/",
    "https://opendatacommons.org/licenses/by/1-0/": "https://opendatacommons.org/licenses/by/1-0/",
    "Open Data Commons Open Database License (ODbL) v1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "MIT License": "https://opensource.org/licenses/MIT",
    "https://opensource.org/license/mit/": "https://opensource.org/licenses/MIT",
    "Apache License, Version 2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "https://spdx.org/licenses/Apache-2.0.html": "https://www.apache.org/licenses/LICENSE-2.0",
    "European Commission reuse decision 2011/833/EU": EU,
    "https://data.europa.eu/eli/dec/2011/833/oj": EU,
    "http://publications.europa.eu/resource/authority/licence/COM_REUSE": EU,
}  # fmt: skip

NOT_OPEN = {
    "CC BY-NC 4.0": f"{CC}by-nc/4.0/",
    "CC BY-NC-ND 4.0": f"{CC}by-nc-nd/4.0/",
    "Creative Commons Attribution-NoDerivatives 4.0 International": f"{CC}by-nd/4.0/",
    "https://creativecommons.org/licenses/by-nc-sa/4.0/": f"{CC}by-nc-sa/4.0/",
    "Open Government Licence v1.0": OGL3.replace("3/", "1/"),
    "Open Government Licence": None,
    "Open Government Licence (version 3)": None,
    "Open Government Licence - Canada 2.0": None,
    "OGL 1.0a": None,
    "© Crown copyright": None,
    "© CRAC, non-commercial reproduction with acknowledgement": None,
    "© CRAC; CC BY 4.0": None,
    "CC BY 4.0 except for images": None,
    "CC BY 4.0 for the text": None,
    "not CC BY 4.0": None,
    "CC BY 4.0 or CC BY-NC 4.0": None,
    "CC BY 4.0; CC BY-NC 4.0": None,
    "CC BY; CC BY-NC 4.0": None,
    "CC BY 3.0 (https://creativecommons.org/licenses/by/4.0/)": None,
    "CC BY 4.0 (https://example.org/our-own-terms)": None,
    "CC BY 9.9": None,
    "https://creativecommons.org/licenses/by/4.0/but-not-really": "https://creativecommons.org/licenses/by/4.0/but-not-really",
    "https://creativecommons.org.example/licenses/by/4.0/": "https://creativecommons.org.example/licenses/by/4.0/",
    "https://example.org/terms?of=use": "https://example.org/terms?of=use",
    "https://example.org/te rms": None,
    "https://example.org/100%": None,
    "javascript:alert(1)": None,
    "free": None,
    "public domain": None,
    "open": None,
    "all rights reserved": None,
    "com": None,
    "the": None,
    "": None,
    "\u202e": None,
}  # fmt: skip


@pytest.mark.parametrize("text", OPEN)
def test_open_licences_are_recognised_however_they_are_written(text: str) -> None:
    assert (licence_iri(text), is_open(text)) == (OPEN[text], True)


@pytest.mark.parametrize("text", NOT_OPEN)
def test_all_else_is_not_open_and_has_an_address_only_where_that_is_known(text: str) -> None:
    assert (licence_iri(text), is_open(text)) == (NOT_OPEN[text], False)


def test_a_licence_without_a_version_is_open_where_all_versions_are() -> None:
    for text in ("CC BY", "CC BY-SA", "Creative Commons Attribution"):
        assert (licence_iri(text), is_open(text)) == (None, True)


@pytest.mark.parametrize("piece", ["(", " ", "© ", "cc by ", "https://", "creativecommons.org/", "4 ", "a."])
def test_an_endless_text_is_no_licence_and_takes_no_time(piece: str) -> None:
    for text in (piece * 200, "https://" + piece * 120, piece * 100_000):
        assert not is_open(text)
        licence_iri(text)


def test_what_is_not_stated_is_not_open() -> None:
    assert not is_open(None)


def test_what_loaders_say_of_their_sources_is_known() -> None:
    for text in (*(str(about["licence"]) for about in (direct.ABOUT, ddat.ABOUT, esco.ABOUT)), *LICENCES, LICENCE):
        assert licence_iri(text)
        assert is_open(text)


def test_every_licence_that_the_starter_data_state_is_judged_as_it_should_be() -> None:
    stated = set()
    for table in files("loaders.starter").iterdir():
        if table.name.endswith(".csv"):
            for row in csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()):
                stated |= {row.get("licence"), row.get("source_licence")} - {None, ""}
    assert {text: is_open(text) for text in stated} == {
        "CC BY 4.0": True,
        "CC BY": True,
        "© CRAC, non-commercial reproduction with acknowledgement": False,
    }


def test_no_licence_has_a_name_that_says_nothing() -> None:
    assert all(len(name) > 2 for name in NAMES)
    assert sum(name.startswith("cc ") for name in NAMES) == 6 * len(CC_TERMS)
