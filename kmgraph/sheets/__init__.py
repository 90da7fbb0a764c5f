"""Sheets that people fill in, CSV or XLSX, read with care: every doubt says its line, nothing is guessed."""

from kmgraph.sheets.cells import INVISIBLE, Cell, Damage, Refused, check, hidden, name_of, tidy, unformulated
from kmgraph.sheets.delimited import csv_bytes, csv_in, csv_sheet
from kmgraph.sheets.lookalikes import true_format
from kmgraph.sheets.returned import Given, given, given_bytes
from kmgraph.sheets.sheet import WIDEST, Row, Sheet, Unreadable, refuse_irregular
from kmgraph.sheets.workbook import opened, opened_in, rows_in

__all__ = [
    "INVISIBLE",
    "WIDEST",
    "Cell",
    "Damage",
    "Given",
    "Refused",
    "Row",
    "Sheet",
    "Unreadable",
    "check",
    "csv_bytes",
    "csv_in",
    "csv_sheet",
    "given",
    "given_bytes",
    "hidden",
    "name_of",
    "opened",
    "opened_in",
    "refuse_irregular",
    "rows_in",
    "tidy",
    "true_format",
    "unformulated",
]
