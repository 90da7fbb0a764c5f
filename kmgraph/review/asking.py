"""How each kind of statement is asked about: one plain question, in words that need no knowledge of the graph."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from kmgraph.graph import Graph
from kmgraph.model import (
    Competency,
    Course,
    Expects,
    Framework,
    Mapping,
    Practice,
    Record,
    Requirement,
    RoleMapping,
    Teaches,
)
from kmgraph.planner.phrases import row
from kmgraph.vocabulary import BASE, Kind, Match

LONG = 45
"""Letters from which on a framework is called by the first other name that it has."""
PROPER = frozenset(
    {"british", "english", "european", "irish", "northern", "scottish", "welsh"}
    | {"holyrood", "senedd", "stormont", "westminster", "whitehall"}
)
"""First words of labels that keep their capital within a sentence."""
CONSONANT = re.compile(r"(?i:uni|use|usa|usu|uti|eu|one\b|once\b)|[BCDGJKPQTUVWYZ](?:[A-Z0-9]|\b)")
"""Beginnings after which "a" is said although they are vowels, or letters that are spoken one by one."""
VOWEL = re.compile(r"(?i:[aeiou]|hono|hour|heir)|[AEFHILMNORSX](?:[A-Z0-9]|\b)")
SAME = {
    Match.EXACT: "Do {one} and {other} mean the same?",
    Match.CLOSE: "Do {one} and {other} mean nearly the same, so that one can mostly stand for the other?",
    Match.BROAD: "Does {other} take in all of {one}, and more?",
    Match.NARROW: "Does {one} take in all of {other}, and more?",
    Match.RELATED: "Do {one} and {other} meet in practice, though neither takes in the other?",
}
SAME_ROLE = SAME | {
    Match.EXACT: "Are {one} and {other} the same role?",
    Match.CLOSE: "Are {one} and {other} nearly the same role?",
}


def text(graph: Graph, record: Record) -> str | None:
    """The question about a statement, such as "Does a policy officer need Research literacy at working level, as
    essential?"; None where it says nothing that people could judge.
    """
    return ASKED[record.kind](graph, record)


def _requirement(graph: Graph, needs: Requirement) -> str:
    levels = [graph.label(level) for level in dict.fromkeys((needs.level, needs.level_to)) if level]
    at = f" at {_level(' to '.join(levels))}" if levels else ""
    return f"Does {_role(graph, needs)} need {_competency(graph, needs.competency)}{at}, as {needs.importance}?"


def _teaches(graph: Graph, teaches: Teaches) -> str:
    course, competency = _course(graph, teaches.course), _competency(graph, teaches.competency)
    if teaches.level is None:
        return f"Does {course} teach {competency}?"
    return f"Does {course} raise {competency} to {_level(graph.label(teaches.level))}?"


def _expects(graph: Graph, expects: Expects) -> str:
    competency = _competency(graph, expects.competency)
    at = f" at {_level(graph.label(expects.level))}" if expects.level else ""
    return f"Should people hold {competency}{at} before they begin {_course(graph, expects.course)}?"


def _mapping(graph: Graph, mapping: Mapping) -> str:
    one, other = _mapped(graph, mapping.subject), _mapped(graph, mapping.object, mapping.object_label)
    return SAME[mapping.match].format(one=one, other=other)


def _role_mapping(graph: Graph, mapping: RoleMapping) -> str:
    one, other = _mapped(graph, mapping.subject), _mapped(graph, mapping.object, mapping.object_label)
    return SAME_ROLE[mapping.match].format(one=one, other=other)


def _definition(graph: Graph, competency: Competency) -> str | None:
    if competency.definition is None:
        return None
    return f"Is this what “{competency.label}” means: “{competency.definition}”?"


def _practice(graph: Graph, practice: Practice) -> str:
    exercised = row([_competency(graph, iri) for iri in practice.competencies])
    towards = f"towards {_level(graph.label(practice.level))} in" if practice.level else "to develop"
    said = "".join(f"{one.removesuffix('.')}. " for one in (practice.label, practice.summary) if one)
    return f"{said}Does this help people {towards} {exercised}?"


ASKED: dict[Kind, Callable[[Graph, Any], str | None]] = {
    Kind.REQUIREMENT: _requirement,
    Kind.TEACHES: _teaches,
    Kind.EXPECTS: _expects,
    Kind.MAPPING: _mapping,
    Kind.ROLE_MAPPING: _role_mapping,
    Kind.COMPETENCY: _definition,
    Kind.PRACTICE: _practice,
}
"""The kinds of statements that are asked about, in that order."""


def _role(graph: Graph, needs: Requirement) -> str:
    label = _in_sentence(graph.label(needs.role))
    context = needs.context if (needs.context or "").casefold() not in label.casefold() else None
    return f"{_article(label)} {_apart(label, context)}"


def _course(graph: Graph, iri: str) -> str:
    course = graph.all(Course).get(iri)
    provider = course.provider if course else None
    return f"“{graph.label(iri)}”" + (f" ({graph.label(provider)})" if provider and graph.get(provider) else "")


def _competency(graph: Graph, iri: str) -> str:
    competency, label = graph.all(Competency).get(iri), graph.label(iri)
    if competency and competency.type == "attitude":
        return f"the way of working “{label}”"
    return f"“{label}”" if re.search("[,:;/]", label) else label


def _mapped(graph: Graph, iri: str, label: str | None = None) -> str:
    """A concept with the scheme that it belongs to."""
    known = graph.get(iri)
    framework = graph.all(Framework).get(known.framework) if isinstance(known, Competency) else None
    scheme = _short(framework) if framework else None if iri.startswith(BASE) else urlsplit(iri).hostname
    return f"“{graph.label(iri) if known or not label else label}”" + (f" ({scheme})" if scheme else "")


def _short(framework: Framework) -> str:
    return framework.label if len(framework.label) <= LONG else [*framework.alternative_labels, framework.label][0]


def _level(label: str) -> str:
    return label if "level" in label.casefold() else f"{label} level"


def _in_sentence(label: str) -> str:
    """A label as it stands within a sentence: "Policy officer" without its capital, "UK adviser" with it."""
    first, _, rest = label.partition(" ")
    named = first.casefold() in PROPER or first[1:] != first[1:].lower() or len(first) == 1
    return label if named or re.search("[A-Z]", rest.partition("(")[0]) else label[:1].lower() + label[1:]


def _article(words: str) -> str:
    return "an" if VOWEL.match(words) and not CONSONANT.match(words) else "a"


def _apart(label: str, more: str | None) -> str:
    """A label with something more in parentheses, which it may have already: "officer (government; Wales)"."""
    if not more:
        return label
    return f"{label[:-1]}; {more})" if label.endswith(")") else f"{label} ({more})"
