"""A picture as PNG, drawn from its SVG without a browser."""

import re

import resvg_py

from app.picture.drawing import FAMILY
from app.picture.lettering import BOLD, REGULAR

ZOOM, LARGEST = 2, 6_000_000
"""How much larger than the SVG it is, as long as it has no more pixels than this; it is never smaller."""
SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
OWN = '"DejaVu Sans"; font-stretch: condensed'
"""The type that comes with the explorer; letters that it lacks are taken from what the machine has."""


def png(svg: str) -> bytes:
    """An SVG that `drawing` made, as PNG."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg.replace(FAMILY, OWN, 1),
            zoom=_zoom(svg),
            background="#ffffff",
            font_files=[str(REGULAR), str(BOLD)],
        )
    )


def _zoom(svg: str) -> int:
    size = SIZE.search(svg)
    return ZOOM if size is None or int(size[1]) * int(size[2]) * ZOOM**2 <= LARGEST else 1
