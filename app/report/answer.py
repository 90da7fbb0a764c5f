"""The report of an answer: what was asked, what it comes to, the steps with their reasons, what stays open, and why."""

from collections.abc import Callable, Iterator, Sequence

from app import say
from app.bridge.unmet import nearer
from app.catalogue import _
from app.markup import Html
from app.records.courses import course_facts
from app.report.best import best
from app.report.content import Drawn, Facts, Heading, Link, Listing, Paragraph, Piece, Report, Said, Table
from app.report.taken import MAKER, Taken, is_personal
from app.report.unmet import named, stays_open
from kmgraph.model import Course, Source
from kmgraph.planner import Need, Standing, Step
from kmgraph.planner.credit import NOT_ENDORSED, attributions

NO_ADVICE = _(
    "This report lists what the data says. It is no promise of a place, a price or a job. "
    "Ask the provider before you book or pay."
)
ANY_LEARNING = _("All learning that is not known to be over or closed, whatever its price, place or length")


def report(taken: Taken) -> Report:
    """The report of an answer with one plan."""
    parts = (_asked, _way, _steps, stays_open, _reliance, _sources)
    pieces = [*_opening(taken), *(piece for part in parts for piece in part(taken))]
    return Report(taken.title, taken.foot(_rests_on(taken)), pieces)


def _day(taken: Taken) -> str:
    return f"{taken.day.day} {taken.day:%B %Y}"


def _opening(taken: Taken) -> Iterator[Piece]:
    yield Heading(taken.title, 1)
    also = nearer(taken.planner, taken.told) if taken.whole else ""
    yield Paragraph(" ".join(filter(None, [taken.words.headline(taken.told), also])), "lead")
    if taken.sure:
        yield Paragraph(_("How sure: {how}").format(how=taken.sure))
    made = _("Made on {day} with {maker}, data version {version}.")
    yield Paragraph(made.format(day=_day(taken), maker=MAKER, version=taken.version), "quiet")


def _asked(taken: Taken) -> Iterator[Piece]:
    graph = taken.planner.graph
    options = taken.told.switches.words(graph.label)
    facts: list[tuple[str, Said]] = [
        (_("From"), taken.told.profile.label),
        (_("To"), graph.label(taken.answer.role)),
        (_("What counts"), options or ANY_LEARNING),
    ]
    if taken.address:
        facts.append((_("See it again"), Link(taken.address, taken.address)))
    yield Heading(_("What you asked"))
    yield Facts(facts)
    if not is_personal(taken.answer, taken.asked):
        return
    if taken.whole:
        yield from _brought(taken)
    else:
        yield Paragraph(_("What you said about yourself is not in this report. You can put it in before you save it."))


def _brought(taken: Taken) -> Iterator[Piece]:
    label, words = taken.planner.graph.label, taken.words
    held = sorted(words.at(iri, level) for iri, level in taken.answer.profile.levels.items())
    if held:
        yield Listing(_("What you bring"), held)
    if done := sorted(map(label, taken.answer.profile.courses)):
        yield Listing(_("Learning that you have done"), done)


def _way(taken: Taken) -> Iterator[Piece]:
    if taken.told.gap:
        yield Heading(_("What there is to develop"))
        yield _to_develop(taken)
        yield Heading(_("The way there, as a picture"))
        yield Drawn(taken.picture)


def _to_develop(taken: Taken) -> Table:
    words = taken.words
    closing = {
        need.fact: f"{number}. {step.course.label}"
        for number, step in enumerate(taken.plan.steps, 1)
        for need in step.closes
    }

    def brought(need: Need) -> str:
        return _("not yet") if need.standing is Standing.NEW else words.held(need)

    columns: list[tuple[str, Callable[[Need], str]]] = [
        (_("Competency"), lambda need: words.graph.label(need.competency)),
        *([(_("You bring"), brought)] if taken.whole else []),
        (_("The role needs"), lambda need: words.needed(need, _("any level"))),
        (_("Importance"), lambda need: str(need.importance)),
        (_("Closed by"), lambda need: closing.get(need.fact, _("Stays open"))),
    ]
    rows = [[say_of(need) for _head, say_of in columns] for need in taken.told.gap]
    return Table(_("Each competency, and what closes it"), [head for head, _say in columns], rows)


def _steps(taken: Taken) -> Iterator[Piece]:
    if not taken.plan.steps:
        return
    total = taken.plan.total
    yield Heading(_("The steps, in order"))
    yield Facts(
        [
            (_("Courses"), str(len(taken.plan.steps))),
            (_("Hours of work"), say.total_hours(total)),
            (_("Price"), say.total_price(total)),
            (_("Closes"), _("{some} of {all}").format(some=len(taken.plan.closes), all=len(taken.told.gap))),
        ]
    )
    for number, step in enumerate(taken.plan.steps, 1):
        yield from _step(taken, number, step)


def _step(taken: Taken, number: int, step: Step) -> Iterator[Piece]:
    words, course = taken.words, step.course
    yield Heading(f"{number}. {course.label}", 3)
    if course.summary:
        yield Paragraph(course.summary)
    yield Listing(_("Raises"), [words.raised(one) for one in step.raises])
    if told := list(_why(taken, step)):
        yield Facts(told)
    facts = course_facts(words.graph, course)
    yield Facts([(name, _on_paper(value, course)) for name, value in facts])
    if checks := words.cautions(step, taken.told.switches):
        yield Listing(_("Check first"), checks)
    if said := words.reviewed(step):
        yield Listing(_("Reviewers say"), said)


def _why(taken: Taken, step: Step) -> Iterator[tuple[str, Said]]:
    """Why a step stands in the plan, and how sure that is."""
    if because := taken.words.because(step, taken.told):
        yield _("Why here"), because
    if taken.words.assumed(step):
        yield say.OUR_ASSUMPTION, say.ASSUMED
    if often := taken.holds.get(step.course.id):
        yield _("How sure this step is"), _("it holds {often}.").format(often=often)


def _on_paper(value: str, course: Course) -> Said:
    """A fact on paper; of a link, which is HTML, the whole address."""
    return Link(course.url, course.url) if isinstance(value, Html) and course.url else value


def _reliance(taken: Taken) -> Iterator[Piece]:
    words = taken.words
    yield Heading(_("How far you can rely on this"))
    yield Paragraph(NO_ADVICE)
    if taken.plan.steps:
        another = _("This is another way than the best plans. What is best depends on what matters to you.")
        yield Paragraph(best(taken.plan) if taken.is_best else another)
    yield Paragraph(words.rests(taken.plan.links if taken.plan.steps else taken.told.links))
    if out := words.left_out(taken.told):
        yield Listing(_("Reviewers took out"), out)


def _sources(taken: Taken) -> Iterator[Piece]:
    yield Heading(_("Sources and licences"))
    sources = _rests_on(taken)
    yield Table(_("Sources"), (_("Source"), _("Publisher"), _("Licence")), [_source(one) for one in sources])
    for one in attributions(sources):
        yield Paragraph(one)
    yield Paragraph(NOT_ENDORSED)


def _rests_on(taken: Taken) -> Sequence[Source]:
    """The sources of all that the report tells, also of what only comes near."""
    return taken.words.attributions(taken.with_plan, also=named(taken))


def _source(source: Source) -> tuple[Said, ...]:
    title = Link(source.title, source.url) if source.url else source.title
    return title, source.publisher or say.UNKNOWN, source.licence or say.UNKNOWN
