"""The start page, the search page and the lists with their filters, run without a browser."""

from collections.abc import Iterator
from html import unescape
from itertools import product
from pathlib import Path

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")

import streamlit
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

import app
from app.finding import absent, common, doors, price, shelves
from app.finding.shelf import UNKNOWN, Facet, Shelf
from app.links import LINKED, Links
from kmgraph.graph import Graph, graph_of
from kmgraph.model import Course, Journey, Ladder, Step
from kmgraph.planner import Planner
from kmgraph.store import connect
from kmgraph.vocabulary import Activity, Basis, Kind
from tests.explored import explored, fill
from tests.fields import as_lists
from tests.worlds import SOURCE, World, name

MAIN = str(Path(app.__file__).with_name("main.py"))
ROLES, COMPETENCIES, TRAINING = "views/roles.py", "views/competencies.py", "views/training.py"
SEARCH, APPROACHES, START = "views/search.py", "views/approaches.py", "views/start.py"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of the store that the explorer reads: the made-up graph."""
    url = f"sqlite:///{tmp_path}/graph.sqlite"
    monkeypatch.setenv("KMGRAPH_STORE", url)
    as_lists(monkeypatch)
    fill(url)
    yield url
    streamlit.cache_resource.clear()


def opens(view: str, /, **link: str | list[str]) -> AppTest:
    at = AppTest.from_file(MAIN, default_timeout=60)
    at.switch_page(view)
    for key, value in link.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    return unescape("\n".join(one.proto.body for one in at.get("html")))


def listed(at: AppTest) -> list[str]:
    """The names of the records in the list, in order."""
    html = said(at)
    return [part.split("</a>")[0].rsplit(">", 1)[-1] for part in html.split('<ul class="km-index">')[1:] for part in
            part.split("</ul>")[0].split("<li>")[1:]]  # fmt: skip


def link(at: AppTest) -> dict[str, list[str]]:
    return {key: list(value) if isinstance(value, list) else [value] for key, value in at.query_params.items()}


def graph_in(world: World) -> Graph:
    with connect("sqlite:///:memory:") as store:
        with store.writing() as writer:
            writer.put(name(Kind.SOURCE, SOURCE), world.records)
        return store.read(lambda reader: graph_of(reader.version(), reader.rows(list(Kind))))


# --- shelves ---------------------------------------------------------------------------------------------------

VALUES = some.lists(some.frozensets(some.sampled_from("abc"), min_size=1), min_size=5, max_size=5)
CHOSEN = some.dictionaries(some.sampled_from(["one", "two"]), some.frozensets(some.sampled_from("abcd")))


@given(VALUES, VALUES, CHOSEN)
def test_a_count_is_what_choosing_that_value_alone_would_leave(
    one: list[frozenset[str]], two: list[frozenset[str]], chosen: dict[str, frozenset[str]]
) -> None:
    words = dict.fromkeys("abc", "")
    facets = [Facet("one", "", words, one), Facet("two", "", words, two)]
    shelf = Shelf([str(number) for number in range(5)], facets)
    for facet, value in product(facets, "abc"):
        assert shelf.counts(facet, chosen)[value] == len(shelf.kept({**chosen, facet.name: {value}}))
    kept = shelf.kept(chosen)
    assert kept == sorted(kept)
    for place in range(5):
        fits = all(
            not chosen.get(facet.name) or chosen[facet.name] & frozenset(facet.values[place]) for facet in facets
        )
        assert (place in kept) == fits


def test_what_is_over_stands_last_and_unknown_is_said() -> None:
    graph = graph_in(explored())
    shelf = shelves.shelf(graph, Kind.COURSE)
    assert {graph.label(iri) for iri in shelf.iris[-2:]} == {"past-budgets", "Fellowship"}
    facets = {facet.name: facet for facet in shelf.facets}
    assert facets["price"].words == {"free": "Free", "known": "Price known", UNKNOWN: "Price not known"}
    assert list(facets["provider"].words) == ["school", UNKNOWN]
    free = [iri for iri, one in zip(shelf.iris, facets["price"].values, strict=True) if "free" in one]
    assert free == [iri for iri in shelf.iris if graph.all(Course)[iri].fee == 0]


# --- lists -----------------------------------------------------------------------------------------------------


def test_filters_narrow_the_list_and_are_in_the_link() -> None:
    at = opens(TRAINING)
    assert "10 in all." in said(at)
    price = next(one for one in at.get("button_group") if one.label == "Price")
    assert price.options == ["Free (2)", "Price known (5)", "Price not known (3)"]
    price.select("free").run()
    assert link(at) == {"price": ["free"]}
    assert listed(at) == ["free-rest", "free-writing"]
    assert "2 of 10 shown." in said(at)
    next(one for one in at.get("button_group") if one.label == "Price").select(UNKNOWN).run()
    assert link(at) == {"price": ["free", UNKNOWN]}
    assert "5 of 10 shown." in said(at)
    next(one for one in at.button if one.label == "Price: Free").click().run()
    assert link(at) == {"price": [UNKNOWN]}
    next(one for one in at.button if one.label == "Reset").click().run()
    assert link(at) == {}
    assert "10 in all." in said(at)


def test_counts_follow_the_other_filters() -> None:
    at = opens(TRAINING, price=["free", "known"])
    runs = next(one for one in at.get("button_group") if one.label == "Runs")
    assert runs.options == ["Open or runs regularly (7)"]


def test_a_framework_is_named_in_the_link_by_its_short_name_or_its_iri() -> None:
    for value in ("abroad", name(Kind.FRAMEWORK, "abroad")):
        at = opens(COMPETENCIES, framework=value)
        assert listed(at) == ["Composition"]
        assert "1 of 6 shown." in said(at)


@pytest.mark.parametrize("view", [ROLES, COMPETENCIES, TRAINING])
@pytest.mark.parametrize("nonsense", ["nothing", "<b>x", "x" * 5000, "%00", "[a](b)"])
def test_nonsense_in_the_link_is_told_and_left_out(view: str, nonsense: str) -> None:
    every = listed(opens(view))
    facet = {ROLES: "group", COMPETENCIES: "framework", TRAINING: "type"}[view]
    at = opens(view, **{facet: nonsense, "page": nonsense})
    assert "which this data does not hold" in at.warning[0].value
    assert listed(at) == every


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "to “x000”, which this data does not hold. It is left out."),
        (2, "to “x000” and “x001”, which this data does not hold. They are left out."),
        (800, "to “x000”, “x001”, “x002” and 797 more, which this data does not hold. They are left out."),
    ],
)
def test_much_nonsense_in_the_link_is_one_sentence(number: int, told: str) -> None:
    at = opens(ROLES, group=[f"x{one:03}" for one in range(number)])
    assert len(at.warning) == 1
    assert at.warning[0].value.endswith(told)


def test_what_leaves_nothing_says_so() -> None:
    at = opens(TRAINING, type="fellowship", price="free")
    assert listed(at) == []
    assert "0 of 10 shown." in said(at)
    assert "Take one away, or reset them." in said(at)


def test_many_values_do_not_become_as_many_chips(store: str) -> None:
    world = explored()
    for number in range(30):
        world.role(f"r{number}", {})
    world.records = [
        one.model_copy(update={"group": f"group {one.label}"}) if one.id.rpartition("/r")[2].isdigit() else one
        for one in world.records
    ]
    with connect(store) as opened, opened.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), world.records)
    at = opens(ROLES)
    assert len(at.get("button_group")[0].options) == 14
    more = next(one for one in at.selectbox if one.label == "More: Group")
    assert len(more.options) == 18
    more.select("group r9").run()
    assert link(at) == {"group": ["group r9"]}
    assert "1 of 34 shown." in said(at)
    assert "Group r9 (1)" in at.get("button_group")[0].options


def test_what_learning_costs_is_told_of_the_list_and_of_each_item() -> None:
    every = said(opens(TRAINING))
    assert "10 in all. 2 of these are known to be free. The price of 3 is not known: ask who gives them." in every
    assert "mode not known \u00b7 free" in every
    assert "None of these is known to be free." in said(opens(TRAINING, price=UNKNOWN))
    assert "known to be free" not in said(opens(ROLES))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["free"], "1 of these is known to be free."),
        (["known"], "None of these is known to be free."),
        (["known", UNKNOWN], "None of these is known to be free. The price of 1 is not known: ask who gives it."),
        ([], ""),
    ],
)
def test_a_price_that_is_not_known_is_never_called_free(values: list[str], told: str) -> None:
    shelf = Shelf(values, [Facet("price", "", dict.fromkeys(values, ""), [(one,) for one in values])])
    assert price.told(shelf, range(len(values))) == told


# --- search ----------------------------------------------------------------------------------------------------


def test_a_search_tells_what_is_found_by_kind() -> None:
    at = opens(SEARCH, q="writ")
    assert at.title[0].value == "Search for “writ”"
    kinds = at.get("button_group")[0]
    assert {"Roles (1)", "Competencies (1)"} <= set(kinds.options)
    assert 'href="competencies?competency=writing"' in said(at)
    assert "All about writing." in said(at)
    kinds.select("Roles (1)").run()
    assert link(at) == {"q": ["writ"], "kind": ["role"]}
    assert "1 result." in said(at)
    assert 'href="competencies?competency=writing"' not in said(at)


def test_a_search_without_words_says_what_can_be_searched() -> None:
    at = opens(SEARCH)
    assert at.title[0].value == "Search"
    for told in ("Slips of the pen are understood", 'href="search?q=', 'href="roles"', 'href="approaches"'):
        assert told in said(at)


@pytest.mark.parametrize("wanted", ["zzzzqqqq", "<script>alert(1)</script>", "x" * 5000, '" OR 1 NEAR(', "…", "\u0000"])
def test_a_search_that_finds_nothing_says_what_to_try(wanted: str) -> None:
    at = opens(SEARCH, q=wanted)
    assert "Use fewer letters, or one word only." in said(at)
    assert 'href="roles"' in said(at)
    assert "<script>" not in "".join(one.proto.body for one in at.get("html"))


@pytest.mark.parametrize("wanted", ["salary", "Vacancies?", "What is the pay of a zzzzqqqq"])
def test_words_for_pay_and_vacancies_lead_to_what_is_here(wanted: str) -> None:
    told = said(opens(SEARCH, q=wanted))
    assert "Not held here: pay, vacancies and demand." in told
    assert told.index("Say what you can do instead</a>") < told.index("Use fewer letters")
    assert 'href="profile"' in told


def test_words_for_pay_are_told_beside_what_is_found() -> None:
    told = said(opens(SEARCH, q="writer salary"))
    assert "Not held here" in told
    assert ">writer</a>" in told
    assert "Not held here" not in said(opens(SEARCH, q="writer"))
    assert not any(map(absent.asks, ("payload", "writing", "", "\u0000", "jobshare")))


def test_whatever_is_found_has_a_place() -> None:
    graph = graph_in(explored())
    links = Links(graph)
    for kind in LINKED:
        for iri in graph.nodes.get(kind, {}):
            assert 'href="' in links.place("there", iri, kind)


@pytest.mark.parametrize(
    ("kind", "slug", "told"),
    [
        (Kind.APPROACH, "co-design", "Draws on"),
        (Kind.PRACTICE, "shadow", "Sit beside one for a week."),
        (Kind.COMMITMENT, "time", "The promises"),
        (Kind.COLLECTION, "promises", "Give time"),
        (Kind.ORGANISATION, "school", "Fellowship"),
    ],
)
def test_what_has_no_page_of_its_own_is_shown_by_itself(kind: Kind, slug: str, told: str) -> None:
    at = opens(APPROACHES, item=name(kind, slug))
    assert told in said(at) + at.title[0].value
    assert 'href="approaches"' in said(at)


@pytest.mark.parametrize("nonsense", ["nobody", "<b>", name(Kind.ROLE, "officer")])
def test_an_unknown_item_is_told(nonsense: str) -> None:
    at = opens(APPROACHES, item=nonsense)
    assert "which this data does not hold" in at.warning[0].value
    assert at.title[0].value == "Approaches"


# --- start -----------------------------------------------------------------------------------------------------


def test_the_first_door_asks_for_what_is_missing_and_leads_to_the_bridge() -> None:
    at = opens(START)
    go = next(one for one in at.button if one.label == "Show the way")
    go.click().run()
    assert len(at.error) == 2
    at.selectbox(key="door-from-list").select(name(Kind.ROLE, "officer")).run()
    assert len(at.error) == 0
    at.selectbox(key="door-to-list").select(name(Kind.ROLE, "manager")).run()
    next(one for one in at.button if one.label == "Show the way").click().run()
    assert at.title[0].value == "From officer to manager"
    assert link(at) == {"from": ["officer"], "to": ["manager"]}


def test_the_second_door_tells_who_asks_for_what_you_can_do() -> None:
    at = opens(START)
    at.selectbox(key="door-skill-list").select(name(Kind.COMPETENCY, "writing")).run()
    at.selectbox(key="door-skill-list").select(name(Kind.COMPETENCY, "budgets")).run()
    assert set(at.session_state["changes"]["~own"]) == {name(Kind.COMPETENCY, one) for one in ("writing", "budgets")}
    assert said(at).index(">manager</a>") < said(at).index(">officer</a>")
    assert "2 of 2" in said(at)
    assert "The levels of 2 competencies are not stated yet. Until you say them, the lowest level counts." in said(at)
    assert 'href="profile?part=questions&competency=writing"' in said(at)
    assert "puts first the roles that leave you least to develop" in said(at)
    next(one for one in at.button if one.label == "Writing (level not stated yet)").click().run()
    assert set(at.session_state["changes"]["~own"]) == {name(Kind.COMPETENCY, "budgets")}


def test_roles_are_counted_once_each_and_only_by_what_is_essential() -> None:
    graph = graph_in(explored())
    writing, brokering = name(Kind.COMPETENCY, "writing"), name(Kind.COMPETENCY, "brokering")
    found = {graph.label(role): many for role, many in doors.asking(graph, [writing, brokering])}
    assert found == {"manager": 2, "officer": 1, "writer": 1}


def test_the_third_door_counts_what_there_is() -> None:
    told = said(opens(START))
    for one in ('href="roles?group=staff"', 'href="training?type=fellowship"', "Journeys of others", 'href="pathways"'):
        assert one in told


def test_the_first_examples_are_roles_to_which_journeys_lead_and_with_which_ladders_begin() -> None:
    world = World()
    for slug in ("a-lone", "b-rung", "c-top", "d-aim"):
        world.role(slug, {})
    a, b, c, d = (name(Kind.ROLE, slug) for slug in ("a-lone", "b-rung", "c-top", "d-aim"))
    world.records += [
        Ladder(id=name(Kind.LADDER, "up"), label="Up", rungs=(b, c)),
        *(Journey(id=name(Kind.JOURNEY, one), label=one, basis=Basis.EXAMPLE) for one in ("one", "two")),
        Journey(id=name(Kind.JOURNEY, "rungs"), label="Rungs", basis=Basis.LADDER),
    ]
    for journey, last in (("one", d), ("two", d), ("rungs", c)):
        for order, role in ((2, last), (1, a)):
            ends = {"journey": name(Kind.JOURNEY, journey), "role": role}
            world.edge(Step, order=order, activity=Activity.ROLE, **ends)
    assert common.roles(graph_in(world)) == [d, b, a, c]


def test_of_two_ways_between_roles_the_example_is_the_one_with_more_to_develop() -> None:
    graph = graph_in(explored())
    officer, manager = name(Kind.ROLE, "officer"), name(Kind.ROLE, "manager")
    for among in ([officer, manager], [manager, officer]):
        assert common.moves(Planner(graph), among) == [(officer, manager)]
    assert common.moves(Planner(graph), [officer]) == []


def test_start_without_data_says_how_to_get_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KMGRAPH_STORE", f"sqlite:///{tmp_path}/empty.sqlite")
    for view in (START, SEARCH):
        assert opens(view).title[0].value == "There is no data here yet"
