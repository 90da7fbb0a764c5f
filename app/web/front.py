"""The page with which every view begins: Streamlit's own, which is told what it would find out later.

Left to itself, Streamlit looks for the server below the path of a view first, is refused, and looks in the right
place a tenth of a second later. Any prefix that a proxy gives the explorer stays: only the name of the view is cut.
And it fetches the parts of a view one after the other, once it comes to show them.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.catalogue import LANGUAGE

TOLD = """<script>
      {
        const path = location.pathname, view = path.slice(path.lastIndexOf("/") + 1);
        if (%s.includes(view)) window.__streamlit = { BACKEND_BASE_URL: location.origin + path.slice(0, -view.length) };
      }
    </script>
    """
"""What Streamlit reads first, as far as it does: a version that reads it no longer finds its server as it did."""
PARTS = ("BidiComponent", "Html", "Button", "ButtonGroup", "DownloadButton", "Checkbox")
"""Parts of Streamlit that most views show; one that a version has no more is not fetched."""
IMPORTED = re.compile(r'from"\./([\w.-]+\.js)"')
READ = ["GET", "HEAD"]


class Front:
    """The first page of some views.

    Args:
        views: their names, which are the paths of their addresses.
    """

    def __init__(self, views: Iterable[str]):
        self._views = sorted(views)
        static = Path(streamlit.__file__).with_name("static")
        page = (static / "index.html").read_text(encoding="utf-8")
        ahead = (f'<link rel="modulepreload" crossorigin href="./static/js/{one}">' for one in _ahead(static, page))
        page = page.replace("</head>", f"{''.join(ahead)}</head>")
        page = page.replace('<html lang="en">', f'<html lang="{LANGUAGE}">').replace(">Streamlit<", ">kmgraph<")
        self._page = page.replace("<script", TOLD % json.dumps(self._views) + "<script", 1)

    @property
    def routes(self) -> list[Route]:
        """Where it is served."""
        return [Route(f"/{view}", self.answer, methods=READ) for view in ("", *self._views)]

    async def answer(self, _request: Request) -> Response:
        """The page; browsers ask for it anew each time, as its parts change with the version of Streamlit."""
        return HTMLResponse(self._page, headers={"Cache-Control": "no-cache"})


def _ahead(static: Path, page: str) -> list[str]:
    """The files of `PARTS` and what they import, without what the page fetches anyway."""
    folder = static / "static" / "js"
    ahead, found = [one.name for part in PARTS for one in folder.glob(f"{part}.*.js")], list[str]()
    while ahead:
        one = ahead.pop()
        if one not in found and one not in page and (folder / one).is_file():
            found.append(one)
            ahead += IMPORTED.findall((folder / one).read_text(encoding="utf-8"))
    return found
