"""Draws a picture: as SVG for the page or for a file, and as a list of words."""

from collections.abc import Sequence
from itertools import pairwise

from app.markup import Html, html, tag
from app.picture import BADGE, BETWEEN, LINE, PAD, Box, Picture, Point

STYLE = """
text { font: 15px/1.2 "Source Sans", "Segoe UI", Arial, sans-serif; fill: #0b0c0c }
.head { font-weight: 700 }
.note { fill: #505a5f; font-size: 14px }
.box { fill: #fff; stroke: #505a5f; stroke-width: 1.5 }
.role .box { fill: #0b5a8a; stroke: #0b5a8a }
.role text { fill: #fff; font-weight: 700 }
.course .box { fill: #eaf2f7; stroke: #0b5a8a }
.badge { fill: #0b5a8a }
.badge-text { fill: #fff; font-weight: 700 }
.open .box { stroke-dasharray: 5 4 }
.open .note { fill: #0b0c0c; font-weight: 700 }
.edge { fill: none; stroke: #6b7479; stroke-width: 1.5 }
"""
SVG = "http://www.w3.org/2000/svg"
FOOT = 30
"""Height of the line at the foot of a file."""


def drawing(picture: Picture, *, about: str = "", for_page: bool = False) -> Html:
    """The picture as SVG: for a page, where each box can be chosen, or for a file, with what it is `about`."""
    width = max(box.x + box.width for box in picture.boxes.values()) + 2
    height = picture.height + (0 if for_page else FOOT)
    groups = [_column(*column, for_page=for_page) for column in enumerate(picture.columns)]
    size = {"viewBox": f"-1 0 {width + 1:.0f} {height:.0f}", "width": f"{width:.0f}"}
    if for_page:
        return tag("svg", _arrow(), _lines(picture), *groups, **size)
    foot = _text("note", 1, picture.height + 20, about)
    about_it = _about(picture, about)
    return tag("svg", *about_it, _arrow(), _lines(picture), *groups, foot, xmlns=SVG, role="img", **size)


def _about(picture: Picture, about: str) -> list[Html]:
    said = "; ".join(f"{head or 'then'}: {', '.join(box.says for box in boxes)}" for head, boxes in picture.columns)
    white = tag("rect", x="-1", width="100%", height="100%", fill="#fff")
    return [tag("title", picture.title), tag("desc", f"{said}. {about}"), Html(f"<style>{STYLE}</style>"), white]


def _column(number: int, column: tuple[str, Sequence[Box]], *, for_page: bool) -> Html:
    head, boxes = column
    named = {"role": "group", "aria_label": head or "Training, later"} if for_page else {}
    heading = _text("head", boxes[0].x, 18, head) if head else ""
    return tag("g", heading, *(_box(box, number, for_page=for_page) for box in boxes), **named)


def _box(box: Box, column: int, *, for_page: bool) -> Html:
    radius = {"role": "20", "course": "8"}.get(box.kind, "0")
    size = {"width": f"{box.width:.1f}", "height": f"{box.height:.1f}", "rx": radius}
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
    head = tag("path", d="M0 0 8 4 0 8z", fill="#6b7479")
    size = {"viewBox": "0 0 8 8", "refX": "8", "refY": "4", "markerWidth": "7", "markerHeight": "7"}
    return tag("defs", tag("marker", head, id="arrow", orient="auto", **size))


def _lines(picture: Picture) -> Html:
    paths = (tag("path", d=_path(line), class_="edge", marker_end="url(#arrow)") for line in picture.lines)
    return tag("g", *paths, aria_hidden="true")


def _path(line: Sequence[Point]) -> str:
    said = f"M{line[0][0]:.1f} {line[0][1]:.1f}"
    for (x, y), (to_x, to_y) in pairwise(line):
        bend = min(BETWEEN, to_x - x) / 2
        said += f"C{x + bend:.1f} {y:.1f} {to_x - bend:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
    return said


def _text(kind: str, x: float, y: float, text: str, **more: str) -> Html:
    return tag("text", text, class_=kind, x=f"{x:.1f}", y=f"{y:.1f}", **more)


def in_words(picture: Picture, *, buttons: bool = False) -> Html:
    """The picture as a list, column by column; with `buttons` its items can be chosen."""
    parts = []
    for head, boxes in picture.columns:
        items = (
            tag("li", tag("button", box.says, type="button", data_id=box.id) if buttons else html(box.says))
            for box in boxes
        )
        parts.append(tag("li", tag("span", head or "Then", class_="head"), tag("ul", *items)))
    return tag("ol", *parts, class_="in-words")
