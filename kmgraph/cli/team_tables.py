"""A team's answer as tables and sentences for a terminal."""

from kmgraph.cli.tables import UNKNOWN, fee, print_table, say
from kmgraph.planner import Planner
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount
from kmgraph.planner.team.answer import Learning, TeamAnswer
from kmgraph.planner.team.words import TeamWords


def print_team(planner: Planner, answer: TeamAnswer) -> None:
    """The whole answer: who holds what, what hangs on one member, the learning of each, what stays open."""
    words = TeamWords(Words(planner), answer)
    for line in filter(None, (words.asked(), words.headline())):
        say(line)
    say("")
    _print_needs(words, answer)
    for line in words.alone():
        say(line)
    for one in answer.learning:
        say("")
        _print_learning(words, answer, one)
    if answer.learning:
        say("")
        say(f"For the whole team: {words.total()} {words.proof()}")
    if answer.open:
        say("")
        _print_open(words, answer)
    for line in (words.words.rests(answer.links), *words.credits()):
        say(line)


def _print_needs(words: TeamWords, answer: TeamAnswer) -> None:
    print_table(
        "What the roles need",
        ("competency", "the roles need", "held by", "state"),
        [
            (
                words.words.graph.label(one.need.competency),
                words.words.needed(one.need),
                words.held_by(one),
                str(one.state),
            )
            for one in answer.needs
        ],
    )


def _print_learning(words: TeamWords, answer: TeamAnswer, one: Learning) -> None:
    print_table(
        words.title(one),
        ("", "learning", "hours", "fee", "raises"),
        [
            (
                str(number),
                step.course.label,
                UNKNOWN if step.course.effort_hours is None else amount(step.course.effort_hours),
                fee(step),
                "\n".join(words.words.raised(raised) for raised in step.raises),
            )
            for number, step in enumerate(one.steps, 1)
        ],
    )
    for number, step in enumerate(one.steps, 1):
        given = words.words.provider(step) or "provider not known"
        cautions = words.words.cautions(step, answer.switches)
        told = [f"{given}, {step.course.mode or 'mode not known'}.", words.because(step), *cautions]
        say(f"{number}. {' '.join(told)}")
    say(f"In all: {words.words.total(one.total)}")


def _print_open(words: TeamWords, answer: TeamAnswer) -> None:
    print_table(
        "Stays open",
        ("competency", "the roles need", "why", "practise"),
        [
            (
                words.words.graph.label(one.need.competency),
                words.words.needed(one.need),
                one.reason,
                "; ".join(practice.label for practice in one.practices),
            )
            for one in answer.open
        ],
    )
