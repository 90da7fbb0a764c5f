"""The page with which every view begins: where it is served, what it tells Streamlit, and what it fetches ahead."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

import streamlit

from app.web.front import PARTS
from app.web.routes import VIEWS
from tests.test_browser import MOVE, opened

NAMES = sorted(one.stem for one in VIEWS.glob("[a-z]*.py"))
STATIC = Path(streamlit.__file__).with_name("static")
BASE = "window.__streamlit?.BACKEND_BASE_URL ?? null"


@pytest.fixture(scope="module")
def front(explorer: str) -> str:
    """The page as it is sent."""
    with urlopen(explorer) as answer:
        sent: str = answer.read().decode()
    return sent


# --- as it is sent ---------------------------------------------------------------------------------------------


def test_there_are_views() -> None:
    assert {"bridge", "pathways", "profile", "about"} <= set(NAMES)


@pytest.mark.parametrize("view", ["", *NAMES])
def test_every_view_begins_with_it_and_browsers_ask_for_it_anew(explorer: str, front: str, view: str) -> None:
    with urlopen(f"{explorer}/{view}") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.read().decode() == front
    with urlopen(Request(f"{explorer}/{view}", method="HEAD")) as answer:
        assert answer.status == 200


def test_streamlit_is_told_before_it_begins(front: str) -> None:
    scripts = [found.start() for found in re.finditer("<script", front)]
    assert front.index("window.__streamlit =") > scripts[0]
    assert front.index("window.__streamlit =") < min(scripts[1:])
    assert "src=" not in front[scripts[0] : front.index(">", scripts[0])]
    assert all(f'"{view}"' in front for view in NAMES)


def test_it_says_its_language_and_its_name(front: str) -> None:
    assert '<html lang="en-GB">' in front or '<html lang="en">' in front
    assert "<title>kmgraph</title>" in front


def test_what_is_fetched_ahead_is_there_and_is_fetched_once(explorer: str, front: str) -> None:
    ahead = re.findall(r'<link rel="modulepreload" crossorigin href="\./([^"]+)">', front)
    assert len(ahead) >= len(PARTS)
    assert len(ahead) == len(set(ahead))
    for one in ahead:
        assert (STATIC / one).is_file(), one
        assert front.count(one.rpartition("/")[2]) == 1
    for part in PARTS:
        assert any(one.startswith(f"static/js/{part}.") for one in ahead), part
    with urlopen(f"{explorer}/{ahead[0]}") as answer:
        assert "javascript" in answer.headers["Content-Type"]


# --- in a browser ----------------------------------------------------------------------------------------------


def test_streamlit_looks_for_its_server_in_the_right_place_at_once(explorer: str, browser_page: Any) -> None:
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    opened(browser_page, explorer + MOVE)
    assert not [one for one in asked if one.startswith("/bridge/")]
    assert any(one.startswith("/_stcore/") for one in asked)


@pytest.mark.parametrize(
    ("path", "base"),
    [
        ("/bridge", "/"),
        ("/bridge?from=officer", "/"),
        ("/one/bridge", "/one/"),
        ("/one/two/pathways#here", "/one/two/"),
        ("/bridge/bridge", "/bridge/"),
        ("/", None),
        ("/one/", None),
        ("/bridge/", None),
        ("/bridges", None),
        ("/one/a-bridge", None),
    ],
)
def test_of_a_path_only_the_name_of_the_view_is_cut(
    explorer: str, front: str, browser_page: Any, path: str, base: str | None
) -> None:
    told = front.replace('type="module"', 'type="text/plain"')  # Streamlit itself does not begin

    def sends(route: Any) -> None:
        route.fulfill(body=told, content_type="text/html") if route.request.is_navigation_request() else route.abort()

    browser_page.route("**/*", sends)
    browser_page.goto(explorer + path, wait_until="domcontentloaded")
    assert browser_page.evaluate(BASE) == (base and explorer + base)
