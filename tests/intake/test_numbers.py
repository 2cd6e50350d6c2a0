"""Numbers as people write them, one by one and as a column's evidence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dophu.intake.grid import Cell, Kind
from dophu.intake.numbers import Notation, Number, notation_of, read_number
from dophu.intake.phrases import PHRASES
from dophu.words import say


def text(value: str, row: int = 1) -> Cell:
    return Cell(row, 1, value, Kind.TEXT, value)


def count(value: str, notation: Notation | None = "vi") -> Number:
    return read_number(text(value), notation, whole=True)


@pytest.mark.parametrize(
    ("written", "notation", "value"),
    [
        ("63.438", "vi", 63438),
        ("63,438", "en", 63438),
        ("63 438", None, 63438),
        ("63\u00a0438", "vi", 63438),
        ("63\u202f438", "en", 63438),
        ("63'438", None, 63438),
        ("63438", None, 63438),
        ("63.438,0", "vi", 63438),
        ("63,438.00", "en", 63438),
        ("1.234.567", "vi", 1234567),
        ("+1.234", "vi", 1234),
        ("６３４３８", None, 63438),
        ("0", None, 0),
        ("2,3 triệu", "vi", 2300000),
        ("12 nghìn", None, 12000),
        ("12 ngàn", None, 12000),
    ],
)
def test_counts_are_read(written: str, notation: Notation | None, value: int) -> None:
    number = count(written, notation)
    assert (number.value, number.qualifier, number.kind) == (value, "", "")


@pytest.mark.parametrize(
    ("written", "value", "step", "qualifier"),
    [
        ("hơn 12.000", 12000, 1000, "hơn"),
        ("Hơn  12.500", 12500, 100, "hơn"),
        ("gần 70", 70, 10, "gần"),
        ("khoảng 12 nghìn", 12000, 1000, "khoảng"),
        ("~ 12.000", 12000, 1000, "khoảng"),
        ("trên 2,3 triệu", 2300000, 100000, "trên"),
        (">12.000", 12000, 1000, "trên"),
        ("gần 63.438", 63438, 1, "gần"),
    ],
)
def test_a_qualifier_is_kept_with_its_step(written: str, value: int, step: int, qualifier: str) -> None:
    assert count(written) == Number(value, step, qualifier)


@pytest.mark.parametrize("written", ["", "-", "–", "—", "x", "X", "...", "…", "n/a", "chưa có", "Không có số liệu"])
def test_missing_is_no_nought(written: str) -> None:
    assert count(written) == Number(missing=True)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("63,438", "number_notation"),
        ("63.43", "number_notation"),
        ("6.3438", "number_group"),
        ("63.4381", "number_group"),
        ("1.063.4381", "number_group"),
        ("63.43811", "number_notation"),
        ("63.438.", "number_notation"),
        ("1.234,5", "number_not_whole"),
        ("63.438,", "number_notation"),
        ("-12", "number_negative"),
        ("8,12%", "number_percent"),
        ("1.23E+05", "number_scientific"),
        ("6,3438e4", "number_scientific"),
        ("07/8/2020", "number_unreadable"),
        ("5 (3)", "number_two"),
        ("63.438 (12)", "number_two"),
        ("63.438 (8,12%)", "number_two"),
        ("120/350", "number_two"),
        ("63.438 (x2)", "number_unreadable"),
        ("*", "number_unreadable"),
        ("120\n350", "number_two"),
        ("120\r\n350", "number_two"),
        ("120\t350", "number_two"),
        ("120  350", "number_two"),
        ("120\u00a0\u00a0350", "number_two"),
        ("120\u3000350", "number_two"),
        ("120\u2003350", "number_two"),
        ("12.000\n350", "number_two"),
        ("hơn 120\n350", "number_two"),
        ("63.438 người", "number_unreadable"),
        ("dưới 12.000", "number_bound"),
        ("< 12", "number_bound"),
        ("hơn", "number_unreadable"),
        ("hơn gần 12", "number_unreadable"),
        ("mười hai", "number_unreadable"),
        ("9" * 20, "number_too_large"),
        ("٦٣", "number_unreadable"),
    ],
)
def test_what_is_no_count_is_refused_with_the_reason(written: str, kind: str) -> None:
    number = count(written)
    assert (number.value, number.kind) == (None, kind)
    assert PHRASES[kind].problem.format_map(number.details)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (Cell(1, 1, 63.438, Kind.NUMBER, "63.438"), "number_not_whole"),
        (Cell(1, 1, 63438.4, Kind.NUMBER, "63438.4"), "number_hidden"),
        (Cell(1, 1, -3, Kind.NUMBER, "-3"), "number_negative"),
        (Cell(1, 1, 1e300, Kind.NUMBER, "1e+300"), "number_too_large"),
        (Cell(1, 1, 0.0812, Kind.PERCENT, "8,12%"), "number_percent"),
        (Cell(1, 1, "2020-12-08", Kind.DATE, "08/12/2020"), "number_date"),
        (Cell(1, 1, True, Kind.LOGICAL, "TRUE"), "number_error"),
        (Cell(1, 1, "#REF!", Kind.ERROR, "#REF!"), "number_error"),
        (Cell(1, 1, None, formula="SUM(A1:A9)"), "number_uncalculated"),
    ],
)
def test_cells_that_hold_no_count_are_refused(cell: Cell, kind: str) -> None:
    assert read_number(cell, None, whole=True).kind == kind


@pytest.mark.parametrize(
    ("written", "value", "mark"),
    [
        ("63.438*", 63438, "*"),
        ("63.438 (*)", 63438, "(*)"),
        ("63.438(1)", 63438, "(1)"),
        ("63.438 [a]", 63438, "[a]"),
        ("9500¹", 9500, "¹"),
        ("63.438**", 63438, "**"),
        ("950 †", 950, "†"),
        ("hơn 12.000*", 12000, "*"),
        ("'63438", 63438, ""),
        ("\n63438\n", 63438, ""),
    ],
)
def test_the_mark_of_a_footnote_is_no_part_of_its_number(written: str, value: int, mark: str) -> None:
    assert (count(written).value, count(written).mark) == (value, mark)


def test_a_number_s_cell_is_read_whatever_the_notation() -> None:
    cell = Cell(1, 1, 63438, Kind.NUMBER, "63438", formula="B1+B2")
    assert {read_number(cell, notation, whole=True).value for notation in (None, "vi", "en")} == {63438}


@pytest.mark.parametrize(
    ("cell", "value", "places"),
    [
        (text("8,12%"), Fraction(812, 100), 2),
        (text("8,12"), Fraction(812, 100), 2),
        (text("8"), 8, 0),
        (Cell(1, 1, 0.0812, Kind.PERCENT, "8,12%"), Fraction(812, 100), 2),
        (Cell(1, 1, 8.12, Kind.NUMBER, "8.12"), Fraction(812, 100), 2),
        (Cell(1, 1, 40, Kind.NUMBER, "40"), 40, 0),
    ],
)
def test_shares_keep_the_decimals_they_were_printed_with(cell: Cell, value: Fraction, places: int) -> None:
    number = read_number(cell, "vi", whole=False)
    assert (number.value, number.places) == (value, places)


@pytest.mark.parametrize(
    ("column", "notation"),
    [
        (["63.438", "12.000", "812"], "vi"),
        (["63,438", "12,000"], "en"),
        (["63438", "812", "-"], None),
        (["63 438", "812"], None),
        (["1.234.567", "12.000"], "vi"),
        (["63.438,0", "12.000"], "vi"),
        (["hơn 12.000", "63.438"], "vi"),
        (["12.000", "12.000,0"], "vi"),
    ],
)
def test_a_column_s_evidence_decides_its_notation(column: list[str], notation: Notation | None) -> None:
    decision = notation_of([text(value, row) for row, value in enumerate(column, 1)], whole=True)
    assert (decision.notation, decision.kind, bool(decision.why)) == (notation, "", True)


@pytest.mark.parametrize("column", [["12.000"], ["12,000", "700"], ["63.000", "5.000"], ["hơn 12.000"]])
def test_two_readings_are_asked_about(column: list[str]) -> None:
    decision = notation_of([text(value, row) for row, value in enumerate(column, 1)], whole=True)
    assert (decision.notation, decision.kind) == (None, "number_ambiguous")
    assert column[0] in say("finding.number_ambiguous.problem", **decision.details)
    assert notation_of([text(column[0])], whole=True, forced="en").notation == "en"


def test_a_mixture_leaves_the_odd_ones_to_be_refused() -> None:
    cells = [text(value, row) for row, value in enumerate(["63.438", "12.345", "63,438"], 1)]
    notation = notation_of(cells, whole=True).notation
    assert [read_number(cell, notation, whole=True).kind for cell in cells] == ["", "", "number_notation"]
