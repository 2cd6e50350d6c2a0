"""The lists of a demonstration period, written as five offices would send them."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import openpyxl
import xlwt

from dophu.intake.legacy import _TCVN3
from dophu.wording import decimal, percent
from dophu.world.units import Unit
from tests.intake.packages import ods

AS_OF = "Số liệu tính đến 08h00 ngày 16/10/2020"


@dataclass(frozen=True)
class Line:
    """What one office reports of one unit."""

    unit: Unit
    count: int
    base: int
    rank: int

    @property
    def rate(self) -> Fraction:
        """The share in per cent."""
        return Fraction(100 * self.count, self.base)


Lines = Sequence[Line]


def ministry_xlsx(lines: Lines, regions: dict[str, str]) -> bytes:
    """A ministry's workbook: merged titles, headings of two lines, regions with subtotals, a total, a note."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for text in ("BIỂU TỔNG HỢP KẾT QUẢ CÀI ĐẶT", f"({AS_OF})", ""):
        sheet.append([text])
    sheet.merge_cells("A1:F1")
    sheet.append(["STT", "Địa phương", "Dân số", "Kết quả cài đặt", None, "Xếp hạng"])
    sheet.append([None, None, None, "Số người/điện thoại", "Tỷ lệ (%)", None])
    for area in ("A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5"):
        sheet.merge_cells(area)
    number = 0
    for region in dict.fromkeys(line.unit.region for line in lines):
        inside = [line for line in lines if line.unit.region == region]
        sums = [sum(line.base for line in inside), decimal(sum(line.count for line in inside))]
        if region:
            sheet.append([None, regions[region].upper(), *sums])
        for line in inside:
            number += 1
            rate = decimal(line.rate, 2)
            sheet.append([number, line.unit.name, line.base, decimal(line.count), rate, line.rank])
    sheet.append([None, "TỔNG CỘNG", sum(line.base for line in lines), decimal(sum(line.count for line in lines))])
    sheet.append(["Nguồn: số liệu mô phỏng"])
    return _saved(book)


def old_xls(lines: Lines, _: dict[str, str]) -> bytes:
    """A workbook of the nineties: TCVN3 in .VnTime, one sheet more, numbers as numbers, the total on top."""
    codes, letters = _TCVN3
    table = str.maketrans(letters, codes)
    style = xlwt.easyxf("font: name .VnTime")
    book = xlwt.Workbook()
    book.add_sheet("Ghi chu").write(0, 0, "Xem sheet 2")
    sheet = book.add_sheet("Bieu 2")
    sheet.write(0, 0, AS_OF.translate(table), style)
    for column, text in enumerate(("TT", "Tỉnh, thành phố", "Số người/điện thoại cài đặt", "Ghi chú")):
        sheet.write(2, column, text.translate(table), style)
    rows = [("Tổng số", sum(line.count for line in lines)), *((line.unit.name, line.count) for line in lines)]
    for row, (name, count) in enumerate(rows, start=3):
        sheet.write(row, 0, row - 3 or "")
        sheet.write(row, 1, unicodedata.normalize("NFC", name).translate(table), style)
        sheet.write(row, 2, count)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def windows_csv(lines: Lines, _: dict[str, str]) -> bytes:
    """A CSV of a Vietnamese Windows: semicolons, CP1258, dots for thousands, names numbered and with their kind."""
    rows = [f"{AS_OF};;", "STT;Đơn vị;Số người/điện thoại cài đặt"]
    for number, line in enumerate(lines, 1):
        rows.append(f'{number};"{number}. {line.unit.kind.capitalize()} {line.unit.name}";{decimal(line.count)}')
    return "".join(map(_half, unicodedata.normalize("NFC", "\r\n".join(rows)))).encode("cp1258")


def english_ods(lines: Lines, _: dict[str, str]) -> bytes:
    """A LibreOffice sheet: English notation as text, capitals without accents, per cent cells, an unknown column."""
    rows = [[AS_OF], ["TINH/TP", "SO CAI DAT", "TY LE", "HANG", "NGUOI GUI"]]
    for line in lines:
        rate = f'office:value-type="percentage" office:value="{line.count / line.base!r}"'
        shown = percent(line.rate, 2)
        rows.append([_bare(line.unit.name).upper(), f"{line.count:,}", f"{rate}|{shown}", str(line.rank), "."])
    return ods("".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows))


def mailed_html(lines: Lines, _: dict[str, str]) -> bytes:
    """A table in a mail: spaces part thousands, decomposed letters, the total as a last row, a signature below."""
    cells = [f"<tr><td>{one.unit.name}<td>{decimal(one.count).replace('.', '&nbsp;')}</tr>" for one in lines]
    total = decimal(sum(line.count for line in lines)).replace(".", "&nbsp;")
    text = (
        f"<p>Kính gửi anh chị,</p><table border=1><tr><td colspan=2><i>({AS_OF})</i></tr>"
        "<tr><th>Tỉnh/TP<th>Số cài đặt</tr>"
        f"{''.join(cells)}<tr><td><b>Cộng</b><td>{total}</tr></table><p>Trân trọng</p>"
    )
    return f"<html><meta charset=utf-8><body>{unicodedata.normalize('NFD', text)}</body></html>".encode()


STYLES = {
    "bieu.xlsx": ministry_xlsx,
    "bieu cu.xls": old_xls,
    "bieu.csv": windows_csv,
    "bieu.ods": english_ods,
    "thu.html": mailed_html,
}


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _ods_cell(text: str) -> str:
    attributes, _, shown = text.rpartition("|")
    kind = attributes or 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _half(letter: str) -> str:
    """Write a letter as CP1258 has it: alone, or its hat in one and its tone behind."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        apart = unicodedata.normalize("NFD", letter)
        tone = next(sign for sign in apart if sign in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", apart.replace(tone, "")) + tone
    return letter
