"""What stands where in a picture of boxes in columns, joined by lines. `drawing` draws it.

A line goes from left to right. Where it passes a column it gets a gap of its own there, as in layered drawing after
Sugiyama, so that no line runs behind a box. The order within a column is the caller's: it is the order of reading.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from app.catalogue import _, ngettext
from app.picture.lettering import wrapped

MOST = 60
"""Boxes that a picture shows; beyond that it says how many more there are."""
MORE = "more-"
"""Begins the ids of boxes that stand for others."""
WIDTH, NARROWEST, WIDEST, BETWEEN, DOWN = 1120, 150, 320, 56, 14
TOP, PAD, LINE, BADGE = 44, 10, 19, 26
"""Heights of the headings and of a line, space inside a box, width of a number."""
SIZE, SMALL = 15, 14
"""Sizes of type: of names, and of notes."""
LINES, NOTES = 4, 3
"""Lines of a name and of a note at most; the rest is told where the box is chosen."""

Point = tuple[float, float]


@dataclass
class Box:
    """An item of a picture. `kind` is role, stop, need, open, course, more, or gap, through which a line passes."""

    id: str
    kind: str
    text: str = ""
    note: str = ""
    number: int | None = None
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 4

    @property
    def says(self) -> str:
        """The item in words."""
        before = f"{self.number}. " if self.number else ""
        return f"{before}{self.name}{f' ({self.note})' if self.note else ''}"

    @property
    def name(self) -> str:
        """What it is called, in words of ours where it has no name."""
        return self.text if self.text.strip() else _("No name")

    @property
    def middle(self) -> float:
        """How far down its middle is."""
        return self.y + self.height / 2


class Column(NamedTuple):
    """Boxes one above the other, under a heading."""

    head: str
    boxes: Sequence[Box]


class Edge(NamedTuple):
    """What joins two boxes, by their ids, from left to right; `kind` is firm, or weak, which is dashed."""

    start: str
    end: str
    kind: str = "firm"


class Line(NamedTuple):
    """An edge as it is drawn: through points from left to right."""

    points: tuple[Point, ...]
    kind: str


@dataclass(frozen=True)
class Picture:
    """Boxes in columns, each under its heading, the lines between them, and what kinds of them mean."""

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    height: float
    legend: tuple[tuple[str, str], ...] = ()

    @property
    def boxes(self) -> dict[str, Box]:
        """The boxes by id."""
        return {box.id: box for _, boxes in self.columns for box in boxes}

    @property
    def width(self) -> float:
        """How wide it is."""
        return max((box.x + box.width for box in self.boxes.values()), default=0)


def arranged(
    title: str, columns: Iterable[Column], edges: Iterable[Edge], *, legend: Mapping[str, str] | None = None
) -> Picture:
    """A picture in which every box has its place; columns without boxes are left out.

    Args:
        title: what it shows.
        columns: the boxes from left to right; an id stands once.
        edges: what joins them; those of boxes that are not shown lead to the box that stands for these.
        legend: what kinds of boxes and edges mean, in words; those that are not there are left out.
    """
    asked = [Column(head, [replace(box) for box in boxes]) for head, boxes in columns if boxes]
    shown, stands_for = _capped(asked)
    joined = dict.fromkeys(
        Edge(stands_for.get(one.start, one.start), stands_for.get(one.end, one.end), one.kind) for one in edges
    )
    height, lines = _place([list(boxes) for _, boxes in shown], list(joined))
    kinds = {box.kind for _, boxes in shown for box in boxes} | {line.kind for line in lines}
    told = tuple((kind, said) for kind, said in (legend or {}).items() if kind in kinds)
    return Picture(title, tuple(Column(head, tuple(boxes)) for head, boxes in shown), lines, height, told)


def _capped(columns: Sequence[Column]) -> tuple[list[Column], dict[str, str]]:
    """Columns that people can read: of the longest ones, the end becomes a box that says how many more there are.

    With them, for each box that is not shown, the id of the box that stands for it.
    """
    room = max((len(boxes) for _, boxes in columns), default=0)
    while room > 1 and sum(min(len(boxes), room) for _, boxes in columns) > MOST:
        room -= 1
    shown, stands_for = list[Column](), dict[str, str]()
    for number, (head, boxes) in enumerate(columns):
        if len(boxes) > room:
            hidden, more = boxes[room - 1 :], f"{MORE}{number}"
            stands_for |= {box.id: more for box in hidden}
            boxes = [*boxes[: room - 1], _more(more, len(hidden))]
        shown.append(Column(head, boxes))
    return shown, stands_for


def _more(box: str, hidden: int) -> Box:
    said = ngettext("{number} more", "{number} more", hidden).format(number=hidden)
    return Box(box, "more", said, _("shown in the table"))


def _place(columns: list[list[Box]], edges: Sequence[Edge]) -> tuple[float, tuple[Line, ...]]:
    """Gives every box its place; the height of the picture, and its lines."""
    wide = min(WIDEST, max(NARROWEST, (WIDTH - BETWEEN * (len(columns) - 1)) / max(1, len(columns))))
    for number, boxes in enumerate(columns):
        for box in boxes:
            _fit(box, number, wide)
    _stack(columns)
    gaps = _open_gaps(columns, edges, wide)
    height = _stack(columns)
    boxes_by_id = {box.id: box for boxes in columns for box in boxes}
    lines = [_line([boxes_by_id[one.start], *gaps[one], boxes_by_id[one.end]], one.kind) for one in edges]
    return height, tuple(lines)


def _fit(box: Box, column: int, wide: float) -> None:
    room = wide - 2 * PAD - (BADGE if box.number else 0)
    box.lines = wrapped(box.name, room, SIZE, most=LINES, bold=box.kind == "role")
    box.notes = wrapped(box.note, room, SMALL, most=NOTES, bold=box.kind in ("open", "role"))
    box.x, box.width = column * (wide + BETWEEN), wide
    box.height = (len(box.lines) + len(box.notes)) * LINE + 2 * PAD


def _stack(columns: Sequence[Sequence[Box]]) -> float:
    heights = [sum(box.height + DOWN for box in boxes) for boxes in columns]
    for boxes, height in zip(columns, heights, strict=True):
        y = TOP + (max(heights) - height) / 2
        for box in boxes:
            box.y = y
            y += box.height + DOWN
    return TOP + max(heights, default=0)


def _open_gaps(columns: list[list[Box]], edges: Sequence[Edge], wide: float) -> dict[Edge, list[Box]]:
    """Puts a gap into each column that a line passes, as near to its straight course as the boxes allow."""
    place = {box.id: (number, box) for number, boxes in enumerate(columns) for box in boxes}
    gaps: dict[Edge, list[Box]] = defaultdict(list)
    for edge in edges:
        (first, a), (last, b) = place[edge.start], place[edge.end]
        for number in range(first + 1, last):
            y = a.middle + (b.middle - a.middle) * (number - first) / (last - first)
            gap = Box(f"{edge} {number}", "gap", x=number * (wide + BETWEEN), y=y, width=wide)
            columns[number].append(gap)
            gaps[edge].append(gap)
    for boxes in columns:
        boxes.sort(key=lambda box: box.middle)
    return gaps


def _line(boxes: Sequence[Box], kind: str) -> Line:
    first, *passed, last = boxes
    between = [point for gap in passed for point in ((gap.x, gap.middle), (gap.x + gap.width, gap.middle))]
    return Line(((first.x + first.width, first.middle), *between, (last.x - 2, last.middle)), kind)
