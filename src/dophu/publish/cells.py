"""The cells of a workbook, read straight from its parts: openpyxl makes objects of all that is in a file first."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from math import nan
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring  # lxml takes twice as long to look at every element

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from dophu.publish.archive import parts_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ROW, FORMULA, VALUE, INLINE = (f"{MAIN}{tag}" for tag in ("row", "f", "v", "is"))
WORKBOOK = "xl/workbook.xml"
UNKNOWN = nan  # equals nothing, not even itself
Value = str | float | datetime | None


class Page(NamedTuple):
    """A sheet: its title, the number of its last row, its values and the places of its formulas ("B7")."""

    title: str
    last_row: int
    values: dict[str, Value]
    formulas: list[str]


class Styles(NamedTuple):
    """What turns a stored number into a value: the number format of each style, and the day that days count from."""

    formats: list[str]
    epoch: datetime


def read_cells(content: bytes) -> Iterator[Page]:
    """Read the sheets of a workbook in their order; a kind of cell that is never written here is UNKNOWN."""
    parts = parts_of(BytesIO(content))
    book = fromstring(parts[WORKBOOK])
    targets = {one.get("Id"): one.get("Target") for one in fromstring(parts["xl/_rels/workbook.xml.rels"])}
    styles = _styles(parts, book)
    for sheet in book.iter(f"{MAIN}sheet"):
        part = posixpath.join("/xl", str(targets[sheet.get(RELATED)])).lstrip("/")
        yield _page(sheet.get("name", ""), fromstring(parts[part]), styles)


def _styles(parts: Mapping[str, bytes], book: Element) -> Styles:
    root = fromstring(parts["xl/styles.xml"])
    codes: dict[int, str] = BUILTIN_FORMATS | {
        int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in root.iter(f"{MAIN}numFmt")
    }
    formats = [codes.get(int(one.get("numFmtId", 0)), "") for one in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]
    from_1904 = any(one.get("date1904") in {"1", "true"} for one in book.iter(f"{MAIN}workbookPr"))
    return Styles(formats, CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900)


def _page(title: str, root: Element, styles: Styles) -> Page:
    values, formulas, last_row = dict[str, Value](), [], 0
    for row in root.iter(ROW):
        for cell in row:
            place = cell.attrib["r"]
            values[place] = _value(cell, styles)
            if cell.find(FORMULA) is not None:
                formulas.append(place)
            last_row = int(row.attrib["r"])
    return Page(title, last_row, values, formulas)


def _value(cell: Element, styles: Styles) -> Value:
    if not len(cell):
        return None
    kind, inside = cell.get("t", "n"), cell[-1]
    if kind == "inlineStr" and inside.tag == INLINE:
        return "".join(inside.itertext())
    if kind != "n" or inside.tag != VALUE or not inside.text:
        return UNKNOWN
    number, code = float(inside.text), styles.formats[int(cell.get("s", 0))]
    if not _is_date(code):
        return number
    return UNKNOWN if is_timedelta_format(code) else from_excel(number, styles.epoch)


_is_date = cache(is_date_format)
