"""What follows from opinions on proposals: the rule at its edges, and a graph as reviewers would have it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmgraph.graph import Graph
from kmgraph.model import Competency, Record, Requirement, Review, Teaches, keyed_iri, substance
from kmgraph.planner import Planner
from kmgraph.planner.audit.check import verify
from kmgraph.planner.standing import standing
from kmgraph.reviewed import ENOUGH, Agreement, Outcome, View, agreements, applied
from kmgraph.vocabulary import Kind, Opinion, ReviewerType, Status
from tests.worlds import World, level, name

AGREE, CHANGE, DISAGREE, UNSURE = Opinion.AGREE, Opinion.CHANGE, Opinion.DISAGREE, Opinion.UNSURE
UNIVERSITY, GOVERNMENT = ReviewerType.UNIVERSITY, ReviewerType.GOVERNMENT
Said = tuple[ReviewerType, Opinion, str | None, int]


def small_world() -> World:
    """A role that needs drafting at working level, a short course that leads there and a long one beyond."""
    world = World()
    world.competency("drafting", definition="Writes.")
    world.competency("typing")
    world.role("clerk", {"typing": None})
    world.role("officer", {"drafting": "working"})
    world.course("short", {"drafting": "working"}, effort_hours=5)
    world.course("long", {"drafting": "practitioner"}, effort_hours=50)
    return world


def reviewed(world: World, record: Record, said: list[Said], *, seen: str | None = None) -> None:
    """Adds what reviewers say of a record."""
    for reviewers, opinion, slug, people in said:
        seen_then = {"about": record.id, "seen": seen or world.seen(record)}
        values = {**seen_then, "reviewers": reviewers, "opinion": opinion, "level": level(slug)}
        world.records.append(Review(id=keyed_iri(Kind.REVIEW, "world", values), **values, people=people))


def need(world: World) -> Requirement:
    drafting = name(Kind.COMPETENCY, "drafting")
    return next(one for one in world.records if isinstance(one, Requirement) and one.competency == drafting)


def taught(world: World, course: str) -> Teaches:
    iri = name(Kind.COURSE, course)
    return next(one for one in world.records if isinstance(one, Teaches) and one.course == iri)


def agreed(*said: Said) -> Agreement:
    """What follows from these opinions on the need for drafting."""
    world = small_world()
    record = need(world)
    reviewed(world, record, list(said))
    records = {one.id: one for one in world.records}
    return agreements([one for one in world.records if isinstance(one, Review)], records)[record.id]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ([(UNIVERSITY, AGREE, None, ENOUGH - 1)], Outcome.FEW),
        ([(UNIVERSITY, AGREE, None, ENOUGH - 1), (UNIVERSITY, UNSURE, None, 9)], Outcome.FEW),
        ([(UNIVERSITY, UNSURE, None, 9)], Outcome.FEW),
        ([(UNIVERSITY, AGREE, None, ENOUGH)], Outcome.AGREED),
        ([(UNIVERSITY, AGREE, None, 3), (UNIVERSITY, UNSURE, None, 100)], Outcome.AGREED),
        ([(UNIVERSITY, AGREE, None, 2), (GOVERNMENT, DISAGREE, None, 1)], Outcome.AGREED),
        ([(UNIVERSITY, AGREE, None, 2), (GOVERNMENT, DISAGREE, None, 2)], Outcome.DIVIDED),
        ([(UNIVERSITY, DISAGREE, None, 3), (GOVERNMENT, AGREE, None, 2)], Outcome.REJECTED),
        ([(UNIVERSITY, CHANGE, "expert", 3), (GOVERNMENT, AGREE, None, 2)], Outcome.CHANGED),
        ([(UNIVERSITY, CHANGE, "expert", 2), (GOVERNMENT, CHANGE, "expert", 1)], Outcome.CHANGED),
        ([(UNIVERSITY, CHANGE, "expert", 2), (GOVERNMENT, CHANGE, "awareness", 2)], Outcome.DIVIDED),
        ([(UNIVERSITY, AGREE, None, 1), (UNIVERSITY, DISAGREE, None, 1), (UNIVERSITY, CHANGE, "expert", 1)],
         Outcome.DIVIDED),
    ],
)  # fmt: skip
def test_more_than_half_of_those_with_a_view_decide(said: list[Said], outcome: Outcome) -> None:
    assert agreed(*said).outcome is outcome


def test_kinds_of_reviewers_who_differ_are_named() -> None:
    assert agreed((UNIVERSITY, AGREE, None, 5), (GOVERNMENT, AGREE, None, 1)).differing == ()
    assert agreed((UNIVERSITY, AGREE, None, 5), (GOVERNMENT, UNSURE, None, 2)).differing == ()
    assert agreed((UNIVERSITY, AGREE, None, 5), (GOVERNMENT, DISAGREE, None, 2)).differing == (GOVERNMENT,)
    assert agreed((UNIVERSITY, AGREE, None, 2), (GOVERNMENT, DISAGREE, None, 2)).differing == ()  # most hold no view


OPINIONS = st.lists(
    st.tuples(
        st.sampled_from(ReviewerType),
        st.sampled_from([(AGREE, None), (DISAGREE, None), (UNSURE, None), (CHANGE, "expert"), (CHANGE, "awareness")]),
        st.integers(1, 4),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one[:2],
)


@given(OPINIONS)
def test_nothing_is_decided_without_a_majority(
    drawn: list[tuple[ReviewerType, tuple[Opinion, str | None], int]],
) -> None:
    """The rule, said once more: enough views, and one of them held by more than all others together."""
    votes: dict[tuple[Opinion, str | None], int] = {}
    for _, view, people in drawn:
        votes[view] = votes.get(view, 0) + people
    unsure = votes.pop((UNSURE, None), 0)
    everybody = sum(votes.values())
    winners = [view for view, people in votes.items() if people > everybody - people]
    found = agreed(*((kind, *view, people) for kind, view, people in drawn))
    assert (found.people, found.unsure) == (everybody, unsure)
    assert sum(sum(views.values()) for views in found.by.values()) == everybody + unsure
    decided = found.outcome in (Outcome.AGREED, Outcome.CHANGED, Outcome.REJECTED)
    assert decided == (everybody >= ENOUGH and len(winners) == 1)
    if decided:
        assert found.leading == View(winners[0][0], level(winners[0][1]))


def test_an_opinion_on_an_earlier_wording_does_not_count() -> None:
    world = small_world()
    reviewed(world, need(world), [(UNIVERSITY, DISAGREE, None, 5)], seen="0" * 32)
    graph = world.graph()
    found = graph.agreements[need(world).id]
    assert (found.outcome, found.people, found.stale) == (Outcome.FEW, 0, 5)
    assert graph.before == {}
    assert standing(graph, need(world)) == "proposed"


def test_what_is_said_of_nothing_here_is_left_aside() -> None:
    world = small_world()
    other = need(world).model_copy(update={"id": "https://x.example/gone"})
    reviewed(world, other, [(UNIVERSITY, DISAGREE, None, 5)])
    assert world.graph().agreements == {}


@pytest.mark.parametrize("kind", [Kind.COMPETENCY, Kind.LEVEL, Kind.ROLE])
def test_an_opinion_counts_no_more_when_what_it_names_is_called_otherwise(kind: Kind) -> None:
    world = small_world()
    record = need(world)
    reviewed(world, record, [(UNIVERSITY, AGREE, None, 3)])
    before = world.graph().agreements[record.id]
    world.records = [one.model_copy(update={"label": "Another"}) if one.kind is kind else one for one in world.records]
    after = world.graph().agreements[record.id]
    assert (before.outcome, before.stale, after.outcome, after.stale) == (Outcome.AGREED, 0, Outcome.FEW, 3)


def test_what_a_source_says_is_not_for_reviewers_to_decide() -> None:
    world = small_world()
    record = need(world)
    reviewed(world, record, [(UNIVERSITY, DISAGREE, None, 9)])
    world.records = [
        one.model_copy(update={"status": Status.SOURCED}) if one.id == record.id else one for one in world.records
    ]
    assert world.graph().agreements == {}


def test_provenance_may_change_without_a_new_opinion() -> None:
    record = need(small_world())
    apart = {"why": "because", "grounds": "a source", "status": Status.SOURCED, "cites": ("https://x.example/s",)}
    assert substance(record.model_copy(update=apart)) == substance(record)
    assert substance(record.model_copy(update={"level": None})) != substance(record)
    assert substance(record.model_copy(update={"context": "university"})) != substance(record)


def stated(graph: Graph, record: Requirement | Teaches) -> Requirement | Teaches | None:
    return next((one for one, _ in graph.stated(type(record)) if one.id == record.id), None)


def courses(graph: Graph) -> list[str]:
    """The courses of the first plan from clerk to officer, after the checker passed the answer."""
    planner = Planner(graph)
    answer = planner.bridge(planner.role_profile(name(Kind.ROLE, "clerk")), name(Kind.ROLE, "officer"))
    verify(planner, answer)
    return [step.course.label for step in answer.plans[0].steps]


def test_agreement_makes_a_link_reviewed() -> None:
    world = small_world()
    reviewed(world, need(world), [(UNIVERSITY, AGREE, None, 2), (GOVERNMENT, AGREE, None, 1)])
    graph = world.graph()
    found = stated(graph, need(world))
    assert found is not None
    assert found.status is Status.REVIEWED
    assert graph.before == {need(world).id: need(world)}
    assert courses(graph) == ["short"]


def test_the_planner_uses_the_level_that_reviewers_name() -> None:
    world = small_world()
    wide = need(world).model_copy(update={"level_to": level("expert")})
    world.records = [wide if one.id == wide.id else one for one in world.records]
    reviewed(world, wide, [(UNIVERSITY, CHANGE, "practitioner", 3), (GOVERNMENT, AGREE, None, 1)])
    graph = world.graph()
    found = stated(graph, wide)
    assert isinstance(found, Requirement)
    assert (found.level, found.level_to, found.status) == (level("practitioner"), None, Status.REVIEWED)
    assert courses(graph) == ["long"]


def test_a_rejected_link_is_gone_and_the_plan_with_it() -> None:
    world = small_world()
    short = taught(world, "short")
    reviewed(world, short, [(UNIVERSITY, DISAGREE, None, 3)])
    graph = world.graph()
    assert stated(graph, short) is None
    assert graph.before == {short.id: short}
    assert courses(graph) == ["long"]


def test_courses_that_teach_less_than_was_thought_leave_a_gap_open() -> None:
    world = small_world()
    for course in ("short", "long"):
        reviewed(world, taught(world, course), [(GOVERNMENT, CHANGE, "awareness", 3)])
    planner = Planner(world.graph())
    answer = planner.bridge(planner.role_profile(name(Kind.ROLE, "clerk")), name(Kind.ROLE, "officer"))
    verify(planner, answer)
    assert [one.need.competency for one in answer.open] == [name(Kind.COMPETENCY, "drafting")]


def test_a_rejected_definition_stays_as_proposed() -> None:
    """Only links go: a competency would take all links with it."""
    world = small_world()
    drafting = next(one for one in world.records if isinstance(one, Competency))
    reviewed(world, drafting, [(UNIVERSITY, DISAGREE, None, 5)])
    graph = world.graph()
    assert graph.agreements[drafting.id].outcome is Outcome.REJECTED
    assert graph.all(Competency)[drafting.id] == drafting
    assert applied(drafting, graph.agreements[drafting.id]) is drafting
