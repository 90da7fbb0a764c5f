"""Sheets that people fill in, CSV or XLSX, read with care: every doubt says its line, nothing is guessed."""

from kmgraph.sheets.cells import Cell, Damage, Refused, check, hidden, name_of, tidy
from kmgraph.sheets.delimited import csv_sheet
from kmgraph.sheets.sheet import WIDEST, Row, Sheet
from kmgraph.sheets.workbook import opened

__all__ = [
    "WIDEST",
    "Cell",
    "Damage",
    "Refused",
    "Row",
    "Sheet",
    "check",
    "csv_sheet",
    "hidden",
    "name_of",
    "opened",
    "tidy",
]
