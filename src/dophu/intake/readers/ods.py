"""OpenDocument spreadsheets (ods), by their content.xml: OpenDocument 1.3 part 3, chapters 9 and 19."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from math import isfinite
from typing import Any

from dophu.intake.grid import Area, Cell, Kind, Sheet, Workbook
from dophu.intake.readers.formats import (
    RAISED,
    Format,
    Shown,
    shown_date,
    shown_error,
    shown_iso,
    shown_logical,
    shown_number,
    shown_text,
)
from dophu.intake.readers.package import (
    COLUMNS_AT_MOST,
    LAST_COLUMN,
    LAST_ROW,
    NUMBER,
    ROWS_AT_MOST,
    Cells,
    Package,
    Room,
    attribute,
    damaged,
    local,
    locked,
    too_big,
    whole,
)

HIDDEN = ("collapse", "filter")
CELLS = ("table-cell", "covered-table-cell")
SPACES_AT_MOST = 100
NESTED_AT_MOST = 20
WANTED = frozenset({"style", "font-face", "table-row", "table-column", "table"})
IN_TEXT = ("p", "span", "a", "s", "tab", "line-break", "date", "time", "title", "sheet-name", "ruby", "ruby-base")
REFERENCE = re.compile(r"\[([^\[\]]*)\]")
DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?T(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d*)?S")


def read_ods(content: bytes, name: str) -> Workbook:
    """Read every sheet of an ods file. Raises DataError for what is damaged, locked or too large."""
    package = Package(content, name)
    manifest = package.tree("META-INF/manifest.xml")
    if manifest is not None and any(local(element) == "encryption-data" for element in manifest.iter()):
        raise locked(name)
    styles, room = _Styles(), Room(name)
    sheets: list[Sheet] = []
    reading = _Reading(room, styles)
    for kind, element in package.elements("content.xml", WANTED):
        if kind in ("style", "font-face"):
            styles.take(element)
        elif kind == "table-column":
            reading.take_column(element)
        elif kind == "table-row":
            reading.take_row(element)
        elif next(element.iterancestors("{*}table"), None) is not None:
            raise damaged(name, "it has a table inside a cell")
        else:
            sheets.append(reading.sheet(element))
            reading = _Reading(room, styles)
    return Workbook(name, "ods", tuple(sheets))


class _Styles:
    """Fonts and visibility by style."""

    def __init__(self) -> None:
        self.faces: dict[str, str] = {}
        self.fonts: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.raised: set[str] = set()

    def take(self, element: Any) -> None:
        """Note a font's declaration or a style."""
        name = attribute(element, "name") or ""
        if local(element) == "font-face":
            self.faces[name] = (attribute(element, "font-family") or name).strip("'\"")
        for child in element:
            if local(child) == "text-properties" and (font := attribute(child, "font-name")):
                self.fonts[name] = self.faces.get(font, font)
            if local(child) == "text-properties" and (attribute(child, "text-position") or "").startswith("super"):
                self.raised.add(name)
            if local(child) == "table-properties" and attribute(child, "display") == "false":
                self.hidden.add(name)


class _Reading:
    """One pass over a sheet's rows; the name and style of the sheet come last."""

    def __init__(self, room: Room, styles: _Styles) -> None:
        self.room, self.styles = room, styles
        self.cells = Cells(room, "")
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._row, self._column = 1, 1

    def sheet(self, element: Any) -> Sheet:
        """Give the sheet that was read."""
        return Sheet(
            attribute(element, "name") or "?",
            dict(self.cells),
            tuple(self.merged),
            hidden=attribute(element, "style-name") in self.styles.hidden,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
        )

    def take_column(self, element: Any) -> None:
        """Note hidden columns."""
        after = self._column + _times(element, "number-columns-repeated")
        if attribute(element, "visibility") in HIDDEN:
            self.hidden_columns |= set(range(self._column, min(after, LAST_COLUMN + 1)))
        self._column = after

    def take_row(self, element: Any) -> None:
        """Read a row as often as it is repeated; blank ones are only counted."""
        after = self._row + _times(element, "number-rows-repeated")
        found = list(self._cells(element))
        if found and after - self._row > ROWS_AT_MOST:
            raise too_big(self.room.name, f"a row is repeated {after - self._row:,} times")
        if attribute(element, "visibility") in HIDDEN:
            self.hidden_rows |= set(range(self._row, min(after, LAST_ROW + 1)))
        for row in range(self._row, after) if found else ():
            for column, shown, fonts, formula in found:
                self.cells.add(Cell(row, column, *shown, fonts, formula))
        self._row = after

    def _cells(self, row: Any) -> Iterator[tuple[int, Shown, tuple[str, ...], str | None]]:
        """Give the cells that hold something, each as often as it is repeated."""
        column = 1
        for child in row:
            if local(child) not in CELLS:
                continue
            times = _times(child, "number-columns-repeated")
            self._take_merged(child, column)
            formula = attribute(child, "formula")
            shown = _shown(child, self.styles.raised, is_formula=formula is not None)
            if shown is not None:
                if times > COLUMNS_AT_MOST:
                    raise too_big(self.room.name, f"a cell of row {self._row} is repeated {times:,} times")
                font = self.styles.fonts.get(attribute(child, "style-name") or "")
                fonts, plain = (font,) if font else (), _plain(formula) if formula is not None else None
                yield from ((at, shown, fonts, plain) for at in range(column, column + times))
            column += times

    def _take_merged(self, cell: Any, column: int) -> None:
        down, across = (_times(cell, f"number-{kind}-spanned") for kind in ("rows", "columns"))
        if down > 1 or across > 1:
            self.merged.append(Area(self._row, column, self._row + down - 1, column + across - 1))


def _shown(element: Any, raised: Collection[str], *, is_formula: bool) -> Shown | None:
    """Say what a cell holds; None for a blank one, and for a formula whose result is a blank text."""
    kind, text = attribute(element, "value-type"), _text(element, raised) or attribute(element, "string-value") or ""
    if kind in TYPED:
        attribute_name, read = TYPED[kind]
        return read(attribute(element, attribute_name) or text, text)
    if is_formula and kind is None and element.find("{*}p") is None:
        return Shown(None, Kind.TEXT, "")
    if is_formula and re.match(r"#|Err:\d", text):
        return shown_error(text)
    return shown_text(text) if text.strip() else None


def _shown_number(value: str, printed: str) -> Shown:
    return _shown_as(value, printed, Format())


def _shown_percentage(value: str, printed: str) -> Shown:
    decimals = re.search(r"[.,](\d+) ?%", printed)
    return _shown_as(value, printed, Format(Kind.PERCENT, len(decimals[1]) if decimals else 0))


def _shown_as(value: str, printed: str, form: Format) -> Shown:
    number = float(value) if NUMBER.fullmatch(value) else float("nan")
    return shown_number(number, form) if isfinite(number) else shown_error(printed or value or "?")


def _shown_boolean(value: str, _printed: str) -> Shown:
    return shown_logical(value == "true")


def _shown_date(value: str, _printed: str) -> Shown:
    return shown_iso(value)


def _shown_time(text: str, _printed: str) -> Shown:
    found = DURATION.fullmatch(text)
    if found is None:
        return shown_error(text)
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return shown_date(-span if found[1] else span)


TYPED: dict[str | None, tuple[str, Callable[[str, str], Shown]]] = {
    **dict.fromkeys(("float", "currency"), ("value", _shown_number)),
    "percentage": ("value", _shown_percentage),
    "boolean": ("boolean-value", _shown_boolean),
    "date": ("date-value", _shown_date),
    "time": ("time-value", _shown_time),
}


def _times(element: Any, name: str) -> int:
    return whole(attribute(element, name)) or 1


def _plain(formula: str) -> str:
    """Write an OpenFormula as Excel shows it: "of:=SUM([.B2:.B9])" is SUM(B2:B9)."""
    _, equals, text = formula.partition("=")
    return REFERENCE.sub(lambda part: part[1].lstrip(".").replace(":.", ":"), text if equals else formula)


def _is_in(element: Any, styles: Collection[str]) -> bool:
    return attribute(element, "style-name") in styles


def _text(element: Any, raised: Collection[str]) -> str:
    """Join a cell's paragraphs; comments and drawings are left out."""
    paragraphs = [child for child in element if local(child) == "p"]
    return "\n".join("".join(_pieces(paragraph, raised)) for paragraph in paragraphs)


def _pieces(element: Any, raised: Collection[str], depth: int = 0) -> Iterator[str]:
    yield element.text or ""
    for child in element if depth < NESTED_AT_MOST else ():
        kind = local(child)
        if kind == "s":
            yield " " * min(_times(child, "c"), SPACES_AT_MOST)
        elif kind in ("tab", "line-break"):
            yield "\t" if kind == "tab" else "\n"
        elif kind in IN_TEXT:
            inner = _pieces(child, raised, depth + 1)
            yield from (piece.translate(RAISED) for piece in inner) if _is_in(child, raised) else inner
        yield child.tail or ""
