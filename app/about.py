"""What the page about the data shows: how much there is, how far to rely on it, for whom it is, and what is missing."""

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from app import coverage, data, markup, parts, say
from app.census import Census
from app.links import Links
from app.markup import Html
from kmgraph.graph import Graph
from kmgraph.model import Source
from kmgraph.planner import Planner
from kmgraph.planner.credit import attributions
from kmgraph.planner.phrases import amount, capital, row
from kmgraph.reviewed import Outcome
from kmgraph.vocabulary import Kind, Opinion, Status

NAMES = {
    Kind.ROLE: "Roles",
    Kind.COMPETENCY: "Competencies",
    Kind.GROUP: "Groups of a classification",
    Kind.LEVEL_DESCRIPTION: "Descriptions of a competency at a level",
    Kind.REQUIREMENT: "Links: a role needs a competency",
    Kind.COURSE: "Courses and other learning",
    Kind.TEACHES: "Links: a course teaches a competency",
    Kind.EXPECTS: "Links: a course expects a competency",
    Kind.PREREQUISITE: "Links: a course asks for another first",
    Kind.PRACTICE: "Ways to practise without a course",
    Kind.APPROACH: "Approaches and tools",
    Kind.COMMITMENT: "Commitments of institutions",
    Kind.JOURNEY: "Career journeys",
    Kind.STEP: "Steps of journeys",
    Kind.LADDER: "Career ladders",
    Kind.ORGANISATION: "Organisations",
    Kind.FRAMEWORK: "Frameworks of competencies",
    Kind.MAPPING: "Matches between frameworks",
    Kind.ROLE_MAPPING: "Matches of roles with other schemes",
    Kind.SOURCE: "Sources",
}
SHOWN = (Status.PROPOSED, Status.SOURCED, Status.REVIEWED, Status.SUGGESTED)
CAUTION = "None found here does not mean that none exists: nobody looked everywhere."


def loaded(counted: Census, graph: Graph) -> None:
    """When the data last changed, and where it is."""
    told = [
        ("Last load", f"{counted.changed:%Y-%m-%d, %H:%M} UTC" if counted.changed else say.UNKNOWN),
        ("A source was last checked", counted.checked.isoformat() if counted.checked else say.UNKNOWN),
        ("Data version", str(graph.version)),
        ("Store", data.store().url),
    ]
    parts.show(markup.facts(told))


def statuses(counted: Census) -> None:
    """The shares of statements by status, in words, numbers and bars."""
    by, whole = counted.by_status, sum(counted.by_status.values())
    told = [f"{amount(by.get(one, 0))} are {one}" for one in (Status.PROPOSED, Status.SOURCED)]
    reviewed = f"{amount(by[Status.REVIEWED])} are reviewed" if by.get(Status.REVIEWED) else "none is reviewed yet"
    parts.show(
        parts.paragraph(f"Of {amount(whole)} statements {', '.join(told)}, and {reviewed}."),
        markup.bars(
            "Statements by status", ("Status", "Statements"), [(str(one), by.get(one, 0)) for one in SHOWN], whole
        ),
        markup.facts([(capital(status), said) for status, said in say.MEANS.items()]),
    )
    with st.expander("See it for each kind"):
        parts.show(_kinds(counted.statuses))


def _kinds(counted: Mapping[Kind, Mapping[Status, int]]) -> Html:
    rows = []
    for kind, name in NAMES.items():
        by_status = counted.get(kind, {})
        if by_status:
            counts = [*(by_status.get(status, 0) for status in SHOWN), sum(by_status.values())]
            rows.append((name, *map(amount, counts)))
    return markup.table("What the store holds, by status", ("Kind", *map(str, SHOWN), "all"), rows, kind="numbers")


def reviews(counted: Census) -> None:
    """What reviewers made of the proposals, and who they are by kind."""
    outcomes, proposals = counted.outcomes, counted.by_status[Status.PROPOSED]
    if not counted.agreements:
        nobody = f"Nobody has reviewed anything yet: {amount(proposals)} proposals wait."
        how = "“Suggest a change”, at the end of a role, competency or training item, says how to help."
        parts.show(parts.paragraph(f"{nobody} {how}"))
        return
    told = {
        "agreed with": outcomes[Outcome.AGREED],
        "given another level": outcomes[Outcome.CHANGED],
        "taken out": outcomes[Outcome.REJECTED],
        "left as they are, since reviewers differ": outcomes[Outcome.DIVIDED],
        "left as they are, since too few people had a view": outcomes[Outcome.FEW],
    }
    rows = [
        (str(kind), *(amount(said.get(opinion, 0)) for opinion in Opinion)) for kind, said in counted.opinions.items()
    ]
    looked_at = say.count(len(counted.agreements), "statement", "statements")
    parts.show(
        parts.paragraph(f"Reviewers looked at {looked_at}; {amount(proposals)} proposals still wait."),
        markup.listing(f"{capital(what)}: {amount(number)}" for what, number in told.items() if number),
        markup.table("Opinions by kind of reviewer", ("Kind of reviewer", *map(str, Opinion)), rows, kind="numbers"),
    )
    reasons = [f"“{reason}”" for one in counted.agreements.values() for reason in one.reasons]
    if reasons:
        with st.expander(f"Reasons that reviewers gave ({len(reasons)})", key="reasons"):
            parts.show(markup.listing(reasons))


def provision(graph: Graph) -> None:
    """The shares of the learning listed, by nation and by what people ask first."""
    tables = (markup.bars(one.title, (one.sort, "Items"), one.counts, one.whole) for one in coverage.shares(graph))
    parts.show(
        parts.paragraph("Of the learning listed that is not known to be over, closed or only planned."),
        markup.tag("div", *tables, class_="km-columns"),
    )


def gaps(planner: Planner, links: Links) -> None:
    """What was looked for and not found."""
    missing = [one for one in coverage.gaps(planner, data.beside()) if one.missing]
    facts = [(one.sought, f"none found for {row(one.missing)}") for one in missing]
    untaught, needed = coverage.untaught(planner)
    facts.append(
        ("Learning for what roles need", f"none found for {amount(untaught)} of {amount(needed)} competencies")
    )
    parts.show(parts.paragraph(CAUTION), markup.facts(facts))
    found = coverage.core_levels(planner)
    if not found.levels:
        return
    rows = [
        (links.to(iri), *(_cell(found.needing[iri, level]) for level in found.levels)) for iri in found.competencies
    ]
    head = ("Competency", *(capital(planner.graph.label(level)) for level in found.levels))
    caption = "Core competencies: is there learning as far as roles need it?"
    parts.show(markup.table(caption, head, rows))


def _cell(needing: int | None) -> str:
    if needing is None:
        return "found"
    return (
        markup.tag("strong", f"none found, {say.count(needing, 'role needs', 'roles need')} it")
        if needing
        else "no role asks"
    )


def sources(graph: Graph) -> None:
    """All sources, with who published them and under which licence."""
    every = sorted(graph.all(Source).values(), key=lambda one: (one.title.casefold(), one.id))
    licences = Counter(one.licence for one in every if one.licence)
    told = row([f"{licence} ({number})" for licence, number in licences.most_common()])
    rows = [
        (
            markup.link(one.title, one.url),
            one.publisher or say.UNKNOWN,
            one.licence or say.UNKNOWN,
            one.retrieved.isoformat() if one.retrieved else say.UNKNOWN,
        )
        for one in every
    ]
    number, at_foot = say.count(len(every), "source", "sources"), {one.id for one in data.loaded()}
    parts.show(
        *map(parts.paragraph, attributions(one for one in every if one.id not in at_foot)),
        parts.paragraph(f"{number}; {sum(licences.values())} state a licence{f': {told}' if told else ''}."),
    )
    head = ("Title", "Publisher", "Licence", "Read on")
    parts.folded(markup.table("Data sets and documents", head, rows), len(rows), f"See the {number}")
