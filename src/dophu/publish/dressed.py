"""The looks of cells put on those of a workbook that somebody else made, which another library opens."""

from __future__ import annotations

import re
from copy import copy
from typing import cast

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from dophu.publish.look_of_cells import FONT, FORMULA_SIGNS, INK, LINE_INK, Look
from dophu.publish.values import Typed

ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # a workbook reads "_x0041_" as "A"
LINE, STRONG = Side(style="thin", color=LINE_INK), Side(style="medium", color=INK)


def escaped(text: str) -> str:
    """Keep text from being decoded, which openpyxl leaves to its callers."""
    return ESCAPED.sub("_x005F_", text)


class Styles:
    """Puts cells on sheets; each style is made once, since openpyxl compares a new one with all others."""

    def __init__(self) -> None:
        self._made: dict[tuple[Look, str, bool], StyleArray] = {}

    def put(self, worksheet: Worksheet, row: int, column: int, cell: Typed, look: Look) -> None:
        """Write a cell; text stays text whatever it begins with, also after someone edits the cell."""
        made = cast(Cell, worksheet.cell(row, column))
        is_text = isinstance(cell.value, str)
        key = (look, cell.format, is_text and cell.shown.startswith(FORMULA_SIGNS))
        if key not in self._made:
            self._made[key] = _dressed(made, *key)
        made._style = copy(self._made[key])  # type: ignore[attr-defined] # openpyxl's own way to copy a style
        if cell.value != "":
            made.value = escaped(cell.value) if isinstance(cell.value, str) else cell.value
            made.data_type = "s" if is_text else made.data_type


def _dressed(cell: Cell, look: Look, number_format: str, quoted: bool) -> StyleArray:
    cell.font = Font(FONT, look.size, bold=look.bold, color=look.ink)
    indent = int(look.boxed and look.side == "left")
    cell.alignment = Alignment(horizontal=look.side, vertical="center", wrap_text=look.wrap, indent=indent)
    cell.number_format, cell.quotePrefix = number_format, quoted
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.boxed:
        cell.border = Border(LINE, LINE, STRONG if look.ruled else LINE, LINE)
    return cast(StyleArray, copy(cell._style))  # type: ignore[attr-defined]
