from __future__ import annotations

import time
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dophu.charts.look import TINT
from dophu.publish.xlsx import render_xlsx, tables_of
from dophu.tell.blocks import Document, Run, Table
from tests.publish.national import BANNER, MARKED, annexed_letter, national_facts, provinces
from tests.telling import open_report, tell

HOSTILE = [
    "=1+1",
    "=HYPERLINK(A1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "#N/A",
    "TRUE",
    "63.438",
    "2020-08-07",
    "'x",
    "_x0041_",
    " a < b & c\n> ",
]
TABLE = "Bảng 1 Kết quả của các tỉnh"
FRAME = ["Bìa", "Ghi chú", "Dữ liệu", "Nguồn"]


@pytest.fixture(scope="module")
def file() -> bytes:
    return render_xlsx(annexed_letter())


@pytest.fixture(scope="module")
def book(file: bytes) -> Workbook:
    return opened(file)


def opened(file: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(file))


def with_tables(letter: Document, *tables: Table) -> Document:
    return letter.model_copy(update={"blocks": list(tables)})


def titled(caption: str, *cells: str) -> Table:
    rows = [[[Run(text=text)]] for text in cells]
    return Table(caption=[Run(text=caption)], head=[[Run(text="Đơn vị")]], rows=rows, align=["left"])


def texts(sheet: Worksheet, column: int) -> list[object]:
    return [row[column] for row in sheet.iter_rows(values_only=True)]


def test_each_table_has_a_sheet_and_so_have_ledger_and_sources(book: Workbook) -> None:
    tables = ["Hình 1 Tỷ lệ cài đặt trên dân", "Bảng 1 Kết quả theo huyện", TABLE]
    assert book.sheetnames == [*FRAME[:2], *tables, *FRAME[2:]]
    assert len(tables_of(annexed_letter())) == 3


def test_cells_are_numbers_and_dates_as_the_report_prints_them(book: Workbook) -> None:
    row = book[TABLE][4]  # below banner, caption and head
    assert [cell.data_type for cell in row] == ["s", *["n"] * 8, "d"]
    assert [cell.value for cell in row[:4]] == ["Hà Nội", 8053663, 563756, 563756 / 8053663]
    assert [cell.number_format for cell in row[1:4]] == ["#,##0", "#,##0", "#,##0.00%"]
    assert row[-1].value == datetime(2020, 8, 7, 8)


def test_the_ledger_stands_beside_with_its_exact_values(book: Workbook) -> None:
    sheet = book["Dữ liệu"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "rate")
    assert row[6] == pytest.approx(63438 / 781655, abs=1e-16)
    assert row[7] == "8,12%"
    assert sheet.max_row == 3 + len(annexed_letter().facts)
    assert {fact.key for fact in national_facts()} <= set(texts(sheet, 0))


def test_totals_and_the_marked_row_stand_out(book: Workbook) -> None:
    sheet = book[TABLE]
    first_total = 4 + len(provinces())
    bold = [row[0].row for row in sheet.iter_rows(min_row=4) if row[0].font.b]
    assert bold == [4 + MARKED, first_total, first_total + 1]
    assert sheet.cell(4 + MARKED, 1).fill.fgColor.rgb == f"FF{TINT[1:].upper()}"
    assert sheet.cell(first_total, 1).border.top.style == "medium"


def test_every_sheet_is_headed_frozen_and_laid_out_for_print(book: Workbook) -> None:
    assert book["Bìa"]["A1"].value == BANNER
    for sheet in book.worksheets[1:]:
        assert sheet["A1"].value == BANNER
        assert sheet.auto_filter.ref.startswith("A3:")
        assert sheet.freeze_panes == "B4"
        assert sheet.print_title_rows == "$1:$3"
        setup = sheet.page_setup
        assert (setup.paperSize, setup.fitToWidth or 1, setup.fitToHeight) == (9, 1, 0)  # 1 is the schema's own
        assert sheet.oddHeader is not None
        assert sheet.oddHeader.center.text == BANNER
    assert [book[name].page_setup.orientation for name in ("Ghi chú", TABLE)] == ["portrait", "landscape"]


def test_a_file_of_real_figures_has_no_banner(letter: Document) -> None:
    book = opened(render_xlsx(letter))
    assert book.worksheets[2]["A1"].value == "Số liệu của Hình 1"
    assert book.worksheets[2].freeze_panes == "B3"
    assert not book.properties.keywords


def test_the_file_says_in_its_properties_that_it_is_simulated(book: Workbook) -> None:
    about = book.properties
    assert str(about.title).startswith(BANNER)
    assert str(about.subject).startswith(BANNER)
    assert about.keywords == BANNER
    assert about.created == about.modified == datetime(2020, 8, 7, 1)  # 08h00 in Viet Nam, as all files in UTC
    assert about.created.replace(tzinfo=UTC).isoformat() == "2020-08-07T01:00:00+00:00"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot change its time zone")
def test_same_document_gives_same_bytes_in_any_time_zone(file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    again = render_xlsx(annexed_letter())
    monkeypatch.undo()
    time.tzset()
    assert again == file
    with ZipFile(BytesIO(file)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(letter: Document, text: str) -> None:
    file = render_xlsx(with_tables(letter, titled(text, text)))
    cell = opened(file).worksheets[2]["A3"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert str(cell.value).replace("_x005F_", "_", 1) == text
    assert cell.quotePrefix == (text[0] in "=+-@")


def test_no_sheet_holds_a_formula(letter: Document) -> None:
    fact = letter.facts[0].model_copy(
        update={"label": "=1+1", "formula": "=63438/781655", "note": "=cmd|' /C calc'!A0"}
    )
    words = {"title": "=1+1", "facts": [fact], "banner": "=1+1"}
    with ZipFile(BytesIO(render_xlsx(letter.model_copy(update=words)))) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets" in name]
    assert len(sheets) == 6
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


@pytest.mark.parametrize(
    ("captions", "names"),
    [
        (["Bảng 1. Một", "Bảng 1. Một", "bảng 1"], ["Bảng 1 Một", "Bảng 1 Một (2)", "bảng 1"]),
        (["a[b]:c*d?e/f\\g"], ["a b c d e f g"]),
        (["", "'"], ["Bảng số liệu", "Bảng số liệu (2)"]),
        (["Nguồn", "Dữ liệu", "History"], ["Nguồn (2)", "Dữ liệu (2)", "History (2)"]),
        (["Bảng 2. Kết quả của các tỉnh, thành phố, 2020"], ["Bảng 2 Kết quả của các tỉnh"]),
        (["x" * 99, "x" * 98], ["x" * 31, "x" * 26 + " (2)"]),
    ],
)
def test_sheets_are_named_shortly_and_each_differently(letter: Document, captions: list[str], names: list[str]) -> None:
    document = with_tables(letter, *(titled(caption, "x") for caption in captions))
    assert opened(render_xlsx(document)).sheetnames[2 : 2 + len(names)] == names


@pytest.mark.parametrize("rows", [0, 1, 700])
def test_a_table_of_any_length_is_written(letter: Document, rows: int) -> None:
    sheet = opened(render_xlsx(with_tables(letter, titled("Bảng 1", *["x"] * rows)))).worksheets[2]
    assert texts(sheet, 0) == ["Bảng 1", "Đơn vị", *["x"] * rows]


def test_a_document_without_tables_still_has_its_ledger(letter: Document) -> None:
    assert opened(render_xlsx(with_tables(letter))).sheetnames == FRAME


@pytest.mark.parametrize(
    ("published", "value"),
    [
        ("2020-08-04", datetime(2020, 8, 4)),
        ("2020-08-07T09:25", datetime(2020, 8, 7, 9, 25)),
        ("2020-08", "2020-08"),
        ("", None),
    ],
)
def test_the_day_of_a_source_is_a_date_where_it_is_known(letter: Document, published: str, value: object) -> None:
    source = letter.sources[0].model_copy(update={"published": published})
    cell = opened(render_xlsx(letter.model_copy(update={"sources": [source]})))["Nguồn"]["D3"]
    assert cell.value == value


def test_the_cover_tells_whose_report_it_is_and_leads_to_each_sheet(book: Workbook) -> None:
    cover = book["Bìa"]
    told = {row[0]: row[1] for row in cover.iter_rows(min_row=3, max_row=7, values_only=True)}
    assert told["Kỳ báo cáo"] == datetime(2020, 8, 7)
    assert told["Số liệu đến"] == datetime(2020, 8, 7, 8)
    links = [cell.hyperlink.location for row in cover.iter_rows(max_col=1) for cell in row if cell.hyperlink]
    assert [str(link).split("!")[0].strip("'") for link in links] == book.sheetnames[1:]


def test_the_cover_names_the_unit_beside_its_code(letter: Document) -> None:
    named = letter.model_copy(update={"ledger": {"edition": {"unit_name": "tỉnh Lạng Sơn"}}})
    cover = opened(render_xlsx(named))["Bìa"]
    told = {row[0]: row[1] for row in cover.iter_rows(max_row=7, values_only=True)}
    assert (told["Đơn vị"], told["Mã đơn vị"]) == ("tỉnh Lạng Sơn", "20")


def test_the_data_are_one_long_sheet_with_codes_and_days() -> None:
    document = tell(open_report(campaign="demo", period="2020-10-16", unit="20"))
    rows = opened(render_xlsx(document))["Dữ liệu"].iter_rows(min_row=3, values_only=True)
    head = next(rows)
    row = next(dict(zip(head, row, strict=True)) for row in rows if row[0] == "share@20")
    told = {name: row[name] for name in ("Mã đơn vị", "Mã chỉ tiêu", "Kỳ báo cáo", "Số liệu đến", "In ra")}
    assert list(told.values()) == ["20", "share", datetime(2020, 10, 16), datetime(2020, 10, 16, 8), "24,89%"]
    assert row["Giá trị"] == pytest.approx(0.2488, abs=1e-4)


def test_heads_that_repeat_are_told_apart_and_typed_days_are_days(letter: Document) -> None:
    cells = [[Run(text=text)] for text in ("16/10/2020", "1", "2", "3", "4")]
    heads = [[Run(text=text)] for text in ("Kỳ", "Lạng Sơn", "Tỷ lệ", "Cả nước", "Tỷ lệ")]
    table = Table(caption=[Run(text="Bảng 1")], head=heads, rows=[cells], align=["left"] * 5)
    sheet = opened(render_xlsx(with_tables(letter, table))).worksheets[2]
    assert [cell.value for cell in sheet[2]] == ["Kỳ", "Lạng Sơn", "Tỷ lệ (Lạng Sơn)", "Cả nước", "Tỷ lệ (Cả nước)"]
    assert (sheet["A3"].value, sheet["A3"].number_format) == (datetime(2020, 10, 16), r"dd\/m\/yyyy")


def test_long_titles_have_room_on_the_cover(letter: Document) -> None:
    cover = opened(render_xlsx(with_tables(letter, titled("Bảng 1. " + "kết quả của các tỉnh " * 9, "x"))))["Bìa"]
    (long,) = (cell.row for cell in cover["B"] if str(cell.value).startswith("Bảng 1. kết quả"))
    assert (cover.row_dimensions[long].height, cover.row_dimensions[long - 1].height) == (48, None)


def test_of_the_data_what_can_be_read_on_paper_is_printed(book: Workbook) -> None:
    sheet = book["Dữ liệu"]
    last = sheet[f"{sheet.print_area.split('$')[-2]}3"]
    assert (last.value, sheet[3][last.column].value) == ("Trạng thái", "Cách tính")
    assert sheet.print_area.endswith(f"${sheet.max_row}")


def test_a_charts_axis_is_in_per_cent_where_its_cells_are() -> None:
    file = render_xlsx(tell(open_report(campaign="demo", period="2020-10-16", unit="20")))
    with ZipFile(BytesIO(file)) as parts:
        assert b'<c:numFmt formatCode="0%" sourceLinked="0"/>' in parts.read("xl/charts/chart1.xml")
