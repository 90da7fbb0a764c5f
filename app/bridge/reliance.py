"""How far an answer may be relied on: its links, its sources, and the proof."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import streamlit as st

from app import markup, parts
from app.bridge.nearby import Nearby
from app.bridge.offers import Offer
from app.catalogue import _
from app.records.sources import sources_and_licences
from kmgraph.model import RECORDS, Record
from kmgraph.planner import Answer, Plan, Planner
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import row
from kmgraph.planner.standing import standing


def reliance(planner: Planner, answer: Answer, offer: Offer) -> None:
    """What the chosen plan rests on, in words, with its sources and those of what is named beside it."""
    words, plan = Words(planner), offer.plan
    if plan.steps:
        parts.show(parts.paragraph(_best(offer)), parts.paragraph(words.rests(plan.links)))
    else:
        parts.show(parts.paragraph(words.rests(answer.links)))
    links = {link.id: link for link in (*answer.links, *plan.links) if link.id in words.graph.agreements}
    if links:
        said = markup.listing(_said(words, links.values()))
        parts.show(parts.paragraph(_("Reviewers say of these links:")), said)
    if out := words.left_out(answer):
        parts.show(parts.paragraph(_("Reviewers took out:")), markup.listing(out))
    near = Nearby(planner, answer).named((*answer.open, *plan.beyond))
    sources_and_licences(words.attributions(replace(answer, plans=(*answer.plans, plan)), also=near))
    if plan.steps:
        with st.expander(_("Details")):
            parts.show(markup.facts(_details(words, offer)))


def _best(offer: Offer) -> str:
    if offer.is_best:
        return _("This is the best choice from the learning listed here, not from all that exists.")
    return _("This is another way than the plan with the fewest courses. Much of the learning in it is different.")


def _said(words: Words, links: Iterable[Record]) -> Iterator[str]:
    """What reviewers say of each link, named by what it joins."""
    for link in links:
        ends = RECORDS[link.kind].ends or ()
        joined = row([words.graph.label(getattr(link, end)) for end in ends])
        yield f"{joined}: {standing(words.graph, link)}."


def _details(words: Words, offer: Offer) -> list[tuple[str, str]]:
    plan = offer.plan
    statuses = ", ".join(f"{count} {status}" for status, count in plan.rests_on.items())
    asked = row([str(preset) for preset in (plan.preset, *plan.also)])
    return [
        (_("Proof"), _proof(plan) if offer.is_best else _proof_of_other(plan)),
        (_("Asked for"), asked if offer.is_best else _("another plan, and of those: {preset}").format(preset=asked)),
        (_("Links used"), statuses),
        (_("Data version"), str(words.graph.version)),
    ]


def _proof(plan: Plan) -> str:
    if plan.gap == 0:
        return _("optimal: of all plans from the learning listed, none is better by what was asked.")
    return _("within {share} of the best that there could be: no plan is better by more than that.").format(
        share=f"{plan.gap:.1%}"
    )


def _proof_of_other(plan: Plan) -> str:
    if plan.proven:
        return _("optimal: of all plans that are as different, none is better by what was asked.")
    return _("not proven: a plan that is as different may be better.")
