"""What the readers see in each form of file, and that other readers see the same."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.styles import Font
from python_calamine import CalamineWorkbook

from dophu.intake.files import read_file
from dophu.intake.grid import Area, Cell, Kind, Sheet
from dophu.intake.readers.delimited import read_delimited
from dophu.intake.readers.markup import read_html, read_markdown
from dophu.intake.readers.ods import read_ods
from dophu.intake.readers.xls import read_xls
from dophu.intake.readers.xlsx import read_xlsx
from tests.intake.corpus import open_book
from tests.intake.packages import ods, xlsx

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="[$-42A]#,##0.00%"/><numFmt numFmtId="165" formatCode="d/m/yyyy"/>'
    '<numFmt numFmtId="166" formatCode="0&quot; ngày&quot;"/></numFmts>'
    '<fonts><font><name val="Arial"/></font><font><name val=".VnTime"/></font></fonts>'
    "<cellXfs>"
    + "".join(f'<xf numFmtId="{n}" fontId="{int(n == 166)}"/>' for n in (0, 10, 164, 165, 166, 14))
    + "</cellXfs>"
)


def only(sheet_of: Any) -> Sheet:
    (sheet,) = sheet_of.sheets
    assert isinstance(sheet, Sheet)
    return sheet


def cell(xml: str, **more: str) -> Cell | None:
    return only(read_xlsx(xlsx(f'<row r="1">{xml}</row>', **more), "x")).at(1, 1)


@pytest.mark.parametrize(
    ("xml", "value", "kind", "text"),
    [
        ('<c r="A1"><v>63438</v></c>', 63438, Kind.NUMBER, "63438"),
        ("<c><v>63438.0</v></c>", 63438, Kind.NUMBER, "63438"),
        ('<c r="A1"><v>0.30000000000000004</v></c>', 0.3, Kind.NUMBER, "0.3"),
        ('<c r="A1" s="1"><v>0.0812</v></c>', 0.0812, Kind.PERCENT, "8,12%"),
        ('<c r="A1" s="2"><v>0.081159</v></c>', 0.081159, Kind.PERCENT, "8,12%"),
        ('<c r="A1" s="3"><v>44050</v></c>', datetime.date(2020, 8, 7), Kind.DATE, "07/08/2020"),
        ('<c r="A1" s="5"><v>44050.5</v></c>', datetime.datetime(2020, 8, 7, 12), Kind.DATE, "07/08/2020 12:00"),
        ('<c r="A1" s="4"><v>12</v></c>', 12, Kind.NUMBER, "12"),
        ('<c r="A1" s="99"><v>12</v></c>', 12, Kind.NUMBER, "12"),
        ('<c r="A1" t="b"><v>1</v></c>', True, Kind.LOGICAL, "TRUE"),
        ('<c r="A1" t="e"><v>#REF!</v></c>', "#REF!", Kind.ERROR, "#REF!"),
        ('<c r="A1" t="n"><v>1e999</v></c>', "1e999", Kind.ERROR, "1e999"),
        ('<c r="A1" t="str"><f>A2</f><v>Lạng Sơn</v></c>', "Lạng Sơn", Kind.TEXT, "Lạng Sơn"),
        ('<c r="A1" t="inlineStr"><is><t>_x0041_B</t></is></c>', "AB", Kind.TEXT, "AB"),
        ('<c r="A1" t="d"><v>2020-08-07T00:00:00Z</v></c>', datetime.date(2020, 8, 7), Kind.DATE, "07/08/2020"),
        ('<c r="A1"><f>SUM(B1:B9)</f><v></v></c>', None, Kind.TEXT, ""),
    ],
)
def test_a_cell_of_xlsx_is_what_its_sender_sees(xml: str, value: object, kind: Kind, text: str) -> None:
    found = cell(xml, styles=STYLES)
    assert found is not None
    assert (found.value, found.kind, found.text) == (value, kind, text)


BLANKS = ['<c r="A1"/>', '<c r="A1" t="s"/>', '<c r="A1" t="str"><f>B1</f><v></v></c>']
BLANKS += ['<c r="A1" t="inlineStr"><is><t> </t></is></c>']


@pytest.mark.parametrize("xml", BLANKS)
def test_blank_cells_are_left_out(xml: str) -> None:
    assert cell(xml) is None


def test_runs_are_joined_their_fonts_named_and_their_sounds_left_out() -> None:
    runs = '<r><rPr><rFont val=".VnTime"/></rPr><t>L¹ng </t></r><r><t>S¬n</t></r>'
    strings = f'<si>{runs}<rPh sb="0" eb="1"><t>kana</t></rPh></si>'
    found = cell('<c r="A1" t="s" s="4"><v>0</v></c>', strings=strings, styles=STYLES)
    assert found is not None
    assert (found.text, found.fonts) == ("L¹ng S¬n", (".VnTime",))


def test_shared_formulas_move_with_their_cell() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">SUM(B1:B9)</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    sheet = only(read_xlsx(xlsx(rows), "x"))
    assert [found.formula for found in sheet.cells.values()] == ["SUM(B1:B9)", "SUM(B2:B10)"]


def test_what_is_hidden_or_merged_is_told() -> None:
    rows = '<row r="2" hidden="1"><c r="B2"><v>1</v></c></row>'
    more = '<mergeCells><mergeCell ref="A1:D1"/></mergeCells>'
    content = xlsx(rows, more=more).replace(b"", b"")
    sheet = only(read_xlsx(content, "x"))
    assert (sheet.hidden_rows, sheet.merged) == (frozenset({2}), (Area(1, 1, 1, 4),))


def written() -> tuple[openpyxl.Workbook, list[list[Any]]]:
    rows: list[list[Any]] = [["Biểu 1"], [], ["STT", "Tỉnh", "Số lượng", "Tỷ lệ"], [1, "Lạng Sơn", 63438, 0.0812]]
    rows += [[2, "Đà Nẵng", 456000.5, 0.404], [None, "=x", True, datetime.datetime(2020, 8, 7, 8)]]
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    sheet["B6"].data_type = "s"
    sheet["B4"].font = Font(name=".VnTime")
    sheet.column_dimensions["C"].hidden = True
    return workbook, rows


def test_openpyxl_and_calamine_see_the_same(tmp_path: Path) -> None:
    workbook, _ = written()
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    ours = only(read_file(path))
    theirs = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    assert {(c.row, c.column): c.value for row in theirs.iter_rows() for c in row if c.value is not None} == {
        place: found.value for place, found in ours.cells.items()
    }
    other = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert all(other[row - 1][column - 1] == found.value for (row, column), found in ours.cells.items())
    assert (ours.hidden_columns, ours.cells[4, 2].fonts) == (frozenset({3}), (".VnTime",))


def test_xls_is_read_with_fonts_formats_and_formulas() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sổ")
    sheet.write(0, 0, "L¹ng S¬n", xlwt.easyxf("font: name .VnTime"))
    sheet.write(0, 1, 0.0812, xlwt.easyxf(num_format_str="0.00%"))
    sheet.write(0, 2, datetime.date(2020, 8, 7), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(1, 0, xlwt.Formula("B1*2"))
    sheet.write_merge(2, 2, 0, 3, "tiêu đề")
    sheet.row(1).hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    found = only(read_xls(buffer.getvalue(), "a.xls"))
    assert [(c.text, c.kind) for c in found.cells.values()] == [
        ("L¹ng S¬n", Kind.TEXT),
        ("8,12%", Kind.PERCENT),
        ("07/08/2020", Kind.DATE),
        ("", Kind.TEXT),
        ("tiêu đề", Kind.TEXT),
    ]
    assert (found.cells[1, 1].fonts, found.cells[2, 1].formula) == ((".VnTime",), "?")
    assert (found.merged, found.hidden_rows) == ((Area(3, 1, 3, 4),), frozenset({2}))


def test_ods_is_read_with_repeats_spans_and_types() -> None:
    rows = (
        '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2">'
        "<text:p>Tỉnh</text:p><office:annotation><text:p>ghi</text:p></office:annotation></table:table-cell><table:covered-table-cell/>"
        '<table:table-cell office:value-type="percentage" office:value="0.0812"><text:p>8,12%</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="collapse">'
        '<table:table-cell office:value-type="float" office:value="63438"/>'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="date" office:date-value="2020-08-07"/>'
        '<table:table-cell table:formula="of:=SUM([.A1:.A9])"/></table:table-row>'
    )
    sheet = only(read_ods(ods(rows), "a.ods"))
    last = 1048002
    assert [(place, c.text, c.kind) for place, c in sheet.cells.items()] == [
        ((1, 1), "Tỉnh", Kind.TEXT),
        ((1, 3), "8,12%", Kind.PERCENT),
        ((last, 1), "63438", Kind.NUMBER),
        ((last, 2), "07/08/2020", Kind.DATE),
        ((last, 3), "07/08/2020", Kind.DATE),
        ((last, 4), "", Kind.TEXT),
    ]
    assert (sheet.cells[last, 4].formula, sheet.hidden_rows) == ("SUM(A1:A9)", frozenset({last}))
    assert sheet.merged == (Area(1, 1, 1, 2),)


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("", Cell(1, 1, None, formula='IF(B1;"")')),  # never calculated
        ("><text:p/", None),
        (' office:value-type="string" office:string-value="x"', Cell(1, 1, "x", Kind.TEXT, "x", formula='IF(B1;"")')),
    ],
)
def test_a_blank_result_in_an_ods_is_no_missing_one(inside: str, found: Cell | None) -> None:
    formula = "of:=IF([.B1];&quot;&quot;)"
    cell = f'<table:table-cell table:formula="{formula}"{inside}></table:table-cell>'
    sheet = only(read_ods(ods(f"<table:table-row>{cell}</table:table-row>"), "a.ods"))
    assert sheet.at(1, 1) == found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_and_separator(encoding: str, mark: str) -> None:
    import unicodedata  # noqa: PLC0415

    text = "\r\n".join(mark.join(row) for row in [["Tỉnh", "Số"], ["Lạng Sơn", "63.438"], ["Hà Nội", "12.001"]])
    if encoding == "cp1258":
        text = "".join(half(letter) for letter in unicodedata.normalize("NFC", text))
    sheet = only(read_delimited(text.encode(encoding), "a.csv"))
    assert [found.text for found in sheet.cells.values()] == ["Tỉnh", "Số", "Lạng Sơn", "63.438", "Hà Nội", "12.001"]


def half(letter: str) -> str:
    """Write a letter as CP1258 has it: with its hat in one, its tone behind."""
    import unicodedata  # noqa: PLC0415

    for tone in "\u0300\u0301\u0303\u0309\u0323":
        apart = unicodedata.normalize("NFD", letter)
        if tone in apart and letter not in "àáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝ":
            return unicodedata.normalize("NFC", apart.replace(tone, "")) + tone
    return letter


def test_a_csv_says_its_separator_or_has_one_that_fits_best() -> None:
    declared = only(read_delimited(b"sep=;\na,b;c\n", "a.csv"))
    assert [found.text for found in declared.rows[2].values()] == ["a,b", "c"]
    comma = only(read_delimited("Tỉnh,Số\nLạng Sơn;x,1\nHà Nội,2\n".encode(), "a.csv"))
    assert comma.cells[2, 2].text == "1"


def test_tables_of_a_page_are_read_with_their_spans() -> None:
    page = (
        "<meta charset=utf-8><table><caption>Biểu 1</caption><tr><th rowspan=2>Tỉnh<th colspan=2>Cài đặt</tr>"
        "<tr><th>Số<th>Tỷ lệ"
        "<script>alert(1)</script></tr><tr style='display:none'><td>Ẩn<td>1<td>2</tr>"
        "<tr><td>Lạng<br>Sơn<td><font face='.VnTime'>63.438</font><td>8,12%</table><table><tr><td>x</table>"
    )
    first, second = read_html(page.encode(), "a.html").sheets
    assert [c.text for c in first.cells.values()] == [
        *("Tỉnh", "Cài đặt", "Số", "Tỷ lệ", "Ẩn", "1", "2", "Lạng\nSơn", "63.438", "8,12%"),
    ]
    assert (first.name, first.hidden_rows, first.cells[4, 2].fonts) == ("Biểu 1", frozenset({3}), (".VnTime",))
    assert (first.cells[2, 2].text, second.name) == ("Số", "Bảng 2")


def test_a_markdown_table_is_read_where_it_stands() -> None:
    text = "# Báo cáo\n\n| Tỉnh | Số |\n|:--|--:|\n| **Lạng Sơn** | 63.438 |\n| a \\| b | |\n\nhết\n"
    sheet = only(read_markdown(text.encode(), "a.md"))
    assert {place: found.text for place, found in sheet.cells.items()} == {
        (3, 1): "Tỉnh",
        (3, 2): "Số",
        (5, 1): "Lạng Sơn",
        (5, 2): "63.438",
        (6, 1): "a | b",
    }


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.xls", "<html><table><tr><td>Tỉnh<td>Số</table>".encode(), "html"),
        ("a.xls", "Tỉnh\tSố\nLạng Sơn\t1\n".encode(), "csv"),
        ("a.csv", xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'), "xlsx"),
        ("a.xlsx", open_book([["Tỉnh", 1]]), "ods"),
        ("a.txt", b"| a | b |\n|---|---|\n| c | d |\n", "markdown"),
    ],
)
def test_a_file_is_read_as_what_it_is_and_the_wrong_name_is_told(
    tmp_path: Path, name: str, content: bytes, form: str
) -> None:
    (tmp_path / name).write_bytes(content)
    workbook = read_file(tmp_path / name)
    assert workbook.form == form
    assert "the name says" in workbook.remarks[-1]
