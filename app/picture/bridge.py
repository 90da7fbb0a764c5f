"""The picture of a bridge: the role held, what is to be developed, the training in order, the role wanted."""

from collections.abc import Iterable, Mapping, Sequence

from app.catalogue import _, ngettext
from app.picture.layout import Box, Column, Edge, Picture, arranged
from kmgraph.planner import Answer, Need, Plan, Standing, Step
from kmgraph.planner.explain import Words

START, GOAL = "start", "goal"


def picture(words: Words, answer: Answer, plan: Plan) -> Picture:
    """The picture of a plan of an answer. A course that another one opens stands further left than that."""
    stays = _open(answer, plan)
    start = Box(START, "role", answer.profile.label)
    goal = Box(GOAL, "role", words.graph.label(answer.role), _still(len(stays)))
    led = _led(answer, plan)
    needs = _needs(words, answer, plan, led)
    layers = (
        Column(_("Then") if number else _("Training, in order"), boxes)
        for number, boxes in enumerate(_layers(plan.steps))
    )
    columns = [Column(_("You start from"), [start]), Column(_("To develop"), needs), *layers]
    return arranged(
        title=_("From {start} to {goal}").format(start=start.name, goal=goal.name),
        columns=[*columns, Column(_("Towards") if stays else _("You reach"), [goal])],
        edges=_edges(plan, [box.id for box in needs], led, last="weak" if stays else "firm"),
        legend={
            "role": _("A role"),
            "need": _("A competency to develop"),
            "course": _("Training, with its place in the order"),
            "open": _("A competency that stays open"),
            "weak": _("Leads towards the role, not all the way"),
        },
    )


def _led(answer: Answer, plan: Plan) -> dict[str, int]:
    """For each competency to develop, the first step that raises it; open ones last."""
    stays = _open(answer, plan)
    found: dict[str, int] = {}
    for need in answer.gap:
        raised = (
            n for n, step in enumerate(plan.steps) if need.fact.competency in {one.to.competency for one in step.raises}
        )
        found[need.competency] = len(plan.steps) if need in stays else next(raised, len(plan.steps))
    return found


def _open(answer: Answer, plan: Plan) -> list[Need]:
    """What a plan leaves open, of what can be closed at all and of what cannot."""
    return [one.need for one in (*answer.open, *plan.beyond)]


def _still(number: int) -> str:
    """What is said of the role wanted where the plan does not lead all the way."""
    said = ngettext("with {number} need still open", "with {number} needs still open", number)
    return said.format(number=number) if number else ""


def _layers(steps: Sequence[Step]) -> list[list[Box]]:
    depth: dict[str, int] = {}
    for step in steps:  # in order, so that what opens a course comes before it
        here = depth.setdefault(step.course.id, 0)
        for later, _met in step.opens:
            depth[later.id] = max(depth.get(later.id, 0), here + 1)
    layers: list[list[Box]] = [[] for _layer in range(max(depth.values(), default=-1) + 1)]
    for number, step in enumerate(steps, 1):
        layers[depth[step.course.id]].append(Box(step.course.id, "course", step.course.label, number=number))
    return layers


def _needs(words: Words, answer: Answer, plan: Plan, led: Mapping[str, int]) -> list[Box]:
    stays = _open(answer, plan)
    ordered = sorted(answer.gap, key=lambda need: (need in stays, led[need.competency]))
    return [_need(words, need, is_open=need in stays) for need in ordered]


def _need(words: Words, need: Need, *, is_open: bool) -> Box:
    note, label = _note(words, need), words.graph.label(need.competency)
    if not is_open:
        return Box(need.competency, "need", label, note)
    told = _("stays open: {why}").format(why=note) if note else _("stays open")
    return Box(need.competency, "open", label, told)


def _note(words: Words, need: Need) -> str:
    """From which level to which, or what else is to be said of it; "" where there is only to hold it or not."""
    if need.level is None and not words.levelled(need.competency):
        return ""
    to, held = words.level(need.level) or _("any level"), words.held(need)
    if not held:
        return _("to {level}").format(level=to)
    if need.standing is Standing.NEW:
        return _("new, to {level}").format(level=to)
    return _("from {held} to {level}").format(held=held, level=to)


def _edges(plan: Plan, needs: Sequence[str], led: Mapping[str, int], *, last: str) -> Iterable[Edge]:
    """What joins the boxes; `last` is the kind of those that end at the role wanted."""
    for need in needs:
        yield Edge(START, need)
        if led.get(need, len(plan.steps)) < len(plan.steps):
            yield Edge(need, plan.steps[led[need]].course.id)
    for step in plan.steps:
        yield from (Edge(step.course.id, later.id) for later, _met in step.opens)
        if step.closes or not step.opens:
            yield Edge(step.course.id, GOAL, last)
