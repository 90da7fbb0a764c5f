"""Sheets that people fill in, CSV or XLSX, read with care: every doubt says its line, nothing is guessed."""

from kmgraph.sheets.cells import INVISIBLE, Cell, Damage, Refused, check, hidden, name_of, tidy, unformulated
from kmgraph.sheets.delimited import csv_in, csv_sheet
from kmgraph.sheets.lookalikes import true_format
from kmgraph.sheets.sheet import WIDEST, Row, Sheet, Unreadable, refuse_irregular
from kmgraph.sheets.workbook import opened

__all__ = [
    "INVISIBLE",
    "WIDEST",
    "Cell",
    "Damage",
    "Refused",
    "Row",
    "Sheet",
    "Unreadable",
    "check",
    "csv_in",
    "csv_sheet",
    "hidden",
    "name_of",
    "opened",
    "refuse_irregular",
    "tidy",
    "true_format",
    "unformulated",
]
