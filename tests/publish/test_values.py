from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from dophu.publish.values import clean, divisor, typed
from dophu.tell.blocks import Run, TraceRow

FACT = {"key": "k", "label": "", "formula": "", "inputs": [], "base": "", "source": "", "status": "computed"}


def fact(unit: str, exact: str, shown: str = "") -> TraceRow:
    return TraceRow.model_validate(FACT | {"unit": unit, "exact": exact, "shown": shown})


def cell(before: str, printed: str, after: str) -> list[Run]:
    return [Run(text=before), Run(text=printed, fact="k"), Run(text=after)]


@pytest.mark.parametrize(
    ("unit", "exact", "printed", "value", "number_format"),
    [
        ("count", "63438", "63.438", 63438, "#,##0"),
        ("count", "9", "09", 9, "00"),
        ("count", "-3", "giảm 3", -3, '"giảm "#,##0;"giảm "#,##0'),
        ("count", "-3", "-3", -3, "#,##0;-#,##0"),
        ("count", "687000", "khoảng 687.000", 687000, '"khoảng "#,##0'),
        ("count", "2830000", "khoảng 2,83 triệu", 2830000, '"khoảng "#,##0.00,," triệu"'),
        ("count", "0", "không thay đổi", 0, '"không thay đổi"'),
        ("percent", "1268760/156331", "8,12%", float(Fraction(1268760, 15633100)), "#,##0.00%"),
        ("percent", "7.22", "trên 7,22%", 0.0722, '"trên "#,##0.00%'),
        ("percent", "50", "50", 50, "#,##0"),
        ("points", "46/7", "6,57 điểm phần trăm", 46 / 7, '#,##0.00" điểm phần trăm"'),
        ("rank", "8", "thứ 8", 8, '"thứ "#,##0'),
        ("hours", "936", "39 ngày", 39, '#,##0" ngày"'),
        ("hours", "15.5", "15,5 giờ", 15.5, '#,##0.0" giờ"'),
        ("date", "2020-08-07", "07/8/2020", date(2020, 8, 7), "dd\\/m\\/yyyy"),
        ("date", "2020-01-15", "ngày 15/01/2020", date(2020, 1, 15), '"ngày "dd\\/mm\\/yyyy'),
        (
            "moment",
            "2020-08-07T08:00",
            "08h00 ngày 07/8/2020",
            datetime(2020, 8, 7, 8),
            'hh"h"mm" ngày "dd\\/m\\/yyyy',
        ),
    ],
)
def test_a_cell_of_one_fact_keeps_its_exact_value_and_prints_as_the_report(
    unit: str, exact: str, printed: str, value: object, number_format: str
) -> None:
    made = typed([Run(text=printed, fact="k")], {"k": fact(unit, exact)})
    assert (made.value, made.format, made.shown) == (value, number_format, printed)


@pytest.mark.parametrize(
    ("unit", "exact", "printed"),
    [
        ("text", "8", "8"),
        ("hours", "25.5", "01 ngày 1,5 giờ"),
        ("count", "không rõ", "8"),
        ("date", "2020-08-07", "07/8"),
        ("count", "8", "8 " + "x" * 300),
    ],
)
def test_a_fact_that_no_number_can_stand_for_is_text(unit: str, exact: str, printed: str) -> None:
    made = typed([Run(text=printed, fact="k")], {"k": fact(unit, exact)})
    assert (made.value, made.format) == (printed, "@")


def test_words_around_a_fact_go_into_its_format() -> None:
    made = typed(cell('"hạng" ', "7", " (đồng hạng)"), {"k": fact("rank", "7")})
    assert (made.value, made.format) == (7, '""\\""hạng"\\"" "#,##0" (đồng hạng)"')


@pytest.mark.parametrize("after", [" (đồng hạng, 3 nơi)", "; xem Phụ lục"])
def test_a_fact_in_a_sentence_that_a_format_would_misread_is_text(after: str) -> None:
    made = typed(cell("hạng ", "7", after), {"k": fact("rank", "7")})
    assert (made.value, made.format) == (f"hạng 7{after}", "@")


def test_a_percent_sign_typed_after_the_fact_makes_it_a_fraction_too() -> None:
    row, one = fact("percent", "50"), cell("đạt ", "50", "% dân số")
    assert divisor(row, one) == 100
    assert (typed(one, {"k": row}).value, typed(one, {"k": row}).format) == (0.5, '"đạt "#,##0%" dân số"')


@pytest.mark.parametrize("runs", [[], [Run(text="12")], [Run(text="7", fact="k"), Run(text="63", fact="k")]])
def test_a_cell_of_no_fact_or_of_several_is_text(runs: list[Run]) -> None:
    made = typed(runs, {"k": fact("count", "7")})
    assert (made.value, made.format) == ("".join(run.text for run in runs), "@")


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\x00b\x0b", "ab"), ("x\u202ey", "xy"), ("\ud800", ""), ("_x0041_", "_x0041_"), ("=1\n2", "=1\n2")],
)
def test_characters_that_hide_or_end_text_are_left_out(text: str, kept: str) -> None:
    assert clean(text) == kept
