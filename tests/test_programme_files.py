"""Reports as files: what they say is the same in each kind, nothing in them runs, and nothing is overwritten."""

import csv
import json
import re
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st

from kmgraph.errors import UsageError
from kmgraph.planner.phrases import amount
from kmgraph.programme.files import ABOUT, WRITERS, check_target, report_json, write
from kmgraph.programme.page import FOLDED, MOST
from kmgraph.programme.sheet import Column, Heat, Holds, Report, Section, Shade, Sheet, Value, said
from kmgraph.programme.workbook import COLOURS, HEADER, headings_of, shown

HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\tmoved",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg/onload=alert(1)>",
    "{{7*7}} & <b>bold</b>",
    "http://example.org/a",
    "x\u202egnp.exe\x1b[31m",
    "naïve – “quoted” 雪",
    "long " * 9_000,
)


def report(*texts: str, heading: str = "Competency", rows: int = 0) -> Report:
    """A report whose texts are these."""
    columns = (
        Column("competency", heading, Holds.LABEL),
        Column("status", "Status"),
        Column("moves", "Moves stopped", Holds.NUMBER),
        Column("share", "Share within reach", Holds.SHARE),
        Column("fee", "Fee", Holds.NUMBER, "GBP"),
        Column("working", "Working", Holds.HEAT),
    )
    found: list[tuple[Value, ...]] = [
        (text, "sourced", number, 0.25, None, Heat("none found", number, Shade.GRAVE))
        for number, text in enumerate(texts, 1)
    ]
    found += [
        (f"row {number}", "proposed", 0, None, 12.5, Heat("not asked for", None, Shade.PLAIN)) for number in range(rows)
    ]
    first = texts[0] if texts else "Gaps"
    return Report(
        title=f"Gaps: {first}",
        asked=first,
        sentences=(first, "Two gaps are ranked."),
        tables=(
            Sheet("Ranked gaps", first, columns, found, "What is thin has one course."),
            Sheet("Rows", "Every row.", (Column("outcome", "Outcome", Holds.LABEL),), []),
        ),
        method=(Section("Rules", (first, "Thin: one course.")),),
        licences=(first, "No organisation endorses this."),
    )


def book_of(path: Path) -> Any:
    """A workbook, opened by another library than the one that wrote it."""
    return openpyxl.load_workbook(path)


class Elements(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def elements(path: Path) -> Elements:
    """A page, read as a browser would."""
    found = Elements()
    found.feed(path.read_text(encoding="utf-8"))
    found.close()
    return found


class TestWorkbook:
    def test_says_the_same_numbers_as_json(self, tmp_path: Path) -> None:
        made = report("Synthesis", "Briefing", rows=3)
        write(made, tmp_path / "gaps.xlsx")
        book = book_of(tmp_path / "gaps.xlsx")
        for table in report_json(made)["tables"]:
            names = [column["name"] for column in table["columns"]]
            rows = list(book[table["title"]].iter_rows(min_row=HEADER + 2, values_only=True))
            assert [list(map(in_words, map(row.get, names))) for row in table["rows"]] == [
                list(row) for row in rows if row[0] != "Nothing to list."
            ]

    def test_header_is_frozen_filtered_and_its_own_table(self, tmp_path: Path) -> None:
        write(report("Synthesis"), tmp_path / "gaps.xlsx")
        sheet = book_of(tmp_path / "gaps.xlsx")["Ranked gaps"]
        assert sheet.freeze_panes == f"B{HEADER + 2}"
        (table,) = sheet.tables.values()
        assert table.ref == "A4:E5"
        assert table.autoFilter is not None
        assert [cell.value for cell in sheet[HEADER + 1]] == [
            "Competency", "Status", "Moves stopped", "Share within reach", "Working",
        ]  # fmt: skip
        assert sheet["A3"].value == (
            "What is thin has one course. Left out, as nothing is known of it in any row: Fee (GBP)."
        )
        assert sheet.column_dimensions["A"].width > 40

    def test_says_how_it_was_made_and_whom_to_name(self, tmp_path: Path) -> None:
        write(report("Synthesis"), tmp_path / "gaps.xlsx")
        book = book_of(tmp_path / "gaps.xlsx")
        assert book.sheetnames == ["Summary", "Ranked gaps", "Rows", "Method", "Licences"]
        assert "Thin: one course." in {cell.value for cell in book["Method"]["B"]}
        assert "No organisation endorses this." in {cell.value for cell in book["Licences"]["B"]}

    def test_heat_has_a_word_and_a_number_beside_its_colour(self, tmp_path: Path) -> None:
        write(report("Synthesis"), tmp_path / "gaps.xlsx")
        cell = book_of(tmp_path / "gaps.xlsx")["Ranked gaps"]["E5"]
        assert cell.value == "none found: 1"
        assert cell.fill.fgColor.rgb == f"FF{COLOURS[Shade.GRAVE][1:]}"

    @pytest.mark.parametrize("text", HOSTILE)
    def test_no_cell_is_run(self, tmp_path: Path, text: str) -> None:
        write(report(text, text, heading=text), tmp_path / "gaps.xlsx")
        for sheet in book_of(tmp_path / "gaps.xlsx"):
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
                assert cell.data_type in "sn", cell.value
                assert cell.hyperlink is None
                assert not str(cell.value).startswith(("=", "+", "-", "@", "\t")), cell.value
        with ZipFile(tmp_path / "gaps.xlsx") as parts:
            assert not [name for name in parts.namelist() if "vba" in name or "external" in name]
            assert not any(b"<f>" in parts.read(name) for name in parts.namelist())

    def test_headings_that_are_alike_are_told_apart(self) -> None:
        columns = [Column("a", one) for one in ("Working", "working", "WORKING", " ", "working (2)")]
        found = headings_of(columns)
        assert found[:4] == ["Working", "working (2)", "WORKING (3)", "column"]
        assert len({one.casefold() for one in found}) == 5


def in_words(value: Any) -> Any:
    """What a workbook shows of a value of JSON."""
    if isinstance(value, dict):
        return value["word"] if value["number"] is None else f"{value['word']}: {amount(value['number'])}"
    return "not known" if value is None else value


class TestPage:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_runs_nothing_and_fetches_nothing(self, tmp_path: Path, text: str) -> None:
        write(report(text, heading=text), tmp_path / "gaps.html")
        found = elements(tmp_path / "gaps.html")
        names = {name for name, _ in found.seen}
        assert names <= {
            "html", "head", "meta", "title", "style", "body", "a", "nav", "ul", "li", "main", "h1", "h2", "h3", "p",
            "details", "summary", "div", "table", "caption", "thead", "tbody", "tr", "th", "td",
        }  # fmt: skip
        for _, attributes in found.seen:
            assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "action")]
            assert (attributes.get("href") or "#").startswith("#")

    def test_has_what_a_reader_finds_their_way_by(self, tmp_path: Path) -> None:
        write(report("Synthesis", rows=1), tmp_path / "gaps.html")
        found = elements(tmp_path / "gaps.html")
        of = [name for name, _ in found.seen]
        places = {attributes.get("id") for _, attributes in found.seen}
        assert dict(found.seen)["html"] == {"lang": "en"}
        assert of.count("h1") == of.count("main") == 1
        assert found.seen[of.index("a")][1] == {"class": "skip", "href": "#main"}
        assert {
            attributes["href"][1:] for name, attributes in found.seen if name == "a" and attributes["href"]
        } <= places
        assert of.count("caption") == of.count("table") == 1
        assert {attributes.get("scope") for name, attributes in found.seen if name == "th"} == {"col", "row"}
        assert {"none found: 1", "not known", "25%", "Nothing to list."} <= set(map(str.strip, found.words))

    def test_begins_with_what_it_is_and_when_it_was_made(self, tmp_path: Path) -> None:
        write(report("Synthesis")._replace(made="Made on 3 March 2027."), tmp_path / "gaps.html")
        page = (tmp_path / "gaps.html").read_text(encoding="utf-8")
        places = [page.index(one) for one in ("<h1>", "Made on 3 March 2027.", 'class="lead"', "<nav", "<h2")]
        assert places == sorted(places)

    def test_leaves_out_identifiers_and_what_is_known_of_no_row(self, tmp_path: Path) -> None:
        made = report("Synthesis")
        columns = (*made.tables[0].columns, Column("iri", "IRI of it", Holds.IRI))
        rows = [(*row, "https://example.org/a") for row in made.tables[0].rows]
        write(made._replace(tables=(made.tables[0]._replace(columns=columns, rows=rows),)), tmp_path / "gaps.html")
        page = (tmp_path / "gaps.html").read_text(encoding="utf-8")
        assert "example.org" not in page
        assert "IRI of it" not in page
        assert page.count("Fee (GBP)") == 1
        assert "Left out, as nothing is known of it in any row: Fee (GBP)." in page

    def test_folds_long_tables_apart_from_the_main_one(self, tmp_path: Path) -> None:
        made = report("Synthesis", rows=FOLDED + 1)
        write(made._replace(tables=(made.tables[0], made.tables[0])), tmp_path / "gaps.html")
        page = (tmp_path / "gaps.html").read_text(encoding="utf-8")
        assert page.count("<details>") == page.count("</details>") == 1
        assert page.index('id="caption-1"') < page.index("<details>") < page.index('id="caption-2"')
        assert f"Show the {FOLDED + 2} rows of this table" in page

    def test_shows_the_first_rows_of_very_many(self, tmp_path: Path) -> None:
        write(report("Synthesis", rows=MOST + 5), tmp_path / "gaps.html")
        page = (tmp_path / "gaps.html").read_text(encoding="utf-8")
        assert page.count("<tr>") == MOST + 1
        assert "The first 2,000 of 2,006 rows." in page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(tmp_path: Path, browser: Any, scheme: str) -> None:
    made = report("Synthesis", "Briefing", rows=FOLDED)
    write(made._replace(tables=(*made.tables, made.tables[0]), made="Made today."), tmp_path / "gaps.html")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.goto((tmp_path / "gaps.html").as_uri())
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")
    context.close()


class TestTable:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_holds_the_main_table_and_runs_nothing(self, tmp_path: Path, text: str) -> None:
        write(report(text, heading=text), tmp_path / "gaps.csv")
        content = (tmp_path / "gaps.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        head, row = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
        assert head[1:] == ["Status", "Moves stopped", "Share within reach", "Fee (GBP)", "Working", *ABOUT]
        assert row[1:6] == ["sourced", "1", "0.25", "", "none found: 1"]
        assert row[0] == shown(text)
        assert not [cell for cell in (*head, *row) if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert ABOUT == ("question", "attribution")
        assert row[6] == shown(f"Gaps: {text}. {text}")
        assert "No organisation endorses this." in row[7] or len(text) > 10_000


class TestJson:
    def test_keeps_unknown_apart_from_nothing(self, tmp_path: Path) -> None:
        write(report("Synthesis", rows=1), tmp_path / "gaps.json")
        told = json.loads((tmp_path / "gaps.json").read_bytes())
        first, second = told["tables"][0]["rows"]
        assert first["fee"] is None
        assert first["working"] == {"word": "none found", "number": 1}
        assert (second["moves"], second["fee"], second["working"]["number"]) == (0, 12.5, None)

    @settings(deadline=None)
    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
    def test_any_text_can_be_written_everywhere(self, texts: list[str]) -> None:
        for writer in WRITERS.values():
            made = BytesIO()
            writer(made, report(*texts, heading=texts[-1]))
            assert made.getvalue()
        assert json.loads(json.dumps(report_json(report(*texts))))["tables"][0]["rows"][0]["competency"] == texts[0]


class TestWriting:
    @pytest.mark.parametrize("ending", WRITERS)
    def test_what_is_there_stays(self, tmp_path: Path, ending: str) -> None:
        path = tmp_path / f"gaps{ending}"
        path.write_text("mine")
        with pytest.raises(UsageError, match=r"exists already\. Choose another name, or replace it with --force"):
            write(report("Synthesis"), path)
        assert path.read_text() == "mine"
        write(report("Synthesis"), path, force=True)
        assert path.stat().st_size > 100
        assert [one.name for one in tmp_path.iterdir()] == [path.name]

    def test_ending_is_known(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=re.escape("ends in none of .xlsx, .csv, .json or .html")):
            check_target(tmp_path / "gaps.doc")

    def test_folder_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="cannot be written"):
            write(report("Synthesis"), tmp_path / "nowhere" / "gaps.xlsx")

    def test_nothing_is_left_of_what_failed(self, tmp_path: Path) -> None:
        broken = report("Synthesis")._replace(tables=(Sheet("Gaps", "", (Column("a", "A"),), [("one", "too many")]),))
        with pytest.raises(ValueError, match=r"shorter|longer"):
            write(broken, tmp_path / "gaps.xlsx")
        assert not list(tmp_path.iterdir())


def test_words_of_numbers() -> None:
    assert said(0.125, Holds.SHARE) == "12%"
    assert said(1_200) == "1,200"
    assert said(None) == "not known"
    assert said(Heat("thin", 2.5, Shade.SLIGHT)) == "thin: 2.5"


def test_every_colour_can_be_read() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert set(COLOURS) == set(Shade)
    assert min((light(colour) + 0.05) / 0.05 for colour in COLOURS.values()) >= 7
