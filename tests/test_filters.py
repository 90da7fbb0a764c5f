"""Filters and limits: what leaves a course out, what is only a doubt, and how both are asked for and told."""

import random
from collections.abc import Iterable
from datetime import date
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kmgraph.cli.bridge import bridge
from kmgraph.cli.filters import filter_options
from kmgraph.cli.filters import switches as asked
from kmgraph.errors import UsageError
from kmgraph.graph import Graph
from kmgraph.model import Course, Offering, Organisation
from kmgraph.planner import Planner
from kmgraph.planner.audit.admission import Admission
from kmgraph.planner.audit.rules import Rules
from kmgraph.planner.gap import Profile
from kmgraph.planner.situation.cautions import cautions
from kmgraph.planner.situation.filters import barred, read, unsure
from kmgraph.planner.situation.switches import TOLD, Switches
from kmgraph.planner.situation.traits import Catalogue, Traits, traits_of
from kmgraph.vocabulary import Eligibility, Kind, Mode
from tests.worlds import World, name

ONLINE, PERSON, BLENDED, EITHER = Mode.ONLINE, Mode.IN_PERSON, Mode.BLENDED, Mode.EITHER
MARCH, MAY, JUNE = date(2026, 3, 3), date(2026, 5, 7), date(2026, 6, 1)
CIVIL, DOCTORAL, STAFF = Eligibility.CIVIL_SERVANTS, Eligibility.DOCTORAL, Eligibility.STAFF


def some(*values: Any) -> Any:
    return frozenset(values)


class TestEachFilter:
    """What it says of a course that is known not to fit, to fit, and of which it is not known."""

    @pytest.mark.parametrize(
        ("course", "switches", "why"),
        [
            ({"availability": "closed"}, {}, "closed"),
            ({"availability": "historic"}, {}, "historic"),
            ({"availability": "ended"}, {"include_past": True}, None),
            ({"availability": "recurring"}, {}, None),
            ({"mode": "in person"}, {"modes": some(ONLINE)}, "in person only"),
            ({"mode": "blended"}, {"modes": some(ONLINE)}, "partly in person"),
            ({"mode": "online or in person"}, {"modes": some(ONLINE)}, None),
            ({"mode": "online or in person"}, {"modes": some(PERSON)}, None),
            ({"mode": "online or in person"}, {"modes": some(BLENDED)}, "online or in person, not blended"),
            ({"mode": "blended"}, {"modes": some(PERSON)}, None),
            ({"mode": "blended"}, {"modes": some(EITHER)}, None),
            ({"mode": "online"}, {"modes": some(PERSON, BLENDED)}, "online only"),
            ({"mode": "in person"}, {"modes": some(ONLINE, PERSON)}, None),
            ({"open_to": ["GB-SCT", "GB-ENG"]}, {"nation": "GB-WLS"}, "only for people in England and Scotland"),
            ({"open_to": ["GB-WLS"]}, {"nation": "GB-WLS"}, None),
            ({"open_to": ["GB"]}, {"nation": "GB-WLS"}, None),
            ({"open_to": ["GB"]}, {"nation": "IE"}, "only for people in the United Kingdom"),
            ({"open_to": ["world"]}, {"nation": "IE"}, None),
            ({"open_to": ["CA"]}, {"nation": "GB"}, "only for people in CA"),
            ({"open_to": ["GB-ENG"]}, {"nation": "GB"}, None),
            ({"mode": "in person", "place": "Vienna"}, {"region": "London"}, "in person in Vienna"),
            ({"mode": "blended", "place": "Londonderry"}, {"region": "London"}, "in person in Londonderry"),
            ({"mode": "blended", "place": "City of LONDON, Vienna"}, {"region": "london"}, None),
            ({"mode": "in person", "place": "UCL", "region": "Greater London"}, {"region": "London"}, None),
            ({"mode": "in person", "region": "Wales"}, {"region": "London"}, None),
            ({"mode": "online", "place": "Vienna"}, {"region": "London"}, None),
            ({"mode": "online or in person", "place": "Vienna"}, {"region": "London"}, None),
            (
                {"mode": "online or in person", "place": "Vienna"},
                {"region": "London", "modes": some(PERSON)},
                "in person in Vienna",
            ),
            ({"languages": ["fr", "de"]}, {"languages": some("en", "cy")}, "given in French or German"),
            ({"languages": ["en-GB"]}, {"languages": some("en")}, None),
            ({"languages": ["en"]}, {"languages": some("en-US")}, None),
            (
                {"access": ["Large print"]},
                {"access": some("captions")},
                "captions: not listed among its access features",
            ),
            ({"access": ["Live captions", "Quiet room"]}, {"access": some("captions", "quiet room")}, None),
            (
                {"eligibility": "civil servants"},
                {"has_not": some(CIVIL)},
                "only for civil servants, and you said that you are not one",
            ),
            ({"eligibility": "civil servants"}, {"has": some(CIVIL)}, None),
            ({"eligibility": "doctoral"}, {"has_not": some(CIVIL)}, None),
            ({"eligibility": "members"}, {"open_to_all": True}, "only for members"),
            ({"open_to": ["GB-ENG"]}, {"open_to_all": True}, "only for people in England"),
            ({"eligibility": "open", "open_to": ["GB", "CA"]}, {"open_to_all": True}, None),
            ({"starts": [date(2025, 1, 1), MARCH]}, {"on": JUNE}, "its last listed run is dated 3 March 2026"),
            ({"starts": ["2026-03-03", "2026-06-01"]}, {"on": JUNE}, None),
            ({"starts": [MARCH, None]}, {"on": JUNE}, None),
            ({"starts": [MARCH], "availability": "recurring"}, {"on": JUNE}, None),
            ({"chain": ["unit", "university"]}, {"providers": some("university")}, None),
            ({"chain": ["unit"]}, {"providers": some("university", "school")}, "given by another provider"),
            (
                {"chain": ["unit", "university"]},
                {"not_providers": some("university")},
                "given by a provider that you left out",
            ),
            ({"chain": ["school"]}, {"not_providers": some("university")}, None),
        ],
    )
    def test_bars_what_is_known_not_to_fit(
        self, course: dict[str, Any], switches: dict[str, Any], why: str | None
    ) -> None:
        assert barred(traits_of(**course), Switches(**switches)) == why

    @pytest.mark.parametrize(
        ("course", "switches", "doubt"),
        [
            ({}, {"modes": some(ONLINE)}, "How it is held is not known: check that it is online."),
            ({}, {"modes": some(EITHER)}, "How it is held is not known: check that it is online or in person."),
            ({}, {"nation": "GB-WLS"}, "Who may join from where is not known: check that people in Wales can."),
            ({"open_to": ["GB-ENG"]}, {"nation": "GB"}, "Only for people in England: check that this includes you."),
            ({}, {"region": "London"}, "Where it is held is not known: check that it is in London."),
            (
                {"mode": "in person", "region": "London"},
                {"region": "London"},
                "Where it is held is not known: check that it is in London.",
            ),
            (
                {"place": "Vienna"},
                {"region": "London"},
                "How it is held is not known: check that you can take part from London.",
            ),
            ({}, {"languages": some("cy")}, "The language in which it is given is not known: check that it is Welsh."),
            ({}, {"access": some("captions")}, "Its access features are not known: ask about captions."),
            ({}, {"on": JUNE}, "When it next begins is not known: check that you can begin from 1 June 2026 on."),
            (
                {"availability": "recurring", "starts": [MARCH]},
                {"on": JUNE},
                "Its last listed run is dated 3 March 2026: check when it runs again.",
            ),
            ({}, {"providers": some("ucl")}, "Who gives it is not known: check that it is a provider that you chose."),
            (
                {},
                {"not_providers": some("ucl")},
                "Who gives it is not known: check that it is no provider that you left out.",
            ),
        ],
    )
    def test_asks_to_check_what_is_not_known(
        self, course: dict[str, Any], switches: dict[str, Any], doubt: str
    ) -> None:
        assert barred(traits_of(**course), Switches(**switches)) is None
        assert unsure(traits_of(**course), Switches(**switches)) == [doubt]

    def test_what_is_known_to_fit_needs_no_check(self) -> None:
        course = traits_of(
            open_to=["GB"], mode="in person", place="London", languages=["en"], access=["captions"],
            chain=["ucl"], starts=[JUNE],
        )  # fmt: skip
        switches = Switches(
            nation="GB-ENG", modes=some(PERSON), region="London", languages=some("en"), access=some("captions"),
            providers=some("ucl"), not_providers=some("lse"), on=JUNE,
        )  # fmt: skip
        assert (barred(course, switches), unsure(course, switches)) == (None, [])

    def test_what_one_says_of_oneself_overrules_what_a_role_is_taken_to_be(self) -> None:
        course = traits_of(eligibility="civil servants")
        elsewhere = "only for civil servants, and the role you start from is elsewhere"
        assert barred(course, Switches(), {CIVIL}) == elsewhere
        assert barred(course, Switches(has=some(DOCTORAL)), {CIVIL}) == elsewhere
        assert barred(course, Switches(has=some(CIVIL)), {CIVIL}) is None


# made-up courses and askers, in which every filter meets what fits, what does not, and what is not known

NATIONS = ("GB", "GB-ENG", "GB-WLS", "IE", "CA-ON")
FEATURES = ("captions", "Live captions", "quiet room", "Room")
UNITS = [name(Kind.ORGANISATION, slug) for slug in ("unit", "university", "ring", "alone", "undescribed")]
DAYS = (MARCH, MAY, JUNE)
DICE = st.integers(min_value=0, max_value=2**32).map(random.Random)
PATIENT = settings(deadline=None)


def up_to_two(dice: random.Random, values: Iterable[Any]) -> list[Any]:
    return dice.sample(sorted(values), dice.choice([0, 1, 1, 2]))


def courses(dice: random.Random, number: int = 40) -> list[Course]:
    return [
        Course(
            id=name(Kind.COURSE, f"k{n:02}"),
            label=f"k{n:02}",
            type="course",
            provider=dice.choice([None, *UNITS]),
            mode=dice.choice([None, *Mode]),
            eligibility=dice.choice(list(Eligibility)),
            availability=dice.choice(["open", "unknown", "recurring", "recurring", "ended"]),
            place=dice.choice([None, "London", "City of London", "Londonderry", "Vienna; London", "Gower Street"]),
            open_to=up_to_two(dice, [*NATIONS, "world", "CA"]),
            access=up_to_two(dice, FEATURES),
            languages=up_to_two(dice, ["en", "en-GB", "cy", "fr"]),
        )
        for n in range(number)
    ]


def asker(dice: random.Random) -> Switches:
    """Somebody who sets one to three filters; none contradicts another."""
    groups, units = dice.sample(list(TOLD), 4), dice.sample(UNITS, 4)
    possible = {
        "include_past": True,
        "open_to_all": True,
        "modes": some(*up_to_two(dice, Mode)),
        "nation": dice.choice(NATIONS),
        "region": dice.choice(["London", "city of london", "Vienna", "Gower Street"]),
        "languages": some(*up_to_two(dice, ["en", "cy", "en-US"])),
        "access": some(*up_to_two(dice, ["captions", "quiet room", "room"])),
        "has": some(*groups[:2]),
        "has_not": some(*groups[2:]),
        "on": dice.choice(DAYS),
        "providers": some(*units[: dice.choice([1, 2])]),
        "not_providers": some(*units[2 : dice.choice([3, 4])]),
    }
    return Switches(**{one: possible[one] for one in dice.sample(sorted(possible), dice.choice([1, 1, 2, 3]))})


def catalogue(dice: random.Random, listed: Iterable[Course]) -> Graph:
    """Courses, their runs, and organisations: a unit of a university, two that are parts of each other."""
    world = World()
    unit, university, ring, alone, _ = UNITS
    above = {unit: university, university: None, ring: alone, alone: ring}
    for iri, part_of in above.items():
        region = dice.choice([None, "Greater London", "Wales"])
        world.records.append(Organisation(id=iri, label="organisation", region=region, part_of=part_of))
    world.competency("writing")
    for course in listed:
        world.teaches(course.id.rpartition("/")[2], "writing", "working")
        world.records.append(course)
        for run in range(dice.choice([0, 1, 1, 2])):
            world.edge(Offering, course=course.id, starts=dice.choice([None, *DAYS, *DAYS]), place=str(run))
    return world.graph()


@PATIENT
@given(dice=DICE, not_among=st.sampled_from([some(), some(CIVIL)]))
def test_a_course_is_barred_where_its_records_read_anew_refuse_it(
    dice: random.Random, not_among: frozenset[Eligibility]
) -> None:
    listed = courses(dice)
    graph, switches = catalogue(dice, listed), asker(dice)
    seen, read_anew = Catalogue(graph), Admission(graph)
    for course in listed:
        why = barred(seen.traits(course), switches, not_among)
        assert (why is None) == (read_anew.refused(course, switches, not_among) is None), (course, why)


def seen(dice: random.Random) -> list[Traits]:
    """Traits of made-up courses."""
    listed = courses(dice)
    return [*map(Catalogue(catalogue(dice, listed)).traits, listed)]


# That a course recurs, or that who gives it is in the region, speaks for it: to know less of that may bar it.
@PATIENT
@given(dice=DICE, field=st.sampled_from(sorted({*Traits._fields} - {"availability", "region"})))
def test_to_know_less_never_bars(dice: random.Random, field: str) -> None:
    switches, nothing = asker(dice), getattr(traits_of(), field)
    for known in seen(dice):
        assert barred(known._replace(**{field: nothing}), switches) is None or barred(known, switches)


@PATIENT
@given(dice=DICE, not_among=st.sampled_from([some(), some(CIVIL)]))
def test_courses_that_agree_in_what_is_read_fare_alike(dice: random.Random, not_among: frozenset[Eligibility]) -> None:
    switches, here, there = asker(dice), seen(dice), seen(dice)
    for one, other in zip(here, there, strict=True):
        mixed = other._replace(**{field: getattr(one, field) for field in read(switches)})
        assert barred(mixed, switches, not_among) == barred(one, switches, not_among)
        assert unsure(mixed, switches) == unsure(one, switches)


@PATIENT
@given(dice=DICE, not_among=st.sampled_from([some(), some(CIVIL)]))
def test_the_planner_leaves_out_what_the_checker_refuses(
    dice: random.Random, not_among: frozenset[Eligibility]
) -> None:
    graph, switches = catalogue(dice, courses(dice)), asker(dice)
    planner, rules, somebody = Planner(graph), Rules(graph), Profile("somebody", {}, not_among=not_among)
    mask = planner.allowed.mask(switches, not_among)
    taken = [course for course, allowed in zip(planner.network.courses, mask, strict=True) if allowed]
    assert taken == sorted(rules.allowed(somebody, switches))


def test_the_checker_refuses_what_filters_bar() -> None:
    world = World()
    world.competency("writing")
    course = world.course("prose", {"writing": "working"}, mode="in person", eligibility="civil servants")
    rules, nobody = Rules(world.graph()), Profile("nobody", {})
    elsewhere = Profile("somebody", {}, not_among=some(CIVIL))
    assert rules.shut(course, nobody, Switches()) is None
    assert rules.shut(course, nobody, Switches(modes=some(ONLINE)))
    assert rules.shut(course, elsewhere, Switches())
    assert rules.shut(course, elsewhere, Switches(has=some(CIVIL))) is None
    assert rules.shut(course, elsewhere, Switches(has=some(CIVIL), exclude=some(course)))


class TestCautions:
    @pytest.mark.parametrize(
        ("more", "switches", "said"),
        [
            ({}, {}, []),
            ({}, {"budget": 500}, ["Its price is not known, so it is not counted in your budget."]),
            ({"fee": 20}, {"budget": 500}, ["Its price is not known, so it is not counted in your budget."]),
            ({"fee": 0}, {"budget": 0}, []),
            (
                {"fee": 20, "currency": "EUR"},
                {"budget": 500},
                ["Its price is in EUR, so it is not counted in your budget."],
            ),
            ({"fee": 20, "currency": "EUR"}, {"budget": 500, "currency": "EUR"}, []),
            ({}, {"hours": 9}, ["Its hours are not known, so they are not counted in your limit of hours."]),
            (
                {"effort_hours": 2},
                {"hours": 9, "weeks": 2},
                ["How many weeks it takes is not known, so they are not counted in your limit of weeks."],
            ),
            ({}, {"modes": some(ONLINE)}, ["How it is held is not known: check that it is online."]),
            (
                {"eligibility": "civil servants"},
                {"has_not": some(DOCTORAL)},
                ["Only for civil servants: check that this includes you."],
            ),
            ({"eligibility": "civil servants"}, {"has": some(CIVIL)}, []),
            (
                {"eligibility": "civil servants", "audience": "analysts"},
                {"has": some(CIVIL)},
                ["Only for civil servants (analysts): check that this includes you."],
            ),
            (
                {"eligibility": "staff of an organisation"},
                {"has": some(STAFF)},
                ["Only for staff of certain organisations: check that this includes you."],
            ),
            ({"open_to": ["GB-WLS"]}, {}, ["Only for people in Wales."]),
            ({"open_to": ["GB-WLS"]}, {"nation": "GB-WLS"}, []),
        ],
    )
    def test_what_is_told_beside_a_course(
        self, more: dict[str, Any], switches: dict[str, Any], said: list[str]
    ) -> None:
        values = {"label": "course", "type": "course", "availability": "open", "eligibility": "open", **more}
        course = Course(id=name(Kind.COURSE, "course"), **values)
        seen = Catalogue(World().graph()).traits(course)
        assert cautions(course, seen, Switches(**switches)) == said


class TestSwitches:
    def test_are_told_in_words(self) -> None:
        assert Switches().words() == ""
        switches = Switches(
            modes=some(ONLINE, BLENDED), nation="GB-WLS", region="Cardiff", languages=some("en", "cy"),
            access=some("captions"), has=some(DOCTORAL), has_not=some(CIVIL), on=JUNE, budget=500, hours=40.5, weeks=12,
            providers=some("ucl"), exclude=some("prose"), with_desirable=True,
        )  # fmt: skip
        assert switches.words(str.upper).split("; ") == [
            "online or blended only", "in Wales", "in person only in Cardiff", "given in English or Welsh",
            "with captions", "you have a doctorate, or study for one", "you are not a civil servant",
            "from 1 June 2026 on", "given by UCL", "without PROSE", "at most GBP 500", "at most 40.5 hours",
            "at most 12 weeks one after the other", "desirable competencies too",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "one",
        [
            {"with_desirable": True}, {"strict_levels": True}, {"include_past": True}, {"open_to_all": True},
            {"exclude": some("a")}, {"pin": some("a")}, {"modes": some(EITHER)}, {"nation": "IE"}, {"region": "Bath"},
            {"languages": some("gd")}, {"access": some("captions")}, {"has": some(STAFF)}, {"has_not": some(STAFF)},
            {"on": MAY}, {"providers": some("a")}, {"not_providers": some("a")}, {"currency": "EUR"},
            {"budget": 0.0}, {"hours": 0.0}, {"weeks": 0.0},
        ],
    )  # fmt: skip
    def test_each_is_told_and_tells_questions_apart(self, one: dict[str, Any]) -> None:
        switches = Switches(**one)
        assert switches.words()
        assert ";" not in switches.words()
        assert len({switches, Switches(**one), Switches()}) == 2

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"budget": -1.0}, "no limit of the budget"),
            ({"hours": float("nan")}, "no limit of the hours"),
            ({"weeks": float("inf")}, "no limit of the weeks"),
            ({"currency": "pounds"}, "three letters"),
            ({"nation": "Wales"}, "GB-WLS"),
            ({"nation": "world"}, "no code of a nation"),
            ({"region": " "}, "no region"),
            ({"access": some("-")}, "no access feature"),
            ({"languages": some("English")}, "no language"),
            ({"has": some(Eligibility.OPEN)}, "“open”"),
            ({"has": some(CIVIL), "has_not": some(CIVIL)}, "civil servants"),
            ({"pin": some("x/prose"), "exclude": some("x/prose")}, "prose"),
            ({"providers": some("x/ucl"), "not_providers": some("x/ucl")}, "ucl"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, wrong: dict[str, Any], said: str) -> None:
        with pytest.raises(UsageError, match=said):
            Switches(**wrong)


@pytest.fixture
def offered() -> Graph:
    """Two courses and an organisation that can be named."""
    world = World()
    world.competency("writing")
    world.course("prose", {"writing": None}, label="Plain prose")
    world.course("verse", {"writing": None}, label="Free verse")
    world.records.append(Organisation(id=UNITS[1], label="University", alternative_labels=("Uni",)))
    return world.graph()


class TestOptions:
    def test_become_switches(self, offered: Graph) -> None:
        found: list[Switches] = []

        @click.command()
        @filter_options
        def command(**options: Any) -> None:
            found.append(asked(offered, **options))

        words = (
            "--mode online --mode In-Person --nation wales --region London --language Welsh --language EN "
            "--access captions --have doctorate --have-no civil-service --from-date 2026-06-01 --provider uni "
            "--include-past --open-to-all --with-desirable --strict-levels --currency eur --budget 500 --hours 12.5 "
            "--weeks 0"
        )
        told = CliRunner().invoke(command, [*words.split(), "--without", "plain prose", "--with-course", "verse"])
        assert told.exit_code == 0, told.output
        assert found == [
            Switches(
                modes=some(ONLINE, PERSON), nation="GB-WLS", region="London", languages=some("cy", "en"),
                access=some("captions"), has=some(DOCTORAL), has_not=some(CIVIL), on=JUNE, providers=some(UNITS[1]),
                include_past=True, open_to_all=True, with_desirable=True, strict_levels=True, currency="EUR",
                budget=500, hours=12.5, weeks=0, exclude=some(name(Kind.COURSE, "prose")),
                pin=some(name(Kind.COURSE, "verse")),
            )
        ]  # fmt: skip
        found.clear()
        assert CliRunner().invoke(command, []).exit_code == 0
        assert found == [Switches()]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Wales", "GB-WLS"), ("gb-wls", "GB-WLS"), ("sct", "GB-SCT"), ("the United Kingdom", "GB"), ("UK", "GB"),
            ("Northern  Ireland", "GB-NIR"), ("ie", "IE"), ("CA-ON", "CA-ON"),
        ],
    )  # fmt: skip
    def test_a_nation_by_name_or_code(self, offered: Graph, text: str, code: str) -> None:
        assert asked(offered, nation=text).nation == code

    @pytest.mark.parametrize("budget", ["0", "0.1", "12.50", "999999999.99", "1000000000"])
    def test_a_budget_of_pounds_and_pence(self, offered: Graph, budget: str) -> None:
        assert asked(offered, budget=budget).budget == float(budget)
        assert asked(offered, hours="0.001").hours == 0.001

    def test_an_endless_whole_number_is_no_limit(self) -> None:
        with pytest.raises(UsageError, match="is no limit of the hours"):
            Switches(hours=10**400)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--beside", "--beside"], "--beside may stand once."),
            (["--beside", "--alternatives", "2"], "--alternatives is about both situations: put it before --beside."),
            (["--beside", "--alternatives=2"], "--alternatives is about both situations: put it before --beside."),
        ],
    )
    def test_what_stands_beside(self, arguments: list[str], said: str) -> None:
        assert said in CliRunner().invoke(bridge, ["from", "to", *arguments]).output

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"nation": "Walse"}, "“Walse” is no nation. Did you mean “Wales”?"),
            ({"nation": "GB-WAL"}, "“GB-WAL” is no nation."),
            ({"nation": ""}, "“” is no nation. Choose United Kingdom (GB),"),
            ({"nation": "anywhere"}, "“anywhere” is no nation."),
            ({"language": ["Klingon"]}, "“Klingon” is no language known here. Choose Welsh (cy),"),
            ({"region": " "}, "names no region"),
            (
                {"from_date": "1 June 2026"},
                "“1 June 2026” is no date. Give the year, month and day, such as 2026-09-01.",
            ),
            ({"from_date": "2026-02-30"}, "“2026-02-30” is no date."),
            ({"from_date": "20260601"}, "“20260601” is no date."),
            ({"budget": "-5"}, "--budget is to be a number from 0 up, not “-5”. Give figures, such as 500 or 12.5."),
            ({"hours": "nan"}, "--hours is to be a number from 0 up, not “nan”."),
            ({"weeks": "1_000"}, "--weeks is to be a number from 0 up, not “1_000”."),
            ({"budget": "9" * 400}, "is no limit of the budget"),
            (
                {"budget": "9" * 308},
                "is no limit of the budget. Give a number from 0 to 1,000,000,000, or leave it out.",
            ),
            ({"hours": "1000000001"}, "is no limit of the hours."),
            ({"weeks": "9" * 20}, "is no limit of the weeks."),
            (
                {"budget": "0.000000001"},
                "is no sum of money. Give the budget with two decimals at most, such as 12.50.",
            ),
            ({"budget": "12.345"}, "“12.345” is no sum of money."),
            ({"currency": "pounds"}, "“pounds” is no currency."),
            ({"have": ["membership"], "have_no": ["membership"]}, "both have and not have the same: members."),
            ({"without": ["verse"], "with_course": ["Free verse"]}, "both in the plan and left out: verse."),
            ({"provider": ["uni"], "not_provider": ["University"]}, "both chosen and left out: university."),
            ({"provider": ["nobody at all"]}, "No organisation is called “nobody at all”."),
            ({"with_course": ["nothing like it"]}, "No course is called “nothing like it”."),
        ],
    )
    def test_each_mistake_is_one_sentence(self, offered: Graph, options: dict[str, Any], said: str) -> None:
        with pytest.raises(UsageError) as wrong:
            asked(offered, **options)
        assert said in str(wrong.value)
