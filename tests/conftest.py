"""What tests share: the stores of every kind, a Neo4j server, a browser."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.command import Command, runner
from tests.servers import NoServerError, Server, find_server, start_server, wipe

PATIENCE = 60_000
"""Milliseconds that a browser test waits for what is to come, on a machine that is slow and busy."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What Chromium would fetch of its own accord has no place in a test.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks tests by what they use, and keeps those that share the Neo4j server in one worker.

    What fails in a browser is tried once more, and is named at the end of the run as RERUN: such a name is to be
    looked into, since it is a race of the test, or of the page on a slow machine.
    """
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "neo4j_server" in names or "spare_server" in names:
            item.add_marker(pytest.mark.neo4j)
        if "browser_page" in names:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))
        if item.get_closest_marker("neo4j"):
            item.add_marker(pytest.mark.xdist_group("neo4j"))


@pytest.fixture(autouse=True)
def _main_stays() -> Iterator[None]:
    """Puts back the main module, which a page that is run without a browser takes the place of."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The Neo4j server of this run, started when first asked for; its database is emptied between tests."""
    try:
        server = find_server(tmp_path_factory.mktemp("neo4j"))
    except NoServerError as reason:
        do_without("KMGRAPH_REQUIRE_NEO4J", str(reason))
    yield server
    server.kill()  # nobody will read its data again, and a clean stop takes seconds


@pytest.fixture
def spare_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A Neo4j server of the test's own, which it may stop or kill; the product is given its password."""
    try:
        server = start_server(tmp_path / "neo4j")
    except NoServerError as reason:
        do_without("KMGRAPH_REQUIRE_NEO4J", str(reason))
    give_password(server, monkeypatch)
    yield server
    server.kill()


@pytest.fixture(params=["memory", "file", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an empty store, once for each kind of store; what stands in it belongs to the test alone."""
    if request.param == "memory":
        return "sqlite:///:memory:"
    if request.param == "file":
        return f"sqlite:///{tmp_path}/graph.sqlite"
    server: Server = request.getfixturevalue("neo4j_server")
    with server.driver() as driver:
        wipe(driver)
    give_password(server, monkeypatch)
    return server.uri


@pytest.fixture
def store(store_url: str) -> Iterator[object]:
    """An open, empty store of each kind."""
    from kmgraph.store import connect

    with connect(store_url) as opened:
        yield opened


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of the store that the explorer's pages read in this process, empty until a test fills it.

    What the pages kept of it goes with it.
    """
    from streamlit import cache_resource

    url = f"sqlite:///{tmp_path}/graph.sqlite"
    monkeypatch.setenv("KMGRAPH_STORE", url)
    yield url
    cache_resource.clear()


@pytest.fixture
def run_command(capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs the command line in this process."""
    return runner(capfd)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium, started when first asked for."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        found = chromium(playwright)
        if not Path(found).exists():
            remedy = "run: sudo apt-get install chromium, or: playwright install --with-deps chromium"
            do_without("KMGRAPH_REQUIRE_BROWSER", f"no Chromium browser was found: {remedy}")
        # Chromium refuses to run its sandbox as root.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS + sandbox)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the made-up graph."""
    from tests.explored import fill
    from tests.test_browser import serving

    folder = tmp_path_factory.mktemp("explorer")
    fill(f"sqlite:///{folder}/graph.sqlite")
    with serving(f"sqlite:///{folder}/graph.sqlite", folder) as address:
        yield address


def chromium(playwright: Any) -> str:
    """Where Chromium is, that of the system before Playwright's own."""
    return next(filter(None, map(shutil.which, BROWSERS)), playwright.chromium.executable_path)


@pytest.fixture
def browser_page(browser) -> Iterator[object]:
    """An empty page of a browser that has seen nothing yet (a Playwright ``Page``)."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def give_password(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KMGRAPH_NEO4J_USER", server.user)
    monkeypatch.setenv("KMGRAPH_NEO4J_PASSWORD", server.password)


def do_without(required: str, reason: str) -> NoReturn:
    """Skips the test, or fails it where the environment says that it must not be skipped."""
    if os.environ.get(required) == "1":
        pytest.fail(f"{required}=1, but {reason}", pytrace=False)
    pytest.skip(reason)
