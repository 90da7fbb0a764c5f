"""Every element of a page stands in the same place in every run: one that moves loses the focus of who stands on it."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from streamlit.testing.v1 import AppTest

import app
from tests.explored import fill
from tests.test_browser import PAGES

MAIN = str(Path(app.__file__).with_name("main.py"))


def _places(block: Any, path: tuple[int, ...] = ()) -> dict[tuple[int, ...], str]:
    """The type of what stands in each place of a page."""
    found = {path: str(block.type)}
    for number, child in getattr(block, "children", {}).items():
        found |= _places(child, (*path, number))
    return found


@pytest.mark.parametrize("link", PAGES)
def test_what_is_drawn_again_stands_where_it_stood(url: str, link: str) -> None:
    fill(url)
    asked = urlsplit(link)
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.switch_page(f"views/{asked.path.strip('/') or 'start'}.py")
    for key, values in parse_qs(asked.query).items():
        at.query_params[key] = values
    first, again = (_places(at.run().main) for _ in range(2))
    assert not at.exception
    assert again == first


def test_what_is_told_of_a_link_once_moves_nothing_when_it_goes(url: str) -> None:
    fill(url)
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.switch_page("views/bridge.py")
    at.query_params.update({"from": "officer", "to": "manager", "bring": "nobody~working"})
    first = at.run()
    assert any("which this data does not know" in one.value for one in first.warning)
    before, after = _places(first.main), _places(at.run().main)
    assert not at.warning
    assert len({path[:1] for path in {*before, *after} if before.get(path) != after.get(path)}) == 1
