from __future__ import annotations

import unicodedata

import pandas as pd
import pytest

from dophu.data.tables import COUNTS, Finding, read_tables, refuse
from dophu.errors import DataError

HEAD = "source,as_of,vintage,unit,measure,count,step,qualifier,note"
ROW = "S,2020-08-07T08:00,VN63,20,installs,63438,1,hơn,"
FILE = "data/x/counts.csv"


def read(*lines: str) -> pd.DataFrame:
    return read_tables({FILE: "\n".join([HEAD, *lines]) + "\n"}, COUNTS)


def with_cell(column: str, value: str) -> str:
    cells = dict(zip(HEAD.split(","), ROW.split(","), strict=True)) | {column: value}
    return ",".join(cells.values())


def test_rows_are_numbered_as_in_the_file_and_cells_stay_text() -> None:
    frame = read(ROW, ROW.replace(",20,", ",01,"))
    assert list(frame["line"]) == [2, 3]
    assert list(frame["unit"]) == ["20", "01"]
    assert set(frame["file"]) == {FILE}


@pytest.mark.parametrize("text", [HEAD, HEAD + "\n", HEAD + "\r\n"])
def test_a_table_of_headings_alone_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="row 1: the table has no rows below its headings"):
        read_tables({FILE: text}, COUNTS)


@pytest.mark.parametrize(
    ("note", "below"),
    [
        ('"chưa đóng', ROW),  # takes in everything below
        ('"mở ở đây', ROW.replace(",hơn,", ',hơn,"đóng ở đây"')),  # takes in what lies between
        ('"xuống\ndòng"', ROW),
        ('"xuống\r\ndòng"', ROW),
        ('màn hình 5"', ROW),  # no cell is lost, yet nobody can say which mark is missing
        ('"hai ""dấu""', ROW),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quoted_cell_must_end_on_its_line(note: str, below: str, end: str) -> None:
    with pytest.raises(DataError, match=f"{FILE} row 3: a quotation mark opens a cell that does not end on its line"):
        read_tables({FILE: end.join([HEAD, ROW, ROW + note, below, below]) + end}, COUNTS)


@pytest.mark.parametrize("note", ['"có ""dấu"" kép"', '"phẩy, ở giữa"', '"xong"', 'giữa "hai" dấu', '""'])
def test_marks_in_pairs_are_read_as_they_stand(note: str) -> None:
    frame = read(ROW + note, ROW)
    assert list(frame["note"]) == [note.strip('"').replace('""', '"') if note.startswith('"') else note, ""]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (ROW + '"xong"rồi"', "opens a cell that does not end on its line"),
        (ROW + '"xong"rồi""', "this is not a CSV table: ',' expected after"),
        (ROW + "x" * 100_001, "a line of 1000"),
    ],
)
def test_a_row_that_is_none_is_refused_with_its_line(row: str, problem: str) -> None:
    with pytest.raises(DataError) as caught:
        read(ROW, row)
    assert f"{FILE} row 3: " in caught.value.problem
    assert problem in caught.value.problem


def test_no_table_at_all_is_an_empty_frame() -> None:
    assert list(read_tables({}, COUNTS).columns) == ["file", "line", *COUNTS]


@pytest.mark.parametrize(
    ("head", "parts"),
    [
        (HEAD + ",cuont", ["row 1 column 'cuont'", "unknown column", "did you mean 'count'"]),
        (HEAD.replace(",step", ""), ["row 1 column 'step'", "column is missing", "add the column 'step'"]),
        (HEAD + ",note", ["row 1 column 'note'", "column stands twice", "keep one column 'note'"]),
    ],
)
def test_a_wrong_column_is_refused_by_name(head: str, parts: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        read_tables({FILE: head + "\n"}, COUNTS)
    assert [part for part in [FILE, *parts] if part not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("column", "value", "problem", "fix"),
    [
        ("count", "-1", "not a whole number of 0 or more", "write digits only"),
        ("count", "8.5", "not a whole number of 0 or more", "write digits only"),
        ("count", "63.438", "not a whole number of 0 or more", "write digits only"),
        ("count", "nhiều", "not a whole number of 0 or more", "write digits only"),
        ("count", "9" * 16, "not a whole number of 0 or more, of at most 15 digits", "write digits only"),
        ("count", "9" * 30, "not a whole number of 0 or more, of at most 15 digits", "write digits only"),
        ("count", "٣٤", "not a whole number of 0 or more", "write digits only"),
        ("step", "1" + "0" * 30, "not a rounding step", "write 1 for an exact count"),
        ("step", "0", "not a rounding step", "write 1 for an exact count"),
        ("as_of", "07/8/2020", "not a moment", "write 2020-08-07"),
        ("as_of", "2020-02-30", "not a moment", "write 2020-08-07"),
        ("qualifier", "chừng", "not one of '', 'hơn'", "'khoảng'"),
        ("unit", "", "blank", "fill it in"),
        ("source", "  ", "blank", "fill it in"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_place_and_its_cure(column: str, value: str, problem: str, fix: str) -> None:
    with pytest.raises(DataError) as caught:
        read(ROW, with_cell(column, value))
    assert f"{FILE} row 3 column '{column}': {problem}" in caught.value.problem
    assert f"got '{value.strip()}'" in caught.value.problem
    assert fix in caught.value.fix


@pytest.mark.parametrize("row", [ROW + ",một nữa", "S,2020-08-07", ""])
def test_a_ragged_row_is_refused(row: str) -> None:
    with pytest.raises(DataError, match=rf"row 3: {len(row.split(',')) if row else 0} cells in 9 columns"):
        read(ROW, row)


def test_an_empty_file_is_refused_with_the_header_it_needs() -> None:
    with pytest.raises(DataError, match=f"{FILE}: the file is empty\nfix: start it with: {HEAD}"):
        read_tables({FILE: ""}, COUNTS)


def test_all_findings_of_a_file_come_in_one_error() -> None:
    with pytest.raises(DataError) as caught:
        read(with_cell("count", "-1"), with_cell("step", "x"), with_cell("as_of", "hôm nay"))
    assert caught.value.problem.startswith("3 finding(s)")
    places = ("row 2 column 'count'", "row 3 column 'step'", "row 4 column 'as_of'")
    assert [place for place in places if place not in caught.value.problem] == []


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(ends: str) -> None:
    frame = read_tables({FILE: ends.join([HEAD, ROW, ROW]) + ends}, COUNTS)
    assert list(frame["note"]) == ["", ""]


def test_decomposed_letters_become_whole_ones() -> None:
    frame = read(unicodedata.normalize("NFD", with_cell("note", "Lạng Sơn")))
    assert frame.loc[0, "note"] == "Lạng Sơn"
    assert frame.loc[0, "qualifier"] == "hơn"


def test_blanks_around_a_cell_and_commas_in_quotes_are_read() -> None:
    frame = read(with_cell("note", '" theo báo, đã làm tròn "'))
    assert frame.loc[0, "note"] == "theo báo, đã làm tròn"


def test_a_quote_that_never_closes_is_refused_however_long_the_file() -> None:
    with pytest.raises(DataError, match=FILE):
        read(with_cell("note", '"mở mà không đóng'), *[ROW] * 5000)


def test_only_findings_without_a_note_are_refused() -> None:
    known = Finding(FILE, 2, "count", "9", "too many", "correct it", note="làm tròn")
    refuse([known])
    with pytest.raises(DataError, match=r"1 finding\(s\)"):
        refuse([known, Finding(FILE, 3, "count", "9", "too many", "correct it")])
