"""Workbooks that are small on a disk and would be enormous in memory."""

import io
import zipfile

import openpyxl

SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STYLES, TEXTS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"


def workbook_of(*, rows: bytes = b"", texts: bytes = b"", styles: bytes = b"", encoding: str = "utf-8") -> bytes:
    """A workbook of one sheet with these elements; what is empty stays as openpyxl writes it."""
    book, plain, made = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.save(plain)
    parts = {
        SHEET: rows and b"<worksheet %b><sheetData>%b</sheetData></worksheet>" % (SPACE, rows),
        STYLES: styles and b"<styleSheet %b><cellXfs>%b</cellXfs></styleSheet>" % (SPACE, styles),
        TEXTS: texts and b"<sst %b>%b</sst>" % (SPACE, texts),
    }
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *(name for name, part in parts.items() if part)}:
            part = parts.get(name, b"")
            new.writestr(name, part.decode().encode(encoding) if part else old.read(name))
    return made.getvalue()
