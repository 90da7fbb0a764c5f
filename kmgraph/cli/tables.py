"""Answers as tables and sentences for a terminal."""

from collections.abc import Iterable, Sequence

from kmgraph.cli.terminal import print_table as print_table
from kmgraph.cli.terminal import say as say
from kmgraph.model import Source
from kmgraph.planner import Answer, Open, Plan, Planner, Standing, Step
from kmgraph.planner.credit import attributions
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount

UNKNOWN = "not known"


def print_gap(planner: Planner, answer: Answer) -> None:
    """What the move asks for: the needs of the role beside what is held."""
    words = Words(planner)
    say(words.ask(answer))
    say("")
    _print_needs(words, answer)
    for line in (words.rests(answer.links), *words.credits(answer)):
        say(line)


def print_bridge(planner: Planner, answer: Answer) -> None:
    """The whole answer: gap, plans, what stays open, what it rests on."""
    words = Words(planner)
    if asked := answer.switches.words(words.graph.label):
        say(f"Asked for: {asked}.")
    say(words.headline(answer))
    say("")
    _print_needs(words, answer)
    for sentence in answer.unpinned:
        say(sentence)
    for plan in answer.plans:
        if plan.steps:
            _print_plan(words, answer, plan)
        if plan.beyond:
            _print_open(words, plan.beyond, "Stays open within your limits")
    if answer.open:
        _print_open(words, answer.open, "Stays open")
    if not any(plan.steps for plan in answer.plans):
        say(words.rests(answer.links))


def print_attributions(sources: Iterable[Source]) -> None:
    """The attributions that sources ask for, under what was shown of them."""
    for line in attributions(sources):
        say(line)


def _print_needs(words: Words, answer: Answer) -> None:
    for sentence in words.left_out(answer):
        say(sentence)
    for title, needs in (
        ("To develop", answer.gap),
        ("You bring", [need for need in answer.needs if need.standing is Standing.HELD]),
    ):
        print_table(
            title,
            ("competency", "you hold", "the role needs", "importance", "rests on"),
            [
                (
                    words.graph.label(need.competency),
                    words.held(need),
                    words.needed(need),
                    str(need.importance),
                    words.standing(need.basis),
                )
                for need in needs
            ],
        )


def _print_plan(words: Words, answer: Answer, plan: Plan) -> None:
    print_table(
        words.title(plan),
        ("", "learning", "hours", "fee", "raises"),
        [
            (
                str(number),
                f"{step.course.label}\n{_given(words, step)}",
                UNKNOWN if step.course.effort_hours is None else amount(step.course.effort_hours),
                fee(step),
                "\n".join(words.raised(one) for one in step.raises),
            )
            for number, step in enumerate(plan.steps, 1)
        ],
    )
    for number, step in enumerate(plan.steps, 1):
        told = [words.because(step, answer), *words.reviewed(step), *words.cautions(step, answer.switches)]
        say(f"{number}. {' '.join(told)}")
    say(f"In all: {words.total(plan.total)}")
    for note in filter(None, (words.access(plan), *plan.notes.values())):
        say(note)
    say(f"{words.proof(plan)} {words.rests(plan.links)}")
    say("")


def _given(words: Words, step: Step) -> str:
    return f"{words.provider(step) or 'provider not known'}, {step.course.mode or 'mode not known'}"


def _print_open(words: Words, found: Sequence[Open], title: str) -> None:
    print_table(
        title,
        ("competency", "the role needs", "why", "practise"),
        [
            (
                words.graph.label(one.need.competency),
                words.needed(one.need),
                one.reason,
                "; ".join(practice.label for practice in one.practices),
            )
            for one in found
        ],
    )


def fee(step: Step) -> str:
    """The price of a step in words."""
    course = step.course
    if course.fee is None:
        return UNKNOWN
    return "free" if not course.fee else f"{course.currency} {amount(course.fee)}"
