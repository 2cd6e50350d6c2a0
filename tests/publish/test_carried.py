from __future__ import annotations

import base64
import csv
import io
import json
import re

import pytest

from dophu.publish.carried import carried, csv_of
from dophu.publish.html import render_html
from dophu.tell.blocks import Document, Run, Runs, Table, TraceRow

FACTS = {
    key: TraceRow(
        key=key, label="", unit=unit, shown="", exact=exact, formula="", inputs=[], base="", source="", status=""
    )
    for key, unit, exact in [
        ("share", "percent", "2489/100"),
        ("gap", "count", "-43054"),
        ("about", "percent", "363/10"),
        ("eighth", "percent", "97/8"),
    ]
}
MISREAD = "-43.054"


def cell(text: str, key: str = "") -> Runs:
    return [Run(text=text, fact=key or None)]


@pytest.mark.parametrize(
    ("shown", "pasted"),
    [
        (cell("24,89%", "share"), ' sdval="0.2489" sdnum="1033;0;#,##0.00%"'),
        (cell(MISREAD, "gap"), ' sdval="-43054" sdnum="1033;0;#,##0"'),
        (cell("khoảng 36,3%", "about"), ""),
        (cell("12.000"), ""),
        (cell("Lạng Sơn"), ""),
    ],
)
def test_a_cell_that_is_a_number_says_so_to_a_spreadsheet_of_any_language(shown: Runs, pasted: str) -> None:
    table = Table(caption=[], head=[[]], rows=[], align=["left"])
    assert carried(table, FACTS, "x", "x.csv").paste(shown) == pasted


def test_a_file_of_a_table_holds_exact_numbers_and_no_formula() -> None:
    rows = [
        [cell("Lạng Sơn, tỉnh"), cell("24,89%", "share"), cell(MISREAD, "gap")],
        [cell("=1+1"), cell("-"), cell("")],
    ]
    table = Table(caption=[], head=[cell("Tỉnh"), cell("Tỷ lệ"), cell("Thiếu")], rows=rows, align=["left"] * 3)
    text = csv_of(table, FACTS)
    assert text.startswith("\ufeffTỉnh,")
    assert list(csv.reader(io.StringIO(text)))[1:] == [["Lạng Sơn, tỉnh", "24.89", "-43054"], ["'=1+1", "-", ""]]


@pytest.mark.parametrize(
    ("shown", "saved"),
    [
        (cell("11/10/2020"), "2020-10-11"),
        (cell("08h00 ngày\xa016/10/2020"), "2020-10-16T08:00"),
        (cell("kỳ 04/9/2020"), "kỳ 04/9/2020"),
        (cell("12,125%", "eighth"), "12.1250"),
        (cell("24,89%", "share"), "24.89"),
    ],
)
def test_no_spreadsheet_takes_a_day_for_another_or_a_decimal_point_for_thousands(shown: Runs, saved: str) -> None:
    table = Table(caption=[], head=[cell("Kỳ")], rows=[[shown]], align=["left"])
    assert csv_of(table, FACTS).split("\r\n")[1] == saved


def test_a_page_offers_each_table_as_a_file_and_tells_machines_so(letter: Document) -> None:
    page = render_html(letter).decode()
    files = re.findall(r'<a id="([^"]*)" download="[^"]*" href="data:text/csv;charset=utf-8;base64,([^"]*)"', page)
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    dataset = json.loads(told)
    assert [f"#{name}" for name, _ in files] == [each["contentUrl"] for each in dataset["distribution"]]
    assert "Thành phố Lạng Sơn" in base64.b64decode(files[1][1]).decode()
    assert (dataset["@type"], dataset["creator"]["name"]) == ("Dataset", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG")
    assert (dataset["spatialCoverage"]["identifier"], dataset["temporalCoverage"]) == (letter.unit, letter.as_of)


def test_a_page_tells_machines_what_its_tables_measure_and_that_it_is_simulated(letter: Document) -> None:
    rows = [[cell("Lạng Sơn"), cell(MISREAD, "gap"), cell("như trên")]]
    table = Table(caption=[], head=[cell("Tỉnh"), cell("Còn thiếu"), cell("Ghi chú")], rows=rows, align=["left"] * 3)
    told = letter.model_copy(
        update={"banner": "SỐ LIỆU MÔ PHỎNG", "blocks": [*letter.blocks, table], "facts": list(FACTS.values())}
    )
    (written,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', render_html(told).decode())
    dataset = json.loads(written)
    assert dataset["variableMeasured"] == ["Còn thiếu"]
    assert dataset["description"].startswith("SỐ LIỆU MÔ PHỎNG. ")
    assert dataset["keywords"] == ["SỐ LIỆU MÔ PHỎNG"]
