"""What counts as need, and how much: role types, posts, answers and adverts, each with its weight."""

from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from app import data, parts, state
from app.catalogue import _
from kmgraph.errors import UsageError
from kmgraph.model import Observation
from kmgraph.planner.levels import counts
from kmgraph.planner.phrases import amount, row
from kmgraph.programme.asked import ROLES_ALONE, Asked, Origin
from kmgraph.programme.counted import OF
from kmgraph.programme.gaps import Gap
from kmgraph.programme.words import THINGS, ranking
from kmgraph.wording import quoted

NAMES = {
    Origin.ROLES: "roles",
    Origin.POSTS: "posts",
    Origin.SURVEY: "survey",
    Origin.ADVERTS: "adverts",
}
"""How each origin stands in the link."""
LABELS = {
    Origin.ROLES: _("Role types"),
    Origin.POSTS: _("Posts"),
    Origin.SURVEY: _("Survey answers"),
    Origin.ADVERTS: _("Job adverts"),
}
LARGEST = 10.0
TOLD = _(
    "Each kind of need is counted apart. They are joined only by the weights that you set here: a role type with the "
    "weight 1 counts as much as ten posts with the weight 0.1. The weight 0 leaves a kind out."
)


def held() -> tuple[Origin, ...]:
    """The origins of need that anything is held of; role types always are."""
    found = {one.counts for one in data.planner().graph.all(Observation).values() if counts(one.status)}
    return (Origin.ROLES, *(origin for origin, counted in OF.items() if counted in found))


def read(text: str, puzzles: list[str]) -> Mapping[Origin, float]:
    """The weights that a link names, such as roles:1,posts:0.5; what makes no sense is a puzzle."""
    if not text:
        return ROLES_ALONE
    try:
        weights = dict(map(_weight, text.split(",")))
        Asked(weights=weights)
    except UsageError as wrong:
        puzzles.append(str(wrong))
        return ROLES_ALONE
    return weights


def _weight(text: str) -> tuple[Origin, float]:
    name, _colon, number = text.partition(":")
    origins = {short: origin for origin, short in NAMES.items()}
    if name in origins:
        try:
            value = float(number)
        except ValueError:
            value = -1.0
        if 0 <= value <= LARGEST:
            return origins[name], value
    raise UsageError(
        _("The link says {text} under “What counts as need”, which is no weight. All weights are left out.").format(
            text=quoted(text)
        )
    )


def written(weights: Mapping[Origin, float]) -> str:
    """How weights stand in the link; "" where only role types count, once each."""
    said = {origin: weights[origin] for origin in NAMES if weights.get(origin)}
    if said == dict(ROLES_ALONE):
        return ""
    return ",".join(f"{NAMES[origin]}:{repr(float(value)).removesuffix('.0')}" for origin, value in said.items())


def choose(asked: Asked, change: Callable[[Mapping[Origin, float]], None]) -> None:
    """Fields for the weights, folded up; nothing where only role types are held."""
    weights, origins = asked.weights, held()
    if len(origins) == 1:
        return

    def changed() -> None:
        said = {one: float(st.session_state[_key(one)]) for one in origins}
        change(said if any(said.values()) else ROLES_ALONE)

    parts.show(parts.paragraph(sentence(weights)))
    with st.expander(_("What counts as need"), key="needs-weighing"):
        parts.show(parts.paragraph(TOLD), parts.paragraph(ranking(asked)))
        for origin, column in zip(origins, st.columns(len(origins)), strict=True):
            with column:
                st.number_input(
                    _("Weight of {origin}").format(origin=LABELS[origin].lower()),
                    min_value=0.0,
                    max_value=LARGEST,
                    step=0.1,
                    format="%g",
                    key=state.show(_key(origin), float(weights.get(origin, 0.0))),
                    on_change=changed,
                )


def _key(origin: Origin) -> str:
    return f"needs-weight-{NAMES[origin]}"


def sentence(weights: Mapping[Origin, float]) -> str:
    """What counts, by which weights, and what is held and does not count."""
    told = [
        _("{origin} with the weight {weight}").format(origin=LABELS[one].lower(), weight=amount(weights[one]))
        for one in NAMES
        if weights.get(one)
    ]
    left = [LABELS[one].lower() for one in held() if not weights.get(one)]
    said = _("What counts as need: {what}.").format(what=row(told))
    return f"{said} {_('Not counted: {what}.').format(what=row(left))}" if left else said


def numbers(gap: Gap, origins: Iterable[Origin]) -> str:
    """How much each of these origins asks for an outcome, such as "3 role types, 12 posts"."""
    return ", ".join(_number(gap, one) for one in origins)


def _number(gap: Gap, origin: Origin) -> str:
    (one, many), number = THINGS[origin], gap.demand.get(origin)
    if origin in gap.hidden:
        return _("{things} not shown").format(things=many)
    if number is None:
        return _("{things} not known").format(things=many)
    return f"{amount(number)} {one if number == 1 else many}"


def reckoned(gap: Gap, asked: Asked) -> str:
    """How the weighted sum of an outcome comes about: each origin's number times its weight."""
    parts_of = [
        _("{number} times {weight}").format(number=_number(gap, one), weight=amount(asked.weights[one]))
        for one in NAMES
        if asked.weights.get(one) and one in gap.demand
    ]
    told = row(parts_of or [_("nothing known")])
    said = _("Weighted need: {sum}, that is {parts}.").format(sum=amount(gap.weighted), parts=told)
    left = [THINGS[one][1] for one in NAMES if asked.weights.get(one) and one in gap.hidden]
    return f"{said} {_('Not added, as not shown: {things}.').format(things=row(left))}" if left else said
