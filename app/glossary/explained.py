"""A word that explains itself where it stands: on hover, on focus and on a tap, and by a link to the glossary."""

from app.catalogue import _
from app.glossary.words import WORDS
from app.links import manner, page
from app.markup import Html, fill, join, tag


def term(name: str, text: str = "") -> Html:
    """A word of the glossary, with its meaning beside it until Escape is pressed.

    Args:
        name: what the glossary calls it, such as "competency"; KeyError where it does not hold it.
        text: how it stands in the sentence, such as "competencies"; without it, as the glossary has it.
    """
    word = WORDS[name]
    how = manner()
    how["class_"] = f"km-term {how.get('class_', '')}".strip()
    said = tag("a", text or word.label, href=address(name), aria_description=word.meaning, **how)
    return tag("span", said, tag("span", word.meaning, class_="km-tip", aria_hidden="true"), class_="km-explained")


def words_here(*names: str) -> Html:
    """A line that explains words which a page says in sentences that are not its own."""
    said = fill(_("Words used here: {words}."), words=join(map(term, names), ", "))
    return tag("p", said, class_="km-quiet")


def address(name: str) -> str:
    """Where the glossary explains a word."""
    return f"glossary?term={name}"


def entry(name: str) -> Html:
    """A link to a word in the glossary."""
    return page(WORDS[name].label, "glossary", term=name)
