from __future__ import annotations

from dophu.changes.rows import LONGEST, RowChange, file_change

COUNTS = "data/demo/2020-08-07/counts.csv"
BEFORE = "unit,measure,count,note\n20,installs,80000,\n22,installs,150000,\n"


def test_a_revised_row_is_named_and_only_its_changed_cells_are_told() -> None:
    found = file_change(COUNTS, BEFORE.encode(), BEFORE.replace("80000,", "80001,sửa").encode())
    assert found.rows == (RowChange("20 installs", "count: 80000", "count: 80001; note: sửa"),)


def test_rows_that_came_and_went_are_told_whatever_their_order() -> None:
    after = "unit,measure,count,note\n24,installs,9,\n20,installs,80000,\n"
    found = file_change(COUNTS, BEFORE.encode(), after.encode())
    assert found.rows == (RowChange("24 installs", "", "count: 9"), RowChange("22 installs", "count: 150000", ""))


def test_two_rows_of_one_name_are_kept_apart() -> None:
    twice = BEFORE + "20,installs,70000,\n"
    found = file_change(COUNTS, twice.encode(), twice.replace("70000", "70001").encode())
    assert found.rows == (RowChange("20 installs (2)", "count: 70000", "count: 70001"),)


def test_other_files_are_told_line_by_line() -> None:
    found = file_change("params/x.yml", b"number: 7\nname: A\n", b"number: 8\nname: A\n")
    assert found.rows == (RowChange("", "number: 7", ""), RowChange("", "", "number: 8"))


def test_a_file_that_came_or_went_is_told_as_a_whole() -> None:
    assert (file_change(COUNTS, None, b"x").state, file_change(COUNTS, b"x", None).state) == ("new", "gone")


def test_long_lists_are_cut_and_counted() -> None:
    rows = "".join(f"{unit},installs,1,\n" for unit in range(LONGEST + 5))
    found = file_change(COUNTS, b"unit,measure,count,note\n", f"unit,measure,count,note\n{rows}".encode())
    assert (len(found.rows), found.more) == (LONGEST, 5)


def test_a_damaged_file_is_compared_as_it_is() -> None:
    assert file_change(COUNTS, b"\xff\x00,,\n1,2,3,4,5\n", b"unit\n").state == "changed"
