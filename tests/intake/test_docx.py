"""Tables of Word documents, with what Word keeps in them beside the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from dophu.errors import DataError
from dophu.intake.files import read_file
from dophu.intake.grid import Area, Sheet, Workbook
from dophu.intake.importer import Options, take_in
from dophu.intake.result import Intake
from tests.intake.packages import packed
from tests.intake.receiving import context, counts, roles

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
HEAD = ("STT", "Địa phương", "Số cài đặt")


def run(text: str, style: str = "") -> str:
    return f"<w:r><w:rPr>{style}</w:rPr><w:t>{text}</w:t></w:r>"


def para(*runs: str) -> str:
    return f"<w:p>{''.join(one if one.startswith('<') else run(one) for one in runs)}</w:p>"


def cell(content: str, settings: str = "") -> str:
    inside = content if content.startswith("<w:p>") else para(content)
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, settings: str = "") -> str:
    made = "".join(one if one.startswith(("<w:tc>", "<w:sdt>")) else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{settings}</w:trPr>{made}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def read(folder: Path, *parts: str) -> Workbook:
    body = f"<w:document {W} {MC}><w:body>{''.join(parts)}</w:body></w:document>"
    (folder / "thư.docx").write_bytes(packed({"word/document.xml": body}))
    return read_file(folder / "thư.docx")


def taken(folder: Path, *parts: str, **options: str) -> Intake:
    return take_in(read(folder, *parts), "0" * 64, 1, context(), Options(**options))  # type: ignore[arg-type]


def text(sheet: Sheet, at: int, column: int) -> str:
    found = sheet.at(at, column)
    return found.text if found else ""


LETTERHEAD = table(
    row("SỞ X", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), row("Số: 12/BC", "Hà Nội, ngày 08 tháng 8 năm 2020")
)
SIGNED = table(row("Nơi nhận: như trên", "GIÁM ĐỐC"))


def test_a_table_inside_a_letter_is_read_with_its_title(tmp_path: Path) -> None:
    figures = table(
        row(*HEAD), row("1", "Hà Nội", "512.345"), row("2", "Lạng Sơn", "63.438"), row("", "Tổng", "575.783")
    )
    title = para("Kết quả đến 08h00 ngày 07/8/2020")
    intake = taken(tmp_path, LETTERHEAD, para("Kính gửi: Ủy ban"), title, figures, SIGNED)
    assert (intake.errors, counts(intake)) == ([], {"01": 512345, "20": 63438})
    assert (intake.sheet, str(intake.as_of)) == ("Bảng 2", "2020-08-07T08:00")
    assert sorted([*intake.rows_out, *roles(intake)]) == list(intake.rows_in)


TRACKED = {
    "an insertion is read": para(run("77"), f"<w:ins>{run('1')}</w:ins>"),
    "a deletion is not": para(run("771"), "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>"),
    "a deletion kept as text is not": para(run("771"), f"<w:del>{run('9')}</w:del>"),
    "text moved here is read": para(run("7"), f"<w:moveTo>{run('71')}</w:moveTo>"),
    "text moved away is not": para(run("771"), f"<w:moveFrom>{run('5')}</w:moveFrom>"),
    "text in a content control is read": para(run("7"), f"<w:sdt><w:sdtContent>{run('71')}</w:sdtContent></w:sdt>"),
    "hidden text is not": para(run("771"), run("000", "<w:vanish/>")),
    "the code of a field is not, its result is": para(
        "<w:r><w:instrText>=SUM(ABOVE) 9</w:instrText></w:r>", run("771")
    ),
    "a fallback for old programs is not": para(
        run("77"),
        f"<mc:AlternateContent><mc:Choice>{run('1')}</mc:Choice><mc:Fallback>{run('1')}</mc:Fallback></mc:AlternateContent>",
    ),
}


@pytest.mark.parametrize("content", TRACKED.values(), ids=TRACKED)
def test_a_cell_says_what_word_shows_with_all_changes_accepted(tmp_path: Path, content: str) -> None:
    book = read(tmp_path, table(row("Tỉnh", "Số"), row("Hà Nội", cell(content))))
    assert text(book.sheets[0], 2, 2) == "771"


def test_tracked_changes_are_told_of(tmp_path: Path) -> None:
    plain = table(row("Tỉnh", "Số"), row("Hà Nội", "1"))
    assert read(tmp_path, plain).remarks == ()
    assert "tracked changes" in read(tmp_path, plain, para(f"<w:ins>{run('1')}</w:ins>")).remarks[0]


def test_a_cell_or_a_row_in_a_content_control_keeps_its_place(tmp_path: Path) -> None:
    control = f"<w:sdt><w:sdtContent>{cell('Hà Nội')}</w:sdtContent></w:sdt>"
    rows = (
        row(*HEAD),
        row("1", control, "5"),
        f"<w:sdt><w:sdtContent>{row('2', 'Lạng Sơn', '7')}</w:sdtContent></w:sdt>",
    )
    assert counts(taken(tmp_path, table(*rows))) == {"01": 5, "20": 7}


def test_a_row_that_was_deleted_is_gone(tmp_path: Path) -> None:
    rows = (row(*HEAD), row("1", "Hà Nội", "5"), row("1", "Hà Nội", "9", settings="<w:del/>"), row("2", "Cà Mau", "7"))
    assert counts(taken(tmp_path, table(*rows))) == {"01": 5, "96": 7}


def test_merged_cells_span_and_stand_once(tmp_path: Path) -> None:
    wide, down, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    book = read(
        tmp_path,
        table(
            row(cell("Tỉnh", down), cell("Kết quả", wide)),
            row(cell("", goes_on), "Số cài đặt", "Tỷ lệ"),
            row("Hà Nội", "5", "1%"),
            row("7", settings='<w:gridBefore w:val="1"/>'),
        ),
    )
    sheet = book.sheets[0]
    assert set(sheet.merged) == {Area(1, 1, 2, 1), Area(1, 2, 1, 3)}
    assert (text(sheet, 2, 2), text(sheet, 2, 1), text(sheet, 4, 2)) == ("Số cài đặt", "", "7")


def test_a_table_inside_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    inner = table(row("Tỉnh", "Số cài đặt"), row("Hà Nội", "5"), row("Cà Mau", "7"))
    outer = table(f"<w:tr><w:tc>{para('Biểu')}{inner}{para('')}</w:tc></w:tr>")
    book = read(tmp_path, outer)
    assert [len(sheet.cells) for sheet in book] == [1, 7]  # its title is the line above it
    assert counts(taken(tmp_path, outer)) == {"01": 5, "96": 7}


def test_two_numbers_in_two_paragraphs_of_a_cell_are_not_one(tmp_path: Path) -> None:
    two = f"<w:tc>{para('120')}{para('350')}</w:tc>"
    intake = taken(tmp_path, table(row("Tỉnh", "Số cài đặt"), row("Hà Nội", two), row("Cà Mau", "7")))
    assert [found.kind for found in intake.errors] == ["number_two"]


def test_of_two_tables_one_is_chosen_by_number_or_title(tmp_path: Path) -> None:
    first = table(row("Tỉnh", "Số cài đặt"), row("Hà Nội", "5"), row("Cà Mau", "7"))
    second = first.replace(">5<", ">6<")
    parts = (para("Biểu 1. Kỳ này"), first, para("Biểu 2. Lũy kế"), second)
    assert [found.kind for found in taken(tmp_path, *parts).errors] == ["tables_several"]
    assert counts(taken(tmp_path, *parts, table="2")) == {"01": 6, "96": 7}
    assert counts(taken(tmp_path, *parts, table="kỳ này")) == {"01": 5, "96": 7}
    assert counts(taken(tmp_path, *parts, sheet="Bảng 2")) == {"01": 6, "96": 7}


def test_a_document_that_resolves_entities_is_refused(tmp_path: Path) -> None:
    body = f'<!DOCTYPE a [<!ENTITY x "1">]><w:document {W}><w:tbl/></w:document>'
    (tmp_path / "a.docx").write_bytes(packed({"word/document.xml": body}))
    with pytest.raises(DataError):
        read_file(tmp_path / "a.docx")


def test_a_number_that_is_struck_out_keeps_the_table_out_until_it_is_accepted(tmp_path: Path) -> None:
    struck = cell(para(run("5", "<w:strike/>")))
    parts = table(row("Tỉnh", "Số cài đặt"), row("Hà Nội", struck), row("Cà Mau", "7"))
    assert [(found.kind, found.place) for found in taken(tmp_path, parts).errors] == [("number_struck_out", "B2")]
