"""The answer on the bridge page, from the line in words to the files: plans, steps, and how far to rely on them."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import data, glossary, markup, parts, state
from app.bridge.beside import beside
from app.bridge.bring import bring, share_of
from app.bridge.changed import seen, tell_change
from app.bridge.kept import decisions
from app.bridge.offers import Offer, offers
from app.bridge.plans import plans
from app.bridge.reliance import reliance
from app.bridge.share import share
from app.bridge.situation import changes
from app.bridge.steps import steps
from app.bridge.sure import held, sure, whole
from app.bridge.take import take, take_picture
from app.bridge.unmet import nearer, stays_open
from app.bridge.way import pathway
from app.catalogue import _
from app.journeys.started import started_here
from app.profile.plan import offer_plan
from app.question import OWN, Question
from app.records import suggest
from app.waiting import patiently
from kmgraph.planner import Answer, Planner
from kmgraph.planner.audit.check import verify
from kmgraph.planner.explain import Words


def answer(planner: Planner, asked: Question, said: DeltaGenerator) -> None:
    """Shows the answer, from the line in words down to the files and the link.

    Args:
        planner: who answers.
        asked: the question.
        said: where the situation is said, and where it is told what a change of it changed.

    Raises:
        NotKnown: nothing is stated of what a role needs.
        Stopped: somebody stopped waiting for it.
    """
    profile = state.profile(planner, asked)
    found = patiently(
        lambda: planner.bridge(profile, asked.goal or "", asked.switches),
        asked=("bridge", planner, profile, asked.goal, asked.switches),
        doing=_("Looking for the best plans."),
    )
    verify(planner, found)
    _in_words(planner, found, asked)
    changes(planner, found, asked)
    bring(planner, asked, profile, found)
    offered = offers(planner, found)
    offer = offered.chosen(asked)
    tell_change(said, asked, seen(offered, found, offer))
    if offer.plan.steps:
        plans(offered, found, asked)
    _the_way(planner, found, offer, asked)
    parts.heading(_("Others who started here"))
    parts.show(started_here(asked.start, asked.goal))
    beside(planner, found, asked)
    _reliance(planner, found, offer, asked)
    parts.heading(_("Take it away"))
    often = held(planner, found, offer, asked)
    take(planner, found, offer.plan, asked, sure=whole(planner, found, offer, asked), holds=often)
    share(planner, asked)


def _in_words(planner: Planner, found: Answer, asked: Question) -> None:
    """The answer in a few sentences, and where to read about both ends."""
    said = " ".join(filter(None, [Words(planner).headline(found), nearer(planner, found), share_of(found)]))
    ends = [data.links().to(iri) for iri in (asked.start, asked.goal) if iri and iri != OWN]
    about = markup.fill(_("Read about {roles}."), roles=markup.join(ends, _(" and ")))
    explained = glossary.words_here("competency", "gap", "plan", "open", "practice")
    st.html(markup.join([parts.paragraph(said, "inset"), parts.paragraph(about), explained]))


def _the_way(planner: Planner, found: Answer, offer: Offer, asked: Question) -> None:
    """The chosen plan as a picture and as steps, and what stays open."""
    words, plan = Words(planner), offer.plan
    if found.gap:
        parts.heading(_("The way there"))
        pathway(words, found, plan, asked)
        take_picture(planner, found, plan, asked)
    if plan.steps or decisions(planner.graph, asked):
        parts.heading(_("Steps"))
        if plan.steps:
            offer_plan(asked, [step.course.id for step in offer.plan.steps])
        steps(planner, found, plan, asked, held(planner, found, offer, asked))
    if found.open or plan.beyond:
        parts.heading(_("What stays open"))
        stays_open(planner, found, plan, asked)


def _reliance(planner: Planner, found: Answer, offer: Offer, asked: Question) -> None:
    """How sure the choice is, what it rests on, and a way to say that some of that is wrong."""
    if offer.plan.steps:
        parts.heading(_("How sure are we?"))
        sure(planner, found, offer, asked)
    parts.heading(_("How far you can rely on this"))
    reliance(planner, found, offer)
    suggest.on_links(planner.graph, [link.id for link in (*found.links, *offer.plan.links)], "bridge")
