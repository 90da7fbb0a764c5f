"""Hostile labels on every page of the explorer: shown as the text that they are, and no layout breaks."""

from collections.abc import Iterator
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

import pytest

pytest.importorskip("streamlit", reason="the explorer is an extra: pip install 'kmgraph[app]'")
pytest.importorskip("playwright", reason="needs playwright")

from kmgraph.model import Competency, Course, Journey, Role, Step
from kmgraph.store import connect
from kmgraph.vocabulary import Activity, Basis, Kind
from tests.test_browser import serving, still, widest
from tests.worlds import SOURCE, World, name

MARKUP = "<img src=x onerror=window.hacked=1><script>window.hacked=2</script></style></svg>"
MARKDOWN = "**bold** [go](javascript:window.hacked=3) ![](http://127.0.0.1:9/x.png) $x^2$ :smile: `code` # | <b>"
LONG = "Ceaseless" * 555
RIGHT_TO_LEFT = "\u202eמדיניות ציבורית\u202c سياسة عامة"
EMOJI = "👩🏽‍🔬🧪🏴󠁧󠁢󠁷󠁬󠁳󠁿 e\u0301\u0301\u0301\u0301\u0301\u0301 \ufdfd"
LABELS = {"markup": MARKUP, "markdown": MARKDOWN, "long": LONG, "rtl": RIGHT_TO_LEFT, "emoji": EMOJI, "dot": "."}
PAGES = (
    "",
    "bridge?from=markup&to=long",
    "bridge?from=markup&to=long&view=table",
    "bridge?from=rtl&to=markdown&view=list",
    f"bridge?from={quote(MARKUP)}&to={quote(MARKDOWN)}",
    "bridge?from=~own&to=long&beside=1",
    "pathways?from=markup&to=long",
    "pathways?from=emoji",
    "roles",
    *(f"roles?role={slug}" for slug in LABELS),
    "competencies",
    *(f"competencies?competency={slug}" for slug in LABELS),
    "training",
    *(f"training?course={slug}" for slug in LABELS),
    f"training?course={quote(MARKUP)}",
    "journeys",
    "journeys?journey=journey",
    "compare?role=markup+long+rtl",
    "needs",
    "needs?show=commission",
    "needs?show=reach",
    "needs?show=evidence",
    "needs?show=commission&if=markup:online+rtl:GB-WLS",
    f"needs?show=reach&letter={quote(MARKUP)}",
    f"needs?sector={quote(MARKUP)}&weights={quote(MARKUP)}&if={quote(MARKUP)}:online",
    "needs?show=sector",
    "needs?show=sector&divide=group",
    "survey",
    "survey?show=check",
    "survey?show=found",
    f"survey?framework={quote(MARKUP)}",
    f"needs?group={quote(MARKUP)}&competency=markup&level=any",
    "team",
    "team?member=long+markup+rtl+markdown&role=dot+emoji",
    f"team?member={quote(MARKUP)}&role={quote(MARKDOWN)}",
    "update",
    "profile",
    f"search?q={quote(MARKUP)}",
    "search?q=ceaseless",
    "search?q=javascript",
    f"search?q={'x' * 3000}",
    "glossary?term=%3Cscript%3E",
    "about",
    "approaches",
)


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer in which every label is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    with connect(f"sqlite:///{folder}/graph.sqlite") as store, store.writing() as writer:
        writer.put(name(Kind.SOURCE, SOURCE), hostile().records)
    with serving(f"sqlite:///{folder}/graph.sqlite", folder) as address:
        yield address


def hostile() -> World:
    """Roles, competencies and courses of one hostile label each, all joined with each other."""
    world = World()
    for slug, label in LABELS.items():
        world.competency(slug, label=label, definition=label, alternative_labels=(f"{label} too",))
    for number, slug in enumerate(LABELS):
        needs = list(LABELS)[: number + 1]
        world.role(slug, dict.fromkeys(needs, "working"), {"dot": "expert"} if slug != "dot" else None)
        world.course(slug, {slug: "working"})
    journey = name(Kind.JOURNEY, "journey")
    world.records.append(Journey(id=journey, label=MARKUP, summary=MARKDOWN, basis=Basis.EXAMPLE))
    for order, slug in enumerate(LABELS, 1):
        role = name(Kind.ROLE, slug)
        world.edge(Step, journey=journey, order=order, activity=Activity.ROLE, role=role, sector=RIGHT_TO_LEFT)
    world.records = [_spoilt(one) for one in world.records]
    return world


def _spoilt(record: Any) -> Any:
    if not isinstance(record, Role | Course | Competency):
        return record
    label = LABELS[record.id.rpartition("/")[2]]
    more = {"group": label, "sector": label} if isinstance(record, Role) else {}
    return record.model_copy(update={"label": label, "summary": label, **more})


def test_every_page_shows_hostile_labels_as_text(explorer: str, browser_page: Any) -> None:
    faults = []
    browser_page.on("dialog", lambda one: faults.append(f"dialog: {one.message}"))
    browser_page.on(
        "request", lambda one: faults.append(one.url) if explorer not in one.url and ":9/" in one.url else 0
    )
    for path in PAGES:
        for width in (1280, 320):
            browser_page.set_viewport_size({"width": width, "height": 900})
            if width == 1280:
                browser_page.goto(f"{explorer}/{path}")
                browser_page.locator(".km-foot").wait_for()
                still(browser_page)
            elif widest(browser_page) > width:
                still(browser_page)  # it may have to be drawn anew to fit
            at = f"{path[:60]} at {width}"
            found = browser_page.evaluate(
                "() => [window.hacked, document.querySelectorAll('a[href^=\"javascript\"], .katex, iframe').length]"
            )
            faults += [] if found == [None, 0] else [f"{at}: {found}"]
            faults += [] if widest(browser_page) <= width else [f"{at}: {widest(browser_page)} wide"]
            title = browser_page.get_by_role("heading", level=1).inner_text()
            faults += [f"{at}: {title}"] if "fault of its own" in title or not title.strip() else []
    assert faults == []


def test_a_label_reads_as_it_was_written(explorer: str, browser_page: Any) -> None:
    for kind, parameter in (("roles", "role"), ("competencies", "competency"), ("training", "course")):
        for slug, label in LABELS.items():
            browser_page.goto(f"{explorer}/{kind}?{parameter}={slug}")
            browser_page.locator(".km-foot").wait_for()
            heading = browser_page.get_by_role("heading", level=1)
            assert _bare(heading.inner_text()) == _bare(label), (kind, slug)


def _bare(text: str) -> str:
    """A text without blanks, in the form in which texts are kept."""
    return "".join(normalize("NFC", text.replace("\u2060", "")).split())
