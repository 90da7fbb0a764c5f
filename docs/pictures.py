"""The pictures of the README: the main pages of the explorer as a browser shows them, on the starter data.

    python docs/pictures.py

Writes PNG files beside itself. Needs what the tests need: Chromium and Playwright.
"""

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from kmgraph.load import load  # noqa: E402
from kmgraph.store import connect  # noqa: E402
from tests.conftest import FLAGS, chromium  # noqa: E402
from tests.test_browser import serving  # noqa: E402

COLOURS = 128
"""So many are enough for a page of text and lines, in a quarter of the bytes."""


class Shot(NamedTuple):
    """A page, as it stands in the README."""

    name: str
    path: str
    width: int = 1280
    height: int = 1100
    dark: bool = False


MOVE = "from=policy-engagement-officer&to=committee-specialist"
SHOTS = (
    Shot("start", "", height=900),
    Shot("bridge", f"bridge?{MOVE}", height=2400),
    Shot("pathways", "pathways?from=policy-engagement-officer&to=head-of-policy-engagement", height=1500),
    Shot("journeys", "journeys"),
    Shot("compare", "compare?role=policy-engagement-officer+knowledge-exchange-manager"),
    Shot("needs", "needs", height=1400),
    Shot(
        "team",
        "team?member=policy-engagement-officer+knowledge-exchange-manager+knowledge-broker-university"
        "+policy-adviser-charity&role=head-of-policy-engagement",
        height=1600,
    ),
    Shot("profile", "profile"),
    Shot("role", "roles?role=knowledge-exchange-manager"),
    Shot("competency", "competencies?competency=knowledge-synthesis"),
    Shot("training", "training", height=1000),
    Shot("search", "search?q=knowlege+exchange"),
    Shot("about", "about"),
    Shot("dark", f"bridge?{MOVE}", dark=True),
    Shot("narrow", f"bridge?{MOVE}", width=360, height=1400),
)


def main() -> None:
    """Takes all pictures, or those that are named on the command line."""
    wanted = [shot for shot in SHOTS if shot.name in sys.argv[1:] or not sys.argv[1:]]
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/graph.sqlite"
        with connect(url) as store:
            load(store, "starter")
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=[*FLAGS, "--no-sandbox"])
        with serving(url, Path(folder)) as address:
            for shot in wanted:
                _take(browser, address, shot)
        browser.close()


def _take(browser: Any, address: str, shot: Shot) -> None:
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height}, color_scheme="dark" if shot.dark else "light"
    )
    page.goto(f"{address}/{shot.path}")
    page.locator(".km-foot").wait_for(timeout=60_000)
    page.wait_for_timeout(1_500)  # the picture, and what unfolds
    with Image.open(BytesIO(page.screenshot())) as taken:
        taken.convert("RGB").quantize(COLOURS).save(HERE / f"{shot.name}.png", optimize=True)
    page.close()


if __name__ == "__main__":
    main()
