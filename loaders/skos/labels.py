"""What things are called, in one language: English where the source has it, else its most common one."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from loaders.foreign import Notes, Sort, language_of
from loaders.skos.graph import Graph, Literal, Node
from loaders.skos.terms import ALTERNATIVE, DEFINITIONS, HIDDEN, LITERAL_FORM, NAMES, PREFERRED, XL

ENGLISH = "en"
IN_FULL = {PREFERRED: XL + "prefLabel", ALTERNATIVE: XL + "altLabel", HIDDEN: XL + "hiddenLabel"}
"""The property of SKOS-XL that says the same, with the label as a thing of its own."""

TWICE = Sort("Two preferred labels in one language (SKOS, S14), of which the first is kept: {}.",
             "Decide which is preferred.", PREFERRED)  # fmt: skip
CLASH = Sort("A label is preferred and alternative or hidden at once (SKOS, S13), and stays the former: {}.",
             "Delete one of the two.", ALTERNATIVE)  # fmt: skip
FALLBACK = Sort("There is no skos:prefLabel, so another name is taken: {}.", "Give it a preferred label.", PREFERRED)
UNTAGGED = Sort("A label does not say its language, which is kept as not known (und): {}.",
                "Add language tags, such as @en.", PREFERRED)  # fmt: skip
ELSEWHERE = Sort("There is no label in the main language of the source, so one of another is taken: {}.",
                 "Nothing is lost.", PREFERRED, quiet=True)  # fmt: skip
TONGUES = Sort("Labels in other languages than the record's are kept in extra: {}.", "Nothing is lost.", quiet=True)


class Labels(NamedTuple):
    """What a thing is called; `language` is that of all of these."""

    label: str
    alternative: tuple[str, ...]
    hidden: tuple[str, ...]
    language: str
    definition: str | None
    used: frozenset[tuple[str, Literal]]
    """By property, the literals that are told; the others are still to be kept."""


def tongue(tag: str | None) -> str:
    """The language of a tag without its region; empty where there is none."""
    return (tag or "").split("-")[0].lower()


def main_language(graph: Graph, nodes: Iterable[Node]) -> str:
    """English where any label is English, else the most common language; empty where no label says its language."""
    counts = Counter(tongue(said.language) for node in nodes for said in labels_of(graph, node, PREFERRED))
    counts.pop("", None)
    if ENGLISH in counts or not counts:
        return ENGLISH if counts else ""
    return min(counts, key=lambda code: (-counts[code], code))


def labels_of(graph: Graph, node: Node, property: str) -> list[Literal]:
    """The labels of a sort, plain or by SKOS-XL."""
    found = node.literals(property)
    for iri in node.things(IN_FULL[property]):
        if inner := graph.get(iri):
            found += inner.literals(LITERAL_FORM)
    return [said for said in dict.fromkeys(found) if said.datatype is None]


def name_of(graph: Graph, node: Node, main: str = ENGLISH) -> str | None:
    """What to call something, whatever it is."""
    return next((said.text.strip() for said in _names(graph, node, main)), None)


def labels(graph: Graph, node: Node, main: str, notes: Notes) -> Labels | None:
    """What a concept is called and means; None where it has no name at all."""
    preferred = by_language(labels_of(graph, node, PREFERRED), main)
    borrowed = not preferred
    if borrowed:
        preferred = _names(graph, node, main)[:1]
        if not preferred:
            return None
        notes.add(FALLBACK, node.place, preferred[0].text)
    first, code = preferred[0], tongue(preferred[0].language)
    _doubts(node, preferred, main, notes)
    same = [said for said in preferred[1:] if said.language == first.language]
    others = [*same, *(said for said in labels_of(graph, node, ALTERNATIVE) if _fits(said, code))]
    others = [said for said in others if not (borrowed and said == first)]
    hidden = [said for said in labels_of(graph, node, HIDDEN) if _fits(said, code)]
    texts = [(name, said) for name in DEFINITIONS for said in graph.texts(node, name) if _fits(said, code)]
    definition = next(iter(texts), None)
    used = {(PREFERRED, first), *((PREFERRED, said) for said in same), *([definition] if definition else [])}
    used |= {(ALTERNATIVE, said) for said in others} | {(HIDDEN, said) for said in hidden}
    used |= {(name, first) for name in (*NAMES, ALTERNATIVE)}
    return Labels(
        first.text.strip(),
        _apart(others, [first.text], node, notes),
        _apart(hidden, [first.text, *(said.text for said in others)], node, notes),
        language_of(first.language),
        definition[1].text if definition else None,
        frozenset(used),
    )


def _names(graph: Graph, node: Node, main: str) -> list[Literal]:
    """Preferred labels, the main language first; without any, other names, at worst an alternative label."""
    found = labels_of(graph, node, PREFERRED) or node.literals(*NAMES) or labels_of(graph, node, ALTERNATIVE)
    return by_language(found, main)


def by_language(found: list[Literal], main: str) -> list[Literal]:
    """Labels in the main language first, then those of its regions, then those without a language, then others."""

    def rank(said: Literal) -> tuple[int, str]:
        code = said.language or ""
        if code == main:
            return (0, "")
        if tongue(code) == main:
            return (1, code)
        return (2, "") if not code else (3, code)

    return sorted(found, key=rank)


def _fits(said: Literal, code: str) -> bool:
    return tongue(said.language) in ("", code)


def _doubts(node: Node, preferred: list[Literal], main: str, notes: Notes) -> None:
    first = preferred[0]
    if any(times > 1 for times in Counter(said.language for said in preferred).values()):
        notes.add(TWICE, node.place, first.text)
    if not first.language:
        notes.add(UNTAGGED, node.place, first.text)
    elif tongue(first.language) != main:
        notes.add(ELSEWHERE, node.place, first.text)


def _apart(found: Iterable[Literal], before: list[str], node: Node, notes: Notes) -> tuple[str, ...]:
    """Labels that do not stand in a better place already, each once."""
    kept = dict.fromkeys(said.text.strip() for said in found)
    for text in [text for text in before if text.strip() in kept]:
        notes.add(CLASH, node.place, text)
    return tuple(text for text in kept if text not in {text.strip() for text in before})
