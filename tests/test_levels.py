"""What follows from holding a competency at a level."""

import pytest

from kmgraph.planner.levels import ANY_SCALE, Fact, Levels
from kmgraph.vocabulary import Kind, Match, Status
from tests.worlds import FOREIGN, LEVELS, World, level, name

WRITING, SCHREIBEN = name(Kind.COMPETENCY, "writing"), name(Kind.COMPETENCY, "schreiben")


@pytest.fixture
def world() -> World:
    """One competency on each of two scales."""
    world = World()
    world.competency("writing")
    world.competency("schreiben", framework=world.framework("foreign", FOREIGN))
    return world


def follows(levels: Levels, competency: str, at: str | None, asked: str | None) -> bool:
    """Whether who holds a competency at one level meets a demand for another."""
    return levels.needed(competency, level(asked)) in levels.implied(levels.held(competency, level(at)))


def test_a_level_implies_the_lower_ones_of_its_scale_and_no_higher_one(world: World) -> None:
    levels = Levels(world.graph())
    met = [slug for slug in LEVELS if follows(levels, WRITING, "working", slug)]
    assert met == ["awareness", "working"]


def test_held_without_a_level_is_held_at_the_lowest(world: World) -> None:
    levels = Levels(world.graph())
    assert levels.held(WRITING, None) == levels.held(WRITING, level("awareness"))
    assert follows(levels, WRITING, None, "awareness")
    assert not follows(levels, WRITING, None, "working")


@pytest.mark.parametrize("at", [None, *LEVELS, *FOREIGN])
def test_needed_without_a_level_is_met_at_any_level_of_any_scale(world: World, at: str | None) -> None:
    assert follows(Levels(world.graph()), WRITING, at, None)


def test_held_without_a_level_or_a_scale_is_held_at_any_level_only(world: World) -> None:
    world.competency("rhetoric", framework=world.framework("unscaled"))
    rhetoric = name(Kind.COMPETENCY, "rhetoric")
    levels = Levels(world.graph())
    assert levels.held(rhetoric, None) == Fact(rhetoric, ANY_SCALE, 0)
    assert follows(levels, rhetoric, None, None)
    assert not follows(levels, rhetoric, None, "awareness")


def test_a_level_that_nobody_describes_counts_as_none(world: World) -> None:
    levels = Levels(world.graph())
    assert levels.held(WRITING, "urn:level") == levels.held(WRITING, None)
    assert levels.needed(WRITING, "urn:level") == levels.needed(WRITING, None)


def test_levels_of_two_scales_do_not_compare(world: World) -> None:
    assert not any(follows(Levels(world.graph()), WRITING, "expert", slug) for slug in FOREIGN)


def test_a_level_match_makes_two_levels_equal_and_carries_on_downwards(world: World) -> None:
    world.equal_levels("working", "second")
    levels = Levels(world.graph())
    assert [slug for slug in FOREIGN if follows(levels, WRITING, "working", slug)] == ["first", "second"]
    assert [slug for slug in FOREIGN if follows(levels, WRITING, "expert", slug)] == ["first", "second"]
    assert [slug for slug in LEVELS if follows(levels, WRITING, "third", slug)] == ["awareness", "working"]
    assert not any(follows(levels, WRITING, "awareness", slug) for slug in FOREIGN)


def test_level_matches_chain_across_scales(world: World) -> None:
    world.framework("third-scale", ("low", "high"))
    world.equal_levels("working", "second")
    world.equal_levels("first", "high")
    levels = Levels(world.graph())
    assert follows(levels, WRITING, "working", "high")
    assert follows(levels, WRITING, "high", "first")
    assert not follows(levels, WRITING, "high", "second")


def test_level_matches_that_cross_each_other_do_not_hang(world: World) -> None:
    world.equal_levels("awareness", "third")
    world.equal_levels("expert", "first")
    assert follows(Levels(world.graph()), WRITING, "awareness", "expert")


def test_a_suggested_level_match_does_not_count(world: World) -> None:
    world.equal_levels("working", "second")
    world.records[-1] = world.records[-1].model_copy(update={"status": Status.SUGGESTED})
    assert not follows(Levels(world.graph()), WRITING, "expert", "first")


@pytest.mark.parametrize(
    ("match", "status", "joins", "joins_when_asked"),
    [
        (Match.EXACT, Status.REVIEWED, True, True),
        (Match.EXACT, Status.SOURCED, False, True),
        (Match.EXACT, Status.PROPOSED, False, True),
        (Match.EXACT, Status.SUGGESTED, False, False),
        (Match.CLOSE, Status.REVIEWED, False, True),
        (Match.CLOSE, Status.PROPOSED, False, True),
        (Match.CLOSE, Status.SUGGESTED, False, False),
        (Match.BROAD, Status.REVIEWED, False, False),
        (Match.NARROW, Status.REVIEWED, False, False),
        (Match.RELATED, Status.REVIEWED, False, False),
    ],
)
def test_which_matches_make_one_competency_of_two(
    world: World, match: Match, status: Status, joins: bool, joins_when_asked: bool
) -> None:
    world.match("writing", "schreiben", match, status)
    for with_matches, expected in ((False, joins), (True, joins_when_asked)):
        levels = Levels(world.graph(), with_matches=with_matches)
        assert (levels.canonical(WRITING) == levels.canonical(SCHREIBEN)) is expected
        assert levels.joined(WRITING) is levels.joined(SCHREIBEN) is expected


def test_a_chain_of_matches_joins_three_frameworks(world: World) -> None:
    world.competency("ecrire", framework=world.framework("third-framework"))
    world.match("writing", "schreiben")
    world.match("schreiben", "ecrire")
    levels = Levels(world.graph())
    assert {levels.canonical(name(Kind.COMPETENCY, one)) for one in ("writing", "schreiben", "ecrire")} == {
        name(Kind.COMPETENCY, "ecrire")
    }


def test_a_chain_that_joins_two_competencies_of_one_framework_joins_nothing(world: World) -> None:
    world.competency("composing")
    world.match("writing", "schreiben")
    world.match("schreiben", "composing")
    levels = Levels(world.graph())
    assert not any(levels.joined(name(Kind.COMPETENCY, one)) for one in ("writing", "schreiben", "composing"))


class TestHighest:
    """Of what is held of a competency, the level to show."""

    @pytest.fixture
    def levels(self, world: World) -> Levels:
        return Levels(world.graph())

    def shown(self, levels: Levels, held: list[str | None], beside: str | None) -> str | None:
        facts = levels.closure(levels.held(WRITING, level(slug)) for slug in held)
        scale = levels.needed(WRITING, level(beside)).scale
        best = levels.highest(facts, WRITING, scale)
        return levels.level(best) if best else None

    def test_the_highest_of_the_scale_that_is_asked_for(self, levels: Levels) -> None:
        assert self.shown(levels, ["awareness", "working", "third"], "expert") == level("working")

    def test_that_of_another_scale_where_it_is_held_on_no_other(self, levels: Levels) -> None:
        assert self.shown(levels, ["second"], "expert") == level("second")

    def test_the_level_held_even_where_any_would_do(self, levels: Levels) -> None:
        assert self.shown(levels, ["practitioner"], None) == level("practitioner")

    def test_nothing_of_what_is_not_held(self, levels: Levels) -> None:
        assert self.shown(levels, [], "expert") is None
        assert levels.highest(levels.closure([levels.held(SCHREIBEN, None)]), WRITING, ANY_SCALE) is None
