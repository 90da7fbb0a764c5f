"""The words that the glossary explains, each in plain sentences, by the group that it stands in."""

from typing import NamedTuple

from app import say, state
from app.catalogue import _
from kmgraph.vocabulary import Status


class Word(NamedTuple):
    """A word, what it means, and the words that it helps to read beside it."""

    label: str
    meaning: str
    group: str
    beside: tuple[str, ...] = ()


WORK = _("Work and what it asks for")
LEARNING = _("Learning")
WAYS = _("From one role to another")
TRUST = _("How far you can rely on it")

WORDS = {
    "competency": Word(
        _("competency"),
        _("Something that you know or can do, and that helps you do a job well. Most have levels."),
        WORK,
        ("knowledge", "skill", "way-of-working", "level"),
    ),
    "knowledge": Word(_("knowledge"), _("A competency that is about what you know."), WORK, ("competency",)),
    "skill": Word(_("skill"), _("A competency that is about what you can do."), WORK, ("competency",)),
    "way-of-working": Word(
        _("way of working"),
        _("How you go about your work, such as being open or fair. It has no levels and is never part of a gap."),
        WORK,
        ("competency", "gap"),
    ),
    "level": Word(
        _("level"),
        _("How far somebody has come with a competency, in words: for example from awareness to expert."),
        WORK,
        ("competency", "framework"),
    ),
    "framework": Word(
        _("framework"),
        _("A list of competencies, with their levels, that one body has drawn up."),
        WORK,
        ("competency", "level", "match"),
    ),
    "role": Word(
        _("role"),
        _("A type of job, such as policy adviser. It is not one post with one employer."),
        WORK,
        ("essential", "desirable"),
    ),
    "essential": Word(
        _("essential"), _("A role cannot be done without it. Only what is essential counts as a gap."), WORK, ("gap",)
    ),
    "desirable": Word(
        _("desirable"), _("It helps in a role, and the role can be done without it."), WORK, ("essential",)
    ),
    "training": Word(
        _("training"),
        _("Any way to learn that somebody offers: a course, a fellowship, a placement, mentoring or a web page."),
        LEARNING,
        ("provider", "who-can-join", "practice"),
    ),
    "provider": Word(_("provider"), _("The organisation that offers the training."), LEARNING, ("training",)),
    "prerequisite": Word(
        _("prerequisite"), _("What you need to have done before you can start a course."), LEARNING, ("training",)
    ),
    "who-can-join": Word(
        _("who can join"),
        _("Some training is open to anyone. Other training is for members, staff or certain people only."),
        LEARNING,
        ("training",),
    ),
    "access-needs": Word(
        _("access needs"),
        _("What you need to take part, such as captions or a room without steps. We keep it out of links."),
        LEARNING,
        ("who-can-join",),
    ),
    "practice": Word(
        _("practice"),
        _("Learning that you can do without a course, such as working beside somebody for a day."),
        LEARNING,
        ("open", "training"),
    ),
    "approach": Word(
        _("approach"),
        _("A known way to bring research and policy together, such as a briefing or a fellowship scheme."),
        LEARNING,
    ),
    "bridge": Word(
        _("bridge"),
        _("The training that leads from one role to another, in order, and what it leaves open."),
        WAYS,
        ("gap", "plan", "open"),
    ),
    "gap": Word(
        _("gap"),
        _("What a role needs and you do not bring yet: new competencies, or a higher level of those you have."),
        WAYS,
        ("essential", "open"),
    ),
    "plan": Word(
        _("plan"),
        _("Training in the order in which you can take it. Plans differ in cost, time and number of courses."),
        WAYS,
        ("bridge",),
    ),
    "open": Word(
        _("stays open"),
        _("A part of the gap that no training listed here closes. You may still learn it by practice."),
        WAYS,
        ("gap", "practice"),
    ),
    "pathway": Word(
        _("pathway"), _("A way to a role by other roles, one move after the other."), WAYS, ("bridge", "journey")
    ),
    "journey": Word(
        _("journey"),
        _("Steps that a career took or may take: jobs, study, placements and breaks."),
        WAYS,
        ("observed", "pathway"),
    ),
    "observed": Word(
        _("observed move"),
        _("A move that somebody really made, told by them or found in data. Examples and schemes do not count."),
        WAYS,
        ("journey",),
    ),
    "profile": Word(
        _("profile"),
        _("What you bring: your competencies with their levels, and courses done. {held}").format(held=state.HELD),
        WAYS,
        ("level",),
    ),
    "status": Word(
        _("status"),
        _("How far a statement may be relied on: suggested, proposed, sourced or reviewed."),
        TRUST,
        tuple(Status),
    ),
    **{
        str(status): Word(say.STATUSES[status], meaning, TRUST, ("status", "source"))
        for status, meaning in say.MEANS.items()
    },
    "source": Word(
        _("source"), _("The document or data set that says something. Each statement here names its own."), TRUST
    ),
    "evidence": Word(
        _("evidence"), _("How well it is known that training works, from no evidence to a review of studies."), TRUST
    ),
    "match": Word(
        _("match"),
        _("A link that says that competencies of two frameworks are the same, or nearly so."),
        TRUST,
        ("framework",),
    ),
    "not-known": Word(
        _("not known"),
        _("No source says it. It does not mean none, nothing or free. Ask the provider."),
        TRUST,
        ("source",),
    ),
}
"""The words by their names in links."""
GROUPS = (WORK, LEARNING, WAYS, TRUST)
