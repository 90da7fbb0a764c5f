"""How far an answer may be relied on: its links, its sources, the proof, and files to take away."""

import streamlit as st

from app import export, markup, parts, say
from app.markup import Html, tag
from app.state import Question
from kmgraph.model import Source
from kmgraph.planner import Answer, Plan, Planner
from kmgraph.planner.explain import Words


def reliance(words: Words, answer: Answer, plan: Plan) -> None:
    """What the chosen plan rests on, in words, with its sources."""
    if plan.steps:
        best = "This is the best choice from the learning listed here, not from all that exists."
        parts.show(parts.paragraph(best), parts.paragraph(words.rests(plan.links)))
    else:
        parts.show(parts.paragraph(words.rests(answer.links)))
    sources = words.attributions(answer)
    with st.expander(f"Sources and licences ({len(sources)})"):
        parts.show(markup.listing(map(source, sources)))
    if not plan.steps:
        return
    with st.expander("Details"):
        parts.show(markup.facts(_details(words, plan)))


def source(one: Source) -> Html:
    """A source as people cite it, with its licence."""
    publisher = f", {one.publisher}" if one.publisher and one.publisher != one.title else ""
    licence = f". Licence: {one.licence or say.UNKNOWN}."
    return markup.join(
        [markup.link(one.title, one.url), publisher, licence, f" {one.citation}" if one.citation else ""]
    )


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
