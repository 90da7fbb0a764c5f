"""What people call things: the words in headers and names of files that tell a kind of record, or one of its fields."""

import re
from collections.abc import Iterable

from kmgraph.vocabulary import Kind

KINDS = {
    Kind.COURSE: "course training module unit lesson workshop programme resource material learning provision",
    Kind.ROLE: "role job occupation position post profession",
    Kind.COMPETENCY: "competency competence skill capability ability outcome",
    Kind.ORGANISATION: "organisation organization provider institution university employer department publisher",
    Kind.LEVEL: "level grade proficiency",
    Kind.GROUP: "group domain category theme family cluster",
}
"""Kinds of record that a table may be about, and what people call such things, the likeliest first."""
GENERAL = {
    "id": "id|identifier|slug|uri|iri|key|uuid|external id|path|ref|reference|concept uri|nr|no|number",
    "label": "name|title|label|preferred label|pref label|heading|term",
    "alternative_labels": "alternative labels|alternative label|alt labels|alt label|other names|synonyms|aliases|"
    "short name|abbreviation|acronym|display name|also known as",
    "hidden_labels": "hidden labels|hidden label",
    "language": "label language",
}
"""Fields that every kind with a name has."""
FIELDS = {
    Kind.COURSE: {
        "summary": "description|summary|overview|about|abstract|short description",
        "type": "type|kind|resource type|course type|format",
        "provider": "provider|organisation|organization|organiser|institution|offered by|provided by|university",
        "mode": "mode|delivery|delivery mode|mode of delivery|how",
        "effort_hours": "hours|effort|effort hours|duration hours|learning hours",
        "elapsed_weeks": "weeks|elapsed weeks|duration weeks",
        "fee": "fee|price|cost|fees",
        "currency": "currency",
        "audience": "audience|target audience|who is it for|for whom|intended for",
        "eligibility": "eligibility|who can join",
        "availability": "availability|status",
        "place": "place|location|venue|where",
        "languages": "language|languages",
        "access": "access|accessibility",
        "url": "url|link|website|web address|homepage|web site",
    },
    Kind.ROLE: {
        "summary": "description|summary|overview|about|purpose",
        "notation": "code|notation|number",
        "group": "family|group|role family|job family|role group|profession|category",
        "sector": "sector|kind of organisation|industry",
        "grade": "grade|band|rank|rank equivalence",
        "broader": "broader|parent|broader role|isco group",
    },
    Kind.COMPETENCY: {
        "definition": "description|definition|meaning|summary",
        "notation": "code|notation|number",
        "type": "type|skill type|competency type",
        "broader": "broader|parent|parent skill|broader skill",
    },
    Kind.ORGANISATION: {
        "type": "type|kind|sector",
        "nation": "nation|country|country code",
        "region": "region|county",
        "part_of": "part of|parent|parent organisation",
        "url": "url|link|website|web address|homepage|web site",
    },
    Kind.LEVEL: {
        "definition": "description|definition|meaning",
        "order": "order|level|number|rank|value",
    },
    Kind.GROUP: {
        "definition": "description|definition|meaning|summary",
        "notation": "code|notation|number",
        "broader": "broader|parent",
    },
}
"""What people call the fields of each kind, beside the general ones."""
PREREQUISITES = (
    "prerequisite|prerequisites|depends on|requires|required courses|prior courses|do first|before you start|"
    "what you need first|required before"
)
OUTCOMES = (
    "outcomes|outcome|learning outcomes|learning outcome|learning objectives|objectives|skills taught|teaches|"
    "you will learn|what you learn|skills you gain"
)
ESSENTIAL = (
    "essential skills|essential competencies|skills|competencies|required skills|skills required|key skills|"
    "skills needed"
)
DESIRABLE = "desirable skills|desirable competencies|optional skills|preferred skills"
RELATED = "related|related skills|related competencies|see also|related to"
STARTS = "start|starts|start date|from|from date|began|date from|first day"
ENDS = "end|ends|end date|to|to date|until|ended|date to|last day"
PERSON = "person id|person|individual id|people id|participant id|respondent id|holder id|staff id|employee id"
POST = "post|post id|role|role id|job|job title|position|position id|title|post title"
LEVEL = "level|lvl|proficiency|difficulty"
FREE = "free|free of charge|no charge|no fee|no cost|gratis|kostenlos"
"""Words for a fee of nothing."""
WEAK = frozenset(
    ["about", "from", "how", "key", "kind", "number", "path", "rank", "ref", "status", "to", "type", "value", "where"]
)
"""Words that say too little inside a longer header."""
SAYS_NOTHING = re.compile(
    r"(?:work)?(?:sheet|tabelle|tabellenblatt|table|feuille?|hoja|foglio|blad|ark|list|arkusz|data|page) ?[0-9]*"
)
"""What spreadsheet programs call a sheet that nobody named."""
LEVELS = (
    ("fundamental awareness", "foundation", "foundational", "awareness", "beginner", "basic", "novice", "entry"),
    ("working", "intermediate", "elementary"),
    ("practitioner", "advanced", "proficient"),
    ("expert", "master"),
)
"""Words for levels, lowest first: where a table uses only such words, their order can be proposed."""


def plain(name: str) -> str:
    """The words of a header: small letters, blanks between, whatever way they were joined."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name[:200])
    return " ".join(re.sub(r"[^\w]+|_", " ", apart).casefold().split())


def nameless(sheet: str) -> bool:
    """Whether the name of a sheet says nothing of what it holds."""
    return SAYS_NOTHING.fullmatch(plain(sheet)) is not None


def bare(name: str, kind: Kind | None) -> str:
    """The words of a header without those in brackets, nor those for the kind of record before them."""
    words = plain(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", name[:200])).split()
    known = KINDS.get(kind, "").split() if kind else ()
    return " ".join(words[1:] if len(words) > 1 and singular(words[0]) in known else words)


def holds(header: str, word: str) -> bool:
    """Whether a longer header begins or ends with some words that say enough."""
    return word not in WEAK and (header.startswith(f"{word} ") or header.endswith(f" {word}"))


def is_called(name: str, words: str) -> bool:
    """Whether a header is one of some words."""
    return plain(name) in words.split("|")


def singular(word: str) -> str:
    """A word without the ending of many: competencies, classes, skills."""
    for ending, one in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss" if ending == "s" else "\0"):
            return word[: -len(ending)] + one
    return word


def kind_called(name: str) -> Kind | None:
    """The kind of record that the words of a name tell, the last word first: a skill level is a level."""
    for word in reversed(plain(name).split()):
        for kind, words in KINDS.items():
            if singular(word) in words.split():
                return kind
    return None


def ordered(words: Iterable[str]) -> list[str]:
    """Words for levels, lowest first; none where fewer than two are known, or two share a place."""
    places = {text: place for text in words for place, known in enumerate(LEVELS) if plain(text) in known}
    if len(places) < 2 or len(set(places.values())) < len(places):
        return []
    return sorted(places, key=lambda text: places[text])


def prefixed(words: str, word: str) -> str:
    """Words for a column of which the header begins with the word for its record."""
    return "|".join(f"{word} {each}" for each in words.split("|")) if word else words
