"""The picture of a bridge: what it shows, and what stands where. `drawing` draws it.

Columns from left to right: the role held, the competencies to develop, the training (a course that another one
opens stands further right), the role wanted. A line that passes a column gets a gap of its own there, as in
layered drawing after Sugiyama, so that no line runs behind a box.
"""

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kmgraph.planner import Answer, Need, Plan, Standing, Step
from kmgraph.planner.explain import Words

MOST = 60
"""Items that a picture shows; beyond that it says how many more there are."""
START, GOAL, MORE = "start", "goal", "more"
WIDTH, NARROWEST, BETWEEN, DOWN = 1120, 150, 56, 14
TOP, PAD, LINE, LETTER, BADGE = 44, 10, 19, 8.2, 26
"""Heights of the headings and of a line, space inside a box, widths of a letter (the widest font) and of a number."""

Point = tuple[float, float]


@dataclass
class Box:
    """An item of the picture. `kind` is role, need, open, course, or gap, through which a line passes unseen."""

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
        return f"{before}{self.text}{f' ({self.note})' if self.note else ''}"

    @property
    def middle(self) -> float:
        """How far down its middle is."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Picture:
    """Boxes in columns, each under its heading, and the lines between them, as points from left to right."""

    title: str
    columns: tuple[tuple[str, tuple[Box, ...]], ...]
    lines: tuple[tuple[Point, ...], ...]
    height: float

    @property
    def boxes(self) -> dict[str, Box]:
        """The boxes by id."""
        return {box.id: box for _, boxes in self.columns for box in boxes}


def picture(words: Words, answer: Answer, plan: Plan) -> Picture:
    """The picture of a plan of an answer."""
    start, goal = Box(START, "role", answer.profile.label), Box(GOAL, "role", words.graph.label(answer.role))
    led = _led(answer, plan)
    needs = _needs(words, answer, led, MOST - 2 - len(plan.steps))
    layers = [("" if number else "Training, in order", boxes) for number, boxes in enumerate(_layers(plan.steps))]
    headed = [("You start from", [start]), ("To develop", needs), *layers, ("You reach", [goal])]
    columns = [(head, boxes) for head, boxes in headed if boxes]
    lines = list(_edges(plan, [box.id for box in needs], led))
    height, points = _place([list(boxes) for _, boxes in columns], lines)
    shown = tuple((head, tuple(boxes)) for head, boxes in columns)
    return Picture(f"From {start.text} to {goal.text}", shown, points, height)


def _led(answer: Answer, plan: Plan) -> dict[str, int]:
    """For each competency to develop, the first step that raises it; open ones last."""
    stays = {one.need.competency for one in answer.open}
    found: dict[str, int] = {}
    for need in answer.gap:
        raised = (
            n for n, step in enumerate(plan.steps) if need.fact.competency in {one.to.competency for one in step.raises}
        )
        found[need.competency] = len(plan.steps) if need.competency in stays else next(raised, len(plan.steps))
    return found


def _layers(steps: Sequence[Step]) -> list[list[Box]]:
    depth: dict[str, int] = {}
    for step in steps:  # in order, so that what opens a course comes before it
        here = depth.setdefault(step.course.id, 0)
        for later, _ in step.opens:
            depth[later.id] = max(depth.get(later.id, 0), here + 1)
    layers: list[list[Box]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for number, step in enumerate(steps, 1):
        layers[depth[step.course.id]].append(Box(step.course.id, "course", step.course.label, number=number))
    return layers


def _needs(words: Words, answer: Answer, led: Mapping[str, int], most: int) -> list[Box]:
    stays = {one.need.fact for one in answer.open}
    ordered = sorted(answer.gap, key=lambda need: (need.fact in stays, led[need.competency]))
    boxes = [_need(words, need, is_open=need.fact in stays) for need in ordered]
    if len(boxes) <= most:
        return boxes
    return [*boxes[: most - 1], Box(MORE, "open", f"{len(boxes) - most + 1} more", "see the table")]


def _need(words: Words, need: Need, *, is_open: bool) -> Box:
    note = _note(words, need)
    if is_open:
        told = f"stays open: {note}" if note else "stays open"
        return Box(need.competency, "open", words.graph.label(need.competency), told)
    return Box(need.competency, "need", words.graph.label(need.competency), note)


def _note(words: Words, need: Need) -> str:
    """From which level to which, or what else is to be said of it; "" where there is only to hold it or not."""
    if need.level is None and not words.levelled(need.competency):
        return ""
    to, held = words.level(need.level) or "any level", words.level(need.held) or "a level not stated"
    return f"new, to {to}" if need.standing is Standing.NEW else f"from {held} to {to}"


def _edges(plan: Plan, needs: Sequence[str], led: Mapping[str, int]) -> Iterable[tuple[str, str]]:
    for need in needs:
        yield START, need
        if led.get(need, len(plan.steps)) < len(plan.steps):
            yield need, plan.steps[led[need]].course.id
    for step in plan.steps:
        yield from ((step.course.id, later.id) for later, _ in step.opens)
        if step.closes or not step.opens:
            yield step.course.id, GOAL


def _place(columns: list[list[Box]], edges: Sequence[tuple[str, str]]) -> tuple[float, tuple[tuple[Point, ...], ...]]:
    """Gives every box its place; the height of the picture, and the points of every line."""
    wide = max(NARROWEST, (WIDTH - BETWEEN * (len(columns) - 1)) / len(columns))
    for number, boxes in enumerate(columns):
        for box in boxes:
            _fit(box, number, wide)
    _stack(columns)
    gaps = _open_gaps(columns, edges, wide)
    height = _stack(columns)
    boxes_by_id = {box.id: box for boxes in columns for box in boxes}
    lines = [_line([boxes_by_id[start], *gaps[start, end], boxes_by_id[end]]) for start, end in edges]
    return height, tuple(lines)


def _fit(box: Box, column: int, wide: float) -> None:
    letters = max(12, int((wide - 2 * PAD - (BADGE if box.number else 0)) / LETTER))
    box.lines, box.notes = textwrap.wrap(box.text, letters), textwrap.wrap(box.note, letters + 2)  # in a smaller type
    box.x, box.width = column * (wide + BETWEEN), wide
    box.height = (len(box.lines) + len(box.notes)) * LINE + 2 * PAD


def _stack(columns: Sequence[Sequence[Box]]) -> float:
    heights = [sum(box.height + DOWN for box in boxes) for boxes in columns]
    for boxes, height in zip(columns, heights, strict=True):
        y = TOP + (max(heights) - height) / 2
        for box in boxes:
            box.y = y
            y += box.height + DOWN
    return TOP + max(heights)


def _open_gaps(
    columns: list[list[Box]], edges: Sequence[tuple[str, str]], wide: float
) -> dict[tuple[str, str], list[Box]]:
    """Puts a gap into each column that a line passes, as near to its straight course as the boxes allow."""
    place = {box.id: (number, box) for number, boxes in enumerate(columns) for box in boxes}
    gaps: dict[tuple[str, str], list[Box]] = defaultdict(list)
    for start, end in edges:
        (first, a), (last, b) = place[start], place[end]
        for number in range(first + 1, last):
            y = a.middle + (b.middle - a.middle) * (number - first) / (last - first)
            gap = Box(f"{start} {end} {number}", "gap", x=number * (wide + BETWEEN), y=y, width=wide)
            columns[number].append(gap)
            gaps[start, end].append(gap)
    for boxes in columns:
        boxes.sort(key=lambda box: box.middle)
    return gaps


def _line(boxes: Sequence[Box]) -> tuple[Point, ...]:
    first, *passed, last = boxes
    between = [point for gap in passed for point in ((gap.x, gap.middle), (gap.x + gap.width, gap.middle))]
    return ((first.x + first.width, first.middle), *between, (last.x - 2, last.middle))
