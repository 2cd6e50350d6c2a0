"""The empty workbook that an office sends out: filled in, `dophu import` takes it without a finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import cast
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from dophu.publish.archive import steady
from dophu.wording import capitalised, day_month_year
from dophu.words import say
from dophu.world.campaigns import Campaign
from dophu.world.units import Unit

FONT = "Times New Roman"
HOW = ("template.how_to_fill", "template.how_to_leave")
LARGEST = 10**15
SIDE = Side(style="thin", color="999999")
GIVEN = PatternFill("solid", start_color="EEEEEE")


def render_template(campaign: Campaign, units: Sequence[Unit], whole: Unit, day: date) -> bytes:
    """Write the list of units with a blank column for each measure; the same arguments give the same bytes."""
    book = Workbook()
    sheet = cast(Worksheet, book.active)
    sheet.title = say("template.sheet")
    heads = [
        *(say("template.number"), say("template.code"), say("column.unit")),
        *(capitalised(one.label) for one in campaign.measures.values()),
        say("column.note"),
    ]
    first = _write_top(sheet, campaign, whole, day, len(heads))
    _write_heads(sheet, heads, first)
    for number, unit in enumerate(units, start=1):
        _write_unit(sheet, first + number, [number, unit.code, _name(unit)], len(heads))
    last = first + len(units)
    _check_numbers(sheet, f"D{first + 1}:{get_column_letter(len(heads) - 1)}{last}")
    _set_page(sheet, first, len(heads), last)
    return _saved(book, campaign, day)


def _name(unit: Unit) -> str:
    return capitalised(unit.full_name)


def _write_top(sheet: Worksheet, campaign: Campaign, whole: Unit, day: date, width: int) -> int:
    """Write what stands above the table; give the row of its heads."""
    title = "template.title" if whole.is_nation else "template.title_of"
    lines = [say("letter.simulated")] if campaign.status == "simulated" else []
    lines.append(say(title, unit=whole.full_name, campaign=campaign.title))
    lines += [say("template.until", day=day_month_year(day)), *map(say, HOW)]
    for row, text in enumerate(lines, start=1):
        cell = sheet.cell(row, 1, text)
        cell.font = Font(FONT, 13 if row <= len(lines) - len(HOW) else 11, bold=row < len(lines) - len(HOW))
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    moment = sheet.cell(len(lines) - len(HOW), 1)
    moment.protection = Protection(locked=False)  # so that the hour may be written: "08h00 ngày …"
    return len(lines) + 2


def _write_heads(sheet: Worksheet, heads: Sequence[str], row: int) -> None:
    for column, text in enumerate(heads, start=1):
        cell = sheet.cell(row, column, text)
        cell.font, cell.fill = Font(FONT, 12, bold=True), GIVEN
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(SIDE, SIDE, SIDE, SIDE)


def _write_unit(sheet: Worksheet, row: int, given: Sequence[str | int], width: int) -> None:
    for column in range(1, width + 1):
        cell = cast(Cell, sheet.cell(row, column))
        cell.font, cell.border = Font(FONT, 12), Border(SIDE, SIDE, SIDE, SIDE)
        if column <= len(given):
            cell.value, cell.fill = given[column - 1], GIVEN
            cell.number_format = "@" if isinstance(given[column - 1], str) else "0"
            cell.alignment = Alignment(horizontal="left" if column == len(given) else "center")
        else:
            cell.protection = Protection(locked=False)
            cell.number_format = "@" if column == width else "#,##0"


def _check_numbers(sheet: Worksheet, area: str) -> None:
    rule = DataValidation("whole", operator="between", formula1="0", formula2=str(LARGEST), allow_blank=True)
    rule.errorTitle, rule.error = say("template.wrong_title"), say("template.wrong")
    rule.promptTitle, rule.prompt = say("template.prompt_title"), say("template.prompt")
    rule.showErrorMessage = rule.showInputMessage = True
    rule.add(area)
    sheet.add_data_validation(rule)


def _set_page(sheet: Worksheet, first: int, width: int, last: int) -> None:
    widths = [6, 8, 32, *[20] * (width - 4), 28]
    for column, size in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = size
    sheet.row_dimensions[first].height = 48
    sheet.freeze_panes = f"D{first + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.print_title_rows = f"{first}:{first}"
    sheet.print_area = f"A1:{get_column_letter(width)}{last}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _saved(book: Workbook, campaign: Campaign, day: date) -> bytes:
    about = book.properties
    simulated = f"{say('letter.simulated')} - " if campaign.status == "simulated" else ""
    about.title, about.language = simulated + say("template.title", campaign=campaign.title), "vi-VN"
    about.creator = about.lastModifiedBy = ""
    about.created = about.modified = datetime.combine(day, datetime.min.time(), UTC).replace(tzinfo=None)
    saved = BytesIO()
    ExcelWriter(book, ZipFile(saved, "w")).save()  # `book.save` would date the file by the clock
    return steady(saved)
