"""Who in a team should learn what, and what stays open and why."""

from app import data, markup, parts, say
from app.catalogue import _
from app.markup import Html
from kmgraph.planner import Step
from kmgraph.planner.phrases import capital
from kmgraph.planner.team import Learning, TeamAnswer
from kmgraph.planner.team.words import TeamWords


def learning(words: TeamWords, answer: TeamAnswer) -> None:
    """The fewest courses that close what can be closed, by member; nothing where nobody has to learn."""
    if not answer.learning:
        return
    parts.heading(_("Who should learn what"))
    for one in answer.learning:
        parts.show(_courses(words, answer, one))
    total = _("For the whole team: {total} {proof}").format(total=words.total(), proof=words.proof())
    parts.show(parts.paragraph(total))


def _courses(words: TeamWords, answer: TeamAnswer, one: Learning) -> Html:
    head = [_("Course"), _("Given by"), _("Why"), _("Fee"), _("Hours"), _("Check first")]
    rows = (
        [
            data.links().to(step.course.id),
            given(words, step),
            words.because(step),
            say.price(step.course),
            say.effort(step.course),
            " ".join(words.words.cautions(step, answer.switches)),
        ]
        for step in one.steps
    )
    (name,) = words.names([one.member])
    table = markup.table(_("Learning for {name}").format(name=name), head, rows)
    told = _("In all: {total}").format(total=words.words.total(one.total))
    return markup.join([table, parts.paragraph(told, "quiet")])


def given(words: TeamWords, step: Step) -> str:
    """Who gives a course, and how."""
    provider, mode = words.words.provider(step) or _("provider not known"), step.course.mode or _("mode not known")
    return f"{provider}, {mode}"


def stays_open(words: TeamWords, answer: TeamAnswer) -> None:
    """What nobody in the team can come to hold by the learning listed here, why, and what to practise instead."""
    if not answer.open:
        return
    parts.heading(_("What stays open"))
    head = [_("Competency"), _("Level needed"), _("Why"), _("What to practise")]
    rows = (
        [
            data.links().to(one.need.competency),
            words.words.needed(one.need),
            one.reason,
            capital("; ".join(practice.label for practice in one.practices)) or _("none found"),
        ]
        for one in answer.open
    )
    parts.show(markup.table(_("What no learning listed here closes"), head, rows))
