"""The questions as respondents see them, and files with them for any survey tool."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app import markup, parts
from app.catalogue import _, ngettext
from app.markup import Html, tag
from app.report.take import XLSX, File, offer, zipped
from kmgraph.model import slug_of
from kmgraph.survey import Questionnaire, write_template
from kmgraph.survey.question import ASKS, CONSENT, HELD, RESPONDENT, WISHED, Asked
from kmgraph.survey.template import NOTES, not_asked

FIRST = 12
"""Answers that stand open; longer lists fold up."""


def ask(questions: Questionnaire) -> None:
    """The questions about a framework, what to keep in mind, and the files."""
    parts.show(parts.paragraph(_many(questions), "inset"))
    _take(questions)
    parts.heading(_("How to ask"))
    parts.show(markup.listing(_advice(questions)))
    parts.heading(_("The first questions"))
    parts.show(markup.listing((_first(questions, one) for one in ASKS if one != RESPONDENT), ordered=True))
    parts.heading(_("Two questions about each competency"))
    parts.show(*(_about(one, opened=not place) for place, one in enumerate(questions.asked)))


def _many(questions: Questionnaire) -> str:
    told = ngettext(
        "The survey asks about {n} competency of {framework}: which level people hold, and which they would like.",
        "The survey asks about {n} competencies of {framework}: which level people hold, and which they would like.",
        len(questions.asked),
    )
    first = _("Before that come {n} short questions. Only the one about consent must be answered.")
    told = told.format(n=f"{len(questions.asked):,}", framework=questions.label)
    return f"{told} {first.format(n=len(ASKS) - 1)}"


def _advice(questions: Questionnaire) -> list[str]:
    return [
        *not_asked(questions),
        *NOTES,
        _("Send the link to people yourself: nothing is sent from here, and nobody is asked for an address."),
        _("The survey never asks for a name, an age, an address or a staff number. It has no room for free text."),
        _(
            "Say who asks, why, and how long you keep the answers. People may stop at any time, and leave out any "
            "question."
        ),
    ]


def _first(questions: Questionnaire, id: str) -> Html:
    return markup.join([tag("strong", ASKS[id]), _choices(questions.choices(id)), *_why(id)])


def _why(id: str) -> Iterable[Html]:
    if id == CONSENT:
        yield parts.paragraph(_("Of people who do not say yes, no answer is read."), "quiet")


def _about(one: Asked, *, opened: bool) -> Html:
    asked = [
        markup.join([parts.paragraph(one.text(counts)), markup.listing(one.meanings(counts))])
        for counts in (HELD, WISHED)
    ]
    return tag("details", tag("summary", one.label), *asked, open="open" if opened else "", class_="km-asked")


def _choices(choices: list[str]) -> Html:
    if len(choices) <= FIRST:
        return markup.listing(choices)
    told = _("{n} answers to choose from").format(n=f"{len(choices):,}")
    return tag("details", tag("summary", told), markup.listing(choices))


def _take(questions: Questionnaire) -> None:
    name = f"survey-{slug_of(questions.framework)}"
    offer(
        [
            File(_("Questionnaire (XLSX)"), f"{name}.xlsx", XLSX, made(questions, f"{name}.xlsx")),
            File(_("Questionnaire (CSV, two files in a ZIP)"), f"{name}.zip", "application/zip",
                 made(questions, f"{name}.csv")),
        ]
    )  # fmt: skip
    told = _("Each file holds all questions with their answers, and an empty table into which answers can be typed.")
    parts.show(parts.paragraph(told, "quiet"))


def made(questions: Questionnaire, name: str) -> Callable[[], bytes]:
    """What makes the questionnaire as a file of this name; of .csv, which are two files, a ZIP."""
    return partial(_made, questions, name)


def _made(questions: Questionnaire, name: str) -> bytes:
    with TemporaryDirectory(prefix="questions-") as folder:
        files = write_template(Path(folder, name), questions)
        if len(files) == 1:
            return files[0].read_bytes()
        return zipped({file.name: file.read_bytes() for file in files})
