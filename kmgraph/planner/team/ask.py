"""Asking for a team: what it holds, what to learn, what stays open and why."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kmgraph.errors import UsageError
from kmgraph.model import Record
from kmgraph.planner.bridge import Planner
from kmgraph.planner.choices import Gain
from kmgraph.planner.gap import Need, Profile, Standing
from kmgraph.planner.levels import ANY_SCALE, Fact
from kmgraph.planner.plan import in_order, links
from kmgraph.planner.situation.switches import Switches
from kmgraph.planner.team.answer import Learning, TeamAnswer, TeamNeed
from kmgraph.planner.team.held import team_needs
from kmgraph.planner.team.learning import Taken, best_learning
from kmgraph.planner.unmet import Open, Search

LIMITS = ("pin", "budget", "hours", "weeks")
"""Switches about one person's plan: a team has none."""


def ask_team(
    planner: Planner,
    members: Sequence[Profile],
    roles: Sequence[str],
    switches: Switches | None = None,
    *,
    seconds: float = 10.0,
) -> TeamAnswer:
    """What a team holds of what these roles need, and the fewest courses that close what can be closed.

    Args:
        planner: of a graph that holds the requirements of all the roles.
        members: profiles of people or roles; of equal labels the later ones are numbered.
        roles: IRIs.
        switches: what may enter a plan. Essential competencies count; limits and pinned courses there are none.
        seconds: how long each stage of the solver may take.

    Raises:
        UsageError: there is no member or no role, or a switch is set that is for one person only.
        NotKnown: there is no such role, nothing is stated of what it needs, or the time was too short.
    """
    switches, members = switches or Switches(strict_levels=planner.strict), told_apart(members)
    _refuse(members, roles, switches)
    starts = [planner.start(member) for member in members]
    needs = team_needs(planner, list(dict.fromkeys(roles)), starts)
    unheld = [one for one in needs if one.unheld]
    own = {one.fact: [_for_member(planner, one.need, start) for start in starts] for one in unheld}
    questions = [planner.question(member, switches, own.keys()) for member in members]
    within = {planner.network.gain(number) for question in questions for number in question.goals.tolist()}
    taken, gap = best_learning(questions, seconds=seconds)
    closable = [each for fact, each in own.items() if fact in within]
    learning = tuple(_learning(planner, starts, closable, taken))
    searches = [
        Search(planner, member, switches, question.reach) for member, question in zip(members, questions, strict=True)
    ]
    return TeamAnswer(
        members=members,
        roles=tuple(dict.fromkeys(roles)),
        switches=switches,
        needs=tuple(needs),
        learning=learning,
        gap=gap,
        open=tuple(_open(searches, own[one.fact], one) for one in unheld if one.fact not in within),
        links=tuple(_links(members, needs, learning)),
    )


def told_apart(members: Sequence[Profile]) -> tuple[Profile, ...]:
    """The same profiles with labels of which no two are equal: policy analyst, policy analyst 2."""
    found: list[Profile] = []
    own, used = {member.label.casefold() for member in members}, set[str]()
    for member in members:
        label, number = member.label, 1
        while label.casefold() in used or (number > 1 and label.casefold() in own):
            number += 1
            label = f"{member.label} {number}"
        used.add(label.casefold())
        found.append(replace(member, label=label))
    return tuple(found)


def _refuse(members: Sequence[Profile], roles: Sequence[str], switches: Switches) -> None:
    if not members:
        raise UsageError("A team has members. Give at least one role or profile.")
    if not roles:
        raise UsageError("What is the team for? Give at least one role that it has to fill.")
    if switches.with_desirable or any(getattr(switches, name) not in (None, frozenset()) for name in LIMITS):
        raise UsageError(
            "For a team only essential competencies count, and neither limits nor courses that must be taken. "
            "Leave those out."
        )


def _for_member(planner: Planner, need: Need, start: Collection[Gain]) -> Need:
    """A need of the team that nobody holds, beside what a member brings."""
    facts = (fact for fact in start if isinstance(fact, Fact))
    best = planner.levels.highest(facts, need.fact.competency, need.fact.scale)
    return replace(
        need,
        standing=Standing.RAISE if best else Standing.NEW,
        held=planner.levels.level(best) if best else None,
        other_scale=bool(best and best.scale not in (need.fact.scale, ANY_SCALE)),
    )


def _learning(
    planner: Planner, starts: Sequence[Collection[Gain]], closable: Sequence[Sequence[Need]], taken: Sequence[Taken]
) -> Iterator[Learning]:
    """The courses of each member who takes any; `closable` has each need as it is for each member."""
    for member, start in enumerate(starts):
        if chosen := [planner.choices[one.course] for one in taken if one.member == member]:
            own = [needs[member] for needs in closable]
            steps = in_order(chosen, start, own, planner.graph, planner.levels)
            yield Learning(member, steps, tuple(need for step in steps for need in step.closes))


def _links(members: Sequence[Profile], needs: Sequence[TeamNeed], learning: Sequence[Learning]) -> list[Record]:
    """What is needed, what is held of it, and what the learning rests on, each once."""
    about = {link.competency for one in needs for link in one.need.basis}
    used: list[Record] = [link for one in needs for link in one.need.basis]
    used += [link for member in members for link in member.basis if link.competency in about]
    for one in learning:
        used += links(one.steps, one.closes, members[one.member])
    return list({link.id: link for link in used}.values())


def _open(searches: Sequence[Search], needs: Sequence[Need], one: TeamNeed) -> Open:
    """Why nobody of the team can come to hold what is needed, told for who is nearest to it.

    Args:
        searches: of each member.
        needs: what is needed, as it is for each member.
        one: the same, as it is for the team.
    """
    said = [search.open(need) for search, need in zip(searches, needs, strict=True)]
    nearest = (*one.nearest, *one.other_scale, 0)[0]
    reason = said[nearest].reason
    if any(other.reason != reason for other in said):
        whose = searches[nearest].profile.label
        reason = f"Nothing listed here reaches it for anybody in the team. For {whose}: {reason}"
    courses = sorted({course for other in said for course in other.courses})
    return Open(one.need, reason, tuple(courses), said[nearest].practices)
