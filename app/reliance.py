"""How far an answer may be relied on: its links, its sources, the proof, and files to take away."""

from collections.abc import Iterable, Iterator

import streamlit as st

from app import export, markup, parts
from app.markup import tag
from app.sources import sources_and_licences
from app.state import Question
from kmgraph.model import RECORDS, Record
from kmgraph.planner import Answer, Plan, Planner
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import row
from kmgraph.planner.standing import standing


def reliance(words: Words, answer: Answer, plan: Plan) -> None:
    """What the chosen plan rests on, in words, with its sources."""
    if plan.steps:
        best = "This is the best choice from the learning listed here, not from all that exists."
        parts.show(parts.paragraph(best), parts.paragraph(words.rests(plan.links)))
    else:
        parts.show(parts.paragraph(words.rests(answer.links)))
    links = {link.id: link for link in (*answer.links, *plan.links) if link.id in words.graph.agreements}
    if links:
        parts.show(parts.paragraph("Reviewers say of these links:"), markup.listing(_said(words, links.values())))
    if out := words.left_out(answer):
        parts.show(parts.paragraph("Reviewers took out:"), markup.listing(out))
    sources_and_licences(words.attributions(answer))
    if not plan.steps:
        return
    with st.expander("Details"):
        parts.show(markup.facts(_details(words, plan)))


def _said(words: Words, links: Iterable[Record]) -> Iterator[str]:
    """What reviewers say of each link, named by what it joins."""
    for link in links:
        ends = RECORDS[link.kind].ends or ()
        joined = row([words.graph.label(getattr(link, end)) for end in ends])
        yield f"{joined}: {standing(words.graph, link)}."


def _details(words: Words, plan: Plan) -> list[tuple[str, str]]:
    proof = "optimal" if plan.gap == 0 else f"within {plan.gap:.1%} of the best that there could be"
    ways = [str(preset) for preset in (plan.preset, *plan.also)]
    return [
        ("Proof", f"{proof}: of all plans from the learning listed, none is better by what was asked."),
        ("Asked for", ", ".join(ways)),
        ("Links used", ", ".join(f"{count} {status}" for status, count in plan.rests_on.items())),
        ("Data version", str(words.graph.version)),
    ]


def downloads(planner: Planner, answer: Answer, plan: Plan, asked: Question) -> None:
    """Files that hold the answer, with its question, version and licences inside."""
    words = Words(planner)
    files = (
        ("Answer (JSON)", "json", "application/json", lambda: export.as_json(planner, answer, asked)),
        ("Steps (CSV)", "csv", "text/csv", lambda: export.as_csv(words, answer, plan)),
        ("Picture (SVG)", "svg", "image/svg+xml", lambda: export.as_svg(words, answer, plan)),
    )[: 3 if plan.steps else 1]
    with st.container(horizontal=True):
        for name, ending, mime, made in files:
            st.download_button(
                name, made, export.file_name(answer, ending), mime, key=f"get-{ending}", on_click="ignore"
            )
    parts.show(
        tag("p", "To share this view, copy the address of this page. It holds your question. "
            "It does not hold what you changed under What you bring; the JSON file does.", class_="km-quiet")
    )  # fmt: skip
