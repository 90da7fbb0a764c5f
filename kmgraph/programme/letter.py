"""Letters to providers as plain text, and as JSON: why we ask, and a table to fill in for each course."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

from kmgraph.errors import UsageError
from kmgraph.graph import Graph
from kmgraph.likeness.tables import refuse_existing
from kmgraph.model import Course, Organisation, slug_of
from kmgraph.planner.phrases import count
from kmgraph.programme.ask import FEE_OR_PAY, PAID, QUESTIONS, About, Letter, Letters, Question, Unknown, reason
from kmgraph.programme.stated import stated
from kmgraph.wording import quoted, visible

WIDTH, ASKS = 78, 50
"""Columns of a letter, and of the questions in its tables."""
NOBODY = "courses-without-provider.txt"
"""The file of courses of which it is not known who gives them."""


def letter_text(graph: Graph, letter: Letter) -> str:
    """A letter to one provider: plain words, lines of at most 78 columns."""
    many = len(letter.courses)
    asked = list(dict.fromkeys(one.about for course in letter.courses for one in course.questions))
    opening = (
        f"Dear colleagues at {visible(letter.provider.label)},",
        "kmgraph is an open list of roles, of the competencies that they need, and of the learning that teaches them. "
        f"It names {count(many, 'course', 'courses')} of yours of which something is not known to us. Where something "
        "is not known we say so and count it neither for a course nor against it, so people cannot tell from our list "
        "whether your course is for them. Could you tell us?",
        "Under each course stands what we list now. Please tell us, too, what of that is wrong or out of date.",
        "We have no other question than those below. Leave empty what you do not know or would rather not say: it "
        "stays “not known”. The address of a page that says it is as good as an answer. Please send nothing about "
        "people who took part.",
    )
    closing = (
        "That your learning is in the list does not mean that you endorse it or that it endorses your learning, and "
        "an answer would not mean so either.",
        "Please send your answer by [a date] to [your e-mail address]. You may ask there, too, what the list is for.",
        "With kind regards,",
        "[your name, organisation and address]",
    )
    lines = [*_paragraphs(opening), "Why we ask", ""]
    lines += [line for about in About if about in asked for line in _item(f"{about}: {reason(about, letter.provider)}")]
    lines += ["", *_courses(graph, letter.courses), *_paragraphs(closing)]
    return "\n".join(lines).rstrip() + "\n"


def apart_text(graph: Graph, courses: Iterable[Unknown]) -> str:
    """The courses that nobody can be asked about, and what is not known of them."""
    opening = "Who gives these courses is not known here, so nobody can be asked about them yet."
    return "\n".join([*_paragraphs([opening]), *_courses(graph, courses)]).rstrip() + "\n"


def question_text(graph: Graph, question: Question, course: Course) -> str:
    """What to ask of a course, in a sentence."""
    if question.about is About.FEE and course.type in PAID:
        return FEE_OR_PAY
    return QUESTIONS[question.about].format(visible(graph.label(question.competency)) if question.competency else "")


def letters_json(graph: Graph, found: Letters) -> dict[str, Any]:
    """What to ask providers.

    {"letters": [{"provider", "label", "url", "courses": [{"course", "label", "url", "listed": [text],
                  "questions": [{"about", "competency", "question", "why"}]}], "text"}],
     "without_provider": [courses as above], "courses", "questions", "complete", "not_current", "summary"}

    "courses" and "questions" count what is asked, "complete" the courses of which all of it is known, "not_current"
    those that are over, closed or planned; "summary" says it in sentences.
    """
    every = [*found.asked, *found.without_provider]
    return {
        "letters": [
            {
                "provider": one.provider.id,
                "label": one.provider.label,
                "url": one.provider.url,
                "courses": [_course_json(graph, course, one.provider) for course in one.courses],
                "text": letter_text(graph, one),
            }
            for one in found.letters
        ],
        "without_provider": [_course_json(graph, one) for one in found.without_provider],
        "courses": len(every),
        "questions": sum(len(one.questions) for one in every),
        "complete": found.complete,
        "not_current": found.not_current,
        "summary": summary(found),
    }


def summary(found: Letters) -> list[str]:
    """How many letters there are with how many questions, and which courses are in none and why."""
    asked = sum(len(one.questions) for one in found.asked)
    about = f"{count(asked, 'question', 'questions')} about {count(len(found.asked), 'course', 'courses')}"
    letters = count(len(found.letters), "letter", "letters")
    told = [f"{letters} with {about}." if found.letters else "No letter is needed."]
    left = {
        "without a known provider": len(found.without_provider),
        "of which all that would be asked is known": found.complete,
        "that are over, closed or planned": found.not_current,
    }
    out = [f"{count(many, 'course', 'courses')} {which}" for which, many in left.items() if many]
    return [*told, f"In no letter: {'; '.join(out)}."] if out else told


def letter_files(graph: Graph, found: Letters) -> dict[str, str]:
    """A letter a provider, and the courses without provider in one more, by the name of its file."""
    texts = dict(zip(_names(found.letters), (letter_text(graph, one) for one in found.letters), strict=True))
    if found.without_provider:
        texts[NOBODY] = apart_text(graph, found.without_provider)
    return texts


def write_letters(graph: Graph, found: Letters, folder: Path) -> list[Path]:
    """Writes a letter a provider into a new or empty folder, and the courses without provider in a file of their own.

    Where nothing is to be asked, nothing is written.

    Raises:
        UsageError: something is there already, or it cannot be written.
    """
    refuse_existing(folder)
    texts = letter_files(graph, found)
    if not texts:
        return []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            with (folder / name).open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as failure:
        raise UsageError(f"{quoted(folder, 200)} cannot be written: {failure.strerror or failure}.") from None
    return [folder / name for name in texts]


def _names(found: Iterable[Letter]) -> list[str]:
    """A file name for each letter, of letters, digits and hyphens, no two alike on any system."""
    names: list[str] = []
    taken = {NOBODY}
    for one in found:
        slug = re.sub(r"[^a-z0-9]+", "-", slug_of(one.provider.id).casefold()).strip("-")[:60] or "provider"
        ways = (f"{slug}.txt", *(f"{slug}-{number}.txt" for number in range(2, len(taken) + 2)))
        names.append(next(name for name in ways if name not in taken))
        taken.add(names[-1])
    return names


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in (*wrap(text, WIDTH), "")]


def _item(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _courses(graph: Graph, courses: Iterable[Unknown]) -> Iterator[str]:
    for number, one in enumerate(courses, 1):
        yield from wrap(f"{number}. {visible(one.course.label)}", WIDTH, subsequent_indent="   ")
        if one.course.url:
            yield f"   {visible(one.course.url)}"
        yield from ("", "   What we list now", "")
        yield from (line for text in stated(graph, one.course, one.taught) for line in _item(visible(text)))
        yield from ("", *_table([question_text(graph, question, one.course) for question in one.questions]), "")


def _table(questions: Iterable[str]) -> Iterator[str]:
    """Questions beside room for answers, as a table of plain letters."""
    room = WIDTH - ASKS - 7
    rule = f"+{'-' * (ASKS + 2)}+{'-' * (room + 2)}+"
    yield from (rule, f"| {'We do not know':{ASKS}} | {'Your answer':{room}} |", rule)
    for question in questions:
        yield from (f"| {line:{ASKS}} | {'':{room}} |" for line in wrap(question, ASKS))
        yield rule


def _course_json(graph: Graph, one: Unknown, provider: Organisation | None = None) -> dict[str, Any]:
    return {
        "course": one.course.id,
        "label": one.course.label,
        "url": one.course.url,
        "listed": stated(graph, one.course, one.taught),
        "questions": [
            {
                "about": str(question.about),
                "competency": question.competency,
                "question": question_text(graph, question, one.course),
                "why": reason(question.about, provider),
            }
            for question in one.questions
        ],
    }
