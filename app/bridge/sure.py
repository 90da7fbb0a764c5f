"""How sure are we? How often each step holds while what is only proposed changes, and what to review first."""

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from app import data, markup, parts, state
from app.bridge.offers import Offer
from app.bridge.reckoning import Reckoning
from app.bridge.situation import asks
from app.catalogue import _, ngettext
from app.markup import Html, tag
from app.question import Question
from kmgraph.graph import Graph
from kmgraph.planner import Answer, Planner
from kmgraph.planner.certainty.hinge import Hinge
from kmgraph.planner.certainty.sure import RUNS, Sure
from kmgraph.planner.certainty.sure_words import SureWords
from kmgraph.planner.comparison.state import State
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount

OTHER_WAY = _(
    "We can work this out for a plan that is best at something, such as the one with the fewest courses. "
    "Choose that plan first."
)
READING = _(
    "We asked your question {runs} times. Each time some proposals were left out or moved by one level, at random. "
    "Each time is one reading of the data."
)
NOT_WRONG = _(
    "A step that does not hold is not wrong. In that reading another course did better, or the step was not needed."
)
EVERY = 0.5
"""Seconds after which the page looks how far it is."""
OFTEN = ((1.0, _("always")), (0.9, _("almost always")), (0.6, _("mostly")), (0.4, _("about half the time")),
         (0.1, _("sometimes")), (0.0, _("seldom")))  # fmt: skip
"""What a share of readings is called, from that share on."""
SAYS = _(
    "Much of this data is proposed and nobody has reviewed it yet. We can ask your question {runs} times. Each time we "
    "change some proposals at random: we leave a few out, and move a few by one level. Then you see which steps stay."
)


def sure(planner: Planner, answer: Answer, offer: Offer, asked: Question) -> None:
    """The offer to work it out, how far that is, or what came out: one place, so that what follows keeps its own."""
    with st.container(key="how-sure"):
        _sure(planner, answer, offer, asked)


def _sure(planner: Planner, answer: Answer, offer: Offer, asked: Question) -> None:
    if not offer.is_best:
        parts.show(parts.paragraph(OTHER_WAY))
        return
    reckoning = _reckoning(planner, answer, offer, asked)
    if reckoning.running:
        st.fragment(_progress, run_every=EVERY)(reckoning)
    elif reckoning.found:
        _told(Words(planner), reckoning.found)
    else:
        _begin(reckoning, planner.graph)


def held(planner: Planner, answer: Answer, offer: Offer, asked: Question) -> dict[str, str]:
    """How often each step was found to hold, in words, by its course; nothing as long as nobody asked."""
    found = _reckoning(planner, answer, offer, asked).found if offer.is_best else None
    return {one.step.course.id: holds(one.times, found.runs) for one in found.steps} if found else {}


def whole(planner: Planner, answer: Answer, offer: Offer, asked: Question) -> str:
    """How often the whole plan holds, in a sentence; "" as long as nobody asked."""
    found = _reckoning(planner, answer, offer, asked).found if offer.is_best else None
    return _whole(found) if found and found.proposals else ""


def _whole(found: Sure) -> str:
    return _("The whole plan holds {often}.").format(often=holds(found.same, found.runs))


def _reckoning(planner: Planner, answer: Answer, offer: Offer, asked: Question) -> Reckoning:
    """The one for this question and this plan; a new one where there is none yet."""
    plan = offer.plan
    about = (data.content(), planner.with_matches, answer.profile, answer.role, answer.switches, plan.preset)
    ask = replace(asks(asked), preset=plan.preset)
    return state.remembered(f"sure {plan.preset}", about, lambda: Reckoning(ask))


def _begin(reckoning: Reckoning, graph: Graph) -> None:
    with st.container():  # as a fragment stands in one: who begins it stands on the button that stops it
        parts.show(parts.paragraph(SAYS.format(runs=RUNS)))
        st.button(_("Work out how sure this is"), key="sure", on_click=reckoning.start, args=(graph,))
    if reckoning.failure:
        st.error(_("It could not be worked out. Try again, or ask another question."))


def _progress(reckoning: Reckoning) -> None:
    """How far it is, drawn again and again, and a way to stop it."""
    reckoning.watch()
    if not reckoning.running:
        st.rerun()
    if reckoning.done:
        text = _("Asked {done} of {runs} times.").format(done=reckoning.done, runs=RUNS)
    else:
        text = _("Getting ready.")
    st.progress(reckoning.done / RUNS, text=text)
    st.button(_("Stop"), key="sure", on_click=reckoning.stop)


# --- what came out ---------------------------------------------------------------------------------------------


def often(times: int, runs: int) -> str:
    """What a share of readings is called."""
    return _("never") if times == 0 else next(said for least, said in OFTEN if times >= least * runs)


def holds(times: int, runs: int) -> str:
    """How often something holds, in words and in tenths."""
    if times in (0, runs):
        tenths = _("in none of {runs} readings") if times == 0 else _("in all {runs} readings")
        return _("{often}, {share}").format(often=often(times, runs), share=tenths.format(runs=amount(runs)))
    if 0 < round(10 * times / runs) < 10:
        share = _("in about {tenths} of 10 readings").format(tenths=round(10 * times / runs))
    else:
        share = _("in {times} of {runs} readings").format(times=amount(times), runs=amount(runs))
    return _("{often}, {share}").format(often=often(times, runs), share=share)


def _told(words: Words, found: Sure) -> None:
    said = SureWords(words, found)
    if not found.proposals:
        parts.show(parts.paragraph(said.intro()))
        return
    st.html(tag("div", parts.paragraph(_whole(found), "inset"), role="status"))
    parts.show(
        parts.paragraph(READING.format(runs=amount(found.runs))),
        markup.listing((_step(one.step.course.id, holds(one.times, found.runs)) for one in found.steps), ordered=True),
        parts.paragraph(NOT_WRONG),
        parts.paragraph(said.others() or ""),
        *_first(said, found),
        parts.paragraph(said.caution(), "quiet"),
        _behind(words, said, found),
    )


def _step(course: str, holding: str) -> Html:
    return markup.join([data.links().to(course), ": ", tag("strong", holding), "."])


def _first(said: SureWords, found: Sure) -> Iterator[Html]:
    """What to review first: what the plan hinges on most."""
    hinges = found.hinges or tuple(hinge for one in found.steps for hinge in one.hinges)[:2]
    if not hinges:
        yield parts.paragraph(_("No single proposal decides it."))
        return
    number = len(hinges)
    yield tag("h3", ngettext("Review this statement first", "Review these {number} statements first", number).format(
        number=number))  # fmt: skip
    yield markup.listing(_hinge(said, one) for one in hinges)
    yield parts.paragraph(_("Are they right? Say so under “Suggest a change”."))


def _hinge(said: SureWords, one: Hinge) -> Html:
    text = _("While it stands: {kept}. When it is changed: {changed}.").format(
        kept=holds(one.kept.times, one.kept.of), changed=holds(one.changed.times, one.changed.of)
    )
    return markup.join([tag("strong", said.proposal(one.proposal)), tag("div", text)])


def _behind(words: Words, said: SureWords, found: Sure) -> Html:
    """The numbers behind the words."""
    runs = amount(found.runs)
    steps = [
        (f"{number}. {one.step.course.label}", _("{times} of {runs}").format(times=amount(one.times), runs=runs),
         said.step(one))
        for number, one in enumerate(found.steps, 1)
    ]  # fmt: skip
    needs = [
        (words.at(one.need.competency, one.need.level), *(amount(one.times.get(one_state, 0)) for one_state in State))
        for one in found.needs
    ]
    inside = tag(
        "div",
        parts.paragraph(said.intro()),
        markup.table(_("How sure each step is"), (_("Step"), _("In plans"), _("What it hinges on")), steps),
        markup.table(
            _("What became of each need, in {runs} readings").format(runs=runs),
            (_("Need"), *(str(one).capitalize() for one in State)),
            needs,
            kind="numbers",
        ),
        class_="km-inside",
    )
    return tag("details", tag("summary", _("Show the numbers")), inside, class_="km-more-of")
