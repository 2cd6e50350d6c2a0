"""Small files as offices send them, each with the habit it shows and what must come of it."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import openpyxl
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill

from tests.intake.packages import ods, packed, xlsx

HEAD: list[Any] = ["STT", "Tỉnh, thành phố", "Số cài đặt"]
ROWS: list[list[Any]] = [[1, "Hà Nội", 2397000], [2, "Lạng Sơn", 63438], [3, "Cao Bằng", 40123]]
TRUTH: dict[str, int | None] = {"01": 2397000, "20": 63438, "04": 40123}


@dataclass(frozen=True)
class Case:
    """A file of some habit.

    counts   what is taken in, where it is clean
    found    kind and cell of every error, where it is not; in any case those of warnings in `warned`
    """

    habit: str
    name: str
    content: bytes
    counts: Mapping[str, int | None] = field(default_factory=lambda: dict(TRUTH))
    found: frozenset[tuple[str, str]] = frozenset()
    warned: frozenset[tuple[str, str]] = frozenset()
    noted: frozenset[str] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)
    qualifiers: Mapping[str, str] = field(default_factory=dict)


def book(rows: Sequence[Sequence[Any]], change: Callable[[Any], None] | None = None, name: str = "Biểu") -> bytes:
    """Save rows with openpyxl, after one more change to the sheet."""
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def old_book(rows: Sequence[Sequence[Any]], font: str = "Arial") -> bytes:
    """Save rows with xlwt, in one font."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Sheet1")
    style = xlwt.easyxf(f"font: name {font}")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, list):
                sheet.write_rich_text(r, c, value)
            elif value is not None:
                sheet.write(r, c, value, style)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def lines(rows: Sequence[Sequence[Any]], mark: str = ",", encoding: str = "utf-8") -> bytes:
    """Write rows as delimited text."""
    return "\r\n".join(mark.join(str(value) for value in row) for row in rows).encode(encoding)


def page(rows: Sequence[Sequence[Any]]) -> bytes:
    """Write rows as a table of a web page."""
    cells = ["".join(f"<td>{value}" for value in row) for row in rows]
    return f"<table>{''.join(f'<tr>{row}' for row in cells)}</table>".encode()


def piped(rows: Sequence[Sequence[Any]]) -> bytes:
    """Write rows as a Markdown table."""
    return lines([["", *row, ""] for row in rows], "|")


def open_book(rows: Sequence[Sequence[Any]], styles: str = "") -> bytes:
    """Write rows as an OpenDocument sheet."""
    cells = ["".join(map(open_cell, row)) for row in rows]
    return ods("".join(f"<table:table-row>{row}</table:table-row>" for row in cells), styles=styles)


def open_cell(value: str | int) -> str:
    kind = f'"float" office:value="{value}"' if isinstance(value, int) else '"string"'
    return f"<table:table-cell office:value-type={kind}><text:p>{value}</text:p></table:table-cell>"


def renamed(*names: str) -> list[list[Any]]:
    """Write the three rows with other names."""
    return [HEAD, *([row[0], name, row[2]] for row, name in zip(ROWS, names, strict=True))]


def recounted(*counts: Any) -> list[list[Any]]:
    """Write the three rows with other counts."""
    return [HEAD, *([row[0], row[1], count] for row, count in zip(ROWS, counts, strict=True))]


def hide_rows(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def strike_out(sheet: Any) -> None:
    sheet["C3"].font = Font(strike=True)


def whiten(sheet: Any) -> None:
    sheet["C3"].font = Font(color="FFFFFF")


def whiten_on_white(sheet: Any) -> None:
    sheet["C3"].font = Font(color=Color(theme=0))
    sheet["C3"].fill = PatternFill("solid", fgColor="FFFFFF")


def whiten_on_blue(sheet: Any) -> None:
    sheet["C3"].font = Font(color="FFFFFF")
    sheet["C3"].fill = PatternFill("solid", fgColor="003366")


def show_nothing(sheet: Any) -> None:
    sheet["C3"].number_format = ";;;"


def written_as(code: str) -> Callable[[Any], None]:
    """Give a count's cell a format of its own."""

    def write(sheet: Any) -> None:
        sheet["C3"].number_format = code

    return write


def coloured(ink: str, ground: str) -> Callable[[Any], None]:
    """Write a count in one colour on another."""

    def write(sheet: Any) -> None:
        sheet["C3"].font = Font(color=ink)
        sheet["C3"].fill = PatternFill("solid", fgColor=ground)

    return write


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["D"].hidden = True


def set_font(sheet: Any) -> None:
    for row in sheet["B2:B4"]:
        row[0].font = Font(name=".VnTime")


def as_percent(sheet: Any) -> None:
    for row in sheet["D2:D4"]:
        row[0].number_format = "0.00%"


def with_noughts(sheet: Any) -> None:
    for row in sheet["C2:C4"]:
        row[0].number_format = '#,##0".000"'


def in_thousands(sheet: Any) -> None:
    for row in sheet["C2:C4"]:
        row[0].number_format = '#,##0" nghìn"'


def divided_by_thousand(sheet: Any) -> None:
    for row in sheet["C2:C4"]:
        row[0].number_format = '#,##0," nghìn"'


def add_hidden_sheet(sheet: Any) -> None:
    other = sheet.parent.create_sheet("Cũ")
    other.sheet_state = "hidden"
    for row in ([*HEAD], [1, "Hà Nội", 1]):
        other.append(row)


def add_sheet(sheet: Any) -> None:
    for row in ([*HEAD], [1, "Hà Nội", 1]):
        sheet.parent.create_sheet("Biểu 2") if len(sheet.parent.worksheets) == 1 else None
        sheet.parent.worksheets[1].append(row)


def add_comment(sheet: Any) -> None:
    sheet["C2"].comment = Comment("đã kiểm tra", "")


def merge_title(sheet: Any) -> None:
    sheet.merge_cells("A1:C1")


def formula(text: str, result: str = "") -> str:
    return f"<c><f>{text}</f><v>{result}</v></c>"


def inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def marked(figure: str) -> str:
    mark = '<r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
    return f'<c t="inlineStr"><is><r><t>{figure}</t></r>{mark}</is></c>'


def raised_font() -> xlwt.Font:
    font = xlwt.Font()
    font.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    return font


def by_hand(*rows: Sequence[Any]) -> bytes:
    """Write a workbook's XML by hand: text, numbers, and cells that are XML already."""
    return xlsx(
        "".join(
            "<row>"
            + "".join(
                cell
                if str(cell).startswith("<c")
                else f"<c><v>{cell}</v></c>"
                if isinstance(cell, int)
                else inline(str(cell))
                for cell in row
            )
            + "</row>"
            for row in rows
        )
    )


RAISED_STYLE = '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'


def recalculated(content: bytes) -> bytes:
    """Ask for a workbook's formulas to be calculated when it is opened, as programs do that write one."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    asked = parts["xl/workbook.xml"].replace(b"</workbook>", b'<calcPr fullCalcOnLoad="1"/></workbook>')
    return packed(parts | {"xl/workbook.xml": asked})


TOTAL = sum(int(row[2]) for row in ROWS)
BASE = {"01": 8053663, "20": 781655, "04": 530341}
RATED: list[list[Any]] = [
    [*HEAD, "Tỷ lệ (%)"],
    [1, "Hà Nội", 2397000, "29,76"],
    [2, "Lạng Sơn", 63438, "8,12"],
    [3, "Cao Bằng", 40123, "7,57"],
]
VNI = ["Haø Noäi", "Laïng Sôn", "Cao Baèng"]
TCVN3 = ["Hµ Néi", "L¹ng S¬n", "Cao B»ng"]
DISTRICTS: list[list[Any]] = [
    ["TT", "Huyện, thành phố", "Số cài đặt"],
    [1, "TP Lạng Sơn", 20000],
    [2, "H. Cao Lộc", 9000],
    [3, "Tràng Định", 5000],
]
LATER = ["Hà Nội", "Cao Bằng", "Tuyên Quang", "Điện Biên", "Lai Châu", "Sơn La", "Lào Cai", "Thái Nguyên", "Lạng Sơn"]
LATER += ["Quảng Ninh", "Bắc Ninh", "Phú Thọ", "Hải Phòng", "Hưng Yên", "Ninh Bình", "Thanh Hóa", "Nghệ An", "Hà Tĩnh"]
LATER += ["Quảng Trị", "Huế", "Đà Nẵng", "Quảng Ngãi", "Gia Lai", "Khánh Hòa", "Đắk Lắk", "Lâm Đồng", "Đồng Nai"]
LATER += ["TP. Hồ Chí Minh", "Tây Ninh", "Đồng Tháp", "Vĩnh Long", "An Giang", "Cần Thơ", "Cà Mau"]


def refused(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"counts": {}, "found": frozenset(pairs)}


HIDDEN = refused(("number_hidden_out", "C3"))

CASES = [
    Case("A plain table from Excel.", "a.xlsx", book([HEAD, *ROWS])),
    Case(
        "A title merged over the table, and a blank row.",
        "a.xlsx",
        book([["BIỂU TỔNG HỢP"], [], HEAD, *ROWS], merge_title),
    ),
    Case("Headings in capitals, without accents.", "a.xlsx", book([["STT", "DIA PHUONG", "SO CAI DAT"], *ROWS])),
    Case(
        "Names in capitals, with their kind.",
        "a.xlsx",
        book(renamed("THÀNH PHỐ HÀ NỘI", "TỈNH LẠNG SƠN", "TỈNH CAO BẰNG")),
    ),
    Case("Names abbreviated: TP, T.", "a.xlsx", book(renamed("TP. Hà Nội", "T. Lạng Sơn", "T.Cao Bang"))),
    Case("Names numbered in the cell.", "a.xlsx", book(renamed("1. Hà Nội", "2. Lạng Sơn", "3. Cao Bằng"))),
    Case(
        "Names typed on a Mac: decomposed letters.",
        "a.xlsx",
        book(renamed(*(unicodedata.normalize("NFD", str(row[1])) for row in ROWS))),
    ),
    Case(
        "No-break spaces from a web page.", "a.xlsx", book(renamed("Hà\u00a0Nội", "Lạng\u00a0Sơn ", "\u00a0Cao Bằng"))
    ),
    Case("An old file in .VnTime.", "a.xls", old_book(renamed(*TCVN3), ".VnTime"), noted=frozenset({"name_converted"})),
    Case("TCVN3 pasted into a new font.", "a.xlsx", book(renamed(*TCVN3)), noted=frozenset({"name_converted"})),
    Case(
        "A whole table in TCVN3, as text that has no fonts.",
        "a.csv",
        lines([["STT", "TØnh, thµnh phè", "Sè cµi ®Æt"], *renamed(*TCVN3)[1:]], ";"),
        noted=frozenset({"name_converted"}),
    ),
    Case("TCVN3 with its font kept.", "a.xlsx", book(renamed(*TCVN3), set_font), noted=frozenset({"name_converted"})),
    Case(
        "VNI from a southern office.",
        "a.xls",
        old_book(renamed(*VNI), "VNI-Times"),
        noted=frozenset({"name_converted"}),
    ),
    Case("Counts typed as text with dots.", "a.xlsx", book(recounted("2.397.000", "63.438", "40.123"))),
    Case("Counts typed as text with commas.", "a.xlsx", book(recounted("2,397,000", "63,438", "40,123"))),
    Case("Counts typed as text with spaces.", "a.xlsx", book(recounted("2 397 000", "63\u00a0438", "40 123"))),
    Case("Counts with needless decimals.", "a.xlsx", book(recounted("2.397.000,0", "63.438,0", "40.123,0"))),
    Case("Some counts as text, some as numbers.", "a.xlsx", book(recounted("2.397.000", 63438, "40.123"))),
    Case(
        "Both notations in one column.",
        "a.xlsx",
        book(recounted("2.397.000", "63,438", "40.123")),
        **refused(("number_notation", "C3")),
    ),
    Case(
        "Only round figures: dots may be decimals.",
        "a.xlsx",
        book(recounted("397.000", "63.000", "40.000")),
        **refused(("number_ambiguous", "C2")),
    ),
    Case(
        "The same, with the notation given.",
        "a.xlsx",
        book(recounted("397.000", "63.000", "40.000")),
        {"01": 397000, "20": 63000, "04": 40000},
        options={"numbers": "vi"},
    ),
    Case(
        "An English Excel has read 63.438 as a decimal.",
        "a.xlsx",
        book(recounted(2397000, 63.438, 40123)),
        **refused(("number_not_whole", "C3")),
    ),
    Case(
        "Excel has turned 8.12 into a date.",
        "a.xlsx",
        book(recounted(2397000, date(2020, 12, 8), 40123)),
        **refused(("number_date", "C3")),
    ),
    Case(
        "A dash for what is missing.",
        "a.xlsx",
        book(recounted(2397000, "-", "x")),
        {"01": 2397000, "20": None, "04": None},
    ),
    Case(
        "Figures rounded in words.",
        "a.xlsx",
        book(recounted("gần 2.400.000", "hơn 63.000", "40.123")),
        {"01": 2400000, "20": 63000, "04": 40123},
        qualifiers={"01": "gần", "20": "hơn", "04": ""},
    ),
    Case(
        "“Dưới” is no count.",
        "a.xlsx",
        book(recounted(2397000, "dưới 64.000", 40123)),
        **refused(("number_bound", "C3")),
    ),
    Case(
        "A count of people with the word behind it.",
        "a.xlsx",
        book(recounted(2397000, "63.438 máy", 40123)),
        **refused(("number_unreadable", "C3")),
    ),
    Case(
        "A footnote's mark raised beside a count, on a web page.",
        "a.html",
        page(recounted("2.397.000", "63.438<sup>1</sup>", "950<span style='vertical-align: super'>2</span>")),
        {"01": 2397000, "20": 63438, "04": 950},
        noted=frozenset({"number_marked"}),
    ),
    Case(
        "A raised mark in an Excel cell.",
        "a.xlsx",
        by_hand([*HEAD], *([str(r[0]), str(r[1]), marked("9500")] for r in ROWS[:1])),
        {"01": 9500},
        noted=frozenset({"number_marked"}),
    ),
    Case(
        "A raised mark in an old file.",
        "a.xls",
        old_book(recounted(2397000, [("9500", xlwt.Font()), ("1", raised_font())], 40123)),
        TRUTH | {"20": 9500},
        noted=frozenset({"number_marked"}),
    ),
    Case(
        "A raised mark in LibreOffice.",
        "a.ods",
        open_book(recounted(2397000, '9500<text:span text:style-name="T1">1</text:span>', 40123), RAISED_STYLE),
        TRUTH | {"20": 9500},
        noted=frozenset({"number_marked"}),
    ),
    Case(
        "A remark in brackets behind a name.",
        "a.xlsx",
        book(renamed("Hà Nội (trừ Sơn Tây)", "Lạng Sơn (1)", "Cao Bằng")),
        noted=frozenset({"name_noted"}),
    ),
    Case(
        "Provinces in groups that compete with each other.",
        "a.xlsx",
        book([HEAD, [None, "Cụm thi đua số 1"], *ROWS[:2], [None, "Cụm thi đua số 2"], ROWS[2]]),
    ),
    Case("A raised mark beside a name.", "a.html", page(renamed("Hà Nội<sup>10</sup>", "Lạng Sơn¹", "Cao Bằng"))),
    Case(
        "A share typed among the counts.",
        "a.xlsx",
        book(recounted("2.397.000", "0.812", "40.123")),
        **refused(("number_notation", "C3")),
    ),
    Case(
        "A number format that writes three noughts behind the number.",
        "a.xlsx",
        book(recounted(2397, 63, 40), with_noughts),
        {"01": 2397000, "20": 63000, "04": 40000},
    ),
    Case(
        "A number format that writes thousands behind the number.",
        "a.xlsx",
        book(recounted(2397, 63, 40), in_thousands),
        {"01": 2397000, "20": 63000, "04": 40000},
    ),
    Case(
        "A number format that divides by a thousand, and says so behind the number.",
        "a.xlsx",
        book(recounted(2397000, 63000, 40000), divided_by_thousand),
        {"01": 2397000, "20": 63000, "04": 40000},
    ),
    Case(
        "Letters for names.",
        "a.xlsx",
        book(renamed("HN", "LS", "CB")),
        **refused(("name_code", "B2"), ("name_code", "B3"), ("name_code", "B4")),
    ),
    Case(
        "A city for its province.",
        "a.xlsx",
        book(renamed("Hà Nội", "TP Lạng Sơn", "Cao Bằng")),
        **refused(("name_kind", "B3")),
    ),
    Case(
        "A city that has another name.",
        "a.xlsx",
        book(renamed("Hà Nội", "Nha Trang", "Cao Bằng")),
        **refused(("name_unknown", "B3")),
    ),
    Case(
        "A slip of the finger in a name.",
        "a.xlsx",
        book(renamed("Hà Nội", "Lạng Sơm", "Cao Bằng")),
        **refused(("name_unknown", "B3")),
    ),
    Case(
        "The same province twice.",
        "a.xlsx",
        book(renamed("Hà Nội", "Lạng Sơn", "Lạng Sơn")),
        **refused(("unit_twice", "B4")),
    ),
    Case(
        "A count merged over two provinces.",
        "a.xlsx",
        book(recounted(2397000, 63438, None), lambda sheet: sheet.merge_cells("C3:C4")),
        **refused(("count_merged", "C3")),
    ),
    Case("A total below.", "a.xlsx", book([HEAD, *ROWS, [None, "Tổng cộng", TOTAL]])),
    Case(
        "A total that was not updated.",
        "a.xlsx",
        book([HEAD, *ROWS, [None, "Cả nước", TOTAL - 9]]),
        **refused(("total_differs", "C5")),
    ),
    Case(
        "The same, accepted with its reason.",
        "a.xlsx",
        book([HEAD, *ROWS, [None, "Cả nước", TOTAL - 9]]),
        options={"accept": {"C5": "cộng sai, nơi gửi đã xác nhận"}},
        noted=frozenset({"accepted"}),
    ),
    Case(
        "A total whose formula leaves out the last row.",
        "a.xlsx",
        by_hand(
            [*HEAD],
            *([str(r[0]), str(r[1]), int(r[2])] for r in ROWS),
            ["", "Cộng", formula("SUM(C2:C3)", str(2397000 + 63438))],
        ),
        **refused(("sum_leaves_out", "C5")),
    ),
    Case(
        "Counts computed by formulas, saved with results.",
        "a.xlsx",
        by_hand([*HEAD], *([str(r[0]), str(r[1]), formula(f"{r[2]}+0", str(r[2]))] for r in ROWS)),
    ),
    Case(
        "Formulas that a program wrote and nobody calculated.",
        "a.xlsx",
        book(recounted(2397000, "=60000+3438", 40123)),
        **refused(("formula_unsaved", "C3")),
    ),
    Case(
        "Formulas that a program saved with nought for their results.",
        "a.xlsx",
        recalculated(by_hand([*HEAD], ["1", "Hà Nội", 2397000], ["2", "Lạng Sơn", formula("60000+3438", "0")])),
        **refused(("formula_unsaved", "C3")),
    ),
    Case("Shares beside the counts, in per cent.", "a.xlsx", book(RATED)),
    Case(
        "Shares as per cent cells.",
        "a.xlsx",
        book(
            [[*HEAD, "Tỷ lệ"], *([*row, row[2] / BASE[code]] for row, code in zip(ROWS, BASE, strict=True))], as_percent
        ),
    ),
    Case(
        "A share on the population of ten years before.",
        "a.xlsx",
        book([[*HEAD, "Tỷ lệ (%)"], [1, "Hải Dương", 688900, "40,40"]]),
        {"30": 688900},
        warned=frozenset({("share_explained", "D2")}),
    ),
    Case(
        "A hidden row.",
        "a.xlsx",
        book([HEAD, *ROWS], hide_rows),
        {"01": 2397000, "04": 40123},
        noted=frozenset({"rows_hidden"}),
    ),
    Case("A hidden row, asked for.", "a.xlsx", book([HEAD, *ROWS], hide_rows), options={"hidden": True}),
    Case(
        "A hidden sheet with last month's table.",
        "a.xlsx",
        book([HEAD, *ROWS], add_hidden_sheet),
        noted=frozenset({"sheet_hidden"}),
    ),
    Case("Two sheets with tables.", "a.xlsx", book([HEAD, *ROWS], add_sheet), **refused(("tables_several", ""))),
    Case("Two sheets, one named.", "a.xlsx", book([HEAD, *ROWS], add_sheet), options={"sheet": "Biểu"}),
    Case("Comments in cells.", "a.xlsx", book([HEAD, *ROWS], add_comment)),
    Case(
        "Two columns that both count.",
        "a.xlsx",
        book([["STT", "Tỉnh", "Cài đặt iOS", "Cài đặt Android"], *([*row, 5] for row in ROWS)]),
        **refused(("column_several", "C1")),
    ),
    Case(
        "The same, decided.",
        "a.xlsx",
        book([["STT", "Tỉnh", "Cài đặt iOS", "Cài đặt Android"], *([*row, 5] for row in ROWS)]),
        options={"columns": {"installs": "C"}},
    ),
    Case("A column of the period before.", "a.xlsx", book([[*HEAD, "Kỳ trước"], *([*row, 7] for row in ROWS)])),
    Case(
        "A list of 34 provinces for 2020.",
        "a.xlsx",
        book([HEAD, *([n, name, 1000 + n] for n, name in enumerate(LATER, 1))]),
        **refused(("vintage_other", "")),
    ),
    Case(
        "Districts of a province.",
        "a.xlsx",
        book(DISTRICTS),
        {"178": 20000, "183": 9000, "180": 5000},
        options={"parent": "20"},
    ),
    Case(
        "CSV from a Vietnamese Excel.", "a.csv", lines([HEAD, *ROWS], ";").replace("Tỉnh, thành phố".encode(), b"Tinh")
    ),
    Case(
        "CSV whose numbers have commas, and no quotes.",
        "a.csv",
        lines([["STT", "Tỉnh", "Số cài đặt"], *recounted("2,397,000", "63,438", 950)[1:]]),
        **refused(("number_parted", "C2"), ("number_parted", "C3")),
    ),
    Case(
        "CSV in which a cut number fills the notes.",
        "a.csv",
        lines([["STT", "Tỉnh", "Số cài đặt", "Ghi chú"], *recounted("397,000", 950, 12)[1:]]),
        **refused(("number_parted", "C2")),
    ),
    Case(
        "CSV whose numbers have commas, in quotes.",
        "a.csv",
        lines([["STT", "Tỉnh", "Số cài đặt"], *recounted('"2,397,000"', '"63,438"', '"40,123"')[1:]]),
    ),
    Case("CSV with a byte order mark and tabs.", "a.txt", lines([HEAD, *ROWS], "\t", "utf-16")),
    Case("A web page saved as .xls.", "a.xls", page([HEAD, *ROWS])),
    Case("A table pasted into Markdown.", "a.md", piped([HEAD, ["---", "---", "---"], *ROWS])),
    Case(
        "A Markdown table with blank lines in it.",
        "a.md",
        piped([HEAD, ["---", "---", "---"], *ROWS]).replace(b"\r\n|2", b"\r\n\r\n|2"),
    ),
    Case("A LibreOffice file.", "a.ods", open_book([HEAD, *ROWS])),
    Case(
        "A signature below the table.",
        "a.xlsx",
        book([HEAD, *ROWS, [], [None, None, "NGƯỜI LẬP BIỂU"], [None, None, "(đã ký)"]]),
    ),
    Case("A footnote below the table.", "a.xlsx", book([HEAD, *ROWS, ["Ghi chú: số liệu đến hết ngày 07/8/2020"]])),
    Case(
        "A title that names another day.",
        "a.xlsx",
        book([["Số liệu đến 08h00 ngày 06/8/2020"], HEAD, *ROWS]),
        **refused(("moment_other", "")),
    ),
    Case(
        "A units' column turned on its side.",
        "a.xlsx",
        book([["", "Hà Nội", "Lạng Sơn", "Cao Bằng"], ["Số cài đặt", 1, 2, 3]]),
        **refused(("table_transposed", "B1")),
    ),
]

CASES += [
    Case(
        "A footnote's marks behind counts, with the footnotes below.",
        "a.csv",
        lines([HEAD, ROWS[0], [2, "Lạng Sơn", "63.438*"], [3, "Cao Bằng", "40.123 (1)"], ["* ước tính"]], ";"),
        noted=frozenset({"number_marked"}),
    ),
    Case(
        "Quoted cells below a thousand, side by side.",
        "a.csv",
        lines(
            [
                ["STT", "Tỉnh", "Số cài đặt", "Số xã"],
                [1, "Hà Nội", '"350"', '"579"'],
                [2, "Lạng Sơn", '"210"', '"200"'],
            ],
            ";",
        ),
        {"01": 350, "20": 210},
    ),
    Case(
        "Cells below a thousand, side by side, parted by commas without quotes.",
        "a.csv",
        lines([["STT", "Tỉnh", "Số cài đặt", "Số xã"], [1, "Hà Nội", 350, 579], [2, "Lạng Sơn", 210, 200]]),
        {"01": 350, "20": 210},
    ),
    Case(
        "CSV whose numbers have commas in quotes, before a blank column.",
        "a.csv",
        lines(
            [
                ["Mã", "Tỉnh", "Số cài đặt", "Ghi chú"],
                ["01", "Hà Nội", '"101,013"', ""],
                ["02", "Hà Giang", '"2,026"', ""],
            ]
        ),
        {"01": 101013, "02": 2026},
    ),
    Case(
        "The same in a form filled in and saved as CSV, blank lines and all.",
        "a.csv",
        lines(
            [
                *(['"Biểu, mẫu"', "", "", ""], ["", "", "", ""], ["STT", "Tỉnh", "Số cài đặt", "Ghi chú"]),
                *([1, '"Thành phố Hà Nội"', '"101,013"', ""], [2, "Tỉnh Hà Giang", '"2,026"', "tạm"]),
            ]
        ),
        {"01": 101013, "02": 2026},
    ),
    Case(
        "Codes kept from losing their nought by a formula of text.",
        "a.csv",
        lines([["Mã tỉnh", "Số cài đặt"], ['="01"', 5], ['="20"', 7]]),
        {"01": 5, "20": 7},
    ),
    Case(
        "Two numbers in a cell, on two lines.",
        "a.xlsx",
        book(recounted(2397000, "120\n350", 40123)),
        **refused(("number_two", "C3")),
    ),
    Case(
        "Two numbers in a cell of a web page.",
        "a.html",
        page(recounted("2.397.000", "120<br>350", "12&nbsp;&nbsp;350")),
        **refused(("number_two", "C3"), ("number_two", "C4")),
    ),
    Case(
        "Decimals behind a number format that hides them.",
        "a.xlsx",
        book(recounted(2397000, 63438.4, 40123)),
        **refused(("number_hidden", "C3")),
    ),
    Case(
        "A number that its sender struck out.",
        "a.xlsx",
        book([HEAD, *ROWS], strike_out),
        **refused(("number_struck_out", "C3")),
    ),
    Case(
        "A number that its format does not show.",
        "a.xlsx",
        book([HEAD, *ROWS], show_nothing),
        **refused(("number_hidden_out", "C3")),
    ),
    Case(
        "A number in white on an unfilled cell.",
        "a.xlsx",
        book([HEAD, *ROWS], whiten),
        **refused(("number_hidden_out", "C3")),
    ),
    Case(
        "A number in the theme's white on white.",
        "a.xlsx",
        book([HEAD, *ROWS], whiten_on_white),
        **refused(("number_hidden_out", "C3")),
    ),
    Case("A number in white on blue.", "a.xlsx", book([HEAD, *ROWS], whiten_on_blue)),
    *(
        Case(f"A number in the format {code}.", "a.xlsx", book([HEAD, *ROWS], written_as(code)), **HIDDEN)
        for code in ('"";"";""', ";;;@", "[White]0", "_(;-0")
    ),
    *(
        Case(f"A number in the format {code}.", "a.xlsx", book([HEAD, *ROWS], written_as(code)))
        for code in ("#,##0;;", "_(* #,##0_)", "[Red]0;-0")
    ),
    *(
        Case(f"A number in the colour {ink} on {ground}.", "a.xlsx", book([HEAD, *ROWS], coloured(ink, ground)), **lost)
        for ink, ground, lost in (
            ("FEFEFE", "FFFFFF", HIDDEN),
            ("00B050", "00B050", HIDDEN),
            ("00B050", "FFFF00", {}),
        )
    ),
    Case(
        "A number struck out on a web page.",
        "a.html",
        page(recounted("2.397.000", "<s>63.438</s>", "40.123")),
        **refused(("number_struck_out", "C3")),
    ),
    Case("A number kept as text by an apostrophe.", "a.csv", lines(recounted("'2397000", "'63438", "40123"), ";")),
    Case(
        "A title of another year.",
        "a.xlsx",
        book([["Kết quả năm 2019"], HEAD, *ROWS]),
        **refused(("month_other", "A1")),
    ),
    Case(
        "A title of another year, accepted with its reason.",
        "a.xlsx",
        book([["Kết quả năm 2019"], HEAD, *ROWS]),
        options={"accept": {"A1": "tiêu đề chưa sửa"}},
        noted=frozenset({"accepted"}),
    ),
    Case("A sheet of another year.", "a.xlsx", book([HEAD, *ROWS], name="2019"), **refused(("month_other", ""))),
    Case(
        "A title of another month, compared with the year before.",
        "a.xlsx",
        book([["Kết quả tháng 6/2020 so với cùng kỳ"], HEAD, *ROWS]),
        **refused(("month_other", "A1")),
    ),
    Case("The year of a plan in the title.", "a.xlsx", book([["Thực hiện Kế hoạch năm 2019"], HEAD, *ROWS])),
    Case("A school year that holds the period.", "a.xlsx", book([["Năm học 2019-2020"], HEAD, *ROWS])),
]

UNREADABLE = {
    "an empty workbook": ("a.xlsx", book([])),
    "an empty file": ("a.csv", b""),
    "a PDF": ("a.pdf", b"%PDF-1.7\n"),
    "a Word document without a table": ("a.docx", packed({"word/document.xml": "<w/>"})),
    "a picture called xlsx": ("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(99)),
    "a workbook cut short": ("a.xlsx", book([HEAD, *ROWS])[:900]),
    "an old workbook cut short": ("a.xls", old_book([HEAD, *ROWS])[:900]),
    "a zip of something else": ("a.xlsx", packed({"a.txt": "x"})),
    "bytes": ("a.csv", bytes(range(256)) * 8),
}
