"""Cards for a workshop: a page to print, eight questions on a sheet of A4, in one file that needs no other."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from kmgraph.planner.credit import attributions
from kmgraph.review.columns import AGREE, DISAGREE, INSTEAD, UNSURE
from kmgraph.review.question import Described, Question, sources
from kmgraph.review.sheet import short
from kmgraph.wording import visible

A_PAGE = 8
SIZES = {520: "smallest", 400: "smaller", 270: "small"}
"""How small the text of a card is set, by how many letters it has at least."""
MOST = 640
"""Letters that a card has room for."""
STYLE = """
@page { size: A4 portrait; margin: 8mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.35 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: #0b0c0c;
  background: #fff; margin: 0 auto; max-width: 194mm; }
h1 { font-size: 18pt; color: #1d3557; margin: 6mm 0 4mm; }
h2 { font-size: 12pt; color: #1d3557; margin: 5mm 0 1mm; }
p, dl { margin: 0 0 2mm; max-width: 165mm; }
dt { font-weight: bold; } dd { margin: 0 0 1mm 6mm; }
.page { display: grid; grid-template-columns: 1fr 1fr; grid-auto-rows: 69mm; list-style: none; margin: 0; padding: 0;
  break-before: page; }
.card { border: 1px dashed #767676; padding: 3.5mm 4mm; display: flex; flex-direction: column; gap: 1.5mm;
  break-inside: avoid; overflow: hidden; }
.card h2 { flex: none; margin: 0; font-size: 10.5pt; font-weight: normal; line-height: 1.3; color: #0b0c0c; }
.number { color: #1d3557; font-weight: bold; }
.why { margin: 0; min-height: 0; overflow: hidden; font-size: 8.5pt; line-height: 1.25; color: #444; }
.small h2 { font-size: 9pt; } .small .why { font-size: 7.5pt; }
.smaller h2 { font-size: 8pt; } .smaller .why { font-size: 7pt; }
.smallest h2 { font-size: 6.5pt; } .smallest .why { font-size: 6pt; }
.choices { flex: none; list-style: none; margin: auto 0 0; padding: 0; display: flex; flex-wrap: wrap;
  gap: 1mm 4mm; font-size: 9.5pt; }
.choices li::before { content: ""; display: inline-block; width: 3.4mm; height: 3.4mm; border: 1.2px solid #0b0c0c;
  margin-right: 1.5mm; vertical-align: -0.5mm; }
.reason { flex: none; margin: 0; border-bottom: 1px solid #767676; min-height: 6mm; font-size: 8pt; color: #444; }
@media screen { body { padding: 8mm; } .page { margin-top: 8mm; } }
"""
HOW = (
    "Print these pages on A4 and cut along the dashed lines. Each card asks about one proposal. Tick one box; several "
    "people at a table may write how many of them say so.",
    "Please write no names, neither yours nor anybody else's. Sort the answered cards by kind of reviewer, and count "
    "them into a sheet of the same questions, where the numbers are the same: kmgraph review export sheet.xlsx, with "
    "the same --kind and --about as for these cards.",
    "Our wording of the questions is under CC BY 4.0. No organisation or network that a question names has endorsed "
    "kmgraph or this review.",
)


def write_cards(path: Path, questions: Sequence[Question]) -> None:
    """Writes the questions as cards, numbered as on a sheet of the same questions."""
    path.write_text(page(questions), encoding="utf-8")


def page(questions: Sequence[Question]) -> str:
    """The cards as an HTML page."""
    numbered = list(enumerate(questions, 1))
    sheets = [numbered[at : at + A_PAGE] for at in range(0, len(numbered), A_PAGE)]
    scales = dict.fromkeys(asked.scale for asked in questions if asked.scale)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Is this right? Cards about {len(questions)} proposals</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>Is this right? Cards about {len(questions)} proposals</h1>\n"
        f"{''.join(f'<p>{text}</p>' for text in (*HOW, *map(_text, attributions(sources(questions)))))}\n"
        f"{''.join(map(_scale, scales))}\n"
        f"{''.join(_sheet(cards) for cards in sheets)}</main>\n</body>\n</html>\n"
    )


def _scale(levels: tuple[Described, ...]) -> str:
    rows = "".join(f"<dt>{_text(level.label)}</dt><dd>{_text(level.meaning or '')}</dd>" for level in levels)
    return f"<h2>What the levels mean</h2>\n<dl>{rows}</dl>\n"


def _sheet(cards: Sequence[tuple[int, Question]]) -> str:
    made = "\n".join(_card(number, asked) for number, asked in cards)
    return f'<ol class="page" start="{cards[0][0]}">\n{made}\n</ol>\n'


def _card(number: int, asked: Question) -> str:
    question = short(asked.text, MOST)
    why = short(asked.why, MOST - len(question))
    size = next((size for letters, size in SIZES.items() if len(question) + len(why) >= letters), "")
    choices = [AGREE, *(f"{label}{INSTEAD}" for _, label in asked.levels), DISAGREE, UNSURE]
    boxes = "".join(f"<li>{_text(choice)}</li>" for choice in choices)
    return (
        f'<li class="card {size}"><h2><span class="number">{number}.</span> {_text(question)}</h2>\n'
        f'<p class="why">{_text(why)}</p>\n<ul class="choices">{boxes}</ul>\n'
        f'<p class="reason">Reason, if you like:</p></li>'
    )


def _text(text: str) -> str:
    return escape(visible(text))
