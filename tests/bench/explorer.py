"""The explorer as people wait for it: in a browser beside an empty page, at ESCO size, and thirty sessions at once.

Each server is a process of its own. Times in a browser run from the moment the address is entered, or a choice is
made, to the moment that the last part of it is to be seen, which the browser itself looks for at each frame.
"""

import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.table import Table

from kmgraph.load import load
from kmgraph.store import connect
from tests.conftest import FLAGS, chromium
from tests.sessions import Drawn, Session
from tests.shared import shared

ROOT = Path(__file__).parents[2]
SERVE = "from app.serve import serve; serve(0, browser=False)"
EMPTY = """
import socket, sys, uvicorn, streamlit
from pathlib import Path
listening = socket.socket()
listening.bind(("127.0.0.1", 0))
listening.listen()
print(f"http://localhost:{listening.getsockname()[1]}", flush=True)
streamlit.get_option("server.address")  # read later, the settings would undo uvicorn's log level
settings = uvicorn.Config(streamlit.App(Path(sys.argv[1])), log_level="error", access_log=False)
uvicorn.Server(settings).run(sockets=[listening])
"""
EMPTY_PAGE = 'import streamlit as st\nst.title("Empty", anchor=False)\n'
MOVE = "bridge?from=policy-engagement-officer&to=committee-specialist"
ESCO_MOVE = "bridge?from={0}&to={1}"
ROUNDS = 7
SESSIONS, LOOKS = 30, 8
PAGES = (
    ("bridge", "from=policy-engagement-officer&to=committee-specialist"),
    ("bridge", "from=policy-engagement-officer&to=committee-specialist&plan=cheapest"),
    ("bridge", "from=policy-adviser&to=parliamentary-knowledge-exchange-manager"),
    ("", ""),
    ("roles", ""),
    ("roles", "role=knowledge-exchange-manager"),
    ("competencies", ""),
    ("training", ""),
    ("journeys", ""),
    ("about", ""),
)
"""What thirty people look at, as path and query."""


def explorer() -> Iterator[Table]:
    """Tables: beside an empty page, at ESCO size, and with thirty sessions."""
    with TemporaryDirectory() as folder, _browser() as browser:
        small, large = Path(folder) / "starter.sqlite", Path(folder) / "esco.sqlite"
        _load(small, "starter")
        with _empty(Path(folder)) as empty, _served(small) as (address, pid):
            yield _beside(browser, empty, address)
            yield _many(address, pid)
        _load(large, str(shared("esco-1.1.1")), "starter")
        with _served(large) as (address, _):
            yield _at_size(browser, address)


# --- what is served ---------------------------------------------------------------------------------------------


def _load(file: Path, *sources: str) -> None:
    with connect(f"sqlite:///{file}") as store:
        for source in sources:
            assert load(store, source).ok


@contextmanager
def _served(file: Path) -> Iterator[tuple[str, int]]:
    environment = {**os.environ, "KMGRAPH_STORE": f"sqlite:///{file}", "PYTHONPATH": str(ROOT)}
    with _started([sys.executable, "-c", SERVE], environment, file.parent) as found:
        yield found


@contextmanager
def _empty(folder: Path) -> Iterator[str]:
    page = folder / "empty.py"
    page.write_text(EMPTY_PAGE)
    environment = {**os.environ, "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
    with _started([sys.executable, "-c", EMPTY, str(page)], environment, folder) as (address, _):
        yield address


@contextmanager
def _started(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[tuple[str, int]]:
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        found = re.search(r"http://localhost:\d+", server.stdout.readline())
        assert found
        yield found.group(), server.pid
        server.terminate()


# --- in a browser -----------------------------------------------------------------------------------------------


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(playwright), args=[*FLAGS, "--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def _page(browser: Any) -> Iterator[Any]:
    """A page that has seen nothing yet."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


SHOWN = """([heading, parts]) => {
  const there = (part) => document.querySelector(part)
    ?? [...document.querySelectorAll("[class*=st-key] *")].find((one) => one.shadowRoot?.querySelector(part));
  return document.querySelector("h1")?.innerText.startsWith(heading) && parts.every(there) && performance.now();
}"""
"""The milliseconds since the address was entered, once a heading and some parts are there."""


def _shown(page: Any, address: str, heading: str, *parts: str) -> float:
    """Seconds until a page that is opened shows a heading and all of these parts."""
    page.goto(address, wait_until="commit")
    return float(page.wait_for_function(SHOWN, arg=[heading, parts], polling="raf").json_value()) / 1000


def _open_empty(page: Any, address: str) -> float:
    return _shown(page, address, "Empty")


def _open_bridge(page: Any, address: str) -> float:
    return _shown(page, address, "From", "g[role=option]", ".km-foot")


def _weighed(browser: Any, opened: Callable[[Any], object]) -> int:
    """Bytes that a page brings, uncompressed, with what comes by its stream."""
    with _page(browser) as page:
        bodies: list[int] = []
        page.on("response", lambda one: bodies.append(len(one.body())) if one.ok and one.request.method == "GET" else 0)
        page.on("websocket", lambda one: one.on("framereceived", lambda frame: bodies.append(len(frame))))
        opened(page)
        page.wait_for_timeout(1_500)
        return sum(bodies)


def _beside(browser: Any, empty: str, address: str) -> Table:
    table = Table("", "empty page", "bridge page", "ratio", "meant", title="In the browser, starter data")
    pairs = []
    for number in range(ROUNDS + 1):
        with _page(browser) as page:
            one = _open_empty(page, empty)
        with _page(browser) as page:
            other = _open_bridge(page, f"{address}/{MOVE}")
        if number:  # the first of each warms the server
            pairs.append((one, other))
    ones, others = zip(*pairs, strict=True)
    ratio = statistics.median(other / one for one, other in pairs)
    table.add_row("shown", _spread(ones), _spread(others), f"{ratio:.2f}", "at most 1.5")
    light = _weighed(browser, lambda page: _open_empty(page, empty))
    heavy = _weighed(browser, lambda page: _open_bridge(page, f"{address}/{MOVE}"))
    more = (heavy - light) / 1e6
    table.add_row("weight", f"{light / 1e6:.2f} MB", f"{heavy / 1e6:.2f} MB", f"{more:+.2f} MB", "at most +1 MB")
    changed = _changes(browser, f"{address}/{MOVE}")
    table.add_row("a changed choice is drawn", "", _spread(changed), "", "within 0.5 s")
    return table


def _changes(browser: Any, address: str) -> list[float]:
    """Seconds from a click on another plan until its first step is to be seen, and on the list or the table."""
    with _page(browser) as page:
        _open_bridge(page, address)
        page.wait_for_timeout(1_000)
        return [_seconds(lambda: _choose(page)) for _ in range(ROUNDS)]


CHOSEN = "(name) => ![...document.querySelectorAll('button')].some((one) => one.innerText === name)"
"""Whether a plan can no longer be chosen, as it is."""


def _choose(page: Any) -> None:
    button = page.get_by_role("button", name=re.compile("^Choose:")).first
    name = button.inner_text()
    button.click()
    page.wait_for_function(CHOSEN, arg=name, polling="raf")


def _spread(seconds: tuple[float, ...] | list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"


# --- at ESCO size -----------------------------------------------------------------------------------------------

SEARCHES = ("nurs", "policy", "knowlege exch", "pyton", "teach chem", "manager", "social wrk")
ESCO_MOVES = (
    ("policy-engagement-officer", "committee-specialist"),
    ("policy-adviser", "parliamentary-knowledge-exchange-manager"),
)


def _at_size(browser: Any, address: str) -> Table:
    table = Table("", "median (least to most)", "meant", title="In the browser, ESCO and the starter data")
    with _page(browser) as page:
        _open_bridge(page, f"{address}/{MOVE}")  # the first reads the graph
        page.wait_for_timeout(2_000)
        changed = [_seconds(lambda: _choose(page)) for _ in range(ROUNDS)]
        field = page.get_by_role("combobox").first
        table.add_row(
            "search, from the last key to the results",
            _spread([_typed(page, field, one) for one in SEARCHES]),
            "within 0.3 s",
        )
    shown = []
    for number in range(ROUNDS):
        start, goal = ESCO_MOVES[number % len(ESCO_MOVES)]
        with _page(browser) as page:
            shown.append(_open_bridge(page, f"{address}/{ESCO_MOVE.format(start, goal)}"))
    table.add_row("bridge, from the address to all of it", _spread(shown), "within 1.5 s")
    table.add_row("a changed choice is drawn", _spread(changed), "")
    return table


LISTED = (
    "[...document.querySelectorAll('[class*=st-key] *')].map((one) => one.shadowRoot?.querySelector('li[role=option]'))"
)
MARK_OLD = f"() => {LISTED}.forEach((one) => one?.setAttribute('old', ''))"
ANEW = f"() => {LISTED}.some((one) => one && !one.hasAttribute('old'))"
"""Whether a list of results is there that was not there when old ones were marked."""


def _typed(page: Any, field: Any, text: str) -> float:
    """Seconds from the last key until results are to be seen that fit it."""
    field.fill("")
    page.wait_for_timeout(600)
    field.press_sequentially(text[:-1], delay=30)
    page.wait_for_timeout(600)
    page.evaluate(MARK_OLD)
    began = time.perf_counter()
    field.press_sequentially(text[-1])
    page.wait_for_function(ANEW, polling="raf")
    return time.perf_counter() - began


# --- thirty at once ---------------------------------------------------------------------------------------------


def _many(address: str, pid: int) -> Table:
    table = Table("", "looks", "median", "95 %", "slowest", "faults", "memory", title=f"{SESSIONS} sessions at once")
    with ExitStack() as stack:
        sessions = [stack.enter_context(Session(address)) for _ in range(SESSIONS)]
        _crowd(sessions, seed=0)  # what is read once, is read now
        for number in range(1, 4):
            looks = _crowd(sessions, seed=number)
            seconds = sorted(one.seconds for one in looks)
            cut = statistics.quantiles(seconds, n=20)[-1]
            faults = sum(bool(one.faults) or "fault" in one.title for one in looks)
            told = (f"{one:.2f} s" for one in (statistics.median(seconds), cut, seconds[-1]))
            table.add_row(f"round {number}", str(len(looks)), *told, str(faults), f"{_memory(pid)} MB")
    return table


def _crowd(sessions: list[Session], seed: int) -> list[Drawn]:
    """What thirty people see who look at once; their sessions stay open."""
    seeds = range(SESSIONS * seed, SESSIONS * (seed + 1))
    with ThreadPoolExecutor(SESSIONS) as pool:
        return [one for looks in pool.map(_looks, sessions, seeds) for one in looks]


def _looks(session: Session, seed: int) -> list[Drawn]:
    """One person's looks, with time to read between them."""
    chance, found = random.Random(seed), list[Drawn]()
    for _ in range(LOOKS):
        time.sleep(chance.uniform(1, 5))
        found.append(session.look(*chance.choice(PAGES)))
    return found


def _memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))
