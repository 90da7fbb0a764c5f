"""Draws a picture: as SVG for the page or for a file, and as a list of words."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from app.catalogue import _
from app.markup import Html, html, join, tag
from app.picture.layout import BADGE, BETWEEN, LINE, PAD, SIZE, SMALL, Box, Column, Line, Picture, Point
from app.picture.lettering import width, wrapped

STYLE = Path(__file__).with_name("drawing.css").read_text(encoding="utf-8")
"""The look of what is drawn, in the colours of the page."""
LIGHT = {
    "ink": "#0b0c0c",
    "quiet": "#505a5f",
    "paper": "#ffffff",
    "accent": "#0b5a8a",
    "accent-soft": "#eaf2f7",
}
"""The colours of a file: those of the light page."""
FAMILY = '"Source Sans 3", "Segoe UI", Arial, "DejaVu Sans Condensed", "DejaVu Sans", sans-serif'
"""The type of a file, where it is shown."""
SVG = "http://www.w3.org/2000/svg"
ROUND = {"role": "20", "stop": "20", "course": "8"}
"""How round the corners of a kind of box are; the others have sharp ones."""
LEGIBLE = 0.85
"""How far a picture may shrink before it is scrolled instead."""
NARROWEST = 640
"""How wide a file is at least, so that what stands at its foot can be read."""
AROUND = 16
"""Empty space around the picture in a file."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML document can hold."""


def drawing(picture: Picture, *, about: str = "", for_page: bool = False) -> Html:
    """The picture as SVG: for a page, where each box can be chosen, or for a file, with what it is `about`."""
    groups = [_column(number, column, for_page=for_page) for number, column in enumerate(picture.columns)]
    drawn = [_arrow(), _lines(picture.lines), *groups]
    if for_page:
        wide = picture.width + 2
        least = f"min-width: {wide * LEGIBLE:.0f}px"
        return tag("svg", *drawn, **_size(wide, picture.height, 1), class_="drawn", style=least)
    wide = max(NARROWEST, picture.width) + 2
    foot, height = _foot(picture, about, wide)
    size = _size(wide, height, AROUND)
    return Html(CONTROL.sub("", tag("svg", *_about(picture, about), *drawn, foot, xmlns=SVG, role="img", **size)))


def _size(wide: float, high: float, around: int) -> dict[str, str]:
    wide, high = wide + 2 * around, high + 2 * around
    return {"viewBox": f"{-around} {-around} {wide:.0f} {high:.0f}", "width": f"{wide:.0f}", "height": f"{high:.0f}"}


def _about(picture: Picture, about: str) -> list[Html]:
    said = "; ".join(f"{head}: {', '.join(box.says for box in boxes)}" for head, boxes in picture.columns)
    paper = tag("rect", x=str(-AROUND), y=str(-AROUND), width="100%", height="100%", fill=LIGHT["paper"])
    style = re.sub(r"var\(--km-([\w-]+)\)", lambda found: LIGHT[found[1]], STYLE)
    look = Html(f"<style>text {{ font-family: {FAMILY} }}\n{style}</style>")
    return [tag("title", picture.title), tag("desc", f"{said}. {about}"), look, paper]


def _column(number: int, column: Column, *, for_page: bool) -> Html:
    head, boxes = column
    named = {"role": "group", "aria_label": head} if for_page else {}
    heading = wrapped(head, boxes[0].width, SIZE, most=1, bold=True)
    return tag(
        "g",
        *(_text("head", boxes[0].x, 18, line, aria_hidden="true") for line in heading),
        *(_box(box, number, for_page=for_page) for box in boxes),
        **named,
    )


def _box(box: Box, column: int, *, for_page: bool) -> Html:
    size = {"width": f"{box.width:.1f}", "height": f"{box.height:.1f}", "rx": ROUND.get(box.kind, "0")}
    left, first = box.x + PAD, box.y + PAD + 14
    inside = [tag("rect", class_="box", x=f"{box.x:.1f}", y=f"{box.y:.1f}", **size)]
    if box.number:
        inside.append(tag("circle", class_="badge", cx=f"{left + 9:.1f}", cy=f"{box.y + PAD + 9:.1f}", r="11"))
        inside.append(_text("badge-text", left + 9, first, str(box.number), text_anchor="middle"))
        left += BADGE
    texts = [*(("name", line) for line in box.lines), *(("note", line) for line in box.notes)]
    inside += [_text(kind, left, first + LINE * number, line) for number, (kind, line) in enumerate(texts)]
    if not for_page:
        return tag("g", *inside, class_=box.kind)
    item = {"role": "option", "tabindex": "-1", "aria_label": box.says, "data_id": box.id, "data_column": str(column)}
    return tag("g", *inside, class_=box.kind, **item)


def _arrow() -> Html:
    head = tag("path", d="M0 0 8 4 0 8z", class_="arrow")
    size = {"viewBox": "0 0 8 8", "refX": "8", "refY": "4", "markerWidth": "7", "markerHeight": "7"}
    return tag("defs", tag("marker", head, id="arrow", orient="auto", **size))


def _lines(lines: Sequence[Line]) -> Html:
    paths = (tag("path", d=_path(one.points), class_=f"edge {one.kind}", marker_end="url(#arrow)") for one in lines)
    return tag("g", *paths, aria_hidden="true")


def _path(points: Sequence[Point]) -> str:
    said = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x, y), (to_x, to_y) in pairwise(points):
        bend = min(BETWEEN, to_x - x) / 2
        said += f"C{x + bend:.1f} {y:.1f} {to_x - bend:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
    return said


def _text(kind: str, x: float, y: float, text: str, **more: str) -> Html:
    return tag("text", text, class_=kind, x=f"{x:.1f}", y=f"{y:.1f}", **more)


# --- what stands beside the boxes ------------------------------------------------------------------------------


def legend(picture: Picture) -> Html:
    """What the shapes of the picture mean, as a list for the page."""
    size = {"viewBox": "-1 -1 30 20", "width": "30", "height": "20", "aria_hidden": "true"}
    items = (tag("li", tag("svg", _sample(kind, 0, 0), **size), said) for kind, said in picture.legend)
    return tag("ul", *items, class_="legend", aria_label=_("What the shapes mean")) if picture.legend else Html()


def _foot(picture: Picture, about: str, wide: float) -> tuple[Html, float]:
    """What stands under the picture in a file, and where the file ends."""
    samples, y = _samples(picture, wide)
    lines = wrapped(about, wide - 2, SMALL, most=20)
    texts = (_text("note", 0, y + LINE * (number + 1), line) for number, line in enumerate(lines))
    return tag("g", *samples, *texts), y + LINE * len(lines) + PAD


def _samples(picture: Picture, wide: float) -> tuple[list[Html], float]:
    """What the shapes mean, beside each other as far as there is room, and where the last row ends."""
    found: list[Html] = []
    x, y = 0.0, picture.height + PAD
    for kind, said in picture.legend:
        takes = 38 + width(said, SMALL) + 26
        if x and x + takes > wide:
            x, y = 0.0, y + LINE + PAD
        found += [_sample(kind, x, y), _text("note", x + 38, y + 14, said)]
        x += takes
    return found, y + (LINE + PAD if found else 0)


def _sample(kind: str, x: float, y: float) -> Html:
    """A small box, or a line, as the picture has them."""
    if kind in ("firm", "weak"):
        return tag("path", d=f"M{x:.1f} {y + 9:.1f}h28", class_=f"edge {kind}")
    round_ = str(min(9, int(ROUND.get(kind, "0"))))
    box = tag("rect", class_="box", x=f"{x:.1f}", y=f"{y:.1f}", width="28", height="18", rx=round_)
    return tag("g", box, class_=kind)


def in_words(picture: Picture, *, buttons: bool = False) -> Html:
    """The picture as a list, column by column; with `buttons` its items can be chosen."""
    return tag("ol", *(_in_words(column, buttons=buttons) for column in picture.columns), class_="in-words")


def _in_words(column: Column, *, buttons: bool) -> Html:
    return tag("li", tag("span", column.head, class_="head"), tag("ul", join(_items(column.boxes, buttons=buttons))))


def _items(boxes: Sequence[Box], *, buttons: bool) -> Iterator[Html]:
    for box in boxes:
        said = tag("button", box.says, type="button", data_id=box.id) if buttons else html(box.says)
        yield tag("li", said)
